//! How fast visitors come: the rate, and what changes it while somebody is on the way.
//!
//! Whatever changes the rate, the gap that is under way keeps its draw and is stretched or shortened. A Poisson stream has
//! no memory, so for it that is exact.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{ClientEvent, Event};
use super::arrivals::Visits;
use super::crowd::settings_of;
use super::settings::{self, Arrivals, Bursty, Shape};
use crate::engine::{Appointment, Distribution, Profile, Stream, unit_exponential};
use crate::units::{Probability, Rate, SimDuration, SimTime};

/// The most that all actions together multiply the rate by: far beyond any limit of a run.
const FACTOR_MAX: f64 = 1e9;

/// What the rate of a group is at the moment, beside what its settings say.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Pace {
    /// The spikes that last, by their actions.
    spikes: Vec<(u16, f64)>,
    /// What the rate is multiplied by: all their factors.
    factor: f64,
    /// Of bursty arrivals, whether it is quiet.
    turn: Turn,
    /// Of a rate that changes with time, how.
    profile: Option<Profile>,
    /// Draws how long quiet times and bursts are.
    pub(super) turns: Stream,
}

/// Whose turn it is of two rates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Turn {
    Low,
    High,
}

impl Pace {
    pub(super) fn new(arrivals: &Arrivals, turns: Stream) -> Self {
        let profile = match arrivals {
            Arrivals::Profile(profile) => Some(profile_of(profile)),
            _ => None,
        };
        Self { spikes: Vec::new(), factor: 1.0, turn: Turn::Low, profile, turns }
    }

    /// What multiplies the settings' rate, or where that changes by chance the rate itself [1/s].
    fn speed(&self, arrivals: &Arrivals) -> f64 {
        match (arrivals, self.turn) {
            (Arrivals::Bursty(bursty), Turn::Low) => bursty.rate_low.times(self.factor).get(),
            (Arrivals::Bursty(bursty), Turn::High) => bursty.rate_high.times(self.factor).get(),
            _ => self.factor,
        }
    }
}

impl Arrivals {
    /// Visits to be expected from `from` up to `to` without a spike; nothing if they do not come at a rate.
    pub fn expected(&self, from: SimTime, to: SimTime) -> Option<f64> {
        let seconds = to.since(from).as_secs_f64();
        match self {
            Self::Poisson(rate) | Self::Even(rate) => Some(rate.get() * seconds),
            Self::Bursty(bursty) => {
                let high = bursty.share_high().get();
                Some((bursty.rate_low.get() * (1.0 - high) + bursty.rate_high.get() * high) * seconds)
            }
            Self::Profile(profile) => Some(profile_of(profile).expected(from, to)),
            Self::At(_) | Self::Trace(_) | Self::Users { .. } => None,
        }
    }
}

impl Bursty {
    /// The share of time that is bursts.
    fn share_high(&self) -> Probability {
        let (low, high) = (self.mean_low.as_secs_f64(), self.mean_high.as_secs_f64());
        Probability::new(high / (low + high))
    }
}

impl Visits {
    /// When the next visit comes, if at this rate one ever does.
    pub(super) fn next_by_rate(&mut self, context: &Context<'_>) -> Option<SimTime> {
        let (now, arrivals) = (context.now(), &settings_of(context, self.group).arrivals);
        let speed = self.pace.speed(arrivals);
        match arrivals {
            Arrivals::Poisson(rate) => self.gap(rate.times(speed)).map(|gap| now + gap),
            Arrivals::Bursty(_) => self.gap(Rate::per_second(speed)).map(|gap| now + gap),
            Arrivals::Even(rate) => mean_gap(rate.times(speed)).map(|gap| now + gap),
            _ if speed == 0.0 => None,
            _ => {
                let profile = self.pace.profile.as_ref()?;
                profile.reach(now, unit_exponential(&mut self.stream) / speed)
            }
        }
    }

    /// Bursty arrivals begin, in a quiet time or in a burst.
    pub(super) fn begin_turns(&mut self, context: &mut Context<'_>) {
        if let Arrivals::Bursty(bursty) = settings_of(context, self.group).arrivals {
            let high = self.pace.turns.chance(bursty.share_high());
            self.pace.turn = if high { Turn::High } else { Turn::Low };
            self.begin_turn(&bursty, context);
        }
    }

    fn begin_turn(&mut self, bursty: &Bursty, context: &mut Context<'_>) {
        let mean = if self.pace.turn == Turn::Low { bursty.mean_low } else { bursty.mean_high };
        let lasting = Distribution::Exponential { mean }.sample(&mut self.pace.turns);
        let over = ClientEvent::PaceChanges { group: self.group };
        context.agenda.after(lasting, Event::Client(over));
    }

    /// A quiet time or a burst is over, the other begins.
    pub(super) fn take_turns(&mut self, context: &mut Context<'_>) {
        let arrivals = &settings_of(context, self.group).arrivals;
        let Arrivals::Bursty(bursty) = arrivals else {
            unreachable!("only two rates take turns");
        };
        let before = self.pace.speed(arrivals);
        self.pace.turn = if self.pace.turn == Turn::Low { Turn::High } else { Turn::Low };
        self.begin_turn(bursty, context);
        self.change_speed(before, context);
    }

    /// One more spike, on top of those that last already; false if visits do not come at a rate.
    pub(super) fn begin_spike(&mut self, action: u16, factor: f64, context: &mut Context<'_>) -> bool {
        let arrivals = &settings_of(context, self.group).arrivals;
        let has_a_rate = !matches!(arrivals, Arrivals::At(_) | Arrivals::Trace(_) | Arrivals::Users { .. });
        if has_a_rate {
            self.pace.spikes.push((action, factor));
            self.change_factor(context);
        }
        has_a_rate
    }

    /// An action multiplies the rate by so much from now on.
    pub(super) fn set_factor(&mut self, action: u16, factor: f64, context: &mut Context<'_>) {
        if let Some(spike) = self.pace.spikes.iter_mut().find(|(begun_by, _)| *begun_by == action) {
            spike.1 = factor;
            self.change_factor(context);
        }
    }

    /// A spike is over; false if it never was.
    pub(super) fn end_spike(&mut self, action: u16, context: &mut Context<'_>) -> bool {
        let place = self.pace.spikes.iter().position(|(begun_by, _)| *begun_by == action);
        if let Some(place) = place {
            self.pace.spikes.remove(place);
            self.change_factor(context);
        }
        place.is_some()
    }

    /// The rate was `before` and is `now`: whoever is on the way comes sooner or later.
    pub(super) fn change_rate(&mut self, before: Rate, now: Rate, context: &mut Context<'_>) {
        let speed = self.pace.speed(&settings_of(context, self.group).arrivals);
        self.change_speed(speed * before.get() / now.get(), context);
    }

    fn change_factor(&mut self, context: &mut Context<'_>) {
        let before = self.pace.speed(&settings_of(context, self.group).arrivals);
        let factors = self.pace.spikes.iter().map(|(_, factor)| factor);
        self.pace.factor = factors.fold(1.0, |all, factor| (all * factor).min(FACTOR_MAX));
        self.change_speed(before, context);
    }

    /// The speed was `before`: whoever is on the way comes sooner or later.
    fn change_speed(&mut self, before: f64, context: &mut Context<'_>) {
        let speed = self.pace.speed(&settings_of(context, self.group).arrivals);
        let due = context.agenda.due(self.next);
        let at = due.filter(|_| speed > 0.0).and_then(|due| self.stretched(due, before, speed, context));
        match at {
            Some(at) => {
                context.agenda.move_to(self.next, at);
            }
            None if due.is_some() => {
                context.agenda.cancel(self.next);
                self.next = Appointment::NONE;
            }
            None if speed > 0.0 => self.schedule_next(context),
            None => {}
        }
    }

    /// When who was due then comes instead.
    fn stretched(&self, due: SimTime, before: f64, speed: f64, context: &Context<'_>) -> Option<SimTime> {
        let now = context.now();
        if let Some(profile) = &self.pace.profile {
            return profile.reach(now, profile.expected(now, due) * before / speed);
        }
        let left = (due - now).as_nanos() as f64 * before / speed;
        Some(now + SimDuration::from_nanos_f64(left))
    }

    fn gap(&mut self, rate: Rate) -> Option<SimDuration> {
        mean_gap(rate).map(|mean| Distribution::Exponential { mean }.sample(&mut self.stream))
    }
}

fn mean_gap(rate: Rate) -> Option<SimDuration> {
    (rate > Rate::ZERO).then(|| SimDuration::from_nanos_f64(rate.mean_gap_nanos()))
}

fn profile_of(settings: &settings::Profile) -> Profile {
    let points: Vec<(SimTime, Rate)> = settings.points.iter().map(|point| (point.at, point.rate)).collect();
    match settings.shape {
        Shape::Linear => Profile::linear(&points, settings.repeat_every),
        Shape::Steps => Profile::steps(&points, settings.repeat_every),
    }
}
