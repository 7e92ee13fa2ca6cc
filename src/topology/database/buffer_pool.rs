//! The buffer pool: how many of a query's pages are in memory.
//!
//! Warm, it finds nearly every page. After a start it is cold, and the share of pages found rises exponentially towards
//! that of a warm one.

use serde::{Deserialize, Serialize};

use super::settings::Settings;
use crate::engine::Stream;
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
        binomial(pages, hit.complement(), &mut self.stream)
    }

    fn hit_ratio(&self, now: SimTime, settings: &Settings) -> Probability {
        let warm = settings.buffer_pool_hit_ratio_warm.get();
        let Some(cold_at) = self.cold_at else { return settings.buffer_pool_hit_ratio_warm };
        let cold = settings.buffer_pool_hit_ratio_cold.get();
        let time_constants = (now - cold_at).as_secs_f64() / settings.buffer_pool_warm_up.as_secs_f64();
        Probability::new(warm - (warm - cold) * libm::exp(-time_constants))
    }

    pub(super) fn fingerprint(&self) -> u64 {
        self.stream.fingerprint()
    }
}

/// How many of `trials` succeed, from one to the next by geometric gaps: as many draws as there are successes, and one.
fn binomial(trials: u32, share: Probability, stream: &mut Stream) -> u64 {
    let failure = share.complement().get();
    if failure >= 1.0 || trials == 0 {
        return 0;
    }
    if failure <= 0.0 {
        return u64::from(trials);
    }
    let log_failure = libm::log(failure);
    let mut left = f64::from(trials);
    let mut successes = 0;
    loop {
        left -= 1.0 + libm::floor(libm::log(stream.unit_open()) / log_failure);
        if left < 0.0 {
            return successes;
        }
        successes += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_pages_are_missing_as_the_hit_ratio_says() {
        let mut stream = Stream::named(1, "test");
        let rounds = 20_000_u32;
        let missing: u64 = (0..rounds).map(|_| binomial(20, Probability::new(0.2), &mut stream)).sum();
        let mean = missing as f64 / f64::from(rounds);
        assert!((mean - 4.0).abs() < 0.05, "{mean}");
        assert_eq!(binomial(20, Probability::ZERO, &mut stream), 0);
        assert_eq!(binomial(20, Probability::ONE, &mut stream), 20);
    }

    #[test]
    fn a_cold_pool_warms_up_exponentially() {
        let mut pool = BufferPool::warm(1);
        let settings = Settings::default();
        pool.grow_cold(SimTime::from_secs(10));
        let after = |secs| pool.hit_ratio(SimTime::from_secs(10 + secs), &settings).get();
        assert!((after(0) - 0.8).abs() < 1e-9);
        assert!((after(60) - (0.995 - 0.195 / std::f64::consts::E)).abs() < 1e-9);
        assert!(after(600) > 0.994);
    }
}
