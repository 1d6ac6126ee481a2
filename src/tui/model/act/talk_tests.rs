//! The contact log by keys, the statement, and the question before a batch on old knowledge.

use crate::domain::ids::{ClientId, InvoiceId};
use crate::domain::talk::{NewTalk, TalkOutcome, Way};
use crate::domain::views::About;
use crate::tui::model::fixtures::*;
use crate::tui::model::{Done, Load, Reply, Write};

fn talk(writes: &[Write]) -> &NewTalk {
    let [Write::NoteTalk(talk)] = writes else {
        panic!("one talk: {writes:?}")
    };
    talk
}

#[test]
fn a_promise_is_noted_in_a_few_keys_and_says_until_when() {
    let mut desk = Desk::open(80, 24);
    desk.press("5m<Enter>fri<Tab>Jonas calls back<Enter>");
    desk.reply(Ok(Reply::Done(Done::Plain)));
    let said = desk.model.toast.as_ref().unwrap().text.clone();
    let writes = desk.writes();
    let talk = talk(&writes);
    assert_eq!((talk.client, talk.way), (ClientId(5), Way::Call));
    assert_eq!(talk.invoices, [InvoiceId(38)]);
    assert_eq!(
        (talk.on, talk.promised_on),
        (on("2026-11-23"), Some(on("2026-11-27")))
    );
    assert_eq!(talk.note, "Jonas calls back");
    assert_eq!(said, "Noted. No reminders for 2026-038 until 27 Nov.");
}

#[test]
fn who_never_got_the_invoice_may_get_it_again() {
    let mut desk = Desk::open(80, 24);
    desk.press("5mjjj<Enter>called<Enter>");
    let writes = desk.writes();
    assert_eq!(talk(&writes).outcome, TalkOutcome::NotReceived);
    desk.press("<Enter>");
    let panel = desk.model.send.as_ref().unwrap();
    let item = panel.current().unwrap();
    assert_eq!(item.row.about, About::Invoice(InvoiceId(38)));
    let (asked, _) = panel.prepared.as_ref().unwrap();
    assert!(matches!(
        asked,
        Load::Prepare {
            about: About::Invoice(_),
            ..
        }
    ));
}

#[test]
fn a_statement_is_shown_as_it_would_go() {
    let mut desk = Desk::open(80, 24);
    desk.press("3S");
    let panel = desk.model.send.as_ref().unwrap();
    assert_eq!(panel.current().unwrap().row.about, About::Statement);
    desk.press("s");
    let writes = desk.writes();
    assert!(
        matches!(
            writes.as_slice(),
            [Write::Send {
                about: About::Statement,
                ..
            }]
        ),
        "{writes:?}"
    );
}

#[test]
fn a_batch_on_old_knowledge_asks_once() {
    let mut desk = Desk::open(80, 24);
    desk.press("5s");
    desk.model.header.as_mut().unwrap().freshness.paid_on = Some(on("2026-11-10"));
    desk.press("S");
    assert_eq!(desk.writes(), [], "it asks first");
    desk.press("<Enter>");
    assert_eq!(desk.writes(), [], "not now");
    desk.press("Sj<Enter>");
    let writes = desk.writes();
    assert_eq!(writes.first(), Some(&Write::BankChecked));
    let sent = |write: &&Write| matches!(write, Write::Send { .. });
    assert_eq!(writes.iter().filter(sent).count(), 3);
}

#[test]
fn a_batch_on_fresh_knowledge_goes() {
    let mut desk = Desk::open(80, 24);
    desk.press("5sS");
    assert_eq!(desk.writes().len(), 3);
}

#[test]
fn the_bank_was_looked_at() {
    let mut desk = Desk::open(80, 24);
    desk.press("5b");
    assert_eq!(desk.writes(), [Write::BankChecked]);
}
