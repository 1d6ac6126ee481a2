//! `payme profile`: your name, address, tax number, bank account and defaults.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::print::{Answer, Column, Page, Table};
use super::session::{Session, read_document};
use crate::domain::decimal::plain;
use crate::domain::party::Profile as Card;
use crate::exchange::{reader, writer};
use crate::failure::Result;
use crate::usecases::{exchange, profile};

/// Your name, address, tax number, bank account and defaults.
#[derive(Debug, Subcommand)]
pub(super) enum Profile {
    /// Show the profile
    Show,
    /// Change fields of the profile from JSON
    Set(Set),
    /// List the taxes that the profile can name as its usual one
    Taxes,
}

#[derive(Args, Debug)]
pub(super) struct Set {
    /// A file of JSON fields, or - for standard input; a field that is missing stays as it is
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
}

pub(super) fn run(command: Profile, session: &mut Session<'_>) -> Result<Answer> {
    match command {
        Profile::Show => {
            let card = profile::show(&session.book()?)?;
            session.answer(&writer::profile(&card), |page| text(page, &card))
        }
        Profile::Set(line) => set(&line, session),
        Profile::Taxes => taxes(session),
    }
}

fn set(line: &Set, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let bytes = read_document(&line.from)?;
    let mut book = session.book()?;
    let card = reader::read_profile(&bytes, &exchange::known(&book, now)?)?;
    profile::set(&mut book, now, &card)?;
    let card = profile::show(&book)?;
    session.answer(&writer::profile(&card), |page| text(page, &card))
}

#[derive(Serialize)]
struct TaxesDocument {
    taxes: Vec<TaxDocument>,
}

#[derive(Serialize)]
struct TaxDocument {
    name: String,
    category: &'static str,
    rate: String,
    reason: String,
    usual: bool,
}

fn taxes(session: &mut Session<'_>) -> Result<Answer> {
    let book = session.book()?;
    let (card, presets) = (profile::show(&book)?, profile::taxes(&book)?);
    let named = presets.iter().any(|preset| preset.name == card.usual_tax);
    let document = TaxesDocument {
        taxes: presets
            .into_iter()
            .map(|preset| TaxDocument {
                usual: if named {
                    preset.name == card.usual_tax
                } else {
                    preset.preferred
                },
                name: preset.name,
                category: preset.category.word(),
                rate: plain(preset.rate),
                reason: preset.reason,
            })
            .collect(),
    };
    session.answer(&document, |page| {
        let mut table = Table::new(&[
            Column::fixed("name"),
            Column::fixed("category"),
            Column::figure("rate"),
            Column::fixed(""),
            Column::flexible("words on the invoice"),
        ]);
        for tax in &document.taxes {
            table.row([
                tax.name.clone(),
                tax.category.into(),
                format!("{} %", tax.rate),
                if tax.usual { "usual" } else { "" }.into(),
                tax.reason.clone(),
            ]);
        }
        page.table(&table);
    })
}

fn text(page: &mut Page, card: &Card) {
    let or = |text: &str| {
        if text.is_empty() {
            "–".to_owned()
        } else {
            text.to_owned()
        }
    };
    page.pairs(&[
        ("Name", or(&card.name)),
        ("E-mail", or(&card.email)),
        ("Phone", or(&card.phone)),
        ("Address", or(&card.address.join(", "))),
        ("Country", or(&card.country)),
        ("Tax number", or(&card.tax_id)),
        ("IBAN", or(&card.iban)),
        ("BIC", or(&card.bic)),
        ("Currency", card.currency.code().into()),
        ("Language", card.language.clone()),
        ("Days to pay", card.terms_days.to_string()),
        ("Signature", or(&card.signature)),
        ("Usual tax", or(&card.usual_tax)),
        ("Thanks", card.thank_you.word().to_owned()),
    ]);
}
