//! What breaks by chance while a run goes on: when it breaks next, and when it is repaired.
//!
//! ```text
//! runs -- mtbf drawn --> breaks (the action begins) -- mttr drawn --> repaired (the action ends) -- mtbf drawn --> ...
//! ```
//!
//! Like the timeline's, these actions stay outside the sequence of events. Each draws from a stream of its own, which has
//! its name or else its place, so that nothing else is reshuffled by it.

use serde::{Deserialize, Serialize};

use crate::engine::Stream;
use crate::topology::operation::random_failure::at_least_an_instant;
use crate::topology::operation::{Step, StepKind};
use crate::topology::settings::{FIRST_RANDOM, RandomFailure};
use crate::units::SimTime;

/// What breaks by chance, in the order of the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Breakdowns {
    all: Vec<Breakdown>,
}

/// One of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Breakdown {
    failure: RandomFailure,
    stream: Stream,
    /// When it breaks or is repaired.
    due: SimTime,
    /// The moments at which it has broken and been repaired so far, in turn.
    past: Vec<SimTime>,
}

impl Breakdowns {
    pub(super) fn new(seed: u64, failures: &[RandomFailure]) -> Self {
        let breakdown = |(place, failure): (usize, &RandomFailure)| {
            let own = failure.name.clone().unwrap_or_else(|| place.to_string());
            let mut stream = Stream::named(seed, &format!("random_failures.{own}"));
            let due = SimTime::ZERO + at_least_an_instant(failure.mtbf.sample(&mut stream));
            Breakdown { failure: failure.clone(), stream, due, past: Vec::new() }
        };
        Self { all: failures.iter().enumerate().map(breakdown).collect() }
    }

    /// When the next one breaks or is repaired.
    pub(super) fn next(&self) -> Option<SimTime> {
        self.all.iter().map(|one| one.due).min()
    }

    /// The first in the order of the file that breaks or is repaired now, and what is done for it.
    pub(super) fn due(&mut self, now: SimTime) -> Option<Step> {
        let (place, one) = (0..).zip(&mut self.all).find(|(_, one)| one.due <= now)?;
        one.past.push(now);
        let (kind, law) = match one.past.len() % 2 {
            1 => (StepKind::Begin, &one.failure.mttr),
            _ => (StepKind::End, &one.failure.mtbf),
        };
        one.due = now + at_least_an_instant(law.sample(&mut one.stream));
        Some(Step { at: now, action: FIRST_RANDOM + place, kind })
    }

    /// For each, the stretches in which it was broken, the last to `now` if it still is.
    pub(super) fn stretches(&self, now: SimTime) -> impl Iterator<Item = Vec<(SimTime, SimTime)>> {
        self.all.iter().map(move |one| {
            let turns = one.past.chunks(2);
            turns.map(|turn| (turn[0], turn.get(1).copied().unwrap_or(now))).collect()
        })
    }

    /// When the one with this number broke for an outage with these first pages and this peak: the first time of which
    /// something was left when those were begun, for a page may be begun before the fault that it meets; else the last
    /// time before.
    pub(super) fn broke_for(&self, number: u16, from: SimTime, peak: SimTime) -> Option<SimTime> {
        let one = self.all.get(usize::from(number.checked_sub(FIRST_RANDOM)?))?;
        let turns = || one.past.chunks(2).take_while(|turn| turn[0] <= peak.max(from));
        let lasts = turns().find(|turn| turn.get(1).is_none_or(|end| *end > from));
        lasts.or_else(|| turns().last()).or_else(|| one.past.chunks(2).next()).map(|turn| turn[0])
    }
}
