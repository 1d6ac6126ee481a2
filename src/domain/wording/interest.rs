//! Late-payment interest as a letter says it: the sums, and the rule that they rest on as a sentence.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use super::script::Script;
use crate::domain::interest::Rule;
use crate::domain::locale::Language;
use crate::domain::money::Money;

/// The interest on what a letter is about, in one currency. A letter about several currencies has
/// none: their sums cannot be named in one sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InterestFacts {
    /// Interest so far.
    pub amount: Money,
    /// What each further day adds.
    pub per_day: Money,
    /// Fixed sum for the costs of recovery; zero for none.
    pub fixed: Money,
    /// Interest and fixed sum.
    pub total: Money,
    /// What it rests on.
    pub rule: Rule,
    /// The day from which the newest of the rates is that it was worked out with; `None` for an agreed
    /// rate.
    pub rates_of: Option<NaiveDate>,
}

/// Interest as templates see it (`interest.amount` …).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InterestData {
    /// Interest so far with its currency.
    pub amount: String,
    /// What each further day adds.
    pub per_day: String,
    /// Fixed sum; empty for none.
    pub fixed: String,
    /// Interest and fixed sum.
    pub total: String,
    /// The rule as a sentence.
    pub rule: String,
    /// The day of the newest rate in words; empty for an agreed rate.
    pub rates_of: String,
}

impl InterestData {
    pub(super) fn new(facts: &InterestFacts, script: Script) -> Self {
        let fixed = facts.fixed;
        Self {
            amount: script.money(facts.amount),
            per_day: script.money(facts.per_day),
            fixed: if fixed.is_zero() {
                String::new()
            } else {
                script.money(fixed)
            },
            total: script.money(facts.total),
            rule: script.plain(sentence(facts.rule, script.language)),
            rates_of: facts
                .rates_of
                .map_or_else(String::new, |day| script.date(day)),
        }
    }
}

/// The rule as a sentence of a language.
fn sentence(rule: Rule, language: Language) -> String {
    let words = match (rule, language) {
        (Rule::Contract(rate), _) => return agreed(rate, language),
        (Rule::DeBusiness, Language::En) => {
            "It rests on section 288 (2) of the German Civil Code (BGB): 9 percentage points above \
             the base rate a year."
        }
        (Rule::DeBusiness, Language::De) => {
            "Grundlage ist § 288 Abs. 2 BGB: jährlich 9 Prozentpunkte über dem Basiszinssatz."
        }
        (Rule::DeBusiness, Language::Fr) => {
            "Ils reposent sur l’article 288, paragraphe 2, du Code civil allemand (BGB) : 9 points \
             de pourcentage par an au-dessus du taux de base."
        }
        (Rule::DeBusiness, Language::Es) => {
            "Se basan en el artículo 288, apartado 2, del Código Civil alemán (BGB): 9 puntos \
             porcentuales anuales por encima del tipo básico."
        }
        (Rule::DeConsumer, Language::En) => {
            "It rests on section 288 (1) of the German Civil Code (BGB): 5 percentage points above \
             the base rate a year."
        }
        (Rule::DeConsumer, Language::De) => {
            "Grundlage ist § 288 Abs. 1 BGB: jährlich 5 Prozentpunkte über dem Basiszinssatz."
        }
        (Rule::DeConsumer, Language::Fr) => {
            "Ils reposent sur l’article 288, paragraphe 1, du Code civil allemand (BGB) : 5 points \
             de pourcentage par an au-dessus du taux de base."
        }
        (Rule::DeConsumer, Language::Es) => {
            "Se basan en el artículo 288, apartado 1, del Código Civil alemán (BGB): 5 puntos \
             porcentuales anuales por encima del tipo básico."
        }
        (Rule::Gb, Language::En) => {
            "It rests on the Late Payment of Commercial Debts (Interest) Act 1998: 8 percentage \
             points above the Bank of England base rate a year."
        }
        (Rule::Gb, Language::De) => {
            "Grundlage ist der britische Late Payment of Commercial Debts (Interest) Act 1998: \
             jährlich 8 Prozentpunkte über dem Leitzins der Bank of England."
        }
        (Rule::Gb, Language::Fr) => {
            "Ils reposent sur la loi britannique « Late Payment of Commercial Debts (Interest) Act \
             1998 » : 8 points de pourcentage par an au-dessus du taux de la Banque d’Angleterre."
        }
        (Rule::Gb, Language::Es) => {
            "Se basan en la ley británica «Late Payment of Commercial Debts (Interest) Act 1998»: 8 \
             puntos porcentuales anuales por encima del tipo del Banco de Inglaterra."
        }
        (Rule::Eu, Language::En) => {
            "It rests on Directive 2011/7/EU: 8 percentage points above the reference rate of the \
             European Central Bank a year."
        }
        (Rule::Eu, Language::De) => {
            "Grundlage ist die Richtlinie 2011/7/EU: jährlich 8 Prozentpunkte über dem Bezugszinssatz \
             der Europäischen Zentralbank."
        }
        (Rule::Eu, Language::Fr) => {
            "Ils reposent sur la directive 2011/7/UE : 8 points de pourcentage par an au-dessus du \
             taux de référence de la Banque centrale européenne."
        }
        (Rule::Eu, Language::Es) => {
            "Se basan en la Directiva 2011/7/UE: 8 puntos porcentuales anuales por encima del tipo de \
             referencia del Banco Central Europeo."
        }
    };
    words.to_owned()
}

fn agreed(rate: Decimal, language: Language) -> String {
    let rate = language.percent(rate);
    match language {
        Language::En => format!("It rests on the {rate} a year that we agreed on."),
        Language::De => format!("Grundlage sind die vereinbarten {rate} im Jahr."),
        Language::Fr => format!("Ils reposent sur le taux convenu de {rate} par an."),
        Language::Es => format!("Se basan en el {rate} anual acordado."),
    }
}
