//! The binary: arguments, then screens or commands, then the exit code.

use std::io::{Write, stderr, stdout};
use std::process::ExitCode;

use payme::cli::{self, KeyHelp, Request, Screens};
use payme::config::Environment;
use payme::failure::Result;
use payme::tui;
use payme::tui::model::commands::key_lines;

fn main() -> ExitCode {
    human_panic::setup_panic!();
    let (mut out, mut err) = (stdout(), stderr());
    let code = cli::parse(std::env::args_os(), &mut out, &mut err)
        .map_or_else(|code| code, |request| start(request, &mut out, &mut err));
    ExitCode::from(code)
}

/// Opens the screens, or runs the command. Answers the exit code.
fn start(request: Request, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let opened = match request.screens() {
        Ok(None) => return cli::run(request, &keys, out, err),
        Ok(Some(screens)) => open(&request, screens),
        Err(failure) => Err(failure),
    };
    opened.map_or_else(|failure| request.report(&failure, err), |()| 0)
}

fn open(request: &Request, screens: Screens) -> Result<()> {
    tui::run(tui::RunOptions {
        settings: request.settings()?,
        environment: Environment::process(),
        demo: screens == Screens::Demo,
    })
}

/// The keys of the screens, for the manual page.
fn keys() -> Vec<KeyHelp> {
    let lines = key_lines().into_iter();
    lines
        .map(|line| KeyHelp {
            place: line.place.to_owned(),
            keys: line.keys.join(" "),
            help: line.help.to_owned(),
        })
        .collect()
}
