//! The threads of the workers: each holds one request at a time. A sync worker is its one thread.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::id::WorkerId;
use super::AppServer;
use super::execution::Execution;
use super::pool::Connection;
use super::worker::Presence;
use crate::engine::Appointment;
use crate::queueing::SlotId;
use crate::units::SimTime;

/// A thread.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Thread {
    /// Changes with everything the thread begins, so that what comes late for something earlier is recognised.
    pub(super) run: u32,
    /// The request that holds it.
    pub(super) execution: Option<Execution>,
    /// Since when it has held none, while it does not.
    pub(super) idle_since: SimTime,
    /// The end of its wait.
    pub(super) step: Appointment,
    /// When the arbiter will find it silent for too long; a sync worker's only.
    pub(super) overdue: Appointment,
    /// It was sent SIGABRT and has not listened.
    pub(super) aborted: bool,
    /// The connection to MySQL that its request holds.
    pub(super) connection: Option<Connection>,
}

impl AppServer {
    /// The place of the worker that a thread belongs to.
    pub(super) fn place(&self, id: SlotId) -> usize {
        (id.0 / self.threads_each) as usize
    }

    /// The threads of a worker.
    pub(super) fn threads_of(&self, id: WorkerId) -> std::ops::Range<usize> {
        let first = (id.0 * self.threads_each) as usize;
        first..first + self.threads_each as usize
    }

    /// A thread has answered: it takes what waits in its worker, or is free.
    pub(super) fn thread_free(&mut self, id: SlotId, context: &mut Context<'_>) {
        let worker = WorkerId(self.place(id) as u32);
        self.count_request(id, context);
        if let Some(next) = self.next_in_worker(worker, context) {
            return self.begin(id, next, context);
        }
        self.pool.release(context.now(), id);
        match self.workers[worker.0 as usize].presence {
            Presence::Leaving | Presence::Retiring => self.worker_may_leave(worker, context),
            _ => {
                self.accept_waiting(context);
                self.orphan_may_leave(worker, context);
            }
        }
    }

    /// A thread's request is cut off with its process.
    pub(super) fn abandon(&mut self, thread: usize, context: &mut Context<'_>) -> Option<Execution> {
        let thread = &mut self.threads[thread];
        (thread.run, thread.idle_since) = (thread.run + 1, context.now());
        context.agenda.cancel(thread.step);
        context.agenda.cancel(thread.overdue);
        let execution = thread.execution.take();
        if execution.is_some_and(|execution| execution.waits_for_database()) {
            thread.connection = None; // MySQL goes on with the query and closes the session when it answers into the void.
        }
        self.executions.cut += u64::from(execution.is_some());
        execution
    }
}
