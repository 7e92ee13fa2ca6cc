//! The connections from the workers to MySQL: a pool in each process (SQLAlchemy's `QueuePool`), or one a request.
//!
//! ```text
//! first query -> idle connection, or a new one -> ... -> answer written -> the first who waits, or idle, or closed
//!                      \-> all out: wait, first come first served -> `pool_timeout` over: 500
//! ```
//!
//! A request holds its connection from its first query to its end (a session a request). A kept connection does not
//! survive MySQL: who uses it next learns so (error 2013) unless it is tested before (`pool_pre_ping`).

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::database::message::{Over, QueryAnswer};
use super::super::event::{DatabaseEvent, Event};
use super::super::id::{SessionId, WorkerId};
use super::AppServer;
use super::settings::{self, DatabaseConnections};
use crate::queueing::SlotId;
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::FailureKind;

/// A connection to MySQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Connection {
    /// MySQL's end of it; none before its first query, or when it broke.
    pub(super) session: Option<SessionId>,
    opened: SimTime,
}

/// The pool of one process.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pool {
    /// Connections that nobody holds, the one given back first in front.
    idle: VecDeque<Connection>,
    /// How many are held by requests.
    held: u32,
    /// Threads that wait for one.
    waiting: VecDeque<SlotId>,
}

impl Pool {
    /// Connections of its process, held or idle.
    pub(super) fn open(&self) -> u32 {
        self.held + self.idle.len() as u32
    }
}

impl Connection {
    fn new(now: SimTime) -> Self {
        Self { session: None, opened: now }
    }

    /// The same, or a new one in its place if it has reached `pool_recycle`.
    fn recycled(self, pool: &settings::Pool, context: &mut Context<'_>) -> Self {
        let age = context.now() - self.opened;
        if pool.pool_recycle.is_none_or(|most| age < most) {
            return self;
        }
        self.close(context);
        Self::new(context.now())
    }

    /// What a query over it goes over.
    pub(super) fn over(self, context: &Context<'_>) -> Over {
        match (self.session, context.settings.app_server.database_connections) {
            (None, _) => Over::New,
            (Some(session), DatabaseConnections::PooledPrePing) => Over::Tested(session),
            (Some(session), _) => Over::Kept(session),
        }
    }

    fn close(self, context: &mut Context<'_>) {
        if let Some(session) = self.session {
            close(session, context);
        }
    }
}

impl AppServer {
    /// Gives a thread a connection for its request; without a free one the thread waits.
    pub(super) fn check_out(&mut self, id: SlotId, context: &mut Context<'_>) -> bool {
        let now = context.now();
        if context.settings.app_server.database_connections == DatabaseConnections::PerRequest {
            self.threads[id.0 as usize].connection = Some(Connection::new(now));
            return true;
        }
        let settings = &context.settings.app_server.pool;
        let place = self.place(id);
        let pool = &mut self.workers[place].pool;
        let connection = match pool.idle.pop_front() {
            Some(connection) => connection.recycled(settings, context),
            None if pool.held < settings.pool_size + settings.max_overflow => Connection::new(now),
            None => {
                pool.waiting.push_back(id);
                return false;
            }
        };
        pool.held += 1;
        self.threads[id.0 as usize].connection = Some(connection);
        true
    }

    /// A thread has waited for `pool_timeout`: it leaves the line.
    pub(super) fn leave_pool_line(&mut self, id: SlotId) {
        let place = self.place(id);
        let pool = &mut self.workers[place].pool;
        pool.waiting.retain(|waiting| *waiting != id);
    }

    /// A query has been answered over this session, or the session is gone.
    pub(super) fn note_session(&mut self, id: SlotId, answer: QueryAnswer, context: &mut Context<'_>) {
        let connection = self.threads[id.0 as usize].connection.as_mut().expect("who asked holds one");
        connection.session = answer.session();
        if let QueryAnswer::Failed { failure, .. } = answer
            && matches!(failure, FailureKind::DatabaseLost | FailureKind::DatabaseSessionClosed)
        {
            self.close_idle(id, context); // SQLAlchemy gives the whole pool up when one connection broke.
        }
    }

    fn close_idle(&mut self, id: SlotId, context: &mut Context<'_>) {
        let place = self.place(id);
        let pool = &mut self.workers[place].pool;
        pool.idle.drain(..).for_each(|connection| connection.close(context));
    }

    /// A request is done: its connection goes to the first who waits, is kept, or is closed.
    pub(super) fn give_back(&mut self, id: SlotId, context: &mut Context<'_>) {
        let Some(connection) = self.threads[id.0 as usize].connection.take() else {
            return;
        };
        if context.settings.app_server.database_connections == DatabaseConnections::PerRequest {
            return connection.close(context);
        }
        let settings = &context.settings.app_server.pool;
        let place = self.place(id);
        let pool = &mut self.workers[place].pool;
        if let Some(next) = pool.waiting.pop_front() {
            self.threads[next.0 as usize].connection = Some(connection.recycled(settings, context));
            self.got_connection(next, context);
            return;
        }
        pool.held -= 1;
        if connection.session.is_some() && (pool.idle.len() as u32) < settings.pool_size {
            pool.idle.push_back(connection);
        } else {
            connection.close(context);
        }
    }

    /// A process ends: its connections are closed with it.
    pub(super) fn disconnect(&mut self, id: WorkerId, context: &mut Context<'_>) {
        for thread in self.threads_of(id) {
            if let Some(connection) = self.threads[thread].connection.take() {
                connection.close(context);
            }
        }
        let pool = std::mem::take(&mut self.workers[id.0 as usize].pool);
        pool.idle.into_iter().for_each(|connection| connection.close(context));
    }

    /// The machine has lost power: nobody is told.
    pub(super) fn forget_connections(&mut self, id: WorkerId) {
        for thread in self.threads_of(id) {
            self.threads[thread].connection = None;
        }
        self.workers[id.0 as usize].pool = Pool::default();
    }

    /// An answer for a request that was cut off meanwhile: its connection is closed with it.
    pub(super) fn close_late_session(answer: QueryAnswer, context: &mut Context<'_>) {
        if let Some(session) = answer.session() {
            close(session, context);
        }
    }
}

fn close(session: SessionId, context: &mut Context<'_>) {
    let closed = Event::Database(DatabaseEvent::Disconnected { session });
    context.agenda.after(SimDuration::ZERO, closed);
}
