//! A scenario, checked and typed: what a run is made from.

use serde::{Deserialize, Serialize};

use super::class::Class;

use crate::topology::settings::operation::Deed;
use crate::topology::settings::{FIRST_RANDOM, Settings};
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{
    ActionName, Aggregate, FailureKind, Happening, Layer, Limit, Message, Metric, Prediction, Probe,
    RequestClass, Station, Subject, TheoryLaw,
};

/// A whole scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// What it is called and what it teaches.
    pub identity: Identity,
    /// How it is run.
    pub run: Run,
    /// The site and what happens to it.
    pub settings: Settings,
    /// Named stretches of the run, in the file's order. The first is always `all`: from the warm-up's end to the end.
    pub windows: Vec<Window>,
    /// What counts as an outage.
    pub outage_rule: OutageRule,
    /// What should happen.
    pub expectations: Vec<Expectation>,
    /// What a teacher does with it in front of a class.
    pub class: Option<Class>,
}

impl Plan {
    /// What the action with this number is called: one of the timeline, or one that comes by chance.
    pub fn action_name(&self, number: u16) -> Option<ActionName> {
        self.settings.deed(number).map(Deed::name)
    }

    /// Whether the action with this number comes by chance.
    pub fn comes_by_chance(&self, number: u16) -> bool {
        number >= FIRST_RANDOM
    }

    /// What its author calls the action with this number that comes by chance.
    pub fn random_name(&self, number: u16) -> Option<&str> {
        let place = number.checked_sub(FIRST_RANDOM)?;
        self.settings.random_failures.get(usize::from(place))?.name.as_deref()
    }
}

/// What a scenario is called and what it teaches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Its title.
    pub title: String,
    /// What should be learnt from it.
    pub lesson: Option<String>,
    /// What is expected to happen, in words.
    pub hypothesis: Option<String>,
    /// Words to find it by.
    pub tags: Vec<String>,
}

/// How a scenario is run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// What all random streams grow from. Default 1.
    pub seed: u64,
    /// How long the run is [simulated time].
    pub duration: SimDuration,
    /// How much of the beginning is left out of the window `all`. Default none.
    pub warm_up: SimDuration,
    /// How often it is run, each time with a seed of its own and everything else the same. Default once, at most 10,000.
    pub replications: u32,
    /// How many pages have their journey kept, from the first on. Default 0, at most 1,000.
    pub journeys: u32,
    /// One more page whose journey is kept. Default none.
    pub journey: Option<OneJourney>,
    /// The most events a run may handle before it is stopped as too large. Default 20,000,000.
    pub events_max: u64,
    /// The most requests that may be in flight before a run is stopped as too large. Default 250,000.
    pub in_flight_max: u32,
}

/// A page whose journey is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OneJourney {
    /// That of the visit with this number, counted from 1.
    Visit(u64),
    /// The first begun at this moment or later.
    From(SimTime),
    /// The first that failed so: known once it has run, and kept by running again.
    Failed(FailureKind),
}

/// A named stretch of the run, from `from` up to but not including `to`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// Its name.
    pub name: String,
    /// Its first moment.
    pub from: SimTime,
    /// The first moment after it.
    pub to: SimTime,
}

/// What counts as an outage from the visitor's chair: over any `over` and at least `pages_min` pages, at least `share`
/// of them fail.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutageRule {
    /// The stretch that is looked at. Default 5 s.
    pub over: SimDuration,
    /// The fewest pages that say anything. Default 3.
    pub pages_min: u32,
    /// The share of failed pages from which the site counts as out, in percent. Default 50.
    pub percent: u32,
}

impl Default for OutageRule {
    fn default() -> Self {
        Self { over: SimDuration::from_secs(5), pages_min: 3, percent: 50 }
    }
}

/// What should happen, how strictly, and where the file says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Expectation {
    /// What should happen.
    pub claim: Claim,
    /// Whether the scenario fails without it.
    pub level: Level,
    /// What it means when nothing was measured.
    pub on_no_data: NoData,
    /// Of which runs it must be true, where there are several: always said then.
    pub runs: Option<Runs>,
    /// What the author wrote beside it.
    pub note: Option<String>,
    /// The line of the file [1 is the first].
    pub line: u32,
}

impl Expectation {
    /// From when on what is measured can no longer change: the end of its window, or of the run.
    pub fn settled_at(&self, plan: &Plan) -> SimTime {
        let window = match &self.claim {
            Claim::Metric { window, .. } | Claim::Outcome { window, .. } => Some(*window),
            Claim::Event(claim) => Some(claim.window),
            Claim::Steady { after, .. } => Some(*after),
            Claim::Saturation(claim) => Some(claim.window),
            Claim::Outage(_) | Claim::NoOutage | Claim::Availability { .. } | Claim::Theory(_) => None,
        };
        let end = SimTime::ZERO + plan.run.duration;
        window.map_or(end, |window| plan.windows[usize::from(window)].to)
    }
}

/// Whether an expectation decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Level {
    /// Unmet means that the scenario failed.
    #[default]
    Required,
    /// Told, never decisive.
    Advisory,
}

/// What an expectation says when there is nothing to measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoData {
    /// It is unmet.
    #[default]
    Fail,
    /// It is met.
    Pass,
}

/// Of which runs an expectation must be true, where a scenario is run several times.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Runs {
    /// Of each.
    All,
    /// Of their mean, with the whole of its confidence interval.
    Mean,
    /// Of a share of them that lies within a bound.
    Share(Bound),
}

/// Something that should happen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Claim {
    /// A metric lies within a bound.
    Metric {
        /// What is measured.
        metric: Metric,
        /// Of what: all of it, one route or one stage.
        subject: Subject,
        /// How it is summed up.
        aggregate: Aggregate,
        /// Where it must lie.
        bound: Bound,
        /// The window's place in the plan.
        window: u16,
    },
    /// A share or number of ended pages or requests ended so.
    Outcome {
        /// What is counted.
        of: Counted,
        /// How they ended; nothing: good.
        failure: Option<FailureKind>,
        /// Share or number.
        measure: Measure,
        /// Where it must lie.
        bound: Bound,
        /// The window's place in the plan.
        window: u16,
    },
    /// An outage happens, as stated.
    Outage(OutageClaim),
    /// No outage happens at all.
    NoOutage,
    /// The availability lies within a bound.
    Availability {
        /// Over pages or over time, from the visitor's chair; over time, from the server's.
        by: AvailabilityBy,
        /// Where it must lie, as a share.
        bound: Bound,
    },
    /// Something happens, so often, in an order.
    Event(EventClaim),
    /// The site is well before the first action and again from a moment on.
    Steady {
        /// The window before the first action; nothing without any action.
        before: Option<u16>,
        /// The window from the moment by which it must be well again.
        after: u16,
        /// What being well means: a metric, summed up so, within a bound.
        measures: Vec<(Metric, Aggregate, Bound)>,
    },
    /// A station is the bottleneck.
    Saturation(SaturationClaim),
    /// What was measured agrees with a law of queueing theory.
    Theory(TheoryClaim),
}

/// What must be true of a law, over the window `all`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TheoryClaim {
    /// Which law.
    pub law: TheoryLaw,
    /// What of its predictions.
    pub figure: Prediction,
    /// Where what was measured must lie, as a share of the prediction above it: around 0.
    pub bound: Bound,
}

/// A change of state or a line in a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sign {
    /// The site changed.
    Happened(Happening),
    /// A program wrote a line.
    Wrote(Message),
}

/// What must be true of an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventClaim {
    /// What happens.
    pub sign: Sign,
    /// How often.
    pub count: Bound,
    /// The window's place in the plan.
    pub window: u16,
    /// It happens for the first time after this has for the first time.
    pub after: Option<Sign>,
    /// It happens for the first time before this does.
    pub before: Option<Sign>,
}

/// What must be true of a bottleneck: of all stations, this one is busiest in the window, and busy to this share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SaturationClaim {
    /// Which station.
    pub station: Station,
    /// The share of its capacity from which on it counts as saturated. Default 95 %.
    pub utilisation: f64,
    /// The window's place in the plan.
    pub window: u16,
    /// The longest stretch in which it is saturated starts between these moments, both included.
    pub starts_within: Option<(SimTime, SimTime)>,
    /// And ends between these.
    pub ends_within: Option<(SimTime, SimTime)>,
}

/// What must be true of the outage with this number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutageClaim {
    /// Which outage, counted from 1.
    pub number: u32,
    /// It starts between these moments, both included.
    pub starts_within: Option<(SimTime, SimTime)>,
    /// It lasts between these spans, both included.
    pub lasts_between: Option<(SimDuration, SimDuration)>,
    /// It is over at this moment.
    pub ends_by: Option<SimTime>,
    /// How its first failed page failed.
    pub first_symptom: Option<FailureKind>,
    /// The action that set it off.
    pub action: Option<ActionName>,
    /// The limit that was reached.
    pub limit: Option<Limit>,
    /// The layer in which its first failed page failed.
    pub layer: Option<Layer>,
    /// Whether it was somebody's work on the site.
    pub downtime: Option<Downtime>,
}

/// Whether an outage was somebody's work on the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Downtime {
    /// A maintenance action set it off.
    Planned,
    /// Something else did.
    Unplanned,
}

impl std::fmt::Display for Downtime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Planned => "planned",
            Self::Unplanned => "unplanned",
        })
    }
}

/// What an outcome expectation counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Counted {
    /// Pages.
    Pages,
    /// Requests, of one class or of both.
    Requests(Option<RequestClass>),
}

/// Whether an outcome expectation bounds a share or a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Measure {
    /// Of those that ended.
    Share,
    /// A number.
    Count,
}

/// What availability is taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AvailabilityBy {
    /// Good pages over pages.
    Request,
    /// One less outage time over the horizon.
    Time,
    /// One less the time in which a probe of this sort of route would have failed, over the horizon.
    Server(Probe),
}

/// Where a value must lie. Times are in nanoseconds, shares from 0 to 1, rates a second, counts as they are; all are
/// exact in an `f64` as far as a run can reach.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Bound {
    /// Below.
    Lt(f64),
    /// At most.
    Lte(f64),
    /// Above.
    Gt(f64),
    /// At least.
    Gte(f64),
    /// Exactly.
    Eq(f64),
    /// From the first to the second, both included.
    Between(f64, f64),
    /// Within `tolerance` of `value`, in the same unit.
    Around {
        /// The middle.
        value: f64,
        /// The distance allowed.
        tolerance: f64,
    },
    /// Within `percent` of `value`.
    WithinPercent {
        /// The middle.
        value: f64,
        /// The distance allowed, in percent of the middle.
        percent: f64,
    },
    /// One of these.
    In(Vec<f64>),
}
