//! Finding out how a visit went that nobody watched: by running again to it.

use crate::simulation::Simulation;
use crate::snapshot::PageJourney;

use super::{Playback, run_on};

/// A second run on the trail of one visit. It takes the same course as the one that is shown.
#[derive(Clone, Debug)]
pub(super) struct Detective {
    visit: u64,
    run: Simulation,
}

impl Detective {
    /// Begins where the visit had not yet.
    pub(super) fn new(visit: u64, playback: &Playback) -> Self {
        let mut run = playback.checkpoints.with_fewer_visits_than(visit).clone();
        run.follow(visit);
        Self { visit, run }
    }

    /// Whom it follows.
    pub(super) fn visit(&self) -> u64 {
        self.visit
    }

    /// Whether this run may be that of `playback`, which may have gone back or been changed since.
    pub(super) fn is_behind(&self, playback: &Playback) -> bool {
        self.run.now() <= playback.simulation.now()
    }

    /// Catches up with `playback` as long as `has_time` says so.
    pub(super) fn catch_up(&mut self, playback: &Playback, mut has_time: impl FnMut() -> bool) {
        let goal = playback.simulation.now();
        while self.run.now() < goal && has_time() {
            run_on(&mut self.run, &playback.recording, goal);
        }
    }

    /// What it has found out.
    pub(super) fn journey(&self) -> Option<&PageJourney> {
        self.run.journey(self.visit)
    }
}
