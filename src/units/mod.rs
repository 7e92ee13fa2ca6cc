//! Quantities with their units: points and spans of simulated time, bytes, rates, shares.
//!
//! Everything that decides the course of a run is an integer. [`Rate`] and [`Probability`] hold an `f64` because they are
//! used inside a draw only; the draw's result is rounded to nanoseconds once.

mod time;
mod bytes;
mod rate;
mod probability;
mod read;

pub use bytes::{Bandwidth, Bytes};
pub use probability::Probability;
pub use rate::Rate;
pub use read::UnitError;
pub use time::{SimDuration, SimTime};
