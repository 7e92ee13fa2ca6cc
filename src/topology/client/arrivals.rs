//! When visitors come.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{ClientEvent, Event};
use super::super::id::GroupId;
use super::crowd::settings_of;
use super::settings::{Arrivals, TraceVisit};
use crate::engine::{Appointment, Distribution, Stream};
use crate::units::{Rate, SimDuration};

/// The visits that are still to come.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Visits {
    group: GroupId,
    /// Draws the gaps between visits, and nothing else, so that no other change of a scenario shifts them.
    stream: Stream,
    /// How many have been put into the agenda.
    scheduled: u64,
    /// The spikes that last, by their actions.
    spikes: Vec<(u16, f64)>,
    /// What the rate is multiplied by: all their factors.
    factor: f64,
    next: Appointment,
}

impl Visits {
    pub(super) fn new(group: GroupId, stream: Stream) -> Self {
        Self { group, stream, scheduled: 0, spikes: Vec::new(), factor: 1.0, next: Appointment::NONE }
    }

    /// Puts the first visit into the agenda: after a gap, or where the list says.
    pub(super) fn schedule_first(&mut self, context: &mut Context<'_>) {
        self.schedule_next(context);
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
