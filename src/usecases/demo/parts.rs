//! The parts of a made-up invoice.

use chrono::{NaiveDate, TimeDelta};
use rust_decimal::Decimal;

use super::crowd;
use super::dice::Dice;
use crate::domain::invoice::{Invoice, InvoiceKind, InvoiceStatus, Line, TaxCategory};
use crate::domain::message::{Attempt, MessageState, Purpose};
use crate::domain::party::Client;
use crate::domain::policy::{Channel, Tone};
use crate::exchange::document::{CoveredInvoice, MessageDocument};
use crate::failure::Result;

/// An invoice of a client without lines; a draft where it has no day of issue.
pub(super) fn blank(client: &Client, issued_on: Option<NaiveDate>) -> Invoice {
    let blank = Invoice::draft(InvoiceKind::Invoice, client);
    let Some(day) = issued_on else {
        return blank;
    };
    Invoice {
        status: InvoiceStatus::Issued,
        issued_on: Some(day),
        due_on: Some(day + TimeDelta::days(client.terms_days)),
        ..blank
    }
}

/// Adds one to three lines, and the totals.
pub(super) fn add_lines(invoice: &mut Invoice, dice: &mut Dice) -> Result<()> {
    let (category, rate) = if invoice.language == "de" {
        (TaxCategory::Standard, Decimal::from(19))
    } else {
        (TaxCategory::OutOfScope, Decimal::ZERO)
    };
    for _ in 0..=dice.below(3) {
        let (unit, price) = dice.pick(&[("DAY", 640), ("HUR", 85), ("C62", 145)]);
        let quantity = Decimal::new(i64::try_from(2 + dice.below(18)).unwrap_or(2) * 5, 1);
        invoice.lines.push(Line::new(
            crowd::work(dice),
            quantity,
            unit,
            Decimal::from(price),
            (category, rate),
        ));
    }
    invoice.add_up()?;
    Ok(())
}

/// A reminder that went on the day of its stage.
pub(super) fn message(
    invoice: &Invoice,
    stage: &str,
    tone: Tone,
    days: i64,
    due_on: NaiveDate,
) -> MessageDocument {
    let number = invoice.number.clone().unwrap_or_default();
    let queued_on = due_on + TimeDelta::days(days);
    let queued_at = queued_on.and_hms_opt(9, 0, 0).unwrap_or_default().and_utc();
    let at = queued_at + TimeDelta::seconds(12);
    let reply = "250 2.0.0 Ok";
    MessageDocument {
        message_id: format!("<{number}.{stage}@studio.example>"),
        client: invoice.client_key.clone(),
        channel: Channel::Email,
        purpose: Purpose::Reminder,
        stage: stage.to_owned(),
        tone: Some(tone),
        to: vec![format!("ap@{}.example", invoice.client_key)],
        subject: format!("Invoice {number}"),
        body: format!("Invoice {number} was due on {due_on} and is still open.\n"),
        state: MessageState::Accepted,
        why: reply.to_owned(),
        queued_on,
        queued_at,
        settled_at: at,
        about: Vec::new(),
        invoices: vec![CoveredInvoice {
            number,
            stage: stage.to_owned(),
            tone,
            days,
            open: Some(invoice.money(invoice.gross)),
        }],
        attempts: vec![Attempt {
            at,
            outcome: "accepted".to_owned(),
            step: "confirmation".to_owned(),
            reply: reply.to_owned(),
        }],
    }
}
