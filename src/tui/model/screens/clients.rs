//! Clients: a list, and the client under the cursor with their invoices.

use ratatui::layout::{Constraint, Layout, Rect};

use crate::domain::views::{ClientDetail, ClientRow, InvoiceRow};
use crate::tui::model::list::List;
use crate::tui::model::{Load, Model, PAGE, Pane, layout};

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
