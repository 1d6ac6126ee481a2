use super::*;
use crate::domain::party::ContactRole;
use crate::failure::Failure;
use crate::tui::model::effect::{Done, Effect, Reply};
use crate::tui::model::fixtures::{Desk, client as known};
use crate::tui::model::overlays::Overlay;
use crate::tui::model::{Msg, screens};

fn form(desk: &Desk) -> &Form {
    match desk.model.overlays.last() {
        Some(Overlay::Form(form)) => form,
        other => panic!("no form is open: {other:?}"),
    }
}

fn echo(desk: &Desk, name: &str) -> String {
    let form = form(desk);
    let today = desk.model.now.today;
    let echo = form.echo(form.place(name), today);
    echo.map_or_else(String::new, |echo| {
        format!("{:?}: {}", echo.sense, echo.text)
    })
}

fn saved(desk: &mut Desk) -> Client {
    match desk.writes().as_slice() {
        [Write::SaveClient { card, .. }] => (**card).clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_first_client_is_a_name_and_an_address_away() {
    let mut desk = Desk::open(80, 24);
    desk.press("3nNova Kft<Tab>Jonas Falk <lt>jf@nova.example> +49 40 5550100<Enter>");
    let card = saved(&mut desk);
    assert_eq!(card.name, "Nova Kft");
    assert_eq!(card.key, "", "the book makes one");
    assert_eq!(card.contacts[0].name, "Jonas Falk");
    assert_eq!(card.contacts[0].email, "jf@nova.example");
    assert_eq!(card.contacts[0].phone, "+49405550100");
    let profile = desk.model.profile.clone().unwrap();
    assert_eq!(
        (card.terms_days, card.currency),
        (profile.terms_days, profile.currency)
    );
    assert_eq!((card.policy.as_str(), card.business), ("standard", true));
    assert!(desk.model.overlays.is_empty());
}

#[test]
fn contacts_and_lines_of_the_address_grow_and_shrink() {
    let mut desk = Desk::open(80, 24);
    desk.press("3nNova<Tab>a@nova.example<Tab>cc b@nova.example<Tab><Tab>Street 1<Tab>12345 Town");
    assert_eq!(form(&desk).rows_of(CONTACTS).len(), 2);
    desk.press("<Enter>");
    let card = saved(&mut desk);
    let people: Vec<_> = card
        .contacts
        .iter()
        .map(|one| (one.email.as_str(), one.role))
        .collect();
    assert_eq!(
        people,
        [
            ("a@nova.example", ContactRole::To),
            ("b@nova.example", ContactRole::Cc)
        ]
    );
    assert_eq!(card.address, ["Street 1", "12345 Town"]);
    // A row that is emptied drops out as soon as the cursor leaves it.
    let mut desk = Desk::open(80, 24);
    desk.press("3nNova<Tab>a@nova.example<Tab>b@nova.example<S-Tab><Ctrl-U>");
    let count = form(&desk).fields.len();
    desk.press("<Tab>");
    assert_eq!(form(&desk).fields.len(), count - 1);
    let form = form(&desk);
    let first = &form.fields[form.place(CONTACTS)];
    assert_eq!((first.shown(), first.label), ("b@nova.example", "Contacts"));
    assert_eq!(form.fields[form.focus].shown(), "b@nova.example");
}

#[test]
fn a_pasted_address_becomes_lines() {
    let mut desk = Desk::open(80, 24);
    desk.press("3nNova<Tab><Tab>");
    desk.send(Msg::Paste("Street 1\n12345 Town\r\nGermany".into()));
    desk.press("<Enter>");
    assert_eq!(
        saved(&mut desk).address,
        ["Street 1", "12345 Town", "Germany"]
    );
}

#[test]
fn each_field_says_what_was_understood() {
    let mut desk = Desk::open(80, 24);
    desk.press("3n");
    assert_eq!(echo(&desk, NAME), "Hint: as it stands on invoices");
    desk.press("ACME<Tab>ap@acme<Tab><Tab><Tab>germ<Tab>DE136695976");
    assert_eq!(echo(&desk, NAME), "Look: looks like Acme GmbH (acme)");
    assert_eq!(
        echo(&desk, CONTACTS),
        "Look: ap@acme has no dot after the @: look for a typo."
    );
    assert_eq!(echo(&desk, COUNTRY), "Good: Germany (DE)");
    assert_eq!(echo(&desk, TAX), "Good: DE, check digits right");
    assert_eq!(echo(&desk, KEY), "Hint: acme, made from the name");
    desk.press("<BS>7");
    assert_eq!(
        echo(&desk, TAX),
        "Look: the check digits of this VAT id do not fit; look for a typo"
    );
    desk.press("<Tab><Tab>14<Tab>usd<Tab>pl");
    assert_eq!(echo(&desk, TERMS), "Good: issued today, due Mon 7 Dec 2026");
    assert_eq!(echo(&desk, CURRENCY), "Good: = USD");
    assert!(echo(&desk, LANGUAGE).starts_with("Look: "));
    // A wrong tax id and a duplicate never block.
    desk.press("<Enter>");
    let card = saved(&mut desk);
    assert_eq!((card.terms_days, card.currency.code()), (14, "USD"));
    assert_eq!(
        (card.language.as_str(), card.country.as_str()),
        ("pl", "DE")
    );
    assert_eq!(card.tax_id, "DE136695977");
}

#[test]
fn what_cannot_be_saved_is_said_where_it_is() {
    let mut desk = Desk::open(80, 24);
    desk.press("3n<Enter>");
    assert_eq!(
        form(&desk).problem.as_deref(),
        Some("A client needs a name.")
    );
    desk.press("Nova<Tab>a@b@c<Enter>");
    assert_eq!(form(&desk).focus, form(&desk).place(CONTACTS));
    assert!(form(&desk).problem.is_some());
    assert_eq!(desk.writes(), []);
}

#[test]
fn esc_asks_once_before_anything_is_lost() {
    let mut desk = Desk::open(80, 24);
    desk.press("3n<Esc>");
    assert!(desk.model.overlays.is_empty(), "nothing was typed");
    desk.press("nNova<Esc><Enter>");
    assert_eq!(form(&desk).text_of(NAME), "Nova");
    desk.press("<Esc>j<Enter>");
    assert_eq!(saved(&mut desk).name, "Nova");
    desk.press("nNova<Esc>jj<Enter>");
    assert!(desk.model.overlays.is_empty());
    assert_eq!(desk.writes(), []);
}

#[test]
fn editing_keeps_what_nobody_touched_and_writes_nothing_without_a_change() {
    let mut desk = Desk::open(80, 24);
    desk.press("3e<Enter>");
    assert_eq!(desk.writes(), []);
    desk.press("e AG<Enter>");
    let mut before = known(0);
    before.name.push_str(" AG");
    assert_eq!(saved(&mut desk), before);
}

#[test]
fn a_contact_that_reads_differently_stays_as_it_was_while_nobody_touches_it() {
    let mut desk = Desk::open(80, 24);
    desk.press("3");
    let mut odd = known(0);
    odd.contacts[0].name = "cc Rider 0049 123 4567".into();
    open_known(&mut desk.model, &odd);
    desk.press("!<Enter>");
    assert_eq!(saved(&mut desk).contacts, odd.contacts);
}

#[test]
fn a_refusal_brings_the_form_back_with_its_reason() {
    let mut desk = Desk::open(80, 24);
    desk.press("3nNova<Enter>");
    let failure = Failure::refused("There is a client with the key \"x\" already: X.");
    desk.reply(Err(failure.hint("choose another key")));
    assert_eq!(form(&desk).text_of(NAME), "Nova");
    assert_eq!(form(&desk).focus, form(&desk).place(KEY));
    let problem = form(&desk).problem.clone().unwrap();
    assert!(problem.ends_with("Next: choose another key."), "{problem}");
}

#[test]
fn the_cursor_goes_to_the_client_that_was_saved() {
    let mut desk = Desk::open(80, 24);
    desk.press("3nZeta two<Enter>");
    desk.reply(Ok(Reply::Done(Done::Client("zeta".into()))));
    assert_eq!(desk.model.clients.list.current().unwrap().key, "zeta");
    let toast = desk.model.toast.clone().unwrap();
    assert_eq!(
        (toast.text.as_str(), toast.undo),
        ("Client Zeta two is added.", true)
    );
    assert_eq!(desk.model.take_new_client(), None);
}

#[test]
fn a_client_made_for_an_invoice_is_handed_on_once() {
    let mut desk = Desk::open(80, 24);
    open_new(&mut desk.model, "Nova", After::NewInvoice);
    desk.press("<Enter>");
    desk.reply(Ok(Reply::Done(Done::Client("nova".into()))));
    assert_eq!(desk.model.tab, screens::Tab::Dashboard);
    let begin = Write::Document(crate::tui::model::DocumentWrite::Begin {
        kind: crate::domain::invoice::InvoiceKind::Invoice,
        client: "nova".into(),
    });
    assert_eq!(desk.writes().last(), Some(&begin));
    assert_eq!(desk.model.take_new_client(), None);
}

#[test]
fn notes_go_through_the_editor_from_the_screen_and_from_the_form() {
    let mut desk = Desk::open(80, 24);
    desk.press("3E");
    let note = known(0).note;
    assert_eq!(desk.done(), [Effect::OpenEditor(note.clone())]);
    desk.send(Msg::Edited(Ok("calls on Fridays".into())));
    let id = known(0).id;
    let note_now = "calls on Fridays".to_owned();
    assert_eq!(desk.writes(), [Write::SetClientNote { id, note: note_now }]);
    desk.press("e<F4>");
    let toast = desk.model.toast.clone().unwrap();
    assert!(toast.text.contains("longer text"), "{}", toast.text);
    desk.press("<Up><F4>");
    assert_eq!(desk.done(), [Effect::OpenEditor(note)]);
    desk.send(Msg::Edited(Ok("one\n\nthree\n".into())));
    desk.press("<Enter>");
    assert_eq!(saved(&mut desk).note, "one\n\nthree");
}

#[test]
fn d_archives_and_deletes_only_who_has_nothing() {
    let mut desk = Desk::open(80, 24);
    desk.press("3d");
    let id = known(0).id;
    assert_eq!(desk.writes(), [Write::ArchiveClient { id, archived: true }]);
    // Their invoices and messages are gone: then it is deleted.
    let mut detail = desk.model.clients.detail.clone().unwrap();
    detail.messages.clear();
    screens::clients::take(&mut desk.model, detail);
    desk.press("d");
    assert_eq!(desk.writes(), [Write::DeleteClient(id)]);
    desk.press("<Space><Space>d");
    let ids = [known(0).id, known(1).id];
    let both = ids.map(|id| Write::ArchiveClient { id, archived: true });
    assert_eq!(desk.writes(), both);
    desk.press("<Enter>d");
    assert_eq!(desk.writes(), []);
}

#[test]
fn a_number_without_a_country_is_said_at_its_contact() {
    let mut desk = Desk::open(80, 24);
    desk.press("3nNova<Tab>Jonas Falk 040 5550100");
    assert!(
        echo(&desk, CONTACTS).starts_with("Good: "),
        "of the business's own country"
    );
    desk.press("<Esc>jj<Enter>");
    desk.model.profile.as_mut().unwrap().country.clear();
    desk.press("nNova<Tab>Jonas Falk 040 5550100");
    assert!(echo(&desk, CONTACTS).contains("which country is 0405550100 of"));
    desk.press("<Enter>");
    let problem = form(&desk).problem.clone().unwrap();
    assert!(problem.contains("Jonas Falk has no country"), "{problem}");
    assert_eq!(form(&desk).focus, form(&desk).place(CONTACTS));
    assert_eq!(desk.writes(), []);
}

#[test]
fn what_unattended_and_interest_mean_is_said() {
    let mut desk = Desk::open(80, 24);
    desk.press("3n");
    assert_eq!(
        echo(&desk, UNATTENDED),
        "Hint: runs without a person may write to it"
    );
    assert_eq!(
        echo(&desk, INTEREST),
        "Hint: law, none, or percent a year that you agreed"
    );
}
