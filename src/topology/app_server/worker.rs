//! Worker processes: they import the code, serve, and leave.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::super::application::settings::Release;
use super::super::context::Context;
use super::super::event::{AppServerEvent, Event, WebServerEvent};
use super::super::id::{ExchangeId, WorkerId};
use super::super::settings::Settings as Site;
use super::arbiter::Phase;
use super::backlog::tell;
use super::interpreter::Interpreter;
use super::pool::Pool;
use super::settings::Version;
use super::thread::Thread;
use super::{AppServer, Waiting};
use crate::queueing::{SlotId, SlotState};
use crate::units::SimTime;
use crate::vocabulary::{FailureKind, Message, Outcome};

/// A worker process.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Worker {
    /// Whether the place is taken, and by whom.
    pub(super) presence: Presence,
    /// Since when.
    pub(super) since: SimTime,
    /// When it will have imported the code, while it does.
    pub(super) ready_at: SimTime,
    /// Changes with every process that takes the place.
    pub(super) run: u32,
    /// Its process number.
    pub(super) pid: u64,
    /// The code that it runs.
    pub(super) release: Release,
    /// Requests until it leaves.
    pub(super) requests_left: u32,
    /// Connections that it has accepted and that wait for one of its threads.
    pub(super) line: VecDeque<Waiting>,
    /// Connections that it keeps for nginx's next request.
    pub(super) kept: u32,
    /// It stands still.
    pub(super) hangs: bool,
    /// What its threads compute.
    pub(super) interpreter: Interpreter,
    /// Its connections to MySQL.
    pub(super) pool: Pool,
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
    /// It was told to leave and finishes what it has accepted.
    Leaving,
    /// It has served `max_requests`: it leaves likewise, and another takes its place.
    Retiring,
}

impl AppServer {
    /// A place for a worker: a free one, or one more.
    fn free_place(&mut self, now: SimTime) -> WorkerId {
        let free = self.workers.iter().position(|worker| worker.presence == Presence::Gone);
        let place = free.unwrap_or(self.workers.len());
        if place == self.workers.len() {
            self.workers.push(Worker::default());
            for _ in 0..self.threads_each {
                self.threads.push(Thread::default());
                self.pool.add_slot(now);
            }
        }
        WorkerId(place as u32)
    }

    /// A process with a number of its own takes a free place and begins to import the code.
    pub(super) fn new_worker(&mut self, now: SimTime, site: &Site) -> WorkerId {
        let id = self.free_place(now);
        let settings = &site.app_server;
        let requests = self.draw_requests(settings.max_requests, settings.max_requests_jitter);
        self.last_pid += 1;
        let worker = &mut self.workers[id.0 as usize];
        (worker.presence, worker.since) = (Presence::Importing, now);
        worker.run += 1;
        worker.pid = self.last_pid;
        worker.requests_left = requests;
        id
    }

    /// Forks a worker, if a master is there to do it.
    pub(super) fn fork_worker(&mut self, context: &mut Context<'_>) {
        if self.life.phase == Phase::Orphaned || self.master_forks_later() {
            return;
        }
        let id = self.new_worker(context.now(), context.settings);
        let (release, import) = self.code_to_fork(context);
        let worker = &mut self.workers[id.0 as usize];
        worker.release = release;
        worker.ready_at = context.agenda.now() + import;
        context.log(Message::BootingWorker, worker.pid);
        let booted = AppServerEvent::WorkerBooted { worker: id, run: worker.run };
        context.agenda.at(worker.ready_at, Event::AppServer(booted));
    }

    /// A worker has imported the code.
    pub(super) fn worker_booted(&mut self, id: WorkerId, run: u32, context: &mut Context<'_>) {
        let worker = &self.workers[id.0 as usize];
        if worker.presence != Presence::Importing || worker.run != run {
            return;
        }
        if worker.release == Release::Broken {
            let pid = worker.pid;
            self.bury(id, context);
            self.halt(pid, context);
        } else {
            self.begin_to_serve(id, context.now());
            self.hold_memory(id, context);
            self.may_serve_again(context);
            self.accept_waiting(context);
            self.orphan_may_leave(id, context);
        }
    }

    /// A worker accepts from now on.
    pub(super) fn begin_to_serve(&mut self, id: WorkerId, now: SimTime) {
        let worker = &mut self.workers[id.0 as usize];
        (worker.presence, worker.since) = (Presence::Serving, now);
        self.accepting.push(id);
        for thread in self.threads_of(id) {
            self.threads[thread].idle_since = now;
            self.pool.bring_up(now, SlotId(thread as u32));
        }
    }

    /// All workers are told to leave: the idle ones at once, the others when they have answered.
    pub(super) fn let_workers_leave(&mut self, context: &mut Context<'_>) {
        (0..self.workers.len()).for_each(|place| self.let_worker_leave(WorkerId(place as u32), context));
    }

    pub(super) fn let_worker_leave(&mut self, id: WorkerId, context: &mut Context<'_>) {
        match self.workers[id.0 as usize].presence {
            Presence::Importing => self.bury(id, context),
            Presence::Serving | Presence::Retiring => {
                self.stop_accepting(id, Presence::Leaving, context.now());
                self.worker_may_leave(id, context);
            }
            Presence::Gone | Presence::Leaving => {}
        }
    }

    /// TTIN or TTOU, once for each worker more or fewer than there are: one is forked, or the oldest is told to leave. A
    /// master that does not run reads the number at its start.
    pub fn change_workers(&mut self, context: &mut Context<'_>) {
        if !self.life.phase.forks() || self.master_counts_later() {
            return;
        }
        let wanted = context.settings.app_server.workers as usize;
        self.life.go(self.life.phase); // Those that the start has not forked yet are counted anew.
        while self.staying().count() > wanted {
            context.log(Message::HandlingTtou, 0);
            let oldest = self.staying().min_by_key(|(_, worker)| worker.pid);
            let (place, _) = oldest.expect("more than one stays");
            self.let_worker_leave(WorkerId(place as u32), context);
        }
        let missing = wanted - self.staying().count();
        (0..missing).for_each(|_| context.log(Message::HandlingTtin, 0));
        if missing > 0 {
            self.fork_due(self.life.number, missing as u32, context);
        }
    }

    /// The workers that were not told to leave, those included whose place another will take.
    fn staying(&self) -> impl Iterator<Item = (usize, &Worker)> {
        let stays = |presence| !matches!(presence, Presence::Gone | Presence::Leaving);
        self.workers.iter().enumerate().filter(move |(_, worker)| stays(worker.presence))
    }

    /// The worker of this thread has served its requests.
    pub(super) fn retire(&mut self, thread: SlotId, now: SimTime) {
        self.stop_accepting(WorkerId(self.place(thread) as u32), Presence::Retiring, now);
    }

    fn stop_accepting(&mut self, id: WorkerId, presence: Presence, now: SimTime) {
        let worker = &mut self.workers[id.0 as usize];
        (worker.presence, worker.since) = (presence, now);
        self.accepting.retain(|accepting| *accepting != id);
    }

    /// A worker that was told to leave and has answered everybody does.
    pub(super) fn worker_may_leave(&mut self, id: WorkerId, context: &mut Context<'_>) {
        let idle = |thread: usize| self.pool.state(SlotId(thread as u32)) == SlotState::Idle;
        if self.threads_of(id).all(idle) && !self.workers[id.0 as usize].hangs {
            context.log(Message::WorkerExiting, self.workers[id.0 as usize].pid);
            let retires = self.workers[id.0 as usize].presence == Presence::Retiring;
            self.bury(id, context);
            if retires {
                self.fork_worker(context);
            }
            self.last_worker_may_have_left(context);
        }
    }

    /// A worker is killed in the middle of its requests: nginx sees their connections close.
    pub(super) fn kill(&mut self, id: WorkerId, context: &mut Context<'_>) {
        if self.life.phase != Phase::Orphaned {
            context.log(Message::WorkerSigkilled, self.workers[id.0 as usize].pid);
        }
        self.cut_off(id, FailureKind::UpstreamClosed, context);
    }

    /// A sync worker is aborted (SIGABRT) in the middle of its request: since gunicorn 22 it still writes a 500.
    pub(super) fn abort(&mut self, id: WorkerId, context: &mut Context<'_>) {
        context.log(Message::WorkerExiting, self.workers[id.0 as usize].pid);
        let failure = match context.settings.app_server.version {
            Version::UpTo21 => FailureKind::UpstreamClosed,
            Version::From22 => FailureKind::WorkerTimedOut,
        };
        self.cut_off(id, failure, context);
    }

    // Simplified: nginx sees the connection of who waited in the process close; really it is reset, which is a 502 too.
    /// A process ends with whatever its threads were at, and with whoever waited in it.
    pub(super) fn cut_off(&mut self, id: WorkerId, failure: FailureKind, context: &mut Context<'_>) {
        self.workers[id.0 as usize].interpreter.stop(context);
        for thread in self.threads_of(id) {
            if let Some(execution) = self.abandon(thread, context) {
                tell(context, ending(execution.exchange(), failure));
            }
        }
        while let Some(waiting) = self.next_in_worker(id, context) {
            tell(context, ending(waiting.exchange, FailureKind::UpstreamClosed));
        }
        self.bury(id, context);
    }

    /// The machine has lost power: the process is gone, and nobody is told.
    pub(super) fn vanish(&mut self, id: WorkerId, context: &mut Context<'_>) {
        self.workers[id.0 as usize].interpreter.stop(context);
        for thread in self.threads_of(id) {
            self.abandon(thread, context);
        }
        while self.next_in_worker(id, context).is_some() {}
        self.forget_connections(id);
        self.forget_kept(id, context);
        self.bury(id, context);
    }

    /// A worker process ends; its place is free.
    pub(super) fn bury(&mut self, id: WorkerId, context: &mut Context<'_>) {
        self.disconnect(id, context);
        self.close_kept(id, context);
        self.stop_accepting(id, Presence::Gone, context.now());
        let worker = &mut self.workers[id.0 as usize];
        assert!(worker.line.is_empty(), "a worker ends without anybody waiting in it");
        worker.run += 1;
        let hung = std::mem::take(&mut worker.hangs);
        for thread in self.threads_of(id) {
            assert!(self.threads[thread].execution.is_none(), "a worker ends without a request");
            let slot = SlotId(thread as u32);
            if self.pool.state(slot) != SlotState::Down {
                self.pool.take_down(context.now(), slot);
            }
        }
        self.hold_memory(id, context);
        if hung {
            self.hung_worker_is_gone(context);
        }
    }
}

/// What nginx hears of a request whose worker ended: the 500 that the worker wrote, or that the connection was closed.
fn ending(exchange: ExchangeId, failure: FailureKind) -> WebServerEvent {
    match failure {
        FailureKind::WorkerTimedOut => {
            WebServerEvent::UpstreamAnswered { exchange, outcome: Outcome::Failed(failure), kept: None }
        }
        _ => WebServerEvent::UpstreamFailed { exchange, failure },
    }
}
