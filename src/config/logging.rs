//! The log: a file under the state folder, only when `PAYME_LOG` is set. Never the screen.

use tracing::Level;
use tracing_appender::non_blocking::WorkerGuard;

use super::environment::Environment;
use super::paths::Places;
use crate::failure::{Failure, Result};

/// Keeps the log open; what waits is written when it is dropped.
#[derive(Debug)]
pub struct Log {
    _guard: WorkerGuard,
}

/// Starts the log when `PAYME_LOG` names a level (`error`, `warn`, `info`, `debug` or `trace`).
///
/// # Errors
/// Usage, for another word, or a state folder that cannot be written.
pub fn start(environment: &Environment, places: &Places) -> Result<Option<Log>> {
    let Some(word) = environment.get("PAYME_LOG") else {
        return Ok(None);
    };
    let level = level(&word.to_string_lossy())?;
    let folder = &places.state;
    let opened = std::fs::create_dir_all(folder)
        .map_err(|error| error.to_string())
        .and_then(|()| {
            tracing_appender::rolling::Builder::new()
                .filename_prefix("payme.log")
                .build(folder)
                .map_err(|error| error.to_string())
        });
    let file = opened.map_err(|error| {
        Failure::usage(format!(
            "The log in {} cannot be written.",
            folder.display()
        ))
        .hint("unset PAYME_LOG, or make the folder writable")
        .because(error)
    })?;
    let (writer, guard) = tracing_appender::non_blocking(file);
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_ansi(false)
        .with_writer(writer)
        .finish();
    // A log that is already there (in a test) stays.
    let _ = tracing::subscriber::set_global_default(subscriber);
    Ok(Some(Log { _guard: guard }))
}

fn level(word: &str) -> Result<Level> {
    let wrong = Failure::usage(format!("PAYME_LOG is \"{word}\", which is not a level."))
        .hint("use error, warn, info, debug or trace");
    word.trim().parse().or(Err(wrong))
}

#[cfg(test)]
#[path = "logging_tests.rs"]
mod tests;
