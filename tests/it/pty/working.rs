//! Keys, mouse, paste, clipboard and editor.

use std::fs;

use crate::support::home::Home;
use crate::support::pty::Start;

const WELCOME: &str = "Look around with demo data";

#[test]
fn what_is_pasted_is_text() {
    let home = Home::new();
    let mut pty = Start::new(&home).go();
    pty.shows(WELCOME);
    pty.send("2").shows("Your business");
    pty.send("\x1b[200~Ana\nLind q\x1b[201~")
        .shows("Ana Lind q");
    pty.send("\r").shows("Your business is saved.");
    let profile = home.json(&["profile", "show"]);
    assert_eq!(profile["name"], "Ana Lind q");
}

#[test]
fn the_mouse_opens_screens_and_rows() {
    let home = Home::new();
    home.import_overdue(3);
    let mut pty = Start::new(&home).go();
    pty.shows("Needs you today");
    pty.click_text("2 Invo")
        .shows("Invoices ─")
        .shows("2026-003");
    pty.click_text("3 Cli").shows("Client 02 GmbH");
    // The wheel moves, and the program still answers.
    pty.send("\x1b[<65;5;5M").send("1").shows("Needs you today");
}

#[test]
fn without_the_mouse_the_terminal_keeps_it() {
    let home = Home::new();
    home.write(".config/payme/config.toml", "[screen]\nmouse = false\n");
    let pty = Start::new(&home).go();
    pty.shows(WELCOME);
    assert!(!pty.has_written(b"\x1b[?1000h"));
}

#[test]
fn a_copy_goes_to_the_clipboard_of_the_terminal() {
    let home = Home::new();
    home.import_overdue(1);
    let mut pty = Start::new(&home).go();
    pty.shows("Needs you today");
    pty.send("2").shows("Invoices ─").shows("2026-001");
    pty.send("y").shows("Copy");
    // "2026-001" in base64.
    pty.send("\r").wrote(b"\x1b]52;c;MjAyNi0wMDE=");
}

#[test]
fn a_reminder_is_written_in_the_users_editor() {
    let home = Home::new();
    home.import_overdue(1);
    let editor = home.write("editor.sh", "echo 'Please call me, Jonas.' > \"$1\"\n");
    let mut pty = Start::new(&home)
        .with("EDITOR", &format!("sh '{}'", editor.display()))
        .go();
    pty.shows("Needs you today");
    pty.send("s").shows("Hello Jonas,");
    pty.send("E").shows("Please call me, Jonas.");
    pty.wait("the screens again", vt100::Screen::alternate_screen);
    pty.send("\x03");
    assert!(pty.ended().success());
    let left = fs::read_dir(home.path()).unwrap().flatten();
    let drafts = left.filter(|one| one.file_name().to_string_lossy().starts_with("payme-"));
    assert_eq!(drafts.count(), 0);
}
