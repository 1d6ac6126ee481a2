//! A whole book in and out.

use std::collections::HashMap;
use std::io::Write;

use chrono::TimeDelta;

use crate::domain::clock::Now;
use crate::domain::ids::{ClientId, HoldId, InvoiceId};
use crate::domain::invoice::InvoiceStatus;
use crate::domain::message::StoredTemplate;
use crate::domain::money::Money;
use crate::domain::party::{Client, Hold, HoldTarget, Profile};
use crate::domain::policy::{self, Policy};
use crate::domain::views::NewPayment;
use crate::exchange::document::{
    CoveredInvoice, HoldDocument, HoldOn, InvoiceDocument, MessageDocument, PaymentDocument,
    SkippedStage,
};
use crate::exchange::writer::Each;
use crate::exchange::{
    BookDocument, BookSource, ClientDefaults, Known, client_json, profile_json, reader, write_book,
};
use crate::failure::{Failure, Result};
use crate::store::{Book, NewMessage, NewReminder, PastMessage, Skip, Tx, Undo, View};

/// What an import brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Clients.
    pub clients: usize,
    /// Invoices and credit notes.
    pub invoices: usize,
    /// Payments.
    pub payments: usize,
    /// Messages.
    pub messages: usize,
}

/// What the book knows already, for reading a document: defaults, policies, clients.
///
/// # Errors
/// Book, when it cannot be read.
pub fn known(book: &Book, now: Now) -> Result<Known> {
    let view = book.view();
    let mut clients = std::collections::BTreeMap::new();
    view.each_client(&mut |client| {
        clients.insert(client.key.clone(), ClientDefaults::from(&client));
        Ok(())
    })?;
    Ok(Known {
        profile: view.profile()?,
        policies: view.policies()?,
        clients,
        today: now.today,
    })
}

/// Brings a document into the book: all of it or nothing.
///
/// # Errors
/// Refused, when a client's key, an invoice's number or a Message-ID is taken in the book, or a
/// policy breaks a rule.
pub fn import(book: &mut Book, now: Now, document: &BookDocument) -> Result<ImportReport> {
    document.policies.iter().try_for_each(policy::check)?;
    book.change(now, Undo::Bulk, |tx| {
        let import = Import { tx, now };
        let report = import.all(document)?;
        let line = format!(
            "Imported {} clients, {} invoices and {} payments",
            report.clients, report.invoices, report.payments
        );
        Ok((report, line))
    })
}

struct Import<'a, 'b> {
    tx: &'a Tx<'b>,
    now: Now,
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
            if self.tx.client_id(&client.key).is_ok() {
                return Err(Failure::refused(format!(
                    "The book already has a client \"{}\"; nothing was imported.",
                    client.key
                ))
                .hint("import into a new book, or leave this client out of the file"));
            }
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
        };
        // Credit notes name the invoice that they take back, so invoices come first.
        let (credits, invoices): (Vec<_>, Vec<_>) = document
            .invoices
            .iter()
            .partition(|one| one.invoice.credits.is_some());
        for one in invoices.into_iter().chain(credits) {
            report.payments += self.invoice(one, &profile, &mut clients)?;
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
        if let Some(number) = &invoice.number
            && self.tx.invoice_id(number).is_ok()
        {
            return Err(Failure::refused(format!(
                "The book already has an invoice {number}; nothing was imported."
            ))
            .hint("import into a new book, or leave this invoice out of the file"));
        }
        invoice.client = *id;
        let (mut seller, mut buyer) = (String::new(), String::new());
        if invoice.status != InvoiceStatus::Draft {
            seller = profile_json(document.seller.as_ref().unwrap_or(profile))?;
            buyer = client_json(document.buyer.as_ref().unwrap_or(client))?;
        }
        let id = self.tx.add_invoice(&invoice, &seller, &buyer)?;
        for payment in &document.payments {
            self.tx.add_payment(&NewPayment {
                invoice: id,
                amount: payment.amount,
                paid_on: payment.paid_on,
                method: payment.method.clone(),
                note: payment.note.clone(),
                overpay: true,
            })?;
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

/// Writes the whole book as one JSON document, one element at a time.
///
/// # Errors
/// Refused, when it cannot be written; book, when it cannot be read.
pub fn export(book: &Book, now: Now, out: &mut dyn Write) -> Result<()> {
    let view = book.view();
    let source = Source {
        profile: view.profile()?,
        known: known(book, now)?,
        view,
    };
    write_book(&source, out)
}

struct Source<'a> {
    view: View<'a>,
    profile: Profile,
    known: Known,
}

impl Source<'_> {
    /// The two sides as they were at issue, where they differ from what they are now.
    fn sides(&self, id: InvoiceId, client: ClientId) -> Result<(Option<Profile>, Option<Client>)> {
        let (seller, buyer) = self.view.snapshots(id)?;
        let broken = |problems: crate::exchange::Problems| {
            Failure::book("A snapshot of an invoice cannot be read.").because(problems)
        };
        let seller = if seller.is_empty() || seller == profile_json(&self.profile)? {
            None
        } else {
            Some(reader::read_profile(seller.as_bytes(), &self.known).map_err(broken)?)
        };
        let buyer = if buyer.is_empty() || buyer == client_json(&self.view.client(client)?)? {
            None
        } else {
            Some(reader::read_client(buyer.as_bytes(), &self.known).map_err(broken)?)
        };
        Ok((seller, buyer))
    }
}

impl BookSource for Source<'_> {
    fn profile(&self) -> Result<Option<Profile>> {
        Ok(Some(self.profile.clone()))
    }

    fn clients(&self, each: Each<'_, Client>) -> Result<()> {
        self.view.each_client(&mut |client| each(&client))
    }

    fn invoices(&self, each: Each<'_, InvoiceDocument>) -> Result<()> {
        self.view.each_invoice(&mut |invoice| {
            let (seller, buyer) = self.sides(invoice.id, invoice.client)?;
            let payments = self
                .view
                .payments_of(invoice.id, invoice.currency)?
                .into_iter()
                .map(|payment| PaymentDocument {
                    paid_on: payment.paid_on,
                    amount: payment.amount,
                    method: payment.method,
                    note: payment.note,
                })
                .collect();
            let skipped = self
                .view
                .skips_of(invoice.id)?
                .into_iter()
                .map(|skip| SkippedStage {
                    stage: skip.stage,
                    tone: skip.tone,
                    days: skip.days,
                    channel: skip.channel,
                    on: skip.on,
                })
                .collect();
            each(&InvoiceDocument {
                invoice,
                seller,
                buyer,
                payments,
                skipped,
            })
        })
    }

    fn policies(&self, each: Each<'_, Policy>) -> Result<()> {
        self.view.policies()?.iter().try_for_each(each)
    }

    fn templates(&self, each: Each<'_, StoredTemplate>) -> Result<()> {
        self.view.templates()?.iter().try_for_each(each)
    }

    fn holds(&self, each: Each<'_, HoldDocument>) -> Result<()> {
        self.view.each_hold(&mut |row| {
            let hold = row.hold;
            each(&HoldDocument {
                on: match hold.target {
                    HoldTarget::Client(_) => HoldOn::Client(row.name),
                    HoldTarget::Invoice(_) => HoldOn::Invoice(row.name),
                },
                kind: hold.kind,
                until: hold.until,
                reason: hold.reason,
                set_on: hold.set_on,
                lifted_on: row.lifted_on,
            })
        })
    }

    fn messages(&self, each: Each<'_, MessageDocument>) -> Result<()> {
        self.view.each_message(&mut |row| {
            let message = row.message;
            let (state, why) = MessageDocument::portable(message.state, &message.why);
            let last = message
                .attempts
                .last()
                .map_or(message.queued_at, |attempt| attempt.at);
            let invoices = row
                .covered
                .into_iter()
                .map(|one| {
                    let currency = crate::domain::currency::Currency::from_code(&one.currency)?;
                    Ok(CoveredInvoice {
                        number: one.number,
                        stage: one.stage,
                        tone: one.tone,
                        days: one.days,
                        open: (one.open != 0).then(|| Money::new(one.open, currency)),
                    })
                })
                .collect::<Result<_>>()?;
            each(&MessageDocument {
                message_id: message.message_id.clone(),
                client: message.client_key.clone(),
                channel: message.channel,
                purpose: message.purpose,
                stage: message.stage.clone(),
                tone: message.tone,
                to: message.to.clone(),
                subject: message.subject.clone(),
                body: message.body.clone(),
                state,
                why,
                queued_on: message.queued_on,
                queued_at: message.queued_at,
                settled_at: row.settled_at.unwrap_or(last),
                invoices,
                attempts: message.attempts.clone(),
            })
        })
    }
}
