//! `payme mail setup`: what works is written, and nothing else.

use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use super::asking::in_dialogue;
use super::{code, failure, said};
use crate::support::certificates::{self, Flaw};
use crate::support::home::Home;
use crate::support::imap;
use crate::support::smtp::{Act, Point, Record, Script, Server};

const CONFIG: &str = ".config/payme/config.toml";
const SECRET: &str = "hunter2-hunter2";
const BEFORE: &str = "# My settings.\n[mail]\n# Nothing leaves yet.\ntransport = \"folder\" # for now\n\
    bcc_self = true\n\n[screen]\ntheme = \"dark\"\n";

/// A home with settings and a password in a file.
fn home() -> Home {
    let home = Home::new();
    home.write(CONFIG, BEFORE);
    home.write("secret", SECRET);
    let only_ours = std::fs::Permissions::from_mode(0o600);
    std::fs::set_permissions(home.path().join("secret"), only_ours).unwrap();
    home
}

fn file(home: &Home) -> String {
    std::fs::read_to_string(home.path().join(CONFIG)).unwrap()
}

/// The files beside the settings.
fn beside(home: &Home) -> Vec<String> {
    let folder = home.path().join(".config/payme");
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn account(server: &Server) -> Vec<String> {
    let line = [
        "mail",
        "setup",
        "--address",
        "ana@lind.example",
        "--name",
        "Ana Lind",
        "--host",
        "localhost",
        "--secret",
        "file:~/secret",
        "--port",
    ];
    let mut line: Vec<String> = line.iter().map(ToString::to_string).collect();
    line.push(server.port().to_string());
    line
}

fn run(home: &Home, line: &[String], more: &[&str]) -> std::process::Output {
    let line: Vec<&str> = line
        .iter()
        .map(String::as_str)
        .chain(more.iter().copied())
        .collect();
    home.output(&line)
}

fn tls() -> (Home, String) {
    let home = home();
    let ca = certificates::ca_file().display().to_string();
    (home, ca)
}

#[test]
fn what_works_is_written_into_its_lines_and_the_test_message_arrives() {
    let (home, ca) = tls();
    let script = Script::new().tls(certificates::server(Flaw::None));
    let server = Server::start(script.login("PLAIN", "ana@lind.example", SECRET));
    let more = [
        "--encryption",
        "tls",
        "--ca-file",
        &ca,
        "--test",
        "bob@example.org",
        "--json",
    ];
    let output = run(&home, &account(&server), &more);
    assert_eq!(code(&output), 0, "{}", said(&output));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["written"], true);
    assert_eq!(answer["tested"], "bob@example.org");
    assert!(
        answer["reply"].as_str().unwrap().contains("queued"),
        "{answer}"
    );

    let port = server.port();
    let expected = BEFORE.replace("\"folder\" #", "\"smtp\" #").replace(
        "bcc_self = true\n",
        &format!(
            "bcc_self = true\nhost = \"localhost\"\nport = {port}\nencryption = \"tls\"\n\
                 from = \"Ana Lind <ana@lind.example>\"\nuser = \"ana@lind.example\"\n\
                 password_file = \"~/secret\"\nca_file = \"{ca}\"\n"
        ),
    );
    assert_eq!(file(&home), expected);
    assert_eq!(beside(&home), ["config.toml", "config.toml.bak"]);
    let path = home.path().join(CONFIG);
    assert_eq!(
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let copy = std::fs::read_to_string(home.path().join(".config/payme/config.toml.bak"));
    assert_eq!(copy.unwrap(), BEFORE);

    // The account works as it is written.
    home.run(&["mail", "test", "carla@example.org"]);
    let Record { messages, .. } = server.finish();
    assert_eq!(messages[0].to, ["bob@example.org"]);
    assert_eq!(messages[1].to, ["carla@example.org"]);
}

#[test]
fn a_wrong_password_writes_nothing() {
    let (home, ca) = tls();
    let script = Script::new().tls(certificates::server(Flaw::None));
    let server = Server::start(script.login("PLAIN", "ana@lind.example", "something else"));
    let output = run(
        &home,
        &account(&server),
        &["--ca-file", &ca, "--encryption", "tls"],
    );
    assert_eq!(code(&output), 1);
    let words = said(&output);
    assert!(words.contains("fails at the step \"login\""), "{words}");
    assert!(words.contains("535 5.7.8 wrong"), "{words}");
    assert!(words.contains("nothing was written"), "{words}");
    assert!(!words.contains(SECRET), "{words}");
    assert_eq!(file(&home), BEFORE);
    assert_eq!(beside(&home), ["config.toml"]);
    assert_eq!(server.finish().messages.len(), 0);
}

#[test]
fn a_test_message_that_is_refused_writes_nothing() {
    let home = home();
    let script = Script::new().on(Point::Sender, Act::say("553 5.7.1 not your address"));
    let server = Server::start(script.login("PLAIN", "ana@lind.example", SECRET));
    let output = run(&home, &account(&server), &["--encryption", "none"]);
    assert_eq!(code(&output), 1);
    assert!(
        said(&output).contains("553 5.7.1 not your address"),
        "{}",
        said(&output)
    );
    assert_eq!(file(&home), BEFORE);
    let without = run(
        &home,
        &account(&server),
        &["--encryption", "none", "--no-test"],
    );
    assert_eq!(code(&without), 0, "{}", said(&without));
    assert!(file(&home).contains("encryption = \"none\""));
}

#[test]
fn a_dry_run_prints_the_lines_of_a_known_provider() {
    let home = Home::new();
    let line = [
        "mail",
        "setup",
        "--dry-run",
        "--secret",
        "command:pass show mail",
        "--address",
    ];
    let lines = |address: &str| home.json(&[&line[..], &[address]].concat());
    let gmail = lines("ana.lind@googlemail.com");
    assert_eq!(gmail["written"], false);
    assert_eq!(
        gmail["lines"],
        json!([
            "[mail]",
            "transport = \"smtp\"",
            "host = \"smtp.gmail.com\"",
            "port = 465",
            "encryption = \"tls\"",
            "from = \"ana.lind@googlemail.com\"",
            "user = \"ana.lind@googlemail.com\"",
            "password_command = \"pass show mail\"",
            "[mail.imap]",
            "host = \"imap.gmail.com\"",
            "port = 993",
            "encryption = \"tls\"",
        ])
    );
    let outlook = lines("ana@outlook.de")["lines"].to_string();
    assert!(outlook.contains("auth = \\\"xoauth2\\\""), "{outlook}");
    assert!(outlook.contains("port = 587"), "{outlook}");
    let own = [
        &line[..],
        &["ana@lind.example", "--provider", "fastmail", "--no-imap"],
    ]
    .concat();
    let own = home.json(&own)["lines"].to_string();
    assert!(
        own.contains("smtp.fastmail.com") && !own.contains("imap"),
        "{own}"
    );
    assert!(!home.path().join(CONFIG).exists(), "nothing was written");
}

#[test]
fn what_a_script_forgets_is_named() {
    let home = home();
    for (more, part) in [
        (&[][..], "--address is missing"),
        (&["--address", "ana"], "is no e-mail address"),
        (
            &["--address", "ana@lind.example"],
            "add --host, which is often smtp.lind.example",
        ),
        (&["--address", "ana@gmail.com"], "--secret is missing"),
        (
            &["--address", "ana@gmail.com", "--secret", "hunter2"],
            "command:LINE",
        ),
        (
            &["--address", "ana@lind.example", "--provider", "gnail"],
            "known are gmail",
        ),
    ] {
        let words = failure(&home, &[&["mail", "setup"][..], more].concat(), 2);
        assert!(words.contains(part), "{part:?} is not in {words}");
    }
    assert_eq!(file(&home), BEFORE);
}

#[test]
fn a_broken_file_is_named_with_its_line_and_left_alone() {
    let home = home();
    let broken = format!("{BEFORE}this is not TOML\n");
    home.write(CONFIG, &broken);
    let line = [
        "mail",
        "setup",
        "--address",
        "ana@gmail.com",
        "--secret",
        "env:X",
    ];
    let words = failure(&home, &line, 2);
    assert!(words.contains("config.toml, line 9"), "{words}");
    assert_eq!(file(&home), broken);
    assert_eq!(beside(&home), ["config.toml"]);
}

#[test]
fn at_a_terminal_it_asks() {
    let home = home();
    let server = Server::start(Script::new().login("PLAIN", "ana@lind.example", SECRET));
    let port = server.port().to_string();
    let line = ["mail", "setup", "--port", &port, "--encryption", "none"];
    let dialogue = [
        ("Your address: ", "ana@lind.example\n"),
        ("Enter for another] ", "\n"),
        ("[smtp.lind.example] ", "127.0.0.1\n"),
        ("[none] ", "Ana Lind\n"),
        ("The password is in: ", "file:~/secret\n"),
        ("or no] ", "\n"),
    ];
    let (code, text) = in_dialogue(&home, 120, &line, &dialogue);
    assert_eq!(code, 0, "{text}");
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("smtp.lind.example is only a guess"),
        "{text}"
    );
    assert!(
        text.contains("A test message went to ana@lind.example"),
        "{text}"
    );
    assert!(file(&home).contains("from = \"Ana Lind <ana@lind.example>\""));
    assert_eq!(server.finish().messages[0].to, ["ana@lind.example"]);
}

#[test]
fn a_wrong_answer_is_asked_again_and_a_foreign_server_wholly() {
    let home = home();
    let line = ["mail", "setup", "--dry-run"];
    let dialogue = [
        ("Your address: ", "ana\n"),
        ("Your address: ", "ana@lind.example\n"),
        ("Enter for another] ", "gmial\n"),
        ("Enter for another] ", "\n"),
        ("[smtp.lind.example] ", "\n"),
        ("Its port: [465] ", "mail\n"),
        ("Its port: [465] ", "587\n"),
        ("or none: [starttls] ", "ssl\n"),
        ("or none: [starttls] ", "\n"),
        ("[none] ", "\n"),
        ("The password is in: ", "hunter2\n"),
        ("The password is in: ", "env:MAIL\n"),
    ];
    let (code, text) = in_dialogue(&home, 120, &line, &dialogue);
    assert_eq!(code, 0, "{text}");
    for part in [
        "\"ana\" is no e-mail address.",
        "No provider \"gmial\" is known.",
        "\"mail\" is no port",
        "Say tls, starttls or none.",
        "port = 587",
        "encryption = \"starttls\"",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let wrong = [("Your address: ", "ana\n"); 3];
    let (code, text) = in_dialogue(&home, 120, &line, &wrong);
    assert_eq!(code, 2, "{text}");
}

#[test]
fn a_mailbox_that_stays_shut_is_told_and_no_reason_to_stop() {
    let home = home();
    let mailbox = imap::Server::start(imap::Script::new("ana@lind.example", "other"));
    home.write(
        CONFIG,
        &format!(
            "[mail.imap]\nhost = \"127.0.0.1\"\nport = {}\nencryption = \"none\"\n\
             user = \"ana@lind.example\"\n",
            mailbox.port
        ),
    );
    let server = Server::start(Script::new().login("PLAIN", "ana@lind.example", SECRET));
    let output = run(&home, &account(&server), &["--encryption", "none"]);
    assert_eq!(code(&output), 0, "{}", said(&output));
    let page = String::from_utf8(output.stdout).unwrap();
    assert!(page.contains("cannot be asked yet"), "{page}");
    assert!(!page.contains(SECRET), "{page}");
    assert!(file(&home).contains("transport = \"smtp\""));
}
