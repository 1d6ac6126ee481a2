//! The filter of the log: `client:acme invoice:2026-041 words`.

use std::fmt;

use crate::failure::{Failure, Result};

/// A parsed filter of the log. Its `Display` is the text that parses to it again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogQuery {
    /// What touched this client or one of its documents, by the client's key.
    pub client: Option<String>,
    /// What touched this document, by number or `draft:ID`.
    pub invoice: Option<String>,
    /// Words that the line must hold, upper or lower case, all of them.
    pub words: Vec<String>,
}

impl LogQuery {
    /// Reads a filter.
    ///
    /// # Errors
    /// Usage, when `client:` or `invoice:` names nothing, or stands twice.
    pub fn parse(text: &str) -> Result<Self> {
        let mut query = Self::default();
        for word in text.split_whitespace() {
            let (place, prefix) = if starts(word, "client:") {
                (&mut query.client, "client:")
            } else if starts(word, "invoice:") {
                (&mut query.invoice, "invoice:")
            } else {
                query.words.push(word.to_owned());
                continue;
            };
            let name = word
                .split_at_checked(prefix.len())
                .map_or("", |(_, name)| name);
            if name.is_empty() {
                return Err(Failure::usage(format!("After {prefix} a name is missing."))
                    .hint("write client:acme or invoice:2026-041"));
            }
            let name = if prefix == "client:" {
                name.to_lowercase()
            } else {
                name.to_owned()
            };
            if place.replace(name).is_some() {
                return Err(
                    Failure::usage(format!("{prefix} stands twice.")).hint("keep one of them")
                );
            }
        }
        Ok(query)
    }

    /// Whether it lets everything through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn starts(word: &str, prefix: &str) -> bool {
    word.split_at_checked(prefix.len())
        .is_some_and(|(start, _)| start.eq_ignore_ascii_case(prefix))
}

/// Whether a line names something: the name stands in it, and is not part of a longer one.
#[must_use]
pub fn names(line: &str, name: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '-' || c == '/';
    line.match_indices(name).any(|(at, _)| {
        let before = line
            .split_at_checked(at)
            .and_then(|(before, _)| before.chars().last());
        let end = at.saturating_add(name.len());
        let after = line
            .split_at_checked(end)
            .and_then(|(_, after)| after.chars().next());
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

impl fmt::Display for LogQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let client = self.client.iter().map(|key| format!("client:{key}"));
        let invoice = self.invoice.iter().map(|name| format!("invoice:{name}"));
        let all: Vec<String> = client
            .chain(invoice)
            .chain(self.words.iter().cloned())
            .collect();
        f.write_str(&all.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_read_and_written() {
        for text in [
            "",
            "client:acme",
            "invoice:2026-041 paid",
            "client:a invoice:draft:7 x y",
        ] {
            assert_eq!(LogQuery::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(
            LogQuery::parse("CLIENT:Acme").unwrap().client.as_deref(),
            Some("acme")
        );
        assert!(LogQuery::parse("client:").is_err());
        assert!(LogQuery::parse("client:a client:b").is_err());
    }

    #[test]
    fn a_name_is_not_a_part_of_a_longer_one() {
        assert!(names("Payment 5 EUR for 2026-001", "2026-001"));
        assert!(names("Voided 2026-001: wrong", "2026-001"));
        assert!(!names("Payment for 2026-0011", "2026-001"));
        assert!(!names("Quote Q2026-001 was accepted", "2026-001"));
        assert!(names("Wrote draft:7 for Acme", "draft:7"));
        assert!(!names("Wrote draft:71 for Acme", "draft:7"));
    }
}
