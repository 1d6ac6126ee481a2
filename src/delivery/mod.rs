//! The only network: one attempt in, one outcome out.
//!
//! A use case hands a [`Parcel`] (finished bytes and an envelope) to a [`Carrier`] and gets one
//! [`Outcome`]. Between the two lies one call of `commit`, at the point of no return: before it
//! surely nothing was accepted, after it only a clear answer settles what happened. Why lettre's
//! own `send` cannot give that promise, and what is done in its place, is told in `smtp`.
//!
//! ```text
//! Letter ──mime::build──► bytes ─┐
//!        ──mime::envelope──────► Parcel ──► Carrier ──► Outcome
//!                                           smtp │ sendmail │ folder
//! ```

mod contract;
mod secret;
pub mod smtp;

pub use contract::{Carrier, Outcome, Parcel, Step};
pub use secret::{Secret, SecretSource};
