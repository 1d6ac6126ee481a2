//! Addresses, checked and in the form that every server takes.

use lettre::Address as Checked;

use crate::failure::{Failure, Result};

/// Checks an address and turns its domain to ASCII (punycode, RFC 5891), so that only letters
/// outside ASCII before the `@` need a server with SMTPUTF8.
pub(super) fn checked(email: &str) -> Result<Checked> {
    let refused = |cause: String| {
        Failure::refused(format!("{email:?} is not an e-mail address."))
            .because(cause)
            .hint("Correct the address; it reads like name@example.org.")
    };
    let (local, domain) = email
        .trim()
        .rsplit_once('@')
        .ok_or_else(|| refused("It has no @.".into()))?;
    if local.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(refused(
            "There is a space or control character in it.".into(),
        ));
    }
    let domain = if domain.starts_with('[') {
        domain.to_string()
    } else {
        idna::domain_to_ascii_strict(domain)
            .map_err(|error| refused(format!("The domain {domain:?} is not valid: {error}.")))?
    };
    Checked::new(local, domain).map_err(|error| refused(format!("{error}.")))
}

/// What looks odd in an address that is allowed all the same.
pub(super) fn doubt(email: &str) -> Option<String> {
    let (_, domain) = email.trim().rsplit_once('@')?;
    let literal = domain.starts_with('[');
    (!literal && !domain.contains('.')).then(|| {
        format!(
            "The address {email} has no dot in its domain: mail to it may stay on this network."
        )
    })
}
