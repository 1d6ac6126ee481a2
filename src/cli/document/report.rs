//! `report tax` and `report clients`.

use serde::Serialize;

use super::day;
use crate::domain::decimal::plain;
use crate::domain::views::{ClientFigures, Period, TaxSum};

/// `report tax`.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct TaxReport {
    year: i32,
    groups: Vec<GroupDocument>,
}

#[derive(Debug, Serialize)]
struct GroupDocument {
    period: String,
    from: String,
    currency: &'static str,
    category: &'static str,
    rate: String,
    base: String,
    tax: String,
    documents: i64,
}

/// `report clients`.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct ClientsReport<'a> {
    year: i32,
    clients: Vec<FiguresDocument<'a>>,
}

#[derive(Debug, Serialize)]
struct FiguresDocument<'a> {
    client: &'a str,
    name: &'a str,
    currency: &'static str,
    billed: String,
    open: String,
    /// Average days from issue to full payment.
    pays_after: Option<i64>,
    decided: i64,
    late: i64,
    late_percent: Option<i64>,
}

/// The document of a year's taxes.
pub(in crate::cli) fn tax_report(year: i32, period: Period, sums: &[TaxSum]) -> TaxReport {
    let group = |sum: &TaxSum| GroupDocument {
        period: period.name(sum.start),
        from: day(sum.start),
        currency: sum.base.currency().code(),
        category: sum.category.word(),
        rate: plain(sum.rate),
        base: sum.base.plain(),
        tax: sum.tax.plain(),
        documents: sum.documents,
    };
    TaxReport {
        year,
        groups: sums.iter().map(group).collect(),
    }
}

/// The document of a year's clients.
pub(in crate::cli) fn clients_report(year: i32, figures: &[ClientFigures]) -> ClientsReport<'_> {
    ClientsReport {
        year,
        clients: figures.iter().map(figures_document).collect(),
    }
}

fn figures_document(figures: &ClientFigures) -> FiguresDocument<'_> {
    FiguresDocument {
        client: &figures.key,
        name: &figures.name,
        currency: figures.billed.currency().code(),
        billed: figures.billed.plain(),
        open: figures.open.plain(),
        pays_after: figures.pays_after,
        decided: figures.decided,
        late: figures.late,
        late_percent: figures.late_percent(),
    }
}
