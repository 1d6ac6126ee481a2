//! Templates: when they come again, and the words in their texts that stand for a day.

use crate::domain::invoice::{Invoice, InvoiceKind};
use crate::domain::recurrence::Recurrence;
use crate::domain::schedule::{Every, Schedule};
use crate::exchange::fields::{Fields, Path, Report};
use crate::exchange::json::Node;
use crate::exchange::scalar;

const SCHEDULE: &[&str] = &[
    "every",
    "first_on",
    "next_on",
    "until_on",
    "automatic",
    "paused",
];

/// The schedule of a recurring invoice. What its texts hold is looked at when it makes a draft: a
/// template is kept as it stands, as every draft is.
pub(super) fn schedule(
    fields: &Fields<'_>,
    invoice: &Invoice,
    path: &Path<'_>,
    report: &Report,
) -> Option<Recurrence> {
    let node = fields.get("schedule");
    if invoice.kind != InvoiceKind::Recurring {
        if node.is_some() {
            fields.problem("schedule", "Only a recurring invoice comes again.");
        }
        return None;
    }
    node.and_then(|node| read(node, &Path::Field(path, "schedule"), report))
}

fn read(node: &Node, path: &Path<'_>, report: &Report) -> Option<Recurrence> {
    let fields = Fields::open(node, path, SCHEDULE, report)?;
    let every = fields.required("every", |node| {
        Every::parse(&scalar::text(node)?).map_err(|failure| failure.message().to_owned())
    });
    let first_on = fields.required("first_on", scalar::date);
    let next_on = match fields.get("next_on") {
        Some(_) => fields.optional("next_on", scalar::date),
        None => first_on,
    };
    let until_on = match fields.get("until_on") {
        Some(_) => Some(fields.optional("until_on", scalar::date)?),
        None => None,
    };
    let automatic = fields.optional("automatic", scalar::flag).unwrap_or(false);
    let paused = fields.optional("paused", scalar::flag).unwrap_or(false);
    let recurrence = Recurrence {
        schedule: Schedule {
            every: every?,
            first_on: first_on?,
            until_on,
        },
        next_on: next_on?,
        automatic,
        paused,
    };
    match recurrence.check() {
        Ok(()) => Some(recurrence),
        Err(failure) => {
            fields.problem_within("", failure.message());
            None
        }
    }
}
