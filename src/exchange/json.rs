//! JSON as a tree that keeps the order of fields and refuses a field that is given twice.
//!
//! The usual tree type keeps the last of two equal fields without a word; with amounts that is the
//! one thing that must not happen.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::problem::Problems;

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;

/// No object of our documents comes near this many fields.
const MOST_FIELDS: usize = 200;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// `null`
    Null,
    /// `true` or `false`
    Flag(bool),
    /// A number without a fraction that fits.
    Whole(i64),
    /// Any other number, as text for the problem's sentence.
    Number(String),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// An object, its fields in their order.
    Object(Vec<(String, Node)>),
}

impl Node {
    /// What it is, for a sentence: "a number", "a list" …
    pub(super) const fn what(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Flag(_) => "true or false",
            Self::Whole(_) | Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// Reads one JSON document; a byte order mark before it is passed over.
pub(super) fn parse(bytes: &[u8]) -> Result<Node, Problems> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Problems::whole(String::from("The document is empty.")));
    }
    serde_json::from_slice(bytes).map_err(|e| Problems::whole(sentence(&e)))
}

/// "Line 3, column 5: …"
fn sentence(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(what, _)| what);
    let place = format!("Line {}, column {}", error.line(), error.column());
    match error.classify() {
        serde_json::error::Category::Data => format!("{place}: {what}."),
        serde_json::error::Category::Eof => {
            format!("{place}: the document ends too early ({what}).")
        }
        serde_json::error::Category::Syntax | serde_json::error::Category::Io => {
            format!("{place}: this is not JSON ({what}).")
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Flag(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Whole(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(i64::try_from(value).map_or_else(|_| Node::Number(value.to_string()), Node::Whole))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Number(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(node) = access.next_element()? {
            list.push(node);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut fields: Vec<(String, Node)> = Vec::new();
        while let Some(name) = access.next_key::<String>()? {
            if fields.iter().any(|(known, _)| *known == name) {
                return Err(A::Error::custom(format!(
                    "the field \"{name}\" is given twice"
                )));
            }
            if fields.len() == MOST_FIELDS {
                return Err(A::Error::custom(format!(
                    "an object has more than {MOST_FIELDS} fields"
                )));
            }
            fields.push((name, access.next_value()?));
        }
        Ok(Node::Object(fields))
    }
}
