//! E-mail over SMTP, at most once.
//!
//! lettre builds the messages and speaks the commands, but its `send` cannot be used here: it
//! hides how far an attempt came, so that a lost answer after the final dot looks like a cut
//! before the first command; its limits are for each read, so that a server that sends a byte now
//! and then holds it for ever; what is slipped in behind STARTTLS it takes for encrypted; and any
//! positive reply counts as sent. So its low-level connection runs over our own line (`wire`),
//! each phase has a hard limit and exact codes (`dial`, `session`), a failure keeps the step at
//! which it happened (`fault`), and one place says what it means (`classify`).
//!
//! The async runtime lives inside the carrier and runs only while a call is made.

mod account;
mod classify;
mod dial;
mod fault;
mod login;
mod reply;
mod session;
mod talk;
mod wire;

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use tokio_rustls::rustls::ClientConfig;

pub(super) use account::is_loopback;
pub use account::{Account, Auth, Encryption, Limits};

use self::dial::Protection;
use self::fault::{Fault, Trouble, within};
use self::session::Session;
use super::net::{self, tls};
use super::secret::{Keeper, SecretSource};
use super::{Carrier, Outcome, Parcel, Step, words};
use crate::failure::{Failure, Result};

/// A step's result, or where and why it failed.
type Walk<T> = std::result::Result<T, Trouble>;

/// A kept connection that has been idle for longer is not trusted: what lies between may have
/// forgotten it, and nobody would answer.
const IDLE: Duration = Duration::from_secs(30);

/// A connection that waits for the next message.
struct Kept {
    session: Session,
    since: Instant,
}

/// Sends over one account, and keeps one connection between messages.
pub(super) struct Smtp {
    account: Account,
    secret: Option<Keeper>,
    runtime: Runtime,
    tls: Option<Arc<ClientConfig>>,
    kept: Option<Kept>,
    /// The server's last greeting.
    greeting: String,
}

impl Smtp {
    /// A carrier for an account. Nothing is connected yet.
    pub(super) fn new(account: Account, secret: Option<Box<dyn SecretSource>>) -> Result<Self> {
        account.check()?;
        if let (Some(user), None) = (&account.user, &secret) {
            let message = format!("There is no password for {user} at {}.", account.host);
            return Err(Failure::usage(message)
                .hint("Set password_command or password_env in [mail] of config.toml."));
        }
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| {
            Failure::refused("The mail connection cannot be prepared.").because(error)
        })?;
        Ok(Self {
            account,
            secret: secret.map(Keeper::new),
            runtime,
            tls: None,
            kept: None,
            greeting: String::new(),
        })
    }

    /// How to protect the line; the trusted certificates are read once.
    fn protection(&mut self) -> Walk<Protection> {
        let wrap = match self.account.encryption {
            Encryption::None => return Ok(Protection::None),
            Encryption::Tls => Protection::Tls,
            Encryption::StartTls => Protection::StartTls,
        };
        let config = match &self.tls {
            Some(config) => Arc::clone(config),
            None => tls::config(self.account.ca_file.as_deref())
                .map_err(|fault| Trouble::new(Step::Tls, fault.into()))?,
        };
        self.tls = Some(Arc::clone(&config));
        Ok(wrap(config))
    }

    /// Connects and logs in. A token that is not taken is asked for once more.
    fn open(&mut self) -> Walk<Session> {
        let first = self.enter(false);
        match &first {
            Err(trouble) if self.account.auth == Auth::Xoauth2 && trouble.is_login_refused() => {
                self.enter(true)
            }
            Ok(_) | Err(_) => first,
        }
    }

    fn enter(&mut self, fresh_secret: bool) -> Walk<Session> {
        let limits = self.account.limits;
        let found = net::look_up(&self.account.host, self.account.port, limits.connect);
        let addresses = found.map_err(|fault| Trouble::new(Step::Lookup, fault.into()))?;
        let protection = self.protection()?;
        let opening = async {
            let opened = dial::open(&self.account, &addresses, protection).await?;
            let greeting = opened.greeting.clone();
            let session = within(Step::Connect, limits.connect, Session::start(opened)).await?;
            Ok((session, greeting))
        };
        let (mut session, greeting) = self.runtime.block_on(opening)?;
        self.greeting = greeting;
        self.log_in(&mut session, fresh_secret)?;
        Ok(session)
    }

    fn log_in(&mut self, session: &mut Session, fresh_secret: bool) -> Walk<()> {
        let (Some(user), Some(keeper)) = (&self.account.user, &mut self.secret) else {
            return Ok(());
        };
        let trouble = |fault: Fault| Trouble::new(Step::Login, fault);
        let mechanism = login::mechanism(self.account.auth, &session.features).map_err(trouble)?;
        let secret = keeper
            .get(fresh_secret, Instant::now())
            .map_err(|failure| {
                // Only the sentence: what a command printed may be the secret, and this is kept.
                trouble(Fault::Setting(failure.message().to_owned()))
            })?;
        let connection = &mut session.connection;
        let logging_in = login::log_in(connection, mechanism, user, &secret);
        let limited = within(Step::Login, self.account.limits.command, logging_in);
        let done = self.runtime.block_on(limited);
        if done.as_ref().is_err_and(Trouble::is_login_refused) {
            keeper.drop_kept();
        }
        done.map(drop).map_err(|mut trouble| {
            // A server may say back what it was told.
            if let Fault::Denied(reply) | Fault::OutOfStep(reply) = &mut trouble.fault {
                reply.hide(secret.reveal());
            }
            if let Fault::TokenRefused(words) = &mut trouble.fault {
                *words = words::without(words, secret.reveal());
            }
            trouble
        })
    }

    /// One message over the kept connection, or over a new one.
    fn transmit(&mut self, parcel: &Parcel<'_>, commit: &mut dyn FnMut() -> bool) -> Walk<String> {
        if let Some(Kept { session, since }) = self.kept.take()
            && since.elapsed() < IDLE
        {
            let outcome = self.transmit_over(session, parcel, commit);
            match &outcome {
                Err(trouble) if trouble.says_the_line_was_dead() => {}
                Ok(_) | Err(_) => return outcome,
            }
        }
        let session = self.open()?;
        self.transmit_over(session, parcel, commit)
    }

    fn transmit_over(
        &mut self,
        mut session: Session,
        parcel: &Parcel<'_>,
        commit: &mut dyn FnMut() -> bool,
    ) -> Walk<String> {
        let sending = session.transmit(parcel, &self.account.limits, commit);
        let done = self.runtime.block_on(sending);
        let usable = match &done {
            Ok(_) => true,
            Err(trouble) => {
                session.needs_reset = true;
                trouble.leaves_the_line_usable()
            }
        };
        self.kept = usable.then(|| Kept {
            session,
            since: Instant::now(),
        });
        done.map(|reply| reply.to_string())
    }
}

impl Carrier for Smtp {
    fn deliver(&mut self, parcel: &Parcel<'_>, commit: &mut dyn FnMut() -> bool) -> Outcome {
        match self.transmit(parcel, commit) {
            Ok(reply) => Outcome::Accepted {
                reply,
                id: String::new(),
            },
            Err(trouble) => classify::outcome(trouble, &self.account.host),
        }
    }

    fn describe(&self) -> String {
        let Account { host, port, .. } = &self.account;
        let place = format!("{host}:{port} ({})", self.account.encryption.word());
        match &self.account.user {
            Some(user) => format!("{place} as {user}"),
            None => place,
        }
    }

    fn close(&mut self) {
        if let Some(kept) = self.kept.take() {
            self.runtime.block_on(kept.session.quit());
        }
    }

    fn check(&mut self) -> std::result::Result<String, (Step, String)> {
        self.close();
        match self.open() {
            Ok(session) => {
                self.runtime.block_on(session.quit());
                Ok(self.greeting.clone())
            }
            Err(trouble) => {
                let outcome = classify::outcome(trouble, &self.account.host);
                Err((outcome.step(), outcome.reply().to_string()))
            }
        }
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.close();
    }
}
