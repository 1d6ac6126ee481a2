//! The few commands that a question takes.

use std::io;

use async_imap::imap_proto::{
    AttributeValue, MailboxDatum, MessageSection, NameAttribute, Response, SectionPath, Status,
};
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};

use super::dial::{Session, broken, said};
use super::names::{self, Folder};
use super::{Mute, Walk};

/// What everybody's folder of incoming mail is called (RFC 3501 5.1).
const INBOX: &str = "INBOX";

/// At most so many hits of a search are looked at.
const MOST_HITS: usize = 20;

/// A message may have come so long before its try: the clocks of two machines may differ, and some
/// servers take the day for the hour.
const CLOCKS: TimeDelta = TimeDelta::days(1);

/// Where a message lies.
pub(super) struct Found {
    /// The folder, as the server writes it.
    pub(super) folder: String,
    /// Since when, for people.
    pub(super) at: String,
}

/// How a command ended.
enum Ended {
    Ok,
    /// The server said no, with these words.
    No(String),
}

/// Whether a Message-ID can stand in quotes: printable ASCII between angle brackets, no quote, no
/// backslash, no blank. Ours always can; a book from elsewhere may hold anything.
pub(super) fn is_message_id(id: &str) -> bool {
    let inner = id.strip_prefix('<').and_then(|id| id.strip_suffix('>'));
    inner.is_some_and(|inner| {
        !inner.is_empty()
            && inner.len() < 900
            && inner
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\' | b'<' | b'>'))
    })
}

/// Runs a command; every answer but its end goes to `hear`.
async fn run(
    session: &mut Session,
    command: &str,
    mut hear: impl FnMut(&Response<'_>),
) -> Walk<Ended> {
    let tag = session.run_command(command).await.map_err(|e| broken(&e))?;
    loop {
        let answer = session.read_response().await;
        let Some(answer) = answer.map_err(|error| unreadable(&error))? else {
            return Err(Mute::other("The server closed the connection."));
        };
        let answer = answer.parsed();
        if let Response::Done {
            tag: done,
            status,
            outcome,
        } = answer
            && *done == tag
        {
            let words = said(outcome).to_owned();
            return match status {
                Status::Ok => Ok(Ended::Ok),
                Status::No => Ok(Ended::No(words)),
                Status::Bad | Status::PreAuth | Status::Bye => Err(Mute::Other(format!(
                    "The server does not understand what it is asked: {words}"
                ))),
            };
        }
        if let Response::Data {
            status: Status::Bye,
            outcome,
        } = answer
        {
            let words = said(outcome);
            return Err(Mute::Other(format!("The server says goodbye: {words}")));
        }
        hear(answer);
    }
}

/// A name in quotes (RFC 3501 9, quoted).
fn quoted(name: &str) -> Walk<String> {
    if !name.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        let why = format!("The folder {name:?} has a name that cannot be asked for.");
        return Err(Mute::Other(why));
    }
    Ok(format!(
        "\"{}\"",
        name.replace('\\', "\\\\").replace('"', "\\\"")
    ))
}

/// The folder of sent mail: as it is set, or else found; empty when there is none.
pub(super) async fn sent_folder(session: &mut Session, set: Option<&str>) -> Walk<String> {
    if let Some(name) = set {
        return Ok(names::encoded(name));
    }
    let mut folders = Vec::new();
    let ended = run(session, "LIST \"\" \"*\"", |answer| {
        if let Response::MailboxData(MailboxDatum::List(listed)) = answer {
            let is = |attribute| listed.name_attributes.contains(&attribute);
            folders.push(Folder {
                name: listed.name.to_string(),
                delimiter: listed.delimiter.as_deref().unwrap_or_default().to_owned(),
                is_sent: is(NameAttribute::Sent),
                opens: !is(NameAttribute::NoSelect),
            });
        }
    });
    match ended.await? {
        Ended::Ok => Ok(names::sent(&folders).unwrap_or_default().to_owned()),
        Ended::No(words) => Err(Mute::Other(format!(
            "The server does not list the folders: {words}"
        ))),
    }
}

/// Looks through sent mail, then through INBOX.
pub(super) async fn look(
    session: &mut Session,
    sent: &str,
    message_id: &str,
    since: DateTime<Utc>,
) -> Walk<Option<Found>> {
    for folder in [sent, INBOX] {
        if !folder.is_empty()
            && let Some(found) = look_in(session, folder, message_id, since).await?
        {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

async fn look_in(
    session: &mut Session,
    folder: &str,
    message_id: &str,
    since: DateTime<Utc>,
) -> Walk<Option<Found>> {
    let shown = names::shown(folder);
    let examine = format!("EXAMINE {}", quoted(folder)?);
    if let Ended::No(words) = run(session, &examine, |_| ()).await? {
        let why = format!("The folder {shown} cannot be opened: {words}");
        return Err(Mute::Other(why));
    }
    let mut uids = Vec::new();
    let search = format!("UID SEARCH HEADER Message-ID \"{message_id}\"");
    let ended = run(session, &search, |answer| {
        if let Response::MailboxData(MailboxDatum::Search(found)) = answer {
            // Nothing may be called 0 (RFC 3501 9, nz-number).
            let room = MOST_HITS.saturating_sub(uids.len());
            uids.extend(found.iter().filter(|uid| **uid != 0).take(room).copied());
        }
    });
    if let Ended::No(words) = ended.await? {
        let why = format!("The folder {shown} cannot be searched: {words}");
        return Err(Mute::Other(why));
    }
    if uids.is_empty() {
        return Ok(None);
    }
    // What a search finds is a text somewhere in a field: only the field itself is proof.
    let uids: Vec<String> = uids.iter().map(u32::to_string).collect();
    let fetch = format!(
        "UID FETCH {} (UID INTERNALDATE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])",
        uids.join(",")
    );
    let mut at: Option<DateTime<FixedOffset>> = None;
    let ended = run(session, &fetch, |answer| {
        if let Response::Fetch(_, attributes) = answer
            && uid(attributes).is_some_and(|uid| uids.contains(&uid.to_string()))
            && names_it(attributes, message_id)
        {
            let came = date(attributes).filter(|came| came.to_utc() >= since - CLOCKS);
            at = at.or(came);
        }
    });
    if let Ended::No(words) = ended.await? {
        let why = format!("The messages of the folder {shown} cannot be read: {words}");
        return Err(Mute::Other(why));
    }
    Ok(at.map(|at| Found {
        folder: folder.to_owned(),
        at: at.format("%-d %b %Y, %H:%M (%:z)").to_string(),
    }))
}

/// An error of the parser holds the bytes that it could not read, as numbers.
fn unreadable(error: &io::Error) -> Mute {
    if matches!(
        error.kind(),
        io::ErrorKind::Other | io::ErrorKind::InvalidData
    ) && error.to_string().contains("input: [")
    {
        return Mute::other("The server's answer cannot be read.");
    }
    Mute::Other(error.to_string())
}

fn uid(attributes: &[AttributeValue<'_>]) -> Option<u32> {
    attributes.iter().find_map(|attribute| {
        if let AttributeValue::Uid(uid) = attribute {
            Some(*uid)
        } else {
            None
        }
    })
}

/// Whether the Message-ID field that was fetched is this one and no other.
fn names_it(attributes: &[AttributeValue<'_>], message_id: &str) -> bool {
    attributes.iter().any(|attribute| {
        if let AttributeValue::BodySection {
            section: Some(SectionPath::Full(MessageSection::Header)),
            data: Some(data),
            ..
        } = attribute
        {
            field(&String::from_utf8_lossy(data)).is_some_and(|found| found == message_id)
        } else {
            false
        }
    })
}

/// The value of the only Message-ID field of a header, unfolded (RFC 5322 2.2.3).
fn field(header: &str) -> Option<String> {
    let whole = header.replace("\r\n", "\n");
    let unfolded = whole.replace("\n ", " ").replace("\n\t", " ");
    let mut fields = unfolded.lines().filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim()
            .eq_ignore_ascii_case("message-id")
            .then(|| value.trim().to_owned())
    });
    let only = fields.next();
    only.filter(|_| fields.next().is_none())
}

/// When the server got a message, in its own zone.
fn date(attributes: &[AttributeValue<'_>]) -> Option<DateTime<FixedOffset>> {
    attributes.iter().find_map(|attribute| {
        if let AttributeValue::InternalDate(text) = attribute {
            DateTime::parse_from_str(text.trim(), "%d-%b-%Y %H:%M:%S %z").ok()
        } else {
            None
        }
    })
}
