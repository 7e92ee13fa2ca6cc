//! A window's figures, as results write them.

use serde::Serialize;

use crate::metrics::{LatencyFigures, Tally, WindowFigures};
use crate::simulation::WindowReport;
use crate::vocabulary::{Aggregate, FailureKind, Metric, RequestClass, Station, Word};

/// A named stretch of the run.
#[derive(Serialize)]
pub(super) struct Window<'a> {
    name: &'a str,
    from_ns: u64,
    to_ns: u64,
    /// Pages begun in the window.
    pages: Counts,
    page_latency: LatencyFigures,
    /// Requests begun in the window, by who answers them.
    requests: Requests,
    /// Attempts begun in the window: every try of a request.
    attempts: Counts,
    /// Answers of gunicorn's workers, whether or not anybody still waited.
    throughput_per_second: Option<f64>,
    /// Good answers of the application that reached their visitor.
    goodput_per_second: Option<f64>,
    /// Executions finished for nobody, over executions finished.
    waste_share: Option<f64>,
    stations: Vec<StationRow>,
}

/// Those of each class.
#[derive(Serialize)]
struct Requests {
    dynamic: Class,
    #[serde(rename = "static")]
    statics: Class,
}

/// Requests of one class.
#[derive(Serialize)]
struct Class {
    counts: Counts,
    latency: LatencyFigures,
}

/// How many began, and how they ended.
#[derive(Serialize)]
struct Counts {
    begun: u64,
    good: u64,
    failed: u64,
    /// Those that had not ended when the run did.
    in_flight: u64,
    /// Good over ended.
    success_share: Option<f64>,
    /// The failures that happened.
    failures: Vec<FailureCount>,
}

/// How many failed so.
#[derive(Serialize)]
struct FailureCount {
    failure: FailureKind,
    count: u64,
}

/// How much a station was in use between the window's ends.
#[derive(Serialize)]
struct StationRow {
    station: Station,
    /// Mean number busy, waiting or taken.
    mean: f64,
    /// Busy time over capacity time; nothing without capacity.
    utilisation_share: Option<f64>,
}

impl<'a> Window<'a> {
    pub(super) fn of(window: &'a WindowReport) -> Self {
        let figures = window.figures();
        let value = |metric| figures.value(metric, Aggregate::Value).map(|measured| measured.value);
        Self {
            name: &window.name,
            from_ns: window.tally.from.as_nanos(),
            to_ns: window.tally.to.as_nanos(),
            pages: Counts::of(figures.pages()),
            page_latency: LatencyFigures::of(figures.page_latency()),
            requests: Requests {
                dynamic: Class::of(&figures, RequestClass::Dynamic),
                statics: Class::of(&figures, RequestClass::Static),
            },
            attempts: Counts::of(figures.attempts()),
            throughput_per_second: value(Metric::Throughput),
            goodput_per_second: value(Metric::Goodput),
            waste_share: value(Metric::Waste),
            stations: Station::ALL.iter().filter_map(|station| StationRow::of(&figures, *station)).collect(),
        }
    }
}

impl Class {
    fn of(figures: &WindowFigures<'_>, class: RequestClass) -> Self {
        Self {
            counts: Counts::of(&figures.requests(Some(class))),
            latency: LatencyFigures::of(&figures.request_latency(Some(class))),
        }
    }
}

impl Counts {
    fn of(tally: &Tally) -> Self {
        Self {
            begun: tally.begun(),
            good: tally.good(),
            failed: tally.failed(),
            in_flight: tally.in_flight(),
            success_share: (tally.ended() > 0).then(|| tally.good() as f64 / tally.ended() as f64),
            failures: tally.failures().map(|(failure, count)| FailureCount { failure, count }).collect(),
        }
    }
}

impl StationRow {
    fn of(figures: &WindowFigures<'_>, station: Station) -> Option<Self> {
        let figures = figures.station(station)?;
        Some(Self { station, mean: figures.mean, utilisation_share: figures.utilisation })
    }
}
