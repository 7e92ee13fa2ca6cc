//! All is well before the first action and again from a moment on: `{"steady": {"again_by": "60s", "success": {...}}}`.

use crate::scenario::block::Block;
use crate::scenario::field::Field;
use crate::scenario::format::windows::Windows;
use crate::scenario::format::{bound, moment_before};
use crate::scenario::plan::{Bound, Claim};
use crate::scenario::read::Read;
use crate::units::SimTime;
use crate::vocabulary::{Aggregate, Metric};

/// What being well may mean, each with its metric; the first must be said.
const MEASURES: [(&str, Metric, Aggregate); 3] = [
    ("success", Metric::PageSuccess, Aggregate::Value),
    ("p50", Metric::PageLatency, Aggregate::P50),
    ("p95", Metric::PageLatency, Aggregate::P95),
];

/// Reads the claim; `first` is when the first action of the timeline is.
pub(super) fn read(
    block: &mut Block<'_>,
    windows: &mut Windows<'_>,
    first: Option<SimTime>,
    end: SimTime,
) -> Option<Claim> {
    let again =
        block.required("again_by").and_then(|field| moment_before(&field, SimTime::read(&field)?, end));
    let success = block.required(MEASURES[0].0);
    let fields = [success, block.optional(MEASURES[1].0), block.optional(MEASURES[2].0)];
    let mut measures = Vec::new();
    for ((_, metric, aggregate), field) in MEASURES.iter().zip(fields) {
        if let Some(field) = field {
            measures.push((*metric, *aggregate, one_bound(&field, *metric)?));
        }
    }
    let before = first.and_then(|first| windows.before_the_first_action(first));
    let after = windows.from(again?, end, block.field())?;
    (!measures.is_empty()).then_some(Claim::Steady { before, after, measures })
}

fn one_bound(field: &Field<'_>, metric: Metric) -> Option<Bound> {
    field.open(|block| bound::read(block, Some(metric.quantity())))?
}
