//! Every figure of every window, one a row: what CSV and NDJSON write.

use serde::Serialize;

use crate::simulation::Report;
use crate::vocabulary::{Aggregate, Metric, Quantity};

/// A metric of a window, summed up in one way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Figure<'a> {
    /// The window's name.
    pub(super) window: &'a str,
    pub(super) metric: Metric,
    pub(super) aggregate: Aggregate,
    /// Nothing where there was nothing to measure.
    pub(super) value: Option<f64>,
    /// `ns`, `share` (from 0 to 1), `per_second` or `count`.
    pub(super) unit: &'static str,
    /// Pages, requests or answers; for levels and uses of stations, the nanoseconds of the window.
    pub(super) samples: u64,
}

/// All of them, in the order of the windows and of the vocabulary.
pub(super) fn all(report: &Report) -> impl Iterator<Item = Figure<'_>> {
    report.windows.iter().flat_map(|window| {
        let figures = window.figures();
        Metric::ways().map(move |(metric, aggregate)| {
            let measured = figures.value(metric, aggregate);
            Figure {
                window: &window.name,
                metric,
                aggregate,
                value: measured.map(|measured| measured.value),
                unit: unit(metric.quantity()),
                samples: measured.map_or(0, |measured| measured.samples),
            }
        })
    })
}

/// How values of a quantity are counted.
pub(in crate::cli) fn unit(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Time => "ns",
        Quantity::Share => "share",
        Quantity::Rate => "per_second",
        Quantity::Count => "count",
    }
}
