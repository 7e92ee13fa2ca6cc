//! gunicorn that hangs: processes that stand still in the middle of whatever they were at (as after SIGSTOP), until they
//! go on (SIGCONT).
//!
//! ```text
//! all     the kernel fills the accept queue, nobody serves, nobody is aborted
//! worker  its requests wait; the arbiter finds it silent after `timeout`, and SIGKILL reaches it where SIGABRT does not
//! master  workers serve on; none is aborted, forked or told anything
//! ```
//!
//! What a process would have heard meanwhile, its timers included, it hears in one go when it goes on.
// Simplified: a worker's last sign of life is when it stops, or the beginning of a sync worker's request; really it may lie
// up to half of `timeout` before. Where the master
// is killed, whatever stands still goes on; really it would go on standing still.

use serde::{Deserialize, Serialize};

use super::super::application::settings::Release;
use super::super::context::Context;
use super::super::event::{AppServerEvent, Event};
use super::super::id::{KeptId, WorkerId};
use super::super::operation::Effect;
use super::super::operation::settings::HangTarget;
use super::AppServer;
use super::arbiter::Phase;
use super::kill::next_look;
use super::worker::Presence;
use crate::engine::Appointment;
use crate::queueing::{SlotId, SlotState};
use crate::units::SimDuration;
use crate::vocabulary::{Happening, Layer};

/// What stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Hang {
    action: u16,
    target: HangTarget,
    /// HUP has been sent to a master that does not read it, by this action.
    hup: Option<u16>,
    /// TTIN or TTOU have.
    counts_anew: bool,
}

impl AppServer {
    /// Processes stand still, as an action.
    pub fn hang(&mut self, target: HangTarget, action: u16, context: &mut Context<'_>) -> Effect {
        let oldest = self.accepting.first().copied();
        if self.hang.is_some() || self.life.phase != Phase::Running || oldest.is_none() {
            return Effect::None;
        }
        context.board.hold(Layer::AppServer, action);
        self.hang = Some(Hang { action, target, hup: None, counts_anew: false });
        match target {
            HangTarget::All => {
                (0..self.workers.len()).for_each(|place| self.stand_still(WorkerId(place as u32), context));
            }
            HangTarget::Worker => {
                let oldest = oldest.expect("seen above");
                self.stand_still(oldest, context);
                self.expect_sign_of_life(oldest, context);
            }
            HangTarget::Master => {}
        }
        context.chronicle(Happening::GunicornHangs);
        Effect::Done
    }

    /// A process stands still: it computes nothing, and its idle threads are nobody's to have.
    fn stand_still(&mut self, id: WorkerId, context: &mut Context<'_>) {
        let worker = &mut self.workers[id.0 as usize];
        if worker.presence == Presence::Gone {
            return;
        }
        worker.hangs = true;
        worker.interpreter.halt(context);
        for thread in self.threads_of(id) {
            let slot = SlotId(thread as u32);
            if self.pool.state(slot) == SlotState::Idle {
                self.pool.take_down(context.now(), slot);
            }
        }
    }

    /// The arbiter will find it silent for `timeout`, unless it goes on before; of a sync worker at work it will anyway.
    fn expect_sign_of_life(&mut self, id: WorkerId, context: &mut Context<'_>) {
        let timeout = context.settings.app_server.timeout;
        let first = self.threads_of(id).start;
        let thread = &mut self.threads[first];
        if !timeout.is_zero() && context.agenda.due(thread.overdue).is_none() {
            let worker = SlotId(first as u32);
            let overdue = AppServerEvent::WorkerOverdue { worker, run: thread.run };
            let noticed = next_look(context.agenda.now() + timeout);
            thread.overdue = context.agenda.at(noticed, Event::AppServer(overdue));
        }
    }

    /// The action is over: what it has stopped, and nobody has ended since, goes on.
    pub fn end_hang(&mut self, action: u16, context: &mut Context<'_>) {
        if self.hang.is_some_and(|hang| hang.action == action) {
            self.go_on(context);
        }
    }

    /// SIGCONT: each process goes on where it stopped, then hears what has come meanwhile.
    pub(super) fn go_on(&mut self, context: &mut Context<'_>) {
        let Some(hang) = self.hang.take() else { return };
        for place in 0..self.workers.len() {
            if self.workers[place].hangs {
                self.resume(WorkerId(place as u32), context);
            }
        }
        self.tell_unheard(context);
        context.board.release_when_drained_by(Layer::AppServer, hang.action);
        context.chronicle(Happening::GunicornGoesOn);
        if hang.counts_anew {
            self.change_workers(context);
        }
        if let Some(action) = hang.hup.filter(|_| self.life.phase == Phase::Running) {
            self.handle_hup(action, context);
        }
        self.accept_waiting(context);
    }

    fn resume(&mut self, id: WorkerId, context: &mut Context<'_>) {
        let place = id.0 as usize;
        self.workers[place].hangs = false;
        self.workers[place].interpreter.go_on(context);
        let presence = self.workers[place].presence;
        let mut aborted = false;
        for thread in self.threads_of(id) {
            let slot = SlotId(thread as u32);
            if presence != Presence::Importing && self.pool.state(slot) == SlotState::Down {
                self.pool.bring_up(context.now(), slot);
            }
            aborted |= std::mem::take(&mut self.threads[thread].aborted);
            if !self.is_watched(slot, context) {
                context
                    .agenda
                    .cancel(std::mem::replace(&mut self.threads[thread].overdue, Appointment::NONE));
            }
        }
        if aborted {
            self.abort_late(id, context);
        } else if matches!(presence, Presence::Leaving | Presence::Retiring) {
            self.worker_may_leave(id, context);
        }
    }

    /// SIGABRT has been waiting for a process that stood still.
    fn abort_late(&mut self, id: WorkerId, context: &mut Context<'_>) {
        let leaving = self.workers[id.0 as usize].presence == Presence::Leaving;
        self.abort(id, context);
        if leaving {
            self.last_worker_may_have_left(context);
        } else {
            self.fork_worker(context);
        }
    }

    /// A process that stood still is gone; if nothing else does, that is over.
    pub(super) fn hung_worker_is_gone(&mut self, context: &mut Context<'_>) {
        self.tell_unheard(context);
        if let Some(hang) = self.hang.take_if(|hang| hang.target == HangTarget::Worker) {
            context.board.release_when_drained_by(Layer::AppServer, hang.action);
        }
    }

    /// What has not been heard is told again: what is still for somebody who stands still goes on waiting.
    fn tell_unheard(&mut self, context: &mut Context<'_>) {
        for event in std::mem::take(&mut self.unheard) {
            context.agenda.after(SimDuration::ZERO, Event::AppServer(event));
        }
    }

    /// The machine is off: nobody is told anything.
    pub(super) fn forget_hang(&mut self) {
        self.hang = None;
        self.unheard.clear();
    }

    /// Whether there are workers, and all of them stand still.
    pub fn all_hang(&self) -> bool {
        let mut there = self.workers.iter().filter(|worker| worker.presence != Presence::Gone).peekable();
        self.hang.is_some() && there.peek().is_some() && there.all(|worker| worker.hangs)
    }

    /// Whether a worker stands still.
    pub fn hangs(&self, worker: WorkerId) -> bool {
        self.workers[worker.0 as usize].hangs
    }

    fn master_hangs(&self) -> bool {
        self.hang.is_some_and(|hang| hang.target.is_with_master())
    }

    /// Whether the master stands still and forks another worker only later.
    pub(super) fn master_forks_later(&mut self) -> bool {
        let later = self.master_hangs();
        if later {
            self.unheard.push(AppServerEvent::ForkDue { life: self.life.number, left: 1 });
        }
        later
    }

    /// HUP: whether the master stands still and reads it only later.
    pub(super) fn master_hears_hup_later(&mut self, action: u16) -> bool {
        let deaf = self.hang.as_mut().filter(|hang| hang.target.is_with_master());
        deaf.map(|hang| hang.hup = Some(action)).is_some()
    }

    /// TTIN or TTOU: whether the master stands still and reads them only later.
    pub(super) fn master_counts_later(&mut self) -> bool {
        let deaf = self.hang.as_mut().filter(|hang| hang.target.is_with_master());
        deaf.map(|hang| hang.counts_anew = true).is_some()
    }

    /// Whether an event is for a process that stands still: it is kept until that goes on.
    pub(super) fn must_wait(&mut self, event: AppServerEvent) -> bool {
        let waits = self.hang.is_some() && self.is_for_who_hangs(event);
        if waits {
            self.unheard.push(event);
        }
        waits
    }

    fn is_for_who_hangs(&self, event: AppServerEvent) -> bool {
        match event {
            AppServerEvent::Start
            | AppServerEvent::Stop
            | AppServerEvent::BindAgain { .. }
            | AppServerEvent::OrphansLook { .. }
            | AppServerEvent::ConnectionArrives { .. } => false,
            AppServerEvent::Listening { .. }
            | AppServerEvent::ForkDue { .. }
            | AppServerEvent::GracefulOverdue { .. }
            | AppServerEvent::WorkerOverdue { .. } => self.master_hangs(),
            AppServerEvent::WorkerBooted { worker, .. } => {
                let worker = &self.workers[worker.0 as usize];
                worker.hangs || (worker.release == Release::Broken && self.master_hangs())
            }
            AppServerEvent::RequestArrives { kept, .. }
            | AppServerEvent::KeptClosed { kept }
            | AppServerEvent::KeptOverdue { kept } => self.is_kept_by_who_hangs(kept),
            AppServerEvent::WorkerStep { worker, .. } | AppServerEvent::QueryAnswered { worker, .. } => {
                self.workers[self.place(worker)].hangs
            }
        }
    }

    fn is_kept_by_who_hangs(&self, kept: KeptId) -> bool {
        self.kept.get(kept.0).is_some_and(|held| self.workers[held.worker.0 as usize].hangs)
    }
}
