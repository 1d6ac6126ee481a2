//! Clients: a list, and the client under the cursor with their invoices.

use ratatui::layout::{Constraint, Layout, Rect};

use crate::domain::views::{ClientDetail, ClientRow, InvoiceRow, Page};
use crate::tui::model::list::List;
use crate::tui::model::{Load, Model, PAGE, Pane, layout};

/// What stands below the card of a client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// Their invoices.
    #[default]
    Invoices,
    /// What they paid.
    Payments,
    /// What was sent to them, and holds.
    Messages,
    /// The note.
    Note,
}

impl Part {
    /// Every part, in order.
    pub const ALL: [Self; 4] = [Self::Invoices, Self::Payments, Self::Messages, Self::Note];

    /// Its name.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Invoices => "Invoices",
            Self::Payments => "Payments",
            Self::Messages => "Holds and messages",
            Self::Note => "Note",
        }
    }
}

/// What the screen knows.
#[derive(Clone, Debug)]
pub struct State {
    /// The list.
    pub list: List<ClientRow>,
    /// What was typed after `/`.
    pub filter: String,
    /// Whether archived clients are shown too.
    pub archived: bool,
    /// The client under the cursor, without their invoices.
    pub detail: Option<ClientDetail>,
    /// Their invoices.
    pub invoices: List<InvoiceRow>,
    /// What stands below the card.
    pub part: Part,
    /// The key of the client that the cursor goes to as soon as it is in the list.
    sought: Option<String>,
    /// Rows asked for at once.
    pub limit: usize,
}

impl Default for State {
    fn default() -> Self {
        Self {
            list: List::default(),
            filter: String::new(),
            archived: false,
            detail: None,
            invoices: List::default(),
            part: Part::default(),
            sought: None,
            limit: PAGE,
        }
    }
}

impl State {
    /// The detail, when it is of the client under the cursor.
    #[must_use]
    pub fn current_detail(&self) -> Option<&ClientDetail> {
        let row = self.list.current()?;
        self.detail
            .as_ref()
            .filter(|detail| detail.client.id == row.id)
    }
}

impl State {
    /// Whether the client under the cursor has no invoice.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.current_detail().is_some() && self.invoices.rows.is_empty()
    }
}

/// Where the parts of the screen stand; a part without room is empty.
#[derive(Clone, Copy, Debug)]
pub struct Panes {
    /// The list.
    pub list: Rect,
    /// Who the client is.
    pub card: Rect,
    /// Their invoices.
    pub invoices: Rect,
    /// Billed per month.
    pub months: Rect,
    /// Holds and messages.
    pub contact: Rect,
}

/// Rows of the frame that says who the client is.
const CARD: u16 = 9;

/// Divides the body.
#[must_use]
pub fn panes(model: &Model) -> Panes {
    let body = layout::regions(model.size).body;
    let wide = layout::is_wide(model.size);
    let (list, detail) = if wide {
        let width = (model.size.width * 36 / 100).clamp(36, 52);
        let [list, detail] =
            Layout::horizontal([Constraint::Length(width), Constraint::Min(0)]).areas(body);
        (list, detail)
    } else if model.pane == Pane::Detail {
        (Rect::ZERO, body)
    } else {
        (body, Rect::ZERO)
    };
    let foot = if detail.height >= 24 { 8 } else { 0 };
    let card = if detail.height >= 18 { CARD } else { 5 };
    let [card, invoices, bottom] = Layout::vertical([
        Constraint::Length(card),
        Constraint::Min(0),
        Constraint::Length(foot),
    ])
    .areas(detail);
    let halves = [Constraint::Fill(1), Constraint::Fill(1)];
    let [months, contact] = Layout::horizontal(halves).areas(bottom);
    Panes {
        list,
        card,
        invoices,
        months,
        contact,
    }
}

/// Where the rows of the list that has the keys stand.
#[must_use]
pub fn rows(model: &Model) -> Rect {
    let panes = panes(model);
    match model.pane {
        Pane::List => layout::table_rows(panes.list),
        Pane::Detail => layout::table_rows(panes.invoices),
    }
}

/// Asks for what is missing.
pub fn settle(model: &mut Model) {
    model.want(Load::Policies);
    let (filter, archived) = (model.clients.filter.clone(), model.clients.archived);
    let limit = model.clients.limit;
    model.want(Load::Clients {
        filter: filter.clone(),
        archived,
        after: None,
        limit,
    });
    let height = usize::from(layout::table_rows(panes(model).list).height);
    if let Some(after) = model.clients.list.wanted(height).cloned() {
        model.want(Load::Clients {
            filter,
            archived,
            after: Some(after),
            limit: PAGE,
        });
    }
    if let Some(row) = model.clients.list.current() {
        let key = row.key.clone();
        model.want(Load::Client { key });
    }
}

/// Takes a client that was read.
pub fn take(model: &mut Model, mut detail: ClientDetail) {
    let other = model
        .clients
        .detail
        .as_ref()
        .is_none_or(|old| old.client.id != detail.client.id);
    if other {
        model.clients.invoices.restart();
    }
    let invoices = std::mem::take(&mut detail.invoices);
    model.clients.invoices.replace(invoices, None);
    model.clients.detail = Some(detail);
}

/// Takes the top of the list.
pub fn take_list(model: &mut Model, page: Page<ClientRow>) {
    model.clients.list.replace(page.rows, page.next);
    if let Some(key) = model.clients.sought.take()
        && !model.clients.list.seek(|row| row.key == key)
    {
        // It stands further down: the filter brings it up.
        set_filter(model, key);
    }
}

/// Goes to a client once the list is read again.
pub fn go_to(model: &mut Model, key: String) {
    model.clients.sought = Some(key);
}

/// Shows the next part of the client.
pub fn next_part(model: &mut Model) {
    step_part(model, 1);
}

/// Shows the part before.
pub fn previous_part(model: &mut Model) {
    step_part(model, Part::ALL.len() - 1);
}

fn step_part(model: &mut Model, by: usize) {
    let here = Part::ALL
        .iter()
        .position(|part| *part == model.clients.part);
    let next = (here.unwrap_or_default() + by) % Part::ALL.len();
    model.clients.part = Part::ALL.get(next).copied().unwrap_or_default();
    model.pane = Pane::Detail;
    model.scroll = 0;
}

/// Rows of the part shown, at the most; the view stops where its text ends.
#[must_use]
pub fn part_height(model: &Model) -> usize {
    let rows = model
        .clients
        .current_detail()
        .map_or(0, |detail| match model.clients.part {
            Part::Invoices => 0,
            Part::Payments => detail.payments.len(),
            Part::Messages => detail.messages.len() + detail.holds.len(),
            Part::Note => detail.client.note.lines().count() + detail.client.note.len() / 40,
        });
    rows.saturating_sub(1)
}

/// Shows archived clients too, or no more.
pub fn toggle_archived(model: &mut Model) {
    model.clients.archived = !model.clients.archived;
    model.clients.list.move_to_top();
}

/// The filter was changed: from the top.
pub fn set_filter(model: &mut Model, filter: String) {
    if model.clients.filter != filter {
        model.clients.filter = filter;
        model.clients.list.move_to_top();
        model.clients.limit = PAGE;
    }
}

/// Goes to the client below, also from the detail.
pub fn next(model: &mut Model) {
    use crate::tui::model::list::Movable;
    model.clients.list.move_by(1);
}

/// Goes to the client above, also from the detail.
pub fn previous(model: &mut Model) {
    use crate::tui::model::list::Movable;
    model.clients.list.move_by(-1);
}
