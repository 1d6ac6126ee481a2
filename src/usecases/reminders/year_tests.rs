//! A machine that is off: a year of days with gaps, in which planner and outbox work on a real book,
//! people pay, promise and move, and servers refuse, put off and fall silent. What the other side
//! received keeps every promise of the planner.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};

use super::plan_of;
use crate::delivery::{Carrier, Outcome, Parcel, Step};
use crate::domain::clock::Now;
use crate::domain::ids::{ClientId, InvoiceId, OutboxId};
use crate::domain::message::{Address, Message, MessageState};
use crate::domain::money::Money;
use crate::domain::party::{Client, HoldKind, HoldTarget};
use crate::domain::policy::{Channel, Ways, Wish};
use crate::domain::quiet::LocalQuiet;
use crate::domain::reminder::reference::{self, Due};
use crate::domain::views::{Edit, NewHold, NewPayment};
use crate::store::fixtures::{client, day, empty, invoice};
use crate::store::{Book, Undo};
use crate::usecases::demo::dice::Dice;
use crate::usecases::outbox::{self, OutboxFilter, Route};
use crate::usecases::{Sender, SmsSender, clients, holds, payments, policies, reminders};

const INTERVAL: i64 = 5;
const CAP: usize = 4;
/// The client to whom everything arrives, and who never pays.
const STEADY: usize = 0;

fn at(today: NaiveDate, hour: u32) -> Now {
    let at = today.and_hms_opt(hour, 0, 0).unwrap().and_utc();
    Now { today, at }
}

fn sender() -> Sender {
    Sender {
        from: Address {
            name: "Ana Lind".to_owned(),
            email: "ana@lind.example".to_owned(),
        },
        bcc_self: false,
        transport: "the other side".to_owned(),
        to_folder: false,
        sms: SmsSender::default(),
    }
}

/// The other side: it takes most, and notes what it got, whatever it answers.
struct OtherSide<'a> {
    dice: &'a mut Dice,
    got: Vec<String>,
}

impl Carrier for OtherSide<'_> {
    fn deliver(&mut self, parcel: &Parcel<'_>, commit: &mut dyn FnMut() -> bool) -> Outcome {
        let mood = self.dice.below(100);
        let mut to = parcel.envelope_to.iter();
        let steady = to.any(|to| to.contains("steady") || *to == phone("steady"));
        if !steady && mood < 6 {
            return Outcome::Refused {
                step: Step::Recipient,
                reply: "550 no such user".to_owned(),
                stopped: false,
            };
        }
        if !steady && mood < 16 {
            return Outcome::Retry {
                step: Step::Recipient,
                reply: "450 later".to_owned(),
                not_before: None,
            };
        }
        if !commit() {
            return Outcome::Withdrawn {
                why: "stopped".to_owned(),
            };
        }
        let silent = !steady && mood < 28;
        if !silent || mood.is_multiple_of(2) {
            self.got.push(parcel.reference.to_owned());
        }
        if silent {
            return Outcome::Unknown {
                why: "cut after the dot".to_owned(),
            };
        }
        Outcome::Accepted {
            reply: "250 ok".to_owned(),
            id: String::new(),
        }
    }

    fn describe(&self) -> String {
        "the other side".to_owned()
    }

    fn close(&mut self) {}

    fn check(&mut self) -> std::result::Result<String, (Step, String)> {
        Ok(String::new())
    }
}

/// A message that left: the other side has it, or may have.
#[derive(Clone, Debug)]
struct Left {
    id: OutboxId,
    client: ClientId,
    channel: Channel,
    queued_on: NaiveDate,
    on: NaiveDate,
    stages: Vec<(InvoiceId, String)>,
    arrived: bool,
}

struct Year {
    book: Book,
    dice: Dice,
    today: NaiveDate,
    clients: Vec<ClientId>,
    invoices: Vec<InvoiceId>,
    left: Vec<Left>,
}

fn phone(key: &str) -> String {
    let sum: u64 = key.bytes().map(u64::from).sum();
    format!("+4940555{sum:04}")
}

fn party(key: &str, country: &str, wish: Wish, texts: bool) -> Client {
    let mut party = client(key);
    party.country = country.to_owned();
    party.reminding.wish = wish;
    if texts {
        party.contacts[0].phone = phone(key);
    }
    party
}

impl Year {
    fn new(folder: &std::path::Path, seed: u64) -> Self {
        let mut book = empty(folder);
        let mut dice = Dice::new(seed);
        let start = day("2026-01-05");
        let mut policy = policies::show(&book, "standard").unwrap();
        policy.interval_days = INTERVAL;
        policy.cap = i64::try_from(CAP).unwrap();
        for (stage, ways) in
            policy
                .stages
                .iter_mut()
                .zip([Ways::Email, Ways::Email, Ways::Both, Ways::Both])
        {
            stage.enabled = true;
            stage.channel = ways;
        }
        policies::set(&mut book, at(start, 8), &policy).unwrap();
        let mut silent = party("silent", "DE", Wish::Both, true);
        silent.reminding.no_sms = "STOP on 2 January".to_owned();
        let parties = [
            party("steady", "DE", Wish::Policy, true),
            party("both", "DE", Wish::Both, true),
            party("texts", "SA", Wish::Sms, true),
            party("mails", "DE", Wish::Policy, false),
            silent,
        ];
        let (clients, invoices) = book
            .change(at(start, 8), Undo::Bulk, |tx| {
                let mut clients = Vec::new();
                let mut invoices = Vec::new();
                for (place, party) in (0_i64..).zip(&parties) {
                    let id = tx.add_client(party)?;
                    clients.push(id);
                    for one in 0..6 {
                        let after = i64::try_from(dice.below(270)).unwrap();
                        let due = start + TimeDelta::days(after);
                        let number = format!("2026-{place}{one:02}");
                        let invoice = invoice(id, &number, &due.to_string());
                        invoices.push(tx.add_invoice(&invoice, "{}", "{}")?);
                    }
                }
                Ok(((clients, invoices), "Imported".to_owned()))
            })
            .unwrap();
        Self {
            book,
            dice,
            today: start,
            clients,
            invoices,
            left: Vec::new(),
        }
    }

    fn number(&mut self, from: i64, to: i64) -> i64 {
        let span = u64::try_from(to - from).unwrap();
        from + i64::try_from(self.dice.below(span)).unwrap()
    }

    /// An invoice of anybody but the steady client.
    fn some_invoice(&mut self) -> InvoiceId {
        let place = self.number(6, i64::try_from(self.invoices.len()).unwrap());
        self.invoices[usize::try_from(place).unwrap()]
    }

    fn some_client(&mut self) -> ClientId {
        let place = self.number(1, i64::try_from(self.clients.len()).unwrap());
        self.clients[usize::try_from(place).unwrap()]
    }

    /// What people do on a day, beside sending.
    fn live(&mut self) {
        let now = at(self.today, 9);
        if self.dice.happens(120) {
            let id = self.some_invoice();
            let open = payments::payable(&self.book, id).unwrap().open;
            let part = if self.dice.happens(500) { 1 } else { 2 };
            if open.is_positive() {
                let amount = Money::new(open.minor() / part, open.currency());
                let payment = NewPayment {
                    invoice: id,
                    amount,
                    paid_on: self.today,
                    method: "bank".to_owned(),
                    note: String::new(),
                    fee: Money::zero(amount.currency()),
                    overpay: false,
                };
                payments::record(&mut self.book, now, &payment).unwrap();
            }
        }
        if self.dice.happens(80) {
            let target = if self.dice.happens(700) {
                HoldTarget::Invoice(self.some_invoice())
            } else {
                HoldTarget::Client(self.some_client())
            };
            let kind = if self.dice.happens(500) {
                HoldKind::Promise
            } else {
                HoldKind::Pause
            };
            let until = self.today + TimeDelta::days(self.number(1, 15));
            let hold = NewHold {
                kind,
                until: Some(until),
                reason: "by phone".to_owned(),
            };
            holds::set(&mut self.book, now, target, &hold).unwrap();
        }
        if self.dice.happens(60) {
            let id = self.some_client();
            let mut card = self.book.view().client(id).unwrap();
            card.contacts[0].email = format!("new-{}@{}.example", self.today, card.key);
            clients::change(&mut self.book, now, &card).unwrap();
        }
        for message in outbox::list(&self.book, OutboxFilter::Unknown, 100).unwrap() {
            if self.dice.happens(400) {
                // The person looks it up, and says what is so.
                let sent = self
                    .left
                    .iter()
                    .any(|left| left.id == message.id && left.arrived);
                outbox::resolve(&mut self.book, now, message.id, sent).unwrap();
            }
        }
    }

    /// The planner of the book, held against the one that was written from the rules alone.
    fn compare(&self) {
        let (facts, plan) = plan_of(&self.book, at(self.today, 10)).unwrap();
        let mut shape = Due::new();
        for message in &plan.due {
            let stages = message
                .invoices
                .iter()
                .map(|one| (one.id, one.stage.clone()));
            shape.insert((message.client, message.channel), stages.collect());
        }
        assert_eq!(shape, reference::due(&facts, self.today), "{}", self.today);
    }

    /// Sends most of what is due, each by its own key.
    fn send(&mut self) {
        let now = at(self.today, 10);
        let (_, plan) = plan_of(&self.book, now).unwrap();
        for due in &plan.due {
            let lazy = due.client != self.clients[STEADY] && self.dice.happens(200);
            if lazy {
                continue;
            }
            let (edit, wait) = (Edit::default(), Duration::ZERO);
            let (client, way) = (due.client, due.channel);
            let book = &mut self.book;
            reminders::send(book, now, &sender(), client, way, &edit, wait).unwrap();
        }
        self.compare();
    }

    /// One run of the outbox over both channels.
    fn run(&mut self, hour: u32) {
        let now = at(self.today, hour);
        let due = outbox::next_due(&self.book).unwrap();
        if due.is_none_or(|due| due > now.at) {
            return;
        }
        for channel in [Channel::Email, Channel::Sms] {
            let mut other = OtherSide {
                dice: &mut self.dice,
                got: Vec::new(),
            };
            let mut route = Route {
                channel,
                to_folder: false,
                carrier: &mut other,
                account: "one".to_owned(),
                per_minute: 0,
                per_day: 0,
                quiet: LocalQuiet::default(),
            };
            let report =
                outbox::run(&mut self.book, &|| now, &mut route, false, &mut |_| {}).unwrap();
            let got = other.got;
            for id in report.accepted.iter().chain(&report.unknown) {
                let message = outbox::show(&self.book, *id).unwrap();
                let arrived = got.contains(&message.message_id);
                self.note(&message, arrived);
            }
            assert!(report.stopped.is_none());
        }
    }

    fn note(&mut self, message: &Message, arrived: bool) {
        let view = self.book.view();
        let mut stages = Vec::new();
        for id in &self.invoices {
            for sent in view.reminders_of(*id).unwrap() {
                if sent.message == Some(message.id) {
                    stages.push((*id, sent.stage.clone()));
                    let open = payments::payable(&self.book, *id).unwrap().open;
                    assert!(open.is_positive(), "{id} was paid");
                }
            }
        }
        assert_eq!(stages.len(), message.invoices.len());
        self.left.push(Left {
            id: message.id,
            client: message.client,
            channel: message.channel,
            queued_on: message.queued_on,
            on: self.today,
            stages,
            arrived,
        });
    }

    fn pass(&mut self) {
        let end = day("2026-12-31");
        while self.today <= end {
            self.live();
            self.compare();
            self.send();
            self.run(11);
            if self.dice.happens(500) {
                self.run(16);
            }
            let gap = if self.dice.happens(300) {
                self.number(2, 12)
            } else {
                1
            };
            self.today += TimeDelta::days(gap);
        }
    }

    fn arrived(&self) -> impl Iterator<Item = &Left> {
        self.left.iter().filter(|left| left.arrived)
    }

    /// Whether all that a message says is the second half of a stage whose first half left before.
    fn is_of_halves(&self, second: &Left) -> bool {
        second.stages.iter().all(|stage| {
            self.left.iter().any(|first| {
                first.channel != second.channel
                    && (second.queued_on - first.on).num_days() < INTERVAL
                    && first.on <= second.on
                    && first.stages.contains(stage)
            })
        })
    }

    fn check(&self) {
        let mut seen = BTreeSet::new();
        let mut stages: BTreeMap<InvoiceId, BTreeSet<&str>> = BTreeMap::new();
        for left in self.arrived() {
            for (invoice, stage) in &left.stages {
                let once = (*invoice, stage.as_str(), left.channel);
                assert!(seen.insert(once), "twice: {left:?}");
                stages.entry(*invoice).or_default().insert(stage);
            }
            let country = &self.book.view().client(left.client).unwrap().country;
            let rests: &[Weekday] = if country == "SA" {
                &[Weekday::Fri, Weekday::Sat, Weekday::Sun]
            } else {
                &[Weekday::Sat, Weekday::Sun]
            };
            assert!(
                !rests.contains(&left.on.weekday()),
                "on a weekend: {left:?}"
            );
        }
        assert!(stages.values().all(|stages| stages.len() <= CAP));
        let arrived: Vec<&Left> = self.arrived().collect();
        for (place, second) in arrived.iter().enumerate() {
            for first in arrived
                .iter()
                .take(place)
                .filter(|f| f.client == second.client)
            {
                let apart = (second.queued_on - first.queued_on).num_days();
                assert!(
                    apart == 0 && first.channel != second.channel
                        || apart >= INTERVAL
                        || self.is_of_halves(second),
                    "{second:?} comes too soon after {first:?}"
                );
            }
        }
        self.nothing_is_lost(&stages);
    }

    /// Everything about the steady client was said to its end: no gap has lost it the last stage,
    /// nor either half of it.
    fn nothing_is_lost(&self, stages: &BTreeMap<InvoiceId, BTreeSet<&str>>) {
        for invoice in self.invoices.iter().take(6) {
            assert!(stages[invoice].contains("final"), "{invoice}: {stages:?}");
            let finals = self.arrived().filter(|left| {
                let mut carried = left.stages.iter();
                carried.any(|(id, stage)| id == invoice && stage == "final")
            });
            let channels: BTreeSet<Channel> = finals.map(|left| left.channel).collect();
            let about: Vec<&Left> = self
                .left
                .iter()
                .filter(|left| left.stages.iter().any(|(id, _)| id == invoice))
                .collect();
            assert_eq!(channels.len(), 2, "{invoice}: {about:#?}");
        }
        for waiting in outbox::list(&self.book, OutboxFilter::Waiting, 100).unwrap() {
            assert_eq!(waiting.state, MessageState::Queued);
        }
        assert_eq!(self.book.view().check().unwrap(), Vec::<String>::new());
    }
}

fn a_year(seed: u64) {
    let folder = tempfile::tempdir().unwrap();
    let mut year = Year::new(folder.path(), seed);
    year.pass();
    year.check();
    let both = year.arrived().filter(|left| left.channel == Channel::Sms);
    assert!(both.count() > 10, "it texts too");
    let unknown = year.left.iter().filter(|left| !left.arrived);
    assert!(unknown.count() > 0, "some outcomes are unknown");
}

#[test]
fn what_arrives_in_a_year_with_gaps_keeps_every_promise() {
    a_year(1);
}

#[test]
fn and_in_another_year() {
    a_year(2);
}
