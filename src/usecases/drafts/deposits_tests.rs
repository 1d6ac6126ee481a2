use super::*;
use crate::domain::currency::Currency;
use crate::domain::discount::Prices;
use crate::domain::invoice::InvoiceState;
use crate::store::Undo;
use crate::store::fixtures::{client, empty, now};
use crate::usecases::drafts::{begin, bill, credit, issue, save, view, void};

fn book() -> (tempfile::TempDir, Book) {
    let home = tempfile::tempdir().unwrap();
    let mut book = empty(home.path());
    book.change(now(), Undo::Possible, |tx| {
        tx.add_client(&client("acme"))?;
        tx.add_client(&client("zeta"))?;
        Ok(((), "Clients".to_owned()))
    })
    .unwrap();
    (home, book)
}

fn line(price: &str, rate: i64) -> Line {
    let tax = (TaxCategory::Standard, Decimal::from(rate));
    Line::new("Design", Decimal::ONE, "DAY", price.parse().unwrap(), tax)
}

fn written(book: &mut Book, kind: InvoiceKind, lines: Vec<Line>, prices: Prices) -> Invoice {
    let begun = begin(book, now(), kind, "acme").unwrap();
    let mut draft = begun.invoice;
    (draft.lines, draft.prices) = (lines, prices);
    save(book, now(), begun.entry, &draft).unwrap().invoice
}

fn quote(book: &mut Book, prices: Prices) -> Invoice {
    let lines = vec![line("1000", 19), line("333.33", 7)];
    let draft = written(book, InvoiceKind::Quote, lines, prices);
    issue(book, now(), &draft.reference(), None).unwrap()
}

fn thirty() -> Share {
    Share::Percent(Decimal::from(30))
}

fn issued_deposit(book: &mut Book, prices: Prices) -> (Invoice, Invoice) {
    let quote = quote(book, prices);
    let draft = deposit(book, now(), &quote.reference(), thirty())
        .unwrap()
        .invoice;
    let issued = issue(book, now(), &draft.reference(), None).unwrap();
    (quote, issued)
}

#[test]
fn a_deposit_and_the_final_invoice_come_to_the_quote() {
    for prices in [Prices::Net, Prices::Gross] {
        let (_home, mut book) = book();
        let (quote, deposit) = issued_deposit(&mut book, prices);
        assert_eq!(deposit.kind, InvoiceKind::Deposit);
        assert_eq!(deposit.source.as_deref(), Some("Q2026-001"));
        assert_eq!(deposit.lines[0].description, "Anzahlung 30 % auf Q2026-001");
        let accepted = book.view().invoice(quote.id).unwrap();
        let state = accepted.standing().state(now().today);
        assert_eq!(state, InvoiceState::Accepted);
        // A deposit does not bill the quote.
        let last = bill(&mut book, now(), "Q2026-001")
            .unwrap()
            .invoice
            .reference();
        let seen = view(&book, now(), &last).unwrap();
        let warned = deposit::findings(&seen.invoice, &seen.deposits);
        assert_eq!(
            warned[0].text,
            format!(
                "Deposit invoice 2026-001 of {} is not deducted.",
                deposit.money(deposit.gross)
            )
        );
        let last = deduct(&mut book, now(), &last, "2026-001").unwrap().invoice;
        let seen = view(&book, now(), &last.reference()).unwrap();
        let warned = deposit::findings(&seen.invoice, &seen.deposits);
        assert_eq!(
            warned[0].text,
            "Deposit invoice 2026-001 is deducted and not paid yet."
        );
        let last = issue(&mut book, now(), &last.reference(), None).unwrap();
        assert_eq!(
            last.lines[2].description,
            "Abzüglich Anzahlungsrechnung 2026-001 vom 24. November 2026"
        );
        assert_eq!(last.lines[2].deducts.as_deref(), Some("2026-001"));
        assert_eq!(last.gross + deposit.gross, quote.gross, "{prices:?}");
        // Each document rounds its tax by itself; one cent of a group may fall to the other side.
        let off = (last.tax + deposit.tax - quote.tax).abs();
        assert!(
            off <= i64::from(prices == Prices::Gross),
            "{prices:?}: {off}"
        );
        assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
    }
}

#[test]
fn a_deposit_is_deducted_once_until_the_other_is_void() {
    let (_home, mut book) = book();
    issued_deposit(&mut book, Prices::Net);
    let mut final_draft = || {
        let lines = vec![line("1000", 19), line("333.33", 7)];
        written(&mut book, InvoiceKind::Invoice, lines, Prices::Net)
    };
    let (one, other) = (final_draft(), final_draft());
    deduct(&mut book, now(), &one.reference(), "2026-001").unwrap();
    let twice = deduct(&mut book, now(), &one.reference(), "2026-001").unwrap_err();
    assert!(twice.message().contains("already"), "{twice}");
    let refused = deduct(&mut book, now(), &other.reference(), "2026-001").unwrap_err();
    assert_eq!(
        refused.message(),
        format!(
            "Deposit invoice 2026-001 is deducted already, on {}.",
            one.reference()
        )
    );
    let issued = issue(&mut book, now(), &one.reference(), None).unwrap();
    let number = issued.reference();
    let kept = void(&mut book, now(), "2026-001", "x", false).unwrap_err();
    assert_eq!(
        kept.message(),
        format!("2026-001 cannot be voided: {number} rests on it.")
    );
    void(&mut book, now(), &number, "wrong", false).unwrap();
    deduct(&mut book, now(), &other.reference(), "2026-001").unwrap();
    issue(&mut book, now(), &other.reference(), None).unwrap();
}

#[test]
fn only_a_deposit_that_fits_is_deducted() {
    let (_home, mut book) = book();
    issued_deposit(&mut book, Prices::Net);
    let draft = written(
        &mut book,
        InvoiceKind::Invoice,
        vec![line("500", 19)],
        Prices::Net,
    );
    let reference = draft.reference();
    let mut refused = |draft: &Invoice, what: &str| {
        save(&mut book, now(), None, draft).unwrap();
        let why = deduct(&mut book, now(), &draft.reference(), "2026-001").unwrap_err();
        assert!(why.message().contains(what), "{why}");
    };
    let mut other = draft.clone();
    other.client_key = "zeta".to_owned();
    refused(&other, "is for acme GmbH, and the draft for zeta GmbH");
    let mut other = draft.clone();
    other.currency = Currency::GBP;
    refused(&other, "is in EUR, and the draft in GBP");
    save(&mut book, now(), None, &draft).unwrap();
    let quote = deduct(&mut book, now(), &reference, "Q2026-001").unwrap_err();
    assert!(quote.message().contains("no deposit invoice"), "{quote}");
    // Credited in part, only the rest is deducted; in whole, nothing.
    let part = credit(&mut book, now(), "2026-001", &[0]).unwrap().invoice;
    issue(&mut book, now(), &part.reference(), None).unwrap();
    let less = deduct(&mut book, now(), &reference, "2026-001")
        .unwrap()
        .invoice;
    assert_eq!(less.lines.len(), 2);
    crate::usecases::history::undo(&mut book, now()).unwrap();
    let rest = credit(&mut book, now(), "2026-001", &[1]).unwrap().invoice;
    issue(&mut book, now(), &rest.reference(), None).unwrap();
    let none = deduct(&mut book, now(), &reference, "2026-001").unwrap_err();
    assert!(none.message().contains("nothing of it is left"), "{none}");
}

#[test]
fn a_draft_that_deducts_what_is_gone_is_not_issued() {
    let (_home, mut book) = book();
    issued_deposit(&mut book, Prices::Net);
    let draft = written(
        &mut book,
        InvoiceKind::Invoice,
        vec![line("900", 19)],
        Prices::Net,
    );
    let mut both = deduct(&mut book, now(), &draft.reference(), "2026-001")
        .unwrap()
        .invoice;
    // The same lines written into another draft by hand.
    let other = written(
        &mut book,
        InvoiceKind::Invoice,
        vec![line("900", 19)],
        Prices::Net,
    );
    issue(&mut book, now(), &draft.reference(), None).unwrap();
    (both.id, both.number) = (other.id, None);
    save(&mut book, now(), None, &both).unwrap();
    let refused = issue(&mut book, now(), &other.reference(), None).unwrap_err();
    assert!(
        refused.message().contains("deducted already, on 2026-002"),
        "{refused}"
    );
}

#[test]
fn a_client_is_asked_for_an_amount() {
    let (_home, mut book) = book();
    let asked = deposit(&mut book, now(), "acme", Share::Amount(50_000)).unwrap();
    assert_eq!(asked.invoice.net, 50_000);
    assert_eq!(asked.invoice.lines[0].description, "Anzahlung");
    let refused = deposit(&mut book, now(), "acme", thirty()).unwrap_err();
    assert!(
        refused.message().contains("needs a quote or a draft"),
        "{refused}"
    );
    let none = deposit(&mut book, now(), "nobody", thirty()).unwrap_err();
    assert_eq!(none.message(), "There is no quote, draft or client nobody.");
    let issued = issue(&mut book, now(), &asked.invoice.reference(), None).unwrap();
    let again = deposit(&mut book, now(), &issued.reference(), thirty()).unwrap_err();
    assert!(again.message().contains("nothing to come"), "{again}");
}
