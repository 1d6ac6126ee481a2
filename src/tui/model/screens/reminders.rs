//! Reminders: the queue, with the text that would go and the ladder beside it. Nothing vanishes:
//! what comes later and what rests stays in sight with its reason.

use ratatui::layout::{Constraint, Layout, Rect};

use crate::domain::views::{Edit, Prepared, ReminderRow, Turn};
use crate::tui::model::effect::Ladder;
use crate::tui::model::list::List;
use crate::tui::model::{Load, Model, Pane, layout};

/// What the screen knows.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The queue.
    pub list: List<ReminderRow>,
    /// A reminder as it would go.
    pub prepared: Option<Prepared>,
    /// Its ladder.
    pub ladder: Option<Ladder>,
}

impl State {
    /// How many messages are due.
    #[must_use]
    pub fn due(&self) -> usize {
        let rows = self.list.rows.iter();
        rows.filter(|row| row.turn == Turn::Due).count()
    }

    /// The text, when it is of the row under the cursor.
    #[must_use]
    pub fn current_text(&self) -> Option<&Prepared> {
        let row = self.list.current()?;
        self.prepared.as_ref().filter(|prepared| {
            row.turn == Turn::Due
                && prepared.client == row.client
                && prepared.channel == row.channel
                && prepared.about == row.about
        })
    }

    /// The ladder, when it is of the row under the cursor.
    #[must_use]
    pub fn current_ladder(&self) -> Option<&Ladder> {
        let first = self.list.current()?.invoices.first()?;
        self.ladder
            .as_ref()
            .filter(|ladder| ladder.invoice.invoice.id == first.id)
    }
}

/// Where the parts of the screen stand; a part without room is empty.
#[derive(Clone, Copy, Debug)]
pub struct Panes {
    /// The queue.
    pub queue: Rect,
    /// The text that would go.
    pub text: Rect,
    /// The ladder.
    pub ladder: Rect,
}

/// Divides the body.
#[must_use]
pub fn panes(model: &Model) -> Panes {
    let body = layout::regions(model.size).body;
    let wide = layout::is_wide(model.size);
    if !wide && (body.height < 16 || model.pane == Pane::Detail) {
        let (queue, text) = match model.pane {
            Pane::List => (body, Rect::ZERO),
            Pane::Detail => (Rect::ZERO, body),
        };
        return Panes {
            queue,
            text,
            ladder: Rect::ZERO,
        };
    }
    let rows = u16::try_from(model.reminders.list.rows.len()).unwrap_or(u16::MAX);
    let most = body.height * 3 / 5;
    let queue = rows.saturating_add(5).clamp(7.min(most), most.max(7));
    let [queue, bottom] =
        Layout::vertical([Constraint::Length(queue), Constraint::Min(0)]).areas(body);
    if wide {
        let [text, ladder] =
            Layout::horizontal([Constraint::Min(0), Constraint::Length(42)]).areas(bottom);
        return Panes {
            queue,
            text,
            ladder,
        };
    }
    Panes {
        queue,
        text: bottom,
        ladder: Rect::ZERO,
    }
}

/// Where the rows of the queue stand: above the line that says why the row under the cursor waits.
#[must_use]
pub fn rows(model: &Model) -> Rect {
    let mut rows = layout::table_rows(panes(model).queue);
    rows.height = rows.height.saturating_sub(2);
    rows
}

/// Takes the queue that was read. A row that is not due any more has gone down: the cursor stays
/// where it was, on the next one that is due.
pub fn take(model: &mut Model, rows: Vec<ReminderRow>) {
    let list = &mut model.reminders.list;
    let is_due = |list: &List<ReminderRow>, at: usize| {
        let row = list.rows.get(at);
        row.is_some_and(|row| row.turn == Turn::Due)
    };
    let (before, was_due) = (list.cursor, is_due(list, list.cursor));
    list.replace(rows, None);
    if was_due && !is_due(list, list.cursor) {
        let below = (before..list.rows.len()).find(|at| is_due(list, *at));
        let above = (0..before.min(list.rows.len())).rev();
        let next = below.or_else(|| above.into_iter().find(|at| is_due(list, *at)));
        list.cursor = next.unwrap_or(list.cursor);
    }
}

/// Asks for what is missing.
pub fn settle(model: &mut Model) {
    model.want(Load::Queue);
    let Some(row) = model.reminders.list.current() else {
        return;
    };
    let prepare = (row.turn == Turn::Due).then(|| Load::Prepare {
        client: row.client,
        channel: row.channel,
        about: row.about,
        edit: Edit::default(),
    });
    let first = row.invoices.first();
    let ladder = first.map(|invoice| Load::Ladder {
        reference: invoice.number.clone(),
    });
    for load in [prepare, ladder].into_iter().flatten() {
        model.want(load);
    }
}
