//! Row locks, and the line in which queries wait for them and for what maintenance keeps closed.
//!
//! A transaction locks the row that it changes from the first statement to its end; whoever wants the same row waits,
//! first come first served, for at most `innodb_lock_wait_timeout`.

use serde::{Deserialize, Serialize};

use super::super::application::settings::Query as Work;
use super::super::context::Context;
use super::super::event::{DatabaseEvent, Event};
use super::super::id::{QueryId, SessionId};
use super::Database;
use super::message::QueryAnswer;
use super::query::tell;
use crate::engine::{Agenda, Appointment, Stream};
use crate::queueing::WaitingLine;
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::FailureKind;

/// A row that transactions contend for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    table: u16,
    number: u32,
}

/// A locked row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Held {
    row: Row,
    /// By whom; nobody where a crash has left a transaction that is still to be rolled back.
    holder: Option<SessionId>,
    since: SimTime,
    /// How long the rollback after a crash takes.
    rollback: SimDuration,
}

/// What a query waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Awaited {
    /// A row.
    Row(Row),
    /// The end of maintenance that keeps its table closed.
    Opening,
}

/// A query in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Waiting {
    query: QueryId,
    awaits: Awaited,
    since: SimTime,
    /// `innodb_lock_wait_timeout`, for a row.
    deadline: Appointment,
}

/// All locks, and the line in front of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Locks {
    held: Vec<Held>,
    /// One line for all: who wants a row takes the first place among those who want the same.
    waiting: WaitingLine<Waiting>,
    /// Time that those who have left the line spent in it \[ns\].
    waited: u128,
    /// Draws which row a transaction changes.
    rows: Stream,
}

/// A rollback takes three to four times as long as the transaction had taken (MySQL's manual).
const ROLLBACK_FACTOR: u64 = 3;

impl Locks {
    /// No row is locked; the line has room for a query of every session.
    pub(super) fn new(seed: u64, max_connections: u32) -> Self {
        Self {
            held: Vec::new(),
            waiting: WaitingLine::new(max_connections),
            waited: 0,
            rows: Stream::named(seed, "database.rows"),
        }
    }

    /// There may be so many sessions from now on. Nobody loses a place: sessions beyond it stay open.
    pub(super) fn make_room(&mut self, max_connections: u32) {
        self.waiting.set_capacity(self.waiting.capacity().max(max_connections));
    }

    /// How many queries wait.
    pub(super) fn waiting(&self) -> u32 {
        self.waiting.len()
    }

    /// How many of them wait for a row.
    pub(super) fn awaiting_rows(&self) -> u32 {
        self.waiting.len() - self.awaiting_opening() as u32
    }

    fn holds(&self, session: SessionId) -> bool {
        self.held.iter().any(|held| held.holder == Some(session))
    }

    fn is_locked(&self, row: Row) -> bool {
        self.held.iter().any(|held| held.row == row)
    }

    fn take(&mut self, row: Row, session: SessionId, now: SimTime) {
        assert!(!self.is_locked(row), "a row has one holder");
        self.held.push(Held { row, holder: Some(session), since: now, rollback: SimDuration::ZERO });
    }

    fn give_up(&mut self, session: SessionId) -> Option<Row> {
        let place = self.held.iter().position(|held| held.holder == Some(session))?;
        Some(self.held.swap_remove(place).row)
    }

    /// The first in line that awaits this, taken out of it.
    pub(super) fn next_for(&mut self, awaited: Awaited, agenda: &mut Agenda<Event>) -> Option<QueryId> {
        self.leave(agenda, |waiting| waiting.awaits == awaited)
    }

    fn leave(&mut self, agenda: &mut Agenda<Event>, wanted: impl FnMut(&Waiting) -> bool) -> Option<QueryId> {
        let now = agenda.now();
        let waiting = self.waiting.leave_early(now, wanted)?;
        agenda.cancel(waiting.deadline);
        self.waited += u128::from((now - waiting.since).as_nanos());
        Some(waiting.query)
    }

    /// How many await the end of maintenance.
    pub(super) fn awaiting_opening(&self) -> usize {
        self.waiting.iter().filter(|waiting| waiting.awaits == Awaited::Opening).count()
    }

    /// Whoever waits is gone with MySQL.
    pub(super) fn send_away(&mut self, agenda: &mut Agenda<Event>) {
        while self.leave(agenda, |_| true).is_some() {}
    }

    /// A clean shutdown has rolled everything back.
    pub(super) fn release_all(&mut self) {
        self.held.clear();
    }

    /// A crash: what open transactions had locked stays so until it is rolled back.
    pub(super) fn leave_to_rollback(&mut self, now: SimTime) {
        for held in self.held.iter_mut().filter(|held| held.holder.is_some()) {
            held.holder = None;
            held.rollback = (now - held.since) * ROLLBACK_FACTOR;
        }
    }

    /// Both sides of Little's law for the line [query x ns].
    pub(super) fn books(&self, now: SimTime) -> (u128, u128) {
        let still = self.waiting.iter().map(|waiting| u128::from((now - waiting.since).as_nanos()));
        (self.waiting.length().integral(now), self.waited + still.sum::<u128>())
    }

    pub(super) fn fingerprint(&self) -> u64 {
        self.rows.fingerprint()
    }
}

impl Database {
    /// A query locks its row, or waits for it, or goes on without.
    // Simplified: a transaction locks one row at most, so that there are no deadlocks (error 1213).
    pub(super) fn lock_row(&mut self, id: QueryId, work: &Work, context: &mut Context<'_>) {
        let session = self.queries.get(id.0).expect("a query under way").session;
        if work.locks_row_of == 0 || self.locks.holds(session) {
            return self.compute(id, context);
        }
        let row = Row { table: work.table, number: self.locks.rows.below(work.locks_row_of) };
        if self.locks.is_locked(row) {
            let overdue = Event::Database(DatabaseEvent::LockWaitOver { query: id });
            let timeout = self.sessions.lock_wait_timeout(session);
            let deadline = context.agenda.after(timeout, overdue);
            self.wait(id, Awaited::Row(row), deadline, context.now());
        } else {
            self.locks.take(row, session, context.now());
            self.compute(id, context);
        }
    }

    /// A query joins the line.
    pub(super) fn wait(&mut self, query: QueryId, awaits: Awaited, deadline: Appointment, since: SimTime) {
        let joined = self.locks.waiting.join(since, Waiting { query, awaits, since, deadline });
        joined.expect("the line has room for a query of every session");
    }

    /// A transaction has committed or been rolled back: its row goes to whoever has waited longest for it.
    pub(super) fn end_transaction(&mut self, session: SessionId, context: &mut Context<'_>) {
        if let Some(row) = self.locks.give_up(session) {
            self.hand_over(row, context);
        }
    }

    fn hand_over(&mut self, row: Row, context: &mut Context<'_>) {
        if let Some(id) = self.locks.next_for(Awaited::Row(row), context.agenda) {
            let session = self.queries.get(id.0).expect("who waits is under way").session;
            self.locks.take(row, session, context.now());
            self.compute(id, context);
        }
    }

    /// A query has waited too long for its row: error 1205, and the application rolls back.
    pub(super) fn lock_wait_over(&mut self, id: QueryId, context: &mut Context<'_>) {
        if self.locks.leave(context.agenda, |waiting| waiting.query == id).is_none() {
            return; // A mysqld that stood still hears this late.
        }
        let query = self.end_query(id, context).expect("who waits is under way");
        let (failure, session) = (FailureKind::LockWaitTimedOut, Some(query.session));
        tell(&query, QueryAnswer::Failed { failure, session }, context);
    }

    /// After a crash MySQL is up again: the transactions that were open are rolled back in the background.
    pub(super) fn begin_rollbacks(&mut self, context: &mut Context<'_>) {
        let life = self.life.number;
        for held in &mut self.locks.held {
            held.since = context.agenda.now();
            context.agenda.after(held.rollback, Event::Database(DatabaseEvent::RolledBack { life }));
        }
    }

    /// Rollbacks that are done by now release their rows.
    pub(super) fn rolled_back(&mut self, life: u32, context: &mut Context<'_>) {
        let now = context.now();
        let done = |held: &Held| held.holder.is_none() && held.since + held.rollback <= now;
        while self.life.number == life
            && let Some(place) = self.locks.held.iter().position(done)
        {
            let row = self.locks.held.swap_remove(place).row;
            self.hand_over(row, context);
        }
    }
}
