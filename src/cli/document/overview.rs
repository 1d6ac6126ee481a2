//! What needs the user today, and figures over the book.

use chrono::NaiveDate;
use serde::Serialize;

use super::message::{MessageDocument, message_document};
use super::reminder::{
    CoveredDocument, HoldDocument, ReminderDocument, covered, hold_document, reminder_document,
};
use super::{Amount, amounts, day};
use crate::domain::money::Money;
use crate::domain::views::{AgeBand, Dashboard, MonthSum, Need};
use crate::failure::Result;

/// `due`.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct DueDocument<'a> {
    today: String,
    needs: Vec<NeedDocument<'a>>,
    next: Option<&'a str>,
    outstanding: Vec<Amount>,
    outstanding_count: i64,
    overdue: Vec<Amount>,
    overdue_count: i64,
    oldest_days: i64,
    paid_this_month: Vec<Amount>,
    waiting: i64,
    payments_through: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "need", rename_all = "snake_case")]
enum NeedDocument<'a> {
    Remind {
        reminder: ReminderDocument<'a>,
    },
    Resolve {
        message: MessageDocument<'a>,
    },
    Refused {
        message: MessageDocument<'a>,
    },
    Waiting {
        message: MessageDocument<'a>,
    },
    Decide {
        reminder: ReminderDocument<'a>,
    },
    BrokenPromise {
        client: &'a str,
        hold: HoldDocument<'a>,
        invoices: Vec<CoveredDocument<'a>>,
    },
}

/// The document of a day.
pub(in crate::cli) fn due_document(dashboard: &Dashboard, today: NaiveDate) -> DueDocument<'_> {
    DueDocument {
        today: day(today),
        needs: dashboard
            .needs
            .iter()
            .map(|need| need_document(need, today))
            .collect(),
        next: dashboard.next.as_deref(),
        outstanding: amounts(&dashboard.outstanding),
        outstanding_count: dashboard.outstanding_count,
        overdue: amounts(&dashboard.overdue),
        overdue_count: dashboard.overdue_count,
        oldest_days: dashboard.oldest_days,
        paid_this_month: amounts(&dashboard.paid),
        waiting: dashboard.waiting,
        payments_through: dashboard.payments_through.map(day),
    }
}

fn need_document(need: &Need, today: NaiveDate) -> NeedDocument<'_> {
    match need {
        Need::Remind(row) => NeedDocument::Remind {
            reminder: reminder_document(row, today),
        },
        Need::Resolve(message) => NeedDocument::Resolve {
            message: message_document(message, false),
        },
        Need::Refused(message) => NeedDocument::Refused {
            message: message_document(message, false),
        },
        Need::Waiting(message) => NeedDocument::Waiting {
            message: message_document(message, false),
        },
        Need::Decide(row) => NeedDocument::Decide {
            reminder: reminder_document(row, today),
        },
        Need::BrokenPromise {
            hold,
            client_key,
            invoices,
            ..
        } => NeedDocument::BrokenPromise {
            client: client_key,
            hold: hold_document(hold, Some(client_key), None),
            invoices: invoices.iter().map(covered).collect(),
        },
    }
}

/// `report aging`.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct AgingDocument {
    today: String,
    bands: Vec<BandDocument>,
    total: Vec<Amount>,
}

#[derive(Debug, Serialize)]
struct BandDocument {
    age: &'static str,
    count: i64,
    open: Vec<Amount>,
}

/// The document of the age of debt.
///
/// # Errors
/// Refused, when a sum does not fit.
pub(in crate::cli) fn aging_document(bands: &[AgeBand], today: NaiveDate) -> Result<AgingDocument> {
    let all = bands.iter().flat_map(|band| band.open.iter().copied());
    let band = |band: &AgeBand| BandDocument {
        age: band.label,
        count: band.count,
        open: amounts(&band.open),
    };
    Ok(AgingDocument {
        today: day(today),
        bands: bands.iter().map(band).collect(),
        total: amounts(&sums(all)?),
    })
}

/// One sum a currency, in the order that the currencies come.
///
/// # Errors
/// Refused, when a sum does not fit.
pub(in crate::cli) fn sums(amounts: impl Iterator<Item = Money>) -> Result<Vec<Money>> {
    let mut sums: Vec<Money> = Vec::new();
    for amount in amounts {
        match sums
            .iter_mut()
            .find(|sum| sum.currency() == amount.currency())
        {
            Some(sum) => *sum = sum.plus(amount)?,
            None => sums.push(amount),
        }
    }
    Ok(sums)
}

/// `report revenue`.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct RevenueDocument {
    year: i32,
    currencies: Vec<YearDocument>,
}

#[derive(Debug, Serialize)]
struct YearDocument {
    currency: &'static str,
    paid: String,
    billed: String,
    months: Vec<MonthDocument>,
}

#[derive(Debug, Serialize)]
struct MonthDocument {
    month: String,
    paid: String,
    payments: i64,
    billed: String,
}

/// A currency's year: what was paid and billed in each month.
#[derive(Debug)]
pub(in crate::cli) struct CurrencyYear {
    pub(in crate::cli) paid: Vec<MonthSum>,
    pub(in crate::cli) billed: Vec<MonthSum>,
    pub(in crate::cli) paid_sum: Money,
    pub(in crate::cli) billed_sum: Money,
}

/// The document of a year's revenue.
pub(in crate::cli) fn revenue_document(year: i32, years: &[CurrencyYear]) -> RevenueDocument {
    RevenueDocument {
        year,
        currencies: years.iter().map(year_document).collect(),
    }
}

fn year_document(year: &CurrencyYear) -> YearDocument {
    let months = year.paid.iter().zip(&year.billed);
    YearDocument {
        currency: year.paid_sum.currency().code(),
        paid: year.paid_sum.plain(),
        billed: year.billed_sum.plain(),
        months: months
            .map(|(paid, billed)| MonthDocument {
                month: paid.month.format("%Y-%m").to_string(),
                paid: paid.sum.plain(),
                payments: paid.count,
                billed: billed.sum.plain(),
            })
            .collect(),
    }
}
