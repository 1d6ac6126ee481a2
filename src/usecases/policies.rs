//! Policies.

use crate::domain::clock::Now;
use crate::domain::policy::{self, Policy};
use crate::failure::{Failure, Result};
use crate::store::{Book, Undo};

/// Every policy, by key.
///
/// # Errors
/// Book, when it cannot be read.
pub fn list(book: &Book) -> Result<Vec<Policy>> {
    book.view().policies()
}

/// One policy.
///
/// # Errors
/// Refused, when there is no such policy.
pub fn show(book: &Book, key: &str) -> Result<Policy> {
    list(book)?
        .into_iter()
        .find(|policy| policy.key == key)
        .ok_or_else(|| {
            Failure::refused(format!("There is no policy \"{key}\"."))
                .hint("`payme policy list` shows the keys")
        })
}

/// Makes or replaces a policy with all its stages.
///
/// # Errors
/// Refused, when it breaks a rule of policies; the sentence names the stage.
pub fn set(book: &mut Book, now: Now, new: &Policy) -> Result<()> {
    policy::check(new)?;
    book.change(now, Undo::Possible, |tx| {
        tx.set_policy(new)?;
        Ok(((), format!("Changed the policy {}", new.key)))
    })
}
