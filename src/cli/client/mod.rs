//! `payme client`: who is billed.

mod write;

use clap::{Args, Subcommand};

use crate::cli::args::{Paging, list_text};
use crate::cli::document::{ClientsDocument, client_document, client_row};
use crate::cli::due::{late, sums};
use crate::cli::invoice::invoice_table;
use crate::cli::print::{Answer, Column, Page, Table};
use crate::cli::session::Session;
use crate::domain::party::{Client as Card, Contact, InterestTerms};
use crate::domain::views::ClientDetail;
use crate::failure::Result;
use crate::usecases::clients;

/// Who is billed.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Client {
    /// Add a client, from JSON or from options
    Add(Box<write::Add>),
    /// List clients with what they owe
    List(List),
    /// Show one client
    Show(Show),
    /// Change a client: what is not said stays as it is
    Edit(Box<write::Edit>),
    /// Say whether runs without a person may write to clients
    Unattended(write::Unattended),
    /// Put a client out of sight; nothing of it is lost
    Archive(write::Archive),
    /// Delete a client that has no invoices and no messages
    Delete(write::Delete),
}

#[derive(Args, Debug)]
pub(super) struct List {
    /// Only those whose key, name, contact or address has these words
    #[arg(long, value_name = "WORDS", default_value = "")]
    filter: String,
    /// Archived clients too
    #[arg(long)]
    archived: bool,
    #[command(flatten)]
    paging: Paging,
}

#[derive(Args, Debug)]
pub(super) struct Show {
    /// The client's key
    #[arg(value_name = "KEY")]
    key: String,
}

pub(in crate::cli) fn run(command: Client, session: &mut Session<'_>) -> Result<Answer> {
    match command {
        Client::Add(line) => write::add(&line, session),
        Client::List(line) => list(&line, session),
        Client::Show(line) => show(&line, session),
        Client::Edit(line) => write::edit(&line, session),
        Client::Unattended(line) => write::unattended(&line, session),
        Client::Archive(line) => write::archive(&line, session),
        Client::Delete(line) => write::delete(&line, session),
    }
}

fn list(line: &List, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let book = session.book()?;
    let (after, limit) = (line.paging.after.as_deref(), line.paging.limit());
    let page = clients::list(&book, now, &line.filter, line.archived, after, limit)?;
    let cards: Vec<Card> = page
        .rows
        .iter()
        .map(|row| clients::card(&book, &row.key))
        .collect::<Result<_>>()?;
    let rows = cards.iter().zip(&page.rows);
    let document = ClientsDocument {
        clients: rows.map(|(card, row)| client_row(card, row)).collect(),
        next: page.next.as_deref(),
    };
    session.answer(&document, |text| {
        let mut table = Table::new(&[
            Column::fixed("key"),
            Column::flexible("name"),
            Column::fixed("country"),
            Column::figure("open"),
            Column::figure("late"),
            Column::fixed(""),
            Column::figure("balance"),
        ]);
        for row in &page.rows {
            let mark = match (row.archived, row.held) {
                (true, _) => "archived",
                (false, true) => "held",
                (false, false) => "",
            };
            table.row([
                row.key.clone(),
                row.name.clone(),
                row.country.clone(),
                row.open_count.to_string(),
                row.overdue_count.to_string(),
                mark.into(),
                sums(&row.open),
            ]);
        }
        list_text(text, &table, page.next.as_deref(), "client");
    })
}

fn show(line: &Show, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let book = session.book()?;
    let detail = clients::show(&book, now, &line.key)?;
    session.answer(&client_document(&detail, None), |page| text(page, &detail))
}

fn text(page: &mut Page, detail: &ClientDetail) {
    let client = &detail.client;
    page.line(format!("{} ({})", client.name, client.key));
    page.pairs(&pairs(detail));
    if !client.contacts.is_empty() {
        page.heading("Contacts");
        page.table(&contacts(&client.contacts));
    }
    crate::cli::reminder::holds_text(page, &detail.holds);
    if !detail.invoices.is_empty() {
        page.heading("Invoices");
        page.table(&invoice_table(&detail.invoices));
    }
    if !detail.payments.is_empty() {
        page.heading("Payments");
        page.table(&crate::cli::payment::payment_table(&detail.payments));
    }
    if !detail.messages.is_empty() {
        page.heading("Messages");
        page.table(&crate::cli::outbox::message_table(&detail.messages));
    }
}

fn unattended_words(client: &Card) -> String {
    let marked = "runs without a person may write to it";
    let marked = Some(marked).filter(|_| client.reminding.unattended);
    marked.unwrap_or_default().to_owned()
}

/// What was agreed, where it is not the law's.
fn interest_words(terms: InterestTerms) -> String {
    match terms {
        InterestTerms::Law => String::new(),
        InterestTerms::None => "none".to_owned(),
        InterestTerms::Contract(_) => format!("{} % a year", terms.word()),
    }
}

/// What the card says, and the figures.
fn pairs(detail: &ClientDetail) -> [(&'static str, String); 15] {
    let client = &detail.client;
    [
        ("Address", client.address.join(", ")),
        ("Country", client.country.clone()),
        ("Tax id", client.tax_id.clone()),
        (
            "Kind",
            if client.business {
                "business"
            } else {
                "consumer"
            }
            .into(),
        ),
        (
            "Terms",
            format!(
                "{} days, {}, in {}",
                client.terms_days, client.currency, client.language
            ),
        ),
        (
            "Policy",
            format!("{} by {}", client.policy, client.reminding.wish.word()),
        ),
        ("No SMS", client.reminding.no_sms.clone()),
        ("Unattended", unattended_words(client)),
        ("Interest", interest_words(client.reminding.interest)),
        ("Note", client.note.clone()),
        (
            "Orders",
            if client.wants_order {
                "wants a purchase order number on every invoice".into()
            } else {
                String::new()
            },
        ),
        (
            "Client since",
            detail.since.map_or_else(String::new, |day| day.to_string()),
        ),
        ("Open", sums(&detail.open)),
        ("Billed this year", sums(&detail.billed)),
        (
            "Pays after",
            detail
                .pays_after
                .map_or_else(String::new, |days| format!("{days} days")),
        ),
    ]
}

fn contacts(contacts: &[Contact]) -> Table {
    let mut table = Table::new(&[
        Column::fixed("role"),
        Column::flexible("name"),
        Column::flexible("e-mail"),
        Column::fixed("phone"),
    ]);
    for contact in contacts {
        table.row([
            contact.role.word().into(),
            contact.name.clone(),
            contact.email.clone(),
            contact.phone.clone(),
        ]);
    }
    table
}

/// Days late of an open balance; nothing where nothing is open.
pub(in crate::cli) fn late_words(open: bool, days: i64) -> String {
    if open { late(days) } else { String::new() }
}
