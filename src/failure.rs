//! One error for the whole program: what was tried, why it failed, what to do next.
//!
//! Every room returns a [`Failure`]; the two front ends only print it. Its [`Kind`] picks the exit
//! code, so that a script can tell "wrong usage" from "the book cannot be used".

use std::fmt;

/// What sort of failure it is. The exit code and the `kind` of the JSON error come from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The action was refused or failed: a rule of the book, a server, a file. Exit code 1.
    Refused,
    /// Wrong usage or settings. Exit code 2.
    Usage,
    /// Something waits for a person: an unknown outcome, a part that was not sent. Exit code 3.
    Waiting,
    /// The book cannot be used: newer, damaged, locked, read-only, no space. Exit code 4.
    Book,
}

impl Kind {
    /// The exit code of the process, as the command line documents it.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Refused => 1,
            Self::Usage => 2,
            Self::Waiting => 3,
            Self::Book => 4,
        }
    }

    /// The word for it in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Usage => "usage",
            Self::Waiting => "waiting",
            Self::Book => "book",
        }
    }
}

/// A failure that a person can act on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    kind: Kind,
    message: String,
    hint: String,
    causes: Vec<String>,
}

/// The result of everything that can fail here.
pub type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    /// A failure of a kind, with one plain sentence that names the thing.
    #[must_use]
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            hint: String::new(),
            causes: Vec::new(),
        }
    }

    /// Refused or failed (exit code 1).
    #[must_use]
    pub fn refused(message: impl Into<String>) -> Self {
        Self::new(Kind::Refused, message)
    }

    /// Wrong usage or settings (exit code 2).
    #[must_use]
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// Something waits for a person (exit code 3).
    #[must_use]
    pub fn waiting(message: impl Into<String>) -> Self {
        Self::new(Kind::Waiting, message)
    }

    /// The book cannot be used (exit code 4).
    #[must_use]
    pub fn book(message: impl Into<String>) -> Self {
        Self::new(Kind::Book, message)
    }

    /// Says what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Adds a cause, outermost first; one line each when shown.
    #[must_use]
    pub fn because(mut self, cause: impl fmt::Display) -> Self {
        self.causes.push(cause.to_string());
        self
    }

    /// The kind of failure.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The sentence that says what failed.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do next; empty when there is nothing to add.
    #[must_use]
    pub fn next_step(&self) -> &str {
        &self.hint
    }

    /// The causes, outermost first.
    #[must_use]
    pub fn causes(&self) -> &[String] {
        &self.causes
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        for cause in &self.causes {
            write!(f, "\n  {cause}")?;
        }
        if !self.hint.is_empty() {
            write!(f, "\nNext: {}", self.hint)?;
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}
