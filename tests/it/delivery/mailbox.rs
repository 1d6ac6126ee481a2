//! The user's own mailbox as a witness: what it says, and what it must not take for an answer.

use payme::delivery::imap;
use payme::delivery::{Evidence, Mailbox, Trace, Witness};

use super::*;
use crate::support::certificates::{Flaw, server as certificate};
use crate::support::imap::{Act, Script, Server};

const ID: &str = "<1@lind.example>";
const SECRET: &str = "hunter2-hunter2";

fn script() -> Script {
    Script::new("ana", SECRET)
}

fn account(server: &Server) -> imap::Account {
    imap::Account {
        host: "127.0.0.1".into(),
        port: server.port,
        encryption: Encryption::None,
        ca_file: None,
        user: "ana".into(),
        auth: Auth::Password,
        folder: None,
        limit: LONG,
    }
}

fn open(account: imap::Account, secrets: &[&str]) -> Mailbox {
    let mut secrets: Vec<String> = secrets.iter().rev().map(ToString::to_string).collect();
    let source = move |_fresh: bool| Ok(secrets.pop().unwrap());
    Mailbox::new(account, Box::new(source)).unwrap()
}

fn trace(message_id: &str) -> Trace {
    Trace {
        message_id: message_id.into(),
        provider_id: String::new(),
        to: vec![TO.into()],
        body: "Dear Jonas".into(),
        since: "2026-11-24T09:00:00Z".parse().unwrap(),
    }
}

/// One question to a mailbox changed by `change`.
fn ask_with(script: Script, change: impl FnOnce(&mut imap::Account)) -> (Evidence, Server) {
    let server = Server::start(script);
    let mut account = account(&server);
    change(&mut account);
    let evidence = open(account, &[SECRET]).ask(&trace(ID));
    (evidence, server)
}

fn ask(script: Script) -> Evidence {
    ask_with(script, |_| ()).0
}

#[track_caller]
fn assert_found(evidence: &Evidence, part: &str) {
    let Evidence::Found { words, .. } = evidence else {
        panic!("not found: {evidence:?}");
    };
    assert!(words.contains(part), "{part:?} is not in {words:?}");
}

#[track_caller]
fn assert_not_found(evidence: &Evidence, part: &str) {
    let Evidence::NotFound { words } = evidence else {
        panic!("{evidence:?}");
    };
    assert!(words.contains(part), "{part:?} is not in {words:?}");
}

#[track_caller]
fn assert_silent(evidence: &Evidence, part: &str) {
    let Evidence::Silent { why } = evidence else {
        panic!("it says something: {evidence:?}");
    };
    assert!(why.contains(part), "{part:?} is not in {why:?}");
    assert!(!why.contains(SECRET), "{why:?} tells the secret");
    assert!(!why.contains(char::is_control), "{why:?}");
    assert!(why.chars().count() <= 600);
}

#[test]
fn it_lies_in_sent_and_nothing_but_reading_was_asked() {
    let (evidence, server) = ask_with(script().holds("Sent", ID), |_| ());
    assert_found(
        &evidence,
        "in the folder Sent of ana since 24 Nov 2026, 10:04 (+01:00)",
    );
    let heard = server.record().heard;
    let reads = [
        "LOGIN ",
        "LIST ",
        "EXAMINE ",
        "UID SEARCH ",
        "UID FETCH 1 (UID INTERNALDATE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])",
        "LOGOUT",
    ];
    for command in &heard {
        assert!(
            reads.iter().any(|read| command.starts_with(read)),
            "{command}"
        );
    }
    assert!(heard.contains(&format!("UID SEARCH HEADER Message-ID \"{ID}\"")));
}

#[test]
fn the_blind_copy_lies_in_the_inbox() {
    assert_found(&ask(script().holds("INBOX", ID)), "in the folder INBOX");
}

#[test]
fn another_message_is_not_this_one() {
    let other = script().holds("Sent", "<2@lind.example>");
    assert_not_found(&ask(other), "neither in Sent nor in INBOX of ana");
}

#[test]
fn a_folder_that_is_only_called_so_will_do() {
    let named = script()
        .folders(&["() \".\" INBOX", "() \".\" \"INBOX.Gesendet\""])
        .holds("INBOX.Gesendet", ID);
    assert_found(&ask(named), "INBOX.Gesendet");
}

#[test]
fn without_a_folder_of_sent_mail_only_the_inbox_is_looked_through() {
    let without = || script().folders(&["() \"/\" INBOX", "() \"/\" Drafts"]);
    assert_not_found(&ask(without()), "there is no folder of sent mail");
    assert_found(&ask(without().holds("INBOX", ID)), "INBOX");
}

#[test]
fn a_folder_that_is_set_is_taken_and_must_be_there() {
    let set =
        |script: Script, name: &str| ask_with(script, |account| account.folder = Some(name.into()));
    let folders = ["() \"/\" INBOX", "() \"/\" \"Envoy&AOk-s\""];
    let (evidence, server) = set(
        script().folders(&folders).holds("Envoy&AOk-s", ID),
        "Envoyés",
    );
    assert_found(&evidence, "in the folder Envoyés");
    assert!(
        !server
            .record()
            .heard
            .iter()
            .any(|line| line.starts_with("LIST"))
    );
    let (evidence, _server) = set(script(), "Nowhere");
    assert_silent(
        &evidence,
        "The folder Nowhere cannot be opened: no such folder",
    );
    let (evidence, _server) = set(script(), "a\r\nx DELETE INBOX");
    assert_silent(&evidence, "has a name that cannot be asked for");
}

#[test]
fn a_login_that_is_not_taken_says_so_without_the_secret() {
    let server = Server::start(script());
    let mut mailbox = open(account(&server), &["wrong-secret-1"]);
    let Evidence::Silent { why } = mailbox.ask(&trace(ID)) else {
        panic!("let in");
    };
    assert!(why.contains("did not take the login of ana"), "{why}");
    assert!(!why.contains("wrong-secret-1"), "{why}");
}

#[test]
fn a_no_or_a_bad_to_the_search_is_not_an_answer() {
    let no = script().on("UID SEARCH", Act::say("{tag} NO [INUSE] \u{1b}[31mlater"));
    assert_silent(
        &ask(no),
        "The folder Sent cannot be searched: [INUSE] [31mlater",
    );
    let bad = script().on("UID SEARCH", Act::say("{tag} BAD what?"));
    assert_silent(&ask(bad), "does not understand what it is asked: what?");
    let bye = script().on("UID SEARCH", Act::say("* BYE out of order"));
    assert_silent(&ask(bye), "says goodbye: out of order");
}

#[test]
fn a_cut_is_not_an_answer() {
    for point in ["GREETING", "LOGIN", "LIST", "EXAMINE", "UID SEARCH"] {
        assert_silent(&ask(script().on(point, Act::Cut)), "closed the connection");
    }
}

#[test]
fn who_drips_does_not_hold_us() {
    for point in ["GREETING", "LOGIN", "UID SEARCH"] {
        let (evidence, _server) = ask_with(script().on(point, Act::Drip), |account| {
            account.limit = SHORT / 4;
        });
        assert_silent(&evidence, "did not answer within");
    }
}

#[test]
fn who_floods_does_not_fill_us() {
    for point in ["LIST", "UID SEARCH"] {
        assert_silent(&ask(script().on(point, Act::Flood)), "no end");
    }
}

#[test]
fn a_huge_literal_is_not_waited_for() {
    let huge = Act::say("* LIST () \"/\" {500000000}");
    assert_silent(&ask(script().on("LIST", huge)), "announced 500000000 bytes");
}

#[test]
fn what_the_parser_gives_up_on_ends_the_question_and_not_the_program() {
    let nil = Act::say("* 1 FETCH (UID 1 INTERNALDATE NIL)\r\n{tag} OK done");
    let odd = script().holds("Sent", ID).on("UID FETCH", nil);
    assert_silent(&ask(odd), "cannot be read");
}

/// The answer to FETCH of a message with this UID, date and header.
fn fetched(uid: u32, date: &str, header: &str) -> Act {
    Act::Say(format!(
        "* 1 FETCH (UID {uid} INTERNALDATE \"{date}\" BODY[HEADER.FIELDS (MESSAGE-ID)] \
         {{{}}}\r\n{header})\r\n{{tag}} OK done\r\n",
        header.len()
    ))
}

#[test]
fn a_hit_of_the_search_is_no_proof_by_itself() {
    let day = "24-Nov-2026 10:04:05 +0100";
    let right = format!("MESSAGE-ID:\r\n\t{ID} \r\n\r\n");
    let hit = |act: Act| ask(script().on("UID SEARCH", hits("7")).on("UID FETCH", act));
    assert_found(&hit(fetched(7, day, &right)), "in the folder Sent");
    for act in [
        fetched(7, day, "Message-ID: <21@lind.example>\r\n\r\n"),
        fetched(7, day, &format!("Message-ID: <x{ID}\r\n\r\n")),
        fetched(7, day, &format!("Message-ID: <x@y>\r\n{right}")),
        fetched(7, day, "\r\n"),
        fetched(8, day, &right),
        fetched(7, "22-Nov-2026 10:04:05 +0100", &right),
        Act::say("{tag} OK done"),
        Act::Say(format!(
            "* 1 FETCH (UID 7 INTERNALDATE \"{day}\")\r\n{{tag}} OK done\r\n"
        )),
    ] {
        assert_not_found(&hit(act.clone()), "neither in Sent nor in INBOX");
    }
    assert_silent(&hit(Act::say("{tag} NO later")), "cannot be read: later");
    assert_silent(&hit(Act::say("{tag} BAD what?")), "does not understand");
    let zero = script().on("UID SEARCH", hits("0"));
    assert_not_found(&ask(zero), "neither in Sent");
}

fn hits(uids: &str) -> Act {
    Act::Say(format!("* SEARCH {uids}\r\n{{tag}} OK done\r\n"))
}

#[test]
fn what_cannot_be_read_is_said_in_words() {
    let odd = script().on("UID SEARCH", Act::say("* 1 FETCH [[ ((\r\n{tag} OK"));
    let evidence = ask(odd);
    assert_silent(&evidence, "cannot be read");
    let Evidence::Silent { why } = evidence else {
        panic!("it says something");
    };
    assert!(!why.contains("input"), "{why}");
}

#[test]
fn a_message_id_cannot_carry_a_command() {
    for id in [
        "<a\"b@lind.example>",
        "<a\\b@lind.example>",
        "<a b@lind.example>",
        "<a@b>\r\nx STORE 1 +FLAGS (\\Deleted)",
        "<a@b\u{e9}>",
        "a@b",
        "<>",
        "",
    ] {
        let server = Server::start(script());
        let evidence = open(account(&server), &[SECRET]).ask(&trace(id));
        assert_silent(&evidence, "not one that a mail server can be asked about");
        assert_eq!(server.record().heard, [] as [String; 0], "{id:?}");
    }
}

#[test]
fn tls_and_starttls_protect_the_line() {
    let (evidence, _server) = ask_with(
        script().tls(certificate(Flaw::None)).holds("Sent", ID),
        |account| {
            account.encryption = Encryption::Tls;
            account.ca_file = Some(certificates::ca_file());
        },
    );
    assert_found(&evidence, "Sent");
    let (evidence, server) = ask_with(
        script().starttls(certificate(Flaw::None)).holds("Sent", ID),
        |account| {
            account.encryption = Encryption::StartTls;
            account.ca_file = Some(certificates::ca_file());
        },
    );
    assert_found(&evidence, "Sent");
    assert_eq!(server.record().heard[0], "STARTTLS");
}

#[test]
fn a_wrong_certificate_gets_no_password() {
    for (flaw, words) in [
        (Flaw::OtherName, "not for 127.0.0.1"),
        (Flaw::Expired, "expired"),
        (Flaw::UnknownAuthority, "does not know"),
    ] {
        let (evidence, server) = ask_with(script().tls(certificate(flaw)), |account| {
            account.encryption = Encryption::Tls;
            account.ca_file = Some(certificates::ca_file());
        });
        assert_silent(&evidence, words);
        assert_eq!(server.record().heard, [] as [String; 0]);
    }
}

#[test]
fn without_starttls_and_with_text_slipped_in_nothing_is_said() {
    let starttls = |account: &mut imap::Account| {
        account.encryption = Encryption::StartTls;
        account.ca_file = Some(certificates::ca_file());
    };
    let (evidence, server) = ask_with(
        script().on("STARTTLS", Act::say("{tag} NO not here")),
        starttls,
    );
    assert_silent(&evidence, "does not offer STARTTLS");
    assert_eq!(server.record().heard, ["STARTTLS"]);
    let slipped = Act::say("{tag} OK go on\r\n* SEARCH 1");
    let (evidence, server) = ask_with(script().on("STARTTLS", slipped), starttls);
    assert_silent(&evidence, "tampering");
    assert_eq!(server.record().heard, ["STARTTLS"]);
}

#[test]
fn xoauth2_asks_once_more_for_a_token_that_is_not_taken() {
    let server = Server::start(script().holds("Sent", ID));
    let account = imap::Account {
        auth: Auth::Xoauth2,
        ..account(&server)
    };
    let mut mailbox = open(account.clone(), &["old-token-old", SECRET]);
    assert_found(&mailbox.ask(&trace(ID)), "Sent");
    assert_eq!(server.record().connections, 2);
    let mut mailbox = open(account, &["old-token-old", "old-token-too"]);
    assert_silent(
        &mailbox.ask(&trace(ID)),
        "did not take the login of ana: not taken",
    );
}

#[test]
fn a_password_with_umlauts_goes_in_where_quotes_cannot_carry_it() {
    let server = Server::start(Script::new("ana", "größer \"als").holds("Sent", ID));
    let mut mailbox = open(account(&server), &["größer \"als"]);
    assert_found(&mailbox.ask(&trace(ID)), "Sent");
}

#[test]
fn one_connection_serves_many_questions_and_is_opened_anew_when_it_died() {
    let server = Server::start(
        script()
            .holds("Sent", ID)
            .holds("INBOX", "<2@lind.example>"),
    );
    let mut mailbox = open(account(&server), &[SECRET]);
    assert_found(&mailbox.ask(&trace(ID)), "Sent");
    assert_found(&mailbox.ask(&trace("<2@lind.example>")), "INBOX");
    assert_not_found(&mailbox.ask(&trace("<3@lind.example>")), "neither");
    assert_eq!(server.record().connections, 1);
    assert_eq!(mailbox.check(), Ok("sent mail is in \"Sent\"".to_owned()));
}

#[test]
fn what_is_not_imap_is_named() {
    let smtp = script().on("GREETING", Act::say("220 scripted.example ESMTP"));
    assert_silent(&ask(smtp), "is this the right port?");
    let bye = script().on("GREETING", Act::say("* BYE too many connections"));
    assert_silent(&ask(bye), "turns us away: too many connections");
    let (evidence, _server) = ask_with(script(), |account| {
        account.host = "192.0.2.1".into();
        account.encryption = Encryption::Tls;
        account.limit = SHORT / 4;
    });
    assert_silent(&evidence, "");
    let plain = imap::Account {
        host: "imap.example.org".into(),
        ..account(&Server::start(script()))
    };
    let refused = Mailbox::new(plain, Box::new(|_fresh: bool| Ok(String::new())));
    assert!(refused.err().unwrap().message().contains("encrypted line"));
}
