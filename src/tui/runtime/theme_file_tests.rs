use super::*;

#[test]
fn a_role_looks_as_its_line_says_and_the_rest_as_the_base() {
    let theme = parse(
        "base = \"light\"\nbad = \"#ff7b72 on 236 bold\"\ncursor = \"reversed\"\n",
        true,
    )
    .unwrap();
    let bad = Style::new()
        .fg(Color::Rgb(0xff, 0x7b, 0x72))
        .bg(Color::Indexed(236))
        .add_modifier(Modifier::BOLD);
    assert_eq!(theme.style(Role::Bad), bad);
    let cursor = Style::new().add_modifier(Modifier::REVERSED);
    assert_eq!(theme.style(Role::Cursor), cursor);
    assert_eq!(theme.style(Role::Good), Theme::light().style(Role::Good));
}

#[test]
fn without_a_base_it_follows_the_terminal() {
    assert_eq!(parse("", true).unwrap(), Theme::dark());
    assert_eq!(parse("", false).unwrap(), Theme::light());
}

#[test]
fn what_is_not_understood_is_named() {
    for (text, said) in [
        ("bda = \"red\"", "\"bda\" is no role of a theme."),
        ("bad = \"rde\"", "\"rde\" for \"bad\" is no colour."),
        ("bad = \"on\"", "\"\" for \"bad\" is no colour."),
        ("base = \"pink\"", "The base of a theme file is"),
        ("bad = 7", "The theme file is not understood"),
    ] {
        let failure = parse(text, true).unwrap_err();
        assert!(failure.message().starts_with(said), "{failure}");
    }
}

#[test]
fn a_theme_is_a_file_in_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.toml"), "bad = \"lightred\"").unwrap();
    let theme = read(folder.path(), "mine", true).unwrap();
    assert_eq!(theme.style(Role::Bad), Style::new().fg(Color::LightRed));
    for name in ["none", "", "../mine", ".mine"] {
        let failure = read(folder.path(), name, true).unwrap_err();
        assert!(failure.message().contains("There is no theme"), "{failure}");
    }
}
