//! The stages that are left for one invoice, and the day on which the next of them can go.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::calendar::{Calendar, add_days};
use super::facts::{
    BlockReason, ClientFacts, Fate, InvoiceFacts, PastMessage, PastReminder, Returned,
};
use super::returned::returned;
use crate::domain::policy::{Channel, Policy, Stage, Tone, Ways};

/// What every ladder of a client shares.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side<'a> {
    pub(super) client: &'a ClientFacts,
    pub(super) policy: &'a Policy,
    pub(super) calendar: Calendar,
    /// Every live message that is known of.
    pub(super) log: &'a [PastMessage],
}

impl Side<'_> {
    /// Over what a stage goes to this client.
    pub(super) const fn ways(&self, stage: &Stage) -> Ways {
        self.client.wish.over(stage.channel)
    }

    /// The first day, whether it is allowed or not, an interval after a message.
    pub(super) fn rested(&self, last: NaiveDate) -> NaiveDate {
        add_days(last, self.policy.interval_days.max(1))
    }
}

/// A stage that has not gone, and its day moved off the weekends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rung<'a> {
    pub(super) stage: &'a Stage,
    pub(super) on: NaiveDate,
}

/// What would go about one invoice on one day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step<'a> {
    pub(super) rung: Rung<'a>,
    /// Over what: of the ways of its stage those that are possible.
    pub(super) ways: Ways,
    /// For the second half of a stage: the day that the first half went.
    pub(super) after: Option<NaiveDate>,
}

/// From which day on a message about an invoice may go by itself; `None` while a person must act.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opening {
    /// The next stage.
    pub(super) stages: Option<NaiveDate>,
    /// The second half of the last stage.
    pub(super) half: Option<NaiveDate>,
}

/// One invoice on the ladder of its client.
#[derive(Clone, Debug)]
pub(super) struct Ladder<'a> {
    pub(super) invoice: &'a InvoiceFacts,
    side: Side<'a>,
    /// What is left, softest first.
    rungs: Vec<Rung<'a>>,
    /// The half of the last stage that has not gone.
    half: Option<Step<'a>>,
    /// The half of the last stage that nothing came of, whether it can still go or not.
    missing: Option<Step<'a>>,
    /// Stages that are live so far; the cap counts them.
    gone: i64,
    opening: Opening,
    /// Whether no step was taken yet.
    is_untouched: bool,
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

    /// Whether its end is still open.
    const fn is_pending(&self) -> bool {
        match self.fate {
            Fate::Waiting { .. } | Fate::Unknown { .. } => true,
            Fate::Delivered | Fate::Refused { .. } | Fate::Skipped => false,
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
            .map(|stage| rung(invoice, side, stage))
            .filter(|rung| rung.stage.tone != Tone::HeadsUp || rung.on <= invoice.due_on)
            .collect();
        rungs.sort_by_key(|rung| rank(rung.stage));
        let live = invoice.history.iter().filter(|r| r.is_live());
        let gone: BTreeSet<&str> = live.map(|r| r.stage.as_str()).collect();
        let missing = missing(invoice, side);
        Self {
            invoice,
            side,
            rungs,
            half: missing.filter(|_| may_follow(invoice, side, missing)),
            missing,
            gone: i64::try_from(gone.len()).unwrap_or(i64::MAX),
            opening: Opening {
                stages: Some(NaiveDate::MIN),
                half: Some(NaiveDate::MIN),
            },
            is_untouched: true,
            yielded: None,
        }
    }

    /// The same ladder, with no message before its opening.
    pub(super) const fn opening(mut self, opening: Opening) -> Self {
        self.opening = opening;
        self
    }

    /// Whether as many reminders went as the policy allows by itself.
    pub(super) const fn is_capped(&self) -> bool {
        self.gone >= self.side.policy.cap
    }

    /// Stages that are live so far.
    pub(super) const fn gone(&self) -> i64 {
        self.gone
    }

    /// Whether no stage is left.
    pub(super) const fn is_over(&self) -> bool {
        self.rungs.is_empty()
    }

    /// Whether a reminder about this invoice went on a day.
    pub(super) fn went_on(&self, day: NaiveDate) -> bool {
        let mut live = self.invoice.history.iter().filter(|r| r.is_live());
        live.any(|r| r.on == day)
    }

    /// The next stage about this invoice from a day on, and its day. Of the rungs that are reached
    /// on that day the highest is the right one; it goes over whatever ways are possible.
    pub(super) fn next_from(&self, earliest: NaiveDate) -> Option<(Step<'a>, NaiveDate)> {
        self.next_that(earliest, |rung| self.usable(rung.stage))
    }

    /// The same whether the message can be addressed or not.
    pub(super) fn wanted_from(&self, earliest: NaiveDate) -> Option<(Step<'a>, NaiveDate)> {
        self.next_that(earliest, |rung| Some(self.side.ways(rung.stage)))
    }

    fn next_that(
        &self,
        earliest: NaiveDate,
        ways: impl Fn(&Rung<'a>) -> Option<Ways>,
    ) -> Option<(Step<'a>, NaiveDate)> {
        if self.is_capped() {
            return None;
        }
        let opens_on = self.opening.stages?;
        let start = self.side.calendar.on_or_after(earliest.max(opens_on));
        let at = |day| {
            let rung = self.reached(day)?;
            let step = Step {
                rung,
                ways: ways(&rung)?,
                after: None,
            };
            Some((step, day))
        };
        at(start).or_else(|| {
            let later = self
                .rungs
                .iter()
                .map(|rung| rung.on)
                .filter(|on| *on > start);
            later.filter_map(at).min_by_key(|(_, day)| *day)
        })
    }

    /// The half that has not gone, and the first day from another on on which it can: before an
    /// interval has passed since the first half, and before the next stage takes over.
    pub(super) fn half_from(&self, earliest: NaiveDate) -> Option<(Step<'a>, NaiveDate)> {
        let step = self.half?;
        let first = step.after?;
        let opens_on = self.opening.half?.max(first).max(earliest);
        let day = self.side.calendar.on_or_after(opens_on);
        let stage = step.rung.stage;
        let ways = Ways::that(|c| step.ways.has(c) && self.obstacle(c).is_none())?;
        let in_time = day < self.side.rested(first)
            && (stage.tone != Tone::HeadsUp || day <= self.invoice.due_on)
            && self.reached(day).is_none();
        in_time.then_some((Step { ways, ..step }, day))
    }

    /// By its history: the channel and the stage of a half that nothing came of although the client can be written to
    /// over that channel.
    pub(super) fn never_went(&self) -> Option<(Channel, &'a str)> {
        let half = self.missing?;
        let channel = half.ways.channels().first().copied()?;
        match self.obstacle(channel) {
            None | Some(BlockReason::Refused(_)) => Some((channel, half.rung.stage.name.as_str())),
            Some(
                BlockReason::NoAddress(_)
                | BlockReason::NoSms
                | BlockReason::Held(_)
                | BlockReason::Waiting(_)
                | BlockReason::Unknown(_)
                | BlockReason::CapReached
                | BlockReason::LadderEnded
                | BlockReason::BelowMinimum
                | BlockReason::NoPolicy,
            ) => None,
        }
    }

    /// Of the ways of a stage those that are possible.
    fn usable(&self, stage: &Stage) -> Option<Ways> {
        let ways = self.side.ways(stage);
        Ways::that(|channel| ways.has(channel) && self.obstacle(channel).is_none())
    }

    /// The hold that the invoice comes back from on a day, while nothing was taken.
    pub(super) fn returned(&self, day: NaiveDate) -> Option<Returned> {
        if self.is_untouched {
            returned(self.side.client, self.invoice, day)
        } else {
            None
        }
    }

    /// Whether no step was taken yet.
    pub(super) const fn is_untouched(&self) -> bool {
        self.is_untouched
    }

    /// What keeps a stage from going over all its ways, by channel.
    pub(super) fn obstacles(&self, stage: &Stage) -> Vec<BlockReason> {
        let channels = self.side.ways(stage).channels().iter();
        channels.filter_map(|c| self.obstacle(*c)).collect()
    }

    /// What keeps a stage from going over a channel that it should go over.
    pub(super) fn lacks(&self, stage: &Stage, channel: Channel) -> Option<BlockReason> {
        let wanted = self.side.ways(stage).has(channel);
        if wanted { self.obstacle(channel) } else { None }
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
            .take_while(|rung| rank(rung.stage) < rank(taken.stage))
            .filter(|rung| self.is_true(rung, day))
            .map(|rung| rung.stage.name.clone())
            .collect()
    }

    /// Counts a step as gone; only higher rungs are left.
    pub(super) fn take(&mut self, taken: Step<'_>) {
        let floor = rank(taken.rung.stage);
        self.rungs.retain(|rung| rank(rung.stage) > floor);
        self.half = None;
        self.is_untouched = false;
        if taken.after.is_none() {
            self.gone = self.gone.saturating_add(1);
        }
    }

    /// Gives up the half that was to go over a channel: the client has got another message over it.
    pub(super) fn drop_half(&mut self, channel: Channel) {
        self.half = self.half.filter(|half| !half.ways.has(channel));
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
        if channel == Channel::Sms && !self.side.client.no_sms.is_empty() {
            return Some(BlockReason::NoSms);
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

/// The half of the last stage that nothing came of: the stage goes over both ways and was not passed
/// over, and one half of it has gone.
fn missing<'a>(invoice: &'a InvoiceFacts, side: Side<'a>) -> Option<Step<'a>> {
    let past = || invoice.history.iter().filter(|r| r.is_past());
    let last = past().max_by_key(|r| (r.tone, r.days))?;
    let name = last.stage.as_str();
    let skipped = past().any(|r| {
        r.fate == Fate::Skipped && (r.stage == name || (r.tone, r.days) == (last.tone, last.days))
    });
    let stages = side.policy.stages.iter();
    let stage = stages
        .filter(|stage| stage.enabled && stage.name == name)
        .find(|stage| side.ways(stage) == Ways::Both)?;
    let live = || past().filter(|r| r.is_live() && r.stage == name);
    let first = live().map(|r| r.on).min()?;
    let owed = match Ways::that(|channel| live().any(|r| r.channel == channel))? {
        Ways::Email => Channel::Sms,
        Ways::Sms => Channel::Email,
        Ways::Both => return None,
    };
    (!skipped).then(|| Step {
        rung: rung(invoice, side, stage),
        ways: owed.into(),
        after: Some(first),
    })
}

/// Whether a half is still owed: nothing went over its channel since the first, and nothing else
/// about the invoice is on its way.
fn may_follow(invoice: &InvoiceFacts, side: Side<'_>, half: Option<Step<'_>>) -> bool {
    let Some((half, first)) = half.and_then(|half| Some((half, half.after?))) else {
        return false;
    };
    let name = half.rung.stage.name.as_str();
    let mut others = invoice.history.iter().filter(|r| r.stage != name);
    let mut since = side.log.iter().filter(|m| m.on >= first);
    !others.any(PastReminder::is_pending) && !since.any(|m| half.ways.has(m.channel))
}

fn rung<'a>(invoice: &InvoiceFacts, side: Side<'_>, stage: &'a Stage) -> Rung<'a> {
    let on = add_days(invoice.due_on, stage.days);
    Rung {
        stage,
        on: side.calendar.on_or_after(on),
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
