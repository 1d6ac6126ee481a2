//! One connection: the ordinary dialogue, and the script's part in it.

use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::script::{Act, Point, Protection};
use super::{Shared, Stored};
use crate::support::pipe::Pipe;

pub(super) struct Conversation {
    pipe: Option<Pipe>,
    shared: Arc<Shared>,
    logged_in: bool,
    from: String,
    to: Vec<String>,
}

/// The end of a connection: by the script, by the client, or by an error.
pub(super) struct Ended;

impl From<io::Error> for Ended {
    fn from(_: io::Error) -> Self {
        Self
    }
}

type Step<T> = Result<T, Ended>;

impl Conversation {
    pub(super) fn new(pipe: Pipe, shared: Arc<Shared>) -> Self {
        Self {
            pipe: Some(pipe),
            shared,
            logged_in: false,
            from: String::new(),
            to: Vec::new(),
        }
    }

    pub(super) fn run(mut self) -> Step<()> {
        let protection = self.shared.script.lock().unwrap().protection.clone();
        if let Protection::Tls(config) = &protection {
            self.encrypt(Arc::clone(config))?;
        }
        self.answer(Point::Greeting, "", "220 scripted.example ESMTP")?;
        loop {
            let line = self.line()?;
            let verb = line
                .split([' ', ':'])
                .next()
                .unwrap_or_default()
                .to_uppercase();
            match verb.as_str() {
                "EHLO" => self.hello(&line)?,
                "STARTTLS" => {
                    if self.answer(Point::StartTls, &line, "220 go on")? == 220
                        && let Protection::StartTls(config) = &protection
                    {
                        self.encrypt(Arc::clone(config))?;
                    }
                }
                "AUTH" => self.login(&line)?,
                "MAIL" => self.sender(&line)?,
                "RCPT" => {
                    if self.answer(Point::Recipient, &line, "250 2.1.5 ok")? < 300 {
                        self.to.push(between_brackets(&line));
                    }
                }
                "DATA" => self.data(&line)?,
                "RSET" => {
                    self.forget();
                    self.answer(Point::Reset, &line, "250 2.0.0 ok")?;
                }
                "QUIT" => {
                    self.answer(Point::Quit, &line, "221 2.0.0 bye")?;
                    return Ok(());
                }
                _ => self.say(b"500 5.5.2 what?\r\n")?,
            }
        }
    }

    fn hello(&mut self, line: &str) -> Step<()> {
        let mut lines = vec!["scripted.example".to_string()];
        let features = self.shared.script.lock().unwrap().features.clone();
        let encrypted = self.pipe.as_ref().is_some_and(Pipe::is_encrypted);
        let hidden = |feature: &String| encrypted && feature.eq_ignore_ascii_case("STARTTLS");
        lines.extend(features.into_iter().filter(|feature| !hidden(feature)));
        let last = lines.len() - 1;
        let reply: Vec<String> = lines
            .iter()
            .enumerate()
            .map(|(n, text)| format!("250{}{text}", if n == last { ' ' } else { '-' }))
            .collect();
        self.answer(Point::Hello, line, &reply.join("\r\n"))?;
        Ok(())
    }

    fn login(&mut self, line: &str) -> Step<()> {
        let login = self.shared.script.lock().unwrap().login.clone();
        let Some(login) = login else {
            return self.say(b"502 5.5.1 no login here\r\n");
        };
        let mut words = line.split(' ').skip(1);
        let mechanism = words.next().unwrap_or_default().to_uppercase();
        let first = words.next().map(str::to_string);
        let (user, secret) = (&login.user, &login.secret);
        let right = match mechanism.as_str() {
            "PLAIN" => first == Some(encode(&format!("\0{user}\0{secret}"))),
            "LOGIN" => {
                self.say(b"334 VXNlcm5hbWU6\r\n")?;
                let given_user = self.line()?;
                self.say(b"334 UGFzc3dvcmQ6\r\n")?;
                let given_secret = self.line()?;
                (given_user, given_secret) == (encode(user), encode(secret))
            }
            _ => {
                first
                    == Some(encode(&format!(
                        "user={user}\x01auth=Bearer {secret}\x01\x01"
                    )))
            }
        };
        let reply = if right {
            "235 2.7.0 welcome"
        } else {
            if mechanism == "XOAUTH2" {
                let why = encode("{\"status\":\"400\"}");
                self.say(format!("334 {why}\r\n").as_bytes())?;
                self.line()?;
            }
            "535 5.7.8 wrong"
        };
        self.logged_in = self.answer(Point::Login, line, reply)? == 235;
        Ok(())
    }

    fn sender(&mut self, line: &str) -> Step<()> {
        let wants_login = self.shared.script.lock().unwrap().login.is_some();
        let reply = if wants_login && !self.logged_in {
            "530 5.7.0 log in first"
        } else {
            "250 2.1.0 ok"
        };
        if self.answer(Point::Sender, line, reply)? == 250 {
            self.from = between_brackets(line);
            self.to.clear();
        }
        Ok(())
    }

    fn data(&mut self, line: &str) -> Step<()> {
        let reply = if self.to.is_empty() {
            "503 5.5.1 nobody to send it to"
        } else {
            "354 go on"
        };
        if self.answer(Point::Data, line, reply)? != 354 {
            return Ok(());
        }
        let mut bytes = Vec::new();
        let mut first = true;
        loop {
            let line = self.raw_line()?;
            if std::mem::take(&mut first) {
                self.act(Point::Body, "")?;
            }
            if line == b"." {
                break;
            }
            bytes.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            bytes.extend_from_slice(b"\r\n");
        }
        self.note('C', "(message) .");
        let done = self.finish_message(bytes);
        self.forget();
        done?;
        self.act(Point::Idle, "")?;
        Ok(())
    }

    /// The message is complete: what the script says, or storing it and saying so.
    fn finish_message(&mut self, bytes: Vec<u8>) -> Step<()> {
        if self.act(Point::Dot, "")?.is_some() {
            return Ok(());
        }
        let stored = Stored {
            from: self.from.clone(),
            to: self.to.clone(),
            bytes,
        };
        let mut record = self.shared.record.lock().unwrap();
        record.messages.push(stored);
        let count = record.messages.len();
        drop(record);
        let reply = format!("250 2.0.0 ok, queued as {count}");
        self.answer(Point::Stored, "", &reply)?;
        Ok(())
    }

    fn forget(&mut self) {
        self.from.clear();
        self.to.clear();
    }

    /// The script's answer, or the ordinary one. Gives the code that was said.
    fn answer(&mut self, point: Point, line: &str, ordinary: &str) -> Step<u16> {
        if let Some(code) = self.act(point, line)? {
            return Ok(code);
        }
        self.say(format!("{ordinary}\r\n").as_bytes())?;
        Ok(code(ordinary.as_bytes()))
    }

    /// Does what the script says here. Gives the code when it has answered.
    fn act(&mut self, point: Point, line: &str) -> Step<Option<u16>> {
        let act = self.shared.script.lock().unwrap().act(point, line);
        let Some(act) = act else {
            return Ok(None);
        };
        match act {
            Act::Say(bytes) => {
                self.say(&bytes)?;
                return Ok(Some(code(&bytes)));
            }
            Act::SayAndCut(bytes) => {
                self.say(&bytes)?;
                return Err(Ended);
            }
            Act::Cut => return Err(Ended),
            Act::Reset => {
                self.pipe.take().unwrap().reset();
                return Err(Ended);
            }
            Act::Silence => {
                while self.client_is_there() {}
                return Err(Ended);
            }
            Act::Drip => {
                self.pipe()?.say(b"2")?;
                while self.client_is_there() {
                    self.pipe()?.say(b"5")?;
                }
                return Err(Ended);
            }
            Act::Flood => loop {
                self.pipe()?.say(&[b'2'; 4096])?;
            },
            Act::Wait(time) => {
                let start = Instant::now();
                while start.elapsed() < time && self.client_is_there() {}
            }
            Act::Hold(gate) => {
                let shared = Arc::clone(&self.shared);
                gate.pass(|| shared.stopping.load(Ordering::SeqCst));
            }
        }
        Ok(None)
    }

    fn client_is_there(&mut self) -> bool {
        let stopping = self.shared.stopping.load(Ordering::SeqCst);
        !stopping && self.pipe.as_mut().is_some_and(Pipe::client_is_there)
    }

    fn encrypt(&mut self, config: Arc<tokio_rustls::rustls::ServerConfig>) -> Step<()> {
        let pipe = self.pipe.take().ok_or(Ended)?;
        let shared = Arc::clone(&self.shared);
        let stopping = move || shared.stopping.load(Ordering::SeqCst);
        self.pipe = Some(pipe.encrypt(config, &stopping)?);
        Ok(())
    }

    fn pipe(&mut self) -> Step<&mut Pipe> {
        self.pipe.as_mut().ok_or(Ended)
    }

    fn raw_line(&mut self) -> Step<Vec<u8>> {
        let shared = Arc::clone(&self.shared);
        let stopping = move || shared.stopping.load(Ordering::SeqCst);
        Ok(self.pipe()?.line(&stopping)?)
    }

    fn line(&mut self) -> Step<String> {
        let line = String::from_utf8_lossy(&self.raw_line()?).into_owned();
        self.note('C', &line);
        Ok(line)
    }

    fn say(&mut self, bytes: &[u8]) -> Step<()> {
        for line in String::from_utf8_lossy(bytes).lines() {
            self.note('S', line);
        }
        Ok(self.pipe()?.say(bytes)?)
    }

    fn note(&self, who: char, line: &str) {
        let mut record = self.shared.record.lock().unwrap();
        record.dialogue.push(format!("{who}: {line}"));
    }
}

fn between_brackets(line: &str) -> String {
    let inner = line.split_once('<').map_or("", |(_, rest)| rest);
    inner.split('>').next().unwrap_or_default().to_string()
}

/// The code of a reply; 0 when it has none.
fn code(reply: &[u8]) -> u16 {
    let digits = reply.get(..3).unwrap_or_default();
    let digits = std::str::from_utf8(digits).unwrap_or_default();
    digits.parse().unwrap_or_default()
}

fn encode(text: &str) -> String {
    STANDARD.encode(text)
}
