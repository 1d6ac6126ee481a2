//! A document into the book: all of it or nothing.

use std::collections::HashMap;

use chrono::TimeDelta;

use super::fits;
use super::standing::Differences;
use crate::domain::clock::Now;
use crate::domain::ids::{ClientId, HoldId, InvoiceId};
use crate::domain::invoice::{Invoice, InvoiceStatus};
use crate::domain::money::Money;
use crate::domain::number;
use crate::domain::party::{Client, Hold, HoldTarget, Profile};
use crate::domain::talk::NewTalk;
use crate::domain::views::NewPayment;
use crate::exchange::document::{
    CoveredInvoice, HoldDocument, HoldOn, InvoiceDocument, MessageDocument, TalkDocument,
};
use crate::exchange::{BookDocument, client_json, order, profile_json};
use crate::failure::{Failure, Result};
use crate::store::{Book, NewMessage, NewReminder, PastMessage, Skip, Tx, Undo};

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
/// keys, invoices' numbers or Message-IDs are taken in the book, a name leads nowhere, or a book that
/// has clients says
/// something else in its profile, a policy or a template.
pub fn import(book: &mut Book, now: Now, document: &BookDocument) -> Result<ImportReport> {
    if let Some(unusable) = fits::unusable(document) {
        return Err(unusable.into());
    }
    if let Some(taken) = fits::taken(&book.view(), document)? {
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
    if let Some(taken) = fits::taken(&book.view(), &whole)? {
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

/// What a document was made from, as the book names it.
fn source_of(
    document: &InvoiceDocument,
    drafts: &HashMap<&str, InvoiceId>,
) -> Result<Option<String>> {
    let Some(name) = &document.invoice.source else {
        return Ok(None);
    };
    if !name.starts_with(number::DRAFT) {
        return Ok(Some(name.clone()));
    }
    match drafts.get(name.as_str()) {
        Some(id) => Ok(Some(format!("{}{id}", number::DRAFT))),
        None => Err(Failure::refused(format!(
            "No draft of the document has the ref \"{name}\"."
        ))),
    }
}

/// Whether a document says something about another one.
fn names_others(document: &InvoiceDocument) -> bool {
    let invoice = &document.invoice;
    let deducts = invoice.lines.iter().any(|line| line.deducts.is_some());
    deducts || invoice.source.is_some() || invoice.credits.is_some()
}

struct Import<'a, 'b> {
    tx: &'a Tx<'b>,
    now: Now,
}

/// The drafts of the document that have a row by now.
#[derive(Default)]
struct Drafts<'a> {
    /// By the name that the document gives them.
    ids: HashMap<&'a str, InvoiceId>,
    /// Those whose names of others are still to be written.
    open: Vec<(InvoiceId, &'a InvoiceDocument)>,
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
        self.series(document)?;
        self.services(document)?;
        for words in &document.texts {
            self.tx.set_text(words.kind, words.language, &words.body)?;
        }
        document
            .rates
            .iter()
            .try_for_each(|rate| self.tx.set_own_rate(rate))?;
        let mut clients = HashMap::new();
        for client in &document.clients {
            clients.insert(
                client.key.clone(),
                (self.tx.add_client(client)?, client.clone()),
            );
        }
        document
            .templates
            .iter()
            .try_for_each(|template| self.tx.set_template(template))?;
        let profile = self.tx.profile()?;
        let mut report = ImportReport {
            clients: document.clients.len(),
            invoices: document.invoices.len(),
            messages: document.messages.len(),
            payments: 0,
            replaced: Vec::new(),
        };
        self.invoices(&document.invoices, &profile, &mut clients)?;
        for one in &document.invoices {
            report.payments += self.payments(one)?;
        }
        document.holds.iter().try_for_each(|hold| self.hold(hold))?;
        document.talks.iter().try_for_each(|talk| self.talk(talk))?;
        for (on, at) in &document.bank_checks {
            self.tx.add_past_bank_check(*on, *at)?;
        }
        document
            .messages
            .iter()
            .try_for_each(|message| self.message(message))?;
        Ok(report)
    }

    /// Everything that was issued comes after what it names; drafts come in the order of the document,
    /// by which an export lists them, and mostly last: first only where something that was issued was
    /// made from one. What drafts say about others is written when all are there.
    fn invoices(
        &self,
        list: &[InvoiceDocument],
        profile: &Profile,
        clients: &mut HashMap<String, (ClientId, Client)>,
    ) -> Result<()> {
        let is_draft = |one: &InvoiceDocument| one.invoice.status == InvoiceStatus::Draft;
        let names_draft = |one: &InvoiceDocument| {
            let source = one.invoice.source.as_deref();
            source.is_some_and(|name| name.starts_with(number::DRAFT))
        };
        let order = order::order(list).map_err(|_circles| {
            Failure::refused("Documents of the file were made from each other in a circle.")
                .hint("take one `source` out of it")
        })?;
        let issued: Vec<&InvoiceDocument> = order
            .into_iter()
            .filter_map(|index| list.get(index))
            .filter(|one| !is_draft(one))
            .collect();
        let drafts: Vec<&InvoiceDocument> = list.iter().filter(|one| is_draft(one)).collect();
        let turns = if issued.iter().any(|one| names_draft(one)) {
            [drafts, issued]
        } else {
            [issued, drafts]
        };
        let mut known = Drafts::default();
        for one in turns.into_iter().flatten() {
            self.invoice(one, profile, clients, &mut known)?;
        }
        for (id, one) in &known.open {
            let mut invoice = one.invoice.clone();
            invoice.source = source_of(one, &known.ids)?;
            self.tx.link_draft(*id, &invoice)?;
        }
        Ok(())
    }

    fn invoice<'d>(
        &self,
        document: &'d InvoiceDocument,
        profile: &Profile,
        clients: &mut HashMap<String, (ClientId, Client)>,
        drafts: &mut Drafts<'d>,
    ) -> Result<()> {
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
        if invoice.status == InvoiceStatus::Draft {
            (invoice.source, invoice.credits) = (None, None);
            for line in &mut invoice.lines {
                line.deducts = None;
            }
        } else {
            invoice.source = source_of(document, &drafts.ids)?;
            seller = profile_json(document.seller.as_ref().unwrap_or(profile))?;
            buyer = client_json(document.buyer.as_ref().unwrap_or(client))?;
        }
        let id = self.tx.add_invoice(&invoice, &seller, &buyer)?;
        if let Some(schedule) = &document.schedule {
            self.tx.set_schedule(id, schedule)?;
        }
        if let Some(name) = &document.name {
            drafts.ids.insert(name, id);
        }
        if names_others(document) && invoice.status == InvoiceStatus::Draft {
            drafts.open.push((id, document));
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
        Ok(())
    }

    /// Adds the payments of an invoice; a transfer names another, so all invoices are there by now.
    fn payments(&self, document: &InvoiceDocument) -> Result<usize> {
        let (Some(number), false) = (&document.invoice.number, document.payments.is_empty()) else {
            return Ok(0);
        };
        let invoice = self.tx.invoice_id(number)?;
        for payment in &document.payments {
            let new = NewPayment {
                invoice,
                amount: payment.amount,
                paid_on: payment.paid_on,
                method: payment.method.clone(),
                note: payment.note.clone(),
                fee: payment.fee,
                overpay: true,
            };
            let other = payment.other.as_deref();
            let other = other.map(|number| self.tx.invoice_id(number)).transpose()?;
            self.tx.add_payment(&new, payment.kind, other)?;
        }
        Ok(document.payments.len())
    }

    /// In a book without documents, the series of the file take the place of those that are there.
    fn series(&self, document: &BookDocument) -> Result<()> {
        let present = self.tx.series_list()?;
        for one in &document.series {
            self.tx.set_series(&one.series)?;
        }
        for one in &document.series {
            for kind in &one.kinds {
                self.tx.set_usual_series(*kind, &one.series.key)?;
            }
        }
        if document.series.is_empty() || self.tx.has_documents()? {
            return Ok(());
        }
        for old in present {
            let told = document.series.iter().any(|one| one.series.key == old.key);
            if !told && self.tx.kinds_of_series(&old.key)?.is_empty() {
                self.tx.remove_series(&old.key)?;
            }
        }
        Ok(())
    }

    /// One that is there already, the same, is left alone.
    fn services(&self, document: &BookDocument) -> Result<()> {
        for service in &document.services {
            let present = self
                .tx
                .service_named(&service.description, service.currency)?;
            if present.is_none() {
                self.tx.add_service(service)?;
            }
        }
        Ok(())
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

    fn talk(&self, document: &TalkDocument) -> Result<()> {
        let numbers = document.invoices.iter();
        let talk = NewTalk {
            client: self.tx.client_id(&document.client)?,
            invoices: numbers
                .map(|number| self.tx.invoice_id(number))
                .collect::<Result<_>>()?,
            on: document.on,
            way: document.way,
            outcome: document.outcome,
            note: document.note.clone(),
            promised_on: document.promised_on,
        };
        self.tx.add_past_talk(&talk, document.at)?;
        Ok(())
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
            unattended: false,
            reminders: document
                .invoices
                .iter()
                .map(reminder)
                .collect::<Result<_>>()?,
            covers: document
                .about
                .iter()
                .map(|(number, open)| {
                    let open = open.map_or(0, Money::minor);
                    Ok((self.tx.invoice_id(number)?, open))
                })
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
