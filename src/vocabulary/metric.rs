//! What can be measured, and how it is summed up.

use serde::{Deserialize, Serialize};

use super::Stage;
use super::word::{Word, words};

words! {
    /// What the numbers of a metric are.
    pub enum Quantity("quantity") {
        /// A span of time.
        Time = "time",
        /// A share of a whole.
        Share = "share",
        /// How often a second.
        Rate = "rate",
        /// How many.
        Count = "count",
    }
}

words! {
    /// Something measured in every window. Pages and requests count at the time they were begun; throughput, goodput,
    /// waste and the stations' figures count what happened between the window's ends.
    pub enum Metric("metric") {
        /// Time from the beginning of a good page to its last byte.
        PageLatency = "pages.latency",
        /// Good pages over pages that ended.
        PageSuccess = "pages.success",
        /// Pages begun.
        PageCount = "pages.count",
        /// Time from the beginning of a good request to its last byte.
        RequestLatency = "requests.latency",
        /// The same, of the application's routes only.
        DynamicLatency = "requests.dynamic.latency",
        /// The same, of static files only.
        StaticLatency = "requests.static.latency",
        /// Time that good requests spend in one stage, of those that are in it.
        StageTime = "requests.stage.time",
        /// Good requests over requests that ended.
        RequestSuccess = "requests.success",
        /// Requests begun.
        RequestCount = "requests.count",
        /// Attempts begun: every try of a request.
        AttemptCount = "attempts.count",
        /// Good attempts over attempts that ended.
        AttemptSuccess = "attempts.success",
        /// Attempts begun over requests begun: how much more there is to do because things are tried again.
        AttemptsPerRequest = "attempts.per_request",
        /// Answers sent by gunicorn's workers, whether or not anybody still waited, each second.
        Throughput = "throughput",
        /// Those of them that were good and that somebody still waited for, each second.
        Goodput = "goodput",
        /// Executions finished for nobody, over executions finished.
        Waste = "waste",
        /// Busy time over capacity time of nginx's worker processes.
        NginxWorkersUtilisation = "nginx.workers.utilisation",
        /// Connection slots in use.
        NginxConnections = "nginx.connections",
        /// Busy time over capacity time of the threads of gunicorn's workers; a sync worker has one.
        GunicornWorkersUtilisation = "gunicorn.workers.utilisation",
        /// Connections in the accept queue.
        GunicornBacklog = "gunicorn.backlog",
        /// Sessions running a query.
        MysqlSessions = "mysql.sessions",
        /// Busy time over capacity time of the cores.
        CoresUtilisation = "machine.cores.utilisation",
        /// Busy time over capacity time of the disk.
        DiskUtilisation = "machine.disk.utilisation",
        /// Bits sent over bits that the uplink could have carried.
        UplinkUtilisation = "machine.uplink.utilisation",
        /// Memory that the kernel and the processes hold, over the memory there is, on average; the rest is page cache.
        MemoryUsed = "machine.memory.used",
    }
}

/// What a metric is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subject {
    /// All pages or requests, or the station that the metric names.
    All,
    /// The requests for one route, by its place in the application's list.
    Route(u16),
    /// One stage of the requests' way.
    Stage(Stage),
}

/// The most routes that are told apart: the application's first.
pub const ROUTES_MAX: u16 = 64;

impl Metric {
    /// What this metric's numbers are.
    pub const fn quantity(self) -> Quantity {
        match self {
            Self::PageLatency
            | Self::RequestLatency
            | Self::DynamicLatency
            | Self::StaticLatency
            | Self::StageTime => Quantity::Time,
            Self::Throughput | Self::Goodput => Quantity::Rate,
            Self::PageCount
            | Self::RequestCount
            | Self::AttemptCount
            | Self::AttemptsPerRequest
            | Self::NginxConnections
            | Self::GunicornBacklog
            | Self::MysqlSessions => Quantity::Count,
            _ => Quantity::Share,
        }
    }

    /// Whether it can be asked of one route: `"route": "/cart"`.
    pub const fn has_routes(self) -> bool {
        matches!(self, Self::RequestLatency | Self::RequestSuccess | Self::RequestCount)
    }

    /// Every metric with every aggregate that says something about it.
    pub fn ways() -> impl Iterator<Item = (Self, Aggregate)> {
        let with_all = |metric: &'static Self| Aggregate::ALL.iter().map(|aggregate| (*metric, *aggregate));
        Self::ALL.iter().flat_map(with_all).filter(|(metric, aggregate)| metric.allows(*aggregate))
    }

    /// Whether `aggregate` says something about this metric: latencies have quantiles, levels a mean over
    /// time, all others one value.
    pub const fn allows(self, aggregate: Aggregate) -> bool {
        match self {
            Self::PageLatency
            | Self::RequestLatency
            | Self::DynamicLatency
            | Self::StaticLatency
            | Self::StageTime => !matches!(aggregate, Aggregate::Value),
            Self::NginxConnections | Self::GunicornBacklog | Self::MysqlSessions => {
                matches!(aggregate, Aggregate::Mean)
            }
            _ => matches!(aggregate, Aggregate::Value),
        }
    }
}

words! {
    /// How the numbers of a window are summed up into one.
    pub enum Aggregate("aggregate") {
        /// The one value there is (a count, a share, a rate).
        Value = "value",
        /// The mean.
        Mean = "mean",
        /// The smallest.
        Min = "min",
        /// The median.
        P50 = "p50",
        /// Nine of ten are at most this.
        P90 = "p90",
        /// 95 of a hundred are at most this.
        P95 = "p95",
        /// 99 of a hundred are at most this.
        P99 = "p99",
        /// The largest.
        Max = "max",
    }
}
