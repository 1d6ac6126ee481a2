use chrono::NaiveDate;

use super::*;
use crate::domain::currency::Currency;
use crate::domain::ids::ClientId;
use crate::domain::invoice::{InvoiceKind, InvoiceState, InvoiceStatus};
use crate::domain::views::{CreditUse, NewRefund, Settlement};
use crate::failure::Kind;
use crate::store::fixtures::{self, day, empty, now};
use crate::usecases::{history, invoices};

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

struct Desk {
    book: Book,
    client: ClientId,
    _folder: tempfile::TempDir,
}

impl Desk {
    /// One client; invoices of 119.00 with these numbers.
    fn new(numbers: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut book = empty(folder.path());
        let client = book
            .change(now(), Undo::Bulk, |tx| {
                let client = tx.add_client(&fixtures::client("acme"))?;
                for number in numbers {
                    let invoice = fixtures::invoice(client, number, "2026-11-04");
                    tx.add_invoice(&invoice, "{}", "{}")?;
                }
                Ok((client, "Imported".to_owned()))
            })
            .unwrap();
        Self {
            book,
            client,
            _folder: folder,
        }
    }

    fn add(&mut self, number: &str, change: impl FnOnce(&mut crate::domain::invoice::Invoice)) {
        let mut invoice = fixtures::invoice(self.client, number, "2026-11-04");
        change(&mut invoice);
        self.book
            .change(now(), Undo::Bulk, |tx| {
                tx.add_invoice(&invoice, "{}", "{}")?;
                Ok(((), "Added".to_owned()))
            })
            .unwrap();
    }

    fn id(&self, number: &str) -> InvoiceId {
        self.book.view().invoice_id(number).unwrap()
    }

    fn new_payment(&self, number: &str, minor: i64) -> NewPayment {
        NewPayment {
            invoice: self.id(number),
            amount: eur(minor),
            paid_on: day("2026-11-20"),
            method: "bank".to_owned(),
            note: String::new(),
            fee: eur(0),
            overpay: false,
        }
    }

    fn pay(&mut self, number: &str, minor: i64) -> Result<Payment> {
        let new = self.new_payment(number, minor);
        record(&mut self.book, now(), &new)
    }

    fn overpay(&mut self, number: &str, minor: i64) -> Payment {
        let mut new = self.new_payment(number, minor);
        new.overpay = true;
        record(&mut self.book, now(), &new).unwrap()
    }

    fn refund(&mut self, number: &str, minor: i64, reopen: bool) -> Result<Payment> {
        let new = NewRefund {
            invoice: self.id(number),
            amount: eur(minor),
            paid_on: day("2026-11-21"),
            method: "bank".to_owned(),
            note: String::new(),
            reopen,
        };
        refund(&mut self.book, now(), &new)
    }

    fn use_credit(&mut self, number: &str, minor: Option<i64>) -> Result<Vec<Payment>> {
        let id = self.id(number);
        use_credit(&mut self.book, now(), id, minor.map(eur))
    }

    fn difference(&mut self, number: &str, reason: &str) -> Result<Payment> {
        let id = self.id(number);
        difference(&mut self.book, now(), id, now().today, reason)
    }

    fn open(&self, number: &str) -> i64 {
        let detail = invoices::show(&self.book, now(), number).unwrap();
        detail.open.minor()
    }

    fn journal(&self) -> String {
        let lines = history::list(&self.book, 1).unwrap();
        lines[0].text.clone()
    }

    fn is_sound(&self) {
        assert_eq!(self.book.view().check().unwrap(), Vec::<String>::new());
    }
}

fn words<T: std::fmt::Debug>(refused: Result<T>) -> String {
    let failure = refused.unwrap_err();
    assert_eq!(failure.kind(), Kind::Refused, "{failure}");
    assert!(!failure.next_step().is_empty(), "{failure}");
    failure.message().to_owned()
}

#[test]
fn a_fee_is_a_part_of_the_payment_and_counts_as_paid() {
    let mut desk = Desk::new(&["1"]);
    let mut new = desk.new_payment("1", 11_900);
    new.fee = eur(11_901);
    let book = &mut desk.book;
    assert_eq!(
        words(record(book, now(), &new)),
        "A fee of 119.01 EUR is more than the payment of 119.00 EUR."
    );
    new.fee = eur(-1);
    assert_eq!(
        words(record(book, now(), &new)),
        "A fee is not less than nothing."
    );
    new.fee = eur(350);
    record(book, now(), &new).unwrap();
    assert_eq!(desk.open("1"), 0);
    assert_eq!(desk.journal(), "Payment 119.00 EUR for 1, fee 3.50 EUR");
    desk.is_sound();
}

#[test]
fn what_nobody_pays_takes_nothing() {
    let mut desk = Desk::new(&[]);
    desk.add("K1", |one| {
        one.kind = InvoiceKind::CreditNote;
    });
    desk.add("Q1", |one| one.kind = InvoiceKind::Quote);
    desk.add("V1", |one| {
        one.status = InvoiceStatus::Voided;
        one.ended_on = Some(day("2026-11-10"));
    });
    for (number, said) in [
        ("K1", "K1 is a credit note: nobody pays it."),
        ("Q1", "Q1 is a quote: nobody pays it."),
        ("V1", "Invoice V1 is void."),
    ] {
        assert_eq!(words(desk.pay(number, 1)), said);
        assert_eq!(words(desk.refund(number, 1, true)), said);
        assert_eq!(words(desk.use_credit(number, None)), said);
        assert_eq!(words(desk.difference(number, "x")), said);
    }
    desk.add("D1", |one| one.kind = InvoiceKind::Deposit);
    desk.pay("D1", 11_900).unwrap();
    desk.is_sound();
}

#[test]
fn money_for_what_is_written_off_is_recorded_and_it_stays_written_off() {
    let mut desk = Desk::new(&["1"]);
    desk.overpay("1", 12_000);
    desk.add("W1", |one| {
        one.status = InvoiceStatus::WrittenOff;
        one.ended_on = Some(day("2026-11-10"));
    });
    assert_eq!(
        words(desk.use_credit("W1", None)),
        "Invoice W1 is written off: nothing of it is asked for any more."
    );
    desk.pay("W1", 5_000).unwrap();
    let mut more = desk.new_payment("W1", 6_901);
    more.overpay = true;
    assert_eq!(
        words(record(&mut desk.book, now(), &more)),
        "Invoice W1 is written off, and 69.01 EUR is more than the 69.00 EUR that was given up."
    );
    let detail = invoices::show(&desk.book, now(), "W1").unwrap();
    assert_eq!(detail.state, InvoiceState::WrittenOff);
    assert_eq!(detail.open, eur(0));
    let facts = payable(&desk.book, detail.invoice.id).unwrap();
    assert!(facts.written_off);
    assert_eq!((facts.open, facts.refundable), (eur(6_900), eur(5_000)));
    desk.refund("W1", 5_000, false).unwrap();
    desk.is_sound();
}

#[test]
fn a_refund_gives_back_what_is_too_much_and_more_only_when_it_is_meant() {
    let mut desk = Desk::new(&["1"]);
    assert_eq!(
        words(desk.refund("1", 1, true)),
        "Nothing came in for invoice 1 that could go back."
    );
    desk.overpay("1", 12_900);
    assert_eq!(
        words(desk.refund("1", 1_001, false)),
        "Only 10.00 EUR is too much on invoice 1: a refund of 10.01 EUR would open the rest of it \
         again."
    );
    let refund = desk.refund("1", 1_000, false).unwrap();
    assert_eq!(
        (refund.amount, refund.kind),
        (eur(-1_000), PaymentKind::Refund)
    );
    assert_eq!(desk.open("1"), 0);
    assert_eq!(
        words(desk.refund("1", 500, false)),
        "Nothing is too much on invoice 1: a refund would open 5.00 EUR of it."
    );
    desk.refund("1", 500, true).unwrap();
    assert_eq!(desk.open("1"), 500);
    assert_eq!(desk.journal(), "Refund 5.00 EUR for 1");
    assert_eq!(
        words(desk.refund("1", 11_401, true)),
        "Only 114.00 EUR came in for invoice 1: 114.01 EUR cannot go back."
    );
    let book = &mut desk.book;
    assert_eq!(
        words(remove(book, now(), PaymentId(1))),
        "Without it more would have gone out of invoice 1 than came in."
    );
    history::undo(book, now()).unwrap();
    assert_eq!(desk.open("1"), 0);
    desk.is_sound();
}

#[test]
fn credit_moves_the_oldest_first_and_both_ends_go_together() {
    let mut desk = Desk::new(&["1", "2", "3"]);
    assert_eq!(
        words(desk.use_credit("3", None)),
        "acme GmbH has no credit in EUR."
    );
    desk.overpay("2", 13_900);
    desk.overpay("1", 12_900);
    assert_eq!(
        words(desk.use_credit("3", Some(3_001))),
        "30.01 EUR is more than the credit of acme GmbH, 30.00 EUR."
    );
    assert_eq!(
        words(desk.use_credit("3", Some(11_901))),
        "119.01 EUR is more than the 119.00 EUR that is open on invoice 3."
    );
    assert_eq!(
        words(desk.use_credit("1", None)),
        "Invoice 1 has nothing open."
    );
    let entries = desk.use_credit("3", Some(1_500)).unwrap();
    let from: Vec<_> = entries
        .iter()
        .map(|entry| (entry.other.as_deref().unwrap(), entry.amount.minor()))
        .collect();
    assert_eq!(from, [("1", 1_000), ("2", 500)]);
    assert_eq!(desk.journal(), "Credit 15.00 EUR of 1, 2 counts for 3");
    assert_eq!(
        (desk.open("1"), desk.open("2"), desk.open("3")),
        (0, -1_500, 10_400)
    );
    desk.is_sound();
    // A payment whose credit was used stays; the credit can be taken back from either end.
    let paid = PaymentId(2);
    let refused = remove(&mut desk.book, now(), paid);
    assert!(words(refused).contains("invoice 1"));
    let line = remove(&mut desk.book, now(), entries[0].id).unwrap();
    assert_eq!(
        line,
        "Took back the credit 10.00 EUR of 1 that counted for 3"
    );
    assert_eq!((desk.open("1"), desk.open("3")), (-1_000, 11_400));
    remove(&mut desk.book, now(), paid).unwrap();
    desk.use_credit("3", None).unwrap();
    assert_eq!((desk.open("2"), desk.open("3")), (0, 9_900));
    desk.is_sound();
}

#[test]
fn a_payment_whose_credit_was_used_cannot_be_undone_out_of_turn() {
    let mut desk = Desk::new(&["1", "2"]);
    desk.overpay("1", 13_900);
    let entry = history::list(&desk.book, 1).unwrap()[0].id;
    desk.use_credit("2", None).unwrap();
    let refused = desk.book.undo_entry(now(), entry);
    assert_eq!(
        words(refused),
        "\"Payment 139.00 EUR for 1\" cannot be undone: more would have gone out of invoice 1 than \
         came in."
    );
    history::undo(&mut desk.book, now()).unwrap();
    history::undo(&mut desk.book, now()).unwrap();
    assert_eq!((desk.open("1"), desk.open("2")), (11_900, 11_900));
    history::redo(&mut desk.book, now()).unwrap();
    history::redo(&mut desk.book, now()).unwrap();
    assert_eq!((desk.open("1"), desk.open("2")), (0, 9_900));
    desk.is_sound();
}

#[test]
fn a_difference_is_written_off_up_to_the_limit_and_with_a_reason() {
    let mut desk = Desk::new(&["1", "2"]);
    assert_eq!(
        words(desk.difference("1", "rounding")),
        "119.00 EUR is open on invoice 1, more than the 0.05 EUR that can be written off as a \
         difference."
    );
    desk.pay("1", 11_895).unwrap();
    assert_eq!(
        words(desk.difference("1", "  ")),
        "A difference needs its reason."
    );
    let entry = desk.difference("1", "bank charge").unwrap();
    assert_eq!((entry.amount, entry.note.as_str()), (eur(5), "bank charge"));
    assert_eq!(desk.open("1"), 0);
    assert_eq!(
        desk.journal(),
        "Difference 0.05 EUR of 1 written off: bank charge"
    );
    assert_eq!(
        words(desk.difference("1", "x")),
        "Invoice 1 has nothing open."
    );
    desk.overpay("2", 11_902);
    let entry = desk.difference("2", "paid up").unwrap();
    assert_eq!(entry.amount, eur(-2));
    assert_eq!(desk.open("2"), 0);
    desk.is_sound();
}

#[test]
fn the_limit_of_a_difference_is_the_books_own() {
    let mut desk = Desk::new(&["1"]);
    let book = &mut desk.book;
    assert_eq!(difference_limit(book).unwrap(), eur(5));
    assert!(words(set_difference_limit(book, now(), eur(1_001))).contains("10.01 EUR"));
    assert!(words(set_difference_limit(book, now(), eur(-1))).contains("no limit"));
    set_difference_limit(book, now(), eur(0)).unwrap();
    desk.pay("1", 11_899).unwrap();
    words(desk.difference("1", "rounding"));
    history::undo(&mut desk.book, now()).unwrap();
    history::undo(&mut desk.book, now()).unwrap();
    assert_eq!(difference_limit(&desk.book).unwrap(), eur(5));
}

#[test]
fn an_invoice_is_settled_in_one_change() {
    let mut desk = Desk::new(&["1", "2"]);
    desk.overpay("1", 12_900);
    let mut payment = desk.new_payment("2", 10_897);
    payment.fee = eur(100);
    let mut all = Settlement {
        invoice: desk.id("2"),
        on: day("2026-11-20"),
        credit: Some(CreditUse::All),
        payment: Some(payment.clone()),
        difference: Some("rounding".to_owned()),
    };
    let entries = settle(&mut desk.book, now(), &all).unwrap();
    let kinds: Vec<_> = entries
        .iter()
        .map(|entry| (entry.kind, entry.amount.minor()))
        .collect();
    assert_eq!(
        kinds,
        [
            (PaymentKind::Transfer, 1_000),
            (PaymentKind::Payment, 10_897),
            (PaymentKind::Difference, 3)
        ]
    );
    assert_eq!(desk.open("2"), 0);
    assert_eq!(
        desk.journal(),
        "Credit 10.00 EUR of 1 counts for 2; Payment 108.97 EUR for 2, fee 1.00 EUR; Difference \
         0.03 EUR of 2 written off: rounding"
    );
    desk.is_sound();
    history::undo(&mut desk.book, now()).unwrap();
    assert_eq!((desk.open("1"), desk.open("2")), (-1_000, 11_900));
    // A part that is refused refuses all of it.
    payment.amount = eur(10_000);
    all.payment = Some(payment);
    assert!(words(settle(&mut desk.book, now(), &all)).contains("9.00 EUR is open"));
    assert_eq!((desk.open("1"), desk.open("2")), (-1_000, 11_900));
}

#[test]
fn nothing_lies_in_the_future() {
    let mut desk = Desk::new(&["1"]);
    desk.overpay("1", 12_900);
    let tomorrow: NaiveDate = day("2026-11-25");
    let id = desk.id("1");
    let new = NewRefund {
        invoice: id,
        amount: eur(1),
        paid_on: tomorrow,
        method: String::new(),
        note: String::new(),
        reopen: false,
    };
    assert!(words(refund(&mut desk.book, now(), &new)).contains("in the future"));
    let refused = difference(&mut desk.book, now(), id, tomorrow, "x");
    assert!(words(refused).contains("in the future"));
}
