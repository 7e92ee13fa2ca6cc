//! What runs measured of rates, demands and levels, over the window `all`: what theory is given, and held against.

use crate::metrics::WindowFigures;
use crate::simulation::Report;
use crate::units::SimTime;
use crate::vocabulary::{FailureKind, Probe, RequestClass, Stage, Station, Word};

/// What theory is held against: of one run, or the mean of several.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Rates, demands and levels; nothing if gunicorn gave no answer in the window `all`.
    pub flow: Option<Flow>,
    /// How long the run was \[s\].
    pub horizon: f64,
    /// Availability from the server's chair, by sort of route in the vocabulary's order.
    pub probes: [f64; Probe::COUNT],
    /// Availability from the visitor's chair, by time.
    pub by_time: f64,
    /// The share of the time that each part that breaks by chance was whole, in the order of the file.
    pub parts: Vec<f64>,
}

impl Measured {
    /// Of one run.
    pub fn of(report: &Report) -> Self {
        let horizon = report.ended_at.since(SimTime::ZERO).as_secs_f64();
        let parts = report.random_failures.iter().map(|part| 1.0 - part.broken.as_secs_f64() / horizon);
        Self {
            flow: Flow::of(report),
            horizon,
            parts: parts.collect(),
            probes: report.server.probes.map(|(share, _, _)| share),
            by_time: report.availability.by_time,
        }
    }

    /// The mean of several; flows only of those runs that have one.
    pub fn mean(runs: &[Self]) -> Self {
        let mean = |value: &dyn Fn(&Self) -> f64| mean_of(runs.iter().map(value));
        let parts = runs.first().map_or(0, |run| run.parts.len());
        let flows: Vec<&Flow> = runs.iter().filter_map(|run| run.flow.as_ref()).collect();
        Self {
            flow: Flow::mean(&flows),
            horizon: mean(&|run| run.horizon),
            probes: std::array::from_fn(|probe| mean(&|run| run.probes[probe])),
            by_time: mean(&|run| run.by_time),
            parts: (0..parts).map(|part| mean(&|run| run.parts[part])).collect(),
        }
    }
}

fn mean_of(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len() as f64;
    values.sum::<f64>() / count
}

/// Rates, demands and levels of a run. Times are in seconds, rates a second.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// How long the window is \[s\].
    pub seconds: f64,
    /// Requests of the application begun [1/s].
    pub arrivals: f64,
    /// Answers of gunicorn's workers [1/s].
    pub answers: f64,
    /// How long a thread of gunicorn is held by a request, in the mean \[s\].
    pub service: f64,
    /// Threads of gunicorn's workers, in the mean.
    pub threads: f64,
    /// How long a request waits in gunicorn's accept queue, in the mean, by Little's law \[s\].
    pub wait: f64,
    /// Requests in the accept queue, in the mean.
    pub waiting: f64,
    /// The share of the good requests of the application that waited at all.
    pub waited_share: f64,
    /// The share of the requests of the application that found the accept queue full.
    pub refused_share: f64,
    /// Time in gunicorn that its good requests were measured by one by one: queue and worker \[s\].
    pub time_in_gunicorn: f64,
    /// The share of the pages that failed.
    pub failed_share: f64,
    /// Pages begun [1/s].
    pub pages: f64,
    /// How long a good page takes, in the mean \[s\].
    pub page_time: f64,
    /// Each station that serves and that anything was asked of.
    pub stations: Vec<StationFlow>,
}

/// A station's part in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StationFlow {
    /// Which.
    pub station: Station,
    /// Servers, in the mean; for the uplink one.
    pub servers: f64,
    /// Busy time over capacity time.
    pub utilisation: f64,
    /// Servers that are busy, in the mean.
    pub busy: f64,
    /// What an answer of the application costs of a server's time \[s\].
    pub demand: f64,
    /// Answers a second at which it would never rest.
    pub answers_max: f64,
}

impl Flow {
    /// Of a run; nothing if its window was not observed to the end, or gunicorn gave no answer in it.
    fn of(report: &Report) -> Option<Self> {
        let all = report.windows.first()?;
        let figures = all.figures();
        let (counters, seconds) = figures.counted()?;
        let answers = counters.executions as f64 / seconds;
        if counters.executions == 0 {
            return None;
        }
        let workers = Used::of(&figures, Station::GunicornWorkers, seconds)?;
        let backlog = Used::of(&figures, Station::GunicornBacklog, seconds)?;
        let requests = figures.requests(Some(RequestClass::Dynamic));
        let pages = figures.pages();
        let share = |part: u64, whole: u64| if whole > 0 { part as f64 / whole as f64 } else { 0.0 };
        Some(Self {
            seconds,
            arrivals: requests.begun() as f64 / seconds,
            answers,
            service: workers.busy / answers,
            threads: workers.servers,
            wait: backlog.busy / answers,
            waiting: backlog.busy,
            waited_share: share(figures.stage(Stage::AcceptQueue).count(), requests.good()).min(1.0),
            refused_share: share(requests.failed_as(FailureKind::UpstreamQueueFull), requests.ended()),
            time_in_gunicorn: time_in_gunicorn(&figures, requests.good()),
            failed_share: share(pages.failed(), pages.ended()),
            pages: pages.begun() as f64 / seconds,
            page_time: figures.page_latency().sum_nanos() as f64 / 1e9 / (pages.good().max(1)) as f64,
            stations: stations(&figures, seconds, answers),
        })
    }
}

impl Flow {
    /// The mean of several, each value by itself; a station's only where every run has it.
    fn mean(flows: &[&Self]) -> Option<Self> {
        let first = flows.first()?;
        let mean = |value: fn(&Self) -> f64| mean_of(flows.iter().map(|flow| value(flow)));
        let stations = first.stations.iter().filter_map(|station| StationFlow::mean(station.station, flows));
        Some(Self {
            seconds: mean(|flow| flow.seconds),
            arrivals: mean(|flow| flow.arrivals),
            answers: mean(|flow| flow.answers),
            service: mean(|flow| flow.service),
            threads: mean(|flow| flow.threads),
            wait: mean(|flow| flow.wait),
            waiting: mean(|flow| flow.waiting),
            waited_share: mean(|flow| flow.waited_share),
            refused_share: mean(|flow| flow.refused_share),
            time_in_gunicorn: mean(|flow| flow.time_in_gunicorn),
            failed_share: mean(|flow| flow.failed_share),
            pages: mean(|flow| flow.pages),
            page_time: mean(|flow| flow.page_time),
            stations: stations.collect(),
        })
    }
}

impl StationFlow {
    fn mean(station: Station, flows: &[&Flow]) -> Option<Self> {
        let find = |flow: &&Flow| flow.stations.iter().find(|own| own.station == station).copied();
        let own: Vec<Self> = flows.iter().map(find).collect::<Option<_>>()?;
        let mean = |value: fn(&Self) -> f64| mean_of(own.iter().map(value));
        let (servers, demand) = (mean(|own| own.servers), mean(|own| own.demand));
        Some(Self {
            station,
            servers,
            utilisation: mean(|own| own.utilisation),
            busy: mean(|own| own.busy),
            demand,
            answers_max: servers / demand,
        })
    }
}

/// Time that good requests were in gunicorn's queue and its workers, in the mean \[s\].
fn time_in_gunicorn(figures: &WindowFigures<'_>, good: u64) -> f64 {
    let stages = [Stage::AcceptQueue, Stage::Application, Stage::Database, Stage::RouteWait];
    let sum: u128 = stages.iter().map(|stage| figures.stage(*stage).sum_nanos()).sum();
    sum as f64 / 1e9 / good.max(1) as f64
}

fn stations(figures: &WindowFigures<'_>, seconds: f64, answers: f64) -> Vec<StationFlow> {
    let servers = Station::ALL.iter().copied().filter(|station| station.is_server());
    let flow = |station: Station| {
        let used = Used::of(figures, station, seconds).filter(|used| used.busy > 0.0)?;
        // The uplink counts bits: as a server it is one.
        let (busy, servers) = if station == Station::Uplink {
            (used.busy / used.servers, 1.0)
        } else {
            (used.busy, used.servers)
        };
        let demand = busy / answers;
        Some(StationFlow {
            station,
            servers,
            utilisation: busy / servers,
            busy,
            demand,
            answers_max: servers / demand,
        })
    };
    servers.filter(|station| *station != Station::MysqlSessions).filter_map(flow).collect()
}

/// How much a station was in use: servers that were busy and servers that there were, both in the mean.
struct Used {
    busy: f64,
    servers: f64,
}

impl Used {
    fn of(figures: &WindowFigures<'_>, station: Station, seconds: f64) -> Option<Self> {
        let found = figures.station(station)?;
        let servers = found.utilisation.filter(|share| *share > 0.0).map_or(0.0, |share| found.mean / share);
        debug_assert!(seconds > 0.0, "a window that was counted lasts");
        Some(Self { busy: found.mean, servers })
    }
}
