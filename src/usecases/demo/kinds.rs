//! What the demo book has beside invoices: quotes in every state, and a template of a recurring
//! invoice with the draft that it made this month.

use chrono::{Datelike, Days, NaiveDate};
use rust_decimal::Decimal;

use super::year::working_day;
use crate::domain::clock::Now;
use crate::domain::invoice::{Invoice, InvoiceKind, InvoiceStatus, Line, QuoteAnswer, TaxCategory};
use crate::domain::locale::Language;
use crate::domain::placeholders;
use crate::domain::recurrence::Recurrence;
use crate::domain::schedule::{Every, Schedule};
use crate::exchange::{client_json, profile_json};
use crate::failure::Result;
use crate::store::Tx;
use crate::usecases::drafts;

/// A quote: its client, how many days ago it was issued, how long it is valid, its lines as days of
/// work at a price, and what was said to it, how many days ago.
struct Quote {
    client: &'static str,
    issued: i64,
    valid: u64,
    lines: &'static [(&'static str, i64, i64)],
    answer: Option<(QuoteAnswer, i64)>,
}

const QUOTES: &[Quote] = &[
    Quote {
        client: "kestrel",
        issued: -75,
        valid: 30,
        lines: &[("Trade fair stand, concept", 4, 520)],
        answer: None,
    },
    Quote {
        client: "brightwater",
        issued: -41,
        valid: 30,
        lines: &[("Booking pages, redesign", 9, 480)],
        answer: Some((QuoteAnswer::Declined, -30)),
    },
    Quote {
        client: "acme",
        issued: -20,
        valid: 45,
        lines: &[
            ("Produktkatalog: Gestaltung", 6, 620),
            ("Produktkatalog: Satz", 3, 540),
        ],
        answer: Some((QuoteAnswer::Accepted, -9)),
    },
    Quote {
        client: "nordlicht",
        issued: -6,
        valid: 30,
        lines: &[
            ("Brand film: storyboard", 3, 600),
            ("Brand film: titles", 2, 600),
        ],
        answer: None,
    },
];

/// Adds them.
pub(super) fn add(tx: &Tx<'_>, now: Now) -> Result<()> {
    let mut place = 0_u32;
    let mut year = 0;
    for quote in QUOTES {
        let issued = working_day(now.today, quote.issued);
        if issued.year() != year {
            (year, place) = (issued.year(), 0);
        }
        place = place.saturating_add(1);
        add_quote(tx, now, quote, issued, format!("Q{year}-{place:03}"))?;
    }
    add_template(tx, now)
}

/// The tax of a client's invoices so far.
fn tax_of(tx: &Tx<'_>, client: &str) -> Result<(TaxCategory, Decimal, String)> {
    let query = crate::domain::query::InvoiceQuery {
        client: Some(client.to_owned()),
        ..Default::default()
    };
    let sort = crate::domain::views::InvoiceSort::Newest;
    let page = tx.invoices(NaiveDate::MIN, &query, sort, None, 1)?;
    let newest = page
        .rows
        .first()
        .map(|row| tx.invoice(row.id))
        .transpose()?;
    let line = newest.as_ref().and_then(|invoice| invoice.lines.first());
    Ok(line.map_or(
        (TaxCategory::OutOfScope, Decimal::ZERO, String::new()),
        |line| (line.category, line.rate, line.reason.clone()),
    ))
}

fn add_quote(
    tx: &Tx<'_>,
    now: Now,
    quote: &Quote,
    issued: NaiveDate,
    number: String,
) -> Result<()> {
    let client = tx.client(tx.client_id(quote.client)?)?;
    let (category, rate, reason) = tax_of(tx, quote.client)?;
    let line = |(text, days, price): &(&str, i64, i64)| {
        let (days, price) = (Decimal::from(*days), Decimal::from(*price));
        let mut line = Line::new(*text, days, "DAY", price, (category, rate));
        line.reason.clone_from(&reason);
        line
    };
    let mut document = Invoice {
        status: InvoiceStatus::Issued,
        number: Some(number),
        issued_on: Some(issued),
        due_on: issued.checked_add_days(Days::new(quote.valid)),
        lines: quote.lines.iter().map(line).collect(),
        answer: quote.answer.map(|(answer, _)| answer),
        answered_on: quote.answer.map(|(_, ago)| working_day(now.today, ago)),
        terms: drafts::usual_terms(tx, InvoiceKind::Quote, &client.language)?,
        ..Invoice::draft(InvoiceKind::Quote, &client)
    };
    document.add_up()?;
    let seller = profile_json(&tx.profile()?)?;
    tx.add_invoice(&document, &seller, &client_json(&client)?)?;
    Ok(())
}

/// A care plan that comes every month, on the first; this month's draft waits to be issued.
fn add_template(tx: &Tx<'_>, now: Now) -> Result<()> {
    let client = tx.client(tx.client_id("zeta")?)?;
    let (category, rate, reason) = tax_of(tx, "zeta")?;
    let first_on = now.today.with_day(1).unwrap_or(now.today);
    let schedule = Schedule {
        every: Every::Months(1),
        first_on,
        until_on: None,
    };
    let price = Decimal::from(240);
    let text = "Care plan, {month year}";
    let mut line = Line::new(text, Decimal::ONE, "MON", price, (category, rate));
    line.reason = reason;
    let mut template = Invoice {
        lines: vec![line],
        terms: drafts::usual_terms(tx, InvoiceKind::Invoice, &client.language)?,
        ..Invoice::draft(InvoiceKind::Recurring, &client)
    };
    template.add_up()?;
    template.id = tx.add_invoice(&template, "", "")?;
    let mut rule = Recurrence::new(schedule);
    rule.next_on = schedule.next_after(now.today).unwrap_or(NaiveDate::MAX);
    tx.set_schedule(template.id, &rule)?;
    let (from, until) = schedule.period_of(first_on);
    let mut draft = Invoice {
        kind: InvoiceKind::Invoice,
        source: Some(template.reference()),
        supplied_on: Some(from),
        supplied_until: Some(until),
        ..template
    };
    let language = Language::from_code(&client.language);
    for line in &mut draft.lines {
        line.description = placeholders::fill(&line.description, first_on, language)?;
    }
    tx.add_invoice(&draft, "", "")?;
    Ok(())
}
