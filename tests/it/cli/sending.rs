//! Commands that send: into a folder, to a server, and what is left when something goes wrong.

use serde_json::json;

use super::{book, code, failure, page, said};
use crate::support::home::Home;
use crate::support::smtp::{Act, Point, Script, Server};

#[test]
fn nothing_goes_without_a_yes() {
    let home = book();
    for line in [
        &["reminder", "send", "--all"][..],
        &["reminder", "send", "--all", "--no-input"],
    ] {
        let words = failure(&home, line, 1);
        assert!(words.contains("2 messages would be sent"), "{words}");
        assert!(words.contains("--yes"), "{words}");
    }
    failure(&home, &["reminder", "send", "--yes"], 2);
    failure(
        &home,
        &["reminder", "send", "--yes", "--all", "--client", "acme"],
        2,
    );
    assert_eq!(home.json(&["outbox", "list"]), json!({"messages": []}));
    assert_eq!(home.run(&["outbox", "list"]), "No message is there.\n");
}

#[test]
fn without_an_account_reminders_become_files_and_it_is_said() {
    let home = book();
    let sent = home.json(&["reminder", "send", "--client", "acme", "--yes"]);
    let message = &sent["messages"][0];
    assert_eq!(
        (&message["id"], &message["state"]),
        (&json!(1), &json!("accepted"))
    );
    assert_eq!(message["invoices"], json!(["2026-031", "2026-032"]));
    assert_eq!(message["attempts"][0]["outcome"], "accepted");
    let files = || {
        let folder = home.path().join(".local/share/payme/outbox");
        std::fs::read_dir(folder)
            .unwrap()
            .map(|f| f.unwrap().path())
            .collect::<Vec<_>>()
    };
    let text = std::fs::read_to_string(&files()[0]).unwrap();
    let id = message["message_id"].as_str().unwrap();
    assert!(text.contains(&format!("Message-ID: {id}\r\n")), "{text}");
    assert!(
        text.contains("To: \"Jonas Falk\" <ap@acme.example>")
            || text.contains("To: Jonas Falk <ap@acme.example>"),
        "{text}"
    );

    let all = home.run(&["reminder", "send", "--all", "--yes"]);
    assert!(all.contains("Nothing left this machine"), "{all}");
    assert!(
        all.contains("sam@pixel.example") && !all.contains("ap@acme.example"),
        "{all}"
    );
    assert_eq!(files().len(), 2);
    assert_eq!(
        home.run(&["reminder", "send", "--all", "--yes"]),
        "No reminder is due today.\n"
    );
    assert_eq!(
        home.json(&["reminder", "send", "--all", "--yes"]),
        json!({"messages": []})
    );
    assert_eq!(files().len(), 2);
    let reminders = &home.json(&["invoice", "show", "2026-031"])["reminders"];
    assert_eq!(
        (&reminders[0]["stage"], &reminders[0]["state"]),
        (&json!("final"), &json!("accepted"))
    );
}

#[test]
fn a_name_that_has_nothing_due_says_why() {
    let home = book();
    for (which, words) in [
        (["--invoice", "2026-036"], "no e-mail address"),
        (["--invoice", "2026-037"], "Mae pays after Thanksgiving"),
        (
            ["--invoice", "2026-034"],
            "No reminder is due for invoice 2026-034.",
        ),
        (["--client", "nordlicht"], "comes 3 days after"),
        (["--invoice", "2026-999"], "2026-999"),
        (["--client", "nobody"], "nobody"),
    ] {
        let said = failure(
            &home,
            &[&["reminder", "send", "--yes"], &which[..]].concat(),
            1,
        );
        assert!(said.contains(words), "{said}");
    }
    let words = failure(
        &home,
        &[
            "reminder",
            "send",
            "--yes",
            "--client",
            "acme",
            "--channel",
            "sms",
        ],
        1,
    );
    assert!(
        words.contains("No reminder is due for client acme."),
        "{words}"
    );
    assert_eq!(home.json(&["outbox", "list"]), json!({"messages": []}));
}

#[test]
fn a_server_gets_each_message_once() {
    let home = book();
    let server = Server::start(Script::new());
    home.mail_to(server.port());
    let text = home.run(&["reminder", "send", "--all", "--yes"]);
    assert!(text.contains("acme") && text.contains("pixel"), "{text}");
    assert!(!text.contains("Nothing left this machine"), "{text}");
    assert_eq!(home.json(&["outbox", "run"])["messages"], json!([]));
    let record = server.finish();
    assert_eq!(record.messages.len(), 2);
}

#[test]
fn what_is_not_sent_for_certain_is_exit_code_3_with_the_document() {
    let home = book();
    let script = Script::new()
        .about(
            "ap@acme.example",
            Point::Recipient,
            Act::say("550 5.1.1 no such user here"),
        )
        .on(Point::Dot, Act::Cut);
    let server = Server::start(script);
    home.mail_to(server.port());
    let output = home.output(&["reminder", "send", "--all", "--yes", "--json"]);
    assert_eq!(code(&output), 3, "{}", said(&output));
    assert!(output.stderr.is_empty());
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let states: Vec<_> = document["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["state"].clone())
        .collect();
    assert_eq!(states, ["refused", "unknown"]);
    assert!(
        document["messages"][0]["why"]
            .as_str()
            .unwrap()
            .contains("no such user here")
    );

    let due = home.json(&["due"]);
    let needs: Vec<_> = due["needs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n["need"].clone())
        .collect();
    assert!(
        needs.contains(&json!("resolve")) && needs.contains(&json!("refused")),
        "{needs:?}"
    );
    let questions = home.json(&["outbox", "list", "--only", "questions"]);
    assert_eq!(questions["messages"].as_array().unwrap().len(), 2);

    let failed = failure(&home, &["outbox", "cancel", "2"], 1);
    assert!(failed.contains("unknown"), "{failed}");
    assert!(
        home.run(&["outbox", "resolve", "2", "--as", "sent"])
            .contains("accepted")
    );
    failure(&home, &["outbox", "resolve", "2", "--as", "not-sent"], 1);
    assert_eq!(home.json(&["outbox", "retry", "1"])["state"], "queued");
    let cancelled = home.json(&["outbox", "cancel", "1"]);
    assert_eq!(cancelled["state"], "cancelled");
    assert_eq!(server.finish().messages.len(), 0);
}

#[test]
fn a_text_run_says_what_is_left_and_how_to_go_on() {
    let home = book();
    let script = Script::new().on(Point::Sender, Act::say("451 4.3.0 try again later"));
    let server = Server::start(script);
    home.mail_to(server.port());
    let output = home.output(&["reminder", "send", "--client", "acme", "--yes"]);
    assert_eq!(code(&output), 3);
    let words = said(&output);
    assert!(words.contains("The message was not sent."), "{words}");
    assert!(words.contains("try again later"), "{words}");
    assert!(words.contains("payme outbox list"), "{words}");
    let waiting = home.json(&["outbox", "list", "--only", "waiting"]);
    assert_eq!(waiting["messages"][0]["state"], "queued");
    drop(server);
}

#[test]
fn offline_keeps_messages_in_the_outbox() {
    let home = book();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = closed.local_addr().unwrap().port();
    drop(closed);
    home.mail_to(port);
    let output = home.output(&["reminder", "send", "--all", "--yes", "--json"]);
    assert_eq!(code(&output), 3, "{}", said(&output));
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    for message in document["messages"].as_array().unwrap() {
        assert_eq!(message["state"], "queued");
    }
    let run = home.output(&["outbox", "run"]);
    assert_eq!(code(&run), 3);
    assert!(
        said(&run).to_lowercase().contains("offline"),
        "{}",
        said(&run)
    );

    let server = Server::start(Script::new());
    home.mail_to(server.port());
    let run = home.json(&["outbox", "run"]);
    assert_eq!((&run["accepted"], &run["waiting"]), (&json!(2), &json!(0)));
    assert_eq!(server.finish().messages.len(), 2);
}

#[test]
fn a_message_is_shown_with_its_text_and_tries() {
    let home = book();
    home.run(&["reminder", "send", "--client", "pixel", "--yes"]);
    let text = page(&home, &home.run(&["outbox", "show", "1"]));
    for part in [
        "State       accepted",
        "For         2026-035",
        "Tries\n",
        "Text\n",
        "450.00",
    ] {
        assert!(text.contains(part), "{text}");
    }
    let shown = home.json(&["outbox", "show", "1"]);
    assert!(shown["body"].as_str().unwrap().contains("2026-035"));
    let listed = &home.json(&["outbox", "list"])["messages"][0];
    assert!(listed.get("body").is_none());
    assert_eq!(listed["attempts"], shown["attempts"]);
    failure(&home, &["outbox", "show", "99"], 1);
}

#[test]
fn mail_test_sends_one_mail_and_says_the_answer() {
    let home = Home::new();
    let folder = home.run(&["mail", "test", "bob@example.org"]);
    assert!(folder.contains("Nothing left this machine"), "{folder}");
    let server = Server::start(Script::new());
    home.mail_to(server.port());
    let done = home.json(&["mail", "test", "bob@example.org"]);
    assert_eq!(
        (&done["outcome"], &done["to"]),
        (&json!("accepted"), &json!("bob@example.org"))
    );
    assert_eq!(done["from"], "ana@lind.example");
    let record = server.finish();
    assert_eq!(record.messages.len(), 1);
    assert_eq!(record.messages[0].to, ["bob@example.org"]);
    failure(&home, &["mail", "test", "bob.example.org"], 1);
}

#[test]
fn a_failing_mail_test_names_the_step_and_the_servers_words() {
    for (point, line, step) in [
        (Point::Greeting, "554 5.7.1 go away", "connection"),
        (Point::Sender, "550 5.7.1 not your address", "sender"),
        (Point::Recipient, "550 5.1.1 no such user", "recipient"),
        (Point::Data, "554 5.7.1 no mail today", "data"),
    ] {
        let home = Home::new();
        let server = Server::start(Script::new().on(point, Act::say(line)));
        home.mail_to(server.port());
        let words = failure(&home, &["mail", "test", "bob@example.org"], 1);
        assert!(
            words.contains(&format!("at the step \"{step}\"")),
            "{words}"
        );
        assert!(words.contains(line), "{words}");
        drop(server);
    }
    let home = Home::new();
    home.write(
        ".config/payme/config.toml",
        "[mail]\ntransport = \"smtp\"\nhost = \"nowhere.invalid\"\nfrom = \"a@lind.example\"\n",
    );
    let words = failure(&home, &["mail", "test", "bob@example.org"], 1);
    assert!(words.contains("name look-up"), "{words}");
}

#[test]
fn a_refused_login_names_the_step_and_never_the_password() {
    let server = Server::start(Script::new().login("PLAIN LOGIN", "ana", "right"));
    let home = Home::new();
    home.mail_to(server.port());
    let path = home.path().join(".config/payme/config.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(
        &path,
        format!("{text}user = \"ana\"\npassword_command = \"echo hunter2\"\n"),
    )
    .unwrap();
    for line in [&["mail", "test", "bob@example.org"][..], &["doctor"]] {
        let output = home.output(line);
        assert_eq!(code(&output), 1, "{line:?}");
        let shown = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            said(&output)
        );
        assert!(shown.contains("login"), "{shown}");
        assert!(!shown.contains("hunter2"), "{shown}");
    }
    std::fs::write(
        &path,
        format!("{text}user = \"ana\"\npassword_command = \"echo right\"\n"),
    )
    .unwrap();
    let doctor = home.json(&["doctor"]);
    let account = doctor["checks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["name"] == "account");
    assert_eq!(account.unwrap()["level"], "good", "{doctor}");
    drop(server);
}

#[test]
fn while_it_waits_a_message_can_be_taken_back() {
    let home = book();
    let mut sending = home.start(&[
        "reminder", "send", "--client", "acme", "--yes", "--delay", "3600",
    ]);
    let queued = loop {
        let list = home.json(&["outbox", "list"]);
        if let Some(message) = list["messages"].get(0) {
            break message.clone();
        }
        assert!(
            sending.try_wait().unwrap().is_none(),
            "it ended without waiting"
        );
    };
    assert_eq!(queued["state"], "queued");
    assert_eq!(home.json(&["outbox", "run"])["messages"], json!([]));
    assert_eq!(home.json(&["outbox", "cancel", "1"])["state"], "cancelled");
    sending.kill().unwrap();
    sending.wait().unwrap();
    assert!(!home.path().join(".local/share/payme/outbox").exists());
}

#[test]
fn a_second_sender_says_so() {
    let home = book();
    let (script, gate) = Script::new().hold(Point::Sender);
    let server = Server::start(script);
    home.mail_to(server.port());
    let mut first = home.start(&["reminder", "send", "--client", "acme", "--yes"]);
    gate.wait_until_reached();
    let second = home.output(&["reminder", "send", "--client", "pixel", "--yes", "--json"]);
    assert_eq!(code(&second), 3, "{}", said(&second));
    let document: serde_json::Value = serde_json::from_slice(&second.stdout).unwrap();
    assert_eq!(document["messages"][0]["state"], "queued");
    failure(&home, &["outbox", "run"], 3);
    gate.open();
    assert!(first.wait().unwrap().success());
    // The first one saw the message of the second, and took it along.
    assert_eq!(home.json(&["outbox", "show", "2"])["state"], "accepted");
    assert_eq!(server.finish().messages.len(), 2);
}

#[test]

fn the_limit_of_a_day_leaves_the_rest_in_the_queue_and_says_until_when() {
    let home = Home::new();
    home.import_overdue(5);
    let server = Server::start(Script::new());
    home.mail_to(server.port());
    let path = home.path().join(".config/payme/config.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("per_day = 1000", "per_day = 3")).unwrap();
    let sent = home.output(&["reminder", "send", "--all", "--yes"]);
    assert_eq!(code(&sent), 3);
    let words = said(&sent);
    let limit = "The limit of 3 messages in 24 hours is reached. The rest waits until 2026-11-25T";
    assert!(words.contains(limit), "{words}");
    let run = home.output(&["outbox", "run", "--json"]);
    assert_eq!(code(&run), 3);
    let document: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(
        (&document["waiting"], &document["accepted"]),
        (&json!(2), &json!(0))
    );
    let again = document["again_at"].as_str().unwrap();
    assert!(again.starts_with("2026-11-25T"), "{again}");
    let page = home.output(&["outbox", "run"]);
    let page = String::from_utf8(page.stdout).unwrap();
    assert!(
        page.contains("Waiting in the outbox: 2; the next may go at 2026-11-25T"),
        "{page}"
    );
    let record = server.finish();
    assert_eq!((record.messages.len(), record.connections), (3, 1));
}

#[test]
fn statements_and_invoices_are_shown_and_sent() {
    let home = book();
    let shown = home.json(&["statement", "show", "acme"]);
    assert_eq!(shown["about"], "statement");
    assert_eq!(shown.get("tone"), None);
    assert_eq!(shown["invoices"][0]["number"], "2026-031");
    let words = failure(&home, &["statement", "send", "acme"], 1);
    assert!(words.contains("nobody can be asked"), "{words}");
    let sent = home.json(&["statement", "send", "acme", "--yes"]);
    let message = &sent["messages"][0];
    assert_eq!(
        (&message["state"], &message["purpose"]),
        (&json!("accepted"), &json!("statement"))
    );
    assert_eq!(message["invoices"], json!(["2026-031", "2026-032"]));
    let sent = home.json(&["invoice", "send", "2026-035", "--yes"]);
    let mail = home.json(&["outbox", "show", "2"]);
    assert_eq!(sent["messages"][0]["invoices"], json!(["2026-035"]));
    assert!(mail["body"].as_str().unwrap().contains("Total: "), "{mail}");
    let reminder = home.json(&["reminder", "show", "--client", "pixel"]);
    assert_eq!(reminder["subject"], "Re: Invoice 2026-035");
    assert_eq!(
        reminder.get("about"),
        None,
        "a reminder looks as it always did"
    );
    failure(&home, &["invoice", "send", "2026-999", "--yes"], 1);
    failure(&home, &["statement", "send", "nobody", "--yes"], 1);

    // What was said goes along to another book, and comes out of it the same.
    home.run(&["export", "json", "first.json"]);
    let text = std::fs::read_to_string(home.path().join("first.json")).unwrap();
    let other = Home::new();
    other.write("first.json", &text);
    other.run(&["import", "json", "first.json"]);
    other.run(&["export", "json", "second.json"]);
    let again = std::fs::read_to_string(other.path().join("second.json")).unwrap();
    assert!(again == text, "the same bytes");
    assert_eq!(
        other.json(&["outbox", "show", "1"])["invoices"],
        json!(["2026-031", "2026-032"])
    );
}

#[test]
fn a_payment_is_thanked_for_by_itself_or_by_a_word() {
    let home = book();
    home.write("thanks.json", r#"{"thank_you": "ask"}"#);
    home.run(&["profile", "set", "--from", "thanks.json"]);
    home.run(&["payment", "add", "2026-035"]);
    let queue = home.json(&["reminder", "list"]);
    let rows = queue["reminders"].as_array().unwrap();
    let thanks = rows.iter().find(|row| row.get("about").is_some()).unwrap();
    assert_eq!(
        (&thanks["about"], &thanks["state"], &thanks["client"]),
        (&json!("thank-you"), &json!("due"), &json!("pixel"))
    );
    let sent = home.json(&["payment", "thank", "2026-035", "--yes"]);
    assert_eq!(sent["messages"][0]["purpose"], "thank-you");
    let again = home.json(&["payment", "thank", "2026-035", "--yes"]);
    assert_eq!(
        again["messages"][0]["id"], sent["messages"][0]["id"],
        "once"
    );

    home.write("thanks.json", r#"{"thank_you": "auto"}"#);
    home.run(&["profile", "set", "--from", "thanks.json"]);
    let text = home.run(&["payment", "add", "2026-031"]);
    assert!(
        text.contains("Thanks go in 10 minutes; payme outbox cancel 2"),
        "{text}"
    );
    let waiting = home.json(&["outbox", "show", "2"]);
    assert_eq!(
        (&waiting["state"], &waiting["purpose"]),
        (&json!("queued"), &json!("thank-you"))
    );
    home.run(&["undo"]);
    home.run(&["payment", "add", "2026-032", "--on", "2026-11-03"]);
    let list = home.json(&["outbox", "list"]);
    assert_eq!(
        list["messages"].as_array().unwrap().len(),
        2,
        "an old payment has none"
    );
    failure(&home, &["payment", "thank", "2026-032", "--yes"], 1);
}
