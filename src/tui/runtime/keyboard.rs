//! What comes from the terminal, in batches. The next batch is read only when the one before was
//! worked through: so nobody reads along while an editor has the terminal, and what was pressed in
//! one go is drawn once.

use std::fs::File;
use std::io::{self, IsTerminal, stdin};
use std::os::fd::AsFd;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, poll, read};
use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, poll as wait_for};
use rustix::io::Errno;

use super::inbox::Incoming;
use super::{mishap, screen};

/// No more than this is taken at once, so that a flood is seen on its way.
const MOST: usize = 256;

/// Starts to read, for a window that was `drawn` in this size. Each `()` that is sent back lets it
/// read on.
pub(super) fn start(inbox: Sender<Incoming>, drawn: Size, late: LateAnswer) -> Sender<()> {
    let (go_on, worked_through) = channel();
    let told = inbox.clone();
    mishap::spawn("read the keys", told, move || {
        read_along(&inbox, &worked_through, drawn, late);
    });
    go_on
}

fn read_along(
    inbox: &Sender<Incoming>,
    worked_through: &Receiver<()>,
    drawn: Size,
    mut late: LateAnswer,
) {
    let mut batch = resized_meanwhile(drawn);
    loop {
        let incoming = match batch {
            Ok(events) => {
                Incoming::Events(events.into_iter().filter(|one| late.lets(one)).collect())
            }
            Err(_gone) => Incoming::Lost,
        };
        let told = inbox.send(incoming).is_ok();
        if !told || worked_through.recv().is_err() {
            return;
        }
        batch = next_batch();
    }
}

/// Another size of the window is told from the first look on; whoever was quicker is asked for here.
fn resized_meanwhile(drawn: Size) -> io::Result<Vec<Event>> {
    poll(Duration::ZERO)?;
    let size = screen::size();
    if size == drawn {
        return next_batch();
    }
    Ok(vec![Event::Resize(size.width, size.height)])
}

fn next_batch() -> io::Result<Vec<Event>> {
    let mut batch = vec![read()?];
    while batch.len() < MOST && poll(Duration::ZERO)? {
        batch.push(read()?);
    }
    Ok(batch)
}

/// Starts to wait for the end of the terminal. The reader of keys would never say so: it reads
/// nothing from a line that was hung up, for ever, and keeps a processor busy with it.
pub(super) fn watch_line(inbox: Sender<Incoming>) {
    thread::spawn(move || {
        let lost = if stdin().is_terminal() {
            wait_for_end(stdin().as_fd())
        } else {
            File::open("/dev/tty").is_ok_and(|tty| wait_for_end(tty.as_fd()))
        };
        if lost {
            // The loop has ended by itself when nobody hears this.
            let _ = inbox.send(Incoming::Lost);
        }
    });
}

/// Waits until a line was hung up; `false` where the system cannot tell.
fn wait_for_end(line: std::os::fd::BorrowedFd<'_>) -> bool {
    loop {
        // Nothing is asked for: only an end or an error is told.
        let mut lines = [PollFd::from_borrowed_fd(line, PollFlags::empty())];
        match wait_for(&mut lines, None) {
            Ok(_) => {
                let end = PollFlags::HUP | PollFlags::ERR;
                return lines.iter().any(|line| line.revents().intersects(end));
            }
            Err(Errno::INTR) => {}
            Err(_cannot) => return false,
        }
    }
}

/// Keeps a terminal's late answer about its colours from being taken for keys: `Esc ] 11 ; … BEL`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LateAnswer {
    awaited: u8,
    inside: u8,
}

impl LateAnswer {
    /// No answer is awaited.
    pub(super) const fn none() -> Self {
        Self {
            awaited: 0,
            inside: 0,
        }
    }

    /// Answers were asked for that have not come in time.
    pub(super) const fn awaited(answers: u8) -> Self {
        Self {
            awaited: answers,
            inside: 0,
        }
    }

    /// Whether an event is the user's own.
    fn lets(&mut self, event: &Event) -> bool {
        let Event::Key(key) = event else { return true };
        if self.inside > 0 {
            self.inside = if is_end(key) { 0 } else { self.inside - 1 };
            return false;
        }
        let begins = key.code == KeyCode::Char(']') && key.modifiers.contains(KeyModifiers::ALT);
        if self.awaited == 0 || !begins {
            return true;
        }
        self.awaited -= 1;
        // An answer is no longer than this: "11;rgb:ffff/ffff/ffff" and its end.
        self.inside = 32;
        false
    }
}

/// BEL, or the string terminator `Esc \`.
fn is_end(key: &KeyEvent) -> bool {
    let letter = |letter, modifier| key.code == KeyCode::Char(letter) && key.modifiers == modifier;
    letter('g', KeyModifiers::CONTROL) || letter('\\', KeyModifiers::ALT)
}

#[cfg(test)]
#[path = "keyboard_tests.rs"]
mod tests;
