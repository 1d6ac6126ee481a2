//! E-mail addresses, in the bounds that servers keep.

use super::json::Node;
use super::scalar::{Read, line};

/// The longest address that a server takes, in bytes (RFC 5321 4.5.3.1.3, without its brackets).
const LONGEST: usize = 254;
/// The longest part before the `@`, in bytes (RFC 5321 4.5.3.1.1).
const LONGEST_LOCAL: usize = 64;
/// The longest part of a domain between two dots, in bytes (RFC 1035 2.3.4).
const LONGEST_LABEL: usize = 63;

/// An e-mail address; may be empty.
pub(super) fn email(node: &Node) -> Read<String> {
    let text = line(node)?;
    if text.is_empty() || is_deliverable(&text) {
        return Ok(text);
    }
    Err(format!("\"{text}\" is not an e-mail address."))
}

/// Whether a server could take it: a part before and a domain after the one `@`, each in its bounds.
fn is_deliverable(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    text.len() <= LONGEST && is_local(local) && is_domain(domain)
}

/// A dot-atom of RFC 5322, with letters of any script (RFC 6531).
fn is_local(local: &str) -> bool {
    let usual = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    local.len() <= LONGEST_LOCAL
        && local
            .split('.')
            .all(|atom| !atom.is_empty() && atom.chars().all(usual))
}

/// A name of labels, of any script, or an address in brackets.
fn is_domain(domain: &str) -> bool {
    if let Some(inside) = domain.strip_prefix('[') {
        let numbers = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '.');
        return inside
            .strip_suffix(']')
            .is_some_and(|inside| !inside.is_empty() && inside.chars().all(numbers));
    }
    domain.split('.').all(|label| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    })
}

#[cfg(test)]
#[path = "email_tests.rs"]
mod tests;
