//! Limits that somebody has turned for the worse while the site runs, and who did.

use serde::{Deserialize, Serialize};

use super::super::settings::knob::Value;
use crate::units::SimDuration;
use crate::vocabulary::{Knob, Layer, Limit, Word};

/// What was turned for the worse and is not what it was yet, or still has a queue from that time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct LoweredLimits {
    all: Vec<Lowered>,
    /// What each knob that was turned stood at in the beginning.
    first: Vec<(Knob, Value)>,
    /// The limits that pages have met, and at which somebody may still queue.
    met: Vec<Limit>,
}

/// A limit that somebody has lowered.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Lowered {
    limit: Limit,
    knob: Knob,
    action: u16,
    /// What it was before.
    was: Value,
    /// A crowd has come since, that may have been too much for the limit as it was.
    before_the_crowd: bool,
    /// It is what it was, but what queued up meanwhile has not been served yet.
    draining: bool,
}

/// Which way a knob is turned for the worse, and the limit that is lowered by it: one of its own, or the memory that
/// more of it takes.
fn limits_of(knob: Knob) -> impl Iterator<Item = (Limit, Worse)> {
    let memory = matches!(knob, Knob::BufferPoolSize | Knob::Workers).then_some((Limit::Memory, Worse::More));
    knob.limit().map(|limit| (limit, Worse::Less)).into_iter().chain(memory)
}

/// Which way is worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Worse {
    Less,
    More,
}

impl Worse {
    /// Whether `now` is worse than `was`. A `timeout` of zero is none.
    fn is(self, knob: Knob, now: Value, was: Value) -> bool {
        let endless = |value| match (knob, value) {
            (Knob::Timeout, Value::Span(SimDuration::ZERO)) => Value::Span(SimDuration::MAX),
            _ => value,
        };
        let (now, was) = (endless(now), endless(was));
        match self {
            Self::Less => now < was,
            Self::More => now > was,
        }
    }
}

impl LoweredLimits {
    /// `action` turns a knob from `before` to `now`. A limit that pages met already was not well before.
    pub(super) fn turn(&mut self, knob: Knob, before: Value, now: Value, action: u16) {
        let known = self.first.iter().find(|(turned, _)| *turned == knob).map(|(_, first)| *first);
        let first = known.unwrap_or_else(|| {
            self.first.push((knob, before));
            before
        });
        for lowered in self.all.iter_mut().filter(|lowered| lowered.knob == knob) {
            let worse = if lowered.limit == Limit::Memory { Worse::More } else { Worse::Less };
            lowered.draining = !worse.is(knob, now, lowered.was);
        }
        for (limit, worse) in limits_of(knob) {
            let was = if worse.is(knob, first, before) { first } else { before };
            let was_well = !self.met.iter().any(|met| *met == limit || shows(*met, limit));
            if worse.is(knob, now, was) && was_well {
                let (before_the_crowd, draining) = (false, false);
                self.all.push(Lowered { limit, knob, action, was, before_the_crowd, draining });
            }
        }
    }

    /// A crowd of visitors comes: it is nearer than whoever lowered a limit that nobody has met since.
    pub(super) fn crowd_comes(&mut self) {
        for lowered in &mut self.all {
            let is_met = self.met.iter().any(|met| *met == lowered.limit || shows(*met, lowered.limit));
            lowered.before_the_crowd |= !is_met;
        }
    }

    /// A page has met the limit.
    pub(super) fn meet(&mut self, limit: Limit) {
        let is_a_knob = || Knob::ALL.iter().any(|knob| knob.limit() == Some(limit));
        if !self.met.contains(&limit) && is_a_knob() {
            self.met.push(limit);
        }
    }

    /// Nobody queues at `layer` any more.
    pub(super) fn drained(&mut self, layer: Layer) {
        let is_there = |limit: Limit| {
            Knob::ALL.iter().any(|knob| queue_of(*knob) == layer && knob.limit() == Some(limit))
        };
        self.met.retain(|limit| !is_there(*limit));
        self.all.retain(|lowered| queue_of(lowered.knob) != layer || !lowered.draining);
    }

    /// Whoever lowered the limit last; beside a crowd only if that came earlier.
    pub(super) fn by_whom(&self, limit: Limit, beside_a_crowd: bool) -> Option<u16> {
        let behind = |lowered: &&Lowered| lowered.limit == limit || shows(limit, lowered.limit);
        let lowered = self.all.iter().rev().find(behind)?;
        (!beside_a_crowd || !lowered.before_the_crowd).then_some(lowered.action)
    }
}

/// Where they queue who wait for what the knob gives.
fn queue_of(knob: Knob) -> Layer {
    if knob == Knob::Cores { Layer::AppServer } else { knob.layer() }
}

/// Whether pages that met `met` may really have met `limit`: with fewer cores all workers are busy, and a route is slow.
const fn shows(met: Limit, limit: Limit) -> bool {
    matches!((met, limit), (Limit::Workers | Limit::Route, Limit::Cores))
}
