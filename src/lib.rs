//! Lonebox: a whole website on one machine, and everything that can go wrong with it.

pub mod units;
pub mod vocabulary;
pub mod engine;
pub mod queueing;
pub mod snapshot;
pub mod theory;
pub mod metrics;
pub mod topology;
pub mod scenario;
pub mod simulation;
pub mod expectation;
#[cfg(feature = "cli")]
pub mod cli;
