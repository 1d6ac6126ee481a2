//! The few commands that a question takes.

use async_imap::imap_proto::{AttributeValue, MailboxDatum, NameAttribute, Response, Status};
use chrono::DateTime;

use super::dial::{Session, broken, said};
use super::names::{self, Folder};
use super::{Mute, Walk};

/// What everybody's folder of incoming mail is called (RFC 3501 5.1).
const INBOX: &str = "INBOX";

/// Where a message lies.
pub(super) struct Found {
    /// The folder, as the server writes it.
    pub(super) folder: String,
    /// Since when, for people.
    pub(super) at: Option<String>,
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
        let Some(answer) = answer.map_err(|error| Mute::Other(error.to_string()))? else {
            return Err(Mute::other("The server closed the connection."));
        };
        match answer.parsed() {
            Response::Done {
                tag: done,
                status,
                outcome,
            } if *done == tag => {
                let words = said(outcome).to_owned();
                return match status {
                    Status::Ok => Ok(Ended::Ok),
                    Status::No => Ok(Ended::No(words)),
                    Status::Bad | Status::PreAuth | Status::Bye => Err(Mute::Other(format!(
                        "The server does not understand what it is asked: {words}"
                    ))),
                };
            }
            Response::Data {
                status: Status::Bye,
                outcome,
            } => {
                let words = said(outcome);
                return Err(Mute::Other(format!("The server says goodbye: {words}")));
            }
            other => hear(other),
        }
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
) -> Walk<Option<Found>> {
    for folder in [sent, INBOX] {
        if !folder.is_empty()
            && let Some(found) = look_in(session, folder, message_id).await?
        {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

async fn look_in(session: &mut Session, folder: &str, message_id: &str) -> Walk<Option<Found>> {
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
            uids.extend_from_slice(found);
        }
    });
    if let Ended::No(words) = ended.await? {
        let why = format!("The folder {shown} cannot be searched: {words}");
        return Err(Mute::Other(why));
    }
    let Some(uid) = uids.first() else {
        return Ok(None);
    };
    let mut at = None;
    let fetch = format!("UID FETCH {uid} (INTERNALDATE)");
    run(session, &fetch, |answer| {
        if let Response::Fetch(_, attributes) = answer {
            at = at.take().or_else(|| date(attributes));
        }
    })
    .await?;
    Ok(Some(Found {
        folder: folder.to_owned(),
        at,
    }))
}

/// When the server got a message, in its own zone.
fn date(attributes: &[AttributeValue<'_>]) -> Option<String> {
    attributes.iter().find_map(|attribute| {
        if let AttributeValue::InternalDate(text) = attribute {
            let at = DateTime::parse_from_str(text.trim(), "%d-%b-%Y %H:%M:%S %z").ok()?;
            Some(at.format("%-d %b %Y, %H:%M (%:z)").to_string())
        } else {
            None
        }
    })
}
