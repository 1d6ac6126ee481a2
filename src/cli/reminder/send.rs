//! `payme reminder show` and `send`: a reminder exactly as it goes, and its way out.

use std::time::Duration;

use clap::{Args, ValueEnum};

use super::{due_table, unattended};
use crate::cli::bank::old_words;
use crate::cli::document::{MessagesDocument, PreparedDocument, interest_words, message_document};
use crate::cli::outbox::{deliver, left_over, message_table};
use crate::cli::print::{Answer, Page};
use crate::cli::session::{Session, wait};
use crate::domain::clock::Now;
use crate::domain::freshness::Freshness;
use crate::domain::ids::OutboxId;
use crate::domain::message::Message;
use crate::domain::policy::Channel;
use crate::domain::views::{About, CheckLevel, Edit, Prepared, ReminderRow, Turn};
use crate::failure::{Failure, Result};
use crate::store::Book;
use crate::usecases::interest::{self, Accrued};
use crate::usecases::{Sender, clients, freshness, invoices, messages, outbox, reminders};

/// Which reminders.
#[derive(Args, Debug)]
#[group(required = true, multiple = true)]
struct Which {
    /// The message that covers this invoice; may be given several times
    #[arg(long, value_name = "NUMBER")]
    invoice: Vec<String>,
    /// The message to this client; may be given several times
    #[arg(long, value_name = "KEY")]
    client: Vec<String>,
    /// Every message that is due
    #[arg(long, conflicts_with_all = ["invoice", "client"])]
    all: bool,
    /// What is due and marked for it, without a person: for cron or a timer; needs
    /// enabled = true in [unattended] of the settings
    #[arg(long, conflicts_with_all = ["invoice", "client", "all", "yes", "channel", "delay"])]
    unattended: bool,
}

/// How a message travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum By {
    /// E-mail
    Email,
    /// A text message
    Sms,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct Show {
    /// The client's key
    #[arg(long, value_name = "KEY")]
    client: String,
    /// How it travels
    #[arg(long, value_enum, default_value_t = By::Email)]
    channel: By,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct Send {
    #[command(flatten)]
    which: Which,
    /// Send without asking
    #[arg(long)]
    yes: bool,
    /// Only messages of this channel
    #[arg(long, value_enum)]
    channel: Option<By>,
    /// Leave so many seconds to take a message back
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    #[arg(value_parser = clap::value_parser!(u64).range(0..=86_400))]
    delay: u64,
}

impl By {
    pub(in crate::cli) const fn channel(self) -> Channel {
        match self {
            Self::Email => Channel::Email,
            Self::Sms => Channel::Sms,
        }
    }
}

pub(super) fn show(line: &Show, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let book = session.book()?;
    let sender = session.sender(&book)?;
    let client = clients::card(&book, &line.client)?.id;
    let channel = line.channel.channel();
    let prepared = reminders::prepare(&book, now, &sender, client, channel, &Edit::default())?;
    let covered = prepared.invoices.iter();
    let accrued: Vec<Accrued> = covered
        .map(|invoice| interest::accrued(&book, now, invoice.id))
        .collect::<Result<_>>()?;
    session.answer(&PreparedDocument::new(&prepared, &accrued), |page| {
        letter(page, &prepared);
        for (invoice, accrued) in prepared.invoices.iter().zip(&accrued) {
            let words = interest_words(accrued);
            if !words.is_empty() {
                page.line(format!("note  interest on {}: {words}", invoice.number));
            }
        }
    })
}

/// A message exactly as it would go, with the checks.
pub(in crate::cli) fn letter(page: &mut Page, prepared: &Prepared) {
    let addresses = |list: &[crate::domain::message::Address]| {
        list.iter()
            .map(address_words)
            .collect::<Vec<_>>()
            .join(", ")
    };
    page.pairs(&[
        ("From", address_words(&prepared.from)),
        ("To", addresses(&prepared.to)),
        ("Cc", addresses(&prepared.cc)),
        ("Bcc", addresses(&prepared.bcc)),
        ("Subject", prepared.subject.clone()),
        ("By", prepared.transport.clone()),
    ]);
    page.gap();
    page.text(&prepared.body, 0);
    page.gap();
    for check in &prepared.checks {
        let word = match check.level {
            CheckLevel::Good => "ok",
            CheckLevel::Warning => "look",
            CheckLevel::Bad => "stop",
        };
        page.line(format!("{word:4}  {}", check.text));
    }
}

fn address_words(address: &crate::domain::message::Address) -> String {
    if address.name.is_empty() {
        address.email.clone()
    } else {
        format!("{} <{}>", address.name, address.email)
    }
}

pub(super) fn send(line: &Send, session: &mut Session<'_>) -> Result<Answer> {
    if line.which.unattended {
        return unattended::send(session);
    }
    let now = session.now()?;
    let mut book = session.book()?;
    let sender = session.sender(&book)?;
    let rows = chosen(line, &book, now)?;
    if rows.is_empty() {
        return nothing_due(session);
    }
    let orders = orders(line, &book, &sender, rows, now)?;
    let known = freshness::known_through(&book, now)?;
    agree(line, &orders, &sender, known, session)?;
    let delay = Duration::from_secs(line.delay);
    let mut ids: Vec<OutboxId> = Vec::new();
    let mut unsent: Vec<Failure> = Vec::new();
    let clock = session.settings()?.clock;
    let (due, others): (Vec<&Order>, Vec<&Order>) = orders
        .iter()
        .partition(|order| order.row.about == About::Reminder);
    let batch: Vec<reminders::Order> = due.into_iter().map(Order::batched).collect();
    let mut queued = reminders::send_all(&mut book, &|| clock.now(), &sender, &batch, delay)?;
    for Order { row, edit } in others {
        queued.push(messages::send(
            &mut book,
            clock.now(),
            &sender,
            row.client,
            row.channel,
            row.about,
            edit,
            delay,
        ));
    }
    for queued in queued {
        match queued {
            Ok(message) => ids.push(message.id),
            Err(failure) => unsent.push(failure),
        }
    }
    wait(delay);
    let stopped = if ids.is_empty() {
        None
    } else {
        deliver(&mut book, session)
    };
    let messages: Vec<Message> = ids
        .iter()
        .map(|id| outbox::show(&book, *id))
        .collect::<Result<_>>()?;
    if let (true, [failure]) = (ids.is_empty(), unsent.as_slice()) {
        return Err(failure.clone());
    }
    finish(session, &messages, &unsent, stopped, &sender)
}

/// What became of messages that were just sent; exit code 3 for what is not accepted.
pub(in crate::cli) fn finish(
    session: &Session<'_>,
    messages: &[Message],
    unsent: &[Failure],
    stopped: Option<Failure>,
    sender: &Sender,
) -> Result<Answer> {
    let document = MessagesDocument {
        messages: messages
            .iter()
            .map(|message| message_document(message, false))
            .collect(),
    };
    let waiting = left_over(messages, unsent, stopped);
    let answer = session.answer(&document, |page| went(page, messages, sender))?;
    Ok(answer.but(waiting))
}

/// What carries messages of these channels, each once; or only the folders among them.
fn carriers(channels: &[Channel], sender: &Sender, folders: bool) -> String {
    let all = Channel::ALL
        .iter()
        .filter(|channel| channels.contains(channel));
    let used = all.filter(|channel| !folders || sender.to_folder(**channel));
    let mut words: Vec<&str> = used.map(|channel| sender.transport(*channel)).collect();
    words.dedup();
    words.join(" and ")
}

/// The messages, and which of them only became files in a folder.
fn went(page: &mut Page, messages: &[Message], sender: &Sender) {
    page.table(&message_table(messages));
    let of = |channel: Channel| messages.iter().filter(move |one| one.channel == channel);
    let channels: Vec<Channel> = messages.iter().map(|message| message.channel).collect();
    let folders = carriers(&channels, sender, true);
    if folders.is_empty() {
        return;
    }
    page.gap();
    if channels.iter().all(|channel| sender.to_folder(*channel)) {
        page.line(format!(
            "Nothing left this machine: the messages lie in the {folders}."
        ));
        return;
    }
    for channel in Channel::ALL.iter().copied() {
        let count = of(channel).count();
        if count > 0 && sender.to_folder(channel) {
            let (one, more) = match channel {
                Channel::Email => ("1 e-mail is a file", "e-mails are files"),
                Channel::Sms => ("1 text message is a file", "text messages are files"),
            };
            let what = match count {
                1 => one.to_owned(),
                many => format!("{many} {more}"),
            };
            page.line(format!("{what} in the {}.", sender.transport(channel)));
        }
    }
}

fn nothing_due(session: &mut Session<'_>) -> Result<Answer> {
    let none = MessagesDocument {
        messages: Vec::new(),
    };
    session.answer(&none, |page| page.line("No reminder is due today."))
}

/// A message that is to go, and what stands for it as it was shown.
struct Order {
    row: ReminderRow,
    edit: Edit,
}

impl Order {
    fn batched(&self) -> reminders::Order {
        reminders::Order {
            client: self.row.client,
            channel: self.row.channel,
            edit: self.edit.clone(),
        }
    }
}

/// Who is asked sees what would go; when that changes until the answer, it does not go.
fn orders(
    line: &Send,
    book: &Book,
    sender: &Sender,
    rows: Vec<ReminderRow>,
    now: Now,
) -> Result<Vec<Order>> {
    rows.into_iter()
        .map(|row| {
            let mut edit = Edit::default();
            if !line.yes {
                let shown = messages::prepare(
                    book,
                    now,
                    sender,
                    row.client,
                    row.channel,
                    row.about,
                    &edit,
                )?;
                edit.seen = Some(shown.seal);
            }
            Ok(Order { row, edit })
        })
        .collect()
}

/// The due messages that were asked for; a name that has none due says why.
fn chosen(line: &Send, book: &Book, now: Now) -> Result<Vec<ReminderRow>> {
    let queue = reminders::queue(book, now)?;
    let by = |row: &ReminderRow| line.channel.is_none_or(|by| by.channel() == row.channel);
    for number in &line.which.invoice {
        let reference = invoices::show(book, now, number)?.invoice.reference();
        let covers = |row: &ReminderRow| row.invoices.iter().any(|one| one.number == reference);
        must_be_due(&queue, &format!("invoice {reference}"), covers, by)?;
    }
    for key in &line.which.client {
        let client = clients::card(book, key)?.id;
        must_be_due(
            &queue,
            &format!("client {key}"),
            |row| row.client == client,
            by,
        )?;
    }
    let asked = |row: &ReminderRow| {
        line.which.all
            || line.which.client.contains(&row.client_key)
            || row
                .invoices
                .iter()
                .any(|one| line.which.invoice.contains(&one.number))
    };
    Ok(queue
        .into_iter()
        .filter(|row| row.turn == Turn::Due && by(row) && asked(row))
        .collect())
}

fn must_be_due(
    queue: &[ReminderRow],
    what: &str,
    is_about: impl Fn(&ReminderRow) -> bool,
    by: impl Fn(&ReminderRow) -> bool,
) -> Result<()> {
    let about: Vec<&ReminderRow> = queue.iter().filter(|row| is_about(row)).collect();
    if about.iter().any(|row| row.turn == Turn::Due && by(row)) {
        return Ok(());
    }
    let failure = Failure::refused(format!("No reminder is due for {what}."))
        .hint("payme reminder list shows what is due, what comes later and why");
    let why = about
        .iter()
        .filter(|row| !row.why.is_empty())
        .map(|row| row.why.as_str());
    Err(why.fold(failure, Failure::because))
}

/// Asks once before anything goes, unless the line says yes. A batch says how little is known of
/// who has paid by now.
fn agree(
    line: &Send,
    orders: &[Order],
    sender: &Sender,
    known: Freshness,
    session: &mut Session<'_>,
) -> Result<()> {
    let now = session.now()?;
    let old = (orders.len() > 1 && known.is_old(now.today)).then(|| old_words(known, now.today));
    if line.yes {
        if let Some(old) = old {
            session.tell(&old);
        }
        return Ok(());
    }
    let count = match orders.len() {
        1 => "1 message".to_owned(),
        more => format!("{more} messages"),
    };
    if !session.may_ask {
        return Err(
            Failure::refused(format!("{count} would be sent, and nobody can be asked."))
                .hint("look at payme reminder list, then add --yes"),
        );
    }
    let mut page = Page::new(session.format.width);
    due_table(
        &mut page,
        orders.iter().map(|order| (now.today, &order.row)),
    );
    if let Some(old) = &old {
        page.gap();
        page.line(old);
        page.line("Enter what came since, or note with payme bank checked that nothing did.");
    }
    session.show(page)?;
    let all_the_same = if old.is_some() { " all the same" } else { "" };
    let channels: Vec<Channel> = orders.iter().map(|order| order.row.channel).collect();
    let by = carriers(&channels, sender, false);
    if session.ask(&format!("Send {count} by {by}{all_the_same}?"))? {
        return Ok(());
    }
    Err(Failure::refused("Nothing was sent.")
        .hint("payme reminder show --client KEY shows the text"))
}
