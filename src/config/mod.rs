//! Settings of this machine: defaults < file < environment < flag.
//!
//! What belongs to the business (profile, policies, templates) lies in the book; here is only what
//! belongs to the machine: which book, which mail account, theme and keys. payme reads
//! `config.toml` and never writes it, so that a default can change in a later version. A secret is
//! never here either: the file says where to fetch it.

mod carrier;
pub mod clock;
pub mod editor;
mod environment;
mod file;
mod imap;
pub mod logging;
pub mod mail;
mod paths;
pub mod screen;
pub mod secret;
mod settings;
pub mod sms;
mod timer;
mod unattended;

pub use clock::Clock;
pub use environment::Environment;
pub use imap::Imap;
pub use mail::{Mail, Transport};
pub use paths::Places;
pub use screen::{KeyOverride, Screen};
pub use secret::SecretFrom;
pub use settings::{Flags, Origin, Settings, Shown, config_path};
pub use sms::{Sms, SmsTransport};
pub use timer::{Timer, timers};
pub use unattended::Unattended;
