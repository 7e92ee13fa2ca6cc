//! A count that changes at instants, with its integral over time kept exactly.
//!
//! With it Little's law is an identity of integers: the integral of how many are present equals the sum of the times
//! that each was present.

use serde::{Deserialize, Serialize};

use crate::units::SimTime;

/// A count over time: its value now, its peak, and the area under it.
///
/// Starts at zero at [`SimTime::ZERO`]. Changes must come in order of time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    value: u64,
    peak: u64,
    changed: SimTime,
    /// Area up to the last change [count x ns].
    area: u128,
}

impl Level {
    /// The count now.
    pub const fn value(&self) -> u64 {
        self.value
    }

    /// The largest count so far.
    pub const fn peak(&self) -> u64 {
        self.peak
    }

    /// The area under the count from the beginning to `now` [count x ns], exact.
    ///
    /// `now` must not be before the last change.
    #[inline]
    pub fn integral(&self, now: SimTime) -> u128 {
        assert!(self.changed <= now, "a level is asked in order of time");
        let span = now.since(self.changed).as_nanos();
        self.area + u128::from(self.value) * u128::from(span)
    }

    /// Makes the count `value` from `now` on.
    #[inline]
    pub fn set(&mut self, now: SimTime, value: u64) {
        self.area = self.integral(now);
        self.changed = now;
        self.value = value;
        self.peak = self.peak.max(value);
    }

    /// Raises the count by `amount`.
    #[inline]
    pub fn add(&mut self, now: SimTime, amount: u64) {
        let value = self.value.checked_add(amount);
        self.set(now, value.expect("a level stays below 2^64"));
    }

    /// Lowers the count by `amount`, which must be there.
    #[inline]
    pub fn subtract(&mut self, now: SimTime, amount: u64) {
        let value = self.value.checked_sub(amount);
        self.set(now, value.expect("a level never falls below zero"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_is_the_sum_of_the_stays() {
        let mut level = Level::default();
        let at = SimTime::from_nanos;
        level.add(at(10), 1);
        level.add(at(15), 2);
        level.subtract(at(20), 1);
        level.set(at(40), 0);
        assert_eq!(level.integral(at(100)), 30 + 5 + 25);
        assert_eq!((level.value(), level.peak()), (0, 3));
    }

    #[test]
    fn the_area_does_not_overflow() {
        let mut level = Level::default();
        level.set(SimTime::ZERO, u64::MAX);
        assert_eq!(level.integral(SimTime::MAX), u128::from(u64::MAX).pow(2));
    }

    #[test]
    #[should_panic(expected = "in order of time")]
    fn a_change_in_the_past_is_refused() {
        let mut level = Level::default();
        level.add(SimTime::from_nanos(2), 1);
        level.add(SimTime::from_nanos(1), 1);
    }
}
