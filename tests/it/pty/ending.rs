//! However it ends, the terminal is as it was.

use std::os::unix::fs::PermissionsExt;

use crate::support::home::Home;
use crate::support::pty::{Pty, Start, signal, state_of, until};

const WELCOME: &str = "Look around with demo data";

#[test]
fn leaving_gives_the_terminal_back() {
    let home = Home::new();
    let mut pty = Start::new(&home)
        .shell("payme; echo \"ended with $?\"; cat")
        .go();
    pty.shows(WELCOME);
    pty.send("q").shows("ended with 0").is_restored();
    assert!(!pty.screen().contains(WELCOME), "the screens are gone");
}

#[test]
fn ctrl_c_leaves_at_once() {
    let home = Home::new();
    let mut pty = Start::new(&home)
        .shell("payme; echo \"ended with $?\"; cat")
        .go();
    pty.shows(WELCOME);
    pty.send("2").shows("Your business");
    pty.send("\x03").shows("ended with 0").is_restored();
}

#[test]
fn a_signal_ends_it_and_gives_the_terminal_back() {
    for (name, said) in [
        ("TERM", "Terminated"),
        ("HUP", "Hangup"),
        ("INT", "Interrupt"),
    ] {
        let home = Home::new();
        let mut pty = Start::new(&home).go();
        pty.shows(WELCOME).signal(name);
        let status = pty.ended();
        let signal = status.signal().unwrap_or("none").to_owned();
        assert!(signal.starts_with(said), "{name}: {signal}");
        pty.is_restored();
    }
}

#[cfg(debug_assertions)]
#[test]
fn a_panic_gives_the_terminal_back_and_leaves_a_report() {
    let home = Home::new();
    let mut pty = Start::new(&home)
        .size(200, 24)
        .with("PAYME_REHEARSE_PANIC", "1")
        .shell("payme; echo \"ended with $?\"; cat")
        .go();
    pty.shows(WELCOME);
    pty.send("\x1b[24~").shows("ended with 101").is_restored();
    let screen = pty.screen();
    assert!(
        screen.contains("payme ended by a mistake of its own"),
        "{screen}"
    );
    let (_, after) = screen
        .split_once("A report for whoever mends it: ")
        .unwrap();
    let path = after.lines().next().unwrap().trim();
    let report = std::fs::read_to_string(path).unwrap();
    assert!(report.contains("a rehearsed panic"), "{report}");
    let mode = std::fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_terminal_that_is_closed_ends_it() {
    let home = Home::new();
    let mut pty = Start::new(&home).go();
    pty.shows(WELCOME);
    pty.close("j");
    pty.ended();
}

/// A program that is not told of the end by a signal must notice it by itself.
#[test]
fn a_terminal_that_is_closed_ends_it_without_a_signal() {
    if std::process::Command::new("setsid")
        .arg("true")
        .status()
        .is_err()
    {
        assert!(
            std::env::var_os("PAYME_REQUIRE_TOOLS").is_none(),
            "setsid is missing"
        );
        println!("skipped: there is no setsid here");
        return;
    }
    let home = Home::new();
    let script = "setsid sh -c 'echo $$ > pid; exec payme'; cat";
    let mut pty = Start::new(&home).shell(script).go();
    pty.shows(WELCOME);
    let pid = std::fs::read_to_string(home.path().join("pid")).unwrap();
    let pid: u32 = pid.trim().parse().unwrap();
    pty.close("j");
    until("the end of the program", || {
        state_of(pid).is_empty().then_some(())
    });
}

#[test]
fn ctrl_z_stops_it_until_the_shell_goes_on() {
    let home = Home::new();
    let mut pty = Start::new(&home).go();
    pty.shows(WELCOME);
    pty.send("\x1a").is_restored();
    let pid = pty.pid();
    until("a stopped program", || {
        state_of(pid).starts_with('T').then_some(())
    });
    signal(pid, "CONT");
    pty.wait("the screens again", |screen| {
        screen.alternate_screen() && screen.contents().contains(WELCOME)
    });
    pty.send("q");
    assert!(pty.ended().success());
}

#[test]
fn without_a_terminal_it_says_so() {
    let home = Home::new();
    let output = home.output(&[]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("The screens need a terminal."), "{said}");
    assert!(output.stdout.is_empty());
    assert!(!home.path().join(".local/share/payme/book.db").exists());

    let mut pty = Start::new(&home).with("TERM", "dumb").go();
    pty.shows("The screens need a terminal.");
    assert_eq!(pty.ended().exit_code(), 2);
}

/// Where the demo books of a home are.
fn demos(home: &Home) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(home.path()).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.display().to_string().contains("payme-demo-"))
        .collect()
}

#[test]
fn the_demo_leaves_nothing_behind() {
    let ends: [fn(&mut Pty); 3] = [
        |pty| {
            pty.send("q");
        },
        |pty| {
            pty.signal("TERM");
        },
        |pty| pty.close("j"),
    ];
    for end in ends {
        let home = Home::new();
        let mut pty = Start::new(&home).argument("demo").go();
        pty.shows("Needs you today").shows("demo");
        assert_eq!(demos(&home).len(), 1);
        end(&mut pty);
        pty.ended();
        assert!(demos(&home).is_empty());
        assert!(!home.path().join(".local").exists(), "no book of one's own");
    }
}

#[test]
fn the_demo_behind_the_welcome_sends_into_its_own_folder() {
    let home = Home::new();
    home.mail_to(1);
    let mut pty = Start::new(&home).go();
    pty.shows(WELCOME);
    pty.send("1")
        .shows("Needs you today")
        .shows("nothing leaves");
    pty.send("s").shows("folder of the demo");
    let folder = demos(&home).remove(0);
    assert!(folder.join("demo.db").exists());
    pty.send("\x03");
    assert!(pty.ended().success());
    assert!(demos(&home).is_empty());
}
