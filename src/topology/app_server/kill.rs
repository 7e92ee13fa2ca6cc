//! Workers that are killed: by the arbiter, because they have been silent for too long, by the kernel or by hand.

use super::super::context::Context;
use super::super::event::{AppServerEvent, Event};
use super::super::host::Ending;
use super::super::id::WorkerId;
use super::super::operation::Effect;
use super::super::operation::settings::KillTarget;
use super::AppServer;
use super::arbiter::Phase;
use super::settings::WorkerClass;
use super::worker::Presence;
use crate::queueing::SlotId;
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{Happening, Layer, Message};

/// How often the arbiter looks at its workers.
pub(super) const LOOK: SimDuration = SimDuration::from_secs(1);

impl AppServer {
    /// A sync worker has taken a request: the arbiter will notice if it takes too long. A gthread worker tells the
    /// arbiter that it lives whatever its threads are at.
    pub(super) fn watch(&mut self, id: SlotId, context: &mut Context<'_>) {
        let timeout = context.settings.app_server.timeout;
        if context.settings.app_server.class() == WorkerClass::Sync && !timeout.is_zero() {
            let thread = &mut self.threads[id.0 as usize];
            let overdue = AppServerEvent::WorkerOverdue { worker: id, run: thread.run };
            let noticed = next_look(context.agenda.now() + timeout);
            thread.overdue = context.agenda.at(noticed, Event::AppServer(overdue));
        }
    }

    /// Whether the arbiter will notice if what a thread is at takes too long.
    pub(super) fn is_watched(&self, id: SlotId, context: &Context<'_>) -> bool {
        let is_sync = context.settings.app_server.class() == WorkerClass::Sync;
        is_sync && self.threads[id.0 as usize].execution.is_some()
    }

    /// The arbiter aborts a worker and forks another.
    pub(super) fn worker_overdue(&mut self, id: SlotId, run: u32, context: &mut Context<'_>) {
        // `Arbiter.stop` only waits, and `graceful_timeout` ends that; without a master nobody looks.
        let nobody_looks = matches!(self.life.phase, Phase::Stopping | Phase::Orphaned);
        if self.threads[id.0 as usize].run != run || nobody_looks {
            return;
        }
        let place = self.place(id);
        let worker = WorkerId(place as u32);
        if !self.threads[id.0 as usize].aborted {
            context.chronicle(Happening::WorkerTimeout);
            context.log(Message::WorkerTimeout, self.workers[place].pid);
        }
        if self.ignores_abort(id, context) {
            return;
        }
        let leaving = self.workers[place].presence == Presence::Leaving;
        if self.threads[id.0 as usize].aborted {
            self.kill(worker, context);
        } else {
            self.abort(worker, context);
        }
        if leaving {
            self.last_worker_may_have_left(context);
        } else {
            self.fork_worker(context);
        }
    }

    /// Whether a worker stands still or is in code that does not listen to SIGABRT; if so, SIGKILL follows at the arbiter's next look.
    fn ignores_abort(&mut self, id: SlotId, context: &mut Context<'_>) -> bool {
        let hangs = self.workers[self.place(id)].hangs;
        let thread = &mut self.threads[id.0 as usize];
        let deaf = hangs || thread.execution.is_some_and(|execution| execution.is_uninterruptible(context));
        if !deaf || thread.aborted {
            return false;
        }
        thread.aborted = true;
        let overdue = AppServerEvent::WorkerOverdue { worker: id, run: thread.run };
        thread.overdue = context.agenda.after(LOOK, Event::AppServer(overdue));
        true
    }

    /// One worker is killed (SIGKILL), by hand or by the kernel: its requests fail with it, and the master forks another.
    pub fn kill_worker(&mut self, id: WorkerId, context: &mut Context<'_>) {
        let presence = self.workers[id.0 as usize].presence;
        if presence == Presence::Gone {
            return;
        }
        context.chronicle(Happening::GunicornWorkerKilled);
        self.kill(id, context);
        if presence != Presence::Leaving && self.life.phase.forks() {
            self.fork_worker(context);
        }
        self.last_worker_may_have_left(context);
    }

    /// `kill -9`, as an action: of the longest serving worker, of the master alone, or of the master and all its workers.
    pub fn kill_by_action(&mut self, action: u16, target: KillTarget, context: &mut Context<'_>) -> Effect {
        let serving = self.accepting.first().copied();
        match (target, serving) {
            (KillTarget::Worker, Some(worker)) => {
                if self.hang.is_none() {
                    context.board.hold(Layer::AppServer, action); // Else what hangs goes on making wait.
                    self.reloading = true;
                }
                self.kill_worker(worker, context);
            }
            (KillTarget::Master, _) if self.life.phase.forks() => self.lose_master(action, context),
            (KillTarget::All, _) if self.life.phase != Phase::Down => {
                context.board.hold(Layer::AppServer, action);
                self.die(Ending::Signal, context);
            }
            _ => return Effect::None,
        }
        Effect::Done
    }
}

/// The arbiter's first look after a moment. It looks once a second, on the second.
pub(super) fn next_look(after: SimTime) -> SimTime {
    let looks = after.as_nanos().div_ceil(LOOK.as_nanos()).max(1);
    SimTime::from_nanos(looks.saturating_mul(LOOK.as_nanos()))
}
