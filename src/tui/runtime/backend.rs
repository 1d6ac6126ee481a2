//! What the effects of the screens do to the book. The worker calls this on its own thread; tests
//! call it on theirs.

use std::fs::File;
use std::io::Read;
use std::time::Duration;

use super::clock::time_of_day;
use super::desk::Desk;
use super::{document, templates};
use crate::domain::ids::{ClientId, InvoiceId};
use crate::domain::log_query::LogQuery;
use crate::domain::policy::Channel;
use crate::domain::query::InvoiceQuery;
use crate::domain::views::{About, Edit, JournalRow, Moment, NewPayment, Settlement, ToIssue};
use crate::exchange::read_book;
use crate::failure::{Failure, Result};
use crate::store::Book;
use crate::tui::model::answers::TimelineLine;
use crate::tui::model::effect::Revenue;
use crate::tui::model::{Done, Ladder, Load, LogLine, Reply, Sought, Write};
use crate::usecases::{
    Sender, clients, drafts, exchange, freshness, history, holds, invoices, messages, outbox,
    overview, payments, policies, profile, reminders, reports, talks, timeline,
};

/// How many lines are offered for two letters.
const SUGGESTED: usize = 8;

/// No document is larger than this, in bytes.
const LARGEST: u64 = 512 * 1024 * 1024;

/// Reads and changes the book for the screens.
pub trait Backend: Send {
    /// Reads something.
    ///
    /// # Errors
    /// Whatever the use case says.
    fn load(&mut self, load: &Load) -> Result<Reply>;

    /// Changes something.
    ///
    /// # Errors
    /// Whatever the use case says; then nothing was changed.
    fn write(&mut self, write: &Write) -> Result<Done>;

    /// Where it stands now; [`Write::OpenDemo`] changes it.
    fn desk(&self) -> &Desk;
}

/// The use cases on a real book.
pub struct BookBackend {
    desk: Desk,
    book: Book,
}

impl BookBackend {
    /// On an open book.
    #[must_use]
    pub const fn new(desk: Desk, book: Book) -> Self {
        Self { desk, book }
    }

    /// The book, for looking at it in tests.
    #[must_use]
    pub const fn book(&self) -> &Book {
        &self.book
    }

    /// A payment is recorded also where nothing could be sent.
    fn record(&mut self, payment: &NewPayment) -> Result<Done> {
        let (now, sender) = (self.desk.now(), self.sender().ok());
        payments::record_and_thank(&mut self.book, now, payment, sender.as_ref())
            .map(|_payment| Done::Plain)
    }

    fn settle(&mut self, all: &Settlement) -> Result<Done> {
        let (now, sender) = (self.desk.now(), self.sender().ok());
        payments::settle_and_thank(&mut self.book, now, all, sender.as_ref())
            .map(|_entries| Done::Plain)
    }

    /// A message as it would go.
    fn prepare(
        &mut self,
        (client, channel, about): (ClientId, Channel, About),
        edit: &Edit,
    ) -> Result<Reply> {
        let (now, sender) = (self.desk.now(), self.sender()?);
        let book = &self.book;
        let prepared = messages::prepare(book, now, &sender, client, channel, about, edit)?;
        Ok(Reply::Prepared(Box::new(prepared)))
    }

    fn send(
        &mut self,
        (client, channel, about): (ClientId, Channel, About),
        edit: &Edit,
        delay_seconds: u32,
    ) -> Result<Done> {
        let (now, sender) = (self.desk.now(), self.sender()?);
        let delay = Duration::from_secs(u64::from(delay_seconds));
        let book = &mut self.book;
        messages::send(book, now, &sender, client, channel, about, edit, delay)
            .map(|message| Done::Message(Box::new(message)))
    }

    fn sender(&self) -> Result<Sender> {
        Ok(self.desk.sender(&profile::show(&self.book)?))
    }

    fn ladder(&self, reference: &str) -> Result<Ladder> {
        let invoice = invoices::show(&self.book, self.desk.now(), reference)?;
        let policy = policies::show(&self.book, &invoice.client.policy)?;
        Ok(Ladder { invoice, policy })
    }

    fn policies(&self) -> Result<Reply> {
        let all = policies::list(&self.book)?.into_iter();
        Ok(Reply::Policies(all.map(|policy| policy.key).collect()))
    }

    fn alike(&self, sought: &Sought) -> Result<Reply> {
        let emails: Vec<&str> = sought.emails.iter().map(String::as_str).collect();
        let found = clients::alike(&self.book, &sought.name, &emails, sought.itself)?;
        Ok(Reply::Alike(found))
    }

    fn payable(&self, invoice: InvoiceId) -> Result<Reply> {
        let facts = payments::payable(&self.book, invoice)?;
        Ok(Reply::Payable(Box::new(facts)))
    }

    fn revenue(&self, year: i32) -> Result<Reply> {
        let (book, now) = (&self.book, self.desk.now());
        Ok(Reply::Revenue(Box::new(Revenue {
            year,
            years: reports::years(book, now)?,
            paid: reports::revenue(book, now, year)?,
            billed: reports::billed(book, now, year)?,
        })))
    }

    fn to_issue(&self, references: &[String]) -> Result<Reply> {
        let now = self.desk.now();
        let one = |reference: &String| drafts::would_issue(&self.book, now, reference);
        let drafts: Result<Vec<ToIssue>> = references.iter().map(one).collect();
        Ok(Reply::ToIssue(drafts?))
    }

    fn journal(&self, filter: &str, limit: usize) -> Result<Reply> {
        let clock = self.desk.settings().clock;
        let rows = history::log(&self.book, &LogQuery::parse(filter)?, limit)?;
        let line = |row: JournalRow| LogLine {
            time: time_of_day(clock, row.at),
            row,
        };
        Ok(Reply::Journal(rows.into_iter().map(line).collect()))
    }

    fn timeline(&self, reference: &str) -> Result<Reply> {
        let clock = self.desk.settings().clock;
        let moments = timeline::of(&self.book, self.desk.now(), reference)?;
        let line = |moment: Moment| TimelineLine {
            time: moment.at.map(|at| time_of_day(clock, at)),
            moment,
        };
        Ok(Reply::Timeline(moments.into_iter().map(line).collect()))
    }

    fn import(&mut self, path: &str) -> Result<Done> {
        let bytes = read_document(&self.desk, path)?;
        let now = self.desk.now();
        let document = read_book(&bytes, &exchange::known(&self.book, now)?)?;
        let report = exchange::import(&mut self.book, now, &document)?;
        Ok(Done::Said(format!(
            "Brought in {}, {} and {}.",
            counted(report.clients, "client"),
            counted(report.invoices, "invoice"),
            counted(report.payments, "payment"),
        )))
    }

    fn open_demo(&mut self) -> Result<Done> {
        let (desk, open) = self.desk.demo(&std::env::temp_dir())?;
        self.book = open.book;
        self.desk = desk;
        Ok(Done::NewBook {
            said: "This is the demo book: nothing in it is real, and nothing leaves the machine."
                .to_owned(),
            path: self.desk.short(&self.desk.settings().book),
            transport: self.desk.transport(),
        })
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 {
        format!("1 {what}")
    } else {
        format!("{count} {what}s")
    }
}

fn read_document(desk: &Desk, text: &str) -> Result<Vec<u8>> {
    let path = desk.path(text);
    let unread = |error: std::io::Error| {
        Failure::refused(format!("The file {} cannot be read.", path.display()))
            .hint("check its name")
            .because(error)
    };
    let mut bytes = Vec::new();
    let file = File::open(&path).map_err(unread)?;
    let size = file
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(unread)?;
    if u64::try_from(size).unwrap_or(u64::MAX) > LARGEST {
        return Err(Failure::refused(format!(
            "The file {} is larger than 512 MiB.",
            path.display()
        ))
        .hint("bring the data in smaller parts"));
    }
    Ok(bytes)
}

impl Backend for BookBackend {
    fn load(&mut self, load: &Load) -> Result<Reply> {
        let (book, now) = (&self.book, self.desk.now());
        Ok(match load {
            Load::Header => Reply::Header(overview::header(book, now)?),
            Load::Dashboard => Reply::Dashboard(Box::new(overview::dashboard(book, now)?)),
            Load::Invoices {
                filter,
                sort,
                after,
                limit,
            } => {
                let query = InvoiceQuery::parse(filter)?;
                let after = after.as_deref();
                Reply::Invoices(invoices::list(book, now, &query, *sort, after, *limit)?)
            }
            Load::Counts => Reply::Counts(invoices::counts(book, now)?),
            Load::Invoice { reference } => {
                Reply::Invoice(Box::new(invoices::show(book, now, reference)?))
            }
            Load::Clients {
                filter,
                archived,
                after,
                limit,
            } => {
                let after = after.as_deref();
                Reply::Clients(clients::list(book, now, filter, *archived, after, *limit)?)
            }
            Load::Client { key } => Reply::Client(Box::new(clients::show(book, now, key)?)),
            Load::Payments {
                filter,
                after,
                limit,
            } => Reply::Payments(payments::list(book, now, filter, after.as_deref(), *limit)?),
            Load::Payable { invoice } => self.payable(*invoice)?,
            Load::Queue => Reply::Queue(reminders::queue(book, now)?),
            Load::Prepare {
                client,
                channel,
                about,
                edit,
            } => self.prepare((*client, *channel, *about), edit)?,
            Load::Ladder { reference } => Reply::Ladder(Box::new(self.ladder(reference)?)),
            Load::Message { id } => Reply::Message(Box::new(outbox::show(book, *id)?)),
            Load::ToIssue { references } => self.to_issue(references)?,
            Load::Journal { filter, limit } => self.journal(filter, *limit)?,
            Load::Aging => Reply::Aging(reports::aging(book, now)?),
            Load::Revenue { year } => self.revenue(*year)?,
            Load::Policies => self.policies()?,
            Load::Alike(sought) => self.alike(sought)?,
            Load::Profile => Reply::Profile(Box::new(profile::show(book)?)),
            Load::Draft { reference } => {
                Reply::Draft(Box::new(drafts::view(book, now, reference)?))
            }
            Load::Timeline { reference } => self.timeline(reference)?,
            Load::Template(load) => templates::load(book, now, load)?,
            Load::Suggestions { words, currency } => {
                Reply::Suggestions(drafts::suggestions(book, words, *currency, SUGGESTED)?)
            }
        })
    }

    fn write(&mut self, write: &Write) -> Result<Done> {
        let now = self.desk.now();
        let book = &mut self.book;
        let done = |()| Done::Plain;
        let message = |message| Done::Message(Box::new(message));
        match write {
            Write::RecordPayment(payment) => self.record(payment),
            Write::Settle(all) => self.settle(all),
            Write::Refund(new) => payments::refund(book, now, new).map(|_entry| Done::Plain),
            Write::RemovePayment(id) => payments::remove(book, now, *id).map(|_line| Done::Plain),
            Write::SetHold { target, hold } => {
                holds::set(book, now, *target, hold).map(|_hold| Done::Plain)
            }
            Write::ReleaseHold(id) => holds::release(book, now, *id).map(done),
            Write::Send {
                client,
                channel,
                about,
                edit,
                delay_seconds,
            } => self.send((*client, *channel, *about), edit, *delay_seconds),
            Write::TakeBack(id) => outbox::cancel(book, now, *id).map(message),
            Write::Resolve { id, sent } => outbox::resolve(book, now, *id, *sent).map(message),
            Write::Retry(id) => outbox::retry(book, now, *id).map(message),
            Write::Skip(invoice) => reminders::skip(book, now, *invoice).map(done),
            Write::UndoEntry(id) => {
                history::undo_entry(book, now, *id).map(|what| said("Taken back", &what))
            }
            Write::Undo => history::undo(book, now).map(|what| said("Taken back", &what)),
            Write::Redo => history::redo(book, now).map(|what| said("Done once more", &what)),
            Write::SetProfile(new) => profile::set(book, now, new).map(done),
            Write::SaveClient { card, .. } => {
                let saved = if card.id.0 == 0 {
                    clients::add(book, now, card)?
                } else {
                    clients::change_from_form(book, now, card)?
                };
                Ok(Done::Client(saved.client.key))
            }
            Write::ArchiveClient { id, archived } => {
                clients::archive(book, now, *id, *archived).map(|_client| Done::Plain)
            }
            Write::DeleteClient(id) => clients::delete(book, now, *id).map(|_client| Done::Plain),
            Write::SetClientNote { id, note } => {
                clients::set_note(book, now, *id, note).map(|_client| Done::Plain)
            }
            Write::ImportFile(path) => self.import(path),
            Write::OpenDemo => self.open_demo(),
            Write::Document(write) => document::write(book, now, write),
            Write::Template(write) => templates::write(book, now, write),
            Write::NoteTalk(new) => talks::add(book, now, new).map(|_noted| Done::Plain),
            Write::BankChecked => freshness::confirm(book, now, None).map(|_known| Done::Plain),
        }
    }

    fn desk(&self) -> &Desk {
        &self.desk
    }
}

fn said(how: &str, what: &str) -> Done {
    Done::Said(format!("{how}: {}.", what.trim_end_matches('.')))
}

#[cfg(test)]
#[path = "backend_tests.rs"]
mod tests;
