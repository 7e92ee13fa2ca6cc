//! The master's life: it starts, forks workers, reloads and stops.

use serde::{Deserialize, Serialize};

use super::super::application::settings::Release;
use super::super::context::Context;
use super::super::event::{AppServerEvent, Event};
use super::super::host::{self, Ending};
use super::super::id::WorkerId;
use super::super::operation::Effect;
use super::super::settings::host::Service;
use super::AppServer;
use super::worker::Presence;
use crate::snapshot::{ProcessState, Progress};
use crate::units::SimDuration;
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
    /// The master was killed; its workers serve on until they notice.
    Orphaned,
}

impl Phase {
    /// Whether the kernel puts connections into the accept queue.
    pub(super) fn listens(self) -> bool {
        matches!(self, Self::Importing | Self::Running | Self::Stopping | Self::Orphaned)
    }

    /// Whether workers accept out of it.
    pub(super) fn accepts(self) -> bool {
        matches!(self, Self::Importing | Self::Running | Self::Orphaned)
    }

    /// Whether a master is there to fork workers.
    pub(super) fn forks(self) -> bool {
        matches!(self, Self::Importing | Self::Running)
    }

    pub(super) fn state(self) -> ProcessState {
        match self {
            Self::Down => ProcessState::Down,
            Self::Starting | Self::Importing => ProcessState::Starting,
            Self::Running | Self::Orphaned => ProcessState::Running,
            Self::Stopping => ProcessState::Stopping,
        }
    }
}

/// What follows when the last worker has left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Afterwards {
    /// It is started again: a restart.
    Start,
    /// Nobody starts it, as it was told.
    StayDown,
    /// It has given up by itself: a worker failed to boot.
    Fail,
}

/// The master's exit status when a worker could not boot (gunicorn's `Arbiter.WORKER_BOOT_ERROR`).
const WORKER_BOOT_ERROR: u8 = 3;
/// The longest pause of the master between two forks at its start. Read in gunicorn's source (`spawn_workers`).
const FORK_PAUSE_MAX_MICROS: u32 = 100_000;

impl AppServer {
    /// `exec`; it listens after its start time.
    pub(super) fn start(&mut self, context: &mut Context<'_>) {
        if context.host.shuts_down() {
            return;
        }
        if self.life.phase == Phase::Down {
            let life = self.life.go(Phase::Starting);
            let listening = Event::AppServer(AppServerEvent::Listening { life });
            let ready = context.settings.app_server.start_time + self.import_in_master(context);
            self.start_up = Progress::of(context.now(), ready + self.import_in_worker(context));
            context.agenda.after(ready, listening);
            self.hold_master_memory(context);
        } else if self.life.phase == Phase::Orphaned {
            self.find_address_taken(context);
        } else if self.life.phase == Phase::Running {
            host::go_on_with_boot(context, Service::AppServer); // Somebody was quicker than the boot.
        }
    }

    /// It listens; connections queue while the workers import the code.
    pub(super) fn listening(&mut self, life: u32, context: &mut Context<'_>) {
        if self.life.is(life, Phase::Starting) && self.master_has_code(context) {
            self.life.phase = Phase::Importing;
            self.start_up.until = context.now() + self.code_to_fork(context).1;
            self.count_places(context.now());
            context.chronicle(Happening::GunicornListens);
            self.fork_due(life, context.settings.app_server.workers, context);
        }
    }

    /// The master forks a worker and, after a moment, the next.
    pub(super) fn fork_due(&mut self, life: u32, left: u32, context: &mut Context<'_>) {
        if self.life.number != life || !self.life.phase.forks() {
            return;
        }
        self.fork_worker(context);
        if left > 1 {
            let pause = SimDuration::from_micros(u64::from(self.pauses.below(FORK_PAUSE_MAX_MICROS)));
            let next = Event::AppServer(AppServerEvent::ForkDue { life, left: left - 1 });
            context.agenda.after(pause, next);
        }
    }

    /// A worker serves; if it is the first one, gunicorn is well again.
    pub(super) fn may_serve_again(&mut self, context: &mut Context<'_>) {
        if self.life.phase == Phase::Orphaned {
            return;
        }
        let booting = self.life.phase == Phase::Importing;
        self.life.phase = Phase::Running;
        if std::mem::take(&mut self.reloading) || booting {
            context.board.release_when_drained(Layer::AppServer);
            context.chronicle(Happening::GunicornServes);
        }
        if booting {
            host::go_on_with_boot(context, Service::AppServer);
        }
    }

    /// A deploy by stop and start, as an action: TERM, and start when the last worker has left; where it is down, only
    /// start.
    pub fn restart(&mut self, action: u16, release: Option<Release>, context: &mut Context<'_>) -> Effect {
        self.go_on(context); // systemd sends SIGCONT behind its signal, so that what stands still hears it.
        let stays_down = self.life.phase == Phase::Stopping && self.afterwards != Afterwards::Start;
        match self.life.phase {
            Phase::Importing | Phase::Running => {
                self.code.bring(release, action);
                context.board.hold(Layer::AppServer, action);
                context.log(Message::HandlingTerm, 0);
                self.leave(Afterwards::Start, context);
            }
            Phase::Down | Phase::Orphaned if context.host.is_up() => {
                self.code.bring(release, action);
                self.start(context);
            }
            Phase::Stopping if stays_down => {
                self.code.bring(release, action);
                self.afterwards = Afterwards::Start;
            }
            _ => return Effect::None,
        }
        Effect::Done
    }

    /// `systemctl stop`, as an action: TERM. Of workers without a master systemd knows nothing.
    pub fn stop_by_action(&mut self, action: u16, context: &mut Context<'_>) -> Effect {
        self.go_on(context); // As a restart.
        match self.life.phase {
            Phase::Importing | Phase::Running => {
                context.board.hold(Layer::AppServer, action);
                context.log(Message::HandlingTerm, 0);
                self.leave(Afterwards::StayDown, context);
            }
            Phase::Stopping if self.afterwards == Afterwards::Start => {
                context.board.hold(Layer::AppServer, action);
                self.afterwards = Afterwards::StayDown;
            }
            Phase::Starting => {
                context.board.hold(Layer::AppServer, action);
                self.life.go(Phase::Down);
                self.hold_master_memory(context);
                context.chronicle(Happening::GunicornStopped);
                host::go_on_with_boot(context, Service::AppServer);
            }
            _ => {
                context.agenda.cancel(self.binding);
                return Effect::None;
            }
        }
        Effect::Done
    }

    /// systemd stops it, for a reboot.
    pub(super) fn stop_for_reboot(&mut self, context: &mut Context<'_>) {
        self.go_on(context);
        match self.life.phase {
            Phase::Importing | Phase::Running => {
                context.log(Message::HandlingTerm, 0);
                self.leave(Afterwards::Start, context);
            }
            Phase::Stopping => {}
            // Of workers without a master systemd knows nothing: they end with the machine.
            Phase::Orphaned => host::service_stopped(context, Service::AppServer),
            Phase::Starting | Phase::Down => {
                self.life.go(Phase::Down);
                self.hold_master_memory(context);
                host::service_stopped(context, Service::AppServer);
            }
        }
    }

    /// Workers finish what they have and leave.
    pub(super) fn leave(&mut self, afterwards: Afterwards, context: &mut Context<'_>) {
        self.afterwards = afterwards;
        context.chronicle(Happening::GunicornStopping);
        let life = self.life.go(Phase::Stopping);
        let overdue = Event::AppServer(AppServerEvent::GracefulOverdue { life });
        context.agenda.after(context.settings.app_server.graceful_timeout, overdue);
        self.let_workers_leave(context);
        self.last_worker_may_have_left(context);
    }

    /// A deploy by HUP, as an action: new workers import the code, the old ones leave.
    pub fn reload(&mut self, action: u16, release: Option<Release>, context: &mut Context<'_>) -> Effect {
        if self.life.phase != Phase::Running {
            return Effect::None;
        }
        self.code.bring(release, action);
        if !self.master_hears_hup_later(action) {
            self.handle_hup(action, context);
        }
        Effect::Done
    }

    /// HUP: new workers import the code, the old ones leave.
    pub(super) fn handle_hup(&mut self, action: u16, context: &mut Context<'_>) {
        self.life.go(Phase::Running); // Of workers that the start has not forked yet there is no need any more.
        context.board.hold(Layer::AppServer, action);
        context.log(Message::HandlingHup, 0);
        context.chronicle(Happening::GunicornReloading);
        if !self.code_fails(context) {
            self.let_workers_leave(context); // Of a broken release the master hears before it tells the old ones to leave.
        }
        self.reloading = true;
        (0..context.settings.app_server.workers).for_each(|_| self.fork_worker(context));
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
        if self.life.phase == Phase::Orphaned && empty {
            self.last_orphan_is_gone(context);
        } else if self.life.phase == Phase::Stopping && empty {
            self.life.go(Phase::Down);
            self.count_places(context.now());
            self.hold_master_memory(context);
            self.reset_waiting(context);
            context.chronicle(Happening::GunicornStopped);
            host::service_stopped(context, Service::AppServer);
            match self.afterwards {
                Afterwards::Start => {
                    context.log(Message::ShuttingDown, 0);
                    self.start(context);
                }
                Afterwards::StayDown => {
                    context.log(Message::ShuttingDown, 0);
                    host::go_on_with_boot(context, Service::AppServer);
                }
                Afterwards::Fail => {
                    host::service_ended(context, Service::AppServer, Ending::ExitStatus(WORKER_BOOT_ERROR));
                }
            }
        }
    }

    /// The machine has lost power.
    pub fn lose_power(&mut self, context: &mut Context<'_>) {
        self.life.go(Phase::Down);
        self.forget_hang();
        self.count_places(context.now());
        self.reloading = false;
        context.agenda.cancel(self.binding);
        self.forget_waiting(context);
        for place in 0..self.workers.len() {
            if self.workers[place].presence != Presence::Gone {
                self.vanish(WorkerId(place as u32), context);
            }
        }
    }
}
