//! The stages that are left for one invoice, and the day on which the next of them can go.

use chrono::NaiveDate;

use super::calendar::{Calendar, add_days};
use super::facts::{BlockReason, ClientFacts, Fate, InvoiceFacts, PastReminder};
use crate::domain::policy::{Channel, Policy, Stage, Tone};

/// What every ladder of a client shares.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side<'a> {
    pub(super) client: &'a ClientFacts,
    pub(super) policy: &'a Policy,
    pub(super) calendar: Calendar,
}

/// A stage that has not gone, and its day moved off the weekends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rung<'a> {
    pub(super) stage: &'a Stage,
    pub(super) on: NaiveDate,
}

/// One invoice on the ladder of its client.
#[derive(Clone, Debug)]
pub(super) struct Ladder<'a> {
    pub(super) invoice: &'a InvoiceFacts,
    side: Side<'a>,
    /// What is left, softest first.
    rungs: Vec<Rung<'a>>,
    /// Live reminders so far; the cap counts them.
    gone: i64,
    /// No message before this day.
    opens_on: NaiveDate,
    /// The day on which a heads-up gave way to another message.
    pub(super) yielded: Option<NaiveDate>,
}

impl PastReminder {
    /// Whether the client has it, or may get it.
    pub(super) const fn is_live(&self) -> bool {
        match self.fate {
            Fate::Delivered | Fate::Waiting { .. } | Fate::Unknown { .. } => true,
            Fate::Refused { .. } | Fate::Skipped => false,
        }
    }

    /// Whether its stage is over: it went, may have gone, or was passed over.
    const fn is_past(&self) -> bool {
        match self.fate {
            Fate::Delivered | Fate::Waiting { .. } | Fate::Unknown { .. } | Fate::Skipped => true,
            Fate::Refused { .. } => false,
        }
    }
}

impl<'a> Ladder<'a> {
    /// The ladder of an invoice as its history leaves it.
    pub(super) fn new(invoice: &'a InvoiceFacts, side: Side<'a>) -> Self {
        let past = || invoice.history.iter().filter(|r| r.is_past());
        let floor = past().map(|r| (r.tone, r.days)).max();
        let mut rungs: Vec<Rung<'a>> = side
            .policy
            .stages
            .iter()
            .filter(|stage| stage.enabled && floor.is_none_or(|floor| rank(stage) > floor))
            .filter(|stage| past().all(|r| r.stage != stage.name))
            .map(|stage| Rung {
                stage,
                on: side
                    .calendar
                    .on_or_after(add_days(invoice.due_on, stage.days)),
            })
            .filter(|rung| rung.stage.tone != Tone::HeadsUp || rung.on <= invoice.due_on)
            .collect();
        rungs.sort_by_key(|rung| rank(rung.stage));
        let gone = invoice.history.iter().filter(|r| r.is_live()).count();
        Self {
            invoice,
            side,
            rungs,
            gone: i64::try_from(gone).unwrap_or(i64::MAX),
            opens_on: NaiveDate::MIN,
            yielded: None,
        }
    }

    /// The same ladder, with no message before a day.
    pub(super) const fn opening_on(mut self, day: NaiveDate) -> Self {
        self.opens_on = day;
        self
    }

    /// Whether as many reminders went as the policy allows by itself.
    pub(super) const fn is_capped(&self) -> bool {
        self.gone >= self.side.policy.cap
    }

    /// Live reminders so far.
    pub(super) const fn gone(&self) -> i64 {
        self.gone
    }

    /// Whether no stage is left.
    pub(super) const fn is_over(&self) -> bool {
        self.rungs.is_empty()
    }

    /// The next message about this invoice from a day on: its rung and its day. Of the rungs that
    /// are reached on that day the highest is the right one.
    pub(super) fn next_from(&self, earliest: NaiveDate) -> Option<(Rung<'a>, NaiveDate)> {
        self.next_that(earliest, |rung| {
            self.obstacle(rung.stage.channel.first()).is_none()
        })
    }

    /// The same whether the message can be addressed or not.
    pub(super) fn wanted_from(&self, earliest: NaiveDate) -> Option<(Rung<'a>, NaiveDate)> {
        self.next_that(earliest, |_| true)
    }

    fn next_that(
        &self,
        earliest: NaiveDate,
        can_go: impl Fn(&Rung<'a>) -> bool,
    ) -> Option<(Rung<'a>, NaiveDate)> {
        if self.is_capped() {
            return None;
        }
        let start = self.side.calendar.on_or_after(earliest.max(self.opens_on));
        let at = |day| self.reached(day).filter(&can_go).map(|rung| (rung, day));
        at(start).or_else(|| {
            let later = self
                .rungs
                .iter()
                .map(|rung| rung.on)
                .filter(|on| *on > start);
            later.filter_map(at).min_by_key(|(_, day)| *day)
        })
    }

    /// The highest rung that is reached on a day and still true.
    fn reached(&self, day: NaiveDate) -> Option<Rung<'a>> {
        self.rungs.iter().rfind(|r| self.is_true(r, day)).copied()
    }

    /// Whether a rung's day has come, and it would not speak of a due date that has passed.
    fn is_true(&self, rung: &Rung<'_>, day: NaiveDate) -> bool {
        rung.on <= day && (rung.stage.tone != Tone::HeadsUp || day <= self.invoice.due_on)
    }

    /// The softer stages that are reached with this one and will not go any more.
    pub(super) fn missed(&self, taken: Rung<'_>, day: NaiveDate) -> Vec<String> {
        self.rungs
            .iter()
            .take_while(|rung| rung.stage.name != taken.stage.name)
            .filter(|rung| self.is_true(rung, day))
            .map(|rung| rung.stage.name.clone())
            .collect()
    }

    /// Counts a rung as gone; only higher ones are left.
    pub(super) fn take(&mut self, taken: Rung<'_>) {
        let floor = rank(taken.stage);
        self.rungs.retain(|rung| rank(rung.stage) > floor);
        self.gone = self.gone.saturating_add(1);
    }

    /// Why a message about this invoice cannot be addressed on a channel.
    pub(super) fn obstacle(&self, channel: Channel) -> Option<BlockReason> {
        let recipients = match channel {
            Channel::Email => &self.side.client.emails,
            Channel::Sms => &self.side.client.phones,
        };
        if recipients.iter().all(|address| address.trim().is_empty()) {
            return Some(BlockReason::NoAddress(channel));
        }
        let tried = |r: &&PastReminder| r.channel == channel && r.fate != Fate::Skipped;
        match &self.invoice.history.iter().rfind(tried)?.fate {
            Fate::Refused {
                message,
                recipients: refused,
                ..
            } if same_addresses(recipients, refused)
                || same_addresses(
                    &[recipients.as_slice(), &self.side.client.copies].concat(),
                    refused,
                ) =>
            {
                Some(BlockReason::Refused(*message))
            }
            Fate::Delivered
            | Fate::Waiting { .. }
            | Fate::Unknown { .. }
            | Fate::Refused { .. }
            | Fate::Skipped => None,
        }
    }
}

/// The place of a stage in the ladder.
pub(super) const fn rank(stage: &Stage) -> (Tone, i64) {
    (stage.tone, stage.days)
}

/// Whether two lists hold the same addresses, in any order and case.
fn same_addresses(one: &[String], other: &[String]) -> bool {
    let normal = |list: &[String]| {
        let mut list: Vec<String> = list
            .iter()
            .map(|address| address.trim().to_lowercase())
            .filter(|address| !address.is_empty())
            .collect();
        list.sort_unstable();
        list.dedup();
        list
    };
    normal(one) == normal(other)
}
