//! Where a moment is on the line, and which moment is where.

use egui::Rect;

use crate::units::{SimDuration, SimTime};

/// How wide the names of the lines are, in points.
const NAMES: f32 = 62.0;
/// How far apart ticks are at least, in points.
const TICKS_APART: f32 = 76.0;
/// Distances between ticks that a clock's face has \[s\].
const STEPS: [u64; 16] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 86_400];

/// The longest run there is, in days.
const DAYS_MAX: u64 = 31;

/// The line on the screen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// All of it, with the lines' names.
    pub(super) whole: Rect,
    /// Where time runs.
    pub(super) track: Rect,
    end: SimTime,
}

impl Scale {
    /// A line in `rect`, for a run up to `end`.
    pub(super) fn new(rect: Rect, end: SimTime) -> Self {
        let mut track = rect;
        track.min.x += NAMES;
        track.max.x -= 8.0;
        Self { whole: rect, track, end: end.max(SimTime::from_nanos(1)) }
    }

    /// Where a moment is.
    pub(super) fn x(&self, moment: SimTime) -> f32 {
        let share = (moment.as_secs_f64() / self.end.as_secs_f64()).min(1.0);
        self.track.left() + self.track.width() * share as f32
    }

    /// Which moment is there; what is beyond an end is that end.
    pub(super) fn moment(&self, x: f32) -> SimTime {
        let share = f64::from((x - self.track.left()) / self.track.width()).clamp(0.0, 1.0);
        // A tenth of a second is as close as anybody can point.
        let tenths = (share * self.end.as_secs_f64() * 10.0).round();
        (SimTime::ZERO + SimDuration::from_nanos_f64(tenths * 1e8)).min(self.end)
    }

    /// Moments to be named.
    pub(super) fn ticks(&self) -> impl Iterator<Item = SimTime> {
        let room = f64::from(self.track.width() / TICKS_APART).max(1.0);
        let wanted = self.end.as_secs_f64() / room;
        let days = (2..=DAYS_MAX).map(|days| days * 86_400);
        let step = STEPS.into_iter().chain(days).find(|step| *step as f64 >= wanted);
        let step = step.unwrap_or(DAYS_MAX * 86_400);
        let last = self.end.as_nanos() / 1_000_000_000 / step;
        (0..=last).map(move |tick| SimTime::from_secs(tick * step))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{pos2, vec2};

    fn scale(seconds: u64) -> Scale {
        Scale::new(Rect::from_min_size(pos2(10.0, 0.0), vec2(770.0, 60.0)), SimTime::from_secs(seconds))
    }

    #[test]
    fn a_moment_is_found_where_it_stands() {
        let scale = scale(120);
        for seconds in [0, 1, 60, 119, 120] {
            let moment = SimTime::from_secs(seconds);
            assert_eq!(scale.moment(scale.x(moment)), moment);
        }
        assert_eq!(scale.moment(-50.0), SimTime::ZERO);
        assert_eq!(scale.moment(5_000.0), SimTime::from_secs(120));
    }

    #[test]
    fn ticks_are_never_too_close() {
        for seconds in [1, 7, 60, 301, 3_600, 86_400, 2_600_000] {
            let scale = scale(seconds);
            let places: Vec<f32> = scale.ticks().map(|moment| scale.x(moment)).collect();
            assert!(places.windows(2).all(|pair| pair[1] - pair[0] >= 70.0), "{seconds}: {places:?}");
        }
    }
}
