//! A template becomes a subject and a text.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use minijinja::ErrorKind;
use minijinja::value::Serde;

use super::data::LetterData;
use super::guard::{self, LONGEST};
use super::variables::VARIABLES;
use crate::domain::message::StoredTemplate;
use crate::domain::policy::Channel;
use crate::domain::text;
use crate::failure::{Failure, Result};

const FIELDS_HINT: &str = "an invoice has number, issued_on, due_on, gross, open, is_paid, \
                           is_partly_paid, days_late, days, purchase_order; `payme template \
                           variables` lists all fields";
const SYNTAX_HINT: &str = "a variable stands in {{ }}, a condition in {% if … %} … {% endif %}";

/// What a kind of message says, with variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Subject; empty for a text message.
    pub subject: String,
    /// Text.
    pub body: String,
}

/// What a message says, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// One line, without control characters; empty where the template has no subject.
    pub subject: String,
    /// Text with `\n` line ends, ending in one, without control characters.
    pub body: String,
}

impl Template {
    /// Reads a template as it stands in a file: of an e-mail as [`Template::parse`] does, of a text
    /// message the text alone.
    ///
    /// # Errors
    /// As [`Template::parse`].
    pub fn read(channel: Channel, file: &str) -> Result<Self> {
        match channel {
            Channel::Email => Self::parse(file),
            Channel::Sms => Ok(Self {
                subject: String::new(),
                body: file
                    .replace("\r\n", "\n")
                    .trim_start_matches('\u{feff}')
                    .to_owned(),
            }),
        }
    }

    /// The file that [`Template::read`] reads.
    #[must_use]
    pub fn file(&self, channel: Channel) -> String {
        match channel {
            Channel::Email => format!("Subject: {}\n\n{}", self.subject, self.body),
            Channel::Sms => self.body.clone(),
        }
    }

    /// Reads a template file: `Subject: …` in the first line, an empty line, then the text.
    ///
    /// # Errors
    /// Refused, when the first line is no subject or the second is not empty.
    pub fn parse(file: &str) -> Result<Self> {
        let file = file.replace("\r\n", "\n");
        let parts = file
            .trim_start_matches('\u{feff}')
            .strip_prefix("Subject:")
            .and_then(|rest| rest.split_once('\n'))
            .and_then(|(subject, rest)| Some((subject, rest.strip_prefix('\n')?)));
        let (subject, body) = parts.ok_or_else(|| {
            Failure::refused("The template does not begin with a subject.")
                .hint("begin with a line \"Subject: …\" and an empty line")
        })?;
        Ok(Self {
            subject: subject.trim().to_owned(),
            body: body.to_owned(),
        })
    }
}

impl From<StoredTemplate> for Template {
    fn from(stored: StoredTemplate) -> Self {
        Self {
            subject: stored.subject,
            body: stored.body,
        }
    }
}

/// Fills a template.
///
/// # Errors
/// Refused, naming the place and the line, when the template cannot be read, names a variable that
/// does not exist, works without end, or leaves an empty subject or text.
pub fn render(template: &Template, data: &LetterData) -> Result<Rendered> {
    let subject = fill("subject", &template.subject, data)?;
    let subject = text::one_line(&subject);
    let subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    if subject.is_empty() && !template.subject.trim().is_empty() {
        return Err(Failure::refused("The subject of the message is empty.")
            .hint("the template's subject needs a word that is always there"));
    }
    let body = text::block(&fill("body", &template.body, data)?);
    let body = body.trim_matches('\n');
    if body.trim().is_empty() {
        return Err(Failure::refused("The text of the message is empty.")
            .hint("write something into the template"));
    }
    Ok(Rendered {
        subject,
        body: format!("{body}\n"),
    })
}

/// The subject of a follow-up, so that mail programs keep one thread: the first mail's subject
/// after one `Re:`.
#[must_use]
pub fn thread_subject(first_subject: &str) -> String {
    let mut subject = first_subject.trim();
    while let Some(rest) = subject
        .get(..3)
        .filter(|start| start.eq_ignore_ascii_case("re:"))
        .and_then(|start| subject.strip_prefix(start))
    {
        subject = rest.trim_start();
    }
    format!("Re: {subject}")
}

fn fill(part: &'static str, source: &str, data: &LetterData) -> Result<String> {
    guard::fits(part, source)?;
    let environment = guard::environment()?;
    let template = environment
        .template_from_named_str(part, source)
        .map_err(|error| broken(part, source, &error))?;
    let functions: BTreeSet<&str> = environment.globals().map(|(name, _)| name).collect();
    let mut unknown: Vec<String> = template
        .undeclared_variables(false)
        .into_iter()
        .filter(|name| VARIABLES.iter().all(|(known, _)| known != name))
        .filter(|name| !functions.contains(name.as_str()))
        .collect();
    unknown.sort_unstable();
    if let Some(name) = unknown.first() {
        return Err(unknown_variable(part, name));
    }
    let mut output = Limited::default();
    template
        .render_captured_to(Serde(data), &mut output)
        .map_err(|error| broken(part, source, &error))?;
    String::from_utf8(output.bytes).map_err(|error| {
        Failure::refused(format!("The {part} of the template is not text.")).because(error)
    })
}

fn unknown_variable(part: &str, name: &str) -> Failure {
    let nearest = VARIABLES
        .iter()
        .map(|(known, _)| (strsim::damerau_levenshtein(known, name), *known))
        .min()
        .filter(|(distance, known)| *distance <= known.len().min(name.len()).div_ceil(3));
    let known: Vec<&str> = VARIABLES.iter().map(|(known, _)| *known).collect();
    let mut hint = String::new();
    if let Some((_, nearest)) = nearest {
        let _ = write!(hint, "did you mean \"{nearest}\"? ");
    }
    let _ = write!(hint, "the variables are {}", known.join(", "));
    Failure::refused(format!(
        "The {part} of the template names \"{name}\", which does not exist."
    ))
    .hint(hint)
}

/// An error of the template language as a sentence that shows the line.
fn broken(part: &str, source: &str, error: &minijinja::Error) -> Failure {
    let line = error.line().unwrap_or(1);
    let shown = source
        .lines()
        .nth(line.saturating_sub(1))
        .unwrap_or_default();
    let place = format!("Line {line} of the {part} of the template");
    let too_much = matches!(error.kind(), ErrorKind::OutOfFuel | ErrorKind::WriteFailure);
    let (what, hint) = if error.kind() == ErrorKind::UndefinedError {
        ("names something that does not exist", FIELDS_HINT)
    } else if too_much {
        (
            "makes too much text",
            "look for a loop that goes on too long",
        )
    } else {
        ("cannot be read", SYNTAX_HINT)
    };
    let mut failure = Failure::refused(format!("{place} {what}: {}", shown.trim()));
    if let Some(detail) = error.detail() {
        failure = failure.because(detail);
    }
    failure.hint(hint)
}

/// Takes so many bytes and no more.
#[derive(Default)]
struct Limited {
    bytes: Vec<u8>,
}

impl std::io::Write for Limited {
    fn write(&mut self, more: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len().saturating_add(more.len()) > LONGEST {
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
#[path = "render_tests.rs"]
mod tests;
