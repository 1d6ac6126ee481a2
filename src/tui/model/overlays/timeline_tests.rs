use super::*;
use crate::domain::ids::OutboxId;
use crate::tui::model::fixtures::*;

fn shown(desk: &Desk) -> Option<&Timeline> {
    match desk.model.overlays.last() {
        Some(Overlay::Timeline(timeline)) => Some(timeline),
        Some(_) | None => None,
    }
}

#[test]
fn it_opens_on_the_newest_line_of_the_invoice_under_the_cursor() {
    let mut desk = Desk::open(80, 24);
    desk.press("5jH");
    let timeline = shown(&desk).unwrap();
    assert_eq!(timeline.reference, "2026-039");
    assert_eq!(timeline.client_name, "Acme GmbH");
    assert_eq!(timeline.cursor, timeline.lines.as_ref().unwrap().len() - 1);
}

#[test]
fn a_line_of_a_message_shows_the_message_and_any_other_says_why_not() {
    let mut desk = Desk::open(80, 24);
    desk.press("5jH<Enter>");
    assert!(shown(&desk).is_some(), "a hold is no message");
    let toast = desk.model.toast.as_ref().unwrap();
    assert_eq!(toast.text, "This line is about no message.");
    desk.press("gjj<Enter>");
    let Some(Overlay::Message(view)) = desk.model.overlays.last() else {
        panic!("the message")
    };
    assert_eq!(view.id, OutboxId(7));
    desk.press("<Esc>");
    assert_eq!(shown(&desk).unwrap().cursor, 2, "back where it was");
}

#[test]
fn without_an_invoice_it_says_so() {
    let mut desk = Desk::open(80, 24);
    desk.press("3H");
    let toast = desk.model.toast.as_ref().unwrap();
    assert_eq!(toast.text, "Put the cursor on an invoice first.");
}
