//! The real outside: the terminal with its frames, and the workers.

use std::io::{self, BufWriter, Stdout, stdout};
use std::sync::Arc;
use std::sync::mpsc::Sender;

use crossterm::clipboard::CopyToClipboard;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use crossterm::{execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Rect, Size};
use ratatui::{Terminal, TerminalOptions, Viewport};
use signal_hook::consts::SIGTSTP;
use signal_hook::low_level::emulate_default_handler;

use super::guard::{self, Guard};
use super::outside::Outside;
use super::queue::{Queue, Task};
use super::signals::Lent;
use crate::config::{Environment, editor};
use crate::failure::Result;
use crate::tui::model::{Job, Load, Model, Write};
use crate::tui::view::render;
use crate::tui::view::theme::Theme;

/// The terminal, and the way to the workers.
pub(super) struct Screen {
    pub(super) guard: Guard,
    pub(super) terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    pub(super) theme: Theme,
    pub(super) environment: Environment,
    pub(super) queue: Arc<Queue>,
    pub(super) go_on: Sender<()>,
}

/// A terminal whose frames are as large as the model says. Asking it where the cursor stands would
/// wait for the reader of keys, so nothing here does that.
pub(super) fn terminal(size: Size) -> io::Result<Terminal<CrosstermBackend<BufWriter<Stdout>>>> {
    let out = BufWriter::with_capacity(64 * 1024, stdout());
    let viewport = Viewport::Fixed(Rect::from((ratatui::layout::Position::ORIGIN, size)));
    Terminal::with_options(CrosstermBackend::new(out), TerminalOptions { viewport })
}

/// How large the terminal is; one that does not say gets the size that all can show.
pub(super) fn size() -> Size {
    match crossterm::terminal::size() {
        Ok((width, height)) if width > 0 && height > 0 => Size::new(width, height),
        Ok(_) | Err(_) => Size::new(80, 24),
    }
}

impl Screen {
    fn whole(&mut self, size: Size) -> io::Result<()> {
        let area = Rect::from((ratatui::layout::Position::ORIGIN, size));
        // This clears the screen and forgets the last frame, and asks the terminal nothing.
        self.terminal.resize(area)
    }

    /// Takes the terminal once more after another program had it.
    fn again(&mut self) -> io::Result<()> {
        self.guard.again()?;
        self.clear()
    }

    fn area(&mut self) -> Rect {
        self.terminal.get_frame().area()
    }
}

impl Outside for Screen {
    fn draw(&mut self, model: &Model) -> io::Result<()> {
        let _writing = guard::writing();
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        if self.area().as_size() != model.size {
            self.whole(model.size)?;
        }
        let theme = &self.theme;
        self.terminal.draw(|frame| render(model, theme, frame))?;
        execute!(self.terminal.backend_mut(), EndSynchronizedUpdate)
    }

    fn clear(&mut self) -> io::Result<()> {
        let _writing = guard::writing();
        let size = self.area().as_size();
        self.whole(size)
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        let _writing = guard::writing();
        let copy = CopyToClipboard::to_clipboard_from(text);
        execute!(self.terminal.backend_mut(), copy)
    }

    fn edit(&mut self, text: &str) -> io::Result<Result<String>> {
        guard::restore();
        let lent = Lent::begin();
        let edited = editor::edit(&self.environment, &std::env::temp_dir(), text);
        drop(lent);
        self.again()?;
        Ok(edited)
    }

    fn suspend(&mut self) -> io::Result<()> {
        guard::restore();
        let stopped = emulate_default_handler(SIGTSTP);
        self.again()?;
        stopped
    }

    fn read_on(&mut self) {
        // A reader that has ended has told why.
        let _ = self.go_on.send(());
    }

    fn load(&mut self, job: Job, load: Load) {
        self.queue.push(Task::Load(job, load));
    }

    fn write(&mut self, job: Job, write: Write) {
        self.queue.push(Task::Write(job, write));
    }
}
