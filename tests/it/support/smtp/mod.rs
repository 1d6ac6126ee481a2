//! An SMTP server on 127.0.0.1 that does what a script says, counts what it has accepted, and
//! keeps the dialogue.
//!
//! ```text
//! let server = Server::start(Script::new().on(Point::Recipient, Act::say("550 no")));
//! … send to server.port() …
//! let record = server.finish();   // when every connection has ended
//! assert_eq!(record.messages.len(), 0);
//! ```

mod conversation;
mod script;

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use self::conversation::Conversation;
pub(crate) use self::script::{Act, Gate, Point, Script};
use super::pipe::Pipe;

/// A message that the server has accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stored {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    /// Without the dots that SMTP adds, CRLF line ends.
    pub(crate) bytes: Vec<u8>,
}

/// What has happened at the server.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    pub(crate) messages: Vec<Stored>,
    /// `C: …` and `S: …`, line by line, without the messages.
    pub(crate) dialogue: Vec<String>,
    pub(crate) connections: usize,
}

impl Record {
    /// How often the client said a command that starts like this.
    pub(crate) fn heard(&self, command: &str) -> usize {
        let start = format!("C: {command}");
        let lines = self.dialogue.iter();
        lines.filter(|line| line.starts_with(&start)).count()
    }
}

struct Shared {
    script: Mutex<Script>,
    record: Mutex<Record>,
    stopping: AtomicBool,
    /// Where the connection comes from that only wakes the acceptor.
    waker: Mutex<Option<SocketAddr>>,
}

/// A running server. It stops when it is dropped.
pub(crate) struct Server {
    port: u16,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            script: Mutex::new(script),
            record: Mutex::default(),
            stopping: AtomicBool::new(false),
            waker: Mutex::default(),
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

    /// Holds the `nth` such point from now on; the gate is reached then.
    pub(crate) fn hold(&self, nth: usize, point: Point) -> Gate {
        let gate = Gate::default();
        let mut script = self.shared.script.lock().unwrap();
        *script = std::mem::take(&mut *script).at(nth, point, Act::Hold(gate.clone()));
        gate
    }

    /// What has been accepted so far.
    pub(crate) fn accepted(&self) -> usize {
        self.shared.record.lock().unwrap().messages.len()
    }

    /// Waits until every connection has ended, so the client must be closed, and tells what
    /// has happened.
    pub(crate) fn finish(mut self) -> Record {
        self.end(false);
        self.shared.record.lock().unwrap().clone()
    }

    fn end(&mut self, hurry: bool) {
        self.shared.stopping.store(hurry, Ordering::SeqCst);
        if let Some(acceptor) = self.acceptor.take() {
            let mut waker = self.shared.waker.lock().unwrap();
            let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
            *waker = Some(stream.local_addr().unwrap());
            drop(waker);
            acceptor.join().unwrap();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end(true);
    }
}

/// Accepts until the last connection, and waits for all of them.
fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    let mut running = Vec::new();
    loop {
        let (stream, peer) = listener.accept().unwrap();
        if *shared.waker.lock().unwrap() == Some(peer) {
            break;
        }
        shared.record.lock().unwrap().connections += 1;
        let handed = Arc::clone(shared);
        running.push(thread::spawn(move || {
            // A connection that breaks is what many of the scripts are about.
            let _ended = Conversation::new(Pipe::new(stream), handed).run();
        }));
    }
    for conversation in running {
        conversation.join().unwrap();
    }
}
