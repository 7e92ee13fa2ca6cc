//! A group of visitors in the run: its random streams, and who is still to come.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::id::GroupId;
use super::arrivals::Visits;
use super::pace::Pace;
use super::settings::{Arrivals, Group, Settings};
use super::visit::Cache;
use crate::engine::{Fingerprint, Stream};
use crate::units::Probability;

/// A group in the run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Crowd {
    pub(super) visits_to_come: Visits,
    /// Draws which page a visitor wants.
    pub(super) choice: Stream,
    /// Draws how long a visitor waits.
    pub(super) patience: Stream,
    /// Draws how long to wait for the next attempt.
    pub(super) back_off: Stream,
    /// Draws when a visitor presses reload.
    pub(super) reload: Stream,
    /// Draws who has been here before.
    pub(super) returning: Stream,
    /// Draws who sends slowly, while some do.
    slow: Stream,
    /// How often that was drawn.
    slow_drawn: u64,
    /// Visits begun.
    pub(super) begun: u64,
    /// The place of the group's first resolver among all of them.
    first_resolver: u16,
}

impl Crowd {
    /// The groups of these settings, of whom nobody has come yet.
    pub(super) fn all(seed: u64, settings: &Settings) -> Vec<Self> {
        let mut first_resolver = 0;
        let mut crowds = Vec::new();
        for (group, place) in settings.groups.iter().zip(0..) {
            crowds.push(Self::new(seed, GroupId(place), group, first_resolver));
            first_resolver += group.resolvers.max(1) as u16;
        }
        crowds
    }

    fn new(seed: u64, id: GroupId, group: &Group, first_resolver: u16) -> Self {
        let stream = |purpose: &str| match id {
            GroupId(0) => Stream::named(seed, &format!("client.{purpose}")),
            _ => Stream::named(seed, &format!("client.{}.{purpose}", group.name)),
        };
        Self {
            visits_to_come: Visits::new(id, stream("arrivals"), Pace::new(&group.arrivals, stream("turns"))),
            choice: stream("page"),
            patience: stream("patience"),
            back_off: stream("back_off"),
            reload: stream("reload"),
            returning: stream("returning"),
            slow: stream("slow"),
            slow_drawn: 0,
            begun: 0,
            first_resolver,
        }
    }

    /// The resolver of the visitor who has just come: each in turn.
    pub(super) fn resolver(&self, settings: &Group) -> u16 {
        self.first_resolver + (self.begun % u64::from(settings.resolvers.max(1))) as u16
    }

    /// What the visitor who has just come has in the browser's cache; without any who return nothing is drawn.
    pub(super) fn cache(&mut self, settings: &Group) -> Cache {
        let returns = settings.returning > Probability::ZERO && self.returning.chance(settings.returning);
        if returns { Cache::Warm } else { Cache::Cold }
    }

    /// Whether the visitor who has just come is one of this share, who send slowly.
    pub(super) fn sends_slowly(&mut self, share: Probability) -> bool {
        self.slow_drawn += 1;
        self.slow.chance(share)
    }

    /// Where the random streams stand that its settings make use of.
    pub(super) fn draws(&self, settings: &Group, digest: &mut Fingerprint) {
        digest.mix(self.visits_to_come.fingerprint());
        digest.mix(self.choice.fingerprint());
        digest.mix(self.patience.fingerprint());
        if matches!(settings.arrivals, Arrivals::Bursty(_)) {
            digest.mix(self.visits_to_come.pace.turns.fingerprint());
        }
        if settings.reload_after.is_some() || settings.reload_on_error.is_some() {
            digest.mix(self.reload.fingerprint());
        }
        if settings.returning > Probability::ZERO {
            digest.mix(self.returning.fingerprint());
        }
        if self.slow_drawn > 0 {
            digest.mix(self.slow.fingerprint());
        }
        if settings.retries.is_some() {
            digest.mix(self.back_off.fingerprint());
        }
    }
}

/// The settings of a group.
pub(super) fn settings_of<'a>(context: &Context<'a>, group: GroupId) -> &'a Group {
    &context.settings.client.groups[usize::from(group.0)]
}
