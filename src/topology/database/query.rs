//! A query: CPU time, then the pages that are not in the buffer pool and the redo of a write from and to the disk.

use serde::{Deserialize, Serialize};

use super::super::application::settings::{Query as Work, Work as RouteWork};
use super::super::context::Context;
use super::super::event::{AppServerEvent, DatabaseEvent, Event, QueryAnswer};
use super::super::host;
use super::super::id::QueryId;
use super::Database;
use crate::queueing::{JobKey, SlotId};
use crate::units::{Bytes, SimDuration};
use crate::vocabulary::FailureKind;

/// A page of `InnoDB`: `innodb_page_size`.
const PAGE: Bytes = Bytes::from_kib(16);

/// A query at work.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Query {
    worker: SlotId,
    run: u32,
    pub(super) route: u16,
    session: u32,
    job: JobKey,
    /// How often it has found the disk full.
    pub(super) waits: u32,
}

impl Database {
    /// A worker's query: it gets a session and begins to compute, or fails at once.
    pub(super) fn query_arrives(
        &mut self,
        worker: SlotId,
        run: u32,
        route: u16,
        session: Option<u32>,
        context: &mut Context<'_>,
    ) {
        match self.session_for(session, context) {
            Err(failure) => tell(worker, run, QueryAnswer::Failed { failure }, context),
            Ok(session) => {
                self.begin_query(Query { worker, run, route, session, job: JobKey::NONE, waits: 0 }, context);
            }
        }
    }

    fn begin_query(&mut self, query: Query, context: &mut Context<'_>) {
        let demand = work(query.route, context).cpu.sample(&mut self.cpu);
        let id = QueryId(self.queries.insert(query));
        self.running.add(context.now(), 1);
        let computed = Event::Database(DatabaseEvent::ComputedQuery { query: id });
        let job = context.host.compute(context.agenda, demand, computed);
        self.queries.get_mut(id.0).expect("just begun").job = job;
    }

    /// A query has had its CPU time: on to the disk, if it needs it.
    pub(super) fn computed(&mut self, id: QueryId, context: &mut Context<'_>) {
        let Some(query) = self.queries.get_mut(id.0) else {
            return;
        };
        query.job = JobKey::NONE;
        let work = work(query.route, context);
        if context.host.write_data(work.redo).is_err() {
            return self.wait_for_room(id, context);
        }
        self.use_disk(id, context);
    }

    /// Its pages that are not in memory are read, what it has written is flushed.
    pub(super) fn use_disk(&mut self, id: QueryId, context: &mut Context<'_>) {
        let work = work(self.queries.get(id.0).expect("it is at work").route, context);
        let misses = self.buffer_pool.misses(work.page_reads, context.now(), &context.settings.database);
        let flushes = u64::from(work.redo > Bytes::ZERO);
        self.redo.write(work.redo, context.now(), &context.settings.database);
        if misses + flushes == 0 {
            return self.answer(id, context);
        }
        let read = Event::Database(DatabaseEvent::ReadFromDisk { query: id });
        let amount = Bytes::new(PAGE.get().saturating_mul(misses)) + work.redo;
        context.host.transfer(context.agenda, misses + flushes, amount, read);
    }

    /// A query is done.
    pub(super) fn answer(&mut self, id: QueryId, context: &mut Context<'_>) {
        let Some(query) = self.queries.remove(id.0) else {
            return;
        };
        self.running.subtract(context.now(), 1);
        tell(query.worker, query.run, QueryAnswer::Done { session: query.session }, context);
    }

    /// Every query is cut off with its session.
    pub(super) fn lose_queries(&mut self, context: &mut Context<'_>) {
        for (_, query) in self.queries.iter() {
            context.host.abort(context.agenda, query.job);
            let lost = QueryAnswer::Failed { failure: FailureKind::DatabaseLost };
            tell(query.worker, query.run, lost, context);
        }
        self.forget_queries(context);
    }

    /// The same, and nobody is told.
    pub(super) fn forget_queries(&mut self, context: &mut Context<'_>) {
        host::writers_go_on(context, std::mem::take(&mut self.stalled));
        self.queries.clear();
        self.running.set(context.now(), 0);
        self.sessions = 0;
    }
}

/// What a query of this route takes.
pub(super) fn work<'a>(route: u16, context: &Context<'a>) -> &'a Work {
    match &context.settings.application.routes[usize::from(route)].work {
        RouteWork::Dynamic(dynamic) => &dynamic.query,
        RouteWork::Static => unreachable!("a file asks no queries"),
    }
}

fn tell(worker: SlotId, run: u32, answer: QueryAnswer, context: &mut Context<'_>) {
    let answered = AppServerEvent::QueryAnswered { worker, run, answer };
    context.agenda.after(SimDuration::ZERO, Event::AppServer(answered));
}
