//! The data of a letter: facts in, text in the client's language out.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::bill::DocumentData;
use super::interest::{InterestData, InterestFacts};
use super::name::greeting_name;
use super::script::Script;
use crate::domain::currency::Currency;
use crate::domain::iban;
use crate::domain::invoice::Invoice;
use crate::domain::locale::Language;
use crate::domain::money::Money;
use crate::domain::party::Profile;
use crate::domain::policy::{Channel, Tone};
use crate::failure::Result;

/// The longest reference that a credit transfer carries as text (EPC069-12), in characters.
const LONGEST_REFERENCE: usize = 140;

/// What a letter is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterFacts<'a> {
    /// The language that it is written in.
    pub language: Language,
    /// What carries it: a text message is written shorter, in plain letters.
    pub channel: Channel,
    /// The day of the letter.
    pub today: NaiveDate,
    /// The day by which it asks for payment ([`crate::domain::reminder::pay_by`]).
    pub pay_by: NaiveDate,
    /// How a reminder speaks; `None` for thanks.
    pub tone: Option<Tone>,
    /// Who writes.
    pub profile: &'a Profile,
    /// Client's name.
    pub client_name: &'a str,
    /// Name of the first contact that is written to; may be empty.
    pub contact_name: &'a str,
    /// Reference for the transfer; empty takes the invoices' numbers, as long as they fit.
    pub reference: &'a str,
    /// The invoices, most days late first.
    pub invoices: Vec<LetterInvoice>,
    /// For thanks: the payment, and the day that it came.
    pub paid: Option<(Money, NaiveDate)>,
    /// What paying late costs, where the letter says so.
    pub interest: Option<InterestFacts>,
    /// Whether a code for the transfer goes along.
    pub pay_code: bool,
    /// For a statement: the payments that came, oldest first, and since which day.
    pub payments: Option<(NaiveDate, Vec<LetterPayment>)>,
    /// For the mail with an invoice: the invoice.
    pub document: Option<&'a Invoice>,
}

impl<'a> LetterFacts<'a> {
    /// A letter of a day that is about nothing yet.
    #[must_use]
    pub const fn new(profile: &'a Profile, language: Language, today: NaiveDate) -> Self {
        Self {
            language,
            channel: Channel::Email,
            today,
            pay_by: today,
            tone: None,
            profile,
            client_name: "",
            contact_name: "",
            reference: "",
            invoices: Vec::new(),
            paid: None,
            interest: None,
            pay_code: false,
            payments: None,
            document: None,
        }
    }
}

/// A payment that a statement names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterPayment {
    /// The day that it came.
    pub on: NaiveDate,
    /// What came.
    pub amount: Money,
    /// Number of the invoice that it was for.
    pub number: String,
}

/// A payment as templates see it (`payment.on` …).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PaymentData {
    /// The day that it came, in words.
    pub on: String,
    /// What came, with its currency.
    pub amount: String,
    /// Number of the invoice that it was for.
    pub number: String,
}

/// An invoice that a letter is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterInvoice {
    /// Number.
    pub number: String,
    /// Day of issue.
    pub issued_on: NaiveDate,
    /// Due date.
    pub due_on: NaiveDate,
    /// Gross total.
    pub gross: Money,
    /// What is still open.
    pub open: Money,
    /// The client's purchase order; may be empty.
    pub purchase_order: String,
    /// How many reminders of it have gone before this letter.
    pub reminders: i64,
}

/// An invoice as templates see it (`invoice.number` …).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InvoiceData {
    /// Number.
    pub number: String,
    /// Day of issue in words.
    pub issued_on: String,
    /// Due date in words.
    pub due_on: String,
    /// Gross total with its currency.
    pub gross: String,
    /// Open balance with its currency.
    pub open: String,
    /// Whether nothing is open any more.
    pub is_paid: bool,
    /// Whether something is paid and something is open.
    pub is_partly_paid: bool,
    /// Days past the due date; negative before it.
    pub days_late: i64,
    /// The same as text, without a sign ("34 days").
    pub days: String,
    /// The client's purchase order; may be empty.
    pub purchase_order: String,
}

/// What templates are filled with. Every variable is always there; what is not known is empty text.
/// [`super::VARIABLES`] says what each is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LetterData {
    /// Two letters of the language.
    pub language: &'static str,
    /// The tone's word; empty for thanks.
    pub tone: &'static str,
    /// The day of the letter in words.
    pub today: String,
    /// The day by which it asks for payment, in words.
    pub pay_by: String,
    /// Client's name.
    pub client: String,
    /// The contact's whole name; may be empty.
    pub contact: String,
    /// The name for a greeting ([`greeting_name`]); may be empty.
    pub contact_first: String,
    /// How many invoices it is about.
    pub count: usize,
    /// The first of them; `None` without any.
    pub invoice: Option<InvoiceData>,
    /// All of them, most days late first.
    pub invoices: Vec<InvoiceData>,
    /// Their numbers ("a, b and c").
    pub numbers: String,
    /// What is open, one sum for each currency.
    pub totals: Vec<String>,
    /// The same in one line.
    pub total: String,
    /// Days late of the first invoice.
    pub oldest_days: i64,
    /// The same as text, without a sign.
    pub oldest: String,
    /// The fewest reminders that any of the invoices has had before.
    pub reminders: i64,
    /// The amount that came; empty but for thanks.
    pub paid: String,
    /// The day that it came; empty but for thanks.
    pub paid_on: String,
    /// For a statement: the payments that came.
    pub payments: Vec<PaymentData>,
    /// For a statement: the day since which they are told, in words; else empty.
    pub since: String,
    /// For the mail with an invoice: the invoice; else `None`.
    pub document: Option<DocumentData>,
    /// What paying late costs, where the stage says so.
    pub interest: Option<InterestData>,
    /// Whether a code for the transfer goes along.
    pub pay_code: bool,
    /// IBAN in groups of four; may be empty.
    pub iban: String,
    /// BIC; may be empty.
    pub bic: String,
    /// Whose account it is.
    pub account_holder: String,
    /// Reference for the transfer; may be empty.
    pub reference: String,
    /// Business name.
    pub business: String,
    /// The name that ends the letter.
    pub signature: String,
    /// E-mail address of the business.
    pub email: String,
    /// Phone number of the business.
    pub phone: String,
}

impl LetterData {
    /// Writes the facts in the client's language. Text from the book loses its line breaks and
    /// control characters, so that no name can reach into the next line of a letter.
    ///
    /// # Errors
    /// Refused, when the total of a currency does not fit.
    pub fn new(facts: &LetterFacts<'_>) -> Result<Self> {
        let (language, profile) = (facts.language, facts.profile);
        let script = facts.script();
        let clean = |value: &str| script.clean(value);
        let numbers: Vec<String> = facts.invoices.iter().map(|i| clean(&i.number)).collect();
        let invoices = facts.invoices.iter().map(|i| invoice(i, facts));
        let invoices: Vec<InvoiceData> = invoices.collect();
        let totals = totals(facts)?;
        let oldest_days = invoices.first().map_or(0, |i| i.days_late);
        let paid = facts
            .paid
            .map(|(amount, on)| (script.money(amount), script.date(on)));
        let (paid, paid_on) = paid.unwrap_or_default();
        let (since, payments) = payments(facts);
        let business = clean(&profile.name);
        Ok(Self {
            language: language.word(),
            tone: facts.tone.map_or("", Tone::word),
            today: script.date(facts.today),
            pay_by: script.date(facts.pay_by),
            client: clean(facts.client_name),
            contact: clean(facts.contact_name),
            contact_first: script.clean(&greeting_name(facts.contact_name)),
            count: invoices.len(),
            invoice: invoices.first().cloned(),
            invoices,
            reference: reference(&clean(facts.reference), &numbers),
            numbers: listed(language, &numbers),
            total: listed(language, &totals),
            totals,
            oldest_days,
            oldest: script.days(oldest_days),
            reminders: facts
                .invoices
                .iter()
                .map(|i| i.reminders)
                .min()
                .unwrap_or(0),
            paid,
            paid_on,
            payments,
            since,
            document: facts.document.map(|one| DocumentData::new(one, script)),
            interest: facts
                .interest
                .as_ref()
                .map(|one| InterestData::new(one, script)),
            pay_code: facts.pay_code,
            iban: iban::grouped(&clean(&profile.iban)),
            bic: clean(&profile.bic),
            account_holder: business.clone(),
            signature: match clean(&profile.signature) {
                none if none.is_empty() => business.clone(),
                signature => signature,
            },
            business,
            email: clean(&profile.email),
            phone: clean(&profile.phone),
        })
    }
}

impl LetterFacts<'_> {
    const fn script(&self) -> Script {
        Script {
            language: self.language,
            channel: self.channel,
        }
    }
}

fn payments(facts: &LetterFacts<'_>) -> (String, Vec<PaymentData>) {
    let script = facts.script();
    let Some((since, payments)) = &facts.payments else {
        return Default::default();
    };
    let payment = |payment: &LetterPayment| PaymentData {
        on: script.date(payment.on),
        amount: script.money(payment.amount),
        number: script.clean(&payment.number),
    };
    (script.date(*since), payments.iter().map(payment).collect())
}

fn invoice(facts: &LetterInvoice, letter: &LetterFacts<'_>) -> InvoiceData {
    let script = letter.script();
    let days_late = (letter.today - facts.due_on).num_days();
    let is_paid = !facts.open.is_positive();
    InvoiceData {
        number: script.clean(&facts.number),
        issued_on: script.date(facts.issued_on),
        due_on: script.date(facts.due_on),
        gross: script.money(facts.gross),
        open: script.money(facts.open),
        is_paid,
        is_partly_paid: !is_paid && facts.open != facts.gross,
        days_late,
        days: script.days(days_late),
        purchase_order: script.clean(&facts.purchase_order),
    }
}

/// What is open, one sum for each currency, in the order of the codes.
fn totals(facts: &LetterFacts<'_>) -> Result<Vec<String>> {
    let mut sums: BTreeMap<Currency, Money> = BTreeMap::new();
    for invoice in &facts.invoices {
        let currency = invoice.open.currency();
        let sum = sums.entry(currency).or_insert(Money::zero(currency));
        *sum = sum.plus(invoice.open)?;
    }
    Ok(sums
        .into_values()
        .map(|sum| facts.script().money(sum))
        .collect())
}

/// The reference of the transfer: the one given, else the invoices' numbers while they fit.
fn reference(given: &str, numbers: &[String]) -> String {
    if !given.is_empty() {
        return given.to_owned();
    }
    let joined = numbers.join(", ");
    if joined.chars().count() > LONGEST_REFERENCE {
        return String::new();
    }
    joined
}

/// "a, b and c" in a language.
fn listed(language: Language, items: &[String]) -> String {
    let and = match language {
        Language::En => "and",
        Language::De => "und",
        Language::Fr => "et",
        Language::Es => "y",
    };
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}

#[cfg(test)]
#[path = "data_tests.rs"]
mod tests;
