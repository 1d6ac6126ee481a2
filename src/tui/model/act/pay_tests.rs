//! The forms of money by keys: payments with credit, fee and a rest, refunds, differences.

use crate::domain::ids::{InvoiceId, PaymentId};
use crate::domain::views::{CreditUse, NewPayment, NewRefund, Settlement};
use crate::tui::model::Write;
use crate::tui::model::fixtures::{Desk, eur, now};
use crate::tui::model::overlays::{Overlay, form};

fn form(desk: &Desk) -> &form::Form {
    let Some(Overlay::Form(form)) = desk.model.overlays.last() else {
        panic!("no form is open");
    };
    form
}

fn labels(desk: &Desk) -> Vec<&'static str> {
    form(desk).fields.iter().map(|field| field.label).collect()
}

fn echo(desk: &Desk, index: usize) -> String {
    let echo = form(desk).echo(index, now().today);
    echo.map(|echo| echo.text).unwrap_or_default()
}

fn payment(invoice: i64, minor: i64) -> NewPayment {
    NewPayment {
        invoice: InvoiceId(invoice),
        amount: eur(minor),
        paid_on: now().today,
        method: "bank".into(),
        note: String::new(),
        fee: eur(0),
        overpay: false,
    }
}

#[test]
fn a_part_says_what_it_leaves_and_a_fee_what_arrives() {
    let mut desk = Desk::open(80, 24);
    desk.press("2jjjjjp<Ctrl-U>450,50");
    assert_eq!(echo(&desk, 0), "= 450.50 EUR, leaves 1,499.50 open");
    desk.press("<S-Tab>10,50");
    assert_eq!(echo(&desk, 4), "= 10.50 EUR, so 440.00 arrives");
    desk.press("<Ctrl-U>451<Enter>");
    assert!(
        form(&desk)
            .problem
            .as_ref()
            .unwrap()
            .contains("is more than the payment")
    );
    desk.press("<Ctrl-U>10,50<Enter>");
    let mut wanted = payment(41, 45_050);
    wanted.fee = eur(1_050);
    assert_eq!(desk.writes(), [Write::RecordPayment(wanted)]);
}

#[test]
fn a_few_cents_left_can_be_written_off_with_a_reason() {
    let mut desk = Desk::open(80, 24);
    desk.press("2jjjjjp<Ctrl-U>1949,90");
    assert!(
        !labels(&desk).contains(&"Rest"),
        "0.10 is too much to write off"
    );
    desk.press("<Ctrl-U>1949,97");
    assert_eq!(labels(&desk).last(), Some(&"Rest"));
    assert_eq!(echo(&desk, 0), "= 1,949.97 EUR, leaves 0.03 open");
    desk.press("<S-Tab><Right>");
    assert_eq!(echo(&desk, 0), "= 1,949.97 EUR, and 0.03 is written off");
    desk.press("<Enter>");
    assert_eq!(
        form(&desk).problem.as_deref(),
        Some("Say why 0.03 is written off.")
    );
    desk.press("bank charge<Enter>");
    let mut wanted = payment(41, 194_997);
    wanted.note = "bank charge".into();
    assert_eq!(
        desk.writes(),
        [Write::Settle(Box::new(Settlement {
            invoice: InvoiceId(41),
            on: now().today,
            credit: None,
            payment: Some(wanted),
            difference: Some("bank charge".into()),
        }))]
    );
}

#[test]
fn the_credit_of_the_client_is_offered_and_the_amount_follows() {
    let mut desk = Desk::open(80, 24);
    desk.press("2jjjjp");
    assert_eq!(labels(&desk).last(), Some(&"Credit"));
    assert_eq!(form(&desk).text(0), "5,250.00");
    desk.press("<S-Tab><Right>");
    assert_eq!(form(&desk).text(0), "4,650.00");
    assert_eq!(echo(&desk, 0), "= 4,650.00 EUR, settles it");
    desk.press("<Enter>");
    assert_eq!(
        desk.writes(),
        [Write::Settle(Box::new(Settlement {
            invoice: InvoiceId(44),
            on: now().today,
            credit: Some(CreditUse::Exactly(eur(60_000))),
            payment: Some(payment(44, 465_000)),
            difference: None,
        }))]
    );
    desk.press("p<S-Tab><Right><Tab><Ctrl-U>0<Enter>");
    assert_eq!(
        desk.writes(),
        [Write::Settle(Box::new(Settlement {
            invoice: InvoiceId(44),
            on: now().today,
            credit: Some(CreditUse::Exactly(eur(60_000))),
            payment: None,
            difference: None,
        }))],
        "credit alone"
    );
    desk.press("p<Enter>");
    assert_eq!(
        desk.writes(),
        [Write::RecordPayment(payment(44, 525_000))],
        "p Enter marks it paid with money"
    );
}

#[test]
fn another_amount_that_is_too_much_is_asked_about_again() {
    let mut desk = Desk::open(80, 24);
    desk.press("2jjjjjp<Ctrl-U>2000<Enter><Ctrl-U>20000<Enter>");
    assert_eq!(desk.writes(), []);
    let problem = form(&desk).problem.as_deref().unwrap();
    assert!(problem.starts_with("18,050.00 too much"), "{problem}");
}

#[test]
fn a_refund_that_opens_an_invoice_again_is_asked_about_once() {
    let mut desk = Desk::open(80, 24);
    desk.press("4jR<Ctrl-U>100");
    assert_eq!(echo(&desk, 0), "= 100.00 EUR, opens 100.00 of it again");
    desk.press("<Enter>");
    assert_eq!(desk.writes(), []);
    desk.press("<Enter>");
    assert_eq!(
        desk.writes(),
        [Write::Refund(NewRefund {
            invoice: InvoiceId(43),
            amount: eur(10_000),
            paid_on: now().today,
            method: "bank".into(),
            note: String::new(),
            reopen: true,
        })]
    );
    desk.press("R1750,01<Enter>");
    assert_eq!(
        form(&desk).problem.as_deref(),
        Some("Only 1,750.00 EUR came in.")
    );
    desk.press("<Esc>2jjjjjR");
    let toast = desk.model.toast.as_ref().unwrap();
    assert_eq!(toast.text, "Nothing came in for invoice 2026-041.");
}

#[test]
fn a_difference_that_is_too_large_is_refused_where_it_stands() {
    let mut desk = Desk::open(80, 24);
    desk.press("4w");
    desk.press("rounding<Enter>");
    assert_eq!(
        form(&desk).problem.as_deref(),
        Some("410.00 EUR is more than the 0.05 EUR that can be written off.")
    );
    desk.press("<Esc>jw");
    let toast = desk.model.toast.as_ref().unwrap();
    assert_eq!(toast.text, "Invoice 2026-043 is paid to the cent.");
}

#[test]
fn what_is_removed_is_named() {
    let mut desk = Desk::open(80, 24);
    for (keys, id, said) in [
        ("4gjjjjd", 5, "Refund 60.00 EUR on 2026-035 is removed."),
        ("gjjjjjd", 6, "Difference 0.03 EUR on 2026-034 is removed."),
        (
            "gjjjjjjd",
            7,
            "Credit 1,310.00 EUR between 2026-033 and 2026-031 is taken back.",
        ),
    ] {
        desk.press(keys);
        desk.reply(Ok(crate::tui::model::Reply::Done(
            crate::tui::model::Done::Plain,
        )));
        assert_eq!(desk.writes(), [Write::RemovePayment(PaymentId(id))]);
        assert_eq!(desk.model.toast.as_ref().unwrap().text, said);
    }
}
