use super::*;
use crate::failure::Kind;

struct House {
    home: tempfile::TempDir,
    places: Places,
}

fn house() -> House {
    let home = tempfile::tempdir().unwrap();
    let places = Places::under(home.path());
    House { home, places }
}

impl House {
    fn write(&self, text: &str) -> PathBuf {
        std::fs::create_dir_all(&self.places.config).unwrap();
        let path = self.places.config.join("config.toml");
        std::fs::write(&path, text).unwrap();
        path
    }

    fn load(&self, flags: &Flags, variables: &[(&str, &str)]) -> Result<Settings> {
        Settings::load(flags, &Environment::fixed(variables), &self.places)
    }
}

#[test]
fn without_a_file_the_defaults_hold_and_no_file_is_written() {
    let house = house();
    let settings = house.load(&Flags::default(), &[]).unwrap();
    assert_eq!(
        settings.book,
        house.home.path().join(".local/share/payme/book.db")
    );
    assert_eq!(settings.book_origin, Origin::Default);
    assert_eq!(
        settings.config,
        house.home.path().join(".config/payme/config.toml")
    );
    assert!(!settings.config_found);
    assert_eq!(settings.screen, Screen::default());
    assert_eq!(settings.clock, Clock::system());
    assert_eq!(std::fs::read_dir(house.home.path()).unwrap().count(), 0);
}

#[test]
fn a_flag_wins_over_the_environment_over_the_file_over_the_default() {
    let house = house();
    house.write("book = \"~/file.db\"");
    let book = |flag: Option<&str>, variables: &[(&str, &str)]| {
        let flags = Flags {
            book: flag.map(PathBuf::from),
            ..Flags::default()
        };
        let settings = house.load(&flags, variables).unwrap();
        (settings.book, settings.book_origin)
    };
    let env = [("PAYME_BOOK", "~/env.db")];
    assert_eq!(book(Some("/f.db"), &env), ("/f.db".into(), Origin::Flag));
    assert_eq!(
        book(None, &env),
        (house.home.path().join("env.db"), Origin::Environment)
    );
    assert_eq!(
        book(None, &[("PAYME_BOOK", "")]),
        (house.home.path().join("file.db"), Origin::File)
    );
}

#[test]
fn the_file_may_lie_elsewhere_and_then_must_exist() {
    let house = house();
    let other = house.home.path().join("other.toml");
    std::fs::write(&other, "book = \"x.db\"").unwrap();
    let flags = Flags {
        config: Some(other.clone()),
        ..Flags::default()
    };
    let by_flag = house
        .load(&flags, &[("PAYME_CONFIG", "/nowhere.toml")])
        .unwrap();
    assert_eq!(by_flag.book, house.home.path().join("x.db"));
    let by_variable = house.load(&Flags::default(), &[("PAYME_CONFIG", "~/other.toml")]);
    assert_eq!(by_variable.unwrap().config, other);
    let missing = house
        .load(&Flags::default(), &[("PAYME_CONFIG", "/nowhere.toml")])
        .unwrap_err();
    assert_eq!(missing.kind(), Kind::Usage);
    assert!(missing.message().contains("/nowhere.toml"), "{missing}");
}

#[test]
fn the_day_is_fixed_by_flag_or_variable() {
    let house = house();
    let day = |flag: Option<&str>, variables: &[(&str, &str)]| {
        let flags = Flags {
            today: flag.map(str::to_owned),
            ..Flags::default()
        };
        house
            .load(&flags, variables)
            .map(|s| s.clock.fixed_day().unwrap().to_string())
    };
    let env = [("PAYME_TODAY", "2026-11-24")];
    assert_eq!(day(Some("2026-12-01"), &env).unwrap(), "2026-12-01");
    assert_eq!(day(None, &env).unwrap(), "2026-11-24");
    assert_eq!(day(Some("soon"), &env).unwrap_err().kind(), Kind::Usage);
}

#[test]
fn screen_and_keys_are_read_and_no_color_means_mono() {
    let house = house();
    let path = house.write(
        "[screen]\ntheme = \"dark\"\nmouse = false\nascii = true\n[keys]\n\
         \"reminder.send\" = [\"s\", \"F5\"]\nquit = \"Q\"\n\"invoice.copy\" = []\n",
    );
    let settings = house.load(&Flags::default(), &[]).unwrap();
    let screen = Screen {
        theme: "dark".into(),
        mouse: false,
        ascii: true,
    };
    assert_eq!(settings.screen, screen);
    let key = |command: &str, keys: &[&str], line: u32| KeyOverride {
        command: command.into(),
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        place: format!("{}, line {line}", path.display()),
    };
    let mut keys = settings.keys;
    keys.sort_by(|a, b| a.command.cmp(&b.command));
    let expected = [
        key("invoice.copy", &[], 8),
        key("quit", &["Q"], 7),
        key("reminder.send", &["s", "F5"], 6),
    ];
    assert_eq!(keys, expected);
    let mono = house.load(&Flags::default(), &[("NO_COLOR", "1")]).unwrap();
    assert_eq!(mono.screen.theme, "mono");
    let row = mono
        .shown()
        .into_iter()
        .find(|row| row.key == "screen.theme")
        .unwrap();
    assert_eq!(row.origin, Origin::Environment);
    let wrong = {
        house.write("[keys]\nquit = 5");
        house.load(&Flags::default(), &[]).unwrap_err()
    };
    assert!(wrong.message().contains("keys.quit"), "{wrong}");
    assert!(
        wrong
            .message()
            .contains("a key or a list of keys, not an integer"),
        "{wrong}"
    );
}

#[test]
fn a_section_that_is_not_known_is_an_error() {
    let house = house();
    house.write("[mial]\nhost = \"x\"");
    let failure = house.load(&Flags::default(), &[]).unwrap_err();
    assert_eq!(failure.kind(), Kind::Usage);
    assert!(failure.message().contains("\"mial\""), "{failure}");
    assert!(failure.message().contains("line 1"), "{failure}");
    assert!(failure.message().contains("\"mail\""), "{failure}");
}

#[test]
fn what_is_shown_says_where_it_came_from_and_never_a_secret() {
    let house = house();
    house.write(
        "[mail]\ntransport = \"smtp\"\nhost = \"smtp.lind.example\"\nfrom = \"Ana <a@lind.example>\"\n\
         user = \"a\"\npassword_env = \"MAIL_PASSWORD\"\n",
    );
    let settings = house
        .load(&Flags::default(), &[("MAIL_PASSWORD", "hunter2")])
        .unwrap();
    let rows = settings.shown();
    let row = |key: &str| {
        let row = rows.iter().find(|row| row.key == key).unwrap();
        (row.value.as_str(), row.origin)
    };
    assert_eq!(row("mail.host"), ("smtp.lind.example", Origin::File));
    assert_eq!(row("mail.port"), ("465", Origin::Default));
    assert_eq!(row("mail.from"), ("Ana <a@lind.example>", Origin::File));
    assert_eq!(
        row("mail.password"),
        ("from the environment variable MAIL_PASSWORD", Origin::File)
    );
    assert!(!format!("{settings:?}{rows:?}").contains("hunter2"));
}

#[test]
fn a_file_that_is_a_folder_is_a_clear_failure() {
    let house = house();
    std::fs::create_dir_all(house.places.config.join("config.toml")).unwrap();
    let failure = house.load(&Flags::default(), &[]).unwrap_err();
    assert_eq!(failure.kind(), Kind::Usage);
    assert!(failure.message().contains("cannot be read"), "{failure}");
}
