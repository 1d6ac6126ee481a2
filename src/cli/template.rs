//! `payme template`: what messages say.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::print::{Answer, Column, Page, Table};
use super::session::{Session, read_document};
use crate::domain::message::StoredTemplate;
use crate::domain::policy::Channel;
use crate::exchange::{reader, writer};
use crate::failure::{Failure, Result};
use crate::usecases::{exchange, policies};

/// What messages say.
#[derive(Debug, Subcommand)]
pub(super) enum Template {
    /// List templates by kind, channel and language
    List,
    /// Show one template
    Show(Show),
    /// Make or change a template from JSON fields; it is tried out before it is saved
    Set(Set),
}

#[derive(Args, Debug)]
pub(super) struct Show {
    /// The template's name: KIND/CHANNEL/LANGUAGE, such as firm/email/de
    #[arg(value_name = "NAME")]
    name: String,
}

#[derive(Args, Debug)]
pub(super) struct Set {
    /// A file of JSON fields (kind, channel, language, subject, body), or - for standard input
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
}

#[derive(Serialize)]
struct TemplatesDocument<T> {
    templates: Vec<T>,
}

pub(super) fn run(command: Template, session: &mut Session<'_>) -> Result<Answer> {
    match command {
        Template::List => list(session),
        Template::Show(line) => {
            let template = find(&line.name, session)?;
            session.answer(&writer::template(&template), |page| text(page, &template))
        }
        Template::Set(line) => set(&line, session),
    }
}

fn list(session: &mut Session<'_>) -> Result<Answer> {
    let templates = policies::templates(&session.book()?)?;
    let document = TemplatesDocument {
        templates: templates.iter().map(writer::template).collect(),
    };
    session.answer(&document, |page| {
        let mut table = Table::new(&[Column::fixed("name"), Column::flexible("subject")]);
        for template in &templates {
            table.row([name(template), template.subject.clone()]);
        }
        page.table(&table);
    })
}

fn name(template: &StoredTemplate) -> String {
    format!(
        "{}/{}/{}",
        template.kind,
        template.channel.word(),
        template.language
    )
}

fn find(name: &str, session: &mut Session<'_>) -> Result<StoredTemplate> {
    let parts: Vec<&str> = name.split('/').collect();
    let [kind, channel, language] = parts.as_slice() else {
        return Err(Failure::usage(format!("\"{name}\" is not the name of a template."))
            .hint("write KIND/CHANNEL/LANGUAGE, such as firm/email/de; payme template list shows them"));
    };
    let Some(channel) = Channel::from_word(channel) else {
        return Err(
            Failure::usage(format!("\"{channel}\" is not a channel.")).hint("use email or sms")
        );
    };
    policies::template(&session.book()?, kind, channel, language)
}

fn set(line: &Set, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let bytes = read_document(&line.from)?;
    let mut book = session.book()?;
    let template = reader::read_template(&bytes, &exchange::known(&book, now)?)?;
    policies::set_template(&mut book, now, &template)?;
    session.answer(&writer::template(&template), |page| text(page, &template))
}

fn text(page: &mut Page, template: &StoredTemplate) {
    page.line(name(template));
    page.pairs(&[("Subject", template.subject.clone())]);
    page.gap();
    page.text(&template.body, 0);
}
