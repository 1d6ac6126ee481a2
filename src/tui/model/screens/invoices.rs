//! Invoices: views over a list, and a preview that follows the cursor.

use ratatui::layout::{Constraint, Layout, Rect};

use crate::domain::views::{InvoiceCounts, InvoiceDetail, InvoiceRow, InvoiceSort};
use crate::tui::model::list::List;
use crate::tui::model::overlays::Overlay;
use crate::tui::model::overlays::menu::{self, Choice};
use crate::tui::model::{Load, Model, PAGE, Pane, Slot, layout};

/// A view over the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// All invoices.
    #[default]
    All,
    /// With an open balance.
    Open,
    /// Overdue today.
    Overdue,
    /// Drafts.
    Drafts,
    /// Paid.
    Paid,
    /// Quotes that are out.
    Quotes,
    /// Templates of recurring invoices.
    Recurring,
}

impl View {
    /// Every view, in order.
    pub const ALL: [Self; 7] = [
        Self::All,
        Self::Open,
        Self::Overdue,
        Self::Drafts,
        Self::Paid,
        Self::Quotes,
        Self::Recurring,
    ];

    /// Its name.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Open => "Open",
            Self::Overdue => "Overdue",
            Self::Drafts => "Drafts",
            Self::Paid => "Paid",
            Self::Quotes => "Quotes",
            Self::Recurring => "Recurring",
        }
    }

    /// What it means in the language of `/`.
    #[must_use]
    pub const fn query(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Open => "is:open",
            Self::Overdue => "is:overdue",
            Self::Drafts => "is:draft",
            Self::Paid => "is:paid",
            Self::Quotes => "is:quote",
            Self::Recurring => "is:recurring",
        }
    }

    /// How many invoices it shows.
    #[must_use]
    pub const fn count(self, counts: &InvoiceCounts) -> i64 {
        match self {
            Self::All => counts.all,
            Self::Open => counts.open,
            Self::Overdue => counts.overdue,
            Self::Drafts => counts.drafts,
            Self::Paid => counts.paid,
            Self::Quotes => counts.quotes,
            Self::Recurring => counts.recurring,
        }
    }
}

/// What the screen knows.
#[derive(Clone, Debug)]
pub struct State {
    /// The list.
    pub list: List<InvoiceRow>,
    /// Counts for the views.
    pub counts: Option<InvoiceCounts>,
    /// The view over the list.
    pub view: View,
    /// What was typed after `/`.
    pub filter: String,
    /// The order.
    pub sort: InvoiceSort,
    /// The invoice under the cursor, with all that belongs to it.
    pub detail: Option<InvoiceDetail>,
    /// Whether the preview is shown.
    pub preview: bool,
    /// Rows asked for at once.
    pub limit: usize,
}

impl Default for State {
    fn default() -> Self {
        Self {
            list: List::default(),
            counts: None,
            view: View::default(),
            filter: String::new(),
            sort: InvoiceSort::default(),
            detail: None,
            preview: true,
            limit: PAGE,
        }
    }
}

impl State {
    /// View and filter together, in the language of `/`.
    #[must_use]
    pub fn query(&self) -> String {
        let parts = [self.view.query(), self.filter.trim()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    }

    /// The preview, when it is of the row under the cursor.
    #[must_use]
    pub fn current_detail(&self) -> Option<&InvoiceDetail> {
        let row = self.list.current()?;
        self.detail
            .as_ref()
            .filter(|detail| detail.invoice.id == row.id)
    }
}

/// Where the parts of the screen stand.
#[derive(Clone, Copy, Debug)]
pub struct Panes {
    /// The line of views.
    pub views: Rect,
    /// The list; in a narrow window its frame holds the folded preview too.
    pub list: Rect,
    /// The preview; empty when it is hidden or folded.
    pub preview: Rect,
    /// Rows at the foot of the list's frame for the folded preview, its head line included.
    pub folded: u16,
}

/// Divides the body.
#[must_use]
pub fn panes(model: &Model) -> Panes {
    let body = layout::regions(model.size).body;
    let [views, rest] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(body);
    let preview = model.invoices.preview;
    let (list, preview, folded) = if layout::is_wide(model.size) && preview {
        let [list, preview] =
            Layout::horizontal([Constraint::Percentage(62), Constraint::Min(36)]).areas(rest);
        (list, preview, 0)
    } else if model.pane == Pane::Detail {
        (Rect::ZERO, rest, 0)
    } else {
        (rest, Rect::ZERO, if preview { 3 } else { 0 })
    };
    Panes {
        views,
        list,
        preview,
        folded,
    }
}

/// Where the rows of the list stand.
#[must_use]
pub fn rows(model: &Model) -> Rect {
    let panes = panes(model);
    let mut rows = layout::table_rows(panes.list);
    rows.height = rows.height.saturating_sub(panes.folded);
    rows
}

/// Columns that the filter needs beside the views: empty, and in use.
const FILTER: (usize, usize) = (14, 26);

/// How much the labels of the views say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Labels {
    /// Every count.
    Counts,
    /// Only the counts that ask for something.
    Pressing,
    /// No count.
    Names,
}

/// The text of each view, as long as there is room for.
fn view_texts(model: &Model) -> Vec<(View, String)> {
    let text = |view: View, labels: Labels| {
        let pressing = matches!(view, View::Open | View::Overdue);
        let shown = labels == Labels::Counts || (labels == Labels::Pressing && pressing);
        let counts = model.invoices.counts.as_ref().filter(|_| shown);
        match counts {
            Some(counts) => format!("{} {}", view.title(), view.count(counts)),
            None => view.title().to_owned(),
        }
    };
    let of = |labels| View::ALL.map(|view| (view, text(view, labels)));
    let width = |texts: &[(View, String)]| texts.iter().map(|(_, text)| text.len() + 2).sum();
    let filter = if filtering(model) { FILTER.1 } else { FILTER.0 };
    let room = usize::from(panes(model).views.width).saturating_sub(filter);
    let fits = |texts: &[(View, String)]| {
        let width: usize = width(texts);
        width + 6 <= room
    };
    let all = [Labels::Counts, Labels::Pressing, Labels::Names].map(of);
    let texts = all.iter().find(|texts| fits(texts.as_slice()));
    match texts {
        Some(texts) => texts.to_vec(),
        // The names take the line; a filter takes it from all but the view that is shown.
        None if filtering(model) => {
            let view = model.invoices.view;
            vec![(view, text(view, Labels::Pressing))]
        }
        None => of(Labels::Names).to_vec(),
    }
}

fn filtering(model: &Model) -> bool {
    let typed = matches!(model.overlays.last(), Some(Overlay::Filter(_)));
    typed || !model.invoices.filter.is_empty()
}

/// Where each view stands in the line of views: the view, its text, its cells.
#[must_use]
pub fn view_labels(model: &Model) -> Vec<(View, String, Rect)> {
    let line = panes(model).views;
    let mut x = line.x + 6;
    let label = |(view, text): (View, String)| {
        let width = u16::try_from(text.len()).unwrap_or(0) + 2;
        let area = Rect::new(x, line.y, width, 1);
        x += width;
        (view, text, area)
    };
    view_texts(model).into_iter().map(label).collect()
}

/// Asks for what is missing.
pub fn settle(model: &mut Model) {
    let state = &model.invoices;
    let (filter, sort, limit) = (state.query(), state.sort, state.limit);
    model.want(Load::Invoices {
        filter: filter.clone(),
        sort,
        after: None,
        limit,
    });
    model.want(Load::Counts);
    let height = model.list_height();
    if let Some(after) = model.invoices.list.wanted(height).cloned() {
        model.want(Load::Invoices {
            filter,
            sort,
            after: Some(after),
            limit: PAGE,
        });
    }
    if let Some(row) = model.invoices.list.current() {
        let reference = row.reference.clone();
        model.want(Load::Invoice { reference });
    }
}

/// Shows another view, from its top.
pub fn set_view(model: &mut Model, view: View) {
    if model.invoices.view != view {
        model.invoices.view = view;
        model.invoices.list.restart();
        model.invoices.limit = PAGE;
        model.pane = Pane::List;
    }
}

/// The filter was changed: from the top.
pub fn set_filter(model: &mut Model, filter: String) {
    if model.invoices.filter != filter {
        model.invoices.filter = filter;
        model.invoices.list.cursor = 0;
        model.invoices.limit = PAGE;
    }
}

/// Shows the next view.
pub fn next_view(model: &mut Model) {
    step_view(model, 1);
}

/// Shows the previous view.
pub fn previous_view(model: &mut Model) {
    step_view(model, View::ALL.len() - 1);
}

fn step_view(model: &mut Model, steps: usize) {
    let all = View::ALL;
    let now = all.iter().position(|view| *view == model.invoices.view);
    let next = (now.unwrap_or(0) + steps) % all.len();
    if let Some(view) = all.get(next) {
        set_view(model, *view);
    }
}

/// Shows or hides the preview.
pub fn toggle_preview(model: &mut Model) {
    model.invoices.preview = !model.invoices.preview;
    model.pane = Pane::List;
}

/// Every order of the list, with its name.
pub const SORTS: [(InvoiceSort, &str); 4] = [
    (InvoiceSort::OpenFirst, "open first"),
    (InvoiceSort::Due, "longest overdue first"),
    (InvoiceSort::Newest, "newest first"),
    (InvoiceSort::Amount, "largest first"),
];

/// The name of an order.
#[must_use]
pub fn sort_name(sort: InvoiceSort) -> &'static str {
    SORTS
        .iter()
        .find(|(one, _)| *one == sort)
        .map_or("", |(_, name)| name)
}

/// Opens the menu of orders.
pub fn sort_menu(model: &mut Model) {
    let now = SORTS
        .iter()
        .position(|(one, _)| *one == model.invoices.sort);
    let choices = SORTS
        .iter()
        .map(|(sort, name)| Choice::new(*name, "", menu::Pick::Sort(*sort)))
        .collect();
    menu::open(model, "Order of the list", choices, now.unwrap_or(0));
}

/// Puts the list in another order, from its top.
pub fn set_sort(model: &mut Model, sort: InvoiceSort) {
    model.invoices.sort = sort;
    model.invoices.list.move_to_top();
    model.invoices.limit = PAGE;
}

/// Goes to one invoice, wherever it is in the list.
pub fn go_to(model: &mut Model, number: &str) {
    let found = model.invoices.list.seek(|row| row.reference == number);
    if !found {
        set_view(model, View::All);
        set_filter(model, number.to_owned());
    }
}

/// The failure of the list, if it could not be read.
#[must_use]
pub fn failure(model: &Model) -> Option<&crate::failure::Failure> {
    model.failure(Slot::Invoices)
}
