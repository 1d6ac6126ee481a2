//! An invoice, as output: the fields of an invoice as input, and what is computed from them.

use rust_decimal::Decimal;
use serde::Serialize;

use super::day;
use crate::domain::clock::instant_text;
use crate::domain::currency::Currency;
use crate::domain::decimal::plain;
use crate::domain::interest::Claim;
use crate::domain::invoice::{Line, Payment, QuoteAnswer, TaxGroup};
use crate::domain::money::Money;
use crate::domain::recurrence::Recurrence;
use crate::domain::views::{InvoiceDetail, SentReminder};

/// `invoice list`.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct InvoicesDocument<'a, T> {
    pub(in crate::cli) invoices: T,
    pub(in crate::cli) next: Option<&'a str>,
}

/// `invoice show`.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct InvoiceDocument<'a> {
    id: i64,
    #[serde(rename = "ref")]
    reference: String,
    client: ClientOf<'a>,
    kind: &'static str,
    number: Option<&'a str>,
    status: &'static str,
    state: &'static str,
    days_late: i64,
    series: Option<&'a str>,
    currency: &'static str,
    prices: &'static str,
    issued_on: Option<String>,
    due_on: Option<String>,
    terms_days: i64,
    supplied_on: Option<String>,
    supplied_until: Option<String>,
    purchase_order: Option<&'a str>,
    note: &'a str,
    terms: &'a str,
    language: &'a str,
    discount_percent: String,
    discount_amount: String,
    lines: Vec<LineDocument<'a>>,
    taxes: Vec<TaxDocument>,
    net: String,
    tax: String,
    gross: String,
    paid: String,
    credited: String,
    open: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    interest: Option<super::InterestDocument>,
    credits: Option<&'a str>,
    source: Option<&'a str>,
    answer: Option<&'static str>,
    answered_on: Option<String>,
    ended_on: Option<String>,
    end_reason: Option<&'a str>,
    payments: Vec<PaidDocument<'a>>,
    reminders: Vec<SentDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schedule: Option<ScheduleDocument>,
}

#[derive(Debug, Serialize)]
struct ClientOf<'a> {
    key: &'a str,
    name: &'a str,
    country: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct LineDocument<'a> {
    description: &'a str,
    quantity: String,
    unit: &'a str,
    unit_price: String,
    discount_percent: String,
    discount_amount: String,
    tax: TaxOf<'a>,
    deducts: Option<&'a str>,
    amount: String,
    net: String,
}

#[derive(Debug, Serialize)]
struct TaxOf<'a> {
    category: &'static str,
    rate: String,
    reason: &'a str,
}

#[derive(Debug, Serialize)]
struct ScheduleDocument {
    every: String,
    first_on: String,
    next_on: String,
    until_on: Option<String>,
    automatic: bool,
    paused: bool,
}

#[derive(Debug, Serialize)]
struct TaxDocument {
    category: &'static str,
    rate: String,
    base: String,
    tax: String,
}

#[derive(Debug, Serialize)]
struct PaidDocument<'a> {
    id: i64,
    kind: &'static str,
    paid_on: String,
    amount: String,
    fee: String,
    method: &'a str,
    note: &'a str,
    other: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct SentDocument<'a> {
    stage: &'a str,
    channel: &'static str,
    state: &'a str,
    sent_at: Option<String>,
    message: Option<i64>,
    on: String,
}

impl InvoiceDocument<'_> {
    /// With the interest on it until today.
    pub(in crate::cli) fn with_interest(mut self, claim: Option<&Claim>) -> Self {
        self.interest = claim.map(super::interest_document);
        self
    }
}

/// The document of one invoice or credit note.
pub(in crate::cli) fn invoice_document(detail: &InvoiceDetail) -> InvoiceDocument<'_> {
    let invoice = &detail.invoice;
    let amount = |minor| invoice.money(minor).plain();
    InvoiceDocument {
        id: invoice.id.0,
        reference: invoice.reference(),
        client: ClientOf {
            key: &invoice.client_key,
            name: &invoice.client_name,
            country: super::said(&detail.client.country),
        },
        kind: invoice.kind.word(),
        number: invoice.number.as_deref(),
        status: invoice.status.word(),
        state: detail.state.word(),
        days_late: detail.days_late,
        series: super::said(&invoice.series),
        currency: invoice.currency.code(),
        prices: invoice.prices.word(),
        issued_on: invoice.issued_on.map(day),
        due_on: invoice.due_on.map(day),
        terms_days: invoice.terms_days,
        supplied_on: invoice.supplied_on.map(day),
        supplied_until: invoice.supplied_until.map(day),
        purchase_order: super::said(&invoice.purchase_order),
        note: &invoice.note,
        terms: &invoice.terms,
        language: &invoice.language,
        discount_percent: plain(invoice.discount.percent()),
        discount_amount: amount(invoice.discount.minor()),
        lines: invoice
            .lines
            .iter()
            .map(|row| line(row, invoice.currency))
            .collect(),
        taxes: invoice
            .taxes
            .iter()
            .map(|group| tax(group, invoice.currency))
            .collect(),
        net: amount(invoice.net),
        tax: amount(invoice.tax),
        gross: amount(invoice.gross),
        paid: amount(invoice.paid),
        credited: amount(invoice.credited),
        open: detail.open.plain(),
        interest: None,
        credits: invoice.credits.as_deref(),
        source: invoice.source.as_deref(),
        answer: invoice.answer.map(QuoteAnswer::word),
        answered_on: invoice.answered_on.map(day),
        ended_on: invoice.ended_on.map(day),
        end_reason: super::said(&invoice.end_reason),
        payments: detail.payments.iter().map(paid).collect(),
        reminders: detail.reminders.iter().map(sent).collect(),
        schedule: detail.schedule.as_ref().map(schedule),
    }
}

fn line(line: &Line, currency: Currency) -> LineDocument<'_> {
    LineDocument {
        description: &line.description,
        quantity: plain(line.quantity),
        unit: &line.unit,
        unit_price: price(line.unit_price, currency),
        discount_percent: plain(line.discount.percent()),
        discount_amount: Money::new(line.discount.minor(), currency).plain(),
        tax: TaxOf {
            category: line.category.word(),
            rate: plain(line.rate),
            reason: &line.reason,
        },
        deducts: line.deducts.as_deref(),
        amount: Money::new(line.amount, currency).plain(),
        net: Money::new(line.net, currency).plain(),
    }
}

fn schedule(recurrence: &Recurrence) -> ScheduleDocument {
    let schedule = &recurrence.schedule;
    ScheduleDocument {
        every: schedule.every.text(),
        first_on: day(schedule.first_on),
        next_on: day(recurrence.next_on),
        until_on: schedule.until_on.map(day),
        automatic: recurrence.automatic,
        paused: recurrence.paused,
    }
}

/// A price of one unit: at least the decimals of its currency, more where it has them.
pub(in crate::cli) fn price(value: Decimal, currency: Currency) -> String {
    let mut value = value.normalize();
    value.rescale(value.scale().max(currency.decimals()));
    value.to_string()
}

fn tax(group: &TaxGroup, currency: Currency) -> TaxDocument {
    TaxDocument {
        category: group.category.word(),
        rate: plain(group.rate),
        base: Money::new(group.base, currency).plain(),
        tax: Money::new(group.tax, currency).plain(),
    }
}

fn paid(payment: &Payment) -> PaidDocument<'_> {
    PaidDocument {
        id: payment.id.0,
        kind: payment.kind.word(),
        paid_on: day(payment.paid_on),
        amount: payment.amount.plain(),
        fee: payment.fee.plain(),
        method: &payment.method,
        note: &payment.note,
        other: payment.other.as_deref(),
    }
}

fn sent(reminder: &SentReminder) -> SentDocument<'_> {
    SentDocument {
        stage: &reminder.stage,
        channel: reminder.channel.word(),
        state: &reminder.state,
        sent_at: reminder.sent_at.map(instant_text),
        message: reminder.message.map(|id| id.0),
        on: day(reminder.on),
    }
}
