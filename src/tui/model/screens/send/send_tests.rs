//! The send panel and what follows `s`: ten seconds, taking back, news of the send worker.

use super::*;
use crate::domain::ids::ClientId;
use crate::domain::policy::Channel;
use crate::domain::policy::Tone;
use crate::domain::views::About;
use crate::domain::views::CheckLevel;
use crate::failure::Failure;
use crate::tui::model::effect::{Done, News, Reply};
use crate::tui::model::fixtures::{at as instant, *};
use crate::tui::model::{Effect, Msg, Write, update};

fn toast(desk: &Desk) -> &str {
    desk.model
        .toast
        .as_ref()
        .map_or("", |toast| toast.text.as_str())
}

fn write(client: i64, edit: Edit) -> Write {
    Write::Send {
        client: ClientId(client),
        channel: Channel::Email,
        about: About::Reminder,
        edit,
        delay_seconds: 10,
    }
}

/// The change of somebody who has the text before them.
fn seen(edit: Edit) -> Edit {
    Edit {
        seen: Some(String::from("seal")),
        ..edit
    }
}

fn queued(desk: &mut Desk, id: i64, number: &str) {
    let message = message(id, number, MessageState::Queued);
    desk.reply(Ok(Reply::Done(Done::Message(Box::new(message)))));
}

fn standings(desk: &Desk) -> Vec<&Standing> {
    let panel = desk.model.send.as_ref().unwrap();
    panel.items.iter().map(|item| &item.standing).collect()
}

fn tick(desk: &mut Desk, at: &str) {
    let mut now = now();
    now.at = instant(at);
    desk.send(Msg::Clock(now));
}

#[test]
fn s_queues_what_is_shown_and_shows_the_next() {
    let mut desk = Desk::open(80, 24);
    desk.press("ss");
    queued(&mut desk, 70, "2026-038");
    assert_eq!(desk.writes(), [write(5, seen(Edit::default()))]);
    let panel = desk.model.send.as_ref().unwrap();
    assert_eq!(panel.cursor, 1);
    let waiting = Standing::Waiting(OutboxId(70));
    assert_eq!(
        standings(&desk),
        [&waiting, &Standing::ToGo, &Standing::ToGo]
    );
    desk.press("ks");
    assert_eq!(toast(&desk), "This one is queued already; u takes it back.");
    assert_eq!(desk.writes(), []);
}

#[test]
fn the_countdown_ticks_by_the_second_and_u_takes_it_back() {
    let mut desk = Desk::open(80, 24);
    desk.press("ss");
    queued(&mut desk, 70, "2026-038");
    assert_eq!(desk.model.outbox.seconds_left(now().at), Some(10));
    assert_eq!(desk.model.deadline(), Some(at("2026-11-23T09:12:01Z")));
    tick(&mut desk, "2026-11-23T09:12:03.400Z");
    assert_eq!(desk.model.outbox.seconds_left(desk.model.now.at), Some(7));
    assert_eq!(desk.model.deadline(), Some(at("2026-11-23T09:12:04Z")));
    desk.done();
    desk.press("u");
    let cancelled = message(70, "2026-038", MessageState::Cancelled);
    desk.reply(Ok(Reply::Done(Done::Message(Box::new(cancelled)))));
    assert_eq!(desk.writes(), [Write::TakeBack(OutboxId(70))]);
    assert_eq!(standings(&desk), [&Standing::ToGo; 3]);
    assert_eq!(toast(&desk), "Taken back: Reminder: invoice 2026-038.");
    assert!(desk.model.outbox.waiting.is_empty());
}

#[test]
fn too_late_to_take_back_says_so() {
    let mut desk = Desk::open(80, 24);
    desk.press("ss");
    queued(&mut desk, 70, "2026-038");
    desk.press("u");
    desk.reply(Err(Failure::refused("Message 70 is on its way already.")));
    assert_eq!(toast(&desk), "Message 70 is on its way already.");
    assert!(desk.model.outbox.waiting.is_empty());
}

#[test]
fn all_are_queued_with_one_key_and_taken_back_with_one() {
    let mut desk = Desk::open(80, 24);
    desk.press("sS");
    let jobs = desk.jobs();
    for (job, (id, number)) in
        jobs.iter()
            .zip([(70, "2026-038"), (71, "2026-039"), (72, "2026-041")])
    {
        let message = Box::new(message(id, number, MessageState::Queued));
        desk.send(Msg::Reply(*job, Ok(Reply::Done(Done::Message(message)))));
    }
    let sent = [
        write(5, Edit::default()),
        write(1, Edit::default()),
        write(4, Edit::default()),
    ];
    assert_eq!(desk.writes(), sent);
    desk.press("u");
    let back = [70, 71, 72].map(|id| Write::TakeBack(OutboxId(id)));
    assert_eq!(desk.writes(), back);
    desk.press("u");
    assert_eq!(desk.writes(), [], "they are being taken back already");
}

#[test]
fn nothing_goes_that_is_not_shown_exactly_so() {
    let mut desk = Desk::open(80, 24);
    desk.press("s");
    // A change of tone whose text has not come yet.
    for msg in keys("ts") {
        update(&mut desk.model, msg);
    }
    assert_eq!(toast(&desk), "The text is still being written.");
    assert_eq!(standings(&desk)[0], &Standing::ToGo);
}

#[test]
fn a_bad_check_holds_it_back() {
    let mut desk = Desk::open(80, 24);
    desk.press("s");
    let (_, prepared) = desk.model.send.as_mut().unwrap().prepared.as_mut().unwrap();
    prepared.checks[1].level = CheckLevel::Bad;
    prepared.checks[1].text = "invoice 2026-038 was paid today".into();
    desk.press("s");
    assert_eq!(
        toast(&desk),
        "It cannot go: invoice 2026-038 was paid today."
    );
    assert_eq!(desk.writes(), []);
}

#[test]
fn a_text_is_changed_for_this_once() {
    let mut desk = Desk::open(80, 24);
    desk.press("seHi! <F2>");
    let panel = desk.model.send.as_ref().unwrap();
    let body = panel.items[0].edit.body.clone().unwrap();
    assert!(body.starts_with("Hi! Hello Jonas,"), "{body}");
    assert!(panel.text().unwrap().body.starts_with("Hi! "));
    desk.press("t");
    assert_eq!(
        toast(&desk),
        "You wrote this text yourself; its tone is yours."
    );
    desk.press("s");
    let edit = Edit {
        body: Some(body),
        ..Edit::default()
    };
    assert_eq!(desk.writes(), [write(5, seen(edit))]);
}

#[test]
fn a_changed_text_is_not_lost_by_one_key() {
    let mut desk = Desk::open(80, 24);
    desk.press("se<Esc>");
    assert!(desk.model.overlays.is_empty(), "nothing was changed");
    desk.press("ex<Esc>");
    assert_eq!(desk.model.overlays.len(), 2);
    desk.press("<Enter><Esc>j<Enter>");
    assert!(desk.model.overlays.is_empty());
    assert!(
        desk.model.send.as_ref().unwrap().items[0]
            .edit
            .body
            .is_some()
    );
}

#[test]
fn the_subject_can_be_changed_and_must_not_be_empty() {
    let mut desk = Desk::open(80, 24);
    desk.press("se<Tab><Ctrl-U><F2>");
    assert_eq!(toast(&desk), "The message needs a subject and a text.");
    desk.send(Msg::Paste("Please\nlook".into()));
    desk.press("<F2>");
    let edit = &desk.model.send.as_ref().unwrap().items[0].edit;
    assert_eq!(edit.subject.as_deref(), Some("Please look"));
    assert_eq!(edit.body, None);
}

#[test]
fn the_text_goes_to_the_editor_and_comes_back() {
    let mut desk = Desk::open(80, 24);
    desk.press("sE");
    let effects = desk.done();
    let [Effect::OpenEditor(text)] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    assert!(text.starts_with("Subject: firm: invoice 2026-038\n\nHello Jonas,"));
    desk.send(Msg::Edited(Ok(
        "Subject: Once more\r\n\r\nDear Ola,\r\nplease pay.\r\n".into(),
    )));
    let panel = desk.model.send.as_ref().unwrap();
    assert_eq!(panel.items[0].edit.subject.as_deref(), Some("Once more"));
    assert_eq!(panel.text().unwrap().body, "Dear Ola,\nplease pay.");
    desk.send(Msg::Edited(Ok("\n".into())));
    assert_eq!(toast(&desk), "The text came back empty; the old one stays.");
    desk.send(Msg::Edited(Err(Failure::refused(
        "The editor ended with 1.",
    ))));
    assert_eq!(toast(&desk), "The editor ended with 1.");
}

#[test]
fn the_tone_goes_round() {
    let mut desk = Desk::open(80, 24);
    let tone = |desk: &Desk| {
        desk.model
            .send
            .as_ref()
            .unwrap()
            .text()
            .unwrap()
            .tone
            .unwrap()
    };
    desk.press("s");
    assert_eq!(tone(&desk), Tone::Firm);
    desk.press("t");
    assert_eq!(tone(&desk), Tone::Final);
    desk.press("t");
    assert_eq!(tone(&desk), Tone::Friendly);
    desk.press("t");
    assert_eq!(tone(&desk), Tone::Firm);
    assert_eq!(
        desk.model.send.as_ref().unwrap().items[0].edit,
        Edit::default()
    );
}

#[test]
fn what_is_left_out_stays_due() {
    let mut desk = Desk::open(80, 24);
    desk.press("sn");
    assert_eq!(
        standings(&desk),
        [&Standing::Skipped, &Standing::ToGo, &Standing::ToGo]
    );
    assert_eq!(desk.model.send.as_ref().unwrap().cursor, 1);
    desk.press("S");
    assert_eq!(desk.writes().len(), 2);
}

#[test]
fn marked_rows_are_what_the_panel_opens_with() {
    let mut desk = Desk::open(80, 24);
    desk.press("5j<Space><Space>s");
    let names = |desk: &Desk| -> Vec<String> {
        let panel = desk.model.send.as_ref().unwrap();
        panel
            .items
            .iter()
            .map(|item| item.row.client_name.clone())
            .collect()
    };
    assert_eq!(names(&desk), ["Acme GmbH", "Nordlicht Studio"]);
    desk.press("<Esc>2jjjjjjs");
    assert_eq!(names(&desk), ["Acme GmbH"]);
}

#[test]
fn an_invoice_without_a_due_reminder_says_why() {
    let mut desk = Desk::open(80, 24);
    desk.press("2jjjjs");
    assert!(desk.model.send.is_none());
    let text = "No reminder is due for 2026-044. Its day comes on 3 December.";
    assert_eq!(toast(&desk), text);
}

#[test]
fn the_server_s_word_is_shown_and_kept() {
    let mut desk = Desk::open(80, 24);
    desk.press("ss");
    queued(&mut desk, 70, "2026-038");
    tick(&mut desk, "2026-11-23T09:12:10Z");
    assert!(desk.model.outbox.waiting.is_empty());
    desk.send(Msg::News(News::Progress {
        done: 0,
        total: 1,
        now: "Ola Fotograf".into(),
    }));
    let accepted = message(70, "2026-038", MessageState::Accepted);
    desk.send(Msg::News(News::Message(Box::new(accepted))));
    assert_eq!(standings(&desk)[0], &Standing::Sent(OutboxId(70)));
    assert_eq!(toast(&desk), "Sent 2026-038 to ap@ola.example.");
    desk.send(Msg::News(News::Idle));
    assert_eq!(desk.model.outbox.progress, None);
}

#[test]
fn what_only_became_a_file_is_not_called_sent() {
    let mut setup = setup(80, 24);
    setup.to_folder = true;
    setup.transport = "folder ~/outbox".into();
    let mut desk = Desk::with(setup);
    let written = message(70, "2026-038", MessageState::Accepted);
    desk.send(Msg::News(News::Message(Box::new(written))));
    let text = "Wrote 2026-038 for ap@ola.example as a file: folder ~/outbox.";
    assert_eq!(toast(&desk), text);
}

#[test]
fn refusals_and_unknown_outcomes_stay_in_sight() {
    let mut desk = Desk::open(80, 24);
    desk.press("ss");
    queued(&mut desk, 70, "2026-038");
    let refused = message(70, "2026-038", MessageState::Refused);
    desk.send(Msg::News(News::Message(Box::new(refused))));
    assert_eq!(
        standings(&desk)[0],
        &Standing::Failed("550 5.1.1 No such user".into())
    );
    assert!(
        toast(&desk).contains("550 5.1.1 No such user"),
        "{}",
        toast(&desk)
    );
    let unknown = message(71, "2026-039", MessageState::Unknown);
    desk.send(Msg::News(News::Message(Box::new(unknown))));
    assert!(toast(&desk).starts_with("Nobody can know whether 2026-039"));
}

#[test]
fn a_reminder_that_cannot_be_queued_says_why() {
    let mut desk = Desk::open(80, 24);
    desk.press("ss");
    desk.reply(Err(Failure::refused("Invoice 2026-038 is paid.")));
    assert_eq!(
        standings(&desk)[0],
        &Standing::Failed("Invoice 2026-038 is paid.".into())
    );
    assert_eq!(toast(&desk), "Invoice 2026-038 is paid.");
}

#[test]
fn quitting_asks_while_one_waits() {
    let open = || {
        let mut desk = Desk::open(80, 24);
        desk.press("ss");
        queued(&mut desk, 70, "2026-038");
        desk.done();
        desk.press("qq");
        assert_eq!(
            desk.done(),
            [],
            "the first closes the panel, the second asks"
        );
        desk
    };
    let mut desk = open();
    desk.press("<Enter>");
    assert_eq!(desk.done(), []);
    let accepted = message(70, "2026-038", MessageState::Accepted);
    desk.send(Msg::News(News::Message(Box::new(accepted))));
    assert_eq!(
        desk.done(),
        [Effect::Quit],
        "it ends when the message has gone"
    );
    let mut desk = open();
    desk.press("j<Enter>");
    assert_eq!(desk.done(), [Effect::Quit]);
    let mut desk = open();
    desk.press("jj<Enter>");
    let cancelled = message(70, "2026-038", MessageState::Cancelled);
    desk.reply(Ok(Reply::Done(Done::Message(Box::new(cancelled)))));
    assert_eq!(desk.done().last(), Some(&Effect::Quit));
    let mut desk = open();
    desk.press("jjj<Enter>");
    assert_eq!(desk.done(), []);
}

#[test]
fn the_cursor_stays_on_what_is_due_when_its_row_goes_down() {
    let mut desk = Desk::open(80, 24);
    desk.press("5j");
    let mut rows = queue();
    rows.remove(1);
    let mut held = queue().swap_remove(1);
    held.turn = crate::domain::views::Turn::Blocked;
    rows.push(held);
    crate::tui::model::screens::reminders::take(&mut desk.model, rows);
    assert_eq!(desk.model.reminders.list.cursor, 1);
    let row = desk.model.reminders.list.current().unwrap();
    assert_eq!(row.invoices[0].number, "2026-041");
}

#[test]
fn line_breaks_at_the_end_are_no_change() {
    let text = crate::tui::model::overlays::edit::Edit::new(
        Channel::Email,
        "A subject",
        "Hello,\n\nbye\n",
    );
    assert!(!text.is_changed());
}
