//! The days on which messages go to one client, one after the other.
//!
//! Everything a client gets shares one interval, so the future of one invoice depends on the others
//! of the same client. A round is one day's messages, at most one a channel; the next round starts
//! an interval later. The first round is what is due today, the others say when the rest comes.
//!
//! Each message of a round leaves by its own key press. What was left of a round goes on: on its day
//! every message over a channel that has carried nothing yet, and afterwards the second half of a
//! stage that goes over both channels.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use chrono::NaiveDate;

use super::facts::{DueInvoice, DueMessage, Returned};
use super::ladder::{Ladder, Side, Step, rank};
use super::sentences;
use crate::domain::party::HoldKind;
use crate::domain::policy::{Channel, Tone, Ways};

/// One day's messages to a client.
#[derive(Debug)]
pub(super) struct Round<'a> {
    pub(super) day: NaiveDate,
    /// The day of the message before this round.
    pub(super) before: Option<NaiveDate>,
    /// What goes, as places in the list of ladders.
    pub(super) going: Vec<(usize, Step<'a>)>,
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
    today: NaiveDate,
    /// No stage before this day.
    earliest: NaiveDate,
    /// The channels that are still free in the round of today, when a part of it has gone.
    free: Option<Ways>,
    last: Option<NaiveDate>,
}

impl<'a> Rounds<'a> {
    /// Starts on a day.
    pub(super) fn new(side: Side<'a>, ladders: Vec<Ladder<'a>>, today: NaiveDate) -> Self {
        let last = side.log.iter().map(|message| message.on).max();
        let start = last.map_or(today, |last| today.max(side.rested(last)));
        let mut rounds = Self {
            side,
            ladders,
            queue: BinaryHeap::new(),
            today,
            earliest: side.calendar.on_or_after(start),
            free: free(side, last, today),
            last,
        };
        for place in 0..rounds.ladders.len() {
            rounds.enqueue(place);
        }
        rounds
    }

    /// The first day on which a stage about an invoice may go.
    pub(super) fn earliest(&self, place: usize) -> NaiveDate {
        let today = self.in_round_of_today(place);
        today.map_or(self.earliest, |_| self.today)
    }

    /// What goes next about an invoice, and when.
    fn next_of(&self, place: usize) -> Option<(Step<'a>, NaiveDate)> {
        let ladder = self.ladders.get(place)?;
        let stage = || {
            let today = self.in_round_of_today(place);
            today.or_else(|| ladder.next_from(self.earliest))
        };
        match (ladder.half_from(self.today), stage()) {
            (Some(half), Some(stage)) => Some(if half.1 <= stage.1 { half } else { stage }),
            (half, stage) => half.or(stage),
        }
    }

    /// A stage that belongs to the round of today, a part of which has gone.
    fn in_round_of_today(&self, place: usize) -> Option<(Step<'a>, NaiveDate)> {
        let free = self.free?;
        let ladder = self.ladders.get(place)?;
        let (step, day) = ladder.next_from(self.today)?;
        let fits = step.ways.channels().iter().all(|c| free.has(*c));
        (day == self.today && fits && !ladder.went_on(day)).then_some((step, day))
    }

    fn enqueue(&mut self, place: usize) {
        if let Some((_, day)) = self.next_of(place) {
            self.queue.push(Reverse((day, place)));
        }
    }

    /// The day of the next round.
    fn next_day(&mut self) -> Option<NaiveDate> {
        loop {
            let Reverse((asked, place)) = self.queue.peek().copied()?;
            let next = self.next_of(place);
            if next.is_some_and(|(_, day)| day == asked) {
                return Some(asked);
            }
            self.queue.pop();
            self.enqueue(place);
        }
    }

    /// Takes out of the queue what really goes on a day, and puts back what waits a little longer.
    fn ready_on(&mut self, day: NaiveDate) -> Vec<(usize, Step<'a>)> {
        let mut ready = Vec::new();
        let mut later = Vec::new();
        while let Some(Reverse((asked, place))) = self.queue.peek().copied() {
            if asked > day {
                break;
            }
            self.queue.pop();
            match self.next_of(place) {
                Some((step, on)) if on == day => ready.push((place, step)),
                Some((_, on)) => later.push(Reverse((on, place))),
                None => {}
            }
        }
        self.queue.extend(later);
        ready.sort_by_key(|(place, _)| *place);
        ready
    }

    /// Heads-ups do not go into a message about what is late: they give way.
    fn part_heads_ups(&mut self, day: NaiveDate, ready: &mut Vec<(usize, Step<'a>)>) -> Vec<usize> {
        let late: Vec<Ways> = ready
            .iter()
            .filter(|(_, step)| step.rung.stage.tone != Tone::HeadsUp)
            .map(|(_, step)| step.ways)
            .collect();
        let mut yielded = Vec::new();
        ready.retain(|(place, step)| {
            let mut channels = step.ways.channels().iter();
            let mixed = channels.any(|channel| late.iter().any(|ways| ways.has(*channel)));
            let gives_way = mixed && step.rung.stage.tone == Tone::HeadsUp;
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
        going: &[(usize, Step<'a>)],
    ) -> Option<DueMessage> {
        let of_channel = || going.iter().filter(|(_, step)| step.ways.has(channel));
        let (_, speaks) = of_channel().max_by_key(|(_, step)| rank(step.rung.stage))?;
        let (_, first) = of_channel().min_by_key(|(_, step)| step.rung.on)?;
        let mut invoices: Vec<DueInvoice> = of_channel()
            .filter_map(|(place, step)| Some(entry(self.ladders.get(*place)?, *step, day)))
            .collect();
        invoices.sort_by(|a, b| {
            (Reverse(a.days_late), &a.number, a.id).cmp(&(Reverse(b.days_late), &b.number, b.id))
        });
        let came_back = of_channel().filter_map(|(place, _)| {
            let ladder = self.ladders.get(*place)?;
            Some((ladder.invoice.number.as_str(), ladder.returned(day)?))
        });
        let came_back: Vec<(&str, Returned)> = came_back.collect();
        let mut asides: Vec<String> = sentences::all_returned(&came_back, invoices.len());
        let returned = came_back
            .into_iter()
            .map(|(_, returned)| returned)
            .min_by_key(|returned| returned.kind != HoldKind::Promise);
        for (place, step) in of_channel() {
            let ladder = self.ladders.get(*place)?;
            let follows = ladder.is_untouched() && step.after.is_none();
            let lost = follows.then(|| sentences::never_went(ladder)).flatten();
            let aside = sentences::aside(self.side.client, ladder, *step);
            asides.extend(
                lost.into_iter()
                    .chain(aside)
                    .filter(|one| !asides.contains(one))
                    .collect::<Vec<_>>(),
            );
        }
        Some(DueMessage {
            client: self.side.client.id,
            channel,
            stage: speaks.rung.stage.name.clone(),
            tone: speaks.rung.stage.tone,
            due_on: first.rung.on,
            invoices,
            why: asides.join(" "),
            returned,
        })
    }

    /// Counts a round as gone.
    fn close(&mut self, day: NaiveDate, going: &[(usize, Step<'a>)], messages: &[DueMessage]) {
        self.earliest = self.side.calendar.on_or_after(self.side.rested(day));
        self.free = None;
        for (place, step) in going {
            if let Some(ladder) = self.ladders.get_mut(*place) {
                ladder.take(*step);
            }
        }
        for message in messages {
            for ladder in &mut self.ladders {
                ladder.drop_half(message.channel);
            }
        }
    }
}

/// The channels of today's round that have carried nothing yet, when a part of it has gone.
fn free(side: Side<'_>, last: Option<NaiveDate>, today: NaiveDate) -> Option<Ways> {
    let days = side.log.iter().map(|message| message.on);
    let before = days.filter(|on| *on < today).max();
    let begins = before.is_none_or(|before| side.rested(before) <= today);
    if last != Some(today) || !begins || !side.calendar.allows(today) {
        return None;
    }
    let carried = |c| side.log.iter().any(|m| m.channel == c && m.on == today);
    Ways::that(|channel| !carried(channel))
}

fn entry(ladder: &Ladder<'_>, step: Step<'_>, day: NaiveDate) -> DueInvoice {
    let invoice = ladder.invoice;
    let rung = step.rung;
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
        interest: rung.stage.interest,
    }
}

impl<'a> Iterator for Rounds<'a> {
    type Item = Round<'a>;

    fn next(&mut self) -> Option<Round<'a>> {
        let day = self.next_day()?;
        let mut going = self.ready_on(day);
        let yielded = self.part_heads_ups(day, &mut going);
        let messages: Vec<DueMessage> = Channel::ALL
            .iter()
            .filter_map(|channel| self.message(*channel, day, &going))
            .collect();
        let before = self.last.replace(day);
        self.close(day, &going, &messages);
        let again = going.iter().map(|(place, _)| *place).chain(yielded);
        for place in again.collect::<Vec<_>>() {
            self.enqueue(place);
        }
        Some(Round {
            day,
            before,
            going,
            messages,
        })
    }
}
