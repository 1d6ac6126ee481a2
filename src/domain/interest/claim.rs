//! What is owed for one debt until a day.

use chrono::{Datelike, Days, NaiveDate};
use rust_decimal::Decimal;

use super::{Rates, Rule, Series, half_year};
use crate::domain::currency::Currency;
use crate::domain::invoice::Invoice;
use crate::domain::money::Money;
use crate::failure::{Failure, Result};

/// What was owed, since when, and what took from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Debt {
    /// What was billed, tax included.
    pub amount: Money,
    /// The day by which it had to be paid.
    pub due_on: NaiveDate,
    /// Payments and credit notes, in any order.
    pub reductions: Vec<Reduction>,
}

/// What made a debt smaller, from the day after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reduction {
    /// The day that it came.
    pub on: NaiveDate,
    /// Minor units of the debt's currency; what went back to the client is negative.
    pub minor: i64,
}

impl Debt {
    /// Of an invoice, with every entry among its payments and the credit notes on it; `None` when
    /// nobody owes anything on it.
    #[must_use]
    pub fn of(invoice: &Invoice, reductions: Vec<Reduction>) -> Option<Self> {
        let due_on = invoice.due_on?;
        let asks = invoice.number.is_some() && invoice.kind.asks_for_money();
        asks.then(|| Self {
            amount: invoice.money(invoice.gross),
            due_on,
            reductions,
        })
    }

    /// What was still owed at the beginning of a day, minor units: what came on the day itself
    /// counts from the next.
    fn owed_on(&self, day: NaiveDate) -> i64 {
        let came = self.reductions.iter().filter(|one| one.on < day);
        came.fold(self.amount.minor(), |owed, one| {
            owed.saturating_sub(one.minor)
        })
    }
}

/// Days in a row with one rate and one amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The first day that bears interest.
    pub from: NaiveDate,
    /// The last one.
    pub until: NaiveDate,
    /// Percent a year, points included.
    pub rate: Decimal,
    /// What it runs on.
    pub amount: Money,
}

impl Segment {
    /// How many days there are: 1 or more.
    #[must_use]
    pub fn days(&self) -> i64 {
        (self.until - self.from).num_days().saturating_add(1)
    }
}

/// What a client owes for paying one debt late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The rule that it rests on.
    pub rule: Rule,
    /// How many days bear interest.
    pub days: i64,
    /// How it adds up, in the order of the days. Never empty.
    pub segments: Vec<Segment>,
    /// The interest until the day, rounded once, half away from zero.
    pub interest: Money,
    /// What one more day adds: of what is owed now, at the rate of the last day. Zero once all is
    /// paid.
    pub per_day: Money,
    /// The fixed sum of the law, for the debt as it was when it fell due.
    pub fixed: Option<Money>,
    /// The currency of a fixed sum that the law knows, but that is left out as the debt is in another.
    pub fixed_elsewhere: Option<Currency>,
    /// Interest and fixed sum.
    pub total: Money,
    /// The day from which the newest rate holds that was used; a contract has none.
    pub rates_of: Option<NaiveDate>,
    /// Whether a half-year has begun for which no rate is known: then the newest one is used on.
    pub stale: bool,
}

impl Claim {
    /// Percent a year on the last day.
    #[must_use]
    pub fn rate(&self) -> Decimal {
        self.segments
            .last()
            .map_or(Decimal::ZERO, |segment| segment.rate)
    }
}

/// What is owed for a debt until a day, that day included; `None` when it was not late, or is
/// nothing.
///
/// # Errors
/// Refused, when no rate is known for a part of the time, or a sum does not fit.
pub fn claim(debt: &Debt, rule: Rule, rates: &Rates, until: NaiveDate) -> Result<Option<Claim>> {
    let mut used = Used::default();
    let segments = segments(debt, rule, rates, until, &mut used)?;
    let (Some(first), Some(last)) = (segments.first(), segments.last()) else {
        return Ok(None);
    };
    let currency = debt.amount.currency();
    let mut sum = Sum::default();
    for segment in &segments {
        sum.add(rule, segment).ok_or_else(|| too_large(currency))?;
    }
    let interest = sum.rounded(currency)?;
    let fixed = rule.fixed_sum(first.amount);
    let fixed_elsewhere = rule.fixed_currency().filter(|_| fixed.is_none());
    let mut per_day = Money::zero(currency);
    if let Some(next) = until.succ_opt() {
        let owed = debt.owed_on(next);
        if owed > 0 {
            let day = Segment {
                from: until,
                until,
                rate: last.rate,
                amount: Money::new(owed, currency),
            };
            let mut sum = Sum::default();
            sum.add(rule, &day).ok_or_else(|| too_large(currency))?;
            per_day = sum.rounded(currency)?;
        }
    }
    let total = fixed.map_or(Ok(interest), |fixed| interest.plus(fixed))?;
    Ok(Some(Claim {
        rule,
        days: segments.iter().map(Segment::days).sum(),
        interest,
        per_day,
        fixed,
        fixed_elsewhere,
        total,
        rates_of: used.newest,
        stale: used.stale,
        segments,
    }))
}

/// Which rates a claim rests on.
#[derive(Default)]
struct Used {
    newest: Option<NaiveDate>,
    stale: bool,
}

fn segments(
    debt: &Debt,
    rule: Rule,
    rates: &Rates,
    until: NaiveDate,
    used: &mut Used,
) -> Result<Vec<Segment>> {
    let Some(first) = debt.due_on.succ_opt() else {
        return Ok(Vec::new());
    };
    let mut starts: Vec<NaiveDate> = vec![first];
    starts.extend(debt.reductions.iter().filter_map(|one| one.on.succ_opt()));
    if let (Some(series), false) = (rule.series(), rule.is_fixed_at_due()) {
        starts.extend(rates.of(series).map(|rate| rate.from));
    }
    starts.retain(|day| *day >= first && *day <= until);
    starts.sort_unstable();
    starts.dedup();
    let ends = starts.iter().skip(1).map(|next| *next - Days::new(1));
    let ends: Vec<NaiveDate> = ends.chain([until]).collect();
    let mut segments = Vec::new();
    for (from, until) in starts.iter().copied().zip(ends) {
        let owed = debt.owed_on(from);
        if owed <= 0 {
            continue;
        }
        let mut rate = rule.points();
        if let Some(series) = rule.series() {
            let (day, last) = if rule.is_fixed_at_due() {
                (debt.due_on, debt.due_on)
            } else {
                (from, until)
            };
            let found = rates.on(series, day).ok_or_else(|| unknown(series, day))?;
            used.newest = used.newest.max(Some(found.from));
            used.stale |= rates.is_stale(series, last);
            rate = rate
                .checked_add(found.rate)
                .ok_or_else(|| too_large(debt.amount.currency()))?;
        }
        // A negative reference rate takes from the points (BGB 247 has no floor for it), but nobody
        // is paid for paying late.
        if rate > Decimal::ZERO {
            segments.push(Segment {
                from,
                until,
                rate,
                amount: Money::new(owed, debt.amount.currency()),
            });
        }
    }
    Ok(segments)
}

fn unknown(series: Series, day: NaiveDate) -> Failure {
    Failure::refused(format!(
        "The {} of {day} is not known, so the interest cannot be worked out.",
        series.name()
    ))
    .hint(format!(
        "enter it: payme rate add {} --from {} --rate PERCENT --source WHERE",
        series.word(),
        half_year(day)
    ))
}

fn too_large(currency: Currency) -> Failure {
    Failure::refused(format!(
        "The interest is larger than this program can work out in {currency}."
    ))
    .hint("check the amount and the due date of the invoice")
}

/// An exact sum: amount × days × rate of the days of ordinary years, and of those of 366 days.
#[derive(Default)]
struct Sum {
    ordinary: Decimal,
    leap: Decimal,
}

impl Sum {
    /// Adds the days of a segment; `None` when it does not fit.
    fn add(&mut self, rule: Rule, segment: &Segment) -> Option<()> {
        let amount = segment.amount.to_decimal().checked_mul(segment.rate)?;
        let mut from = segment.from;
        while from <= segment.until {
            let last = NaiveDate::from_ymd_opt(from.year(), 12, 31)?.min(segment.until);
            let days = Decimal::from((last - from).num_days().checked_add(1)?);
            let part = amount.checked_mul(days)?;
            let sum = match rule.year_days(from) {
                366 => &mut self.leap,
                _ => &mut self.ordinary,
            };
            *sum = sum.checked_add(part)?;
            let Some(next) = last.succ_opt() else { break };
            from = next;
        }
        Some(())
    }

    fn rounded(&self, currency: Currency) -> Result<Money> {
        // Over one denominator, so that only one division rounds.
        let over = || {
            let ordinary = self.ordinary.checked_mul(Decimal::from(366))?;
            let leap = self.leap.checked_mul(Decimal::from(365))?;
            let percent_days = Decimal::from(365 * 366 * 100);
            ordinary.checked_add(leap)?.checked_div(percent_days)
        };
        Money::round(over().ok_or_else(|| too_large(currency))?, currency)
    }
}
