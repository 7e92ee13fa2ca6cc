//! How many began and how they ended.

use serde::{Deserialize, Serialize};

use crate::vocabulary::{FailureKind, Outcome, Word};

/// Counts of pages or requests: those begun, and those ended by outcome.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    begun: u64,
    good: u64,
    failed: Failures,
}

/// How many failed in each way, in the vocabulary's order. (serde knows arrays up to 32 only.)
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Vec<u64>", try_from = "Vec<u64>")]
struct Failures([u64; FailureKind::COUNT]);

impl Default for Failures {
    fn default() -> Self {
        Self([0; FailureKind::COUNT])
    }
}

impl From<Failures> for Vec<u64> {
    fn from(failures: Failures) -> Self {
        failures.0.to_vec()
    }
}

impl TryFrom<Vec<u64>> for Failures {
    type Error = String;

    fn try_from(counts: Vec<u64>) -> Result<Self, String> {
        let found = counts.len();
        counts.try_into().map(Self).map_err(|_| format!("{found} counts of {} failures", FailureKind::COUNT))
    }
}

impl Tally {
    /// Counts one more begun.
    pub fn begin(&mut self) {
        self.begun += 1;
    }

    /// Counts one more ended.
    pub fn end(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Good => self.good += 1,
            Outcome::Failed(kind) => self.failed.0[kind.index()] += 1,
        }
        debug_assert!(self.ended() <= self.begun, "what ended had begun");
    }

    /// Those begun.
    pub fn begun(&self) -> u64 {
        self.begun
    }

    /// Those that ended well.
    pub fn good(&self) -> u64 {
        self.good
    }

    /// Those that failed so.
    pub fn failed_as(&self, kind: FailureKind) -> u64 {
        self.failed.0[kind.index()]
    }

    /// Those that failed.
    pub fn failed(&self) -> u64 {
        self.failed.0.iter().sum()
    }

    /// Those that ended, well or not.
    pub fn ended(&self) -> u64 {
        self.good + self.failed()
    }

    /// Those still under way.
    pub fn in_flight(&self) -> u64 {
        self.begun - self.ended()
    }

    /// The failures that happened, with their counts, in the vocabulary's order.
    pub fn failures(&self) -> impl Iterator<Item = (FailureKind, u64)> + '_ {
        FailureKind::ALL.iter().map(|kind| (*kind, self.failed_as(*kind))).filter(|(_, count)| *count > 0)
    }

    /// This tally and `other` together.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let mut sum = self.clone();
        sum.begun += other.begun;
        sum.good += other.good;
        for (mine, theirs) in sum.failed.0.iter_mut().zip(other.failed.0) {
            *mine += theirs;
        }
        sum
    }
}
