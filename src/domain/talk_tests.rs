use super::*;

fn talk(outcome: TalkOutcome, promised: Option<&str>, note: &str) -> NewTalk {
    NewTalk {
        client: ClientId(1),
        invoices: Vec::new(),
        on: "2026-11-24".parse().unwrap(),
        way: Way::Call,
        outcome,
        note: note.to_owned(),
        promised_on: promised.map(|day| day.parse().unwrap()),
    }
}

#[test]
fn a_promise_and_a_dispute_hold_and_nothing_else_does() {
    for outcome in TalkOutcome::ALL {
        let hold = talk(*outcome, None, "").hold();
        let expected = (*outcome == TalkOutcome::Dispute).then_some((HoldKind::Dispute, None));
        assert_eq!(hold, expected, "{outcome:?}");
    }
    let promise = talk(TalkOutcome::PaymentOnItsWay, Some("2026-12-01"), "");
    let until = "2026-12-01".parse().ok();
    assert_eq!(promise.hold(), Some((HoldKind::Promise, until)));
}

#[test]
fn the_note_is_the_reason_and_else_the_way() {
    let noted = talk(TalkOutcome::Dispute, None, " two days\nwere not ordered ");
    assert!(noted.reason().starts_with("two days"), "{}", noted.reason());
    assert_eq!(
        talk(TalkOutcome::Dispute, None, "").reason(),
        "disputed in a call"
    );
    let mut letter = talk(TalkOutcome::None, Some("2026-12-01"), "");
    letter.way = Way::Letter;
    assert_eq!(letter.reason(), "promised by letter");
}

#[test]
fn only_who_has_not_got_the_invoice_wants_it_again() {
    let again: Vec<_> = TalkOutcome::ALL
        .iter()
        .filter(|outcome| outcome.wants_invoice_again())
        .collect();
    assert_eq!(again, [&TalkOutcome::NotReceived]);
}
