//! The freelancer.

use crate::domain::clock::Now;
use crate::domain::iban::Iban;
use crate::domain::party::Profile;
use crate::failure::Result;
use crate::store::{Book, Undo};

/// The profile; empty fields where nothing was said yet.
///
/// # Errors
/// Book, when it cannot be read.
pub fn show(book: &Book) -> Result<Profile> {
    book.view().profile()
}

/// Replaces the profile; spaces in the IBAN are dropped.
///
/// # Errors
/// Refused, when the IBAN is not valid.
pub fn set(book: &mut Book, now: Now, profile: &Profile) -> Result<()> {
    let mut profile = profile.clone();
    if !profile.iban.trim().is_empty() {
        let iban = Iban::parse(&profile.iban)?;
        iban.plain().clone_into(&mut profile.iban);
    }
    book.change(now, Undo::Possible, |tx| {
        if tx.profile()? == profile {
            return Ok(((), String::new()));
        }
        tx.set_profile(&profile)?;
        Ok(((), "Changed the profile".to_owned()))
    })
}
