//! mysqld that hangs: it stands still in the middle of whatever it was at (as after SIGSTOP), until it goes on (SIGCONT).
//!
//! Its kernel goes on: connections stand, what is sent waits in the sockets, the disk finishes what it was asked for. Nothing
//! is answered, and every row stays locked. What mysqld would have heard meanwhile, its timers included, it hears in one go
//! when it goes on.

use super::super::context::Context;
use super::super::event::{DatabaseEvent, Event};
use super::super::id::QueryId;
use super::super::operation::Effect;
use super::Database;
use super::recovery::Phase;
use crate::queueing::JobKey;
use crate::units::SimDuration;
use crate::vocabulary::{Happening, Layer};

impl Database {
    /// It stands still, as an action.
    pub fn hang(&mut self, action: u16, context: &mut Context<'_>) -> Effect {
        if self.hangs() || self.life.phase != Phase::Running {
            return Effect::None;
        }
        context.board.hold(Layer::Database, action);
        self.hung_by = Some(action);
        for (_, query) in self.queries.iter_mut() {
            query.left = context.host.abort(context.agenda, std::mem::replace(&mut query.job, JobKey::NONE));
        }
        context.chronicle(Happening::MysqlHangs);
        Effect::Done
    }

    /// The action is over: mysqld goes on, if nobody has ended it since.
    pub fn end_hang(&mut self, action: u16, context: &mut Context<'_>) {
        if self.hung_by == Some(action) {
            self.go_on(context);
        }
    }

    /// SIGCONT: every query goes on where it stopped, then mysqld hears what has come meanwhile.
    pub(super) fn go_on(&mut self, context: &mut Context<'_>) {
        let Some(action) = self.hung_by.take() else { return };
        for (key, query) in self.queries.iter_mut() {
            if let Some(left) = query.left.take() {
                let computed = Event::Database(DatabaseEvent::ComputedQuery { query: QueryId(key) });
                query.job = context.host.compute(context.agenda, left, computed);
            }
        }
        self.tell_unheard(context);
        context.board.release_when_drained_by(Layer::Database, action);
        self.hold_for_maintenance(context);
        context.chronicle(Happening::MysqlGoesOn);
    }

    /// Whether it stands still.
    pub fn hangs(&self) -> bool {
        self.hung_by.is_some()
    }

    /// Whether it stands still and hears this only later.
    pub(super) fn must_wait(&mut self, event: DatabaseEvent) -> bool {
        let waits = self.hangs() && !matches!(event, DatabaseEvent::Start | DatabaseEvent::Stop);
        if waits {
            self.unheard.push(event);
        }
        waits
    }

    /// What it has not heard, it hears now; or its kernel does, where it is gone.
    pub(super) fn tell_unheard(&mut self, context: &mut Context<'_>) {
        for event in std::mem::take(&mut self.unheard) {
            context.agenda.after(SimDuration::ZERO, Event::Database(event));
        }
    }
}
