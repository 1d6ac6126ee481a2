//! The only network: one attempt in, one outcome out.
//!
//! A use case hands a [`Parcel`] (finished bytes and an envelope) to a [`Carrier`] and gets one
//! [`Outcome`]. Between the two lies at most one call of `commit`, at the point of no return:
//! before it surely nothing was accepted, after it only a clear answer settles what happened.
//!
//! ```text
//! Letter ──mime::build─────► bytes ────┐
//!        ──mime::envelope──► from, to ─┴─► Parcel ──► Carrier ──► Outcome
//!                                                     smtp │ sendmail │ folder │ sms
//! ```

mod address;
mod contract;
mod folder;
pub mod imap;
pub mod mime;
mod net;
mod program;
mod secret;
mod sendmail;
pub mod sms;
pub mod smtp;
mod words;

use std::path::PathBuf;

use crate::failure::Result;

pub use contract::{Carrier, Evidence, Outcome, Parcel, Step, Trace, Witness};
pub use folder::Folder;
pub use imap::Mailbox;
pub use secret::{Secret, SecretSource};
pub use sendmail::Sendmail;

/// How mail goes out.
pub enum MailSettings {
    /// Over an account.
    Smtp {
        /// The account.
        account: smtp::Account,
        /// Its password or token; needed when the account has a user.
        secret: Option<Box<dyn SecretSource>>,
    },
    /// By a program of this computer.
    Sendmail(Sendmail),
    /// As `.eml` files into this folder.
    Folder(PathBuf),
}

/// The carrier for these settings. Nothing is connected, started or written yet.
///
/// # Errors
/// Settings that cannot work: no host, no encryption on the network, a user without a secret.
pub fn carrier(settings: MailSettings) -> Result<Box<dyn Carrier>> {
    Ok(match settings {
        MailSettings::Smtp { account, secret } => Box::new(smtp::Smtp::new(account, secret)?),
        MailSettings::Sendmail(sendmail) => Box::new(sendmail),
        MailSettings::Folder(path) => Box::new(Folder::new(path)),
    })
}
