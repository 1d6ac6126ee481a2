use super::*;

fn screen(theme: &str) -> Screen {
    Screen {
        theme: theme.to_owned(),
        ascii: theme == "mono",
        ..Screen::default()
    }
}

#[test]
fn auto_follows_the_terminal() {
    let of = |dark| theme(&screen("auto"), Path::new(""), dark, Depth::True).unwrap();
    assert_eq!(of(true), Theme::dark());
    assert_eq!(of(false), Theme::light());
}

#[test]
fn a_terminal_without_colours_gets_none() {
    let plain = theme(
        &screen("dark"),
        Path::new(""),
        true,
        depth(TermProfile::NoColor),
    )
    .unwrap();
    assert_eq!(plain, Theme::mono());
}

#[test]
fn ascii_is_a_setting_of_its_own() {
    assert!(
        theme(&screen("mono"), Path::new(""), true, Depth::True)
            .unwrap()
            .ascii
    );
    assert!(
        !theme(&screen("light"), Path::new(""), true, Depth::True)
            .unwrap()
            .ascii
    );
}

#[test]
fn an_unknown_theme_is_named() {
    let failure = theme(&screen("pink"), Path::new(""), true, Depth::True).unwrap_err();
    assert_eq!(failure.message(), "There is no theme \"pink\".");
    assert!(failure.next_step().contains("mono"));
}
