//! Theory's curve and what was simulated: gunicorn's workers as M/M/c.

use super::figures::Groups;
use crate::metrics::{Mark, Series};
use crate::theory::mmc;
use crate::visual::panels::elements::whole;
use crate::vocabulary::{Station, Word};

/// A point rests on so long [s] at least.
const SECONDS: f64 = 5.0;
/// The most points.
const POINTS_MAX: usize = 120;
/// Points of the curve.
const CURVE: u32 = 80;

/// gunicorn as it was simulated, and as theory has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::visual::panels) struct Comparison {
    /// The stretches, by time.
    pub(in crate::visual::panels) points: Vec<Point>,
    /// Threads of gunicorn's workers, at most so far.
    pub(in crate::visual::panels) workers: u32,
    /// How long a thread held a request so far, in the mean [s]; 0 before the first.
    pub(in crate::visual::panels) service: f64,
    /// Why theory says nothing about the last stretch, if it does not.
    pub(in crate::visual::panels) silent: Option<String>,
}

/// A stretch of the run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::visual::panels) struct Point {
    /// When it ended [s].
    pub(in crate::visual::panels) at: f64,
    /// How long it was [s].
    pub(in crate::visual::panels) lasted: f64,
    /// Requests that came to gunicorn [1/s].
    pub(in crate::visual::panels) arrivals: f64,
    /// How long they were in its queue and its workers in the mean, by Little's law [s].
    pub(in crate::visual::panels) time: f64,
}

impl Comparison {
    /// Of the run so far.
    pub(in crate::visual::panels) fn of(series: &Series) -> Self {
        let groups = Groups::at_least(series, SECONDS, POINTS_MAX);
        let held: Vec<Held> = (0..groups.count()).map(|group| Held::of(series, groups, group)).collect();
        let Some(last) = series.marks().last() else { return Self::default() };
        let (busy, answered) =
            (last.stations[Station::GunicornWorkers.index()].busy, last.counters.executions);
        let service = if answered > 0 { seconds(busy) / answered as f64 } else { 0.0 };
        let workers = held.iter().map(|held| whole(held.capacity.round()) as u32).max().unwrap_or_default();
        let points: Vec<Point> = (0..held.len()).filter_map(|place| point(&held, place)).collect();
        let silent = points.last().filter(|_| service > 0.0).and_then(|last| {
            let found = mmc::steady_state(last.arrivals.max(1e-9), service, workers);
            found.err().map(|error| error.to_string())
        });
        Self { points, workers, service, silent }
    }

    /// The most requests a second that the workers can answer; 0 while nothing is known.
    pub(in crate::visual::panels) fn capacity(&self) -> f64 {
        if self.service > 0.0 { f64::from(self.workers) / self.service } else { 0.0 }
    }

    /// What theory says of so many requests a second [s].
    pub(in crate::visual::panels) fn theory(&self, arrivals: f64) -> Option<f64> {
        let found = mmc::steady_state(arrivals, self.service, self.workers);
        found.ok().map(|found| found.response_mean)
    }

    /// The curve up to its asymptote: requests a second, time [s].
    pub(super) fn curve(&self) -> Vec<[f64; 2]> {
        let rates = (1..CURVE).map(|step| self.capacity() * f64::from(step) / f64::from(CURVE));
        rates.filter_map(|rate| Some([rate, self.theory(rate)?])).collect()
    }
}

/// What gunicorn held in a stretch.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Held {
    at: f64,
    lasted: f64,
    /// Answers finished.
    answered: f64,
    /// Requests present in the mean, waiting or in service.
    present: f64,
    /// Threads in the mean.
    capacity: f64,
}

impl Held {
    fn of(series: &Series, groups: Groups, group: usize) -> Self {
        let (before, after) = groups.ends(series, group);
        let gained = |count: fn(&Mark) -> u128| seconds(count(after) - before.map_or(0, count));
        let lasted = groups.lasts(group);
        let workers = gained(|mark| mark.stations[Station::GunicornWorkers.index()].busy);
        let queue = gained(|mark| mark.stations[Station::GunicornBacklog.index()].busy);
        let capacity = gained(|mark| mark.stations[Station::GunicornWorkers.index()].capacity);
        let answered = after.counters.executions - before.map_or(0, |before| before.counters.executions);
        let (present, capacity) = ((workers + queue) / lasted, capacity / lasted);
        Self { at: groups.end(group), lasted, answered: answered as f64, present, capacity }
    }
}

/// A stretch in which gunicorn answered; what came is what left, and by how much more was there afterwards than before.
fn point(held: &[Held], place: usize) -> Option<Point> {
    let own = held[place];
    if own.answered < 1.0 {
        return None;
    }
    let before = place.checked_sub(1).map_or(own.present, |before| held[before].present);
    let after = held.get(place + 1).map_or(own.present, |after| after.present);
    let grown = (after - before) / 2.0;
    let arrivals = ((own.answered + grown) / own.lasted).max(0.0);
    Some(Point { at: own.at, lasted: own.lasted, arrivals, time: own.present * own.lasted / own.answered })
}

fn seconds(nanos: u128) -> f64 {
    nanos as f64 / 1e9
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three workers, `busy` of them at any moment, and so many answers a second, for a minute.
    fn series(busy: f64, answers: u64) -> Series {
        let mut series = Series::default();
        for second in 1..=60_u64 {
            let mut mark = Mark::default();
            let workers = &mut mark.stations[Station::GunicornWorkers.index()];
            workers.busy = (busy * second as f64 * 1e9) as u128;
            workers.capacity = u128::from(second) * 3_000_000_000;
            mark.counters.executions = answers * second;
            series.set(mark);
        }
        series
    }

    #[test]
    fn points_follow_from_littles_law_and_the_curve_from_erlangs() {
        let found = Comparison::of(&series(2.0, 20));
        assert_eq!((found.points.len(), found.workers), (12, 3));
        assert!((found.service - 0.1).abs() < 1e-9 && (found.capacity() - 30.0).abs() < 1e-6);
        let point = found.points[5];
        assert!((point.arrivals - 20.0).abs() < 1e-9 && (point.time - 0.1).abs() < 1e-9);
        assert!((found.theory(20.0).expect("stable") - 0.1444).abs() < 1e-4);
        assert_eq!(found.silent, None);
    }

    #[test]
    fn at_full_load_theory_says_that_it_says_nothing() {
        let found = Comparison::of(&series(3.0, 30));
        assert!(found.silent.expect("no steady state").contains("no steady state"));
        assert_eq!(Comparison::of(&Series::default()), Comparison::default());
    }
}
