//! What events are ordered by.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::units::SimTime;

/// When an event is due, and among those of one instant which was put down first. No two have the same sequence number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Turn {
    pub(super) time: SimTime,
    pub(super) sequence: u64,
}

impl Turn {
    /// Both as one number, so that two turns are compared without a branch: half of all such branches would be foreseen
    /// wrongly.
    #[inline]
    const fn as_number(self) -> u128 {
        (self.time.as_nanos() as u128) << 64 | self.sequence as u128
    }
}

impl Ord for Turn {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_number().cmp(&other.as_number())
    }
}

impl PartialOrd for Turn {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
