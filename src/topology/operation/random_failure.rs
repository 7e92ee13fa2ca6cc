//! Failures that come by chance: something runs for a time, is broken for a time, and so on for the whole run.
//!
//! Each is an action without a time of its own, with a law for how long it runs between two failures (MTBF) and one for how
//! long it takes to repair (MTTR). Which of them is to blame is told by a number beyond those of the timeline's actions.

use serde::{Deserialize, Serialize};

use super::super::settings::Settings;
use super::settings::Deed;
use crate::engine::Distribution;
use crate::units::SimDuration;

/// The number of the first as an action; the timeline's are below.
pub const FIRST_RANDOM: u16 = 1 << 15;

/// Something that breaks by chance, is repaired, and breaks again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RandomFailure {
    /// What its author calls it; its random stream is named after it.
    pub name: Option<String>,
    /// From a repair to the next failure.
    pub mtbf: Distribution,
    /// From a failure to its repair.
    pub mttr: Distribution,
    /// What breaks; its end is left to `mttr`.
    pub deed: Deed,
    /// What its author wrote beside it.
    pub note: Option<String>,
}

impl Settings {
    /// What the action with this number does: one of the timeline, or one that comes by chance.
    pub fn deed(&self, number: u16) -> Option<Deed> {
        match number.checked_sub(FIRST_RANDOM) {
            Some(place) => self.random_failures.get(usize::from(place)).map(|failure| failure.deed),
            None => self.timeline.get(usize::from(number)).map(|action| action.deed),
        }
    }
}

/// A law's draw as a span in which something can happen: at least a nanosecond.
pub fn at_least_an_instant(span: SimDuration) -> SimDuration {
    span.max(SimDuration::from_nanos(1))
}
