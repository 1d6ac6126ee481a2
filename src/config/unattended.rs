//! `[unattended]`: what a run without a person may do.

use super::file::Section;
use crate::failure::Result;

/// What a run without a person may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unattended {
    /// Whether it may send at all.
    pub enabled: bool,
    /// At most this many messages a day, over all its runs. 1 to 1,000.
    pub max_messages: u32,
    /// It sends nothing when payments are known only through an earlier day than this many days
    /// ago. 0 to 60.
    pub max_payment_age_days: u32,
}

impl Default for Unattended {
    fn default() -> Self {
        Self {
            enabled: false,
            max_messages: 20,
            max_payment_age_days: 3,
        }
    }
}

pub(super) fn unattended(mut section: Section<'_, '_>) -> Result<Unattended> {
    let default = Unattended::default();
    let unattended = Unattended {
        enabled: section.flag("enabled")?.unwrap_or(default.enabled),
        max_messages: section
            .number("max_messages", 1..=1_000)?
            .unwrap_or(default.max_messages),
        max_payment_age_days: section
            .number("max_payment_age_days", 0..=60)?
            .unwrap_or(default.max_payment_age_days),
    };
    section.finish()?;
    Ok(unattended)
}
