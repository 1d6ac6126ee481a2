//! The row above the hints: what was just done, with its undo.

use chrono::{DateTime, TimeDelta, Utc};

use super::Model;
use crate::failure::Failure;

/// How a toast is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Good,
    /// Something is not possible now, and why.
    Note,
    /// Something failed.
    Bad,
}

/// One line about what was just done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// What it says.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
    /// Whether `u` takes it back.
    pub undo: bool,
    /// When it goes; `None` stays until the next one.
    pub until: Option<DateTime<Utc>>,
}

/// Seconds that good news stays.
const STAYS: i64 = 12;

impl Model {
    /// Says that something was done.
    pub fn say(&mut self, text: impl Into<String>) {
        self.toast(text.into(), Tone::Good, false);
    }

    /// Says that something was done which `u` takes back.
    pub fn say_undoable(&mut self, text: impl Into<String>) {
        self.toast(text.into(), Tone::Good, true);
    }

    /// Says why something is not possible now.
    pub fn note(&mut self, text: impl Into<String>) {
        self.toast(text.into(), Tone::Note, false);
    }

    /// Says what failed and what to do next.
    pub fn complain(&mut self, failure: &Failure) {
        let mut text = failure.message().to_owned();
        if let Some(cause) = failure.causes().first() {
            text = format!("{text} {cause}");
        }
        if !failure.next_step().is_empty() {
            text = format!(
                "{text} Next: {}.",
                failure.next_step().trim_end_matches('.')
            );
        }
        self.toast(text, Tone::Bad, false);
    }

    fn toast(&mut self, text: String, tone: Tone, undo: bool) {
        let until = match tone {
            Tone::Good | Tone::Note => Some(self.now.at + TimeDelta::seconds(STAYS)),
            Tone::Bad => None,
        };
        self.toast = Some(Toast {
            text,
            tone,
            undo,
            until,
        });
    }

    /// Drops the toast when its time has passed.
    pub(super) fn fade(&mut self) {
        let gone = |toast: &Toast| toast.until.is_some_and(|until| until <= self.now.at);
        if self.toast.as_ref().is_some_and(gone) {
            self.toast = None;
        }
    }
}
