//! The site from the server's chair: what a probe of each sort of route would get, from the state of what serves it.

use serde::{Deserialize, Serialize};

use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{ActionKind, Blame, Probe, Word};

/// How many sorts of route a probe may ask for.
const PROBES: usize = Probe::COUNT;
/// The most intervals kept; later ones are added up only.
const INTERVALS_MAX: usize = 1_000;

/// A stretch in which a sort of route was down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Down {
    /// Which sort of route.
    pub probe: Probe,
    /// Its first moment.
    pub from: SimTime,
    /// The first moment after it; nothing if it lasted to the end.
    pub to: Option<SimTime>,
    /// The action that brought it about, by its place in the timeline, and the limit that was reached, if there are any.
    pub blame: Blame,
    /// Whether that was somebody's work on the site.
    pub planned: bool,
}

/// Exact downtime of each sort of route.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerChair {
    down_since: [Option<Down>; PROBES],
    intervals: Vec<Down>,
    /// Downtime that has ended, unplanned and planned.
    added_up: [[SimDuration; 2]; PROBES],
}

impl ServerChair {
    /// Whether a probe was answered when last looked.
    pub fn is_up(&self, probe: Probe) -> bool {
        self.down_since[probe.index()].is_none()
    }

    /// What serves this sort of route has gone: by whose doing, and of what kind the action is if it was one's.
    pub fn goes_down(&mut self, now: SimTime, probe: Probe, blame: Blame, kind: Option<ActionKind>) {
        let planned = kind == Some(ActionKind::Maintenance);
        self.down_since[probe.index()] = Some(Down { probe, from: now, to: None, blame, planned });
    }

    /// It is back.
    pub fn comes_up(&mut self, now: SimTime, probe: Probe) {
        let Some(mut down) = self.down_since[probe.index()].take() else { return };
        self.added_up[probe.index()][usize::from(down.planned)] += now - down.from;
        if self.intervals.len() < INTERVALS_MAX && now > down.from {
            down.to = Some(now);
            self.intervals.push(down);
        }
    }

    /// Every stretch so far, in the order in which they ended; those that still last come last.
    pub fn intervals(&self) -> impl Iterator<Item = &Down> + '_ {
        self.intervals.iter().chain(self.down_since.iter().flatten())
    }

    /// Downtime up to `now`: unplanned, and planned.
    pub fn downtime(&self, now: SimTime, probe: Probe) -> (SimDuration, SimDuration) {
        let [mut unplanned, mut planned] = self.added_up[probe.index()];
        if let Some(down) = self.down_since[probe.index()] {
            let lasted = now - down.from;
            if down.planned { planned += lasted } else { unplanned += lasted }
        }
        (unplanned, planned)
    }

    /// Availability up to `now`: one less downtime over the time so far.
    pub fn availability(&self, now: SimTime, probe: Probe) -> f64 {
        let (unplanned, planned) = self.downtime(now, probe);
        let horizon = now.since(SimTime::ZERO).as_secs_f64();
        if horizon > 0.0 { 1.0 - (unplanned + planned).as_secs_f64() / horizon } else { 1.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn downtime_is_exact_and_planned_apart() {
        let (mut chair, second) = (ServerChair::default(), SimTime::from_secs);
        let by = |action| Blame { action: Some(action), limit: None };
        chair.goes_down(second(10), Probe::Dynamic, by(0), Some(ActionKind::Maintenance));
        chair.comes_up(second(12), Probe::Dynamic);
        chair.goes_down(second(20), Probe::Dynamic, by(1), Some(ActionKind::Fault));
        let seconds = SimDuration::from_secs;
        assert_eq!(chair.downtime(second(25), Probe::Dynamic), (seconds(5), seconds(2)));
        assert!((chair.availability(second(100), Probe::Dynamic) - 0.18).abs() < 1e-12);
        assert_eq!(chair.downtime(second(25), Probe::Static), (seconds(0), seconds(0)));
        assert_eq!(chair.intervals().count(), 2);
    }
}
