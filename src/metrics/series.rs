//! How the run went over time: everything that is counted, at equal steps.

use serde::{Deserialize, Serialize};

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
}

/// Marks at equal steps from the beginning of the run on; its memory has a limit however long the run is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    width: SimDuration,
    /// What was counted by the end of each step.
    marks: Vec<Mark>,
}

impl Default for Series {
    fn default() -> Self {
        Self { width: WIDTH, marks: Vec::new() }
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

    /// Sets the mark that is due.
    pub fn set(&mut self, mark: Mark) {
        self.marks.push(mark);
        if self.marks.len() == STEPS_MAX {
            let mut place = 0;
            self.marks.retain(|_| {
                place += 1;
                place % 2 == 0
            });
            self.width = self.width * 2;
        }
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
}
