//! A secret that is not printed and not kept for long.

use std::fmt;
use std::time::{Duration, Instant};

use crate::failure::Result;

/// How long a secret stays in memory.
const KEPT: Duration = Duration::from_mins(5);

/// Where a password or token comes from: a command, the environment, a file, the keyring.
pub trait SecretSource: Send {
    /// The secret. `fresh` says that the last one was not taken, so that nothing remembered may
    /// be given again.
    ///
    /// # Errors
    /// The secret cannot be had: the command failed, the variable is not set.
    fn get(&mut self, fresh: bool) -> Result<String>;
}

impl<F> SecretSource for F
where
    F: FnMut(bool) -> Result<String> + Send,
{
    fn get(&mut self, fresh: bool) -> Result<String> {
        self(fresh)
    }
}

/// A password or token. It prints as `(secret)`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The secret itself, to be handed to the server and nobody else.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// Asks a source, and remembers its answer for at most five minutes.
pub(super) struct Keeper {
    source: Box<dyn SecretSource>,
    kept: Option<(Secret, Instant)>,
}

impl Keeper {
    pub(super) fn new(source: Box<dyn SecretSource>) -> Self {
        Self { source, kept: None }
    }

    /// The secret as of `now`; asked anew when it is old, was dropped, or `fresh` is wanted.
    pub(super) fn get(&mut self, fresh: bool, now: Instant) -> Result<Secret> {
        if let Some((secret, since)) = &self.kept
            && !fresh
            && now.saturating_duration_since(*since) < KEPT
        {
            return Ok(secret.clone());
        }
        self.kept = None;
        let secret = Secret::new(self.source.get(fresh)?);
        self.kept = Some((secret.clone(), now));
        Ok(secret)
    }

    /// Forgets the secret: the server did not take it.
    pub(super) fn drop_kept(&mut self) {
        self.kept = None;
    }
}

#[cfg(test)]
#[path = "secret_tests.rs"]
mod tests;
