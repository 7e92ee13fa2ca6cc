//! Simulated time: a point ([`SimTime`]) and a span ([`SimDuration`]), both in whole nanoseconds.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Sub};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::read::{UnitError, quantity};

/// A point on the simulated clock [ns since the run began].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SimTime(u64);

/// A span of simulated time \[ns\].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SimDuration(u64);

impl SimTime {
    /// The beginning of every run.
    pub const ZERO: Self = Self(0);
    /// The last point the clock can show, some 584 years on: "never".
    pub const MAX: Self = Self(u64::MAX);

    /// The point `nanos` nanoseconds after the beginning.
    pub const fn from_nanos(nanos: u64) -> Self {
        Self(nanos)
    }

    /// The point `secs` seconds after the beginning.
    pub const fn from_secs(secs: u64) -> Self {
        Self(secs * 1_000_000_000)
    }

    /// Nanoseconds since the beginning.
    pub const fn as_nanos(self) -> u64 {
        self.0
    }

    /// Seconds since the beginning, for reports and pictures only.
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / 1e9
    }

    /// The span from `earlier` to this point; zero if `earlier` is later.
    pub const fn since(self, earlier: Self) -> SimDuration {
        SimDuration(self.0.saturating_sub(earlier.0))
    }
}

impl SimDuration {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// Longer than any run: "without end".
    pub const MAX: Self = Self(u64::MAX);

    /// A span of `nanos` nanoseconds.
    pub const fn from_nanos(nanos: u64) -> Self {
        Self(nanos)
    }

    /// A span of `micros` microseconds.
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros * 1_000)
    }

    /// A span of `millis` milliseconds.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis * 1_000_000)
    }

    /// A span of `secs` seconds.
    pub const fn from_secs(secs: u64) -> Self {
        Self(secs * 1_000_000_000)
    }

    /// The nearest whole nanosecond to `nanos`, the even one of two; negative or no number is zero, too large is `MAX`.
    ///
    /// This is the one place where a draw's `f64` becomes time.
    #[inline]
    #[expect(clippy::cast_sign_loss, reason = "`as` saturates, as promised")]
    pub fn from_nanos_f64(nanos: f64) -> Self {
        // Numbers from this one on are whole, and 1 apart: a sum is rounded there, and its bits count how far it went.
        const WHOLE: f64 = (1_u64 << 52) as f64;
        if (0.0..WHOLE).contains(&nanos) {
            return Self((nanos + WHOLE).to_bits() - WHOLE.to_bits());
        }
        Self(nanos as u64)
    }

    /// Whole nanoseconds.
    pub const fn as_nanos(self) -> u64 {
        self.0
    }

    /// Whole microseconds, rounded down.
    pub const fn as_micros(self) -> u64 {
        self.0 / 1_000
    }

    /// Seconds, for reports and pictures only.
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / 1e9
    }

    /// Milliseconds, for reports and pictures only.
    pub fn as_millis_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// This span less `other`, at least zero.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Whether the span is zero.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl Add<SimDuration> for SimTime {
    type Output = Self;
    fn add(self, span: SimDuration) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl AddAssign<SimDuration> for SimTime {
    fn add_assign(&mut self, span: SimDuration) {
        *self = *self + span;
    }
}

impl Sub for SimTime {
    type Output = SimDuration;
    fn sub(self, earlier: Self) -> SimDuration {
        debug_assert!(earlier <= self, "time runs forward: {earlier:?} is after {self:?}");
        self.since(earlier)
    }
}

impl Add for SimDuration {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for SimDuration {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Mul<u64> for SimDuration {
    type Output = Self;
    fn mul(self, times: u64) -> Self {
        Self(self.0.saturating_mul(times))
    }
}

impl Div<u64> for SimDuration {
    type Output = Self;
    fn div(self, parts: u64) -> Self {
        Self(self.0 / parts)
    }
}

impl Sum for SimDuration {
    fn sum<I: Iterator<Item = Self>>(spans: I) -> Self {
        spans.fold(Self::ZERO, Add::add)
    }
}

/// The largest unit that leaves a number of at least one, with up to three decimals: `1.5 ms`, `250 µs`, `2 min 5.25 s`.
impl fmt::Display for SimDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = self.0;
        match nanos {
            0 => f.pad("0 s"),
            u64::MAX => f.pad("without end"),
            1..1_000 => f.pad(&format!("{nanos} ns")),
            1_000..1_000_000 => f.pad(&decimal(nanos, 1_000, "µs")),
            1_000_000..1_000_000_000 => f.pad(&decimal(nanos, 1_000_000, "ms")),
            1_000_000_000..60_000_000_000 => f.pad(&decimal(nanos, 1_000_000_000, "s")),
            _ => f.pad(&clock_like(nanos)),
        }
    }
}

/// The point as a stopwatch shows it: `0:01:15.300`.
impl fmt::Display for SimTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = self.0 / 1_000_000;
        let (hours, minutes, seconds) = (millis / 3_600_000, millis / 60_000 % 60, millis / 1_000 % 60);
        f.pad(&format!("{hours}:{minutes:02}:{seconds:02}.{:03}", millis % 1_000))
    }
}

fn decimal(nanos: u64, unit: u64, name: &str) -> String {
    let thousandths = nanos / (unit / 1_000);
    let text = format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000);
    format!("{} {name}", text.trim_end_matches('0').trim_end_matches('.'))
}

fn clock_like(nanos: u64) -> String {
    const SECOND: u64 = 1_000_000_000;
    const DAY: u64 = 86_400 * SECOND;
    if nanos.is_multiple_of(DAY) && nanos > DAY {
        return format!("{} d", nanos / DAY);
    }
    let (hours, minutes, rest) =
        (nanos / (3_600 * SECOND), nanos / (60 * SECOND) % 60, nanos % (60 * SECOND));
    let parts = [
        (hours, format!("{hours} h")),
        (minutes, format!("{minutes} min")),
        (rest, decimal(rest, SECOND, "s")),
    ];
    let shown: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text).collect();
    shown.join(" ")
}

const SPANS: [(&str, u64); 10] = [
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("min", 60_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
    ("d", 86_400_000_000_000),
    ("day", 86_400_000_000_000),
];

/// What a time may look like in a file.
const ACCEPTED_SPANS: &str =
    "a number and a unit, such as \"250us\", \"1.5ms\", \"30s\", \"5min\", \"1h\" or \"2d\"";

impl FromStr for SimDuration {
    type Err = UnitError;
    fn from_str(text: &str) -> Result<Self, UnitError> {
        quantity(text, &SPANS, ACCEPTED_SPANS).map(Self)
    }
}

impl FromStr for SimTime {
    type Err = UnitError;
    fn from_str(text: &str) -> Result<Self, UnitError> {
        quantity(text, &SPANS, ACCEPTED_SPANS).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_exactly() {
        assert_eq!("1.5ms".parse(), Ok(SimDuration::from_micros(1_500)));
        assert_eq!("5min".parse(), Ok(SimDuration::from_secs(300)));
        assert_eq!("0.1 s".parse(), Ok(SimDuration::from_millis(100)));
        assert!("5".parse::<SimDuration>().is_err(), "a unit is required");
        assert!("-1s".parse::<SimDuration>().is_err());
        assert!("999999999999h".parse::<SimDuration>().is_err());
        assert!("0.1ns".parse::<SimDuration>().is_err(), "half nanoseconds do not exist");
    }

    #[test]
    fn a_number_becomes_the_nearest_span() {
        let nanos = |number| SimDuration::from_nanos_f64(number).as_nanos();
        assert_eq!([0.75, 1.5, 2.5, 3.5].map(nanos), [1, 2, 2, 4]);
        assert_eq!([0.5, -0.7, f64::NAN].map(nanos), [0; 3]);
        assert_eq!([(1_u64 << 52) as f64 - 0.5, 1e30].map(nanos), [1 << 52, u64::MAX]);
    }

    #[test]
    fn times_are_shown_as_people_say_them() {
        assert_eq!(SimDuration::from_micros(1_500).to_string(), "1.5 ms");
        assert_eq!(SimDuration::from_secs(125).to_string(), "2 min 5 s");
        assert_eq!(SimDuration::from_millis(84_420).to_string(), "1 min 24.42 s");
        assert_eq!(SimDuration::from_nanos(12).to_string(), "12 ns");
        assert_eq!(SimTime::from_nanos(75_300_000_000).to_string(), "0:01:15.300");
    }
}
