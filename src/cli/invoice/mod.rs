//! `payme invoice`: invoices, quotes and credit notes, read, written, and what becomes of them.

mod life;
mod listed;
mod write;

use clap::{Args, Subcommand};

use crate::cli::args::{Paging, list_text};
use crate::cli::client::late_words;
use crate::cli::document::{interest_words, invoice_document, price};
use crate::cli::message;
use crate::cli::print::{Answer, Column, Page, Table};
use crate::cli::session::Session;
use crate::domain::decimal::plain;
use crate::domain::discount::{Discount, Prices};
use crate::domain::input::date_echo;
use crate::domain::invoice::{Invoice as Document, InvoiceKind, Line, QuoteAnswer};
use crate::domain::query::InvoiceQuery;
use crate::domain::recurrence::Recurrence;
use crate::domain::text::capital;
use crate::domain::views::{InvoiceDetail, InvoiceRow, InvoiceSort};
use crate::failure::Result;
use crate::usecases::{interest, invoices};

/// Invoices, quotes and credit notes.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Invoice {
    /// List invoices
    List(List),
    /// Show one invoice with its lines, payments and reminders
    Show(Show),
    /// Make a draft from a JSON document, or bring in what an older system issued
    New(write::New),
    /// Change some fields of a draft
    Edit(write::Edit),
    /// Issue drafts: number and freeze them
    Issue(life::Issue),
    /// Send an issued invoice to its client by e-mail
    Send(message::SendInvoice),
    /// Take an issued document back; it keeps its number
    Void(life::Void),
    /// Give up what is open on an invoice
    WriteOff(life::WriteOff),
    /// Begin a draft with the content of a document
    Copy(life::One),
    /// Begin a credit note, for all of an invoice or for some lines
    Credit(life::Credit),
    /// Delete a draft
    Delete(life::One),
    /// Note that the client said yes to a quote
    Accept(life::Quote),
    /// Note that the client said no to a quote
    Decline(life::Quote),
    /// Begin the invoice for a quote
    Bill(life::Quote),
    /// Begin a deposit invoice for a quote, a draft or a client
    Deposit(life::Deposit),
    /// Take a deposit invoice off on the draft of the final one
    Deduct(life::Deduct),
}

#[derive(Args, Debug)]
pub(in crate::cli) struct List {
    /// Only those that match: is:overdue kind:quote client:acme >500 due:2026-11 words
    #[arg(long, value_name = "QUERY", default_value = "")]
    filter: String,
    /// The order
    #[arg(long, value_enum, default_value_t)]
    sort: Sort,
    #[command(flatten)]
    paging: Paging,
}

/// The order of the list.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Sort {
    /// Drafts, then open ones, then the rest; the latest due date first
    #[default]
    OpenFirst,
    /// The earliest due date first
    Due,
    /// The newest first
    Newest,
    /// The largest first
    Amount,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct Show {
    /// The invoice's number, or draft:ID
    #[arg(value_name = "NUMBER")]
    reference: String,
}

pub(in crate::cli) fn run(command: Invoice, session: &mut Session<'_>) -> Result<Answer> {
    match command {
        Invoice::List(line) => list(&line, session),
        Invoice::Show(line) => show(&line, session),
        Invoice::New(line) => write::new(&line, session),
        Invoice::Edit(line) => write::edit(&line, session),
        Invoice::Issue(line) => life::issue(&line, session),
        Invoice::Send(line) => message::invoice(&line, session),
        Invoice::Void(line) => life::void(&line, session),
        Invoice::WriteOff(line) => life::write_off(&line, session),
        Invoice::Copy(line) => life::copy(&line, session),
        Invoice::Credit(line) => life::credit(&line, session),
        Invoice::Delete(line) => life::delete(&line, session),
        Invoice::Accept(line) => life::answer(&line, QuoteAnswer::Accepted, session),
        Invoice::Decline(line) => life::answer(&line, QuoteAnswer::Declined, session),
        Invoice::Bill(line) => life::bill(&line, session),
        Invoice::Deposit(line) => life::deposit(&line, session),
        Invoice::Deduct(line) => life::deduct(&line, session),
    }
}

fn list(line: &List, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let query = InvoiceQuery::parse(&line.filter)?;
    let sort = match line.sort {
        Sort::OpenFirst => InvoiceSort::OpenFirst,
        Sort::Due => InvoiceSort::Due,
        Sort::Newest => InvoiceSort::Newest,
        Sort::Amount => InvoiceSort::Amount,
    };
    let book = session.book()?;
    let (after, limit) = (line.paging.after.as_deref(), line.paging.limit());
    let page = invoices::list(&book, now, &query, sort, after, limit)?;
    if session.format.json {
        return listed::stream(&book, now, &page, session);
    }
    Ok(session.page(|text| {
        let table = invoice_table(&page.rows);
        list_text(text, &table, page.next.as_deref(), "invoice");
    }))
}

/// Rows of invoices as a table.
pub(in crate::cli) fn invoice_table(rows: &[InvoiceRow]) -> Table {
    let mut table = Table::new(&[
        Column::fixed("number"),
        Column::flexible("client"),
        Column::fixed("state"),
        Column::fixed("due"),
        Column::fixed("late"),
        Column::figure("gross"),
        Column::figure("open"),
    ]);
    for row in rows {
        let state = match row.kind {
            InvoiceKind::Invoice | InvoiceKind::Recurring => row.state.word().replace('_', " "),
            InvoiceKind::CreditNote => {
                format!("credit note, {}", row.status.word().replace('_', " "))
            }
            InvoiceKind::Deposit | InvoiceKind::Quote => {
                let state = row.state.word().replace('_', " ");
                format!("{}, {state}", row.kind.name())
            }
        };
        table.row([
            row.reference.clone(),
            row.client_name.clone(),
            if row.held {
                format!("{state}, held")
            } else {
                state
            },
            row.due_on.map_or_else(String::new, |day| day.to_string()),
            late_words(row.open.is_positive(), row.days_late),
            row.gross.to_string(),
            if row.open.is_zero() {
                String::new()
            } else {
                row.open.to_string()
            },
        ]);
    }
    table
}

fn show(line: &Show, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let book = session.book()?;
    let detail = invoices::show(&book, now, &line.reference)?;
    let accrued = interest::accrued(&book, now, detail.invoice.id)?;
    let document = invoice_document(&detail).with_interest(accrued.claim.as_ref());
    session.answer(&document, |page| {
        text(page, &detail, &interest_words(&accrued));
    })
}

fn text(page: &mut Page, detail: &InvoiceDetail, interest: &str) {
    let invoice = &detail.invoice;
    let kind = capital(invoice.kind.name());
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, date_echo);
    let state = detail.state.word().replace('_', " ");
    let late = late_words(detail.open.is_positive(), detail.days_late);
    page.line(format!("{kind} {}", invoice.reference()));
    page.pairs(&[
        (
            "Client",
            format!("{} ({})", invoice.client_name, invoice.client_key),
        ),
        (
            "State",
            if late.is_empty() {
                state
            } else {
                format!("{state}, {late}")
            },
        ),
        ("Issued", day(invoice.issued_on)),
        ("Due", day(invoice.due_on)),
        ("Supplied", day(invoice.supplied_on)),
        ("Until", day(invoice.supplied_until)),
        ("Takes back", invoice.credits.clone().unwrap_or_default()),
        ("Made from", invoice.source.clone().unwrap_or_default()),
        ("Their order", invoice.purchase_order.clone()),
        (
            "Answer",
            invoice.answer.map_or("", QuoteAnswer::word).to_owned(),
        ),
        ("Answered", day(invoice.answered_on)),
        (
            "Comes again",
            detail
                .schedule
                .as_ref()
                .map_or_else(String::new, again_words),
        ),
        (
            "Prices",
            match invoice.prices {
                Prices::Net => String::new(),
                Prices::Gross => "with tax".to_owned(),
            },
        ),
        ("Note", invoice.note.clone()),
        ("Terms", invoice.terms.clone()),
        ("Ended", day(invoice.ended_on)),
        ("Because", invoice.end_reason.clone()),
    ]);
    page.gap();
    page.table(&lines(detail));
    page.gap();
    page.table(&totals(detail));
    if !interest.is_empty() {
        page.gap();
        page.line(format!("Interest: {interest}"));
    }
    history(page, detail);
}

/// "every month on the 31st, next on …".
fn again_words(recurrence: &Recurrence) -> String {
    let rule = recurrence.schedule.words();
    let next = date_echo(recurrence.next_on);
    match (recurrence.paused, recurrence.is_over()) {
        (true, _) => format!("{rule}; paused"),
        (false, true) => format!("{rule}; over"),
        (false, false) if recurrence.automatic => format!("{rule}; next {next}, issued by itself"),
        (false, false) => format!("{rule}; next {next}"),
    }
}

fn history(page: &mut Page, detail: &InvoiceDetail) {
    if !detail.timeline.is_empty() {
        page.heading("So far");
        for event in &detail.timeline {
            page.line(format!("{}  {}", event.on, event.text));
        }
    }
    if !detail.payments.is_empty() {
        page.heading("Payments");
        let mut table = Table::new(&[
            Column::figure("id"),
            Column::fixed("day"),
            Column::figure("amount"),
            Column::fixed("what"),
            Column::flexible("note"),
        ]);
        for payment in &detail.payments {
            table.row([
                payment.id.to_string(),
                payment.paid_on.to_string(),
                payment.amount.to_string(),
                super::payment::what(payment.kind, &payment.method, payment.other.as_deref()),
                payment.note.clone(),
            ]);
        }
        page.table(&table);
    }
    if detail.open.is_positive() && detail.credit.is_positive() {
        page.gap();
        page.line(format!(
            "The client has {} of credit: payme payment use-credit {}",
            detail.credit,
            detail.invoice.reference()
        ));
    }
    crate::cli::reminder::holds_text(page, &detail.holds);
}

fn lines(detail: &InvoiceDetail) -> Table {
    let invoice = &detail.invoice;
    let mut table = Table::new(&[
        Column::flexible("description"),
        Column::figure("quantity"),
        Column::fixed("unit"),
        Column::figure("price"),
        Column::figure("less"),
        Column::figure("tax"),
        Column::figure("net"),
    ]);
    for line in &invoice.lines {
        table.row([
            line.description.clone(),
            plain(line.quantity),
            line.unit.clone(),
            price(line.unit_price, invoice.currency),
            discount_words(line.discount, invoice),
            tax_words(line),
            invoice.money(line.net).grouped(),
        ]);
    }
    table
}

fn tax_words(line: &Line) -> String {
    format!("{} {} %", line.category.word(), plain(line.rate))
}

fn discount_words(discount: Discount, invoice: &Document) -> String {
    match discount {
        none if none.is_none() => String::new(),
        Discount::Percent(percent) => format!("{} %", plain(percent)),
        Discount::Amount(minor) => invoice.money(minor).grouped(),
    }
}

fn totals(detail: &InvoiceDetail) -> Table {
    let invoice = &detail.invoice;
    let mut table = Table::new(&[Column::fixed("total"), Column::figure("amount")]);
    if !invoice.discount.is_none() {
        table.row(["Discount".into(), discount_words(invoice.discount, invoice)]);
    }
    table.row(["Net".into(), invoice.money(invoice.net).to_string()]);
    for group in &invoice.taxes {
        table.row([
            format!("Tax {} {} %", group.category.word(), plain(group.rate)),
            invoice.money(group.tax).to_string(),
        ]);
    }
    table.row(["Gross".into(), invoice.money(invoice.gross).to_string()]);
    if invoice.paid != 0 {
        table.row(["Paid".into(), invoice.money(invoice.paid).to_string()]);
    }
    if invoice.credited != 0 {
        table.row([
            "Credited".into(),
            invoice.money(invoice.credited).to_string(),
        ]);
    }
    table.row(["Open".into(), detail.open.to_string()]);
    table
}
