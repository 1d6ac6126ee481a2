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
    "discount_amount",
    "tax",
    "deducts",
    "net",
    "amount",
];

/// What a file says that a line comes to.
#[derive(Clone, Copy)]
struct Given {
    net: Option<Money>,
    amount: Option<Money>,
}

/// Reads the lines and computes the totals, and says whether it could; totals that are given must
/// agree with them.
pub(super) fn amounts(fields: &Fields<'_>, invoice: &mut Invoice, report: &Report) -> bool {
    let (mut count, mut given) = (0_usize, Vec::new());
    let currency = invoice.currency;
    invoice.lines = fields.each("lines", |node, path| {
        count = count.saturating_add(1);
        let (line, said) = line(node, path, currency, report)?;
        given.push(said);
        Some(line)
    });
    if count == 0 && invoice.status != InvoiceStatus::Draft {
        fields.problem("lines", "What was issued has at least one line.");
    }
    if invoice.status != InvoiceStatus::Draft {
        for (index, line) in invoice.lines.iter().enumerate() {
            if line.deducts.is_some() && line.quantity >= Decimal::ZERO {
                fields.problem_within(
                    &format!("lines[{index}].quantity"),
                    "A deposit is deducted with a negative quantity.",
                );
            }
        }
    }
    let Some(discount) = discount(fields, currency) else {
        return false;
    };
    invoice.discount = discount;
    if count != invoice.lines.len() {
        return false;
    }
    if !totals(fields, invoice) {
        return false;
    }
    for (index, (given, line)) in given.iter().zip(&invoice.lines).enumerate() {
        let net = (given.net, "net", line.net);
        for (said, name, minor) in [net, (given.amount, "amount", line.amount)] {
            if let Some(problem) = said.and_then(|said| differs(said, minor, "the line comes")) {
                fields.problem_within(&format!("lines[{index}].{name}"), problem);
            }
        }
    }
    agree(fields, "net", invoice.net, currency);
    agree(fields, "tax", invoice.tax, currency);
    agree(fields, "gross", invoice.gross, currency);
    true
}

/// An amount that is given as well as computed is a check, not a second truth.
fn agree(fields: &Fields<'_>, name: &str, minor: i64, currency: Currency) {
    let given = fields.optional(name, scalar::amount(currency));
    if let Some(problem) = given.and_then(|given| differs(given, minor, "the lines come")) {
        fields.problem(name, problem);
    }
}

fn differs(given: Money, minor: i64, what: &str) -> Option<String> {
    let computed = Money::new(minor, given.currency());
    (given != computed).then(|| {
        format!(
            "{} is given, and {what} to {}.",
            given.plain(),
            computed.plain()
        )
    })
}

/// Reads a line; its amounts are not computed yet. `None` when the totals would make no sense.
fn line(
    node: &Node,
    path: &Path<'_>,
    currency: Currency,
    report: &Report,
) -> Option<(Line, Given)> {
    let fields = Fields::open(node, path, LINE, report)?;
    let description = fields.required(
        "description",
        scalar::within(scalar::LONGEST_DESCRIPTION, scalar::block),
    );
    let quantity = match fields.get("quantity") {
        Some(_) => fields.optional("quantity", scalar::number),
        None => Some(Decimal::ONE),
    };
    let unit = fields
        .optional("unit", scalar::unit)
        .unwrap_or_else(|| String::from("C62"));
    let unit_price = fields.required("unit_price", scalar::number);
    let discount = discount(&fields, currency);
    let tax = fields
        .required("tax", |node| {
            Ok(tax(node, &Path::Field(path, "tax"), report))
        })
        .flatten();
    let deducts = fields.optional("deducts", scalar::invoice_number);
    let given = Given {
        net: fields.optional("net", scalar::amount(currency)),
        amount: fields.optional("amount", scalar::amount(currency)),
    };
    let (category, rate, reason) = tax?;
    let line = Line {
        discount: discount?,
        reason,
        deducts,
        ..Line::new(description?, quantity?, unit, unit_price?, (category, rate))
    };
    Some((line, given))
}

/// A discount in percent or as an amount; nothing when it is missing, `None` when it is wrong.
fn discount(fields: &Fields<'_>, currency: Currency) -> Option<Discount> {
    let percent = match fields.get("discount_percent") {
        Some(_) => fields.optional("discount_percent", scalar::number),
        None => Some(Decimal::ZERO),
    };
    let amount = match fields.get("discount_amount") {
        Some(_) => fields.optional("discount_amount", scalar::amount(currency)),
        None => Some(Money::zero(currency)),
    };
    let (percent, minor) = (percent?, amount?.minor());
    if !percent.is_zero() && minor != 0 {
        fields.problem(
            "discount_amount",
            "A discount is a percentage or an amount; give one of the two.",
        );
        return None;
    }
    Some(Discount::from_parts(percent, minor))
}

/// A tax with its category, rate and reason.
pub(super) fn tax(
    node: &Node,
    path: &Path<'_>,
    report: &Report,
) -> Option<(TaxCategory, Decimal, String)> {
    let fields = Fields::open(node, path, &["category", "rate", "reason"], report)?;
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
    let reason = fields.optional(
        "reason",
        scalar::within(scalar::LONGEST_DESCRIPTION, scalar::block),
    );
    Some((category?, rate?, reason.unwrap_or_default()))
}

/// Computes the totals; every breach of a rule is noted at its place.
///
/// A draft is kept as it stands, also one whose lines cannot be added up yet: its totals are given as
/// nothing then, and are nothing.
fn totals(fields: &Fields<'_>, invoice: &mut Invoice) -> bool {
    let inputs: Vec<LineInput> = invoice.lines.iter().map(LineInput::from).collect();
    let mut problems = totals::problems(&inputs, invoice.discount, invoice.currency);
    if problems.is_empty() {
        problems.extend(invoice.add_up().err());
    }
    let nothing = |name| {
        let given = fields.optional(name, scalar::amount(invoice.currency));
        given.is_some_and(Money::is_zero)
    };
    if invoice.status == InvoiceStatus::Draft
        && !problems.is_empty()
        && ["net", "tax", "gross"].into_iter().all(nothing)
    {
        return true;
    }
    for problem in &problems {
        fields.problem_within(&problem.path, problem.failure.message());
    }
    problems.is_empty()
}

/// What is wrong with the tax rate of a line.
pub(super) fn rate_problem(line: &Line, currency: Currency) -> Option<String> {
    let found = totals::problems(&[LineInput::from(line)], Discount::NONE, currency);
    let rate = found
        .iter()
        .find(|problem| problem.path.ends_with("tax.rate"))?;
    Some(rate.failure.message().to_owned())
}
