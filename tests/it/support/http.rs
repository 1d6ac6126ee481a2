//! An HTTP server on 127.0.0.1 that does what a script says to each request, and keeps every complete
//! request: those are what it would have sent on.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::smtp::Gate;

/// What the server does with a connection.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Reads the request and answers.
    Answer {
        status: u16,
        headers: &'static str,
        body: String,
    },
    /// Closes before it reads a byte.
    CutBefore,
    /// Reads the request and closes without a word.
    CutAfter,
    /// Reads the request and says nothing until the client leaves.
    Silence,
    /// Reads the request and answers letter by letter, without an end.
    Drip,
    /// Reads the request and says these bytes.
    Say(&'static [u8]),
    /// Reads the request, answers with the right status and a body without an end.
    Flood(u16),
    /// Reads the request, waits at the gate, then answers.
    Hold(Gate, Box<Act>),
}

impl Act {
    pub(crate) fn answer(status: u16, body: &str) -> Self {
        Self::with(status, "", body)
    }

    /// Headers end in `\r\n` each.
    pub(crate) fn with(status: u16, headers: &'static str, body: &str) -> Self {
        let body = body.to_owned();
        Self::Answer {
            status,
            headers,
            body,
        }
    }
}

/// A complete request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> &str {
        let named = |(key, _): &&(String, String)| key.eq_ignore_ascii_case(name);
        self.headers
            .iter()
            .find(named)
            .map_or("", |(_, value)| value)
    }
}

#[derive(Default)]
struct Shared {
    script: Mutex<VecDeque<Act>>,
    requests: Mutex<Vec<Request>>,
    connections: Mutex<usize>,
    stopping: AtomicBool,
    waker: Mutex<Option<SocketAddr>>,
    tls: Option<Arc<ServerConfig>>,
}

/// A running server. It stops when it is dropped.
pub(crate) struct Server {
    port: u16,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

impl Server {
    /// Does one act a connection; the last one goes on for all that follow.
    pub(crate) fn start(script: impl IntoIterator<Item = Act>) -> Self {
        Self::over(None, script)
    }

    pub(crate) fn tls(config: Arc<ServerConfig>, script: impl IntoIterator<Item = Act>) -> Self {
        Self::over(Some(config), script)
    }

    fn over(tls: Option<Arc<ServerConfig>>, script: impl IntoIterator<Item = Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            script: Mutex::new(script.into_iter().collect()),
            tls,
            ..Shared::default()
        });
        let handed = Arc::clone(&shared);
        let acceptor = thread::spawn(move || accept(&listener, &handed));
        Self {
            port,
            shared,
            acceptor: Some(acceptor),
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Every complete request so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.shared.requests.lock().unwrap().clone()
    }

    pub(crate) fn connections(&self) -> usize {
        *self.shared.connections.lock().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        let mut waker = self.shared.waker.lock().unwrap();
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        *waker = Some(stream.local_addr().unwrap());
        drop(waker);
        let ended = self.acceptor.take().unwrap().join();
        assert!(ended.is_ok() || thread::panicking());
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    let mut running = Vec::new();
    loop {
        let (stream, peer) = listener.accept().unwrap();
        if *shared.waker.lock().unwrap() == Some(peer) {
            break;
        }
        *shared.connections.lock().unwrap() += 1;
        let handed = Arc::clone(shared);
        running.push(thread::spawn(move || {
            // A connection that breaks is what many of the scripts are about.
            let _ended = serve(stream, &handed);
        }));
    }
    for one in running {
        one.join().unwrap();
    }
}

trait Line: Read + Write {}
impl<T: Read + Write> Line for T {}

fn serve(stream: TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_millis(20)))?;
    let mut line: Box<dyn Line> = match &shared.tls {
        Some(config) => {
            stream.set_read_timeout(Some(Duration::from_secs(20)))?;
            let tls = ServerConnection::new(Arc::clone(config)).unwrap();
            let mut tls = StreamOwned::new(tls, stream);
            tls.conn.complete_io(&mut tls.sock)?;
            tls.sock.set_read_timeout(Some(Duration::from_millis(20)))?;
            Box::new(tls)
        }
        None => Box::new(stream),
    };
    let act = {
        let mut script = shared.script.lock().unwrap();
        let next = script.front().cloned().unwrap();
        if script.len() > 1 {
            script.pop_front();
        }
        next
    };
    if matches!(act, Act::CutBefore) {
        return Ok(());
    }
    let Some(request) = read(line.as_mut(), shared)? else {
        return Ok(());
    };
    shared.requests.lock().unwrap().push(request);
    perform(line.as_mut(), act, shared)
}

fn perform(line: &mut dyn Line, act: Act, shared: &Shared) -> io::Result<()> {
    match act {
        Act::Answer {
            status,
            headers,
            body,
        } => {
            let length = body.len();
            write!(
                line,
                "HTTP/1.1 {status} Said\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
            )?;
            line.flush()
        }
        Act::CutBefore | Act::CutAfter => Ok(()),
        Act::Silence => until_gone(line, shared, b""),
        Act::Drip => {
            line.write_all(b"HTTP/1.1 201 Created\r\nContent-Length: 9999\r\n\r\n")?;
            until_gone(line, shared, b"{")
        }
        Act::Say(bytes) => {
            line.write_all(bytes)?;
            line.flush()
        }
        Act::Flood(status) => {
            write!(line, "HTTP/1.1 {status} Said\r\nConnection: close\r\n\r\n")?;
            while !shared.stopping.load(Ordering::SeqCst) {
                line.write_all(&[b'{'; 4096])?;
            }
            Ok(())
        }
        Act::Hold(gate, then) => {
            gate.pass(|| shared.stopping.load(Ordering::SeqCst));
            perform(line, *then, shared)
        }
    }
}

/// Says something now and then until the client leaves.
fn until_gone(line: &mut dyn Line, shared: &Shared, says: &[u8]) -> io::Result<()> {
    let mut byte = [0];
    while !shared.stopping.load(Ordering::SeqCst) {
        line.write_all(says)?;
        line.flush()?;
        match line.read(&mut byte) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) if is_pause(&error) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn is_pause(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
    )
}

/// Reads one request to its end; nothing when the client leaves before.
fn read(line: &mut dyn Line, shared: &Shared) -> io::Result<Option<Request>> {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    loop {
        if let Some(request) = parse(&bytes) {
            return Ok(Some(request));
        }
        match line.read(&mut part) {
            Ok(0) => return Ok(None),
            Ok(count) => bytes.extend_from_slice(&part[..count]),
            Err(error) if is_pause(&error) && !shared.stopping.load(Ordering::SeqCst) => {}
            Err(error) => return Err(error),
        }
    }
}

fn parse(bytes: &[u8]) -> Option<Request> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let line = lines.next().unwrap().to_owned();
    let headers: Vec<(String, String)> = lines
        .map(|line| {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_owned(), value.trim().to_owned())
        })
        .collect();
    let length = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, value)| value.parse().unwrap());
    let body = &bytes[end + 4..];
    (body.len() >= length).then(|| Request {
        line,
        headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    })
}
