use rust_decimal::Decimal;

use super::*;
use crate::domain::discount::Discount;
use crate::domain::ids::EntryId;
use crate::domain::invoice::TaxCategory;
use crate::failure::Failure;
use crate::tui::model::commands::Scope;
use crate::tui::model::fixtures::{Desk, on};
use crate::tui::model::overlays::Overlay;
use crate::tui::model::{DocumentWrite, Done, Effect, Msg, Reply, Write};

/// The editor on the draft of the made-up book.
fn open() -> Desk {
    let mut desk = Desk::open(80, 24);
    desk.press("2");
    let found = |row: &crate::domain::views::InvoiceRow| row.reference == "draft:48";
    assert!(desk.model.invoices.list.seek(found));
    desk.press("e");
    assert!(editor(&desk).view.is_some());
    desk
}

fn editor(desk: &Desk) -> &Editor {
    desk.model.editor.as_ref().unwrap()
}

fn invoice(desk: &Desk) -> &Invoice {
    &editor(desk).sheet.invoice
}

/// Puts the keys on the blank last line.
fn to_end(desk: &mut Desk) {
    let count = invoice(desk).lines.len();
    typing::go_to(&mut desk.model, Place::line(count));
}

/// Puts the keys at a field of the head.
fn at(desk: &mut Desk, field: Field) {
    typing::go_to(&mut desk.model, Place::Head(field));
}

fn cell(desk: &mut Desk, row: usize, column: Column) {
    typing::go_to(&mut desk.model, Place::Cell { row, column });
}

/// The drafts that were sent to be kept.
fn saves(desk: &mut Desk) -> Vec<(Invoice, Option<EntryId>)> {
    let write = |write| {
        if let Write::Document(DocumentWrite::Save { invoice, joins, .. }) = write {
            Some((*invoice, joins))
        } else {
            None
        }
    };
    desk.writes().into_iter().filter_map(write).collect()
}

fn kept(desk: &mut Desk, entry: i64) {
    let entry = Some(EntryId(entry));
    desk.reply(Ok(Reply::Done(Done::Saved { entry })));
}

#[test]
fn letters_go_to_the_field_and_not_to_commands() {
    let mut desk = open();
    assert_eq!(desk.model.scopes(), [Scope::Editor, Scope::Always]);
    at(&mut desk, Field::Note);
    let before = invoice(&desk).note.clone();
    desk.press("q1?:n/<Tab>");
    assert_eq!(invoice(&desk).note, format!("{before}q1?:n/"));
    assert!(desk.model.editor.is_some() && desk.model.overlays.is_empty());
}

#[test]
fn enter_on_a_draft_opens_it_too() {
    let mut desk = Desk::open(80, 24);
    desk.press("2");
    desk.model
        .invoices
        .list
        .seek(|row| row.reference == "draft:48");
    desk.press("<Enter>");
    assert!(desk.model.editor.is_some());
    desk.press("<Esc>");
    assert!(desk.model.editor.is_none());
    desk.model
        .invoices
        .list
        .seek(|row| row.reference != "draft:48");
    desk.press("e");
    assert!(desk.model.editor.is_none());
    assert!(desk.model.toast.as_ref().unwrap().text.contains("frozen"));
}

#[test]
fn the_draft_is_on_disk_after_a_field_one_writing_at_a_time() {
    let mut desk = open();
    at(&mut desk, Field::Order);
    desk.press("PO");
    assert_eq!(saves(&mut desk), [], "never a writing a key press");
    desk.press("<Tab>");
    assert_eq!(desk.jobs().len(), 1);
    at(&mut desk, Field::Note);
    desk.press("Thanks<Tab>");
    at(&mut desk, Field::Due);
    desk.press("+21<Tab>");
    assert_eq!(desk.jobs().len(), 1, "the others wait for the first");
    kept(&mut desk, 7);
    let sent = saves(&mut desk);
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0].0.purchase_order, "PO");
    assert_eq!((sent[0].0.terms_days, sent[0].1), (14, None));
    assert!(sent[1].0.note.ends_with("Thanks"));
    assert_eq!((sent[1].0.terms_days, sent[1].1), (21, Some(EntryId(7))));
}

#[test]
fn what_could_not_be_kept_stays_and_is_tried_again() {
    let mut desk = open();
    at(&mut desk, Field::Order);
    desk.press("PO<Tab>");
    desk.reply(Err(Failure::book("The disk is full.")));
    assert_eq!(
        editor(&desk).keeping.failed.as_deref(),
        Some("The disk is full.")
    );
    assert_eq!(invoice(&desk).purchase_order, "PO");
    desk.done();
    at(&mut desk, Field::Note);
    desk.press("x<Tab>");
    assert_eq!(desk.jobs().len(), 1);
    kept(&mut desk, 7);
    assert_eq!(editor(&desk).keeping.failed, None);
}

#[test]
fn an_ambiguous_number_stays_as_typed_and_blocks_issuing_only() {
    let mut desk = open();
    let price = invoice(&desk).lines[0].unit_price;
    cell(&mut desk, 0, Column::Price);
    desk.press("1.234<Tab>");
    let place = Place::Cell {
        row: 0,
        column: Column::Price,
    };
    let unread = editor(&desk).sheet.unread.get(&place).unwrap().clone();
    assert_eq!(unread.text, "1.234");
    assert!(unread.why.contains("1234 or 1.234"), "{}", unread.why);
    assert_eq!(
        invoice(&desk).lines[0].unit_price,
        price,
        "never changed silently"
    );
    // It cannot be issued, and Enter leads there.
    desk.done();
    desk.press("<F9>");
    assert!(matches!(
        desk.model.overlays.last(),
        Some(Overlay::Confirm(_))
    ));
    desk.press("<Enter>");
    assert_eq!(editor(&desk).at, place);
    assert_eq!(editor(&desk).input.value(), "1.234");
    assert_eq!(desk.writes(), []);
    // Leaving asks once; it is never lost by itself.
    desk.press("<Esc>");
    assert!(matches!(desk.model.overlays.last(), Some(Overlay::Menu(_))));
    desk.press("<Enter>");
    assert_eq!(editor(&desk).input.value(), "1.234");
    desk.press("<Left><BS>,50<Tab>");
    assert!(!editor(&desk).sheet.unread.is_empty());
    cell(&mut desk, 0, Column::Price);
    desk.press("<Ctrl-U>1.234,50<Tab>");
    assert!(editor(&desk).sheet.unread.is_empty());
    assert_eq!(invoice(&desk).lines[0].unit_price, Decimal::new(123_450, 2));
}

#[test]
fn what_could_not_be_read_can_be_dropped() {
    let mut desk = open();
    let due = invoice(&desk).due_on;
    at(&mut desk, Field::Due);
    desk.press("someday<Esc><Down><Enter>");
    assert!(desk.model.editor.is_none());
    assert_eq!(desk.writes(), []);
    assert!(due.is_some());
}

#[test]
fn due_takes_a_distance_or_a_day_and_quantities_take_hours() {
    let mut desk = open();
    at(&mut desk, Field::Issued);
    desk.press("2026-12-01<Tab>");
    at(&mut desk, Field::Due);
    desk.press("+30<Tab>");
    assert_eq!(
        (invoice(&desk).terms_days, invoice(&desk).due_on),
        (30, None)
    );
    let today = desk.model.now.today;
    assert_eq!(values::due_day(invoice(&desk), today), on("2026-12-31"));
    at(&mut desk, Field::Due);
    desk.press("23.12.<Tab>");
    assert_eq!(invoice(&desk).due_on, Some(on("2026-12-23")));
    at(&mut desk, Field::Due);
    desk.press("<BS><Tab>");
    assert_eq!(
        (invoice(&desk).terms_days, invoice(&desk).due_on),
        (30, None)
    );
    for (typed, want) in [
        ("1:30", Decimal::new(15, 1)),
        ("1,5", Decimal::new(15, 1)),
        ("2", Decimal::TWO),
    ] {
        cell(&mut desk, 0, Column::Quantity);
        desk.press(typed).press("<Tab>");
        assert_eq!(invoice(&desk).lines[0].quantity, want, "{typed}");
    }
    cell(&mut desk, 0, Column::Unit);
    desk.press("day<Tab>");
    cell(&mut desk, 0, Column::Quantity);
    desk.press("90m<Tab>");
    assert_eq!(
        invoice(&desk).lines[0].unit,
        "HUR",
        "a time counts in hours"
    );
    cell(&mut desk, 0, Column::Discount);
    desk.press("10 %<Tab>");
    assert_eq!(
        invoice(&desk).lines[0].discount,
        Discount::Percent(Decimal::TEN)
    );
    at(&mut desk, Field::Service);
    desk.press("2026-11<Tab>");
    let period = (invoice(&desk).supplied_on, invoice(&desk).supplied_until);
    assert_eq!(period, (Some(on("2026-11-01")), Some(on("2026-11-30"))));
}

#[test]
fn the_blank_last_line_begins_a_line_and_totals_follow_each_key() {
    let mut desk = open();
    let count = invoice(&desk).lines.len();
    let before = editor(&desk).live(&desk.model).0.invoice.gross;
    to_end(&mut desk);
    assert_eq!(invoice(&desk).lines.len(), count);
    desk.press("Workshop<Enter>3<Enter><Enter>10");
    assert_eq!(invoice(&desk).lines.len(), count + 1);
    let now = editor(&desk).live(&desk.model).0.invoice;
    assert_eq!(now.gross - before, 3000, "before the price is left");
    desk.press("0<Enter>");
    let line = &invoice(&desk).lines[count];
    assert_eq!(line.description, "Workshop");
    assert_eq!(
        line.category,
        TaxCategory::ReverseCharge,
        "as the other lines"
    );
    assert_eq!(editor(&desk).at, Place::line(count + 1));
    // A line without anything typed is none.
    desk.press("x<BS><Up>");
    assert_eq!(invoice(&desk).lines.len(), count + 1);
}

#[test]
fn lines_are_deleted_moved_and_brought_back() {
    let mut desk = open();
    let names = |desk: &Desk| -> Vec<String> {
        let lines = invoice(desk).lines.iter();
        lines.map(|line| line.description.clone()).collect()
    };
    to_end(&mut desk);
    desk.press("Third<Tab>");
    let before = names(&desk);
    assert_eq!(before.len(), 3);
    cell(&mut desk, 0, Column::Price);
    desk.press("5,5,5");
    cell(&mut desk, 1, Column::Description);
    assert_eq!(editor(&desk).sheet.unread.len(), 1);
    cell(&mut desk, 0, Column::Description);
    desk.press("<F8>");
    assert_eq!(names(&desk)[..2], [before[1].clone(), before[0].clone()]);
    assert_eq!(editor(&desk).at, Place::line(1));
    let place = editor(&desk).sheet.unread.keys().next().unwrap();
    assert_eq!(place.row(), Some(1), "what could not be read moves along");
    desk.press("<Ctrl-D>");
    assert_eq!(names(&desk), before[1..]);
    assert!(editor(&desk).sheet.unread.is_empty());
    desk.press("<Ctrl-Z><Ctrl-Z><Ctrl-Z>");
    assert_eq!(names(&desk), before);
    assert!(editor(&desk).sheet.unread.is_empty());
    desk.press("<Ctrl-Y><Ctrl-Y><Ctrl-Y>");
    assert_eq!(names(&desk), before[1..]);
    desk.done();
}

#[test]
fn a_line_is_added_below_and_none_when_nothing_is_typed() {
    let mut desk = open();
    cell(&mut desk, 0, Column::Price);
    desk.press("<Ctrl-N>");
    assert_eq!(editor(&desk).at, Place::line(1));
    assert_eq!(invoice(&desk).lines.len(), 3);
    desk.press("<Down>");
    assert_eq!(invoice(&desk).lines.len(), 2);
    assert_eq!(
        editor(&desk).at,
        Place::line(1),
        "on the line that was below"
    );
}

#[test]
fn undo_takes_back_what_is_being_typed_first() {
    let mut desk = open();
    at(&mut desk, Field::Order);
    desk.press("A1<Tab>");
    at(&mut desk, Field::Order);
    desk.press("B2<Ctrl-Z>");
    assert_eq!(editor(&desk).input.value(), "A1");
    desk.press("<Ctrl-Z>");
    assert_eq!(invoice(&desk).purchase_order, "");
    desk.press("<Ctrl-Y>");
    assert_eq!(invoice(&desk).purchase_order, "A1");
    desk.press("<Ctrl-Y>");
    assert!(desk.model.toast.as_ref().unwrap().text.contains("No step"));
}

#[test]
fn an_offer_fills_the_line_but_not_the_tax_of_reverse_charge() {
    let mut desk = open();
    let count = invoice(&desk).lines.len();
    to_end(&mut desk);
    desk.press("ho");
    assert_eq!(suggest::offered(editor(&desk)).len(), 2);
    desk.press("<Down><Down><Up><Enter>");
    let line = &invoice(&desk).lines[count];
    assert_eq!(line.description, "Hosting");
    assert_eq!(
        (line.unit.as_str(), line.unit_price),
        ("MON", Decimal::from(150))
    );
    assert_eq!(line.category, TaxCategory::ReverseCharge);
    let place = Place::Cell {
        row: count,
        column: Column::Quantity,
    };
    assert_eq!(editor(&desk).at, place);
    // Enter without a choice goes on with the words that were typed.
    to_end(&mut desk);
    desk.press("ho<Enter>");
    assert_eq!(invoice(&desk).lines[count + 1].description, "ho");
    // Esc closes the offers first.
    to_end(&mut desk);
    desk.press("ho<Esc>");
    assert!(suggest::offered(editor(&desk)).is_empty());
}

#[test]
fn a_tax_is_chosen_by_name_or_written_freely() {
    let mut desk = open();
    at(&mut desk, Field::Tax);
    desk.press("stan<Enter>");
    let taxes = |desk: &Desk| -> Vec<(TaxCategory, Decimal)> {
        let lines = invoice(desk).lines.iter();
        lines.map(|line| (line.category, line.rate)).collect()
    };
    let standard = (TaxCategory::Standard, Decimal::from(19));
    assert!(taxes(&desk).iter().all(|tax| *tax == standard));
    cell(&mut desk, 0, Column::Tax);
    desk.press("E § 4 Nr. 21 UStG<Enter>");
    assert_eq!(taxes(&desk)[0], (TaxCategory::Exempt, Decimal::ZERO));
    assert_eq!(invoice(&desk).lines[0].reason, "§ 4 Nr. 21 UStG");
    assert_eq!(taxes(&desk)[1], standard);
    cell(&mut desk, 1, Column::Tax);
    desk.press("S 5,5<Enter>");
    assert_eq!(
        taxes(&desk)[1],
        (TaxCategory::Standard, Decimal::new(55, 1))
    );
}

#[test]
fn another_client_changes_only_what_was_not_changed_by_hand() {
    let mut desk = open();
    at(&mut desk, Field::Due);
    desk.press("+7<Tab>");
    let other = crate::domain::party::Client {
        id: crate::domain::ids::ClientId(9),
        key: "far".into(),
        name: "Far Ltd".into(),
        currency: crate::domain::currency::Currency::GBP,
        language: "en".into(),
        terms_days: 14,
        ..editor(&desk).view.as_ref().unwrap().client.clone()
    };
    desk.model.editor.as_mut().unwrap().asked_client = Some("far".into());
    assert!(client::read(&mut desk.model, &other));
    let now = invoice(&desk);
    assert_eq!((now.client_name.as_str(), now.terms_days), ("Far Ltd", 7));
    assert_eq!((now.currency.code(), now.language.as_str()), ("GBP", "en"));
    let said = &desk.model.toast.as_ref().unwrap().text;
    assert!(said.contains("in GBP, prices stay as numbers"), "{said}");
}

#[test]
fn a_draft_that_was_begun_and_left_empty_goes_again() {
    let mut desk = open();
    let editor = desk.model.editor.as_mut().unwrap();
    editor.begun = true;
    editor.sheet.invoice.lines.clear();
    editor.keeping.base = editor.sheet.bare();
    desk.press("<Esc>");
    let reference = "draft:48".to_owned();
    let delete = Write::Document(DocumentWrite::Delete { reference });
    assert_eq!(desk.writes(), [delete]);
    assert!(desk.model.editor.is_none());
}

#[test]
fn leaving_waits_for_the_disk_and_ctrl_c_writes_first() {
    let mut desk = open();
    at(&mut desk, Field::Order);
    desk.press("PO<Esc>");
    assert!(desk.model.editor.is_some(), "it closes when it is on disk");
    kept(&mut desk, 3);
    assert!(desk.model.editor.is_none());
    let mut desk = open();
    desk.done();
    at(&mut desk, Field::Order);
    desk.press("PO<Ctrl-C>");
    let effects = desk.done();
    assert!(matches!(effects.first(), Some(Effect::Write { .. })));
    assert_eq!(effects.last(), Some(&Effect::Quit));
}

#[test]
fn issuing_asks_first_and_follows_the_writing() {
    let mut desk = open();
    at(&mut desk, Field::Order);
    desk.press("PO<F9>");
    let Some(Overlay::Confirm(confirm)) = desk.model.overlays.last() else {
        panic!("no question");
    };
    assert_eq!(confirm.title, "Issue 2026-048?");
    let said: Vec<&str> = confirm
        .lines
        .iter()
        .map(|(_, line)| line.as_str())
        .collect();
    assert!(
        said.iter().any(|line| line.contains("cannot be undone")),
        "{said:?}"
    );
    desk.press("<Enter>");
    assert_eq!(saves(&mut desk).len(), 1);
}

#[test]
fn somebody_elses_change_is_shown_and_ones_own_can_be_brought_back() {
    let mut desk = open();
    let mut view = editor(&desk).view.clone().unwrap();
    view.invoice.note = "Changed elsewhere".into();
    take(&mut desk.model, view);
    assert_eq!(invoice(&desk).note, "Changed elsewhere");
    assert!(
        desk.model
            .toast
            .as_ref()
            .unwrap()
            .text
            .contains("changed elsewhere")
    );
    desk.press("<Ctrl-Z>");
    assert_ne!(invoice(&desk).note, "Changed elsewhere");
}

#[test]
fn two_hundred_lines_are_walked_by_pages() {
    let mut desk = open();
    let editor_now = desk.model.editor.as_mut().unwrap();
    let line = editor_now.sheet.invoice.lines[0].clone();
    editor_now.sheet.invoice.lines = vec![line; 200];
    cell(&mut desk, 0, Column::Price);
    desk.press("<PgDn><PgDn>");
    let row = editor(&desk).at.row().unwrap();
    assert!((4..40).contains(&row), "{row}");
    for _ in 0..100 {
        desk.press("<PgDn>");
    }
    assert_eq!(editor(&desk).at, Place::line(200));
    assert!(editor(&desk).offset > 150);
    desk.press("<PgUp>");
    assert!(editor(&desk).at.row().unwrap() < 200);
}

#[test]
fn pasted_lines_stay_one_note() {
    let mut desk = open();
    at(&mut desk, Field::Note);
    desk.press("<Ctrl-U>");
    desk.send(Msg::Paste("one\r\ntwo".into()));
    desk.press("<Tab>");
    assert_eq!(invoice(&desk).note, "one\ntwo");
}
