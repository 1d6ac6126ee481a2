//! What SQLite says, in sentences that name the next step.

use rusqlite::ErrorCode;

use crate::failure::Failure;

/// Turns an error of SQLite into a failure that says what was tried.
pub(super) fn sql(tried: &str) -> impl Fn(rusqlite::Error) -> Failure + '_ {
    move |error| explain(tried, &error)
}

/// Whether SQLite says that the file itself is broken, and not that it cannot be had for now.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    )
}

fn explain(tried: &str, error: &rusqlite::Error) -> Failure {
    let code = error.sqlite_error_code();
    let failure = match code {
        Some(ErrorCode::DiskFull) => {
            Failure::book(format!("The disk is full: payme could not {tried}."))
                .hint("free some space and try again; the book is as it was before")
        }
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            Failure::book(format!(
                "The book cannot be written: payme could not {tried}."
            ))
            .hint("check the permissions of the file and its folder, or choose another with --book")
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Failure::book(format!(
            "Another program is using the book: payme could not {tried}."
        ))
        .hint("wait until it has finished, or close it, and try again"),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            Failure::book(format!("The book is damaged: payme could not {tried}."))
                .hint("run `payme db check`, or go back to a copy with `payme db restore FILE`")
        }
        Some(ErrorCode::SystemIoFailure) => Failure::book(format!(
            "The disk reported an error: payme could not {tried}."
        ))
        .hint("check the disk; the book is as it was before"),
        _ => Failure::refused(format!(
            "The book did not allow it: payme could not {tried}."
        )),
    };
    failure.because(error)
}

/// A stored word that this program does not know.
pub(super) fn unknown_word(what: &str, word: &str) -> Failure {
    Failure::book(format!(
        "The book holds \"{word}\" where {what} should stand."
    ))
    .hint("run `payme db check`; the book may be damaged or changed by another program")
}
