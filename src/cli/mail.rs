//! `payme mail`: the mail account, tried with one real message.

use clap::{Args, Subcommand};
use serde::Serialize;

use super::print::Answer;
use super::session::Session;
use crate::config::{Settings, Transport};
use crate::delivery::{Outcome, Parcel, mime};
use crate::domain::clock::Now;
use crate::domain::message::{Address, Letter};
use crate::domain::policy::Channel;
use crate::failure::{Failure, Result};
use crate::usecases::{Sender, outbox};

/// The mail account.
#[derive(Debug, Subcommand)]
pub(super) enum Mail {
    /// Send one mail, and say what the server answered
    Test(Test),
}

#[derive(Args, Debug)]
pub(super) struct Test {
    /// Where it goes
    #[arg(value_name = "ADDRESS")]
    address: String,
}

#[derive(Serialize)]
struct TestDocument<'a> {
    to: &'a str,
    from: &'a str,
    carrier: &'a str,
    message_id: &'a str,
    outcome: &'static str,
    reply: &'a str,
}

pub(super) fn run(command: Mail, session: &mut Session<'_>) -> Result<Answer> {
    let Mail::Test(line) = command;
    let now = session.now()?;
    let mut book = session.book()?;
    let sender = session.sender(&book)?;
    let settings = session.settings()?;
    let letter = letter(now, &sender, &line.address)?;
    let bytes = mime::build(&letter)?;
    let envelope = mime::envelope(&letter)?;
    if let Transport::Smtp {
        secret: Some(secret),
        ..
    } = &settings.mail.transport
    {
        // First, so that what a password command said is seen here; it is kept nowhere.
        secret.fetch(&session.environment)?;
    }
    let mut carrier = settings.carrier(&session.environment)?;
    let parcel = Parcel {
        reference: &letter.message_id,
        bytes: &bytes,
        envelope_from: &envelope.from,
        envelope_to: &envelope.to,
    };
    let outcome = carrier.deliver(&parcel, &mut || true);
    let words = carrier.describe();
    carrier.close();
    let reply = accepted(&outcome, &words, Channel::Email, settings)?;
    outbox::account_works(&mut book, now, Channel::Email)?;
    let document = TestDocument {
        to: &line.address,
        from: &sender.from.email,
        carrier: &words,
        message_id: &letter.message_id,
        outcome: outcome.word(),
        reply,
    };
    session.answer(&document, |page| {
        page.line(format!(
            "Sent a test message to {} by {words}.",
            line.address
        ));
        page.line(format!("It answered: {reply}"));
        if sender.to_folder {
            page.line("Nothing left this machine: set transport in [mail] of config.toml to send.");
        }
    })
}

fn letter(now: Now, sender: &Sender, to: &str) -> Result<Letter> {
    Ok(Letter {
        from: sender.from.clone(),
        to: vec![Address {
            name: String::new(),
            email: to.trim().to_owned(),
        }],
        cc: Vec::new(),
        bcc: Vec::new(),
        subject: "A test from payme".into(),
        body: "This is a test message from payme.\n\nIt arrived, so reminders can go this way.\n"
            .into(),
        message_id: mime::new_message_id(&sender.from.email)?,
        in_reply_to: None,
        references: Vec::new(),
        date: now.at,
        unattended: false,
    })
}

/// The server's words, or a failure that names the step and has them.
pub(super) fn accepted<'o>(
    outcome: &'o Outcome,
    carrier: &str,
    channel: Channel,
    settings: &Settings,
) -> Result<&'o str> {
    let failed = |what: &str| {
        Failure::refused(format!(
            "The test message was not sent: {carrier} {what} at the step \"{}\".",
            outcome.step().word()
        ))
        .because(outcome.reply())
    };
    let (section, look, correct) = match channel {
        Channel::Email => (
            "mail",
            "look into the mailbox that it was sent to",
            "check the two addresses",
        ),
        Channel::Sms => (
            "sms",
            "look at the phone that it was sent to",
            "check the number",
        ),
    };
    let account = format!("check [{section}] in {}", settings.config.display());
    match outcome {
        Outcome::Accepted { reply, .. } => Ok(reply),
        Outcome::Unknown { why } => Err(Failure::waiting(
            "Nobody knows whether the test message arrived: there was no clear answer to it.",
        )
        .because(why)
        .hint(look)),
        Outcome::Offline { .. } => {
            Err(failed("cannot be reached").hint(format!("check the network, then {account}")))
        }
        Outcome::Retry { .. } => Err(failed("put it off").hint("try again in some minutes")),
        Outcome::Refused { .. } => Err(failed("refused it").hint(correct)),
        Outcome::Account { .. } => Err(failed("refused the account").hint(account)),
        Outcome::Withdrawn { .. } => Err(failed("was stopped").hint("try again")),
    }
}
