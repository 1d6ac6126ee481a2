use super::*;
use crate::store::fixtures::{empty, now};

#[test]
fn a_text_message_names_the_letter_that_makes_it_dearer() {
    let folder = tempfile::tempdir().unwrap();
    let book = empty(folder.path());
    let template = StoredTemplate {
        client: String::new(),
        kind: "firm".to_owned(),
        channel: Channel::Sms,
        language: "en".to_owned(),
        subject: String::new(),
        body: format!(
            "Fran\u{e7}ois: {{{{ numbers }}}} {}\n",
            "is late ".repeat(9)
        ),
    };
    let dear = text(&book, now(), &template, None).unwrap();
    assert!(
        dear.saving.contains("\u{e7} makes it 2 parts"),
        "{}",
        dear.saving
    );
    let body = template.body.replace('\u{e7}', "c");
    let plain = text(&book, now(), &StoredTemplate { body, ..template }, None).unwrap();
    assert_eq!(plain.saving, "");
}
