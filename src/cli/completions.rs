//! `payme completions`: completions for a shell.

use clap::Args;
use clap_complete::Shell;

use super::print::Answer;

/// For which shell.
#[derive(Args, Debug)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(line: &Completions) -> Answer {
    let mut script = Vec::new();
    clap_complete::generate(line.shell, &mut super::grammar(), "payme", &mut script);
    Answer::raw(String::from_utf8_lossy(&script).into_owned())
}
