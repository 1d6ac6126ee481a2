//! Invoices: the stored facts, and the state computed from facts and today.

use chrono::NaiveDate;

use super::currency::Currency;
use super::discount::{Discount, Prices};
use super::ids::{ClientId, InvoiceId};
use super::money::Money;
use super::party::Client;
use super::totals::{self, LineInput};

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
    /// It asks for a part of the money before the work is done; the final invoice deducts it.
    Deposit,
    /// It says what something would cost. Nobody owes anything on it.
    Quote,
    /// It is a template that becomes a draft again and again. It is never issued itself.
    Recurring,
}

impl InvoiceKind {
    /// Whether money is owed on it once it is issued.
    #[must_use]
    pub const fn asks_for_money(self) -> bool {
        match self {
            Self::Invoice | Self::Deposit => true,
            Self::CreditNote | Self::Quote | Self::Recurring => false,
        }
    }

    /// What it is called in a sentence: "invoice", "credit note" …
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::CreditNote => "credit note",
            Self::Deposit => "deposit invoice",
            Self::Quote => "quote",
            Self::Recurring => "recurring invoice",
        }
    }
}

/// What a client said to a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteAnswer {
    /// Yes.
    Accepted,
    /// No.
    Declined,
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
    /// A quote that waits for an answer.
    Offered,
    /// A quote that the client said yes to.
    Accepted,
    /// A quote that the client said no to.
    Declined,
    /// A quote without an answer past the day that it was valid until.
    Expired,
    /// A template that becomes drafts.
    Recurring,
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

pub use super::line::{Line, TaxCategory, TaxGroup};
pub use super::payment::{Payment, PaymentKind, PaymentSums};

words!(InvoiceKind {
    Invoice => "invoice", CreditNote => "credit_note", Deposit => "deposit", Quote => "quote",
    Recurring => "recurring",
});
words!(QuoteAnswer { Accepted => "accepted", Declined => "declined" });
words!(InvoiceStatus {
    Draft => "draft", Issued => "issued", Voided => "voided", WrittenOff => "written_off",
});
words!(InvoiceState {
    Draft => "draft", Open => "open", PartlyPaid => "partly_paid", Paid => "paid",
    Overdue => "overdue", Voided => "voided", WrittenOff => "written_off", Offered => "offered",
    Accepted => "accepted", Declined => "declined", Expired => "expired",
    Recurring => "recurring",
});

/// The facts a state is computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What it is: money is owed on invoices and deposits only.
    pub kind: InvoiceKind,
    /// The stored status.
    pub status: InvoiceStatus,
    /// The due date, of a quote the last day that it is valid; a draft may have none.
    pub due_on: Option<NaiveDate>,
    /// What a client said to a quote.
    pub answer: Option<QuoteAnswer>,
    /// Gross total, minor units.
    pub gross: i64,
    /// Paid so far, minor units.
    pub paid: i64,
    /// Credited by credit notes, minor units.
    pub credited: i64,
}

impl Standing {
    /// What is still open, minor units: gross − paid − credited of an invoice or deposit while it is
    /// issued, else nothing. Negative when more was paid than billed.
    #[must_use]
    pub const fn open(&self) -> i64 {
        match self.status {
            InvoiceStatus::Issued if self.kind.asks_for_money() => self
                .gross
                .saturating_sub(self.paid)
                .saturating_sub(self.credited),
            InvoiceStatus::Issued
            | InvoiceStatus::Draft
            | InvoiceStatus::Voided
            | InvoiceStatus::WrittenOff => 0,
        }
    }

    /// The state on a day. An issued credit note has nothing open, so it counts as paid.
    #[must_use]
    pub fn state(&self, today: NaiveDate) -> InvoiceState {
        if self.kind == InvoiceKind::Recurring {
            return InvoiceState::Recurring;
        }
        match self.status {
            InvoiceStatus::Draft => InvoiceState::Draft,
            InvoiceStatus::Voided => InvoiceState::Voided,
            InvoiceStatus::WrittenOff => InvoiceState::WrittenOff,
            InvoiceStatus::Issued if self.kind == InvoiceKind::Quote => self.quote_state(today),
            InvoiceStatus::Issued if self.open() <= 0 => InvoiceState::Paid,
            InvoiceStatus::Issued if self.due_on.is_some_and(|due| today > due) => {
                InvoiceState::Overdue
            }
            InvoiceStatus::Issued if self.paid > 0 || self.credited > 0 => InvoiceState::PartlyPaid,
            InvoiceStatus::Issued => InvoiceState::Open,
        }
    }

    fn quote_state(&self, today: NaiveDate) -> InvoiceState {
        match self.answer {
            Some(QuoteAnswer::Accepted) => InvoiceState::Accepted,
            Some(QuoteAnswer::Declined) => InvoiceState::Declined,
            None if self.due_on.is_some_and(|until| today > until) => InvoiceState::Expired,
            None => InvoiceState::Offered,
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
    /// Key of the series that numbers it; empty for the usual one of its kind.
    pub series: String,
    /// Currency of every amount.
    pub currency: Currency,
    /// Whether its prices are without tax or with it.
    pub prices: Prices,
    /// Day of issue; of a draft the day that is meant, `None` for the day that it is issued.
    pub issued_on: Option<NaiveDate>,
    /// Due date, of a quote the last day that it is valid; of a draft `None` follows the terms.
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
    /// The words about payment on the invoice.
    pub terms: String,
    /// Two-letter language.
    pub language: String,
    /// What is taken off the whole document, but not off the deposits that it deducts.
    pub discount: Discount,
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
    /// What it was made from, by number or `draft:ID`: a quote, what it replaces, a template.
    pub source: Option<String>,
    /// What the client said to a quote.
    pub answer: Option<QuoteAnswer>,
    /// When the client said it.
    pub answered_on: Option<NaiveDate>,
    /// Why it was voided or written off.
    pub end_reason: String,
    /// When it was voided or written off.
    pub ended_on: Option<NaiveDate>,
}

impl Invoice {
    /// A draft for a client, with the client's defaults and without lines.
    #[must_use]
    pub fn draft(kind: InvoiceKind, client: &Client) -> Self {
        Self {
            client: client.id,
            client_key: client.key.clone(),
            client_name: client.name.clone(),
            terms_days: client.terms_days,
            language: client.language.clone(),
            ..Self::blank(kind, client.currency)
        }
    }

    /// A draft for nobody yet, without lines.
    #[must_use]
    pub fn blank(kind: InvoiceKind, currency: Currency) -> Self {
        Self {
            id: InvoiceId(0),
            kind,
            status: InvoiceStatus::Draft,
            number: None,
            client: ClientId(0),
            client_key: String::new(),
            client_name: String::new(),
            series: String::new(),
            currency,
            prices: Prices::Net,
            issued_on: None,
            due_on: None,
            terms_days: 0,
            supplied_on: None,
            supplied_until: None,
            purchase_order: String::new(),
            note: String::new(),
            terms: String::new(),
            language: String::new(),
            discount: Discount::NONE,
            lines: Vec::new(),
            taxes: Vec::new(),
            net: 0,
            tax: 0,
            gross: 0,
            paid: 0,
            credited: 0,
            credits: None,
            source: None,
            answer: None,
            answered_on: None,
            end_reason: String::new(),
            ended_on: None,
        }
    }

    /// Works out the lines, the tax groups and the totals anew.
    ///
    /// # Errors
    /// The first breach of a rule of [`totals::compute`]; then nothing is changed.
    pub fn add_up(&mut self) -> Result<(), totals::Problem> {
        let inputs: Vec<LineInput> = self.lines.iter().map(LineInput::from).collect();
        let totals = totals::compute(&inputs, self.discount, self.prices, self.currency)?;
        let nets = totals.amounts.into_iter().zip(totals.nets);
        for (line, (amount, net)) in self.lines.iter_mut().zip(nets) {
            (line.amount, line.net) = (amount, net);
        }
        self.taxes = totals.groups;
        (self.net, self.tax, self.gross) = (totals.net, totals.tax, totals.gross);
        Ok(())
    }

    /// The same without its amounts, which follow from the rest.
    #[must_use]
    pub fn bare(&self) -> Self {
        let mut out = self.clone();
        for line in &mut out.lines {
            (line.amount, line.net) = (0, 0);
        }
        out.taxes.clear();
        (out.net, out.tax, out.gross) = (0, 0, 0);
        out
    }

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
            answer: self.answer,
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
