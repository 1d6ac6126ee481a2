//! The line that lettre's connection talks over.
//!
//! It is ours for five reasons. The greeting, EHLO and STARTTLS have been spoken before lettre
//! gets the line, with exact codes and nothing read past the 220; lettre insists on both, so its
//! own are answered here and never sent. A closed connection is an error and not an empty reply.
//! A reply has a largest size, also while its line does not end. Whoever speaks out of turn is
//! noticed before we speak again, so that no reply is taken for the answer to something else.
//! And a fuse can stop every further byte, which keeps the final dot from being written.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::delivery::net::line::Line;

/// The largest reply, in bytes.
pub(super) const LARGEST_REPLY: usize = 64 * 1024;

/// How much is read at a time, in bytes.
const GULP: usize = 4096;

/// What lettre hears in place of the greeting and the reply to EHLO.
const PRELUDE: &[u8] = b"220 ready\r\n250 ready\r\n";

/// What stops us from speaking, seen from outside.
#[derive(Clone, Debug, Default)]
pub(super) struct Fuse(Arc<State>);

#[derive(Debug, Default)]
struct State {
    blown: AtomicBool,
    interrupted: AtomicBool,
}

impl Fuse {
    /// From now on nothing is written any more.
    pub(super) fn blow(&self) {
        self.0.blown.store(true, Ordering::SeqCst);
    }

    pub(super) fn is_blown(&self) -> bool {
        self.0.blown.load(Ordering::SeqCst)
    }

    /// Whether the server spoke, or left, before we had finished; the rest was not written.
    pub(super) fn was_interrupted(&self) -> bool {
        self.0.interrupted.load(Ordering::SeqCst)
    }
}

/// What the server said out of turn.
#[derive(Debug)]
pub(super) struct Interruption(pub(super) Vec<u8>);

impl fmt::Display for Interruption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("The server spoke out of turn.")
    }
}

impl std::error::Error for Interruption {}

/// The line as lettre gets it, greeted and encrypted.
#[derive(Debug)]
pub(super) struct Wire {
    line: Line,
    peer: SocketAddr,
    fuse: Fuse,
    /// Heard, and not yet given to lettre, which gets one line at a time.
    heard: VecDeque<u8>,
    /// Whether lettre has still to say its EHLO.
    hello_pending: bool,
    /// Bytes heard since we last spoke.
    length: usize,
}

impl Wire {
    pub(super) fn new(line: Line, peer: SocketAddr, fuse: Fuse) -> Self {
        Self {
            line,
            peer,
            fuse,
            heard: PRELUDE.iter().copied().collect(),
            hello_pending: true,
            length: 0,
        }
    }

    /// Reads what has come. Bytes outside ASCII become `?`: a reply in an old encoding must not
    /// hide its code from a reader that wants UTF-8.
    fn poll_hear(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut room = [0_u8; GULP];
        let mut room = ReadBuf::new(&mut room);
        ready!(Pin::new(&mut self.line).poll_read(cx, &mut room))?;
        let fresh = room.filled();
        if fresh.is_empty() {
            return Poll::Ready(Err(closed()));
        }
        self.length = self.length.saturating_add(fresh.len());
        if self.length > LARGEST_REPLY {
            return Poll::Ready(Err(io::Error::other("The server's reply has no end.")));
        }
        let readable = |byte: &u8| if byte.is_ascii() { *byte } else { b'?' };
        self.heard.extend(fresh.iter().map(readable));
        Poll::Ready(Ok(()))
    }

    /// Whether we may speak: the fuse is whole, and the server has nothing more to say.
    fn may_speak(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        if self.fuse.is_blown() {
            return Err(io::Error::other("Stopped before the end of the message."));
        }
        if self.heard.is_empty() {
            match self.poll_hear(cx) {
                Poll::Pending => return Ok(()),
                Poll::Ready(Ok(())) => {}
                Poll::Ready(Err(error)) => {
                    self.fuse.0.interrupted.store(true, Ordering::SeqCst);
                    return Err(error);
                }
            }
        }
        self.fuse.0.interrupted.store(true, Ordering::SeqCst);
        let said = self.heard.drain(..).collect();
        Err(io::Error::other(Interruption(said)))
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
        if self.heard.is_empty() {
            ready!(self.poll_hear(cx))?;
        }
        let line_end = self.heard.iter().position(|byte| *byte == b'\n');
        let length = line_end.map_or(self.heard.len(), |at| at + 1);
        let length = length.min(buf.remaining());
        for byte in self.heard.drain(..length) {
            buf.put_slice(&[byte]);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.hello_pending {
            let line_end = bytes.iter().position(|byte| *byte == b'\n');
            self.hello_pending = line_end.is_none();
            return Poll::Ready(Ok(line_end.map_or(bytes.len(), |at| at + 1)));
        }
        self.may_speak(cx)?;
        self.length = 0;
        Pin::new(&mut self.line).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_shutdown(cx)
    }
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
