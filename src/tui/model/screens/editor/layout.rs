//! Where the parts of the editor stand. The view draws there, and the mouse is looked up there.

use ratatui::layout::{Constraint, Layout, Position, Rect, Size};
use unicode_width::UnicodeWidthStr;

use super::place::{Column, Field, Place};
use super::{Editor, values};
use crate::domain::discount::Prices;
use crate::tui::model::{Model, layout};

/// From this many columns on fields stand beside each other.
const PAIRS: u16 = 76;

/// Where the parts stand; a part without room is empty.
#[derive(Clone, Copy, Debug)]
pub struct Panes {
    /// The frame of the fields.
    pub head: Rect,
    /// The frame of the note, beside the fields.
    pub note: Rect,
    /// The frame of the lines.
    pub lines: Rect,
    /// The rows of the lines.
    pub rows: Rect,
    /// Below them: what was understood, and what was found.
    pub foot: Rect,
    /// How it will look.
    pub preview: Rect,
    /// The totals.
    pub total: Rect,
}

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The number of the line.
    Number,
    /// A column that is written in.
    Cell(Column),
    /// What the line comes to.
    Total,
}

/// Divides the body; `None` without an editor.
#[must_use]
pub fn panes(model: &Model) -> Option<Panes> {
    let editor = model.editor.as_ref()?;
    let body = layout::regions(model.size).body;
    let wide = layout::is_wide(model.size);
    let bottom = match body.height {
        ..18 => 0,
        18..24 => 4,
        _ if wide => 6 + total_lines(editor).max(1),
        _ => 4,
    };
    let least = if bottom == 0 { 6 } else { 7 };
    let wanted = u16::try_from(rows(editor, model.size).len()).unwrap_or(0) + 2;
    let head = wanted
        .min(body.height.saturating_sub(bottom + least))
        .max(3);
    let [top, lines, foot] = Layout::vertical([
        Constraint::Length(head),
        Constraint::Min(0),
        Constraint::Length(bottom),
    ])
    .areas(body);
    let sides = [Constraint::Percentage(60), Constraint::Min(0)];
    let ([head, note], [preview, total]) = if wide {
        let [preview, total] = Layout::horizontal(sides).areas(foot);
        (Layout::horizontal(sides).areas(top), [preview, total])
    } else {
        ([top, Rect::ZERO], [Rect::ZERO, foot])
    };
    let inner = inside(lines);
    let below = match inner.height {
        ..6 => 1,
        6..9 => 2,
        _ => 3,
    };
    let [_, rows, foot] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Min(0),
        Constraint::Length(below),
    ])
    .areas(inner);
    Some(Panes {
        head,
        note,
        lines,
        rows,
        foot,
        preview,
        total,
    })
}

/// Tax groups, and the discount, which take a line of the totals each.
fn total_lines(editor: &Editor) -> u16 {
    let mut groups: Vec<_> = editor
        .sheet
        .invoice
        .lines
        .iter()
        .map(|line| (line.category, line.rate))
        .collect();
    groups.sort_unstable();
    groups.dedup();
    let discount = usize::from(!editor.sheet.invoice.discount.is_none());
    u16::try_from((groups.len() + discount).clamp(1, 4)).unwrap_or(1)
}

fn inside(frame: Rect) -> Rect {
    Rect::new(
        frame.x + 2,
        frame.y + 1,
        frame.width.saturating_sub(4),
        frame.height.saturating_sub(2),
    )
}

/// The fields that may be folded away, and whether each has something to show.
fn is_filled(editor: &Editor, field: Field) -> bool {
    let invoice = &editor.sheet.invoice;
    let held = editor.sheet.unread.contains_key(&Place::Head(field));
    let filled = match field {
        Field::Service => invoice.supplied_on.is_some() || invoice.supplied_until.is_some(),
        Field::Order => !invoice.purchase_order.is_empty(),
        Field::Prices => invoice.prices == Prices::Gross,
        Field::Discount => !invoice.discount.is_none(),
        Field::Series => !invoice.series.is_empty(),
        Field::Client
        | Field::Number
        | Field::Issued
        | Field::Due
        | Field::Currency
        | Field::Language
        | Field::Tax
        | Field::Reference
        | Field::Note => true,
        // Every draft begins with the usual words.
        Field::Terms => false,
    };
    held || filled
}

fn is_shown(editor: &Editor, field: Field) -> bool {
    let several = editor
        .view
        .as_ref()
        .is_some_and(|view| view.series.len() > 1);
    let here = editor.at == Place::Head(field);
    (field != Field::Series || several) && (editor.more || here || is_filled(editor, field))
}

/// The fields of the head in rows, those without something to show left out.
fn rows(editor: &Editor, size: Size) -> Vec<Vec<Field>> {
    use Field::{
        Client, Currency, Discount, Due, Issued, Language, Note, Number, Order, Prices, Reference,
        Series, Service, Tax, Terms,
    };
    let all: Vec<Vec<Field>> = if layout::is_wide(size) {
        vec![
            vec![Client],
            vec![Number],
            vec![Issued],
            vec![Due],
            vec![Currency, Language],
            vec![Tax],
            vec![Reference],
            vec![Service],
            vec![Order, Discount],
            vec![Prices, Series],
            vec![Terms],
        ]
    } else if size.width >= PAIRS {
        vec![
            vec![Client, Service],
            vec![Number, Reference],
            vec![Issued, Currency, Language],
            vec![Due, Tax],
            vec![Order, Discount],
            vec![Prices, Series],
            vec![Terms],
            vec![Note],
        ]
    } else {
        Field::ALL.iter().map(|field| vec![*field]).collect()
    };
    all.into_iter()
        .map(|row| {
            row.into_iter()
                .filter(|one| is_shown(editor, *one))
                .collect()
        })
        .filter(|row: &Vec<Field>| !row.is_empty())
        .collect()
}

/// The fields that can be written in, in the order of Tab.
#[must_use]
pub fn fields(model: &Model) -> Vec<Field> {
    let Some(editor) = &model.editor else {
        return Vec::new();
    };
    let mut fields: Vec<Field> = rows(editor, model.size).into_iter().flatten().collect();
    if !fields.contains(&Field::Note) {
        fields.push(Field::Note);
    }
    fields.retain(|field| !field.is_fixed());
    fields
}

/// Where the fields stand that are in sight, each with its label.
#[must_use]
pub fn head_cells(model: &Model) -> Vec<(Field, Rect)> {
    let (Some(editor), Some(panes)) = (&model.editor, panes(model)) else {
        return Vec::new();
    };
    let inner = inside(panes.head);
    let rows = rows(editor, model.size);
    let here = rows
        .iter()
        .position(|row| row.iter().any(|one| editor.at == Place::Head(*one)));
    let height = usize::from(inner.height);
    let skip = here.map_or(0, |here| (here + 1).saturating_sub(height));
    let mut cells = Vec::new();
    for (row, y) in rows.iter().skip(skip).zip(inner.y..inner.bottom()) {
        let starts = starts(row, inner.width, layout::is_wide(model.size));
        for (index, (field, x)) in row.iter().zip(&starts).enumerate() {
            let end = starts.get(index + 1).copied().unwrap_or(inner.width);
            let area = Rect::new(inner.x + x, y, end.saturating_sub(*x), 1);
            cells.push((*field, area));
        }
    }
    if !panes.note.is_empty() {
        cells.push((Field::Note, inside(panes.note)));
    }
    cells
}

/// Where the fields of a row begin. The second column begins at the same place in every row.
fn starts(row: &[Field], width: u16, wide: bool) -> Vec<u16> {
    let half = match (wide, row.first()) {
        (true, Some(Field::Currency)) => 20,
        (true, _) => width / 2,
        (false, _) => width * 41 / 76,
    };
    match row.len() {
        3 => vec![0, half, half + 17],
        _ => [0, half].into_iter().take(row.len()).collect(),
    }
}

/// Columns of a field's label.
#[must_use]
pub const fn label_width(field: Field) -> u16 {
    match field {
        Field::Language => 9,
        Field::Client
        | Field::Number
        | Field::Issued
        | Field::Due
        | Field::Currency
        | Field::Tax
        | Field::Reference
        | Field::Service
        | Field::Order
        | Field::Prices
        | Field::Discount
        | Field::Series
        | Field::Terms
        | Field::Note => 11,
    }
}

/// The columns that are written in and shown now.
#[must_use]
pub fn written_columns(model: &Model) -> Vec<Column> {
    let Some(editor) = &model.editor else {
        return Vec::new();
    };
    let at = match editor.at {
        Place::Cell { column, .. } => Some(column),
        Place::Head(_) => None,
    };
    let mut columns = vec![
        Column::Description,
        Column::Quantity,
        Column::Unit,
        Column::Price,
    ];
    let sheet = &editor.sheet;
    if editor.more || sheet.has_discounts() || at == Some(Column::Discount) {
        columns.push(Column::Discount);
    }
    if editor.more || sheet.has_several_taxes() || at == Some(Column::Tax) {
        columns.push(Column::Tax);
    }
    columns
}

/// The columns of the table: where each begins, and how wide it is.
#[must_use]
pub fn columns(model: &Model) -> Vec<(Part, u16, u16)> {
    let (Some(editor), Some(panes)) = (&model.editor, panes(model)) else {
        return Vec::new();
    };
    let sheet = &editor.sheet;
    let room = panes.rows.width;
    let narrow = room < 72;
    let needed = |column: Column| {
        let texts = (0..sheet.count()).map(|row| values::shown(sheet, row, column).width());
        u16::try_from(texts.max().unwrap_or(0)).unwrap_or(u16::MAX)
    };
    let width = |column: Column| {
        let (least, most) = match (column, narrow) {
            (Column::Description, _) => (0, 0),
            (Column::Quantity, _) => (6, 16),
            (Column::Unit, true) => (4, 7),
            (Column::Unit, false) => (7, 12),
            (Column::Price, _) => (9, 22),
            (Column::Discount, _) => (7, 14),
            (Column::Tax, true) => (5, 9),
            (Column::Tax, false) if room < 90 => (5, 9),
            (Column::Tax, false) => (7, 15),
        };
        needed(column).clamp(least, most)
    };
    let written = written_columns(model);
    let amounts = sheet.invoice.lines.iter().map(|line| {
        let amount = sheet.invoice.money(line.amount);
        amount.grouped().width()
    });
    let total = u16::try_from(amounts.max().unwrap_or(0))
        .unwrap_or(0)
        .max(9);
    let with_total = !(narrow && written.len() > 5);
    let number = if sheet.count() >= 99 { 3 } else { 2 };
    let mut parts = vec![(Part::Number, number)];
    parts.extend(
        written
            .iter()
            .map(|column| (Part::Cell(*column), width(*column))),
    );
    if with_total {
        parts.push((Part::Total, total + u16::from(!narrow)));
    }
    let gaps = u16::try_from(parts.len()).unwrap_or(0);
    let used: u16 = parts.iter().map(|(_, width)| width).sum::<u16>() + gaps;
    let rest = (room + 1).saturating_sub(used).max(8);
    let mut x = 0;
    let place = |(part, width): (Part, u16)| {
        let width = if part == Part::Cell(Column::Description) {
            rest
        } else {
            width
        };
        let at = x;
        x += width + 1;
        (part, at, width)
    };
    parts.into_iter().map(place).collect()
}

/// The place under a cell of the window.
#[must_use]
pub fn place_at(model: &Model, at: Position) -> Option<Place> {
    let panes = panes(model)?;
    let editor = model.editor.as_ref()?;
    if panes.rows.contains(at) {
        let row = editor.offset + usize::from(at.y - panes.rows.y);
        let x = at.x - panes.rows.x;
        let hit = |(_, start, width): &(Part, u16, u16)| (*start..=start + width).contains(&x);
        let column = columns(model).into_iter().find(hit).map(|(part, ..)| part);
        return Some(match column {
            Some(Part::Cell(column)) if row < editor.sheet.count() => Place::Cell { row, column },
            Some(_) | None => Place::line(row),
        });
    }
    let cells = head_cells(model).into_iter();
    let mut hit = cells.filter(|(field, area)| area.contains(at) && !field.is_fixed());
    hit.next().map(|(field, _)| Place::Head(field))
}
