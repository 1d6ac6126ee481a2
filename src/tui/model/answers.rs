//! What comes back from the outside: the answer to each request, and news of the sender.

use chrono::NaiveTime;

use crate::domain::client_card::Likely;
use crate::domain::ids::EntryId;
use crate::domain::message::Message;
use crate::domain::party::Profile;
use crate::domain::policy::Policy;
use crate::domain::views::{
    AgeBand, ClientDetail, ClientRow, Dashboard, DraftView, Header, InvoiceCounts, InvoiceDetail,
    InvoiceRow, JournalRow, Moment, MonthSum, Page, Payable, PaymentRow, Prepared, ReminderRow,
    Suggestion, TemplateList, TemplateText, ToIssue,
};
use crate::failure::Failure;

/// The ladder of one invoice: where it stands and what is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    /// The invoice with its past reminders.
    pub invoice: InvoiceDetail,
    /// Its client's policy.
    pub policy: Policy,
}

/// A line of a timeline, with the time where the user is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineLine {
    /// What happened.
    pub moment: Moment,
    /// When, where that is known.
    pub time: Option<NaiveTime>,
}

/// Income of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revenue {
    /// The year.
    pub year: i32,
    /// The first year that the book has figures for, and the last.
    pub years: (i32, i32),
    /// Paid, twelve months a currency, the home currency first.
    pub paid: Vec<Vec<MonthSum>>,
    /// Billed, the same way.
    pub billed: Vec<Vec<MonthSum>>,
}

/// A line of the journal, with the time of day where the user is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// The line.
    pub row: JournalRow,
    /// The time of day.
    pub time: NaiveTime,
}

/// What the send worker tells while it works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// It goes through what is due.
    Progress {
        /// How many are through.
        done: usize,
        /// How many there are.
        total: usize,
        /// Whom it writes to now; empty between two.
        now: String,
    },
    /// A message changed its state.
    Message(Box<Message>),
    /// It stopped; what is queued waits.
    Stopped {
        /// Why, and what to do next.
        why: String,
    },
    /// Nothing is due any more.
    Idle,
    /// Somebody was asked what became of a message.
    Asked {
        /// The message as it is now: accepted, where it was found.
        message: Box<Message>,
        /// What was found, in words.
        words: String,
    },
    /// Nobody could be asked.
    NotAsked(Failure),
}

/// What a load brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Tabs and header.
    Header(Header),
    /// The first screen.
    Dashboard(Box<Dashboard>),
    /// A page of invoices.
    Invoices(Page<InvoiceRow>),
    /// Counts.
    Counts(InvoiceCounts),
    /// One invoice.
    Invoice(Box<InvoiceDetail>),
    /// A page of clients.
    Clients(Page<ClientRow>),
    /// One client.
    Client(Box<ClientDetail>),
    /// A page of payments.
    Payments(Page<PaymentRow>),
    /// What a payment has to do with.
    Payable(Box<Payable>),
    /// The reminder queue.
    Queue(Vec<ReminderRow>),
    /// A reminder as it would go.
    Prepared(Box<Prepared>),
    /// An invoice's past reminders and the policy.
    Ladder(Box<Ladder>),
    /// A message.
    Message(Box<Message>),
    /// The journal.
    Journal(Vec<LogLine>),
    /// What issuing drafts would do.
    ToIssue(Vec<ToIssue>),
    /// Age of debt.
    Aging(Vec<AgeBand>),
    /// Income of a year.
    Revenue(Box<Revenue>),
    /// The freelancer.
    Profile(Box<Profile>),
    /// Keys of the policies.
    Policies(Vec<String>),
    /// Clients that may be the same.
    Alike(Vec<Likely>),
    /// A draft.
    Draft(Box<DraftView>),
    /// What a line could be.
    Suggestions(Vec<Suggestion>),
    /// Everything said and heard about an invoice.
    Timeline(Vec<TimelineLine>),
    /// What messages say.
    Templates(Box<TemplateList>),
    /// A template filled with real data.
    TemplateText(Box<TemplateText>),
    /// A change was made.
    Done(Done),
}

/// What a change answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// It is done; the model knows what to say.
    Plain,
    /// There was nothing to do.
    Nothing,
    /// It is done, in these words.
    Said(String),
    /// A message of the outbox, as it is now.
    Message(Box<Message>),
    /// A client, by its key.
    Client(String),
    /// A draft was begun: the editor opens on it.
    Draft {
        /// `draft:ID`.
        reference: String,
        /// What to say; empty for nothing.
        said: String,
        /// The entry of the journal, which the writing joins.
        entry: Option<EntryId>,
    },
    /// A draft was kept.
    Saved {
        /// The entry of the journal, which the next writing joins.
        entry: Option<EntryId>,
    },
    /// A draft was issued.
    Issued {
        /// Its number.
        number: String,
    },
    /// The screens now stand on another book; in these words.
    NewBook {
        /// What to say.
        said: String,
        /// Where it is.
        path: String,
        /// What carries mail there, in words.
        transport: String,
    },
}
