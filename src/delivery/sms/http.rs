//! One request, one complete answer, or the knowledge of how far it came.
//!
//! The HTTP library connects, encrypts and writes in one call. Its chain of connectors ends with a
//! gate of ours, which opens when name, line and encryption are there and not a byte of the request
//! is written: at the gate the point of no return is committed. What fails before it has surely
//! arrived nowhere; after it, anything but a complete answer leaves the outcome unknown. The call
//! runs in a thread of its own, so that the deadline holds whatever it waits for.
//!
//! Connections are not kept: a server that has ended one meanwhile would leave the next message
//! unknown. Nothing is repeated, no redirect is followed, no proxy of the environment is used.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, channel, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio_rustls::rustls;
use ureq::config::Config;
use ureq::http::{Request, Uri};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::{
    ConnectionDetails, Connector, RustlsConnector, TcpConnector, Transport,
};
use ureq::{Agent, Error, Timeout};

use crate::delivery::Step;
use crate::delivery::net::tls;
use crate::delivery::words::Hidden;

/// The largest reply that is read, in bytes.
const LARGEST: u64 = 64 * 1024;

/// A whole request.
pub(super) struct Call<'a> {
    pub(super) method: &'a str,
    pub(super) url: &'a str,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    /// What must not stand in what is kept of the answer.
    pub(super) hidden: Hidden,
}

/// A complete answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) location: String,
    pub(super) retry_after: String,
    /// The server's own time, which a date in `Retry-After` is compared with.
    pub(super) date: String,
    pub(super) body: String,
}

impl Reply {
    /// Takes out what the request said and nobody else may read.
    fn hide(&mut self, hidden: &Hidden) {
        self.location = hidden.clean(&self.location);
        // JSON may write a letter as a number.
        if let Ok(mut body) = serde_json::from_str::<Value>(&self.body)
            && clean(&mut body, hidden)
        {
            self.body = body.to_string();
        }
        self.body = hidden.clean(&self.body);
    }
}

/// Takes secrets out of every text of a JSON value; answers whether there were any.
fn clean(value: &mut Value, hidden: &Hidden) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
        Value::String(text) => {
            let before = std::mem::take(text);
            *text = hidden.clean(&before);
            *text != before
        }
        // Every one is cleaned, so none may end the look.
        Value::Array(list) => clean_all(list.iter_mut(), hidden),
        Value::Object(fields) => clean_all(fields.values_mut(), hidden),
    }
}

fn clean_all<'v>(values: impl Iterator<Item = &'v mut Value>, hidden: &Hidden) -> bool {
    let cleaned = values.filter_map(|one| clean(one, hidden).then_some(()));
    cleaned.count() > 0
}

/// Why there is no complete answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Before a byte of the request: the server cannot be reached.
    Offline(Step, String),
    /// Before a byte of the request: a setting or a certificate is wrong.
    Setting(Step, String),
    /// The commit said no.
    Withdrawn,
    /// After a byte of the request may have left.
    Unknown(String),
}

impl Trouble {
    fn without(self, hidden: &Hidden) -> Self {
        match self {
            Self::Offline(step, why) => Self::Offline(step, hidden.clean(&why)),
            Self::Setting(step, why) => Self::Setting(step, hidden.clean(&why)),
            Self::Withdrawn => Self::Withdrawn,
            Self::Unknown(why) => Self::Unknown(hidden.clean(&why)),
        }
    }
}

/// How requests are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Client {
    /// The most that a whole request may take.
    pub(super) limit: Duration,
    /// Certificates to trust besides the system's.
    pub(super) ca_file: Option<PathBuf>,
}

/// How far the connection has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Connected,
    Ready,
}

enum Event {
    Phase(Phase),
    Done(Result<Reply, Error>),
}

impl Client {
    /// Makes one request. `commit` is called at most once, right before its first byte. A server may
    /// say back what it was told: nothing of the answer has a secret of the request.
    pub(super) fn call(
        &self,
        call: &Call<'_>,
        commit: &mut dyn FnMut() -> bool,
    ) -> Result<Reply, Trouble> {
        match self.make(call, commit) {
            Ok(mut reply) => {
                reply.hide(&call.hidden);
                Ok(reply)
            }
            Err(trouble) => Err(trouble.without(&call.hidden)),
        }
    }

    fn make(&self, call: &Call<'_>, commit: &mut dyn FnMut() -> bool) -> Result<Reply, Trouble> {
        let setting = |why: String| Trouble::Setting(Step::Connect, why);
        let uri: Uri = call
            .url
            .parse()
            .map_err(|error| setting(format!("{} is no address: {error}.", call.url)))?;
        let host = uri.host().unwrap_or_default().to_owned();
        let config = self.config(uri.scheme_str() == Some("https"))?;
        let mut request = Request::builder().method(call.method).uri(uri);
        for (name, value) in &call.headers {
            request = request.header(name, value);
        }
        let request = request
            .body(call.body.clone())
            .map_err(|error| setting(format!("The request cannot be made: {error}.")))?;
        let (tell, events) = channel();
        let (allow, allowed) = sync_channel(1);
        let gate = Gate {
            tell: Mutex::new(tell.clone()),
            allowed: Mutex::new(allowed),
        };
        let marks = Mark(Mutex::new(tell.clone()));
        thread::spawn(move || {
            let connector = ().chain(TcpConnector::default()).chain(marks);
            let connector = connector.chain(RustlsConnector::default()).chain(gate);
            let agent = Agent::with_parts(config, connector, DefaultResolver::default());
            // Nobody listens once the limit has passed.
            tell.send(Event::Done(run(&agent, request))).ok();
        });
        self.watch(&host, &events, &allow, commit)
    }

    /// Follows the call from outside, and ends at the limit.
    fn watch(
        &self,
        host: &str,
        events: &Receiver<Event>,
        allow: &SyncSender<bool>,
        commit: &mut dyn FnMut() -> bool,
    ) -> Result<Reply, Trouble> {
        let deadline = Instant::now() + self.limit;
        let mut step = Step::Lookup;
        let mut committed = false;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let late = || format!("No complete answer within {} s.", self.limit.as_secs_f32());
            match events.recv_timeout(left) {
                Ok(Event::Phase(Phase::Connected)) => step = Step::Tls,
                Ok(Event::Phase(Phase::Ready)) => {
                    if !commit() {
                        return Err(Trouble::Withdrawn);
                    }
                    committed = true;
                    step = Step::Confirmation;
                    // When it has ended by itself meanwhile, it has sent nothing; that is not known
                    // here any more.
                    allow.send(true).ok();
                }
                Ok(Event::Done(Ok(reply))) => return Ok(reply),
                Ok(Event::Done(Err(error))) if committed => {
                    return Err(Trouble::Unknown(after(&error, self.limit)));
                }
                Ok(Event::Done(Err(error))) => return Err(before(&error, step, host)),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) if committed => {
                    return Err(Trouble::Unknown(late()));
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    return Err(Trouble::Offline(step, late()));
                }
            }
        }
    }

    fn config(&self, encrypted: bool) -> Result<Config, Trouble> {
        let mut tls = TlsConfig::builder();
        if encrypted {
            let roots =
                roots(self.ca_file.as_deref()).map_err(|why| Trouble::Setting(Step::Tls, why))?;
            tls = tls.root_certs(roots);
        }
        Ok(Agent::config_builder()
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .max_idle_connections(0)
            .max_response_header_size(64 * 1024)
            .user_agent("payme")
            .accept("application/json")
            .timeout_global(Some(self.limit))
            .timeout_resolve(Some(self.limit / 2))
            .timeout_connect(Some(self.limit / 2))
            .tls_config(tls.build())
            .build())
    }
}

/// Sends and reads to the end.
fn run(agent: &Agent, request: Request<Vec<u8>>) -> Result<Reply, Error> {
    let mut response = if request.body().is_empty() {
        agent.run(request.map(|_nothing| ()))?
    } else {
        agent.run(request)?
    };
    let header = |name: &str| {
        let value = response.headers().get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned()
    };
    let mut reply = Reply {
        status: response.status().as_u16(),
        location: header("location"),
        retry_after: header("retry-after"),
        date: header("date"),
        body: String::new(),
    };
    let body = response
        .body_mut()
        .with_config()
        .limit(LARGEST)
        .read_to_vec()?;
    reply.body = String::from_utf8_lossy(&body).into_owned();
    Ok(reply)
}

fn roots(ca_file: Option<&Path>) -> Result<RootCerts, String> {
    let mut trusted = rustls_native_certs::load_native_certs().certs;
    if let Some(path) = ca_file {
        trusted.extend(tls::certificates(path)?);
    }
    if trusted.is_empty() {
        return Err(tls::NO_ROOTS.to_owned());
    }
    let own: Vec<Certificate<'static>> = trusted
        .iter()
        .map(|one| Certificate::from_der(one).to_owned())
        .collect();
    Ok(RootCerts::new_with_certs(&own))
}

/// What went wrong before a byte of the request.
fn before(error: &Error, step: Step, host: &str) -> Trouble {
    let offline = |step: Step, why: String| Trouble::Offline(step, why);
    if let Some(reason) = encryption(error) {
        return Trouble::Setting(Step::Tls, tls_words(host, reason));
    }
    if matches!(error, Error::HostNotFound) {
        return offline(Step::Lookup, format!("There is no host {host}."));
    }
    if let Error::Timeout(phase) = error {
        return if *phase == Timeout::Resolve {
            offline(
                Step::Lookup,
                format!("The name {host} was not found in time."),
            )
        } else {
            offline(connect_or(step), format!("{host} does not answer."))
        };
    }
    if let Error::Io(error) = error {
        return if is_lookup(error) {
            offline(Step::Lookup, format!("There is no host {host}: {error}."))
        } else {
            offline(
                connect_or(step),
                format!("{host} cannot be reached: {error}."),
            )
        };
    }
    Trouble::Setting(
        connect_or(step),
        format!("{host} cannot be called: {error}."),
    )
}

/// Why a line could not be encrypted, where that is the trouble.
fn encryption(error: &Error) -> Option<&rustls::Error> {
    if let Error::Rustls(reason) = error {
        return Some(reason);
    }
    if let Error::Io(error) = error {
        return error.get_ref()?.downcast_ref();
    }
    None
}

/// Once a name is found, what fails is the connection.
fn connect_or(step: Step) -> Step {
    if step == Step::Lookup {
        Step::Connect
    } else {
        step
    }
}

/// A name that is not found comes as an error of the system without a number.
fn is_lookup(error: &io::Error) -> bool {
    error.raw_os_error().is_none() && error.to_string().contains("lookup")
}

fn tls_words(host: &str, reason: &rustls::Error) -> String {
    if let rustls::Error::InvalidCertificate(reason) = reason {
        return tls::explain_certificate(host, reason);
    }
    if matches!(reason, rustls::Error::InvalidMessage(_)) {
        return format!("{host} does not answer with TLS there: is it http:// or another port?");
    }
    format!("{host} and payme cannot agree on encryption: {reason}.")
}

/// What went wrong after it.
fn after(error: &Error, limit: Duration) -> String {
    if matches!(error, Error::Timeout(_)) {
        return format!("No complete answer within {} s.", limit.as_secs_f32());
    }
    if matches!(
        error,
        Error::BodyExceedsLimit(_) | Error::LargeResponseHeader(..)
    ) {
        return String::from("The answer was far too long.");
    }
    if let Error::Protocol(error) = error {
        return format!("The answer is not HTTP: {error}.");
    }
    let ended = |error: &io::Error| error.kind() == io::ErrorKind::UnexpectedEof;
    if matches!(error, Error::Io(error) if ended(error)) {
        return String::from("The connection ended before a complete answer.");
    }
    format!("The connection broke off: {error}.")
}

/// Tells that the line is there.
struct Mark(Mutex<std::sync::mpsc::Sender<Event>>);

/// Lets the request through once it may.
struct Gate {
    tell: Mutex<std::sync::mpsc::Sender<Event>>,
    allowed: Mutex<Receiver<bool>>,
}

impl fmt::Debug for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mark")
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gate")
    }
}

impl<In: Transport> Connector<In> for Mark {
    type Out = In;

    fn connect(
        &self,
        _details: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<In>, Error> {
        if let Ok(tell) = self.0.lock() {
            tell.send(Event::Phase(Phase::Connected)).ok();
        }
        Ok(chained)
    }
}

impl<In: Transport> Connector<In> for Gate {
    type Out = In;

    fn connect(
        &self,
        _details: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<In>, Error> {
        let asked = self
            .tell
            .lock()
            .is_ok_and(|tell| tell.send(Event::Phase(Phase::Ready)).is_ok());
        let allowed = asked
            && self
                .allowed
                .lock()
                .is_ok_and(|answer| answer.recv().unwrap_or(false));
        if allowed {
            Ok(chained)
        } else {
            Err(Error::ConnectionFailed)
        }
    }
}
