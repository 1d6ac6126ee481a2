//! Keys in, model and effects out: moving about, lists, loads and their replies.

use ratatui::crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use super::fixtures::*;
use super::*;
use crate::domain::views::{InvoiceSort, Page};
use crate::failure::Failure;
use crate::tui::model::list::Movable;
use crate::tui::model::screens::invoices::View;

fn loads(effects: &[Effect]) -> Vec<Load> {
    let load = |effect: &Effect| {
        if let Effect::Load { load, .. } = effect {
            Some(load.clone())
        } else {
            None
        }
    };
    effects.iter().filter_map(load).collect()
}

fn job(effects: &[Effect], wanted: Slot) -> Job {
    let job = |effect: &Effect| {
        if let Effect::Load { job, load } = effect {
            (load.slot() == wanted).then_some(*job)
        } else {
            None
        }
    };
    effects.iter().find_map(job).unwrap()
}

fn key(text: &str) -> Msg {
    keys(text).remove(0)
}

#[test]
fn the_first_screen_reads_what_it_shows() {
    let mut model = Model::new(setup(80, 24));
    let effects = update(&mut model, Msg::Start);
    assert_eq!(
        loads(&effects),
        [Load::Header, Load::Profile, Load::Dashboard]
    );
    assert_eq!(update(&mut model, Msg::Clock(now())), []);
}

#[test]
fn a_stale_reply_is_dropped() {
    let mut model = Model::new(setup(80, 24));
    update(&mut model, Msg::Start);
    let first = update(&mut model, key("2"));
    let old = job(&first, Slot::Invoices);
    let newer = update(&mut model, key("]"));
    let new = job(&newer, Slot::Invoices);
    let page = |rows| Ok(Reply::Invoices(Page { rows, next: None }));
    update(&mut model, Msg::Reply(new, page(invoices()[..2].to_vec())));
    update(&mut model, Msg::Reply(old, page(invoices())));
    assert_eq!(model.invoices.list.rows.len(), 2);
}

#[test]
fn a_list_that_could_not_be_read_says_why_until_it_can() {
    let mut model = Model::new(setup(80, 24));
    update(&mut model, Msg::Start);
    let effects = update(&mut model, key("2"));
    let failure = Failure::usage("\"is:blue\" is no state.");
    update(
        &mut model,
        Msg::Reply(job(&effects, Slot::Invoices), Err(failure.clone())),
    );
    assert_eq!(model.failure(Slot::Invoices), Some(&failure));
    let effects = update(&mut model, key("<Ctrl-L>"));
    assert!(effects.contains(&Effect::Redraw));
    let page = Page {
        rows: invoices(),
        next: None,
    };
    let reply = Msg::Reply(job(&effects, Slot::Invoices), Ok(Reply::Invoices(page)));
    update(&mut model, reply);
    assert_eq!(model.failure(Slot::Invoices), None);
}

#[test]
fn more_rows_are_read_when_the_cursor_comes_near_the_end() {
    let mut model = Model::new(setup(80, 24));
    update(&mut model, Msg::Start);
    let effects = update(&mut model, key("2"));
    let next = Some("cursor-1".to_owned());
    let page = Page {
        rows: invoices(),
        next,
    };
    let effects = update(
        &mut model,
        Msg::Reply(job(&effects, Slot::Invoices), Ok(Reply::Invoices(page))),
    );
    assert!(
        !loads(&effects)
            .iter()
            .any(|load| load.slot() == Slot::InvoicesMore)
    );
    let effects = update(&mut model, key("G"));
    let more = job(&effects, Slot::InvoicesMore);
    let mut row = invoices().remove(0);
    row.id = crate::domain::ids::InvoiceId(9000);
    let page = Page {
        rows: vec![row],
        next: None,
    };
    update(&mut model, Msg::Reply(more, Ok(Reply::Invoices(page))));
    assert_eq!(model.invoices.list.rows.len(), invoices().len() + 1);
    assert_eq!(model.invoices.list.cursor, invoices().len() - 1);
}

#[test]
fn rows_are_walked_with_letters_arrows_and_pages() {
    let mut desk = Desk::open(80, 24);
    let cursor = |desk: &Desk| desk.model.invoices.list.cursor;
    desk.press("2jj<Down>k");
    assert_eq!(cursor(&desk), 2);
    desk.press("G");
    assert_eq!(cursor(&desk), 35);
    let area = desk.model.list_area();
    assert_eq!(
        desk.model.invoices.list.offset,
        36 - usize::from(area.height)
    );
    desk.press("<PgUp>");
    assert_eq!(cursor(&desk), 28);
    desk.press("g");
    assert_eq!((cursor(&desk), desk.model.invoices.list.offset), (0, 0));
    desk.press("k");
    assert_eq!(cursor(&desk), 0);
}

#[test]
fn marks_are_set_one_by_one_by_range_and_for_all() {
    let mut desk = Desk::open(80, 24);
    let marked = |desk: &Desk| {
        let rows = desk.model.invoices.list.marked();
        rows.iter().map(|row| row.id.0).collect::<Vec<_>>()
    };
    desk.press("2j<Space><Space>");
    assert_eq!(marked(&desk), [47, 46]);
    desk.press("vj");
    assert_eq!(marked(&desk), [47, 46, 45, 44]);
    assert!(desk.model.status().unwrap().ends_with("v ends the range"));
    desk.press("vj");
    assert_eq!(marked(&desk), [47, 46, 45, 44]);
    desk.press("*");
    assert_eq!(marked(&desk).len(), 36);
    desk.press("*");
    assert!(marked(&desk).is_empty());
    desk.press("<Space><Esc>");
    assert!(marked(&desk).is_empty());
}

#[test]
fn marks_and_cursor_stay_on_their_rows_when_the_list_is_read_anew() {
    let mut desk = Desk::open(80, 24);
    desk.press("2jj<Space>j");
    let mut rows = invoices();
    rows.remove(0);
    desk.model.invoices.list.replace(rows, None);
    assert_eq!(desk.model.invoices.list.current().unwrap().id.0, 44);
    assert_eq!(desk.model.invoices.list.marked()[0].id.0, 46);
}

#[test]
fn a_filter_is_followed_kept_and_taken_back() {
    let mut model = Model::new(setup(80, 24));
    update(&mut model, Msg::Start);
    update(&mut model, key("2"));
    update(&mut model, key("]"));
    update(&mut model, key("/"));
    let effects = update(&mut model, key("a"));
    assert_eq!(
        loads(&effects),
        [Load::Invoices {
            filter: "is:open a".into(),
            sort: InvoiceSort::OpenFirst,
            after: None,
            limit: PAGE,
        }]
    );
    update(&mut model, key("q"));
    assert_eq!(
        model.invoices.filter, "aq",
        "letters are text, not commands"
    );
    update(&mut model, key("<Esc>"));
    assert_eq!(model.invoices.filter, "");
    for msg in keys("/zeta<Enter>") {
        update(&mut model, msg);
    }
    assert_eq!(
        (model.invoices.filter.as_str(), model.overlays.len()),
        ("zeta", 0)
    );
    update(&mut model, key("<Esc>"));
    assert_eq!(model.invoices.filter, "");
}

#[test]
fn views_and_orders_change_what_is_asked_for() {
    let mut desk = Desk::open(80, 24);
    desk.press("2]]");
    assert_eq!(desk.model.invoices.view, View::Overdue);
    assert_eq!(desk.model.invoices.list.rows.len(), 3);
    desk.press("[[[[[");
    assert_eq!(desk.model.invoices.view, View::Paid);
    desk.press("oj<Enter>");
    assert_eq!(desk.model.invoices.sort, InvoiceSort::Due);
}

#[test]
fn pasted_text_comes_in_harmless_and_on_one_line() {
    let mut desk = Desk::open(80, 24);
    desk.press("2/");
    desk.send(Msg::Paste("ac\x1b[31mme\ngmbh\n".into()));
    assert_eq!(desk.model.invoices.filter, "ac[31mme gmbh");
}

#[test]
fn the_palette_finds_by_words_and_runs_what_is_possible() {
    let mut desk = Desk::open(80, 24);
    desk.press(":journ<Enter>");
    assert!(matches!(desk.model.overlays.last(), Some(Overlay::Log(_))));
    desk.press("<Esc>2:record pay<Enter>");
    assert_eq!(desk.model.overlays.len(), 0);
    assert_eq!(
        desk.model.toast.as_ref().unwrap().text,
        "draft:48 is not an issued invoice."
    );
    desk.press(":zzzz<Enter>");
    assert_eq!(desk.model.overlays.len(), 0);
}

#[test]
fn the_mouse_clicks_rows_tabs_and_views_and_turns_the_wheel() {
    let mut desk = Desk::open(80, 24);
    let mouse = |kind, column, row| {
        Msg::Mouse(MouseEvent {
            kind,
            column,
            row,
            modifiers: KeyModifiers::NONE,
        })
    };
    let click = MouseEventKind::Down(MouseButton::Left);
    let tab = layout::tabs(&desk.model)[1].area;
    desk.send(mouse(click, tab.x + 1, tab.y));
    assert_eq!(desk.model.tab, Tab::Invoices);
    let rows = desk.model.list_area();
    desk.send(mouse(click, rows.x + 5, rows.y + 3));
    assert_eq!(desk.model.invoices.list.cursor, 3);
    desk.send(mouse(click, rows.x + 5, rows.y + 3));
    assert_eq!(
        desk.model.pane,
        Pane::Detail,
        "a second click opens the row"
    );
    desk.press("<Esc>");
    desk.send(mouse(MouseEventKind::ScrollDown, rows.x, rows.y));
    let list = &desk.model.invoices.list;
    assert_eq!((list.offset, list.cursor), (3, 3));
    let view = screens::invoices::view_labels(&desk.model)[2].2;
    desk.send(mouse(click, view.x + 1, view.y));
    assert_eq!(desk.model.invoices.view, View::Overdue);
    desk.send(mouse(click, rows.x + 5, rows.y - 1));
    assert!(matches!(desk.model.overlays.last(), Some(Overlay::Menu(_))));
}

#[test]
fn a_new_day_reads_everything_anew() {
    let mut model = Model::new(setup(80, 24));
    update(&mut model, Msg::Start);
    let mut tomorrow = now();
    tomorrow.at = at("2026-11-24T00:00:01Z");
    assert_eq!(update(&mut model, Msg::Clock(tomorrow)), []);
    tomorrow.today = on("2026-11-24");
    let effects = update(&mut model, Msg::Clock(tomorrow));
    assert_eq!(
        loads(&effects),
        [Load::Header, Load::Profile, Load::Dashboard]
    );
}

#[test]
fn good_news_fades_and_failures_stay() {
    let mut desk = Desk::open(80, 24);
    assert_eq!(desk.model.deadline(), None);
    desk.model.say("Done.");
    let until = desk.model.deadline().unwrap();
    desk.send(Msg::Clock(Now { at: until, ..now() }));
    assert_eq!(desk.model.toast, None);
    desk.model
        .complain(&Failure::refused("It failed.").hint("try again"));
    assert_eq!(desk.model.deadline(), None);
    assert_eq!(
        desk.model.toast.as_ref().unwrap().text,
        "It failed. Next: try again."
    );
    desk.press("<Esc>");
    assert_eq!(desk.model.toast, None);
}

#[test]
fn a_window_can_become_small_and_large_again() {
    let mut desk = Desk::open(80, 24);
    desk.press("2jjjjjjjjjjjj");
    desk.send(Msg::Resize(40, 10));
    desk.press("jjp2");
    assert_eq!(
        desk.model.invoices.list.cursor, 12,
        "keys do nothing unseen"
    );
    desk.send(Msg::Resize(80, 24));
    let list = &desk.model.invoices.list;
    let height = usize::from(desk.model.list_area().height);
    assert!((list.offset..list.offset + height).contains(&12));
}

#[test]
fn q_goes_back_and_quits_at_the_top() {
    let mut desk = Desk::open(80, 24);
    desk.press("2j<Enter>q");
    assert_eq!((desk.model.pane, desk.done()), (Pane::List, vec![]));
    desk.press("q");
    assert_eq!(desk.done(), [Effect::Quit]);
    let mut desk = Desk::open(80, 24);
    desk.press("2/abc<Ctrl-C>");
    assert_eq!(desk.done(), [Effect::Quit]);
}

#[test]
fn copying_offers_what_the_row_has() {
    let mut desk = Desk::open(80, 24);
    desk.press("2jjy<Enter>");
    assert_eq!(desk.done(), [Effect::Copy("2026-046".into())]);
    desk.press("3yjj<Enter>");
    assert_eq!(desk.done(), [Effect::Copy("ap@acme.example".into())]);
}

#[test]
fn clients_and_payments_lead_to_their_invoices() {
    let mut desk = Desk::open(80, 24);
    desk.press("3<Enter>j<Enter>");
    assert_eq!(desk.model.tab, Tab::Invoices);
    assert_eq!(
        desk.model.invoices.list.current().unwrap().reference,
        "2026-039"
    );
    desk.press("4j<Enter>");
    assert_eq!(
        desk.model.invoices.list.current().unwrap().reference,
        "2026-043"
    );
    desk.press("3<Enter>J");
    assert_eq!(
        desk.model.clients.list.current().unwrap().key,
        "brightwater"
    );
    assert_eq!(desk.model.clients.invoices.count(), 2);
}

#[test]
fn reports_walk_through_the_years_that_have_figures() {
    let mut desk = Desk::open(80, 24);
    desk.press("6]");
    assert_eq!(
        desk.model.toast.as_ref().unwrap().text,
        "This is the newest year."
    );
    desk.press("[");
    assert_eq!(screens::reports::year(&desk.model), 2025);
    desk.press("[");
    assert_eq!(
        desk.model.toast.as_ref().unwrap().text,
        "The book has no earlier year."
    );
    desk.press("c");
    assert_eq!(desk.model.reports.currency, 1);
}

#[test]
fn quitting_says_that_messages_wait() {
    let mut desk = Desk::open(80, 24);
    desk.model.dashboard.data.as_mut().unwrap().waiting = 2;
    desk.press("q");
    assert!(!desk.done().contains(&Effect::Quit));
    desk.press("<Enter>");
    assert!(desk.done().contains(&Effect::Quit));
}
