//! A client: its card, and what it owes.

use serde::Serialize;

use super::{Amount, amounts, day};
use crate::domain::client_card::Finding;
use crate::domain::party::{Client, Hold};
use crate::domain::views::{ClientDetail, ClientRow};
use crate::exchange::writer;

/// `client list`.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct ClientsDocument<'a, C> {
    pub(in crate::cli) clients: Vec<ClientDocument<'a, C>>,
    pub(in crate::cli) next: Option<&'a str>,
}

/// A client with its figures. The fields of the card are those of an import.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct ClientDocument<'a, C> {
    #[serde(flatten)]
    card: C,
    open: Vec<Amount>,
    open_count: i64,
    overdue_count: i64,
    held: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    warnings: Option<Vec<WarningDocument<'a>>>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    more: Option<More<'a>>,
}

/// What only one client's own page has.
#[derive(Debug, Serialize)]
struct More<'a> {
    billed_this_year: Vec<Amount>,
    pays_after_days: Option<i64>,
    since: Option<String>,
    holds: Vec<RestDocument<'a>>,
    invoices: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct RestDocument<'a> {
    id: i64,
    kind: &'static str,
    until: Option<String>,
    reason: &'a str,
}

/// What is to be looked at in a card that was saved.
#[derive(Debug, Serialize)]
struct WarningDocument<'a> {
    path: &'a str,
    text: &'a str,
}

fn warning(finding: &Finding) -> WarningDocument<'_> {
    WarningDocument {
        path: &finding.path,
        text: &finding.text,
    }
}

/// The document of a row of the list.
pub(in crate::cli) fn client_row<'a>(
    client: &'a Client,
    row: &ClientRow,
) -> ClientDocument<'a, impl Serialize + 'a> {
    ClientDocument {
        card: writer::client_answer(client),
        open: amounts(&row.open),
        open_count: row.open_count,
        overdue_count: row.overdue_count,
        held: row.held,
        warnings: None,
        more: None,
    }
}

/// The document of one client.
pub(in crate::cli) fn client_document<'a>(
    detail: &'a ClientDetail,
    warnings: Option<&'a [Finding]>,
) -> ClientDocument<'a, impl Serialize + 'a> {
    let count = |test: &dyn Fn(i64) -> bool| {
        let open = detail.invoices.iter().filter(|row| row.open.is_positive());
        i64::try_from(open.filter(|row| test(row.days_late)).count()).unwrap_or(i64::MAX)
    };
    ClientDocument {
        card: writer::client_answer(&detail.client),
        open: amounts(&detail.open),
        open_count: count(&|_| true),
        overdue_count: count(&|days| days > 0),
        held: !detail.holds.is_empty(),
        warnings: warnings.map(|list| list.iter().map(warning).collect()),
        more: Some(More {
            billed_this_year: amounts(&detail.billed),
            pays_after_days: detail.pays_after,
            since: detail.since.map(day),
            holds: detail.holds.iter().map(rest).collect(),
            invoices: detail
                .invoices
                .iter()
                .map(|row| row.reference.as_str())
                .collect(),
        }),
    }
}

fn rest(hold: &Hold) -> RestDocument<'_> {
    RestDocument {
        id: hold.id.0,
        kind: hold.kind.word(),
        until: hold.until.map(day),
        reason: &hold.reason,
    }
}
