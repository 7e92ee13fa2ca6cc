//! M/M/1 beside its peers.
fn main() {}
