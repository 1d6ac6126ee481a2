//! A person at a client as one line of text: what a person types or pastes, and how it is shown.

use super::party::{Contact, ContactRole};
use crate::failure::{Failure, Result};

#[cfg(test)]
#[path = "contact_tests.rs"]
mod tests;

/// Checks the syntax of an e-mail address: something on both sides of one `@`, no spaces and none
/// of `<>,;`.
///
/// # Errors
/// Usage, when it is anything else; it names the text.
pub fn check_email(text: &str) -> Result<()> {
    let well_formed = text.rsplit_once('@').is_some_and(|(local, domain)| {
        let dots = domain.starts_with('.') || domain.ends_with('.') || domain.contains("..");
        !local.is_empty() && !domain.is_empty() && !local.contains('@') && !dots
    });
    let plain = |c: char| !(c.is_whitespace() || c.is_control() || "<>,;".contains(c));
    if well_formed && text.chars().all(plain) {
        return Ok(());
    }
    Err(
        Failure::usage(format!("\"{text}\" is not an e-mail address."))
            .hint("it reads like name@example.org"),
    )
}

/// What looks odd in an address that is allowed all the same.
#[must_use]
pub fn doubt(email: &str) -> Option<String> {
    let (_, domain) = email.rsplit_once('@')?;
    (!domain.contains('.') && !domain.starts_with('['))
        .then(|| format!("{email} has no dot after the @: look for a typo."))
}

/// A phone number without what people put between the digits, international (`+49405550100`) or as
/// it is dialled at home (`0405550100`); empty for an empty text. Which country's it is, and whether
/// it can be, is for [`super::phone::read`] to say, when the card is saved.
///
/// # Errors
/// Usage, when it is no phone number.
pub fn phone(text: &str) -> Result<String> {
    let compact: String = text
        .chars()
        .filter(|c| !(c.is_whitespace() || "-().\u{2013}/".contains(*c)))
        .collect();
    let compact = match compact.strip_prefix("00") {
        Some(rest) => format!("+{rest}"),
        None => compact,
    };
    let digits = compact.strip_prefix('+').unwrap_or(&compact);
    let fits = (7..=15).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit());
    if compact.is_empty() || fits {
        return Ok(compact);
    }
    Err(
        Failure::usage(format!("\"{}\" is not a phone number.", text.trim()))
            .hint("write it with + and the country, such as +49 40 555 0100"),
    )
}

/// Reads a contact from one line: `Jonas Falk <ap@acme.example> +49 40 555 0100`. Commas between
/// the parts do not matter, each part may be missing, and `cc` in front copies the person.
///
/// # Errors
/// Usage, when the address or the number in it is none.
pub fn parse(text: &str) -> Result<Contact> {
    let (role, rest) = role(text.trim());
    let mut contact = Contact {
        name: String::new(),
        email: String::new(),
        phone: String::new(),
        role,
    };
    let (mut name, mut number) = (Vec::new(), Vec::new());
    for word in rest.split(|c: char| c.is_whitespace() || c == ',' || c == ';') {
        let bare = word.trim_matches(['<', '>']);
        let bare = bare.strip_prefix("mailto:").unwrap_or(bare);
        if bare.is_empty() {
            continue;
        }
        if bare.contains('@') {
            check_email(bare)?;
            if !contact.email.is_empty() {
                return Err(Failure::usage("There are two addresses in this line.")
                    .hint("one line is one person"));
            }
            bare.clone_into(&mut contact.email);
        } else if is_number(bare) && (bare.starts_with(['+', '0', '(']) || !number.is_empty()) {
            number.push(bare);
        } else {
            name.push(word);
        }
    }
    contact.phone = phone(&number.join(" "))?;
    name.join(" ")
        .trim_matches('"')
        .clone_into(&mut contact.name);
    Ok(contact)
}

fn is_number(word: &str) -> bool {
    let part = |c: char| c.is_ascii_digit() || "+-()./\u{2013}".contains(c);
    word.chars().all(part) && word.chars().any(|c| c.is_ascii_digit())
}

fn role(text: &str) -> (ContactRole, &str) {
    for (word, role) in [("cc", ContactRole::Cc), ("to", ContactRole::To)] {
        let Some((head, rest)) = text.split_at_checked(word.len()) else {
            continue;
        };
        if head.eq_ignore_ascii_case(word) && rest.starts_with([' ', ':']) {
            return (role, rest.trim_start_matches([':', ' ']));
        }
    }
    (ContactRole::To, text)
}

/// What a person is called in a sentence: the name, else the address, else the number.
#[must_use]
pub fn called(contact: &Contact) -> &str {
    let mut words = [&contact.name, &contact.email, &contact.phone].into_iter();
    words
        .find(|word| !word.is_empty())
        .map_or("this contact", String::as_str)
}

/// The line that [`parse`] reads as this contact, unless its name holds what looks like an address
/// or a number.
#[must_use]
pub fn line(contact: &Contact) -> String {
    let mut parts = Vec::new();
    if contact.role == ContactRole::Cc {
        parts.push(String::from("cc"));
    }
    if !contact.name.is_empty() {
        parts.push(contact.name.clone());
    }
    match (contact.email.is_empty(), contact.name.is_empty()) {
        (true, _) => {}
        (false, true) => parts.push(contact.email.clone()),
        (false, false) => parts.push(format!("<{}>", contact.email)),
    }
    if !contact.phone.is_empty() {
        parts.push(contact.phone.clone());
    }
    parts.join(" ")
}
