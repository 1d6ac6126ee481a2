//! Series of numbers, services and schedules in JSON.

use serde::Serialize;

use super::Day;
use super::invoice::{TaxWire, price};
use crate::domain::decimal::plain;
use crate::domain::invoice::InvoiceKind;
use crate::domain::recurrence::Recurrence;
use crate::domain::service::Service;
use crate::domain::wording::document::Words;
use crate::exchange::document::SeriesDocument;

#[derive(Serialize)]
pub(super) struct SeriesWire<'a> {
    key: &'a str,
    pattern: String,
    reset: &'static str,
    start: u64,
    kinds: Vec<&'static str>,
}

pub(super) fn series(document: &SeriesDocument) -> SeriesWire<'_> {
    let series = &document.series;
    SeriesWire {
        key: &series.key,
        pattern: series.pattern.to_string(),
        reset: series.reset.word(),
        start: series.start,
        kinds: document
            .kinds
            .iter()
            .copied()
            .map(InvoiceKind::word)
            .collect(),
    }
}

#[derive(Serialize)]
pub(super) struct TextWire<'a> {
    kind: &'static str,
    language: &'static str,
    body: &'a str,
}

pub(super) fn text(words: &Words) -> TextWire<'_> {
    TextWire {
        kind: words.kind.word(),
        language: words.language.word(),
        body: &words.body,
    }
}

#[derive(Serialize)]
pub(super) struct ServiceWire<'a> {
    description: &'a str,
    unit: &'a str,
    unit_price: String,
    currency: &'static str,
    tax: TaxWire<'a>,
}

pub(super) fn service(service: &Service) -> ServiceWire<'_> {
    ServiceWire {
        description: &service.description,
        unit: &service.unit,
        unit_price: price(service.unit_price, service.currency),
        currency: service.currency.code(),
        tax: TaxWire {
            category: service.category.word(),
            rate: plain(service.rate),
            reason: &service.reason,
        },
    }
}

#[derive(Serialize)]
pub(super) struct ScheduleWire {
    every: String,
    first_on: Day,
    next_on: Day,
    until_on: Option<Day>,
    automatic: bool,
    paused: bool,
}

pub(super) fn schedule(recurrence: &Recurrence) -> ScheduleWire {
    let schedule = &recurrence.schedule;
    ScheduleWire {
        every: schedule.every.text(),
        first_on: Day(schedule.first_on),
        next_on: Day(recurrence.next_on),
        until_on: schedule.until_on.map(Day),
        automatic: recurrence.automatic,
        paused: recurrence.paused,
    }
}
