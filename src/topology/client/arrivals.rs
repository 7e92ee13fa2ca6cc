//! When visitors come.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{ClientEvent, Event};
use super::super::id::GroupId;
use super::crowd::settings_of;
use super::settings::{Arrivals, TraceVisit};
use crate::engine::{Appointment, Distribution, Level, Stream};
use crate::units::{Rate, SimDuration, SimTime};

/// The visits that are still to come.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Visits {
    group: GroupId,
    /// Draws the gaps between visits, or how long users think, and nothing else, so that no other change of a scenario shifts them.
    stream: Stream,
    /// How many have been put into the agenda.
    scheduled: u64,
    /// The spikes that last, by their actions.
    spikes: Vec<(u16, f64)>,
    /// What the rate is multiplied by: all their factors.
    factor: f64,
    next: Appointment,
    /// Users of a closed group, and those of them who think and who visit.
    users: u64,
    thinking: Level,
    visiting: Level,
}

impl Visits {
    pub(super) fn new(group: GroupId, stream: Stream) -> Self {
        Self {
            group,
            stream,
            scheduled: 0,
            spikes: Vec::new(),
            factor: 1.0,
            next: Appointment::NONE,
            users: 0,
            thinking: Level::default(),
            visiting: Level::default(),
        }
    }

    /// Puts the first visit into the agenda: after a gap, or where the list says. Of a closed group each user thinks first.
    pub(super) fn schedule_first(&mut self, context: &mut Context<'_>) {
        if let Arrivals::Users { count, .. } = settings_of(context, self.group).arrivals {
            self.users = u64::from(count);
            (0..count).for_each(|_| self.think(context));
        } else {
            self.schedule_next(context);
        }
    }

    /// A visit has begun.
    pub(super) fn visit_begins(&mut self, now: SimTime) {
        if self.users > 0 {
            self.thinking.subtract(now, 1);
            self.visiting.add(now, 1);
        }
    }

    /// A visit has ended, well or not: a user of a closed group thinks again.
    pub(super) fn think_again(&mut self, context: &mut Context<'_>) {
        if self.users > 0 {
            self.visiting.subtract(context.now(), 1);
            self.think(context);
        }
    }

    fn think(&mut self, context: &mut Context<'_>) {
        if let Arrivals::Users { think_time, .. } = &settings_of(context, self.group).arrivals {
            let span = think_time.sample(&mut self.stream);
            self.thinking.add(context.now(), 1);
            context.agenda.after(span, Event::Client(ClientEvent::Arrival { group: self.group }));
        }
    }

    /// Users times time, and their times of thinking and visiting added up.
    pub(super) fn user_books(&self, now: SimTime) -> (u128, u128) {
        let users = u128::from(self.users) * u128::from(now.as_nanos());
        (users, self.thinking.integral(now) + self.visiting.integral(now))
    }

    /// Puts the next visit into the agenda, if there is one.
    pub(super) fn schedule_next(&mut self, context: &mut Context<'_>) {
        let now = context.now();
        let (group, listed) = (self.group, self.scheduled as usize);
        let at = match &settings_of(context, self.group).arrivals {
            Arrivals::Poisson(rate) => self.gap(*rate).map(|gap| now + gap),
            Arrivals::Even(rate) => even_gap(rate.times(self.factor)).map(|gap| now + gap),
            Arrivals::At(times) => times.get(listed).copied(),
            Arrivals::Trace(visits) => visits.get(listed).map(|visit| visit.at),
            Arrivals::Users { .. } => return, // Who has visited thinks again.
        };
        self.scheduled += 1;
        self.next = at.map_or(Appointment::NONE, |at| {
            context.agenda.at(at.max(now), Event::Client(ClientEvent::Arrival { group }))
        });
    }

    /// What a trace says of the visit that has just come.
    pub(super) fn trace_visit<'a>(&self, arrivals: &'a Arrivals) -> Option<&'a TraceVisit> {
        match arrivals {
            Arrivals::Trace(visits) => visits.get((self.scheduled - 1) as usize),
            _ => None,
        }
    }

    /// One more spike, on top of those that last already; false if visits come at listed times.
    pub(super) fn begin_spike(&mut self, action: u16, factor: f64, context: &mut Context<'_>) -> bool {
        let has_a_rate =
            matches!(settings_of(context, self.group).arrivals, Arrivals::Poisson(_) | Arrivals::Even(_));
        if has_a_rate {
            self.spikes.push((action, factor));
            self.change_pace(context);
        }
        has_a_rate
    }

    /// A spike is over; false if it never was.
    pub(super) fn end_spike(&mut self, action: u16, context: &mut Context<'_>) -> bool {
        let place = self.spikes.iter().position(|(begun_by, _)| *begun_by == action);
        if let Some(place) = place {
            self.spikes.remove(place);
            self.change_pace(context);
        }
        place.is_some()
    }

    /// What the rate is multiplied by has changed. The gap that is under way keeps its draw and is stretched or
    /// shortened, which for a Poisson stream is exact.
    fn change_pace(&mut self, context: &mut Context<'_>) {
        let factor: f64 = self.spikes.iter().map(|(_, factor)| factor).product();
        let before = std::mem::replace(&mut self.factor, factor);
        let now = context.now();
        match context.agenda.due(self.next) {
            Some(due) if factor > 0.0 => {
                let left = (due - now).as_nanos() as f64 * before / factor;
                context.agenda.move_to(self.next, now + SimDuration::from_nanos_f64(left));
            }
            Some(_) => {
                context.agenda.cancel(self.next);
                self.next = Appointment::NONE;
            }
            None if factor > 0.0 => self.schedule_next(context),
            None => {}
        }
    }

    pub(super) fn fingerprint(&self) -> u64 {
        self.stream.fingerprint()
    }

    fn gap(&mut self, rate: Rate) -> Option<SimDuration> {
        let rate = rate.times(self.factor);
        let mean = (rate > Rate::ZERO).then(|| SimDuration::from_nanos_f64(rate.mean_gap_nanos()))?;
        Some(Distribution::Exponential { mean }.sample(&mut self.stream))
    }
}

fn even_gap(rate: Rate) -> Option<SimDuration> {
    (rate > Rate::ZERO).then(|| SimDuration::from_nanos_f64(rate.mean_gap_nanos()))
}
