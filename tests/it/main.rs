//! The integration tests: one binary.
// `cfg(test)` tells the lints that helpers here may unwrap, as tests may.

#[cfg(test)]
mod delivery;
#[cfg(test)]
mod support;
