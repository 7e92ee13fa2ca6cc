//! Sessions: one for each connection, up to `max_connections`, closed by MySQL when idle for `wait_timeout`.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{DatabaseEvent, Event};
use super::super::id::SessionId;
use super::Database;
use super::message::Over;
use crate::engine::{Appointment, Level, Slab};
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::FailureKind;

/// The connections of this life of MySQL that their client has not closed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Sessions {
    connections: Slab<Session>,
    /// Those that MySQL has not closed either, over time.
    open: Level,
    /// Time that those which are gone were open \[ns\].
    lived: u128,
    /// When the session idle for longest will have been so for `wait_timeout`.
    check: Appointment,
}

/// A connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Session {
    opened: SimTime,
    state: State,
    /// Its own `innodb_lock_wait_timeout`: what it was for all when it logged in.
    lock_wait_timeout: SimDuration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum State {
    /// A query runs.
    Busy,
    /// None has since then.
    Idle(SimTime),
    /// MySQL has closed it; the client will learn so on its next use.
    Closed,
}

impl Sessions {
    /// How many are open.
    pub(super) fn open(&self) -> u32 {
        self.open.value() as u32
    }

    fn log_in(&mut self, now: SimTime, lock_wait_timeout: SimDuration) -> SessionId {
        self.open.add(now, 1);
        let session = Session { opened: now, state: State::Busy, lock_wait_timeout };
        SessionId(self.connections.insert(session))
    }

    /// How long its queries wait for a row.
    pub(super) fn lock_wait_timeout(&self, session: SessionId) -> SimDuration {
        self.connections.get(session.0).expect("who queries holds a session").lock_wait_timeout
    }

    fn is_open(&self, session: SessionId) -> bool {
        self.connections.get(session.0).is_some_and(|session| session.state != State::Closed)
    }

    fn enter(&mut self, session: SessionId, state: State) {
        self.connections.get_mut(session.0).expect("who queries holds a session").state = state;
    }

    /// Its query is over.
    pub(super) fn rest(&mut self, session: SessionId, now: SimTime) {
        self.enter(session, State::Idle(now));
    }

    /// It is gone, for client and server.
    fn remove(&mut self, session: SessionId, now: SimTime) {
        if let Some(session) = self.connections.remove(session.0)
            && session.state != State::Closed
        {
            self.note_end(session, now);
        }
    }

    fn note_end(&mut self, session: Session, now: SimTime) {
        self.open.subtract(now, 1);
        self.lived += u128::from((now - session.opened).as_nanos());
    }

    /// All are gone with MySQL.
    pub(super) fn lose_all(&mut self, now: SimTime) {
        let opened = self.connections.iter().filter(|(_, session)| session.state != State::Closed);
        self.lived += opened.map(|(_, session)| u128::from((now - session.opened).as_nanos())).sum::<u128>();
        self.connections.clear();
        self.open.set(now, 0);
    }

    /// The one idle for longest, and since when.
    fn idle_longest(&self) -> Option<(SessionId, SimTime)> {
        let idle = self.connections.iter().filter_map(|(key, session)| match session.state {
            State::Idle(since) => Some((SessionId(key), since)),
            State::Busy | State::Closed => None,
        });
        idle.min_by_key(|(_, since)| *since)
    }

    /// Both sides of Little's law [session x ns].
    pub(super) fn books(&self, now: SimTime) -> (u128, u128) {
        let open = self.connections.iter().filter(|(_, session)| session.state != State::Closed);
        let ages: u128 = open.map(|(_, session)| u128::from((now - session.opened).as_nanos())).sum();
        (self.open.integral(now), self.lived + ages)
    }
}

impl Database {
    /// The session for a query, and the CPU time of logging in where it is a new one.
    pub(super) fn session_for(
        &mut self,
        over: Over,
        context: &mut Context<'_>,
    ) -> Result<(SessionId, SimDuration), FailureKind> {
        let session = match over {
            Over::New => return self.log_in(context),
            Over::Kept(session) | Over::Tested(session) => session,
        };
        if self.life.phase.accepts() && self.sessions.is_open(session) {
            self.sessions.enter(session, State::Busy);
            return Ok((session, SimDuration::ZERO));
        }
        let closed_while_idle = self.sessions.connections.contains(session.0);
        self.sessions.remove(session, context.now());
        // The connection is broken; who does not test it first learns so from the query.
        match over {
            Over::Kept(_) if closed_while_idle => Err(FailureKind::DatabaseSessionClosed),
            Over::Kept(_) => Err(FailureKind::DatabaseLost),
            Over::New | Over::Tested(_) => self.log_in(context),
        }
    }

    // Simplified: mysqld takes a connection as soon as it comes, so that `back_log` never fills and `connect_timeout`
    // never ends; a real one that stands still lets them wait.
    fn log_in(&mut self, context: &mut Context<'_>) -> Result<(SessionId, SimDuration), FailureKind> {
        let settings = &context.settings.database;
        if !self.life.phase.accepts() {
            return Err(FailureKind::DatabaseUnreachable);
        }
        if self.sessions.open() >= settings.max_connections {
            return Err(FailureKind::DatabaseFull);
        }
        if self.sessions.open() == 0 {
            self.check_idle_sessions(context.now() + settings.wait_timeout, context);
        }
        let session = self.sessions.log_in(context.now(), settings.innodb_lock_wait_timeout);
        Ok((session, settings.connect_cpu))
    }

    fn check_idle_sessions(&mut self, at: SimTime, context: &mut Context<'_>) {
        if !context.agenda.move_to(self.sessions.check, at) {
            self.sessions.check = context.agenda.at(at, Event::Database(DatabaseEvent::IdleSessionsDue));
        }
    }

    /// MySQL closes every session that has been idle for `wait_timeout`.
    pub(super) fn close_idle_sessions(&mut self, context: &mut Context<'_>) {
        let (now, timeout) = (context.now(), context.settings.database.wait_timeout);
        while let Some((session, since)) = self.sessions.idle_longest() {
            if since + timeout > now {
                return self.check_idle_sessions(since + timeout, context);
            }
            let held = *self.sessions.connections.get(session.0).expect("it was just found");
            self.sessions.note_end(held, now);
            self.sessions.enter(session, State::Closed);
            self.end_transaction(session, context);
        }
        if self.sessions.open() > 0 {
            self.check_idle_sessions(now + timeout, context);
        }
    }

    /// A worker has closed its connection: what its transaction has not committed is rolled back.
    pub(super) fn disconnected(&mut self, session: SessionId, context: &mut Context<'_>) {
        self.sessions.remove(session, context.now());
        self.end_transaction(session, context);
    }
}
