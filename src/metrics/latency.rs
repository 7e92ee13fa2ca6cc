//! How long things took: exact count, sum, least and most, and a histogram for the quantiles.

use hdrhistogram::Histogram;
use serde::{Deserialize, Serialize};

use crate::units::SimDuration;

/// The longest latency that the histogram tells apart: an hour \[µs\]. Longer ones count as this in quantiles only.
const LONGEST_MICROS: u64 = 3_600_000_000;
/// Significant decimal digits of a quantile.
const DIGITS: u8 = 3;
/// The same where there are many histograms: of stages and routes.
const DIGITS_COARSE: u8 = 2;

/// Latencies of one kind. Made small; the histogram (some 180 KiB with three digits, 26 KiB with two) comes with the first
/// value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Latency {
    digits: u8,
    count: u64,
    sum_nanos: u128,
    shortest: SimDuration,
    longest: SimDuration,
    histogram: Option<Histogram<u64>>,
}

impl Default for Latency {
    fn default() -> Self {
        Self::with(DIGITS)
    }
}

impl Latency {
    /// One whose quantiles have two digits.
    pub fn coarse() -> Self {
        Self::with(DIGITS_COARSE)
    }

    fn with(digits: u8) -> Self {
        let (shortest, longest) = (SimDuration::ZERO, SimDuration::ZERO);
        Self { digits, count: 0, sum_nanos: 0, shortest, longest, histogram: None }
    }

    /// Takes one more value.
    pub fn record(&mut self, value: SimDuration) {
        self.shortest = if self.count == 0 { value } else { self.shortest.min(value) };
        self.longest = self.longest.max(value);
        self.count += 1;
        self.sum_nanos += u128::from(value.as_nanos());
        let digits = self.digits;
        self.histogram.get_or_insert_with(|| empty_histogram(digits)).saturating_record(value.as_micros());
    }

    /// How many values there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// All values added up \[ns\].
    pub fn sum_nanos(&self) -> u128 {
        self.sum_nanos
    }

    /// The mean, rounded down to a nanosecond; nothing without values.
    pub fn mean(&self) -> Option<SimDuration> {
        let mean = self.sum_nanos.checked_div(u128::from(self.count))?;
        Some(SimDuration::from_nanos(mean as u64))
    }

    /// The smallest value.
    pub fn min(&self) -> Option<SimDuration> {
        (self.count > 0).then_some(self.shortest)
    }

    /// The largest value.
    pub fn max(&self) -> Option<SimDuration> {
        (self.count > 0).then_some(self.longest)
    }

    /// The value that `percent` of all values do not exceed, to three digits.
    pub fn percentile(&self, percent: f64) -> Option<SimDuration> {
        let histogram = self.histogram.as_ref()?;
        let micros = histogram.value_at_percentile(percent);
        Some(SimDuration::from_micros(micros).min(self.longest))
    }

    /// These values and `other`'s together.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let mut sum = self.clone();
        if other.count > 0 {
            sum.shortest = if self.count == 0 { other.shortest } else { self.shortest.min(other.shortest) };
            sum.longest = self.longest.max(other.longest);
            sum.count += other.count;
            sum.sum_nanos += other.sum_nanos;
            let theirs = other.histogram.as_ref().expect("values come with a histogram");
            sum.histogram
                .get_or_insert_with(|| empty_histogram(self.digits))
                .add(theirs)
                .expect("all histograms have one range");
        }
        sum
    }
}

fn empty_histogram(digits: u8) -> Histogram<u64> {
    Histogram::new_with_bounds(1, LONGEST_MICROS, digits)
        .expect("the range and the digits are constants that fit")
}

/// A latency as a checkpoint holds it: the histogram's bars instead of its machinery.
#[derive(Serialize, Deserialize)]
struct Written {
    digits: u8,
    count: u64,
    sum_nanos: u128,
    shortest: SimDuration,
    longest: SimDuration,
    bars: Vec<(u64, u64)>,
}

impl From<Latency> for Written {
    fn from(latency: Latency) -> Self {
        let bar = |bar: hdrhistogram::iterators::IterationValue<u64>| {
            (bar.value_iterated_to(), bar.count_since_last_iteration())
        };
        let bars =
            latency.histogram.iter().flat_map(|histogram| histogram.iter_recorded().map(bar)).collect();
        let Latency { digits, count, sum_nanos, shortest, longest, .. } = latency;
        Self { digits, count, sum_nanos, shortest, longest, bars }
    }
}

impl From<Written> for Latency {
    fn from(written: Written) -> Self {
        let Written { digits, count, sum_nanos, shortest, longest, bars } = written;
        let mut histogram = (!bars.is_empty()).then(|| empty_histogram(digits));
        for (value, times) in bars {
            histogram.as_mut().expect("there are bars").saturating_record_n(value, times);
        }
        Self { digits, count, sum_nanos, shortest, longest, histogram }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thousand() -> Latency {
        let mut latency = Latency::default();
        (1..=1_000).for_each(|millis| latency.record(SimDuration::from_millis(millis)));
        latency
    }

    #[test]
    fn quantiles_have_three_digits_and_the_rest_is_exact() {
        let latency = thousand();
        assert_eq!(latency.mean(), Some(SimDuration::from_micros(500_500)));
        assert_eq!(latency.max(), Some(SimDuration::from_secs(1)));
        let p95 = latency.percentile(95.0).expect("values").as_millis_f64();
        assert!((p95 - 950.0).abs() <= 1.0, "{p95}");
        assert_eq!(Latency::default().percentile(50.0), None);
    }

    #[test]
    fn two_halves_make_a_whole_and_a_checkpoint_loses_nothing() {
        let both = thousand().plus(&thousand());
        assert_eq!(both.count(), 2_000);
        let text = serde_json::to_string(&both).expect("plain data");
        assert_eq!(serde_json::from_str::<Latency>(&text).expect("what was written"), both);
    }
}
