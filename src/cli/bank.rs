//! `payme bank`: how old the knowledge of payments is.

use clap::{Args, Subcommand};
use serde::Serialize;

use super::print::Answer;
use super::session::Session;
use crate::domain::freshness::Freshness;
use crate::domain::input::{date_echo, date_past};
use crate::failure::Result;
use crate::usecases::freshness;

/// How old the knowledge of payments is.
#[derive(Debug, Subcommand)]
pub(super) enum Bank {
    /// Note that you have looked at the bank account and entered every payment
    Checked(Checked),
    /// Show through which day payments are known
    Show,
}

#[derive(Args, Debug)]
pub(super) struct Checked {
    /// The day through which you have looked; today when not said
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<String>,
}

#[derive(Serialize)]
struct BankDocument {
    known_through: Option<String>,
    age_days: Option<i64>,
    old: bool,
    paid_on: Option<String>,
    checked_on: Option<String>,
}

pub(super) fn run(command: Bank, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let known = match command {
        Bank::Checked(line) => {
            let on = line.on.as_deref().map(|text| date_past(text, now.today));
            freshness::confirm(&mut book, now, on.transpose()?)?
        }
        Bank::Show => freshness::known_through(&book, now)?,
    };
    let text = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string());
    let document = BankDocument {
        known_through: text(known.through()),
        age_days: known.age(now.today),
        old: known.is_old(now.today),
        paid_on: text(known.paid_on),
        checked_on: text(known.checked_on),
    };
    session.answer(&document, |page| {
        page.line(match (known.through(), known.age(now.today)) {
            (Some(day), Some(age)) => format!(
                "Payments are known through {}, {}.",
                date_echo(day),
                days_ago(age)
            ),
            (Some(_) | None, _) => "Nothing is known of payments yet.".to_owned(),
        });
        if known.is_old(now.today) {
            page.line("Enter what came since, then: payme bank checked");
        }
    })
}

/// "today", "1 day ago", "3 days ago".
fn days_ago(days: i64) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "1 day ago".to_owned(),
        more => format!("{more} days ago"),
    }
}

/// What a batch says when little is known of who has paid by now.
pub(super) fn old_words(known: Freshness, today: chrono::NaiveDate) -> String {
    match (known.through(), known.age(today)) {
        (Some(day), Some(age)) => format!(
            "Payments are known only through {}, {}.",
            date_echo(day),
            days_ago(age)
        ),
        (Some(_) | None, _) => "Nothing is known of payments yet.".to_owned(),
    }
}
