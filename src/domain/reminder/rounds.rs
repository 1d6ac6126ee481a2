//! The days on which messages go to one client, one after the other.
//!
//! Everything a client gets shares one interval, so the future of one invoice depends on the others
//! of the same client. A round is one day's messages; the next round starts an interval later. The
//! first round is what is due today, the others say when the rest comes.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use chrono::NaiveDate;

use super::calendar::add_days;
use super::facts::{DueInvoice, DueMessage};
use super::ladder::{Ladder, Rung, Side, rank};
use crate::domain::policy::{Channel, Tone};

/// One day's messages to a client.
#[derive(Debug)]
pub(super) struct Round<'a> {
    pub(super) day: NaiveDate,
    /// The day of the message before this round.
    pub(super) after: Option<NaiveDate>,
    /// What goes, as places in the list of ladders.
    pub(super) going: Vec<(usize, Rung<'a>)>,
    /// The messages, by channel.
    pub(super) messages: Vec<DueMessage>,
}

/// The rounds of one client, each assumed accepted and nothing paid in between.
#[derive(Debug)]
pub(super) struct Rounds<'a> {
    side: Side<'a>,
    pub(super) ladders: Vec<Ladder<'a>>,
    /// The day that each ladder asks for, soonest first.
    queue: BinaryHeap<Reverse<(NaiveDate, usize)>>,
    /// No message before this day.
    pub(super) earliest: NaiveDate,
    last: Option<NaiveDate>,
}

impl<'a> Rounds<'a> {
    /// Starts on a day; `last` is the day of the last message to this client.
    pub(super) fn new(
        side: Side<'a>,
        ladders: Vec<Ladder<'a>>,
        last: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Self {
        let mut rounds = Self {
            side,
            ladders,
            queue: BinaryHeap::new(),
            earliest: side.calendar.on_or_after(today),
            last: None,
        };
        if let Some(last) = last {
            rounds.earliest = rounds.earliest.max(rounds.rested(last));
            rounds.last = Some(last);
        }
        for place in 0..rounds.ladders.len() {
            rounds.enqueue(place, rounds.earliest);
        }
        rounds
    }

    /// The first allowed day an interval after a message.
    fn rested(&self, last: NaiveDate) -> NaiveDate {
        let interval = self.side.policy.interval_days.max(1);
        self.side.calendar.on_or_after(add_days(last, interval))
    }

    fn enqueue(&mut self, place: usize, earliest: NaiveDate) {
        let next = self.ladders.get(place).and_then(|l| l.next_from(earliest));
        if let Some((_, day)) = next {
            self.queue.push(Reverse((day, place)));
        }
    }

    /// Takes out of the queue what really goes on a day, and puts back what waits a little longer.
    fn ready_on(&mut self, day: NaiveDate) -> Vec<(usize, Rung<'a>)> {
        let mut ready = Vec::new();
        let mut later = Vec::new();
        while let Some(Reverse((asked, place))) = self.queue.peek().copied() {
            if asked > day {
                break;
            }
            self.queue.pop();
            match self.ladders.get(place).and_then(|l| l.next_from(day)) {
                Some((rung, on)) if on == day => ready.push((place, rung)),
                Some((_, on)) => later.push(Reverse((on, place))),
                None => {}
            }
        }
        self.queue.extend(later);
        ready.sort_by_key(|(place, _)| *place);
        ready
    }

    /// Heads-ups do not go into a message about what is late: they give way.
    fn part_heads_ups(&mut self, day: NaiveDate, ready: &mut Vec<(usize, Rung<'a>)>) -> Vec<usize> {
        let late: Vec<Channel> = ready
            .iter()
            .filter(|(_, rung)| rung.stage.tone != Tone::HeadsUp)
            .map(|(_, rung)| rung.stage.channel.first())
            .collect();
        let (email, sms) = (late.contains(&Channel::Email), late.contains(&Channel::Sms));
        let mut yielded = Vec::new();
        ready.retain(|(place, rung)| {
            let mixed = match rung.stage.channel.first() {
                Channel::Email => email,
                Channel::Sms => sms,
            };
            let gives_way = mixed && rung.stage.tone == Tone::HeadsUp;
            if gives_way {
                yielded.push(*place);
            }
            !gives_way
        });
        for place in &yielded {
            if let Some(ladder) = self.ladders.get_mut(*place) {
                ladder.yielded.get_or_insert(day);
            }
        }
        yielded
    }

    fn message(
        &self,
        channel: Channel,
        day: NaiveDate,
        going: &[(usize, Rung<'a>)],
    ) -> Option<DueMessage> {
        let of_channel = || {
            going
                .iter()
                .filter(|(_, rung)| rung.stage.channel.first() == channel)
        };
        let (_, speaks) = of_channel().max_by_key(|(_, rung)| rank(rung.stage))?;
        let (_, first) = of_channel().min_by_key(|(_, rung)| rung.on)?;
        let mut invoices: Vec<DueInvoice> = of_channel()
            .filter_map(|(place, rung)| Some(entry(self.ladders.get(*place)?, *rung, day)))
            .collect();
        invoices.sort_by(|a, b| {
            (Reverse(a.days_late), &a.number, a.id).cmp(&(Reverse(b.days_late), &b.number, b.id))
        });
        Some(DueMessage {
            client: self.side.client.id,
            channel,
            stage: speaks.stage.name.clone(),
            tone: speaks.stage.tone,
            due_on: first.on,
            invoices,
        })
    }
}

fn entry(ladder: &Ladder<'_>, rung: Rung<'_>, day: NaiveDate) -> DueInvoice {
    let invoice = ladder.invoice;
    DueInvoice {
        id: invoice.id,
        number: invoice.number.clone(),
        stage: rung.stage.name.clone(),
        tone: rung.stage.tone,
        days: rung.stage.days,
        stage_on: rung.on,
        due_on: invoice.due_on,
        open: invoice.open,
        days_late: (day - invoice.due_on).num_days(),
        missed: ladder.missed(rung, day),
    }
}

impl<'a> Iterator for Rounds<'a> {
    type Item = Round<'a>;

    fn next(&mut self) -> Option<Round<'a>> {
        loop {
            let Reverse((asked, _)) = self.queue.peek().copied()?;
            let day = asked.max(self.earliest);
            let mut going = self.ready_on(day);
            if going.is_empty() {
                continue;
            }
            let yielded = self.part_heads_ups(day, &mut going);
            let messages = Channel::ALL
                .iter()
                .filter_map(|channel| self.message(*channel, day, &going))
                .collect();
            let after = self.last.replace(day);
            self.earliest = self.rested(day);
            for (place, rung) in &going {
                if let Some(ladder) = self.ladders.get_mut(*place) {
                    ladder.take(*rung);
                }
            }
            let again = going.iter().map(|(place, _)| *place).chain(yielded);
            for place in again.collect::<Vec<_>>() {
                self.enqueue(place, self.earliest);
            }
            return Some(Round {
                day,
                after,
                going,
                messages,
            });
        }
    }
}
