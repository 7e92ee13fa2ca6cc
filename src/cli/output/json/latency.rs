//! How long things took, as results write it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::metrics::{self, LatencyFigures};

/// How long the good ones took; all but the count are null where there was none.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "latency")]
pub(super) struct Latency {
    /// How many were measured.
    count: u64,
    /// The mean.
    mean_ns: Option<u64>,
    /// The smallest.
    min_ns: Option<u64>,
    /// The median.
    p50_ns: Option<u64>,
    /// Nine of ten are at most this.
    p90_ns: Option<u64>,
    /// 95 of a hundred are at most this.
    p95_ns: Option<u64>,
    /// 99 of a hundred are at most this.
    p99_ns: Option<u64>,
    /// The largest.
    max_ns: Option<u64>,
}

impl Latency {
    pub(super) fn of(latency: &metrics::Latency) -> Self {
        let LatencyFigures { count, mean_ns, min_ns, p50_ns, p90_ns, p95_ns, p99_ns, max_ns } =
            LatencyFigures::of(latency);
        Self { count, mean_ns, min_ns, p50_ns, p90_ns, p95_ns, p99_ns, max_ns }
    }
}
