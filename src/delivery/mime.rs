//! A letter as bytes: headers, text, envelope.
//!
//! The same letter gives the same bytes. Control characters are taken out of names and subjects
//! before the builder sees them (a line break there would be a header of its own), and a mailbox
//! is made of a name and an address, never by parsing a formatted text.

use std::time::SystemTime;

use lettre::Message;
use lettre::address::Envelope as LettreEnvelope;
use lettre::message::header::{
    Cc, ContentTransferEncoding, ContentType, From, HeaderName, HeaderValue, To,
};
use lettre::message::{Body, Mailbox, Mailboxes, SinglePart};

use super::address;
use crate::domain::message::{Address, Letter};
use crate::domain::text::one_line;
use crate::failure::{Failure, Result};

/// The longest subject or display name, in characters.
const LONGEST_LINE: usize = 300;

/// Who gives and who gets a message, as the servers are told. Domains are ASCII.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The sender's address.
    pub from: String,
    /// Everybody in to, cc and bcc, each once, in this order.
    pub to: Vec<String>,
}

/// Builds the message of a letter: text/plain in UTF-8, encoded so that it is 7-bit (unless an
/// address has letters outside ASCII before its `@`), CRLF line ends. Blind copies are not in it.
///
/// # Errors
/// An address that is none, no recipient, a Message-ID that is not `<left@right>`.
pub fn build(letter: &Letter) -> Result<Vec<u8>> {
    let envelope = envelope(letter)?;
    let parse = |address: &str| address::checked(address);
    let recipients = envelope.to.iter().map(|to| parse(to));
    let envelope = LettreEnvelope::new(
        Some(parse(&envelope.from)?),
        recipients.collect::<Result<Vec<_>>>()?,
    )
    .map_err(unbuilt)?;

    let mut builder = Message::builder()
        .envelope(envelope)
        .message_id(Some(identifier(&letter.message_id)?))
        .date(SystemTime::from(letter.date))
        .mailbox(From::from(mailboxes([&letter.from])?))
        .subject(line(&letter.subject));
    if !letter.to.is_empty() {
        builder = builder.mailbox(To::from(mailboxes(&letter.to)?));
    }
    if !letter.cc.is_empty() {
        builder = builder.mailbox(Cc::from(mailboxes(&letter.cc)?));
    }
    if let Some(first) = &letter.in_reply_to {
        builder = builder.in_reply_to(identifier(first)?);
    }
    if !letter.references.is_empty() {
        let thread = letter.references.iter().map(|id| identifier(id));
        builder = builder.references(thread.collect::<Result<Vec<_>>>()?.join(" "));
    }
    if letter.unattended {
        // RFC 3834 5.
        let name = HeaderName::new_from_ascii_str("Auto-Submitted");
        builder = builder.raw_header(HeaderValue::new(name, "auto-generated".into()));
    }
    let part = SinglePart::builder()
        .header(ContentType::TEXT_PLAIN)
        .body(body(&letter.body)?);
    Ok(builder.singlepart(part).map_err(unbuilt)?.formatted())
}

/// Who gives and who gets a letter.
///
/// # Errors
/// An address that is none, or no recipient.
pub fn envelope(letter: &Letter) -> Result<Envelope> {
    let mut to: Vec<String> = Vec::new();
    for recipient in letter.to.iter().chain(&letter.cc).chain(&letter.bcc) {
        let recipient = address::checked(&recipient.email)?.to_string();
        if !to.contains(&recipient) {
            to.push(recipient);
        }
    }
    if letter.to.is_empty() && letter.cc.is_empty() {
        return Err(Failure::refused("The message has no recipient.")
            .hint("Give the client a contact with an e-mail address."));
    }
    Ok(Envelope {
        from: address::checked(&letter.from.email)?.to_string(),
        to,
    })
}

/// What a person should look at before a letter goes, one sentence each; empty when all is well.
#[must_use]
pub fn warnings(letter: &Letter) -> Vec<String> {
    std::iter::once(&letter.from)
        .chain(&letter.to)
        .chain(&letter.cc)
        .chain(&letter.bcc)
        .filter_map(|address| address::doubt(&address.email))
        .collect()
}

/// A new Message-ID in angle brackets (RFC 5322 3.6.4): 128 random bits at the sender's domain.
/// `from` is an address or a domain.
///
/// # Errors
/// The system gives no random numbers.
pub fn new_message_id(from: &str) -> Result<String> {
    let mut bits = [0_u8; 16];
    getrandom::fill(&mut bits).map_err(|error| {
        Failure::refused("This computer gives no random numbers.").because(error)
    })?;
    let domain = from
        .trim()
        .rsplit_once('@')
        .map_or(from, |(_, domain)| domain);
    let domain = idna::domain_to_ascii_strict(domain.trim()).unwrap_or_default();
    let domain = if domain.is_empty() {
        "localhost"
    } else {
        &domain
    };
    Ok(format!("<{:032x}@{domain}>", u128::from_be_bytes(bits)))
}

fn mailboxes<'a>(addresses: impl IntoIterator<Item = &'a Address>) -> Result<Mailboxes> {
    let mut all = Mailboxes::new();
    for address in addresses {
        let name = Some(line(&address.name)).filter(|name| !name.is_empty());
        all.push(Mailbox::new(name, address::checked(&address.email)?));
    }
    Ok(all)
}

/// One line of text: line breaks become spaces, control characters and those that turn the direction
/// of text around go. A header line holds at most 998 characters (RFC 5322 2.1.1), and nobody has a
/// name of that length.
fn line(text: &str) -> String {
    let clean = one_line(text);
    let line = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(LONGEST_LINE).collect()
}

/// The text of a message: line ends as `\n`, no other control characters but the tab. The builder
/// ends the last line.
fn text(body: &str) -> String {
    let clean: String = body
        .chars()
        .filter(|c| matches!(c, '\n' | '\t') || !c.is_control())
        .collect();
    clean.trim_end_matches('\n').to_string()
}

/// The text as it is where ASCII will do, else quoted-printable, which a person can still read
/// in a file.
fn body(plain: &str) -> Result<Body> {
    let plain = text(plain);
    let encoded = |encoding| Body::new_with_encoding(plain.clone(), encoding);
    encoded(ContentTransferEncoding::SevenBit)
        .or_else(|_not_ascii| encoded(ContentTransferEncoding::QuotedPrintable))
        .map_err(|_bytes| Failure::refused("The text of the message cannot be encoded."))
}

/// A Message-ID, checked: it ends up in a header as it is.
fn identifier(id: &str) -> Result<String> {
    let inner = id.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let sound = inner
        .and_then(|inner| inner.split_once('@'))
        .is_some_and(|(left, right)| {
            let part = |part: &str| {
                !part.is_empty()
                    && part
                        .chars()
                        .all(|c| c.is_ascii_graphic() && !"<>@".contains(c))
            };
            part(left) && part(right)
        });
    if sound {
        Ok(id.to_string())
    } else {
        Err(Failure::refused(format!(
            "{id:?} is not a Message-ID: it reads like <left@right>."
        )))
    }
}

fn unbuilt(error: lettre::error::Error) -> Failure {
    Failure::refused("The message cannot be built.").because(error)
}

#[cfg(test)]
#[path = "mime_tests.rs"]
mod tests;
