//! One message over an open connection, phase by phase.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Quit, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, MailBodyParameter, MailParameter};
use tokio::time::{Instant, sleep};

use super::account::Limits;
use super::dial::Opened;
use super::fault::{Fault, Trouble, within};
use super::reply::{Features, Reply};
use super::talk::exactly;
use super::wire::Fuse;
use crate::delivery::{Parcel, Step};

/// How much of a message is written at a time, in bytes.
const PIECE: usize = 16 * 1024;

/// How long the server may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(2);

/// An open connection.
pub(super) struct Session {
    pub(super) connection: AsyncSmtpConnection,
    pub(super) features: Features,
    fuse: Fuse,
    /// A message was refused half-way: RSET comes before the next one.
    pub(super) needs_reset: bool,
}

impl Session {
    /// Hands an opened line to lettre.
    pub(super) async fn start(opened: Opened) -> Result<Self, Fault> {
        let name = ClientId::Domain("localhost".into());
        let wire = Box::new(opened.wire);
        Ok(Self {
            connection: AsyncSmtpConnection::connect_with_transport(wire, &name).await?,
            features: opened.features,
            fuse: opened.fuse,
            needs_reset: false,
        })
    }

    /// Clears what a refused message has left. A no to it is not about the next message.
    async fn reset(&mut self, limits: &Limits) -> Result<(), Trouble> {
        if !self.needs_reset {
            return Ok(());
        }
        self.needs_reset = false;
        let done = self.say(Step::Sender, limits.command, Rset, &[250]).await;
        done.map_err(|trouble| {
            if let Fault::Denied(reply) = trouble.fault {
                Trouble::new(Step::Sender, Fault::OutOfStep(reply))
            } else {
                trouble
            }
        })
    }

    /// Says goodbye; whatever the server answers.
    pub(super) async fn quit(mut self) {
        drop(tokio::time::timeout(GOODBYE, self.connection.command(Quit)).await);
    }

    /// Sends one message.
    pub(super) async fn transmit(
        &mut self,
        parcel: &Parcel<'_>,
        limits: &Limits,
        commit: &mut dyn FnMut() -> bool,
    ) -> Result<Reply, Trouble> {
        let (from, to) = addresses(parcel)?;
        let options = self.mail_options(parcel)?;
        self.reset(limits).await?;
        let mail = Mail::new(Some(from), options);
        self.say(Step::Sender, limits.command, mail, &[250]).await?;
        for recipient in to {
            let rcpt = Rcpt::new(recipient.clone(), Vec::new());
            self.say(Step::Recipient, limits.command, rcpt, &[250, 251, 252])
                .await
                .map_err(|trouble| Trouble {
                    about: Some(recipient.to_string()),
                    ..trouble
                })?;
        }
        self.say(Step::Data, limits.command, Data, &[354]).await?;
        self.write(parcel.bytes, limits, commit).await
    }

    /// One command, and exactly the codes that mean yes.
    async fn say(
        &mut self,
        step: Step,
        limit: Duration,
        command: impl std::fmt::Display,
        yes: &[u16],
    ) -> Result<(), Trouble> {
        let asked = async {
            let response = self.connection.command(command).await?;
            let reply = Reply::from(&response);
            if yes.contains(&reply.code()) {
                Ok(())
            } else {
                Err(Fault::OutOfStep(reply))
            }
        };
        within(step, limit, asked).await
    }

    /// What MAIL has to announce. A message that this server cannot carry is not begun.
    fn mail_options(&self, parcel: &Parcel<'_>) -> Result<Vec<MailParameter>, Trouble> {
        let mut options = Vec::new();
        if self.features.offers("SIZE") {
            options.push(MailParameter::Size(parcel.bytes.len()));
        }
        let all = std::iter::once(parcel.envelope_from)
            .chain(parcel.envelope_to.iter().map(String::as_str));
        let foreign = all.into_iter().find(|address| !address.is_ascii());
        if let Some(address) = foreign {
            if !self.features.offers("SMTPUTF8") {
                let why = format!(
                    "The address {address} has letters before the @ that this mail server \
                     cannot carry (it does not offer SMTPUTF8)."
                );
                return Err(unfit(Step::Recipient, why));
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        if !parcel.bytes.is_ascii() {
            if !self.features.offers("8BITMIME") {
                let why = "The message is not plain ASCII, and the server does not offer 8BITMIME.";
                return Err(unfit(Step::Data, why.into()));
            }
            options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        Ok(options)
    }

    /// Writes the message, and at its end asks `commit` before the final dot. A server that
    /// speaks before that gets no dot.
    async fn write(
        &mut self,
        bytes: &[u8],
        limits: &Limits,
        commit: &mut dyn FnMut() -> bool,
    ) -> Result<Reply, Trouble> {
        let committed = Cell::new(false);
        let fuse = self.fuse.clone();
        let at_the_end = || {
            if commit() {
                committed.set(true);
            } else {
                fuse.blow();
            }
        };
        // lettre ends the last line itself.
        let bytes = bytes.strip_suffix(b"\r\n").unwrap_or(bytes);
        let pieces = Pieces {
            rest: bytes.chunks(PIECE),
            at_the_end: Some(at_the_end),
        };
        let sending = self.connection.message_iter(pieces);
        let answer = under_two_limits(sending, &committed, limits).await;
        if self.fuse.is_blown() {
            return Err(Trouble::new(Step::Body, Fault::Withdrawn));
        }
        let complete = committed.get() && !self.fuse.was_interrupted();
        let (step, limit) = if complete {
            (Step::Confirmation, limits.confirmation)
        } else {
            (Step::Body, limits.body)
        };
        let reply = match answer {
            None => Err(Fault::Silence(limit)),
            Some(Err(error)) => Err(Fault::from(error)),
            Some(Ok(response)) => exactly(250, Reply::from(&response)),
        };
        reply.map_err(|fault| Trouble::new(step, fault))
    }
}

/// Runs `work` under the limit of the body, and from the commit on under that of the answer.
/// `None` when the limit has passed.
async fn under_two_limits<T>(
    work: impl Future<Output = T>,
    committed: &Cell<bool>,
    limits: &Limits,
) -> Option<T> {
    let mut work = pin!(work);
    let mut alarm = pin!(sleep(limits.body));
    let mut waits_for_answer = false;
    poll_fn(|cx| {
        if let Poll::Ready(done) = work.as_mut().poll(cx) {
            return Poll::Ready(Some(done));
        }
        if committed.get() && !waits_for_answer {
            waits_for_answer = true;
            alarm.as_mut().reset(Instant::now() + limits.confirmation);
        }
        alarm.as_mut().poll(cx).map(|()| None)
    })
    .await
}

/// The pieces of a message. The end of the iteration is the point of no return: everything has
/// been written, and the final dot has not.
struct Pieces<'a, F: FnOnce()> {
    rest: std::slice::Chunks<'a, u8>,
    at_the_end: Option<F>,
}

impl<'a, F: FnOnce()> Iterator for Pieces<'a, F> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<Self::Item> {
        let piece = self.rest.next();
        if piece.is_none()
            && let Some(at_the_end) = self.at_the_end.take()
        {
            at_the_end();
        }
        piece
    }
}

/// The envelope as addresses.
fn addresses(parcel: &Parcel<'_>) -> Result<(Address, Vec<Address>), Trouble> {
    let parse = |step: Step, text: &str| {
        text.parse::<Address>()
            .map_err(|error| unfit(step, format!("{text:?} is no e-mail address: {error}.")))
    };
    let from = parse(Step::Sender, parcel.envelope_from)?;
    let to: Vec<Address> = parcel
        .envelope_to
        .iter()
        .map(|recipient| parse(Step::Recipient, recipient))
        .collect::<Result<_, _>>()?;
    if to.is_empty() {
        let why = "The message has no recipient.".to_string();
        return Err(unfit(Step::Recipient, why));
    }
    Ok((from, to))
}

fn unfit(step: Step, why: String) -> Trouble {
    Trouble::new(step, Fault::Unfit(why))
}
