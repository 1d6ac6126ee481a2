//! The lines of a document, and its totals.

use rust_decimal::Decimal;

use crate::domain::currency::Currency;
use crate::domain::discount::Discount;
use crate::domain::invoice::{Invoice, InvoiceStatus, Line, TaxCategory};
use crate::domain::money::Money;
use crate::domain::totals::{self, LineInput};
use crate::exchange::fields::{Fields, Path, Report};
use crate::exchange::json::Node;
use crate::exchange::scalar;

const LINE: &[&str] = &[
    "description",
    "quantity",
    "unit",
    "unit_price",
    "discount_percent",
    "tax",
];

/// Reads the lines and computes the totals, and says whether it could; totals that are given must
/// agree with them.
pub(super) fn amounts(fields: &Fields<'_>, invoice: &mut Invoice, report: &Report) -> bool {
    let mut given = 0_usize;
    invoice.lines = fields.each("lines", |node, path| {
        given = given.saturating_add(1);
        line(node, path, report)
    });
    if given == 0 && invoice.status != InvoiceStatus::Draft {
        fields.problem("lines", "What was issued has at least one line.");
    }
    let Some(percent) = discount(fields) else {
        return false;
    };
    invoice.discount = Discount::Percent(percent);
    if given != invoice.lines.len() {
        return false;
    }
    if !totals(fields, invoice) {
        return false;
    }
    agree(fields, "net", invoice.net, invoice.currency);
    agree(fields, "tax", invoice.tax, invoice.currency);
    agree(fields, "gross", invoice.gross, invoice.currency);
    true
}

/// An amount that is given as well as computed is a check, not a second truth.
fn agree(fields: &Fields<'_>, name: &str, minor: i64, currency: Currency) {
    let computed = Money::new(minor, currency);
    if let Some(given) = fields.optional(name, scalar::amount(currency))
        && given != computed
    {
        fields.problem(
            name,
            format!(
                "{} is given, and the lines come to {}.",
                given.plain(),
                computed.plain()
            ),
        );
    }
}

/// Reads a line; its net is not computed yet. `None` when the totals would make no sense.
fn line(node: &Node, path: &Path<'_>, report: &Report) -> Option<Line> {
    let fields = Fields::open(node, path, LINE, report)?;
    let description = fields.required("description", scalar::block);
    let quantity = match fields.get("quantity") {
        Some(_) => fields.optional("quantity", scalar::number),
        None => Some(Decimal::ONE),
    };
    let unit = fields
        .optional("unit", scalar::unit)
        .unwrap_or_else(|| String::from("C62"));
    let unit_price = fields.required("unit_price", scalar::number);
    let discount_percent = discount(&fields);
    let tax = fields
        .required("tax", |node| {
            Ok(tax(node, &Path::Field(path, "tax"), report))
        })
        .flatten();
    Some(Line {
        discount: Discount::Percent(discount_percent?),
        ..Line::new(description?, quantity?, unit, unit_price?, tax?)
    })
}

/// A discount in percent; nothing when it is missing, `None` when it is wrong.
fn discount(fields: &Fields<'_>) -> Option<Decimal> {
    match fields.get("discount_percent") {
        Some(_) => fields.optional("discount_percent", scalar::number),
        None => Some(Decimal::ZERO),
    }
}

fn tax(node: &Node, path: &Path<'_>, report: &Report) -> Option<(TaxCategory, Decimal)> {
    let fields = Fields::open(node, path, &["category", "rate"], report)?;
    let category = fields.required(
        "category",
        scalar::word(TaxCategory::ALL, TaxCategory::word),
    );
    // Only the standard category has a rate of its own to say.
    let rate = if fields.has("rate") || category == Some(TaxCategory::Standard) {
        fields.required("rate", scalar::number)
    } else {
        Some(Decimal::ZERO)
    };
    Some((category?, rate?))
}

/// Computes the totals; every breach of a rule is noted at its place.
fn totals(fields: &Fields<'_>, invoice: &mut Invoice) -> bool {
    let inputs: Vec<LineInput> = invoice.lines.iter().map(LineInput::from).collect();
    let mut problems = totals::problems(&inputs, invoice.discount, invoice.currency);
    if problems.is_empty() {
        problems.extend(invoice.add_up().err());
    }
    for problem in &problems {
        fields.problem_within(&problem.path, problem.failure.message());
    }
    problems.is_empty()
}
