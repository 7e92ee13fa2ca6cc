//! How the run went over time: everything that is counted, at equal steps.

use serde::{Deserialize, Serialize};

use super::spread::{self, STEPS};
use super::window::{Counters, StationUse};
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::Station;

/// The most steps kept; a longer run is told in steps twice as wide.
const STEPS_MAX: usize = 1_200;
/// The first width of a step.
const WIDTH: SimDuration = SimDuration::from_secs(1);

/// Everything counted from the beginning of the run to one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Answers, retries and bytes.
    pub counters: Counters,
    /// The stations, in the vocabulary's order.
    pub stations: [StationUse; Station::COUNT],
    /// Pages begun.
    pub begun: u64,
    /// Pages that ended well.
    pub good: u64,
    /// Pages that failed.
    pub failed: u64,
    /// How long the good ones took, added up \[ns\].
    pub latency_nanos: u128,
}

/// Marks at equal steps from the beginning of the run on; its memory has a limit however long the run is: 430 KiB for the
/// marks and 385 KiB for how latencies spread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    width: SimDuration,
    /// What was counted by the end of each step.
    marks: Vec<Mark>,
    /// How the latencies of good pages have spread by now, and had by the end of each step, one behind the other.
    spread: Vec<u32>,
    spreads: Vec<u32>,
}

impl Default for Series {
    fn default() -> Self {
        Self { width: WIDTH, marks: Vec::new(), spread: vec![0; STEPS], spreads: Vec::new() }
    }
}

impl Series {
    /// The width of a step.
    pub fn width(&self) -> SimDuration {
        self.width
    }

    /// When the next mark is due.
    pub fn next(&self) -> SimTime {
        self.end_of(self.marks.len())
    }

    /// A page has ended well, after so long.
    pub fn good_page(&mut self, took: SimDuration) {
        let counted = &mut self.spread[spread::step_of(took)];
        *counted = counted.wrapping_add(1);
    }

    /// Sets the mark that is due.
    pub fn set(&mut self, mark: Mark) {
        self.marks.push(mark);
        self.spreads.extend_from_slice(&self.spread);
        if self.marks.len() == STEPS_MAX {
            self.keep_every_other_mark();
            self.width = self.width * 2;
        }
    }

    fn keep_every_other_mark(&mut self) {
        let kept = self.marks.len() / 2;
        for place in 0..kept {
            let from = 2 * place + 1;
            self.marks.swap(place, from);
            self.spreads.copy_within(from * STEPS..(from + 1) * STEPS, place * STEPS);
        }
        self.marks.truncate(kept);
        self.spreads.truncate(kept * STEPS);
    }

    /// What was counted by the end of each step.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// A station's utilisation in each step, with the step's end; nothing for a step in which it had no capacity.
    pub fn utilisation(&self, station: Station) -> impl Iterator<Item = (SimTime, Option<f64>)> + '_ {
        use crate::vocabulary::Word;
        let used = move |mark: &Mark| mark.stations[station.index()];
        self.marks.iter().enumerate().map(move |(place, mark)| {
            let before =
                place.checked_sub(1).map_or_else(StationUse::default, |before| used(&self.marks[before]));
            let (busy, capacity) = (used(mark).busy - before.busy, used(mark).capacity - before.capacity);
            (self.end_of(place), (capacity > 0).then(|| busy as f64 / capacity as f64))
        })
    }

    /// The latency that `share` (0 to 1) of the good pages that ended in a step did not exceed, with the step's end; nothing
    /// where none did. Off by at most 9.1 %; below 1 ms it is told as half of that, above 2^20 ms as that.
    pub fn latency(&self, share: f64) -> impl Iterator<Item = (SimTime, Option<SimDuration>)> + '_ {
        self.spreads.chunks_exact(STEPS).enumerate().map(move |(place, after)| {
            let before = place.checked_sub(1).map(|before| &self.spreads[before * STEPS..place * STEPS]);
            (self.end_of(place), spread::quantile(before, after, share))
        })
    }

    /// How long the good pages that ended in a step took in the mean, with the step's end; nothing where none did.
    pub fn mean_latency(&self) -> impl Iterator<Item = (SimTime, Option<SimDuration>)> + '_ {
        self.steps().map(|(end, before, after)| {
            let good = u128::from(after.good - before.map_or(0, |before| before.good));
            let nanos = after.latency_nanos - before.map_or(0, |before| before.latency_nanos);
            (end, nanos.checked_div(good).map(|mean| SimDuration::from_nanos(mean as u64)))
        })
    }

    /// Pages begun in each step, with its end \[1/s\].
    pub fn arrivals(&self) -> impl Iterator<Item = (SimTime, f64)> + '_ {
        self.per_second(|mark| mark.begun)
    }

    /// Pages that ended well in each step, with its end \[1/s\].
    pub fn good(&self) -> impl Iterator<Item = (SimTime, f64)> + '_ {
        self.per_second(|mark| mark.good)
    }

    /// Pages that failed in each step, with its end \[1/s\].
    pub fn failed(&self) -> impl Iterator<Item = (SimTime, f64)> + '_ {
        self.per_second(|mark| mark.failed)
    }

    /// Answers that gunicorn's workers finished in each step, whether or not anybody still waited, with its end \[1/s\].
    pub fn throughput(&self) -> impl Iterator<Item = (SimTime, f64)> + '_ {
        self.per_second(|mark| mark.counters.executions)
    }

    /// Those of them that were good and that somebody still waited for \[1/s\].
    pub fn goodput(&self) -> impl Iterator<Item = (SimTime, f64)> + '_ {
        self.per_second(|mark| mark.counters.goodput)
    }

    fn per_second(&self, count: fn(&Mark) -> u64) -> impl Iterator<Item = (SimTime, f64)> + '_ {
        let width = self.width.as_secs_f64();
        self.steps().map(move |(end, before, after)| {
            let gained = count(after) - before.map_or(0, count);
            (end, gained as f64 / width)
        })
    }

    /// Each step's end, with the marks at its beginning and there.
    fn steps(&self) -> impl Iterator<Item = (SimTime, Option<&Mark>, &Mark)> + '_ {
        self.marks.iter().enumerate().map(|(place, after)| {
            let before = place.checked_sub(1).map(|before| &self.marks[before]);
            (self.end_of(place), before, after)
        })
    }

    fn end_of(&self, place: usize) -> SimTime {
        SimTime::ZERO + self.width * (place as u64 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_run_is_told_in_wider_steps() {
        let mut series = Series::default();
        for second in 1..=100_000 {
            if series.next() == SimTime::from_secs(second) {
                series.set(Mark { good: second, ..Mark::default() });
            }
        }
        assert_eq!(series.width(), SimDuration::from_secs(128));
        assert!(series.marks().len() < STEPS_MAX);
        assert!(series.marks().iter().zip(1..).all(|(mark, place)| mark.good == place * 128));
    }

    /// A run in whose second `n` there came `n` pages of `n` ms, one failed and as many were begun.
    fn counted_up_to(seconds: u64) -> Series {
        let (mut series, mut mark) = (Series::default(), Mark::default());
        for second in 1..=seconds {
            let took = SimDuration::from_millis(second);
            (0..second).for_each(|_| series.good_page(took));
            (mark.begun, mark.good, mark.failed) =
                (mark.begun + second + 1, mark.good + second, mark.failed + 1);
            mark.latency_nanos += u128::from(took.as_nanos()) * u128::from(second);
            (mark.counters.executions, mark.counters.goodput) = (2 * mark.good, mark.good);
            if series.next() == SimTime::from_secs(second) {
                series.set(mark.clone());
            }
        }
        series
    }

    fn is_about(told: SimDuration, millis: f64) -> bool {
        (told.as_secs_f64() * 1_000.0 / millis - 1.0).abs() < 0.092
    }

    #[test]
    fn latencies_are_told_step_by_step() {
        let series = counted_up_to(600);
        for (place, (end, told)) in (1..).zip(series.latency(0.95)) {
            assert!(end == SimTime::from_secs(place) && is_about(told.expect("pages ended"), place as f64));
        }
        let means: Vec<_> = series.mean_latency().map(|(_, mean)| mean).collect();
        assert_eq!(means[599], Some(SimDuration::from_millis(600)));
    }

    #[test]
    fn wider_steps_tell_the_latencies_of_all_their_pages() {
        let series = counted_up_to(1_200);
        assert_eq!(series.width(), SimDuration::from_secs(2));
        let (mut slow, mut quick) = (series.latency(0.51), series.latency(0.45));
        let told = |step: Option<(SimTime, Option<SimDuration>)>| step.expect("600 steps").1.expect("pages");
        // In the step's two seconds there were 9 pages of 9 ms, and 10 of 10 ms.
        assert!(is_about(told(quick.nth(4)), 9.0) && is_about(told(slow.nth(4)), 10.0));
        let mean = series.mean_latency().nth(4).and_then(|(_, mean)| mean);
        assert_eq!(mean, Some(SimDuration::from_nanos((81 + 100) * 1_000_000 / 19)));
    }

    #[test]
    fn rates_are_of_a_second_however_wide_a_step_is() {
        let series = counted_up_to(1_200);
        let fifth = (series.arrivals().nth(4), series.good().nth(4), series.failed().nth(4));
        let at = |rate| Some((SimTime::from_secs(10), rate));
        assert_eq!(fifth, (at(10.5), at(9.5), at(1.0)));
        assert_eq!((series.throughput().nth(4), series.goodput().nth(4)), (at(19.0), at(9.5)));
    }

    #[test]
    fn without_pages_there_is_no_latency() {
        let mut series = Series::default();
        series.set(Mark::default());
        assert_eq!(series.latency(0.99).next(), Some((SimTime::from_secs(1), None)));
        assert_eq!(series.mean_latency().next(), Some((SimTime::from_secs(1), None)));
    }
}
