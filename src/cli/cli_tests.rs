use super::*;

fn words(line: &str) -> Vec<OsString> {
    line.split(' ').map(OsString::from).collect()
}

/// Exit code, standard output, standard error.
fn ended(line: &str) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = parse(words(line), &mut out, &mut err).unwrap_err();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (code, text(out), text(err))
}

#[test]
fn the_grammar_is_sound() {
    Line::command().debug_assert();
}

#[test]
fn every_command_and_option_says_what_it_is_for() {
    fn walk(command: &clap::Command) {
        assert!(command.get_about().is_some(), "{}", command.get_name());
        for arg in command.get_arguments() {
            assert!(
                arg.get_help().is_some(),
                "{} {}",
                command.get_name(),
                arg.get_id()
            );
        }
        command.get_subcommands().for_each(walk);
    }
    walk(&grammar());
}

#[test]
fn the_commands_are_the_documented_ones() {
    let reference = command_reference();
    let line = Line::command();
    let groups: Vec<&str> = line
        .get_subcommands()
        .map(clap::Command::get_name)
        .collect();
    assert_eq!(
        groups,
        [
            "demo",
            "due",
            "profile",
            "client",
            "invoice",
            "service",
            "series",
            "recurring",
            "payment",
            "bank",
            "reminder",
            "statement",
            "talk",
            "rate",
            "outbox",
            "policy",
            "template",
            "text",
            "report",
            "import",
            "export",
            "log",
            "undo",
            "redo",
            "db",
            "config",
            "doctor",
            "mail",
            "sms",
            "completions",
            "man"
        ]
    );
    for line in [
        "| `payme` | Open the screens |",
        "| `payme payment add NUMBER [--amount AMOUNT] [--on DATE]",
        "| `payme outbox resolve [ID] [--as WHAT] [--anyway] [--all]` |",
    ] {
        assert!(reference.contains(line), "{line} is not in\n{reference}");
    }
}

#[test]
fn help_ends_with_0_and_wrong_usage_with_2() {
    let (code, out, err) = ended("payme --help");
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("Exit codes"));
    let (code, out, err) = ended("payme duo");
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("duo"), "{err}");
    let (code, out, err) = ended("payme duo --json");
    assert_eq!((code, out.as_str()), (2, ""));
    let document: serde_json::Value = serde_json::from_str(&err).unwrap();
    assert_eq!(
        document["error"]["message"],
        "unrecognized subcommand 'duo'."
    );
}

#[test]
fn a_line_without_a_command_opens_the_screens() {
    let screens = |line: &str| {
        let request = parse(words(line), &mut Vec::new(), &mut Vec::new()).unwrap();
        request.screens()
    };
    assert_eq!(screens("payme").unwrap(), Some(Screens::Book));
    assert_eq!(screens("payme --book b.db").unwrap(), Some(Screens::Book));
    assert_eq!(screens("payme demo").unwrap(), Some(Screens::Demo));
    assert_eq!(screens("payme due --json").unwrap(), None);
    assert_eq!(screens("payme --json").unwrap_err().kind(), Kind::Usage);
}

#[test]
fn a_failure_has_its_exit_code() {
    let request = parse(words("payme due"), &mut Vec::new(), &mut Vec::new()).unwrap();
    for (failure, code) in [
        (Failure::refused("a."), 1),
        (Failure::usage("b."), 2),
        (Failure::waiting("c."), 3),
        (Failure::book("d."), 4),
    ] {
        let mut err = Vec::new();
        assert_eq!(request.report(&failure, &mut err), code);
        let text = String::from_utf8(err).unwrap();
        assert_eq!(text, format!("payme: {}\n", failure.message()));
    }
}
