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
mod arrivals;
mod visit;
mod page;
mod browser;
mod patience;
mod journal;

use serde::{Deserialize, Serialize};

use self::arrivals::Visits;
use self::journal::Journal;
use self::settings::Journeys;
use self::visit::Visit;
use super::context::Context;
use super::event::ClientEvent;
use super::operation::Effect;
use crate::engine::{Fingerprint, Level, Slab, Stream};
use crate::snapshot::PageJourney;
use crate::units::SimTime;
use crate::vocabulary::{FailureKind, Happening, Layer};

pub use self::journal::Sojourn;

/// Everybody who visits the site.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Client {
    visits_to_come: Visits,
    visits: Slab<Visit>,
    /// Draws which page a visitor wants.
    choice: Stream,
    /// Draws how long a visitor waits.
    patience: Stream,
    journal: Journal,
    /// Visits and requests under way, for Little's law.
    pub(super) visits_level: Level,
    pub(super) requests_level: Level,
    pub(super) visits_ended: Sojourn,
    pub(super) requests_ended: Sojourn,
    outcomes: Fingerprint,
}

impl Client {
    /// Nobody yet; these pages will have their journey kept.
    pub fn new(seed: u64, journeys: Journeys) -> Self {
        Self {
            visits_to_come: Visits::new(seed),
            visits: Slab::new(),
            choice: Stream::named(seed, "client.page"),
            patience: Stream::named(seed, "client.patience"),
            journal: Journal::new(journeys),
            visits_level: Level::default(),
            requests_level: Level::default(),
            visits_ended: Sojourn::default(),
            requests_ended: Sojourn::default(),
            outcomes: Fingerprint::new(),
        }
    }

    /// Puts the first visitor's coming into the agenda.
    pub fn open(&mut self, context: &mut Context<'_>) {
        self.visits_to_come.schedule_first(context);
    }

    /// Lets a browser hear what was said to it.
    pub fn handle(&mut self, event: ClientEvent, context: &mut Context<'_>) {
        match event {
            ClientEvent::Arrival => self.begin_visit(context),
            ClientEvent::NameResolved { visit, misled_by } => self.name_resolved(visit, misled_by, context),
            ClientEvent::NameFailed { visit, failure } => self.name_failed(visit, failure, context),
            ClientEvent::Connected { connection } => self.connected(connection, context),
            ClientEvent::Refused { connection } => self.refused(connection, context),
            ClientEvent::ConnectTimedOut { connection } => self.connect_timed_out(connection, context),
            ClientEvent::Secured { connection } => self.secured(connection, context),
            ClientEvent::Answered { connection, request } => self.answered(connection, request, context),
            ClientEvent::Closed { connection, by } => self.closed(connection, by, context),
            ClientEvent::PatienceEnded { visit } => self.give_up(visit, context),
        }
    }

    /// The rate of visits is multiplied by `factor` from now on; visits at listed times come when they come.
    pub fn spike(&mut self, factor: f64, action: u16, context: &mut Context<'_>) -> Effect {
        if !self.visits_to_come.begin_spike(action, factor, context) {
            return Effect::None;
        }
        context.board.hold(Layer::Visitor, action);
        context.chronicle(Happening::SpikeBegins);
        Effect::Done
    }

    /// That is over.
    pub fn end_spike(&mut self, action: u16, context: &mut Context<'_>) {
        if self.visits_to_come.end_spike(action, context) {
            context.board.release_when_drained(Layer::Visitor);
            context.chronicle(Happening::SpikeEnds);
        }
    }

    /// Visits under way.
    pub fn visits_in_flight(&self) -> u32 {
        self.visits.len()
    }

    /// When each visit under way was begun.
    pub fn visits_begun(&self) -> impl Iterator<Item = SimTime> + '_ {
        self.visits.iter().map(|(_, visit)| visit.begun)
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
    pub fn draws(&self) -> u64 {
        let mut digest = Fingerprint::new();
        digest.mix(self.visits_to_come.fingerprint());
        digest.mix(self.choice.fingerprint());
        digest.mix(self.patience.fingerprint());
        digest.value()
    }

    /// A digest of how every request ended.
    pub fn outcomes(&self) -> u64 {
        self.outcomes.value()
    }
}
