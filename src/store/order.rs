//! The orders of the list of invoices, and which index gives each.
//!
//! A page is cheap in one of two ways: an index has the rows in the order of the list, and the page
//! is its beginning; or a condition leaves few rows, and they are collected and sorted. SQLite
//! cannot know which, so it is told: a plus before a column keeps it from the column's index.

use crate::domain::invoice::InvoiceKind;
use crate::domain::query::{InvoiceQuery, StateFilter};
use crate::domain::views::InvoiceSort;

/// Which documents the states of a query leave. What is the same for all of them decides which
/// index gives the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Among {
    /// Any.
    All,
    /// Only what has an open balance: the partial index has it, by due date.
    Open,
    /// Only one standing, and not the open one.
    One,
    /// Only one kind, and not the usual one: the partial index by kind has it, the newest first.
    Kind,
    /// Several kinds, and not the usual one: they are collected.
    Kinds,
}

impl Among {
    pub(super) fn of(query: &InvoiceQuery) -> Self {
        let open = |state: &StateFilter| match state {
            StateFilter::Open | StateFilter::Overdue | StateFilter::PartlyPaid => true,
            StateFilter::Paid
            | StateFilter::Draft
            | StateFilter::Void
            | StateFilter::WrittenOff
            | StateFilter::Quote
            | StateFilter::Offered
            | StateFilter::Accepted
            | StateFilter::Declined
            | StateFilter::Expired
            | StateFilter::Recurring => false,
        };
        match (query.states.as_slice(), query.kinds.as_slice()) {
            ([], [kind]) if *kind != InvoiceKind::Invoice => Self::Kind,
            ([], kinds) if !kinds.is_empty() && !kinds.contains(&InvoiceKind::Invoice) => {
                Self::Kinds
            }
            ([], _) => Self::All,
            (states, _) if states.iter().all(open) => Self::Open,
            ([_one], _) => Self::One,
            (states, _) if states.iter().all(|state| state.is_of_quotes()) => Self::One,
            ([..], _) => Self::All,
        }
    }
}

/// The order, its place in the list as text, and how a place is compared.
pub(super) struct Order {
    by: &'static str,
    /// The place of a row, as text of [`Order::parts`] parts.
    pub(super) place: &'static str,
    /// How many parts a place has.
    pub(super) parts: usize,
    after: &'static str,
    collects: bool,
}

impl Order {
    /// The order of a list; `few` says that the conditions leave few rows. Within one rank the due
    /// date decides alone, and the indexes by due date give the order.
    pub(super) fn of(sort: InvoiceSort, among: Among, few: bool) -> Self {
        let by_due = matches!(sort, InvoiceSort::OpenFirst | InvoiceSort::Due);
        let by_kind = matches!(sort, InvoiceSort::OpenFirst | InvoiceSort::Newest);
        Self {
            collects: few
                || match among {
                    Among::All | Among::One => false,
                    Among::Open => !by_due,
                    Among::Kind => !by_kind,
                    Among::Kinds => true,
                },
            ..order(sort, among)
        }
    }

    /// The terms of ORDER BY.
    pub(super) fn by(&self) -> String {
        let plus = if self.collects { "+" } else { "" };
        format!("{plus}{}", self.by)
    }

    /// The condition that a row comes after a place; `?N` stands for it, a JSON list of its parts.
    pub(super) fn after(&self) -> String {
        if self.collects {
            self.after.replacen('(', "(+", 1)
        } else {
            self.after.to_owned()
        }
    }
}

const fn order(sort: InvoiceSort, among: Among) -> Order {
    match (sort, among) {
        (InvoiceSort::OpenFirst, Among::All) => Order {
            by: "i.rank DESC, i.due_key DESC, i.id DESC",
            place: "i.rank || '/' || i.due_key || '/' || i.id",
            parts: 3,
            after: "(i.rank, i.due_key, i.id) < (CAST(?N ->> 0 AS INTEGER), ?N ->> 1,
                CAST(?N ->> 2 AS INTEGER))",
            collects: false,
        },
        (InvoiceSort::OpenFirst, Among::Open) => Order {
            by: "i.due_on DESC, i.id DESC",
            place: "i.due_on || '/' || i.id",
            parts: 2,
            after: "(i.due_on, i.id) < (?N ->> 0, CAST(?N ->> 1 AS INTEGER))",
            collects: false,
        },
        (InvoiceSort::OpenFirst, Among::One) => Order {
            by: "i.due_key DESC, i.id DESC",
            place: "i.due_key || '/' || i.id",
            parts: 2,
            after: "(i.due_key, i.id) < (?N ->> 0, CAST(?N ->> 1 AS INTEGER))",
            collects: false,
        },
        (InvoiceSort::Due, Among::Open) => Order {
            by: "i.due_on, i.id",
            place: "i.due_on || '/' || i.id",
            parts: 2,
            after: "(i.due_on, i.id) > (?N ->> 0, CAST(?N ->> 1 AS INTEGER))",
            collects: false,
        },
        (InvoiceSort::Due, Among::All | Among::One | Among::Kind | Among::Kinds) => Order {
            by: "i.due_key, i.id",
            place: "i.due_key || '/' || i.id",
            parts: 2,
            after: "(i.due_key, i.id) > (?N ->> 0, CAST(?N ->> 1 AS INTEGER))",
            collects: false,
        },
        // A draft has no day of issue and stands before them all.
        (InvoiceSort::OpenFirst, Among::Kind | Among::Kinds) | (InvoiceSort::Newest, _) => Order {
            by: "i.issue_key DESC, i.id DESC",
            place: "i.issue_key || '/' || i.id",
            parts: 2,
            after: "(i.issue_key, i.id) < (?N ->> 0, CAST(?N ->> 1 AS INTEGER))",
            collects: false,
        },
        (InvoiceSort::Amount, _) => Order {
            by: "i.gross_minor DESC, i.id DESC",
            place: "i.gross_minor || '/' || i.id",
            parts: 2,
            after: "(i.gross_minor, i.id) < (CAST(?N ->> 0 AS INTEGER), CAST(?N ->> 1 AS INTEGER))",
            collects: false,
        },
    }
}
