//! What each screen knows. One file a screen: its state, what it wants to have read (`settle`),
//! where its panes stand (`panes`), and what its own commands do.

use super::commands::Scope;
use super::list::Movable;
use super::{Load, Model, overlays};
use crate::domain::money::Money;

pub mod clients;
pub mod dashboard;
pub mod editor;
pub mod invoices;
pub mod payments;
pub mod reminders;
pub mod reports;
pub mod send;
pub mod welcome;

/// A screen of the first row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// What needs the user today.
    #[default]
    Dashboard,
    /// The invoices.
    Invoices,
    /// The clients.
    Clients,
    /// The payments.
    Payments,
    /// The reminder queue.
    Reminders,
    /// Age of debt, income.
    Reports,
}

impl Tab {
    /// Every screen, in order.
    pub const ALL: [Self; 6] = [
        Self::Dashboard,
        Self::Invoices,
        Self::Clients,
        Self::Payments,
        Self::Reminders,
        Self::Reports,
    ];

    /// Its name.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Dashboard => "Dashboard",
            Self::Invoices => "Invoices",
            Self::Clients => "Clients",
            Self::Payments => "Payments",
            Self::Reminders => "Reminders",
            Self::Reports => "Reports",
        }
    }

    /// The scope of its own keys.
    #[must_use]
    pub const fn scope(self) -> Scope {
        match self {
            Self::Dashboard => Scope::Dashboard,
            Self::Invoices => Scope::Invoices,
            Self::Clients => Scope::Clients,
            Self::Payments => Scope::Payments,
            Self::Reminders => Scope::Reminders,
            Self::Reports => Scope::Reports,
        }
    }
}

/// What the row above the hints says when nothing was just done: marks, or where one is.
pub(super) fn status(model: &Model) -> Option<String> {
    if let Some(editor) = &model.editor {
        return editor::status(editor);
    }
    let marked = match model.tab {
        Tab::Invoices => marked_money(model.invoices.list.marked().iter().map(|row| row.open)),
        Tab::Clients => count_of(model.clients.list.marked().len()),
        Tab::Payments => marked_money(model.payments.list.marked().iter().map(|row| row.amount)),
        Tab::Reminders => count_of(model.reminders.list.marked().len()),
        Tab::Dashboard => count_of(model.dashboard.needs.marked().len()),
        Tab::Reports => None,
    };
    if model.list().is_some_and(Movable::in_range) {
        return Some(format!("{} · v ends the range", marked.unwrap_or_default()));
    }
    marked.map(|text| format!("{text}     Esc clears marks"))
}

/// Rows of what the detail pane can scroll to, at the most; the view stops where its text ends.
pub(super) fn detail_height(model: &Model) -> u16 {
    let rows = match model.tab {
        Tab::Invoices => model.invoices.current_detail().map_or(0, |detail| {
            let lines = detail.invoice.lines.len() + detail.timeline.len();
            lines * 2 + detail.payments.len() + detail.invoice.note.len() / 20
        }),
        Tab::Reminders => model
            .reminders
            .current_text()
            .map_or(0, |text| text.body.lines().count() + text.body.len() / 40),
        Tab::Clients => clients::part_height(model),
        Tab::Dashboard | Tab::Payments | Tab::Reports => 0,
    };
    u16::try_from(rows).unwrap_or(u16::MAX)
}

fn count_of(marked: usize) -> Option<String> {
    (marked > 0).then(|| format!("{marked} marked"))
}

/// How many amounts, and their sum where they are of one currency.
fn marked_money(amounts: impl Iterator<Item = Money>) -> Option<String> {
    let amounts: Vec<Money> = amounts.collect();
    let (first, rest) = amounts.split_first()?;
    let sum = rest.iter().try_fold(*first, |sum, one| sum.plus(*one));
    let count = amounts.len();
    Some(match sum {
        Ok(sum) => format!("{count} marked · {sum}"),
        Err(_) => format!("{count} marked"),
    })
}

impl Model {
    /// Asks for what the screen shown still lacks, and keeps the cursor in its window.
    pub(super) fn settle(&mut self) {
        self.want(Load::Header);
        self.want(Load::Profile);
        overlays::message::settle(self);
        overlays::log::settle(self);
        overlays::templates::settle(self);
        overlays::timeline::settle(self);
        overlays::edit::settle(self);
        overlays::form::settle(self);
        overlays::form::client::settle(self);
        if self.welcome.is_some() {
            return;
        }
        editor::client::settle(self);
        if overlays::choose::settle(self) && self.editor.is_none() {
            return;
        }
        if self.editor.is_some() {
            editor::settle(self);
            return;
        }
        if self.send.is_some() {
            send::settle(self);
            return;
        }
        match self.tab {
            Tab::Dashboard => dashboard::settle(self),
            Tab::Invoices => invoices::settle(self),
            Tab::Clients => clients::settle(self),
            Tab::Payments => payments::settle(self),
            Tab::Reminders => reminders::settle(self),
            Tab::Reports => reports::settle(self),
        }
        let height = self.list_height();
        if let Some(list) = self.list_mut() {
            list.show(height);
        }
    }

    /// The list that has the keys, if one has.
    pub fn list_mut(&mut self) -> Option<&mut dyn Movable> {
        use super::Pane;
        match (self.tab, self.pane) {
            (Tab::Dashboard, _) => Some(&mut self.dashboard.needs),
            (Tab::Invoices, Pane::List) => Some(&mut self.invoices.list),
            (Tab::Clients, Pane::List) => Some(&mut self.clients.list),
            (Tab::Clients, Pane::Detail) => match self.clients.part {
                clients::Part::Invoices => Some(&mut self.clients.invoices),
                clients::Part::Payments | clients::Part::Messages | clients::Part::Note => None,
            },
            (Tab::Payments, _) => Some(&mut self.payments.list),
            (Tab::Reminders, Pane::List) => Some(&mut self.reminders.list),
            (Tab::Invoices | Tab::Reminders, Pane::Detail) | (Tab::Reports, _) => None,
        }
    }

    /// The same, to look at.
    #[must_use]
    pub fn list(&self) -> Option<&dyn Movable> {
        use super::Pane;
        match (self.tab, self.pane) {
            (Tab::Dashboard, _) => Some(&self.dashboard.needs),
            (Tab::Invoices, Pane::List) => Some(&self.invoices.list),
            (Tab::Clients, Pane::List) => Some(&self.clients.list),
            (Tab::Clients, Pane::Detail) => match self.clients.part {
                clients::Part::Invoices => Some(&self.clients.invoices),
                clients::Part::Payments | clients::Part::Messages | clients::Part::Note => None,
            },
            (Tab::Payments, _) => Some(&self.payments.list),
            (Tab::Reminders, Pane::List) => Some(&self.reminders.list),
            (Tab::Invoices | Tab::Reminders, Pane::Detail) | (Tab::Reports, _) => None,
        }
    }

    /// Where the rows of that list stand.
    #[must_use]
    pub fn list_area(&self) -> ratatui::layout::Rect {
        match self.tab {
            Tab::Dashboard => dashboard::rows(self),
            Tab::Invoices => invoices::rows(self),
            Tab::Clients => clients::rows(self),
            Tab::Payments => payments::rows(self),
            Tab::Reminders => reminders::rows(self),
            Tab::Reports => ratatui::layout::Rect::ZERO,
        }
    }

    /// How many rows of that list are seen at once.
    #[must_use]
    pub fn list_height(&self) -> usize {
        usize::from(self.list_area().height)
    }
}
