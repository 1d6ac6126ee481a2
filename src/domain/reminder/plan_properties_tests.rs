//! Properties of the planner over random books and random patterns of the days on which it runs.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::super::facts::{Facts, Fate, PastMessage, PastReminder, Plan};
use super::super::fixtures::{acme, client, day, hold, invoice, mail};
use super::super::reference::{self, Due};
use super::{plan, simulate};
use crate::domain::currency::Currency;
use crate::domain::ids::{ClientId, InvoiceId, OutboxId};
use crate::domain::money::Money;
use crate::domain::party::HoldKind;
use crate::domain::policy::{Channel, Policy, Stage, Tone, Ways, Wish, check};

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(2026),
        ..ProptestConfig::with_cases(cases)
    }
}

/// What happens between two runs, and what becomes of the messages of a run.
#[derive(Clone, Debug)]
enum Step {
    /// The program runs; each message that is due meets one of the ends, in turn.
    Run(Vec<End>),
    /// Days pass without a run.
    Pass(i64),
    Pay(usize),
    Void(usize),
    HoldInvoice(usize, i64),
    HoldClient(usize, i64),
    Skip(usize),
    NewAddress(usize),
    NewWish(usize, Wish),
    NoSms(usize),
    /// A person decides every unknown, and what waits is delivered.
    Settle,
}

#[derive(Clone, Copy, Debug)]
enum End {
    Delivered,
    Waiting,
    Unknown,
    Refused,
    /// The user does not send it today.
    Left,
}

fn end() -> impl Strategy<Value = End> {
    prop_oneof![
        8 => Just(End::Delivered),
        2 => Just(End::Waiting),
        1 => Just(End::Unknown),
        1 => Just(End::Refused),
        2 => Just(End::Left),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => prop::collection::vec(end(), 1..4).prop_map(Step::Run),
        6 => (1_i64..9).prop_map(Step::Pass),
        1 => (0_usize..8).prop_map(Step::Pay),
        1 => (0_usize..8).prop_map(Step::Void),
        1 => (0_usize..8, 0_i64..20).prop_map(|(i, d)| Step::HoldInvoice(i, d)),
        1 => (0_usize..3, 0_i64..20).prop_map(|(i, d)| Step::HoldClient(i, d)),
        1 => (0_usize..8).prop_map(Step::Skip),
        1 => (0_usize..3).prop_map(Step::NewAddress),
        1 => (0_usize..3, wish()).prop_map(|(i, w)| Step::NewWish(i, w)),
        1 => (0_usize..3).prop_map(Step::NoSms),
        2 => Just(Step::Settle),
    ]
}

/// A policy that passes its own check: days rise, and so do tones.
fn policy() -> impl Strategy<Value = Policy> {
    let rung = (1_i64..12, 0_usize..3, prop::bool::weighted(0.85), ways());
    let rungs = prop::collection::vec(rung, 0..5);
    let heads_ups = prop::collection::vec((1_i64..9, prop::bool::weighted(0.7), ways()), 0..3);
    (heads_ups, rungs, 1_i64..10, 1_i64..6, 0_i64..2).prop_map(
        |(heads_ups, rungs, interval_days, cap, minimum)| {
            let mut stages: Vec<Stage> = Vec::new();
            let mut days = 1;
            for (gap, enabled, ways) in heads_ups {
                days -= gap;
                stages.insert(0, rung_of("before", days, Tone::HeadsUp, enabled, ways));
            }
            let mut days = 0;
            let mut tone = 1;
            for (gap, rise, enabled, ways) in rungs {
                days += gap;
                tone = Tone::ALL.len().min(tone + rise.min(1));
                let tone = Tone::ALL[tone.min(3)];
                stages.push(rung_of("after", days, tone, enabled, ways));
            }
            Policy {
                interval_days,
                cap,
                minimum: (minimum * 60).into(),
                stages,
                ..super::super::fixtures::standard()
            }
        },
    )
}

fn rung_of(word: &str, days: i64, tone: Tone, enabled: bool, channel: Ways) -> Stage {
    Stage {
        name: format!("{word} {days}"),
        days,
        tone,
        channel,
        enabled,
        interest: false,
        unattended: false,
    }
}

fn ways() -> impl Strategy<Value = Ways> {
    prop_oneof![4 => Just(Ways::Email), 1 => Just(Ways::Sms), 4 => Just(Ways::Both)]
}

fn wish() -> impl Strategy<Value = Wish> {
    prop_oneof![
        6 => Just(Wish::Policy),
        1 => Just(Wish::Email),
        1 => Just(Wish::Sms),
        2 => Just(Wish::Both),
    ]
}

fn country() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["DE", "SA", "IR", "AF", ""]).prop_map(str::to_owned)
}

/// A book of up to three clients and eight invoices that fall due within five weeks.
fn book() -> impl Strategy<Value = Facts> {
    let side = (
        country(),
        prop::bool::weighted(0.8),
        prop::option::of(0_i64..6),
        wish(),
        prop::bool::weighted(0.1),
    );
    let bill = (
        0_i64..3,
        0_i64..35,
        1_i64..20_000,
        prop::bool::weighted(0.9),
    );
    (
        policy(),
        country(),
        prop::collection::vec(side, 3),
        prop::collection::vec(bill, 1..9),
    )
        .prop_map(|(policy, own_country, sides, bills)| {
            let clients = sides.into_iter().zip(["c", "a", "b"]);
            let clients = (0..).zip(clients);
            let clients = clients.map(|(at, ((country, has_phone, last, wish, stop), key))| {
                let mut client = client(at, key);
                client.country = country;
                if !has_phone {
                    client.phones.clear();
                }
                let last = last.map(|ago| mail(start() - TimeDelta::days(ago)));
                client.latest = last.into_iter().collect();
                client.wish = wish;
                if stop {
                    client.no_sms = "STOP".to_owned();
                }
                client
            });
            let invoices = (0..).zip(bills).map(|(at, (of, due, open, issued))| {
                let mut invoice = invoice(at, of, "2026-10-20");
                invoice.due_on += TimeDelta::days(due);
                invoice.open = Money::new(open, Currency::EUR);
                invoice.issued = issued;
                invoice
            });
            Facts {
                own_country,
                policies: vec![policy],
                clients: clients.collect(),
                invoices: invoices.collect(),
            }
        })
}

fn start() -> NaiveDate {
    day("2026-10-15")
}

fn shape(plan: &Plan) -> Due {
    let mut due = Due::new();
    for message in &plan.due {
        let stages = message.invoices.iter().map(|i| (i.id, i.stage.clone()));
        due.entry((message.client, message.channel))
            .or_default()
            .extend(stages);
    }
    due
}

/// What holds for the plan of any day.
fn hold_true(facts: &Facts, today: NaiveDate) -> Result<Plan, TestCaseError> {
    let plan = plan(facts, today);
    let due: BTreeSet<(InvoiceId, &str)> = plan
        .due
        .iter()
        .flat_map(|m| &m.invoices)
        .map(|i| (i.id, i.stage.as_str()))
        .collect();
    let mut listed: Vec<InvoiceId> = due.iter().map(|(id, _)| *id).collect();
    listed.extend(plan.later.iter().map(|l| l.invoice));
    listed.extend(plan.blocked.iter().map(|b| b.invoice));
    listed.sort_unstable();
    let counted = facts.invoices.iter().filter(|i| reference::counts(i));
    let counted: Vec<InvoiceId> = counted.map(|i| i.id).collect();
    prop_assert_eq!(
        &listed,
        &counted,
        "each open invoice is listed exactly once, however many messages its stage is"
    );
    let messages: BTreeSet<(ClientId, Channel)> =
        plan.due.iter().map(|m| (m.client, m.channel)).collect();
    prop_assert_eq!(messages.len(), plan.due.len(), "one message a channel");
    prop_assert_eq!(shape(&plan), reference::due(facts, today));

    for message in &plan.due {
        let client = facts
            .clients
            .iter()
            .find(|c| c.id == message.client)
            .unwrap();
        prop_assert!(reference::may_write(facts, client, today));
        let tones: BTreeSet<bool> = message
            .invoices
            .iter()
            .map(|i| i.tone == Tone::HeadsUp)
            .collect();
        prop_assert_eq!(tones.len(), 1, "a heads-up goes alone");
        let highest = message
            .invoices
            .iter()
            .map(|i| (i.tone, i.days))
            .max()
            .unwrap();
        prop_assert_eq!(highest.0, message.tone);
        let first = message.invoices.iter().map(|i| i.stage_on).min();
        prop_assert_eq!(first, Some(message.due_on));
        for entry in &message.invoices {
            prop_assert!(entry.stage_on <= today);
            prop_assert_eq!(entry.days_late, (today - entry.due_on).num_days());
            prop_assert!(!entry.missed.contains(&entry.stage));
        }
    }
    for later in &plan.later {
        let client = facts.clients.iter().find(|c| c.id == later.client).unwrap();
        prop_assert!(later.on > today && reference::may_write(facts, client, later.on));
        prop_assert!(later.why.ends_with('.'));
    }
    prop_assert!(plan.blocked.iter().all(|b| b.why.ends_with('.')));
    nothing_is_lost(facts, today, &plan)?;
    Ok(plan)
}

/// On a day on which a client may be written to, the latest stage that was reached goes, however
/// many days the program did not run, unless something blocks it.
fn nothing_is_lost(facts: &Facts, today: NaiveDate, plan: &Plan) -> Result<(), TestCaseError> {
    let due = shape(plan);
    for client in &facts.clients {
        let own = facts.invoices.iter().filter(|i| i.client == client.id);
        for invoice in own.filter(|i| reference::counts(i)) {
            let Some(stage) = reference::reached(facts, client, invoice, today) else {
                continue;
            };
            let every = BTreeSet::from([Channel::Email, Channel::Sms]);
            if stage.tone == Tone::HeadsUp
                || reference::is_blocked(facts, client, invoice, today)
                || !reference::is_rested(facts, client, &every, today)
            {
                continue;
            }
            for channel in reference::reachable(client, invoice, stage) {
                let message = due.get(&(client.id, channel));
                let listed = message.and_then(|m| m.get(&invoice.id));
                prop_assert_eq!(listed, Some(&stage.name));
            }
        }
    }
    Ok(())
}

/// A message that really left, for the checks over a whole history.
#[derive(Clone, Debug)]
struct Sent {
    on: NaiveDate,
    client: ClientId,
    channel: Channel,
    invoices: Vec<(InvoiceId, String, (Tone, i64))>,
}

/// A book and its days as the steps leave them.
struct World {
    facts: Facts,
    today: NaiveDate,
    next_message: i64,
    sent: Vec<Sent>,
}

impl World {
    fn take(&mut self, step: &Step) -> Result<(), TestCaseError> {
        let until = |days: i64| (self.today + TimeDelta::days(days)).to_string();
        match step {
            Step::Run(ends) => self.run(ends)?,
            Step::Pass(days) => self.today += TimeDelta::days(*days),
            Step::Pay(at) => {
                if let Some(invoice) = self.facts.invoices.get_mut(*at) {
                    invoice.open = Money::new(invoice.open.minor() / 2, Currency::EUR);
                }
            }
            Step::Void(at) => {
                if let Some(invoice) = self.facts.invoices.get_mut(*at) {
                    invoice.issued = false;
                }
            }
            Step::HoldInvoice(at, days) => {
                let hold = hold(HoldKind::Promise, Some(&until(*days)));
                if let Some(invoice) = self.facts.invoices.get_mut(*at) {
                    invoice.holds = vec![hold];
                }
            }
            Step::HoldClient(at, days) => {
                let hold = hold(HoldKind::Pause, Some(&until(*days)));
                self.facts.clients[*at].holds = vec![hold];
            }
            Step::Skip(at) => self.skip(*at),
            Step::NewAddress(at) => {
                self.facts.clients[*at].emails = vec![format!("{}@new.example", self.today)];
            }
            Step::NewWish(at, wish) => self.facts.clients[*at].wish = *wish,
            Step::NoSms(at) => self.facts.clients[*at].no_sms = "STOP".to_owned(),
            Step::Settle => self.settle(),
        }
        Ok(())
    }

    fn run(&mut self, ends: &[End]) -> Result<(), TestCaseError> {
        let plan = hold_true(&self.facts, self.today)?;
        for (message, end) in plan.due.iter().zip(ends.iter().cycle()) {
            self.next_message += 1;
            let id = OutboxId(self.next_message);
            let at = self
                .facts
                .clients
                .iter()
                .position(|c| c.id == message.client)
                .unwrap();
            let recipients = match message.channel {
                Channel::Email => self.facts.clients[at].emails.clone(),
                Channel::Sms => self.facts.clients[at].phones.clone(),
            };
            let fate = match end {
                End::Delivered => Fate::Delivered,
                End::Waiting => Fate::Waiting { message: id },
                End::Unknown => Fate::Unknown { message: id },
                End::Refused => Fate::Refused {
                    message: id,
                    recipients,
                    why: "550 no".to_owned(),
                },
                End::Left => continue,
            };
            if !matches!(fate, Fate::Refused { .. }) {
                self.facts.clients[at].latest.push(PastMessage {
                    channel: message.channel,
                    on: self.today,
                });
                let invoices = message.invoices.iter();
                let invoices = invoices.map(|i| (i.id, i.stage.clone(), (i.tone, i.days)));
                self.sent.push(Sent {
                    on: self.today,
                    client: message.client,
                    channel: message.channel,
                    invoices: invoices.collect(),
                });
            }
            for entry in &message.invoices {
                let invoice = self
                    .facts
                    .invoices
                    .iter_mut()
                    .find(|i| i.id == entry.id)
                    .unwrap();
                invoice.history.push(PastReminder {
                    stage: entry.stage.clone(),
                    tone: entry.tone,
                    days: entry.days,
                    channel: message.channel,
                    on: self.today,
                    fate: fate.clone(),
                });
            }
        }
        Ok(())
    }

    fn skip(&mut self, at: usize) {
        let Some(invoice) = self.facts.invoices.get_mut(at) else {
            return;
        };
        let next = reference::candidates(&self.facts.policies[0], invoice);
        if let Some(stage) = next.first() {
            let skipped = PastReminder {
                stage: stage.name.clone(),
                tone: stage.tone,
                days: stage.days,
                channel: stage.channel.channels()[0],
                on: self.today,
                fate: Fate::Skipped,
            };
            invoice.history.push(skipped);
        }
    }

    fn settle(&mut self) {
        for past in self.facts.invoices.iter_mut().flat_map(|i| &mut i.history) {
            if reference::is_live(past) {
                past.fate = Fate::Delivered;
            }
        }
    }

    /// What holds for everything that left, over all days.
    fn hold_true_over_time(&self) -> Result<(), TestCaseError> {
        let interval = self.facts.policies[0].interval_days;
        for client in &self.facts.clients {
            let to_client: Vec<&Sent> =
                self.sent.iter().filter(|s| s.client == client.id).collect();
            for (at, second) in to_client.iter().enumerate() {
                for first in &to_client[..at] {
                    let apart = (second.on - first.on).num_days();
                    prop_assert!(apart > 0 || first.channel != second.channel, "one a day");
                    prop_assert!(
                        apart == 0 || apart >= interval || self.is_of_halves(second, interval),
                        "{second:?} comes too soon after {first:?}"
                    );
                }
            }
        }
        for invoice in &self.facts.invoices {
            let of_invoice = |s: &Sent| {
                let mine = s.invoices.iter().find(|(id, ..)| *id == invoice.id);
                mine.map(|(_, stage, rank)| (s.on, *rank, stage.clone(), s.channel))
            };
            let every: Vec<_> = self.sent.iter().filter_map(of_invoice).collect();
            let once: BTreeSet<_> = every.iter().map(|(_, _, stage, c)| (stage, *c)).collect();
            prop_assert_eq!(once.len(), every.len(), "never twice the same");
            let mut gone: Vec<(NaiveDate, (Tone, i64))> = Vec::new();
            for (on, rank, ..) in &every {
                match gone.last() {
                    Some((first, of)) if of == rank => {
                        prop_assert!((*on - *first).num_days() < interval, "a half in its time");
                    }
                    Some(_) | None => gone.push((*on, *rank)),
                }
            }
            for (first, second) in gone.iter().zip(gone.iter().skip(1)) {
                prop_assert!(first.1 < second.1, "stages rise");
                prop_assert!((second.0 - first.0).num_days() >= interval);
            }
            prop_assert!(i64::try_from(gone.len()).unwrap() <= self.facts.policies[0].cap);
        }
        Ok(())
    }

    /// Whether a message carries nothing but second halves of stages of the last days.
    fn is_of_halves(&self, second: &Sent, interval: i64) -> bool {
        second.invoices.iter().all(|(id, stage, _)| {
            self.sent.iter().any(|first| {
                let apart = (second.on - first.on).num_days();
                first.channel != second.channel
                    && (1..interval).contains(&apart)
                    && first.invoices.iter().any(|(i, s, _)| i == id && s == stage)
            })
        })
    }
}

/// The days that the second planner gives, one after the other, when everything is accepted.
fn by_hand(facts: &Facts, from: NaiveDate, until: NaiveDate) -> Vec<(NaiveDate, Due)> {
    let mut facts = facts.clone();
    let mut days = Vec::new();
    let mut today = from;
    while today <= until {
        let due = reference::due(&facts, today);
        if !due.is_empty() {
            for ((of, channel), invoices) in &due {
                for (id, stage) in invoices {
                    let policy = facts.policies[0].clone();
                    let stage = policy.stages.iter().find(|s| s.name == *stage).unwrap();
                    let invoice = facts.invoices.iter_mut().find(|i| i.id == *id).unwrap();
                    invoice.history.push(PastReminder {
                        stage: stage.name.clone(),
                        tone: stage.tone,
                        days: stage.days,
                        channel: *channel,
                        on: today,
                        fate: Fate::Delivered,
                    });
                }
                let client = facts.clients.iter_mut().find(|c| c.id == *of).unwrap();
                client.latest.push(PastMessage {
                    channel: *channel,
                    on: today,
                });
            }
            days.push((today, due));
        }
        // What waited in the outbox on the first day is accepted by the next.
        for past in facts.invoices.iter_mut().flat_map(|i| &mut i.history) {
            if matches!(past.fate, Fate::Waiting { .. }) {
                past.fate = Fate::Delivered;
            }
        }
        today = today.succ_opt().unwrap();
    }
    days
}

fn simulated(facts: &Facts, from: NaiveDate, until: NaiveDate) -> Vec<(NaiveDate, Due)> {
    let mut days: BTreeMap<NaiveDate, Due> = BTreeMap::new();
    for (on, message) in simulate(facts, from, until).unwrap() {
        let stages = message.invoices.iter().map(|i| (i.id, i.stage.clone()));
        let due = days.entry(on).or_default();
        due.entry((message.client, message.channel))
            .or_default()
            .extend(stages);
    }
    days.into_iter().collect()
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn the_policies_of_these_tests_are_valid(policy in policy()) {
        prop_assert!(check(&policy).is_ok(), "{:?}", check(&policy));
    }

    #[test]
    fn the_plan_keeps_its_promises_on_any_pattern_of_days(
        facts in book(),
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let mut world = World { facts, today: start(), next_message: 0, sent: Vec::new() };
        for step in &steps {
            world.take(step)?;
        }
        hold_true(&world.facts, world.today)?;
        world.hold_true_over_time()?;
    }

    #[test]
    fn a_simulation_is_the_plan_of_each_day(
        facts in book(),
        steps in prop::collection::vec(step(), 0..20),
    ) {
        let mut world = World { facts, today: start(), next_message: 0, sent: Vec::new() };
        for step in &steps {
            world.take(step)?;
        }
        let until = world.today + TimeDelta::days(90);
        let days = by_hand(&world.facts, world.today, until);
        prop_assert_eq!(simulated(&world.facts, world.today, until), days.clone());
        // And what the plan says of later days is what comes.
        for later in plan(&world.facts, world.today).later {
            let first = days.iter().find_map(|(on, due)| {
                let ways = Ways::that(|channel| {
                    let of_client = due.get(&(later.client, channel));
                    of_client.is_some_and(|of_client| of_client.contains_key(&later.invoice))
                })?;
                let of_client = due.get(&(later.client, ways.channels()[0]))?;
                Some((*on, ways, of_client.get(&later.invoice)?.clone()))
            });
            prop_assert_eq!(first, Some((later.on, later.ways, later.stage)));
        }
    }
}

#[test]
fn the_program_may_be_off_for_months() {
    let facts = acme(vec![invoice(1, 1, "2026-10-20")]);
    let today = day("2027-06-01");
    let plan = hold_true(&facts, today).unwrap();
    assert_eq!(plan.due.len(), 1);
}
