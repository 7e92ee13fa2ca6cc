//! Any bytes as a scenario file.

#![no_main]

#[expect(dead_code, reason = "the other target's")]
#[path = "../targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::scenario(bytes));
