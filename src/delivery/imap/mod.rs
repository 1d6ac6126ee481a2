//! The user's own mailbox as a witness: does the message lie in the folder of sent mail, or came its
//! blind copy in?
//!
//! It only reads: folders are opened with EXAMINE, nothing is fetched but a date and the Message-ID, with PEEK, so nothing is ever
//! marked or changed. async-imap logs in and parses; the commands are run here, because its own
//! `uid_search` takes a NO, a BAD or a cut for "nothing found", and that would be false evidence.
//! Every step has a hard limit, and the line carries a meter (`meter`): a server that drips, floods
//! or announces a huge literal neither holds nor fills us.

mod dial;
mod dialogue;
mod meter;
mod names;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use tokio_rustls::rustls::ClientConfig;

use self::dial::Session;
use self::dialogue::Found;
use super::net::{self, tls};
use super::secret::{Keeper, SecretSource};
use super::smtp::{Auth, Encryption, is_loopback};
use super::{Evidence, Trace, Witness, words};
use crate::failure::{Failure, Result};

/// A search may take so many times as long as a connection: some servers read every header.
const SEARCH: u32 = 4;

/// How long the server may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(2);

/// A mailbox and how to get into it. The secret is not part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The server's name, or its address.
    pub host: String,
    /// The server's port: usually 993 with TLS, 143 with STARTTLS.
    pub port: u16,
    /// How the line is protected.
    pub encryption: Encryption,
    /// A file of PEM certificates to trust besides the system's.
    pub ca_file: Option<PathBuf>,
    /// Who logs in.
    pub user: String,
    /// How to log in: LOGIN, or XOAUTH2.
    pub auth: Auth,
    /// The folder of sent mail; `None` looks for it.
    pub folder: Option<String>,
    /// The hard limit for getting in; a search may take four times as long.
    pub limit: Duration,
}

impl Account {
    /// Checks what no server needs to be asked for.
    fn check(&self) -> Result<()> {
        if self.host.trim().is_empty() {
            return Err(Failure::usage("The mailbox has no server.")
                .hint("Set host in [mail.imap] of config.toml."));
        }
        if self.encryption == Encryption::None && !is_loopback(&self.host) {
            return Err(Failure::usage(format!(
                "The mailbox at {} must be read over an encrypted line: \"none\" is only for a \
                 server on this computer.",
                self.host
            ))
            .hint("Set encryption = \"tls\" (port 993) or \"starttls\" (port 143)."));
        }
        Ok(())
    }
}

/// Why the mailbox says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Mute {
    /// The login was not taken.
    Login(String),
    /// Anything else: the words say what.
    Other(String),
}

impl Mute {
    fn other(why: impl Into<String>) -> Self {
        Self::Other(why.into())
    }

    fn into_words(self) -> String {
        match self {
            Self::Login(why) | Self::Other(why) => why,
        }
    }
}

impl From<net::Fault> for Mute {
    fn from(fault: net::Fault) -> Self {
        Self::Other(fault.into_words())
    }
}

/// A reason that holds a server's words.
fn told(why: &str) -> String {
    words::short(&words::plain(why))
}

type Walk<T> = std::result::Result<T, Mute>;

/// Runs one step under its hard limit.
async fn within<T>(limit: Duration, work: impl Future<Output = Walk<T>>) -> Walk<T> {
    match tokio::time::timeout(limit, work).await {
        Ok(done) => done,
        Err(_elapsed) => Err(Mute::Other(format!(
            "The server did not answer within {} s.",
            limit.as_secs_f64()
        ))),
    }
}

/// Runs a part of the dialogue. The parser gives up on some answers with a panic, such as a date that
/// is NIL; a server must not end the program with it.
fn caught<T>(runtime: &Runtime, work: impl Future<Output = Walk<T>>) -> Walk<T> {
    let run = AssertUnwindSafe(|| runtime.block_on(work));
    catch_unwind(run)
        .unwrap_or_else(|_panic| Err(Mute::other("The server's answer cannot be read.")))
}

/// A mailbox that is open, and which folders are looked through.
struct Open {
    session: Session,
    /// The folder of sent mail, as the server writes it; empty when there is none.
    sent: String,
}

/// The user's own mailbox. One connection is kept from one question to the next.
pub struct Mailbox {
    account: Account,
    secret: Keeper,
    runtime: Runtime,
    tls: Option<Arc<ClientConfig>>,
    open: Option<Open>,
}

impl Mailbox {
    /// A mailbox. Nothing is connected yet.
    ///
    /// # Errors
    /// Usage, when the settings cannot work: no host, no encryption on the network.
    pub fn new(account: Account, secret: Box<dyn SecretSource>) -> Result<Self> {
        account.check()?;
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| {
            Failure::refused("The connection to the mailbox cannot be prepared.").because(error)
        })?;
        Ok(Self {
            account,
            secret: Keeper::new(secret),
            runtime,
            tls: None,
            open: None,
        })
    }

    /// Logs in and looks for the folder of sent mail; answers which it is.
    ///
    /// # Errors
    /// What failed, in words.
    pub fn check(&mut self) -> std::result::Result<String, String> {
        self.close();
        let open = self.open().map_err(|mute| told(&mute.into_words()))?;
        let sent = names::shown(&self.open.insert(open).sent);
        self.close();
        match sent.as_str() {
            "" => Ok("there is no folder of sent mail, so only INBOX is looked through".into()),
            sent => Ok(format!("sent mail is in \"{sent}\"")),
        }
    }

    /// Ends a kept connection politely.
    fn close(&mut self) {
        if let Some(mut open) = self.open.take() {
            let goodbye = async { tokio::time::timeout(GOODBYE, open.session.logout()).await };
            // Whatever the server answers.
            drop(self.runtime.block_on(goodbye));
        }
    }

    /// Connects and logs in. A token that is not taken is asked for once more.
    fn open(&mut self) -> Walk<Open> {
        let first = self.knock(false);
        match &first {
            Err(Mute::Login(_)) if self.account.auth == Auth::Xoauth2 => self.knock(true),
            Ok(_) | Err(_) => first,
        }
    }

    fn knock(&mut self, fresh_secret: bool) -> Walk<Open> {
        let limit = self.account.limit;
        let tls = self.certificates()?;
        let addresses = net::look_up(&self.account.host, self.account.port, limit)?;
        let dialing = within(limit, dial::open(&self.account, &addresses, tls));
        let line = caught(&self.runtime, dialing)?;
        let secret = self.secret.get(fresh_secret, Instant::now());
        let secret = secret.map_err(|failure| Mute::other(failure.message()))?;
        let entering = async {
            let mut session = dial::log_in(&self.account, line, &secret).await?;
            let sent = dialogue::sent_folder(&mut session, self.account.folder.as_deref()).await?;
            Ok(Open { session, sent })
        };
        let entered = caught(&self.runtime, within(limit, entering));
        if matches!(entered, Err(Mute::Login(_))) {
            self.secret.drop_kept();
        }
        entered.map_err(|mute| match mute {
            Mute::Login(why) => Mute::Login(words::without(&why, secret.reveal())),
            Mute::Other(why) => Mute::Other(words::without(&why, secret.reveal())),
        })
    }

    /// The certificates that count; read once.
    fn certificates(&mut self) -> Walk<Option<Arc<ClientConfig>>> {
        if self.tls.is_none() && self.account.encryption != Encryption::None {
            self.tls = Some(tls::config(self.account.ca_file.as_deref())?);
        }
        Ok(self.tls.clone())
    }

    fn look(&mut self, trace: &Trace) -> Walk<Evidence> {
        let message_id = &trace.message_id;
        if !dialogue::is_message_id(message_id) {
            let why = "Its Message-ID is not one that a mail server can be asked about.";
            return Err(Mute::other(why));
        }
        let limit = self.account.limit * SEARCH;
        let mut open = match self.open.take() {
            Some(open) => open,
            None => self.open()?,
        };
        let Open { session, sent } = &mut open;
        let looking = within(
            limit,
            dialogue::look(session, sent, message_id, trace.since),
        );
        let found = caught(&self.runtime, looking)?;
        let evidence = self.evidence(found, &names::shown(sent));
        self.open = Some(open);
        Ok(evidence)
    }

    fn evidence(&self, found: Option<Found>, sent: &str) -> Evidence {
        let user = &self.account.user;
        match found {
            Some(Found { folder, at }) => {
                let folder = names::shown(&folder);
                Evidence::Found {
                    words: format!("It lies in the folder {folder} of {user} since {at}."),
                    id: String::new(),
                }
            }
            None => Evidence::NotFound {
                words: match sent {
                    "" => format!(
                        "It is not in INBOX of {user}, and there is no folder of sent mail."
                    ),
                    sent => format!("It is neither in {sent} nor in INBOX of {user}."),
                },
            },
        }
    }
}

impl Witness for Mailbox {
    fn ask(&mut self, trace: &Trace) -> Evidence {
        let was_open = self.open.is_some();
        let mut answer = self.look(trace);
        if answer.is_err() && was_open {
            // The kept connection may have died meanwhile.
            answer = self.look(trace);
        }
        answer.unwrap_or_else(|mute| Evidence::Silent {
            why: told(&mute.into_words()),
        })
    }

    fn describe(&self) -> String {
        format!("the mailbox {} at {}", self.account.user, self.account.host)
    }
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        self.close();
    }
}
