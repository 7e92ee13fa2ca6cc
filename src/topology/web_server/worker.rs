//! A worker process: one thing after another, each taking CPU time.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{Event, WebServerEvent};
use super::super::host::{self, Process};
use super::super::id::{ConnectionId, KeptId};
use super::super::network;
use super::super::request::{Carried, Handshake, Service};
use super::WebServer;
use super::hang::Halt;
use super::upstream_keepalive::Idle;
use crate::engine::Appointment;
use crate::queueing::{JobKey, SlotId, SlotState, WaitingLine};
use crate::units::{Bytes, SimDuration, SimTime};
use crate::vocabulary::Layer;

/// Something that a worker process has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Task {
    /// See who waits in the accept queue.
    Accept,
    /// Its part of a TLS handshake.
    Handshake { connection: ConnectionId, handshake: Handshake },
    /// Send a file.
    SendFile(Carried),
    /// Turn a visitor away.
    Refuse(Carried),
    /// Pass a request on to gunicorn.
    Forward(Carried),
    /// Send gunicorn's answer, or an error page, back.
    Return(Carried),
    /// See that gunicorn has closed an idle connection.
    ReadFin(KeptId),
}

/// The most a worker may have to do: far more than its connections, as what visitors who have left asked for counts too.
const TASKS_MAX: u32 = 1_000_000;

impl Task {
    /// The connection it is done for.
    const fn connection(self) -> Option<ConnectionId> {
        match self {
            Self::Accept | Self::ReadFin(_) => None,
            Self::Handshake { connection, .. } => Some(connection),
            Self::SendFile(carried)
            | Self::Refuse(carried)
            | Self::Forward(carried)
            | Self::Return(carried) => Some(carried.connection),
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
    /// `worker_connections`, as it read it at its start.
    pub(super) connections: u32,
    /// Connection slots for visitors and for gunicorn: each listening socket and the channel to the master take one.
    pub(super) slots: u32,
    /// Connection slots taken.
    pub(super) taken: u32,
    /// Connections that it has accepted, and some that are closed since.
    pub(super) accepted: Vec<ConnectionId>,
    /// None of them was idle at the last look, and none has begun to wait for its visitor since.
    pub(super) none_idle: bool,
    /// Idle connections to gunicorn, the one used last at the back.
    pub(super) idle: VecDeque<Idle>,
    /// What it has to do; the front is at work.
    tasks: WaitingLine<Task>,
    pub(super) job: JobKey,
    /// Whether it stands still, and in the middle of what.
    pub(super) halt: Halt,
    /// It will look at the accept queue when it comes round to it.
    pub(super) comes_round: bool,
    /// The end of a disk read that it waits for.
    reading: Appointment,
    /// When it was told to leave.
    pub(super) told: SimTime,
    /// Without descriptors it accepts nothing before this.
    pub(super) paused_until: SimTime,
    /// The second of its last line about reused connections, from 1.
    pub(super) reuse_logged: u64,
}

impl Worker {
    fn gone() -> Self {
        Self {
            state: WorkerState::Gone,
            connections: 0,
            slots: 0,
            taken: 0,
            accepted: Vec::new(),
            none_idle: true,
            idle: VecDeque::new(),
            tasks: WaitingLine::new(TASKS_MAX),
            job: JobKey::NONE,
            halt: Halt::No,
            comes_round: false,
            reading: Appointment::NONE,
            told: SimTime::ZERO,
            paused_until: SimTime::ZERO,
            reuse_logged: 0,
        }
    }
}

impl WebServer {
    /// Starts as many worker processes as the settings say, in places that are free.
    pub(super) fn bring_up_workers(&mut self, now: SimTime, site: &super::Site) {
        self.ticket_keys += 1;
        let wanted = site.web_server.worker_processes.unwrap_or(site.host.cores).max(1);
        (0..wanted).for_each(|_| self.bring_up_worker(now, site));
    }

    /// Starts one more.
    pub(super) fn bring_up_worker(&mut self, now: SimTime, site: &super::Site) {
        let place = self.free_place(now);
        let worker = &mut self.workers[place];
        (worker.state, worker.paused_until) = (WorkerState::Serving, now);
        worker.connections = site.web_server.worker_connections;
        worker.slots = worker.connections.saturating_sub(site.web_server.listen.sockets() + 1);
        self.pool.bring_up(now, SlotId(place as u32));
        self.slots_there.add(now, u64::from(self.workers[place].slots));
    }

    fn free_place(&mut self, now: SimTime) -> usize {
        let free = self.workers.iter().position(|worker| worker.state == WorkerState::Gone);
        free.unwrap_or_else(|| {
            self.workers.push(Worker::gone());
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
            if let Some(connection) = too_much.connection() {
                self.close_and_tell(connection, context);
            }
            return;
        }
        if idle {
            self.pool.occupy(now, id);
            self.begin_task(id, context);
        }
    }

    fn begin_task(&mut self, id: SlotId, context: &mut Context<'_>) {
        let worker = &mut self.workers[id.0 as usize];
        let reading = match worker.tasks.iter().next() {
            Some(Task::SendFile(carried)) => Self::read_file(id, carried.route, context),
            _ => None,
        };
        match reading {
            Some(reading) => worker.reading = reading,
            None => self.compute_task(id, context),
        }
    }

    /// What a worker has to do takes CPU time.
    pub(super) fn compute_task(&mut self, id: SlotId, context: &mut Context<'_>) {
        let worker = &mut self.workers[id.0 as usize];
        let task = worker.tasks.iter().next().expect("a worker begins what it has to do");
        let settings = &context.settings.web_server;
        let demand = match task {
            Task::Accept | Task::ReadFin(_) => SimDuration::ZERO,
            Task::Handshake { handshake: Handshake::Full, .. } => settings.handshake_cpu,
            Task::Handshake { handshake: Handshake::Resumed, .. } => settings.resumed_handshake_cpu,
            Task::SendFile(carried) => Self::sending_takes(carried.route, context),
            Task::Refuse(_) => settings.static_cpu,
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
                context.board.drained(Layer::WebServer);
            }
        } else {
            self.begin_task(id, context);
        }
        match task {
            Task::Accept => self.accept_one(id, context),
            Task::ReadFin(kept) => self.close_finished_upstream(kept, context),
            Task::Handshake { connection, handshake } => {
                self.finish_handshake(connection, handshake, context);
            }
            Task::SendFile(carried) => self.send_file(carried, context),
            Task::Forward(carried) => self.connect_upstream(id, carried, context),
            Task::Refuse(carried) | Task::Return(carried) => self.send_answer(carried, context),
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
        worker.idle.drain(..).for_each(|idle| idle.close(context));
        context.agenda.cancel(worker.reading);
        (worker.job, worker.halt) = (JobKey::NONE, Halt::No);
        worker.comes_round = false;
        worker.state = WorkerState::Gone;
        self.slots_there.subtract(now, u64::from(worker.slots));
        self.slots_taken.subtract(now, u64::from(std::mem::take(&mut worker.taken)));
        host::hold_memory(context, Process::NginxWorker(place as u32), Bytes::ZERO);
    }

    /// All workers that are there begin to leave.
    pub(super) fn let_workers_leave(&mut self, context: &mut Context<'_>) {
        let told = context.now();
        if let Some(patience) = context.settings.web_server.worker_shutdown_timeout {
            let overdue = Event::WebServer(WebServerEvent::ShutdownOverdue { told });
            context.agenda.after(patience, overdue);
        }
        for worker in &mut self.workers {
            if worker.state == WorkerState::Serving {
                worker.state = WorkerState::Leaving;
                worker.told = told;
            }
        }
        self.close_idle_upstreams(context);
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

    fn finish_handshake(
        &mut self,
        connection: ConnectionId,
        handshake: Handshake,
        context: &mut Context<'_>,
    ) {
        let now = context.now();
        let expired = self.certificate_expired_by().filter(|_| handshake == Handshake::Full);
        if let Some(held) = context.connection(connection) {
            (held.service, held.since) = (Service::Waiting, now);
            held.certificate_expired_by = expired;
            network::finish_handshake(context, connection, handshake);
            self.wait_for_visitor(connection, context.settings.web_server.client_header_timeout, context);
        }
    }
}
