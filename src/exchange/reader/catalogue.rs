//! Series of numbers, and the catalogue of services.

use rust_decimal::Decimal;

use super::{Context, lines};
use crate::domain::ids::ServiceId;
use crate::domain::invoice::InvoiceKind;
use crate::domain::locale::Language;
use crate::domain::numbering::{Pattern, Reset, Series};
use crate::domain::service::Service;
use crate::domain::wording::document::{TextKind, Words};
use crate::exchange::document::SeriesDocument;
use crate::exchange::fields::{Fields, Path, Report};
use crate::exchange::json::Node;
use crate::exchange::scalar;

/// The largest first number of a series.
const LARGEST_START: i64 = 1_000_000_000;

/// A series over the one with its key, if there is one.
pub(super) fn series(
    node: &Node,
    path: &Path<'_>,
    present: &[SeriesDocument],
    report: &Report,
) -> Option<SeriesDocument> {
    let known = &["key", "pattern", "reset", "start", "kinds"];
    let fields = Fields::open(node, path, known, report)?;
    let key = fields.required("key", scalar::filled);
    let now = present
        .iter()
        .find(|one| Some(&one.series.key) == key.as_ref());
    let pattern = match (fields.get("pattern"), now) {
        (None, Some(now)) => Some(now.series.pattern.clone()),
        (Some(_), _) | (None, None) => fields.required("pattern", |node| {
            Pattern::parse(&scalar::text(node)?).map_err(|failure| failure.message().to_owned())
        }),
    };
    let reset = fields
        .optional("reset", scalar::word(Reset::ALL, Reset::word))
        .or_else(|| now.map(|now| now.series.reset));
    let start = fields
        .optional("start", scalar::whole(1, LARGEST_START))
        .and_then(|start| u64::try_from(start).ok())
        .or_else(|| now.map(|now| now.series.start));
    let mut kinds = if fields.has("kinds") {
        fields.each("kinds", |node, path| kind(node, path, report))
    } else {
        now.map_or_else(Vec::new, |now| now.kinds.clone())
    };
    kinds.sort_by_key(|kind| InvoiceKind::ALL.iter().position(|one| one == kind));
    kinds.dedup();
    let pattern = pattern?;
    let series = Series {
        key: key?,
        // A pattern with a year counts each year anew, as people expect of it.
        reset: reset.unwrap_or_else(|| usual_reset(&pattern)),
        pattern,
        start: start.unwrap_or(1),
    };
    if let Err(failure) = series.check() {
        fields.problem_within("", failure.message());
    }
    Some(SeriesDocument { series, kinds })
}

fn usual_reset(pattern: &Pattern) -> Reset {
    match pattern.check_reset(Reset::Yearly) {
        Ok(()) => Reset::Yearly,
        Err(_no_year) => Reset::Never,
    }
}

fn kind(node: &Node, path: &Path<'_>, report: &Report) -> Option<InvoiceKind> {
    match scalar::word(InvoiceKind::ALL, InvoiceKind::word)(node) {
        Ok(InvoiceKind::Recurring) => {
            report.add(path, "A recurring invoice is a template and has no number.");
            None
        }
        Ok(kind) => Some(kind),
        Err(message) => {
            report.add(path, message);
            None
        }
    }
}

/// The words that documents begin with, of one kind in one language.
pub(super) fn text(node: &Node, path: &Path<'_>, report: &Report) -> Option<Words> {
    let fields = Fields::open(node, path, &["kind", "language", "body"], report)?;
    let kind = fields.required("kind", scalar::word(TextKind::ALL, TextKind::word));
    let language = fields.required("language", scalar::word(Language::ALL, Language::word));
    let body = fields.required("body", scalar::within(scalar::LONGEST_NOTE, scalar::block));
    Some(Words {
        kind: kind?,
        language: language?,
        body: body?,
    })
}

/// A service over another one, if there is one; its id stays.
pub(super) fn service(
    node: &Node,
    path: &Path<'_>,
    now: Option<&Service>,
    context: Context<'_>,
) -> Option<Service> {
    let known = &["description", "unit", "unit_price", "currency", "tax"];
    let fields = Fields::open(node, path, known, context.report)?;
    let description = match (fields.get("description"), now) {
        (None, Some(now)) => Some(now.description.clone()),
        (Some(_), _) | (None, None) => fields.required(
            "description",
            scalar::within(scalar::LONGEST_DESCRIPTION, filled_block),
        ),
    };
    let unit = fields
        .optional("unit", scalar::unit)
        .or_else(|| now.map(|now| now.unit.clone()));
    let unit_price = match (fields.get("unit_price"), now) {
        (None, Some(now)) => Some(now.unit_price),
        (Some(_), _) | (None, None) => fields.required("unit_price", scalar::number),
    };
    if unit_price.is_some_and(|price| price < Decimal::ZERO) {
        fields.problem("unit_price", "A price is not negative.");
    }
    let currency = fields
        .optional("currency", scalar::currency)
        .or_else(|| now.map(|now| now.currency))
        .unwrap_or(context.profile.currency);
    let tax = match (fields.get("tax"), now) {
        (None, Some(now)) => Some((now.category, now.rate, now.reason.clone())),
        (Some(_), _) | (None, None) => fields
            .required("tax", |node| {
                Ok(lines::tax(node, &Path::Field(path, "tax"), context.report))
            })
            .flatten(),
    };
    let (category, rate, reason) = tax?;
    let service = Service {
        id: now.map_or(ServiceId(0), |now| now.id),
        description: description?,
        unit: unit.unwrap_or_else(|| String::from("C62")),
        unit_price: unit_price?,
        currency,
        category,
        rate,
        reason,
    };
    if let Some(problem) = lines::rate_problem(&service.line(Decimal::ONE), currency) {
        fields.problem_within("tax.rate", problem);
    }
    Some(service)
}

fn filled_block(node: &Node) -> scalar::Read<String> {
    match scalar::block(node)? {
        blank if blank.trim().is_empty() => Err(String::from("This is empty.")),
        filled => Ok(filled),
    }
}
