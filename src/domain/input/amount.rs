//! Typed amounts: `1.234,50`, `1,234.50`, `1 234,50`, `1'234.50`.

use rust_decimal::Decimal;

use super::reading::{Reading, ambiguous, no_number, read, two_ways, without_currency};
use crate::domain::currency::Currency;
use crate::domain::money::Money;
use crate::failure::Result;

#[cfg(test)]
#[path = "amount_tests.rs"]
mod tests;

/// Reads an amount of a currency as a person types or pastes it.
///
/// Comma or point is the decimal mark; point, comma, space (also the no-break ones) or apostrophe
/// may group thousands. The currency's code or sign may stand before or after. One separator
/// followed by exactly three digits (`1.234`) is refused, because it could be either, unless the
/// currency has no decimals: then it can only group.
///
/// # Errors
/// Usage, when it is no number, could be read in two ways (both are named), names another currency,
/// has more decimals than the currency, or does not fit.
pub fn amount(text: &str, currency: Currency) -> Result<Money> {
    let bare = without_currency(text.trim(), currency)?;
    let value = match read(bare) {
        Reading::Clear(value) => value,
        Reading::Either { grouped, .. } if currency.decimals() == 0 => grouped,
        Reading::Either { grouped, fraction } => {
            let hint = if currency.decimals() < 3 {
                format!(
                    "write {grouped} for the first; amounts in {currency} have {} decimals",
                    currency.decimals()
                )
            } else {
                format!("write {grouped} or {fraction}0")
            };
            return Err(ambiguous(bare, grouped, fraction, hint));
        }
        Reading::Nothing => return Err(no_number(text, "amount", "1950.00 or 1.950,00")),
    };
    Money::exact(value, currency)
}

/// Reads a quantity, a price of one unit or a percentage as a person types it, with the separators
/// of [`amount`] and any number of decimals.
///
/// # Errors
/// Usage, when it is no number or could be read in two ways (both are named).
pub fn number(text: &str) -> Result<Decimal> {
    let bare = text.trim();
    match read(bare) {
        Reading::Clear(value) => Ok(value),
        Reading::Either { grouped, fraction } => Err(two_ways(bare, grouped, fraction)),
        Reading::Nothing => Err(no_number(text, "number", "3, 2.5 or 2,5")),
    }
}
