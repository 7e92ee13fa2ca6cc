//! A window's figures, as results write them.

use schemars::JsonSchema;
use serde::Serialize;

use super::latency::Latency;
use super::words::Words;
use crate::metrics::{Tally, WindowFigures, WindowTally};
use crate::scenario::Plan;
use crate::simulation::WindowReport;
use crate::vocabulary::{Aggregate, Blame, FailureKind, Limit, Metric, RequestClass, Stage, Station, Word};

/// A named stretch of the run.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "window")]
pub(super) struct Window<'a> {
    /// Its name; the first is `all`.
    name: &'a str,
    /// Its first moment.
    from_ns: u64,
    /// The first moment after it.
    to_ns: u64,
    /// Pages begun in the window.
    pages: Counts,
    /// How long the good pages took.
    page_latency: Latency,
    /// Requests begun in the window, by who answers them.
    requests: Requests,
    /// Attempts begun in the window: every try of a request.
    attempts: Counts,
    /// Answers of gunicorn's workers, whether or not anybody still waited.
    throughput_per_second: Option<f64>,
    /// Good answers of the application that reached their visitor.
    goodput_per_second: Option<f64>,
    /// Executions finished for nobody, over executions finished.
    #[schemars(range(min = 0, max = 1))]
    waste_share: Option<f64>,
    /// How much each station was in use.
    stations: Vec<StationRow>,
    /// How long the good requests were in each stage, of those that were in it.
    stages: Vec<StageRow>,
    /// The requests for each route that was asked for; only the application's first 64 are told apart.
    routes: Vec<RouteRow<'a>>,
    /// Failed pages by how they failed and who is to blame.
    causes: Vec<Cause>,
}

/// A stage of the requests' way.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "stage")]
struct StageRow {
    /// Which stage.
    #[schemars(with = "Words<Stage>")]
    stage: Stage,
    /// How long they were there.
    time: Latency,
}

/// A route.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "route")]
struct RouteRow<'a> {
    /// Its path.
    path: &'a str,
    /// Requests for it begun in the window.
    counts: Counts,
    /// How long the good ones took.
    latency: Latency,
}

/// Pages that failed so by the same doing.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "window_cause")]
struct Cause {
    /// How they failed.
    #[schemars(with = "Words<FailureKind>")]
    failure: FailureKind,
    /// The place in the timeline of the action that set it off, from 0; null if none did.
    action_index: Option<u16>,
    /// The limit that was reached, if one was.
    #[schemars(with = "Option<Words<Limit>>")]
    limit: Option<Limit>,
    /// How many pages.
    pages: u64,
}

/// Those of each class.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "requests")]
struct Requests {
    /// Those that the application answers.
    dynamic: Class,
    /// Those that nginx answers by itself.
    #[serde(rename = "static")]
    statics: Class,
}

/// Requests of one class.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "class")]
struct Class {
    /// How many, and how they ended.
    counts: Counts,
    /// How long the good ones took.
    latency: Latency,
}

/// How many began, and how they ended.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "counts")]
struct Counts {
    /// Begun in the window.
    begun: u64,
    /// Ended well.
    good: u64,
    /// Failed.
    failed: u64,
    /// Those that had not ended when the run did.
    in_flight: u64,
    /// Good over ended; null if none ended.
    #[schemars(range(min = 0, max = 1))]
    success_share: Option<f64>,
    /// The failures that happened.
    failures: Vec<FailureCount>,
}

/// How many failed so.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "failure_count")]
struct FailureCount {
    /// How they failed.
    #[schemars(with = "Words<FailureKind>")]
    failure: FailureKind,
    /// How many.
    count: u64,
}

/// How much a station was in use between the window's ends.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "station")]
struct StationRow {
    /// Which station.
    #[schemars(with = "Words<Station>")]
    station: Station,
    /// Mean number busy, waiting or taken.
    #[schemars(range(min = 0))]
    mean: f64,
    /// Busy time over capacity time; null without capacity.
    #[schemars(range(min = 0, max = 1))]
    utilisation_share: Option<f64>,
}

impl<'a> Window<'a> {
    pub(super) fn of(plan: &'a Plan, window: &'a WindowReport) -> Self {
        let figures = window.figures();
        let value = |metric| figures.value(metric, Aggregate::Value).map(|measured| measured.value);
        Self {
            name: &window.name,
            from_ns: window.tally.from.as_nanos(),
            to_ns: window.tally.to.as_nanos(),
            pages: Counts::of(figures.pages()),
            page_latency: Latency::of(figures.page_latency()),
            requests: Requests {
                dynamic: Class::of(&figures, RequestClass::Dynamic),
                statics: Class::of(&figures, RequestClass::Static),
            },
            attempts: Counts::of(figures.attempts()),
            throughput_per_second: value(Metric::Throughput),
            goodput_per_second: value(Metric::Goodput),
            waste_share: value(Metric::Waste),
            stations: Station::ALL.iter().filter_map(|station| StationRow::of(&figures, *station)).collect(),
            stages: Stage::ALL.iter().filter_map(|stage| StageRow::of(&figures, *stage)).collect(),
            routes: RouteRow::all(plan, &figures),
            causes: Cause::all(&window.tally),
        }
    }
}

impl Class {
    fn of(figures: &WindowFigures<'_>, class: RequestClass) -> Self {
        Self {
            counts: Counts::of(&figures.requests(Some(class))),
            latency: Latency::of(&figures.request_latency(Some(class))),
        }
    }
}

impl StageRow {
    fn of(figures: &WindowFigures<'_>, stage: Stage) -> Option<Self> {
        let latency = figures.stage(stage);
        (latency.count() > 0).then(|| Self { stage, time: Latency::of(latency) })
    }
}

impl<'a> RouteRow<'a> {
    fn all(plan: &'a Plan, figures: &WindowFigures<'a>) -> Vec<Self> {
        let routes = plan.settings.application.routes.iter().zip(0..);
        let row = routes.filter_map(|(route, place)| {
            let tally = figures.route(place)?;
            let (counts, latency) = (Counts::of(&tally.requests), Latency::of(&tally.latency));
            Some(Self { path: &route.path, counts, latency })
        });
        row.collect()
    }
}

impl Cause {
    fn all(tally: &WindowTally) -> Vec<Self> {
        let cause = |((failure, blame), pages): (&(FailureKind, Blame), &u64)| Self {
            failure: *failure,
            action_index: blame.action,
            limit: blame.limit,
            pages: *pages,
        };
        tally.blames.iter().map(cause).collect()
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
