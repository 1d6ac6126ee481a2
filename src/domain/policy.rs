//! Policies: the ladder of reminders of a client.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::invoice::words;
use crate::failure::{Failure, Result};

/// How a stage speaks. The order is the order of the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// Before the due date: it will be due.
    HeadsUp,
    /// It may have been overlooked.
    Friendly,
    /// It is late; please pay by a day.
    Firm,
    /// The last word before other steps.
    Final,
}

/// How a message travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// E-mail.
    Email,
    /// A text message to a phone.
    Sms,
}

/// Over what a stage goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ways {
    /// E-mail only.
    Email,
    /// SMS only.
    Sms,
    /// One of each.
    Both,
}

/// Over what a client wants to be written to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Wish {
    /// As the stage of the policy says.
    #[default]
    Policy,
    /// E-mail only.
    Email,
    /// SMS only.
    Sms,
    /// One of each.
    Both,
}

words!(Ways { Email => "email", Sms => "sms", Both => "both" });
words!(Wish { Policy => "policy", Email => "email", Sms => "sms", Both => "both" });

impl Ways {
    /// The channels, e-mail first.
    #[must_use]
    pub const fn channels(self) -> &'static [Channel] {
        match self {
            Self::Email => &[Channel::Email],
            Self::Sms => &[Channel::Sms],
            Self::Both => &[Channel::Email, Channel::Sms],
        }
    }

    /// The ways that are those of a test; `None` when there is none.
    #[must_use]
    pub fn that(can: impl Fn(Channel) -> bool) -> Option<Self> {
        match (can(Channel::Email), can(Channel::Sms)) {
            (true, true) => Some(Self::Both),
            (true, false) => Some(Self::Email),
            (false, true) => Some(Self::Sms),
            (false, false) => None,
        }
    }

    /// Whether it goes over a channel.
    #[must_use]
    pub const fn has(self, channel: Channel) -> bool {
        match (self, channel) {
            (Self::Both, Channel::Email | Channel::Sms)
            | (Self::Email, Channel::Email)
            | (Self::Sms, Channel::Sms) => true,
            (Self::Email, Channel::Sms) | (Self::Sms, Channel::Email) => false,
        }
    }
}

impl From<Channel> for Ways {
    fn from(channel: Channel) -> Self {
        match channel {
            Channel::Email => Self::Email,
            Channel::Sms => Self::Sms,
        }
    }
}

impl Channel {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Email => Self::Sms,
            Self::Sms => Self::Email,
        }
    }
}

impl Wish {
    /// What a stage goes over for this client: the client's own word before the policy's.
    #[must_use]
    pub const fn over(self, stage: Ways) -> Ways {
        match self {
            Self::Policy => stage,
            Self::Email => Ways::Email,
            Self::Sms => Ways::Sms,
            Self::Both => Ways::Both,
        }
    }
}

words!(Tone { HeadsUp => "heads-up", Friendly => "friendly", Firm => "firm", Final => "final" });
words!(Channel { Email => "email", Sms => "sms" });

/// One rung of the ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Its name, unique in the policy ("friendly", "firm" …).
    pub name: String,
    /// Days from the due date; negative is before it. −60 to 365.
    pub days: i64,
    /// How it speaks. Tones never fall as days rise.
    pub tone: Tone,
    /// How it travels, where the client has no wish of its own.
    pub channel: Ways,
    /// A stage that is off is never planned.
    pub enabled: bool,
    /// Whether its text names the late-payment interest and the rule that it rests on.
    pub interest: bool,
    /// Whether a run without a person may send it.
    pub unattended: bool,
}

/// A ladder and its limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Its key ("standard").
    pub key: String,
    /// Its name for people.
    pub name: String,
    /// At least this many days between messages to one client. 1 to 90.
    pub interval_days: i64,
    /// After this many reminders for one invoice the user decides. 1 to 20.
    pub cap: i64,
    /// An invoice with less open than this is not reminded of, in major units of its currency.
    pub minimum: Decimal,
    /// The rungs, by days.
    pub stages: Vec<Stage>,
}

/// Whether a policy can be planned with. Stages may stand in any order in the list; any of them may
/// go over either channel or both, name the interest, and go unattended.
///
/// # Errors
/// Refused, naming the policy and the stage, when: the key is empty; the interval is not 1 to 90
/// days; the cap is not 1 to 20; the minimum is negative; a stage has no name of its own, or stands
/// outside −60 to 365 days, or on the day of another; tones fall as days rise; a heads-up comes
/// after the due date, or another tone before anything is late.
pub fn check(policy: &Policy) -> Result<()> {
    let key = &policy.key;
    if key.trim().is_empty() {
        return Err(Failure::refused("A policy has no key.").hint("name it in one short word"));
    }
    if !(1..=90).contains(&policy.interval_days) {
        return Err(Failure::refused(format!(
            "Policy \"{key}\" wants {} days between messages.",
            policy.interval_days
        ))
        .hint("give 1 to 90 days"));
    }
    if !(1..=20).contains(&policy.cap) {
        return Err(Failure::refused(format!(
            "Policy \"{key}\" has a cap of {} reminders.",
            policy.cap
        ))
        .hint("give 1 to 20"));
    }
    if policy.minimum.is_sign_negative() && !policy.minimum.is_zero() {
        return Err(Failure::refused(format!(
            "Policy \"{key}\" has a minimum of {}.",
            policy.minimum.normalize()
        ))
        .hint("give 0 for none"));
    }
    policy.stages.iter().try_for_each(|s| check_stage(key, s))?;
    check_order(policy)
}

fn check_stage(key: &str, stage: &Stage) -> Result<()> {
    let name = &stage.name;
    if name.trim().is_empty() {
        return Err(
            Failure::refused(format!("Policy \"{key}\" has a stage without a name."))
                .hint("name it, such as \"friendly\""),
        );
    }
    let of = format!("Stage \"{name}\" of policy \"{key}\"");
    if !(-60..=365).contains(&stage.days) {
        return Err(
            Failure::refused(format!("{of} stands at {} days.", stage.days))
                .hint("give -60 to 365 days from the due date"),
        );
    }
    if stage.tone == Tone::HeadsUp && stage.days > 0 {
        return Err(
            Failure::refused(format!("{of} is a heads-up after the due date."))
                .hint("give 0 days or fewer, or another tone"),
        );
    }
    if stage.tone != Tone::HeadsUp && stage.days < 1 {
        return Err(Failure::refused(format!(
            "{of} comes before anything is late, and only a heads-up can."
        ))
        .hint("give 1 day or more, or the tone heads-up"));
    }
    Ok(())
}

fn check_order(policy: &Policy) -> Result<()> {
    let key = &policy.key;
    let mut names = BTreeSet::new();
    if let Some(twice) = policy.stages.iter().find(|s| !names.insert(s.name.trim())) {
        return Err(Failure::refused(format!(
            "Policy \"{key}\" has two stages named \"{}\".",
            twice.name.trim()
        ))
        .hint("give each stage a name of its own"));
    }
    let mut stages: Vec<&Stage> = policy.stages.iter().collect();
    stages.sort_by_key(|stage| stage.days);
    for (first, second) in stages.iter().zip(stages.iter().skip(1)) {
        if first.days == second.days {
            return Err(Failure::refused(format!(
                "Stages \"{}\" and \"{}\" of policy \"{key}\" stand on the same day.",
                first.name, second.name
            ))
            .hint("give each stage a day of its own"));
        }
        if second.tone < first.tone {
            return Err(Failure::refused(format!(
                "Stage \"{}\" of policy \"{key}\" comes after \"{}\" and speaks more softly.",
                second.name, first.name
            ))
            .hint("tones rise with the days: heads-up, friendly, firm, final"));
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
