//! The server's end of a connection, plain or encrypted.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use socket2::SockRef;
use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

/// How often a waiting server looks up.
const LOOK_UP: Duration = Duration::from_millis(20);

enum Line {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
}

pub(crate) struct Pipe {
    line: Line,
    unread: Vec<u8>,
}

impl Pipe {
    pub(crate) fn new(stream: TcpStream) -> Self {
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(LOOK_UP)).unwrap();
        Self {
            line: Line::Plain(stream),
            unread: Vec::new(),
        }
    }

    /// Encrypts the line.
    pub(crate) fn encrypt(
        self,
        config: Arc<ServerConfig>,
        stopping: &dyn Fn() -> bool,
    ) -> io::Result<Self> {
        let Line::Plain(mut stream) = self.line else {
            return Err(io::Error::other("encrypted already"));
        };
        let mut tls = ServerConnection::new(config).map_err(io::Error::other)?;
        while tls.is_handshaking() {
            match tls.complete_io(&mut stream) {
                Err(error) if is_pause(&error) && !stopping() => {}
                done => drop(done?),
            }
        }
        Ok(Self {
            line: Line::Tls(Box::new(StreamOwned::new(tls, stream))),
            unread: Vec::new(),
        })
    }

    pub(crate) fn is_encrypted(&self) -> bool {
        matches!(self.line, Line::Tls(_))
    }

    /// Waits for a line, without its end; an error when the client has left.
    pub(crate) fn line(&mut self, stopping: &dyn Fn() -> bool) -> io::Result<Vec<u8>> {
        loop {
            if let Some(end) = self.unread.windows(2).position(|two| two == b"\r\n") {
                let line = self.unread.drain(..end + 2).take(end).collect();
                return Ok(line);
            }
            let mut bytes = [0; 16 * 1024];
            match self.stream().read(&mut bytes) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(read) => self.unread.extend_from_slice(&bytes[..read]),
                Err(error) if is_pause(&error) && !stopping() => {}
                Err(error) => return Err(error),
            }
        }
    }

    pub(crate) fn say(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream().write_all(bytes)?;
        self.stream().flush()
    }

    /// One look whether the client is still there, which takes a moment.
    pub(crate) fn client_is_there(&mut self) -> bool {
        let mut byte = [0; 1];
        match self.stream().read(&mut byte) {
            Ok(read) => read > 0,
            Err(error) => is_pause(&error),
        }
    }

    /// Ends the connection with a reset in place of an orderly end.
    pub(crate) fn reset(self) {
        let stream = match self.line {
            Line::Plain(stream) => stream,
            Line::Tls(tls) => tls.sock,
        };
        SockRef::from(&stream)
            .set_linger(Some(Duration::ZERO))
            .unwrap();
    }

    fn stream(&mut self) -> &mut dyn Stream {
        match &mut self.line {
            Line::Plain(stream) => stream,
            Line::Tls(tls) => tls,
        }
    }
}

trait Stream: Read + Write {}
impl<T: Read + Write> Stream for T {}

/// Whether a read has only waited for its moment.
fn is_pause(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted
    )
}
