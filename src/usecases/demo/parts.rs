//! The parts of a made-up invoice.

use chrono::{NaiveDate, TimeDelta};
use rust_decimal::Decimal;

use super::crowd;
use super::dice::Dice;
use crate::domain::ids::{ClientId, InvoiceId};
use crate::domain::invoice::{Invoice, InvoiceKind, InvoiceStatus, Line, TaxCategory};
use crate::domain::message::{Attempt, MessageState, Purpose};
use crate::domain::party::Client;
use crate::domain::policy::{Channel, Tone};
use crate::domain::totals::{self, LineInput};
use crate::exchange::document::{CoveredInvoice, MessageDocument};
use crate::failure::Result;

/// An invoice of a client without lines; a draft where it has no day of issue.
pub(super) fn blank(client: &Client, issued_on: Option<NaiveDate>) -> Invoice {
    Invoice {
        id: InvoiceId(0),
        kind: InvoiceKind::Invoice,
        status: match issued_on {
            Some(_) => InvoiceStatus::Issued,
            None => InvoiceStatus::Draft,
        },
        number: None,
        client: ClientId(0),
        client_key: client.key.clone(),
        client_name: client.name.clone(),
        currency: client.currency,
        issued_on,
        due_on: issued_on.map(|day| day + TimeDelta::days(client.terms_days)),
        terms_days: client.terms_days,
        supplied_on: None,
        supplied_until: None,
        purchase_order: String::new(),
        note: String::new(),
        language: client.language.clone(),
        discount_percent: Decimal::ZERO,
        lines: Vec::new(),
        taxes: Vec::new(),
        net: 0,
        tax: 0,
        gross: 0,
        paid: 0,
        credited: 0,
        credits: None,
        end_reason: String::new(),
        ended_on: None,
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
        invoice.lines.push(Line {
            description: crowd::work(dice),
            quantity: Decimal::new(i64::try_from(2 + dice.below(18)).unwrap_or(2) * 5, 1),
            unit: unit.to_owned(),
            unit_price: Decimal::from(price),
            discount_percent: Decimal::ZERO,
            category,
            rate,
            net: 0,
        });
    }
    let inputs: Vec<LineInput> = invoice.lines.iter().map(LineInput::from).collect();
    let sums = totals::compute(&inputs, Decimal::ZERO, invoice.currency)?;
    for (line, net) in invoice.lines.iter_mut().zip(sums.nets) {
        line.net = net;
    }
    invoice.taxes = sums.groups;
    (invoice.net, invoice.tax, invoice.gross) = (sums.net, sums.tax, sums.gross);
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
