//! Code that has become slow: a loop over too much, a remote service that takes its time.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::operation::Effect;
use super::AppServer;
use crate::vocabulary::{Happening, Layer};

/// An action by which the code takes longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Slowed {
    action: u16,
    /// Which route's; none: all.
    route: Option<u16>,
    factor: u32,
}

impl AppServer {
    /// A route's code, or all code, takes so many times as long from now on, as an action.
    pub fn slow_down(
        &mut self,
        route: Option<u16>,
        factor: u32,
        action: u16,
        context: &mut Context<'_>,
    ) -> Effect {
        self.slowed.push(Slowed { action, route, factor });
        context.board.slow(Layer::AppServer, action);
        context.chronicle(Happening::CodeSlow);
        Effect::Done
    }

    /// That is over; what was begun goes on as slowly.
    pub fn speed_up(&mut self, action: u16, context: &mut Context<'_>) {
        if let Some(place) = self.slowed.iter().position(|slowed| slowed.action == action) {
            self.slowed.remove(place);
            context.board.slow_no_more(Layer::AppServer, action);
            context.chronicle(Happening::CodeFast);
        }
    }

    /// How many times as long a route's code takes at the moment.
    pub(super) fn slowness_of(&self, route: u16) -> u64 {
        let concerns = |slowed: &&Slowed| slowed.route.is_none_or(|only| only == route);
        self.slowed
            .iter()
            .filter(concerns)
            .fold(1, |times, slowed| u64::saturating_mul(times, slowed.factor.into()))
    }
}
