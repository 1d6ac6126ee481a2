//! The kinds of templates, and where they are looked up.

use crate::domain::message::Purpose;
use crate::domain::policy::{Channel, Tone};

/// The kinds that every book has: the tones, thanks, the statement and the invoice. A kind of any
/// other name is for the stage of a policy with that name.
#[must_use]
pub fn kinds() -> Vec<&'static str> {
    let tones = Tone::ALL.iter().map(|tone| tone.word());
    let others = [Purpose::ThankYou, Purpose::Statement, Purpose::Invoice];
    tones.chain(others.map(Purpose::word)).collect()
}

/// Whether templates of a kind go over a channel: statements and invoices are too long for a text
/// message.
#[must_use]
pub fn goes_over(kind: &str, channel: Channel) -> bool {
    let long = [Purpose::Statement.word(), Purpose::Invoice.word()].contains(&kind);
    match channel {
        Channel::Email => true,
        Channel::Sms => !long,
    }
}
