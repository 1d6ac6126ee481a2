//! Walking an object field by field, noting each problem where it is and going on.

use std::cell::RefCell;
use std::fmt;

use super::json::Node;
use super::problem::{Problem, Problems};

/// A place in the document. It borrows from the place around it, so that nothing is written out
/// until there is a problem to name.
#[derive(Clone, Copy, Debug)]
pub(super) enum Path<'a> {
    /// The document.
    Root,
    /// A field of an object.
    Field(&'a Path<'a>, &'a str),
    /// An element of a list, from 0.
    Index(&'a Path<'a>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Field(Path::Root, name) => f.write_str(name),
            Self::Field(parent, name) => write!(f, "{parent}.{name}"),
            Self::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// The problems so far.
#[derive(Debug, Default)]
pub(super) struct Report(RefCell<Vec<Problem>>);

impl Report {
    /// Notes a problem.
    pub(super) fn add(&self, path: impl fmt::Display, message: impl Into<String>) {
        self.0.borrow_mut().push(Problem {
            path: path.to_string(),
            message: message.into(),
        });
    }

    /// The value when there was no problem, else the problems.
    pub(super) fn finish<T>(self, value: Option<T>) -> Result<T, Problems> {
        match (Problems::from_list(self.0.into_inner()), value) {
            (None, Some(value)) => Ok(value),
            (Some(problems), _) => Err(problems),
            (None, None) => Err(Problems::whole(String::from("The document is empty."))),
        }
    }
}

/// An object whose fields are being read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields<'a> {
    entries: &'a [(String, Node)],
    path: &'a Path<'a>,
    report: &'a Report,
}

impl<'a> Fields<'a> {
    /// Opens an object. Something else, and each field that is not `known`, is noted.
    pub(super) fn open(
        node: &'a Node,
        path: &'a Path<'a>,
        known: &[&str],
        report: &'a Report,
    ) -> Option<Self> {
        let Node::Object(entries) = node else {
            report.add(
                path,
                format!("This is {}; an object in {{ }} is needed.", node.what()),
            );
            return None;
        };
        for (name, _) in entries {
            if !known.contains(&name.as_str()) {
                report.add(Path::Field(path, name), unknown_field(name, known));
            }
        }
        Some(Self {
            entries,
            path,
            report,
        })
    }

    /// A field's value; `null` counts as missing.
    pub(super) fn get(&self, name: &str) -> Option<&'a Node> {
        let found = self.entries.iter().find(|(known, _)| known == name);
        found
            .map(|(_, node)| node)
            .filter(|node| **node != Node::Null)
    }

    /// Whether a field is given.
    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Reads a field that may be missing; a problem is noted and counts as missing.
    pub(super) fn optional<T>(
        &self,
        name: &str,
        read: impl FnOnce(&Node) -> Result<T, String>,
    ) -> Option<T> {
        let result = read(self.get(name)?);
        result.map_err(|message| self.problem(name, message)).ok()
    }

    /// Reads a field that must be there.
    pub(super) fn required<T>(
        &self,
        name: &str,
        read: impl FnOnce(&Node) -> Result<T, String>,
    ) -> Option<T> {
        if !self.has(name) {
            self.problem(name, "This is missing.");
        }
        self.optional(name, read)
    }

    /// Reads every element of a list; a missing list is an empty one.
    pub(super) fn each<T>(
        &self,
        name: &str,
        mut read: impl FnMut(&Node, &Path<'_>) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = self.get(name) else {
            return Vec::new();
        };
        let path = Path::Field(self.path, name);
        let Node::List(list) = node else {
            self.problem(
                name,
                format!("This is {}; a list in [ ] is needed.", node.what()),
            );
            return Vec::new();
        };
        let elements = list.iter().enumerate();
        elements
            .filter_map(|(index, node)| read(node, &Path::Index(&path, index)))
            .collect()
    }

    /// Notes a problem with a field.
    pub(super) fn problem(&self, name: &str, message: impl Into<String>) {
        self.report.add(Path::Field(self.path, name), message);
    }

    /// Notes a problem with something inside a field, by its own path.
    pub(super) fn problem_within(&self, path: &str, message: impl Into<String>) {
        if path.is_empty() {
            self.report.add(self.path, message);
        } else {
            self.report.add(Path::Field(self.path, path), message);
        }
    }
}

/// A sentence that names the nearest known field.
fn unknown_field(name: &str, known: &[&str]) -> String {
    let nearest = known
        .iter()
        .map(|field| (strsim::jaro_winkler(name, field), field))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|(a, _), (b, _)| a.total_cmp(b));
    match nearest {
        Some((_, field)) => {
            format!("\"{name}\" is not a field here; the nearest one is \"{field}\".")
        }
        None => format!(
            "\"{name}\" is not a field here; there are {}.",
            known.join(", ")
        ),
    }
}

#[cfg(test)]
#[path = "fields_tests.rs"]
mod tests;
