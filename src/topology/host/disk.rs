//! The disk: one operation after another.

use serde::{Deserialize, Serialize};

use crate::units::{SimDuration, SimTime};

/// A disk that serves operations in the order in which they were asked for, each in the same time.
// Simplified: an SSD serves several operations side by side; the rate is right, a single operation is slower here.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Disk {
    operation_time: SimDuration,
    /// When everything asked for so far will be done.
    free_at: SimTime,
    /// Busy time of all that was asked for so far \[ns\].
    asked: u128,
}

impl Disk {
    pub(super) fn new(operations_per_second: u32) -> Self {
        let operation_time = SimDuration::from_secs(1) / u64::from(operations_per_second.max(1));
        Self { operation_time, free_at: SimTime::ZERO, asked: 0 }
    }

    /// When `operations` more will be done.
    pub(super) fn serve(&mut self, now: SimTime, operations: u64) -> SimTime {
        let span = self.operation_time * operations;
        self.free_at = self.free_at.max(now) + span;
        self.asked += u128::from(span.as_nanos());
        self.free_at
    }

    /// Drops what has not been served.
    pub(super) fn clear(&mut self, now: SimTime) {
        self.asked = self.busy(now);
        self.free_at = self.free_at.min(now);
    }

    /// Busy time so far \[ns\].
    pub(super) fn busy(&self, now: SimTime) -> u128 {
        self.asked - u128::from(self.free_at.since(now).as_nanos())
    }
}
