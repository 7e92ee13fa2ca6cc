//! The `lonebox` command: parse, run, exit code.
fn main() {}
