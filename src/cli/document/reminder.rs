//! Reminders: what would go, what waits and why; and holds.

use chrono::NaiveDate;
use serde::Serialize;

use super::{day, said};
use crate::domain::message::{Address, Purpose};
use crate::domain::party::Hold;
use crate::domain::policy::Tone;
use crate::domain::views::{Check, CheckLevel, Prepared, ReminderInvoice, ReminderRow, Turn};
use crate::usecases::interest::Accrued;

/// `reminder list`, `reminder simulate`.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct RemindersDocument<'a> {
    pub(in crate::cli) reminders: Vec<ReminderDocument<'a>>,
}

/// A message that would go, or one invoice that waits or rests.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct ReminderDocument<'a> {
    /// The day that it would go; nothing for one that rests.
    on: Option<String>,
    client: &'a str,
    channel: &'static str,
    #[serde(skip_serializing_if = "is_reminder")]
    about: &'static str,
    stage: Option<&'a str>,
    tone: Option<&'static str>,
    due_on: Option<String>,
    invoices: Vec<CoveredDocument<'a>>,
    to: &'a [String],
    subject: &'a str,
    state: &'static str,
    why: &'a str,
    hold: Option<i64>,
    message: Option<i64>,
}

/// An invoice that a reminder covers.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct CoveredDocument<'a> {
    number: &'a str,
    currency: &'static str,
    open: String,
    days_late: i64,
}

/// A hold.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct HoldDocument<'a> {
    id: i64,
    client: Option<&'a str>,
    invoice: Option<&'a str>,
    kind: &'static str,
    until: Option<String>,
    reason: &'a str,
    set_on: String,
}

/// `reminder show`: a reminder as it would go.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct PreparedDocument<'a> {
    client: &'a str,
    channel: &'static str,
    #[serde(skip_serializing_if = "is_reminder")]
    about: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tone: Option<&'static str>,
    invoices: Vec<CoveredDocument<'a>>,
    from: &'a str,
    to: Vec<&'a str>,
    cc: Vec<&'a str>,
    bcc: Vec<&'a str>,
    subject: &'a str,
    body: &'a str,
    transport: &'a str,
    interest: Vec<OwedDocument<'a>>,
    checks: Vec<CheckDocument<'a>>,
}

/// What a client owes for paying one invoice late.
#[derive(Debug, Serialize)]
struct OwedDocument<'a> {
    number: &'a str,
    #[serde(flatten)]
    interest: super::InterestDocument,
}

#[derive(Debug, Serialize)]
struct CheckDocument<'a> {
    level: &'static str,
    text: &'a str,
}

impl<'a> PreparedDocument<'a> {
    /// Of a reminder, with the interest on each of its invoices, in their order.
    pub(in crate::cli) fn new(prepared: &'a Prepared, interest: &[Accrued]) -> Self {
        let owed = |(invoice, accrued): (&'a ReminderInvoice, &Accrued)| {
            Some(OwedDocument {
                number: &invoice.number,
                interest: super::interest_document(accrued.claim.as_ref()?),
            })
        };
        let emails = |list: &'a [Address]| list.iter().map(|one| one.email.as_str()).collect();
        let check = |check: &'a Check| CheckDocument {
            level: level_word(check.level),
            text: &check.text,
        };
        Self {
            client: &prepared.client_key,
            channel: prepared.channel.word(),
            about: prepared.about.purpose().word(),
            stage: said(&prepared.stage),
            tone: prepared.tone.map(Tone::word),
            invoices: prepared.invoices.iter().map(covered).collect(),
            from: &prepared.from.email,
            to: emails(&prepared.to),
            cc: emails(&prepared.cc),
            bcc: emails(&prepared.bcc),
            subject: &prepared.subject,
            body: &prepared.body,
            transport: &prepared.transport,
            interest: prepared
                .invoices
                .iter()
                .zip(interest)
                .filter_map(owed)
                .collect(),
            checks: prepared.checks.iter().map(check).collect(),
        }
    }
}

fn is_reminder(word: &str) -> bool {
    word == Purpose::Reminder.word()
}

/// The word of how a check came out.
pub(in crate::cli) const fn level_word(level: CheckLevel) -> &'static str {
    match level {
        CheckLevel::Good => "good",
        CheckLevel::Warning => "warning",
        CheckLevel::Bad => "bad",
    }
}

/// The document of a row of the queue, on a day.
pub(in crate::cli) fn reminder_document(
    row: &ReminderRow,
    today: NaiveDate,
) -> ReminderDocument<'_> {
    let (state, on) = match row.turn {
        Turn::Due => ("due", Some(today)),
        Turn::Later(on) => ("later", Some(on)),
        Turn::Blocked => ("blocked", None),
    };
    ReminderDocument {
        on: on.map(day),
        client: &row.client_key,
        channel: row.ways.word(),
        about: row.about.purpose().word(),
        stage: said(&row.stage),
        tone: row.tone.map(Tone::word),
        due_on: row.due_on.map(day),
        invoices: row.invoices.iter().map(covered).collect(),
        to: &row.to,
        subject: &row.subject,
        state,
        why: &row.why,
        hold: row.hold.map(|id| id.0),
        message: row.message.map(|id| id.0),
    }
}

/// The document of an invoice in a reminder.
pub(in crate::cli) fn covered(invoice: &ReminderInvoice) -> CoveredDocument<'_> {
    CoveredDocument {
        number: &invoice.number,
        currency: invoice.open.currency().code(),
        open: invoice.open.plain(),
        days_late: invoice.days_late,
    }
}

/// The document of a hold on a client or an invoice.
pub(in crate::cli) fn hold_document<'a>(
    hold: &'a Hold,
    client: Option<&'a str>,
    invoice: Option<&'a str>,
) -> HoldDocument<'a> {
    HoldDocument {
        id: hold.id.0,
        client,
        invoice,
        kind: hold.kind.word(),
        until: hold.until.map(day),
        reason: &hold.reason,
        set_on: day(hold.set_on),
    }
}
