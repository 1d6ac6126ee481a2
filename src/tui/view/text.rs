//! Text on its way to the screen: cleaned, measured, cut, aligned.

use rust_decimal::Decimal;

use crate::domain;
use crate::domain::currency::Currency;
use crate::domain::money::Money;
use crate::domain::text::{block, fit_left, fit_right, one_line, truncate};

pub(super) use crate::domain::input::{date_echo as long_day, date_short as day};

/// The text in at most this many columns, harmless, with `…` where it was cut.
pub(super) fn fit(text: &str, width: usize) -> String {
    truncate(&one_line(text), width)
}

/// The text cut or filled to exactly this many columns, at the left.
pub(super) fn left(text: &str, width: usize) -> String {
    fit_left(&one_line(text), width)
}

/// The text cut or filled to exactly this many columns, at the right.
pub(super) fn right(text: &str, width: usize) -> String {
    fit_right(&one_line(text), width)
}

/// The text in lines of at most this many columns, harmless; its own line breaks stay.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    domain::text::wrap(&block(text), width)
}

/// A count with its noun: `1 invoice`, `3 invoices`.
pub(super) fn count(number: i64, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}

/// How amounts of one column stand under each other: by the decimal point, with the currency after
/// them where it is not the home currency.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ledger {
    home: Option<Currency>,
    decimals: u32,
    foreign: bool,
}

impl Ledger {
    /// For these amounts.
    pub(super) fn of(amounts: impl IntoIterator<Item = Money>, home: Option<Currency>) -> Self {
        let mut ledger = Self {
            home,
            decimals: 0,
            foreign: false,
        };
        for amount in amounts {
            ledger.decimals = ledger.decimals.max(amount.currency().decimals());
            ledger.foreign |= home.is_some_and(|home| home != amount.currency());
        }
        ledger
    }

    /// An amount, so that its point stands under the others' when the column is aligned right.
    pub(super) fn amount(self, money: Money) -> String {
        let own = money.currency().decimals();
        let mut missing = self.decimals.saturating_sub(own);
        if own == 0 && self.decimals > 0 {
            missing += 1;
        }
        let mut out = money.grouped();
        out.extend(std::iter::repeat_n(' ', missing as usize));
        if self.foreign {
            let away = self.home.is_some_and(|home| home != money.currency());
            out.push(' ');
            out.push_str(if away { money.currency().code() } else { "   " });
        }
        out
    }
}

/// An amount in at most this many columns, never cut inside the number: with its currency, without,
/// in whole units, or in millions.
pub(super) fn money_in(money: Money, width: usize) -> String {
    let full = money.to_string();
    let bare = money.grouped();
    let whole = bare.split('.').next().unwrap_or_default().to_owned();
    let millions = money.to_decimal().round() / Decimal::from(1_000_000);
    let short = format!("{}M", millions.round_dp(1));
    let forms = [full, bare, whole];
    let fitting = forms.into_iter().find(|form| form.len() <= width);
    fitting.unwrap_or(short)
}

/// Amounts of several currencies in one line: `1,240.00 EUR + 300.00 GBP`.
pub(super) fn sums(amounts: &[Money]) -> String {
    let parts: Vec<String> = amounts.iter().map(ToString::to_string).collect();
    parts.join(" + ")
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
