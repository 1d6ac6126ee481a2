//! Moving about: rows, panes, screens, the mouse.

use ratatui::layout::Position;

use super::commands::Possible;
use super::effect::Effect;
use super::list::Movable;
use super::overlays;
use super::overlays::menu::{self, Choice, Pick};
use super::screens::{self, Tab, clients, editor, invoices, send};
use super::update::click_view;
use super::{Model, Pane, Write, act, layout};
use crate::domain::views::Need;

/// Whether the screen has a list with rows.
pub(super) fn has_rows(model: &Model) -> Possible {
    match model.list() {
        Some(list) if list.count() > 0 => Ok(()),
        Some(_) | None => Err("There is no row here.".to_owned()),
    }
}

fn step(model: &mut Model, rows: isize) {
    if let Some(list) = model.list_mut() {
        list.move_by(rows);
        return;
    }
    let rows = i16::try_from(rows).unwrap_or(0);
    let last = screens::detail_height(model);
    model.scroll = model.scroll.saturating_add_signed(rows).min(last);
}

pub(super) fn down(model: &mut Model) {
    step(model, 1);
}

pub(super) fn up(model: &mut Model) {
    step(model, -1);
}

fn half_page(model: &Model) -> isize {
    isize::try_from(model.list_height().max(10) / 2).unwrap_or(1)
}

pub(super) fn page_down(model: &mut Model) {
    step(model, half_page(model));
}

pub(super) fn page_up(model: &mut Model) {
    step(model, -half_page(model));
}

pub(super) fn first(model: &mut Model) {
    model.scroll = 0;
    if let Some(list) = model.list_mut() {
        list.move_to(0);
    }
}

pub(super) fn last(model: &mut Model) {
    model.scroll = screens::detail_height(model);
    if let Some(list) = model.list_mut() {
        list.move_to(usize::MAX);
    }
}

pub(super) fn mark(model: &mut Model) {
    if let Some(list) = model.list_mut() {
        list.toggle();
    }
}

pub(super) fn mark_range(model: &mut Model) {
    if let Some(list) = model.list_mut() {
        list.range();
    }
}

pub(super) fn mark_all(model: &mut Model) {
    if let Some(list) = model.list_mut() {
        list.mark_all();
    }
}

/// Opens a screen. What it shows is read anew.
pub(super) fn go(model: &mut Model, tab: Tab) {
    model.overlays.clear();
    if model.editor.is_some() {
        editor::keep::leave_for(model, Some(tab));
        return;
    }
    model.send = None;
    model.pane = Pane::List;
    model.scroll = 0;
    model.tab = tab;
    model.stale();
}

pub(super) fn dashboard(model: &mut Model) {
    go(model, Tab::Dashboard);
}

pub(super) fn invoices(model: &mut Model) {
    go(model, Tab::Invoices);
}

pub(super) fn clients(model: &mut Model) {
    go(model, Tab::Clients);
}

pub(super) fn payments(model: &mut Model) {
    go(model, Tab::Payments);
}

pub(super) fn reminders(model: &mut Model) {
    go(model, Tab::Reminders);
}

pub(super) fn reports(model: &mut Model) {
    go(model, Tab::Reports);
}

pub(super) fn other_pane(model: &mut Model) {
    model.scroll = 0;
    model.pane = match model.pane {
        Pane::List => Pane::Detail,
        Pane::Detail => Pane::List,
    };
}

/// Enter on a row.
pub(super) fn open(model: &mut Model) {
    if let Some(reference) = act::draft_here(model) {
        editor::open(model, reference, None, false);
        return;
    }
    match (model.tab, model.pane) {
        (Tab::Invoices | Tab::Clients | Tab::Reminders, Pane::List) => other_pane(model),
        (Tab::Clients, Pane::Detail) if model.clients.part == clients::Part::Invoices => {
            let row = model.clients.invoices.current();
            open_invoice(model, row.map(|row| row.reference.clone()));
        }
        (Tab::Payments, _) => {
            let row = model.payments.list.current();
            open_invoice(model, row.map(|row| row.number.clone()));
        }
        (Tab::Dashboard, _) => do_need(model),
        (Tab::Invoices | Tab::Clients | Tab::Reminders | Tab::Reports, _) => {}
    }
}

/// Enter on a row of what needs the user: does it, or goes where it is done.
fn do_need(model: &mut Model) {
    match model.dashboard.needs.current() {
        Some(Need::Remind(_)) => act::send(model),
        Some(Need::Resolve(_) | Need::Refused(_) | Need::Waiting(_)) => act::look_at_message(model),
        Some(Need::Decide(row)) => {
            let number = row.invoices.first().map(|one| one.number.clone());
            open_invoice(model, number);
        }
        Some(Need::BrokenPromise { invoices, .. }) => {
            let number = invoices.first().map(|one| one.number.clone());
            open_invoice(model, number);
        }
        None => {}
    }
}

/// Shows one invoice on its own screen.
pub(super) fn open_invoice(model: &mut Model, reference: Option<String>) {
    if let Some(reference) = reference {
        go(model, Tab::Invoices);
        invoices::go_to(model, &reference);
    }
}

/// Esc: first the marks, then the pane, then the filter.
pub(super) fn back(model: &mut Model) {
    model.toast = None;
    if model.list_mut().is_some_and(Movable::clear_marks) {
        return;
    }
    if model.pane == Pane::Detail {
        model.pane = Pane::List;
        model.scroll = 0;
        return;
    }
    overlays::filter::clear(model);
}

/// `q`: back where there is something to go back from, else quit.
pub(super) fn quit_or_back(model: &mut Model) {
    if model.pane == Pane::Detail {
        back(model);
        return;
    }
    if model.outbox.waiting.is_empty() {
        leave_the_outbox(model);
        return;
    }
    let seconds = model.outbox.seconds_left(model.now.at).unwrap_or(0);
    let title = match model.outbox.waiting.as_slice() {
        [one] => format!("{} leaves in {seconds} s", one.what),
        more => format!("{} messages leave in {seconds} s", more.len()),
    };
    let choices = vec![
        Choice::new("wait until it has gone, then quit", "", Pick::LeaveWhenSent),
        Choice::new("quit; it goes when payme runs again", "", Pick::Leave),
        Choice::new("take it back and quit", "", Pick::TakeBackAndLeave),
        Choice::new("stay", "", Pick::Nothing),
    ];
    menu::open(model, &title, choices, 0);
}

/// Quits; where messages wait that could not leave, says so first.
fn leave_the_outbox(model: &mut Model) {
    let data = model.dashboard.data.as_ref();
    let title = match data.map_or(0, |data| data.waiting) {
        0 => {
            quit_now(model);
            return;
        }
        1 => "1 message waits in the outbox".to_owned(),
        more => format!("{more} messages wait in the outbox"),
    };
    let choices = vec![
        Choice::new("quit; it goes when payme runs next", "", Pick::Leave),
        Choice::new("stay", "", Pick::Nothing),
    ];
    menu::open(model, &title, choices, 0);
}

/// Takes back all that wait; the program ends when that is done.
pub(super) fn take_back_and_leave(model: &mut Model) {
    model.outbox.leaving = true;
    loop {
        let batch = model.outbox.last_batch();
        if batch.is_empty() {
            break;
        }
        for id in batch {
            model.write(Write::TakeBack(id), "");
        }
    }
}

pub(super) fn quit_now(model: &mut Model) {
    editor::keep::flush(model);
    model.ask(Effect::Quit);
}

pub(super) fn suspend(model: &mut Model) {
    model.ask(Effect::Suspend);
}

pub(super) fn redraw(model: &mut Model) {
    model.stale();
    model.ask(Effect::Redraw);
}

/// The wheel moves the window; the cursor stays inside it.
pub(super) fn wheel(model: &mut Model, rows: isize) {
    if !model.overlays.is_empty() {
        overlays::wheel(model, rows);
        return;
    }
    if model.editor.is_some() {
        editor::walk::wheel(model, rows);
        return;
    }
    if model.send.is_some() {
        if rows > 0 {
            send::scroll_down(model);
        } else {
            send::scroll_up(model);
        }
        return;
    }
    let height = model.list_height();
    match model.list_mut() {
        Some(list) => list.scroll(rows, height),
        None => step(model, rows),
    }
}

/// A click: on a tab, a view, a row (again: open it), or the head of a table (order).
pub(super) fn click(model: &mut Model, at: Position) {
    if !model.overlays.is_empty() {
        overlays::click(model, at);
        return;
    }
    if model.welcome.is_some() || model.is_small() {
        return;
    }
    let tabs = layout::tabs(model);
    if let Some(label) = tabs.into_iter().find(|label| label.area.contains(at)) {
        go(model, label.tab);
        return;
    }
    if model.editor.is_some() {
        editor::walk::click(model, at);
        return;
    }
    if model.send.is_some() {
        send::click(model, at);
        return;
    }
    if model.tab == Tab::Invoices && click_view(model, at) {
        return;
    }
    click_row(model, at);
}

fn click_row(model: &mut Model, at: Position) {
    let area = model.list_area();
    if area.contains(at) {
        let row = usize::from(at.y - area.y);
        let Some(list) = model.list_mut() else { return };
        let row = list.offset() + row;
        let again = list.cursor() == row;
        if again {
            open(model);
        } else if let Some(list) = model.list_mut() {
            list.move_to(row);
        }
    } else if model.tab == Tab::Invoices && at.y + 1 == area.y && at.x > area.x {
        invoices::sort_menu(model);
    }
}
