//! The pure rules: money, dates, states, the reminder planner. No I/O, no clock, no SQL, no terminal.
//!
//! Everything here is a function of its arguments; "today" is one of them.

pub mod client_card;
pub mod client_key;
pub mod clock;
pub mod contact;
pub mod country;
pub mod currency;
pub mod decimal;
pub mod deposit;
pub mod discount;
pub mod drafting;
pub mod freshness;
pub mod iban;
pub mod ids;
pub mod input;
pub mod interest;
pub mod invoice;
pub mod latin;
pub mod line;
pub mod locale;
pub mod log_query;
pub mod message;
pub mod money;
pub mod number;
mod number_pattern;
pub mod numbering;
pub mod party;
pub mod payment;
pub mod phone;
pub mod placeholders;
pub mod policy;
pub mod query;
pub mod quiet;
pub mod recurrence;
pub mod reference;
pub mod reminder;
pub mod schedule;
pub mod series;
pub mod service;
pub mod sms;
pub mod talk;
pub mod tax_id;
pub mod text;
pub mod totals;
pub mod units;
pub mod views;
pub mod wording;

#[cfg(test)]
mod reference_tests;
