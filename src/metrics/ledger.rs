//! The ledger: everything that begins and ends is told here.

use serde::{Deserialize, Serialize};

use super::window::{Counters, Observation, WindowTally};
use super::{
    Chronicle, EndedPage, EndedPages, Logs, Mark, OutageDetector, OutageRule, PageTicket, Recent, Series,
    ServerChair, StationUse,
};
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{Blame, Outcome, RequestClass, Stage, Station, Word};

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
    /// The pages that ended last.
    pub ended: EndedPages,
    /// The whole run at equal steps.
    pub series: Series,
    /// The site from the server's chair.
    pub server: ServerChair,
    /// What happened to the site.
    pub chronicle: Chronicle,
    /// What the programs wrote into their logs.
    pub logs: Logs,
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
            ended: EndedPages::default(),
            series: Series::default(),
            server: ServerChair::default(),
            chronicle: Chronicle::default(),
            logs: Logs::default(),
        }
    }

    /// A page begins.
    pub fn page_begins(&mut self, now: SimTime) -> PageTicket {
        self.each_window(now, |window| window.pages.begin());
        self.outages.begin(now)
    }

    /// A page that was begun at `begun` ends. `blame` is whose fault its failure is or, of a good page, its longest wait.
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
            if let Outcome::Failed(kind) = outcome {
                *window.blames.entry((kind, blame)).or_default() += 1;
            }
        });
        if outcome == Outcome::Good {
            self.series.good_page(latency);
        }
        self.outages.end(ticket, begun, outcome, blame, latency);
        let good = outcome == Outcome::Good;
        let (visit, blame) = (ticket.0 + 1, if good { Blame::default() } else { blame });
        self.ended.add(EndedPage { visit, at: now, took: latency, outcome, blame });
        self.recent.ended(now, good, latency);
    }

    /// A request for a route of this class begins.
    pub fn request_begins(&mut self, now: SimTime, class: RequestClass, route: u16) {
        self.whole.requests[class.index()].begin();
        for window in self.windows.iter_mut().filter(|window| window.holds(now)) {
            window.requests[class.index()].begin();
            window.route_begins(route);
        }
    }

    /// A request that was begun at `begun` ends.
    pub fn request_ends(&mut self, now: SimTime, ended: &EndedRequest, outcome: Outcome) {
        let EndedRequest { class, route, begun, spent } = *ended;
        let (class, latency) = (class.index(), now - begun);
        self.whole.requests[class].end(outcome);
        for window in self.windows.iter_mut().filter(|window| window.holds(begun)) {
            window.requests[class].end(outcome);
            window.route_ends(route, latency, outcome);
            if outcome == Outcome::Good {
                window.request_latency[class].record(latency);
                window.stages_end(&spent);
            }
        }
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

    /// Where the stations stand at the next step of the series.
    pub fn mark(&mut self, stations: [StationUse; Station::COUNT]) {
        let pages = &self.whole.pages;
        let (begun, good, failed) = (pages.begun(), pages.good(), pages.failed());
        let latency_nanos = self.whole.page_latency.sum_nanos();
        self.series.set(Mark { counters: self.counters, stations, begun, good, failed, latency_nanos });
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

/// A request that has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndedRequest {
    /// Who answered it.
    pub class: RequestClass,
    /// What for: the route's place in the application's list.
    pub route: u16,
    /// When it was begun.
    pub begun: SimTime,
    /// How long it was in each stage, in their order.
    pub spent: [SimDuration; Stage::COUNT],
}

/// Whether anybody still waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wanted {
    /// A visitor waits.
    BySomebody,
    /// The visitor has left, or nginx has given up.
    ByNobody,
}
