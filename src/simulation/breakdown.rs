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
    /// Whether it is to be repaired then.
    is_out: bool,
    /// From when to when it has been broken so far; the last still is where it has no end.
    past: Vec<(SimTime, Option<SimTime>)>,
}

impl Breakdowns {
    pub(super) fn new(seed: u64, failures: &[RandomFailure]) -> Self {
        let breakdown = |(place, failure): (usize, &RandomFailure)| {
            let own = failure.name.clone().unwrap_or_else(|| place.to_string());
            let mut stream = Stream::named(seed, &format!("random_failures.{own}"));
            let due = SimTime::ZERO + at_least_an_instant(failure.mtbf.sample(&mut stream));
            Breakdown { failure: failure.clone(), stream, due, is_out: false, past: Vec::new() }
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
        one.is_out = !one.is_out;
        let (kind, law) = if one.is_out {
            one.past.push((now, None));
            (StepKind::Begin, &one.failure.mttr)
        } else {
            (StepKind::End, &one.failure.mtbf)
        };
        one.due = now + at_least_an_instant(law.sample(&mut one.stream));
        Some(Step { at: now, action: FIRST_RANDOM + place, kind })
    }

    /// Notes what is broken no more, whether by its own repair, by somebody's, or because there was nothing to break.
    pub(super) fn note_repairs(&mut self, now: SimTime, lasts: impl Fn(u16) -> bool) {
        let leaving =
            (FIRST_RANDOM..).zip(&mut self.all).filter(|(_, one)| one.failure.deed.leaves_something());
        for (number, one) in leaving {
            match one.past.last_mut() {
                Some((from, None)) if !lasts(number) && *from == now => drop(one.past.pop()),
                Some((_, to @ None)) if !lasts(number) => *to = Some(now),
                _ => {}
            }
        }
    }

    /// For each, the stretches in which it was broken, the last to `now` if it still is.
    pub(super) fn stretches(&self, now: SimTime) -> impl Iterator<Item = Vec<(SimTime, SimTime)>> {
        self.all.iter().map(move |one| one.past.iter().map(|(from, to)| (*from, to.unwrap_or(now))).collect())
    }

    /// When the one with this number broke for an outage with these first pages and this peak: the first time of which
    /// something was left when those were begun, for a page may be begun before the fault that it meets; else the last
    /// time before.
    pub(super) fn broke_for(&self, number: u16, from: SimTime, peak: SimTime) -> Option<SimTime> {
        let one = self.all.get(usize::from(number.checked_sub(FIRST_RANDOM)?))?;
        let turns = || one.past.iter().take_while(|(broke, _)| *broke <= peak.max(from));
        let lasts = turns().find(|(_, to)| to.is_none_or(|end| end > from));
        lasts.or_else(|| turns().last()).or_else(|| one.past.first()).map(|(broke, _)| *broke)
    }
}
