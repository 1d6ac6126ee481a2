//! What `update` asks for about a document: writing a draft, issuing it, and what comes after.

use crate::domain::deposit::Share;
use crate::domain::ids::EntryId;
use crate::domain::invoice::{Invoice, InvoiceKind, QuoteAnswer};
use crate::domain::recurrence::Recurrence;

/// A change of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentWrite {
    /// Begin a draft for a client.
    Begin {
        /// What it is to be.
        kind: InvoiceKind,
        /// The client's key.
        client: String,
    },
    /// Keep a draft as it is written now.
    Save {
        /// The draft.
        invoice: Box<Invoice>,
        /// As it was read or kept last, without its amounts: what changed elsewhere since is not
        /// written over.
        before: Box<Invoice>,
        /// The entry of the journal that this sitting began.
        joins: Option<EntryId>,
    },
    /// Delete a draft.
    Delete {
        /// `draft:ID`.
        reference: String,
    },
    /// Number a draft and freeze it.
    Issue {
        /// `draft:ID`.
        reference: String,
    },
    /// Take an issued document back; it keeps its number.
    Void {
        /// Number.
        reference: String,
        /// Why.
        reason: String,
        /// Whether a draft with the same content takes its place.
        copy: bool,
    },
    /// Give an invoice up.
    WriteOff {
        /// Number.
        reference: String,
        /// Why.
        reason: String,
    },
    /// Begin a draft with the content of a document.
    Copy {
        /// Number or `draft:ID`.
        reference: String,
    },
    /// Begin a credit note for an invoice.
    Credit {
        /// Number.
        reference: String,
        /// Which lines, from 0; empty for all.
        lines: Vec<usize>,
    },
    /// Note what a client said to a quote.
    Answer {
        /// Number.
        reference: String,
        /// Yes or no; `None` takes the answer back.
        answer: Option<QuoteAnswer>,
    },
    /// Begin an invoice from a quote.
    Bill {
        /// Number.
        reference: String,
    },
    /// Number several drafts and freeze them, one after the other.
    IssueAll {
        /// `draft:ID` of each.
        references: Vec<String>,
    },
    /// Begin a deposit invoice.
    Deposit {
        /// The quote's number, `draft:ID`, or the client's key.
        of: String,
        /// How much of it.
        share: Share,
    },
    /// Take a deposit off on a draft.
    Deduct {
        /// `draft:ID`.
        reference: String,
        /// The deposit's number.
        deposit: String,
    },
    /// Make a template with the content of a document.
    Recur {
        /// Number or `draft:ID`.
        from: String,
        /// When it comes again.
        rule: Recurrence,
    },
    /// Give a template another rule.
    SetRule {
        /// `draft:ID`.
        reference: String,
        /// When it comes again.
        rule: Recurrence,
    },
    /// Let a template rest, or go on.
    Pause {
        /// `draft:ID`.
        reference: String,
        /// Rest.
        rests: bool,
    },
    /// End a template.
    End {
        /// `draft:ID`.
        reference: String,
    },
    /// Make the drafts that are due from templates.
    RunTemplates,
}
