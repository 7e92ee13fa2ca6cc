//! The processes: their memory, their file descriptors, their death by SIGKILL.

use super::super::application::settings::Release;
use super::super::context::Context;
use super::super::host::{self, Ending, Process};
use super::super::id::WorkerId;
use super::super::settings::host::Service;
use super::AppServer;
use super::arbiter::Phase;
use super::worker::Presence;
use crate::queueing::SlotId;
use crate::units::{Bytes, SimTime};
use crate::vocabulary::{FailureKind, Happening, Layer};

impl AppServer {
    /// Tells the machine what every process holds.
    pub fn hold_all_memory(&self, context: &mut Context<'_>) {
        self.hold_master_memory(context);
        (0..self.workers.len()).for_each(|place| self.hold_memory(WorkerId(place as u32), context));
    }

    /// Notes from when on there is an accept queue, or none.
    pub(super) fn count_places(&mut self, now: SimTime) {
        let places = if self.life.phase.listens() { self.backlog.capacity() } else { 0 };
        self.places.set(now, u64::from(places));
    }

    /// Tells the machine what the master holds.
    pub(super) fn hold_master_memory(&self, context: &mut Context<'_>) {
        let settings = &context.settings.app_server;
        let gone = matches!(self.life.phase, Phase::Down | Phase::Orphaned);
        let amount = if gone { Bytes::ZERO } else { settings.master_memory };
        host::hold_memory(context, Process::GunicornMaster, amount);
    }

    // Simplified: a worker takes its memory when it has imported the code, and all at once.
    /// Tells the machine that a worker serves or is gone.
    pub(super) fn hold_memory(&self, id: WorkerId, context: &mut Context<'_>) {
        let amount = match self.workers[id.0 as usize].presence {
            Presence::Serving | Presence::Retiring | Presence::Leaving => {
                context.settings.app_server.worker_memory
            }
            Presence::Importing | Presence::Gone => Bytes::ZERO,
        };
        host::hold_memory(context, Process::GunicornWorker(id.0), amount);
    }

    /// A worker has answered a request and is a little larger than before: by what its release leaks, or any does.
    pub(super) fn leak(&self, thread: SlotId, context: &mut Context<'_>) {
        let place = self.place(thread);
        let leak = match self.workers[place].release {
            Release::Leaking { leak } => leak,
            _ => context.settings.application.leak,
        };
        host::claim_memory(context, Process::GunicornWorker(place as u32), leak);
    }

    /// File descriptors of a worker at most: three of its own, its log, its heartbeat, the listening socket, its requests'
    /// connections, those it keeps and those to MySQL.
    // Simplified: gunicorn and MySQL are never refused a descriptor.
    pub fn descriptors(&self) -> u32 {
        let open =
            self.workers.iter().map(|worker| worker.kept + worker.pool.open()).max().unwrap_or_default();
        let requests = self.pool.busy().min(self.threads_each);
        if self.life.phase == Phase::Down { 0 } else { 6 + requests + open }
    }

    /// The worker that has served longest, if one serves.
    pub fn oldest_process(&self) -> Option<Process> {
        self.accepting.first().map(|worker| Process::GunicornWorker(worker.0))
    }

    /// The kernel has killed a worker for want of memory: its request is lost, and the master forks another.
    pub fn worker_killed_for_memory(&mut self, id: WorkerId, context: &mut Context<'_>) {
        // Held only until somebody is idle again: the next one comes after its import.
        context.board.hold_by(Layer::AppServer, context.host.blame_for_memory());
        context.board.release_when_drained(Layer::AppServer);
        self.kill_worker(id, context);
    }

    /// The kernel has killed the master for want of memory. systemd ends what is left of a service whose main process
    /// is gone, so the workers go with it.
    pub fn master_killed_for_memory(&mut self, context: &mut Context<'_>) {
        context.board.hold_by(Layer::AppServer, context.host.blame_for_memory());
        self.die(Ending::OomKill, context);
    }

    /// Every process is killed, and the socket is gone with them.
    pub(super) fn die(&mut self, ending: Ending, context: &mut Context<'_>) {
        let known_to_systemd = self.life.phase != Phase::Orphaned;
        self.life.go(Phase::Down);
        self.hang = None; // What the processes had not heard is told when they are buried.
        self.count_places(context.now());
        self.reloading = false;
        for place in 0..self.workers.len() {
            if self.workers[place].presence != Presence::Gone {
                self.cut_off(WorkerId(place as u32), FailureKind::UpstreamClosed, context);
            }
        }
        self.reset_waiting(context);
        self.hold_master_memory(context);
        context.chronicle(Happening::GunicornStopped);
        if known_to_systemd {
            host::service_ended(context, Service::AppServer, ending);
        }
    }
}
