//! How the values of a message are written: in the client's language, and plain in a text message.

use chrono::NaiveDate;

use crate::domain::locale::Language;
use crate::domain::money::Money;
use crate::domain::policy::Channel;
use crate::domain::text;

/// The language of a message and the letters that its channel carries at full length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Script {
    pub(super) language: Language,
    pub(super) channel: Channel,
}

impl Script {
    /// An amount with its currency.
    pub(super) fn money(self, money: Money) -> String {
        self.plain(self.language.money(money))
    }

    /// A day; short in a text message.
    pub(super) fn date(self, day: NaiveDate) -> String {
        match self.channel {
            Channel::Email => self.language.date(day),
            Channel::Sms => self.language.short_date(day),
        }
    }

    /// A count of days, without its sign.
    pub(super) fn days(self, count: i64) -> String {
        let days = self.language.days(count.saturating_abs());
        match (self.channel, self.language) {
            // í is not in the alphabet of text messages.
            (Channel::Sms, Language::Es) => days.replace('í', "i"),
            (Channel::Sms | Channel::Email, _) => days,
        }
    }

    /// Text from the book on one line, without control characters.
    pub(super) fn clean(self, value: &str) -> String {
        self.plain(text::one_line(value).trim().to_owned())
    }

    /// In a text message the signs of typesetting become those of a typewriter: one of them would
    /// turn the whole text to UCS-2, and 160 characters to 70.
    pub(super) fn plain(self, value: String) -> String {
        match self.channel {
            Channel::Email => value,
            Channel::Sms => typewriter(&value),
        }
    }
}

fn typewriter(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '\u{a0}' | '\u{2009}' | '\u{202f}' => out.push(' '),
            '‘' | '’' | '‚' | '‹' | '›' => out.push('\''),
            '“' | '”' | '„' | '«' | '»' => out.push('"'),
            '–' | '—' | '−' | '‑' => out.push('-'),
            '…' => out.push_str("..."),
            '·' | '•' => out.push('-'),
            other => out.push(other),
        }
    }
    out
}
