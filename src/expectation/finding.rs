//! What was found out about a claim, before its expectation's own rules are applied.

use super::{Met, Verdict, bound, words};
use crate::scenario::{Bound, Expectation, NoData};
use crate::vocabulary::Quantity;

/// A claim and what was found.
pub(super) struct Finding {
    /// What should happen.
    pub(super) claim: String,
    /// Where it must lie.
    pub(super) bound: String,
    /// How many samples there were.
    pub(super) samples: u64,
    /// The same in words.
    pub(super) rests_on: String,
    /// What was measured; nothing without data.
    pub(super) measurement: Option<Measurement>,
}

/// What was measured, and whether it is as claimed.
pub(super) struct Measurement {
    pub(super) met: Met,
    pub(super) words: String,
    pub(super) value: Option<f64>,
    pub(super) margin: Option<String>,
    pub(super) broken: Vec<String>,
}

impl Measurement {
    /// `value` held against `bound`.
    pub(super) fn of(value: f64, bound: &Bound, quantity: Quantity) -> Self {
        Self {
            met: Met::from(bound::holds(bound, value)),
            words: words::value(quantity, value),
            value: Some(value),
            margin: bound::margin(bound, value).map(|margin| words::margin(quantity, margin)),
            broken: Vec::new(),
        }
    }
}

impl Finding {
    /// The verdict, by the expectation's level and by what it says of missing data.
    pub(super) fn into_verdict(self, expectation: &Expectation) -> Verdict {
        let measurement = self.measurement.unwrap_or_else(|| Measurement {
            met: Met::from(expectation.on_no_data == NoData::Pass),
            words: "no data".to_owned(),
            value: None,
            margin: None,
            broken: Vec::new(),
        });
        Verdict {
            met: measurement.met,
            level: expectation.level,
            claim: self.claim,
            measured: measurement.words,
            bound: self.bound,
            samples: self.samples,
            rests_on: self.rests_on,
            margin: measurement.margin,
            broken: measurement.broken,
            value: measurement.value,
            note: expectation.note.clone(),
            line: expectation.line,
        }
    }
}
