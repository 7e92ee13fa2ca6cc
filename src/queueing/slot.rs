//! One slot of a pool: what its server is doing, and for how long it has done what.

use serde::{Deserialize, Serialize};

use crate::units::{SimDuration, SimTime};

/// Which slot of a [`super::ServerPool`], from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SlotId(pub u32);

/// What the server in a slot is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SlotState {
    /// There is none, or it does not work.
    Down,
    /// It waits for work.
    Idle,
    /// It works, or is held by somebody who does.
    Busy,
}

/// How long a slot has been in each state so far; the three sum to the time asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotTimes {
    /// Time at work.
    pub busy: SimDuration,
    /// Time ready but without work.
    pub idle: SimDuration,
    /// Time out of service.
    pub down: SimDuration,
}

/// How long all slots together have been in each state so far [slot x ns].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolTimes {
    /// Time at work.
    pub busy: u128,
    /// Time ready but without work.
    pub idle: u128,
    /// Time out of service.
    pub down: u128,
}

/// A slot, with its times up to its last change.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Slot {
    state: SlotState,
    changed: SimTime,
    times: SlotTimes,
}

impl Slot {
    /// A slot that has been down from the beginning until `now`, and is.
    pub(super) fn down_until(now: SimTime) -> Self {
        let down = now.since(SimTime::ZERO);
        Self { state: SlotState::Down, changed: now, times: SlotTimes { down, ..SlotTimes::default() } }
    }

    /// What the server in it is doing.
    pub(super) const fn state(&self) -> SlotState {
        self.state
    }

    /// Changes the state and says what it was.
    #[inline]
    pub(super) fn enter(&mut self, now: SimTime, state: SlotState) -> SlotState {
        let span = self.span(now);
        self.times.add(self.state, span);
        self.changed = now;
        std::mem::replace(&mut self.state, state)
    }

    /// How long it has been in each state, up to `now`.
    pub(super) fn times_at(&self, now: SimTime) -> SlotTimes {
        let mut times = self.times;
        times.add(self.state, self.span(now));
        times
    }

    /// Since the last change.
    #[inline]
    fn span(&self, now: SimTime) -> SimDuration {
        assert!(self.changed <= now, "a slot is changed in order of time");
        now.since(self.changed)
    }
}

impl SlotTimes {
    #[inline]
    fn add(&mut self, state: SlotState, span: SimDuration) {
        match state {
            SlotState::Down => self.down += span,
            SlotState::Idle => self.idle += span,
            SlotState::Busy => self.busy += span,
        }
    }
}
