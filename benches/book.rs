//! Benchmarks of the book, as ratios within one run.

fn main() {}
