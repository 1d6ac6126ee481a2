//! Settings: where they come from, and what is said when one is wrong.

use serde_json::json;

use super::{code, failure, page, said};
use crate::support::home::Home;

#[test]
fn settings_are_shown_with_their_origin() {
    let home = Home::new();
    insta::assert_snapshot!("config_show", page(&home, &home.run(&["config", "show"])));
    home.write(
        ".config/payme/config.toml",
        "book = \"~/books/$YEAR.db\"\n[mail]\ntransport = \"smtp\"\nhost = \"smtp.lind.example\"\n\
         from = \"Ana <ana@lind.example>\"\nuser = \"ana\"\npassword_env = \"MAIL_PASSWORD\"\n",
    );
    let mut command = home.command(&["config", "show", "--json"]);
    let output = command
        .env("YEAR", "2026")
        .env("MAIL_PASSWORD", "hunter2")
        .output()
        .unwrap();
    assert_eq!(code(&output), 0, "{}", said(&output));
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["found"], true);
    let row = |key: &str| {
        let rows = document["settings"].as_array().unwrap();
        rows.iter().find(|row| row["key"] == key).unwrap().clone()
    };
    let book = home.path().join("books/2026.db");
    assert_eq!(
        row("book"),
        json!({"key": "book", "value": book, "origin": "file"})
    );
    assert_eq!(row("mail.port")["value"], "465");
    assert_eq!(
        row("mail.password")["value"],
        "from the environment variable MAIL_PASSWORD"
    );
    assert!(!document.to_string().contains("hunter2"));
}

#[test]
fn the_book_comes_from_the_flag_the_environment_the_file_or_the_default() {
    let home = Home::new();
    home.write(".config/payme/config.toml", "book = \"~/file.db\"\n");
    let book = |arguments: &[&str], variable: Option<&str>| {
        let mut command = home.command(&[arguments, &["db", "status", "--json"]].concat());
        if let Some(value) = variable {
            command.env("PAYME_BOOK", value);
        }
        let output = command.output().unwrap();
        let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let path = document["book"].as_str().unwrap().to_owned();
        path.rsplit('/').next().unwrap().to_owned()
    };
    assert_eq!(book(&["--book", "flag.db"], Some("env.db")), "flag.db");
    assert_eq!(book(&[], Some("~/env.db")), "env.db");
    assert_eq!(book(&[], None), "file.db");
    for name in ["flag.db", "env.db", "file.db"] {
        assert!(home.path().join(name).exists(), "{name}");
    }
    assert!(!home.path().join(".local/share/payme/book.db").exists());
}

#[test]
fn the_path_is_found_even_when_the_file_is_broken() {
    let home = Home::new();
    let path = home.path().join(".config/payme/config.toml");
    let found = |expected: bool| {
        let document = home.json(&["config", "path"]);
        assert_eq!(document, json!({"config": path, "found": expected}));
    };
    found(false);
    assert_eq!(
        home.run(&["config", "path"]),
        format!("{}\n", path.display())
    );
    home.write(".config/payme/config.toml", "book = \n");
    found(true);
    let words = failure(&home, &["config", "show"], 2);
    assert!(words.contains("config.toml, line 1"), "{words}");
    failure(&home, &["due"], 2);
}

#[test]
fn an_unknown_setting_is_named_with_the_nearest_known_one() {
    let home = Home::new();
    for (text, unknown, nearest) in [
        ("[mail]\nhots = \"x\"\n", "\"mail.hots\"", "\"mail.host\""),
        (
            "\n[screen]\nthem = \"x\"\n",
            "\"screen.them\"",
            "\"screen.theme\"",
        ),
        ("bok = \"x\"\n", "\"bok\"", "\"book\""),
        ("[mials]\n", "\"mials\"", "\"mail\""),
        (
            "[mail]\npassword = \"hunter2\"\n",
            "\"mail.password\"",
            "\"mail.password_command\"",
        ),
    ] {
        home.write(".config/payme/config.toml", text);
        let words = failure(&home, &["due"], 2);
        assert!(
            words.contains(unknown) && words.contains(nearest),
            "{words}"
        );
        assert!(words.contains("line "), "{words}");
        assert!(!words.contains("hunter2"), "{words}");
    }
    failure(&home, &["--config", "nowhere.toml", "due"], 2);
}

#[test]
fn nothing_is_ever_written_into_the_settings() {
    let home = Home::new();
    home.run(&["due"]);
    home.run(&["doctor"]);
    assert!(!home.path().join(".config").exists());
}

#[test]
fn a_log_is_written_only_when_it_is_asked_for() {
    let home = Home::new();
    home.run(&["due"]);
    assert!(!home.path().join(".local/state").exists());
    let output = home
        .command(&["due"])
        .env("PAYME_LOG", "info")
        .output()
        .unwrap();
    assert_eq!(code(&output), 0);
    assert!(home.path().join(".local/state/payme/payme.log").exists());
    let output = home
        .command(&["due"])
        .env("PAYME_LOG", "loud")
        .output()
        .unwrap();
    assert_eq!(code(&output), 2);
}
