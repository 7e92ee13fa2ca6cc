//! Visitors who send slowly: the header of each of their requests takes a while from its first byte to its last.
//!
//! They cost the server nothing but a connection each, which is why a few hundred of them can close a site whose
//! `worker_connections` are few, and no other part of it notices.
// Simplified: they read as fast as their line lets them; slow readers would hold connections and memory likewise.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::id::GroupId;
use super::super::operation::Effect;
use super::Client;
use crate::units::{Probability, SimDuration};
use crate::vocabulary::{Happening, Layer};

/// An action by which some visitors send slowly.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Slowness {
    action: u16,
    share: Probability,
    takes: SimDuration,
}

impl Client {
    /// Of those who come from now on, some send slowly; of several such actions the last counts.
    pub fn begin_slowness(
        &mut self,
        share: Probability,
        takes: SimDuration,
        action: u16,
        context: &mut Context<'_>,
    ) -> Effect {
        self.slowness.push(Slowness { action, share, takes });
        context.board.slow(Layer::Visitor, action);
        context.chronicle(Happening::SlowClientsCome);
        Effect::Done
    }

    /// Nobody more does; who has come goes on as he began.
    pub fn end_slowness(&mut self, action: u16, context: &mut Context<'_>) {
        if let Some(place) = self.slowness.iter().position(|slowness| slowness.action == action) {
            self.slowness.remove(place);
            context.board.slow_no_more(Layer::Visitor, action);
            context.chronicle(Happening::SlowClientsGo);
        }
    }

    /// Whether the visitor who has just come sends slowly; while none do, nothing is drawn.
    pub(super) fn slowness_of_next(&mut self, group: GroupId) -> Option<(SimDuration, u16)> {
        let slowness = *self.slowness.last()?;
        let slow = self.crowd(group).sends_slowly(slowness.share);
        slow.then_some((slowness.takes, slowness.action))
    }
}
