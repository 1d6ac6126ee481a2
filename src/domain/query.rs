//! The language of `/` and of `--filter`: `is:overdue client:acme >500 due:2026-11 words`.
//!
//! Several `is:` widen the list (any of them), and so do several `kind:`; everything else narrows it
//! (all of them). Templates of recurring invoices are no invoices: they are only in a list that asks
//! for them, with `kind:recurring` or `is:recurring`.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};
use rust_decimal::Decimal;

use super::decimal::plain;
use super::input;
use super::invoice::{InvoiceKind, InvoiceState, InvoiceStatus, Standing, words};
use crate::failure::{Failure, Result};

#[cfg(test)]
#[path = "query_tests.rs"]
mod tests;

/// What `is:` can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StateFilter {
    /// With an open balance, overdue or not, partly paid or not.
    Open,
    /// With an open balance past the due date.
    Overdue,
    /// With an open balance, of which something was paid or credited, overdue or not.
    PartlyPaid,
    /// Nothing is open any more.
    Paid,
    /// Not issued yet.
    Draft,
    /// Taken back.
    Void,
    /// Given up.
    WrittenOff,
    /// A quote that is out, whatever was said to it.
    Quote,
    /// A quote that waits for an answer and is still valid.
    Offered,
    /// A quote that the client said yes to.
    Accepted,
    /// A quote that the client said no to.
    Declined,
    /// A quote without an answer, past the day that it was valid until.
    Expired,
    /// A template that becomes drafts.
    Recurring,
}

words!(StateFilter {
    Open => "open", Overdue => "overdue", PartlyPaid => "partly-paid", Paid => "paid",
    Draft => "draft", Void => "void", WrittenOff => "written-off", Quote => "quote",
    Offered => "offered", Accepted => "accepted", Declined => "declined", Expired => "expired",
    Recurring => "recurring",
});

impl StateFilter {
    /// Whether an invoice of these facts is in it on a day.
    #[must_use]
    pub fn matches(self, standing: &Standing, today: NaiveDate) -> bool {
        let state = standing.state(today);
        match self {
            Self::Open => standing.open() > 0,
            Self::Overdue => state == InvoiceState::Overdue,
            Self::PartlyPaid => standing.open() > 0 && (standing.paid > 0 || standing.credited > 0),
            Self::Paid => state == InvoiceState::Paid,
            Self::Draft => state == InvoiceState::Draft,
            Self::Void => state == InvoiceState::Voided,
            Self::WrittenOff => state == InvoiceState::WrittenOff,
            Self::Quote => {
                standing.kind == InvoiceKind::Quote && standing.status == InvoiceStatus::Issued
            }
            Self::Offered => state == InvoiceState::Offered,
            Self::Accepted => state == InvoiceState::Accepted,
            Self::Declined => state == InvoiceState::Declined,
            Self::Expired => state == InvoiceState::Expired,
            Self::Recurring => state == InvoiceState::Recurring,
        }
    }

    /// Whether only quotes are in it that are out.
    #[must_use]
    pub const fn is_of_quotes(self) -> bool {
        match self {
            Self::Quote | Self::Offered | Self::Accepted | Self::Declined | Self::Expired => true,
            Self::Open
            | Self::Overdue
            | Self::PartlyPaid
            | Self::Paid
            | Self::Draft
            | Self::Void
            | Self::WrittenOff
            | Self::Recurring => false,
        }
    }
}

/// What `kind:` can ask for, and its word.
pub const KINDS: [(InvoiceKind, &str); 5] = [
    (InvoiceKind::Invoice, "invoice"),
    (InvoiceKind::CreditNote, "credit"),
    (InvoiceKind::Deposit, "deposit"),
    (InvoiceKind::Quote, "quote"),
    (InvoiceKind::Recurring, "recurring"),
];

/// Days from the first to the last, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateRange {
    /// First day.
    pub from: NaiveDate,
    /// Last day, not before the first.
    pub to: NaiveDate,
}

/// A parsed filter. Its `Display` is the text that parses to it again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InvoiceQuery {
    /// In any of these states; empty means every state. Ordered, without repeats.
    pub states: Vec<StateFilter>,
    /// Of any of these kinds; empty means every kind but templates. In the order of [`KINDS`],
    /// without repeats.
    pub kinds: Vec<InvoiceKind>,
    /// Of the client with this key.
    pub client: Option<String>,
    /// The gross total is more than this, in major units of the invoice's own currency.
    pub more_than: Option<Decimal>,
    /// The gross total is less than this, in major units of the invoice's own currency.
    pub less_than: Option<Decimal>,
    /// Due within these days.
    pub due: Option<DateRange>,
    /// Issued within these days.
    pub issued: Option<DateRange>,
    /// Words that must all be found in the number, the client or the text. A quoted phrase is one
    /// word with spaces.
    pub words: Vec<String>,
}

impl InvoiceQuery {
    /// Reads a filter. A quoted word is never an operator, a doubled quote inside it is one quote,
    /// and a quote that is not closed yet ends with the text.
    ///
    /// # Errors
    /// Usage, when `is:` has no known state (the known ones are named), an amount or a date cannot
    /// be read, or an operator that can stand only once is repeated with another value.
    pub fn parse(text: &str) -> Result<Self> {
        let mut query = Self::default();
        for token in tokens(text) {
            match token {
                Token::Quoted(word) => query.words.push(word),
                Token::Bare(word) => query.take(&word)?,
            }
        }
        query.words.retain(|word| !word.is_empty());
        query.states.sort_unstable();
        query.states.dedup();
        let named = std::mem::take(&mut query.kinds);
        let kinds = KINDS.into_iter().map(|(kind, _)| kind);
        query.kinds = kinds.filter(|kind| named.contains(kind)).collect();
        Ok(query)
    }

    /// Whether it asks for templates of recurring invoices.
    #[must_use]
    pub fn asks_for_templates(&self) -> bool {
        self.kinds.contains(&InvoiceKind::Recurring)
            || self.states.contains(&StateFilter::Recurring)
    }

    /// Whether it lets everything through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn take(&mut self, word: &str) -> Result<()> {
        match operator(word) {
            Some((Operator::Is, value)) => self.states.push(state(value)?),
            Some((Operator::Kind, value)) => self.kinds.push(kind(value)?),
            Some((Operator::Client, value)) => {
                if value.is_empty() {
                    return Err(Failure::usage("After client: the client's key is missing.")
                        .hint("write it as in client:acme"));
                }
                once(&mut self.client, value.to_lowercase(), "client:")?;
            }
            Some((Operator::MoreThan, value)) => {
                once(&mut self.more_than, limit(word, value)?, ">")?;
            }
            Some((Operator::LessThan, value)) => {
                once(&mut self.less_than, limit(word, value)?, "<")?;
            }
            Some((Operator::Due, value)) => once(&mut self.due, range(word, value)?, "due:")?,
            Some((Operator::Issued, value)) => {
                once(&mut self.issued, range(word, value)?, "issued:")?;
            }
            None => self.words.push(word.to_owned()),
        }
        Ok(())
    }
}

#[derive(Clone, Copy)]
enum Operator {
    Is,
    Kind,
    Client,
    MoreThan,
    LessThan,
    Due,
    Issued,
}

const OPERATORS: [(&str, Operator); 7] = [
    ("is:", Operator::Is),
    ("kind:", Operator::Kind),
    ("client:", Operator::Client),
    (">", Operator::MoreThan),
    ("<", Operator::LessThan),
    ("due:", Operator::Due),
    ("issued:", Operator::Issued),
];

fn operator(word: &str) -> Option<(Operator, &str)> {
    OPERATORS.iter().find_map(|(prefix, operator)| {
        let (start, rest) = word.split_at_checked(prefix.len())?;
        start
            .eq_ignore_ascii_case(prefix)
            .then_some((*operator, rest))
    })
}

fn once<T: PartialEq>(place: &mut Option<T>, value: T, name: &str) -> Result<()> {
    if place.as_ref().is_some_and(|known| *known != value) {
        return Err(
            Failure::usage(format!("{name} stands twice with different values."))
                .hint("keep one of them"),
        );
    }
    *place = Some(value);
    Ok(())
}

fn state(value: &str) -> Result<StateFilter> {
    let word = value.to_lowercase().replace('_', "-");
    let word = if word == "voided" { "void" } else { &word };
    StateFilter::from_word(word).ok_or_else(|| {
        let known: Vec<String> = StateFilter::ALL
            .iter()
            .map(|state| format!("is:{}", state.word()))
            .collect();
        Failure::usage(format!("is:{value} is not a state of an invoice."))
            .hint(format!("use one of {}", known.join(", ")))
    })
}

fn kind(value: &str) -> Result<InvoiceKind> {
    let word = value.to_lowercase().replace('_', "-");
    let word = if word == "credit-note" {
        "credit"
    } else {
        &word
    };
    let found = KINDS.iter().find(|(_, known)| *known == word);
    found.map(|(kind, _)| *kind).ok_or_else(|| {
        let known: Vec<String> = KINDS
            .iter()
            .map(|(_, word)| format!("kind:{word}"))
            .collect();
        Failure::usage(format!("kind:{value} is not a kind of document."))
            .hint(format!("use one of {}", known.join(", ")))
    })
}

fn limit(word: &str, value: &str) -> Result<Decimal> {
    if value.is_empty() {
        return Err(
            Failure::usage(format!("After {word} the amount is missing."))
                .hint("write it without a space, as in >500"),
        );
    }
    input::number(value)
}

fn range(word: &str, value: &str) -> Result<DateRange> {
    let found = match value.split_once("..") {
        Some((first, last)) => period(first).zip(period(last)).map(|(a, b)| DateRange {
            from: a.from,
            to: b.to,
        }),
        None => period(value),
    };
    found.filter(|range| range.from <= range.to).ok_or_else(|| {
        Failure::usage(format!("{word} names no year, month or day."))
            .hint("write due:2026, due:2026-11, due:2026-11-23 or due:2026-10..2026-12")
    })
}

/// A year, a month or a day.
fn period(text: &str) -> Option<DateRange> {
    let mut parts = text.split('-');
    let year = number(parts.next()?, 4)?;
    let month = parts.next();
    let day = parts.next();
    if parts.next().is_some() || year < 1000 {
        return None;
    }
    let date = |month: &str, day: &str| {
        NaiveDate::from_ymd_opt(
            i32::try_from(year).ok()?,
            number(month, 2)?,
            number(day, 2)?,
        )
    };
    let (from, months) = match (month, day) {
        (None, _) => (date("01", "01")?, 12),
        (Some(month), None) => (date(month, "01")?, 1),
        (Some(month), Some(day)) => {
            let day = date(month, day)?;
            return Some(DateRange { from: day, to: day });
        }
    };
    Some(DateRange {
        from,
        to: last_of(from, months)?,
    })
}

fn last_of(from: NaiveDate, months: u32) -> Option<NaiveDate> {
    from.checked_add_months(Months::new(months))?
        .checked_sub_days(Days::new(1))
}

/// A number of exactly so many digits.
fn number(text: &str, digits: usize) -> Option<u32> {
    let fits = text.len() == digits && text.chars().all(|c| c.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

enum Token {
    Bare(String),
    Quoted(String),
}

fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(first) = chars.next() {
        if first.is_whitespace() {
            continue;
        }
        let mut word = String::new();
        if first == '"' {
            while let Some(c) = chars.next() {
                if c != '"' {
                    word.push(c);
                } else if chars.next_if_eq(&'"').is_some() {
                    word.push('"');
                } else {
                    break;
                }
            }
            found.push(Token::Quoted(word));
        } else {
            word.push(first);
            while let Some(c) = chars.next_if(|c| !c.is_whitespace()) {
                word.push(c);
            }
            found.push(Token::Bare(word));
        }
    }
    found
}

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to } = *self;
        if from == to {
            write!(f, "{from}")
        } else if from.day() == 1 && last_of(from, 1) == Some(to) {
            write!(f, "{}", from.format("%Y-%m"))
        } else if from.ordinal() == 1 && last_of(from, 12) == Some(to) {
            write!(f, "{}", from.format("%Y"))
        } else {
            write!(f, "{from}..{to}")
        }
    }
}

impl fmt::Display for InvoiceQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let states = self
            .states
            .iter()
            .map(|state| format!("is:{}", state.word()));
        let kinds = KINDS
            .iter()
            .filter(|(kind, _)| self.kinds.contains(kind))
            .map(|(_, word)| format!("kind:{word}"));
        let client = self.client.iter().map(|key| format!("client:{key}"));
        let more = self.more_than.iter().map(|v| format!(">{}", clear(*v)));
        let less = self.less_than.iter().map(|v| format!("<{}", clear(*v)));
        let due = self.due.iter().map(|range| format!("due:{range}"));
        let issued = self.issued.iter().map(|range| format!("issued:{range}"));
        let words = self.words.iter().map(|word| quoted(word));
        let all: Vec<String> = states
            .chain(kinds)
            .chain(client)
            .chain(more)
            .chain(less)
            .chain(due)
            .chain(issued)
            .chain(words)
            .collect();
        f.write_str(&all.join(" "))
    }
}

/// A decimal in a form that has only one reading.
fn clear(value: Decimal) -> String {
    let text = plain(value);
    if input::number(&text).is_ok() {
        text
    } else {
        format!("{text}0")
    }
}

fn quoted(word: &str) -> String {
    let bare = !word.is_empty()
        && !word.starts_with('"')
        && !word.contains(char::is_whitespace)
        && operator(word).is_none();
    if bare {
        word.to_owned()
    } else {
        format!("\"{}\"", word.replace('"', "\"\""))
    }
}
