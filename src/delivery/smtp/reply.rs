//! A server's reply, and what it offers after EHLO.

use std::fmt;

use lettre::transport::smtp::response::Response;

use crate::delivery::words;

/// A reply of a server: its code and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reply {
    code: u16,
    lines: Vec<String>,
}

impl Reply {
    /// A reply of a code and its lines, one a text line. Control characters do not survive.
    pub(super) fn new(code: u16, text: &str) -> Self {
        let lines = text.lines().map(words::plain);
        Self {
            code,
            lines: lines.collect(),
        }
    }

    pub(super) const fn code(&self) -> u16 {
        self.code
    }

    /// Takes a secret out of the words.
    pub(super) fn hide(&mut self, secret: &str) {
        for line in &mut self.lines {
            *line = words::without(line, secret);
        }
    }

    /// Lines without the codes.
    pub(super) fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Whether a permanent no (5yz).
    pub(super) const fn is_permanent(&self) -> bool {
        self.code >= 500
    }

    /// Whether a no of either kind (4yz, 5yz).
    pub(super) const fn is_negative(&self) -> bool {
        self.code >= 400
    }

    /// Whether the enhanced status code is this one, such as `4.2.1` (RFC 3463).
    pub(super) fn has_status(&self, status: &str) -> bool {
        self.lines
            .iter()
            .any(|line| line.split_whitespace().next() == Some(status))
    }

    /// Whether the words say so, whatever the case.
    pub(super) fn mentions(&self, word: &str) -> bool {
        self.lines
            .iter()
            .any(|line| line.to_ascii_lowercase().contains(word))
    }
}

impl From<&Response> for Reply {
    fn from(response: &Response) -> Self {
        let text: Vec<&str> = response.message().collect();
        Self::new(u16::from(response.code()), &text.join("\n"))
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = words::short(&self.lines.join(" "));
        write!(f, "{} {text}", self.code)
    }
}

/// What a server offers. Keywords have no case (RFC 5321 2.4); here they are in capitals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Features {
    keywords: Vec<String>,
    /// Ways to log in.
    pub(super) logins: Vec<String>,
}

impl Features {
    /// Reads the reply to EHLO; its first line is the server's name.
    pub(super) fn of(reply: &Reply) -> Self {
        let mut features = Self::default();
        for line in reply.lines().iter().skip(1) {
            let line = line.to_ascii_uppercase();
            // Some old servers write AUTH=LOGIN.
            let mut words = line.split([' ', '\t', '=']).filter(|word| !word.is_empty());
            let Some(keyword) = words.next() else {
                continue;
            };
            features.keywords.push(keyword.to_string());
            if keyword == "AUTH" {
                features.logins.extend(words.map(str::to_string));
            }
        }
        features
    }

    /// Whether the server offers an extension, named in capitals.
    pub(super) fn offers(&self, keyword: &str) -> bool {
        self.keywords.iter().any(|offered| offered == keyword)
    }

    /// Whether the server offers a way to log in, named in capitals.
    pub(super) fn offers_login(&self, mechanism: &str) -> bool {
        self.logins.iter().any(|offered| offered == mechanism)
    }
}

#[cfg(test)]
#[path = "reply_tests.rs"]
mod tests;
