//! `payme sms`: the way of text messages, tried with one real message.

use clap::{Args, Subcommand};
use serde::Serialize;

use super::mail::accepted;
use super::print::Answer;
use super::session::Session;
use crate::delivery::Parcel;
use crate::delivery::sms::new_reference;
use crate::domain::phone;
use crate::domain::policy::Channel;
use crate::failure::Result;
use crate::usecases::{outbox, profile};

const TEXT: &str = "This is a test from payme. It arrived, so reminders can go this way.";

/// Text messages.
#[derive(Debug, Subcommand)]
pub(super) enum Sms {
    /// Send one text message, at any hour, and say what the provider answered
    Test(Test),
}

#[derive(Args, Debug)]
pub(super) struct Test {
    /// Where it goes: with + and the country, or as you dial it at home
    #[arg(value_name = "NUMBER", allow_hyphen_values = true)]
    number: String,
}

#[derive(Serialize)]
struct TestDocument<'a> {
    to: &'a str,
    carrier: &'a str,
    message_id: &'a str,
    provider_id: &'a str,
    outcome: &'static str,
    reply: &'a str,
}

pub(super) fn run(command: Sms, session: &mut Session<'_>) -> Result<Answer> {
    let Sms::Test(line) = command;
    let now = session.now()?;
    let mut book = session.book()?;
    let settings = session.settings()?;
    let number = phone::read(&line.number, &profile::show(&book)?.country)?;
    if let Some(secret) = settings.sms_secret() {
        // First, so that what a password command said is seen here; it is kept nowhere.
        secret.fetch(&session.environment)?;
    }
    let reference = new_reference()?;
    let to = [number.e164.clone()];
    let parcel = Parcel {
        bytes: TEXT.as_bytes(),
        reference: &reference,
        envelope_from: "",
        envelope_to: &to,
    };
    let mut carrier = settings.sms_carrier(&session.environment);
    let outcome = carrier.deliver(&parcel, &mut || true);
    let words = carrier.describe();
    carrier.close();
    let reply = accepted(&outcome, &words, Channel::Sms, settings)?;
    outbox::account_works(&mut book, now, Channel::Sms)?;
    let document = TestDocument {
        to: &number.e164,
        carrier: &words,
        message_id: &reference,
        provider_id: outcome.provider_id(),
        outcome: outcome.word(),
        reply,
    };
    let doubt = phone::doubt(&number);
    session.answer(&document, |page| {
        page.line(format!(
            "Sent a test message to {} by {words}.",
            number.e164
        ));
        page.line(format!("It answered: {reply}"));
        if let Some(doubt) = doubt {
            page.line(doubt);
        }
        if settings.sms.to_folder() {
            page.line("Nothing left this machine: set transport in [sms] of config.toml to send.");
        }
    })
}
