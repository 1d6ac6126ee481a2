use super::*;

const BEFORE: &str = "\
# Mine.
book = \"~/b.db\"   # the year

[mail]
# Where it goes.
transport = \"folder\"  # for now
host   = \"old\"
password_env = \"GONE\"
bcc_self = true

[screen]
theme = \"dark\"
";

fn line(key: &'static str, value: &str) -> Line {
    Line {
        section: &["mail"],
        key,
        value: Some(Setting::Text(value.to_owned())),
    }
}

fn lines() -> Vec<Line> {
    vec![
        line("transport", "smtp"),
        line("host", "smtp.lind.example"),
        Line {
            section: &["mail"],
            key: "password_env",
            value: None,
        },
        line("password_command", "pass show \"mail\""),
        Line {
            section: &["mail", "imap"],
            key: "port",
            value: Some(Setting::Number(143)),
        },
    ]
}

#[test]
fn only_these_lines_change() {
    let after = changed(Path::new("c"), BEFORE, &lines()).unwrap();
    let expected = BEFORE
        .replace("transport = \"folder\"  #", "transport = \"smtp\"  #")
        .replace("host   = \"old\"", "host   = \"smtp.lind.example\"")
        .replace("password_env = \"GONE\"\n", "")
        .replace(
            "bcc_self = true\n",
            "bcc_self = true\npassword_command = 'pass show \"mail\"'\n\n[mail.imap]\nport = 143\n",
        );
    assert_eq!(after, expected);
    assert_eq!(changed(Path::new("c"), &after, &lines()).unwrap(), after);
}

#[test]
fn an_empty_file_gets_its_sections() {
    let after = changed(Path::new("c"), "", &lines()).unwrap();
    assert_eq!(
        after.trim_start(),
        "[mail]\ntransport = \"smtp\"\nhost = \"smtp.lind.example\"\n\
         password_command = 'pass show \"mail\"'\n\n[mail.imap]\nport = 143\n"
    );
    assert_eq!(
        shown(&lines()).join("\n"),
        after.trim().replace("\n\n", "\n")
    );
}

#[test]
fn a_broken_file_is_named_with_its_line() {
    for (text, part) in [
        ("a = 1\nb = \n", "c.toml, line 2, is not valid TOML"),
        ("mail = 3\n", "mail in c.toml is not written as a section"),
        ("mail = { host = \"a\" }\n", "not written as a section"),
    ] {
        let failure = changed(Path::new("c.toml"), text, &lines()).unwrap_err();
        assert!(failure.message().contains(part), "{}", failure.message());
    }
}

#[cfg(unix)]
#[test]
fn the_draft_takes_the_place_at_once_and_the_old_file_is_kept() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().join("dotfiles.toml");
    let path = folder.path().join("config.toml");
    std::fs::write(&real, BEFORE).unwrap();
    std::os::unix::fs::symlink(&real, &path).unwrap();
    let rights = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;

    let draft = Draft::write(&path, &lines()).unwrap();
    let beside = draft.path().to_path_buf();
    assert_eq!(rights(&beside), 0o600);
    drop(draft);
    assert!(!beside.exists(), "a draft that is not kept goes away");
    assert_eq!(std::fs::read_to_string(&real).unwrap(), BEFORE);

    let copy = Draft::write(&path, &lines())
        .unwrap()
        .keep()
        .unwrap()
        .unwrap();
    assert_eq!(std::fs::read_to_string(&copy).unwrap(), BEFORE);
    assert_eq!((rights(&copy), rights(&real)), (0o600, 0o600));
    assert!(path.is_symlink(), "a link stays a link");
    assert!(
        std::fs::read_to_string(&path)
            .unwrap()
            .contains("[mail.imap]")
    );

    let fresh = folder.path().join("new/config.toml");
    assert_eq!(
        Draft::write(&fresh, &lines()).unwrap().keep().unwrap(),
        None
    );
    assert_eq!(rights(&fresh), 0o600);
}

#[cfg(unix)]
#[test]
fn a_link_in_the_copys_place_leads_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    std::fs::write(place("config.toml"), BEFORE).unwrap();
    std::fs::write(place("diary"), "mine").unwrap();
    for link in ["config.toml.bak", "config.toml.new"] {
        std::os::unix::fs::symlink(place("diary"), place(link)).unwrap();
    }
    let draft = Draft::write(&place("config.toml"), &lines()).unwrap();
    let copy = draft.keep().unwrap().unwrap();
    assert_eq!(copy, place("config.toml.bak-1"));
    assert_eq!(std::fs::read_to_string(copy).unwrap(), BEFORE);
    assert_eq!(std::fs::read_to_string(place("diary")).unwrap(), "mine");
    assert!(place("config.toml").symlink_metadata().unwrap().is_file());
    let again = Draft::write(&place("config.toml"), &lines()).unwrap();
    assert_eq!(again.keep().unwrap().unwrap(), place("config.toml.bak-2"));
}

#[test]
fn line_ends_and_the_mark_at_the_start_stay() {
    let before = format!("\u{feff}{}", BEFORE.replace('\n', "\r\n"));
    let after = changed(Path::new("c"), &before, &lines()).unwrap();
    let plain = changed(Path::new("c"), BEFORE, &lines()).unwrap();
    assert_eq!(after, format!("\u{feff}{}", plain.replace('\n', "\r\n")));
}

#[test]
fn a_value_is_one_line() {
    let odd = [line("host", "a\nb")];
    let failure = changed(Path::new("c"), BEFORE, &odd).unwrap_err();
    assert_eq!(
        failure.message(),
        "The value of mail.host has a line break."
    );
}
