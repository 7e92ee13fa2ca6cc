//! What a worker does for a request: code, then queries one after another, then a wait, then the answer.

use serde::{Deserialize, Serialize};

use super::super::application::settings::{Dynamic, Work};
use super::super::context::Context;
use super::super::event::{AppServerEvent, DatabaseEvent, Event, QueryAnswer, Transaction, WebServerEvent};
use super::super::id::ExchangeId;
use super::backlog::tell;
use super::{AppServer, Waiting, driver};
use crate::queueing::SlotId;
use crate::units::SimDuration;
use crate::vocabulary::{FailureKind, Outcome, Stage};

/// A request at work in a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Execution {
    what: Waiting,
    queries_left: u32,
    phase: Phase,
}

/// How far it has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Phase {
    /// The code computes.
    Code,
    /// MySQL works on a query.
    Query,
    /// Neither: a remote call, a sleep.
    Wait,
}

impl Execution {
    pub(super) fn exchange(&self) -> ExchangeId {
        self.what.exchange
    }

    pub(super) fn waits_for_database(&self) -> bool {
        self.phase == Phase::Query
    }
}

impl AppServer {
    /// A worker accepts: its code begins to compute.
    pub(super) fn begin(&mut self, id: SlotId, what: Waiting, context: &mut Context<'_>) {
        let dynamic = dynamic(what.route, context);
        let demand = context.settings.app_server.request_cpu + dynamic.cpu.sample(&mut self.cpu);
        self.executions.begun += 1;
        let worker = &mut self.workers[id.0 as usize];
        worker.run += 1;
        worker.execution = Some(Execution { what, queries_left: dynamic.queries, phase: Phase::Code });
        let step = Event::AppServer(AppServerEvent::WorkerStep { worker: id, run: worker.run });
        worker.job = Some(context.host.compute(context.agenda, demand, step));
        what.enter(Stage::Application, context);
        self.watch(id, context);
    }

    /// A worker's CPU time or wait is over.
    pub(super) fn step(&mut self, id: SlotId, run: u32, context: &mut Context<'_>) {
        let worker = &mut self.workers[id.0 as usize];
        if worker.run != run {
            return;
        }
        worker.job = None;
        let execution = worker.execution.expect("a worker that steps holds a request");
        match execution.phase {
            Phase::Code => self.code_done(id, execution, context),
            Phase::Wait => self.finish(id, Outcome::Good, context),
            Phase::Query => unreachable!("while MySQL works its worker does not step"),
        }
    }

    fn code_done(&mut self, id: SlotId, execution: Execution, context: &mut Context<'_>) {
        let failure_rate = dynamic(execution.what.route, context).failure_rate;
        if failure_rate.get() > 0.0 && self.failure.chance(failure_rate) {
            self.finish(id, Outcome::Failed(FailureKind::ApplicationError), context);
        } else {
            self.query_or_wait(id, execution, context);
        }
    }

    /// The next query, or after the last one the wait.
    fn query_or_wait(&mut self, id: SlotId, mut execution: Execution, context: &mut Context<'_>) {
        if execution.queries_left > 0 {
            execution.queries_left -= 1;
            execution.phase = Phase::Query;
            execution.what.enter(Stage::Database, context);
            self.ask_database(id, &execution, context);
        } else {
            let wait = self.wait_of(&execution.what, context);
            if wait.is_zero() {
                return self.finish(id, Outcome::Good, context);
            }
            execution.phase = Phase::Wait;
            execution.what.enter(Stage::RouteWait, context);
            let worker = &mut self.workers[id.0 as usize];
            let step = Event::AppServer(AppServerEvent::WorkerStep { worker: id, run: worker.run });
            worker.step = context.agenda.after(wait, step);
        }
        self.workers[id.0 as usize].execution = Some(execution);
    }

    fn ask_database(&mut self, id: SlotId, execution: &Execution, context: &mut Context<'_>) {
        let worker = &self.workers[id.0 as usize];
        let then = if execution.queries_left > 0 { Transaction::GoesOn } else { Transaction::Commits };
        let query = DatabaseEvent::QueryArrives {
            worker: id,
            run: worker.run,
            route: execution.what.route,
            session: worker.session,
            then,
        };
        context.agenda.after(SimDuration::ZERO, Event::Database(query));
    }

    /// MySQL has answered a worker.
    pub(super) fn query_answered(
        &mut self,
        id: SlotId,
        run: u32,
        answer: QueryAnswer,
        context: &mut Context<'_>,
    ) {
        if self.workers[id.0 as usize].run != run {
            Self::close_late_session(answer, context);
            return;
        }
        self.note_session(id, answer);
        let execution = self.workers[id.0 as usize].execution.expect("who asked holds a request");
        match answer {
            QueryAnswer::Done { .. } => {
                execution.what.enter(Stage::Application, context);
                self.query_or_wait(id, execution, context);
            }
            QueryAnswer::Failed { failure, .. } => {
                driver::write_error(failure, context);
                self.finish(id, Outcome::Failed(failure), context);
            }
        }
    }

    /// The answer is written, for whoever still waits; the worker is free.
    fn finish(&mut self, id: SlotId, outcome: Outcome, context: &mut Context<'_>) {
        let worker = &mut self.workers[id.0 as usize];
        let execution = worker.execution.take().expect("who finishes held a request");
        worker.run += 1;
        context.agenda.cancel(worker.overdue);
        self.executions.finished += 1;
        let wanted = execution.what.wanted(context);
        context.ledger.execution_ends(outcome, wanted);
        self.request_done(id, context);
        tell(context, WebServerEvent::UpstreamAnswered { exchange: execution.exchange(), outcome });
        self.worker_free(id, context);
    }

    fn wait_of(&mut self, what: &Waiting, context: &Context<'_>) -> SimDuration {
        what.wait.unwrap_or_else(|| dynamic(what.route, context).wait.sample(&mut self.wait))
    }
}

/// What the code of a route takes.
fn dynamic<'a>(route: u16, context: &Context<'a>) -> &'a Dynamic {
    match &context.settings.application.routes[usize::from(route)].work {
        Work::Dynamic(dynamic) => dynamic,
        Work::Static => unreachable!("nginx passes only the application's routes on"),
    }
}
