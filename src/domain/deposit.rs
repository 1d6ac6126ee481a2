//! Deposits: a part asked for before the work is done, and taken off again on the final invoice.
//!
//! Both go by tax group, so that what the deposit said about tax and what the final invoice takes
//! back agree for each rate (EN 16931 knows no other way to invoice a prepayment with its tax).

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};

use super::discount::Prices;
use super::drafting::{Finding, Weight};
use super::invoice::{Invoice, InvoiceKind, Line, TaxCategory, TaxGroup};
use super::locale::Language;
use super::money::Money;
use super::views::OpenDeposit;
use crate::failure::{Failure, Result};

#[cfg(test)]
#[path = "deposit_tests.rs"]
mod tests;

/// How much a deposit asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// So many percent of what it is a deposit for, more than 0 and at most 100.
    Percent(Decimal),
    /// An amount in minor units, more than 0, in the sense of the document's prices: without tax or
    /// with it.
    Amount(i64),
}

impl Share {
    /// Checks that it asks for something, and for no more than all.
    ///
    /// # Errors
    /// Usage, when it does not.
    pub fn check(self) -> Result<()> {
        match self {
            Self::Percent(percent)
                if percent <= Decimal::ZERO || percent > Decimal::ONE_HUNDRED =>
            {
                Err(Failure::usage(format!(
                    "A deposit of {} % is not possible.",
                    super::decimal::plain(percent)
                ))
                .hint("give more than 0 and at most 100 percent"))
            }
            Self::Amount(minor) if minor <= 0 => {
                Err(Failure::usage("A deposit asks for more than nothing.")
                    .hint("give an amount above zero"))
            }
            Self::Percent(_) | Self::Amount(_) => Ok(()),
        }
    }
}

/// What a group comes to in the sense of the prices, minor units.
const fn priced(group: &TaxGroup, prices: Prices) -> i64 {
    match prices {
        Prices::Net => group.base,
        Prices::Gross => group.base.saturating_add(group.tax),
    }
}

/// The lines of a deposit for a document: one for each of its tax groups that is worth anything. An
/// amount is divided in the proportion of the groups and comes out to the last minor unit.
///
/// # Errors
/// Usage, when the share is not possible; refused, when the document comes to nothing or to less
/// than the amount.
pub fn lines(source: &Invoice, share: Share) -> Result<Vec<Line>> {
    share.check()?;
    let groups: Vec<&TaxGroup> = source
        .taxes
        .iter()
        .filter(|group| priced(group, source.prices) > 0)
        .collect();
    let whole: i64 = groups.iter().fold(0, |sum, group| {
        sum.saturating_add(priced(group, source.prices))
    });
    if whole == 0 {
        let reference = source.reference();
        return Err(Failure::refused(format!(
            "{reference} comes to nothing: no part of it can be asked for."
        ))
        .hint("write its lines first"));
    }
    let wanted = match share {
        Share::Amount(minor) if minor > whole => {
            let (wanted, whole) = (source.money(minor), source.money(whole));
            return Err(Failure::refused(format!(
                "{wanted} is more than the {whole} of {}.",
                source.reference()
            ))
            .hint("ask for a part of it"));
        }
        Share::Amount(minor) => Some(minor),
        Share::Percent(_) => None,
    };
    let text = description(source, share);
    let (mut found, mut left, mut rest) = (Vec::new(), wanted.unwrap_or(0), whole);
    for group in groups {
        let own = priced(group, source.prices);
        let minor = match share {
            Share::Percent(percent) => part(own, percent, Decimal::ONE_HUNDRED)?,
            // What is left, in the proportion of what is left: the last group takes the remainder.
            Share::Amount(_) => part(own, Decimal::from(left), Decimal::from(rest))?,
        };
        left = left.saturating_sub(minor);
        rest = rest.saturating_sub(own);
        if minor > 0 {
            let sample = sample(source, group.category, group.rate);
            let mut line = line(&text, Decimal::ONE, source.money(minor), group);
            line.reason = sample.map_or_else(String::new, |sample| sample.reason.clone());
            found.push(line);
        }
    }
    Ok(found)
}

/// `value × share / whole` in minor units, rounded half away from zero.
fn part(value: i64, share: Decimal, whole: Decimal) -> Result<i64> {
    let exact = Decimal::from(value)
        .checked_mul(share)
        .and_then(|product| product.checked_div(whole));
    let rounded = exact
        .map(|exact| exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero))
        .and_then(|rounded| i64::try_from(rounded).ok());
    rounded.ok_or_else(|| Failure::refused("The deposit is larger than this program can hold."))
}

fn line(text: &str, quantity: Decimal, price: Money, group: &TaxGroup) -> Line {
    Line::new(
        text,
        quantity,
        "C62",
        price.to_decimal(),
        (group.category, group.rate),
    )
}

fn sample(invoice: &Invoice, category: TaxCategory, rate: Decimal) -> Option<&Line> {
    let mut lines = invoice.lines.iter();
    lines.find(|line| line.category == category && line.rate == rate)
}

/// "Deposit 30 % on Q2026-004", in the document's language. A draft has no name for its client.
fn description(source: &Invoice, share: Share) -> String {
    let language = Language::from_code(&source.language);
    let mut text = bare_description(language).to_owned();
    if let Share::Percent(percent) = share {
        text = format!("{text} {} %", language.number(percent));
    }
    match &source.number {
        Some(number) => {
            let on = match language {
                Language::En => "on",
                Language::De => "auf",
                Language::Fr => "sur",
                Language::Es => "sobre",
            };
            format!("{text} {on} {number}")
        }
        None => text,
    }
}

/// "Deposit", in a language.
#[must_use]
pub const fn bare_description(language: Language) -> &'static str {
    match language {
        Language::En => "Deposit",
        Language::De => "Anzahlung",
        Language::Fr => "Acompte",
        Language::Es => "Anticipo",
    }
}

/// What a deposit still stands for: its tax groups, less those of the credit notes that take it back.
#[must_use]
pub fn left(deposit: &Invoice, credited: &[TaxGroup]) -> Vec<TaxGroup> {
    let mut groups = deposit.taxes.clone();
    for group in &mut groups {
        let same = |other: &&TaxGroup| other.category == group.category && other.rate == group.rate;
        for back in credited.iter().filter(same) {
            group.base = group.base.saturating_sub(back.base);
            group.tax = group.tax.saturating_sub(back.tax);
        }
    }
    groups.retain(|group| group.base > 0);
    groups
}

/// The lines that take a deposit off on a final invoice: one for each group that it still stands
/// for, with the quantity −1 and in the sense of the final invoice's prices.
#[must_use]
pub fn deduction(deposit: &Invoice, groups: &[TaxGroup], to: &Invoice) -> Vec<Line> {
    let number = deposit.reference();
    let language = Language::from_code(&to.language);
    let text = deducted(&number, deposit.issued_on, language);
    let one = |group: &TaxGroup| {
        let price = to.money(priced(group, to.prices));
        let mut line = line(&text, Decimal::NEGATIVE_ONE, price, group);
        let reason = sample(deposit, group.category, group.rate).map(|line| line.reason.clone());
        line.reason = reason.unwrap_or_default();
        line.deducts = Some(number.clone());
        line
    };
    groups.iter().map(one).collect()
}

fn deducted(number: &str, issued_on: Option<NaiveDate>, language: Language) -> String {
    let (what, of) = match language {
        Language::En => ("Less deposit invoice", "of"),
        Language::De => ("Abzüglich Anzahlungsrechnung", "vom"),
        Language::Fr => ("Moins la facture d'acompte", "du"),
        Language::Es => ("Menos la factura de anticipo", "del"),
    };
    match issued_on {
        Some(on) => format!("{what} {number} {of} {}", language.date(on)),
        None => format!("{what} {number}"),
    }
}

/// What is worth saying about the deposits of a draft's client: those that it could deduct and does
/// not, and those that it deducts although they are not paid.
#[must_use]
pub fn findings(invoice: &Invoice, deposits: &[OpenDeposit]) -> Vec<Finding> {
    if invoice.kind != InvoiceKind::Invoice {
        return Vec::new();
    }
    let deducts = |deposit: &OpenDeposit| {
        let mut lines = invoice.lines.iter();
        lines.any(|line| line.deducts.as_ref() == Some(&deposit.number))
    };
    let one = |deposit: &OpenDeposit| {
        let text = match (deducts(deposit), deposit.paid) {
            (false, _) => format!(
                "Deposit invoice {} of {} is not deducted.",
                deposit.number, deposit.gross
            ),
            (true, false) => format!(
                "Deposit invoice {} is deducted and not paid yet.",
                deposit.number
            ),
            (true, true) => return None,
        };
        Some(Finding {
            weight: Weight::Warning,
            path: String::from("lines"),
            text,
        })
    };
    deposits.iter().filter_map(one).collect()
}
