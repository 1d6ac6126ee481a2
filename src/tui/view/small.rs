//! A window below the smallest: both sizes, and the one thing that matters.

use super::Canvas;
use super::text::{count, sums};
use super::theme::Role;
use crate::tui::model::layout::SMALLEST;

pub(super) fn draw(canvas: &mut Canvas) {
    let model = canvas.model;
    let size = model.size;
    let matters = match (&model.header, &model.dashboard.data) {
        (Some(header), Some(data)) if data.overdue_count > 0 => format!(
            "{} due, {} overdue",
            count(header.reminders_due, "reminder"),
            sums(&data.overdue)
        ),
        (Some(header), _) => format!("{} due", count(header.reminders_due, "reminder")),
        (None, _) => String::new(),
    };
    let lines = [
        (
            format!("This window is {} x {}.", size.width, size.height),
            Role::Text,
        ),
        (
            format!("The screens need {} x {}.", SMALLEST.width, SMALLEST.height),
            Role::Text,
        ),
        (String::new(), Role::Text),
        (matters, Role::Strong),
        (String::new(), Role::Text),
        ("Make it larger, or use the shell:".to_owned(), Role::Dim),
        (
            "  payme due            what needs you".to_owned(),
            Role::Dim,
        ),
        (
            "  payme reminder list  the queue, as text".to_owned(),
            Role::Dim,
        ),
        ("q quits".to_owned(), Role::Dim),
    ];
    let room = usize::from(size.height);
    let top = u16::from(room > lines.len() + 1);
    let left = if size.width >= 44 { 3 } else { 0 };
    let skip_blank = room < lines.len();
    let shown = lines
        .iter()
        .filter(|(text, _)| !(skip_blank && text.is_empty()));
    for (y, (text, role)) in (top..size.height).zip(shown) {
        canvas.put(left, y, size.width.saturating_sub(left), text, *role);
    }
}
