//! Rows and figures that screens and commands show: plain data, read by the store.
//! One file a topic; all is named from here.

mod client;
mod dashboard;
mod draft;
mod invoice;
mod payment;
mod recurring;
mod reminder;
mod report;
mod template;

pub use client::{ClientDetail, ClientRow};
pub use dashboard::{AgeBand, Dashboard, Header, JournalRow, MonthSum, Need};
pub use draft::{DraftView, OpenDeposit, Suggestion, TaxPreset};
pub use invoice::{
    Event, InvoiceCounts, InvoiceDetail, InvoiceRow, InvoiceSort, Moment, MomentKind, SentReminder,
    ToIssue,
};
pub use payment::{Credit, CreditUse, NewPayment, NewRefund, Payable, PaymentRow, Settlement};
pub use recurring::Template;
pub use reminder::{
    About, Check, CheckLevel, Edit, NewHold, Prepared, ReminderInvoice, ReminderRow, Turn,
};
pub use report::{ClientFigures, Period, TaxSum};

pub use template::{TemplateClient, TemplateList, TemplateRow, TemplateText, Whose};

/// One page of a list that is paged by key, never by offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Where the next page begins; `None` at the end. Opaque.
    pub next: Option<String>,
}
