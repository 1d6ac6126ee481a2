//! The real program in a real terminal: a pty with a parser of what is drawn. Nothing sleeps: every
//! step waits for a condition, and fails with the screen when it does not come.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use vt100::{MouseProtocolMode, Parser, Screen};

use super::home::{Home, TODAY};

/// The longest that anything may take on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

#[derive(Default)]
struct Line {
    parser: Option<Parser>,
    raw: Vec<u8>,
    closed: bool,
    /// The reader lets go of the line at the next byte.
    let_go: bool,
}

/// A program in a terminal.
pub(crate) struct Pty {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    line: Arc<(Mutex<Line>, Condvar)>,
}

/// How the program is started.
pub(crate) struct Start<'a> {
    home: &'a Home,
    columns: u16,
    rows: u16,
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
}

impl<'a> Start<'a> {
    pub(crate) fn new(home: &'a Home) -> Self {
        Self {
            home,
            columns: 80,
            rows: 24,
            arguments: vec![env!("CARGO_BIN_EXE_payme").to_owned()],
            environment: Vec::new(),
        }
    }

    pub(crate) fn size(mut self, columns: u16, rows: u16) -> Self {
        (self.columns, self.rows) = (columns, rows);
        self
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn argument(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    /// Runs this in a shell, in which `payme` is the program.
    pub(crate) fn shell(mut self, script: &str) -> Self {
        let script = script.replace("payme", env!("CARGO_BIN_EXE_payme"));
        self.arguments = vec!["sh".to_owned(), "-c".to_owned(), script];
        self
    }

    pub(crate) fn go(self) -> Pty {
        let size = PtySize {
            rows: self.rows,
            cols: self.columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command =
            CommandBuilder::from_argv(self.arguments.iter().map(Into::into).collect());
        command.env_clear();
        command.env("HOME", self.home.path());
        command.env("TMPDIR", self.home.path());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        command.env("LC_ALL", "C.UTF-8");
        command.env("PAYME_TODAY", TODAY);
        command.cwd(self.home.path());
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        // From now on only the program has this end.
        drop(pair.slave);
        let (rows, columns) = (cells(self.rows), cells(self.columns));
        let line = Arc::new((
            Mutex::new(Line {
                parser: Some(Parser::new(rows, columns, 0)),
                ..Line::default()
            }),
            Condvar::new(),
        ));
        let reader = pair.master.try_clone_reader().unwrap();
        let told = Arc::clone(&line);
        thread::spawn(move || read_along(reader, &told));
        Pty {
            writer: Some(pair.master.take_writer().unwrap()),
            master: Some(pair.master),
            child,
            line,
        }
    }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

fn read_along(mut reader: Box<dyn Read + Send>, told: &(Mutex<Line>, Condvar)) {
    let (line, changed) = told;
    let mut bytes = [0; 4096];
    loop {
        let count = reader.read(&mut bytes).unwrap_or(0);
        let mut line = line.lock().unwrap();
        if let Some(parser) = &mut line.parser {
            parser.process(&bytes[..count]);
        }
        line.raw.extend_from_slice(&bytes[..count]);
        line.closed = count == 0;
        let end = line.closed || line.let_go;
        drop(line);
        if end {
            drop(reader);
            told.0.lock().unwrap().closed = true;
            changed.notify_all();
            return;
        }
        changed.notify_all();
    }
}

impl Pty {
    /// Waits until the line is as it should be.
    #[track_caller]
    fn wait_line(&self, what: &str, is_so: impl Fn(&Line) -> bool) {
        let (line, changed) = &*self.line;
        let end = Instant::now() + LONGEST;
        let mut line = line.lock().unwrap();
        while !is_so(&line) {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let screen = line.parser.as_ref().unwrap().screen().contents();
                panic!("{what} did not come; the screen is\n{screen}");
            }
            line = changed.wait_timeout(line, left).unwrap().0;
        }
    }

    /// Waits until the screen is as it should be.
    #[track_caller]
    pub(crate) fn wait(&self, what: &str, is_so: impl Fn(&Screen) -> bool) -> &Self {
        self.wait_line(what, |line| is_so(line.parser.as_ref().unwrap().screen()));
        self
    }

    /// Waits until the screen says something.
    #[track_caller]
    pub(crate) fn shows(&self, text: &str) -> &Self {
        self.wait(&format!("{text:?}"), |screen| {
            screen.contents().contains(text)
        })
    }

    /// Waits until something was written, control sequences and all.
    #[track_caller]
    pub(crate) fn wrote(&self, bytes: &[u8]) -> &Self {
        let what = String::from_utf8_lossy(bytes).into_owned();
        self.wait_line(&format!("{what:?}"), |line| contains(&line.raw, bytes));
        self
    }

    /// Whether something was written so far.
    pub(crate) fn has_written(&self, bytes: &[u8]) -> bool {
        contains(&self.line.0.lock().unwrap().raw, bytes)
    }

    /// The screen as text.
    pub(crate) fn screen(&self) -> String {
        let line = self.line.0.lock().unwrap();
        line.parser.as_ref().unwrap().screen().contents()
    }

    /// Sends bytes, as a terminal sends keys.
    pub(crate) fn send(&mut self, bytes: &str) -> &mut Self {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(bytes.as_bytes()).unwrap();
        writer.flush().unwrap();
        self
    }

    /// Clicks a cell, counted from 0.
    pub(crate) fn click(&mut self, column: usize, row: usize) -> &mut Self {
        let (column, row) = (column + 1, row + 1);
        self.send(&format!("\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m"))
    }

    /// Clicks the first place where a text stands.
    pub(crate) fn click_text(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        let found = screen.lines().enumerate().find_map(|(row, line)| {
            let (before, _) = line.split_once(text)?;
            Some((before.chars().count(), row))
        });
        let (column, row) = found.unwrap_or_else(|| panic!("{text:?} is not in\n{screen}"));
        self.click(column, row)
    }

    /// Gives the window another size.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        let mut line = self.line.0.lock().unwrap();
        let screen = line.parser.as_mut().unwrap().screen_mut();
        screen.set_size(cells(rows), cells(columns));
        drop(line);
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.master.as_ref().unwrap().resize(size).unwrap();
        self
    }

    /// The program's process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Sends the program a signal.
    pub(crate) fn signal(&self, name: &str) -> &Self {
        signal(self.pid(), name);
        self
    }

    /// Waits for the end of the program.
    #[track_caller]
    pub(crate) fn ended(&mut self) -> ExitStatus {
        until("the end of the program", || self.child.try_wait().unwrap())
    }

    /// Waits until the terminal is as a shell wants it.
    #[track_caller]
    pub(crate) fn is_restored(&self) -> &Self {
        self.wait("the terminal as it was", |screen| {
            !screen.alternate_screen()
                && !screen.hide_cursor()
                && !screen.bracketed_paste()
                && screen.mouse_protocol_mode() == MouseProtocolMode::None
        });
        // The flags are set after the last byte was written.
        until("the line discipline as it was", || {
            self.is_cooked().then_some(())
        });
        self
    }

    /// Whether the line echoes and edits, as before the screens.
    fn is_cooked(&self) -> bool {
        let termios = self.master.as_ref().unwrap().get_termios().unwrap();
        let flags = format!("{:?}", termios.local_flags);
        ["ICANON", "ECHO", "ISIG"].iter().all(|flag| {
            flags
                .split(" | ")
                .any(|set| set.trim_matches(['(', ')']).ends_with(flag))
        })
    }

    /// Closes the terminal while the program runs. `poke` makes it write once more, so that nobody
    /// keeps the line.
    #[track_caller]
    pub(crate) fn close(&mut self, poke: &str) {
        self.line.0.lock().unwrap().let_go = true;
        self.send(poke);
        self.wait_line("a last byte", |line| line.closed);
        self.writer = None;
        self.master = None;
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // One that has ended is not killed.
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// Sends a signal to a process.
pub(crate) fn signal(pid: u32, name: &str) {
    let kill = Command::new("kill")
        .args(["-s", name, &pid.to_string()])
        .status();
    assert!(kill.unwrap().success());
}

/// How a process stands, as `ps` says it ("S+", "T" …); empty when there is none.
pub(crate) fn state_of(pid: u32) -> String {
    let ps = Command::new("ps")
        .args(["-o", "stat=", "-p", &pid.to_string()])
        .output();
    String::from_utf8(ps.unwrap().stdout)
        .unwrap()
        .trim()
        .to_owned()
}

/// Asks again and again until there is an answer.
#[track_caller]
pub(crate) fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + LONGEST;
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < end, "{what} did not come");
        thread::park_timeout(Duration::from_millis(2));
    }
}

fn contains(whole: &[u8], part: &[u8]) -> bool {
    whole.windows(part.len()).any(|window| window == part)
}
