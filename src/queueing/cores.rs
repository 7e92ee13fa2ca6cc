//! Processing capacity, in whole thousandths of a core, so that a part of a core can be stolen.

use serde::{Deserialize, Serialize};

/// Processing capacity [1/1000 core], from none to [`Cores::MAX`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cores(u32);

impl Cores {
    /// No capacity at all.
    pub const ZERO: Self = Self(0);
    /// The most there can be: 16,000 cores.
    pub const MAX: Self = Self(16_000_000);

    /// So many whole cores, at most 16,000.
    pub const fn whole(count: u32) -> Self {
        Self::thousandths(count.saturating_mul(1_000))
    }

    /// So many thousandths of a core, at most 16 million.
    pub const fn thousandths(count: u32) -> Self {
        assert!(count <= Self::MAX.0, "more cores than a processor can have");
        Self(count)
    }

    /// The number of thousandths of a core.
    pub const fn as_thousandths(self) -> u32 {
        self.0
    }

    /// What is left without `other`, at least none.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}
