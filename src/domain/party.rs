//! The two sides of an invoice: the freelancer's profile and the clients.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::currency::Currency;
use super::decimal;
use super::ids::{ClientId, HoldId, InvoiceId};
use super::invoice::words;
use super::policy::Wish;

/// The freelancer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Business name, as on invoices.
    pub name: String,
    /// E-mail address that clients see; the account's `from` wins when sending.
    pub email: String,
    /// Phone number.
    pub phone: String,
    /// Address lines.
    pub address: Vec<String>,
    /// ISO 3166 two-letter country; empty when not said.
    pub country: String,
    /// VAT id or tax number.
    pub tax_id: String,
    /// IBAN without spaces; empty when not said.
    pub iban: String,
    /// BIC; may be empty.
    pub bic: String,
    /// Home currency.
    pub currency: Currency,
    /// Two-letter language of the business.
    pub language: String,
    /// Default days to pay.
    pub terms_days: i64,
    /// The name that ends a letter ("Ana"); the business name when empty.
    pub signature: String,
    /// The name of the tax that a new line takes ("Small business"); the usual one of the country
    /// when empty.
    pub usual_tax: String,
    /// What happens when an invoice is paid in full.
    pub thank_you: ThankYou,
}

/// What happens when an invoice is paid in full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThankYou {
    /// Nothing.
    #[default]
    Off,
    /// A thank-you stands in the reminder queue for a week; a person sends it.
    Ask,
    /// A thank-you goes into the outbox by itself.
    Auto,
}

words!(ThankYou { Off => "off", Ask => "ask", Auto => "auto" });

/// Whether a contact is written to or copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactRole {
    /// Written to.
    To,
    /// Copied.
    Cc,
}

words!(ContactRole { To => "to", Cc => "cc" });

/// A person at a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// E-mail address; may be empty.
    pub email: String,
    /// Phone number in E.164; may be empty.
    pub phone: String,
    /// To or cc.
    pub role: ContactRole,
}

/// Who gets a client's text messages: the first who is written to and has a phone number.
#[must_use]
pub fn reached_by_sms(people: &[Contact]) -> Option<&Contact> {
    people
        .iter()
        .find(|person| person.role == ContactRole::To && !person.phone.is_empty())
}

/// Who is billed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// Row id.
    pub id: ClientId,
    /// Short key, unique: lower-case letters, digits and hyphens.
    pub key: String,
    /// Name.
    pub name: String,
    /// People, in order.
    pub contacts: Vec<Contact>,
    /// Address lines.
    pub address: Vec<String>,
    /// ISO 3166 two-letter country; may be empty.
    pub country: String,
    /// VAT id or tax number.
    pub tax_id: String,
    /// Business (true) or consumer.
    pub business: bool,
    /// Default currency.
    pub currency: Currency,
    /// Two-letter language.
    pub language: String,
    /// Days to pay.
    pub terms_days: i64,
    /// Key of the policy.
    pub policy: String,
    /// How it may be reminded.
    pub reminding: Reminding,
    /// Free note.
    pub note: String,
    /// Whether the client wants a purchase order number on every invoice.
    pub wants_order: bool,
    /// Archived clients are out of sight.
    pub archived: bool,
}

/// How a client may be reminded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reminding {
    /// Over what it wants to be written to (`channel` in JSON).
    pub wish: Wish,
    /// Whether a run without a person may write to it.
    pub unattended: bool,
    /// Why no SMS may go to it any more; empty when one may. Set when its number answered STOP.
    pub no_sms: String,
    /// What it owes for paying late.
    pub interest: InterestTerms,
}

/// What a client owes for paying late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InterestTerms {
    /// What the law of the freelancer's country gives.
    #[default]
    Law,
    /// Nothing.
    None,
    /// What was agreed, in percent a year: 0 to 100.
    Contract(Decimal),
}

impl InterestTerms {
    /// The word in SQL and JSON: `law`, `none`, or the percentage (`"9.5"`).
    #[must_use]
    pub fn word(self) -> String {
        match self {
            Self::Law => "law".to_owned(),
            Self::None => "none".to_owned(),
            Self::Contract(rate) => decimal::plain(rate),
        }
    }

    /// Reads the word; `None` for any other text, or a percentage outside 0 to 100.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "law" => Some(Self::Law),
            "none" => Some(Self::None),
            other => {
                let rate = decimal::parse(other).ok()?;
                let fits = rate >= Decimal::ZERO && rate <= Decimal::ONE_HUNDRED;
                fits.then_some(Self::Contract(rate))
            }
        }
    }
}

impl Profile {
    /// A client before anything is known of it: the profile's defaults, the policy `standard`.
    #[must_use]
    pub fn new_client(&self) -> Client {
        Client {
            id: ClientId(0),
            key: String::new(),
            name: String::new(),
            contacts: Vec::new(),
            address: Vec::new(),
            country: String::new(),
            tax_id: String::new(),
            business: true,
            currency: self.currency,
            language: self.language.clone(),
            terms_days: self.terms_days,
            policy: String::from("standard"),
            reminding: Reminding::default(),
            note: String::new(),
            wants_order: false,
            archived: false,
        }
    }
}

/// Why reminders rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoldKind {
    /// The user paused them.
    Pause,
    /// The client promised to pay until a date.
    Promise,
    /// The client disputes the bill.
    Dispute,
}

words!(HoldKind { Pause => "pause", Promise => "promise", Dispute => "dispute" });

/// What a hold rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoldTarget {
    /// All invoices of a client.
    Client(ClientId),
    /// One invoice.
    Invoice(InvoiceId),
}

/// No reminders for an invoice or a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Row id.
    pub id: HoldId,
    /// What it rests on.
    pub target: HoldTarget,
    /// Pause, promise or dispute.
    pub kind: HoldKind,
    /// Last day of the hold, inclusive; `None` holds until it is lifted. A promise always has one.
    pub until: Option<NaiveDate>,
    /// Why, in the user's words.
    pub reason: String,
    /// The day that it was set.
    pub set_on: NaiveDate,
}

impl Hold {
    /// Whether it still rests on a day.
    #[must_use]
    pub fn is_active(&self, today: NaiveDate) -> bool {
        self.until.is_none_or(|until| today <= until)
    }
}
