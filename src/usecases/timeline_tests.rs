use super::*;
use crate::domain::ids::HoldId;
use crate::domain::party::HoldTarget;
use crate::domain::talk::{NewTalk, TalkOutcome, Way};
use crate::store::Undo;
use crate::store::fixtures::{day, empty, full, now, with_invoice};

#[test]
fn everything_that_was_said_and_heard_stands_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (client, invoice, id) = full(&mut book);
    let talk = NewTalk {
        client,
        invoices: vec![invoice],
        on: now().today,
        way: Way::Call,
        outcome: TalkOutcome::PaymentOnItsWay,
        note: "on Friday".to_owned(),
        promised_on: Some(day("2026-11-27")),
    };
    let noted = talks::add(&mut book, now(), &talk).unwrap();
    book.change(now(), Undo::Possible, |tx| {
        tx.lift_hold(noted.holds[0].id)?;
        Ok(((), "Lifted".to_owned()))
    })
    .unwrap();
    let all = of(&book, now(), "2026-001").unwrap();
    let told: Vec<_> = all
        .iter()
        .map(|moment| (moment.kind.word(), moment.text.as_str()))
        .collect();
    let has = |kind: &str, text: &str| {
        assert!(
            told.iter().any(|one| one.0 == kind && one.1.contains(text)),
            "{kind} {text}: {told:#?}"
        );
    };
    has("issued", "issued");
    has("due", "due, and not paid");
    has("payment", "paid 10.00");
    has("message", "firm reminder");
    has("skipped", "passed over");
    has("talk", "call: left on the voicemail");
    has(
        "talk",
        "call: the payment is on its way: promised to pay by 2026-11-27: on Friday",
    );
    has("hold", "pause: ill");
    has("hold", "promise until 2026-11-27: on Friday");
    has("hold_lifted", "promise lifted: on Friday");
    has("attempt", "");
    assert!(
        all.windows(2).all(|two| two[0].on <= two[1].on),
        "{told:#?}"
    );
    let tries: Vec<_> = all
        .iter()
        .filter(|one| one.kind == MomentKind::Attempt)
        .collect();
    assert!(
        tries
            .iter()
            .all(|one| one.message == Some(id) && one.at.is_some())
    );
    let view = book.view();
    let shown = events(&view, now(), &view.invoice(invoice).unwrap()).unwrap();
    assert_eq!(shown.len(), all.len() - tries.len());
}

#[test]
fn what_a_person_decided_of_a_message_stands_with_its_time() {
    for (sent, said) in [
        (true, "you said that it arrived"),
        (false, "you said that it was not sent"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut book = empty(folder.path());
        let (client, invoice) = with_invoice(&mut book);
        let new = crate::store::fixtures::message(client, "one", invoice);
        let id = book
            .change(now(), Undo::Impossible, |tx| {
                let id = tx.queue_message(&new)?;
                let guard = crate::store::Guard {
                    id,
                    attempt: 0,
                    from: &[MessageState::Queued],
                };
                tx.move_message(guard, MessageState::Unknown, "no answer", None)?;
                Ok((id, "Queued".to_owned()))
            })
            .unwrap();
        let decided = |book: &Book| {
            let all = of(book, now(), "2026-001").unwrap();
            all.into_iter().find(|one| one.text == said)
        };
        assert!(decided(&book).is_none());
        crate::usecases::outbox::resolve(&mut book, now(), id, sent).unwrap();
        let found = decided(&book).unwrap();
        assert_eq!((found.message, found.at), (Some(id), Some(now().at)));
    }
}

#[test]
fn a_promise_that_was_not_kept_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (_, invoice) = with_invoice(&mut book);
    let past = Hold {
        id: HoldId(0),
        target: HoldTarget::Invoice(invoice),
        kind: HoldKind::Promise,
        until: Some(day("2026-11-20")),
        reason: "On the phone.".to_owned(),
        set_on: day("2026-11-10"),
    };
    book.change(now(), Undo::Bulk, |tx| {
        tx.add_past_hold(&past, None)?;
        let lifted = Hold {
            kind: HoldKind::Pause,
            ..past.clone()
        };
        tx.add_past_hold(&lifted, Some(day("2026-11-22")))?;
        Ok(((), "Imported".to_owned()))
    })
    .unwrap();
    let all = of(&book, now(), "2026-001").unwrap();
    let over: Vec<_> = all
        .iter()
        .filter(|one| one.kind == MomentKind::HoldOver)
        .map(|one| (one.on, one.text.as_str()))
        .collect();
    let on = day("2026-11-20");
    assert_eq!(
        over,
        [
            (on, "the promised day passed without full payment"),
            (on, "the pause ended")
        ]
    );
    assert!(all.iter().all(|one| one.kind != MomentKind::HoldLifted));
}
