//! `payme policy`: the ladders of reminders.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::print::{Answer, Column, Page, Table};
use super::session::{Session, read_document};
use crate::domain::policy::{Policy as Ladder, Stage};
use crate::exchange::{reader, writer};
use crate::failure::Result;
use crate::usecases::{exchange, policies};

/// The ladders of reminders.
#[derive(Debug, Subcommand)]
pub(super) enum Policy {
    /// List policies with their stages
    List,
    /// Show one policy
    Show(Show),
    /// Make or change a policy from JSON fields
    Set(Set),
}

#[derive(Args, Debug)]
pub(super) struct Show {
    /// The policy's key
    #[arg(value_name = "KEY")]
    key: String,
}

#[derive(Args, Debug)]
pub(super) struct Set {
    /// A file of JSON fields with the policy's key, or - for standard input; a field that is
    /// missing stays as it is
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
}

#[derive(Serialize)]
struct PoliciesDocument<T> {
    policies: Vec<T>,
}

pub(super) fn run(command: Policy, session: &mut Session<'_>) -> Result<Answer> {
    match command {
        Policy::List => {
            let list = policies::list(&session.book()?)?;
            let document = PoliciesDocument {
                policies: list.iter().map(writer::policy).collect(),
            };
            session.answer(&document, |page| {
                for policy in &list {
                    page.gap();
                    text(page, policy);
                }
            })
        }
        Policy::Show(line) => {
            let policy = policies::show(&session.book()?, &line.key)?;
            session.answer(&writer::policy(&policy), |page| text(page, &policy))
        }
        Policy::Set(line) => set(&line, session),
    }
}

fn set(line: &Set, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let bytes = read_document(&line.from)?;
    let mut book = session.book()?;
    let known = exchange::known(&book, now)?;
    let policy = reader::read_policy(&bytes, &known)?;
    policies::set(&mut book, now, &policy)?;
    let policy = policies::show(&book, &policy.key)?;
    session.answer(&writer::policy(&policy), |page| text(page, &policy))
}

fn text(page: &mut Page, policy: &Ladder) {
    page.line(format!("{} ({})", policy.name, policy.key));
    page.line(format!(
        "At least {} days between messages to a client; after {} reminders you decide.",
        policy.interval_days, policy.cap
    ));
    if !policy.minimum.is_zero() {
        page.line(format!(
            "No reminder for less than {}.",
            policy.minimum.normalize()
        ));
    }
    if policy.stages.is_empty() {
        page.line("It has no stages: nobody is reminded by it.");
        return;
    }
    let mut table = Table::new(&[
        Column::figure("day"),
        Column::fixed("stage"),
        Column::fixed("tone"),
        Column::fixed("by"),
        Column::flexible(""),
    ]);
    for stage in &policy.stages {
        table.row([
            format!("{:+}", stage.days),
            stage.name.clone(),
            stage.tone.word().into(),
            stage.channel.word().into(),
            notes(stage).join(", "),
        ]);
    }
    page.table(&table);
}

/// What is said of a stage beside its day, tone and channel.
fn notes(stage: &Stage) -> Vec<&'static str> {
    let notes = [
        (!stage.enabled, "off"),
        (stage.interest, "names the interest"),
        (stage.unattended, "may go unattended"),
    ];
    notes
        .into_iter()
        .filter(|(is, _)| *is)
        .map(|(_, note)| note)
        .collect()
}
