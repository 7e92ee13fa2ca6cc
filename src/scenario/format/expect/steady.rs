//! All is well before the first action and again from a moment on: `{"steady": {"again_by": "60s", "success": {...}}}`.

use crate::scenario::block::Block;
use crate::scenario::field::Field;
use crate::scenario::format::windows::Windows;
use crate::scenario::format::{bound, moment_before};
use crate::scenario::plan::{Bound, Claim};
use crate::scenario::read::Read;
use crate::units::SimTime;
use crate::vocabulary::{Aggregate, Metric};

/// What being well may mean, each with what it is and its metric; the first must be said.
const MEASURES: [(&str, &str, Metric, Aggregate); 3] = [
    ("success", "What being well means: the share of good pages.", Metric::PageSuccess, Aggregate::Value),
    ("p50", "And the median latency of good pages.", Metric::PageLatency, Aggregate::P50),
    ("p95", "And the 95th percentile of the latency of good pages.", Metric::PageLatency, Aggregate::P95),
];

/// Reads the claim; `first` is when the first action of the timeline is.
pub(super) fn read(
    block: &mut Block<'_>,
    windows: &mut Windows<'_>,
    first: Option<SimTime>,
    end: SimTime,
) -> Option<Claim> {
    block.about("From this moment to the end all is well again.");
    let again =
        block.required("again_by").and_then(|field| moment_before(&field, SimTime::read(&field)?, end));
    let mut measures = Vec::new();
    for (place, (name, about, metric, aggregate)) in MEASURES.into_iter().enumerate() {
        block.about(about);
        let field = if place == 0 { block.required(name) } else { block.optional(name) };
        measures.extend(field.map(|field| Some((metric, aggregate, one_bound(&field, metric)?))));
    }
    let measures: Vec<_> = measures.into_iter().collect::<Option<_>>()?;
    let before = first.and_then(|first| windows.before_the_first_action(first));
    let after = windows.from(again?, end, block.field())?;
    (!measures.is_empty()).then_some(Claim::Steady { before, after, measures })
}

fn one_bound(field: &Field<'_>, metric: Metric) -> Option<Bound> {
    field.open(|block| bound::read(block, Some(metric.quantity())))?
}
