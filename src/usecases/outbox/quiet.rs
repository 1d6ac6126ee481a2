//! Quiet hours of a message that is about to leave.

use chrono::{DateTime, Utc, Weekday};

use crate::domain::country::weekend;
use crate::domain::ids::OutboxId;
use crate::domain::quiet::LocalQuiet;
use crate::failure::Result;
use crate::store::View;

/// Until when a message is held, and in which words; `None` when it may go.
pub(super) fn held(
    view: &View<'_>,
    id: OutboxId,
    quiet: &LocalQuiet,
    at: DateTime<Utc>,
) -> Result<Option<(DateTime<Utc>, String)>> {
    if quiet.quiet.is_none() {
        return Ok(None);
    }
    let (own, client) = view.countries_of(id)?;
    Ok(quiet.until(at, rest_days(&own, &client)))
}

/// The days on which neither side is written to: a night is not held into them.
pub(in crate::usecases) fn rest_days(own: &str, client: &str) -> impl Fn(Weekday) -> bool + use<> {
    let days: Vec<Weekday> = [own, client]
        .into_iter()
        .flat_map(|country| weekend(country).iter().copied())
        .collect();
    move |day| days.contains(&day)
}
