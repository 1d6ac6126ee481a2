//! Opening the screens, and leaving them.

use std::io::{IsTerminal, Write, stderr, stdout};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use ratatui::layout::Size;

use super::backend::BookBackend;
use super::book_worker::{self, Outlets};
use super::clock::{midnight, ticks};
use super::desk::{Desk, Open};
use super::event_loop::{End, EventLoop};
use super::guard::Guard;
use super::keyboard;
use super::queue::{Queue, Task};
use super::screen::{self, Screen};
use super::send_worker::SendWorker;
use super::{look, mishap, signals, throwaway};
use crate::config::{Environment, Settings, logging};
use crate::failure::{Failure, Kind, Result};
use crate::tui::model::keys::Keymap;
use crate::tui::model::{Model, Setup};
use crate::tui::view::theme::Theme;

/// How long the mail server's answer is waited for without a word.
const MOMENT: Duration = Duration::from_millis(300);

/// What is said while the mail server has not answered yet.
const WAITS: &str = "payme waits for the mail server's answer to the message on its way. Ctrl-C ends \
     it now; then nobody knows whether that message arrived.";

/// What the screens are opened with.
#[derive(Clone, Debug)]
pub struct RunOptions {
    /// The settings of this run.
    pub settings: Settings,
    /// The environment, for secrets and the editor.
    pub environment: Environment,
    /// Whether to open the demo book in place of the user's own.
    pub demo: bool,
}

/// Opens the screens, and answers when they are left.
///
/// # Errors
/// Usage, when there is no terminal or a setting is wrong; book, when the book cannot be used.
/// The terminal is as it was before.
pub fn run(options: RunOptions) -> Result<()> {
    let keymap = keymap(&options.settings)?;
    let dumb = options
        .environment
        .get("TERM")
        .is_some_and(|term| term == "dumb");
    if dumb || !stdout().is_terminal() {
        return Err(Failure::usage("The screens need a terminal.")
            .hint("payme due shows what needs you; payme --help lists the commands"));
    }
    let log = logging::start(&options.environment, &options.settings.places)?;
    let clock = options.settings.clock;
    let desk = Desk::new(options.settings, options.environment, ticks(clock));
    let (desk, open) = if options.demo {
        desk.demo(&std::env::temp_dir())?
    } else {
        let open = desk.open()?;
        (desk, open)
    };
    let done = prepare(&desk, open, keymap).and_then(|ready| show(&desk, ready));
    throwaway::remove_all();
    drop(log);
    done
}

/// The keys of the settings.
fn keymap(settings: &Settings) -> Result<Keymap> {
    let pairs = settings.keys.iter();
    let keys = pairs.map(|key| (key.command.clone(), key.keys.clone()));
    Keymap::with(&keys.collect()).map_err(|failure| {
        let place = settings.keys.first().map(|key| key.place.clone());
        failure.because(place.unwrap_or_default())
    })
}

/// What the model is told at the start.
#[must_use]
pub fn setup(desk: &Desk, open: &Open, keymap: Keymap, size: Size) -> Setup {
    Setup {
        now: desk.now(),
        width: size.width,
        height: size.height,
        keymap,
        fresh: open.untouched,
        demo: desk.is_demo(),
        book: desk.short(&desk.settings().book),
        config: desk.short(&desk.settings().config),
        transport: desk.transport(),
        to_folder: desk.settings().mail.to_folder(),
        witnesses: desk.witnesses(),
    }
}

/// Everything that must be known before the terminal is touched.
struct Ready {
    model: Model,
    backend: BookBackend,
    theme: Theme,
    late: keyboard::LateAnswer,
}

fn prepare(desk: &Desk, open: Open, keymap: Keymap) -> Result<Ready> {
    let (theme, late) = look::of_terminal(&desk.settings().screen, &themes(desk))?;
    let size = screen::size();
    let mut model = Model::new(setup(desk, &open, keymap, size));
    if let Some(copy) = &open.copy {
        let copy = desk.short(copy);
        model.say(format!(
            "The book is of this version now; the copy before it is {copy}."
        ));
    }
    let backend = BookBackend::new(desk.clone(), open.book);
    Ok(Ready {
        model,
        backend,
        theme,
        late,
    })
}

/// Where the user's own themes are: beside the settings.
fn themes(desk: &Desk) -> PathBuf {
    desk.settings().config.with_file_name("themes")
}

fn show(desk: &Desk, ready: Ready) -> Result<()> {
    // Without this, NO_COLOR makes every change of style erase the row of the cursor; the theme
    // without colours does what NO_COLOR wants.
    crossterm::style::force_color_output(true);
    mishap::watch();
    signals::watch()?;
    let guard = Guard::enter(desk.settings().screen.mouse).map_err(no_terminal)?;
    let (to_inbox, inbox) = channel();
    let sender = SendWorker::start(desk.clone(), to_inbox.clone());
    let queue = Arc::new(Queue::default());
    let outlets = Outlets {
        inbox: to_inbox.clone(),
        sender: sender.orders(),
    };
    let worker = book_worker::start(Arc::clone(&queue), Box::new(ready.backend), outlets);
    keyboard::watch_line(to_inbox.clone());
    let size = ready.model.size;
    let terminal = screen::terminal(size).map_err(no_terminal)?;
    let clock = desk.settings().clock;
    let mut event_loop = EventLoop {
        model: ready.model,
        outside: Screen {
            guard,
            terminal,
            theme: ready.theme,
            environment: desk.environment().clone(),
            queue: Arc::clone(&queue),
            sender: sender.orders(),
            go_on: keyboard::start(to_inbox, size, ready.late),
        },
        inbox: &inbox,
        clock: desk.clock(),
        midnight: &|now| midnight(clock, now),
        end: None,
    };
    let end = event_loop.run();
    drop(event_loop);
    queue.push(Task::End);
    // A change that was begun is finished, and what is on its way to a mail server gets its answer.
    worker.finish(MOMENT, || {
        tell(
            &end,
            "payme finishes a change of the book. Ctrl-C ends it now; then it is not made.",
        );
    });
    sender.finish(MOMENT, || tell(&end, WAITS));
    match end {
        End::Quit => Ok(()),
        End::Lost => Err(Failure::refused("The terminal is gone.")),
        End::Broken(failure) => Err(failure),
    }
}

/// Says a line after the screens.
fn tell(end: &End, line: &str) {
    if *end != End::Lost {
        // Who cannot be told need not be told.
        let _ = writeln!(stderr(), "{line}");
    }
}

fn no_terminal(error: std::io::Error) -> Failure {
    Failure::new(Kind::Usage, "The terminal cannot be used for the screens.")
        .hint("payme --help lists the commands, which need no terminal")
        .because(error)
}
