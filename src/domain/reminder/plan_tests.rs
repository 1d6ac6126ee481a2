use super::super::facts::{Fate, PastReminder};
use super::super::fixtures::{acme, client, day, hold, invoice, mail, past, stage, standard};
use super::*;
use crate::domain::currency::Currency;
use crate::domain::ids::{InvoiceId, OutboxId};
use crate::domain::money::Money;
use crate::domain::party::HoldKind;
use crate::domain::policy::{Channel, Tone, Ways, Wish};

/// The due messages in short: stage, then each invoice with its stage and what it missed.
fn due(plan: &Plan) -> Vec<String> {
    let invoices = |message: &DueMessage| -> Vec<String> {
        let each = message.invoices.iter().map(|i| {
            let missed = if i.missed.is_empty() {
                String::new()
            } else {
                format!("-{}", i.missed.join("-"))
            };
            format!("{}:{}{missed}", i.id, i.stage)
        });
        each.collect()
    };
    plan.due
        .iter()
        .map(|m| {
            format!(
                "{} {} {} [{}]",
                m.client,
                m.channel.word(),
                m.stage,
                invoices(m).join(" ")
            )
        })
        .collect()
}

fn later_of(plan: &Plan) -> Vec<String> {
    plan.later
        .iter()
        .map(|l| format!("{} {} {}: {}", l.invoice, l.stage, l.on, l.why))
        .collect()
}

fn blocked(plan: &Plan) -> Vec<String> {
    plan.blocked
        .iter()
        .map(|b| {
            let stage = b.stage.as_deref().unwrap_or("-");
            format!("{} {stage}: {}", b.invoice, b.why)
        })
        .collect()
}

const NONE: [&str; 0] = [];

/// Due on Tuesday 20 October 2026: friendly on Friday 23, firm on Friday 30, final on Tuesday
/// 10 November.
fn tuesday(id: i64) -> InvoiceFacts {
    invoice(id, 1, "2026-10-20")
}

fn delivered(name: &str, on: &str) -> PastReminder {
    let policy = standard();
    let stage = policy.stages.iter().find(|s| s.name == name).unwrap();
    past(stage, on, Fate::Delivered)
}

#[test]
fn a_stage_comes_on_its_day_and_not_before() {
    let facts = acme(vec![tuesday(1)]);
    let before = plan(&facts, day("2026-10-21"));
    assert_eq!(due(&before), NONE);
    assert_eq!(
        later_of(&before),
        ["1 friendly 2026-10-23: Stage \"friendly\" comes 3 days after the due date."]
    );
    let on = plan(&facts, day("2026-10-23"));
    assert_eq!(due(&on), ["1 email friendly [1:friendly]"]);
    let message = on.due.first().unwrap();
    assert_eq!(message.due_on, day("2026-10-23"));
    let entry = message.invoices.first().unwrap();
    assert_eq!((entry.days_late, entry.days), (3, 3));
    assert_eq!(entry.open, Money::new(10_000, Currency::EUR));
    assert!(on.later.is_empty() && on.blocked.is_empty());
}

#[test]
fn missed_stages_collapse_into_the_right_one() {
    let facts = acme(vec![tuesday(1)]);
    assert_eq!(
        due(&plan(&facts, day("2026-11-03"))),
        ["1 email firm [1:firm-friendly]"]
    );
    assert_eq!(
        due(&plan(&facts, day("2027-03-01"))),
        ["1 email final [1:final-friendly-firm]"]
    );
}

#[test]
fn a_heads_up_lapses_after_the_due_date() {
    let facts = acme(vec![invoice(1, 1, "2026-10-22")]);
    for open_day in ["2026-10-19", "2026-10-22"] {
        assert_eq!(
            due(&plan(&facts, day(open_day))),
            ["1 email heads-up [1:heads-up]"]
        );
    }
    let after = plan(&facts, day("2026-10-23"));
    assert_eq!(
        later_of(&after),
        [
            "1 friendly 2026-10-26: Stage \"friendly\" comes 3 days after the due date, or right after the weekend."
        ]
    );
    let reached = plan(&facts, day("2026-10-26"));
    assert_eq!(due(&reached), ["1 email friendly [1:friendly]"]);
}

#[test]
fn a_heads_up_that_a_weekend_moves_past_the_due_date_is_none() {
    let mut facts = acme(vec![invoice(1, 1, "2026-10-18")]);
    facts.policies[0].stages = vec![stage("heads-up", -1, Tone::HeadsUp)];
    let plan = plan(&facts, day("2026-10-16"));
    assert_eq!(
        blocked(&plan),
        [
            "1 -: No stage of policy \"standard\" is left; the next step is yours: call, or agree on a date."
        ]
    );
}

#[test]
fn nothing_goes_on_a_weekend_of_either_side() {
    let facts = acme(vec![tuesday(1)]);
    assert_eq!(
        later_of(&plan(&facts, day("2026-10-24"))),
        ["1 friendly 2026-10-26: Nothing goes on a weekend, here or at the client's."]
    );
    let mut abroad = acme(vec![tuesday(1)]);
    abroad.clients[0].country = "SA".to_owned();
    assert_eq!(
        later_of(&plan(&abroad, day("2026-10-23"))),
        [
            "1 friendly 2026-10-26: Stage \"friendly\" comes 3 days after the due date, or right after the weekend."
        ]
    );
    // On the Monday after a weekend, a stage that was reached within it is the right one.
    let saturday = acme(vec![invoice(1, 1, "2026-10-14")]);
    assert_eq!(
        later_of(&plan(&saturday, day("2026-10-24"))),
        [
            "1 firm 2026-10-26: Stage \"firm\" comes 10 days after the due date, or right after the weekend."
        ]
    );
}

#[test]
fn messages_to_a_client_keep_their_distance() {
    let mut facts = acme(vec![tuesday(1)]);
    facts.clients[0].latest = vec![mail(day("2026-10-22"))];
    let wait = "1 friendly 2026-10-27: The last message to this client went on 22 Oct 2026; 5 days lie between messages.";
    assert_eq!(later_of(&plan(&facts, day("2026-10-23"))), [wait]);
    assert_eq!(later_of(&plan(&facts, day("2026-10-26"))), [wait]);
    assert_eq!(
        due(&plan(&facts, day("2026-10-27"))),
        ["1 email friendly [1:friendly]"]
    );
    // The invoice's own history counts the same, even where the client's last day is not told.
    let mut told = tuesday(1);
    told.history = vec![delivered("friendly", "2026-10-28")];
    assert_eq!(
        later_of(&plan(&acme(vec![told]), day("2026-10-30"))),
        [
            "1 firm 2026-11-02: The last message to this client went on 28 Oct 2026; 5 days lie between messages."
        ]
    );
}

#[test]
fn one_message_lists_all_that_is_due_and_speaks_as_the_highest() {
    let mut facts = acme(vec![
        tuesday(1),
        invoice(2, 1, "2026-10-05"),
        invoice(3, 1, "2026-10-20"),
    ]);
    facts.invoices[1].history = vec![delivered("firm", "2026-10-15")];
    let plan = plan(&facts, day("2026-10-26"));
    assert_eq!(
        due(&plan),
        ["1 email final [2:final 1:friendly 3:friendly]"]
    );
    let message = plan.due.first().unwrap();
    assert_eq!(message.tone, Tone::Final);
    assert_eq!(
        message.due_on,
        day("2026-10-23"),
        "the earliest stage's day"
    );
}

#[test]
fn a_heads_up_is_never_mixed_with_what_is_late() {
    let facts = acme(vec![tuesday(1), invoice(2, 1, "2026-11-06")]);
    let today = plan(&facts, day("2026-11-03"));
    assert_eq!(due(&today), ["1 email firm [1:firm-friendly]"]);
    // Five days later the heads-up has lapsed; the friendly stage is next.
    assert_eq!(
        later_of(&today),
        ["2 friendly 2026-11-09: Stage \"friendly\" comes 3 days after the due date."]
    );
    let mut facts = acme(vec![tuesday(1), invoice(2, 1, "2026-11-10")]);
    facts.policies[0].stages[0].days = -7;
    let today = plan(&facts, day("2026-11-03"));
    assert_eq!(
        later_of(&today),
        ["2 heads-up 2026-11-09: Another message goes to this client today."]
    );
}

#[test]
fn a_heads_up_without_another_stage_can_run_out_of_time() {
    let mut facts = acme(vec![tuesday(1), invoice(2, 2, "2026-11-06")]);
    facts.clients.push(client(2, "zeta"));
    let mut quiet = standard();
    quiet.key = "quiet".to_owned();
    quiet.stages.truncate(1);
    facts.policies.push(quiet);
    facts.clients[1].policy = "quiet".to_owned();
    facts.clients[1].latest = vec![mail(day("2026-11-02"))];
    assert_eq!(
        blocked(&plan(&facts, day("2026-11-02"))),
        ["2 -: The heads-up's time passes before a message may go, and no other stage is left."]
    );
}

#[test]
fn two_channels_may_go_on_one_day_each_by_its_own_key() {
    let mut facts = acme(vec![tuesday(1), invoice(2, 1, "2026-10-26")]);
    facts.policies[0].stages[2].channel = Ways::Sms;
    let today = day("2026-11-03");
    assert_eq!(
        due(&plan(&facts, today)),
        [
            "1 sms firm [1:firm-friendly]",
            "1 email friendly [2:friendly]"
        ]
    );
    // The first has gone; the second is still of the same round.
    let mut sent = stage("firm", 10, Tone::Firm);
    sent.channel = Ways::Sms;
    facts.invoices[0].history = vec![past(&sent, "2026-11-03", Fate::Delivered)];
    let rest = plan(&facts, today);
    assert_eq!(due(&rest), ["1 email friendly [2:friendly]"]);
    // A day later the round is over, and the interval counts.
    assert_eq!(
        later_of(&plan(&facts, day("2026-11-04"))),
        [
            "2 firm 2026-11-09: The last message to this client went on 03 Nov 2026; 5 days lie between messages.",
            "1 final 2026-11-16: Another message goes to this client on 09 Nov 2026; 5 days lie between messages.",
        ]
    );
}

/// One invoice on a ladder whose firm stage goes over both channels.
fn firm_over_both() -> Facts {
    let mut facts = acme(vec![tuesday(1)]);
    facts.policies[0].stages[2].channel = Ways::Both;
    facts.invoices[0].history = vec![delivered("friendly", "2026-10-23")];
    facts
}

fn went(facts: &mut Facts, channel: Channel, on: &str, fate: Fate) {
    let mut past = past(&facts.policies[0].stages[2].clone(), on, fate);
    past.channel = channel;
    facts.invoices[0].history.push(past);
}

#[test]
fn a_stage_over_both_is_two_messages_and_the_second_half_stays_due() {
    let mut facts = firm_over_both();
    let friday = day("2026-10-30");
    let both = plan(&facts, friday);
    assert_eq!(due(&both), ["1 email firm [1:firm]", "1 sms firm [1:firm]"]);
    let ahead = plan(&facts, day("2026-10-29"));
    assert_eq!(ahead.later[0].ways, Ways::Both);
    went(&mut facts, Channel::Email, "2026-10-30", Fate::Delivered);
    let rest = plan(&facts, friday);
    assert_eq!(due(&rest), ["1 sms firm [1:firm]"]);
    assert_eq!(
        rest.due[0].why,
        "The e-mail of this stage went on 30 Oct 2026."
    );
    // Over the weekend it waits, and within the interval it goes.
    let sunday = plan(&facts, day("2026-11-01"));
    assert_eq!(
        later_of(&sunday),
        [
            "1 firm 2026-11-02: Nothing goes on a weekend, here or at the client's. The e-mail of this stage went on 30 Oct 2026."
        ]
    );
    assert_eq!(
        due(&plan(&facts, day("2026-11-03"))),
        ["1 sms firm [1:firm]"]
    );
    // Then the half that never went is over.
    assert_eq!(due(&plan(&facts, day("2026-11-04"))), NONE);
    // Both have gone: the next stage comes in its time.
    went(&mut facts, Channel::Sms, "2026-11-03", Fate::Delivered);
    assert_eq!(
        later_of(&plan(&facts, day("2026-11-03"))),
        ["1 final 2026-11-10: Stage \"final\" comes 21 days after the due date."]
    );
}

#[test]
fn a_half_that_came_to_nothing_is_said_with_what_comes_after_it() {
    let mut facts = firm_over_both();
    went(&mut facts, Channel::Email, "2026-10-30", Fate::Delivered);
    let said = "The SMS of firm never went.";
    let before = plan(&facts, day("2026-11-03"));
    assert!(!before.due[0].why.contains(said), "{}", before.due[0].why);
    let rests = plan(&facts, day("2026-11-04"));
    assert_eq!(
        later_of(&rests),
        [
            "1 final 2026-11-10: Stage \"final\" comes 21 days after the due date. The SMS of firm never went."
        ]
    );
    let next = plan(&facts, day("2026-11-10"));
    assert_eq!(next.due[0].why, said);
    // A refused half is over at once.
    let fate = Fate::Refused {
        message: OutboxId(8),
        recipients: facts.clients[0].phones.clone(),
        why: "no such number".to_owned(),
    };
    went(&mut facts, Channel::Sms, "2026-10-30", fate);
    let refused = plan(&facts, day("2026-11-03"));
    assert!(refused.later[0].why.contains(said), "{refused:?}");
    // Where the ladder has ended, it stands before its words.
    facts.policies[0].stages[3].enabled = false;
    let ended = plan(&facts, day("2026-11-10"));
    assert_eq!(ended.blocked[0].reason, BlockReason::LadderEnded);
    assert!(ended.blocked[0].why.starts_with(said), "{ended:?}");
    facts.policies[0].cap = 1;
    let capped = plan(&facts, day("2026-11-10"));
    assert_eq!(capped.blocked[0].reason, BlockReason::CapReached);
    assert!(capped.blocked[0].why.starts_with(said), "{capped:?}");
    // Who has no number cannot miss a text message.
    facts.clients[0].phones.clear();
    let without = plan(&facts, day("2026-11-10"));
    assert!(!without.blocked[0].why.contains(said), "{without:?}");
}

#[test]
fn a_later_stage_takes_over_from_a_half() {
    let mut facts = firm_over_both();
    facts.policies[0].stages[3].days = 13;
    went(&mut facts, Channel::Sms, "2026-10-30", Fate::Delivered);
    assert_eq!(
        due(&plan(&facts, day("2026-10-30"))),
        ["1 email firm [1:firm]"]
    );
    // "final" is reached on Monday 2 November and goes after the interval; "firm" is over.
    let monday = plan(&facts, day("2026-11-02"));
    assert_eq!(due(&monday), NONE);
    assert_eq!(monday.later[0].on, day("2026-11-04"));
}

#[test]
fn a_half_does_not_wait_for_the_other_but_the_next_stage_does() {
    let message = OutboxId(7);
    for fate in [Fate::Waiting { message }, Fate::Unknown { message }] {
        let mut facts = firm_over_both();
        went(&mut facts, Channel::Email, "2026-10-30", fate.clone());
        assert_eq!(
            due(&plan(&facts, day("2026-11-02"))),
            ["1 sms firm [1:firm]"]
        );
        went(&mut facts, Channel::Sms, "2026-11-02", Fate::Delivered);
        let next = plan(&facts, day("2026-11-10"));
        assert_eq!((due(&next).len(), next.blocked.len()), (0, 1));
    }
    // A hold rests both halves, and a stage that was passed over owes nothing.
    let mut facts = firm_over_both();
    went(&mut facts, Channel::Email, "2026-10-30", Fate::Delivered);
    facts.invoices[0].holds = vec![hold(HoldKind::Dispute, None)];
    assert!(matches!(
        plan(&facts, day("2026-11-02")).blocked[0].reason,
        BlockReason::Held(_)
    ));
    facts.invoices[0].holds.clear();
    went(&mut facts, Channel::Sms, "2026-10-30", Fate::Skipped);
    assert_eq!(due(&plan(&facts, day("2026-11-02"))), NONE);
}

#[test]
fn the_cap_counts_stages_and_not_messages() {
    let mut facts = firm_over_both();
    facts.policies[0].cap = 2;
    went(&mut facts, Channel::Email, "2026-10-30", Fate::Delivered);
    assert_eq!(
        due(&plan(&facts, day("2026-10-30"))),
        ["1 sms firm [1:firm]"]
    );
    went(&mut facts, Channel::Sms, "2026-10-30", Fate::Delivered);
    assert_eq!(
        plan(&facts, day("2026-10-30")).blocked[0].reason,
        BlockReason::CapReached
    );
    facts.policies[0].cap = 3;
    assert_eq!(
        due(&plan(&facts, day("2026-11-10"))),
        ["1 email final [1:final]"]
    );
}

#[test]
fn the_clients_wish_wins_over_the_stage() {
    let mut facts = firm_over_both();
    let friday = day("2026-10-30");
    facts.clients[0].wish = Wish::Sms;
    assert_eq!(due(&plan(&facts, friday)), ["1 sms firm [1:firm]"]);
    facts.clients[0].wish = Wish::Email;
    assert_eq!(due(&plan(&facts, friday)), ["1 email firm [1:firm]"]);
    // Another wish after the stage went makes no second message of it.
    went(&mut facts, Channel::Email, "2026-10-30", Fate::Delivered);
    facts.clients[0].wish = Wish::Sms;
    assert_eq!(due(&plan(&facts, day("2026-11-02"))), NONE);
}

#[test]
fn what_can_go_goes_and_says_what_cannot() {
    let mut facts = firm_over_both();
    let friday = day("2026-10-30");
    facts.clients[0].phones.clear();
    let mail = plan(&facts, friday);
    assert_eq!(due(&mail), ["1 email firm [1:firm]"]);
    assert_eq!(
        mail.due[0].why,
        "Nothing goes by SMS: acme GmbH has no phone number to write to; add one with e in Clients or `payme client edit acme`."
    );
    facts.clients[0].phones = vec!["+49405550100".to_owned()];
    facts.clients[0].no_sms = "STOP on 3 Oct".to_owned();
    assert_eq!(
        plan(&facts, friday).due[0].why,
        "Nothing goes by SMS: acme GmbH wants no SMS (\"STOP on 3 Oct\"); let it go by e-mail with `payme client edit acme --channel email`."
    );
    facts.clients[0].emails.clear();
    let none = plan(&facts, friday);
    assert_eq!(
        none.blocked[0].reason,
        BlockReason::NoAddress(Channel::Email)
    );
    assert_eq!(
        blocked(&none),
        [
            "1 firm: acme GmbH has no e-mail address to write to; add one with e in Clients or `payme client edit acme`, or call. acme GmbH wants no SMS (\"STOP on 3 Oct\"); let it go by e-mail with `payme client edit acme --channel email`, or call."
        ]
    );
    facts.clients[0].wish = Wish::Sms;
    assert_eq!(plan(&facts, friday).blocked[0].reason, BlockReason::NoSms);
}

#[test]
fn a_heads_up_over_both_gives_way_as_a_whole() {
    let mut facts = acme(vec![tuesday(1), invoice(2, 1, "2026-11-06")]);
    facts.policies[0].stages[0].channel = Ways::Both;
    let today = day("2026-11-03");
    assert_eq!(
        due(&plan(&facts, today)),
        ["1 email firm [1:firm-friendly]"]
    );
    facts.invoices[0].holds = vec![hold(HoldKind::Dispute, None)];
    assert_eq!(
        due(&plan(&facts, today)),
        [
            "1 email heads-up [2:heads-up]",
            "1 sms heads-up [2:heads-up]"
        ]
    );
}

#[test]
fn the_cap_and_the_end_of_the_ladder_leave_it_to_the_user() {
    let mut one = tuesday(1);
    one.history = vec![
        delivered("friendly", "2026-10-23"),
        delivered("firm", "2026-10-30"),
    ];
    let mut facts = acme(vec![one]);
    facts.policies[0].cap = 2;
    let capped = plan(&facts, day("2026-11-10"));
    assert_eq!(
        blocked(&capped),
        ["1 -: 2 reminders have gone; the next step is yours: call, or agree on a date."]
    );
    assert_eq!(capped.blocked[0].reason, BlockReason::CapReached);
    facts.policies[0].cap = 4;
    facts.invoices[0]
        .history
        .push(delivered("final", "2026-11-10"));
    let ended = plan(&facts, day("2026-11-20"));
    assert_eq!(ended.blocked[0].reason, BlockReason::LadderEnded);
    assert_eq!(
        blocked(&ended),
        [
            "1 -: Every stage of policy \"standard\" has gone; the next step is yours: call, or agree on a date."
        ]
    );
}

#[test]
fn a_skipped_stage_is_over_but_counts_for_nothing_else() {
    let policy = standard();
    let mut one = tuesday(1);
    one.history = vec![past(&policy.stages[1], "2026-10-30", Fate::Skipped)];
    let mut facts = acme(vec![one]);
    facts.policies[0].cap = 1;
    assert_eq!(
        due(&plan(&facts, day("2026-10-30"))),
        ["1 email firm [1:firm]"]
    );
}

#[test]
fn a_stage_that_is_off_or_gone_under_its_name_is_never_planned() {
    let mut facts = acme(vec![tuesday(1)]);
    facts.policies[0].stages[1].enabled = false;
    assert_eq!(
        later_of(&plan(&facts, day("2026-10-23"))),
        ["1 firm 2026-10-30: Stage \"firm\" comes 10 days after the due date."]
    );
    // A stage that was only renamed after it went is not repeated either.
    facts.invoices[0].history = vec![delivered("firm", "2026-10-30")];
    facts.policies[0].stages[2].name = "second".to_owned();
    assert_eq!(
        due(&plan(&facts, day("2026-11-10"))),
        ["1 email final [1:final]"]
    );
    facts.policies[0].stages[2].name = "firm".to_owned();
    // The policy was changed after "firm" went: it now stands later, and is still not repeated.
    facts.invoices[0].history = vec![delivered("firm", "2026-10-30")];
    facts.policies[0].stages[2].days = 15;
    assert_eq!(
        due(&plan(&facts, day("2026-11-10"))),
        ["1 email final [1:final]"]
    );
}

#[test]
fn holds_rest_an_invoice_or_a_client_through_their_last_day() {
    let mut facts = acme(vec![tuesday(1), invoice(2, 1, "2026-10-21")]);
    facts.invoices[0].holds = vec![hold(HoldKind::Promise, Some("2026-10-30"))];
    let on = plan(&facts, day("2026-10-30"));
    assert_eq!(due(&on), ["1 email friendly [2:friendly]"]);
    assert_eq!(
        blocked(&on),
        [
            "1 firm: Promised to be paid by 30 Oct 2026 (\"by phone\"); record the payment when it comes."
        ]
    );
    assert_eq!(
        due(&plan(&facts, day("2026-11-02"))),
        ["1 email firm [1:firm-friendly 2:firm-friendly]"]
    );
    facts.clients[0].holds = vec![hold(HoldKind::Dispute, None)];
    let disputed = plan(&facts, day("2026-11-02"));
    assert_eq!(due(&disputed), NONE);
    assert_eq!(
        blocked(&disputed),
        [
            "1 firm: Disputed (\"by phone\"); lift the hold when it is settled.",
            "2 firm: Disputed (\"by phone\"); lift the hold when it is settled."
        ]
    );
}

#[test]
fn a_message_on_its_way_or_unknown_blocks_its_invoice() {
    let friendly = stage("friendly", 3, Tone::Friendly);
    let message = OutboxId(7);
    let mut facts = acme(vec![tuesday(1)]);
    facts.invoices[0].history = vec![past(&friendly, "2026-10-23", Fate::Waiting { message })];
    let waiting = plan(&facts, day("2026-11-03"));
    assert_eq!(waiting.blocked[0].reason, BlockReason::Waiting(message));
    assert_eq!(
        blocked(&waiting),
        ["1 firm: Message 7 about it waits in the outbox."]
    );
    assert_eq!((waiting.due.len(), waiting.later.len()), (0, 0));
    // Another invoice of the client goes without it.
    facts.invoices.push(invoice(2, 1, "2026-10-21"));
    assert_eq!(
        due(&plan(&facts, day("2026-11-03"))),
        ["1 email firm [2:firm-friendly]"]
    );
    facts.invoices.truncate(1);
    facts.invoices[0].history = vec![past(&friendly, "2026-10-23", Fate::Unknown { message })];
    let unknown = plan(&facts, day("2026-11-03"));
    assert_eq!(unknown.blocked[0].reason, BlockReason::Unknown(message));
    assert_eq!((unknown.due.len(), unknown.later.len()), (0, 0));
}

#[test]
fn a_refused_message_blocks_until_the_address_changes() {
    let friendly = stage("friendly", 3, Tone::Friendly);
    let message = OutboxId(7);
    let fate = Fate::Refused {
        message,
        recipients: vec!["AP@acme.example ".to_owned()],
        why: "550 no such user".to_owned(),
    };
    let mut facts = acme(vec![tuesday(1)]);
    facts.invoices[0].history = vec![past(&friendly, "2026-10-23", fate)];
    let refused = plan(&facts, day("2026-10-26"));
    assert_eq!(refused.blocked[0].reason, BlockReason::Refused(message));
    assert_eq!(
        blocked(&refused),
        [
            "1 friendly: Message 7 was refused (\"550 no such user\"); correct the address of acme GmbH, or change the text and send it anew."
        ]
    );
    // It neither counts as gone nor for the interval once the address is another.
    facts.clients[0].emails = vec!["billing@acme.example".to_owned()];
    assert_eq!(
        due(&plan(&facts, day("2026-10-26"))),
        ["1 email friendly [1:friendly]"]
    );
    // A later message that was accepted settles it.
    facts.clients[0].emails = vec!["ap@acme.example".to_owned()];
    facts.invoices[0]
        .history
        .push(delivered("friendly", "2026-10-26"));
    assert_eq!(
        due(&plan(&facts, day("2026-11-02"))),
        ["1 email firm [1:firm]"]
    );
}

#[test]
fn without_an_address_it_is_blocked_for_that_channel_only() {
    let mut facts = acme(vec![tuesday(1)]);
    facts.policies[0].stages[1].channel = Ways::Sms;
    facts.clients[0].phones = vec![" ".to_owned()];
    for today in ["2026-10-21", "2026-10-23"] {
        let plan = plan(&facts, day(today));
        assert_eq!(
            blocked(&plan),
            [
                "1 friendly: acme GmbH has no phone number to write to; add one with e in Clients or `payme client edit acme`, or call."
            ]
        );
        let reason = &plan.blocked[0].reason;
        assert_eq!(*reason, BlockReason::NoAddress(Channel::Sms));
    }
    assert_eq!(
        due(&plan(&facts, day("2026-10-30"))),
        ["1 email firm [1:firm-friendly]"]
    );
}

#[test]
fn little_money_and_missing_policies_are_blocked_with_their_reason() {
    let mut facts = acme(vec![tuesday(1), invoice(2, 2, "2026-10-20")]);
    facts.clients.push(client(2, "zeta"));
    facts.clients[1].policy = "strict".to_owned();
    facts.policies[0].minimum = 101.into();
    facts.invoices.push(invoice(3, 99, "2026-10-20"));
    let plan = plan(&facts, day("2026-11-03"));
    assert_eq!(due(&plan), NONE);
    assert_eq!(
        blocked(&plan),
        [
            "3 -: The client of this invoice is not in the book; run `payme db check`.",
            "1 firm: 100.00 EUR is less than the minimum of policy \"standard\" (101); write to the client yourself.",
            "2 -: Policy \"strict\" of zeta GmbH is not in the book; choose another for the client.",
        ]
    );
}

#[test]
fn only_issued_invoices_with_an_open_balance_count() {
    let mut facts = acme(vec![tuesday(1), tuesday(2), tuesday(3)]);
    facts.invoices[0].issued = false;
    facts.invoices[1].open = Money::zero(Currency::EUR);
    facts.invoices[2].open = Money::new(-1, Currency::EUR);
    assert_eq!(plan(&facts, day("2026-11-03")), Plan::default());
}

#[test]
fn the_most_urgent_comes_first_whatever_the_order_of_the_facts() {
    let mut facts = acme(vec![
        invoice(1, 1, "2026-10-20"),
        invoice(2, 2, "2026-10-05"),
        invoice(3, 3, "2026-10-20"),
        invoice(4, 3, "2027-01-04"),
        invoice(5, 1, "2026-12-04"),
    ]);
    facts.clients.push(client(2, "zeta"));
    facts.clients.push(client(3, "aura"));
    let first = plan(&facts, day("2026-11-03"));
    assert_eq!(
        due(&first),
        [
            "2 email final [2:final-friendly-firm]",
            "1 email firm [1:firm-friendly]",
            "3 email firm [3:firm-friendly]"
        ]
    );
    let later: Vec<InvoiceId> = first.later.iter().map(|l| l.invoice).collect();
    assert_eq!(later, [InvoiceId(5), InvoiceId(4)]);
    facts.invoices.reverse();
    facts.clients.reverse();
    assert_eq!(plan(&facts, day("2026-11-03")), first);
}

#[test]
fn a_simulation_walks_up_the_ladder() {
    let facts = acme(vec![tuesday(1), invoice(2, 1, "2026-10-26")]);
    let days = simulate(&facts, day("2026-10-19"), day("2026-12-31")).unwrap();
    let short: Vec<String> = days
        .iter()
        .map(|(on, m)| {
            let invoices: Vec<String> = m
                .invoices
                .iter()
                .map(|i| format!("{}:{}", i.id, i.stage))
                .collect();
            format!("{on} {} [{}]", m.stage, invoices.join(" "))
        })
        .collect();
    assert_eq!(
        short,
        [
            "2026-10-19 heads-up [1:heads-up]",
            "2026-10-26 friendly [1:friendly]",
            "2026-11-02 firm [1:firm 2:friendly]",
            "2026-11-09 firm [2:firm]",
            "2026-11-16 final [1:final 2:final]",
        ]
    );
}

#[test]
fn a_simulation_waits_for_the_end_of_a_hold() {
    let mut facts = acme(vec![tuesday(1)]);
    facts.invoices[0].holds = vec![hold(HoldKind::Promise, Some("2026-10-30"))];
    let days = simulate(&facts, day("2026-10-23"), day("2026-11-09")).unwrap();
    let on: Vec<NaiveDate> = days.iter().map(|(on, _)| *on).collect();
    assert_eq!(on, [day("2026-11-02")]);
    facts.invoices[0].holds = vec![hold(HoldKind::Pause, None)];
    let days = simulate(&facts, day("2026-10-23"), day("2027-11-09")).unwrap();
    assert_eq!(days, []);
}

#[test]
fn a_simulation_has_a_beginning_and_an_end() {
    let facts = acme(vec![]);
    let error = simulate(&facts, day("2026-10-23"), day("2026-10-22")).unwrap_err();
    assert_eq!(
        error.message(),
        "The simulation ends on 2026-10-22, before 2026-10-23."
    );
    assert!(simulate(&facts, day("2026-10-23"), day("2029-10-23")).is_ok());
    assert!(simulate(&facts, day("2026-10-23"), day("2029-11-23")).is_err());
}

#[test]
fn dates_at_the_end_of_the_calendar_do_no_harm() {
    let mut facts = acme(vec![tuesday(1), tuesday(2)]);
    facts.invoices[0].due_on = NaiveDate::MAX;
    facts.invoices[1].due_on = NaiveDate::MIN;
    let plan = plan(&facts, day("2026-11-03"));
    assert_eq!(due(&plan), ["1 email final [2:final-friendly-firm]"]);
    assert_eq!(plan.later.len() + plan.blocked.len(), 1);
}
