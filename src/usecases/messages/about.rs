//! What thanks, a statement and an invoice have to say.

use chrono::Days;

use super::draft::Material;
use super::require_email;
use crate::domain::clock::Now;
use crate::domain::ids::{ClientId, InvoiceId};
use crate::domain::invoice::{Invoice, InvoiceKind, InvoiceStatus};
use crate::domain::message::Purpose;
use crate::domain::money::Money;
use crate::domain::policy::Channel;
use crate::domain::reminder::{THANKS_DAYS, may_thank};
use crate::domain::views::About;
use crate::domain::wording::{LetterInvoice, LetterPayment};
use crate::failure::{Failure, Result};
use crate::store::View;
use crate::usecases::reminders::letter::in_letter;

/// A statement of a client with nothing open tells the payments of so many days.
const STATEMENT_DAYS: u64 = 90;

/// What a message is about, ready to be written.
///
/// # Errors
/// Refused, when there is nothing to say, the invoice is another client's, or the channel does not
/// carry it. A reminder is the planner's.
pub(in crate::usecases) fn material(
    view: &View<'_>,
    now: Now,
    client: ClientId,
    channel: Channel,
    about: About,
) -> Result<Material> {
    match about {
        About::Reminder => Err(Failure::refused("A reminder is written when it is due.")
            .hint("`payme reminder list` shows what is due")),
        About::ThankYou(invoice) => thanks(view, now, client, channel, invoice),
        About::Statement => {
            require_email(channel, "A statement of account")?;
            statement(view, now, client, channel)
        }
        About::Invoice(invoice) => {
            require_email(channel, "An invoice")?;
            bill(view, now, client, channel, invoice)
        }
    }
}

fn of_client(view: &View<'_>, client: ClientId, invoice: InvoiceId) -> Result<Invoice> {
    let found = view.invoice(invoice)?;
    if found.client == client {
        return Ok(found);
    }
    Err(Failure::refused(format!(
        "Invoice {} is of the client \"{}\".",
        found.reference(),
        found.client_key
    )))
}

fn thanks(
    view: &View<'_>,
    now: Now,
    client: ClientId,
    channel: Channel,
    id: InvoiceId,
) -> Result<Material> {
    let invoice = of_client(view, client, id)?;
    let number = invoice.reference();
    let Some(payment) = view.settled_by(id)? else {
        return Err(Failure::refused(format!(
            "No payment has settled invoice {number} in full, so there is nothing to give thanks for."
        ))
        .hint("record the payment first"));
    };
    if !may_thank(payment.paid_on, now.today) {
        return Err(Failure::refused(format!(
            "Invoice {number} was paid on {}: thanks are given within {THANKS_DAYS} days.",
            payment.paid_on
        ))
        .hint("write to the client yourself"));
    }
    let since = now.today - Days::new(THANKS_DAYS.unsigned_abs());
    if let Some(message) = view.stray_thanks(client, since)? {
        return Err(Failure::refused(format!(
            "Message {message} thanked the client within {THANKS_DAYS} days, and the book no longer \
             says for which invoice."
        ))
        .hint("look at its words in the outbox, then write to the client yourself"));
    }
    let letter = LetterInvoice {
        // Nothing is left to pay, also where a few cents are too much.
        open: Money::zero(invoice.currency),
        ..in_letter(view, &invoice, now.today)?
    };
    Ok(Material {
        covers: vec![(id, String::new(), Money::zero(invoice.currency))],
        invoices: vec![letter],
        paid: Some((payment.amount, payment.paid_on)),
        ..Material::new(view.client(client)?, channel, Purpose::ThankYou)
    })
}

fn statement(view: &View<'_>, now: Now, client: ClientId, channel: Channel) -> Result<Material> {
    let mut covers = Vec::new();
    let mut invoices = Vec::new();
    for id in view.open_invoices_of(client)? {
        let invoice = view.invoice(id)?;
        covers.push((id, String::new(), invoice.money(invoice.standing().open())));
        invoices.push(in_letter(view, &invoice, now.today)?);
    }
    let since = invoices.iter().map(|one| one.issued_on).min();
    let since = since.unwrap_or(now.today - Days::new(STATEMENT_DAYS));
    let payments: Vec<LetterPayment> = view
        .payments_since(client, since)?
        .into_iter()
        .map(|(on, amount, number)| LetterPayment { on, amount, number })
        .collect();
    if covers.is_empty() && payments.is_empty() {
        let name = view.client(client)?.name;
        return Err(Failure::refused(format!(
            "There is nothing to state to {name}: no invoice is open, and no payment came in the \
             last {STATEMENT_DAYS} days."
        )));
    }
    Ok(Material {
        covers,
        invoices,
        payments: Some((since, payments)),
        ..Material::new(view.client(client)?, channel, Purpose::Statement)
    })
}

fn bill(
    view: &View<'_>,
    now: Now,
    client: ClientId,
    channel: Channel,
    id: InvoiceId,
) -> Result<Material> {
    let invoice = of_client(view, client, id)?;
    let number = invoice.reference();
    match invoice.kind {
        InvoiceKind::Invoice | InvoiceKind::Deposit => {}
        InvoiceKind::CreditNote | InvoiceKind::Quote | InvoiceKind::Recurring => {
            return Err(Failure::refused(format!(
                "{number} is a {}; only invoices and deposit invoices are sent.",
                invoice.kind.name()
            )));
        }
    }
    match invoice.status {
        InvoiceStatus::Issued => {}
        InvoiceStatus::Draft => {
            return Err(Failure::refused(format!("Invoice {number} is a draft."))
                .hint(format!("issue it first: `payme invoice issue {number}`")));
        }
        InvoiceStatus::Voided | InvoiceStatus::WrittenOff => {
            return Err(Failure::refused(format!(
                "Invoice {number} is no longer owed, so it is not sent."
            )));
        }
    }
    let open = invoice.money(invoice.standing().open());
    Ok(Material {
        covers: vec![(id, String::new(), open)],
        invoices: vec![in_letter(view, &invoice, now.today)?],
        document: Some(invoice),
        ..Material::new(view.client(client)?, channel, Purpose::Invoice)
    })
}
