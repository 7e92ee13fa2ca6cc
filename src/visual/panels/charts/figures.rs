//! The figures of the charts and the tables, from what was counted at equal steps.

use crate::metrics::{Mark, Series};
use crate::units::{SimDuration, SimTime};
use crate::visual::panels::elements::{short_number, short_span, whole};
use crate::visual::texts::instruments as texts;
use crate::vocabulary::{Station, Word};

/// A chart whose x axis is time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::visual::panels) enum Timed {
    /// Pages that ended a second.
    Pages,
    /// How long good pages took.
    Latency,
    /// How busy the stations were.
    Utilisation,
}

/// How much of the run is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Stretch {
    /// All of it so far.
    #[default]
    WholeRun,
    /// The last five minutes.
    FiveMinutes,
    /// The last minute.
    OneMinute,
}

impl Stretch {
    /// All of them.
    pub(super) const ALL: [Self; 3] = [Self::WholeRun, Self::FiveMinutes, Self::OneMinute];

    /// What it is called.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::WholeRun => texts::WHOLE_RUN,
            Self::FiveMinutes => texts::FIVE_MINUTES,
            Self::OneMinute => texts::ONE_MINUTE,
        }
    }

    /// Its first moment, before the moment `now` [s].
    pub(super) fn from(self, now: f64) -> f64 {
        match self {
            Self::WholeRun => 0.0,
            Self::FiveMinutes => (now - 300.0).max(0.0),
            Self::OneMinute => (now - 60.0).max(0.0),
        }
    }
}

/// One line of a chart, one column of a table.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::visual::panels) struct Trace {
    /// What it is called.
    pub(in crate::visual::panels) name: &'static str,
    /// The value of each group of steps, nothing where there is none.
    pub(in crate::visual::panels) values: Vec<Option<f64>>,
}

/// Steps that are told as one, so that there are not more points than can be seen: so many at a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::visual::panels) struct Groups {
    /// The first group that is told.
    first: usize,
    /// How many steps are in one.
    steps: usize,
    /// How many steps there are in all.
    marks: usize,
    /// How long a step is [s].
    width: f64,
}

impl Groups {
    /// Groups of all whole steps of `series` that ended after `from` [s], at most `most` of them.
    pub(in crate::visual::panels) fn of(series: &Series, from: f64, most: usize) -> Self {
        let (marks, width) = (series.marks().len(), series.width().as_secs_f64());
        let told = marks.saturating_sub(whole(from / width));
        // A power of two, so that groups stay what they are from picture to picture.
        let steps = told.div_ceil(most.max(1)).max(1).next_power_of_two();
        Self { first: whole(from / width) / steps, steps, marks, width }
    }

    /// Groups of at least `seconds`, of the whole run.
    pub(super) fn at_least(series: &Series, seconds: f64, most: usize) -> Self {
        let all = Self::of(series, 0.0, most);
        let steps = whole((seconds / all.width).ceil().max(1.0));
        Self { steps: all.steps.max(steps), ..all }
    }

    /// How many there are; the last one may still grow.
    pub(in crate::visual::panels) fn count(self) -> usize {
        self.marks.div_ceil(self.steps).saturating_sub(self.first)
    }

    /// When the group with this number ends [s].
    pub(in crate::visual::panels) fn end(self, group: usize) -> f64 {
        self.range(group).1 as f64 * self.width
    }

    /// How long it lasts [s].
    pub(super) fn lasts(self, group: usize) -> f64 {
        let (from, to) = self.range(group);
        (to - from) as f64 * self.width
    }

    /// Its first step, and the first after it.
    fn range(self, group: usize) -> (usize, usize) {
        let from = (self.first + group) * self.steps;
        (from.min(self.marks), (from + self.steps).min(self.marks))
    }

    /// What was counted by its beginning and by its end.
    pub(super) fn ends(self, series: &Series, group: usize) -> (Option<&Mark>, &Mark) {
        let (from, to) = self.range(group);
        let marks = series.marks();
        (from.checked_sub(1).map(|before| &marks[before]), &marks[to - 1])
    }

    /// A value of each.
    fn each(self, value: impl Fn(usize) -> Option<f64>) -> Vec<Option<f64>> {
        (0..self.count()).map(value).collect()
    }
}

impl Timed {
    /// All of them.
    pub(in crate::visual::panels) const ALL: [Self; 3] = [Self::Pages, Self::Latency, Self::Utilisation];

    /// What it is called.
    pub(in crate::visual::panels) const fn title(self) -> &'static str {
        match self {
            Self::Pages => texts::PAGES,
            Self::Latency => texts::LATENCY,
            Self::Utilisation => texts::UTILISATION,
        }
    }

    /// A value with its unit.
    pub(in crate::visual::panels) fn value(self, value: Option<f64>) -> String {
        let Some(value) = value else { return "\u{2013}".to_owned() };
        match self {
            Self::Pages => short_number(value),
            Self::Latency => short_span(value),
            Self::Utilisation => format!("{:.0} %", value * 100.0),
        }
    }

    /// Its lines.
    pub(in crate::visual::panels) fn traces(self, series: &Series, groups: Groups) -> Vec<Trace> {
        match self {
            Self::Pages => vec![
                Trace { name: texts::GOOD, values: rate(series, groups, |mark| mark.good) },
                Trace { name: texts::FAILED, values: rate(series, groups, |mark| mark.failed) },
                Trace { name: texts::BEGUN, values: rate(series, groups, |mark| mark.begun) },
            ],
            Self::Latency => [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)]
                .map(|(name, share)| Trace { name, values: latency(series, groups, share) })
                .into(),
            Self::Utilisation => STATIONS
                .map(|(name, station)| Trace { name, values: utilisation(series, groups, station) })
                .into(),
        }
    }
}

/// The stations that are told, in the order in which a request meets them.
const STATIONS: [(&str, Station); 6] = [
    ("connections", Station::NginxConnections),
    ("workers", Station::GunicornWorkers),
    ("sessions", Station::MysqlSessions),
    ("cores", Station::Cores),
    ("disk", Station::Disk),
    ("uplink", Station::Uplink),
];

/// So many a second in each group.
fn rate(series: &Series, groups: Groups, count: fn(&Mark) -> u64) -> Vec<Option<f64>> {
    groups.each(|group| {
        let (before, after) = groups.ends(series, group);
        let counted = count(after) - before.map_or(0, count);
        Some(counted as f64 / groups.lasts(group))
    })
}

/// The share of its time, or of its places, that a station was busy in each group; nothing while it was not there.
fn utilisation(series: &Series, groups: Groups, station: Station) -> Vec<Option<f64>> {
    let used = |mark: &Mark| mark.stations[station.index()];
    groups.each(|group| {
        let (before, after) = groups.ends(series, group);
        let before = before.map(used).unwrap_or_default();
        let (busy, capacity) = (used(after).busy - before.busy, used(after).capacity - before.capacity);
        (capacity > 0).then(|| busy as f64 / capacity as f64)
    })
}

/// The latency [s] that `share` of the good pages did not exceed, in the worst step of each group.
fn latency(series: &Series, groups: Groups, share: f64) -> Vec<Option<f64>> {
    let steps = latencies(series, share);
    groups.each(|group| {
        let (from, to) = groups.range(group);
        let known = steps.get(from..to.min(steps.len()))?;
        known.iter().flatten().copied().max_by(f64::total_cmp)
    })
}

/// The same, step by step.
fn latencies(series: &Series, share: f64) -> Vec<Option<f64>> {
    series.latency(share).map(|(_, latency)| latency.map(SimDuration::as_secs_f64)).collect()
}

/// The last moment of which anything is told [s].
pub(super) fn told_until(series: &Series) -> f64 {
    let next = series.next().since(SimTime::ZERO).as_secs_f64();
    next - series.width().as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A run in whose second `n` there were `n` good pages.
    fn series(seconds: u64) -> Series {
        let mut series = Series::default();
        for second in 1..=seconds {
            series.set(Mark { good: (1..=second).sum(), ..Mark::default() });
        }
        series
    }

    #[test]
    fn steps_are_told_as_one_where_there_are_too_many_to_see() {
        let series = series(100);
        let groups = Groups::of(&series, 0.0, 30);
        assert_eq!((groups.count(), groups.end(0), groups.end(24)), (25, 4.0, 100.0));
        let traces = Timed::Pages.traces(&series, groups);
        assert_eq!(traces[0].values[0], Some(2.5), "1, 2, 3 and 4 in four seconds");
        assert_eq!(traces[0].values.len(), 25);
    }

    #[test]
    fn the_last_group_may_be_shorter() {
        let series = series(10);
        let groups = Groups::at_least(&series, 4.0, 100);
        assert_eq!((groups.count(), groups.lasts(2), groups.end(2)), (3, 2.0, 10.0));
        assert_eq!(Timed::Pages.traces(&series, groups)[0].values[2], Some(9.5));
    }

    #[test]
    fn only_the_stretch_asked_for_is_told() {
        let series = series(100);
        let groups = Groups::of(&series, Stretch::OneMinute.from(100.0), 1_000);
        assert_eq!((groups.count(), groups.end(0)), (60, 41.0));
        assert_eq!(Timed::Utilisation.traces(&series, groups)[0].values[0], None, "no capacity was counted");
        assert_eq!(Groups::of(&Series::default(), 0.0, 10).count(), 0);
    }
}
