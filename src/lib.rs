//! Lonebox: a whole website on one machine, and everything that can go wrong with it.

pub mod units;
pub mod theory;
