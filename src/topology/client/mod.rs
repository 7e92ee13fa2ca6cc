//! The visitors and their browsers.
//!
//! ```text
//! a visitor comes -> name -> connection -> document -> its files over up to six connections -> page done
//!                     |          |            |             |
//!                     +----------+------------+-------------+--> or something fails, or patience ends
//! ```
//!
//! A visit is one page. It looks the name up, connects, asks for the document and, when that has come, for the files it
//! names. It fails when its document fails or any of its files does. When it is over, its connections are closed.

pub mod settings;
mod crowd;
mod arrivals;
mod pace;
mod visit;
mod page;
mod browser;
mod attempt;
mod patience;
mod reload;
mod surge;
mod slowness;
mod journal;

use serde::{Deserialize, Serialize};

use self::crowd::Crowd;
use self::journal::Journal;
use self::settings::{Journeys, Settings};
use self::slowness::Slowness;
pub use self::surge::Course;
use self::surge::Surge;
use self::visit::Visit;
use super::context::Context;
use super::event::ClientEvent;
use super::id::GroupId;
use super::operation::Effect;
use super::settings::knob::Value;
use crate::engine::{Fingerprint, Level, Slab};
use crate::snapshot::PageJourney;
use crate::units::SimTime;
use crate::vocabulary::{FailureKind, Happening, Knob, Layer};

pub use self::journal::Sojourn;

/// Everybody who visits the site.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Client {
    /// The groups, in the settings' order.
    crowds: Vec<Crowd>,
    visits: Slab<Visit>,
    journal: Journal,
    /// Rates of visits that change by an action's course.
    surges: Vec<Surge>,
    /// Actions by which a share of the visitors sends slowly.
    slowness: Vec<Slowness>,
    /// How often the site has moved to a new address.
    moves: u16,
    /// Visits, requests and attempts under way, for Little's law.
    pub(super) visits_level: Level,
    pub(super) requests_level: Level,
    pub(super) attempts_level: Level,
    pub(super) visits_ended: Sojourn,
    pub(super) requests_ended: Sojourn,
    pub(super) attempts_ended: Sojourn,
    outcomes: Fingerprint,
}

impl Client {
    /// Nobody yet; these pages will have their journey kept.
    pub fn new(seed: u64, journeys: Journeys, settings: &Settings) -> Self {
        Self {
            crowds: Crowd::all(seed, settings),
            visits: Slab::new(),
            journal: Journal::new(journeys),
            surges: Vec::new(),
            slowness: Vec::new(),
            moves: 0,
            visits_level: Level::default(),
            requests_level: Level::default(),
            attempts_level: Level::default(),
            visits_ended: Sojourn::default(),
            requests_ended: Sojourn::default(),
            attempts_ended: Sojourn::default(),
            outcomes: Fingerprint::new(),
        }
    }

    /// Puts the coming of each group's first visitor into the agenda.
    pub fn open(&mut self, context: &mut Context<'_>) {
        for crowd in &mut self.crowds {
            crowd.visits_to_come.schedule_first(context);
        }
    }

    /// Lets a browser hear what was said to it.
    pub fn handle(&mut self, event: ClientEvent, context: &mut Context<'_>) {
        match event {
            ClientEvent::Arrival { group } => self.begin_visit(group, context),
            ClientEvent::NameResolved { visit, address, misled_by } => {
                self.name_resolved(visit, address, misled_by, context);
            }
            ClientEvent::SurgeStep { action } => self.surge_step(action, context),
            ClientEvent::NameFailed { document, failure } => self.name_failed(document, failure, context),
            ClientEvent::Connected { connection } => self.connected(connection, context),
            ClientEvent::Refused { connection } => self.refused(connection, context),
            ClientEvent::ConnectTimedOut { connection } => self.connect_timed_out(connection, context),
            ClientEvent::Secured { connection } => self.secured(connection, context),
            ClientEvent::Answered { connection, request } => self.answered(connection, request, context),
            ClientEvent::Closed { connection, by } => self.closed(connection, by, context),
            ClientEvent::PatienceEnded { visit } => self.give_up(visit, context),
            ClientEvent::Reloads { visit } => self.reload(visit, context),
            ClientEvent::PaceChanges { group } => self.crowd(group).visits_to_come.take_turns(context),
            ClientEvent::AttemptOverdue { request } => self.attempt_overdue(request, context),
            ClientEvent::TryAgain { request } => self.try_again(request, context),
        }
    }

    /// The rate of visits of every group is multiplied by `factor` from now on; visits at listed times come when they
    /// come, and users of a closed group when they have thought.
    pub fn spike(&mut self, factor: f64, action: u16, context: &mut Context<'_>) -> Effect {
        let begun = self.crowds.iter_mut().map(|crowd| &mut crowd.visits_to_come);
        if begun.filter_map(|visits| visits.begin_spike(action, factor, context).then_some(())).count() == 0 {
            return Effect::None;
        }
        context.board.hold(Layer::Visitor, action);
        context.chronicle(Happening::SpikeBegins);
        Effect::Done
    }

    /// That is over.
    pub fn end_spike(&mut self, action: u16, context: &mut Context<'_>) {
        let ended = self.crowds.iter_mut().map(|crowd| &mut crowd.visits_to_come);
        if ended.filter_map(|visits| visits.end_spike(action, context).then_some(())).count() > 0 {
            context.board.release_when_drained(Layer::Visitor);
            context.chronicle(Happening::SpikeEnds);
        }
    }

    /// The first group's settings have changed; the value was `before`. Where more come, whoever did that is to blame for
    /// what follows, until fewer do.
    pub fn configure(&mut self, knob: Knob, before: Value, action: u16, context: &mut Context<'_>) {
        let visits = &mut self.crowds[0].visits_to_come;
        let more = match (before, context.settings.knob(knob)) {
            (Value::Rate(before), Some(Value::Rate(now))) => {
                visits.change_rate(before, now, context);
                now > before
            }
            (Value::Count(before), Some(Value::Count(now))) => {
                visits.change_users(before, now, context);
                now > before
            }
            _ => return,
        };
        if more {
            context.board.hold(Layer::Visitor, action);
        } else {
            context.board.release_when_drained(Layer::Visitor);
        }
    }

    /// The site has a new address: who returns knows it.
    pub fn site_moved(&mut self, address: u16) {
        self.moves = address;
    }

    fn crowd(&mut self, group: GroupId) -> &mut Crowd {
        &mut self.crowds[usize::from(group.0)]
    }

    /// Visits under way.
    pub fn visits_in_flight(&self) -> u32 {
        self.visits.len()
    }

    /// When each visit under way was begun.
    pub fn visits_begun(&self) -> impl Iterator<Item = SimTime> + '_ {
        self.visits.iter().map(|(_, visit)| visit.begun)
    }

    /// Of all closed groups: users times time, and their times of thinking and visiting added up.
    pub fn user_books(&self, now: SimTime) -> (u128, u128) {
        let books = self.crowds.iter().map(|crowd| crowd.visits_to_come.user_books(now));
        books
            .fold((0, 0), |(users, times), (more_users, more_times)| (users + more_users, times + more_times))
    }

    /// From now on, this page's journey is kept besides the first ones'.
    pub fn follow(&mut self, visit: u64) {
        self.journal.follow(visit);
    }

    /// The journeys that were kept.
    pub fn journeys(&self) -> &[PageJourney] {
        self.journal.pages()
    }

    /// The first page that failed so, by its visit's number.
    pub fn first_failed(&self, failure: FailureKind) -> Option<u64> {
        self.journal.first_failed(failure)
    }

    /// A digest of its random streams.
    pub fn draws(&self, settings: &Settings) -> u64 {
        let mut digest = Fingerprint::new();
        let groups = self.crowds.iter().zip(&settings.groups);
        groups.for_each(|(crowd, group)| crowd.draws(group, &mut digest));
        digest.value()
    }

    /// A digest of how every request ended.
    pub fn outcomes(&self) -> u64 {
        self.outcomes.value()
    }
}
