//! Invoices: the stored facts, and the state computed from facts and today.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::currency::Currency;
use super::ids::{ClientId, InvoiceId};
use super::money::Money;

#[cfg(test)]
#[path = "invoice_tests.rs"]
mod tests;

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvoiceKind {
    /// It asks for money.
    Invoice,
    /// It takes back an invoice, in whole or in part.
    CreditNote,
}

/// The stored fact of where a document is in its life. A draft has no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvoiceStatus {
    /// Being written.
    Draft,
    /// Numbered, frozen and out in the world.
    Issued,
    /// Taken back; it keeps its number.
    Voided,
    /// Given up; it keeps its number.
    WrittenOff,
}

/// The computed state, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvoiceState {
    /// Not issued yet.
    Draft,
    /// Issued, nothing paid, not past due.
    Open,
    /// Something paid, something open, not past due.
    PartlyPaid,
    /// Nothing is open any more.
    Paid,
    /// Past its due date with an open balance, partly paid or not.
    Overdue,
    /// Taken back.
    Voided,
    /// Given up.
    WrittenOff,
}

macro_rules! words {
    ($type:ident { $($variant:ident => $word:literal),+ $(,)? }) => {
        impl $type {
            /// The word in SQL and JSON.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads the word; `None` for any other text.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }

            /// Every value, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
        }
    };
}
pub(crate) use words;

words!(InvoiceKind { Invoice => "invoice", CreditNote => "credit_note" });
words!(InvoiceStatus {
    Draft => "draft", Issued => "issued", Voided => "voided", WrittenOff => "written_off",
});
words!(InvoiceState {
    Draft => "draft", Open => "open", PartlyPaid => "partly_paid", Paid => "paid",
    Overdue => "overdue", Voided => "voided", WrittenOff => "written_off",
});

/// The facts a state is computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Invoice or credit note: nobody owes anything on a credit note.
    pub kind: InvoiceKind,
    /// The stored status.
    pub status: InvoiceStatus,
    /// The due date; a draft may have none.
    pub due_on: Option<NaiveDate>,
    /// Gross total, minor units.
    pub gross: i64,
    /// Paid so far, minor units.
    pub paid: i64,
    /// Credited by credit notes, minor units.
    pub credited: i64,
}

impl Standing {
    /// What is still open, minor units: gross − paid − credited of an invoice while it is issued,
    /// else nothing. Negative when more was paid than billed.
    #[must_use]
    pub const fn open(&self) -> i64 {
        match (self.kind, self.status) {
            (InvoiceKind::Invoice, InvoiceStatus::Issued) => self
                .gross
                .saturating_sub(self.paid)
                .saturating_sub(self.credited),
            (
                InvoiceKind::Invoice,
                InvoiceStatus::Draft | InvoiceStatus::Voided | InvoiceStatus::WrittenOff,
            )
            | (InvoiceKind::CreditNote, _) => 0,
        }
    }

    /// The state on a day. An issued credit note has nothing open, so it counts as paid.
    #[must_use]
    pub fn state(&self, today: NaiveDate) -> InvoiceState {
        match self.status {
            InvoiceStatus::Draft => InvoiceState::Draft,
            InvoiceStatus::Voided => InvoiceState::Voided,
            InvoiceStatus::WrittenOff => InvoiceState::WrittenOff,
            InvoiceStatus::Issued if self.open() <= 0 => InvoiceState::Paid,
            InvoiceStatus::Issued if self.due_on.is_some_and(|due| today > due) => {
                InvoiceState::Overdue
            }
            InvoiceStatus::Issued if self.paid > 0 || self.credited > 0 => InvoiceState::PartlyPaid,
            InvoiceStatus::Issued => InvoiceState::Open,
        }
    }

    /// Days late on a day: positive past the due date, negative before it, 0 when nothing is open.
    #[must_use]
    pub fn days_late(&self, today: NaiveDate) -> i64 {
        match self.due_on {
            Some(due) if self.open() > 0 => (today - due).num_days(),
            Some(_) | None => 0,
        }
    }
}

/// A tax category of EN 16931 (UNCL 5305).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaxCategory {
    /// S: standard rate.
    Standard,
    /// Z: zero rated.
    Zero,
    /// E: exempt, needs a reason.
    Exempt,
    /// AE: reverse charge.
    ReverseCharge,
    /// K: intra-community supply.
    IntraCommunity,
    /// G: export outside the EU.
    Export,
    /// O: outside the scope of tax.
    OutOfScope,
}

words!(TaxCategory {
    Standard => "S", Zero => "Z", Exempt => "E", ReverseCharge => "AE", IntraCommunity => "K",
    Export => "G", OutOfScope => "O",
});

/// One line of a document, with its net as computed and rounded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What was supplied.
    pub description: String,
    /// How many units; negative takes back.
    pub quantity: Decimal,
    /// UN/ECE Recommendation 20 unit code (HUR, DAY, C62 …).
    pub unit: String,
    /// Price of one unit in major units, may have more decimals than the currency. Never negative.
    pub unit_price: Decimal,
    /// Line discount in percent, 0 to 100.
    pub discount_percent: Decimal,
    /// Tax category.
    pub category: TaxCategory,
    /// Tax rate in percent.
    pub rate: Decimal,
    /// Net of the line, minor units.
    pub net: i64,
}

/// One group of the tax breakdown: a category and rate, its base and its tax.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxGroup {
    /// Tax category.
    pub category: TaxCategory,
    /// Rate in percent.
    pub rate: Decimal,
    /// Sum of nets after document discount, minor units.
    pub base: i64,
    /// Tax on the base, minor units.
    pub tax: i64,
}

/// A whole document, as read for showing one invoice and for export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    /// Row id.
    pub id: InvoiceId,
    /// Kind.
    pub kind: InvoiceKind,
    /// Stored status.
    pub status: InvoiceStatus,
    /// Number; `None` for a draft.
    pub number: Option<String>,
    /// Client.
    pub client: ClientId,
    /// Client's key.
    pub client_key: String,
    /// Client's name, from the snapshot once issued.
    pub client_name: String,
    /// Currency of every amount.
    pub currency: Currency,
    /// Day of issue.
    pub issued_on: Option<NaiveDate>,
    /// Due date.
    pub due_on: Option<NaiveDate>,
    /// Days to pay.
    pub terms_days: i64,
    /// Day, or first day, of supply.
    pub supplied_on: Option<NaiveDate>,
    /// Last day of supply.
    pub supplied_until: Option<NaiveDate>,
    /// The client's purchase order.
    pub purchase_order: String,
    /// Note on the invoice.
    pub note: String,
    /// Two-letter language.
    pub language: String,
    /// Document discount in percent.
    pub discount_percent: Decimal,
    /// Lines in order.
    pub lines: Vec<Line>,
    /// Tax groups, ordered by category and rate.
    pub taxes: Vec<TaxGroup>,
    /// Net total, minor units.
    pub net: i64,
    /// Tax total, minor units.
    pub tax: i64,
    /// Gross total, minor units.
    pub gross: i64,
    /// Paid, minor units.
    pub paid: i64,
    /// Credited by credit notes, minor units.
    pub credited: i64,
    /// For a credit note: the invoice that it takes back.
    pub credits: Option<String>,
    /// Why it was voided or written off.
    pub end_reason: String,
    /// When it was voided or written off.
    pub ended_on: Option<NaiveDate>,
}

impl Invoice {
    /// How other commands name it: its number, or `draft:ID`.
    #[must_use]
    pub fn reference(&self) -> String {
        self.number
            .clone()
            .unwrap_or_else(|| format!("draft:{}", self.id))
    }

    /// The facts of its state.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        Standing {
            kind: self.kind,
            status: self.status,
            due_on: self.due_on,
            gross: self.gross,
            paid: self.paid,
            credited: self.credited,
        }
    }

    /// An amount of this invoice.
    #[must_use]
    pub const fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }
}

/// A payment: money in, for one invoice, on a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Row id.
    pub id: super::ids::PaymentId,
    /// The invoice.
    pub invoice: InvoiceId,
    /// The day that the money came.
    pub paid_on: NaiveDate,
    /// Amount in the invoice's currency.
    pub amount: Money,
    /// How it was paid ("bank", "card", "cash" …).
    pub method: String,
    /// A note.
    pub note: String,
}
