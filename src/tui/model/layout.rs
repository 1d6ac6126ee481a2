//! Where things stand in the window. The view draws there, and the mouse is looked up there.

use ratatui::layout::{Constraint, Layout, Rect, Size};
use unicode_width::UnicodeWidthStr;

use super::Model;
use super::screens::Tab;

/// Below this the screens are not drawn: columns, rows.
pub const SMALLEST: Size = Size::new(60, 16);

/// From this many columns on a preview stands beside its list; below, it folds under it.
pub const WIDE: u16 = 96;

/// The rows that every screen has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Regions {
    /// The tabs, one row.
    pub tabs: Rect,
    /// The screen.
    pub body: Rect,
    /// The toast, one row.
    pub toast: Rect,
    /// The hints, one row.
    pub hints: Rect,
}

/// Whether a window is too small for the screens.
#[must_use]
pub const fn too_small(size: Size) -> bool {
    size.width < SMALLEST.width || size.height < SMALLEST.height
}

/// Whether previews stand beside their list.
#[must_use]
pub const fn is_wide(size: Size) -> bool {
    size.width >= WIDE
}

/// Divides the window.
#[must_use]
pub fn regions(size: Size) -> Regions {
    let whole = Rect::new(0, 0, size.width, size.height);
    let [tabs, body, toast, hints] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Min(0),
        Constraint::Length(1),
        Constraint::Length(1),
    ])
    .areas(whole);
    Regions {
        tabs,
        body,
        toast,
        hints,
    }
}

/// A tab as it stands in the first row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TabLabel {
    /// The screen it opens.
    pub tab: Tab,
    /// Its text: "1 Dashboard".
    pub text: String,
    /// Where it stands.
    pub area: Rect,
}

/// The text at the right end of the first row.
#[must_use]
pub fn corner(model: &Model) -> String {
    let Some(header) = &model.header else {
        return String::new();
    };
    let demo = if model.setup.demo { "demo · " } else { "" };
    let short = format!("{demo}{}", header.currency);
    if !is_wide(model.size) || header.business.is_empty() {
        return short;
    }
    // The whole names of the screens come before the name of the business.
    let long = format!("{demo}{} · {}", header.business, header.currency);
    let names = span(&labels(model, usize::MAX));
    let width = usize::from(model.size.width);
    let fits = |corner: &str| names + corner.width() + 2 <= width;
    if fits(&long) || !fits(&short) {
        long
    } else {
        short
    }
}

/// The tab that is shown as open: the send panel belongs to the reminders, and
/// the editor to the invoices.
#[must_use]
pub const fn open_tab(model: &Model) -> Tab {
    if model.editor.is_some() {
        Tab::Invoices
    } else if model.send.is_some() {
        Tab::Reminders
    } else {
        model.tab
    }
}

/// The tabs of the first row: whole names where they fit, else all but the open one cut.
#[must_use]
pub fn tabs(model: &Model) -> Vec<TabLabel> {
    let room = usize::from(model.size.width).saturating_sub(corner(model).width() + 2);
    let whole = labels(model, usize::MAX);
    let texts = if span(&whole) <= room {
        whole
    } else {
        let cut = labels(model, 4);
        if span(&cut) <= room {
            cut
        } else {
            labels(model, 1)
        }
    };
    let mut x = 1;
    let place = |(tab, text): (Tab, String)| {
        let width = u16::try_from(text.width()).unwrap_or(0) + 2;
        let area = Rect::new(x, 0, width, 1);
        x += width;
        TabLabel { tab, text, area }
    };
    texts.into_iter().map(place).collect()
}

fn span(labels: &[(Tab, String)]) -> usize {
    1 + labels
        .iter()
        .map(|(_, text)| text.width() + 2)
        .sum::<usize>()
}

fn labels(model: &Model, letters: usize) -> Vec<(Tab, String)> {
    let due = model
        .header
        .as_ref()
        .map_or(0, |header| header.reminders_due);
    let label = |(index, tab): (usize, &Tab)| {
        let badge = *tab == Tab::Reminders && due > 0;
        let letters = match letters {
            4 if badge => 3,
            other => other,
        };
        let name: String = if *tab == open_tab(model) {
            tab.title().to_owned()
        } else {
            tab.title().chars().take(letters).collect()
        };
        let badge = if badge {
            format!(" !{due}")
        } else {
            String::new()
        };
        (*tab, format!("{} {name}{badge}", index + 1))
    };
    Tab::ALL.iter().enumerate().map(label).collect()
}

/// The rows of a table inside a panel: below the border and the head line.
#[must_use]
pub const fn table_rows(panel: Rect) -> Rect {
    Rect::new(
        panel.x + 1,
        panel.y + 2,
        panel.width.saturating_sub(2),
        panel.height.saturating_sub(3),
    )
}

/// A box of a size in the middle of the window, never larger than it.
#[must_use]
pub fn centred(size: Size, width: u16, height: u16) -> Rect {
    let width = width.min(size.width);
    let height = height.min(size.height);
    Rect::new(
        (size.width - width) / 2,
        (size.height - height) / 2,
        width,
        height,
    )
}
