//! Tests of the whole: one binary, one module for each part.
// `cfg(test)` tells the lints that helpers here may unwrap, as tests may.

#[cfg(test)]
mod cli;
#[cfg(test)]
mod delivery;
#[cfg(test)]
mod house;
#[cfg(test)]
mod import_400;
#[cfg(test)]
mod interest_vectors;
#[cfg(test)]
mod issuing;
#[cfg(test)]
mod kill;
#[cfg(test)]
mod pty;
#[cfg(test)]
mod readme;
#[cfg(test)]
mod scenario;
#[cfg(test)]
mod shots;
#[cfg(test)]
mod sms;
#[cfg(test)]
mod support;
#[cfg(test)]
mod totals_vectors;
