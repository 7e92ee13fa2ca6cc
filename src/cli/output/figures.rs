//! Every figure of every window of every run, one a row: what CSV and NDJSON write.

use serde::Serialize;

use crate::cli::case::Played;
use crate::metrics::Measured;
use crate::simulation::{Report, WindowReport};
use crate::vocabulary::{Aggregate, Metric, Quantity};

/// A metric of a window, summed up in one way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Figure<'a> {
    /// Which run of the scenario, from 1.
    pub(super) run: u32,
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

/// What a run measured, in the order of the windows and of the vocabulary.
pub(in crate::cli) type Measurements = Vec<Option<Measured>>;

/// What this run measured.
pub(in crate::cli) fn measured(report: &Report) -> Measurements {
    let of_window = |window: &WindowReport| -> Measurements {
        let figures = window.figures();
        Metric::ways().map(|(metric, aggregate)| figures.value(metric, aggregate)).collect()
    };
    report.windows.iter().flat_map(of_window).collect()
}

/// All figures, in the order of the runs, of the windows and of the vocabulary.
pub(super) fn all(played: &Played) -> impl Iterator<Item = Figure<'_>> {
    let of_run = |(run, measured): (u32, Measurements)| {
        let windows = played.report.windows.iter();
        let places = windows.flat_map(|window| Metric::ways().map(move |way| (window.name.as_str(), way)));
        places.zip(measured).map(move |((window, (metric, aggregate)), measured)| Figure {
            run,
            window,
            metric,
            aggregate,
            value: measured.map(|measured| measured.value),
            unit: unit(metric.quantity()),
            samples: measured.map_or(0, |measured| measured.samples),
        })
    };
    let runs = std::iter::once(measured(&played.report)).chain(played.other_runs_measured.iter().cloned());
    (1..).zip(runs).flat_map(of_run)
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
