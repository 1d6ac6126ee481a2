use super::super::fixtures::{acme, day, hold, invoice, past, standard};
use super::super::plan::plan;
use super::*;
use crate::domain::currency::Currency;
use crate::domain::ids::InvoiceId;
use crate::domain::policy::Channel;
use crate::domain::reminder::{Facts, Plan};

/// Two invoices of one client and one of another; a hold on the second rests until 30 October.
fn held(kind: HoldKind) -> Facts {
    let mut facts = acme(vec![
        invoice(1, 1, "2026-10-05"),
        invoice(2, 2, "2026-10-20"),
    ]);
    facts
        .clients
        .push(super::super::fixtures::client(2, "zeta"));
    let mut hold = hold(kind, Some("2026-10-30"));
    hold.set_on = day("2026-10-22");
    hold.reason = "ill.".to_owned();
    facts.invoices[1].holds = vec![hold];
    facts
}

fn due(plan: &Plan) -> Vec<(i64, &str)> {
    plan.due
        .iter()
        .map(|m| (m.invoices[0].id.0, m.why.as_str()))
        .collect()
}

fn euros(amount: i64) -> Money {
    Money::new(amount * 100, Currency::EUR)
}

#[test]
fn an_invoice_of_a_later_day_does_not_come_back_from_a_hold_before_it() {
    let monday = day("2026-11-02");
    for kind in [HoldKind::Pause, HoldKind::Dispute, HoldKind::Promise] {
        let mut facts = held(kind);
        let rests = facts.invoices[1].holds.remove(0);
        facts.clients[1].holds = vec![rests];
        facts.invoices[1].issued_on = Some(day("2026-10-10"));
        let there = plan(&facts, monday);
        assert!(there.due[0].returned.is_some(), "{kind:?}");
        facts.invoices[1].issued_on = Some(day("2026-10-23"));
        let later = plan(&facts, monday);
        assert!(
            later.due.iter().all(|due| due.returned.is_none()),
            "{kind:?}"
        );
    }
}

#[test]
fn what_comes_back_stands_first_with_its_reason() {
    let monday = day("2026-11-02");
    let mut facts = held(HoldKind::Promise);
    let back = plan(&facts, monday);
    assert_eq!(
        due(&back),
        [
            (2, "Promised to pay by 30 Oct 2026: nothing came."),
            (1, "")
        ]
    );
    let returned = back.due[0].returned.as_ref().unwrap();
    assert_eq!(
        (returned.kind, returned.until),
        (HoldKind::Promise, day("2026-10-30"))
    );
    assert_eq!(back.due[1].returned, None);
    // While it rests it does not come back.
    assert_eq!(plan(&facts, day("2026-10-30")).blocked[0].returned, None);
    facts.invoices[1].paid = vec![
        (day("2026-10-20"), euros(10)),
        (day("2026-10-29"), euros(30)),
    ];
    facts.invoices[1].open = euros(70);
    assert_eq!(
        due(&plan(&facts, monday))[0].1,
        "Promised to pay by 30 Oct 2026: 30.00 EUR came, 70.00 EUR is open."
    );
    assert_eq!(
        due(&plan(&held(HoldKind::Pause), monday))[0].1,
        "Was on hold until 30 Oct 2026: ill."
    );
    assert_eq!(
        due(&plan(&held(HoldKind::Dispute), monday))[0].1,
        "Was disputed until 30 Oct 2026: ill."
    );
}

#[test]
fn a_message_or_a_payment_since_answers_it() {
    let monday = day("2026-11-02");
    let firm = &standard().stages[2];
    for (on, comes) in [("2026-10-30", true), ("2026-11-02", false)] {
        for fate in [Fate::Delivered, Fate::Skipped] {
            let mut facts = held(HoldKind::Pause);
            facts.invoices[1].history = vec![past(firm, on, fate)];
            let plan = plan(&facts, monday);
            let later = plan
                .later
                .iter()
                .find(|l| l.invoice == InvoiceId(2))
                .unwrap();
            assert_eq!(later.returned.is_some(), comes, "{on}");
        }
    }
    let mut facts = held(HoldKind::Pause);
    facts.invoices[1].paid = vec![(day("2026-11-01"), euros(30))];
    assert_eq!(due(&plan(&facts, monday))[1], (2, ""));
}

#[test]
fn the_newest_hold_counts_and_a_later_bill_was_not_promised() {
    let monday = day("2026-11-02");
    let mut facts = held(HoldKind::Promise);
    let mut newer = hold(HoldKind::Dispute, None);
    newer.set_on = day("2026-10-31");
    facts.invoices[1].holds.push(newer);
    let blocked = plan(&facts, monday).blocked;
    assert_eq!(blocked[0].returned, None);
    let mut facts = held(HoldKind::Promise);
    facts.clients[1].holds = facts.invoices[1].holds.drain(..).collect();
    assert!(plan(&facts, monday).due[0].returned.is_some());
    facts.invoices[1].issued_on = Some(day("2026-10-23"));
    assert!(
        plan(&facts, monday)
            .due
            .iter()
            .all(|m| m.returned.is_none())
    );
}

#[test]
fn one_message_names_the_invoice_that_comes_back() {
    let mut facts = held(HoldKind::Promise);
    facts.invoices[1].client = facts.invoices[0].client;
    let both = plan(&facts, day("2026-11-02"));
    assert_eq!(
        due(&both),
        [(1, "2026-002: Promised to pay by 30 Oct 2026: nothing came.")]
    );
    assert_eq!(both.due[0].channel, Channel::Email);
    // A blocked one says it before its own reason.
    facts.clients[0].emails.clear();
    let blocked = plan(&facts, day("2026-11-02")).blocked;
    assert!(
        blocked[1]
            .why
            .starts_with("Promised to pay by 30 Oct 2026: nothing came. acme")
    );
}
