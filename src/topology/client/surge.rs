//! Rates of visits that change in the course of an action: up a ramp and down again, or up at once and down by halves.
//!
//! ```text
//! factor      .--------.          ramp: a straight line up, the top, a straight line down
//!           .-'        '-.
//!      1 --'              '----
//! factor      |\
//!             | '-._              launch day: up at once; of what is too much half is left after each half-life
//!      1 -----'     '-._________
//! ```
//!
//! A course is a staircase of a hundred treads up a ramp, or fifty a half-life, and on each tread the rate is the course's own
//! mean there: as many visits are expected up to the end of each tread as under the curve. On a tread, and from one to the
//! next, the gap under way keeps its draw and is stretched, which for a Poisson stream is exact.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{ClientEvent, Event};
use super::super::operation::Effect;
use super::Client;
use crate::engine::{Appointment, share_after_halvings};
use crate::units::{SimDuration, SimTime};

/// Treads of a ramp.
const TREADS: u32 = 100;
/// Treads of a half-life.
const TREADS_OF_HALF: u32 = 50;
/// A crowd that is no larger than this, relative to the usual visitors, has gone.
const NOBODY: f64 = 1e-3;

/// How the rate changes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Course {
    /// In straight lines.
    Ramp {
        /// What it is multiplied by at the top.
        factor: f64,
        /// How long it takes to get there, and back; no more than half of `lasting`.
        over: SimDuration,
        /// From the foot to the foot; without it, it stays at the top.
        lasting: Option<SimDuration>,
    },
    /// It jumps, and what is too much decays.
    Decay {
        /// What it is multiplied by at first.
        factor: f64,
        /// How long half of what is too much takes to go.
        half_life: SimDuration,
    },
}

/// A course under way.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Surge {
    action: u16,
    course: Course,
    begun: SimTime,
    /// Treads behind it.
    step: u32,
    next: Appointment,
}

impl Course {
    /// What the rate is multiplied by on this tread, and how long it is; nothing beyond: the last.
    fn tread(self, step: u32) -> (f64, Option<SimDuration>) {
        match self {
            Self::Ramp { factor, over, lasting } => {
                let over = lasting.map_or(over, |lasting| over.min(lasting / 2));
                let at = |treads: f64| 1.0 + (factor - 1.0) * treads / f64::from(TREADS);
                match step {
                    _ if step < TREADS => (at(f64::from(step) + 0.5), Some(over / u64::from(TREADS))),
                    TREADS => (factor, lasting.map(|lasting| lasting.saturating_sub(over * 2))),
                    _ => {
                        let down = f64::from((2 * TREADS).saturating_sub(step)) + 0.5;
                        (at(down), (step < 2 * TREADS).then_some(over / u64::from(TREADS)))
                    }
                }
            }
            Self::Decay { factor, half_life } => {
                let left = |treads: u32| share_after_halvings(f64::from(treads) / f64::from(TREADS_OF_HALF));
                // The mean of 2^-x over a tread, relative to its beginning.
                let mean = (1.0 - left(1)) * f64::from(TREADS_OF_HALF) / std::f64::consts::LN_2;
                let beyond = (factor - 1.0) * left(step) * mean;
                let goes_on = beyond > NOBODY;
                let tread = goes_on.then_some(half_life / u64::from(TREADS_OF_HALF));
                (if goes_on { 1.0 + beyond } else { 1.0 }, tread)
            }
        }
    }
}

impl Client {
    /// The rate of visits of every group begins to change, as an action.
    pub fn begin_surge(&mut self, course: Course, action: u16, context: &mut Context<'_>) -> Effect {
        let effect = self.spike(1.0, action, context);
        if effect == Effect::Done {
            let (begun, next) = (context.now(), Appointment::NONE);
            self.surges.push(Surge { action, course, begun, step: 0, next });
            self.take_tread(self.surges.len() - 1, context);
        }
        effect
    }

    /// The next tread.
    pub(super) fn surge_step(&mut self, action: u16, context: &mut Context<'_>) {
        let place = self.surges.iter().position(|surge| surge.action == action);
        let place = place.expect("the appointment is cancelled with the surge");
        self.surges[place].step += 1;
        self.take_tread(place, context);
    }

    fn take_tread(&mut self, place: usize, context: &mut Context<'_>) {
        let Surge { action, course, step, .. } = self.surges[place];
        let (factor, tread) = course.tread(step);
        for crowd in &mut self.crowds {
            crowd.visits_to_come.set_factor(action, factor, context);
        }
        if let Some(tread) = tread {
            let next = Event::Client(ClientEvent::SurgeStep { action });
            self.surges[place].next = context.agenda.after(tread, next);
        } else if matches!(course, Course::Decay { .. }) {
            self.end_surge(action, context);
        }
    }

    /// Whether that course goes on.
    pub fn surges_by(&self, action: u16) -> bool {
        self.surges.iter().any(|surge| surge.action == action)
    }

    /// That is over.
    pub fn end_surge(&mut self, action: u16, context: &mut Context<'_>) {
        if let Some(place) = self.surges.iter().position(|surge| surge.action == action) {
            let ended = self.surges.remove(place);
            context.agenda.cancel(ended.next);
            self.end_spike(action, context);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The area under a course beyond the usual rate, tread by tread, up to so many seconds [usual rate x s].
    fn beyond(course: Course, seconds: f64) -> f64 {
        let (mut at, mut area) = (0.0, 0.0);
        for step in 0.. {
            let (factor, tread) = course.tread(step);
            let until = tread.map_or(f64::INFINITY, |tread| at + tread.as_secs_f64());
            area += (factor - 1.0) * (until.min(seconds) - at);
            if until >= seconds {
                return area;
            }
            at = until;
        }
        unreachable!("a course has a last tread")
    }

    #[test]
    fn a_ramp_lets_expect_what_lies_under_its_lines() {
        let seconds = SimDuration::from_secs;
        let ramp = Course::Ramp { factor: 5.0, over: seconds(20), lasting: Some(seconds(60)) };
        for (until, area) in
            [(0.0, 0.0), (10.0, 10.0), (20.0, 40.0), (40.0, 120.0), (50.0, 150.0), (60.0, 160.0)]
        {
            assert!((beyond(ramp, until) - area).abs() < 1e-6, "{until}: {}, {area}", beyond(ramp, until));
        }
        let stays = Course::Ramp { factor: 0.0, over: seconds(10), lasting: None };
        assert!((beyond(stays, 30.0) - -25.0).abs() < 1e-6);
        let short = Course::Ramp { factor: 3.0, over: seconds(20), lasting: Some(seconds(10)) };
        assert!((beyond(short, 10.0) - 10.0).abs() < 1e-6, "it turns half-way");
    }

    #[test]
    fn a_crowd_that_decays_halves_in_each_half_life() {
        let crowd = Course::Decay { factor: 9.0, half_life: SimDuration::from_secs(10) };
        let curve =
            |seconds: f64| 8.0 * 10.0 / std::f64::consts::LN_2 * (1.0 - share_after_halvings(seconds / 10.0));
        for until in [0.0, 5.0, 10.0, 20.0, 50.0] {
            assert!((beyond(crowd, until) - curve(until)).abs() < 1e-6, "{until}");
        }
        assert!((beyond(crowd, 10_000.0) - curve(10_000.0)).abs() < 0.02, "the last of it is cut off");
    }
}
