use super::*;
use crate::config::file::{Section, Source};
use crate::config::mail::Base;
use crate::config::{Environment, Places};
use crate::failure::Result;

fn read(text: &str) -> Result<Sms> {
    let source = Source::new(Path::new("/cfg/config.toml"), text);
    let table = source.parse()?;
    let mut top = Section::top(&source, table.get_ref());
    let places = Places::under(Path::new("/home/ana"));
    let base = Base {
        book: Path::new("/books/2026.db"),
        config_dir: Path::new("/cfg"),
        places: &places,
        environment: &Environment::fixed(&[]),
    };
    sms(top.section("sms")?, &base)
}

fn wrong(text: &str) -> String {
    read(text).unwrap_err().message().to_owned()
}

const TWILIO: &str = "[sms]\ntransport = \"twilio\"\naccount = \"AC123\"\n";

const HOOK: &str = "[sms]\ntransport = \"webhook\"\n[sms.webhook]\n\
    url = \"https://gateway.example/send\"\nbody = '{\"text\": {{ text | tojson }}}'\n";

#[test]
fn without_settings_texts_land_in_a_folder_beside_the_book() {
    let sms = read("").unwrap();
    assert_eq!(sms, Sms::beside(Path::new("/books/2026.db")));
    assert!(sms.to_folder());
    assert_eq!(sms.held(), None, "nothing leaves, so nothing is held");
    assert_eq!(sms.carrier(), "folder /books/outbox");
    assert_eq!((sms.max_parts, sms.quiet), (3, Quiet::default()));
}

#[test]
fn twilio_needs_an_account_and_who_sends() {
    let text = format!(
        "{TWILIO}from = \"+447700900000\"\npassword_command = \"pass show sms\"\n\
         quiet_hours = \"20:00-08:30\"\nquiet_sunday = false\nmax_parts = 2\n\
         timeout_seconds = 5\nper_minute = 10\nper_day = 100\n"
    );
    let sms = read(&text).unwrap();
    assert_eq!(sms.quiet.hours_text(), "20:00-08:30");
    assert_eq!((sms.quiet.sunday, sms.max_parts), (false, 2));
    assert_eq!((sms.per_minute, sms.per_day), (10, 100));
    let SmsTransport::Twilio(account, secret) = &sms.transport else {
        panic!("not twilio");
    };
    assert_eq!(account.base_url, "https://api.twilio.com");
    assert_eq!(account.https.limit.as_secs(), 5);
    assert_eq!(secret.words(), "password_command");
    assert_eq!(sms.from(), "+447700900000");
    let service = read(&format!("{TWILIO}messaging_service = \"MG1\"\n")).unwrap();
    assert_eq!(service.from(), "MG1");
    assert!(wrong(TWILIO).contains("needs either from or messaging_service"));
    assert!(wrong("[sms]\ntransport = \"twilio\"\nfrom = \"x\"").contains("needs account"));
    assert!(wrong("[sms]\naccount = \"AC1\"").contains("does nothing without a transport"));
}

#[test]
fn no_quiet_hours_is_no_quiet_sunday_unless_it_is_asked_for() {
    let quiet = |text: &str| {
        let quiet = read(&format!("[sms]\n{text}")).unwrap().quiet;
        (quiet.hours.is_some(), quiet.sunday)
    };
    assert_eq!(quiet("quiet_hours = \"\""), (false, false));
    assert_eq!(
        quiet("quiet_hours = \"\"\nquiet_sunday = true"),
        (false, true)
    );
    assert_eq!(quiet("quiet_hours = \"20:00-08:00\""), (true, true));
    assert_eq!(quiet("quiet_sunday = false"), (true, false));
}

#[test]
fn a_password_goes_over_a_plain_line_only_to_this_machine() {
    let gateway = |url: &str| {
        read(&format!(
            "[sms]\ntransport = \"gateway\"\nuser = \"me\"\nbase_url = \"{url}\"\n"
        ))
    };
    for good in [
        "https://api.sms-gate.app/3rdparty/v1/",
        "http://127.0.0.1:8080",
        "http://[::1]:8080",
        "http://localhost",
    ] {
        assert!(gateway(good).is_ok(), "{good}");
    }
    for (bad, words) in [
        ("http://192.168.1.20:8080", "only to this machine"),
        ("http://localhost.example.org", "only to this machine"),
        ("https://me:secret@gateway.example", "must be an address"),
        ("gateway.example", "must be an address"),
        ("ftp://gateway.example", "must be an address"),
    ] {
        let message = gateway(bad).unwrap_err().message().to_owned();
        assert!(message.contains(words), "{bad}: {message}");
        assert!(!message.contains("secret"), "{message}");
    }
    let open = HOOK.replace("https:", "http:");
    assert!(read(&open).is_ok(), "no password goes there");
    let login = open.replace("[sms.webhook]", "user = \"me\"\n[sms.webhook]");
    assert!(wrong(&login).contains("only to this machine"));
    let header = format!("{open}headers = {{ authorization = \"Bearer x\" }}\n");
    assert!(wrong(&header).contains("only to this machine"));
}

#[test]
fn a_webhook_is_read_and_its_body_is_tried() {
    let text = format!(
        "{HOOK}method = \"PUT\"\nheaders = {{ \"X-Kind\" = \"reminder\" }}\n\
         id_pointer = \"/message/id\"\naccept = [200, 202]\n"
    );
    let SmsTransport::Webhook(hook, None) = read(&text).unwrap().transport else {
        panic!("not a webhook");
    };
    assert_eq!(
        (hook.method.as_str(), hook.accept.as_slice()),
        ("PUT", &[200, 202][..])
    );
    assert_eq!(hook.headers, [("X-Kind".to_owned(), "reminder".to_owned())]);
    for (line, words) in [
        ("accept = [404]", "whole numbers from 200 to 299"),
        ("accept = []", "whole numbers from 200 to 299"),
        ("id_pointer = \"message\"", "JSON pointer"),
        ("headers = { a = 1 }", "a table of strings"),
        ("method = \"GET\"", "must be \"POST\""),
        ("urls = \"x\"", "\"sms.webhook.urls\""),
    ] {
        let message = wrong(&format!("{HOOK}{line}\n"));
        assert!(message.contains(words), "{line}: {message}");
    }
    let body = HOOK.replace("{{ text | tojson }}", "\"{{ text }}\"");
    assert!(
        wrong(&body).contains("does not become JSON"),
        "{}",
        wrong(&body)
    );
    let alone = "[sms.webhook]\nurl = \"https://a.example\"\n";
    assert!(wrong(alone).contains("does nothing without transport = \"webhook\""));
}

#[test]
fn a_command_has_its_words_apart() {
    let text = "[sms]\ntransport = \"command\"\n[sms.command]\nprogram = \"gammu-smsd-inject\"\n\
                args = [\"TEXT\", \"{to}\", \"-text\", \"{text}\"]\n";
    let SmsTransport::Command(command) = read(text).unwrap().transport else {
        panic!("not a command");
    };
    assert_eq!(command.program, Path::new("gammu-smsd-inject"));
    assert_eq!(command.args.len(), 4);
    let home = text.replace("gammu-smsd-inject", "~/bin/sms");
    let SmsTransport::Command(command) = read(&home).unwrap().transport else {
        panic!("not a command");
    };
    assert_eq!(command.program, Path::new("/home/ana/bin/sms"));
    assert!(wrong(&text.replace("{to}", "me")).contains("needs {to}"));
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    for (text, words) in [
        (
            "[sms]\nquiet_hours = \"at night\"",
            "line 2, must be two times",
        ),
        ("[sms]\nmax_parts = 0", "from 1 to 20"),
        (
            "[sms]\ntransport = \"pigeon\"",
            "\"twilio\", \"gateway\", \"webhook\"",
        ),
        ("[sms]\ntoken = \"x\"", "Unknown setting \"sms.token\""),
        ("[sms]\npassword = \"x\"", "\"sms.password_command\""),
        ("[sms]\ntransport = \"gateway\"", "needs base_url"),
        ("[sms]\ntransport = \"webhook\"", "needs url and body"),
        ("[sms]\ntransport = \"command\"", "needs program"),
    ] {
        let message = wrong(text);
        assert!(message.contains(words), "{text}: {message}");
    }
}

#[test]
fn what_is_shown_has_no_key_of_a_header() {
    let text = format!("{HOOK}headers = {{ \"X-Key\" = \"hunter2\" }}\n");
    let rows = read(&text).unwrap().rows();
    let value = |key: &str| {
        rows.iter()
            .find(|(known, _)| *known == key)
            .unwrap()
            .1
            .clone()
    };
    assert_eq!(value("sms.webhook.headers"), "X-Key");
    assert_eq!(value("sms.quiet_hours"), "19:00-09:00");
    assert!(rows.iter().all(|(_, value)| !value.contains("hunter2")));
}
