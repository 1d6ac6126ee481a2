//! Whatever a person does in whatever order, the book stays right.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::domain::discount::{Discount, Prices};
use crate::domain::ids::EntryId;
use crate::domain::invoice::{Line, QuoteAnswer, TaxCategory};
use crate::domain::money::Money;
use crate::domain::views::NewPayment;
use crate::exchange::read_book;
use crate::store::fixtures::{client, dump, empty, now, replay};
use crate::usecases::{history, payments};

/// One thing that a person does; a number chooses which document of those that are there.
#[derive(Clone, Debug)]
enum Deed {
    Begin(InvoiceKind, Line),
    Write(usize, Vec<Line>, Discount, Prices),
    Delete(usize),
    Issue(usize),
    Void(usize, bool),
    WriteOff(usize),
    Copy(usize),
    Credit(usize, Vec<usize>),
    Answer(usize, Option<QuoteAnswer>),
    Bill(usize),
    Pay(usize, i64),
    Unpay(usize),
    Undo,
    Redo,
}

fn line() -> impl Strategy<Value = Line> {
    let tax = prop::sample::select(vec![
        (TaxCategory::Standard, 19),
        (TaxCategory::Standard, 7),
        (TaxCategory::Zero, 0),
    ]);
    (-2_i64..60, 0_i64..200_000, 0_i64..40, tax).prop_map(|(quantity, price, off, tax)| {
        let tax = (tax.0, Decimal::from(tax.1));
        let price = Decimal::new(price, 3);
        Line {
            discount: Discount::Percent(Decimal::new(off, 1)),
            ..Line::new("Work", Decimal::new(quantity, 1), "HUR", price, tax)
        }
    })
}

fn deed() -> impl Strategy<Value = Deed> {
    let which = 0_usize..40;
    let kind = prop::sample::select(vec![
        InvoiceKind::Invoice,
        InvoiceKind::Invoice,
        InvoiceKind::Invoice,
        InvoiceKind::Deposit,
        InvoiceKind::Quote,
        InvoiceKind::Recurring,
    ]);
    let discount = prop_oneof![
        3 => (0_i64..300).prop_map(|percent| Discount::Percent(Decimal::new(percent, 1))),
        1 => (0_i64..3_000).prop_map(Discount::Amount),
    ];
    let prices = prop::sample::select(vec![Prices::Net, Prices::Gross]);
    let answer = prop::option::of(prop::sample::select(QuoteAnswer::ALL));
    prop_oneof![
        4 => (kind, line()).prop_map(|(kind, line)| Deed::Begin(kind, line)),
        6 => (which.clone(), prop::collection::vec(line(), 0..4), discount, prices)
            .prop_map(|(which, lines, discount, prices)| {
                Deed::Write(which, lines, discount, prices)
            }),
        1 => which.clone().prop_map(Deed::Delete),
        6 => which.clone().prop_map(Deed::Issue),
        2 => (which.clone(), any::<bool>()).prop_map(|(which, copy)| Deed::Void(which, copy)),
        1 => which.clone().prop_map(Deed::WriteOff),
        1 => which.clone().prop_map(Deed::Copy),
        3 => (which.clone(), prop::collection::vec(0_usize..2, 0..2))
            .prop_map(|(which, lines)| Deed::Credit(which, lines)),
        1 => (which.clone(), answer).prop_map(|(which, answer)| Deed::Answer(which, answer)),
        1 => which.clone().prop_map(Deed::Bill),
        4 => (which.clone(), 1_i64..20_000).prop_map(|(which, minor)| Deed::Pay(which, minor)),
        1 => which.prop_map(Deed::Unpay),
        3 => Just(Deed::Undo),
        2 => Just(Deed::Redo),
    ]
}

fn documents(book: &Book) -> Vec<Invoice> {
    let mut all = Vec::new();
    book.view()
        .each_invoice(&mut |invoice| {
            all.push(invoice);
            Ok(())
        })
        .unwrap();
    all.sort_by_key(|invoice| invoice.id);
    all
}

fn pay(book: &mut Book, invoice: &Invoice, minor: i64) -> Result<()> {
    let payment = NewPayment {
        invoice: invoice.id,
        amount: Money::new(minor, invoice.currency),
        paid_on: now().today,
        method: "bank".to_owned(),
        note: String::new(),
        fee: Money::zero(invoice.currency),
        overpay: minor % 2 == 0,
    };
    payments::record(book, now(), &payment).map(|_payment| ())
}

fn unpay(book: &mut Book, invoice: &Invoice) -> Result<()> {
    let paid = book.view().payments_of(invoice.id, invoice.currency)?;
    match paid.first() {
        Some(payment) => payments::remove(book, now(), payment.id).map(|_line| ()),
        None => Ok(()),
    }
}

/// Does one thing; a refusal is an answer too.
fn act(book: &mut Book, deed: &Deed) -> Result<()> {
    let all = documents(book);
    let of = |which: &usize, fits: &dyn Fn(&Invoice) -> bool| {
        // Mostly one that it can be done to, and now and then any other.
        let fitting: Vec<&Invoice> = all
            .iter()
            .filter(|one| which.is_multiple_of(7) || fits(one))
            .collect();
        fitting
            .get(which % fitting.len().max(1))
            .map(|one| (*one).clone())
    };
    let issued = |one: &Invoice| one.status == InvoiceStatus::Issued;
    let draft = |one: &Invoice| one.status == InvoiceStatus::Draft;
    let quote = |one: &Invoice| issued(one) && one.kind == InvoiceKind::Quote;
    let owed = |one: &Invoice| issued(one) && one.standing().open() > 0;
    let ready = |one: &Invoice| draft(one) && one.gross > 0 && one.kind != InvoiceKind::Recurring;
    let named = |which: &usize, fits: &dyn Fn(&Invoice) -> bool| {
        of(which, fits).map_or_else(String::new, |one| one.reference())
    };
    match deed {
        Deed::Begin(kind, line) => {
            let begun = begin(book, now(), *kind, "acme")?;
            let mut draft = begun.invoice;
            draft.lines.push(line.clone());
            save(book, now(), begun.entry, &draft).map(|_written| ())
        }
        Deed::Write(which, lines, discount, prices) => {
            let Some(mut draft) = of(which, &draft) else {
                return Ok(());
            };
            draft.lines.clone_from(lines);
            (draft.discount, draft.prices) = (*discount, *prices);
            save(book, now(), None, &draft).map(|_written| ())
        }
        Deed::Delete(which) => delete(book, now(), &named(which, &draft)).map(|_line| ()),
        Deed::Issue(which) => issue(book, now(), &named(which, &ready), None).map(|_issued| ()),
        Deed::Void(which, copy) => {
            void(book, now(), &named(which, &issued), "x", *copy).map(|_both| ())
        }
        Deed::WriteOff(which) => {
            write_off(book, now(), &named(which, &owed), "x").map(|_invoice| ())
        }
        Deed::Copy(which) => copy(book, now(), &named(which, &issued)).map(|_written| ()),
        Deed::Credit(which, lines) => {
            credit(book, now(), &named(which, &owed), lines).map(|_written| ())
        }
        Deed::Answer(which, said) => {
            answer(book, now(), &named(which, &quote), *said).map(|_quote| ())
        }
        Deed::Bill(which) => bill(book, now(), &named(which, &quote)).map(|_written| ()),
        Deed::Pay(which, minor) => of(which, &owed).map_or(Ok(()), |one| pay(book, &one, *minor)),
        Deed::Unpay(which) => of(which, &issued).map_or(Ok(()), |one| unpay(book, &one)),
        Deed::Undo => history::undo(book, now()).map(|_line| ()),
        Deed::Redo => history::redo(book, now()).map(|_line| ()),
    }
}

/// What must be true of every document, whatever was done.
fn holds(book: &Book) {
    let mut numbers = BTreeSet::new();
    for invoice in documents(book) {
        let mut again = invoice.clone();
        let adds_up = again.add_up().is_ok();
        if adds_up {
            assert_eq!(again, invoice, "the totals of {}", invoice.reference());
        } else {
            assert_eq!((invoice.gross, invoice.number.as_ref()), (0, None));
        }
        assert_eq!(invoice.net + invoice.tax, invoice.gross);
        let paid = book
            .view()
            .payments_of(invoice.id, invoice.currency)
            .unwrap();
        let paid: i64 = paid.iter().map(|payment| payment.amount.minor()).sum();
        assert_eq!(
            paid,
            invoice.paid,
            "what is paid of {}",
            invoice.reference()
        );
        if let Some(number) = &invoice.number {
            assert!(numbers.insert(number.clone()), "{number} twice");
        }
    }
    for prefix in ["2026-", "Q2026-"] {
        let places = numbers
            .iter()
            .filter_map(|number| number.strip_prefix(prefix));
        let places: BTreeSet<usize> = places.map(|place| place.parse().unwrap()).collect();
        let wanted: BTreeSet<usize> = (1..=places.len()).collect();
        assert_eq!(places, wanted, "the numbers {prefix} have a gap");
    }
    assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
}

fn exported(book: &Book) -> String {
    let mut text = Vec::new();
    exchange::export(book, now(), &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

fn travels(book: &Book, folder: &std::path::Path) {
    let text = exported(book);
    let mut other = empty(&folder.join("other"));
    let known = exchange::known(&other, now()).unwrap();
    let document = read_book(text.as_bytes(), &known).unwrap();
    exchange::import(&mut other, now(), &document).unwrap();
    assert_eq!(exported(&other), text);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, ..ProptestConfig::default() })]
    #[test]
    fn a_book_stays_right_whatever_is_done(deeds in prop::collection::vec(deed(), 1..60)) {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("other")).unwrap();
        std::fs::create_dir(home.path().join("replayed")).unwrap();
        let mut book = empty(home.path());
        let mut twin = empty(&home.path().join("replayed"));
        let begun = book.view().journal(1).unwrap().first().map_or(EntryId(0), |entry| entry.id);
        book.change(now(), Undo::Impossible, |tx| {
            tx.add_client(&client("acme"))?;
            Ok(((), "Client".to_owned()))
        })
        .unwrap();
        for (place, deed) in deeds.iter().enumerate() {
            let before = (place % 4 == 0).then(|| dump(&book));
            let done = act(&mut book, deed);
            if let (Err(_), Some(before)) = (&done, before) {
                assert_eq!(dump(&book), before, "a refusal changed the book: {deed:?}");
            }
        }
        holds(&book);
        travels(&book, home.path());
        replay(&book, &mut twin, begun);
        assert_eq!(dump(&twin), dump(&book), "the journal replayed");
    }
}
