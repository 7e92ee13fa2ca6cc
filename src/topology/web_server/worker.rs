//! A worker process: one thing after another, each taking CPU time.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{Event, WebServerEvent};
use super::super::host::{self, Process};
use super::super::id::ConnectionId;
use super::super::request::Carried;
use super::WebServer;
use super::listener::slots_for_visitors;
use crate::queueing::{JobKey, SlotId, SlotState, WaitingLine};
use crate::units::{Bytes, SimDuration, SimTime};
use crate::vocabulary::Layer;

/// Something that a worker process has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Task {
    /// Its part of a TLS handshake.
    Handshake { connection: ConnectionId },
    /// Send a file.
    SendFile(Carried),
    /// Pass a request on to gunicorn.
    Forward(Carried),
    /// Send gunicorn's answer, or an error page, back.
    Return(Carried),
}

/// The most a worker may have to do: far more than its connections, as what visitors who have left asked for counts too.
const TASKS_MAX: u32 = 1_000_000;

impl Task {
    /// The connection it is done for.
    const fn connection(self) -> ConnectionId {
        match self {
            Self::Handshake { connection } => connection,
            Self::SendFile(carried) | Self::Forward(carried) | Self::Return(carried) => carried.connection,
        }
    }
}

/// Whether a worker process takes new connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum WorkerState {
    /// It does.
    Serving,
    /// It finishes what it has.
    Leaving,
    /// There is none in this place.
    Gone,
}

/// A worker process.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Worker {
    pub(super) state: WorkerState,
    /// Connection slots taken.
    pub(super) taken: u32,
    /// What it has to do; the front is at work.
    tasks: WaitingLine<Task>,
    job: JobKey,
}

impl WebServer {
    /// Starts as many worker processes as the settings say, in places that are free.
    pub(super) fn bring_up_workers(&mut self, now: SimTime, site: &super::Site) {
        let wanted = site.web_server.worker_processes.unwrap_or(site.host.cores).max(1);
        (0..wanted).for_each(|_| self.bring_up_worker(now, site));
    }

    /// Starts one more.
    pub(super) fn bring_up_worker(&mut self, now: SimTime, site: &super::Site) {
        let place = self.free_place(now);
        self.workers[place].state = WorkerState::Serving;
        self.pool.bring_up(now, SlotId(place as u32));
        self.slots_there.add(now, u64::from(slots_for_visitors(&site.web_server)));
    }

    fn free_place(&mut self, now: SimTime) -> usize {
        let free = self.workers.iter().position(|worker| worker.state == WorkerState::Gone);
        free.unwrap_or_else(|| {
            let tasks = WaitingLine::new(TASKS_MAX);
            self.workers.push(Worker { state: WorkerState::Gone, taken: 0, tasks, job: JobKey::NONE });
            self.pool.add_slot(now);
            self.workers.len() - 1
        })
    }

    /// Gives a worker something to do; it begins at once if it has nothing else.
    pub(super) fn give(&mut self, id: SlotId, task: Task, context: &mut Context<'_>) {
        let now = context.now();
        let worker = &mut self.workers[id.0 as usize];
        let idle = worker.tasks.is_empty();
        if let Err(too_much) = worker.tasks.join(now, task) {
            self.close_and_tell(too_much.connection(), context);
            return;
        }
        if idle {
            self.pool.occupy(now, id);
            self.begin_task(id, context);
        }
    }

    fn begin_task(&mut self, id: SlotId, context: &mut Context<'_>) {
        let worker = &mut self.workers[id.0 as usize];
        let task = worker.tasks.iter().next().expect("a worker begins what it has to do");
        let settings = &context.settings.web_server;
        let demand = match task {
            Task::Handshake { .. } => settings.handshake_cpu,
            Task::SendFile(_) => settings.static_cpu,
            Task::Forward(_) => settings.proxied_cpu / 2,
            Task::Return(_) => settings.proxied_cpu.saturating_sub(settings.proxied_cpu / 2),
        };
        let done = Event::WebServer(WebServerEvent::TaskDone { worker: id });
        worker.job = context.host.compute(context.agenda, demand, done);
    }

    /// A worker has had the CPU time for what it did.
    pub(super) fn task_done(&mut self, id: SlotId, context: &mut Context<'_>) {
        let now = context.now();
        let worker = &mut self.workers[id.0 as usize];
        let task = worker.tasks.leave(now).expect("what is done was begun");
        if worker.tasks.is_empty() {
            worker.job = JobKey::NONE;
            self.pool.release(now, id);
            if self.pool.busy() == 0 {
                context.board.drained(Layer::Host);
            }
        } else {
            self.begin_task(id, context);
        }
        match task {
            Task::Handshake { connection } => Self::finish_handshake(connection, context),
            Task::SendFile(carried) => self.send_file(carried, context),
            Task::Forward(carried) => self.connect_upstream(id, carried, context),
            Task::Return(carried) => self.send_answer(carried, context),
        }
        self.bury_finished_workers(context);
    }

    /// Leaving workers with no connection left are gone.
    pub(super) fn bury_finished_workers(&mut self, context: &mut Context<'_>) {
        if self.workers.iter().all(|worker| worker.state != WorkerState::Leaving) {
            return;
        }
        for place in 0..self.workers.len() {
            let worker = &self.workers[place];
            let finished = worker.taken == 0 && worker.tasks.is_empty();
            if worker.state == WorkerState::Leaving && finished {
                self.bury(place, context);
            }
        }
        self.last_worker_may_have_left(context);
    }

    /// A worker process ends, whatever it was doing.
    pub(super) fn bury(&mut self, place: usize, context: &mut Context<'_>) {
        let now = context.now();
        let worker = &mut self.workers[place];
        if self.pool.take_down(now, SlotId(place as u32)) == SlotState::Busy {
            context.host.abort(context.agenda, worker.job);
        }
        worker.tasks.drain(now).for_each(drop);
        worker.job = JobKey::NONE;
        worker.state = WorkerState::Gone;
        self.slots_there.subtract(now, u64::from(slots_for_visitors(&context.settings.web_server)));
        self.slots_taken.subtract(now, u64::from(std::mem::take(&mut worker.taken)));
        host::hold_memory(context, Process::NginxWorker(place as u32), Bytes::ZERO);
    }

    /// All workers that are there begin to leave.
    pub(super) fn let_workers_leave(&mut self) {
        for worker in &mut self.workers {
            if worker.state == WorkerState::Serving {
                worker.state = WorkerState::Leaving;
            }
        }
    }

    /// Every worker process ends at once.
    pub(super) fn bury_all(&mut self, context: &mut Context<'_>) {
        for place in 0..self.workers.len() {
            if self.workers[place].state != WorkerState::Gone {
                self.bury(place, context);
            }
        }
    }

    /// No worker process is there.
    pub(super) fn is_empty(&self) -> bool {
        self.workers.iter().all(|worker| worker.state == WorkerState::Gone)
    }

    fn finish_handshake(connection: ConnectionId, context: &mut Context<'_>) {
        let way_back: SimDuration = super::super::network::handshake_way_back(context, connection);
        if let Some(held) = context.connection(connection) {
            held.service = super::super::request::Service::Waiting;
            let secured = super::super::event::ClientEvent::Secured { connection };
            context.agenda.after(way_back, Event::Client(secured));
        }
    }
}
