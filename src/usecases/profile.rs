//! The freelancer.

use crate::domain::clock::Now;
use crate::domain::iban::Iban;
use crate::domain::party::Profile;
use crate::domain::views::TaxPreset;
use crate::failure::{Failure, Result};
use crate::store::{Book, Tx, Undo};

/// The profile; empty fields where nothing was said yet.
///
/// # Errors
/// Book, when it cannot be read.
pub fn show(book: &Book) -> Result<Profile> {
    book.view().profile()
}

/// The taxes that a freelancer can choose from, the usual one of the country first.
///
/// # Errors
/// Book, when it cannot be read.
pub fn taxes(book: &Book) -> Result<Vec<TaxPreset>> {
    let view = book.view();
    view.tax_presets(&view.profile()?.country)
}

fn known_tax(tx: &Tx<'_>, profile: &Profile) -> Result<()> {
    let presets = tx.tax_presets(&profile.country)?;
    let name = &profile.usual_tax;
    if name.is_empty() || presets.iter().any(|preset| preset.name == *name) {
        return Ok(());
    }
    let names: Vec<String> = presets.into_iter().map(|preset| preset.name).collect();
    Err(Failure::refused(format!("There is no tax \"{name}\"."))
        .hint(format!("choose one of: {}", names.join(", "))))
}

/// Replaces the profile; spaces in the IBAN are dropped.
///
/// # Errors
/// Refused, when the IBAN is not valid, or the usual tax is none of its country.
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
        known_tax(tx, &profile)?;
        tx.set_profile(&profile)?;
        Ok(((), "Changed the profile".to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fixtures::{empty, now};

    #[test]
    fn the_usual_tax_is_one_of_the_country() {
        let home = tempfile::tempdir().unwrap();
        let mut book = empty(home.path());
        let mut profile = show(&book).unwrap();
        "DE".clone_into(&mut profile.country);
        "Small business".clone_into(&mut profile.usual_tax);
        set(&mut book, now(), &profile).unwrap();
        assert_eq!(show(&book).unwrap(), profile);
        assert_eq!(taxes(&book).unwrap()[0].name, "Standard 19 %");
        "Nothing".clone_into(&mut profile.usual_tax);
        let refused = set(&mut book, now(), &profile).unwrap_err();
        assert_eq!(refused.message(), "There is no tax \"Nothing\".");
        assert!(refused.next_step().contains("Small business"), "{refused}");
    }
}
