//! Whether several runs say anything about the long run.
//!
//! An interval over replications is about runs like these: as long, from an empty site, under the same timeline. Where
//! nothing happens to the site and its load stays the same, people read it as more: as what the site does for ever. That
//! holds only if there is such a state. At a load of one or more the queue grows as long as the run does, and no length
//! of run says what its mean is in the end: then no interval is given. Close below, the mean exists, but it rests on few
//! and long waves of the queue, so that runs differ much and lean to one side; the interval is given, with a warning.
//!
//! # Load
//!
//! The share of its time that a station would be busy if all that came were served: its utilisation, times requests of the
//! application begun over answered. Below saturation as much is answered as begins, and load is utilisation.

use crate::scenario::Plan;
use crate::simulation::Report;
use crate::units::SimDuration;
use crate::vocabulary::{ActionKind, RequestClass, Station, Word};

use crate::expectation::against_theory::NEAR_SATURATION;

/// What one run adds to what is known of the load.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Work {
    /// Busy time and capacity time of each station in the window `all` \[ns\], in the vocabulary's order.
    stations: [(u128, u128); Station::COUNT],
    /// Requests of the application begun in it.
    begun: u64,
    /// Answers of gunicorn's workers in it.
    answered: u64,
}

/// Whether intervals may be read as what the site does in the long run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LongRun {
    /// They are about runs like these alone: something happens to the site, or its load changes.
    Transient(Why),
    /// There is a steady state, and this station is the busiest.
    Steady {
        /// The busiest station that serves.
        station: Station,
        /// The share of its time that it is busy.
        utilisation: f64,
    },
    /// There is none: more comes than this station can do.
    Unstable {
        /// The station.
        station: Station,
        /// The share of its time that it would have to be busy: 1 or more.
        load: f64,
    },
}

/// Why runs say nothing about the long run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Something happens to the site.
    Timeline,
    /// Visitors come more often at one time than at another, or as listed.
    Arrivals,
    /// The window was not observed to its end, or nothing was asked of the machine.
    NothingMeasured,
}

impl Work {
    /// What a run did in the window `all`.
    pub fn of(report: &Report) -> Self {
        let Some(all) = report.windows.first() else { return Self::default() };
        let (Some(opening), Some(closing)) = (&all.tally.opening, &all.tally.closing) else {
            return Self::default();
        };
        let used = |station: &Station| {
            let (before, after) = (opening.stations[station.index()], closing.stations[station.index()]);
            (after.busy - before.busy, after.capacity - before.capacity)
        };
        let mut stations = [(0, 0); Station::COUNT];
        for station in Station::ALL {
            stations[station.index()] = used(station);
        }
        Self {
            stations,
            begun: all.tally.requests_of(RequestClass::Dynamic).begun(),
            answered: closing.counters.executions - opening.counters.executions,
        }
    }

    /// The work of all these runs.
    pub fn together<'w>(runs: impl IntoIterator<Item = &'w Self>) -> Self {
        let mut sum = Self::default();
        for run in runs {
            for (sum, one) in sum.stations.iter_mut().zip(run.stations) {
                *sum = (sum.0 + one.0, sum.1 + one.1);
            }
            sum.begun += run.begun;
            sum.answered += run.answered;
        }
        sum
    }

    /// The busiest station that serves, and the share of its time that it is busy.
    fn busiest(&self) -> Option<(Station, f64)> {
        let servers = Station::ALL.iter().filter(|station| station.is_server());
        let used = servers.filter_map(|station| {
            let (busy, capacity) = self.stations[station.index()];
            (capacity > 0).then(|| (*station, busy as f64 / capacity as f64))
        });
        used.max_by(|(_, one), (_, other)| one.total_cmp(other))
    }
}

impl LongRun {
    /// What runs of `plan` that did this work say.
    pub fn of(plan: &Plan, work: &Work) -> Self {
        let disturbs = |action: &crate::scenario::Action| action.deed.kind() != ActionKind::Load;
        let (timeline, load) = (&plan.settings.timeline, plan.settings.timeline.len());
        if timeline.iter().any(disturbs) {
            return Self::Transient(Why::Timeline);
        }
        let groups = &plan.settings.client.groups;
        if load > 0 || groups.iter().any(|group| !group.arrivals.is_stationary()) {
            return Self::Transient(Why::Arrivals);
        }
        let Some((station, utilisation)) = work.busiest().filter(|_| work.answered > 0) else {
            return Self::Transient(Why::NothingMeasured);
        };
        let is_open = groups.iter().any(|group| !group.arrivals.is_closed());
        let load = utilisation * (work.begun as f64 / work.answered as f64).max(1.0);
        if is_open && load >= 1.0 {
            return Self::Unstable { station, load };
        }
        Self::Steady { station, utilisation }
    }

    /// Whether an interval of the long run may be given at all.
    pub fn has_an_interval(&self) -> bool {
        !matches!(self, Self::Unstable { .. })
    }

    /// What a reader of the intervals must be told, if anything.
    pub fn warning(&self, warm_up: SimDuration) -> Option<String> {
        match self {
            Self::Unstable { station, load } => Some(format!(
                "no interval: the load of {station} is {} of what it can do, so its queue grows as long as the \
                 run does and there is no mean in the long run to be near to; a longer run would find another",
                crate::expectation::share(*load)
            )),
            Self::Steady { station, utilisation } if *utilisation > NEAR_SATURATION => Some(format!(
                "{station} is {} busy: so near saturation the intervals cover the mean of the long run less \
                 often than they say; a longer run and warm-up would help",
                crate::expectation::share(*utilisation)
            )),
            Self::Steady { .. } if warm_up.is_zero() => Some(
                "nothing is cut off at the beginning, so that the empty site counts: run.warm_up leaves it out"
                    .to_owned(),
            ),
            _ => None,
        }
    }

    /// What the intervals are about, in a few words.
    pub fn about(&self) -> &'static str {
        match self {
            Self::Steady { .. } => "the long run of a site that nothing happens to",
            Self::Unstable { .. } => "nothing: there is no steady state",
            Self::Transient(Why::Timeline) => "runs like these, with what happens in them",
            Self::Transient(Why::Arrivals) => "runs like these, with a load that changes",
            Self::Transient(Why::NothingMeasured) => "runs like these",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: &str = r#"{"schema_version": 1, "title": "t", "run": {"duration": "60s"}"#;

    fn plan(rest: &str) -> Plan {
        crate::scenario::read(&format!("{SITE}{rest}}}")).expect("a valid scenario").plan
    }

    fn work(busy: u128, begun: u64, answered: u64) -> Work {
        let mut stations = [(0, 0); Station::COUNT];
        stations[Station::GunicornWorkers.index()] = (busy, 1_000);
        stations[Station::GunicornBacklog.index()] = (1_000, 1_000);
        Work { stations, begun, answered }
    }

    #[test]
    fn at_a_load_of_one_there_is_no_interval_and_near_it_a_warning() {
        let of = |busy, begun, answered| LongRun::of(&plan(""), &work(busy, begun, answered));
        let calm = of(500, 100, 100);
        assert_eq!(calm, LongRun::Steady { station: Station::GunicornWorkers, utilisation: 0.5 });
        assert_eq!(calm.warning(SimDuration::from_secs(5)), None);
        assert!(calm.warning(SimDuration::ZERO).expect("the empty site").contains("warm_up"));
        let near = of(950, 100, 100).warning(SimDuration::from_secs(5)).expect("a warning");
        assert!(near.contains("95 % busy"), "{near}");
        let full = of(999, 150, 100);
        assert!(!full.has_an_interval());
        assert!(full.warning(SimDuration::ZERO).expect("why").contains("149.85 %"), "{full:?}");
    }

    #[test]
    fn users_who_wait_send_nothing_so_that_their_load_is_never_too_much() {
        let closed = plan(r#", "visitors": {"arrivals": {"users": {"count": 9, "think_time": "1s"}}}"#);
        assert!(LongRun::of(&closed, &work(1_000, 150, 100)).has_an_interval());
    }

    #[test]
    fn a_site_to_which_something_happens_has_no_long_run() {
        let of = |rest| LongRun::of(&plan(rest), &work(999, 150, 100));
        let plug = of(r#", "timeline": [{"at": "9s", "power_loss": {}}]"#);
        assert_eq!(plug, LongRun::Transient(Why::Timeline));
        let spike = of(r#", "timeline": [{"at": "9s", "spike": {"factor": 2}}]"#);
        assert_eq!(spike, LongRun::Transient(Why::Arrivals));
        let listed = of(r#", "visitors": {"arrivals": {"at": ["1s", "2s"]}}"#);
        assert_eq!(listed, LongRun::Transient(Why::Arrivals));
        let nothing = LongRun::of(&plan(""), &work(0, 0, 0));
        assert_eq!(nothing, LongRun::Transient(Why::NothingMeasured));
    }
}
