//! The book: one SQLite file, and the only SQL of the program.
//!
//! Reads are methods of [`View`], writes are methods of [`Tx`], and a [`Tx`] exists only inside
//! [`Book::change`], which records what was done in the journal in the same transaction. So a write
//! that nobody can see or take back is not possible by accident.

mod blocks;
mod change;
mod check;
mod client_write;
mod clients;
mod deposits;
mod draft_write;
mod errors;
mod files;
#[cfg(test)]
pub(crate) mod fixtures;
mod freshness;
mod holds;
mod invoice_write;
mod invoices;
mod journal;
mod lifecycle;
mod listing;
mod locks;
mod log;
mod migrations;
mod open;
mod order;
mod outbox;
mod outbox_write;
mod packing;
mod payments;
#[cfg(test)]
mod plans_tests;
mod policies;
mod profile;
mod rates;
mod recognise;
mod references;
mod reminders;
mod reports;
mod restore;
mod rows;
mod schedules;
mod search;
mod seed;
mod series;
mod services;
mod suggestions;
mod tables;
mod talks;
mod taxes;
mod templates;
mod texts;
mod thanks;
mod transfer;
mod undo;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

pub use blocks::Block;
pub use change::{Tx, Undo};
pub use files::backup;
pub use invoices::CreditNoteOn;
pub use locks::SenderLock;
pub use migrations::{Lost, RolledBack, Status, migrate, rollback, status};
pub use open::{Opened, open};
pub use outbox::OutboxFilter;
pub use outbox_write::{Guard, NewMessage, NewReminder, Parcel, Settled};
pub use reports::OpenSum;
pub use restore::{Restored, restore};
pub use seed::{reference_rates, reference_templates};
pub use talks::TalkFilter;
pub use thanks::SettledBy;
pub use transfer::{Covered, HoldRow, MessageRow, PastMessage, Skip};

/// An open book: one connection, used by one thread at a time.
#[derive(Debug)]
pub struct Book {
    connection: Connection,
    path: PathBuf,
}

impl Book {
    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads from the book.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        View {
            connection: &self.connection,
        }
    }
}

/// A way to read the book.
#[derive(Debug)]
pub struct View<'a> {
    connection: &'a Connection,
}
