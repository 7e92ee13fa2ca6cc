//! Theory's curve and what was simulated: gunicorn's workers as M/M/c.

use super::figures::Groups;
use crate::metrics::{Mark, Series};
use crate::theory::mmc;
use crate::visual::desk::SetUp;
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
    /// Threads of gunicorn's workers, as they are set up now.
    pub(in crate::visual::panels) threads: u32,
    /// How long a thread has held a request since they are, in the mean [s]; 0 before the first.
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
    /// Whether gunicorn was set up then as it is now: of what was before, theory's curve says nothing.
    pub(in crate::visual::panels) is_present: bool,
}

impl Comparison {
    /// Of the run so far, with gunicorn set up so.
    pub(in crate::visual::panels) fn of(series: &Series, set_up: SetUp) -> Self {
        let groups = Groups::at_least(series, SECONDS, POINTS_MAX);
        let held: Vec<Held> = (0..groups.count()).map(|group| Held::of(series, groups, group)).collect();
        let Some(last) = series.marks().last() else { return Self::default() };
        let (threads, since) = (set_up.threads, set_up.since.as_secs_f64());
        let before = whole(since / series.width().as_secs_f64()).checked_sub(1);
        let before = before.and_then(|place| series.marks().get(place));
        let gained = |count: fn(&Mark) -> u128| count(last) - before.map_or(0, count);
        let answered = gained(|mark| u128::from(mark.counters.executions));
        let busy = seconds(gained(|mark| mark.stations[Station::GunicornWorkers.index()].busy));
        let service = if answered > 0 { busy / answered as f64 } else { 0.0 };
        let points: Vec<Point> = (0..held.len()).filter_map(|place| point(&held, place, since)).collect();
        let silent = points.last().filter(|_| service > 0.0).and_then(|last| {
            let found = mmc::steady_state(last.arrivals.max(1e-9), service, threads);
            found.err().map(|error| error.to_string())
        });
        Self { points, threads, service, silent }
    }

    /// The most requests a second that the workers can answer; 0 while nothing is known.
    pub(in crate::visual::panels) fn capacity(&self) -> f64 {
        if self.service > 0.0 { f64::from(self.threads) / self.service } else { 0.0 }
    }

    /// What theory says of so many requests a second [s].
    pub(in crate::visual::panels) fn theory(&self, arrivals: f64) -> Option<f64> {
        let found = mmc::steady_state(arrivals, self.service, self.threads);
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
}

impl Held {
    fn of(series: &Series, groups: Groups, group: usize) -> Self {
        let (before, after) = groups.ends(series, group);
        let gained = |count: fn(&Mark) -> u128| seconds(count(after) - before.map_or(0, count));
        let lasted = groups.lasts(group);
        let workers = gained(|mark| mark.stations[Station::GunicornWorkers.index()].busy);
        let queue = gained(|mark| mark.stations[Station::GunicornBacklog.index()].busy);
        let answered = after.counters.executions - before.map_or(0, |before| before.counters.executions);
        let present = (workers + queue) / lasted;
        Self { at: groups.end(group), lasted, answered: answered as f64, present }
    }
}

/// A stretch in which gunicorn answered; what came is what left, and by how much more was there afterwards than before.
fn point(held: &[Held], place: usize, since: f64) -> Option<Point> {
    let own = held[place];
    if own.answered < 1.0 {
        return None;
    }
    let before = place.checked_sub(1).map_or(own.present, |before| held[before].present);
    let after = held.get(place + 1).map_or(own.present, |after| after.present);
    let grown = (after - before) / 2.0;
    let arrivals = ((own.answered + grown) / own.lasted).max(0.0);
    let (at, lasted, time) = (own.at, own.lasted, own.present * own.lasted / own.answered);
    Some(Point { at, lasted, arrivals, time, is_present: at - lasted >= since })
}

fn seconds(nanos: u128) -> f64 {
    nanos as f64 / 1e9
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::SimTime;

    /// `busy` workers at any moment, and so many answers a second, for a minute; from then on twice as quick for another.
    fn series(busy: f64, answers: u64) -> Series {
        let mut series = Series::default();
        for second in 1..=120_u64 {
            let mut mark = Mark::default();
            let workers = &mut mark.stations[Station::GunicornWorkers.index()];
            workers.busy = (busy * second as f64 * 1e9) as u128;
            mark.counters.executions = answers * (second + second.saturating_sub(60));
            series.set(mark);
        }
        series
    }

    fn set_up(threads: u32, second: u64) -> SetUp {
        SetUp { threads, since: SimTime::from_secs(second) }
    }

    #[test]
    fn points_follow_from_littles_law_and_the_curve_from_erlangs() {
        let found = Comparison::of(&series(2.0, 20), set_up(3, 60));
        assert_eq!((found.points.len(), found.threads), (24, 3));
        assert!((found.service - 0.05).abs() < 1e-9 && (found.capacity() - 60.0).abs() < 1e-6);
        let point = found.points[17];
        assert!((point.arrivals - 40.0).abs() < 1e-9 && (point.time - 0.05).abs() < 1e-9);
        assert!((found.theory(40.0).expect("stable") - 0.072_2).abs() < 1e-4);
        assert_eq!(found.silent, None);
    }

    #[test]
    fn the_curve_is_of_what_is_set_up_now() {
        let (before, after) = (set_up(3, 0), set_up(5, 60));
        let [before, after] = [before, after].map(|set_up| Comparison::of(&series(2.0, 20), set_up));
        assert!((before.service - 0.1 * 2.0 / 3.0).abs() < 1e-9 && (after.service - 0.05).abs() < 1e-9);
        assert_eq!(after.threads, 5);
        let present = |found: &Comparison| found.points.iter().filter(|point| point.is_present).count();
        assert_eq!((present(&before), present(&after)), (24, 12));
    }

    #[test]
    fn at_full_load_theory_says_that_it_says_nothing() {
        let found = Comparison::of(&series(3.0, 30), set_up(3, 60));
        assert!(found.silent.expect("no steady state").contains("no steady state"));
        assert_eq!(Comparison::of(&Series::default(), set_up(3, 0)), Comparison::default());
    }
}
