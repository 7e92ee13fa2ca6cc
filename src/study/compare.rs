//! Two scenarios under common random numbers.
//!
//! Each pair of runs has one seed. Every random purpose has a stream of its own, so in both runs the same visitors come at
//! the same moments and ask for the same work, as far as the scenarios are the same; what differs between the two is
//! then the difference of the scenarios and hardly chance. The interval is that of the differences of the pairs, not of
//! two means, and as much narrower as the pairs go up and down together.

use std::collections::BTreeMap;

use super::long_run::{LongRun, Work};
use super::replications::Replication;
use super::yardstick::{Readings, Spread, Yardstick};
use crate::expectation::CONFIDENCE;
use crate::scenario::Plan;
use crate::theory::student;

/// How often each is run, unless it is said.
pub const PAIRS_USUAL: u32 = 10;

/// What two scenarios differ by, over all pairs of runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// By each yardstick that both have, in order of the first one's windows.
    pub differences: Vec<Difference>,
    /// What the runs of the first say of the long run, and those of the second.
    pub long_runs: [LongRun; 2],
    /// What keeps the two from being compared like with like, in words.
    pub reservations: Vec<String>,
}

/// By how much the second differs from the first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// By what; the window is one of the first scenario's.
    pub yardstick: Yardstick,
    /// The first one's runs.
    pub first: Spread,
    /// The second one's runs.
    pub second: Spread,
    /// The second less the first, pair by pair.
    pub difference: Spread,
    /// How much narrower the interval is than that of as many runs with seeds of their own; nothing where either is zero.
    pub narrower: Option<f64>,
    /// What can be said of it.
    pub word: Word,
}

/// What the pairs tell of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Both measure the same in every pair.
    Equal,
    /// The interval does not hold zero: the second is higher.
    Higher,
    /// The interval does not hold zero: the second is lower.
    Lower,
    /// The interval holds zero: these runs do not tell.
    Open,
}

impl Word {
    /// The word itself.
    pub const fn spelling(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::Open => "open",
        }
    }
}

impl Comparison {
    /// Of two scenarios with as many runs each, pair by pair.
    pub fn of(plans: [&Plan; 2], runs: [&[Replication]; 2]) -> Self {
        let places = places_of(plans);
        let pairs: Vec<(&Readings, Readings)> = runs[0]
            .iter()
            .zip(runs[1])
            .map(|(first, second)| (&first.readings, moved(&second.readings, &places)))
            .collect();
        let yardsticks = pairs.first().map_or_else(Vec::new, |(first, _)| first.keys().copied().collect());
        let differences = yardsticks.into_iter().filter_map(|yardstick| Difference::of(yardstick, &pairs));
        let long_run =
            |side: usize| LongRun::of(plans[side], &Work::together(runs[side].iter().map(|run| &run.work)));
        Self {
            differences: differences.filter(Difference::is_of_something).collect(),
            long_runs: [long_run(0), long_run(1)],
            reservations: reservations(plans),
        }
    }
}

/// Where the second scenario's windows are among the first one's: those of the same name.
fn places_of([first, second]: [&Plan; 2]) -> BTreeMap<u16, u16> {
    let place = |name: &str| first.windows.iter().position(|window| window.name == name);
    let windows = second.windows.iter().zip(0..);
    windows.filter_map(|(window, from)| Some((from, u16::try_from(place(&window.name)?).ok()?))).collect()
}

/// Readings by the first scenario's windows.
fn moved(readings: &Readings, places: &BTreeMap<u16, u16>) -> Readings {
    let moved = |yardstick: &Yardstick| {
        Some(match *yardstick {
            Yardstick::AvailabilityByTime => Yardstick::AvailabilityByTime,
            Yardstick::Metric { window, metric, aggregate } => {
                Yardstick::Metric { window: *places.get(&window)?, metric, aggregate }
            }
            Yardstick::Failed { window, failure } => {
                Yardstick::Failed { window: *places.get(&window)?, failure }
            }
        })
    };
    readings.iter().filter_map(|(yardstick, value)| Some((moved(yardstick)?, *value))).collect()
}

/// What is not the same in both although a comparison presumes it.
fn reservations([first, second]: [&Plan; 2]) -> Vec<String> {
    let mut told = Vec::new();
    if first.run.duration != second.run.duration {
        told.push(format!(
            "the first runs for {}, the second for {}: what is counted differs by that alone",
            first.run.duration, second.run.duration
        ));
    }
    if first.run.warm_up != second.run.warm_up {
        told.push(format!(
            "the first leaves out {} of the beginning, the second {}",
            first.run.warm_up, second.run.warm_up
        ));
    }
    if first.settings.client != second.settings.client {
        told.push("their visitors differ: they do not all come at the same moments in both".to_owned());
    }
    told
}

impl Difference {
    fn of(yardstick: Yardstick, pairs: &[(&Readings, Readings)]) -> Option<Self> {
        let both = pairs
            .iter()
            .filter_map(|(first, second)| Some(((*first.get(&yardstick)?)?, (*second.get(&yardstick)?)?)));
        let (firsts, seconds): (Vec<f64>, Vec<f64>) = both.unzip();
        let differences: Vec<f64> =
            firsts.iter().zip(&seconds).map(|(first, second)| second - first).collect();
        let difference = Spread::of(yardstick, &differences)?;
        Some(Self {
            yardstick,
            first: Spread::of(yardstick, &firsts)?,
            second: Spread::of(yardstick, &seconds)?,
            difference,
            narrower: narrower(&firsts, &seconds, difference.half_width),
            word: word(&difference),
        })
    }

    /// A way to fail that never happened is nothing to compare.
    fn is_of_something(&self) -> bool {
        !matches!(self.yardstick, Yardstick::Failed { .. }) || self.first.max > 0.0 || self.second.max > 0.0
    }
}

fn word(difference: &Spread) -> Word {
    match (difference.half_width, difference.mean) {
        _ if difference.min >= 0.0 && difference.max <= 0.0 => Word::Equal,
        (Some(half), mean) if mean > half => Word::Higher,
        (Some(half), mean) if mean < -half => Word::Lower,
        _ => Word::Open,
    }
}

/// The interval's width if the runs had nothing to do with each other, over what it is.
fn narrower(firsts: &[f64], seconds: &[f64], paired: Option<f64>) -> Option<f64> {
    let half = |values| student::interval(values, CONFIDENCE).ok().map(|interval| interval.half_width);
    let (first, second, paired) = (half(firsts)?, half(seconds)?, paired.filter(|paired| *paired > 0.0)?);
    let apart = (first * first + second * second).sqrt();
    (apart > 0.0).then(|| apart / paired)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::{Aggregate, Metric};

    const SITE: &str = r#"{"schema_version": 1, "title": "t", "run": {"duration": "60s"}, "visitors": {}"#;

    fn plan(rest: &str) -> Plan {
        crate::scenario::read(&format!("{SITE}{rest}}}")).expect("a valid scenario").plan
    }

    const LATENCY: Yardstick =
        Yardstick::Metric { window: 0, metric: Metric::PageLatency, aggregate: Aggregate::Mean };

    fn difference(firsts: &[f64], seconds: &[f64]) -> Difference {
        let reading = |value: &f64| Readings::from([(LATENCY, Some(*value))]);
        let firsts: Vec<Readings> = firsts.iter().map(reading).collect();
        let pairs: Vec<_> = firsts.iter().zip(seconds.iter().map(reading)).collect();
        Difference::of(LATENCY, &pairs).expect("values")
    }

    #[test]
    fn pairs_that_go_up_and_down_together_tell_a_small_difference() {
        let firsts = [10.0, 20.0, 30.0, 40.0, 50.0];
        let found = difference(&firsts, &[11.0, 21.1, 30.9, 41.0, 51.0]);
        assert_eq!(found.word, Word::Higher);
        assert!((found.difference.mean - 1.0).abs() < 1e-9);
        assert!(found.narrower.expect("both differ") > 100.0, "{found:?}");
        assert_eq!(difference(&firsts, &[9.0, 19.1, 28.9, 39.0, 49.0]).word, Word::Lower);
        assert_eq!(difference(&firsts, &[50.0, 40.0, 30.0, 20.0, 11.0]).word, Word::Open);
        assert_eq!(difference(&firsts, &firsts).word, Word::Equal);
        assert_eq!(difference(&[1.0], &[2.0]).word, Word::Open, "one pair tells nothing");
    }

    #[test]
    fn windows_are_compared_by_their_names() {
        let windows = |names: [&str; 2]| {
            let [first, second] = names;
            plan(&format!(
                r#", "windows": {{"{first}": {{"from": "1s", "to": "2s"}}, "{second}": {{"from": "2s", "to": "3s"}}}}"#
            ))
        };
        let places = places_of([&windows(["a", "b"]), &windows(["c", "a"])]);
        assert_eq!(places, BTreeMap::from([(0, 0), (2, 1)]));
        let other = Yardstick::Metric { window: 1, metric: Metric::PageLatency, aggregate: Aggregate::Mean };
        let readings = Readings::from([(LATENCY, Some(1.0)), (other, Some(2.0))]);
        assert_eq!(moved(&readings, &places).len(), 1, "a window that only one has is left out");
    }

    #[test]
    fn what_is_not_like_with_like_is_said() {
        assert!(reservations([&plan(""), &plan("")]).is_empty());
        let mut other = plan("");
        other.run.duration = crate::units::SimDuration::from_secs(61);
        other.settings.client.groups[0].connections_per_host = 2;
        assert_eq!(reservations([&plan(""), &other]).len(), 2);
    }
}
