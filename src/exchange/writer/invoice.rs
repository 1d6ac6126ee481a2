//! Invoices in JSON: the fields in their order, each amount in its plain form.

use rust_decimal::Decimal;
use serde::Serialize;

use super::catalogue::{ScheduleWire, schedule};
use super::party::{ClientWire, ProfileWire, client, profile};
use super::{Day, filled};
use crate::domain::currency::Currency;
use crate::domain::decimal::plain;
use crate::domain::discount::{Discount, Prices};
use crate::domain::invoice::{Line, PaymentKind, QuoteAnswer};
use crate::domain::money::Money;
use crate::exchange::document::{InvoiceDocument, PaymentDocument, SkippedStage};

#[derive(Serialize)]
pub(super) struct InvoiceWire<'a> {
    client: &'a str,
    kind: &'a str,
    number: Option<&'a str>,
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    status: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    series: &'a str,
    currency: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    prices: Option<&'static str>,
    issued_on: Option<Day>,
    due_on: Option<Day>,
    terms_days: i64,
    supplied_on: Option<Day>,
    supplied_until: Option<Day>,
    purchase_order: Option<&'a str>,
    note: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    terms: &'a str,
    language: &'a str,
    discount_percent: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount_amount: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credits: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_on: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_on: Option<Day>,
    #[serde(skip_serializing_if = "str::is_empty")]
    end_reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    seller: Option<ProfileWire<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    buyer: Option<ClientWire<'a>>,
    lines: Vec<LineWire<'a>>,
    net: String,
    tax: String,
    gross: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    payments: Vec<PaymentWire<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    overpaid: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    skipped: Vec<SkippedWire<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schedule: Option<ScheduleWire>,
}

#[derive(Serialize)]
struct LineWire<'a> {
    description: &'a str,
    quantity: String,
    unit: &'a str,
    unit_price: String,
    discount_percent: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount_amount: Option<String>,
    tax: TaxWire<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deducts: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct TaxWire<'a> {
    pub(super) category: &'static str,
    pub(super) rate: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) reason: &'a str,
}

#[derive(Serialize)]
struct PaymentWire<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    paid_on: Day,
    amount: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    fee: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    other: Option<&'a str>,
    method: &'a str,
    note: &'a str,
}

#[derive(Serialize)]
struct SkippedWire<'a> {
    stage: &'a str,
    tone: &'static str,
    days: i64,
    channel: &'static str,
    on: Day,
}

pub(super) fn invoice(document: &InvoiceDocument) -> InvoiceWire<'_> {
    let invoice = &document.invoice;
    let amount = |minor| Money::new(minor, invoice.currency).plain();
    let over = InvoiceDocument::paid_beyond(invoice.paid, invoice.gross);
    InvoiceWire {
        client: &invoice.client_key,
        kind: invoice.kind.word(),
        number: invoice.number.as_deref(),
        name: document.name.as_deref(),
        status: invoice.status.word(),
        series: &invoice.series,
        currency: invoice.currency.code(),
        prices: match invoice.prices {
            Prices::Net => None,
            Prices::Gross => Some(invoice.prices.word()),
        },
        issued_on: invoice.issued_on.map(Day),
        due_on: invoice.due_on.map(Day),
        terms_days: invoice.terms_days,
        supplied_on: invoice.supplied_on.map(Day),
        supplied_until: invoice.supplied_until.map(Day),
        purchase_order: filled(&invoice.purchase_order),
        note: &invoice.note,
        terms: &invoice.terms,
        language: &invoice.language,
        discount_percent: plain(invoice.discount.percent()),
        discount_amount: off(invoice.discount, invoice.currency),
        credits: invoice.credits.as_deref(),
        source: invoice.source.as_deref(),
        answer: invoice.answer.map(QuoteAnswer::word),
        answered_on: invoice.answered_on.map(Day),
        ended_on: invoice.ended_on.map(Day),
        end_reason: &invoice.end_reason,
        seller: document.seller.as_ref().map(profile),
        buyer: document.buyer.as_ref().map(client),
        lines: invoice
            .lines
            .iter()
            .map(|row| line(row, invoice.currency))
            .collect(),
        net: amount(invoice.net),
        tax: amount(invoice.tax),
        gross: amount(invoice.gross),
        payments: document.payments.iter().map(payment).collect(),
        overpaid: (over > 0).then(|| amount(over)),
        skipped: document.skipped.iter().map(skipped).collect(),
        schedule: document.schedule.as_ref().map(schedule),
    }
}

fn line(line: &Line, currency: Currency) -> LineWire<'_> {
    LineWire {
        description: &line.description,
        quantity: plain(line.quantity),
        unit: &line.unit,
        unit_price: price(line.unit_price, currency),
        discount_percent: plain(line.discount.percent()),
        discount_amount: off(line.discount, currency),
        tax: TaxWire {
            category: line.category.word(),
            rate: plain(line.rate),
            reason: &line.reason,
        },
        deducts: line.deducts.as_deref(),
    }
}

/// A discount that is an amount.
fn off(discount: Discount, currency: Currency) -> Option<String> {
    match discount {
        Discount::Percent(_) | Discount::Amount(0) => None,
        Discount::Amount(minor) => Some(Money::new(minor, currency).plain()),
    }
}

/// A unit price has at least the currency's decimals ("600.00"), and more where it needs them.
pub(super) fn price(value: Decimal, currency: Currency) -> String {
    let mut value = value.normalize();
    if value.scale() < currency.decimals() {
        value.rescale(currency.decimals());
    }
    value.to_string()
}

fn payment(payment: &PaymentDocument) -> PaymentWire<'_> {
    PaymentWire {
        kind: (payment.kind != PaymentKind::Payment).then(|| payment.kind.word()),
        paid_on: Day(payment.paid_on),
        amount: payment.amount.plain(),
        fee: (!payment.fee.is_zero()).then(|| payment.fee.plain()),
        other: payment.other.as_deref(),
        method: &payment.method,
        note: &payment.note,
    }
}

fn skipped(skipped: &SkippedStage) -> SkippedWire<'_> {
    SkippedWire {
        stage: &skipped.stage,
        tone: skipped.tone.word(),
        days: skipped.days,
        channel: skipped.channel.word(),
        on: Day(skipped.on),
    }
}
