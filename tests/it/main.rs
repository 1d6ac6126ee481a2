//! Tests of the whole: one binary, one module for each part.

#[cfg(test)]
mod house;
