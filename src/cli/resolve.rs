//! `payme outbox resolve`: what became of a message whose outcome nobody knows. First who may know is
//! asked (the provider, the user's own mailbox), then the person.

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::document::{MessageDocument, message_document};
use super::outbox::changed;
use super::print::{Answer, Column, Table};
use super::session::Session;
use crate::delivery::{Evidence, Witness};
use crate::domain::ids::OutboxId;
use crate::domain::message::MessageState;
use crate::domain::policy::Channel;
use crate::failure::{Failure, Result};
use crate::store::Book;
use crate::usecases::outbox;

#[derive(Args, Debug)]
pub(super) struct Resolve {
    /// The message's id
    #[arg(value_name = "ID", required_unless_present = "all")]
    id: Option<i64>,
    /// What became of it; without it your mailbox or the provider is asked
    #[arg(long = "as", value_enum, value_name = "WHAT", conflicts_with = "all")]
    outcome: Option<Became>,
    /// Say that it was not sent although it was found
    #[arg(long, requires = "outcome")]
    anyway: bool,
    /// Ask about every message whose outcome nobody knows
    #[arg(long, conflicts_with = "id")]
    all: bool,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Became {
    /// It arrived
    Sent,
    /// It did not
    NotSent,
}

#[derive(Serialize)]
struct EvidenceDocument<'a> {
    word: &'static str,
    words: &'a str,
}

#[derive(Serialize)]
struct AnswerDocument<'a> {
    #[serde(flatten)]
    message: MessageDocument<'a>,
    evidence: EvidenceDocument<'a>,
}

#[derive(Serialize)]
struct AnswersDocument<'a> {
    messages: Vec<AnswerDocument<'a>>,
    not_asked: usize,
}

pub(super) fn run(line: &Resolve, session: &mut Session<'_>) -> Result<Answer> {
    match (line.id.map(OutboxId), line.outcome) {
        (Some(id), Some(became)) => decide(id, became, line.anyway, session),
        (Some(id), None) => ask(id, session),
        (None, _) => ask_all(session),
    }
}

/// Who can be asked about messages of a channel.
fn witness(channel: Channel, session: &Session<'_>) -> Result<Option<Box<dyn Witness>>> {
    session.settings()?.witness(channel, &session.environment)
}

/// The person says what became of it; what was found speaks against "not sent".
fn decide(id: OutboxId, became: Became, anyway: bool, session: &mut Session<'_>) -> Result<Answer> {
    let (now, mut book) = (session.now()?, session.book()?);
    if became == Became::NotSent && !anyway {
        let message = outbox::show(&book, id)?;
        if message.state == MessageState::Unknown
            && let Some(mut witness) = witness(message.channel, session)?
            && let Evidence::Found { words, .. } = outbox::look(&book, id, witness.as_mut())?
        {
            return Err(
                Failure::refused(format!("Message {id} was sent. {words}")).hint(format!(
                    "payme outbox resolve {id} counts it as sent; --anyway says that it was not"
                )),
            );
        }
    }
    changed(
        &outbox::resolve(&mut book, now, id, became == Became::Sent)?,
        session,
    )
}

fn ask(id: OutboxId, session: &mut Session<'_>) -> Result<Answer> {
    let (now, mut book) = (session.now()?, session.book()?);
    let channel = outbox::show(&book, id)?.channel;
    let Some(mut witness) = witness(channel, session)? else {
        return nobody_to_ask(&mut book, id, channel, session);
    };
    let answer = outbox::ask(&mut book, now, id, witness.as_mut())?;
    drop(witness);
    if answer.message.state != MessageState::Unknown {
        return shown(&answer, session);
    }
    let (_, words) = parts(&answer.evidence);
    if session.may_ask {
        session.tell(words);
        return ask_person(&mut book, id, session);
    }
    let open = still_open(id, words);
    Ok(shown(&answer, session)?.but(Some(open)))
}

fn shown(answer: &outbox::Answer, session: &Session<'_>) -> Result<Answer> {
    session.answer(&document(answer), |page| {
        let message = &answer.message;
        let state = message.state.word().replace('_', " ");
        page.line(format!(
            "Message {} to {} is {state}.",
            message.id, message.client_name
        ));
        page.line(parts(&answer.evidence).1);
    })
}

fn nobody_to_ask(
    book: &mut Book,
    id: OutboxId,
    channel: Channel,
    session: &mut Session<'_>,
) -> Result<Answer> {
    let message = outbox::show(book, id)?;
    if session.may_ask && message.state == MessageState::Unknown {
        return ask_person(book, id, session);
    }
    let who = match channel {
        Channel::Email => "set [mail.imap] in config.toml to have your mailbox asked",
        Channel::Sms => "the provider of text messages cannot be asked",
    };
    Err(
        Failure::usage(format!("Nobody can be asked what became of message {id}."))
            .hint(format!("say --as sent or --as not-sent; {who}")),
    )
}

/// Asks the person, who may leave it open.
fn ask_person(book: &mut Book, id: OutboxId, session: &mut Session<'_>) -> Result<Answer> {
    let message = outbox::show(book, id)?;
    let question = format!(
        "Did \"{}\" arrive at {}? [y = it was sent, n = it was not, Enter = leave it open]",
        message.subject,
        message.to.join(", ")
    );
    let sent = match session.line(&question)?.to_lowercase().as_str() {
        "y" | "yes" => true,
        "n" | "no" => false,
        _ => return Err(still_open(id, &message.why)),
    };
    let now = session.now()?;
    changed(&outbox::resolve(book, now, id, sent)?, session)
}

fn still_open(id: OutboxId, words: &str) -> Failure {
    Failure::waiting(format!("Nobody knows what became of message {id}. {words}")).hint(format!(
        "payme outbox resolve {id} --as sent, or --as not-sent"
    ))
}

/// Asks about all of them, over one connection for each channel.
fn ask_all(session: &mut Session<'_>) -> Result<Answer> {
    let (now, mut book) = (session.now()?, session.book()?);
    let questions = outbox::questions(&book)?;
    let mut answers = Vec::new();
    let mut not_asked = 0;
    for channel in [Channel::Email, Channel::Sms] {
        let ids: Vec<OutboxId> = questions
            .iter()
            .filter(|(_, one)| *one == channel)
            .map(|(id, _)| *id)
            .collect();
        if ids.is_empty() {
            continue;
        }
        match witness(channel, session)? {
            Some(mut witness) => {
                for (done, id) in ids.iter().enumerate() {
                    let total = ids.len();
                    session.progress(&format!("asking {}: {done} of {total}", witness.describe()));
                    answers.push(outbox::ask(&mut book, now, *id, witness.as_mut())?);
                }
            }
            None => not_asked += ids.len(),
        }
    }
    let listed = AnswersDocument {
        messages: answers.iter().map(document).collect(),
        not_asked,
    };
    let answer = session.answer(&listed, |page| {
        if answers.is_empty() {
            page.line("No message was asked about.");
            return;
        }
        let mut table = Table::new(&[
            Column::figure("id"),
            Column::fixed("client"),
            Column::fixed("state"),
            Column::flexible("what was found"),
        ]);
        for answer in &answers {
            table.row([
                answer.message.id.to_string(),
                answer.message.client_key.clone(),
                answer.message.state.word().replace('_', " "),
                parts(&answer.evidence).1.to_owned(),
            ]);
        }
        page.table(&table);
    })?;
    let unknown = |answer: &&outbox::Answer| answer.message.state == MessageState::Unknown;
    let open = answers.iter().filter(unknown).count() + not_asked;
    let left = (open > 0).then(|| {
        let failure = Failure::waiting(format!("Of {open} messages nobody knows what became."));
        let failure = match not_asked {
            0 => failure,
            count => failure.because(format!("Nobody could be asked about {count} of them.")),
        };
        failure.hint("payme outbox resolve ID --as sent, or --as not-sent")
    });
    Ok(answer.but(left))
}

fn document(answer: &outbox::Answer) -> AnswerDocument<'_> {
    let (word, words) = parts(&answer.evidence);
    AnswerDocument {
        message: message_document(&answer.message, false),
        evidence: EvidenceDocument { word, words },
    }
}

/// What a witness said: the word for programs, the words for people.
fn parts(evidence: &Evidence) -> (&'static str, &str) {
    match evidence {
        Evidence::Found { words, .. } => ("found", words),
        Evidence::Failed { words, .. } => ("failed", words),
        Evidence::NotFound { words } => ("not_found", words),
        Evidence::Silent { why } => ("silent", why),
    }
}
