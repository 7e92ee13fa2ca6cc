//! A pool of servers, each in a slot of its own that is down, idle or busy.
//!
//! ```text
//!            bring_up            acquire, occupy
//!     Down ----------->  Idle  ------------------>  Busy
//!      ^                  |  ^                        |
//!      |     take_down    |  |        release         |
//!      +------------------+  +------------------------+
//!      +----------------------------------------------+
//!                         take_down
//! ```
//!
//! All slots are down at first. For each of them, busy + idle + down = now, exactly; a slot that is added later counts
//! as down until then.
//!
//! # Traps
//!
//! To take down a busy slot is allowed and says that it was busy: what becomes of its work is the owner's to decide.

use serde::{Deserialize, Serialize};

use std::collections::VecDeque;

use super::slot::{PoolTimes, Slot, SlotId, SlotState, SlotTimes};
use crate::units::SimTime;

/// Servers in numbered slots.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ServerPool {
    slots: Vec<Slot>,
    /// Those that are idle, the one that has been so for longest in front.
    idle_slots: VecDeque<SlotId>,
    up: u32,
    busy: u32,
}

impl ServerPool {
    /// A pool of `slots`, all down from [`SimTime::ZERO`] on.
    pub fn new(slots: u32) -> Self {
        let mut pool = Self { slots: Vec::new(), idle_slots: VecDeque::new(), up: 0, busy: 0 };
        (0..slots).for_each(|_| {
            pool.add_slot(SimTime::ZERO);
        });
        pool
    }

    /// Adds a slot, down; the time before `now` counts as down too.
    pub fn add_slot(&mut self, now: SimTime) -> SlotId {
        assert!(self.slots.len() < u32::MAX as usize, "the pool is full");
        let id = SlotId(self.slots.len() as u32);
        self.slots.push(Slot::down_until(now));
        self.idle_slots.reserve(self.slots.len() - self.idle_slots.len());
        id
    }

    /// Makes a slot that is down ready for work.
    pub fn bring_up(&mut self, now: SimTime, id: SlotId) {
        let before = self.slots[id.0 as usize].enter(now, SlotState::Idle);
        assert_eq!(before, SlotState::Down, "only what is down is brought up");
        self.up += 1;
        self.add_idle(id);
    }

    /// Takes a slot that is up out of service, and says whether it was idle or busy.
    pub fn take_down(&mut self, now: SimTime, id: SlotId) -> SlotState {
        let before = self.slots[id.0 as usize].enter(now, SlotState::Down);
        match before {
            SlotState::Idle => self.remove_idle(id),
            SlotState::Busy => self.busy -= 1,
            SlotState::Down => panic!("only what is up is taken down"),
        }
        self.up -= 1;
        before
    }

    /// Gives work to the slot that has been idle for longest, if any is.
    #[inline]
    pub fn acquire(&mut self, now: SimTime) -> Option<SlotId> {
        let id = self.idle_slots.pop_front()?;
        self.begin_work(now, id);
        Some(id)
    }

    /// Gives work to this slot, which must be idle; O(idle slots).
    #[inline]
    pub fn occupy(&mut self, now: SimTime, id: SlotId) {
        self.begin_work(now, id);
        self.remove_idle(id);
    }

    #[inline]
    fn begin_work(&mut self, now: SimTime, id: SlotId) {
        let before = self.slots[id.0 as usize].enter(now, SlotState::Busy);
        assert_eq!(before, SlotState::Idle, "only an idle slot takes work");
        self.busy += 1;
    }

    /// Takes the work from this slot, which must be busy; it is idle then.
    #[inline]
    pub fn release(&mut self, now: SimTime, id: SlotId) {
        let before = self.slots[id.0 as usize].enter(now, SlotState::Idle);
        assert_eq!(before, SlotState::Busy, "only a busy slot is released");
        self.busy -= 1;
        self.add_idle(id);
    }

    /// What the slot is doing.
    pub fn state(&self, id: SlotId) -> SlotState {
        self.slots[id.0 as usize].state()
    }

    /// How many slots are busy.
    pub const fn busy(&self) -> u32 {
        self.busy
    }

    /// How many slots are idle.
    pub const fn idle(&self) -> u32 {
        self.up - self.busy
    }

    /// How many slots are busy or idle.
    pub const fn up(&self) -> u32 {
        self.up
    }

    /// How many slots there are, down or not.
    pub fn slots(&self) -> u32 {
        self.slots.len() as u32
    }

    /// How long the slot has been busy, idle and down, up to `now`.
    pub fn times(&self, now: SimTime, id: SlotId) -> SlotTimes {
        self.slots[id.0 as usize].times_at(now)
    }

    /// The sum of [`Self::times`] over all slots; O(slots).
    pub fn totals(&self, now: SimTime) -> PoolTimes {
        let mut totals = PoolTimes::default();
        for slot in &self.slots {
            let times = slot.times_at(now);
            totals.busy += u128::from(times.busy.as_nanos());
            totals.idle += u128::from(times.idle.as_nanos());
            totals.down += u128::from(times.down.as_nanos());
        }
        totals
    }

    #[inline]
    fn add_idle(&mut self, id: SlotId) {
        self.idle_slots.push_back(id);
        debug_assert!(self.busy < self.up, "an idle slot is up but not busy");
        debug_assert!(self.up <= self.slots(), "no more are up than there are");
    }

    #[inline]
    fn remove_idle(&mut self, id: SlotId) {
        let place = self.idle_slots.iter().position(|idle| *idle == id);
        self.idle_slots.remove(place.expect("what was idle is in the line"));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::units::SimDuration;

    fn up(slots: u32) -> ServerPool {
        let mut pool = ServerPool::new(slots);
        (0..slots).for_each(|slot| pool.bring_up(SimTime::ZERO, SlotId(slot)));
        pool
    }

    #[test]
    fn the_slot_that_has_been_idle_for_longest_takes_the_work() {
        let mut pool = up(3);
        let now = SimTime::from_secs(1);
        assert_eq!(
            [(); 4].map(|()| pool.acquire(now)),
            [Some(SlotId(0)), Some(SlotId(1)), Some(SlotId(2)), None]
        );
        pool.release(now, SlotId(2));
        pool.release(now, SlotId(1));
        assert_eq!(pool.take_down(now, SlotId(0)), SlotState::Busy);
        assert_eq!((pool.busy(), pool.idle(), pool.up()), (0, 2, 2));
        assert_eq!([(); 3].map(|()| pool.acquire(now)), [Some(SlotId(2)), Some(SlotId(1)), None]);
    }

    #[test]
    fn a_slot_added_later_was_down_until_then() {
        let mut pool = ServerPool::new(0);
        let id = pool.add_slot(SimTime::from_secs(5));
        pool.bring_up(SimTime::from_secs(6), id);
        let times = pool.times(SimTime::from_secs(10), id);
        assert_eq!((times.down, times.idle), (SimDuration::from_secs(6), SimDuration::from_secs(4)));
    }

    #[test]
    #[should_panic(expected = "only an idle slot")]
    fn a_busy_slot_takes_no_more_work() {
        let mut pool = up(1);
        pool.occupy(SimTime::ZERO, SlotId(0));
        pool.occupy(SimTime::ZERO, SlotId(0));
    }

    proptest! {
        #[test]
        fn the_times_of_every_slot_sum_to_now(steps in prop::collection::vec((0..100_u64, 0..70_u32), 1..200)) {
            let (mut pool, mut now) = (ServerPool::new(70), SimTime::ZERO);
            for (gap, slot) in steps {
                now += SimDuration::from_nanos(gap);
                match (pool.state(SlotId(slot)), gap % 2) {
                    (SlotState::Down, _) => pool.bring_up(now, SlotId(slot)),
                    (SlotState::Idle, 0) => pool.occupy(now, SlotId(slot)),
                    (SlotState::Busy, 0) => pool.release(now, SlotId(slot)),
                    (state, _) => prop_assert_eq!(pool.take_down(now, SlotId(slot)), state),
                }
                let states = || (0..70).map(|slot| pool.state(SlotId(slot)));
                prop_assert_eq!(pool.busy() as usize, states().filter(|state| *state == SlotState::Busy).count());
                prop_assert_eq!(pool.idle() as usize, states().filter(|state| *state == SlotState::Idle).count());
            }
            for slot in 0..70 {
                let times = pool.times(now, SlotId(slot));
                prop_assert_eq!(times.busy + times.idle + times.down, now.since(SimTime::ZERO));
            }
            let totals = pool.totals(now);
            prop_assert_eq!(totals.busy + totals.idle + totals.down, 70 * u128::from(now.as_nanos()));
        }
    }
}
