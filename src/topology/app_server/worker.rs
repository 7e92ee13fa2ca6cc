//! Worker processes: they import the code, are held by one request at a time, and leave.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{AppServerEvent, Event, WebServerEvent};
use super::super::id::SessionId;
use super::AppServer;
use super::backlog::tell;
use super::execution::Execution;
use crate::engine::Appointment;
use crate::queueing::{JobKey, SlotId, SlotState};
use crate::units::SimTime;
use crate::vocabulary::{FailureKind, Outcome};

/// A worker process.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Worker {
    /// Whether the place is taken, and by whom.
    pub(super) presence: Presence,
    /// Changes with everything the worker begins, so that what comes late for something earlier is recognised.
    pub(super) run: u32,
    /// The request that holds it.
    pub(super) execution: Option<Execution>,
    /// The CPU time it has asked for.
    pub(super) job: Option<JobKey>,
    /// The end of its wait.
    pub(super) step: Appointment,
    /// When the arbiter will find it silent for too long.
    pub(super) overdue: Appointment,
    /// Its connection to MySQL.
    pub(super) session: Option<SessionId>,
}

/// Where a worker is in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Presence {
    /// The place is free.
    #[default]
    Gone,
    /// It imports the code.
    Importing,
    /// It serves.
    Serving,
    /// It was told to leave and finishes its request.
    Leaving,
}

impl AppServer {
    /// A place for a worker: a free one, or one more.
    pub(super) fn new_worker(&mut self, now: SimTime) -> SlotId {
        let free = self.workers.iter().position(|worker| worker.presence == Presence::Gone);
        let id = free.map_or_else(
            || {
                self.workers.push(Worker::default());
                self.pool.add_slot(now)
            },
            |place| SlotId(place as u32),
        );
        self.workers[id.0 as usize].presence = Presence::Serving;
        id
    }

    /// Forks a worker, which begins to import the code.
    pub(super) fn fork_worker(&mut self, context: &mut Context<'_>) {
        let id = self.new_worker(context.now());
        let worker = &mut self.workers[id.0 as usize];
        worker.presence = Presence::Importing;
        worker.run += 1;
        let booted = AppServerEvent::WorkerBooted { worker: id, run: worker.run };
        context.agenda.after(context.settings.application.import_time, Event::AppServer(booted));
    }

    /// A worker has imported the code and accepts.
    pub(super) fn worker_booted(&mut self, id: SlotId, run: u32, context: &mut Context<'_>) {
        let worker = &mut self.workers[id.0 as usize];
        if worker.presence == Presence::Importing && worker.run == run {
            worker.presence = Presence::Serving;
            self.pool.bring_up(context.now(), id);
            self.may_serve_again(context);
            self.accept_waiting(context);
        }
    }

    /// All workers are told to leave: the idle ones at once, the others when they have answered.
    pub(super) fn let_workers_leave(&mut self, context: &mut Context<'_>) {
        for place in 0..self.workers.len() {
            let id = SlotId(place as u32);
            match (self.workers[place].presence, self.pool.state(id)) {
                (Presence::Importing, _) | (Presence::Serving, SlotState::Idle) => self.bury(id, context),
                (Presence::Serving, _) => self.workers[place].presence = Presence::Leaving,
                _ => {}
            }
        }
    }

    /// A worker that has answered: it leaves, or accepts the next.
    pub(super) fn worker_free(&mut self, id: SlotId, context: &mut Context<'_>) {
        if self.workers[id.0 as usize].presence == Presence::Leaving {
            self.bury(id, context);
            self.last_worker_may_have_left(context);
        } else {
            self.pool.release(context.now(), id);
            self.accept_waiting(context);
        }
    }

    /// A worker is killed in the middle of its request: nginx sees the connection close.
    pub(super) fn kill(&mut self, id: SlotId, context: &mut Context<'_>) {
        if let Some(execution) = self.abandon(id, context) {
            let exchange = execution.exchange();
            tell(context, WebServerEvent::UpstreamFailed { exchange, failure: FailureKind::UpstreamClosed });
        }
        self.bury(id, context);
    }

    /// A worker is aborted in the middle of its request but still writes a 500.
    pub(super) fn abort_with_answer(&mut self, id: SlotId, context: &mut Context<'_>) {
        if let Some(execution) = self.abandon(id, context) {
            let outcome = Outcome::Failed(FailureKind::WorkerTimedOut);
            tell(context, WebServerEvent::UpstreamAnswered { exchange: execution.exchange(), outcome });
        }
        self.bury(id, context);
    }

    /// A worker's request is cut off.
    pub(super) fn abandon(&mut self, id: SlotId, context: &mut Context<'_>) -> Option<Execution> {
        let worker = &mut self.workers[id.0 as usize];
        worker.run += 1;
        context.agenda.cancel(worker.step);
        context.agenda.cancel(worker.overdue);
        if let Some(job) = worker.job.take() {
            context.host.abort(context.agenda, job);
        }
        let execution = worker.execution.take();
        if execution.is_some_and(|execution| execution.waits_for_database()) {
            worker.session = None; // MySQL goes on with the query and closes the session when it answers into the void.
        }
        self.executions.cut += u64::from(execution.is_some());
        execution
    }

    /// A worker process ends; its place is free.
    pub(super) fn bury(&mut self, id: SlotId, context: &mut Context<'_>) {
        self.disconnect(id, context);
        let worker = &mut self.workers[id.0 as usize];
        assert!(worker.execution.is_none(), "a worker ends without a request");
        worker.presence = Presence::Gone;
        worker.run += 1;
        if self.pool.state(id) != SlotState::Down {
            self.pool.take_down(context.now(), id);
        }
    }
}
