//! The book as a document, one element at a time.

use std::collections::HashMap;
use std::io::Write;

use chrono::{DateTime, NaiveDate, Utc};

use super::known;
use crate::domain::clock::Now;
use crate::domain::currency::Currency;
use crate::domain::ids::{ClientId, InvoiceId};
use crate::domain::interest::Rate;
use crate::domain::invoice::{Invoice, InvoiceKind};
use crate::domain::message::StoredTemplate;
use crate::domain::money::Money;
use crate::domain::number::DRAFT;
use crate::domain::party::{Client, HoldTarget, Profile, ThankYou};
use crate::domain::policy::Policy;
use crate::domain::service::Service;
use crate::domain::wording::document::{Words, usual};
use crate::exchange::document::{
    CoveredInvoice, HoldDocument, HoldOn, InvoiceDocument, MessageDocument, PaymentDocument,
    SeriesDocument, SkippedStage, TalkDocument,
};
use crate::exchange::writer::Each;
use crate::exchange::{BookSource, Known, Problems, client_json, profile_json, reader, write_book};
use crate::failure::{Failure, Result};
use crate::store::{Book, View};
use crate::usecases::drafts::all_words;

/// Writes the whole book as one JSON document, one element at a time.
///
/// # Errors
/// Refused, when it cannot be written; book, when it cannot be read.
pub fn export(book: &Book, now: Now, out: &mut dyn Write) -> Result<()> {
    let known = known(book, now)?;
    book.at_one_moment(|view| {
        let profile = view.profile()?;
        let drafts = view.named_drafts()?;
        let source = Source {
            view,
            profile,
            known,
            drafts: (1..).zip(drafts).map(|(place, id)| (id, place)).collect(),
        };
        write_book(&source, out)
    })
}

/// One document of the book with what belongs to it, as the JSON of a book has it.
///
/// # Errors
/// Refused, when there is no such document.
pub fn document(book: &Book, now: Now, reference: &str) -> Result<InvoiceDocument> {
    let known = known(book, now)?;
    let view = book.view();
    let profile = view.profile()?;
    let source = Source {
        view,
        profile,
        known,
        drafts: HashMap::new(),
    };
    let view = &source.view;
    source.complete(view.invoice(view.invoice_id(reference)?)?)
}

struct Source<'a> {
    view: View<'a>,
    profile: Profile,
    known: Known,
    /// The place among the drafts that others were made from: ids are another book's own.
    drafts: HashMap<InvoiceId, u32>,
}

impl Source<'_> {
    /// A document with what belongs to it.
    fn complete(&self, mut invoice: Invoice) -> Result<InvoiceDocument> {
        let (seller, buyer) = self.sides(invoice.id, invoice.client)?;
        let payments = self
            .view
            .payments_of(invoice.id, invoice.currency)?
            .into_iter()
            .map(|payment| PaymentDocument {
                kind: payment.kind,
                paid_on: payment.paid_on,
                amount: payment.amount,
                fee: payment.fee,
                other: payment.other,
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
        let schedule = match invoice.kind {
            InvoiceKind::Recurring => self.view.schedule(invoice.id)?,
            InvoiceKind::Invoice
            | InvoiceKind::CreditNote
            | InvoiceKind::Deposit
            | InvoiceKind::Quote => None,
        };
        let place = |id: &InvoiceId| Some(format!("{DRAFT}{}", self.drafts.get(id)?));
        let source = invoice.source.as_deref();
        let draft = source.and_then(|name| name.strip_prefix(DRAFT)?.parse().ok());
        if let Some(name) = draft.and_then(|id| place(&InvoiceId(id))) {
            invoice.source = Some(name);
        }
        Ok(InvoiceDocument {
            name: place(&invoice.id),
            invoice,
            seller,
            buyer,
            payments,
            skipped,
            schedule,
        })
    }

    /// The two sides as they were at issue, where they differ from what they are now.
    fn sides(&self, id: InvoiceId, client: ClientId) -> Result<(Option<Profile>, Option<Client>)> {
        let (seller, buyer) = self.view.snapshots(id)?;
        let broken = |problems: Problems| {
            Failure::book("A snapshot of an invoice cannot be read.").because(problems)
        };
        let seller = if seller.is_empty() || seller == profile_json(&self.profile)? {
            None
        } else {
            let seller = reader::read_profile(seller.as_bytes(), &self.known).map_err(broken)?;
            let thank_you = ThankYou::Off;
            Some(Profile {
                thank_you,
                ..seller
            })
        };
        if buyer.is_empty() {
            return Ok((seller, None));
        }
        let client = self.view.client(client)?;
        if buyer == client_json(&client)? {
            return Ok((seller, None));
        }
        let buyer = reader::read_client(buyer.as_bytes(), &self.known).map_err(broken)?;
        // The key is how the book names its client now, not a part of the document.
        let buyer = Client {
            key: client.key.clone(),
            ..buyer
        };
        let id = client.id;
        let same = Client {
            id,
            ..buyer.clone()
        } == client;
        Ok((seller, (!same).then_some(buyer)))
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
        self.view
            .each_invoice(&mut |invoice| each(&self.complete(invoice)?))
    }

    fn policies(&self, each: Each<'_, Policy>) -> Result<()> {
        self.view.policies()?.iter().try_for_each(each)
    }

    fn templates(&self, each: Each<'_, StoredTemplate>) -> Result<()> {
        self.view.templates()?.iter().try_for_each(&mut *each)?;
        self.view.client_templates()?.iter().try_for_each(each)
    }

    fn series(&self, each: Each<'_, SeriesDocument>) -> Result<()> {
        let list = super::series::of(&self.view)?;
        if list == SeriesDocument::of_a_new_book() {
            return Ok(());
        }
        list.iter().try_for_each(each)
    }

    fn services(&self, each: Each<'_, Service>) -> Result<()> {
        self.view.services()?.iter().try_for_each(each)
    }

    fn texts(&self, each: Each<'_, Words>) -> Result<()> {
        for words in all_words(&self.view)? {
            if words.body != usual(words.kind, words.language) {
                each(&words)?;
            }
        }
        Ok(())
    }

    fn rates(&self, each: Each<'_, Rate>) -> Result<()> {
        let rates = self.view.rates()?;
        rates
            .all()
            .iter()
            .filter(|rate| rate.own)
            .try_for_each(each)
    }

    fn talks(&self, each: Each<'_, TalkDocument>) -> Result<()> {
        self.view.each_talk(&mut |talk| {
            each(&TalkDocument {
                client: talk.client_key,
                invoices: talk.invoices,
                on: talk.on,
                at: talk.at,
                way: talk.way,
                outcome: talk.outcome,
                note: talk.note,
                promised_on: talk.promised_on,
            })
        })
    }

    fn bank_checks(&self, each: Each<'_, (NaiveDate, DateTime<Utc>)>) -> Result<()> {
        self.view.bank_checks()?.iter().try_for_each(each)
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
                    let currency = Currency::from_code(&one.currency)?;
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
                about: row
                    .about
                    .into_iter()
                    .map(|(number, open)| (number, Some(open)))
                    .collect(),
                attempts: message.attempts.clone(),
            })
        })
    }
}
