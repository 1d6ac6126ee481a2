//! An invoice in the words of a mail: its lines, its tax groups and its totals.

use rust_decimal::Decimal;
use serde::Serialize;

use super::script::Script;
use crate::domain::discount::{Discount, Prices};
use crate::domain::invoice::{Invoice, Line, TaxCategory, TaxGroup};
use crate::domain::locale::Language;
use crate::domain::units;

/// An invoice as its own template sees it (`document.lines` …).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DocumentData {
    /// What was supplied.
    pub lines: Vec<LineData>,
    /// What is taken off the whole, with its currency; empty for nothing.
    pub discount: String,
    /// Net total.
    pub net: String,
    /// The tax groups.
    pub taxes: Vec<TaxData>,
    /// Tax total.
    pub tax: String,
    /// Gross total.
    pub gross: String,
    /// Whether prices and amounts of lines have the tax inside.
    pub prices_with_tax: bool,
    /// Day or days of supply in words; empty when not said.
    pub supplied: String,
    /// The words about payment; may be empty.
    pub terms: String,
    /// The note; may be empty.
    pub note: String,
}

/// A line (`line.description` …).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LineData {
    /// What was supplied.
    pub description: String,
    /// How many, without the unit.
    pub quantity: String,
    /// The unit in words; empty for pieces.
    pub unit: String,
    /// Price of one, without its currency.
    pub price: String,
    /// What is taken off the line ("10%"); empty for nothing.
    pub discount: String,
    /// What the line comes to, with its currency.
    pub amount: String,
}

/// A tax group (`tax.name` …).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TaxData {
    /// The tax with its rate ("VAT 19%"), or why there is none.
    pub name: String,
    /// What it is on.
    pub base: String,
    /// The tax.
    pub amount: String,
    /// Whether there is a rate.
    pub is_taxed: bool,
}

impl DocumentData {
    pub(super) fn new(invoice: &Invoice, script: Script) -> Self {
        let language = script.language;
        let sum: i64 = invoice
            .lines
            .iter()
            .fold(0, |sum, line| sum.saturating_add(line.amount));
        let whole = match invoice.prices {
            Prices::Net => invoice.net,
            Prices::Gross => invoice.gross,
        };
        let off = sum.saturating_sub(whole);
        let money = |minor| script.money(invoice.money(minor));
        Self {
            lines: invoice
                .lines
                .iter()
                .map(|one| line(one, invoice, script))
                .collect(),
            discount: if off == 0 { String::new() } else { money(off) },
            net: money(invoice.net),
            taxes: invoice
                .taxes
                .iter()
                .map(|group| tax(group, invoice, script))
                .collect(),
            tax: money(invoice.tax),
            gross: money(invoice.gross),
            prices_with_tax: invoice.prices == Prices::Gross,
            supplied: match (invoice.supplied_on, invoice.supplied_until) {
                (Some(from), Some(until)) if until != from => {
                    format!("{} – {}", language.date(from), language.date(until))
                }
                (Some(day), _) | (None, Some(day)) => language.date(day),
                (None, None) => String::new(),
            },
            terms: script.clean(&crate::domain::wording::document::filled(
                &invoice.terms,
                invoice,
                None,
            )),
            note: script.clean(&crate::domain::wording::document::filled(
                &invoice.note,
                invoice,
                None,
            )),
        }
    }
}

fn line(line: &Line, invoice: &Invoice, script: Script) -> LineData {
    let language = script.language;
    let unit = if line.unit == "C62" {
        ""
    } else {
        units::label(&line.unit, line.quantity, language)
    };
    LineData {
        description: script.clean(&line.description),
        quantity: language.number(line.quantity),
        unit: script.clean(unit),
        price: language.price(line.unit_price, invoice.currency),
        discount: match line.discount {
            none if none.is_none() => String::new(),
            Discount::Percent(rate) => language.percent(rate),
            Discount::Amount(minor) => script.money(invoice.money(minor)),
        },
        amount: script.money(invoice.money(line.amount)),
    }
}

fn tax(group: &TaxGroup, invoice: &Invoice, script: Script) -> TaxData {
    let language = script.language;
    let is_taxed = group.rate > Decimal::ZERO;
    let reason = invoice
        .lines
        .iter()
        .filter(|line| line.category == group.category && line.rate == group.rate)
        .map(|line| script.clean(&line.reason))
        .find(|reason| !reason.is_empty());
    let name = if is_taxed {
        let tax = match language {
            Language::En => "VAT",
            Language::De => "USt.",
            Language::Fr => "TVA",
            Language::Es => "IVA",
        };
        format!("{tax} {}", language.percent(group.rate))
    } else {
        reason.unwrap_or_else(|| untaxed(group.category, language).to_owned())
    };
    TaxData {
        name,
        base: script.money(invoice.money(group.base)),
        amount: script.money(invoice.money(group.tax)),
        is_taxed,
    }
}

/// Why a group has no tax, where the document does not say (EN 16931 BR-AE-10 wants the words).
const fn untaxed(category: TaxCategory, language: Language) -> &'static str {
    match (category, language) {
        (TaxCategory::ReverseCharge, Language::En) => "Reverse charge",
        (TaxCategory::ReverseCharge, Language::De) => {
            "Steuerschuldnerschaft des Leistungsempfängers (Reverse charge)"
        }
        (TaxCategory::ReverseCharge, Language::Fr) => "Autoliquidation (Reverse charge)",
        (TaxCategory::ReverseCharge, Language::Es) => {
            "Inversión del sujeto pasivo (Reverse charge)"
        }
        (TaxCategory::IntraCommunity, Language::En) => "Intra-community supply",
        (TaxCategory::IntraCommunity, Language::De) => "Innergemeinschaftliche Lieferung",
        (TaxCategory::IntraCommunity, Language::Fr) => "Livraison intracommunautaire",
        (TaxCategory::IntraCommunity, Language::Es) => "Entrega intracomunitaria",
        (TaxCategory::Export, Language::En) => "Export",
        (TaxCategory::Export, Language::De) => "Ausfuhrlieferung",
        (TaxCategory::Export, Language::Fr) => "Exportation",
        (TaxCategory::Export, Language::Es) => "Exportación",
        (
            TaxCategory::Standard
            | TaxCategory::Zero
            | TaxCategory::Exempt
            | TaxCategory::OutOfScope,
            Language::En,
        ) => "No VAT",
        (
            TaxCategory::Standard
            | TaxCategory::Zero
            | TaxCategory::Exempt
            | TaxCategory::OutOfScope,
            Language::De,
        ) => "Ohne USt.",
        (
            TaxCategory::Standard
            | TaxCategory::Zero
            | TaxCategory::Exempt
            | TaxCategory::OutOfScope,
            Language::Fr,
        ) => "Sans TVA",
        (
            TaxCategory::Standard
            | TaxCategory::Zero
            | TaxCategory::Exempt
            | TaxCategory::OutOfScope,
            Language::Es,
        ) => "Sin IVA",
    }
}
