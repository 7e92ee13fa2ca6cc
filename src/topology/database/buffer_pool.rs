//! The buffer pool: how many of a query's pages are in memory.
//!
//! Warm, it finds nearly every page. After a start it is cold, and the share of pages found rises exponentially towards
//! that of a warm one.

use serde::{Deserialize, Serialize};

use super::settings::Settings;
use crate::engine::{Stream, share_left};
use crate::units::{Probability, SimTime};

/// The buffer pool.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct BufferPool {
    /// When it was last empty; nothing if that is long ago.
    cold_at: Option<SimTime>,
    /// Draws which pages are missing.
    stream: Stream,
}

impl BufferPool {
    pub(super) fn warm(seed: u64) -> Self {
        Self { cold_at: None, stream: Stream::named(seed, "database.buffer_pool") }
    }

    /// It is empty.
    pub(super) fn grow_cold(&mut self, now: SimTime) {
        self.cold_at = Some(now);
    }

    /// How many of so many pages have to come from the disk.
    pub(super) fn misses(&mut self, pages: u32, now: SimTime, settings: &Settings) -> u64 {
        let hit = self.hit_ratio(now, settings);
        self.stream.successes(pages, hit.complement())
    }

    fn hit_ratio(&self, now: SimTime, settings: &Settings) -> Probability {
        let warm = settings.buffer_pool_hit_ratio_warm.get();
        let Some(cold_at) = self.cold_at else {
            return settings.buffer_pool_hit_ratio_warm;
        };
        let cold = settings.buffer_pool_hit_ratio_cold.get();
        Probability::new(warm - (warm - cold) * share_left(now - cold_at, settings.buffer_pool_warm_up))
    }

    pub(super) fn fingerprint(&self) -> u64 {
        self.stream.fingerprint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cold_pool_warms_up_exponentially() {
        let mut pool = BufferPool::warm(1);
        let settings = Settings::default();
        pool.grow_cold(SimTime::from_secs(10));
        let after = |secs: u64| pool.hit_ratio(SimTime::from_secs(10 + secs), &settings).get();
        assert!((after(0) - 0.8).abs() < 1e-9);
        assert!((after(60) - (0.995 - 0.195 / std::f64::consts::E)).abs() < 1e-9);
        assert!(after(600) > 0.994);
    }
}
