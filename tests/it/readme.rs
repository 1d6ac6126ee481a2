//! What the README shows works as it stands there.

use crate::support::home::Home;

fn readme() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap()
}

/// The blocks of a language, in order.
fn blocks(language: &str) -> Vec<String> {
    let readme = readme();
    let fence = format!("```{language}\n");
    let blocks = readme.split(&fence).skip(1);
    blocks
        .map(|rest| rest.split("```").next().unwrap().to_owned())
        .collect()
}

#[test]
fn its_settings_are_understood() {
    let shown = blocks("toml");
    assert_eq!(
        shown.len(),
        10,
        "three accounts, a mailbox, four ways of text messages, a run without a person, and the screen"
    );
    for settings in shown {
        let home = Home::new();
        home.write(".config/payme/config.toml", &settings);
        home.run(&["config", "show"]);
    }
}

#[test]
fn its_book_can_be_brought_in() {
    let shown = blocks("json");
    assert_eq!(shown.len(), 2, "a book and a policy");
    let home = Home::new();
    let policy = home.write("policy.json", &shown[1]);
    let policy = home.json(&["policy", "set", "--from", policy.to_str().unwrap()]);
    assert_eq!(policy["stages"][1]["channel"], "both");
    let home = Home::new();
    let file = home.write("book.json", &shown[0]);
    home.run(&["import", "json", file.to_str().unwrap()]);
    let list = home.json(&["invoice", "list"]);
    assert_eq!(list["invoices"][0]["gross"], "2142.00");
    assert_eq!(list["invoices"][0]["open"], "2042.00");
    let due = home.json(&["reminder", "list"]);
    assert_eq!(due["reminders"][0]["state"], "due");
    assert_eq!(due["reminders"][0]["to"][0], "ap@acme.example");
}

#[test]
fn its_pictures_are_there() {
    let readme = readme();
    let pictures: Vec<&str> = readme
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter(|target| std::path::Path::new(target).extension() == Some("svg".as_ref()))
        .collect();
    assert_eq!(pictures, ["assets/dashboard.svg", "assets/send.svg"]);
    for picture in pictures {
        let path = format!("{}/{picture}", env!("CARGO_MANIFEST_DIR"));
        assert!(std::fs::read_to_string(path).unwrap().starts_with("<svg"));
    }
}
