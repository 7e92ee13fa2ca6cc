//! Where a run can be gone back to.

use crate::simulation::Simulation;
use crate::units::{SimDuration, SimTime};

/// The most that are kept: when there are more, every second one goes and the others stand twice as far apart.
const CHECKPOINTS_MAX: usize = 48;

/// How far apart the first ones stand [simulated time].
const SPACING: SimDuration = SimDuration::from_secs(1);

/// Clones of a run, by their moments. The first stands at its beginning.
#[derive(Clone, Debug)]
pub(super) struct Checkpoints {
    kept: Vec<Simulation>,
    spacing: SimDuration,
}

impl Checkpoints {
    /// Only the beginning.
    pub(super) fn new(beginning: Simulation) -> Self {
        Self { kept: vec![beginning], spacing: SPACING }
    }

    /// Keeps `simulation` if it is far enough from the last one.
    pub(super) fn offer(&mut self, simulation: &Simulation) {
        let last = self.kept.last().expect("the beginning is kept").now();
        if simulation.now() < last + self.spacing {
            return;
        }
        self.kept.push(simulation.clone());
        if self.kept.len() > CHECKPOINTS_MAX {
            let mut place = 0;
            self.kept.retain(|_| {
                place += 1;
                place % 2 == 1
            });
            self.spacing = self.spacing * 2;
        }
    }

    /// The last one that is not after `moment`.
    pub(super) fn before(&self, moment: SimTime) -> &Simulation {
        let place = self.kept.partition_point(|kept| kept.now() <= moment);
        &self.kept[place.saturating_sub(1)]
    }

    /// The last one at which this visit had not begun.
    pub(super) fn with_fewer_visits_than(&self, visit: u64) -> &Simulation {
        let place = self.kept.partition_point(|kept| kept.visits_begun() < visit);
        &self.kept[place.saturating_sub(1)]
    }

    /// Forgets those after `moment`.
    pub(super) fn forget_after(&mut self, moment: SimTime) {
        self.kept.retain(|kept| kept.now() <= moment);
    }
}
