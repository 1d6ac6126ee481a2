//! A program of this computer that sends text messages (`gammu-smsd-inject`, `kdeconnect-cli`).
//!
//! Its words are separate from the start: no shell sees them, so nothing in a text can become a
//! command. As with sendmail, nothing that happens after the start is safe to repeat unless the
//! program itself says no.

use std::path::PathBuf;
use std::process::{Command as Process, Stdio};
use std::time::Duration;

use super::answer;
use super::{text, to};
use crate::delivery::words::Hidden;
use crate::delivery::{Carrier, Outcome, Parcel, Step, program};

/// The program and its words.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Command {
    /// A path, or a name that is looked for in `PATH`.
    pub program: PathBuf,
    /// Its words; `{to}`, `{text}` and `{reference}` in them are filled in. The text is also on
    /// its standard input.
    pub args: Vec<String>,
    /// The limit for one message; then the program is ended.
    pub limit: Duration,
}

impl Command {
    /// The words for a message, each as it is handed over.
    fn words(&self, to: &str, text: &str, reference: &str) -> Vec<String> {
        self.args
            .iter()
            .map(|word| {
                fill(
                    word,
                    &[("{to}", to), ("{text}", text), ("{reference}", reference)],
                )
            })
            .collect()
    }

    /// The words that may be keys: what follows a word, or the name in front of `=`, that says so.
    fn hidden(&self) -> Hidden {
        let says_so = |name: &str| {
            let name = name.to_ascii_lowercase();
            ["pass", "token", "key", "secret", "auth"]
                .iter()
                .any(|part| name.contains(part))
        };
        let mut hidden = Hidden::default();
        let mut before = "";
        for word in &self.args {
            if let Some((name, value)) = word.split_once('=')
                && says_so(name)
            {
                hidden.secret(value);
            } else if before.starts_with('-') && says_so(before) && !word.contains('{') {
                hidden.secret(word);
            }
            before = word;
        }
        hidden
    }

    /// Whether the program gets the text as a word, so that it need not read it.
    fn text_is_a_word(&self) -> bool {
        self.args.iter().any(|word| word.contains("{text}"))
    }
}

/// Fills in one pass: what stands in a value is never filled in again.
fn fill(word: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = word;
    loop {
        let next = values
            .iter()
            .filter_map(|(name, value)| Some((rest.find(name)?, *name, *value)))
            .min_by_key(|(place, ..)| *place);
        let Some((_, name, value)) = next else {
            filled.push_str(rest);
            return filled;
        };
        let Some((before, after)) = rest.split_once(name) else {
            filled.push_str(rest);
            return filled;
        };
        filled.push_str(before);
        filled.push_str(value);
        rest = after;
    }
}

impl Carrier for Command {
    fn deliver(&mut self, parcel: &Parcel<'_>, commit: &mut dyn FnMut() -> bool) -> Outcome {
        let (number, text) = match to(parcel).and_then(|number| Ok((number, text(parcel)?))) {
            Ok(both) => both,
            Err(refused) => return refused,
        };
        let mut process = Process::new(&self.program);
        process
            .args(self.words(number, text, parcel.reference))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        if !commit() {
            return Outcome::Withdrawn {
                why: "Stopped before the program was started.".into(),
            };
        }
        let child = match process.spawn() {
            Ok(child) => child,
            Err(error) => {
                let why = format!("{} cannot be started: {error}.", self.program.display());
                return answer::account(Step::Program, why, None);
            }
        };
        let end = program::run(child, text.as_bytes().to_vec(), self.limit).without(&self.hidden());
        let outcome = end.judge(!self.text_is_a_word());
        if let Outcome::Retry { step, reply, .. } = outcome {
            return answer::account(step, reply, Some(REST));
        }
        outcome
    }

    fn describe(&self) -> String {
        self.program.display().to_string()
    }

    fn close(&mut self) {}

    fn check(&mut self) -> Result<String, (Step, String)> {
        let name = self.program.display();
        let there = self.program.components().count() == 1 || program::is_program(&self.program);
        if there {
            Ok(format!(
                "{name} is set; only a message shows whether it works"
            ))
        } else {
            Err((Step::Program, format!("{name} is not a program.")))
        }
    }
}

/// How long the program rests that asks for it (`EX_TEMPFAIL`).
const REST: Duration = Duration::from_mins(5);

#[cfg(test)]
#[path = "command_tests.rs"]
mod tests;
