//! What is known beside documents: rates of interest, talks, and looks at the bank account.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::Context;
use super::book::{no_invoice, twice};
use crate::domain::interest::{Rate, Series};
use crate::domain::talk::{TalkOutcome, Way};
use crate::exchange::document::TalkDocument;
use crate::exchange::fields::{Fields, Path, Report};
use crate::exchange::json::Node;
use crate::exchange::scalar;

/// Every rate that the user entered.
pub(super) fn rates(fields: &Fields<'_>, report: &Report) -> Vec<Rate> {
    let mut seen = BTreeSet::new();
    fields.each("rates", |node, path| {
        let rate = rate(node, path, report)?;
        let name = format!("{} {}", rate.series.word(), rate.from);
        if !seen.insert(name.clone()) {
            twice(report, path, "from", &name);
        }
        Some(rate)
    })
}

fn rate(node: &Node, path: &Path<'_>, report: &Report) -> Option<Rate> {
    let fields = Fields::open(node, path, &["series", "from", "rate", "source"], report)?;
    let series = fields.required("series", scalar::word(Series::ALL, Series::word));
    let from = fields.required("from", scalar::date);
    let percent = fields.required("rate", scalar::number);
    let source = fields.required("source", scalar::filled);
    let rate = Rate {
        series: series?,
        from: from?,
        rate: percent?,
        source: source?,
        own: true,
    };
    match rate.check() {
        Ok(()) => Some(rate),
        Err(failure) => {
            fields.problem_within("", failure.message());
            None
        }
    }
}

/// Every day through which the user has looked at the bank account.
pub(super) fn bank_checks(fields: &Fields<'_>, report: &Report) -> Vec<(NaiveDate, DateTime<Utc>)> {
    let mut seen = BTreeSet::new();
    fields.each("bank_checks", |node, path| {
        let fields = Fields::open(node, path, &["on", "at"], report)?;
        let on = fields.required("on", scalar::date)?;
        let at = at(&fields, on)?;
        if !seen.insert(on) {
            twice(report, path, "on", &on.to_string());
        }
        Some((on, at))
    })
}

/// An instant that may be missing: then the day begins.
fn at(fields: &Fields<'_>, on: NaiveDate) -> Option<DateTime<Utc>> {
    match fields.get("at") {
        Some(_) => fields.optional("at", scalar::instant),
        None => Some(on.and_time(NaiveTime::MIN).and_utc()),
    }
}

const TALK: &[&str] = &[
    "client",
    "invoices",
    "on",
    "at",
    "way",
    "outcome",
    "note",
    "promised_on",
];

/// A talk. `owners` says whose each number of the document is.
pub(super) fn talk(
    node: &Node,
    path: &Path<'_>,
    context: Context<'_>,
    owners: &BTreeMap<String, String>,
) -> Option<TalkDocument> {
    let fields = Fields::open(node, path, TALK, context.report)?;
    let client = fields.required("client", scalar::key);
    if let Some(key) = &client
        && !context.clients.contains_key(key)
    {
        fields.problem("client", format!("There is no client \"{key}\"."));
    }
    let mut seen = BTreeSet::new();
    let invoices = fields.each("invoices", |node, path| {
        let number = scalar::invoice_number(node);
        let number = number
            .map_err(|message| context.report.add(path, message))
            .ok()?;
        match owners.get(&number) {
            None => context.report.add(path, no_invoice(&number)),
            Some(owner) if Some(owner) != client.as_ref() => {
                let words = format!("Invoice {number} is of client \"{owner}\".");
                context.report.add(path, words);
            }
            Some(_) if !seen.insert(number.clone()) => {
                let words = format!("\"{number}\" is named twice.");
                context.report.add(path, words);
            }
            Some(_) => {}
        }
        Some(number)
    });
    let on = fields.required("on", scalar::date)?;
    let promised_on = fields.optional("promised_on", scalar::date);
    if promised_on.is_some_and(|promised| promised < on) {
        fields.problem("promised_on", "This is before the day of the talk.");
    }
    Some(TalkDocument {
        client: client?,
        invoices,
        on,
        at: at(&fields, on)?,
        way: fields
            .optional("way", scalar::word(Way::ALL, Way::word))
            .unwrap_or_default(),
        outcome: fields
            .optional("outcome", scalar::word(TalkOutcome::ALL, TalkOutcome::word))
            .unwrap_or_default(),
        note: fields.optional("note", scalar::block).unwrap_or_default(),
        promised_on,
    })
}
