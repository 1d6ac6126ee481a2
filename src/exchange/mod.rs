//! Other programs' files, in and out: a whole book, or one part of it, as JSON.
//!
//! Reading is all or nothing. `json` makes a tree of the text and says where it is not JSON;
//! [`reader`] walks the tree and collects **every** problem with its path, so that a file is
//! corrected once and not once a problem; only then is there a [`BookDocument`], made of the
//! domain's types, with every amount computed. [`writer`] streams the same shape from a
//! [`BookSource`], one element at a time, so that a book of a million invoices never sits in memory.
//!
//! What is written can be read again: a book that is exported, imported into a new book and
//! exported once more gives the same bytes. Amounts, quantities and rates are strings, never floats.

pub mod document;
mod email;
mod fields;
mod json;
pub mod order;
mod problem;
pub mod reader;
#[cfg(test)]
mod samples;
mod scalar;
pub mod writer;

pub use document::BookDocument;
pub use problem::{Problem, Problems};
pub use reader::{ClientDefaults, Known, read_book};
pub use writer::{BookSource, client_json, profile_json, write_book};
