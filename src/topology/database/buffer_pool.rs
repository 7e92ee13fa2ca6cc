//! The buffer pool: how many of a query's pages are in memory.
//!
//! Warm, it finds nearly every page. After a start it is cold, and the share of pages found rises exponentially towards
//! that of a warm one. A clean shutdown saves the list of the pages used last, and the next start reads them back.

use serde::{Deserialize, Serialize};

use super::settings::Settings;
use crate::engine::{Stream, share_left};
use crate::units::{Probability, SimTime};

/// What a start finds to fill the pool with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Warmth {
    /// The list that a clean shutdown saved.
    Saved,
    // Simplified: really the list of the last clean shutdown, which may be old, is read back after a crash.
    /// Nothing: a crash.
    Nothing,
}

/// The buffer pool.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct BufferPool {
    /// When it was last empty; nothing if that is long ago.
    cold_at: Option<SimTime>,
    /// What it was filled with then.
    warmth: Warmth,
    /// Draws which pages are missing.
    stream: Stream,
}

impl BufferPool {
    pub(super) fn warm(seed: u64) -> Self {
        Self { cold_at: None, warmth: Warmth::Nothing, stream: Stream::named(seed, "database.buffer_pool") }
    }

    /// It is empty.
    pub(super) fn grow_cold(&mut self, now: SimTime, warmth: Warmth) {
        self.cold_at = Some(now);
        self.warmth = warmth;
    }

    /// How many of so many pages have to come from the disk.
    pub(super) fn misses(&mut self, pages: u32, now: SimTime, settings: &Settings) -> u64 {
        let hit = self.hit_ratio(now, settings);
        self.stream.successes(pages, hit.complement())
    }

    /// The share of pages that it has, now.
    pub(super) fn hit_ratio(&self, now: SimTime, settings: &Settings) -> Probability {
        let warm = settings.buffer_pool_hit_ratio_warm.get();
        let Some(cold_at) = self.cold_at else {
            return settings.buffer_pool_hit_ratio_warm;
        };
        let gap = (warm - settings.buffer_pool_hit_ratio_cold.get()) * self.share_not_read_back(settings);
        Probability::new(warm - gap * share_left(now - cold_at, settings.buffer_pool_warm_up))
    }

    // Simplified: the pages on the list are there at once, and count as any others; really they are read within the first
    // seconds, and are the ones used most.
    fn share_not_read_back(&self, settings: &Settings) -> f64 {
        match self.warmth {
            Warmth::Saved => f64::from(100 - settings.innodb_buffer_pool_dump_pct) / 100.0,
            Warmth::Nothing => 1.0,
        }
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
        pool.grow_cold(SimTime::from_secs(10), Warmth::Nothing);
        let after = |secs: u64| pool.hit_ratio(SimTime::from_secs(10 + secs), &settings).get();
        assert!((after(0) - 0.8).abs() < 1e-9);
        assert!((after(60) - (0.995 - 0.195 / std::f64::consts::E)).abs() < 1e-9);
        assert!(after(600) > 0.994);
    }

    #[test]
    fn what_a_clean_shutdown_saved_closes_a_quarter_of_the_gap() {
        let mut pool = BufferPool::warm(1);
        pool.grow_cold(SimTime::ZERO, Warmth::Saved);
        let mut settings = Settings::default();
        let mut at_once = |percent| {
            settings.innodb_buffer_pool_dump_pct = percent;
            pool.hit_ratio(SimTime::ZERO, &settings).get()
        };
        assert!((at_once(25) - (0.995 - 0.195 * 0.75)).abs() < 1e-9);
        assert!((at_once(0) - 0.8).abs() < 1e-9 && (at_once(100) - 0.995).abs() < 1e-9);
    }
}
