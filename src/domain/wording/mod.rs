//! What messages say: templates filled with the facts of a client's invoices.
//!
//! A template is text with variables, in the client's language; the user may rewrite it. The data
//! it is filled with is made of text that is already written in that language ("20. Oktober 2026",
//! "740,00 EUR"), so that a template needs no rules of its own. Nothing in a template can read a
//! file, run for ever, or leave a hole: a variable that does not exist is an error that names it.

mod bill;
mod check;
mod data;
pub mod document;
mod guard;
mod interest;
mod kind;
mod name;
mod render;
mod script;
mod variables;

pub use bill::{DocumentData, LineData, TaxData};
pub use check::{check, sample};
pub use data::{InvoiceData, LetterData, LetterFacts, LetterInvoice, LetterPayment, PaymentData};
pub use interest::{InterestData, InterestFacts};
pub use kind::{goes_over, kinds};
pub use name::greeting_name;
pub use render::{Rendered, Template, render, thread_subject};
pub use variables::VARIABLES;

#[cfg(test)]
#[path = "templates_tests.rs"]
mod templates_tests;
