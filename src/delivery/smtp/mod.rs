//! E-mail over SMTP.

mod account;

pub use account::{Account, Auth, Encryption, Limits};
