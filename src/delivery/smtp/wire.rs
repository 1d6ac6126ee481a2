//! The line that lettre's connection talks over.
//!
//! It is ours for four reasons. The greeting, EHLO and STARTTLS have been spoken before lettre
//! gets the line, with exact codes and nothing read past the 220; lettre insists on both, so its
//! own are answered here and never sent. A closed connection is an error and not an empty reply.
//! A reply has a largest size, also while its line does not end. And a fuse can stop every
//! further byte, which keeps the final dot from being written.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

/// The largest reply, in bytes.
pub(super) const LARGEST_REPLY: usize = 64 * 1024;

/// What lettre hears in place of the greeting and the reply to EHLO.
const PRELUDE: &[u8] = b"220 ready\r\n250 ready\r\n";

/// Once blown, nothing is written any more.
#[derive(Clone, Debug, Default)]
pub(super) struct Fuse(Arc<AtomicBool>);

impl Fuse {
    pub(super) fn blow(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    pub(super) fn is_blown(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// Plain or encrypted.
#[derive(Debug)]
pub(super) enum Line {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl AsyncRead for Line {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_read(cx, buf),
            Self::Tls(stream) => Pin::new(stream).poll_read(cx, buf),
        }
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_write(cx, bytes),
            Self::Tls(stream) => Pin::new(stream).poll_write(cx, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Self::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Self::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}

/// The line as lettre gets it, greeted and encrypted.
#[derive(Debug)]
pub(super) struct Wire {
    line: Line,
    peer: SocketAddr,
    fuse: Fuse,
    /// What lettre still has to hear of the prelude.
    prelude: &'static [u8],
    /// Whether lettre has still to say its EHLO.
    hello_pending: bool,
    /// Bytes heard since we last spoke.
    heard: usize,
}

impl Wire {
    pub(super) fn new(line: Line, peer: SocketAddr, fuse: Fuse) -> Self {
        Self {
            line,
            peer,
            fuse,
            prelude: PRELUDE,
            hello_pending: true,
            heard: 0,
        }
    }

    /// Notes what was heard, and makes it safe for a reader that wants UTF-8: a reply in another
    /// encoding must not hide its code.
    fn hear(&mut self, fresh: &mut [u8]) -> io::Result<()> {
        if fresh.is_empty() {
            return Err(closed());
        }
        self.heard = self.heard.saturating_add(fresh.len());
        if self.heard > LARGEST_REPLY {
            return Err(io::Error::other("The server's reply has no end."));
        }
        for byte in fresh.iter_mut().filter(|byte| !byte.is_ascii()) {
            *byte = b'?';
        }
        Ok(())
    }
}

/// The error for a connection that the other side closed.
pub(super) fn closed() -> io::Error {
    io::Error::new(
        io::ErrorKind::UnexpectedEof,
        "The server closed the connection.",
    )
}

impl AsyncTokioStream for Wire {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.peer)
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.prelude.is_empty() {
            let room = buf.remaining().min(self.prelude.len());
            let (now, later) = self.prelude.split_at(room);
            buf.put_slice(now);
            self.prelude = later;
            return Poll::Ready(Ok(()));
        }
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.line).poll_read(cx, buf))?;
        let fresh = buf.filled_mut().get_mut(before..).unwrap_or_default();
        Poll::Ready(self.hear(fresh))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.fuse.is_blown() {
            let stopped = "Stopped before the end of the message.";
            return Poll::Ready(Err(io::Error::new(
                io::ErrorKind::ConnectionAborted,
                stopped,
            )));
        }
        if self.hello_pending {
            let line_end = bytes.iter().position(|byte| *byte == b'\n');
            self.hello_pending = line_end.is_none();
            return Poll::Ready(Ok(line_end.map_or(bytes.len(), |at| at + 1)));
        }
        self.heard = 0;
        Pin::new(&mut self.line).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_shutdown(cx)
    }
}
