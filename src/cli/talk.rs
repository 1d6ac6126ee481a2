//! `payme talk`: the contact log.

use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use super::document::hold_document;
use super::print::{Answer, Column, Table};
use super::session::Session;
use crate::domain::clock::{Now, instant_text};
use crate::domain::ids::{ClientId, TalkId};
use crate::domain::input::{date, date_past};
use crate::domain::party::HoldTarget;
use crate::domain::talk::{NewTalk, Talk as Entry, TalkOutcome, Way};
use crate::failure::{Failure, Result};
use crate::store::Book;
use crate::usecases::talks::{self, Noted, TalkFilter};
use crate::usecases::{clients, invoices};

/// The contact log: calls, letters, replies and meetings.
#[derive(Debug, Subcommand)]
pub(super) enum Talk {
    /// Note what was said; a promise or a dispute holds the reminders
    Add(Add),
    /// List what was said, the newest first
    List(List),
    /// Remove a talk that was noted by mistake; a hold that it set stays
    Remove(Remove),
}

#[derive(Args, Debug)]
pub(super) struct Add {
    /// With this client; may be left out where an invoice is named
    #[arg(long, value_name = "KEY", required_unless_present = "invoice")]
    client: Option<String>,
    /// About this invoice; may be given several times
    #[arg(long, value_name = "NUMBER")]
    invoice: Vec<String>,
    /// How
    #[arg(long, value_enum, default_value_t = By::Call)]
    way: By,
    /// What came of it
    #[arg(long, value_enum, default_value_t = Outcome::None)]
    outcome: Outcome,
    /// They promised to pay by this day: reminders rest until then
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    promised: Option<String>,
    /// What was said, in your words
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
    /// The day of the talk; today when not said
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<String>,
}

/// How somebody was spoken to.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum By {
    /// By telephone
    Call,
    /// By a letter on paper
    Letter,
    /// They answered
    Reply,
    /// Face to face
    Meeting,
}

/// What came of a talk.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Outcome {
    /// Nothing that has a name
    None,
    /// You left a message
    Voicemail,
    /// You reached nobody
    Unreachable,
    /// They never got the invoice
    NotReceived,
    /// Somebody there has still to approve it
    WaitingForApproval,
    /// They do not accept the bill
    Dispute,
    /// They have ordered the payment
    PaymentOnItsWay,
    /// They say that they have paid
    PaymentSent,
}

#[derive(Args, Debug)]
pub(super) struct List {
    /// Only with this client
    #[arg(long, value_name = "KEY", conflicts_with = "invoice")]
    client: Option<String>,
    /// Only about this invoice, or about everything of its client
    #[arg(long, value_name = "NUMBER")]
    invoice: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 50)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
}

#[derive(Args, Debug)]
pub(super) struct Remove {
    /// The talk's id, as `payme talk list` shows it
    #[arg(value_name = "ID")]
    id: i64,
}

impl By {
    const fn way(self) -> Way {
        match self {
            Self::Call => Way::Call,
            Self::Letter => Way::Letter,
            Self::Reply => Way::Reply,
            Self::Meeting => Way::Meeting,
        }
    }
}

impl Outcome {
    const fn outcome(self) -> TalkOutcome {
        match self {
            Self::None => TalkOutcome::None,
            Self::Voicemail => TalkOutcome::Voicemail,
            Self::Unreachable => TalkOutcome::Unreachable,
            Self::NotReceived => TalkOutcome::NotReceived,
            Self::WaitingForApproval => TalkOutcome::WaitingForApproval,
            Self::Dispute => TalkOutcome::Dispute,
            Self::PaymentOnItsWay => TalkOutcome::PaymentOnItsWay,
            Self::PaymentSent => TalkOutcome::PaymentSent,
        }
    }
}

#[derive(Serialize)]
pub(in crate::cli) struct TalkDocument<'a> {
    id: i64,
    client: &'a str,
    invoices: &'a [String],
    on: String,
    at: String,
    way: &'static str,
    outcome: &'static str,
    note: &'a str,
    promised_on: Option<String>,
    hold: Option<i64>,
}

#[derive(Serialize)]
struct TalksDocument<'a> {
    talks: Vec<TalkDocument<'a>>,
}

#[derive(Serialize)]
struct NotedDocument<'a, H> {
    #[serde(flatten)]
    talk: TalkDocument<'a>,
    holds: Vec<H>,
    send_again: &'a [String],
}

fn document(talk: &Entry) -> TalkDocument<'_> {
    TalkDocument {
        id: talk.id.0,
        client: &talk.client_key,
        invoices: &talk.invoices,
        on: talk.on.to_string(),
        at: instant_text(talk.at),
        way: talk.way.word(),
        outcome: talk.outcome.word(),
        note: &talk.note,
        promised_on: talk.promised_on.map(|day| day.to_string()),
        hold: talk.hold.map(|id| id.0),
    }
}

pub(super) fn run(command: Talk, session: &mut Session<'_>) -> Result<Answer> {
    match command {
        Talk::Add(line) => add(&line, session),
        Talk::List(line) => list(&line, session),
        Talk::Remove(line) => {
            let (now, mut book) = (session.now()?, session.book()?);
            let talk = talks::remove(&mut book, now, TalkId(line.id))?;
            session.answer(&document(&talk), |page| {
                page.line(format!("Removed the talk with {}.", talk.client_name));
            })
        }
    }
}

fn add(line: &Add, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let new = new_talk(line, &book, now)?;
    let noted = talks::add(&mut book, now, &new)?;
    let number = |target: HoldTarget| match target {
        HoldTarget::Client(_) => None,
        HoldTarget::Invoice(id) => invoices::reference(&book, id).ok(),
    };
    let numbers: Vec<Option<String>> = noted.holds.iter().map(|hold| number(hold.target)).collect();
    let holds = noted.holds.iter().zip(&numbers).map(|(hold, number)| {
        let client = number.is_none().then_some(noted.talk.client_key.as_str());
        hold_document(hold, client, number.as_deref())
    });
    let answer = NotedDocument {
        talk: document(&noted.talk),
        holds: holds.collect(),
        send_again: &noted.send_again,
    };
    session.answer(&answer, |page| {
        for sentence in sentences(&noted, &numbers) {
            page.line(sentence);
        }
    })
}

fn new_talk(line: &Add, book: &Book, now: Now) -> Result<NewTalk> {
    let mut client: Option<ClientId> = match &line.client {
        Some(key) => Some(clients::card(book, key)?.id),
        None => None,
    };
    let mut about = Vec::new();
    for number in &line.invoice {
        let invoice = invoices::show(book, now, number)?.invoice;
        client = client.or(Some(invoice.client));
        about.push(invoice.id);
    }
    let on = line.on.as_deref().map(|text| date_past(text, now.today));
    let promised = line.promised.as_deref().map(|text| date(text, now.today));
    Ok(NewTalk {
        client: client.ok_or_else(|| {
            Failure::usage("A talk is with a client.").hint("add --client KEY or --invoice NUMBER")
        })?,
        invoices: about,
        on: on.transpose()?.unwrap_or(now.today),
        way: line.way.way(),
        outcome: line.outcome.outcome(),
        note: line.note.clone(),
        promised_on: promised.transpose()?,
    })
}

/// What was noted, what rests because of it, and what can be done next.
fn sentences(noted: &Noted, numbers: &[Option<String>]) -> Vec<String> {
    let talk = &noted.talk;
    let mut lines = vec![format!(
        "Noted with {}: {}.",
        talk.client_name,
        talk.words()
    )];
    for (hold, number) in noted.holds.iter().zip(numbers) {
        let on = number.as_deref().unwrap_or(&talk.client_key);
        let until = hold.until.map_or_else(
            || "until you lift it".to_owned(),
            |day| format!("until {day}"),
        );
        lines.push(format!(
            "Reminders for {on} rest {until} (hold {}).",
            hold.id
        ));
    }
    for number in &noted.send_again {
        lines.push(format!("To send it again: payme invoice send {number}"));
    }
    lines
}

fn list(line: &List, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let book = session.book()?;
    let filter = match (&line.client, &line.invoice) {
        (Some(key), _) => TalkFilter::Client(clients::card(&book, key)?.id),
        (None, Some(number)) => TalkFilter::Invoice(invoices::show(&book, now, number)?.invoice.id),
        (None, None) => TalkFilter::All,
    };
    let limit = usize::try_from(line.limit).unwrap_or(usize::MAX);
    let found = talks::list(&book, filter, limit)?;
    let all = TalksDocument {
        talks: found.iter().map(document).collect(),
    };
    session.answer(&all, |page| {
        if found.is_empty() {
            page.line("The contact log is empty.");
            return;
        }
        let mut table = Table::new(&[
            Column::figure("id"),
            Column::fixed("day"),
            Column::fixed("client"),
            Column::fixed("about"),
            Column::flexible("what"),
        ]);
        for talk in &found {
            table.row([
                talk.id.to_string(),
                talk.on.to_string(),
                talk.client_key.clone(),
                talk.invoices.join(", "),
                talk.words(),
            ]);
        }
        page.table(&table);
    })
}
