//! Rates, talks and looks at the bank account in JSON: the fields in their order.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::{Day, filled};
use crate::domain::clock::instant_text;
use crate::domain::decimal::plain;
use crate::domain::interest::Rate;
use crate::exchange::document::TalkDocument;

#[derive(Serialize)]
pub(super) struct RateWire<'a> {
    series: &'static str,
    from: Day,
    rate: String,
    source: &'a str,
}

pub(super) fn rate(rate: &Rate) -> RateWire<'_> {
    RateWire {
        series: rate.series.word(),
        from: Day(rate.from),
        rate: plain(rate.rate),
        source: &rate.source,
    }
}

#[derive(Serialize)]
pub(super) struct TalkWire<'a> {
    client: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    invoices: &'a [String],
    on: Day,
    at: String,
    way: &'static str,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    promised_on: Option<Day>,
}

pub(super) fn talk(talk: &TalkDocument) -> TalkWire<'_> {
    TalkWire {
        client: &talk.client,
        invoices: &talk.invoices,
        on: Day(talk.on),
        at: instant_text(talk.at),
        way: talk.way.word(),
        outcome: talk.outcome.word(),
        note: filled(&talk.note),
        promised_on: talk.promised_on.map(Day),
    }
}

#[derive(Serialize)]
pub(super) struct BankCheckWire {
    on: Day,
    at: String,
}

pub(super) fn bank_check((on, at): &(NaiveDate, DateTime<Utc>)) -> BankCheckWire {
    BankCheckWire {
        on: Day(*on),
        at: instant_text(*at),
    }
}
