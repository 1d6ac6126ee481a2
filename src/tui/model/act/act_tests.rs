//! What is done from the lists: payments, holds, undo, messages; forms and what they refuse.

use super::*;
use crate::domain::ids::*;
use crate::domain::message::MessageState;
use crate::domain::party::{HoldKind, HoldTarget};
use crate::domain::views::{NewHold, NewPayment};
use crate::failure::Failure;
use crate::tui::model::effect::{Done, Reply};
use crate::tui::model::fixtures::*;
use crate::tui::model::overlays::{Overlay, form};

fn toast(desk: &Desk) -> &str {
    desk.model
        .toast
        .as_ref()
        .map_or("", |toast| toast.text.as_str())
}

fn problem(desk: &Desk) -> &str {
    let Some(Overlay::Form(form)) = desk.model.overlays.last() else {
        panic!("no form is open");
    };
    form.problem.as_deref().unwrap_or("")
}

fn payment(minor: i64) -> NewPayment {
    NewPayment {
        invoice: InvoiceId(41),
        amount: eur(minor),
        paid_on: now().today,
        method: "bank".into(),
        note: String::new(),
        fee: eur(0),
        overpay: false,
    }
}

#[test]
fn a_payment_is_two_keys_away_and_can_be_undone() {
    let mut desk = Desk::open(80, 24);
    desk.press("2jjjjjp<Enter>");
    desk.reply(Ok(Reply::Done(Done::Plain)));
    assert_eq!(desk.writes(), [Write::RecordPayment(payment(195_000))]);
    assert_eq!(
        toast(&desk),
        "Payment 1,950.00 EUR on 2026-041 is recorded."
    );
    assert!(desk.model.toast.as_ref().unwrap().undo);
    desk.press("u");
    desk.reply(Ok(Reply::Done(Done::Said("Undid the payment.".into()))));
    assert_eq!(desk.writes(), [Write::Undo]);
    assert_eq!(toast(&desk), "Undid the payment.");
    desk.press("<Ctrl-R>");
    assert_eq!(desk.writes(), [Write::Redo]);
}

#[test]
fn amounts_take_comma_and_point_and_refuse_the_ambiguous() {
    let mut desk = Desk::open(80, 24);
    desk.press("2jjjjjp<Ctrl-U>1.234<Enter>");
    assert!(problem(&desk).contains("1.234"), "{}", problem(&desk));
    assert_eq!(desk.writes(), []);
    desk.press("<Ctrl-U>450,50<Tab><Ctrl-U>20.11.<Tab><Right><Tab>deposit<Enter>");
    let mut wanted = payment(45_050);
    wanted.paid_on = on("2026-11-20");
    wanted.method = "card".into();
    wanted.note = "deposit".into();
    assert_eq!(desk.writes(), [Write::RecordPayment(wanted)]);
}

#[test]
fn a_payment_in_the_future_is_refused_where_it_stands() {
    let mut desk = Desk::open(80, 24);
    desk.press("2jjjjjp<Tab><Ctrl-U>+3<Enter>");
    assert_eq!(problem(&desk), "A payment cannot lie in the future.");
    assert_eq!(desk.writes(), []);
}

#[test]
fn more_than_is_open_is_asked_about_once() {
    let mut desk = Desk::open(80, 24);
    desk.press("2jjjjjp<Ctrl-U>2000<Enter>");
    assert_eq!(
        problem(&desk),
        "50.00 too much: becomes credit for Nordlicht Studio. Enter once more records it."
    );
    assert_eq!(desk.writes(), []);
    desk.press("<Enter>");
    let mut wanted = payment(200_000);
    wanted.overpay = true;
    assert_eq!(desk.writes(), [Write::RecordPayment(wanted)]);
}

#[test]
fn what_cannot_be_paid_says_why() {
    let mut desk = Desk::open(80, 24);
    desk.press("2p");
    assert_eq!(toast(&desk), "draft:48 is not an issued invoice.");
    desk.press("jjjjjjjjp");
    assert_eq!(toast(&desk), "Invoice 2026-043 has nothing open.");
    desk.press("3p");
    assert_eq!(
        toast(&desk),
        "Open the client (Enter) and choose an invoice."
    );
}

#[test]
fn a_refused_change_says_what_to_do_next() {
    let mut desk = Desk::open(80, 24);
    desk.press("4d");
    let failure = Failure::refused("The payment is gone.").hint("press Ctrl-L");
    desk.reply(Err(failure));
    assert_eq!(desk.writes(), [Write::RemovePayment(PaymentId(1))]);
    assert_eq!(toast(&desk), "The payment is gone. Next: press Ctrl-L.");
}

#[test]
fn holds_need_a_reason_and_a_promise_its_day() {
    let mut desk = Desk::open(80, 24);
    desk.press("2jjjjjz<Enter>");
    assert_eq!(problem(&desk), "Say why, so that you know it later.");
    desk.press("new bank details<S-Tab><Ctrl-U><S-Tab><Right><Enter>");
    assert_eq!(problem(&desk), "A promise needs its day.");
    desk.press("fri<Enter>");
    assert_eq!(
        desk.writes(),
        [Write::SetHold {
            target: HoldTarget::Invoice(InvoiceId(41)),
            hold: NewHold {
                kind: HoldKind::Promise,
                until: Some(on("2026-11-27")),
                reason: "new bank details".into(),
            },
        }]
    );
}

#[test]
fn a_hold_can_rest_on_a_whole_client_and_be_lifted() {
    let mut desk = Desk::open(80, 24);
    desk.press("3jz<Tab><Ctrl-U><Tab>on leave<Enter>");
    assert_eq!(
        desk.writes(),
        [Write::SetHold {
            target: HoldTarget::Client(ClientId(2)),
            hold: NewHold {
                kind: HoldKind::Pause,
                until: None,
                reason: "on leave".into(),
            },
        }]
    );
    desk.press("Z");
    assert_eq!(toast(&desk), "No hold rests on this.");
    desk.press("jZ");
    assert_eq!(desk.writes(), [Write::ReleaseHold(HoldId(1))]);
    desk.press("5GZ");
    assert_eq!(desk.writes(), [Write::ReleaseHold(HoldId(1))]);
}

#[test]
fn a_stage_is_passed_over_only_when_one_is_due() {
    let mut desk = Desk::open(80, 24);
    desk.press("5jX");
    assert_eq!(desk.writes(), [Write::Skip(InvoiceId(39))]);
    desk.press("GX");
    assert_eq!(
        toast(&desk),
        "On hold until 1 December (promise): promised by phone."
    );
}

#[test]
fn an_unknown_outcome_is_decided_by_a_person() {
    let mut desk = Desk::open(80, 24);
    desk.press("jjj<Enter><Enter>");
    let id = OutboxId(9);
    assert_eq!(desk.writes(), [Write::Resolve { id, sent: true }]);
    desk.press("<Enter>j<Enter>");
    assert_eq!(desk.writes(), [Write::Resolve { id, sent: false }]);
    desk.press("<Enter>jj<Enter><Enter>");
    assert_eq!(
        desk.writes(),
        [],
        "sending twice is asked about, and no is the default"
    );
    desk.press("<Enter>jj<Enter>j<Enter>");
    assert_eq!(desk.writes(), [Write::Retry(id)]);
}

#[test]
fn a_promise_that_was_not_kept_leads_to_its_invoice() {
    let mut desk = Desk::open(80, 24);
    desk.press("G<Enter>");
    assert_eq!(
        desk.model.invoices.list.current().unwrap().reference,
        "2026-045"
    );
}

#[test]
fn the_journal_is_read_and_walked() {
    let mut desk = Desk::open(80, 24);
    desk.press("LjG");
    let Some(Overlay::Log(log)) = desk.model.overlays.last() else {
        panic!("the journal is open");
    };
    assert_eq!((log.list.rows.len(), log.list.cursor), (4, 3));
    desk.press("<Esc>");
    assert!(desk.model.overlays.is_empty());
}

#[test]
fn the_message_of_an_invoice_is_shown_with_its_state() {
    let mut desk = Desk::open(80, 24);
    desk.press("2jjjjjjr");
    let Some(Overlay::Message(view)) = desk.model.overlays.last() else {
        panic!("the message is open");
    };
    let message = view.message.as_ref().unwrap();
    assert_eq!(
        (message.id, message.state),
        (OutboxId(7), MessageState::Unknown)
    );
}

mod business {
    use super::*;

    #[test]
    fn four_questions_are_checked_and_saved() {
        let mut setup = setup(80, 24);
        setup.fresh = true;
        let mut desk = Desk::with(setup);
        desk.press("2<Ctrl-U>Ana Lind<Tab><Ctrl-U>spain<Tab>ESB12<Tab>DE00");
        let Some(Overlay::Form(form)) = desk.model.overlays.last() else {
            panic!("the form is open");
        };
        let echo = |index| form.echo(index, now().today).unwrap();
        assert!(
            echo(1).text.starts_with("Spain (ES): sets EUR, Spanish"),
            "{}",
            echo(1).text
        );
        assert!(echo(2).text.contains("Spanish VAT id"), "{}", echo(2).text);
        desk.press("<Enter>");
        assert!(!problem(&desk).is_empty(), "a wrong IBAN is not saved");
        desk.press("<Ctrl-U>DE02 1203 0000 0000 2020 51<Enter>");
        let mut wanted = profile();
        wanted.name = "Ana Lind".into();
        wanted.country = "ES".into();
        wanted.language = "es".into();
        wanted.tax_id = "ESB12".into();
        wanted.iban = "DE02120300000000202051".into();
        desk.reply(Ok(Reply::Done(Done::Plain)));
        assert_eq!(desk.writes(), [Write::SetProfile(Box::new(wanted))]);
        assert_eq!(desk.model.welcome, None);
    }

    #[test]
    fn every_question_may_be_skipped() {
        let mut desk = Desk::open(80, 24);
        desk.press(":my bus<Enter><Enter>");
        assert_eq!(desk.writes(), [Write::SetProfile(Box::new(profile()))]);
    }

    #[test]
    fn nothing_entered_is_not_called_saved() {
        let mut desk = Desk::open(80, 24);
        let profile = desk.model.profile.as_mut().unwrap();
        for answer in [
            &mut profile.name,
            &mut profile.country,
            &mut profile.tax_id,
            &mut profile.iban,
        ] {
            answer.clear();
        }
        desk.press(":my bus<Enter><Enter>");
        assert_eq!(problem(&desk), "Nothing was entered.");
        assert_eq!(desk.writes(), []);
    }

    #[test]
    fn the_demo_door_moves_to_another_book() {
        let mut setup = setup(80, 24);
        setup.fresh = true;
        let mut desk = Desk::with(setup);
        desk.press("j1");
        desk.reply(Ok(Reply::Done(Done::NewBook {
            said: "This is a demo.".into(),
            path: "/tmp/demo/book.db".into(),
            transport: "folder /tmp/demo/outbox".into(),
        })));
        assert_eq!(desk.writes(), [Write::OpenDemo]);
        let model = &desk.model;
        assert_eq!((&model.welcome, model.setup.demo), (&None, true));
        assert_eq!(model.setup.book, "/tmp/demo/book.db");
        assert!(
            model.dashboard.data.is_some(),
            "the new book is read at once"
        );
    }

    #[test]
    fn data_comes_in_by_a_path_and_a_refusal_keeps_the_welcome() {
        let mut setup = setup(80, 24);
        setup.fresh = true;
        let mut desk = Desk::with(setup);
        desk.press("3<Enter>");
        assert_eq!(problem(&desk), "Which file?");
        desk.press("~/my.json<Enter>");
        desk.reply(Err(Failure::refused("The file ~/my.json cannot be read.")));
        assert_eq!(desk.writes(), [Write::ImportFile("~/my.json".into())]);
        assert!(desk.model.welcome.is_some());
        assert_eq!(problem(&desk), "The file ~/my.json cannot be read.");
    }
}

mod marks {
    use super::*;

    #[test]
    fn a_hold_rests_on_all_that_are_marked() {
        let mut desk = Desk::open(80, 24);
        desk.press("2j<Space>jjj<Space>jz<Tab><Ctrl-U><Tab>audit<Enter>");
        let targets: Vec<HoldTarget> = desk.writes().iter().map(target).collect();
        assert_eq!(
            targets,
            [
                HoldTarget::Invoice(InvoiceId(47)),
                HoldTarget::Invoice(InvoiceId(41)),
            ]
        );
        assert!(desk.model.invoices.list.marked().is_empty());
    }

    fn target(write: &Write) -> HoldTarget {
        let Write::SetHold { target, .. } = write else {
            panic!("{write:?} sets no hold");
        };
        *target
    }

    #[test]
    fn a_payment_is_for_the_one_marked_wherever_the_cursor_is() {
        let mut desk = Desk::open(80, 24);
        desk.press("2jjjjj<Space>p<Enter>");
        assert_eq!(desk.writes(), [Write::RecordPayment(payment(195_000))]);
        desk.press("<Space>p");
        assert!(toast(&desk).starts_with("One payment at a time"));
        assert!(desk.model.overlays.is_empty());
    }

    #[test]
    fn marked_payments_are_removed_after_a_question() {
        let mut desk = Desk::open(80, 24);
        desk.press("4<Space><Space>d<Enter>");
        assert_eq!(desk.writes(), [], "no is the default");
        desk.press("dj<Enter>");
        assert_eq!(
            desk.writes(),
            [
                Write::RemovePayment(PaymentId(1)),
                Write::RemovePayment(PaymentId(2)),
            ]
        );
        desk.press("G<Space>gd");
        let last = i64::try_from(payments().len()).unwrap();
        assert_eq!(desk.writes(), [Write::RemovePayment(PaymentId(last))]);
    }

    #[test]
    fn marked_stages_are_passed_over_together() {
        let mut desk = Desk::open(80, 24);
        desk.press("5<Space><Space>GX");
        let due: Vec<Write> = queue()
            .iter()
            .take(2)
            .flat_map(|row| row.invoices.iter().map(|one| Write::Skip(one.id)))
            .collect();
        assert_eq!(desk.writes(), due);
    }

    #[test]
    fn the_send_panel_says_how_many_of_the_marked_have_no_reminder() {
        let mut desk = Desk::open(80, 24);
        desk.press("2j<Space>jjjj<Space>s");
        assert_eq!(desk.model.send.as_ref().unwrap().items.len(), 1);
        assert_eq!(toast(&desk), "1 of the 2 marked has no reminder due.");
    }

    #[test]
    fn a_key_without_a_meaning_is_answered() {
        let mut desk = Desk::open(80, 24);
        desk.press("c");
        assert_eq!(toast(&desk), "c does nothing here; ? shows the keys.");
        desk.press("/");
        assert!(toast(&desk).starts_with("There is no list to filter here"));
    }
}

mod forms {
    use super::*;

    #[test]
    fn the_first_letter_takes_the_place_of_what_stands_there() {
        let mut desk = Desk::open(80, 24);
        desk.press("2jjjjjp450,50<Enter>");
        assert_eq!(desk.writes(), [Write::RecordPayment(payment(45_050))]);
        desk.press("gjjjjjp<Left><BS><Enter>");
        assert_eq!(desk.writes(), [Write::RecordPayment(payment(195_000))]);
        desk.press("gjjjjjp");
        desk.send(crate::tui::model::Msg::Paste("20".into()));
        desk.press("<Enter>");
        assert_eq!(desk.writes(), [Write::RecordPayment(payment(2_000))]);
    }

    #[test]
    fn a_file_that_is_wrong_keeps_its_path_and_shows_every_problem() {
        let mut desk = Desk::open(80, 24);
        desk.press(":bring in<Enter>~/my.json<Enter>");
        let failure = Failure::refused("Nothing came in.")
            .because("invoices[0].lines: missing")
            .because("clients[3].key: twice");
        desk.reply(Err(failure));
        assert_eq!(problem(&desk), "Nothing came in.");
        let Some(Overlay::Form(form)) = desk.model.overlays.last() else {
            panic!("the form is open");
        };
        assert_eq!(form.text(0), "~/my.json");
        let form::Purpose::Import(import) = &form.purpose else {
            panic!("it is the form for a file");
        };
        assert_eq!(import.problems.len(), 2);
        desk.press("<Down><Enter>");
        assert_eq!(
            desk.writes(),
            [
                Write::ImportFile("~/my.json".into()),
                Write::ImportFile("~/my.json".into())
            ]
        );
    }
}

#[test]
fn a_day_of_the_week_is_the_last_one_for_a_payment() {
    let mut desk = Desk::open(80, 24);
    desk.press("2jjjjjp<Tab>fri<Enter>");
    let mut wanted = payment(195_000);
    wanted.paid_on = on("2026-11-20");
    assert_eq!(desk.writes(), [Write::RecordPayment(wanted)]);
}

#[test]
fn a_payment_before_the_invoice_is_looked_at_twice() {
    let mut desk = Desk::open(80, 24);
    desk.press("2jjjjjp<Tab>2026-10-01");
    let Some(Overlay::Form(form)) = desk.model.overlays.last() else {
        panic!("the form is open");
    };
    let echo = form.echo(1, now().today).unwrap();
    assert_eq!(echo.sense, form::Sense::Look);
    assert!(echo.text.contains("before the invoice"), "{}", echo.text);
}

#[test]
fn a_client_of_the_list_gets_what_is_due_for_them() {
    let mut desk = Desk::open(80, 24);
    desk.press("3s");
    let items = &desk.model.send.as_ref().unwrap().items;
    let clients: Vec<ClientId> = items.iter().map(|item| item.row.client).collect();
    assert_eq!(clients, [ClientId(1)]);
    desk.press("3js");
    assert!(desk.model.send.is_none());
    assert!(
        toast(&desk).starts_with("No reminder is due"),
        "{}",
        toast(&desk)
    );
}
