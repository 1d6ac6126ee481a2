//! Templates in the screens: the list, the live text, words for one client, and going back.

use super::*;
use crate::domain::views::Whose;
use crate::tui::model::fixtures::*;

fn list(desk: &Desk) -> &Templates {
    of(&desk.model).unwrap()
}

fn said(desk: &Desk) -> &str {
    let toast = desk.model.toast.as_ref();
    toast.map_or("", |toast| toast.text.as_str())
}

/// The one template that was written.
fn written(desk: &mut Desk) -> TemplateWrite {
    let writes = desk.writes();
    let [Write::Template(write)] = writes.as_slice() else {
        panic!("one template: {writes:?}")
    };
    write.clone()
}

#[test]
fn they_open_on_the_reminder_and_show_what_its_client_gets() {
    let mut desk = Desk::open(120, 40);
    desk.press("5e");
    let templates = list(&desk);
    let row = templates.current().unwrap();
    assert_eq!(name(&row.template), "firm · e-mail · en");
    assert_eq!(row.whose, Whose::Client);
    assert_eq!(templates.client().unwrap().name, "Acme GmbH");
    assert_eq!(templates.shown().unwrap().subject, "firm: 2026-039");
    assert_eq!(templates.rows().len(), 8, "one language");
    desk.press("a");
    assert_eq!(list(&desk).rows().len(), 16);
    let row = list(&desk).current().unwrap();
    assert_eq!(
        name(&row.template),
        "firm · e-mail · en",
        "the cursor stays"
    );
}

#[test]
fn a_template_is_tried_out_while_it_is_written_and_kept_only_when_it_works() {
    let mut desk = Desk::open(120, 40);
    desk.press("5ejj<Enter>");
    desk.press("Dear {{ nobody }} <F2>");
    assert!(said(&desk).contains("nobody"), "{}", said(&desk));
    assert_eq!(desk.writes(), [], "what does not work is not kept");
    for _ in 0.."{{ nobody }} ".len() {
        desk.press("<BS>");
    }
    desk.press("<F2>");
    let TemplateWrite::Set(template) = written(&mut desk) else {
        panic!("it was set")
    };
    assert_eq!(name(&template), "final · e-mail · en");
    assert!(template.body.starts_with("Dear Hello"), "{}", template.body);
    assert_eq!(template.client, "", "the words for all stay those for all");
}

#[test]
fn a_client_gets_its_own_words_and_goes_back_to_those_for_all() {
    let mut desk = Desk::open(120, 40);
    desk.press("5ejjc!<F2>");
    let TemplateWrite::Set(template) = written(&mut desk) else {
        panic!("it was set")
    };
    assert_eq!(template.client, "acme");
    desk.press("kkR");
    let TemplateWrite::Reset(template) = written(&mut desk) else {
        panic!("it went back")
    };
    assert_eq!(name(&template), "firm · e-mail · en");
    assert_eq!(template.client, "acme", "its own words go");
}

#[test]
fn ours_have_nothing_to_go_back_to() {
    let mut desk = Desk::open(80, 24);
    desk.press("5egR");
    assert_eq!(said(&desk), "These are our words already.");
    assert_eq!(desk.writes(), []);
}

#[test]
fn an_sms_has_no_subject() {
    let mut desk = Desk::open(80, 24);
    desk.press("5ej<Enter><Tab>!<F2>");
    let TemplateWrite::Set(template) = written(&mut desk) else {
        panic!("it was set")
    };
    assert_eq!(name(&template), "firm · SMS · en");
    assert_eq!(template.subject, "");
    assert!(template.body.starts_with('!'), "{}", template.body);
}

#[test]
fn what_cannot_be_read_says_the_reason() {
    let mut desk = Desk::open(80, 24);
    desk.press("5ejj<Enter>");
    desk.press("{{ broken <F2>");
    assert_eq!(
        said(&desk),
        "Not saved: unexpected identifier, expected end of variable block."
    );
    assert_eq!(desk.writes(), []);
}
