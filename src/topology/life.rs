//! The life of a program on the machine: it is started, runs, stops and is started again.

use serde::{Deserialize, Serialize};

/// Where a program is in its life. The number changes with every turn of it, so that what comes late for an earlier one
/// is recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Life<Phase> {
    pub(super) number: u32,
    pub(super) phase: Phase,
}

/// What follows a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum AfterStop {
    /// It is started again: a restart.
    Start,
    /// Nobody starts it.
    StayDown,
}

impl<Phase: Copy + PartialEq> Life<Phase> {
    /// A program that has been in this phase for long.
    pub(super) fn new(phase: Phase) -> Self {
        Self { number: 0, phase }
    }

    /// A turn of its life, and that turn's number.
    pub(super) fn go(&mut self, phase: Phase) -> u32 {
        self.number += 1;
        self.phase = phase;
        self.number
    }

    /// Whether it is still in the phase that the turn with this number began.
    pub(super) fn is(self, number: u32, phase: Phase) -> bool {
        self.number == number && self.phase == phase
    }
}
