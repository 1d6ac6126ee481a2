//! What SQLite does for each read of a screen: the statements are caught while they run, and each
//! must find its rows by an index. A walk over a large table would pass every other test and be
//! slow only in a large book.

use std::cell::RefCell;

use chrono::NaiveDate;
use rusqlite::trace::{TraceEvent, TraceEventCodes};

use super::fixtures::{day, empty, full};
use super::{Book, OutboxFilter, View};
use crate::domain::currency::Currency;
use crate::domain::ids::{ClientId, InvoiceId, OutboxId, PaymentId};
use crate::domain::log_query::LogQuery;
use crate::domain::message::Purpose;
use crate::domain::policy::Channel;
use crate::domain::query::InvoiceQuery;
use crate::domain::views::InvoiceSort::{self, Amount, Due, Newest, OpenFirst};

thread_local! {
    static RUN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// The steps of every statement that a read runs, in SQLite's words.
fn steps(book: &Book, read: impl FnOnce(&View<'_>)) -> Vec<String> {
    RUN.take();
    let connection = &book.connection;
    connection.trace_v2(
        TraceEventCodes::SQLITE_TRACE_STMT,
        Some(|event| {
            if let TraceEvent::Stmt(_, text) = event {
                RUN.with_borrow_mut(|run| run.push(text.to_owned()));
            }
        }),
    );
    read(&book.view());
    connection.trace_v2(TraceEventCodes::empty(), None);
    let mut steps = Vec::new();
    // What full text runs inside is told with two dashes before it.
    for text in RUN.take().iter().filter(|text| !text.starts_with("--")) {
        let explain = format!("EXPLAIN QUERY PLAN {text}");
        let mut statement = connection.prepare(&explain).unwrap();
        // Parameters stay unbound: a plan must not hang on a value.
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().unwrap() {
            steps.push(row.get::<_, String>("detail").unwrap());
        }
    }
    assert!(!steps.is_empty());
    steps
}

fn full_book(folder: &tempfile::TempDir) -> Book {
    let mut book = empty(folder.path());
    full(&mut book);
    book
}

/// How the ids of a page are found, without what fills its rows.
fn found_by(book: &Book, filter: &str, sort: InvoiceSort, after: Option<&str>) -> String {
    let query = InvoiceQuery::parse(filter).unwrap();
    let today = day("2026-11-24");
    let steps = steps(book, |view| {
        view.invoices(today, &query, sort, after, 50).unwrap();
    });
    let steps = steps.iter().skip_while(|step| *step != "CO-ROUTINE k");
    let inside = steps.skip(1).take_while(|step| *step != "SCAN k");
    inside.cloned().collect::<Vec<_>>().join("; ")
}

/// A filter, an order, and how its first page is found.
type Found = (&'static str, InvoiceSort, &'static str);

const BY_ORDER: &[Found] = &[
    ("", OpenFirst, "SCAN i USING INDEX invoices_by_rank"),
    ("", Due, "SCAN i USING INDEX invoices_by_due"),
    ("", Newest, "SCAN i USING INDEX invoices_by_issue"),
    ("", Amount, "SCAN i USING INDEX invoices_by_gross"),
    ("is:open", OpenFirst, "SCAN i USING INDEX invoices_open"),
    ("is:open", Due, "SCAN i USING INDEX invoices_open"),
    (
        "is:overdue",
        OpenFirst,
        "SEARCH i USING INDEX invoices_open (due_on<?)",
    ),
    (
        "is:overdue",
        Due,
        "SEARCH i USING INDEX invoices_open (due_on<?)",
    ),
    ("is:partly-paid", Due, "SCAN i USING INDEX invoices_open"),
    (
        "is:paid",
        OpenFirst,
        "SEARCH i USING INDEX invoices_by_standing (standing=?)",
    ),
    (
        "is:paid",
        Due,
        "SEARCH i USING INDEX invoices_by_standing (standing=?)",
    ),
    ("is:paid", Newest, "SCAN i USING INDEX invoices_by_issue"),
    (
        "is:paid is:draft",
        OpenFirst,
        "SCAN i USING INDEX invoices_by_rank",
    ),
    (
        "is:void",
        OpenFirst,
        "SEARCH i USING INDEX invoices_by_standing (standing=?)",
    ),
    (
        "due:2026-11",
        Due,
        "SEARCH i USING INDEX invoices_by_due (due_key>? AND due_key<?)",
    ),
    (
        "client:acme",
        Newest,
        "SEARCH i USING INDEX invoices_by_client (client_id=?)",
    ),
    (
        "kind:quote",
        OpenFirst,
        "SEARCH i USING INDEX invoices_by_kind (kind=?)",
    ),
    (
        "kind:deposit",
        Newest,
        "SEARCH i USING INDEX invoices_by_kind (kind=?)",
    ),
    (
        "kind:invoice",
        OpenFirst,
        "SCAN i USING INDEX invoices_by_rank",
    ),
    (
        "is:quote",
        OpenFirst,
        "SEARCH i USING INDEX invoices_by_standing (standing=?)",
    ),
    (
        "is:offered",
        Due,
        "SEARCH i USING INDEX invoices_by_standing (standing=? AND due_key>?)",
    ),
    (
        "is:accepted is:declined",
        OpenFirst,
        "SEARCH i USING INDEX invoices_by_standing (standing=?)",
    ),
    (
        "is:quote",
        Newest,
        "SEARCH i USING INDEX invoices_by_kind (kind=?)",
    ),
    (
        "is:recurring",
        OpenFirst,
        "SEARCH i USING INDEX invoices_by_standing (standing=?)",
    ),
    (
        "kind:deposit is:open",
        OpenFirst,
        "SCAN i USING INDEX invoices_open",
    ),
    (
        "kind:recurring",
        Newest,
        "SEARCH i USING INDEX invoices_by_kind (kind=?)",
    ),
];

const COLLECTED: &[Found] = &[
    ("is:overdue", Newest, "invoices_open (due_on<?)"),
    ("is:overdue", Amount, "invoices_open (due_on<?)"),
    ("is:open", Amount, "invoices_open"),
    ("is:draft", Newest, "invoices_by_standing (standing=?)"),
    ("kind:quote", Due, "invoices_by_kind (kind=?)"),
    ("kind:credit", Amount, "invoices_by_kind (kind=?)"),
    (
        "kind:quote kind:deposit",
        Newest,
        "invoices_by_kind (kind=?)",
    ),
    ("client:acme", OpenFirst, "invoices_by_client (client_id=?)"),
    (
        ">500",
        OpenFirst,
        "invoices_by_gross (gross_minor>? AND gross_minor<?)",
    ),
    ("draft", OpenFirst, "PRIMARY KEY (rowid=?)"),
];

#[test]
fn a_list_of_invoices_is_the_beginning_of_an_index_or_collects_few() {
    let folder = tempfile::tempdir().unwrap();
    let book = full_book(&folder);
    for (filter, sort, expected) in BY_ORDER {
        let found = found_by(&book, filter, *sort, None);
        assert_eq!(found, *expected, "{filter} {sort:?}");
    }
    for (filter, sort, expected) in COLLECTED {
        let found = found_by(&book, filter, *sort, None);
        assert!(found.contains(expected), "{filter} {sort:?}: {found}");
        assert!(found.ends_with("USE TEMP B-TREE FOR ORDER BY"), "{found}");
    }
}

#[test]
fn a_deep_page_begins_where_the_one_before_ended() {
    let folder = tempfile::tempdir().unwrap();
    let book = full_book(&folder);
    for (filter, sort, place, expected) in [
        (
            "",
            OpenFirst,
            "1/2026-11-01/1",
            "invoices_by_rank ((rank,due_key)<(?,?))",
        ),
        ("", Due, "2026-11-01/1", "invoices_by_due (due_key>?)"),
        (
            "",
            Newest,
            "2026-11-01/1",
            "invoices_by_issue (issue_key<?)",
        ),
        (
            "is:open",
            OpenFirst,
            "2026-11-01/1",
            "invoices_open (due_on<?)",
        ),
        (
            "is:overdue",
            Due,
            "2026-11-01/1",
            "invoices_open (due_on>? AND due_on<?)",
        ),
        (
            "is:paid",
            Due,
            "2026-11-01/1",
            "invoices_by_standing (standing=? AND due_key>?)",
        ),
    ] {
        let found = found_by(&book, filter, sort, Some(place));
        assert_eq!(
            found,
            format!("SEARCH i USING INDEX {expected}"),
            "{filter} {sort:?}"
        );
    }
    let by_amount = found_by(&book, "", Amount, Some("500/1"));
    assert_eq!(
        by_amount,
        "SEARCH i USING INDEX invoices_by_gross (gross_minor<?)"
    );
}

/// What may be walked from end to end: what is short in every book, what a limit ends, and what is
/// open or waits, by its partial index.
const WALKS: &[&str] = &[
    "SCAN (subquery-1)",
    "SCAN c USING INDEX clients_by_name",
    "SCAN clients",
    "SCAN holds",
    "SCAN i USING INDEX invoices_by_rank",
    "SCAN i USING INDEX invoices_open",
    "SCAN i USING INDEX invoices_open_by_client",
    "SCAN invoice_words VIRTUAL TABLE INDEX 192:M3",
    "SCAN invoices USING INDEX invoices_open_by_client",
    // The log of one client or invoice reads every line of the journal: what has no rows is found by
    // its words. What has rows is found by them.
    "SCAN j",
    "SCAN k",
    "SCAN m USING INDEX messages_open_question",
    "SCAN m USING INDEX messages_waiting",
    "SCAN messages USING INDEX messages_open_question",
    "SCAN messages USING INDEX messages_waiting",
    "SCAN month_sums",
    "SCAN payment_words VIRTUAL TABLE INDEX 192:M1",
    "SCAN policies USING INDEX sqlite_autoindex_policies_1",
];

fn walks_are_known(steps: &[String]) {
    let walks = steps.iter().filter(|step| step.starts_with("SCAN"));
    let wrong: Vec<&String> = walks
        .filter(|step| !WALKS.contains(&step.as_str()))
        .collect();
    assert_eq!(wrong, Vec::<&String>::new());
}

#[test]
fn neither_deposits_nor_templates_nor_the_log_walk_over_a_large_table() {
    let folder = tempfile::tempdir().unwrap();
    let book = full_book(&folder);
    let today = day("2026-11-24");
    let (client, invoice) = (ClientId(1), InvoiceId(1));
    walks_are_known(&steps(&book, |view| {
        view.open_deposits(client, Currency::EUR, None).unwrap();
        view.credited_groups(invoice).unwrap();
        view.schedules_due(today).unwrap();
        view.templates_of_invoices().unwrap();
        view.schedule(invoice).unwrap();
        for filter in ["client:acme", "invoice:2026-001"] {
            view.log(&LogQuery::parse(filter).unwrap(), 50).unwrap();
        }
    }));
}

/// What the form of a payment reads.
fn payment_form(view: &View<'_>, client: ClientId, invoice: InvoiceId) {
    view.payment(PaymentId(1)).unwrap();
    view.payment_sums(invoice).unwrap();
    view.credits(client).unwrap();
}

/// What the editor, the log and the templates read.
fn writing(view: &View<'_>, client: ClientId, invoice: InvoiceId, today: NaiveDate) {
    view.open_deposits(client, Currency::EUR, None).unwrap();
    view.credited_groups(invoice).unwrap();
    view.schedules_due(today).unwrap();
    view.templates_of_invoices().unwrap();
    view.schedule(invoice).unwrap();
    for filter in ["client:acme", "invoice:2026-001"] {
        view.log(&LogQuery::parse(filter).unwrap(), 50).unwrap();
    }
}

#[test]
fn no_message_that_is_no_reminder_walks_over_a_large_table() {
    let folder = tempfile::tempdir().unwrap();
    let book = full_book(&folder);
    let today = day("2026-11-24");
    let (client, invoice) = (ClientId(1), InvoiceId(1));
    let all = steps(&book, |view| {
        view.settled_by(invoice).unwrap();
        view.unthanked_since(today, today).unwrap();
        view.thanked_by(invoice).unwrap();
        view.waiting_message(client, Purpose::Invoice, Some(invoice))
            .unwrap();
        view.last_accepted(client, Purpose::Statement, None)
            .unwrap();
        view.open_invoices_of(client).unwrap();
        view.payments_since(client, today).unwrap();
        let languages = ["de", "en", "en"];
        view.template_for(client, ["x", "y"], Channel::Email, languages)
            .unwrap();
    });
    walks_are_known(&all);
}

#[test]
fn no_screen_walks_over_a_large_table() {
    let folder = tempfile::tempdir().unwrap();
    let book = full_book(&folder);
    let today = day("2026-11-24");
    let (client, invoice) = (ClientId(1), InvoiceId(1));
    let mut all = steps(&book, |view| {
        view.invoice_counts(today).unwrap();
        view.open_sums(today).unwrap();
        view.age_bands(today, Currency::EUR).unwrap();
        view.months("paid", Currency::EUR, today, today).unwrap();
        view.month_currencies("paid").unwrap();
        view.pays_after(None).unwrap();
        view.payments_through(today).unwrap();
        view.reminder_facts().unwrap();
    });
    all.extend(steps(&book, |view| {
        view.clients(today, "", false, None, 50).unwrap();
        view.client(client).unwrap();
        view.billed_to(client, today, today).unwrap();
        view.pays_after(Some(client)).unwrap();
        view.invoice(invoice).unwrap();
        view.thread(invoice).unwrap();
        view.reminders_of(invoice).unwrap();
        view.payments("", None, 50).unwrap();
        view.payments("acme", None, 50).unwrap();
    }));
    all.extend(steps(&book, |view| writing(view, client, invoice, today)));
    all.extend(steps(&book, |view| payment_form(view, client, invoice)));
    all.extend(steps(&book, |view| {
        view.queued_count().unwrap();
        view.unknown_count().unwrap();
        view.next_message_at().unwrap();
        view.accepted_from(today).unwrap();
        for filter in [
            OutboxFilter::Waiting,
            OutboxFilter::Questions,
            OutboxFilter::Unknown,
            OutboxFilter::Refused,
            OutboxFilter::Client(client),
            OutboxFilter::One(OutboxId(1)),
        ] {
            view.messages(filter, 50).unwrap();
        }
    }));
    for filter in ["words", ">500 <900", "client:acme is:open"] {
        all.extend(steps(&book, |view| {
            let query = InvoiceQuery::parse(filter).unwrap();
            view.invoices(today, &query, InvoiceSort::OpenFirst, None, 50)
                .unwrap();
        }));
    }
    walks_are_known(&all);
    // The newest of all messages and of the journal are the end of their tables.
    let last = steps(&book, |view| {
        view.messages(OutboxFilter::All, 50).unwrap();
        view.journal(50).unwrap();
    });
    assert!(!last.contains(&"USE TEMP B-TREE FOR ORDER BY".to_owned()));
}
