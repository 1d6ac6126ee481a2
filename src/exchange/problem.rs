//! What is wrong with a document, and where: all of it, not only the first.

use std::fmt;

use crate::failure::Failure;

/// One thing that is wrong, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where, as a path from the top of the document (`invoices[3].lines[0].quantity`); empty for
    /// the document itself. Elements count from 0.
    pub path: String,
    /// What, as a sentence.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.path, self.message)
        }
    }
}

/// Every problem of a document, in the order that they were found. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// The problems, when there is one.
    #[must_use]
    pub fn from_list(list: Vec<Problem>) -> Option<Self> {
        (!list.is_empty()).then_some(Self(list))
    }

    /// One problem of the document as a whole.
    #[must_use]
    pub fn whole(message: String) -> Self {
        Self(vec![Problem {
            path: String::new(),
            message,
        }])
    }

    /// The problems, in the order that they were found.
    #[must_use]
    pub fn list(&self) -> &[Problem] {
        &self.0
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        let count = match problems.0.len() {
            1 => String::from("a problem"),
            more => format!("{more} problems"),
        };
        let failure = Self::refused(format!("The document has {count}; nothing was changed."))
            .hint("correct each place that is named and try again");
        problems.0.into_iter().fold(failure, Failure::because)
    }
}
