//! Every command once: its name, keys, scopes, line of help, and whether it is possible now.
//! Dispatch, footer hints, the help box, the palette, the key reference and the user's own keys all
//! come from [`TABLE`].

use super::{Model, overlays::Overlay};

mod reference;
mod table;

pub use reference::{KeyLine, key_lines, key_reference};
pub use table::TABLE;

/// Whether a command can run now, else the reason in a sentence.
pub type Possible = Result<(), String>;

/// Where a key means a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Wherever the user is, overlays included.
    Always,
    /// On every screen.
    Everywhere,
    /// The first screen.
    Dashboard,
    /// Invoices.
    Invoices,
    /// Clients.
    Clients,
    /// Payments.
    Payments,
    /// Reminders.
    Reminders,
    /// Reports.
    Reports,
    /// The line that filters a list.
    Filter,
    /// The list of all commands.
    Palette,
    /// The box of keys.
    Help,
    /// A short menu.
    Menu,
    /// The welcome of the first launch.
    Welcome,
    /// The send panel.
    Send,
    /// The text of a reminder.
    Edit,
    /// A form.
    Form,
    /// The editor of a draft.
    Editor,
    /// A list to pick from.
    Choose,
    /// All checks of a message.
    Checks,
    /// A question.
    Confirm,
    /// One message.
    Message,
    /// The journal.
    Log,
    /// The lines of an invoice, to choose from.
    Lines,
    /// The text of a template.
    TemplateEdit,
    /// What messages say.
    Templates,
    /// Everything said and heard about an invoice.
    Timeline,
    /// A window too small for the screens.
    Small,
}

impl Scope {
    /// What the key reference calls it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Always => "Always",
            Self::Everywhere => "Everywhere",
            Self::Dashboard => "Dashboard",
            Self::Invoices => "Invoices",
            Self::Clients => "Clients",
            Self::Payments => "Payments",
            Self::Reminders => "Reminders",
            Self::Reports => "Reports",
            Self::Filter => "Filter",
            Self::Palette => "Commands",
            Self::Help => "Help",
            Self::Menu => "Menus",
            Self::Welcome => "Welcome",
            Self::Send => "Send panel",
            Self::Edit => "A text",
            Self::Form => "Forms",
            Self::Editor => "Editor",
            Self::Choose => "Lists to pick from",
            Self::Checks => "Checks",
            Self::Confirm => "Questions",
            Self::Message => "A message",
            Self::Log => "Journal",
            Self::Lines => "Lines to credit",
            Self::TemplateEdit => "A template",
            Self::Templates => "Templates",
            Self::Timeline => "Said and heard",
            Self::Small => "Small window",
        }
    }
}

/// How the help box sorts commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Doing something.
    Act,
    /// Marks, filters, what is seen.
    Look,
    /// Moving about.
    Move,
    /// The program itself.
    Program,
}

impl Group {
    /// Every group, in the order of the help box.
    pub const ALL: [Self; 4] = [Self::Move, Self::Look, Self::Act, Self::Program];

    /// Its title.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Act => "Act",
            Self::Look => "Select and look",
            Self::Move => "Move",
            Self::Program => "Payme",
        }
    }
}

/// One command.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// Its name in the settings: "reminder.send".
    pub name: &'static str,
    /// Its keys, unless the user chose others.
    pub keys: &'static [&'static str],
    /// Where they mean it.
    pub scopes: &'static [Scope],
    /// How the help box sorts it.
    pub group: Group,
    /// One or two words in the footer; empty when it is not shown there.
    pub hint: &'static str,
    /// One line of help.
    pub help: &'static str,
    /// Whether it can run now.
    pub possible: fn(&Model) -> Possible,
    /// Runs it.
    pub run: fn(&mut Model),
}

impl Model {
    /// The scopes of the screen under all overlays.
    #[must_use]
    pub fn screen_scopes(&self) -> Vec<Scope> {
        if self.is_small() {
            return vec![Scope::Small, Scope::Always];
        }
        if self.welcome.is_some() {
            return vec![Scope::Welcome, Scope::Always];
        }
        if self.editor.is_some() {
            return vec![Scope::Editor, Scope::Always];
        }
        if self.send.is_some() {
            return vec![Scope::Send, Scope::Always];
        }
        vec![self.tab.scope(), Scope::Everywhere, Scope::Always]
    }

    /// The scopes that keys go to now, the innermost first.
    #[must_use]
    pub fn scopes(&self) -> Vec<Scope> {
        match self.overlays.last().map(Overlay::scope) {
            Some(scope) if !self.is_small() => vec![scope, Scope::Always],
            Some(_) | None => self.screen_scopes(),
        }
    }

    /// Runs a command, or says why it is not possible now.
    pub fn run(&mut self, command: &Command) {
        match (command.possible)(self) {
            Ok(()) => (command.run)(self),
            Err(reason) => self.note(reason),
        }
    }
}

#[cfg(test)]
#[path = "commands_tests.rs"]
mod tests;
