//! The dialogue before lettre gets the line: greeting, EHLO, STARTTLS.
//!
//! Replies are read byte by byte, so that nothing past a reply is taken from the socket: what a
//! stranger slips in behind the 220 of STARTTLS must not be heard as if it had been encrypted.

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::fault::Fault;
use super::reply::{Features, Reply};
use super::wire::{LARGEST_REPLY, closed};

/// Reads the greeting.
pub(super) async fn greeting<S>(line: &mut S) -> Result<Reply, Fault>
where
    S: AsyncRead + Unpin,
{
    exactly(220, read_reply(line).await?)
}

/// Says EHLO, and reads what the server offers.
pub(super) async fn hello<S>(line: &mut S, name: &str) -> Result<Features, Fault>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let reply = ask(line, &format!("EHLO {name}\r\n")).await?;
    Ok(Features::of(&exactly(250, reply)?))
}

/// Asks to encrypt the line. Afterwards the next byte is TLS.
pub(super) async fn starttls<S>(line: &mut S) -> Result<(), Fault>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    exactly(220, ask(line, "STARTTLS\r\n").await?).map(drop)
}

/// A reply of this very code, or a fault.
pub(super) fn exactly(code: u16, reply: Reply) -> Result<Reply, Fault> {
    if reply.code() == code {
        Ok(reply)
    } else if reply.is_negative() {
        Err(Fault::Denied(reply))
    } else {
        Err(Fault::OutOfStep(reply))
    }
}

async fn ask<S>(line: &mut S, command: &str) -> Result<Reply, Fault>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    line.write_all(command.as_bytes()).await?;
    line.flush().await?;
    read_reply(line).await
}

/// Reads one reply of one or more lines (RFC 5321 4.2.1).
async fn read_reply<S>(line: &mut S) -> Result<Reply, Fault>
where
    S: AsyncRead + Unpin,
{
    let mut text = String::new();
    let mut current = Vec::new();
    for _ in 0..LARGEST_REPLY {
        let mut byte = [0_u8; 1];
        if line.read(&mut byte).await? == 0 {
            return Err(closed().into());
        }
        if byte != *b"\n" {
            current.extend(byte);
            continue;
        }
        let (code, last, words) = parse_line(&current)?;
        current.clear();
        text.push_str(&words);
        if last {
            return Ok(Reply::new(code, &text));
        }
        text.push('\n');
    }
    Err(Fault::Garbled("The server's reply has no end.".into()))
}

/// One line of a reply: its code, whether it is the last one, its words.
pub(super) fn parse_line(bytes: &[u8]) -> Result<(u16, bool, String), Fault> {
    let line = String::from_utf8_lossy(bytes);
    let line = line.trim_end();
    let (code, rest) = line.split_at_checked(3).unwrap_or((line, ""));
    let parsed = code.parse::<u16>().ok();
    match parsed.filter(|code| (200..600).contains(code)) {
        Some(code) if rest.is_empty() || rest.starts_with([' ', '-']) => {
            let words = rest.get(1..).unwrap_or_default().to_string();
            Ok((code, !rest.starts_with('-'), words))
        }
        Some(_) | None => Err(Fault::Garbled(
            "The server's reply is not SMTP: is this the right port?".into(),
        )),
    }
}

#[cfg(test)]
#[path = "talk_tests.rs"]
mod tests;
