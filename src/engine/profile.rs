//! A rate that changes with time, and when so many events are to be expected of it.
//!
//! ```text
//! rate            .---.                          linear: from point to point in a straight line
//!              .-'     '-.                       steps: each point's rate until the next
//!           .-'           '-----------------     after the last point its rate stays, or all begins anew
//!   -------*                                     before the first point its rate is already there
//! ```
//!
//! A Poisson stream whose rate changes is one of constant rate seen through a clock that runs as fast as the rate: if `e` is an
//! exponential draw of mean one, the next event comes when `e` more are expected. [`Profile::reach`] turns the clock back,
//! segment by segment and without a sum, so that it is exact.
//!
//! # Limits
//!
//! Areas are `f64`: after a hundred million events a moment is still exact to a ten-millionth of a gap.

use serde::{Deserialize, Serialize};

use crate::units::{Rate, SimDuration, SimTime};

/// A rate that changes with time: piecewise linear, and the same again every period if it has one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    segments: Box<[Segment]>,
    /// How long a period is \[s\]; none: it does not repeat.
    period: Option<f64>,
}

/// A stretch in which the rate is a straight line.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Segment {
    /// Where it begins \[s\].
    begin: f64,
    /// The rate there [1/s].
    rate: f64,
    /// What the rate grows by [1/s^2].
    slope: f64,
    /// Events expected before it.
    before: f64,
}

impl Segment {
    /// Events expected in its first `span` \[s\].
    fn area(&self, span: f64) -> f64 {
        span * (self.rate + self.slope * span / 2.0)
    }

    /// After how long \[s\] so many events are expected; without end if its rate is zero.
    fn reach(&self, area: f64) -> f64 {
        if area <= 0.0 {
            return 0.0;
        }
        let under_root = self.rate * self.rate + 2.0 * self.slope * area;
        2.0 * area / (self.rate + libm::sqrt(under_root.max(0.0)))
    }
}

impl Profile {
    /// The rate that goes through these points in straight lines. There must be at least one, each later than the one
    /// before; all must lie before `repeat_every`, after which everything begins anew.
    pub fn linear(points: &[(SimTime, Rate)], repeat_every: Option<SimDuration>) -> Self {
        let slope = |(at, rate): (SimTime, Rate), (next_at, next_rate): (SimTime, Rate)| {
            (next_rate.get() - rate.get()) / (next_at - at).as_secs_f64()
        };
        Self::through(points, repeat_every, slope)
    }

    /// The rate that is each point's until the next; otherwise the same.
    pub fn steps(points: &[(SimTime, Rate)], repeat_every: Option<SimDuration>) -> Self {
        Self::through(points, repeat_every, |_, _| 0.0)
    }

    fn through(
        points: &[(SimTime, Rate)],
        repeat_every: Option<SimDuration>,
        slope: impl Fn((SimTime, Rate), (SimTime, Rate)) -> f64,
    ) -> Self {
        assert!(!points.is_empty(), "a rate has at least one point");
        assert!(points.is_sorted_by(|earlier, later| earlier.0 < later.0), "points come one after another");
        let lead = (points[0].0 > SimTime::ZERO).then_some((SimTime::ZERO, points[0].1));
        let mut points = lead.iter().chain(points).copied().peekable();
        let mut segments: Vec<Segment> = Vec::new();
        while let Some(point) = points.next() {
            let slope = points.peek().map_or(0.0, |next| slope(point, *next));
            let (begin, rate) = (point.0.as_secs_f64(), point.1.get());
            let before = segments.last().map_or(0.0, |last| last.before + last.area(begin - last.begin));
            segments.push(Segment { begin, rate, slope, before });
        }
        Self { segments: segments.into(), period: repeat_every.map(SimDuration::as_secs_f64) }
    }

    /// Events expected from `from` up to `to`.
    pub fn expected(&self, from: SimTime, to: SimTime) -> f64 {
        (self.until(to) - self.until(from)).max(0.0)
    }

    /// When, from `from` on, so many events are expected to have happened; nothing if that never is.
    pub fn reach(&self, from: SimTime, expected: f64) -> Option<SimTime> {
        let area = self.until(from) + expected;
        let seconds = match self.period {
            None => self.reach_in_period(area),
            Some(period) => {
                let whole = self.in_period(period);
                let periods = if whole > 0.0 { (area / whole).floor() } else { return None };
                let last = self.reach_in_period((area - periods * whole).min(whole));
                periods * period + last.min(period)
            }
        };
        let found = SimTime::ZERO + SimDuration::from_nanos_f64(seconds * 1e9);
        seconds.is_finite().then(|| found.max(from))
    }

    /// Events expected before `time`.
    fn until(&self, time: SimTime) -> f64 {
        let seconds = time.as_secs_f64();
        match self.period {
            None => self.in_period(seconds),
            Some(period) => {
                let periods = (seconds / period).floor();
                periods * self.in_period(period) + self.in_period((seconds - periods * period).max(0.0))
            }
        }
    }

    /// Events expected in the first `seconds` of a period.
    fn in_period(&self, seconds: f64) -> f64 {
        let after = self.segments.partition_point(|segment| segment.begin <= seconds);
        let segment = &self.segments[after - 1];
        segment.before + segment.area(seconds - segment.begin)
    }

    /// The seconds of a period in which so many events are expected.
    fn reach_in_period(&self, area: f64) -> f64 {
        let after = self.segments.partition_point(|segment| segment.before <= area);
        let segment = &self.segments[after - 1];
        segment.begin + segment.reach(area - segment.before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Shape {
        Linear,
        Steps,
    }

    fn profile(points: &[(u64, f64)], shape: Shape, repeat_every: Option<u64>) -> Profile {
        let point = |(at, rate): &(u64, f64)| (SimTime::from_secs(*at), Rate::per_second(*rate));
        let points: Vec<(SimTime, Rate)> = points.iter().map(point).collect();
        let repeat_every = repeat_every.map(SimDuration::from_secs);
        match shape {
            Shape::Linear => Profile::linear(&points, repeat_every),
            Shape::Steps => Profile::steps(&points, repeat_every),
        }
    }

    /// The obviously right slow version: the rate at a moment [1/s].
    fn rate_at(points: &[(u64, f64)], shape: Shape, seconds: f64) -> f64 {
        let after = points.iter().position(|point| point.0 as f64 > seconds);
        match after {
            Some(0) => points[0].1,
            None => points[points.len() - 1].1,
            Some(next) => {
                let (from, to) = (points[next - 1], points[next]);
                let part = (seconds - from.0 as f64) / (to.0 - from.0) as f64;
                if shape == Shape::Steps { from.1 } else { from.1 + part * (to.1 - from.1) }
            }
        }
    }

    const DAY: [(u64, f64); 5] = [(2, 1.0), (5, 10.0), (6, 0.0), (8, 0.0), (9, 4.0)];

    #[test]
    fn what_is_expected_is_the_area_under_the_rate() {
        for shape in [Shape::Linear, Shape::Steps] {
            for repeat in [None, Some(12)] {
                let profile = profile(&DAY, shape, repeat);
                let slow = |seconds: f64| rate_at(&DAY, shape, repeat.map_or(seconds, |_| seconds % 12.0));
                let mut area = 0.0;
                for milli in 0..30_000_u64 {
                    area += slow((milli as f64 + 0.5) / 1_000.0) / 1_000.0;
                    let found = profile.expected(SimTime::ZERO, SimTime::from_nanos((milli + 1) * 1_000_000));
                    assert!(
                        (found - area).abs() < 1e-6,
                        "{shape:?} {repeat:?} at {milli} ms: {found}, {area}"
                    );
                }
            }
        }
    }

    #[test]
    fn to_reach_what_is_expected_leads_back_to_the_moment() {
        for shape in [Shape::Linear, Shape::Steps] {
            for repeat in [None, Some(12)] {
                let profile = profile(&DAY, shape, repeat);
                for (from, step) in (0..3_000_u64).zip((1..).step_by(7)) {
                    let from = SimTime::from_nanos(from * 10_000_000);
                    let expected = f64::from(step % 40) / 10.0;
                    let reached = profile.reach(from, expected).expect("the rate never stays zero");
                    let back = profile.expected(from, reached);
                    assert!(
                        (back - expected).abs() < 1e-6,
                        "{shape:?} {repeat:?} {from}: {back}, {expected}"
                    );
                }
            }
        }
    }

    #[test]
    fn where_the_rate_is_zero_nothing_happens() {
        let gone = profile(&[(0, 1.0), (10, 0.0)], Shape::Steps, None);
        assert_eq!(gone.reach(SimTime::ZERO, 9.0), Some(SimTime::from_secs(9)));
        assert_eq!(gone.reach(SimTime::ZERO, 10.5), None);
        let gap = profile(&[(0, 1.0), (1, 0.0), (5, 1.0)], Shape::Steps, None);
        assert_eq!(gap.reach(SimTime::ZERO, 1.5), Some(SimTime::from_nanos(5_500_000_000)));
        assert_eq!(profile(&[(0, 0.0)], Shape::Linear, Some(1)).reach(SimTime::ZERO, 0.1), None);
    }

    #[test]
    fn many_short_periods_are_not_gone_through_one_by_one() {
        let short = profile(&[(0, 1e-3)], Shape::Linear, Some(1));
        assert_eq!(short.reach(SimTime::ZERO, 1e5), Some(SimTime::from_secs(100_000_000)));
    }
}
