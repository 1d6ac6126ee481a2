use chrono::{NaiveDate, TimeDelta};
use rust_decimal::Decimal;

use super::*;
use crate::domain::discount::Discount;
use crate::domain::invoice::{InvoiceState, Line, QuoteAnswer, TaxCategory};
use crate::domain::money::Money;
use crate::domain::views::NewPayment;
use crate::store::fixtures::{client, day, empty, now};
use crate::usecases::{history, payments, texts};

fn on(text: &str) -> Now {
    let today = day(text);
    Now {
        today,
        at: today.and_hms_opt(9, 0, 0).unwrap().and_utc(),
    }
}

fn book() -> (tempfile::TempDir, Book) {
    let home = tempfile::tempdir().unwrap();
    let mut book = empty(home.path());
    book.change(now(), Undo::Possible, |tx| {
        tx.add_client(&client("acme"))?;
        Ok(((), "Client".to_owned()))
    })
    .unwrap();
    (home, book)
}

fn line(description: &str, price: i64) -> Line {
    let tax = (TaxCategory::Standard, Decimal::from(19));
    Line::new(description, Decimal::ONE, "DAY", Decimal::from(price), tax)
}

/// A draft with lines of these prices.
fn written(book: &mut Book, kind: InvoiceKind, prices: &[i64]) -> Invoice {
    let begun = begin(book, now(), kind, "acme").unwrap();
    let mut draft = begun.invoice;
    draft.lines = prices.iter().map(|price| line("Design", *price)).collect();
    save(book, now(), begun.entry, &draft).unwrap().invoice
}

fn issued(book: &mut Book, prices: &[i64]) -> Invoice {
    let draft = written(book, InvoiceKind::Invoice, prices);
    issue(book, now(), &draft.reference(), None).unwrap()
}

fn read(book: &Book, reference: &str) -> Invoice {
    let view = book.view();
    view.invoice(view.invoice_id(reference).unwrap()).unwrap()
}

fn pay(book: &mut Book, invoice: &Invoice, minor: i64) {
    let payment = NewPayment {
        invoice: invoice.id,
        amount: Money::new(minor, invoice.currency),
        paid_on: now().today,
        method: "bank".to_owned(),
        note: String::new(),
        fee: Money::zero(invoice.currency),
        overpay: false,
    };
    payments::record(book, now(), &payment).unwrap();
}

#[test]
fn a_draft_begins_with_the_clients_defaults_and_usual_words() {
    let (_home, mut book) = book();
    let draft = begin(&mut book, now(), InvoiceKind::Invoice, "acme").unwrap();
    let draft = draft.invoice;
    assert_eq!((draft.terms_days, draft.language.as_str()), (30, "de"));
    assert_eq!(draft.terms, "Zahlbar bis zum {due} ohne Abzug.");
    texts::set(&mut book, now(), TextKind::Terms, Language::De, "Sofort.").unwrap();
    let next = begin(&mut book, now(), InvoiceKind::Invoice, "acme").unwrap();
    assert_eq!(next.invoice.terms, "Sofort.");
    let quote = begin(&mut book, now(), InvoiceKind::Quote, "acme").unwrap();
    assert_eq!(quote.invoice.terms, "Dieses Angebot gilt bis zum {due}.");
}

#[test]
fn numbers_follow_each_other_and_begin_anew_with_the_year() {
    let (_home, mut book) = book();
    let number = |book: &mut Book, day: &str| {
        let draft = written(book, InvoiceKind::Invoice, &[100]);
        let day: NaiveDate = day.parse().unwrap();
        let issued = issue(book, on("2027-01-20"), &draft.reference(), Some(day)).unwrap();
        assert_eq!(issued.due_on, Some(day + TimeDelta::days(30)));
        issued.number.unwrap()
    };
    assert_eq!(number(&mut book, "2026-12-30"), "2026-001");
    assert_eq!(number(&mut book, "2026-12-31"), "2026-002");
    assert_eq!(number(&mut book, "2027-01-02"), "2027-001");
    assert_eq!(number(&mut book, "2026-12-31"), "2026-003");
}

#[test]
fn a_series_goes_on_after_what_was_brought_in() {
    let (_home, mut book) = book();
    let bring = |book: &mut Book, number: &str| {
        book.change(now(), Undo::Bulk, |tx| {
            let acme = tx.client_id("acme")?;
            let old = crate::store::fixtures::invoice(acme, number, "2026-11-04");
            tx.add_invoice(&old, "{}", "{}")?;
            Ok(((), "Import".to_owned()))
        })
        .unwrap();
    };
    bring(&mut book, "2026-047");
    assert_eq!(issued(&mut book, &[100]).reference(), "2026-048");
    bring(&mut book, "2026-049");
    bring(&mut book, "2026-060");
    assert_eq!(issued(&mut book, &[100]).reference(), "2026-050");
}

#[test]
fn what_cannot_be_issued_uses_no_number() {
    let (_home, mut book) = book();
    let mut draft = written(&mut book, InvoiceKind::Invoice, &[100, 200]);
    draft.lines[0].category = TaxCategory::Exempt;
    draft.lines[0].rate = Decimal::ZERO;
    draft.lines[1].description.clear();
    save(&mut book, now(), None, &draft).unwrap();
    let refused = issue(&mut book, now(), &draft.reference(), None).unwrap_err();
    assert_eq!(
        refused.message(),
        "draft:1 cannot be issued: Line 1 is exempt from tax and gives no reason."
    );
    assert_eq!(
        refused.causes(),
        ["Line 2 says nothing about what was done."]
    );
    assert_eq!(read(&book, "draft:1").status, InvoiceStatus::Draft);
    assert_eq!(issued(&mut book, &[100]).reference(), "2026-001");
    let template = written(&mut book, InvoiceKind::Recurring, &[100]);
    let refused = issue(&mut book, now(), &template.reference(), None).unwrap_err();
    assert!(refused.message().contains("is a template"), "{refused}");
}

#[test]
fn reverse_charge_puts_its_words_on_the_invoice() {
    let (_home, mut book) = book();
    let mut draft = written(&mut book, InvoiceKind::Invoice, &[100]);
    draft.lines[0].category = TaxCategory::ReverseCharge;
    draft.lines[0].rate = Decimal::ZERO;
    save(&mut book, now(), None, &draft).unwrap();
    let refused = issue(&mut book, now(), "draft:1", None).unwrap_err();
    assert!(
        refused.message().contains("needs the tax id of acme GmbH"),
        "{refused}"
    );
    book.change(now(), Undo::Possible, |tx| {
        let mut other = client("nordlicht");
        (other.country, other.tax_id) = ("DK".to_owned(), "DK13585628".to_owned());
        tx.add_client(&other)?;
        Ok(((), "Client".to_owned()))
    })
    .unwrap();
    "nordlicht".clone_into(&mut draft.client_key);
    save(&mut book, now(), None, &draft).unwrap();
    let issued = issue(&mut book, now(), "draft:1", None).unwrap();
    assert_eq!(issued.lines[0].reason, "Reverse charge");
    assert_eq!((issued.tax, issued.gross), (0, 10_000));
    let (seller, buyer) = book.view().snapshots(issued.id).unwrap();
    assert!(seller.contains("\"terms_days\"") && buyer.contains("DK13585628"));
}

#[test]
fn undo_stops_before_an_issue() {
    let (_home, mut book) = book();
    issued(&mut book, &[100]);
    let refused = history::undo(&mut book, now()).unwrap_err();
    assert!(
        refused.message().contains("Issued invoice 2026-001"),
        "{refused}"
    );
}

#[test]
fn a_void_keeps_its_number_and_its_copy_names_it() {
    let (_home, mut book) = book();
    let first = issued(&mut book, &[100]);
    let refused = void(&mut book, now(), "2026-001", " ", false).unwrap_err();
    assert_eq!(refused.message(), "Say why you void it.");
    let (voided, draft) = void(&mut book, now(), "2026-001", "wrong price", true).unwrap();
    let draft = draft.unwrap();
    assert_eq!(voided.standing().state(now().today), InvoiceState::Voided);
    assert_eq!(voided.number, first.number);
    assert_eq!(voided.end_reason, "wrong price");
    assert_eq!(draft.source.as_deref(), Some("2026-001"));
    assert_eq!(draft.lines, first.lines);
    let next = issue(&mut book, now(), &draft.reference(), None).unwrap();
    assert_eq!(next.reference(), "2026-002");
    assert_eq!(read(&book, "2026-002").source.as_deref(), Some("2026-001"));
    let again = void(&mut book, now(), "2026-001", "x", false).unwrap_err();
    assert_eq!(again.message(), "The invoice 2026-001 is void already.");
}

#[test]
fn void_and_write_off_are_undone() {
    let (_home, mut book) = book();
    let one = issued(&mut book, &[100]);
    void(&mut book, now(), "2026-001", "x", true).unwrap();
    history::undo(&mut book, now()).unwrap();
    assert_eq!(read(&book, "2026-001"), one);
    write_off(&mut book, now(), "2026-001", "gone").unwrap();
    assert_eq!(read(&book, "2026-001").standing().open(), 0);
    history::undo(&mut book, now()).unwrap();
    assert_eq!(read(&book, "2026-001"), one);
    history::redo(&mut book, now()).unwrap();
    assert_eq!(read(&book, "2026-001").status, InvoiceStatus::WrittenOff);
}

#[test]
fn what_rests_on_an_invoice_keeps_it_from_being_voided() {
    let (_home, mut book) = book();
    let paid = issued(&mut book, &[100]);
    pay(&mut book, &paid, 100);
    let refused = void(&mut book, now(), "2026-001", "x", false).unwrap_err();
    assert_eq!(
        refused.message(),
        "2026-001 has payments and cannot be voided."
    );
    issued(&mut book, &[100]);
    let note = credit(&mut book, now(), "2026-002", &[]).unwrap().invoice;
    issue(&mut book, now(), &note.reference(), None).unwrap();
    let refused = void(&mut book, now(), "2026-002", "x", false).unwrap_err();
    assert_eq!(
        refused.message(),
        "2026-002 cannot be voided: 2026-003 rests on it."
    );
    void(&mut book, now(), "2026-003", "x", false).unwrap();
    assert_eq!(read(&book, "2026-002").standing().open(), 11_900);
}

#[test]
fn a_credit_note_balances_its_invoice() {
    let (_home, mut book) = book();
    issued(&mut book, &[100, 50]);
    let part = credit(&mut book, now(), "2026-001", &[1]).unwrap().invoice;
    assert_eq!((part.gross, part.kind), (5_950, InvoiceKind::CreditNote));
    let number = issue(&mut book, now(), &part.reference(), None).unwrap();
    assert_eq!(number.reference(), "2026-002");
    assert_eq!(read(&book, "2026-001").standing().open(), 11_900);
    let whole = credit(&mut book, now(), "2026-001", &[]).unwrap_err();
    assert_eq!(
        whole.message(),
        "Of 2026-001 only 119.00 EUR is left to credit, and this is 178.50 EUR."
    );
    let rest = credit(&mut book, now(), "2026-001", &[0]).unwrap().invoice;
    let twice = credit(&mut book, now(), "2026-001", &[0]).unwrap().invoice;
    issue(&mut book, now(), &rest.reference(), None).unwrap();
    assert_eq!(read(&book, "2026-001").standing().open(), 0);
    let refused = issue(&mut book, now(), &twice.reference(), None).unwrap_err();
    assert!(
        refused.message().contains("only 0.00 EUR is left"),
        "{refused}"
    );
    let none = credit(&mut book, now(), "2026-001", &[7]).unwrap_err();
    assert_eq!(none.message(), "2026-001 has 2 lines, and no line 8.");
}

#[test]
fn taking_a_void_back_never_credits_more_than_was_billed() {
    let (_home, mut book) = book();
    issued(&mut book, &[100]);
    let note = |book: &mut Book| {
        let draft = credit(book, now(), "2026-001", &[]).unwrap().invoice;
        let note = issue(book, now(), &draft.reference(), None).unwrap();
        note.reference()
    };
    let first = note(&mut book);
    void(&mut book, now(), &first, "wrong", false).unwrap();
    let voided = book.view().journal(1).unwrap()[0].id;
    note(&mut book);
    let refused = history::undo_entry(&mut book, now(), voided).unwrap_err();
    assert!(
        refused
            .message()
            .contains("2026-001 would be credited by more"),
        "{refused}"
    );
    assert_eq!(read(&book, "2026-001").credited, 11_900);
}

#[test]
fn a_credit_note_is_in_the_currency_and_the_taxes_of_its_invoice() {
    let (_home, mut book) = book();
    issued(&mut book, &[100]);
    let mut draft = credit(&mut book, now(), "2026-001", &[]).unwrap().invoice;
    draft.currency = crate::domain::currency::Currency::USD;
    save(&mut book, now(), None, &draft).unwrap();
    let refused = issue(&mut book, now(), &draft.reference(), None).unwrap_err();
    assert_eq!(
        refused.message(),
        "2026-001 is in EUR, and the credit note in USD."
    );
    draft.currency = crate::domain::currency::Currency::EUR;
    draft.lines[0].category = TaxCategory::Zero;
    draft.lines[0].rate = Decimal::ZERO;
    save(&mut book, now(), None, &draft).unwrap();
    let refused = issue(&mut book, now(), &draft.reference(), None).unwrap_err();
    assert!(refused.message().contains("At tax Z 0 %"), "{refused}");
    let alone = written(&mut book, InvoiceKind::CreditNote, &[100]);
    let refused = issue(&mut book, now(), &alone.reference(), None).unwrap_err();
    assert_eq!(
        refused.message(),
        "The credit note names no invoice that it takes back."
    );
}

/// A book with a deposit of 119.00, and an issued final invoice that deducts it; answers the final.
fn with_deducted_deposit(book: &mut Book) -> Invoice {
    let asked = written(book, InvoiceKind::Deposit, &[100]);
    issue(book, now(), &asked.reference(), None).unwrap();
    let last = written(book, InvoiceKind::Invoice, &[1_000]);
    let last = deduct(book, now(), &last.reference(), "2026-001")
        .unwrap()
        .invoice;
    issue(book, now(), &last.reference(), None).unwrap()
}

#[test]
fn a_deposit_is_taken_off_once_and_in_whole() {
    let (_home, mut book) = book();
    let last = with_deducted_deposit(&mut book);
    assert_eq!(last.gross, 107_100);
    let refused = credit(&mut book, now(), "2026-001", &[]).unwrap_err();
    assert!(
        refused.message().contains("is deducted on 2026-002"),
        "{refused}"
    );
    void(&mut book, now(), "2026-002", "again", false).unwrap();
    let voided = book.view().journal(1).unwrap()[0].id;
    let mut next = written(&mut book, InvoiceKind::Invoice, &[2_000]);
    next = deduct(&mut book, now(), &next.reference(), "2026-001")
        .unwrap()
        .invoice;
    next.lines[1].unit_price = Decimal::from(900);
    save(&mut book, now(), None, &next).unwrap();
    let refused = issue(&mut book, now(), &next.reference(), None).unwrap_err();
    assert_eq!(
        refused.message(),
        "The lines that take 2026-001 off come to -900.00 EUR, and it stands for -100.00 EUR."
    );
    next.lines[1].unit_price = Decimal::from(100);
    save(&mut book, now(), None, &next).unwrap();
    issue(&mut book, now(), &next.reference(), None).unwrap();
    let refused = history::undo_entry(&mut book, now(), voided).unwrap_err();
    assert!(
        refused
            .message()
            .contains("2026-001 would be deducted twice"),
        "{refused}"
    );
    assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_reason_is_one_clean_line() {
    let (_home, mut book) = book();
    issued(&mut book, &[100]);
    let (voided, _) = void(&mut book, now(), "2026-001", "a\u{1b}[2Jb\nc", false).unwrap();
    assert!(
        !voided.end_reason.contains(['\u{1b}', '\n']),
        "{:?}",
        voided.end_reason
    );
}

#[test]
fn a_quote_is_answered_and_billed_once() {
    let (_home, mut book) = book();
    let draft = written(&mut book, InvoiceKind::Quote, &[100]);
    let quote = issue(&mut book, now(), &draft.reference(), None).unwrap();
    assert_eq!(quote.reference(), "Q2026-001");
    assert_eq!(quote.standing().open(), 0);
    let state = |book: &Book| read(book, "Q2026-001").standing().state(now().today);
    assert_eq!(state(&book), InvoiceState::Offered);
    answer(&mut book, now(), "Q2026-001", Some(QuoteAnswer::Declined)).unwrap();
    assert_eq!(state(&book), InvoiceState::Declined);
    assert!(bill(&mut book, now(), "Q2026-001").is_err());
    answer(&mut book, now(), "Q2026-001", None).unwrap();
    let bill_of = bill(&mut book, now(), "Q2026-001").unwrap().invoice;
    assert_eq!(state(&book), InvoiceState::Accepted);
    assert_eq!(bill_of.kind, InvoiceKind::Invoice);
    assert_eq!(bill_of.terms, "Zahlbar bis zum {due} ohne Abzug.");
    let refused = bill(&mut book, now(), "Q2026-001").unwrap_err();
    assert_eq!(
        refused.message(),
        "Quote Q2026-001 is billed already: draft:2."
    );
    let issued = issue(&mut book, now(), &bill_of.reference(), None).unwrap();
    assert_eq!(issued.reference(), "2026-001");
    let billed = book
        .view()
        .billed_to(issued.client, day("2026-01-01"), now().today);
    assert_eq!(billed.unwrap(), [Money::new(11_900, issued.currency)]);
}

#[test]
fn a_copy_begins_anew() {
    let (_home, mut book) = book();
    let first = issued(&mut book, &[100]);
    let copied = copy(&mut book, now(), "2026-001").unwrap().invoice;
    assert_eq!(
        (copied.number, copied.issued_on, copied.due_on),
        (None, None, None)
    );
    assert_eq!((copied.source, copied.lines), (None, first.lines));
}

#[test]
fn a_draft_is_deleted_and_comes_back() {
    let (_home, mut book) = book();
    let draft = written(&mut book, InvoiceKind::Invoice, &[100, 50]);
    delete(&mut book, now(), "draft:1").unwrap();
    assert!(book.view().invoice_id("draft:1").is_err());
    history::undo(&mut book, now()).unwrap();
    assert_eq!(read(&book, "draft:1"), draft);
    issue(&mut book, now(), "draft:1", None).unwrap();
    let refused = delete(&mut book, now(), "2026-001").unwrap_err();
    assert_eq!(
        refused.message(),
        "2026-001 is issued and cannot be changed."
    );
}

#[test]
fn a_draft_that_does_not_add_up_is_kept() {
    let (_home, mut book) = book();
    let mut draft = written(&mut book, InvoiceKind::Invoice, &[100]);
    draft.discount = Discount::Percent(Decimal::from(200));
    let kept = save(&mut book, now(), None, &draft).unwrap().invoice;
    assert_eq!((kept.gross, kept.discount), (0, draft.discount));
    assert_eq!(read(&book, "draft:1"), kept);
}

#[test]
fn lines_are_offered_by_their_first_letters() {
    let (_home, mut book) = book();
    let mut draft = written(&mut book, InvoiceKind::Invoice, &[100, 200]);
    draft.lines.push(line("Deploy", 50));
    draft.lines.push(line("Hosting", 5));
    save(&mut book, now(), None, &draft).unwrap();
    let offered = suggestions(&book, "de", draft.currency, 8).unwrap();
    let names: Vec<_> = offered.iter().map(|one| one.description.as_str()).collect();
    assert_eq!(names, ["Deploy", "Design"]);
    assert_eq!(
        offered[1].unit_price,
        Decimal::from(200),
        "the newest price"
    );
    assert_eq!(suggestions(&book, "d", draft.currency, 8).unwrap(), []);
}
