//! When visitors come.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{ClientEvent, Event};
use super::super::id::GroupId;
use super::crowd::settings_of;
use super::pace::Pace;
use super::settings::{Arrivals, TraceVisit};
use crate::engine::{Appointment, Level, Stream};
use crate::units::SimTime;

/// The visits that are still to come.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Visits {
    pub(super) group: GroupId,
    /// Draws the gaps between visits, or how long users think, and nothing else, so that no other change of a scenario
    /// shifts them.
    pub(super) stream: Stream,
    /// How many have been put into the agenda.
    scheduled: u64,
    pub(super) pace: Pace,
    pub(super) next: Appointment,
    /// Users of a closed group, those who are to go, and those who think and who visit.
    users: Level,
    going: u32,
    thinking: Level,
    visiting: Level,
}

impl Visits {
    pub(super) fn new(group: GroupId, stream: Stream, pace: Pace) -> Self {
        Self {
            group,
            stream,
            scheduled: 0,
            pace,
            next: Appointment::NONE,
            users: Level::default(),
            going: 0,
            thinking: Level::default(),
            visiting: Level::default(),
        }
    }

    /// Puts the first visit into the agenda: after a gap, or where the list says. Of a closed group each user thinks first.
    pub(super) fn schedule_first(&mut self, context: &mut Context<'_>) {
        if let Arrivals::Users { count, .. } = settings_of(context, self.group).arrivals {
            self.users_come(count, context);
        } else {
            self.begin_turns(context);
            self.schedule_next(context);
        }
    }

    fn is_closed(&self) -> bool {
        self.users.value() > 0
    }

    fn users_come(&mut self, count: u32, context: &mut Context<'_>) {
        self.users.add(context.now(), u64::from(count));
        (0..count).for_each(|_| self.think(context));
    }

    /// There are more or fewer users from now on: new ones begin by thinking, and who goes does so after a visit or instead
    /// of the next one.
    pub(super) fn change_users(&mut self, from: u32, to: u32, context: &mut Context<'_>) {
        self.going += from.saturating_sub(to);
        let stay = to.saturating_sub(from).min(self.going);
        self.going -= stay;
        self.users_come(to.saturating_sub(from) - stay, context);
    }

    /// Whether somebody who has just thought or visited goes, where users are to go.
    fn one_goes(&mut self, now: SimTime) -> bool {
        let goes = self.going > 0;
        if goes {
            self.going -= 1;
            self.users.subtract(now, 1);
        }
        goes
    }

    /// A visit begins; false if a user goes instead.
    pub(super) fn visit_begins(&mut self, now: SimTime) -> bool {
        if self.is_closed() {
            self.thinking.subtract(now, 1);
            if self.one_goes(now) {
                return false;
            }
            self.visiting.add(now, 1);
        }
        true
    }

    /// A visit has ended, well or not: a user of a closed group thinks again, or goes.
    pub(super) fn think_again(&mut self, context: &mut Context<'_>) {
        let now = context.now();
        if self.is_closed() {
            self.visiting.subtract(now, 1);
            if !self.one_goes(now) {
                self.think(context);
            }
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
        (self.users.integral(now), self.thinking.integral(now) + self.visiting.integral(now))
    }

    /// Puts the next visit into the agenda, if there is one.
    pub(super) fn schedule_next(&mut self, context: &mut Context<'_>) {
        let now = context.now();
        let (group, listed) = (self.group, self.scheduled as usize);
        let at = match &settings_of(context, self.group).arrivals {
            Arrivals::Poisson(_) | Arrivals::Even(_) | Arrivals::Bursty(_) | Arrivals::Profile(_) => {
                self.next_by_rate(context)
            }
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

    pub(super) fn fingerprint(&self) -> u64 {
        self.stream.fingerprint()
    }
}
