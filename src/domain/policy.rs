//! Policies: the ladder of reminders of a client.

use rust_decimal::Decimal;

use super::invoice::words;

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
    /// How it travels.
    pub channel: Channel,
    /// A stage that is off is never planned.
    pub enabled: bool,
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
