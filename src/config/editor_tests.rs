use super::*;

/// An editor of one line of shell; the file is `$1`.
fn editor(folder: &Path, script: &str) -> Environment {
    let path = folder.join("editor.sh");
    fs::write(&path, format!("{script}\n")).unwrap();
    Environment::fixed(&[("EDITOR", &format!("sh '{}'", path.display()))])
}

fn drafts(folder: &Path) -> usize {
    let names = fs::read_dir(folder).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name());
    names
        .filter(|name| name.to_string_lossy().starts_with("payme-"))
        .count()
}

#[test]
fn what_the_editor_wrote_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let script = "test \"$(cat \"$1\")\" = 'Dear Jonas,' && printf 'Hello.\\r\\nBye.\\n' > \"$1\"";
    let environment = editor(folder.path(), script);
    let text = edit(&environment, folder.path(), "Dear Jonas,").unwrap();
    assert_eq!(text, "Hello.\nBye.");
    assert_eq!(
        edit(&environment, folder.path(), "Dear Jonas,\n").unwrap(),
        "Hello.\nBye.\n"
    );
    assert_eq!(drafts(folder.path()), 0);
}

#[test]
fn the_file_is_the_users_alone() {
    let folder = tempfile::tempdir().unwrap();
    let environment = editor(folder.path(), "ls -l \"$1\" | cut -c1-10 > \"$1\".mode");
    edit(&environment, folder.path(), "x").unwrap();
    let mode = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|end| end == "mode"))
        .unwrap();
    assert_eq!(fs::read_to_string(mode).unwrap(), "-rw-------\n");
}

#[test]
fn an_editor_that_fails_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let environment = editor(folder.path(), "echo other > \"$1\"; exit 3");
    let failure = edit(&environment, folder.path(), "x").unwrap_err();
    assert!(failure.message().contains("as it was"), "{failure}");
    assert_eq!(drafts(folder.path()), 0);
}

#[test]
fn an_editor_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let environment = Environment::fixed(&[("EDITOR", "no-such-editor --wait")]);
    let failure = edit(&environment, folder.path(), "x").unwrap_err();
    assert!(
        failure.message().contains("no-such-editor --wait"),
        "{failure}"
    );
    assert!(failure.message().contains("cannot be started"), "{failure}");
}

#[test]
fn visual_comes_before_editor() {
    let environment = Environment::fixed(&[("VISUAL", "a"), ("EDITOR", "b")]);
    assert_eq!(command(&environment), "a");
    let environment = Environment::fixed(&[("EDITOR", "b")]);
    assert_eq!(command(&environment), "b");
    assert_eq!(command(&Environment::fixed(&[])), "vi");
}
