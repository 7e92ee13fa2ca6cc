//! What is kept for one named stretch of the run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Latency, Tally};
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{Blame, FailureKind, Outcome, ROUTES_MAX, RequestClass, Stage, Station, Word};

/// Counts since the beginning of the run, of what a window's ends are compared by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// Answers finished by gunicorn's workers, whether or not anybody still waited.
    pub executions: u64,
    /// Those of them that nobody waited for any more.
    pub wasted: u64,
    /// Those of them that were good and that somebody still waited for.
    pub goodput: u64,
    /// Attempts beyond the first of their request: by the retry policy, or by a browser whose reused connection was
    /// closed under it.
    pub retries: u64,
    /// Bytes of answers sent.
    pub bytes: u64,
}

/// How much a station was in use since the beginning of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StationUse {
    /// Busy servers (or items present) times time \[ns\].
    pub busy: u128,
    /// Servers that were up (or places) times time \[ns\].
    pub capacity: u128,
}

/// Everything that a window's ends are compared by, at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// The moment.
    pub at: SimTime,
    /// The counts so far.
    pub counters: Counters,
    /// The stations so far, in the vocabulary's order.
    pub stations: [StationUse; Station::COUNT],
    /// How often each thing has happened so far, in the vocabulary's order.
    pub happened: Vec<u64>,
    /// How often each log line has been written so far, in the vocabulary's order.
    pub written: Vec<u64>,
}

/// The requests for one route that were begun in a window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RouteTally {
    /// Those begun, and how they ended.
    pub requests: Tally,
    /// How long the good ones took.
    pub latency: Latency,
}

impl Default for RouteTally {
    fn default() -> Self {
        Self { requests: Tally::default(), latency: Latency::coarse() }
    }
}

/// One window's counts and latencies: of everything that was begun in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WindowTally {
    /// Its first moment.
    pub from: SimTime,
    /// The first moment after it.
    pub to: SimTime,
    /// Pages begun in it.
    pub pages: Tally,
    /// How long the good ones of them took.
    pub page_latency: Latency,
    /// Requests begun in it, by class.
    pub requests: [Tally; 2],
    /// How long the good ones of them took, by class.
    pub request_latency: [Latency; 2],
    /// The same for each route, in the application's order, as far as they were asked for.
    pub routes: Vec<RouteTally>,
    /// How long the good requests were in each stage, of those that were in it at all.
    pub stages: [Latency; Stage::COUNT],
    /// Failed pages by how they failed and who is to blame.
    #[serde(with = "super::pairs")]
    pub blames: BTreeMap<(FailureKind, Blame), u64>,
    /// Attempts begun in it.
    pub attempts: Tally,
    /// The state of things at its first moment.
    pub opening: Option<Observation>,
    /// The state of things at its end.
    pub closing: Option<Observation>,
}

impl WindowTally {
    /// A window with nothing in it.
    pub fn new(from: SimTime, to: SimTime) -> Self {
        Self {
            from,
            to,
            pages: Tally::default(),
            page_latency: Latency::default(),
            requests: Default::default(),
            request_latency: Default::default(),
            routes: Vec::new(),
            stages: std::array::from_fn(|_| Latency::coarse()),
            blames: BTreeMap::new(),
            attempts: Tally::default(),
            opening: None,
            closing: None,
        }
    }

    /// Whether what was begun at `begun` counts here.
    pub fn holds(&self, begun: SimTime) -> bool {
        self.from <= begun && begun < self.to
    }

    /// A request for a route begins.
    pub(super) fn route_begins(&mut self, route: u16) {
        let place = usize::from(route);
        if route < ROUTES_MAX {
            if self.routes.len() <= place {
                self.routes.resize_with(place + 1, RouteTally::default);
            }
            self.routes[place].requests.begin();
        }
    }

    /// One ends, after so long.
    pub(super) fn route_ends(&mut self, route: u16, latency: SimDuration, outcome: Outcome) {
        if let Some(tally) = self.routes.get_mut(usize::from(route)) {
            tally.requests.end(outcome);
            if outcome == Outcome::Good {
                tally.latency.record(latency);
            }
        }
    }

    /// A good request has spent so long in each stage.
    pub(super) fn stages_end(&mut self, spent: &[SimDuration; Stage::COUNT]) {
        for (stage, spent) in self.stages.iter_mut().zip(spent).filter(|(_, spent)| !spent.is_zero()) {
            stage.record(*spent);
        }
    }

    /// The requests of one class.
    pub fn requests_of(&self, class: RequestClass) -> &Tally {
        &self.requests[class.index()]
    }
}
