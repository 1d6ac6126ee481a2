//! Some fields of a draft over the ones that it has.

use crate::exchange::document::InvoiceDocument;
use crate::exchange::json::{self, Node};
use crate::exchange::problem::{Problem, Problems};
use crate::exchange::writer;

/// What follows from the lines and is worked out anew.
const COMPUTED: &[&str] = &["net", "tax", "gross"];

/// What a draft keeps.
const KEPT: &[&str] = &["kind", "credits", "source", "ref"];

/// The draft as an object, with the given fields in it.
pub(super) fn over(given: Node, draft: &InvoiceDocument) -> Result<Node, Problems> {
    let Node::Object(given) = given else {
        let what = given.what();
        return Err(Problems::whole(format!(
            "This is {what}; an object in {{ }} is needed."
        )));
    };
    let text = serde_json::to_vec(&writer::invoice(draft))
        .map_err(|error| Problems::whole(format!("The draft cannot be read: {error}.")))?;
    let mut fields = match json::parse(&text)? {
        Node::Object(fields) => fields,
        Node::Null
        | Node::Flag(_)
        | Node::Whole(_)
        | Node::Number(_)
        | Node::Text(_)
        | Node::List(_) => Vec::new(),
    };
    fields.retain(|(name, _)| !COMPUTED.contains(&name.as_str()));
    let mut problems = Vec::new();
    for (name, value) in given {
        let now = fields.iter().position(|(known, _)| *known == name);
        let has = now
            .and_then(|at| fields.get(at))
            .map_or(&Node::Null, |(_, value)| value);
        if KEPT.contains(&name.as_str()) {
            if *has != value {
                problems.push(Problem {
                    path: name,
                    message: String::from("A draft keeps this; begin another one."),
                });
            }
            continue;
        }
        let other = match name.as_str() {
            "discount_percent" => "discount_amount",
            "discount_amount" => "discount_percent",
            _ => "",
        };
        fields.retain(|(known, _)| *known != name && known != other);
        fields.push((name, value));
    }
    match Problems::from_list(problems) {
        Some(problems) => Err(problems),
        None => Ok(Node::Object(fields)),
    }
}
