//! What the editor of a draft needs to know.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::domain::currency::Currency;
use crate::domain::invoice::{Invoice, TaxCategory};
use crate::domain::money::Money;
use crate::domain::party::{Client, Profile};
use crate::domain::wording::document::Words;

/// A draft with what belongs to writing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftView {
    /// The draft.
    pub invoice: Invoice,
    /// Its client as it is now.
    pub client: Client,
    /// The freelancer as they are now.
    pub seller: Profile,
    /// The taxes that the freelancer can choose from, the usual one first.
    pub presets: Vec<TaxPreset>,
    /// The number that it would get if it were issued now; empty for what is never issued.
    pub next_number: String,
    /// Keys of the series, the usual one of its kind first.
    pub series: Vec<String>,
    /// Deposit invoices of the client in its currency that nothing deducts yet, and those that this
    /// draft deducts.
    pub deposits: Vec<OpenDeposit>,
    /// What the client has paid too much in its currency, over all invoices.
    pub credit: Money,
    /// The words that documents begin with, in every language.
    pub words: Vec<Words>,
}

/// A tax that the freelancer can choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxPreset {
    /// Its name ("Standard 19 %").
    pub name: String,
    /// Category.
    pub category: TaxCategory,
    /// Rate in percent.
    pub rate: Decimal,
    /// The words that the invoice needs; empty for none.
    pub reason: String,
    /// Whether a new line takes it where nothing speaks for another.
    pub preferred: bool,
}

/// A deposit invoice that a final one can deduct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDeposit {
    /// Its number.
    pub number: String,
    /// Day of issue.
    pub issued_on: NaiveDate,
    /// Gross total.
    pub gross: Money,
    /// Whether all of it is paid.
    pub paid: bool,
}

/// What a line could be, for two letters typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What was supplied.
    pub description: String,
    /// Unit code.
    pub unit: String,
    /// Price of one unit, major units.
    pub unit_price: Decimal,
    /// Its currency: in another one the price does not count.
    pub currency: Currency,
    /// Tax category.
    pub category: TaxCategory,
    /// Rate in percent.
    pub rate: Decimal,
    /// Why there is no tax.
    pub reason: String,
    /// Whether it stands in the catalogue; else it is a line typed before.
    pub service: bool,
}
