//! What can go wrong in a dialogue, before anybody says what it means.

use std::error::Error;
use std::future::Future;
use std::time::Duration;

use lettre::transport::smtp;

use super::reply::Reply;
use super::talk::parse_line;
use super::wire::Interruption;
use crate::delivery::{Step, net};

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A negative reply.
    Denied(Reply),
    /// A reply that does not belong here: we are out of step with the server.
    OutOfStep(Reply),
    /// Nothing, or not enough, within the limit.
    Silence(Duration),
    /// The connection ended.
    Cut(String),
    /// Something that is not SMTP.
    Garbled(String),
    /// The server cannot be reached.
    Unreachable(String),
    /// The account, or the server, is not set up for this.
    Setting(String),
    /// The server wants another token.
    TokenRefused(String),
    /// This server cannot carry this message.
    Unfit(String),
    /// The fuse has blown: `commit` said no.
    Withdrawn,
}

impl From<smtp::Error> for Fault {
    fn from(error: smtp::Error) -> Self {
        if let Some(Interruption(said)) = interruption(&error) {
            return spoken_out_of_turn(said);
        }
        let words = words(&error);
        match error.status() {
            Some(code) => {
                let text = error.source().map(ToString::to_string);
                Self::Denied(Reply::new(u16::from(code), &text.unwrap_or_default()))
            }
            None if error.is_response() => Self::Garbled(words),
            None if error.is_client() => Self::Setting(words),
            None => Self::Cut(words),
        }
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Cut(words(&error))
    }
}

impl From<net::Fault> for Fault {
    fn from(fault: net::Fault) -> Self {
        match fault {
            net::Fault::Unreachable(why) => Self::Unreachable(why),
            net::Fault::Setting(why) => Self::Setting(why),
            net::Fault::Cut(why) => Self::Cut(why),
        }
    }
}

/// What the server said before it was its turn, if that was the error.
fn interruption(error: &smtp::Error) -> Option<&Interruption> {
    let error = error.source()?.downcast_ref::<std::io::Error>()?;
    error.get_ref()?.downcast_ref()
}

/// A reply to nothing. Only a goodbye (421) can be taken at its word.
fn spoken_out_of_turn(said: &[u8]) -> Fault {
    let first = said.split(|byte| *byte == b'\n').next().unwrap_or_default();
    match parse_line(first) {
        Ok((421, _, text)) => Fault::Denied(Reply::new(421, &text)),
        Ok((code, _, text)) => Fault::OutOfStep(Reply::new(code, &text)),
        Err(fault) => fault,
    }
}

/// The innermost cause, which is the one that says something.
fn words(error: &dyn Error) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

/// What happened, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trouble {
    pub(super) step: Step,
    pub(super) fault: Fault,
    /// The recipient that it is about.
    pub(super) about: Option<String>,
}

impl Trouble {
    pub(super) fn new(step: Step, fault: Fault) -> Self {
        Self {
            step,
            fault,
            about: None,
        }
    }

    /// Whether the dialogue is still in step, so that the next message can use the connection.
    pub(super) fn leaves_the_line_usable(&self) -> bool {
        match &self.fault {
            Fault::Denied(reply) => {
                reply.code() != 421
                    && matches!(
                        self.step,
                        Step::Sender | Step::Recipient | Step::Data | Step::Confirmation
                    )
            }
            Fault::Unfit(_) => true,
            Fault::OutOfStep(_)
            | Fault::Silence(_)
            | Fault::Cut(_)
            | Fault::Garbled(_)
            | Fault::Unreachable(_)
            | Fault::Setting(_)
            | Fault::TokenRefused(_)
            | Fault::Withdrawn => false,
        }
    }

    /// Whether the server did not take the secret.
    pub(super) fn is_login_refused(&self) -> bool {
        match &self.fault {
            Fault::Denied(reply) => self.step == Step::Login && reply.is_permanent(),
            Fault::TokenRefused(_) => true,
            Fault::OutOfStep(_)
            | Fault::Silence(_)
            | Fault::Cut(_)
            | Fault::Garbled(_)
            | Fault::Unreachable(_)
            | Fault::Setting(_)
            | Fault::Unfit(_)
            | Fault::Withdrawn => false,
        }
    }

    /// Whether a kept connection turned out to be dead: the server had hung up (or says so now)
    /// while nobody was talking.
    pub(super) fn says_the_line_was_dead(&self) -> bool {
        self.step == Step::Sender
            && match &self.fault {
                Fault::Denied(reply) => reply.code() == 421,
                Fault::OutOfStep(_) | Fault::Cut(_) | Fault::Garbled(_) => true,
                Fault::Silence(_)
                | Fault::Unreachable(_)
                | Fault::Setting(_)
                | Fault::TokenRefused(_)
                | Fault::Unfit(_)
                | Fault::Withdrawn => false,
            }
    }
}

/// Runs one step under its hard limit.
pub(super) async fn within<T>(
    step: Step,
    limit: Duration,
    work: impl Future<Output = Result<T, Fault>>,
) -> Result<T, Trouble> {
    match tokio::time::timeout(limit, work).await {
        Ok(done) => done.map_err(|fault| Trouble::new(step, fault)),
        Err(_elapsed) => Err(Trouble::new(step, Fault::Silence(limit))),
    }
}
