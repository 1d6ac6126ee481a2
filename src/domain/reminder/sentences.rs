//! The plan's reasons as sentences for people, each with the next step where there is one.

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::calendar::add_days;
use super::facts::{BlockReason, ClientFacts, Fate, InvoiceFacts, Returned};
use super::ladder::{Ladder, Rung, Step};
use super::rounds::Round;
use crate::domain::ids::OutboxId;
use crate::domain::money::Money;
use crate::domain::party::{Hold, HoldKind};
use crate::domain::policy::{Channel, Policy, Tone, Ways};

pub(super) const NO_CLIENT: &str =
    "The client of this invoice is not in the book; run `payme db check`.";
pub(super) const TOO_LATE: &str =
    "The heads-up's time passes before a message may go, and no other stage is left.";
const WEEKEND: &str = "Nothing goes on a weekend, here or at the client's.";
const YOURS: &str = "the next step is yours: call, or agree on a date.";

fn date(day: NaiveDate) -> String {
    day.format("%d %b %Y").to_string()
}

fn days(count: i64) -> String {
    if count == 1 {
        "1 day".to_owned()
    } else {
        format!("{count} days")
    }
}

pub(super) fn no_policy(client: &ClientFacts) -> String {
    format!(
        "Policy \"{}\" of {} is not in the book; choose another for the client.",
        client.policy, client.name
    )
}

pub(super) fn unknown(message: OutboxId) -> String {
    format!(
        "Nobody knows whether message {message} arrived; look in your Sent folder and resolve it in the outbox."
    )
}

pub(super) fn waiting(message: OutboxId) -> String {
    format!("Message {message} about it waits in the outbox.")
}

pub(super) fn held(hold: &Hold) -> String {
    let (what, step) = match hold.kind {
        HoldKind::Pause => ("Paused", "lift the hold to go on"),
        HoldKind::Promise => ("Promised to be paid", "record the payment when it comes"),
        HoldKind::Dispute => ("Disputed", "lift the hold when it is settled"),
    };
    let until = match (hold.until, hold.kind) {
        (Some(day), HoldKind::Promise) => format!(" by {}", date(day)),
        (Some(day), HoldKind::Pause | HoldKind::Dispute) => format!(" until {}", date(day)),
        (None, _) => String::new(),
    };
    let reason = match hold.reason.trim() {
        "" => String::new(),
        reason => format!(" (\"{reason}\")"),
    };
    format!("{what}{until}{reason}; {step}.")
}

/// What an invoice comes back from.
pub(super) fn returned(returned: &Returned) -> String {
    let until = date(returned.until);
    match (returned.kind, returned.came) {
        (HoldKind::Promise, None) => format!("Promised to pay by {until}: nothing came."),
        (HoldKind::Promise, Some(came)) => format!(
            "Promised to pay by {until}: {came} came, {} is open.",
            returned.open
        ),
        (HoldKind::Pause, _) => format!("Was on hold until {until}: {}.", reason(returned)),
        (HoldKind::Dispute, _) => format!("Was disputed until {until}: {}.", reason(returned)),
    }
}

/// The same of a message that covers so many invoices: once where it is the same for all of them.
pub(super) fn all_returned(came_back: &[(&str, Returned)], invoices: usize) -> Vec<String> {
    let said = came_back
        .iter()
        .map(|(number, one)| (*number, returned(one)));
    let said: Vec<(&str, String)> = said.collect();
    match said.first() {
        Some((_, first)) if said.len() == invoices && said.iter().all(|(_, one)| one == first) => {
            vec![first.clone()]
        }
        Some(_) | None => said
            .iter()
            .map(|(number, one)| format!("{number}: {one}"))
            .collect(),
    }
}

fn reason(returned: &Returned) -> &str {
    returned.reason.trim().trim_end_matches('.')
}

pub(super) fn below_minimum(policy: &Policy, open: Money) -> String {
    format!(
        "{open} is less than the minimum of policy \"{}\" ({}); write to the client yourself.",
        policy.key,
        policy.minimum.normalize()
    )
}

pub(super) fn capped(gone: i64) -> String {
    if gone == 1 {
        format!("1 reminder has gone; {YOURS}")
    } else {
        format!("{gone} reminders have gone; {YOURS}")
    }
}

pub(super) fn ended(policy: &Policy, invoice: &InvoiceFacts) -> String {
    let key = &policy.key;
    if !policy.stages.iter().any(|stage| stage.enabled) {
        return format!("Policy \"{key}\" has no stage that is on; the next step is yours.");
    }
    if invoice.history.is_empty() {
        return format!("No stage of policy \"{key}\" is left; {YOURS}");
    }
    format!("Every stage of policy \"{key}\" has gone; {YOURS}")
}

/// What keeps a message from going over a channel, and what to do.
fn obstacle(
    client: &ClientFacts,
    invoice: &InvoiceFacts,
    reason: &BlockReason,
) -> Option<(String, String)> {
    let (name, key) = (&client.name, &client.key);
    let add = || format!("add one with e in Clients or `payme client edit {key}`");
    match reason {
        BlockReason::NoAddress(Channel::Email) => {
            Some((format!("{name} has no e-mail address to write to"), add()))
        }
        BlockReason::NoAddress(Channel::Sms) => {
            Some((format!("{name} has no phone number to write to"), add()))
        }
        BlockReason::NoSms => Some((
            format!("{name} wants no SMS (\"{}\")", client.no_sms.trim()),
            format!("let it go by e-mail with `payme client edit {key} --channel email`"),
        )),
        BlockReason::Refused(message) => Some((
            format!(
                "Message {message} was refused{}",
                words_of(invoice, *message)
            ),
            format!("correct the address of {name}"),
        )),
        BlockReason::Held(_)
        | BlockReason::Waiting(_)
        | BlockReason::Unknown(_)
        | BlockReason::CapReached
        | BlockReason::LadderEnded
        | BlockReason::BelowMinimum
        | BlockReason::NoPolicy => None,
    }
}

/// Why a stage can go over none of its channels.
pub(super) fn no_way(
    client: &ClientFacts,
    invoice: &InvoiceFacts,
    reasons: &[BlockReason],
) -> String {
    let each = reasons.iter().filter_map(|reason| {
        let (what, step) = obstacle(client, invoice, reason)?;
        let or = match reason {
            BlockReason::Refused(_) => "or change the text and send it anew",
            BlockReason::NoAddress(_)
            | BlockReason::NoSms
            | BlockReason::Held(_)
            | BlockReason::Waiting(_)
            | BlockReason::Unknown(_)
            | BlockReason::CapReached
            | BlockReason::LadderEnded
            | BlockReason::BelowMinimum
            | BlockReason::NoPolicy => "or call",
        };
        Some(format!("{what}; {step}, {or}."))
    });
    each.collect::<Vec<_>>().join(" ")
}

const fn channel_word(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "e-mail",
        Channel::Sms => "SMS",
    }
}

/// What a person should know of a message that goes: that the other half of its stage went before,
/// or cannot go.
pub(super) fn aside(client: &ClientFacts, ladder: &Ladder<'_>, step: Step<'_>) -> Vec<String> {
    if let Some(first) = step.after {
        let halves = |ways: Ways| ways.channels().first().copied();
        return halves(step.ways)
            .map(|channel| {
                format!(
                    "The {} of this stage went on {}.",
                    channel_word(channel.other()),
                    date(first)
                )
            })
            .into_iter()
            .collect();
    }
    let missing = Channel::ALL
        .iter()
        .filter(|channel| !step.ways.has(**channel));
    missing
        .filter_map(|channel| {
            let reason = ladder.lacks(step.rung.stage, *channel)?;
            let (what, step) = obstacle(client, ladder.invoice, &reason)?;
            let by = channel_word(*channel);
            Some(format!("Nothing goes by {by}: {what}; {step}."))
        })
        .collect()
}

/// The server's words about a refused message.
fn words_of(invoice: &InvoiceFacts, refused: OutboxId) -> String {
    let words = invoice.history.iter().find_map(|past| match &past.fate {
        Fate::Refused { message, why, .. } if *message == refused => Some(why.trim()),
        Fate::Delivered
        | Fate::Waiting { .. }
        | Fate::Unknown { .. }
        | Fate::Refused { .. }
        | Fate::Skipped => None,
    });
    match words {
        None | Some("") => String::new(),
        Some(words) => format!(" (\"{words}\")"),
    }
}

/// Why a message goes on the day of its round and not today.
pub(super) fn later(
    policy: &Policy,
    ladder: &Ladder<'_>,
    step: Step<'_>,
    round: &Round<'_>,
    today: NaiveDate,
) -> String {
    let rung = step.rung;
    if rung.on == round.day && rung.on > today {
        return natural(ladder, rung);
    }
    if rung.stage.tone == Tone::HeadsUp && ladder.yielded == Some(today) {
        return "Another message goes to this client today.".to_owned();
    }
    let Some(last) = round.before.or(ladder.yielded) else {
        return WEEKEND.to_owned();
    };
    if step.after.is_some() {
        return WEEKEND.to_owned();
    }
    if add_days(last, policy.interval_days) <= today.max(rung.on) {
        return WEEKEND.to_owned();
    }
    let between = days(policy.interval_days);
    match last.cmp(&today) {
        Ordering::Less => format!(
            "The last message to this client went on {}; {between} lie between messages.",
            date(last)
        ),
        Ordering::Equal => {
            format!("Another message goes to this client today; {between} lie between messages.")
        }
        Ordering::Greater => format!(
            "Another message goes to this client on {}; {between} lie between messages.",
            date(last)
        ),
    }
}

/// A stage whose own day has not come.
fn natural(ladder: &Ladder<'_>, rung: Rung<'_>) -> String {
    let stage = rung.stage;
    let place = match stage.days {
        0 => "on the due date".to_owned(),
        before if before < 0 => format!("{} before the due date", days(-before)),
        after => format!("{} after the due date", days(after)),
    };
    let moved = if (rung.on - ladder.invoice.due_on).num_days() == stage.days {
        ""
    } else {
        ", or right after the weekend"
    };
    format!("Stage \"{}\" comes {place}{moved}.", stage.name)
}
