//! The last few seconds, for whoever watches live.

use serde::{Deserialize, Serialize};

use crate::units::{SimDuration, SimTime};
use crate::vocabulary::SiteState;

/// Whole seconds that are looked back on.
const SECONDS: u64 = 5;
/// Those and the one that is running.
const SLOTS: usize = SECONDS as usize + 1;
/// Failed pages, in percent, from which the site counts as degraded.
const DEGRADED_PERCENT: u64 = 5;
/// Failed pages, in percent, from which it counts as down.
const DOWN_PERCENT: u64 = 50;

/// Pages that ended in one second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Second {
    number: u64,
    good: u64,
    failed: u64,
    latency_nanos: u64,
}

/// Pages that ended in the last five seconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    slots: [Second; SLOTS],
}

impl Recent {
    /// Takes one more page that ended.
    pub fn ended(&mut self, now: SimTime, good: bool, latency: SimDuration) {
        let number = now.as_nanos() / 1_000_000_000;
        let slot = &mut self.slots[(number % SLOTS as u64) as usize];
        if slot.number != number {
            *slot = Second { number, ..Second::default() };
        }
        slot.good += u64::from(good);
        slot.failed += u64::from(!good);
        slot.latency_nanos += if good { latency.as_nanos() } else { 0 };
    }

    /// Good and failed pages a second, over the last five whole seconds.
    pub fn per_second(&self, now: SimTime) -> (f64, f64) {
        let (good, failed, _) = self.sums(now);
        (good as f64 / SECONDS as f64, failed as f64 / SECONDS as f64)
    }

    /// The mean latency of good pages; nothing without any.
    pub fn mean_latency(&self, now: SimTime) -> Option<SimDuration> {
        let (good, _, nanos) = self.sums(now);
        nanos.checked_div(good).map(SimDuration::from_nanos)
    }

    /// How the site has been doing for its visitors.
    pub fn state(&self, now: SimTime) -> SiteState {
        let (good, failed, _) = self.sums(now);
        let ended = good + failed;
        match () {
            () if ended == 0 => SiteState::Unknown,
            () if failed * 100 >= ended * DOWN_PERCENT => SiteState::Down,
            () if failed * 100 > ended * DEGRADED_PERCENT => SiteState::Degraded,
            () => SiteState::Up,
        }
    }

    fn sums(&self, now: SimTime) -> (u64, u64, u64) {
        let number = now.as_nanos() / 1_000_000_000;
        let within = |slot: &&Second| slot.number < number && slot.number + SECONDS >= number;
        self.slots.iter().filter(within).fold((0, 0, 0), |(good, failed, nanos), slot| {
            (good + slot.good, failed + slot.failed, nanos + slot.latency_nanos)
        })
    }
}
