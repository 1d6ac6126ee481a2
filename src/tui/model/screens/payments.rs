//! Payments: money that came in, the newest first.

use ratatui::layout::Rect;

use crate::domain::views::PaymentRow;
use crate::tui::model::list::List;
use crate::tui::model::{Load, Model, PAGE, layout};

/// What the screen knows.
#[derive(Clone, Debug)]
pub struct State {
    /// The list.
    pub list: List<PaymentRow>,
    /// What was typed after `/`.
    pub filter: String,
    /// Rows asked for at once.
    pub limit: usize,
}

impl Default for State {
    fn default() -> Self {
        Self {
            list: List::default(),
            filter: String::new(),
            limit: PAGE,
        }
    }
}

/// Rows at the foot of the frame for the payment under the cursor.
pub const FOOT: u16 = 3;

/// Where the frame of the list stands.
#[must_use]
pub fn frame(model: &Model) -> Rect {
    layout::regions(model.size).body
}

/// Where the rows of the list stand.
#[must_use]
pub fn rows(model: &Model) -> Rect {
    let mut rows = layout::table_rows(frame(model));
    rows.height = rows.height.saturating_sub(FOOT);
    rows
}

/// Asks for what is missing.
pub fn settle(model: &mut Model) {
    let (filter, limit) = (model.payments.filter.clone(), model.payments.limit);
    model.want(Load::Payments {
        filter: filter.clone(),
        after: None,
        limit,
    });
    let height = model.list_height();
    if let Some(after) = model.payments.list.wanted(height).cloned() {
        model.want(Load::Payments {
            filter,
            after: Some(after),
            limit: PAGE,
        });
    }
}

/// The filter was changed: from the top.
pub fn set_filter(model: &mut Model, filter: String) {
    if model.payments.filter != filter {
        model.payments.filter = filter;
        model.payments.list.move_to_top();
        model.payments.limit = PAGE;
    }
}
