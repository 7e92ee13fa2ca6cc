//! What a worker's thread does for a request: code, then queries one after another, then a wait, then the answer.

use serde::{Deserialize, Serialize};

use super::super::application::settings::{Dynamic, Work};
use super::super::context::Context;
use super::super::database::message::{QueryAnswer, Transaction};
use super::super::event::{AppServerEvent, DatabaseEvent, Event, WebServerEvent};
use super::super::id::ExchangeId;
use super::backlog::tell;
use super::{AppServer, Waiting, driver};
use crate::queueing::SlotId;
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{FailureKind, Message, Outcome, Stage};

/// A request at work in a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Execution {
    pub(super) what: Waiting,
    queries_left: u32,
    pub(super) phase: Phase,
    /// Since when.
    pub(super) since: SimTime,
}

/// How far it has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Phase {
    /// The code computes.
    Code,
    /// All connections of the pool are out.
    PoolLine,
    /// MySQL works on a query.
    Query,
    /// Neither: a remote call, a sleep.
    Wait,
}

impl Execution {
    pub(super) fn exchange(&self) -> ExchangeId {
        self.what.exchange
    }

    /// Whether it is in code that no signal but SIGKILL ends.
    pub(super) fn is_uninterruptible(&self, context: &Context<'_>) -> bool {
        dynamic(self.what.route, context).uninterruptible
    }

    fn enter(&mut self, phase: Phase, now: SimTime) {
        (self.phase, self.since) = (phase, now);
    }

    pub(super) fn waits_for_database(&self) -> bool {
        self.phase == Phase::Query
    }
}

impl AppServer {
    /// A thread takes a request up: its code begins to compute.
    pub(super) fn begin(&mut self, id: SlotId, what: Waiting, context: &mut Context<'_>) {
        let dynamic = dynamic(what.route, context);
        let slowness = self.slowness_of(what.route);
        let code = dynamic.cpu.sample(&mut self.cpu) * slowness;
        let demand = context.settings.app_server.request_cpu + code;
        self.executions.begun += 1;
        let thread = &mut self.threads[id.0 as usize];
        thread.run += 1;
        thread.aborted = false;
        let (queries_left, phase, since) = (dynamic.queries, Phase::Code, context.agenda.now());
        thread.execution = Some(Execution { what, queries_left, phase, since });
        let step = Event::AppServer(AppServerEvent::WorkerStep { worker: id, run: thread.run });
        let place = self.place(id);
        self.workers[place].interpreter.compute(demand, step, context);
        what.enter(Stage::Application, context);
        self.watch(id, context);
    }

    /// The CPU time or the wait of a thread is over.
    pub(super) fn step(&mut self, id: SlotId, run: u32, context: &mut Context<'_>) {
        let thread = &self.threads[id.0 as usize];
        if thread.run != run {
            return;
        }
        let execution = thread.execution.expect("a thread that steps holds a request");
        match execution.phase {
            Phase::Code => self.code_done(id, execution, context),
            Phase::PoolLine => self.pool_exhausted(id, context),
            Phase::Wait => self.finish(id, Outcome::Good, context),
            Phase::Query => {} // A process that stood still hears of `pool_timeout` after it has got its connection.
        }
    }

    fn code_done(&mut self, id: SlotId, execution: Execution, context: &mut Context<'_>) {
        let place = self.place(id);
        self.workers[place].interpreter.first_is_done(context);
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
            execution.what.enter(Stage::Database, context);
            self.threads[id.0 as usize].execution = Some(execution);
            return self.connect_and_ask(id, context);
        }
        let wait = self.wait_of(&execution.what, context);
        if wait.is_zero() {
            return self.finish(id, Outcome::Good, context);
        }
        execution.enter(Phase::Wait, context.now());
        execution.what.enter(Stage::RouteWait, context);
        self.threads[id.0 as usize].execution = Some(execution);
        self.step_after(id, wait, context);
    }

    /// The next query goes out over the request's connection, as soon as it has one.
    fn connect_and_ask(&mut self, id: SlotId, context: &mut Context<'_>) {
        if self.threads[id.0 as usize].connection.is_some() || self.check_out(id, context) {
            return self.ask_database(id, context);
        }
        self.at_work(id).enter(Phase::PoolLine, context.now());
        self.step_after(id, context.settings.app_server.pool.pool_timeout, context);
    }

    /// A thread that stood in the pool's line has got its connection.
    pub(super) fn got_connection(&mut self, id: SlotId, context: &mut Context<'_>) {
        context.agenda.cancel(self.threads[id.0 as usize].step);
        self.ask_database(id, context);
    }

    fn pool_exhausted(&mut self, id: SlotId, context: &mut Context<'_>) {
        self.leave_pool_line(id);
        context.log(Message::PoolExhausted, u64::from(context.settings.app_server.pool.pool_size));
        self.finish(id, Outcome::Failed(FailureKind::PoolExhausted), context);
    }

    fn ask_database(&mut self, id: SlotId, context: &mut Context<'_>) {
        let execution = self.at_work(id);
        execution.queries_left -= 1;
        execution.enter(Phase::Query, context.now());
        let route = execution.what.route;
        let then = if execution.queries_left > 0 { Transaction::GoesOn } else { Transaction::Commits };
        let thread = &self.threads[id.0 as usize];
        let over = thread.connection.expect("who asks holds one").over(context);
        let query = DatabaseEvent::QueryArrives { worker: id, run: thread.run, route, over, then };
        context.agenda.after(SimDuration::ZERO, Event::Database(query));
    }

    /// MySQL has answered a thread.
    pub(super) fn query_answered(
        &mut self,
        id: SlotId,
        run: u32,
        answer: QueryAnswer,
        context: &mut Context<'_>,
    ) {
        if self.threads[id.0 as usize].run != run {
            Self::close_late_session(answer, context);
            return;
        }
        self.note_session(id, answer, context);
        let execution = *self.at_work(id);
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

    /// The answer is written, for whoever still waits; the thread is free.
    fn finish(&mut self, id: SlotId, outcome: Outcome, context: &mut Context<'_>) {
        let thread = &mut self.threads[id.0 as usize];
        let execution = thread.execution.take().expect("who finishes held a request");
        (thread.run, thread.idle_since) = (thread.run + 1, context.now());
        context.agenda.cancel(thread.overdue);
        self.executions.finished += 1;
        let wanted = execution.what.wanted(context.requests);
        context.ledger.execution_ends(outcome, wanted);
        self.give_back(id, context);
        self.leak(id, context);
        let (exchange, kept) = (execution.exchange(), self.keep(id, &execution.what, context));
        tell(context, WebServerEvent::UpstreamAnswered { exchange, outcome, kept });
        self.thread_free(id, context);
    }

    fn step_after(&mut self, id: SlotId, span: SimDuration, context: &mut Context<'_>) {
        let thread = &mut self.threads[id.0 as usize];
        let step = Event::AppServer(AppServerEvent::WorkerStep { worker: id, run: thread.run });
        thread.step = context.agenda.after(span, step);
    }

    fn at_work(&mut self, id: SlotId) -> &mut Execution {
        self.threads[id.0 as usize].execution.as_mut().expect("a thread at work holds a request")
    }

    fn wait_of(&mut self, what: &Waiting, context: &Context<'_>) -> SimDuration {
        let wait = what.wait.unwrap_or_else(|| dynamic(what.route, context).wait.sample(&mut self.wait));
        wait * self.slowness_of(what.route)
    }
}

/// What the code of a route takes.
fn dynamic<'a>(route: u16, context: &Context<'a>) -> &'a Dynamic {
    match &context.settings.application.routes[usize::from(route)].work {
        Work::Dynamic(dynamic) => dynamic,
        Work::Static => unreachable!("nginx passes only the application's routes on"),
    }
}
