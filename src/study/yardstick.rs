//! What runs are summed up and compared by.

use std::collections::BTreeMap;

use crate::expectation::CONFIDENCE;
use crate::simulation::Report;
use crate::theory::student;
use crate::vocabulary::{Aggregate, FailureKind, Metric, Quantity, Word};

/// Something that every run of a scenario can be measured by; windows are told by their places in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Yardstick {
    /// One less outage time over the run, from the visitor's chair.
    AvailabilityByTime,
    /// A metric of a window, summed up so.
    Metric {
        /// The window.
        window: u16,
        /// What is measured.
        metric: Metric,
        /// How it is summed up.
        aggregate: Aggregate,
    },
    /// The share of a window's pages, of those that ended, that failed so.
    Failed {
        /// The window.
        window: u16,
        /// How.
        failure: FailureKind,
    },
}

impl Yardstick {
    /// What its numbers are.
    pub const fn quantity(self) -> Quantity {
        match self {
            Self::Metric { metric, .. } => metric.quantity(),
            Self::AvailabilityByTime | Self::Failed { .. } => Quantity::Share,
        }
    }

    /// Whether people are shown it.
    pub fn is_main(self) -> bool {
        match self {
            Self::Metric { metric, aggregate, .. } => MAIN.contains(&(metric, aggregate)),
            Self::AvailabilityByTime | Self::Failed { .. } => true,
        }
    }

    /// Its window's place in the plan; nothing where it is of the whole run.
    pub const fn window(self) -> Option<u16> {
        match self {
            Self::AvailabilityByTime => None,
            Self::Metric { window, .. } | Self::Failed { window, .. } => Some(window),
        }
    }
}

/// What people are shown of each window; programs get all of it.
pub const MAIN: [(Metric, Aggregate); 12] = [
    (Metric::PageSuccess, Aggregate::Value),
    (Metric::RequestSuccess, Aggregate::Value),
    (Metric::PageLatency, Aggregate::Mean),
    (Metric::PageLatency, Aggregate::P50),
    (Metric::PageLatency, Aggregate::P95),
    (Metric::PageLatency, Aggregate::P99),
    (Metric::Throughput, Aggregate::Value),
    (Metric::Goodput, Aggregate::Value),
    (Metric::Waste, Aggregate::Value),
    (Metric::GunicornWorkersUtilisation, Aggregate::Value),
    (Metric::GunicornBacklog, Aggregate::Mean),
    (Metric::CoresUtilisation, Aggregate::Value),
];

/// What a run measures by each yardstick; nothing is the value where there was nothing to measure.
pub type Readings = BTreeMap<Yardstick, Option<f64>>;

/// What a run measures.
pub fn readings(report: &Report) -> Readings {
    let mut all = Readings::from([(Yardstick::AvailabilityByTime, Some(report.availability.by_time))]);
    for (window, place) in report.windows.iter().zip(0..) {
        let figures = window.figures();
        all.extend(Metric::ways().map(|(metric, aggregate)| {
            let value = figures.value(metric, aggregate).map(|measured| measured.value);
            (Yardstick::Metric { window: place, metric, aggregate }, value)
        }));
        let pages = figures.pages();
        all.extend(FailureKind::ALL.iter().map(|failure| {
            let share = pages.failed_as(*failure) as f64 / pages.ended() as f64;
            (Yardstick::Failed { window: place, failure: *failure }, (pages.ended() > 0).then_some(share))
        }));
    }
    all
}

/// What several runs measure by one yardstick.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Which.
    pub yardstick: Yardstick,
    /// How many runs had anything to measure.
    pub runs: u32,
    /// Their mean, in the base unit of the yardstick's quantity.
    pub mean: f64,
    /// The true mean lies within this distance of it, as often as [`CONFIDENCE`] says; nothing where that cannot be told.
    pub half_width: Option<f64>,
    /// The smallest of them.
    pub min: f64,
    /// The largest.
    pub max: f64,
}

/// How what runs measure spreads, by each yardstick, in order; ways to fail that never happened, and what was never measured, are
/// left out.
pub fn spreads(runs: &[&Readings]) -> Vec<Spread> {
    let Some(first) = runs.first() else { return Vec::new() };
    let spread = |yardstick: &Yardstick| {
        let values: Vec<f64> = runs.iter().filter_map(|run| *run.get(yardstick)?).collect();
        Spread::of(*yardstick, &values)
    };
    let never = |spread: &Spread| matches!(spread.yardstick, Yardstick::Failed { .. }) && spread.max <= 0.0;
    first.keys().filter_map(spread).filter(|spread| !never(spread)).collect()
}

impl Spread {
    /// How these values spread; nothing without any.
    pub fn of(yardstick: Yardstick, values: &[f64]) -> Option<Self> {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        Some(Self {
            yardstick,
            runs: u32::try_from(values.len()).unwrap_or(u32::MAX),
            mean,
            half_width: student::interval(values, CONFIDENCE).ok().map(|interval| interval.half_width),
            min: values.iter().copied().reduce(f64::min)?,
            max: values.iter().copied().reduce(f64::max)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_yardstick_is_summed_up_over_the_runs_that_have_it() {
        let figure = Yardstick::Failed { window: 0, failure: FailureKind::ConnectionRefused };
        let other = Yardstick::Failed { window: 0, failure: FailureKind::EmptyReply };
        let run = |value| Readings::from([(figure, value), (other, Some(0.0))]);
        let runs = [run(Some(0.1)), run(None), run(Some(0.3))];
        let found = spreads(&runs.iter().collect::<Vec<_>>());
        assert_eq!(found.len(), 1, "what never happened is left out");
        assert_eq!((found[0].runs, found[0].min, found[0].max), (2, 0.1, 0.3));
        assert!((found[0].mean - 0.2).abs() < 1e-12 && found[0].half_width.is_some());
        assert_eq!(Spread::of(figure, &[0.5]).expect("one value").half_width, None);
        assert_eq!(Spread::of(figure, &[]), None);
    }
}
