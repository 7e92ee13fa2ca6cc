//! A query: its table, its row, CPU time, then the pages that are not in the buffer pool, and for a commit the redo log.

use serde::{Deserialize, Serialize};

use super::super::application::settings::{Query as Work, Work as RouteWork};
use super::super::context::Context;
use super::super::event::{AppServerEvent, DatabaseEvent, Event};
use super::super::host;
use super::super::id::{QueryId, SessionId};
use super::Database;
use super::message::{Over, QueryAnswer, Transaction};
use super::settings::{FlushLog, SlowQueryLog};
use crate::queueing::{JobKey, SlotId};
use crate::units::{Bytes, SimDuration, SimTime};
use crate::vocabulary::{FailureKind, Message};

/// A page of `InnoDB`: `innodb_page_size`.
const PAGE: Bytes = Bytes::from_kib(16);

/// A query at work.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Query {
    worker: SlotId,
    run: u32,
    pub(super) route: u16,
    pub(super) session: SessionId,
    then: Transaction,
    /// CPU time of logging in for it.
    log_in: SimDuration,
    /// When it had its locks and began to compute.
    begun: SimTime,
    pub(super) job: JobKey,
    /// CPU time that it still needs, while mysqld stands still in the middle of it.
    pub(super) left: Option<SimDuration>,
    /// How often it has found the disk full.
    pub(super) waits: u32,
    /// It waits for the disk: for room, or for what it reads and flushes.
    pub(super) on_disk: bool,
}

impl Database {
    /// A worker's query: it gets a session and goes on to its table, or fails at once.
    pub(super) fn query_arrives(
        &mut self,
        (worker, run): (SlotId, u32),
        route: u16,
        over: Over,
        then: Transaction,
        context: &mut Context<'_>,
    ) {
        let begun = context.now();
        let (job, left, waits, on_disk) = (JobKey::NONE, None, 0, false);
        let query = |session, log_in| Query {
            worker,
            run,
            route,
            session,
            then,
            log_in,
            begun,
            job,
            left,
            waits,
            on_disk,
        };
        match self.session_for(over, context) {
            Err(failure) => {
                let refused = query(SessionId::NONE, SimDuration::ZERO);
                tell(&refused, QueryAnswer::Failed { failure, session: None }, context);
            }
            Ok((session, log_in)) => {
                self.running.add(begun, 1);
                let id = QueryId(self.queries.insert(query(session, log_in)));
                self.open_table(id, context);
            }
        }
    }

    /// A query has its locks: it computes.
    pub(super) fn compute(&mut self, id: QueryId, context: &mut Context<'_>) {
        let query = self.queries.get(id.0).expect("a query under way");
        let work = work(query.route, context);
        let slowness = self.slowness_of(work.table);
        let query = self.queries.get_mut(id.0).expect("seen above");
        let demand = query.log_in + work.cpu.sample(&mut self.cpu) * u64::from(slowness);
        let computed = Event::Database(DatabaseEvent::ComputedQuery { query: id });
        query.begun = context.agenda.now();
        query.job = context.host.compute(context.agenda, demand, computed);
    }

    /// A query has had its CPU time: on to the disk, if it needs it.
    pub(super) fn computed(&mut self, id: QueryId, context: &mut Context<'_>) {
        let Some(query) = self.queries.get_mut(id.0) else {
            return;
        };
        (query.job, query.on_disk) = (JobKey::NONE, true);
        let work = work(query.route, context);
        if context.host.write_data(work.redo).is_err() {
            return self.wait_for_room(id, context);
        }
        self.use_disk(id, context);
    }

    /// Its pages that are not in memory are read, what it commits is flushed.
    pub(super) fn use_disk(&mut self, id: QueryId, context: &mut Context<'_>) {
        let query = self.queries.get(id.0).expect("it is at work");
        let (work, then) = (work(query.route, context), query.then);
        let settings = &context.settings.database;
        // However much it looks at: no query reads more than there is.
        let most = settings.data_size.get() / PAGE.get();
        let pages = work.page_reads.saturating_mul(self.slowness_of(work.table));
        let pages = pages.min(u32::try_from(most).unwrap_or(u32::MAX)).max(work.page_reads);
        let misses = self.buffer_pool.misses(pages, context.now(), settings);
        self.redo.write(work.redo, context.now(), settings);
        // Simplified: each commit is one write of its own; InnoDB gathers those of an instant into one, and the binary
        // log, which is on in MySQL 8.0, costs another.
        let commits = then == Transaction::Commits && work.redo > Bytes::ZERO;
        let flushes = u64::from(commits && settings.innodb_flush_log_at_trx_commit == FlushLog::AtCommit);
        if misses + flushes == 0 {
            return self.answer(id, context);
        }
        let read = Event::Database(DatabaseEvent::ReadFromDisk { query: id });
        let amount = Bytes::new(PAGE.get().saturating_mul(misses)) + work.redo;
        context.host.transfer(context.agenda, misses + flushes, amount, read);
    }

    /// A query is done.
    pub(super) fn answer(&mut self, id: QueryId, context: &mut Context<'_>) {
        let Some(query) = self.end_query(id, context) else {
            return;
        };
        log_if_slow(context.now() - query.begun, context);
        tell(&query, QueryAnswer::Done { session: query.session }, context);
    }

    /// A query is over, and with the last one its transaction.
    pub(super) fn end_query(&mut self, id: QueryId, context: &mut Context<'_>) -> Option<Query> {
        let query = self.queries.remove(id.0)?;
        self.running.subtract(context.now(), 1);
        self.sessions.rest(query.session, context.now());
        if query.then == Transaction::Commits {
            self.end_transaction(query.session, context);
        }
        Some(query)
    }

    /// Every query is cut off with its session.
    pub(super) fn lose_queries(&mut self, context: &mut Context<'_>) {
        for (_, query) in self.queries.iter() {
            context.host.abort(context.agenda, query.job);
            let lost = QueryAnswer::Failed { failure: FailureKind::DatabaseLost, session: None };
            tell(query, lost, context);
        }
        self.forget_queries(context);
    }

    /// The same, and nobody is told.
    pub(super) fn forget_queries(&mut self, context: &mut Context<'_>) {
        host::writers_go_on(context, std::mem::take(&mut self.stalled));
        self.queries.clear();
        self.running.set(context.now(), 0);
        self.sessions.lose_all(context.now());
        self.locks.send_away(context.agenda);
        self.closures.clear();
    }
}

/// The slow query log, if it is on. Waiting for locks does not count, as in MySQL.
fn log_if_slow(took: SimDuration, context: &mut Context<'_>) {
    let settings = &context.settings.database;
    if settings.slow_query_log == SlowQueryLog::On && took >= settings.long_query_time {
        context.log(Message::SlowQuery, took.as_nanos() / 1_000_000_000);
    }
}

/// What a query of this route takes.
pub(super) fn work<'a>(route: u16, context: &Context<'a>) -> &'a Work {
    match &context.settings.application.routes[usize::from(route)].work {
        RouteWork::Dynamic(dynamic) => &dynamic.query,
        RouteWork::Static => unreachable!("a file asks no queries"),
    }
}

/// The worker hears of it at once: the two are on one machine.
pub(super) fn tell(query: &Query, answer: QueryAnswer, context: &mut Context<'_>) {
    let answered = AppServerEvent::QueryAnswered { worker: query.worker, run: query.run, answer };
    context.agenda.after(SimDuration::ZERO, Event::AppServer(answered));
}
