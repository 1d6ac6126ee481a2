//! What is drawn, and how often.

use vt100::Color;

use crate::support::home::Home;
use crate::support::pty::Start;

const WELCOME: &str = "Look around with demo data";
const BEGIN: &[u8] = b"\x1b[?2026h";

#[test]
fn a_frame_is_one_synchronized_update() {
    let home = Home::new();
    let mut pty = Start::new(&home).go();
    pty.shows(WELCOME).wrote(BEGIN).wrote(b"\x1b[?2026l");
    pty.send("j").wait("the second door", |screen| {
        screen.contents().contains("▸ 2  Set up my business")
    });
}

#[test]
fn no_color_means_no_colour_and_nothing_is_erased() {
    let home = Home::new();
    let pty = Start::new(&home).with("NO_COLOR", "1").go();
    pty.shows(WELCOME).shows("? help");
    pty.wait("a screen without colours", |screen| {
        let (rows, columns) = screen.size();
        let cells = (0..rows.get()).flat_map(|row| (0..columns.get()).map(move |at| (row, at)));
        let mut cells = cells.filter_map(|(row, at)| screen.cell(row, at));
        cells.all(|cell| cell.fgcolor() == Color::Default && cell.bgcolor() == Color::Default)
    });
    // The row of the cursor is the one that was lost.
    pty.shows("▸ 1  Look around");
}

#[test]
fn auto_asks_the_terminal_whether_it_is_light() {
    let home = Home::new();
    let mut pty = Start::new(&home).go();
    pty.wrote(b"\x1b]11;?");
    pty.send("\x1b]10;rgb:0000/0000/0000\x07\x1b]11;rgb:ffff/ffff/ffff\x07\x1b[?62;c");
    pty.shows(WELCOME);
    // The key of a hint, in the colour that the light theme gives it.
    pty.wait("the light theme", |screen| {
        screen
            .cell(23, 1)
            .is_some_and(|cell| cell.fgcolor() == Color::Rgb(0x8a, 0x5a, 0x00))
    });
}

#[test]
fn a_late_answer_about_colours_is_no_key() {
    let home = Home::new();
    let mut pty = Start::new(&home).go();
    pty.wrote(b"\x1b]11;?").shows(WELCOME);
    pty.send("\x1b]10;rgb:1111/2222/3333\x07\x1b]11;rgb:1111/2222/3333\x07\x1b[?62;c");
    // The digits would open doors.
    pty.send("jj").wait("the third door", |screen| {
        screen.contents().contains("▸ 3  Bring my data")
    });
}

#[test]
fn a_window_of_another_size_is_drawn_anew() {
    let home = Home::new();
    let mut pty = Start::new(&home).go();
    pty.shows(WELCOME);
    pty.resize(100, 30)
        .wait("the hints in the last row", |screen| {
            screen.contents().lines().count() == 30 && screen.contents().contains("? help")
        });
    pty.resize(46, 12).shows("This window is 46 x 12.");
    pty.resize(80, 24).shows(WELCOME);
    pty.send("q");
    assert!(pty.ended().success());
}

#[test]
fn a_theme_of_ones_own_is_a_file() {
    let home = Home::new();
    home.write(".config/payme/config.toml", "[screen]\ntheme = \"mine\"\n");
    home.write(
        ".config/payme/themes/mine.toml",
        "base = \"dark\"\nkey = \"#123456\"\n",
    );
    let pty = Start::new(&home).go();
    pty.shows(WELCOME);
    pty.wait("the key of a hint in its colour", |screen| {
        let cell = screen.cell(23, 1);
        cell.is_some_and(|cell| cell.fgcolor() == Color::Rgb(0x12, 0x34, 0x56))
    });
}

#[test]
fn a_theme_that_is_not_there_is_named() {
    let home = Home::new();
    home.write(".config/payme/config.toml", "[screen]\ntheme = \"pink\"\n");
    let mut pty = Start::new(&home).go();
    pty.shows("There is no theme \"pink\".");
    assert_eq!(pty.ended().exit_code(), 2);
}
