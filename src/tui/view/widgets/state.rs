//! The state of an invoice: a sign, a word and a role, never colour alone.

use chrono::NaiveDate;

use crate::domain::invoice::{InvoiceKind, InvoiceState};
use crate::domain::views::InvoiceRow;
use crate::tui::view::text::day;
use crate::tui::view::theme::Role;

/// The role of a state.
pub(in crate::tui::view) const fn role(state: InvoiceState) -> Role {
    match state {
        InvoiceState::Draft | InvoiceState::Recurring => Role::Draft,
        InvoiceState::Open | InvoiceState::PartlyPaid | InvoiceState::Offered => Role::Open,
        InvoiceState::Paid | InvoiceState::Accepted => Role::Good,
        InvoiceState::Overdue => Role::Bad,
        InvoiceState::Voided
        | InvoiceState::WrittenOff
        | InvoiceState::Declined
        | InvoiceState::Expired => Role::Disabled,
    }
}

/// The sign of a state.
pub(in crate::tui::view) const fn sign(state: InvoiceState) -> &'static str {
    match state {
        InvoiceState::Draft => "○",
        InvoiceState::Open => "●",
        InvoiceState::PartlyPaid => "◐",
        InvoiceState::Paid | InvoiceState::Accepted => "✓",
        InvoiceState::Overdue => "!",
        InvoiceState::Voided | InvoiceState::WrittenOff | InvoiceState::Declined => "✗",
        InvoiceState::Offered => "?",
        InvoiceState::Expired => "…",
        InvoiceState::Recurring => "↻",
    }
}

/// How late or early in words: `12d late`, `7d left`, `due today`.
pub(in crate::tui::view) fn days(late: i64) -> String {
    match late {
        0 => "due today".to_owned(),
        late if late > 0 => format!("{late}d late"),
        early => format!("{}d left", early.unsigned_abs()),
    }
}

/// The state of a row of the list, with the one figure that matters in it.
pub(in crate::tui::view) fn cell(row: &InvoiceRow, today: NaiveDate) -> (String, Role) {
    let sign = sign(row.state);
    if row.kind == InvoiceKind::CreditNote && row.state != InvoiceState::Draft {
        return ("− credit note".to_owned(), Role::Dim);
    }
    let word = match row.state {
        InvoiceState::Draft => "draft".to_owned(),
        InvoiceState::Open | InvoiceState::Overdue => days(row.days_late),
        InvoiceState::PartlyPaid => format!("{} open", row.open.grouped()),
        InvoiceState::Paid => match row.paid_on {
            Some(paid) => format!("paid {}", day(paid, today)),
            None => "paid".to_owned(),
        },
        InvoiceState::Voided => "void".to_owned(),
        InvoiceState::WrittenOff => "written off".to_owned(),
        InvoiceState::Offered => "offered".to_owned(),
        InvoiceState::Accepted => "accepted".to_owned(),
        InvoiceState::Declined => "declined".to_owned(),
        InvoiceState::Expired => "expired".to_owned(),
        InvoiceState::Recurring => "recurring".to_owned(),
    };
    (format!("{sign} {word}"), role(row.state))
}
