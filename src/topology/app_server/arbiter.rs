//! The master: it starts workers, watches them, reloads and stops.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{AppServerEvent, Event};
use super::super::host;
use super::super::id::WorkerId;
use super::super::operation::Effect;
use super::super::settings::host::Service;
use super::AppServer;
use super::settings::WorkerClass;
use super::worker::Presence;
use crate::queueing::SlotId;
use crate::snapshot::ProcessState;
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{Happening, Layer, Message};

/// Where gunicorn is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Phase {
    Down,
    /// `exec`; nobody listens yet.
    Starting,
    /// It listens, the first worker imports the code.
    Importing,
    /// At least one worker serves, or did.
    Running,
    /// Told to stop: workers finish their requests, nobody accepts, the socket is still open.
    Stopping,
}

impl Phase {
    /// Whether the kernel puts connections into the accept queue.
    pub(super) fn listens(self) -> bool {
        matches!(self, Self::Importing | Self::Running | Self::Stopping)
    }

    /// Whether workers accept out of it.
    pub(super) fn accepts(self) -> bool {
        matches!(self, Self::Importing | Self::Running)
    }

    pub(super) fn state(self) -> ProcessState {
        match self {
            Self::Down => ProcessState::Down,
            Self::Starting | Self::Importing => ProcessState::Starting,
            Self::Running => ProcessState::Running,
            Self::Stopping => ProcessState::Stopping,
        }
    }
}

/// How often the arbiter looks at its workers.
const LOOK: SimDuration = SimDuration::from_secs(1);

impl AppServer {
    /// `exec`; it listens after its start time.
    pub(super) fn start(&mut self, context: &mut Context<'_>) {
        if self.life.phase == Phase::Down {
            let life = self.life.go(Phase::Starting);
            let listening = Event::AppServer(AppServerEvent::Listening { life });
            context.agenda.after(context.settings.app_server.start_time, listening);
        } else if self.life.phase == Phase::Running {
            host::service_started(context, Service::AppServer); // Somebody was quicker than the boot.
        }
    }

    /// It listens; connections queue while the workers import the code.
    pub(super) fn listening(&mut self, life: u32, context: &mut Context<'_>) {
        if self.life.is(life, Phase::Starting) {
            self.life.phase = Phase::Importing;
            (0..context.settings.app_server.workers).for_each(|_| self.fork_worker(context));
            context.chronicle(Happening::GunicornListens);
        }
    }

    /// A worker serves; if it is the first one, gunicorn is well again.
    pub(super) fn may_serve_again(&mut self, context: &mut Context<'_>) {
        let booting = self.life.phase == Phase::Importing;
        self.life.phase = Phase::Running;
        if booting || std::mem::take(&mut self.reloading) {
            context.board.release_when_drained(Layer::AppServer);
            context.chronicle(Happening::GunicornServes);
        }
        if booting {
            host::service_started(context, Service::AppServer);
        }
    }

    /// A deploy by stop and start, as an action: TERM, and start when the last worker has left; where it is down, only
    /// start.
    pub fn restart(&mut self, action: u16, context: &mut Context<'_>) -> Effect {
        match self.life.phase {
            Phase::Importing | Phase::Running => self.stop(action, context),
            Phase::Down if context.host.is_up() => self.start(context),
            _ => return Effect::None,
        }
        Effect::Done
    }

    fn stop(&mut self, action: u16, context: &mut Context<'_>) {
        context.board.hold(Layer::AppServer, action);
        context.chronicle(Happening::GunicornStopping);
        let life = self.life.go(Phase::Stopping);
        let overdue = Event::AppServer(AppServerEvent::GracefulOverdue { life });
        context.agenda.after(context.settings.app_server.graceful_timeout, overdue);
        self.let_workers_leave(context);
        self.last_worker_may_have_left(context);
    }

    /// A deploy by HUP, as an action: new workers import the code, the old ones leave.
    pub fn reload(&mut self, action: u16, context: &mut Context<'_>) -> Effect {
        if self.life.phase != Phase::Running {
            return Effect::None;
        }
        context.board.hold(Layer::AppServer, action);
        context.chronicle(Happening::GunicornReloading);
        self.let_workers_leave(context);
        self.reloading = true;
        (0..context.settings.app_server.workers).for_each(|_| self.fork_worker(context));
        Effect::Done
    }

    /// `graceful_timeout` is over: workers still at work are killed.
    pub(super) fn graceful_overdue(&mut self, life: u32, context: &mut Context<'_>) {
        if self.life.is(life, Phase::Stopping) {
            for place in 0..self.workers.len() {
                if self.workers[place].presence != Presence::Gone {
                    self.kill(WorkerId(place as u32), context);
                }
            }
            self.last_worker_may_have_left(context);
        }
    }

    /// After a stop, the socket is closed when the last worker has left, and the next life begins.
    pub(super) fn last_worker_may_have_left(&mut self, context: &mut Context<'_>) {
        let empty = self.workers.iter().all(|worker| worker.presence == Presence::Gone);
        if self.life.phase == Phase::Stopping && empty {
            self.life.go(Phase::Down);
            self.reset_waiting(context);
            context.chronicle(Happening::GunicornStopped);
            self.start(context);
        }
    }

    /// The machine has lost power.
    pub fn lose_power(&mut self, context: &mut Context<'_>) {
        self.life.go(Phase::Down);
        self.reloading = false;
        self.forget_waiting(context);
        for place in 0..self.workers.len() {
            if self.workers[place].presence != Presence::Gone {
                self.vanish(WorkerId(place as u32), context);
            }
        }
    }

    /// A sync worker has taken a request: the arbiter will notice if it takes too long. A gthread worker tells the
    /// arbiter that it lives whatever its threads are at.
    pub(super) fn watch(&mut self, id: SlotId, context: &mut Context<'_>) {
        let settings = &context.settings.app_server;
        if settings.class() == WorkerClass::Sync && !settings.timeout.is_zero() {
            let thread = &mut self.threads[id.0 as usize];
            let overdue = AppServerEvent::WorkerOverdue { worker: id, run: thread.run };
            let noticed = next_look(context.agenda.now() + settings.timeout);
            thread.overdue = context.agenda.at(noticed, Event::AppServer(overdue));
        }
    }

    /// The arbiter aborts a worker and forks another.
    pub(super) fn worker_overdue(&mut self, id: SlotId, run: u32, context: &mut Context<'_>) {
        if self.threads[id.0 as usize].run != run {
            return;
        }
        let place = self.place(id);
        let worker = WorkerId(place as u32);
        context.chronicle(Happening::WorkerTimeout);
        context.log(Message::WorkerTimeout, self.workers[place].pid);
        let leaving = self.workers[place].presence == Presence::Leaving;
        self.abort(worker, context);
        if leaving {
            self.last_worker_may_have_left(context);
        } else {
            self.fork_worker(context);
        }
    }
}

/// The arbiter's first look after a moment. It looks once a second, on the second.
fn next_look(after: SimTime) -> SimTime {
    let looks = after.as_nanos().div_ceil(LOOK.as_nanos()).max(1);
    SimTime::from_nanos(looks.saturating_mul(LOOK.as_nanos()))
}
