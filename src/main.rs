//! The binary: arguments, then screens or commands, then the exit code.

fn main() {}
