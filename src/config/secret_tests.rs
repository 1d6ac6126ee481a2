use super::*;
use crate::failure::Kind;

fn command(text: &str) -> Result<Secret> {
    SecretFrom::Command(text.into()).fetch(&Environment::fixed(&[]))
}

#[test]
fn the_first_line_of_a_command_is_the_secret() {
    for text in [
        "printf ' s3cret \\nuser: ana\\n'",
        "echo s3cret",
        "printf s3cret",
        "printf 's3cret\\r\\n'",
    ] {
        assert_eq!(command(text).unwrap().reveal(), "s3cret", "{text}");
    }
    // Nothing can be typed: the input is empty.
    assert_eq!(command("read x; echo \"got:$x\"").unwrap().reveal(), "got:");
}

#[test]
fn a_command_that_prints_much_still_ends() {
    let secret = command("echo s3cret; seq 1 100000; seq 1 100000 >&2").unwrap();
    assert_eq!(secret.reveal(), "s3cret");
}

#[test]
fn a_failing_command_shows_its_words_and_not_its_output() {
    let failure = command("echo s3cret; echo 'no \u{1b}[31mkey' >&2; exit 3").unwrap_err();
    assert_eq!(failure.kind(), Kind::Usage);
    assert!(failure.message().contains("failed"), "{failure}");
    assert_eq!(failure.causes(), ["no [31mkey"]);
    assert!(!failure.causes().concat().contains("s3cret"));
    let empty = command("echo; echo locked >&2").unwrap_err();
    assert!(empty.message().contains("printed no password"), "{empty}");
    assert_eq!(empty.causes(), ["locked"]);
}

#[test]
fn a_command_that_hangs_is_stopped() {
    let start = Instant::now();
    let failure = from_command("exec tail -f /dev/null", Duration::from_millis(50)).unwrap_err();
    assert!(failure.message().contains("took longer than"), "{failure}");
    let closed = from_command(
        "exec >/dev/null; exec tail -f /dev/null",
        Duration::from_millis(50),
    );
    assert!(closed.unwrap_err().message().contains("took longer than"));
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn a_variable_gives_the_secret() {
    let source = SecretFrom::Variable("MAIL_PASSWORD".into());
    let set = Environment::fixed(&[("MAIL_PASSWORD", "s3cret")]);
    assert_eq!(source.fetch(&set).unwrap().reveal(), "s3cret");
    let failure = source.fetch(&Environment::fixed(&[])).unwrap_err();
    assert!(failure.message().contains("MAIL_PASSWORD"), "{failure}");
}

#[cfg(not(feature = "keyring"))]
#[test]
fn without_any_source_the_next_step_is_said() {
    let source = SecretFrom::Keyring {
        service: "payme smtp h".into(),
        user: "ana".into(),
    };
    let failure = source.fetch(&Environment::fixed(&[])).unwrap_err();
    assert!(
        failure.message().contains("no password for ana"),
        "{failure}"
    );
    assert!(failure.next_step().contains("password_command"));
}

#[test]
fn a_command_is_not_shown_because_a_password_may_stand_in_it() {
    let source = SecretFrom::Command("echo s3cret".into());
    let failure = command("echo s3cret | grep other").unwrap_err();
    let shown = format!("{source:?} {} {failure}", source.words());
    assert!(!shown.contains("s3cret"), "{shown}");
    assert!(shown.contains("password_command"));
}

#[cfg(unix)]
#[test]
fn a_file_gives_its_first_line_unless_others_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret");
    let fetch = || SecretFrom::File(path.clone()).fetch(&Environment::fixed(&[]));
    assert!(fetch().unwrap_err().message().contains("cannot be read"));
    let write = |text: &str, mode: u32| {
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    write("s3cret \nand more\n", 0o600);
    assert_eq!(fetch().unwrap().reveal(), "s3cret");
    write("\n", 0o600);
    assert!(fetch().unwrap_err().message().contains("empty first line"));
    write("s3cret\n", 0o644);
    let failure = fetch().unwrap_err();
    assert!(failure.message().contains("Others can read"));
    assert!(failure.next_step().starts_with("chmod 600"));
}
