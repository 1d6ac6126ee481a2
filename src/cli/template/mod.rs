//! `payme template`: what messages say.

mod edit;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::print::{Answer, Column, Page, Table};
use super::session::{Session, read_document};
use crate::domain::message::StoredTemplate;
use crate::domain::policy::Channel;
use crate::domain::wording::VARIABLES;
use crate::exchange::{reader, writer};
use crate::failure::{Failure, Result};
use crate::usecases::templates::{self, Name, Origin, name};
use crate::usecases::{clients, exchange};

/// What messages say.
#[derive(Debug, Subcommand)]
pub(super) enum Template {
    /// List templates by kind, channel and language, those of single clients last
    List,
    /// Show one template: what all clients get, or one client
    Show(One),
    /// Make or change a template from JSON fields; it is tried out before it is saved
    Set(Set),
    /// Change a template in your editor; it is saved when it can be filled
    Edit(One),
    /// Go back to the words that payme came with, or remove a client's own
    Reset(One),
    /// Say whether a template can be filled, for one invoice and for several
    Check(One),
    /// Show what a template says about a client or an invoice of the book
    Preview(Preview),
    /// List what templates may name
    Variables,
}

#[derive(Args, Debug)]
pub(super) struct One {
    /// The template's name: KIND/CHANNEL/LANGUAGE, such as firm/email/de
    #[arg(value_name = "NAME")]
    name: Name,
    /// The client that alone gets it
    #[arg(long, value_name = "KEY", default_value = "")]
    client: String,
}

#[derive(Args, Debug)]
pub(super) struct Set {
    /// A file of JSON fields (kind, channel, language, subject, body, client), or - for standard
    /// input
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// The client that alone gets it
    #[arg(long, value_name = "KEY")]
    client: Option<String>,
}

#[derive(Args, Debug)]
pub(super) struct Preview {
    /// The template's name: KIND/CHANNEL/LANGUAGE, such as firm/email/de
    #[arg(value_name = "NAME")]
    name: Name,
    /// About what this client has open
    #[arg(long, value_name = "KEY", conflicts_with = "invoice")]
    client: Option<String>,
    /// About this invoice
    #[arg(long, value_name = "NUMBER")]
    invoice: Option<String>,
}

#[derive(Serialize)]
struct TemplatesDocument<T> {
    templates: Vec<T>,
}

/// A template in the list: as the JSON of a book has it, and whose words they are.
#[derive(Serialize)]
struct ListedDocument<T> {
    #[serde(flatten)]
    template: T,
    origin: &'static str,
}

#[derive(Serialize)]
struct CheckedDocument {
    name: String,
    good: bool,
}

#[derive(Serialize)]
struct PreviewDocument<'a> {
    name: String,
    sample: bool,
    subject: &'a str,
    body: &'a str,
}

#[derive(Serialize)]
struct VariablesDocument {
    variables: Vec<VariableDocument>,
}

#[derive(Serialize)]
struct VariableDocument {
    name: &'static str,
    what: &'static str,
}

pub(super) fn run(command: Template, session: &mut Session<'_>) -> Result<Answer> {
    match command {
        Template::List => list(session),
        Template::Show(line) => {
            let template = templates::show(&session.book()?, &line.client, &line.name)?;
            answer(session, &template)
        }
        Template::Set(line) => set(&line, session),
        Template::Edit(line) => edit::edit(&line, session),
        Template::Reset(line) => {
            let now = session.now()?;
            let mut book = session.book()?;
            let template = templates::reset(&mut book, now, &line.client, &line.name)?;
            answer(session, &template)
        }
        Template::Check(line) => check(&line, session),
        Template::Preview(line) => preview(&line, session),
        Template::Variables => variables(session),
    }
}

fn list(session: &mut Session<'_>) -> Result<Answer> {
    let templates = templates::list(&session.book()?)?;
    let document = TemplatesDocument {
        templates: templates
            .iter()
            .map(|(template, origin)| ListedDocument {
                template: writer::template(template),
                origin: word(*origin),
            })
            .collect(),
    };
    session.answer(&document, |page| {
        let mut table = Table::new(&[
            Column::fixed("name"),
            Column::fixed("client"),
            Column::fixed("text"),
            Column::flexible("begins with"),
        ]);
        for (template, origin) in &templates {
            table.row([
                name(template),
                template.client.clone(),
                word(*origin).to_owned(),
                beginning(template),
            ]);
        }
        page.table(&table);
    })
}

const fn word(origin: Origin) -> &'static str {
    match origin {
        Origin::Ours => "ours",
        Origin::Yours => "yours",
    }
}

/// The subject, of a text message its first line.
fn beginning(template: &StoredTemplate) -> String {
    match template.channel {
        Channel::Email => template.subject.clone(),
        Channel::Sms => template.body.lines().next().unwrap_or_default().to_owned(),
    }
}

fn set(line: &Set, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let bytes = read_document(&line.from)?;
    let mut book = session.book()?;
    let mut template = reader::read_template(&bytes, &exchange::known(&book, now)?)?;
    if let Some(key) = &line.client {
        clients::card(&book, key)?;
        if !template.client.is_empty() && template.client != *key {
            return Err(Failure::usage(format!(
                "The file names the client \"{}\", and --client another one.",
                template.client
            )));
        }
        template.client.clone_from(key);
    }
    templates::set(&mut book, now, &template)?;
    answer(session, &template)
}

fn check(line: &One, session: &mut Session<'_>) -> Result<Answer> {
    let book = session.book()?;
    let template = templates::show(&book, &line.client, &line.name)?;
    templates::check(&book, &template)?;
    let document = CheckedDocument {
        name: name(&template),
        good: true,
    };
    session.answer(&document, |page| {
        page.line(format!(
            "{} can be filled, for one invoice and for several.",
            document.name
        ));
    })
}

fn preview(line: &Preview, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let book = session.book()?;
    let key = match (&line.client, &line.invoice) {
        (Some(key), _) => key.clone(),
        (None, Some(number)) => {
            let detail = crate::usecases::invoices::show(&book, now, number)?;
            detail.invoice.client_key
        }
        (None, None) => String::new(),
    };
    let template = templates::show(&book, &key, &line.name)?;
    let (client, invoice) = (line.client.as_deref(), line.invoice.as_deref());
    let shown = templates::preview(&book, now, &template, client, invoice)?;
    let document = PreviewDocument {
        name: name(&template),
        sample: shown.sample,
        subject: &shown.text.subject,
        body: &shown.text.body,
    };
    session.answer(&document, |page| {
        if shown.sample {
            page.line("Nothing in the book fits; this is about a made-up invoice.");
            page.gap();
        }
        if !shown.text.subject.is_empty() {
            page.pairs(&[("Subject", shown.text.subject.clone())]);
            page.gap();
        }
        page.text(&shown.text.body, 0);
    })
}

fn variables(session: &Session<'_>) -> Result<Answer> {
    let document = VariablesDocument {
        variables: VARIABLES
            .iter()
            .map(|(name, what)| VariableDocument { name, what })
            .collect(),
    };
    session.answer(&document, |page| {
        let mut table = Table::new(&[Column::fixed("variable"), Column::flexible("what it is")]);
        for (name, what) in VARIABLES {
            table.row([name.to_owned(), what.to_owned()]);
        }
        page.table(&table);
    })
}

fn answer(session: &Session<'_>, template: &StoredTemplate) -> Result<Answer> {
    session.answer(&writer::template(template), |page| text(page, template))
}

fn text(page: &mut Page, template: &StoredTemplate) {
    if template.client.is_empty() {
        page.line(name(template));
    } else {
        page.line(format!("{} of {}", name(template), template.client));
    }
    if template.channel == Channel::Email {
        page.pairs(&[("Subject", template.subject.clone())]);
    }
    page.gap();
    page.text(&template.body, 0);
}
