//! nginx that hangs: processes that stand still in the middle of whatever they were at (as after SIGSTOP), until they go
//! on (SIGCONT).
//!
//! ```text
//! SYN -> half-open -> accept queue, until it is full     the kernel's, which goes on
//! data, answers, timers -> unheard                       the process's, in one go when it goes on
//! ```
//!
//! Nothing stops listening and nothing is computed. A master that stands still starts no workers and reads no signals.
// Simplified: whoever gives up on a hung nginx by restarting it is heard at once; really `QUIT` is waited for for 5 s before
// systemd sends TERM, and SIGCONT behind it. What came in meanwhile is heard in its order; really timers that have run
// out may come before data that is there. Where the master is killed, its workers go on.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{Event, WebServerEvent};
use super::super::id::ConnectionId;
use super::super::operation::Effect;
use super::super::operation::settings::HangTarget;
use super::super::request::{Connection, Listened};
use super::WebServer;
use super::life::Phase;
use super::worker::{Worker, WorkerState};
use crate::queueing::{JobKey, SlotId};
use crate::units::SimDuration;
use crate::vocabulary::{Happening, Layer, Limit};

/// What stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Hang {
    action: u16,
    target: HangTarget,
    /// Workers that have died and that the master has not replaced yet.
    workers_owed: u32,
    /// HUP has been sent to a master that does not read it.
    has_hup: bool,
}

/// Whether a worker process stands still, and in the middle of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Halt {
    /// It does not.
    No,
    /// With nothing to compute.
    Waiting,
    /// So much CPU time is left of what it was at.
    Computing(SimDuration),
    /// The file that it waited for has been read meanwhile.
    FileRead,
}

impl Worker {
    /// Whether it stands still.
    pub(super) fn hangs(&self) -> bool {
        self.halt != Halt::No
    }
}

impl WebServer {
    /// Processes stand still, as an action.
    pub fn hang(&mut self, target: HangTarget, action: u16, context: &mut Context<'_>) -> Effect {
        if self.hang.is_some() || self.is_orphaned() || self.life.phase != Phase::Running {
            return Effect::None;
        }
        context.board.hold(Layer::WebServer, action);
        self.hang = Some(Hang { action, target, workers_owed: 0, has_hup: false });
        match target {
            HangTarget::All => (0..self.workers.len()).for_each(|place| self.halt(place, context)),
            HangTarget::Worker => {
                let fullest = self.serving().max_by_key(|(_, worker)| worker.taken).map(|(place, _)| place);
                self.halt(fullest.expect("a running nginx has a worker"), context);
            }
            HangTarget::Master => {}
        }
        context.chronicle(Happening::NginxHangs);
        Effect::Done
    }

    fn halt(&mut self, place: usize, context: &mut Context<'_>) {
        let worker = &mut self.workers[place];
        if worker.state != WorkerState::Gone {
            let left = context.host.abort(context.agenda, std::mem::replace(&mut worker.job, JobKey::NONE));
            worker.halt = left.map_or(Halt::Waiting, Halt::Computing);
        }
    }

    /// The action is over: what it has stopped, and nobody has ended since, goes on.
    pub fn end_hang(&mut self, action: u16, context: &mut Context<'_>) {
        if self.hang.is_some_and(|hang| hang.action == action) {
            self.go_on(context);
        }
    }

    /// SIGCONT: each worker goes on where it stopped, then hears what has come meanwhile.
    pub(super) fn go_on(&mut self, context: &mut Context<'_>) {
        let Some(hang) = self.hang.take() else { return };
        for place in 0..self.workers.len() {
            self.resume(SlotId(place as u32), context);
        }
        for event in std::mem::take(&mut self.unheard) {
            context.agenda.after(SimDuration::ZERO, Event::WebServer(event));
        }
        context.board.release_when_drained_by(Layer::WebServer, hang.action);
        context.chronicle(Happening::NginxGoesOn);
        let owed = if self.is_orphaned() { 0 } else { hang.workers_owed };
        (0..owed).for_each(|_| self.bring_up_worker(context.now(), context.settings));
        self.hold_memory(context);
        self.sweep_by(context.now(), context);
        self.close_idle(context);
        self.wake_workers(context);
        self.bury_finished_workers(context);
        if hang.has_hup {
            self.configure(context);
        }
    }

    fn resume(&mut self, id: SlotId, context: &mut Context<'_>) {
        let worker = &mut self.workers[id.0 as usize];
        match std::mem::replace(&mut worker.halt, Halt::No) {
            Halt::No | Halt::Waiting => {}
            Halt::Computing(left) => {
                let done = Event::WebServer(WebServerEvent::TaskDone { worker: id });
                worker.job = context.host.compute(context.agenda, left, done);
            }
            Halt::FileRead => self.compute_task(id, context),
        }
    }

    /// Every process is gone, and what stood still with it.
    pub(super) fn forget_hang(&mut self) {
        self.hang = None;
        self.unheard.clear();
    }

    /// Whether the master stands still.
    pub(super) fn master_hangs(&self) -> bool {
        self.hang.is_some_and(|hang| hang.target.is_with_master())
    }

    /// Whether a worker stands still.
    pub fn hangs(&self, worker: SlotId) -> bool {
        self.workers[worker.0 as usize].hangs()
    }

    /// Whether nobody is left that serves.
    pub(super) fn all_hang(&self) -> bool {
        self.hang.is_some() && self.serving().all(|(_, worker)| worker.hangs())
    }

    /// Whether a worker that does not stand still holds a connection.
    pub(super) fn looks_at(&self, held: &Connection) -> bool {
        held.worker.is_some_and(|worker| !self.hangs(worker))
    }

    /// A full accept queue keeps a connection out: by whoever hangs, or else because all cores are busy.
    pub(super) fn note_full_queue(&self, connection: ConnectionId, context: &mut Context<'_>) {
        if let Some(hang) = self.hang.filter(|_| self.all_hang()) {
            return context.spoil_by(connection, Some(hang.action));
        }
        context.connection(connection).expect("seen by the caller").held_up_by = Some(Limit::Cores);
        context.spoil(connection, Layer::WebServer);
    }

    /// A worker has died: whether its master stands still and will replace it only later.
    pub(super) fn owes_worker(&mut self) -> bool {
        let owes = self.hang.as_mut().filter(|hang| hang.target.is_with_master());
        owes.map(|hang| hang.workers_owed += 1).is_some()
    }

    /// HUP: whether the master stands still and will read it only later.
    pub(super) fn master_hears_later(&mut self) -> bool {
        let deaf = self.hang.as_mut().filter(|hang| hang.target.is_with_master());
        deaf.map(|hang| hang.has_hup = true).is_some()
    }

    /// Whether an event is for a process that stands still: it is kept until that goes on.
    pub(super) fn must_wait(&mut self, event: WebServerEvent, context: &mut Context<'_>) -> bool {
        let waits = match event {
            WebServerEvent::FileRead { worker } if self.hangs(worker) => {
                self.workers[worker.0 as usize].halt = Halt::FileRead;
                return true;
            }
            WebServerEvent::Arrives { segment, .. } => self.is_held_up(segment.connection(), context),
            WebServerEvent::DelayOver { connection, .. }
            | WebServerEvent::VisitorLeft { connection }
            | WebServerEvent::HandedOver { connection } => self.is_held_up(connection, context),
            WebServerEvent::UpstreamFailed { exchange, .. }
            | WebServerEvent::UpstreamAnswered { exchange, .. }
            | WebServerEvent::UpstreamOverdue { exchange } => {
                self.exchanges.get(exchange.0).is_some_and(|exchange| self.hangs(exchange.worker))
            }
            WebServerEvent::UpstreamFin { kept } | WebServerEvent::UpstreamIdleOverdue { kept } => {
                self.find_idle(kept).is_some_and(|(worker, _)| self.hangs(worker))
            }
            WebServerEvent::ShutdownOverdue { .. } => {
                // Those that do not stand still hear it now, the others later.
                self.unheard.push(event);
                return false;
            }
            _ => false, // The kernel's, systemd's, or for whoever is awake.
        };
        if waits {
            self.unheard.push(event);
        }
        waits
    }

    /// Whether a connection is held by a process that stands still.
    fn is_held_up(&self, connection: ConnectionId, context: &mut Context<'_>) -> bool {
        let held = context.connection(connection);
        held.and_then(|held| held.worker.filter(|_| held.listened == Listened::Not))
            .is_some_and(|worker| self.hangs(worker))
    }
}
