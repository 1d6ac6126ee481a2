//! Policies and templates.

use crate::domain::clock::Now;
use crate::domain::message::StoredTemplate;
use crate::domain::policy::{self, Channel, Policy};
use crate::domain::wording::{self, Template};
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

/// Every template.
///
/// # Errors
/// Book, when it cannot be read.
pub fn templates(book: &Book) -> Result<Vec<StoredTemplate>> {
    book.view().templates()
}

/// One template of exactly this language.
///
/// # Errors
/// Refused, when there is none.
pub fn template(
    book: &Book,
    kind: &str,
    channel: Channel,
    language: &str,
) -> Result<StoredTemplate> {
    book.view()
        .template(kind, channel, language)?
        .filter(|found| found.language == language)
        .ok_or_else(|| {
            Failure::refused(format!(
                "There is no template {kind}/{}/{language}.",
                channel.word()
            ))
            .hint("`payme template list` shows them")
        })
}

/// Makes or replaces a template. It is tried on made-up invoices first, so that a template that
/// cannot be rendered is never saved.
///
/// # Errors
/// Refused, when it names an unknown variable or does not render.
pub fn set_template(book: &mut Book, now: Now, new: &StoredTemplate) -> Result<()> {
    wording::check(&Template::from(new.clone()))?;
    book.change(now, Undo::Possible, |tx| {
        tx.set_template(new)?;
        let name = format!("{}/{}/{}", new.kind, new.channel.word(), new.language);
        Ok(((), format!("Changed the template {name}")))
    })
}
