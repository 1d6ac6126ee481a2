//! What may stand on the command line. The help, the man page, the completions and the reference
//! in the README all come from here.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::print::{Page, Table};
use super::{
    bank, client, completions, db, export, import, invoice, log, mail, message, outbox, payment,
    policy, profile, rate, recurring, reminder, report, series, service, settings, sms, talk,
    template, text,
};

const AFTER: &str = "\
Without a command payme opens its screens.

Exit codes: 0 done; 1 refused or failed; 2 wrong usage or settings; 3 something waits for a person;
4 the book cannot be used.";

/// The terminal home of your billing: who owes you, since when, and reminders that go out once.
#[derive(Debug, Parser)]
#[command(name = "payme", version, after_help = AFTER, max_term_width = 100)]
#[command(disable_help_subcommand = true, infer_long_args = false)]
pub(super) struct Line {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// Options that stand before or after the command.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Everywhere")]
pub(super) struct Global {
    #[arg(long, global = true, value_name = "FILE")]
    #[arg(help = "The book: one SQLite file [variable: PAYME_BOOK]")]
    pub(super) book: Option<PathBuf>,
    #[arg(long, global = true, value_name = "FILE")]
    #[arg(help = "The settings file [variable: PAYME_CONFIG]")]
    pub(super) config: Option<PathBuf>,
    #[arg(long, global = true, value_name = "DATE")]
    #[arg(
        help = "Act as on this day, YYYY-MM-DD, and from this time on (T10:30, UTC) [variable: PAYME_TODAY]"
    )]
    pub(super) today: Option<String>,
    /// Print one JSON document; a failure is one JSON line on standard error
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// Never ask: what would need an answer is refused
    #[arg(long, global = true)]
    pub(super) no_input: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Open the screens on a throwaway demo book; nothing leaves the machine
    Demo,
    /// Show what needs you today
    Due,
    /// Your name, address, tax number, bank account and defaults
    #[command(subcommand)]
    Profile(profile::Profile),
    /// Who is billed
    #[command(subcommand)]
    Client(client::Client),
    /// Invoices, quotes and credit notes
    #[command(subcommand)]
    Invoice(invoice::Invoice),
    /// The catalogue of what you offer
    #[command(subcommand)]
    Service(service::Service),
    /// How documents are numbered
    #[command(subcommand)]
    Series(series::Series),
    /// Invoices that come again
    #[command(subcommand)]
    Recurring(recurring::Recurring),
    /// Money that came in
    #[command(subcommand)]
    Payment(payment::Payment),
    /// How old the knowledge of payments is
    #[command(subcommand)]
    Bank(bank::Bank),
    /// What is due to be sent, and sending it
    #[command(subcommand)]
    Reminder(reminder::Reminder),
    /// The contact log: calls, letters, replies and meetings
    #[command(subcommand)]
    Talk(talk::Talk),
    /// The interest rates that claims rest on
    #[command(subcommand)]
    Rate(rate::Rate),
    /// Statements of account
    #[command(subcommand)]
    Statement(message::Statement),
    /// Messages on their way, and what became of them
    #[command(subcommand)]
    Outbox(outbox::Outbox),
    /// The ladders of reminders
    #[command(subcommand)]
    Policy(policy::Policy),
    /// What messages say
    #[command(subcommand)]
    Template(template::Template),
    /// The words that documents begin with: about payment, and a note
    #[command(subcommand)]
    Text(text::Text),
    /// Figures over the book
    #[command(subcommand)]
    Report(report::Report),
    /// Bring data into the book
    #[command(subcommand)]
    Import(import::Import),
    /// Write the book out
    #[command(subcommand)]
    Export(export::Export),
    /// What was done, the newest first
    Log(log::Log),
    /// Take back the newest change, or the one with this number
    Undo(log::Undo),
    /// Do once more what was taken back last
    Redo,
    /// Keep the book: versions, copies, checks
    #[command(subcommand)]
    Db(db::Db),
    /// The settings of this machine
    #[command(subcommand)]
    Config(settings::Config),
    /// Check book, settings, mail account and terminal, and say what to do
    Doctor,
    /// The mail account
    #[command(subcommand)]
    Mail(mail::Mail),
    /// Text messages
    #[command(subcommand)]
    Sms(sms::Sms),
    /// Print completions for a shell
    Completions(completions::Completions),
    /// Print the manual page
    Man,
}

/// Which part of a long list.
#[derive(Args, Debug)]
pub(super) struct Paging {
    /// At most so many rows
    #[arg(long, value_name = "N", default_value_t = 50)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
    /// Go on after this cursor, which the page before gave
    #[arg(long, value_name = "CURSOR")]
    pub(super) after: Option<String>,
}

impl Paging {
    /// The number of rows.
    pub(super) fn limit(&self) -> usize {
        usize::try_from(self.limit).unwrap_or(usize::MAX)
    }
}

/// A page of a list: the rows, or that there are none, and how to see more.
pub(super) fn list_text(page: &mut Page, table: &Table, next: Option<&str>, what: &str) {
    if table.is_empty() {
        page.line(format!("No {what} matches."));
        return;
    }
    page.table(table);
    if let Some(next) = next {
        page.gap();
        page.line(format!("There are more: add --after {next}"));
    }
}
