//! What time it is, as an argument.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

/// The moment of an action: the user's calendar day, and the instant in UTC.
///
/// A due date is a calendar date without a zone, so rules compare with `today`; the outbox needs
/// instants. Both come from the front end, which alone reads the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// The user's local calendar day.
    pub today: NaiveDate,
    /// The instant, UTC.
    pub at: DateTime<Utc>,
}

/// An instant as the book stores it: RFC 3339, UTC, milliseconds, so that text order is time order.
#[must_use]
pub fn instant_text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
