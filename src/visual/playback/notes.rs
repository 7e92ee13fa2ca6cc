//! How the site stood, noted on the way.

use crate::snapshot::{Site, Standing};
use crate::units::{SimDuration, SimTime};

/// How often it is noted [simulated time].
const EVERY: SimDuration = SimDuration::from_millis(250);

/// From `at` on, the site stood so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// Since when.
    pub at: SimTime,
    /// How.
    pub standing: Standing,
}

/// Each change of how the site stood. It is noted at fixed moments of the simulated clock, whatever frames there are, so
/// that whoever plays the same run twice is told the same.
#[derive(Clone, Debug)]
pub(super) struct Notes {
    changes: Vec<Note>,
}

impl Default for Notes {
    fn default() -> Self {
        Self { changes: vec![Note { at: SimTime::ZERO, standing: Standing::Unseen }] }
    }
}

impl Notes {
    /// The next moment at which something is noted.
    pub(super) fn next(now: SimTime) -> SimTime {
        SimTime::from_nanos((now.as_nanos() / EVERY.as_nanos() + 1) * EVERY.as_nanos())
    }

    /// Whether `now` is such a moment.
    pub(super) fn is_due(now: SimTime) -> bool {
        now.as_nanos().is_multiple_of(EVERY.as_nanos())
    }

    /// Notes how `site` stands, if it has not been noted before somebody went back.
    pub(super) fn write(&mut self, site: &Site) {
        let (at, standing) = (site.now, Standing::of(site));
        let place = self.changes.partition_point(|note| note.at <= at);
        if place == self.changes.len() && self.changes[place - 1].standing != standing {
            self.changes.push(Note { at, standing });
        }
    }

    /// The changes up to `moment`, the first of them at the beginning.
    pub(super) fn until(&self, moment: SimTime) -> &[Note] {
        &self.changes[..self.changes.partition_point(|note| note.at <= moment)]
    }

    /// All changes that are known.
    pub(super) fn changes(&self) -> impl Iterator<Item = &Note> {
        self.changes.iter()
    }

    /// Forgets those after `moment`.
    pub(super) fn forget_after(&mut self, moment: SimTime) {
        self.changes.retain(|note| note.at <= moment);
    }
}
