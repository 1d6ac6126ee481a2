//! A message as proof: the exact bytes that left, under lines that say what became of them.
//!
//! The lines stand before the bytes, as every mail server on the way puts its own trace before what
//! it got (RFC 5321 4.4): what the client received follows verbatim, so that its signatures and
//! hashes still hold. Names beginning with `X-Payme-` are ours.

use std::fmt::Write as _;

use crate::domain::clock::instant_text;
use crate::domain::ids::OutboxId;
use crate::domain::message::Message;
use crate::domain::policy::Channel;
use crate::failure::{Failure, Result};
use crate::store::Book;

/// How long a line of the trace may be, in bytes (RFC 5322 2.1.1 recommends 78).
const WIDTH: usize = 76;

/// A message with what became of it: for e-mail an `.eml`, for SMS its text under the same lines.
///
/// # Errors
/// Refused, when there is no such message, or it came from another book, which kept its bytes.
pub fn proof(book: &Book, id: OutboxId) -> Result<Vec<u8>> {
    let bytes = raw(book, id)?;
    let message = book.view().message(id)?;
    let mut text = trace(&message);
    if message.channel == Channel::Sms {
        text.push_str("\r\n");
    }
    let mut out = text.into_bytes();
    out.extend_from_slice(&bytes);
    Ok(out)
}

/// Only the bytes that left, or will.
///
/// # Errors
/// As [`proof`].
pub fn raw(book: &Book, id: OutboxId) -> Result<Vec<u8>> {
    let bytes = book.view().message_bytes(id)?;
    if bytes.is_empty() {
        return Err(Failure::refused(format!(
            "Message {id} came from another book, which kept its bytes."
        ))
        .hint(format!(
            "`payme outbox show {id}` shows its text and the server's answer"
        )));
    }
    Ok(bytes)
}

fn trace(message: &Message) -> String {
    let mut text = String::new();
    field(&mut text, "X-Payme-Message", &message.id.to_string());
    field(&mut text, "X-Payme-State", message.state.word());
    field(&mut text, "X-Payme-Why", &message.why);
    field(
        &mut text,
        "X-Payme-Queued",
        &instant_text(message.queued_at),
    );
    for attempt in &message.attempts {
        let (at, outcome) = (instant_text(attempt.at), &attempt.outcome);
        let step = if attempt.step.is_empty() {
            String::new()
        } else {
            format!(" at {}", attempt.step)
        };
        field(
            &mut text,
            "X-Payme-Answer",
            &format!("{at} {outcome}{step}: {}", attempt.reply),
        );
    }
    text
}

/// Writes a field, folded; nothing where it has no value. A server's words may hold anything: line
/// ends become spaces, and what is not printable ASCII becomes an encoded word (RFC 2047).
fn field(out: &mut String, name: &str, value: &str) {
    if value.trim().is_empty() {
        return;
    }
    out.push_str(name);
    out.push(':');
    let mut column = name.len().saturating_add(1);
    for word in value.split(|c: char| c.is_whitespace() || c.is_control()) {
        for part in printable(word) {
            if column.saturating_add(part.len()).saturating_add(1) > WIDTH {
                out.push_str("\r\n");
                column = 0;
            }
            out.push(' ');
            out.push_str(&part);
            column = column.saturating_add(part.len()).saturating_add(1);
        }
    }
    out.push_str("\r\n");
}

/// A word as it is, in pieces that fit a line, or as encoded words.
fn printable(word: &str) -> Vec<String> {
    const PIECE: usize = 45;
    let plain = word.chars().all(|c| c.is_ascii_graphic()) && !word.contains("=?");
    let mut pieces: Vec<String> = Vec::new();
    let mut piece = String::new();
    for c in word.chars() {
        let mut buffer = [0_u8; 4];
        let mut shown = String::new();
        for byte in c.encode_utf8(&mut buffer).bytes() {
            if plain || byte.is_ascii_alphanumeric() {
                shown.push(char::from(byte));
            } else {
                // Writing into a text cannot fail.
                let _ = write!(shown, "={byte:02X}");
            }
        }
        if !plain && piece.len().saturating_add(shown.len()) > PIECE {
            pieces.push(std::mem::take(&mut piece));
        }
        piece.push_str(&shown);
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    if plain {
        return pieces;
    }
    let encoded = pieces
        .into_iter()
        .map(|piece| format!("=?UTF-8?Q?{piece}?="));
    encoded.collect()
}

#[cfg(test)]
#[path = "proof_tests.rs"]
mod tests;
