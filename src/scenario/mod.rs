//! Scenario files.

mod plan;

pub use plan::*;
