//! From an address to a mailbox that is logged in to.

use std::net::SocketAddr;
use std::sync::Arc;

use async_imap::error::Error;
use async_imap::imap_proto::rfc3501::Outcome;
use async_imap::imap_proto::{Response, Status};
use async_imap::{Authenticator, Client};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::rustls::ClientConfig;

use super::meter::Meter;
use super::{Account, Mute, Walk, words};
use crate::delivery::net::line::Line;
use crate::delivery::net::{self, tls};
use crate::delivery::secret::Secret;
use crate::delivery::smtp::{Auth, Encryption};

/// An open mailbox.
pub(super) type Session = async_imap::Session<Meter>;

/// The longest line that a server may say before STARTTLS, in bytes.
const LONGEST_LINE: usize = 8 * 1024;

/// Opens the line: connection, TLS as the account wants it, greeting.
pub(super) async fn open(
    account: &Account,
    addresses: &[SocketAddr],
    tls: Option<Arc<ClientConfig>>,
) -> Walk<Client<Meter>> {
    let mut stream = net::connect(addresses, account.limit).await?;
    let peer = stream.peer_addr().map_err(net::Fault::from)?;
    let line = match (account.encryption, tls) {
        (Encryption::Tls, Some(config)) => Line::Tls(Box::new(
            tls::handshake(config, &account.host, stream).await?,
        )),
        (Encryption::StartTls, Some(config)) => {
            upgrade(account, &mut stream).await?;
            let stream = tls::handshake(config, &account.host, stream).await?;
            // After STARTTLS no second greeting comes.
            return Ok(Client::new(Meter::new(Line::Tls(Box::new(stream)))));
        }
        (Encryption::None, _) if peer.ip().is_loopback() => Line::Plain(stream),
        (Encryption::Tls | Encryption::StartTls | Encryption::None, _) => {
            let why = format!("{peer} is not this computer, and the line is not encrypted.");
            return Err(Mute::Other(why));
        }
    };
    let mut client = Client::new(Meter::new(line));
    let greeting = client.read_response().await;
    match greeting.map_err(|error| not_imap(&error.to_string()))? {
        Some(greeting) => match greeting.parsed() {
            Response::Data {
                status: Status::Ok, ..
            } => {}
            Response::Data { outcome, .. } => {
                let words = said(outcome);
                return Err(Mute::Other(format!("The server turns us away: {words}")));
            }
            _ => return Err(not_imap("it begins with something else")),
        },
        None => return Err(Mute::other("The server closed the connection.")),
    }
    Ok(client)
}

/// The words of an answer.
pub(super) fn said<'a>(outcome: &'a Outcome<'_>) -> &'a str {
    outcome.information.as_deref().unwrap_or_default()
}

fn not_imap(why: &str) -> Mute {
    // The parser's words hold what was heard; enough of it to recognise another protocol.
    let why: String = why.chars().take(120).collect();
    Mute::Other(format!(
        "The server's greeting is not IMAP: is this the right port? ({why})"
    ))
}

/// Asks to encrypt the line. It is read byte by byte, so that nothing a stranger slips in behind the
/// answer is heard as if it had been encrypted.
async fn upgrade(account: &Account, stream: &mut TcpStream) -> Walk<()> {
    let greeting = line(stream).await?;
    if !greeting.to_ascii_uppercase().starts_with("* OK") {
        return Err(Mute::Other(format!("The server turns us away: {greeting}")));
    }
    let ask = stream.write_all(b"a1 STARTTLS\r\n").await;
    ask.map_err(net::Fault::from)?;
    let answer = loop {
        let answer = line(stream).await?;
        if !answer.starts_with("* ") {
            break answer;
        }
    };
    if !answer.to_ascii_uppercase().starts_with("A1 OK") {
        return Err(Mute::Other(format!(
            "{} does not offer STARTTLS, and no password goes unencrypted ({answer}). \
             Try encryption = \"tls\" with port 993.",
            account.host
        )));
    }
    if matches!(stream.try_read(&mut [0_u8; 1]), Ok(1..)) {
        return Err(Mute::Other(format!(
            "Plain text came after STARTTLS from {}: somebody may be tampering with the line.",
            account.host
        )));
    }
    Ok(())
}

async fn line(stream: &mut (impl AsyncRead + Unpin)) -> Walk<String> {
    let mut line = Vec::new();
    while line.len() < LONGEST_LINE {
        let mut byte = [0_u8; 1];
        let count = stream.read(&mut byte).await.map_err(net::Fault::from)?;
        match byte {
            _ if count == 0 => return Err(Mute::other("The server closed the connection.")),
            [b'\n'] => return Ok(words::plain(&String::from_utf8_lossy(&line))),
            [other] => line.push(other),
        }
    }
    Err(Mute::other("The server's answer has no end."))
}

/// Logs in.
pub(super) async fn log_in(
    account: &Account,
    client: Client<Meter>,
    secret: &Secret,
) -> Walk<Session> {
    let user = &account.user;
    let done = match account.auth {
        Auth::Xoauth2 => {
            let token = Answer(Some(format!(
                "user={user}\x01auth=Bearer {}\x01\x01",
                secret.reveal()
            )));
            client.authenticate("XOAUTH2", token).await
        }
        // A quoted string carries ASCII only.
        Auth::Password if !(user.is_ascii() && secret.reveal().is_ascii()) => {
            let password = Answer(Some(format!("\0{user}\0{}", secret.reveal())));
            client.authenticate("PLAIN", password).await
        }
        Auth::Password => client.login(user, secret.reveal()).await,
    };
    done.map_err(|(error, _client)| match &error {
        Error::No(text) => Mute::Login(format!(
            "The server did not take the login of {user}: {}",
            information(text)
        )),
        other => broken(other),
    })
}

/// The one answer to the first challenge; every later challenge is a refusal, and an empty answer
/// to it gets the reason.
struct Answer(Option<String>);

impl Authenticator for Answer {
    type Response = String;

    fn process(&mut self, _challenge: &[u8]) -> String {
        self.0.take().unwrap_or_default()
    }
}

/// What broke a command, in words.
pub(super) fn broken(error: &Error) -> Mute {
    match error {
        Error::Bad(text) | Error::No(text) => Mute::Other(format!(
            "The server does not understand what it is asked: {}",
            information(text)
        )),
        Error::ConnectionLost => Mute::other("The server closed the connection."),
        Error::Io(error) => Mute::Other(error.to_string()),
        other => Mute::Other(other.to_string()),
    }
}

/// The server's own words in an error of async-imap, which prints them as a program would.
fn information(text: &str) -> &str {
    let inner = text.split_once("info: Some(\"").map(|(_, rest)| rest);
    inner.map_or(text, |inner| inner.trim_end_matches("\")"))
}
