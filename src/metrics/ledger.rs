//! The ledger: everything that begins and ends is told here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::window::{Counters, Observation, WindowTally};
use super::{Chronicle, OutageDetector, OutageRule, Recent};
use crate::units::SimTime;
use crate::vocabulary::{Blame, FailureKind, Outcome, RequestClass, Word};

/// A page's place in the ledger, from its beginning to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageTicket(u64);

/// What has been counted so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// The named windows, in the plan's order.
    pub windows: Vec<WindowTally>,
    /// The whole run, from its first moment.
    pub whole: WindowTally,
    /// Counts since the beginning.
    pub counters: Counters,
    /// Outages so far.
    pub outages: OutageDetector,
    /// The last few seconds.
    pub recent: Recent,
    /// What happened to the site.
    pub chronicle: Chronicle,
    /// Failed pages by how they failed and who is to blame.
    #[serde(with = "super::pairs")]
    pub blames: BTreeMap<(FailureKind, Blame), u64>,
}

impl Ledger {
    /// A ledger with nothing in it, for these windows of `[from, to)`.
    pub fn new(windows: &[(SimTime, SimTime)], rule: OutageRule) -> Self {
        Self {
            windows: windows.iter().map(|(from, to)| WindowTally::new(*from, *to)).collect(),
            whole: WindowTally::new(SimTime::ZERO, SimTime::MAX),
            counters: Counters::default(),
            outages: OutageDetector::new(rule),
            recent: Recent::default(),
            chronicle: Chronicle::default(),
            blames: BTreeMap::new(),
        }
    }

    /// A page begins; `way_in` is who holds the way to the site at the moment.
    pub fn page_begins(&mut self, now: SimTime, way_in: Blame) -> PageTicket {
        self.each_window(now, |window| window.pages.begin());
        PageTicket(self.outages.begin(now, way_in))
    }

    /// A page that was begun at `begun` ends.
    pub fn page_ends(
        &mut self,
        ticket: PageTicket,
        begun: SimTime,
        now: SimTime,
        outcome: Outcome,
        blame: Blame,
    ) {
        let latency = now - begun;
        self.each_window(begun, |window| {
            window.pages.end(outcome);
            if outcome == Outcome::Good {
                window.page_latency.record(latency);
            }
        });
        if let Outcome::Failed(kind) = outcome {
            *self.blames.entry((kind, blame)).or_default() += 1;
        }
        self.recent.ended(now, outcome == Outcome::Good, latency);
        self.outages.end(ticket.0, outcome.failure().map(|kind| (kind, blame)));
    }

    /// A request begins.
    pub fn request_begins(&mut self, now: SimTime, class: RequestClass) {
        self.each_window(now, |window| window.requests[class.index()].begin());
    }

    /// A request that was begun at `begun` ends.
    pub fn request_ends(&mut self, class: RequestClass, begun: SimTime, now: SimTime, outcome: Outcome) {
        let latency = now - begun;
        self.each_window(begun, |window| {
            window.requests[class.index()].end(outcome);
            if outcome == Outcome::Good {
                window.request_latency[class.index()].record(latency);
            }
        });
    }

    /// A try of a request begins.
    pub fn attempt_begins(&mut self, now: SimTime) {
        self.each_window(now, |window| window.attempts.begin());
    }

    /// A try of a request that was begun at `begun` ends.
    pub fn attempt_ends(&mut self, begun: SimTime, outcome: Outcome) {
        self.each_window(begun, |window| window.attempts.end(outcome));
    }

    /// A gunicorn worker has finished an answer, for somebody or for nobody.
    pub fn execution_ends(&mut self, outcome: Outcome, wanted: Wanted) {
        self.counters.executions += 1;
        match (wanted, outcome) {
            (Wanted::ByNobody, _) => self.counters.wasted += 1,
            (Wanted::BySomebody, Outcome::Good) => self.counters.goodput += 1,
            (Wanted::BySomebody, Outcome::Failed(_)) => {}
        }
    }

    /// The state of things at a window's end.
    pub fn observe(&mut self, observation: &Observation) {
        for window in &mut self.windows {
            if window.from == observation.at {
                window.opening = Some(observation.clone());
            }
            if window.to == observation.at {
                window.closing = Some(observation.clone());
            }
        }
    }

    /// Every moment at which some window begins or ends, in order, each once.
    pub fn observation_times(&self) -> Vec<SimTime> {
        let mut times: Vec<SimTime> =
            self.windows.iter().flat_map(|window| [window.from, window.to]).collect();
        times.sort_unstable();
        times.dedup();
        times
    }

    fn each_window(&mut self, begun: SimTime, mut tell: impl FnMut(&mut WindowTally)) {
        tell(&mut self.whole);
        self.windows.iter_mut().filter(|window| window.holds(begun)).for_each(tell);
    }
}

/// Whether anybody still waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wanted {
    /// A visitor waits.
    BySomebody,
    /// The visitor has left, or nginx has given up.
    ByNobody,
}
