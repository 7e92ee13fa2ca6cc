//! Queries that have become slow: an index is missing, and each reads the whole table.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::operation::Effect;
use super::Database;
use crate::vocabulary::{Happening, Layer};

/// An action by which queries take longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Slowed {
    action: u16,
    table: u16,
    factor: u32,
}

impl Database {
    /// Queries on a table compute so many times as long and read as many times more pages, as an action.
    pub fn slow_down(&mut self, table: u16, factor: u32, action: u16, context: &mut Context<'_>) -> Effect {
        self.slowed.push(Slowed { action, table, factor });
        context.board.slow(Layer::Database, action);
        context.chronicle(Happening::QueriesSlow);
        Effect::Done
    }

    /// That is over; queries at work go on as slowly.
    pub fn speed_up(&mut self, action: u16, context: &mut Context<'_>) {
        if let Some(place) = self.slowed.iter().position(|slowed| slowed.action == action) {
            self.slowed.remove(place);
            context.board.slow_no_more(Layer::Database, action);
            context.chronicle(Happening::QueriesFast);
        }
    }

    /// How many times as much a query on a table takes at the moment.
    pub(super) fn slowness_of(&self, table: u16) -> u32 {
        let slowed = self.slowed.iter().filter(|slowed| slowed.table == table);
        slowed.fold(1, |product: u32, slowed| product.saturating_mul(slowed.factor))
    }
}
