//! `payme invoice timeline`: everything that was said and heard about one invoice.

use serde::Serialize;

use super::Show;
use crate::cli::print::{Answer, Column, Table};
use crate::cli::session::Session;
use crate::domain::clock::instant_text;
use crate::domain::views::{Moment, MomentKind};
use crate::failure::Result;
use crate::usecases::timeline;

#[derive(Serialize)]
struct TimelineDocument<'a> {
    #[serde(rename = "ref")]
    reference: &'a str,
    moments: Vec<MomentDocument<'a>>,
}

#[derive(Serialize)]
struct MomentDocument<'a> {
    on: String,
    at: Option<String>,
    kind: &'static str,
    text: &'a str,
    message: Option<i64>,
}

fn document(moment: &Moment) -> MomentDocument<'_> {
    MomentDocument {
        on: moment.on.to_string(),
        at: moment.at.map(instant_text),
        kind: moment.kind.word(),
        text: &moment.text,
        message: moment.message.map(|id| id.0),
    }
}

pub(super) fn timeline(line: &Show, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let moments = timeline::of(&session.book()?, now, &line.reference)?;
    let all = TimelineDocument {
        reference: &line.reference,
        moments: moments.iter().map(document).collect(),
    };
    let clock = session.settings()?.clock;
    session.answer(&all, |page| {
        if moments.is_empty() {
            page.line("Nothing has happened yet.");
            return;
        }
        let mut table = Table::new(&[
            Column::fixed("day"),
            Column::fixed("time"),
            Column::fixed("what"),
            Column::figure("message"),
            Column::flexible("words"),
        ]);
        for moment in &moments {
            let what = match moment.kind {
                MomentKind::Attempt => "try".to_owned(),
                // Its words begin with it.
                MomentKind::Issued | MomentKind::Due => String::new(),
                MomentKind::Message
                | MomentKind::Skipped
                | MomentKind::Talk
                | MomentKind::Hold
                | MomentKind::HoldOver
                | MomentKind::HoldLifted
                | MomentKind::Payment
                | MomentKind::CreditNote
                | MomentKind::Ended => moment.kind.word().replace('_', " "),
            };
            table.row([
                moment.on.to_string(),
                moment.at.map_or_else(String::new, |at| {
                    at.with_timezone(&clock.offset(at))
                        .format("%H:%M")
                        .to_string()
                }),
                what,
                moment.message.map_or_else(String::new, |id| id.to_string()),
                moment.text.clone(),
            ]);
        }
        page.table(&table);
    })
}
