//! Clients: rows of the list, and one with all that belongs to it.

use chrono::NaiveDate;

use super::dashboard::MonthSum;
use super::invoice::InvoiceRow;
use super::payment::PaymentRow;
use crate::domain::ids::ClientId;
use crate::domain::message::Message;
use crate::domain::money::Money;
use crate::domain::party::{Client, Hold};

/// A row of the list of clients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientRow {
    /// Row id.
    pub id: ClientId,
    /// Key.
    pub key: String,
    /// Name.
    pub name: String,
    /// Country.
    pub country: String,
    /// Open balances, one a currency.
    pub open: Vec<Money>,
    /// How many invoices are open.
    pub open_count: i64,
    /// How many are overdue today.
    pub overdue_count: i64,
    /// Archived.
    pub archived: bool,
    /// Whether a hold on the client is active today.
    pub held: bool,
}

/// One client with all that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientDetail {
    /// The client.
    pub client: Client,
    /// Open balances, one a currency.
    pub open: Vec<Money>,
    /// Billed this calendar year, one a currency.
    pub billed: Vec<Money>,
    /// Median days from issue to full payment; `None` without a paid invoice.
    pub pays_after: Option<i64>,
    /// Their invoices, the newest first, at most 50.
    pub invoices: Vec<InvoiceRow>,
    /// Payments from them, the newest first, at most 20.
    pub payments: Vec<PaymentRow>,
    /// The day of their first issued document; `None` before it.
    pub since: Option<NaiveDate>,
    /// Messages to them, the newest first, at most 20.
    pub messages: Vec<Message>,
    /// Holds that are active today, on the client or one of its invoices.
    pub holds: Vec<Hold>,
    /// Billed per month of the last 12, in the client's currency, oldest first.
    pub months: Vec<MonthSum>,
}
