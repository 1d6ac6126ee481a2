//! What people type, read generously and never guessed at.
//!
//! Decimal comma and point both work, and so do the usual ways to name a day. What could mean two
//! things is refused with both readings; everything else is echoed by the screen before it counts.

mod amount;
mod date;
mod names;
mod period;
mod quantity;
mod reading;

pub use amount::{amount, number};
pub use date::{date, date_after, date_echo, date_past, date_short};
pub use period::{period, period_echo};
pub use quantity::{
    PRICE_DECIMALS, TypedDiscount, discount, discount_echo, price, price_echo, quantity,
    quantity_echo, rate, rate_echo,
};
