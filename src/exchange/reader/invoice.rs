//! Invoices and credit notes: their facts, their amounts, and what came in for them.

use chrono::{Days, NaiveDate};

use super::party::MOST_TERMS;
use super::{ClientDefaults, Context, kinds, lines, paid, party, recurring};
use crate::domain::discount::Prices;
use crate::domain::invoice::{Invoice, InvoiceKind, InvoiceStatus, QuoteAnswer};
use crate::domain::party::{Client, Profile};
use crate::exchange::document::InvoiceDocument;
use crate::exchange::fields::{Fields, Path};
use crate::exchange::json::Node;
use crate::exchange::scalar;

const INVOICE: &[&str] = &[
    "client",
    "kind",
    "number",
    "ref",
    "status",
    "series",
    "currency",
    "prices",
    "issued_on",
    "due_on",
    "terms_days",
    "supplied_on",
    "supplied_until",
    "purchase_order",
    "note",
    "terms",
    "language",
    "discount_percent",
    "discount_amount",
    "credits",
    "source",
    "answer",
    "answered_on",
    "ended_on",
    "end_reason",
    "seller",
    "buyer",
    "lines",
    "net",
    "tax",
    "gross",
    "payments",
    "overpaid",
    "skipped",
    "schedule",
];

/// An invoice with the client's defaults.
pub(super) fn invoice(
    node: &Node,
    path: &Path<'_>,
    context: Context<'_>,
) -> Option<InvoiceDocument> {
    let fields = Fields::open(node, path, INVOICE, context.report)?;
    let mut invoice = facts(&fields, context);
    kinds::check(&fields, &invoice);
    check_ends(&fields, &invoice);
    let summed = lines::amounts(&fields, &mut invoice, context.report);
    let payments = paid::payments(&fields, &mut invoice, context.report);
    if summed {
        paid::check(&fields, &invoice);
    }
    if invoice.kind == InvoiceKind::CreditNote {
        invoice.credited = invoice.gross;
    }
    let (seller, buyer) = snapshots(&fields, &mut invoice, path, context);
    let schedule = recurring::schedule(&fields, &invoice, path, context.report);
    Some(InvoiceDocument {
        invoice,
        seller,
        buyer,
        payments,
        skipped: fields.each("skipped", |node, path| {
            paid::skipped(node, path, context.report)
        }),
        schedule,
        name: kinds::name(&fields),
    })
}

/// The two sides as they were at issue, where they were another then.
fn snapshots(
    fields: &Fields<'_>,
    invoice: &mut Invoice,
    path: &Path<'_>,
    context: Context<'_>,
) -> (Option<Profile>, Option<Client>) {
    if invoice.status == InvoiceStatus::Draft {
        for name in ["seller", "buyer"] {
            if fields.has(name) {
                fields.problem(name, "A draft takes this from the book when it is issued.");
            }
        }
    }
    let seller = fields
        .get("seller")
        .and_then(|node| party::profile(node, &Path::Field(path, "seller"), context));
    let buyer = fields
        .get("buyer")
        .and_then(|node| party::client(node, &Path::Field(path, "buyer"), context));
    if let Some(buyer) = &buyer {
        invoice.client_name.clone_from(&buyer.name);
        if buyer.key != invoice.client_key {
            fields.problem("buyer", "The key must be the client's.");
        }
    }
    (seller, buyer)
}

/// Everything but the amounts and the payments.
fn facts(fields: &Fields<'_>, context: Context<'_>) -> Invoice {
    let (client_key, defaults) = client(fields, context);
    let currency = fields
        .optional("currency", scalar::currency)
        .unwrap_or(defaults.currency);
    let head = Head::read(fields, &defaults);
    Invoice {
        status: head.status,
        number: head.number.clone(),
        client_key,
        client_name: defaults.name,
        series: kinds::series(fields, context),
        prices: fields
            .optional("prices", scalar::word(Prices::ALL, Prices::word))
            .unwrap_or_default(),
        issued_on: head.issued_on,
        due_on: head.due_on,
        terms_days: head.terms_days,
        supplied_on: fields.optional("supplied_on", scalar::date),
        supplied_until: fields.optional("supplied_until", scalar::date),
        purchase_order: fields
            .optional("purchase_order", scalar::line)
            .unwrap_or_default(),
        note: words(fields, "note"),
        terms: words(fields, "terms"),
        language: fields
            .optional("language", scalar::language)
            .unwrap_or(defaults.language),
        credits: fields.optional("credits", scalar::invoice_number),
        source: fields.optional("source", scalar::reference),
        answer: fields.optional("answer", scalar::word(QuoteAnswer::ALL, QuoteAnswer::word)),
        answered_on: fields.optional("answered_on", scalar::date),
        end_reason: words(fields, "end_reason"),
        ended_on: fields.optional("ended_on", scalar::date),
        ..Invoice::blank(head.kind, currency)
    }
}

/// A text of at most 10,000 characters.
fn words(fields: &Fields<'_>, name: &str) -> String {
    fields
        .optional(name, scalar::within(scalar::LONGEST_NOTE, scalar::block))
        .unwrap_or_default()
}

/// The client's key and defaults; the profile's when the client is not known.
fn client(fields: &Fields<'_>, context: Context<'_>) -> (String, ClientDefaults) {
    let key = fields.required("client", scalar::key);
    if let Some(known) = key.as_ref().and_then(|key| context.clients.get(key)) {
        return (key.unwrap_or_default(), known.clone());
    }
    if let Some(key) = &key {
        fields.problem("client", format!("There is no client \"{key}\"."));
    }
    let defaults = ClientDefaults {
        name: String::new(),
        currency: context.profile.currency,
        language: context.profile.language.clone(),
        terms_days: context.profile.terms_days,
    };
    (key.unwrap_or_default(), defaults)
}

/// What a document is, and its days.
struct Head {
    kind: InvoiceKind,
    status: InvoiceStatus,
    number: Option<String>,
    issued_on: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
    terms_days: i64,
}

impl Head {
    fn read(fields: &Fields<'_>, defaults: &ClientDefaults) -> Self {
        let kind = fields
            .optional("kind", scalar::word(InvoiceKind::ALL, InvoiceKind::word))
            .unwrap_or(InvoiceKind::Invoice);
        let status = status(fields, kind);
        let issued_on = fields.optional("issued_on", scalar::date);
        let number = fields.optional("number", scalar::invoice_number);
        check_issue(fields, status);
        let due_on = fields.optional("due_on", scalar::date);
        let issued = issued_on.filter(|_| status != InvoiceStatus::Draft);
        if let (Some(issued), Some(due)) = (issued, due_on)
            && due < issued
        {
            fields.problem(
                "due_on",
                format!("{due} lies before the day of issue, {issued}."),
            );
        }
        let terms = fields.optional("terms_days", scalar::whole(0, MOST_TERMS));
        let terms_days = terms
            .or_else(|| Some((due_on? - issued_on?).num_days().clamp(0, MOST_TERMS)))
            .unwrap_or(defaults.terms_days);
        Self {
            kind,
            status,
            number,
            issued_on,
            due_on: due_on.or_else(|| due_after(fields, issued?, terms_days)),
            terms_days,
        }
    }
}

/// The status as it is said; else what has a day of issue is issued, and all else a draft.
fn status(fields: &Fields<'_>, kind: InvoiceKind) -> InvoiceStatus {
    let status = fields.optional(
        "status",
        scalar::word(InvoiceStatus::ALL, InvoiceStatus::word),
    );
    let template = kind == InvoiceKind::Recurring;
    status.unwrap_or(if fields.has("issued_on") && !template {
        InvoiceStatus::Issued
    } else {
        InvoiceStatus::Draft
    })
}

/// The due date of what was issued on a day; in the bounds that a date has.
fn due_after(fields: &Fields<'_>, issued: NaiveDate, terms_days: i64) -> Option<NaiveDate> {
    let days = u64::try_from(terms_days).map(Days::new).ok()?;
    let due = issued.checked_add_days(days)?;
    if !scalar::is_usual(due) {
        fields.problem(
            "terms_days",
            format!("It would be due on {due}, outside the years 1900 to 2199."),
        );
        return None;
    }
    Some(due)
}

/// A number, a day of issue and the status go together.
fn check_issue(fields: &Fields<'_>, status: InvoiceStatus) {
    match status {
        InvoiceStatus::Draft => {
            if fields.has("number") {
                fields.problem(
                    "number",
                    if fields.has("issued_on") {
                        "A draft has no number; it gets one when it is issued."
                    } else {
                        "A number without a day of issue; give issued_on, or leave the number to \
                         payme."
                    },
                );
            }
            if fields.has("payments") {
                fields.problem(
                    "payments",
                    "Only an issued invoice has payments; give issued_on.",
                );
            }
            if fields.has("skipped") {
                fields.problem("skipped", "Nobody is reminded of a draft.");
            }
        }
        InvoiceStatus::Issued | InvoiceStatus::Voided | InvoiceStatus::WrittenOff => {
            if !fields.has("issued_on") {
                fields.problem(
                    "issued_on",
                    format!("This is missing, and the status is {}.", status.word()),
                );
            }
            if !fields.has("number") {
                fields.problem("number", "This is missing; what was issued has a number.");
            }
        }
    }
}

/// What ended a document belongs to one that has ended; supply ends after it begins.
fn check_ends(fields: &Fields<'_>, invoice: &Invoice) {
    let ended = match invoice.status {
        InvoiceStatus::Voided | InvoiceStatus::WrittenOff => true,
        InvoiceStatus::Draft | InvoiceStatus::Issued => false,
    };
    if !ended {
        if invoice.ended_on.is_some() {
            fields.problem("ended_on", "Only what is voided or written off has ended.");
        }
        if !invoice.end_reason.is_empty() {
            fields.problem(
                "end_reason",
                "Only what is voided or written off has ended.",
            );
        }
    }
    if let (Some(issued), Some(end)) = (invoice.issued_on, invoice.ended_on)
        && end < issued
    {
        fields.problem(
            "ended_on",
            format!("{end} lies before the day of issue, {issued}."),
        );
    }
    match (invoice.supplied_on, invoice.supplied_until) {
        _ if invoice.status == InvoiceStatus::Draft => {}
        (Some(from), Some(until)) if until < from => {
            fields.problem("supplied_until", format!("{until} lies before {from}."));
        }
        (None, Some(_)) => fields.problem("supplied_until", "Give supplied_on as well."),
        (Some(_) | None, _) => {}
    }
}
