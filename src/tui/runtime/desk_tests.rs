use super::*;
use crate::config::{Flags, Places};

fn now() -> Now {
    Now {
        today: "2026-11-24".parse().unwrap(),
        at: "2026-11-24T12:00:00Z".parse().unwrap(),
    }
}

fn desk(home: &Path, toml: &str) -> Desk {
    let places = Places::under(home);
    std::fs::create_dir_all(&places.config).unwrap();
    std::fs::write(places.config.join("config.toml"), toml).unwrap();
    let environment = Environment::fixed(&[]);
    let settings = Settings::load(&Flags::default(), &environment, &places).unwrap();
    Desk::new(settings, environment, Arc::new(now))
}

const SMTP: &str = "[mail]\ntransport = \"smtp\"\nhost = \"smtp.lind.example\"\n\
    from = \"Ana Lind <ana@lind.example>\"\nuser = \"ana\"\npassword_env = \"SECRET\"\n\
    bcc_self = true\n";

#[test]
fn the_welcome_comes_until_something_was_put_in() {
    let home = tempfile::tempdir().unwrap();
    let desk = desk(home.path(), "");
    assert!(desk.open().unwrap().untouched);
    let mut again = desk.open().unwrap();
    assert!(again.untouched, "looking around is not putting in");
    let mut me = profile::show(&again.book).unwrap();
    me.name = "Ana Lind Design".to_owned();
    profile::set(&mut again.book, now(), &me).unwrap();
    assert!(!desk.open().unwrap().untouched);
}

#[test]
fn the_demo_sends_nowhere_whatever_the_settings_say() {
    let home = tempfile::tempdir().unwrap();
    let twilio = "[sms]\ntransport = \"twilio\"\naccount = \"AC1\"\nfrom = \"+447700900000\"\n";
    let own = desk(home.path(), &format!("{SMTP}{twilio}"));
    let (demo, open) = own.demo(home.path()).unwrap();
    assert!(demo.is_demo() && !own.is_demo());
    let folder = demo.demo.as_ref().unwrap().path().to_path_buf();
    assert!(demo.settings().book.starts_with(&folder));
    assert!(demo.settings().mail.to_folder());
    assert!(demo.settings().mail.folder.starts_with(&folder));
    assert!(!own.settings().sms.to_folder());
    assert!(demo.settings().sms.to_folder());
    assert!(demo.settings().sms.folder.starts_with(&folder));
    assert_eq!(demo.sms_transport(), "folder of the demo");
    assert!(
        !own.settings().book.exists(),
        "the user's book is left alone"
    );
    assert!(!open.untouched && open.book.path() == demo.settings().book);
    drop((open, demo));
    assert!(!folder.exists(), "it goes away with the last who holds it");
}

#[test]
fn the_sender_is_the_accounts_else_the_profiles() {
    let home = tempfile::tempdir().unwrap();
    let with_account = desk(home.path(), SMTP);
    let book = with_account.open().unwrap().book;
    let mut me = profile::show(&book).unwrap();
    me.name = "Ana Lind Design".to_owned();
    let sender = with_account.sender(&me);
    assert_eq!(sender.from.email, "ana@lind.example");
    assert_eq!(sender.transport, "smtp.lind.example:465");
    assert!(sender.bcc_self && !sender.to_folder);

    me.email = "hello@lind.example".to_owned();
    let sender = desk(home.path(), "").sender(&me);
    assert_eq!(sender.from.email, "hello@lind.example");
    assert_eq!(sender.from.name, "Ana Lind Design");
    assert_eq!(sender.transport, "folder ~/.local/share/payme/outbox");
    assert!(sender.to_folder);
}

#[test]
fn without_any_address_there_is_none() {
    let home = tempfile::tempdir().unwrap();
    let desk = desk(home.path(), "[mail]\ntransport = \"sendmail\"\n");
    let book = desk.open().unwrap().book;
    let sender = desk.sender(&profile::show(&book).unwrap());
    assert_eq!(sender.from.email, "");
}

#[test]
fn paths_are_taken_as_people_give_them() {
    let home = tempfile::tempdir().unwrap();
    let desk = desk(home.path(), "");
    let file = home.path().join("my book.json");
    let whole = file.display().to_string();
    for text in [
        whole.clone(),
        "~/my book.json".to_owned(),
        format!("'{whole}'"),
        format!(" \"{whole}\" "),
        whole.replace(' ', "\\ "),
    ] {
        assert_eq!(desk.path(&text), file, "{text}");
    }
    assert_eq!(desk.short(&file), "~/my book.json");
    assert_eq!(desk.short(Path::new("/srv/book.db")), "/srv/book.db");
}

#[test]
fn the_demo_shows_a_working_day_to_all_of_the_run() {
    let home = tempfile::tempdir().unwrap();
    let environment = Environment::fixed(&[]);
    let places = Places::under(home.path());
    let settings = Settings::load(&Flags::default(), &environment, &places).unwrap();
    let saturday: Ticks = Arc::new(|| Now {
        today: "2026-11-28".parse().unwrap(),
        at: "2026-11-28T12:00:00Z".parse().unwrap(),
    });
    let own = Desk::new(settings, environment, saturday);
    let clock = own.clock();
    assert_eq!(clock().today.to_string(), "2026-11-28");
    let (demo, _open) = own.demo(home.path()).unwrap();
    assert_eq!(demo.now().today.to_string(), "2026-11-27");
    assert_eq!(clock(), demo.now());
}
