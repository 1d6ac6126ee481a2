//! Messages that are no reminder, shown and sent: thanks, statements of account, invoices.

use std::time::Duration;

use clap::{Args, Subcommand};

use super::document::PreparedDocument;
use super::print::{Answer, Page};
use super::reminder::send::{By, finish, letter};
use super::session::{Session, wait};
use crate::domain::ids::ClientId;
use crate::domain::policy::Channel;
use crate::domain::views::{About, Edit};
use crate::failure::{Failure, Result};
use crate::store::Book;
use crate::usecases::{clients, invoices, messages, outbox};

/// Statements of account.
#[derive(Debug, Subcommand)]
pub(super) enum Statement {
    /// Show the statement of a client exactly as it would go
    Show(Client),
    /// Send a client a statement: what is open, and what was paid
    Send(SendClient),
}

#[derive(Args, Debug)]
pub(super) struct Client {
    /// The client's key
    #[arg(value_name = "CLIENT")]
    client: String,
}

#[derive(Args, Debug)]
pub(super) struct SendClient {
    /// The client's key
    #[arg(value_name = "CLIENT")]
    client: String,
    #[command(flatten)]
    how: How,
}

/// How a message is sent.
#[derive(Args, Debug)]
pub(super) struct How {
    /// Send without asking
    #[arg(long)]
    yes: bool,
    /// Leave so many seconds to take it back
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    #[arg(value_parser = clap::value_parser!(u64).range(0..=86_400))]
    delay: u64,
}

/// An invoice that is to be sent.
#[derive(Args, Debug)]
pub(super) struct SendInvoice {
    /// The invoice's number
    #[arg(value_name = "NUMBER")]
    number: String,
    #[command(flatten)]
    how: How,
}

/// Thanks for the payment of an invoice.
#[derive(Args, Debug)]
pub(super) struct Thank {
    /// The number of the invoice that was paid
    #[arg(value_name = "NUMBER")]
    number: String,
    /// How it travels
    #[arg(long, value_enum, default_value_t = By::Email)]
    channel: By,
    #[command(flatten)]
    how: How,
}

/// `payme statement`.
pub(super) fn statement(command: Statement, session: &mut Session<'_>) -> Result<Answer> {
    let book = session.book()?;
    match command {
        Statement::Show(line) => {
            let (now, sender) = (session.now()?, session.sender(&book)?);
            let client = clients::card(&book, &line.client)?.id;
            let (over, edit) = (Channel::Email, Edit::default());
            let about = About::Statement;
            let prepared = messages::prepare(&book, now, &sender, client, over, about, &edit)?;
            session.answer(&PreparedDocument::new(&prepared, &[]), |page| {
                letter(page, &prepared);
            })
        }
        Statement::Send(line) => {
            let client = clients::card(&book, &line.client)?.id;
            send(
                session,
                book,
                client,
                Channel::Email,
                About::Statement,
                &line.how,
            )
        }
    }
}

/// `payme invoice send`. The mail has the invoice as its text.
pub(super) fn invoice(line: &SendInvoice, session: &mut Session<'_>) -> Result<Answer> {
    let book = session.book()?;
    let found = invoices::show(&book, session.now()?, &line.number)?.invoice;
    let about = About::Invoice(found.id);
    send(
        session,
        book,
        found.client,
        Channel::Email,
        about,
        &line.how,
    )
}

/// `payme payment thank`.
pub(super) fn thank(line: &Thank, session: &mut Session<'_>) -> Result<Answer> {
    let book = session.book()?;
    let found = invoices::show(&book, session.now()?, &line.number)?.invoice;
    let (over, about) = (line.channel.channel(), About::ThankYou(found.id));
    send(session, book, found.client, over, about, &line.how)
}

/// Shows who is asked what would go, and sends it.
fn send(
    session: &mut Session<'_>,
    mut book: Book,
    client: ClientId,
    channel: Channel,
    about: About,
    how: &How,
) -> Result<Answer> {
    let (now, sender) = (session.now()?, session.sender(&book)?);
    let mut edit = Edit::default();
    if !how.yes {
        let shown = messages::prepare(&book, now, &sender, client, channel, about, &edit)?;
        if !session.may_ask {
            return Err(Failure::refused(format!(
                "The {} to {} would be sent, and nobody can be asked.",
                about.purpose().word(),
                shown.client_name
            ))
            .hint("add --yes"));
        }
        let mut page = Page::new(session.format.width);
        letter(&mut page, &shown);
        session.show(page)?;
        if !session.ask(&format!("Send it by {}?", sender.transport))? {
            return Err(Failure::refused("Nothing was sent."));
        }
        edit.seen = Some(shown.seal);
    }
    let delay = Duration::from_secs(how.delay);
    let now = session.now()?;
    let message = messages::send(
        &mut book, now, &sender, client, channel, about, &edit, delay,
    )?;
    wait(delay);
    let stopped = super::outbox::deliver(&mut book, session);
    let message = outbox::show(&book, message.id)?;
    finish(session, &[message], &[], stopped, &sender)
}
