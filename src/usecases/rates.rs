//! Interest rates: those that came with payme, and the user's own.

use chrono::NaiveDate;

use crate::domain::clock::Now;
use crate::domain::decimal::plain;
use crate::domain::interest::{Rate, Rates, Series, half_year};
use crate::domain::text;
use crate::failure::{Failure, Result};
use crate::store::{Book, Undo};

/// How new the rates of one series are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Age {
    /// The series.
    pub series: Series,
    /// The day from which its newest rate holds.
    pub newest: Option<NaiveDate>,
    /// The half-year that has begun without a rate.
    pub missing: Option<NaiveDate>,
}

/// Every rate.
///
/// # Errors
/// Book, when it cannot be read.
pub fn list(book: &Book) -> Result<Rates> {
    book.view().rates()
}

/// How new each series is on a day.
#[must_use]
pub fn ages(rates: &Rates, today: NaiveDate) -> Vec<Age> {
    let age = |series: &Series| Age {
        series: *series,
        newest: rates.of(*series).last().map(|rate| rate.from),
        missing: rates.is_stale(*series, today).then(|| half_year(today)),
    };
    Series::ALL.iter().map(age).collect()
}

/// The series that the business needs, by the country of the freelancer: whose rates it is told of
/// when they get old.
///
/// # Errors
/// Book, when it cannot be read.
pub fn needed(book: &Book) -> Result<Option<Series>> {
    use crate::domain::interest::{Rule, Terms};
    let profile = book.view().profile()?;
    let rule = Rule::of(Terms {
        country: &profile.country,
        business: true,
        agreed: crate::domain::party::InterestTerms::Law,
    });
    Ok(rule.and_then(Rule::series))
}

/// Enters a rate of the user's own; it takes the place of one of the same day.
///
/// # Errors
/// Usage, when its day does not begin a half-year or it is no percentage; refused, when nothing says
/// where it comes from.
pub fn add(book: &mut Book, now: Now, rate: &Rate) -> Result<Rate> {
    let rate = Rate {
        source: text::one_line(&rate.source).trim().to_owned(),
        own: true,
        ..rate.clone()
    };
    rate.check()?;
    if rate.source.is_empty() {
        return Err(Failure::refused("A rate needs its source.")
            .hint("say who published it, such as \"Deutsche Bundesbank\""));
    }
    book.change(now, Undo::Possible, |tx| {
        let rates = tx.rates()?;
        let same = rates.of(rate.series).find(|one| one.from == rate.from);
        let line = if same == Some(&rate) {
            String::new()
        } else {
            tx.set_own_rate(&rate)?;
            format!(
                "Entered the {} of {}: {} %",
                rate.series.name(),
                rate.from,
                plain(rate.rate)
            )
        };
        Ok((rate.clone(), line))
    })
}

/// Removes a rate of the user's own; ours of the same day takes its place again.
///
/// # Errors
/// Refused, when there is none, or it came with payme.
pub fn remove(book: &mut Book, now: Now, series: Series, from: NaiveDate) -> Result<()> {
    book.change(now, Undo::Possible, |tx| {
        tx.remove_own_rate(series, from)?;
        Ok(((), format!("Removed the {} of {from}", series.name())))
    })
}
