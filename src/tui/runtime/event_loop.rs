//! The loop: wait for the next message or the next deadline, work through what came, draw once.
//! Nothing ticks while nothing has a deadline.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use crossterm::event::Event;

use super::clock::Ticks;
use super::inbox::{Incoming, message};
use super::outside::Outside;
use crate::domain::clock::Now;
use crate::failure::{Failure, Result};
use crate::tui::model::{Effect, Model, Msg, update};

/// After so many messages a frame is due, whatever still comes.
const MOST: usize = 64;

/// A deadline that has passed is not asked for sooner than this.
const LEAST_WAIT: Duration = Duration::from_millis(20);

/// A computer that slept does not count its sleep: so no wait for a far deadline is longer.
const MOST_WAIT: Duration = Duration::from_mins(5);

/// How the screens were left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The user left.
    Quit,
    /// The terminal is gone.
    Lost,
    /// They could not go on.
    Broken(Failure),
}

/// The screens at work.
pub(super) struct EventLoop<'a, O: Outside> {
    pub(super) model: Model,
    pub(super) outside: O,
    pub(super) inbox: &'a Receiver<Incoming>,
    pub(super) clock: Ticks,
    /// When the day after this moment begins.
    pub(super) midnight: &'a dyn Fn(Now) -> Option<DateTime<Utc>>,
    pub(super) end: Option<End>,
}

impl<O: Outside> EventLoop<'_, O> {
    /// Runs until the screens are left.
    pub(super) fn run(&mut self) -> End {
        match self.turn() {
            Ok(end) => end,
            // There is nobody left to tell what the terminal's error was.
            Err(_gone) => End::Lost,
        }
    }

    fn turn(&mut self) -> io::Result<End> {
        self.tell(Msg::Start)?;
        loop {
            if let Some(end) = self.end.take() {
                return Ok(end);
            }
            self.outside.draw(&self.model)?;
            self.wait()?;
        }
    }

    /// Waits until there is something new to draw, or the end.
    fn wait(&mut self) -> io::Result<()> {
        loop {
            let deadline = self.deadline();
            let next = match deadline {
                Some(at) => self.inbox.recv_timeout(wait_until(at, (self.clock)().at)),
                None => self.inbox.recv().or(Err(RecvTimeoutError::Disconnected)),
            };
            match next {
                Ok(incoming) => {
                    self.take(incoming)?;
                    return self.take_rest();
                }
                Err(RecvTimeoutError::Timeout) => {
                    let before = self.model.now.today;
                    let now = (self.clock)();
                    if deadline.is_some_and(|at| at <= now.at) || now.today != before {
                        return self.apply(Msg::Clock(now));
                    }
                }
                Err(RecvTimeoutError::Disconnected) => {
                    self.end = Some(End::Lost);
                    return Ok(());
                }
            }
        }
    }

    fn deadline(&self) -> Option<DateTime<Utc>> {
        let own = self.model.deadline();
        let midnight = (self.midnight)(self.model.now);
        own.into_iter().chain(midnight).min()
    }

    /// What came meanwhile, so that it is drawn in one go.
    fn take_rest(&mut self) -> io::Result<()> {
        for _ in 0..MOST {
            if self.end.is_some() {
                break;
            }
            match self.inbox.try_recv() {
                Ok(incoming) => self.take(incoming)?,
                Err(_empty) => break,
            }
        }
        Ok(())
    }

    fn take(&mut self, incoming: Incoming) -> io::Result<()> {
        match incoming {
            Incoming::Events(events) => {
                for event in events {
                    if self.end.is_some() {
                        return Ok(());
                    }
                    self.event(event)?;
                }
                if self.end.is_none() {
                    self.outside.read_on();
                }
            }
            Incoming::Msg(msg) => self.tell(*msg)?,
            Incoming::Lost => self.end = Some(End::Lost),
            Incoming::Broken(failure) => self.end = Some(End::Broken(failure)),
        }
        Ok(())
    }

    fn event(&mut self, event: Event) -> io::Result<()> {
        #[cfg(debug_assertions)]
        super::rehearsal::panic_on(&event);
        match message(event) {
            Some(msg) => self.tell(msg),
            None => Ok(()),
        }
    }

    /// Tells the model what time it is, and then what happened.
    fn tell(&mut self, msg: Msg) -> io::Result<()> {
        let now = (self.clock)();
        self.apply(Msg::Clock(now))?;
        self.apply(msg)
    }

    fn apply(&mut self, msg: Msg) -> io::Result<()> {
        for effect in update(&mut self.model, msg) {
            self.perform(effect)?;
        }
        Ok(())
    }

    fn perform(&mut self, effect: Effect) -> io::Result<()> {
        match effect {
            Effect::Load { job, load } => self.outside.load(job, load),
            Effect::Write { job, write } => self.outside.write(job, write),
            Effect::Ask(id) => self.outside.ask(id),
            Effect::Copy(text) => self.outside.copy(&text)?,
            Effect::OpenEditor(text) => {
                let edited: Result<String> = self.outside.edit(&text)?;
                self.tell(Msg::Edited(edited))?;
            }
            Effect::Redraw => self.outside.clear()?,
            Effect::Suspend => self.outside.suspend()?,
            Effect::Quit => self.end = Some(End::Quit),
        }
        Ok(())
    }
}

fn wait_until(at: DateTime<Utc>, now: DateTime<Utc>) -> Duration {
    let wait = (at - now).to_std().unwrap_or_default();
    wait.clamp(LEAST_WAIT, MOST_WAIT)
}

#[cfg(test)]
#[path = "event_loop_tests.rs"]
mod tests;
