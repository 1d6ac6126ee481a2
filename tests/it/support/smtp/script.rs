//! What a server does, and where.

use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use tokio_rustls::rustls::ServerConfig;

/// A place in the dialogue, before the server answers there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Point {
    Greeting,
    Hello,
    StartTls,
    Login,
    Sender,
    Recipient,
    Data,
    /// The first line of the message has come.
    Body,
    /// The whole message has come; it is not stored.
    Dot,
    /// The message is stored, and counts; the answer is not given.
    Stored,
    /// After the answer to a message.
    Idle,
    Reset,
    Quit,
}

/// What the server does in place of the ordinary answer.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Says this, and goes on as its code tells.
    Say(Vec<u8>),
    /// Says this and closes.
    SayAndCut(Vec<u8>),
    /// Closes.
    Cut,
    /// Ends the connection with a reset.
    Reset,
    /// Says nothing until the client leaves.
    Silence,
    /// Says one letter now and then until the client leaves.
    Drip,
    /// Says one endless line until the client leaves.
    Flood,
    /// Waits, then does as usual.
    Wait(Duration),
    /// Waits at a gate, then does as usual.
    Hold(Gate),
}

impl Act {
    pub(crate) fn say(line: &str) -> Self {
        Self::Say(format!("{line}\r\n").into_bytes())
    }

    pub(crate) fn say_and_cut(line: &str) -> Self {
        Self::SayAndCut(format!("{line}\r\n").into_bytes())
    }
}

/// A gate at which the server waits until a test opens it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gate(Arc<(Mutex<Passage>, Condvar)>);

#[derive(Debug, Default)]
struct Passage {
    reached: bool,
    open: bool,
}

impl Gate {
    /// Waits until the server stands at the gate.
    pub(crate) fn wait_until_reached(&self) {
        let (passage, changed) = &*self.0;
        let limit = Duration::from_mins(1);
        let waiting = |passage: &mut Passage| !passage.reached;
        let waited = changed.wait_timeout_while(passage.lock().unwrap(), limit, waiting);
        assert!(!waited.unwrap().1.timed_out(), "nobody came to the gate");
    }

    /// Lets the server go on, now and later.
    pub(crate) fn open(&self) {
        let (passage, changed) = &*self.0;
        passage.lock().unwrap().open = true;
        changed.notify_all();
    }

    /// The server's side: waits, and looks up now and then to see whether it should stop.
    pub(crate) fn pass(&self, stopping: impl Fn() -> bool) {
        let (passage, changed) = &*self.0;
        let mut passage = passage.lock().unwrap();
        passage.reached = true;
        changed.notify_all();
        while !passage.open && !stopping() {
            let look_up = Duration::from_millis(20);
            passage = changed.wait_timeout(passage, look_up).unwrap().0;
        }
    }
}

/// How the line is protected.
#[derive(Clone, Default)]
pub(super) enum Protection {
    #[default]
    None,
    StartTls(Arc<ServerConfig>),
    Tls(Arc<ServerConfig>),
}

/// Who may log in.
#[derive(Clone)]
pub(super) struct Login {
    pub(super) user: String,
    pub(super) secret: String,
}

struct Rule {
    point: Point,
    /// Only for a line of the client that contains this.
    about: Option<String>,
    act: Act,
    /// Only at this one, counted from 1 over all connections; at every one without.
    nth: Option<usize>,
    seen: usize,
}

/// What a server offers and does. As made by [`Script::new`] it accepts everything.
#[derive(Default)]
pub(crate) struct Script {
    pub(super) protection: Protection,
    pub(super) features: Vec<String>,
    pub(super) login: Option<Login>,
    rules: Vec<Rule>,
}

impl Script {
    /// Accepts everything, on a plain line, without login.
    pub(crate) fn new() -> Self {
        Self::default().offers(&["PIPELINING", "8BITMIME", "SMTPUTF8", "SIZE 10485760"])
    }

    /// The lines of the reply to EHLO. STARTTLS is added where it is spoken.
    pub(crate) fn offers(mut self, features: &[&str]) -> Self {
        self.features = features.iter().map(ToString::to_string).collect();
        self
    }

    /// One more line of the reply to EHLO.
    pub(crate) fn also_offers(mut self, feature: &str) -> Self {
        self.features.push(feature.into());
        self
    }

    /// TLS from the first byte.
    pub(crate) fn tls(mut self, config: Arc<ServerConfig>) -> Self {
        self.protection = Protection::Tls(config);
        self
    }

    /// TLS after STARTTLS; offer it by [`Script::also_offers`].
    pub(crate) fn starttls(mut self, config: Arc<ServerConfig>) -> Self {
        self.protection = Protection::StartTls(config);
        self
    }

    /// Wants a login by one of these mechanisms, as EHLO writes them.
    pub(crate) fn login(self, mechanisms: &str, user: &str, secret: &str) -> Self {
        let mut script = self.also_offers(&format!("AUTH {mechanisms}"));
        script.login = Some(Login {
            user: user.into(),
            secret: secret.into(),
        });
        script
    }

    /// Does this at every such point.
    pub(crate) fn on(self, point: Point, act: Act) -> Self {
        self.rule(point, None, act, None)
    }

    /// Does this at the `nth` such point, counted from 1 over all connections.
    pub(crate) fn at(self, nth: usize, point: Point, act: Act) -> Self {
        self.rule(point, None, act, Some(nth))
    }

    /// Does this at such a point when the client's line contains `about`.
    pub(crate) fn about(self, about: &str, point: Point, act: Act) -> Self {
        self.rule(point, Some(about.into()), act, None)
    }

    /// Makes the server wait at the first such point until the gate is opened.
    pub(crate) fn hold(self, point: Point) -> (Self, Gate) {
        let gate = Gate::default();
        (self.at(1, point, Act::Hold(gate.clone())), gate)
    }

    fn rule(mut self, point: Point, about: Option<String>, act: Act, nth: Option<usize>) -> Self {
        self.rules.push(Rule {
            point,
            about,
            act,
            nth,
            seen: 0,
        });
        self
    }

    /// What to do at this point now; the ordinary thing when nothing is said.
    pub(super) fn act(&mut self, point: Point, line: &str) -> Option<Act> {
        let mut act = None;
        for rule in self.rules.iter_mut().filter(|rule| rule.point == point) {
            if rule.about.as_ref().is_none_or(|about| line.contains(about)) {
                rule.seen += 1;
                if rule.nth.is_none_or(|nth| nth == rule.seen) {
                    act = act.or_else(|| Some(rule.act.clone()));
                }
            }
        }
        act
    }
}
