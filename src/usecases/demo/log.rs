//! The journal of the demo year: what its data says was done, in the words in which it is noted
//! when it is done.

use chrono::{NaiveDate, NaiveTime};

use crate::domain::clock::Now;
use crate::domain::message::MessageState;
use crate::exchange::BookDocument;
use crate::exchange::document::{HoldOn, MessageDocument};

/// A moment and what was done then.
pub(super) type Line = (Now, String);

/// Every line, oldest first.
pub(super) fn lines(document: &BookDocument) -> Vec<Line> {
    let mut lines = Vec::new();
    for one in &document.invoices {
        let invoice = &one.invoice;
        let Some((number, issued_on)) = invoice.number.as_ref().zip(invoice.issued_on) else {
            continue;
        };
        let name = name_of(document, &invoice.client_key);
        let what = if invoice.credits.is_some() {
            "credit note"
        } else {
            "invoice"
        };
        lines.push(at(
            issued_on,
            14,
            format!("Issued {what} {number} to {name}"),
        ));
        for payment in &one.payments {
            let text = format!("Payment {} for {number}", payment.amount);
            lines.push(at(payment.paid_on, 8, text));
        }
        if let Some(ended_on) = invoice.ended_on {
            let end = invoice.status.word().replace('_', " ");
            let text = format!("Invoice {number} {end}: {}", invoice.end_reason);
            lines.push(at(ended_on, 15, text));
        }
    }
    for hold in &document.holds {
        let on = match &hold.on {
            HoldOn::Client(key) => name_of(document, key),
            HoldOn::Invoice(number) => number,
        };
        let until = hold.until.map(|day| format!(" until {day}"));
        let until = until.unwrap_or_default();
        let (reason, kind) = (&hold.reason, hold.kind.word());
        let text = format!("Hold on {on}{until}: {reason} ({kind})");
        lines.push(at(hold.set_on, 11, text));
        if let Some(lifted_on) = hold.lifted_on {
            lines.push(at(lifted_on, 11, format!("Lifted the hold on {on}")));
        }
    }
    lines.extend(
        document
            .messages
            .iter()
            .map(|message| sent(document, message)),
    );
    lines.sort_by_key(|(now, _)| now.at);
    lines
}

fn at(today: NaiveDate, hour: u32, text: String) -> Line {
    let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    let at = today.and_time(time).and_utc();
    (Now { today, at }, text)
}

fn name_of<'a>(document: &'a BookDocument, key: &'a str) -> &'a str {
    let mut clients = document.clients.iter();
    let found = clients.find(|client| client.key == key);
    found.map_or(key, |client| client.name.as_str())
}

fn sent(document: &BookDocument, message: &MessageDocument) -> Line {
    let verb = match message.state {
        MessageState::Accepted => "Sent",
        MessageState::Refused => "Refused by the server:",
        MessageState::Unknown => "Outcome unknown:",
        MessageState::Cancelled => "Took back",
        MessageState::Queued
        | MessageState::Sending
        | MessageState::InDoubt
        | MessageState::Expired => "Did not send",
    };
    let numbers: Vec<&str> = message
        .invoices
        .iter()
        .map(|one| one.number.as_str())
        .collect();
    let now = Now {
        today: message.queued_on,
        at: message.settled_at,
    };
    let text = format!(
        "{verb} the {} reminder to {} ({})",
        message.stage,
        name_of(document, &message.client),
        numbers.join(", ")
    );
    (now, text)
}
