//! A window's figures: what reports print and expectations are held against.

use serde::Serialize;

use super::window::{Counters, RouteTally, WindowTally};
use super::{Latency, Tally};
use crate::units::SimTime;
use crate::vocabulary::{Aggregate, Metric, RequestClass, Stage, Station, Subject, Word};

/// A latency in figures \[ns\]; all but the count are missing when there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LatencyFigures {
    /// How many were measured.
    pub count: u64,
    /// The mean \[ns\].
    pub mean_ns: Option<u64>,
    /// The smallest \[ns\].
    pub min_ns: Option<u64>,
    /// The median \[ns\].
    pub p50_ns: Option<u64>,
    /// Nine of ten are at most this \[ns\].
    pub p90_ns: Option<u64>,
    /// 95 of a hundred are at most this \[ns\].
    pub p95_ns: Option<u64>,
    /// 99 of a hundred are at most this \[ns\].
    pub p99_ns: Option<u64>,
    /// The largest \[ns\].
    pub max_ns: Option<u64>,
}

/// A station's use in a window.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct StationFigures {
    /// Which station.
    pub station: Station,
    /// Mean number busy, or waiting, or taken.
    pub mean: f64,
    /// Busy time over capacity time; nothing if there was no capacity.
    pub utilisation: Option<f64>,
}

/// One value of a window, and how many samples it rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// The value: nanoseconds, a share, a rate a second or a count.
    pub value: f64,
    /// How many pages, requests or executions it rests on; for levels, the nanoseconds of the window.
    pub samples: u64,
}

/// Everything that a window has to say.
#[derive(Clone, Debug)]
pub struct WindowFigures<'a> {
    tally: &'a WindowTally,
}

impl LatencyFigures {
    /// The figures of `latency`.
    pub fn of(latency: &Latency) -> Self {
        let at = |percent| latency.percentile(percent).map(crate::units::SimDuration::as_nanos);
        Self {
            count: latency.count(),
            mean_ns: latency.mean().map(crate::units::SimDuration::as_nanos),
            min_ns: latency.min().map(crate::units::SimDuration::as_nanos),
            p50_ns: at(50.0),
            p90_ns: at(90.0),
            p95_ns: at(95.0),
            p99_ns: at(99.0),
            max_ns: latency.max().map(crate::units::SimDuration::as_nanos),
        }
    }

    fn aggregate(&self, aggregate: Aggregate) -> Option<u64> {
        match aggregate {
            Aggregate::Mean => self.mean_ns,
            Aggregate::Min => self.min_ns,
            Aggregate::P50 => self.p50_ns,
            Aggregate::P90 => self.p90_ns,
            Aggregate::P95 => self.p95_ns,
            Aggregate::P99 => self.p99_ns,
            Aggregate::Max => self.max_ns,
            Aggregate::Value => None,
        }
    }
}

impl<'a> WindowFigures<'a> {
    /// The figures of `tally`.
    pub fn of(tally: &'a WindowTally) -> Self {
        Self { tally }
    }

    /// Pages begun in the window.
    pub fn pages(&self) -> &'a Tally {
        &self.tally.pages
    }

    /// How long its good pages took.
    pub fn page_latency(&self) -> &'a Latency {
        &self.tally.page_latency
    }

    /// Requests begun in the window, of one class or of both.
    pub fn requests(&self, class: Option<RequestClass>) -> Tally {
        match class {
            Some(class) => self.tally.requests_of(class).clone(),
            None => self.tally.requests[0].plus(&self.tally.requests[1]),
        }
    }

    /// Attempts begun in the window.
    pub fn attempts(&self) -> &'a Tally {
        &self.tally.attempts
    }

    /// How long its good requests took, of one class or of both.
    pub fn request_latency(&self, class: Option<RequestClass>) -> Latency {
        match class {
            Some(class) => self.tally.request_latency[class.index()].clone(),
            None => self.tally.request_latency[0].plus(&self.tally.request_latency[1]),
        }
    }

    /// What was counted between its ends, and for how many seconds; nothing if the run did not reach its end.
    pub fn counted(&self) -> Option<(Counters, f64)> {
        let (opening, closing) = (self.tally.opening.as_ref()?, self.tally.closing.as_ref()?);
        let counters = Counters {
            executions: closing.counters.executions - opening.counters.executions,
            wasted: closing.counters.wasted - opening.counters.wasted,
            goodput: closing.counters.goodput - opening.counters.goodput,
            retries: closing.counters.retries - opening.counters.retries,
            bytes: closing.counters.bytes - opening.counters.bytes,
        };
        Some((counters, self.seconds(opening.at, closing.at)))
    }

    /// A station's use between the window's ends.
    pub fn station(&self, station: Station) -> Option<StationFigures> {
        let (opening, closing) = (self.tally.opening.as_ref()?, self.tally.closing.as_ref()?);
        let (before, after) = (opening.stations[station.index()], closing.stations[station.index()]);
        let busy = (after.busy - before.busy) as f64;
        let capacity = (after.capacity - before.capacity) as f64;
        let span = (closing.at - opening.at).as_nanos() as f64;
        let utilisation = (capacity > 0.0).then(|| busy / capacity);
        (span > 0.0).then(|| StationFigures { station, mean: busy / span, utilisation })
    }

    /// The requests for one route; nothing if none was begun, or if it is not told apart.
    pub fn route(&self, route: u16) -> Option<&'a RouteTally> {
        self.tally.routes.get(usize::from(route)).filter(|tally| tally.requests.begun() > 0)
    }

    /// How long good requests were in a stage, of those that were in it.
    pub fn stage(&self, stage: Stage) -> &'a Latency {
        &self.tally.stages[stage.index()]
    }

    /// The value of a metric of one route or of one stage; nothing if there was nothing to measure.
    pub fn value_of(&self, subject: Subject, metric: Metric, aggregate: Aggregate) -> Option<Measured> {
        match (subject, metric) {
            (Subject::All, _) => self.value(metric, aggregate),
            (Subject::Stage(stage), _) => latency(self.stage(stage), aggregate),
            (Subject::Route(route), Metric::RequestLatency) => {
                latency(&self.route(route)?.latency, aggregate)
            }
            (Subject::Route(route), Metric::RequestSuccess) => {
                let requests = &self.route(route)?.requests;
                share(requests.good(), requests.ended())
            }
            (Subject::Route(route), _) => Some(count(self.route(route)?.requests.begun())),
        }
    }

    /// The value of a metric; nothing if there was nothing to measure.
    pub fn value(&self, metric: Metric, aggregate: Aggregate) -> Option<Measured> {
        match metric {
            Metric::PageLatency => latency(self.page_latency(), aggregate),
            Metric::RequestLatency => latency(&self.request_latency(None), aggregate),
            Metric::DynamicLatency => latency(&self.request_latency(Some(RequestClass::Dynamic)), aggregate),
            Metric::StaticLatency => latency(&self.request_latency(Some(RequestClass::Static)), aggregate),
            Metric::PageSuccess => share(self.pages().good(), self.pages().ended()),
            Metric::RequestSuccess => {
                let requests = self.requests(None);
                share(requests.good(), requests.ended())
            }
            Metric::PageCount => Some(count(self.pages().begun())),
            Metric::RequestCount => Some(count(self.requests(None).begun())),
            Metric::AttemptCount => Some(count(self.attempts().begun())),
            Metric::AttemptSuccess => share(self.attempts().good(), self.attempts().ended()),
            Metric::AttemptsPerRequest => share(self.attempts().begun(), self.requests(None).begun()),
            Metric::Throughput | Metric::Goodput | Metric::Waste => self.counted_value(metric),
            // A stage has to be named: see [`Self::value_of`].
            Metric::StageTime => None,
            _ => self.station_value(metric),
        }
    }

    fn counted_value(&self, metric: Metric) -> Option<Measured> {
        let (counters, seconds) = self.counted()?;
        match metric {
            Metric::Throughput => rate(counters.executions, seconds),
            Metric::Goodput => rate(counters.goodput, seconds),
            _ => share(counters.wasted, counters.executions),
        }
    }

    fn station_value(&self, metric: Metric) -> Option<Measured> {
        let (station, as_share) = match metric {
            Metric::NginxWorkersUtilisation => (Station::NginxWorkers, true),
            Metric::GunicornWorkersUtilisation => (Station::GunicornWorkers, true),
            Metric::CoresUtilisation => (Station::Cores, true),
            Metric::DiskUtilisation => (Station::Disk, true),
            Metric::UplinkUtilisation => (Station::Uplink, true),
            Metric::MemoryUsed => (Station::Memory, true),
            Metric::NginxConnections => (Station::NginxConnections, false),
            Metric::GunicornBacklog => (Station::GunicornBacklog, false),
            _ => (Station::MysqlSessions, false),
        };
        let figures = self.station(station)?;
        let value = if as_share { figures.utilisation? } else { figures.mean };
        Some(Measured { value, samples: (self.tally.to - self.tally.from).as_nanos() })
    }

    fn seconds(&self, from: SimTime, to: SimTime) -> f64 {
        debug_assert!(self.tally.from == from && self.tally.to == to, "a window is observed at its ends");
        (to - from).as_secs_f64()
    }
}

fn latency(latency: &Latency, aggregate: Aggregate) -> Option<Measured> {
    let value = LatencyFigures::of(latency).aggregate(aggregate)? as f64;
    Some(Measured { value, samples: latency.count() })
}

fn share(part: u64, whole: u64) -> Option<Measured> {
    (whole > 0).then(|| Measured { value: part as f64 / whole as f64, samples: whole })
}

fn rate(count: u64, seconds: f64) -> Option<Measured> {
    (seconds > 0.0).then(|| Measured { value: count as f64 / seconds, samples: count })
}

fn count(count: u64) -> Measured {
    Measured { value: count as f64, samples: count }
}
