//! How the screens keep their speed: the same reads on a book of a thousand invoices and on one of
//! a hundred thousand, and the ratio of the two within one run.
//!
//! Both books are made once, in a temporary folder. `cargo bench` shows divan's table and then the
//! ratios; a ratio does not hang on the machine, a time does.

#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run has nothing to clean up"
)]

use std::hint::black_box;
use std::io::Write;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use divan::Bencher;
use payme::domain::clock::Now;
use payme::domain::query::InvoiceQuery;
use payme::domain::views::InvoiceSort;
use payme::store::Book;
use payme::usecases::{clients, demo, invoices, overview, payments, reminders, starting};

const SIZES: [u64; 2] = [1_000, 100_000];

/// Rows of a page.
const PAGE: usize = 50;

struct Books {
    folder: tempfile::TempDir,
}

static BOOKS: LazyLock<Books> = LazyLock::new(|| {
    let books = Books {
        folder: tempfile::tempdir().unwrap(),
    };
    for size in SIZES {
        let mut book = starting::open(&books.path(size), now()).unwrap().book;
        demo::seed_scale(&mut book, now(), size).unwrap();
    }
    books
});

impl Books {
    fn path(&self, size: u64) -> PathBuf {
        self.folder.path().join(format!("{size}.db"))
    }
}

fn now() -> Now {
    let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    Now {
        today,
        at: today.and_hms_opt(8, 0, 0).unwrap().and_utc(),
    }
}

fn open(size: u64) -> Book {
    starting::open(&BOOKS.path(size), now()).unwrap().book
}

fn query(text: &str) -> InvoiceQuery {
    InvoiceQuery::parse(text).unwrap()
}

fn page(book: &Book, filter: &str, sort: InvoiceSort, after: Option<&str>) {
    let page = invoices::list(book, now(), &query(filter), sort, after, PAGE).unwrap();
    assert!(!page.rows.is_empty());
    black_box(page);
}

/// The place of a row in the middle of the list.
fn middle(book: &Book, size: u64) -> Option<String> {
    let half = usize::try_from(size / 2).unwrap();
    let query = InvoiceQuery::default();
    let page = invoices::list(book, now(), &query, InvoiceSort::OpenFirst, None, half).unwrap();
    page.next
}

/// What is measured on one open book.
type Read = fn(&Book, Option<&str>);

const READS: [(&str, Read); 12] = [
    ("header", |book, _| {
        black_box(overview::header(book, now()).unwrap());
    }),
    ("dashboard", |book, _| {
        black_box(overview::dashboard(book, now()).unwrap());
    }),
    ("first page", |book, _| {
        page(book, "", InvoiceSort::OpenFirst, None);
    }),
    ("deep page", |book, middle| {
        page(book, "", InvoiceSort::OpenFirst, middle);
    }),
    ("filter words", |book, _| {
        page(book, "poster proofs", InvoiceSort::OpenFirst, None);
    }),
    ("overdue list", |book, _| {
        page(book, "is:overdue", InvoiceSort::Due, None);
    }),
    ("counts", |book, _| {
        black_box(invoices::counts(book, now()).unwrap());
    }),
    ("reminder queue", |book, _| {
        black_box(reminders::queue(book, now()).unwrap());
    }),
    ("reminder facts", |book, _| {
        black_box(book.view().reminder_facts().unwrap());
    }),
    ("amount, none", |book, _| {
        let query = query(">99999999");
        let found = invoices::list(book, now(), &query, InvoiceSort::OpenFirst, None, PAGE);
        assert!(found.unwrap().rows.is_empty());
    }),
    ("clients", |book, _| {
        black_box(clients::list(book, now(), "", false, None, PAGE).unwrap());
    }),
    ("payment words", |book, _| {
        let found = payments::list(book, now(), "studio bank", None, PAGE).unwrap();
        assert!(!found.rows.is_empty());
    }),
];

#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn opening(bencher: Bencher<'_, '_>, size: u64) {
    bencher.bench_local(|| open(size));
}

macro_rules! reads {
    ($($name:ident = $place:literal),+ $(,)?) => {
        $(
            #[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
            fn $name(bencher: Bencher<'_, '_>, size: u64) {
                let book = open(size);
                let middle = middle(&book, size);
                let (_, read) = READS.get($place).unwrap();
                bencher.bench_local(|| read(&book, middle.as_deref()));
            }
        )+
    };
}

reads!(
    header = 0,
    dashboard = 1,
    first_page = 2,
    deep_page = 3,
    filter_words = 4,
    overdue_list = 5,
    counts = 6,
    reminder_queue = 7,
    reminder_facts = 8,
    amount_none = 9,
    client_list = 10,
    payment_words = 11,
);

/// The shortest of a few runs, which is the one that nothing else disturbed.
fn shortest(mut run: impl FnMut()) -> Duration {
    run();
    let once = |_| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..10).map(once).min().unwrap_or_default()
}

fn line(out: &mut impl Write, name: &str, times: [Duration; 2]) {
    let [small, large] = times;
    let ratio = large.as_secs_f64() / small.as_secs_f64().max(1e-9);
    writeln!(out, "{name:<16}{small:>12.1?}{large:>12.1?}{ratio:>9.1}").unwrap();
}

fn ratios(out: &mut impl Write) {
    writeln!(
        out,
        "\n{:<16}{:>12}{:>12}{:>9}",
        "invoices", SIZES[0], SIZES[1], "ratio"
    )
    .unwrap();
    let opening = SIZES.map(|size| shortest(|| drop(black_box(open(size)))));
    line(out, "opening", opening);
    let books = SIZES.map(|size| {
        let book = open(size);
        let middle = middle(&book, size);
        (book, middle)
    });
    for (name, read) in READS {
        let times = [0, 1].map(|at: usize| {
            let (book, middle) = books.get(at).unwrap();
            shortest(|| read(book, middle.as_deref()))
        });
        line(out, name, times);
    }
}

fn main() {
    let listing = std::env::args().any(|argument| argument == "--list");
    if listing {
        divan::main();
        return;
    }
    let mut out = std::io::stdout();
    let start = Instant::now();
    LazyLock::force(&BOOKS);
    writeln!(out, "books made in {:.1?}", start.elapsed()).unwrap();
    divan::main();
    ratios(&mut out);
}
