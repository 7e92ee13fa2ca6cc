//! A line with a limited number of places: first come, first served.
//!
//! # Limits
//!
//! It takes as many as its capacity and refuses the rest, giving them back. A capacity that falls below the length
//! throws nobody out; the line is full until enough have left.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::engine::Level;
use crate::units::SimTime;

/// A first-come-first-served line of `T` with a capacity.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WaitingLine<T> {
    waiting: VecDeque<T>,
    capacity: u32,
    length: Level,
    joined: u64,
    refused: u64,
}

impl<T> WaitingLine<T> {
    /// An empty line of `capacity` places; with none it refuses everybody.
    pub fn new(capacity: u32) -> Self {
        Self { waiting: VecDeque::new(), capacity, length: Level::default(), joined: 0, refused: 0 }
    }

    /// Puts `item` at the end.
    ///
    /// # Errors
    ///
    /// The item itself when every place is taken; it counts as refused.
    #[inline]
    pub fn join(&mut self, now: SimTime, item: T) -> Result<(), T> {
        if self.is_full() {
            self.refused += 1;
            return Err(item);
        }
        self.waiting.push_back(item);
        self.joined += 1;
        self.length.add(now, 1);
        self.check_length();
        Ok(())
    }

    /// Takes the first out.
    #[inline]
    pub fn leave(&mut self, now: SimTime) -> Option<T> {
        let item = self.waiting.pop_front()?;
        self.length.subtract(now, 1);
        self.check_length();
        Some(item)
    }

    /// Takes out the first for which `wanted` holds, wherever it stands; O(length).
    pub fn leave_early(&mut self, now: SimTime, wanted: impl FnMut(&T) -> bool) -> Option<T> {
        let place = self.waiting.iter().position(wanted)?;
        self.length.subtract(now, 1);
        self.waiting.remove(place)
    }

    /// Takes everybody out, first to last; those not taken from the iterator are dropped with it.
    pub fn drain(&mut self, now: SimTime) -> impl Iterator<Item = T> + '_ {
        self.length.set(now, 0);
        self.waiting.drain(..)
    }

    /// Everybody, first to last.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.waiting.iter()
    }

    /// How many wait.
    #[inline]
    pub fn len(&self) -> u32 {
        self.waiting.len() as u32
    }

    /// Whether nobody waits.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// How many places there are.
    pub const fn capacity(&self) -> u32 {
        self.capacity
    }

    /// Changes the number of places; nobody is thrown out.
    pub const fn set_capacity(&mut self, capacity: u32) {
        self.capacity = capacity;
    }

    /// Whether the next one would be refused.
    #[inline]
    pub fn is_full(&self) -> bool {
        self.len() >= self.capacity
    }

    /// The length over time.
    pub const fn length(&self) -> &Level {
        &self.length
    }

    /// How many were let in so far.
    pub const fn joined(&self) -> u64 {
        self.joined
    }

    /// How many found it full so far.
    pub const fn refused(&self) -> u64 {
        self.refused
    }

    #[inline]
    fn check_length(&self) {
        debug_assert_eq!(u64::from(self.len()), self.length.value(), "the length is what is in the line");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(nanos: u64) -> SimTime {
        SimTime::from_nanos(nanos)
    }

    #[test]
    fn a_full_line_gives_the_next_one_back() {
        let mut line = WaitingLine::new(2);
        assert_eq!([1, 2, 3].map(|item| line.join(at(0), item)), [Ok(()), Ok(()), Err(3)]);
        assert_eq!((line.leave(at(5)), line.join(at(5), 4)), (Some(1), Ok(())));
        assert_eq!(line.iter().copied().collect::<Vec<_>>(), [2, 4]);
        assert_eq!((line.joined(), line.refused(), line.length().peak()), (3, 1, 2));
    }

    #[test]
    fn a_smaller_line_throws_nobody_out() {
        let mut line = WaitingLine::new(3);
        (0..3).for_each(|item| line.join(at(0), item).expect("three places"));
        line.set_capacity(1);
        assert_eq!((line.len(), line.join(at(0), 9)), (3, Err(9)));
        line.leave(at(1));
        line.leave(at(1));
        assert!(line.is_full());
        line.leave(at(1));
        assert_eq!(line.join(at(1), 9), Ok(()));
    }

    #[test]
    fn waiting_times_sum_to_the_area_of_the_length() {
        let mut line = WaitingLine::new(10);
        (0..4).for_each(|second| line.join(at(second * 10), second * 10).expect("ten places"));
        let early = line.leave_early(at(40), |joined| *joined == 20).expect("it is there");
        let first = line.leave(at(50)).expect("it is there");
        let rest: u64 = line.drain(at(100)).map(|joined| 100 - joined).sum();
        assert_eq!(line.length().integral(at(200)), u128::from(40 - early + 50 - first + rest));
        assert!(line.is_empty());
    }
}
