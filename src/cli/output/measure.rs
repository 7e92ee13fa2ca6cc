//! What runs are summed up and compared by, as people and programs are told of it.

use schemars::JsonSchema;
use serde::Serialize;

use super::json::Words;
use super::text::figure;
use super::unit;
use crate::expectation;
use crate::scenario::Plan;
use crate::study::yardstick::{Spread, Yardstick};
use crate::vocabulary::{Aggregate, FailureKind, Quantity};

/// A figure by its name, as programs are told of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "measure")]
pub(in crate::cli) struct MeasureRow<'a> {
    /// The window's name; null where it is of the whole run.
    window: Option<&'a str>,
    /// A metric, `availability.by_time`, or `pages.failed`: the share of the pages that failed so.
    name: &'static str,
    /// How the metric is summed up; null where it is no metric.
    #[schemars(with = "Option<Words<Aggregate>>")]
    aggregate: Option<Aggregate>,
    /// How pages failed; null where it is something else.
    #[schemars(with = "Option<Words<FailureKind>>")]
    failure: Option<FailureKind>,
    /// `ns`, `share` (from 0 to 1), `per_second` or `count`.
    unit: &'static str,
}

impl<'a> MeasureRow<'a> {
    /// The figure as programs are told of it.
    pub(in crate::cli) fn of(plan: &'a Plan, yardstick: Yardstick) -> Self {
        let (name, aggregate, failure) = match yardstick {
            Yardstick::AvailabilityByTime => (BY_TIME, None, None),
            Yardstick::Metric { metric, aggregate, .. } => {
                (crate::vocabulary::Word::spelling(metric), Some(aggregate), None)
            }
            Yardstick::Failed { failure, .. } => (FAILED, None, Some(failure)),
        };
        let unit = unit(yardstick.quantity());
        Self { window: window_of(plan, yardstick), name, aggregate, failure, unit }
    }
}

impl MeasureRow<'_> {
    /// The same as the fields of a table.
    pub(in crate::cli) fn fields(&self) -> [String; 5] {
        let word = |word: Option<String>| word.unwrap_or_default();
        [
            self.window.unwrap_or_default().to_owned(),
            self.name.to_owned(),
            word(self.aggregate.map(|aggregate| aggregate.to_string())),
            word(self.failure.map(|failure| failure.to_string())),
            self.unit.to_owned(),
        ]
    }
}

const BY_TIME: &str = "availability.by_time";
const FAILED: &str = "pages.failed";

/// How a figure spreads over several runs.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "spread")]
pub(in crate::cli) struct SpreadRow<'a> {
    /// Which figure.
    measure: MeasureRow<'a>,
    /// How many runs had anything to measure.
    runs: u32,
    /// The mean of theirs.
    mean: f64,
    /// The true mean lies within this distance of it, as often as `confidence_share` says; null where that cannot be told.
    half_width: Option<f64>,
    /// The smallest of theirs.
    min: f64,
    /// The largest.
    max: f64,
}

impl<'a> SpreadRow<'a> {
    /// A spread as programs are told of it.
    pub(in crate::cli) fn of(plan: &'a Plan, spread: &Spread) -> Self {
        let Spread { yardstick, runs, mean, half_width, min, max } = *spread;
        Self { measure: MeasureRow::of(plan, yardstick), runs, mean, half_width, min, max }
    }
}

/// The name of the window that a figure is of; nothing where it is of the whole run.
pub(in crate::cli) fn window_of(plan: &Plan, yardstick: Yardstick) -> Option<&str> {
    Some(plan.windows.get(usize::from(yardstick.window()?))?.name.as_str())
}

/// What a figure is called: `pages.latency p95`, `failed: upstream-refused`.
pub(in crate::cli) fn name(yardstick: Yardstick) -> String {
    match yardstick {
        Yardstick::AvailabilityByTime => BY_TIME.to_owned(),
        Yardstick::Metric { metric, aggregate: Aggregate::Value, .. } => metric.to_string(),
        Yardstick::Metric { metric, aggregate, .. } => format!("{metric} {aggregate}"),
        Yardstick::Failed { failure, .. } => format!("failed: {failure}"),
    }
}

/// A value as tables show it.
pub(in crate::cli) fn value(quantity: Quantity, value: f64) -> String {
    match quantity {
        Quantity::Time => figure::latency(value),
        Quantity::Share => figure::percent(value),
        Quantity::Rate => format!("{}/s", expectation::number(value)),
        Quantity::Count => expectation::number(value),
    }
}

/// A distance between two values; between two shares it is in points.
pub(in crate::cli) fn distance(quantity: Quantity, distance: f64) -> String {
    match quantity {
        Quantity::Time => figure::latency(distance),
        Quantity::Share => format!("{:.2} points", distance * 100.0),
        _ => expectation::distance(quantity, distance),
    }
}
