use super::*;
use ratatui::crossterm::event::KeyEventKind;

fn pressed(code: KeyCode, modifiers: KeyModifiers) -> Key {
    Key::of(KeyEvent {
        code,
        modifiers,
        kind: KeyEventKind::Press,
        state: ratatui::crossterm::event::KeyEventState::NONE,
    })
}

#[test]
fn keys_are_read_as_people_write_them_and_as_terminals_send_them() {
    let pairs = [
        ("G", KeyCode::Char('G'), KeyModifiers::SHIFT),
        ("G", KeyCode::Char('G'), KeyModifiers::NONE),
        ("shift-g", KeyCode::Char('g'), KeyModifiers::SHIFT),
        ("?", KeyCode::Char('?'), KeyModifiers::SHIFT),
        ("Ctrl-P", KeyCode::Char('p'), KeyModifiers::CONTROL),
        (
            "ctrl-p",
            KeyCode::Char('P'),
            KeyModifiers::CONTROL | KeyModifiers::SHIFT,
        ),
        ("shift-tab", KeyCode::BackTab, KeyModifiers::SHIFT),
        ("backtab", KeyCode::Tab, KeyModifiers::SHIFT),
        ("f12", KeyCode::F(12), KeyModifiers::NONE),
        ("Alt-Enter", KeyCode::Enter, KeyModifiers::ALT),
        ("space", KeyCode::Char(' '), KeyModifiers::NONE),
        ("-", KeyCode::Char('-'), KeyModifiers::NONE),
        ("ctrl--", KeyCode::Char('-'), KeyModifiers::CONTROL),
        ("pgdn", KeyCode::PageDown, KeyModifiers::NONE),
    ];
    for (text, code, modifiers) in pairs {
        assert_eq!(Key::parse(text), Some(pressed(code, modifiers)), "{text}");
    }
    for text in ["", "foo", "F0", "F99", "hyper-x", "ctrl-", "gg"] {
        assert_eq!(Key::parse(text), None, "{text}");
    }
}

#[test]
fn keys_are_shown_short_in_hints_and_whole_in_the_reference() {
    for (text, short, whole) in [
        ("ctrl-r", "^R", "Ctrl-R"),
        ("g", "g", "g"),
        ("G", "G", "G"),
        ("down", "↓", "Down"),
        ("shift-tab", "Shift-Tab", "Shift-Tab"),
        ("alt-x", "Alt-x", "Alt-x"),
        ("f5", "F5", "F5"),
    ] {
        let key = Key::parse(text).unwrap();
        assert_eq!(
            (key.short().as_str(), key.to_string().as_str()),
            (short, whole)
        );
    }
}

fn overrides(name: &str, keys: &[&str]) -> BTreeMap<String, Vec<String>> {
    let keys = keys.iter().map(|key| (*key).to_owned()).collect();
    BTreeMap::from([(name.to_owned(), keys)])
}

#[test]
fn the_user_s_keys_take_the_place_of_the_defaults() {
    let map = Keymap::with(&overrides("reminder.send", &["F5", "w"])).unwrap();
    let found = |text: &str| {
        let key = Key::parse(text).unwrap();
        map.find(key, &[Scope::Invoices, Scope::Everywhere])
            .map(|command| command.name)
    };
    assert_eq!(found("F5"), Some("reminder.send"));
    assert_eq!(found("w"), Some("reminder.send"));
    assert_eq!(found("s"), None);
    let map = Keymap::with(&overrides("reminder.send", &[])).unwrap();
    assert_eq!(
        map.find(Key::parse("s").unwrap(), &[Scope::Invoices])
            .map(|one| one.name),
        None
    );
}

#[test]
fn wrong_keys_and_commands_are_named() {
    let failure = Keymap::with(&overrides("reminder.snd", &["s"])).unwrap_err();
    assert_eq!(
        failure.message(),
        "There is no command \"reminder.snd\" to give keys to."
    );
    assert_eq!(failure.next_step(), "the nearest one is \"reminder.send\"");
    let failure = Keymap::with(&overrides("undo", &["hyper-u"])).unwrap_err();
    assert_eq!(failure.message(), "\"hyper-u\" for \"undo\" is no key.");
    let failure = Keymap::with(&overrides("mark", &["p"])).unwrap_err();
    assert_eq!(
        failure.message(),
        "The key p cannot be both \"payment.record\" and \"mark\"."
    );
}
