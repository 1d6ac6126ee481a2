//! What `update` asks of the outside, as plain data.
//!
//! A load fills a slot of the model. It carries a job id: when the reply comes and another load was
//! asked for the same slot since, the reply is stale and is dropped. The runtime may throw away a
//! waiting load when a newer one for its slot arrives.

pub use super::answers::{Done, Ladder, LogLine, News, Reply, Revenue};
use super::document::DocumentWrite;
use super::overlays::form::client::After;
use super::template::{TemplateLoad, TemplateWrite};
use crate::domain::currency::Currency;
use crate::domain::ids::{ClientId, EntryId, HoldId, InvoiceId, OutboxId, PaymentId};
use crate::domain::party::{Client, HoldTarget, Profile};
use crate::domain::policy::Channel;
use crate::domain::talk::NewTalk;
use crate::domain::views::{About, Edit, InvoiceSort, NewHold, NewPayment, NewRefund, Settlement};

/// Which request a reply answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Job(pub u64);

/// What `update` asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Read something from the book.
    Load {
        /// Names the reply.
        job: Job,
        /// What to read.
        load: Load,
    },
    /// Change the book.
    Write {
        /// Names the reply.
        job: Job,
        /// What to change.
        write: Write,
    },
    /// Ask the provider, or the user's own mailbox, what became of a message; answered by news.
    Ask(OutboxId),
    /// Put a text on the clipboard.
    Copy(String),
    /// Open a text in `$EDITOR`; answered by `Msg::Edited`.
    OpenEditor(String),
    /// Draw the whole screen anew.
    Redraw,
    /// Stop until the shell lets the program go on.
    Suspend,
    /// Leave.
    Quit,
}

/// Something to read from the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Load {
    /// Tabs and header.
    Header,
    /// The first screen.
    Dashboard,
    /// A page of invoices.
    Invoices {
        /// In the language of `/`.
        filter: String,
        /// Order.
        sort: InvoiceSort,
        /// Where it begins; `None` is the top.
        after: Option<String>,
        /// At most this many rows.
        limit: usize,
    },
    /// Counts for the views over the invoices.
    Counts,
    /// One invoice.
    Invoice {
        /// Number or `draft:ID`.
        reference: String,
    },
    /// A page of clients.
    Clients {
        /// Words to look for.
        filter: String,
        /// Archived ones too.
        archived: bool,
        /// Where it begins.
        after: Option<String>,
        /// At most this many rows.
        limit: usize,
    },
    /// One client.
    Client {
        /// Key.
        key: String,
    },
    /// A page of payments.
    Payments {
        /// Words to look for.
        filter: String,
        /// Where it begins.
        after: Option<String>,
        /// At most this many rows.
        limit: usize,
    },
    /// What a payment for an invoice has to do with.
    Payable {
        /// Row id.
        invoice: InvoiceId,
    },
    /// The reminder queue.
    Queue,
    /// A message as it would go.
    Prepare {
        /// Client.
        client: ClientId,
        /// Channel.
        channel: Channel,
        /// What it is about.
        about: About,
        /// What was changed for this once.
        edit: Edit,
    },
    /// An invoice's past reminders and its client's policy.
    Ladder {
        /// Number.
        reference: String,
    },
    /// A message with its attempts.
    Message {
        /// Row id.
        id: OutboxId,
    },
    /// What issuing drafts would do.
    ToIssue {
        /// `draft:ID` of each.
        references: Vec<String>,
    },
    /// The journal, the newest first.
    Journal {
        /// In the language of its filter.
        filter: String,
        /// At most this many lines.
        limit: usize,
    },
    /// Age of debt.
    Aging,
    /// Income of a year.
    Revenue {
        /// Calendar year.
        year: i32,
    },
    /// The freelancer.
    Profile,
    /// Keys of the policies.
    Policies,
    /// Clients that may be the same as the one that is being written.
    Alike(Sought),
    /// A draft with what belongs to writing it.
    Draft {
        /// `draft:ID`.
        reference: String,
    },
    /// Everything said and heard about an invoice.
    Timeline {
        /// Number or `draft:ID`.
        reference: String,
    },
    /// What messages say.
    Template(TemplateLoad),
    /// What a line could be.
    Suggestions {
        /// The first letters; two at the least.
        words: String,
        /// The draft's currency.
        currency: Currency,
    },
}

/// A client that may be in the book already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// Its name.
    pub name: String,
    /// Its e-mail addresses.
    pub emails: Vec<String>,
    /// Itself, when it is in the book.
    pub itself: Option<ClientId>,
}

/// The place in the model that a load fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// Tabs and header.
    Header,
    /// The first screen.
    Dashboard,
    /// The top of the list of invoices.
    Invoices,
    /// More invoices below.
    InvoicesMore,
    /// Counts.
    Counts,
    /// The invoice shown.
    Invoice,
    /// The top of the list of clients.
    Clients,
    /// More clients below.
    ClientsMore,
    /// The client shown.
    Client,
    /// The top of the list of payments.
    Payments,
    /// More payments below.
    PaymentsMore,
    /// What a payment has to do with.
    Payable,
    /// The reminder queue.
    Queue,
    /// The reminder shown.
    Prepare,
    /// The ladder shown.
    Ladder,
    /// The message shown.
    Message,
    /// What issuing drafts would do.
    ToIssue,
    /// The journal.
    Journal,
    /// Age of debt.
    Aging,
    /// Income.
    Revenue,
    /// The freelancer.
    Profile,
    /// Policies.
    Policies,
    /// Clients that may be the same.
    Alike,
    /// The draft being written.
    Draft,
    /// What a line could be.
    Suggestions,
    /// Everything said and heard about an invoice.
    Timeline,
    /// What messages say.
    Templates,
    /// A template filled with real data.
    TemplateText,
}

impl Slot {
    /// Whether it holds rows that come below others.
    #[must_use]
    pub const fn is_below(self) -> bool {
        matches!(
            self,
            Self::InvoicesMore | Self::ClientsMore | Self::PaymentsMore
        )
    }
}

impl Load {
    /// The place that this load fills.
    #[must_use]
    pub const fn slot(&self) -> Slot {
        match self {
            Self::Header => Slot::Header,
            Self::Dashboard => Slot::Dashboard,
            Self::Invoices { after: None, .. } => Slot::Invoices,
            Self::Invoices { after: Some(_), .. } => Slot::InvoicesMore,
            Self::Counts => Slot::Counts,
            Self::Invoice { .. } => Slot::Invoice,
            Self::Clients { after: None, .. } => Slot::Clients,
            Self::Clients { after: Some(_), .. } => Slot::ClientsMore,
            Self::Client { .. } => Slot::Client,
            Self::Payments { after: None, .. } => Slot::Payments,
            Self::Payments { after: Some(_), .. } => Slot::PaymentsMore,
            Self::Payable { .. } => Slot::Payable,
            Self::Queue => Slot::Queue,
            Self::Prepare { .. } => Slot::Prepare,
            Self::Ladder { .. } => Slot::Ladder,
            Self::Message { .. } => Slot::Message,
            Self::ToIssue { .. } => Slot::ToIssue,
            Self::Journal { .. } => Slot::Journal,
            Self::Aging => Slot::Aging,
            Self::Revenue { .. } => Slot::Revenue,
            Self::Profile => Slot::Profile,
            Self::Policies => Slot::Policies,
            Self::Alike(_) => Slot::Alike,
            Self::Draft { .. } => Slot::Draft,
            Self::Suggestions { .. } => Slot::Suggestions,
            Self::Timeline { .. } => Slot::Timeline,
            Self::Template(TemplateLoad::List { .. }) => Slot::Templates,
            Self::Template(TemplateLoad::Text { .. }) => Slot::TemplateText,
        }
    }
}

/// A change of the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// Record money that came in.
    RecordPayment(NewPayment),
    /// Settle an invoice in one change: credit, money, the few cents that are left.
    Settle(Box<Settlement>),
    /// Record money that went back.
    Refund(NewRefund),
    /// Take a payment out again.
    RemovePayment(PaymentId),
    /// Rest the reminders of a client or an invoice.
    SetHold {
        /// What it rests on.
        target: HoldTarget,
        /// The hold.
        hold: NewHold,
    },
    /// Lift a hold.
    ReleaseHold(HoldId),
    /// Queue a message.
    Send {
        /// Client.
        client: ClientId,
        /// Channel.
        channel: Channel,
        /// What it is about.
        about: About,
        /// What was changed for this once.
        edit: Edit,
        /// It may not leave before this many seconds have passed.
        delay_seconds: u32,
    },
    /// Take a queued message back.
    TakeBack(OutboxId),
    /// Say what became of a message whose outcome is unknown.
    Resolve {
        /// The message.
        id: OutboxId,
        /// Whether it arrived.
        sent: bool,
    },
    /// Send a message again.
    Retry(OutboxId),
    /// Pass over the stage that is due.
    Skip(InvoiceId),
    /// Take back the newest change.
    Undo,
    /// Take back one change of the journal.
    UndoEntry(EntryId),
    /// Do it once more.
    Redo,
    /// Say who the freelancer is.
    SetProfile(Box<Profile>),
    /// Add a client (its id is 0), or make one of the book say this.
    SaveClient {
        /// The card.
        card: Box<Client>,
        /// What comes after.
        after: After,
    },
    /// Put a client out of sight, or back.
    ArchiveClient {
        /// Row id.
        id: ClientId,
        /// Out of sight.
        archived: bool,
    },
    /// Take a client out of the book that has nothing.
    DeleteClient(ClientId),
    /// Replace the note of a client.
    SetClientNote {
        /// Row id.
        id: ClientId,
        /// The note.
        note: String,
    },
    /// Bring in a payme JSON file, all or nothing.
    ImportFile(String),
    /// Leave this book and look at the demo book.
    OpenDemo,
    /// Change a document.
    Document(DocumentWrite),
    /// Change what messages say.
    Template(TemplateWrite),
    /// Note what was said and heard.
    NoteTalk(NewTalk),
    /// The bank account was looked at today, and what came is entered.
    BankChecked,
}
