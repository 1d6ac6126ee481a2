//! The environment as an argument, so that a test need not change the process it runs in.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;

/// The environment variables that settings look at.
#[derive(Clone)]
pub struct Environment(Source);

#[derive(Clone)]
enum Source {
    Process,
    Fixed(BTreeMap<String, OsString>),
}

impl Environment {
    /// The variables of this process.
    #[must_use]
    pub const fn process() -> Self {
        Self(Source::Process)
    }

    /// A fixed set of variables.
    #[must_use]
    pub fn fixed(variables: &[(&str, &str)]) -> Self {
        let pairs = variables.iter();
        Self(Source::Fixed(
            pairs.map(|(k, v)| ((*k).to_owned(), v.into())).collect(),
        ))
    }

    /// A variable that is set and not empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<OsString> {
        match &self.0 {
            Source::Process => std::env::var_os(name),
            Source::Fixed(variables) => variables.get(name).cloned(),
        }
        .filter(|value| !value.is_empty())
    }
}

impl fmt::Debug for Environment {
    /// Without the values: some of them are secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Environment(…)")
    }
}
