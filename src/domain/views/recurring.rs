//! Templates of recurring invoices.

use crate::domain::invoice::Invoice;
use crate::domain::recurrence::Recurrence;

/// A template with its schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// What its drafts begin with.
    pub invoice: Invoice,
    /// Its name with its client's ("Hosting (Acme)").
    pub name: String,
    /// When it comes again; `None` where that was not said yet.
    pub recurrence: Option<Recurrence>,
}

impl Template {
    /// Whether it makes no drafts as it is: paused, over, or without a schedule.
    #[must_use]
    pub fn sleeps(&self) -> bool {
        self.recurrence
            .is_none_or(|rule| rule.paused || rule.is_over())
    }

    /// The word for what it does: "active", "paused", "over" or "no schedule".
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self.recurrence {
            None => "no schedule",
            Some(rule) if rule.is_over() => "over",
            Some(rule) if rule.paused => "paused",
            Some(_) => "active",
        }
    }
}
