//! The screens without a terminal: keys go in, a real book in an empty home changes, frames come out.
//! Everything happens at once and on a fixed day, so that nothing has to be waited for.

use std::collections::VecDeque;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use payme::config::{Environment, Flags, Places, Settings};
use payme::domain::clock::Now;
use payme::failure::Result;
use payme::tui::model::keys::Keymap;
use payme::tui::model::{Effect, Model, Msg, News, Reply, update};
use payme::tui::runtime::backend::{Backend, BookBackend};
use payme::tui::runtime::desk::{Desk, Open};
use payme::tui::runtime::postman::{Ended, Postman};
use payme::tui::runtime::{Ticks, setup};
use payme::tui::view::render;
use payme::tui::view::theme::Theme;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Size;

use super::home::{Home, TODAY};

/// What `$EDITOR` does to a text.
type Editor = Box<dyn FnMut(&str) -> Result<String>>;

pub(crate) struct Scene {
    pub(crate) model: Model,
    pub(crate) backend: BookBackend,
    /// What was put on the clipboard, the last one last.
    pub(crate) copied: Vec<String>,
    /// Whether the screens were left.
    pub(crate) left: bool,
    pub(crate) editor: Editor,
    postman: Option<Postman>,
    time: Arc<Mutex<Now>>,
    desk: Desk,
    waiting: VecDeque<Msg>,
}

/// Noon of the day that every test lives on.
fn noon() -> Now {
    Now {
        today: TODAY.parse().unwrap(),
        at: format!("{TODAY}T12:00:00Z")
            .parse::<DateTime<Utc>>()
            .unwrap(),
    }
}

/// A desk in this home, with a clock that stands.
fn desk(home: &Home) -> (Desk, Arc<Mutex<Now>>) {
    let environment = Environment::fixed(&[]);
    let flags = Flags::default();
    let settings = Settings::load(&flags, &environment, &Places::under(home.path())).unwrap();
    let time = Arc::new(Mutex::new(noon()));
    let told = Arc::clone(&time);
    let ticks: Ticks = Arc::new(move || *told.lock().unwrap());
    (Desk::new(settings, environment, ticks), time)
}

impl Scene {
    /// First launch in an empty home, or a later one where something is.
    pub(crate) fn new(home: &Home, width: u16, height: u16) -> Self {
        let (desk, time) = desk(home);
        let open = desk.open().unwrap();
        Self::with(&desk, open, time, Size::new(width, height))
    }

    /// The demo.
    pub(crate) fn demo(home: &Home, width: u16, height: u16) -> Self {
        let (desk, time) = desk(home);
        let (desk, open) = desk.demo(home.path()).unwrap();
        Self::with(&desk, open, time, Size::new(width, height))
    }

    fn with(desk: &Desk, open: Open, time: Arc<Mutex<Now>>, size: Size) -> Self {
        let model = Model::new(setup(desk, &open, Keymap::default(), size));
        let mut scene = Self {
            model,
            backend: BookBackend::new(desk.clone(), open.book),
            copied: Vec::new(),
            left: false,
            editor: Box::new(|text| Ok(text.to_owned())),
            postman: None,
            time,
            desk: desk.clone(),
            waiting: VecDeque::new(),
        };
        scene.tell(Msg::Start);
        scene
    }

    /// Presses keys: letters as they are, others by name (`<Enter>`, `<C-p>`, `<lt>`).
    pub(crate) fn keys(&mut self, text: &str) -> &mut Self {
        for key in parse(text) {
            self.tell(Msg::Key(key));
        }
        self
    }

    /// Pastes a text.
    pub(crate) fn paste(&mut self, text: &str) -> &mut Self {
        self.tell(Msg::Paste(text.to_owned()));
        self
    }

    /// Clicks a cell.
    pub(crate) fn click(&mut self, column: u16, row: u16) -> &mut Self {
        self.tell(Msg::Mouse(MouseEvent {
            kind: MouseEventKind::Down(MouseButton::Left),
            column,
            row,
            modifiers: KeyModifiers::NONE,
        }));
        self
    }

    /// Clicks the first place where a text stands.
    pub(crate) fn click_text(&mut self, text: &str) -> &mut Self {
        let frame = self.frame();
        for (row, line) in frame.lines().enumerate() {
            if let Some((before, _)) = line.split_once(text) {
                let column = before.chars().count();
                let (column, row) = (u16::try_from(column), u16::try_from(row));
                return self.click(column.unwrap(), row.unwrap());
            }
        }
        panic!("{text:?} is not in\n{frame}");
    }

    /// Gives the window another size.
    pub(crate) fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.tell(Msg::Resize(width, height));
        self
    }

    /// Lets time pass, and sends what is due then, as the send worker would.
    pub(crate) fn pass(&mut self, seconds: i64) -> &mut Self {
        self.time.lock().unwrap().at += TimeDelta::seconds(seconds);
        self.tell(Msg::Clock(self.desk.now()));
        self.send_what_is_due();
        self
    }

    /// Lets days pass, and sends what is due then.
    pub(crate) fn days(&mut self, days: i64) -> &mut Self {
        self.time.lock().unwrap().today += TimeDelta::days(days);
        self.pass(days * 24 * 3600)
    }

    fn send_what_is_due(&mut self) {
        let now = self.desk.now();
        let postman = self.postman();
        if postman.next_due().unwrap().is_none_or(|at| at > now.at) {
            return;
        }
        let mut news = Vec::new();
        let ended: Ended = postman.round(false, &mut |one| news.push(one)).unwrap();
        news.push(ended.news());
        for one in news {
            self.tell(Msg::News(one));
        }
    }

    /// Who stands in for the send worker.
    fn postman(&mut self) -> &mut Postman {
        let desk = self.backend.desk().clone();
        self.postman.get_or_insert_with(|| {
            let book = desk.open_again().unwrap();
            Postman::new(desk, book, Arc::new(AtomicBool::new(false)))
        })
    }

    fn tell(&mut self, msg: Msg) {
        self.waiting.push_back(Msg::Clock(self.desk.now()));
        self.waiting.push_back(msg);
        while let Some(msg) = self.waiting.pop_front() {
            for effect in update(&mut self.model, msg) {
                self.perform(effect);
            }
        }
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Load { job, load } => {
                let reply = self.backend.load(&load);
                self.waiting.push_back(Msg::Reply(job, reply));
            }
            Effect::Write { job, write } => {
                let done = self.backend.write(&write).map(Reply::Done);
                self.waiting.push_back(Msg::Reply(job, done));
            }
            Effect::Ask(id) => {
                let news = self.postman().ask(id);
                let news = news.unwrap_or_else(News::NotAsked);
                self.waiting.push_back(Msg::News(news));
            }
            Effect::Copy(text) => self.copied.push(text),
            Effect::OpenEditor(text) => {
                let edited = (self.editor)(&text);
                self.waiting.push_back(Msg::Edited(edited));
            }
            Effect::Redraw | Effect::Suspend => {}
            Effect::Quit => self.left = true,
        }
    }

    /// The screen as cells.
    pub(crate) fn buffer(&self, theme: &Theme) -> Buffer {
        let size = self.model.size;
        let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).unwrap();
        let frame = terminal.draw(|frame| render(&self.model, theme, frame));
        frame.unwrap().buffer.clone()
    }

    /// The screen as text, line by line.
    pub(crate) fn frame(&self) -> String {
        let buffer = self.buffer(&Theme::mono());
        let width = usize::from(buffer.area.width);
        let rows = buffer.content.chunks(width);
        let lines = rows.map(|row| {
            let line: String = row.iter().map(Cell::symbol).collect();
            line.trim_end().to_owned()
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Asserts that the screen says something.
    #[track_caller]
    pub(crate) fn shows(&mut self, text: &str) -> &mut Self {
        let frame = self.frame();
        assert!(frame.contains(text), "{text:?} is not in\n{frame}");
        self
    }

    /// Asserts that the screen does not say something.
    #[track_caller]
    pub(crate) fn hides(&mut self, text: &str) -> &mut Self {
        let frame = self.frame();
        assert!(!frame.contains(text), "{text:?} is in\n{frame}");
        self
    }
}

fn parse(text: &str) -> Vec<KeyEvent> {
    let mut keys = Vec::new();
    let mut rest = text;
    loop {
        if let Some((name, after)) = rest.strip_prefix('<').and_then(|r| r.split_once('>')) {
            keys.push(named(name));
            rest = after;
            continue;
        }
        let mut letters = rest.chars();
        let Some(letter) = letters.next() else { break };
        keys.push(KeyEvent::from(KeyCode::Char(letter)));
        rest = letters.as_str();
    }
    keys
}

fn named(name: &str) -> KeyEvent {
    if let Some(letter) = name.strip_prefix("C-") {
        let code = KeyCode::Char(letter.chars().next().unwrap());
        return KeyEvent::new(code, KeyModifiers::CONTROL);
    }
    let code = match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Space" => KeyCode::Char(' '),
        "Tab" => KeyCode::Tab,
        "Right" => KeyCode::Right,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Backspace" => KeyCode::Backspace,
        "F1" => KeyCode::F(1),
        "F2" => KeyCode::F(2),
        "F3" => KeyCode::F(3),
        "F4" => KeyCode::F(4),
        "F9" => KeyCode::F(9),
        "lt" => KeyCode::Char('<'),
        other => panic!("there is no key <{other}>"),
    };
    KeyEvent::from(code)
}
