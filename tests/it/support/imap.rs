//! An IMAP server on 127.0.0.1 that holds some mails, does what a script says, and keeps the
//! dialogue. It knows the few commands that a reader of evidence may use, and no other.

use std::io;
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio_rustls::rustls::ServerConfig;

use super::pipe::Pipe;

/// What the server does in place of the ordinary answer.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Says this; `{tag}` is the command's tag.
    Say(String),
    /// Closes.
    Cut,
    /// Says one letter now and then until the client leaves.
    Drip,
    /// Talks without end.
    Flood,
}

impl Act {
    pub(crate) fn say(line: &str) -> Self {
        Self::Say(format!("{line}\r\n"))
    }
}

/// What a server has and does.
pub(crate) struct Script {
    tls: Option<(Arc<ServerConfig>, bool)>,
    user: String,
    secret: String,
    folders: Vec<String>,
    mails: Vec<(String, String)>,
    rules: Vec<(String, Act)>,
}

impl Script {
    /// A mailbox with INBOX and a marked folder of sent mail, on a plain line.
    pub(crate) fn new(user: &str, secret: &str) -> Self {
        let (user, secret) = (user.to_owned(), secret.to_owned());
        Self {
            tls: None,
            user,
            secret,
            folders: vec![
                "(\\HasNoChildren) \"/\" INBOX".to_owned(),
                "(\\HasNoChildren \\Sent) \"/\" \"Sent\"".to_owned(),
            ],
            mails: Vec::new(),
            rules: Vec::new(),
        }
    }

    /// These lines of LIST in place of the ordinary ones.
    pub(crate) fn folders(mut self, lines: &[&str]) -> Self {
        self.folders = lines.iter().map(ToString::to_string).collect();
        self
    }

    /// A mail with this Message-ID in a folder.
    pub(crate) fn holds(mut self, folder: &str, message_id: &str) -> Self {
        self.mails.push((folder.to_owned(), message_id.to_owned()));
        self
    }

    /// TLS from the first byte.
    pub(crate) fn tls(mut self, config: Arc<ServerConfig>) -> Self {
        self.tls = Some((config, false));
        self
    }

    /// TLS after STARTTLS.
    pub(crate) fn starttls(mut self, config: Arc<ServerConfig>) -> Self {
        self.tls = Some((config, true));
        self
    }

    /// Does this at each command that starts so; `GREETING` is the greeting.
    pub(crate) fn on(mut self, command: &str, act: Act) -> Self {
        self.rules.push((command.to_owned(), act));
        self
    }

    fn act(&self, line: &str) -> Option<Act> {
        let rules = self.rules.iter();
        let mut fits = rules.filter(|(start, _)| line.starts_with(start.as_str()));
        fits.next().map(|(_, act)| act.clone())
    }

    fn uids(&self, folder: &str, search: &str) -> Vec<String> {
        let mails = self.mails.iter().enumerate();
        mails
            .filter(|(_, (place, id))| place == folder && search.ends_with(&format!("\"{id}\"")))
            .map(|(n, _)| (n + 1).to_string())
            .collect()
    }
}

/// What has happened at the server.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    /// The client's commands without their tags.
    pub(crate) heard: Vec<String>,
    pub(crate) connections: usize,
}

struct Shared {
    script: Script,
    record: Mutex<Record>,
    stopping: AtomicBool,
}

/// A running server. It stops when it is dropped.
pub(crate) struct Server {
    pub(crate) port: u16,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            script,
            record: Mutex::default(),
            stopping: AtomicBool::new(false),
        });
        let handed = Arc::clone(&shared);
        Self {
            port,
            shared,
            acceptor: Some(thread::spawn(move || accept(&listener, &handed))),
        }
    }

    /// What has happened so far.
    pub(crate) fn record(&self) -> Record {
        self.shared.record.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(("127.0.0.1", self.port)));
        self.acceptor.take().unwrap().join().unwrap();
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    let mut running = Vec::new();
    loop {
        let (stream, _) = listener.accept().unwrap();
        if shared.stopping.load(Ordering::SeqCst) {
            break;
        }
        shared.record.lock().unwrap().connections += 1;
        let handed = Arc::clone(shared);
        running.push(thread::spawn(move || {
            // A connection that breaks is what many of the scripts are about.
            let _ended = serve(&handed, Pipe::new(stream));
        }));
    }
    for conversation in running {
        conversation.join().unwrap();
    }
}

fn serve(shared: &Shared, mut pipe: Pipe) -> io::Result<()> {
    let script = &shared.script;
    let stopping = || shared.stopping.load(Ordering::SeqCst);
    if let Some((config, false)) = &script.tls {
        pipe = pipe.encrypt(Arc::clone(config), &stopping)?;
    }
    if !act(script, &mut pipe, "GREETING", "", &stopping)? {
        pipe.say(b"* OK [CAPABILITY IMAP4rev1 STARTTLS] scripted.example\r\n")?;
    }
    let mut folder = String::new();
    loop {
        let line = String::from_utf8_lossy(&pipe.line(&stopping)?).into_owned();
        let (tag, command) = line.split_once(' ').unwrap_or((&line, ""));
        shared.record.lock().unwrap().heard.push(command.to_owned());
        if act(script, &mut pipe, command, tag, &stopping)? {
            continue;
        }
        let verb = command.split(' ').next().unwrap().to_uppercase();
        if verb == "STARTTLS" {
            pipe.say(format!("{tag} OK go on\r\n").as_bytes())?;
            let (config, _) = script.tls.as_ref().unwrap();
            pipe = pipe.encrypt(Arc::clone(config), &stopping)?;
            continue;
        }
        let end = match (verb.as_str(), script.answers(&mut folder, &verb, command)) {
            ("AUTHENTICATE", _) => authenticate(script, &mut pipe, command, &stopping)?.to_owned(),
            (_, Err(no)) => no,
            (_, Ok(answers)) => {
                for answer in answers {
                    pipe.say(format!("* {answer}\r\n").as_bytes())?;
                }
                "OK done".to_owned()
            }
        };
        pipe.say(format!("{tag} {end}\r\n").as_bytes())?;
    }
}

/// The dialogue of AUTHENTICATE; answers how it ends.
fn authenticate(
    script: &Script,
    pipe: &mut Pipe,
    command: &str,
    stopping: &dyn Fn() -> bool,
) -> io::Result<&'static str> {
    pipe.say(b"+ \r\n")?;
    let given = String::from_utf8_lossy(&pipe.line(stopping)?).into_owned();
    let (user, secret) = (&script.user, &script.secret);
    let right = if command.ends_with("PLAIN") {
        format!("\0{user}\0{secret}")
    } else {
        format!("user={user}\x01auth=Bearer {secret}\x01\x01")
    };
    if given == STANDARD.encode(right) {
        return Ok("OK done");
    }
    pipe.say(b"+ eyJzdGF0dXMiOiI0MDAifQ==\r\n")?;
    pipe.line(stopping)?;
    Ok("NO not taken")
}

impl Script {
    /// The lines before the end of a command, or another end than OK.
    fn answers(
        &self,
        folder: &mut String,
        verb: &str,
        command: &str,
    ) -> Result<Vec<String>, String> {
        match verb {
            "LOGIN" if command != format!("LOGIN \"{}\" \"{}\"", self.user, self.secret) => {
                Err(format!("NO [AUTHENTICATIONFAILED] wrong: {command}"))
            }
            "LOGIN" | "AUTHENTICATE" => Ok(Vec::new()),
            "LIST" => Ok(self
                .folders
                .iter()
                .map(|line| format!("LIST {line}"))
                .collect()),
            "EXAMINE" => {
                let (_, name) = command.split_once(' ').unwrap();
                name.trim_matches('"').clone_into(folder);
                let known = |line: &String| line.trim_matches('"').ends_with(folder.as_str());
                if self.folders.iter().any(known) {
                    Ok(vec!["2 EXISTS".to_owned()])
                } else {
                    Err("NO no such folder".to_owned())
                }
            }
            "UID" if command.starts_with("UID SEARCH") => {
                let uids = self.uids(folder, command);
                Ok(vec![format!("SEARCH {}", uids.join(" ")).trim().to_owned()])
            }
            "UID" if command.starts_with("UID FETCH") => {
                let uids = command.split(' ').nth(2).unwrap().split(',');
                let fetched = uids.map(|uid| {
                    let place: usize = uid.parse().unwrap();
                    let header = format!("Message-Id:\r\n {}\r\n\r\n", self.mails[place - 1].1);
                    format!(
                        "{uid} FETCH (UID {uid} INTERNALDATE \"24-Nov-2026 10:04:05 +0100\" \
                         BODY[HEADER.FIELDS (MESSAGE-ID)] {{{}}}\r\n{header})",
                        header.len()
                    )
                });
                Ok(fetched.collect())
            }
            "LOGOUT" => Ok(vec!["BYE see you".to_owned()]),
            _ => Err("BAD what?".to_owned()),
        }
    }
}

/// Does what the script says here; answers whether it said something.
fn act(
    script: &Script,
    pipe: &mut Pipe,
    line: &str,
    tag: &str,
    stopping: &dyn Fn() -> bool,
) -> io::Result<bool> {
    match script.act(line) {
        None => return Ok(false),
        Some(Act::Say(text)) => pipe.say(text.replace("{tag}", tag).as_bytes())?,
        Some(Act::Cut) => return Err(io::ErrorKind::ConnectionAborted.into()),
        Some(Act::Drip) => {
            pipe.say(b"* OK ")?;
            while pipe.client_is_there() && !stopping() {
                pipe.say(b"x")?;
            }
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        Some(Act::Flood) => loop {
            pipe.say("* 1 EXISTS\r\n".repeat(1000).as_bytes())?;
        },
    }
    Ok(true)
}
