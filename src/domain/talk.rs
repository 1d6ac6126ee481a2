//! The contact log: what was said and heard beside messages.

use chrono::{DateTime, NaiveDate, Utc};

use super::ids::{ClientId, HoldId, InvoiceId, TalkId};
use super::invoice::words;
use super::party::HoldKind;

/// How somebody was spoken to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// By telephone.
    #[default]
    Call,
    /// By a letter on paper.
    Letter,
    /// An answer that came from the client, over whatever channel.
    Reply,
    /// Face to face.
    Meeting,
}

words!(Way { Call => "call", Letter => "letter", Reply => "reply", Meeting => "meeting" });

/// What came of it (after the outcomes of the OCA overdue reminder).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TalkOutcome {
    /// Nothing that has a name.
    #[default]
    None,
    /// A message was left on the voicemail.
    Voicemail,
    /// Nobody was reached.
    Unreachable,
    /// They say that they never got the invoice.
    NotReceived,
    /// Somebody there has still to approve it.
    WaitingForApproval,
    /// They do not accept the bill.
    Dispute,
    /// They have ordered the payment.
    PaymentOnItsWay,
    /// They say that they have paid.
    PaymentSent,
}

words!(TalkOutcome {
    None => "none", Voicemail => "voicemail", Unreachable => "unreachable",
    NotReceived => "not_received", WaitingForApproval => "waiting_for_approval",
    Dispute => "dispute", PaymentOnItsWay => "payment_on_its_way", PaymentSent => "payment_sent",
});

impl TalkOutcome {
    /// What came of it, in a few words; empty for nothing.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Voicemail => "left on the voicemail",
            Self::Unreachable => "nobody was reached",
            Self::NotReceived => "the invoice was not received",
            Self::WaitingForApproval => "waiting for approval",
            Self::Dispute => "disputed",
            Self::PaymentOnItsWay => "the payment is on its way",
            Self::PaymentSent => "the payment was sent",
        }
    }

    /// Whether the invoice should be sent once more.
    #[must_use]
    pub const fn wants_invoice_again(self) -> bool {
        match self {
            Self::NotReceived => true,
            Self::None
            | Self::Voicemail
            | Self::Unreachable
            | Self::WaitingForApproval
            | Self::Dispute
            | Self::PaymentOnItsWay
            | Self::PaymentSent => false,
        }
    }
}

/// A talk, as the user notes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTalk {
    /// Whom it was with.
    pub client: ClientId,
    /// What it was about; none for everything that is open.
    pub invoices: Vec<InvoiceId>,
    /// The user's day.
    pub on: NaiveDate,
    /// How.
    pub way: Way,
    /// What came of it.
    pub outcome: TalkOutcome,
    /// What was said, in the user's words; may be empty.
    pub note: String,
    /// The day by which they promised to pay.
    pub promised_on: Option<NaiveDate>,
}

impl NewTalk {
    /// The holds that it sets: reminders rest until a promise is due, and while a bill is disputed.
    #[must_use]
    pub fn hold(&self) -> Option<(HoldKind, Option<NaiveDate>)> {
        match (self.outcome, self.promised_on) {
            (TalkOutcome::Dispute, _) => Some((HoldKind::Dispute, None)),
            (
                TalkOutcome::None
                | TalkOutcome::Voicemail
                | TalkOutcome::Unreachable
                | TalkOutcome::NotReceived
                | TalkOutcome::WaitingForApproval
                | TalkOutcome::PaymentOnItsWay
                | TalkOutcome::PaymentSent,
                Some(day),
            ) => Some((HoldKind::Promise, Some(day))),
            (
                TalkOutcome::None
                | TalkOutcome::Voicemail
                | TalkOutcome::Unreachable
                | TalkOutcome::NotReceived
                | TalkOutcome::WaitingForApproval
                | TalkOutcome::PaymentOnItsWay
                | TalkOutcome::PaymentSent,
                None,
            ) => None,
        }
    }

    /// The reason of that hold: the note, or what came of the talk.
    #[must_use]
    pub fn reason(&self) -> String {
        let note = super::text::one_line(&self.note);
        if !note.trim().is_empty() {
            return note.trim().to_owned();
        }
        let by = match self.way {
            Way::Call => "in a call",
            Way::Letter => "by letter",
            Way::Reply => "in a reply",
            Way::Meeting => "in a meeting",
        };
        match self.outcome {
            TalkOutcome::Dispute => format!("disputed {by}"),
            TalkOutcome::None
            | TalkOutcome::Voicemail
            | TalkOutcome::Unreachable
            | TalkOutcome::NotReceived
            | TalkOutcome::WaitingForApproval
            | TalkOutcome::PaymentOnItsWay
            | TalkOutcome::PaymentSent => format!("promised {by}"),
        }
    }
}

/// A talk of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Talk {
    /// Row id.
    pub id: TalkId,
    /// Whom it was with.
    pub client: ClientId,
    /// Client's key.
    pub client_key: String,
    /// Client's name.
    pub client_name: String,
    /// Numbers of what it was about; none for everything that is open.
    pub invoices: Vec<String>,
    /// The user's day.
    pub on: NaiveDate,
    /// When it was noted.
    pub at: DateTime<Utc>,
    /// How.
    pub way: Way,
    /// What came of it.
    pub outcome: TalkOutcome,
    /// What was said.
    pub note: String,
    /// The day by which they promised to pay.
    pub promised_on: Option<NaiveDate>,
    /// The hold that it set, of several the first.
    pub hold: Option<HoldId>,
}

impl Talk {
    /// One line of a log: "call: promised to pay by 2026-12-01: new bookkeeper".
    #[must_use]
    pub fn words(&self) -> String {
        let promised = self
            .promised_on
            .map(|day| format!("promised to pay by {day}"))
            .unwrap_or_default();
        let note = super::text::one_line(&self.note);
        let parts = [
            self.way.word(),
            self.outcome.name(),
            promised.as_str(),
            note.trim(),
        ];
        let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        said.join(": ")
    }
}

#[cfg(test)]
#[path = "talk_tests.rs"]
mod tests;
