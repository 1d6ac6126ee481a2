//! What stands in the way of issuing a draft, and what is worth a look before.
//!
//! An error blocks issuing only; a draft is always saved as it stands. Warnings block nothing.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::country::Country;
use super::invoice::{Invoice, InvoiceKind, Line, TaxCategory};
use super::party::{Client, Profile};
use super::tax_id;
use super::totals::{self, LineInput};
use super::views::TaxPreset;

#[cfg(test)]
#[path = "drafting_tests.rs"]
mod tests;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It cannot be issued like this.
    Error,
    /// Look at it; issuing is possible.
    Warning,
}

/// Something about a draft that its writer should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it weighs.
    pub weight: Weight,
    /// The field's path as the JSON has it (`due_on`, `lines[0].tax.reason`); empty for the whole.
    pub path: String,
    /// A sentence, with the next step where it is not plain.
    pub text: String,
}

/// The facts that a draft is looked at with.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The draft.
    pub invoice: &'a Invoice,
    /// Its client.
    pub client: &'a Client,
    /// The freelancer.
    pub seller: &'a Profile,
    /// The day that it would be issued on, where the draft means no other.
    pub today: NaiveDate,
}

/// Everything about a draft that is worth saying, errors first.
#[must_use]
pub fn check(facts: Facts<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    amounts(facts, &mut found);
    days(facts, &mut found);
    for (index, line) in facts.invoice.lines.iter().enumerate() {
        of_line(index, line, &mut found);
    }
    taxes(facts, &mut found);
    tax_ids(facts, &mut found);
    sides(facts, &mut found);
    found.sort_by_key(|finding| finding.weight);
    found
}

fn say(found: &mut Vec<Finding>, weight: Weight, path: impl Into<String>, text: impl Into<String>) {
    found.push(Finding {
        weight,
        path: path.into(),
        text: text.into(),
    });
}

fn amounts(facts: Facts<'_>, found: &mut Vec<Finding>) {
    let invoice = facts.invoice;
    let kind = invoice.kind.name();
    if invoice.lines.is_empty() {
        say(
            found,
            Weight::Error,
            "lines",
            format!("The {kind} has no line yet."),
        );
        return;
    }
    let inputs: Vec<LineInput> = invoice.lines.iter().map(LineInput::from).collect();
    let problems = totals::problems(&inputs, invoice.discount, invoice.currency);
    let broken = !problems.is_empty();
    for problem in problems {
        say(
            found,
            Weight::Error,
            problem.path.clone(),
            problem.failure.message(),
        );
    }
    if broken {
        return;
    }
    match totals::compute(&inputs, invoice.discount, invoice.prices, invoice.currency) {
        Err(problem) => {
            say(
                found,
                Weight::Error,
                problem.path.clone(),
                problem.failure.message(),
            );
        }
        Ok(totals) if totals.gross < 0 => {
            let text = match invoice.kind {
                InvoiceKind::CreditNote => {
                    "The total is negative: a credit note takes back with positive amounts."
                }
                InvoiceKind::Invoice
                | InvoiceKind::Deposit
                | InvoiceKind::Quote
                | InvoiceKind::Recurring => {
                    "The total is negative: take money back with a credit note."
                }
            };
            say(found, Weight::Error, "gross", text);
        }
        Ok(totals) if totals.gross == 0 => {
            say(
                found,
                Weight::Warning,
                "gross",
                "The total is zero: nobody will owe anything.",
            );
        }
        Ok(_) => {}
    }
}

fn days(facts: Facts<'_>, found: &mut Vec<Finding>) {
    let invoice = facts.invoice;
    let issued = invoice.issued_on.unwrap_or(facts.today);
    let until = match invoice.kind {
        InvoiceKind::Quote => "The quote would be valid until",
        InvoiceKind::Invoice
        | InvoiceKind::CreditNote
        | InvoiceKind::Deposit
        | InvoiceKind::Recurring => "It would be due on",
    };
    if let Some(due) = invoice.due_on.filter(|due| *due < issued) {
        say(
            found,
            Weight::Error,
            "due_on",
            format!("{until} {due}, before its day of issue, {issued}."),
        );
    }
    if issued > facts.today {
        say(
            found,
            Weight::Warning,
            "issued_on",
            format!("The day of issue, {issued}, is still to come."),
        );
    }
    match (invoice.supplied_on, invoice.supplied_until) {
        (Some(from), Some(until)) if until < from => say(
            found,
            Weight::Error,
            "supplied_until",
            format!("The period of service ends on {until}, before it begins on {from}."),
        ),
        (None, Some(_)) => say(
            found,
            Weight::Error,
            "supplied_on",
            "The period of service has an end and no beginning.",
        ),
        (None, None) if invoice.kind == InvoiceKind::Invoice && facts.seller.country == "DE" => {
            say(
                found,
                Weight::Warning,
                "supplied_on",
                "It names no day or period of service, which an invoice in Germany needs.",
            );
        }
        (None, None) | (Some(_), _) => {}
    }
}

fn of_line(index: usize, line: &Line, found: &mut Vec<Finding>) {
    let number = index.saturating_add(1);
    if line.description.trim().is_empty() {
        say(
            found,
            Weight::Error,
            format!("lines[{index}].description"),
            format!("Line {number} says nothing about what was done."),
        );
    }
    if line.category == TaxCategory::Exempt && line.reason.trim().is_empty() {
        say(
            found,
            Weight::Error,
            format!("lines[{index}].tax.reason"),
            format!("Line {number} is exempt from tax and gives no reason."),
        );
    }
    if line.deducts.is_some() && line.quantity >= Decimal::ZERO {
        say(
            found,
            Weight::Error,
            format!("lines[{index}].quantity"),
            format!("Line {number} takes a deposit off, and its quantity is not negative."),
        );
    }
    if line.quantity.is_zero() {
        say(
            found,
            Weight::Warning,
            format!("lines[{index}].quantity"),
            format!("Line {number} has the quantity 0."),
        );
    }
}

fn taxes(facts: Facts<'_>, found: &mut Vec<Finding>) {
    let (client, seller) = (facts.client, facts.seller);
    let has = |category| {
        facts
            .invoice
            .lines
            .iter()
            .any(|line| line.category == category)
    };
    for (category, words) in [
        (TaxCategory::ReverseCharge, "Reverse charge"),
        (TaxCategory::IntraCommunity, "Goods to another EU country"),
    ] {
        if !has(category) {
            continue;
        }
        if client.tax_id.is_empty() {
            say(
                found,
                Weight::Error,
                "client",
                format!(
                    "{words} needs the tax id of {}: add it to the client.",
                    client.name
                ),
            );
        }
        if seller.tax_id.is_empty() {
            say(
                found,
                Weight::Warning,
                "seller",
                format!("{words} needs your own tax id: add it to your profile."),
            );
        }
        if !client.business {
            say(
                found,
                Weight::Warning,
                "client",
                format!(
                    "{words} is for businesses, and {} is a consumer.",
                    client.name
                ),
            );
        }
    }
}

fn tax_ids(facts: Facts<'_>, found: &mut Vec<Finding>) {
    let (client, seller) = (facts.client, facts.seller);
    let mut lines = facts.invoice.lines.iter();
    let charges = lines.any(|line| line.category == TaxCategory::Standard);
    if charges && seller.tax_id.is_empty() && !seller.country.is_empty() {
        say(
            found,
            Weight::Warning,
            "seller",
            "It charges tax, and your tax id is missing in your profile.",
        );
    }
    if let tax_id::Finding::Warning(why) = tax_id::check(&client.tax_id, &client.country) {
        say(
            found,
            Weight::Warning,
            "client",
            format!("The tax id of {}: {why}.", client.name),
        );
    }
}

fn sides(facts: Facts<'_>, found: &mut Vec<Finding>) {
    let (invoice, client, seller) = (facts.invoice, facts.client, facts.seller);
    if seller.name.is_empty() {
        say(
            found,
            Weight::Warning,
            "seller",
            "It would bear no name of yours: say who you are in your profile.",
        );
    }
    if client.address.is_empty() && invoice.kind != InvoiceKind::Quote {
        say(
            found,
            Weight::Warning,
            "client",
            format!("{} has no address.", client.name),
        );
    }
    if client.wants_order && invoice.purchase_order.trim().is_empty() {
        say(
            found,
            Weight::Warning,
            "purchase_order",
            format!(
                "{} wants a purchase order number, and it is empty.",
                client.name
            ),
        );
    }
    if client.archived {
        say(
            found,
            Weight::Warning,
            "client",
            format!("{} is archived.", client.name),
        );
    }
}

/// The tax that a new line begins with: reverse charge for a business with a tax id in another
/// country of the European Union, no tax for one outside of it, and else the freelancer's usual one.
/// Of the freelancer's own presets, the usual one first. `None` without presets.
#[must_use]
pub fn usual_tax<'a>(
    seller: &Profile,
    client: &Client,
    presets: &'a [TaxPreset],
) -> Option<&'a TaxPreset> {
    let named = presets
        .iter()
        .find(|preset| preset.name == seller.usual_tax);
    let usual = named
        .or_else(|| presets.iter().find(|preset| preset.preferred))
        .or(presets.first());
    // Who charges no tax at home charges none abroad, and says so in the same words.
    if usual.is_some_and(|preset| preset.category != TaxCategory::Standard) {
        return usual;
    }
    let in_eu = |code: &str| Country::from_code(code).is_some_and(Country::in_eu);
    let abroad = !client.country.is_empty() && client.country != seller.country;
    let wanted = if !abroad || !client.business {
        None
    } else if in_eu(&client.country) && in_eu(&seller.country) {
        (!client.tax_id.is_empty()).then_some(TaxCategory::ReverseCharge)
    } else {
        Some(TaxCategory::OutOfScope)
    };
    wanted
        .and_then(|category| presets.iter().find(|preset| preset.category == category))
        .or(usual)
}
