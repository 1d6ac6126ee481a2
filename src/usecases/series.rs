//! Series of numbers: what they look like, and which kind of document has which.

use crate::domain::clock::Now;
use crate::exchange::document::SeriesDocument;
use crate::failure::{Failure, Result};
use crate::store::{Book, Undo, View};
use crate::usecases::drafts;

/// A series with the number that it gives next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesView {
    /// The series and its kinds.
    pub document: SeriesDocument,
    /// The number that a document issued today would get.
    pub next: String,
}

/// Every series, by key.
///
/// # Errors
/// Book, when it cannot be read.
pub fn list(book: &Book, now: Now) -> Result<Vec<SeriesView>> {
    let view = book.view();
    let list = view.series_list()?.into_iter();
    list.map(|series| {
        let kinds = view.kinds_of_series(&series.key)?;
        with_next(&view, now, SeriesDocument { series, kinds })
    })
    .collect()
}

fn with_next(view: &View<'_>, now: Now, document: SeriesDocument) -> Result<SeriesView> {
    let next = drafts::next_number(view, &document.series, now.today)?;
    Ok(SeriesView { document, next })
}

/// One series.
///
/// # Errors
/// Refused, when there is no such series.
pub fn show(book: &Book, now: Now, key: &str) -> Result<SeriesView> {
    let view = book.view();
    let series = view.series(key)?.ok_or_else(|| {
        Failure::refused(format!("There is no series \"{key}\"."))
            .hint("`payme series list` shows the keys")
    })?;
    let kinds = view.kinds_of_series(key)?;
    with_next(&view, now, SeriesDocument { series, kinds })
}

/// Makes a series or changes the one with its key, and makes it the usual one of its kinds. What was
/// issued keeps its numbers, and the count goes on.
///
/// # Errors
/// Usage, when the series cannot count; refused, when its numbers could be those of another series,
/// or a kind would be left without one.
pub fn set(book: &mut Book, now: Now, new: &SeriesDocument) -> Result<()> {
    new.series.check()?;
    book.change(now, Undo::Possible, |tx| {
        let key = &new.series.key;
        let others = tx.series_list()?;
        let meeting = others
            .iter()
            .find(|other| other.key != *key && other.pattern.meets(&new.series.pattern));
        if let Some(other) = meeting {
            return Err(Failure::refused(format!(
                "The series {key} would make the numbers of the series {}, {}.",
                other.key, other.pattern
            ))
            .hint("put other letters before its running number"));
        }
        for kind in tx.kinds_of_series(key)? {
            if !new.kinds.contains(&kind) {
                return Err(Failure::refused(format!(
                    "Each {} would be left without a series.",
                    kind.name()
                ))
                .hint(format!(
                    "give the kind {} to another series instead",
                    kind.word()
                )));
            }
        }
        tx.set_series(&new.series)?;
        for kind in &new.kinds {
            tx.set_usual_series(*kind, key)?;
        }
        Ok(((), format!("Changed the series {key}")))
    })
}

/// Removes a series that nothing uses; answers the line of the journal.
///
/// # Errors
/// Refused, when there is no such series, or it is used.
pub fn remove(book: &mut Book, now: Now, key: &str) -> Result<String> {
    book.change(now, Undo::Possible, |tx| {
        tx.remove_series(key)?;
        let line = format!("Removed the series {key}");
        Ok((line.clone(), line))
    })
}
