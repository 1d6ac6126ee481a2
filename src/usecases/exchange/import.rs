//! A document into the book: all of it or nothing.

use std::collections::HashMap;

use chrono::TimeDelta;

use super::standing::Differences;
use crate::domain::clock::Now;
use crate::domain::ids::{ClientId, HoldId, InvoiceId};
use crate::domain::invoice::{Invoice, InvoiceKind, InvoiceStatus, PaymentKind};
use crate::domain::money::Money;
use crate::domain::party::{Client, Hold, HoldTarget, Profile};
use crate::domain::policy;
use crate::domain::views::NewPayment;
use crate::domain::wording::{self, Template};
use crate::exchange::document::{
    CoveredInvoice, HoldDocument, HoldOn, InvoiceDocument, MessageDocument,
};
use crate::exchange::{BookDocument, Problem, Problems, client_json, profile_json};
use crate::failure::{Failure, Result};
use crate::store::{Book, NewMessage, NewReminder, PastMessage, Skip, Tx, Undo, View};

/// What an import brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Clients.
    pub clients: usize,
    /// Invoices and credit notes.
    pub invoices: usize,
    /// Payments.
    pub payments: usize,
    /// Messages.
    pub messages: usize,
    /// What was replaced in the book, in words ("the profile", "the policy standard"); always empty
    /// in a book that has clients.
    pub replaced: Vec<String>,
}

/// Brings a document into the book: all of it or nothing.
///
/// # Errors
/// Refused, naming each place, when a policy breaks a rule, a template cannot be rendered, clients'
/// keys, invoices' numbers or Message-IDs are taken in the book, or a book that has clients says
/// something else in its profile, a policy or a template.
pub fn import(book: &mut Book, now: Now, document: &BookDocument) -> Result<ImportReport> {
    if let Some(unusable) = unusable(document) {
        return Err(unusable.into());
    }
    if let Some(taken) = taken(&book.view(), document)? {
        return Err(taken.into());
    }
    let replaced = Differences::find(&book.view(), document)?.into_words();
    book.change(now, Undo::Bulk, |tx| {
        let mut report = fill(tx, now, document)?;
        let mut line = format!(
            "Imported {} clients, {} invoices and {} payments",
            report.clients, report.invoices, report.payments
        );
        if !replaced.is_empty() {
            line = format!("{line}, and replaced {}", replaced.join(", "));
        }
        report.replaced = replaced;
        Ok((report, line))
    })
}

/// Brings in one document that another system issued; answers it.
///
/// # Errors
/// Refused, when its number is taken, or what it names is not there.
pub(in crate::usecases) fn add_one(
    book: &mut Book,
    now: Now,
    document: &InvoiceDocument,
) -> Result<Invoice> {
    let whole = BookDocument {
        invoices: vec![document.clone()],
        ..BookDocument::default()
    };
    if let Some(taken) = taken(&book.view(), &whole)? {
        return Err(taken.into());
    }
    book.change(now, Undo::Bulk, |tx| {
        fill(tx, now, &whole)?;
        let number = document.invoice.reference();
        let line = format!("Brought in the {} {number}", document.invoice.kind.name());
        Ok((tx.invoice(tx.invoice_id(&number)?)?, line))
    })
}

/// Writes a document within a change, without looking first whether it fits.
pub(in crate::usecases) fn fill(
    tx: &Tx<'_>,
    now: Now,
    document: &BookDocument,
) -> Result<ImportReport> {
    Import { tx, now }.all(document)
}

/// Policies that break a rule, and templates that cannot be rendered.
fn unusable(document: &BookDocument) -> Option<Problems> {
    let mut problems = Vec::new();
    for (place, one) in document.policies.iter().enumerate() {
        if let Err(failure) = policy::check(one) {
            let (path, message) = (format!("policies[{place}]"), failure.message().to_owned());
            problems.push(Problem { path, message });
        }
    }
    for (place, one) in document.templates.iter().enumerate() {
        if let Err(failure) = wording::check(&Template::from(one.clone())) {
            let (path, message) = (format!("templates[{place}]"), failure.message().to_owned());
            problems.push(Problem { path, message });
        }
    }
    Problems::from_list(problems)
}

/// What the document has and the book has already, or otherwise.
fn taken(view: &View<'_>, document: &BookDocument) -> Result<Option<Problems>> {
    let mut problems = if view.client_count()? > 0 {
        Differences::find(view, document)?.into_problems()
    } else {
        Vec::new()
    };
    let mut note = |path: String, what: String| {
        let message = format!("{what} is in the book already.");
        problems.push(Problem { path, message });
    };
    for (place, client) in document.clients.iter().enumerate() {
        if view.client_id(&client.key).is_ok() {
            note(
                format!("clients[{place}].key"),
                format!("Client \"{}\"", client.key),
            );
        }
    }
    for (place, one) in document.invoices.iter().enumerate() {
        if let Some(number) = &one.invoice.number
            && view.has_number(number)?
        {
            note(
                format!("invoices[{place}].number"),
                format!("Invoice {number}"),
            );
        }
    }
    for (place, message) in document.messages.iter().enumerate() {
        if view.has_message_id(&message.message_id)? {
            note(
                format!("messages[{place}].message_id"),
                format!("Message {}", message.message_id),
            );
        }
    }
    Ok(Problems::from_list(problems))
}

struct Import<'a, 'b> {
    tx: &'a Tx<'b>,
    now: Now,
}

/// When a document comes in. A credit note names the invoice that it takes back, so that one comes
/// first; drafts come last and in their order, by which an export lists them.
#[derive(Clone, Copy)]
enum Turn {
    Invoice,
    CreditNote,
    Draft,
}

impl Turn {
    fn of(self, one: &InvoiceDocument) -> bool {
        let draft = one.invoice.status == InvoiceStatus::Draft;
        match self {
            Self::Invoice => !draft && one.invoice.kind != InvoiceKind::CreditNote,
            Self::CreditNote => !draft && one.invoice.kind == InvoiceKind::CreditNote,
            Self::Draft => draft,
        }
    }
}

impl Import<'_, '_> {
    fn all(&self, document: &BookDocument) -> Result<ImportReport> {
        if let Some(profile) = &document.profile {
            self.tx.set_profile(profile)?;
        }
        document
            .policies
            .iter()
            .try_for_each(|policy| self.tx.set_policy(policy))?;
        document
            .templates
            .iter()
            .try_for_each(|template| self.tx.set_template(template))?;
        let mut clients = HashMap::new();
        for client in &document.clients {
            clients.insert(
                client.key.clone(),
                (self.tx.add_client(client)?, client.clone()),
            );
        }
        let profile = self.tx.profile()?;
        let mut report = ImportReport {
            clients: document.clients.len(),
            invoices: document.invoices.len(),
            messages: document.messages.len(),
            payments: 0,
            replaced: Vec::new(),
        };
        for turn in [Turn::Invoice, Turn::CreditNote, Turn::Draft] {
            for one in document.invoices.iter().filter(|one| turn.of(one)) {
                report.payments += self.invoice(one, &profile, &mut clients)?;
            }
        }
        document.holds.iter().try_for_each(|hold| self.hold(hold))?;
        document
            .messages
            .iter()
            .try_for_each(|message| self.message(message))?;
        Ok(report)
    }

    fn invoice(
        &self,
        document: &InvoiceDocument,
        profile: &Profile,
        clients: &mut HashMap<String, (ClientId, Client)>,
    ) -> Result<usize> {
        let key = &document.invoice.client_key;
        if !clients.contains_key(key) {
            let id = self.tx.client_id(key)?;
            clients.insert(key.clone(), (id, self.tx.client(id)?));
        }
        let Some((id, client)) = clients.get(key) else {
            return Err(Failure::refused(format!("There is no client \"{key}\".")));
        };
        let mut invoice = document.invoice.clone();
        invoice.client = *id;
        let (mut seller, mut buyer) = (String::new(), String::new());
        if invoice.status != InvoiceStatus::Draft {
            seller = profile_json(document.seller.as_ref().unwrap_or(profile))?;
            buyer = client_json(document.buyer.as_ref().unwrap_or(client))?;
        }
        let id = self.tx.add_invoice(&invoice, &seller, &buyer)?;
        for payment in &document.payments {
            let new = NewPayment {
                invoice: id,
                amount: payment.amount,
                paid_on: payment.paid_on,
                method: payment.method.clone(),
                note: payment.note.clone(),
                fee: Money::zero(payment.amount.currency()),
                overpay: true,
            };
            self.tx.add_payment(&new, PaymentKind::Payment, None)?;
        }
        for skipped in &document.skipped {
            let skip = Skip {
                stage: skipped.stage.clone(),
                tone: skipped.tone,
                days: skipped.days,
                channel: skipped.channel,
                on: skipped.on,
            };
            self.tx.add_past_skip(id, &skip)?;
        }
        Ok(document.payments.len())
    }

    fn hold(&self, document: &HoldDocument) -> Result<()> {
        let target = match &document.on {
            HoldOn::Client(key) => HoldTarget::Client(self.tx.client_id(key)?),
            HoldOn::Invoice(number) => HoldTarget::Invoice(self.tx.invoice_id(number)?),
        };
        let hold = Hold {
            id: HoldId(0),
            target,
            kind: document.kind,
            until: document.until,
            reason: document.reason.clone(),
            set_on: document.set_on,
        };
        self.tx.add_past_hold(&hold, document.lifted_on)
    }

    fn message(&self, document: &MessageDocument) -> Result<()> {
        let client = self.tx.client_id(&document.client)?;
        let reminder = |covered: &CoveredInvoice| -> Result<NewReminder> {
            let invoice: InvoiceId = self.tx.invoice_id(&covered.number)?;
            Ok(NewReminder {
                invoice,
                stage: covered.stage.clone(),
                tone: covered.tone,
                days: covered.days,
                open: covered.open.map_or(0, Money::minor),
            })
        };
        let message = NewMessage {
            message_id: document.message_id.clone(),
            client,
            channel: document.channel,
            purpose: document.purpose,
            stage: document.stage.clone(),
            tone: document.tone,
            language: self.tx.client(client)?.language,
            recipients: document.to.clone(),
            envelope_from: String::new(),
            envelope_to: Vec::new(),
            subject: document.subject.clone(),
            body: document.body.clone(),
            bytes: Vec::new(),
            due_at: document.queued_at,
            give_up_at: self.now.at - TimeDelta::days(1),
            reminders: document
                .invoices
                .iter()
                .map(reminder)
                .collect::<Result<_>>()?,
        };
        self.tx.add_past_message(&PastMessage {
            message,
            state: document.state,
            why: document.why.clone(),
            queued_on: document.queued_on,
            queued_at: document.queued_at,
            settled_at: document.settled_at,
            attempts: document.attempts.clone(),
        })?;
        Ok(())
    }
}
