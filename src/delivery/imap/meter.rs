//! A line that is read only so far.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::delivery::net::line::Line;

/// The most that a server may say in answer to one command, in bytes.
const LARGEST_ANSWER: usize = 1024 * 1024;

/// The largest literal that a server may announce, in bytes. We ask for nothing larger than a name,
/// and the reader makes room for what is announced before it comes.
const LARGEST_LITERAL: usize = 64 * 1024;

/// A line, and how much came over it since we last spoke.
#[derive(Debug)]
pub(super) struct Meter {
    line: Line,
    heard: usize,
    /// The number behind the `{` that was heard last.
    announced: Option<usize>,
}

impl Meter {
    pub(super) fn new(line: Line) -> Self {
        Self {
            line,
            heard: 0,
            announced: None,
        }
    }

    fn measure(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.heard = self.heard.saturating_add(bytes.len());
        if self.heard > LARGEST_ANSWER {
            return Err(io::Error::other("The server's answer has no end."));
        }
        for byte in bytes {
            self.announced = match (*byte, self.announced) {
                (b'{', _) => Some(0),
                (digit @ b'0'..=b'9', Some(number)) => Some(
                    number
                        .saturating_mul(10)
                        .saturating_add(usize::from(digit - b'0')),
                ),
                (b'}' | b'+', Some(number)) if number > LARGEST_LITERAL => {
                    return Err(io::Error::other(format!(
                        "The server announced {number} bytes, and nothing that large was asked for."
                    )));
                }
                (b'+', number) => number,
                _ => None,
            };
        }
        Ok(())
    }
}

impl AsyncRead for Meter {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.line).poll_read(cx, buf))?;
        let fresh = buf.filled().get(before..).unwrap_or_default();
        Poll::Ready(self.measure(fresh))
    }
}

impl AsyncWrite for Meter {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
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
