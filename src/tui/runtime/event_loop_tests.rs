use super::*;
use std::collections::VecDeque;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::domain::ids::OutboxId;
use crate::domain::views::Header;
use crate::tui::model::keys::Keymap;
use crate::tui::model::{Job, Load, Reply, Setup, Write};

/// A test's notebook in place of the terminal and the workers.
#[derive(Default)]
struct Notes {
    frames: usize,
    copied: Vec<String>,
    loads: Vec<(Job, Load)>,
    read_on: usize,
    cleared: usize,
    suspended: usize,
    gone: bool,
    /// After each frame one of these comes in.
    script: VecDeque<Incoming>,
    inbox: Option<Sender<Incoming>>,
}

impl Outside for Notes {
    fn draw(&mut self, _model: &Model) -> io::Result<()> {
        self.frames += 1;
        if self.gone {
            return Err(io::Error::from(io::ErrorKind::BrokenPipe));
        }
        if let (Some(next), Some(inbox)) = (self.script.pop_front(), &self.inbox) {
            inbox.send(next).unwrap();
        }
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.cleared += 1;
        Ok(())
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        self.copied.push(text.to_owned());
        Ok(())
    }

    fn edit(&mut self, text: &str) -> io::Result<Result<String>> {
        Ok(Ok(text.to_uppercase()))
    }

    fn suspend(&mut self) -> io::Result<()> {
        self.suspended += 1;
        Ok(())
    }

    fn read_on(&mut self) {
        self.read_on += 1;
    }

    fn load(&mut self, job: Job, load: Load) {
        self.loads.push((job, load));
    }

    fn write(&mut self, _job: Job, _write: Write) {}

    fn ask(&mut self, _id: OutboxId) {}
}

fn now() -> Now {
    Now {
        today: "2026-11-24".parse().unwrap(),
        at: "2026-11-24T12:00:00Z".parse().unwrap(),
    }
}

fn model() -> Model {
    Model::new(Setup {
        now: now(),
        width: 80,
        height: 24,
        keymap: Keymap::default(),
        fresh: false,
        demo: false,
        book: String::new(),
        config: String::new(),
        transport: String::new(),
        to_folder: true,
        witnesses: Vec::new(),
    })
}

fn key(letter: char) -> Event {
    Event::Key(KeyEvent::from(KeyCode::Char(letter)))
}

fn control(letter: char) -> Event {
    Event::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL))
}

fn quit() -> Incoming {
    Incoming::Events(vec![control('c')])
}

/// Runs a script: one thing comes in after each frame.
fn play(script: Vec<Incoming>) -> (End, Notes, Model) {
    play_with(script, Notes::default(), &|_| None, Arc::new(now))
}

fn play_with(
    script: Vec<Incoming>,
    notes: Notes,
    midnight: &dyn Fn(Now) -> Option<DateTime<Utc>>,
    clock: Ticks,
) -> (End, Notes, Model) {
    let (sender, inbox) = channel();
    let mut event_loop = EventLoop {
        model: model(),
        outside: Notes {
            script: script.into(),
            inbox: Some(sender),
            ..notes
        },
        inbox: &inbox,
        clock,
        midnight,
        end: None,
    };
    let end = event_loop.run();
    (end, event_loop.outside, event_loop.model)
}

#[test]
fn what_came_in_one_go_is_drawn_once() {
    let script = vec![Incoming::Events(vec![key('2'), key('3'), key('5')]), quit()];
    let (end, notes, model) = play(script);
    assert_eq!(end, End::Quit);
    assert_eq!(notes.frames, 2, "one at the start, one for the keys");
    assert_eq!(notes.read_on, 1, "nobody reads on behind the end");
    assert_eq!(model.tab, crate::tui::model::screens::Tab::Reminders);
}

#[test]
fn the_first_screen_is_asked_for_before_the_first_frame() {
    let (_, notes, _) = play(vec![quit()]);
    let asked: Vec<&Load> = notes.loads.iter().map(|(_, load)| load).collect();
    assert!(asked.contains(&&Load::Header), "{asked:?}");
    assert!(asked.contains(&&Load::Dashboard), "{asked:?}");
}

#[test]
fn a_reply_reaches_the_model() {
    let header = Header {
        freshness: crate::domain::freshness::Freshness::default(),
        business: "Ana Lind Design".to_owned(),
        currency: "EUR".to_owned(),
        reminders_due: 3,
        unknown: 0,
    };
    let (_, first, _) = play(vec![quit()]);
    let job = first.loads.iter().find(|(_, load)| *load == Load::Header);
    let reply = Msg::Reply(job.unwrap().0, Ok(Reply::Header(header.clone())));
    let (_, notes, model) = play(vec![Incoming::Msg(Box::new(reply)), quit()]);
    assert_eq!(model.header, Some(header));
    assert_eq!(notes.frames, 2);
}

#[test]
fn a_terminal_that_is_gone_is_the_end() {
    assert_eq!(play(vec![Incoming::Lost]).0, End::Lost);
    let notes = Notes {
        gone: true,
        ..Notes::default()
    };
    let (end, _, _) = play_with(Vec::new(), notes, &|_| None, Arc::new(now));
    assert_eq!(end, End::Lost);
    let failure = Failure::refused("A thread ended.");
    let broken = play(vec![Incoming::Broken(failure.clone())]).0;
    assert_eq!(broken, End::Broken(failure));
}

#[test]
fn ctrl_z_suspends_wherever_one_is() {
    let script = vec![
        Incoming::Events(vec![key('?'), control('z'), key('q')]),
        quit(),
    ];
    let (_, notes, _) = play(script);
    assert_eq!(notes.suspended, 1);
}

#[test]
fn a_new_day_is_noticed_without_a_key() {
    // The clock goes on by a minute at each look.
    let time = Mutex::new(Now {
        today: now().today,
        at: "2026-11-24T23:59:00Z".parse().unwrap(),
    });
    let clock: Ticks = Arc::new(move || {
        let mut time = time.lock().unwrap();
        let before = *time;
        time.at += chrono::TimeDelta::minutes(1);
        time.today = time.at.date_naive();
        before
    });
    let (sender, inbox) = channel();
    let midnight = |now: Now| {
        let next = now.today.succ_opt().unwrap();
        Some(next.and_hms_opt(0, 0, 0).unwrap().and_utc())
    };
    let mut event_loop = EventLoop {
        model: model(),
        outside: Ender {
            notes: Notes::default(),
            inbox: sender,
        },
        inbox: &inbox,
        clock,
        midnight: &midnight,
        end: None,
    };
    assert_eq!(event_loop.run(), End::Quit);
    let day = event_loop.model.now.today;
    assert_eq!(day.to_string(), "2026-11-25");
}

/// Leaves as soon as a frame of the next day was drawn.
struct Ender {
    notes: Notes,
    inbox: Sender<Incoming>,
}

impl Outside for Ender {
    fn draw(&mut self, model: &Model) -> io::Result<()> {
        if model.now.today > now().today {
            self.inbox.send(quit()).unwrap();
        }
        self.notes.draw(model)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.notes.clear()
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        self.notes.copy(text)
    }

    fn edit(&mut self, text: &str) -> io::Result<Result<String>> {
        self.notes.edit(text)
    }

    fn suspend(&mut self) -> io::Result<()> {
        self.notes.suspend()
    }

    fn read_on(&mut self) {
        self.notes.read_on();
    }

    fn load(&mut self, job: Job, load: Load) {
        self.notes.load(job, load);
    }

    fn write(&mut self, job: Job, write: Write) {
        self.notes.write(job, write);
    }

    fn ask(&mut self, id: OutboxId) {
        self.notes.ask(id);
    }
}

#[test]
fn waits_have_their_bounds() {
    let at = now().at;
    let wait = |seconds| wait_until(at + chrono::TimeDelta::seconds(seconds), at);
    assert_eq!(wait(-5), LEAST_WAIT);
    assert_eq!(wait(1), Duration::from_secs(1));
    assert_eq!(wait(86_400), MOST_WAIT);
}
