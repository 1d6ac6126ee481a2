//! A folder for the demo book, which goes away with it.

use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::failure::{Failure, Result};

/// The folders that are still there: a signal ends the program without letting go of anything.
static LIVE: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A folder of this user alone; it is removed when the last one who holds it lets go.
#[derive(Debug)]
pub struct Throwaway {
    path: PathBuf,
}

impl Throwaway {
    /// Makes a folder with a name that nobody has used.
    ///
    /// # Errors
    /// Refused, when none can be made there.
    pub fn make(parent: &Path) -> Result<Self> {
        let mut last = None;
        for number in 0..1000 {
            let name = format!("payme-demo-{}-{number}", std::process::id());
            let path = parent.join(name);
            // A folder that is there already may be somebody else's trap: it is never used.
            match DirBuilder::new().mode(0o700).create(&path) {
                Ok(()) => {
                    let mut live = LIVE.lock().unwrap_or_else(PoisonError::into_inner);
                    live.push(path.clone());
                    return Ok(Self { path });
                }
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                    last = Some(error);
                }
                Err(error) => {
                    last = Some(error);
                    break;
                }
            }
        }
        let folder = parent.display();
        let failure = Failure::refused(format!(
            "No folder for the demo book can be made in {folder}."
        ))
        .hint("set TMPDIR to a folder that you can write");
        Err(match last {
            Some(error) => failure.because(error),
            None => failure,
        })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Throwaway {
    fn drop(&mut self) {
        let mut live = LIVE.lock().unwrap_or_else(PoisonError::into_inner);
        live.retain(|path| *path != self.path);
        remove(&self.path);
    }
}

/// Removes every folder, whoever still holds it: the program ends. Who comes second waits, so that
/// nobody ends the program in the middle.
pub(super) fn remove_all() {
    let mut live = LIVE.lock().unwrap_or_else(PoisonError::into_inner);
    live.drain(..).for_each(|path| remove(&path));
}

/// How often a folder is emptied that a worker still fills.
const TRIES: usize = 1_000;

/// A worker may put a file in while the folder is emptied, as it does when the screens open on what
/// recurs: then once more. What cannot be removed is left to the system, which empties its own
/// folder.
fn remove(path: &Path) {
    let _gone = (0..TRIES).any(|_| {
        let gone = fs::remove_dir_all(path).is_ok();
        if !gone {
            std::thread::yield_now();
        }
        gone
    });
}

#[cfg(test)]
#[path = "throwaway_tests.rs"]
mod tests;
