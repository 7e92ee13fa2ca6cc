//! MySQL's life: start, clean shutdown, crash and recovery.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{DatabaseEvent, Event};
use super::super::host::{self, Ending};
use super::super::life::AfterStop;
use super::super::operation::Effect;
use super::super::settings::host::Service;
use super::Database;
use super::buffer_pool::Warmth;
use super::settings::Settings;
use crate::snapshot::{ProcessState, Progress};
use crate::units::{Bytes, SimDuration, SimTime};
use crate::vocabulary::{Happening, Layer, Message};

/// Where MySQL is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Phase {
    Down,
    /// From `exec` to the first login: redo is applied, nobody is accepted.
    Starting,
    Running,
    /// A clean shutdown: nobody is accepted.
    Stopping,
}

impl Phase {
    pub(super) fn accepts(self) -> bool {
        self == Self::Running
    }

    pub(super) fn state(self) -> ProcessState {
        match self {
            Self::Down => ProcessState::Down,
            Self::Starting => ProcessState::Starting,
            Self::Running => ProcessState::Running,
            Self::Stopping => ProcessState::Stopping,
        }
    }
}

/// How its last life ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Ended {
    /// By a clean shutdown.
    Cleanly,
    /// Killed, or without power.
    Crashed,
}

/// Redo that a crash would leave to apply: what was written less what checkpoints have taken off since.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Redo {
    pending: Bytes,
    at: SimTime,
}

/// A page of InnoDB.
const PAGE: Bytes = Bytes::from_kib(16);

impl Redo {
    /// A write. The page cleaner keeps the log below its capacity.
    // Simplified: writes are never held up by a full redo log; InnoDB would flush furiously.
    pub(super) fn write(&mut self, amount: Bytes, now: SimTime, settings: &Settings) {
        self.pending = (self.pending_at(now, settings) + amount).min(settings.innodb_redo_log_capacity);
        self.at = now;
    }

    fn pending_at(self, now: SimTime, settings: &Settings) -> Bytes {
        let nanos = u128::from((now - self.at).as_nanos());
        let taken_off = nanos * u128::from(settings.checkpoint_per_second.get()) / 1_000_000_000;
        self.pending - Bytes::new(u64::try_from(taken_off).unwrap_or(u64::MAX))
    }

    /// Writes that bring the dirty pages to the disk.
    // Simplified: there are as many bytes of dirty pages as of redo; updates spread over many pages leave more.
    fn dirty_pages(self, settings: &Settings) -> u64 {
        self.pending.min(settings.innodb_buffer_pool_size).get().div_ceil(PAGE.get())
    }

    fn apply_time(self, settings: &Settings) -> SimDuration {
        let pace = u128::from(settings.redo_apply_per_second.get().max(1));
        let nanos = u128::from(self.pending.get()) * 1_000_000_000 / pace;
        SimDuration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }
}

impl Database {
    /// `exec`: redo is applied, then logins are accepted.
    // Simplified: a start needs no room on the disk. Really mysqld makes a temporary tablespace and the next binary log, and
    // on a full disk gives up or waits.
    pub(super) fn start(&mut self, context: &mut Context<'_>) {
        if context.host.shuts_down() {
            return;
        }
        if self.life.phase == Phase::Down {
            let life = self.life.go(Phase::Starting);
            let settings = &context.settings.database;
            let ready = settings.start_time + self.redo.apply_time(settings);
            self.start_up = Progress::of(context.now(), ready);
            context.agenda.at(self.start_up.until, Event::Database(DatabaseEvent::Started { life }));
            self.take_stock(context);
            Self::log(Message::MysqlStarting, life, context);
            if self.ended == Ended::Crashed {
                context.chronicle(Happening::MysqlRecovering);
                Self::log(Message::MysqlRecovering, 0, context);
            } else {
                context.chronicle(Happening::MysqlStarts);
            }
        } else if self.life.phase == Phase::Running {
            host::go_on_with_boot(context, Service::Database); // Somebody was quicker than the boot.
        }
    }

    /// Logins are accepted; the buffer pool is cold, or as warm as what a clean shutdown saved makes it.
    pub(super) fn started(&mut self, life: u32, context: &mut Context<'_>) {
        if self.life.is(life, Phase::Starting) {
            self.life.phase = Phase::Running;
            self.redo = Redo { pending: Bytes::ZERO, at: context.now() };
            let warmth = match self.ended {
                Ended::Cleanly => Warmth::Saved,
                Ended::Crashed => Warmth::Nothing,
            };
            self.buffer_pool.grow_cold(context.now(), warmth);
            self.begin_rollbacks(context);
            if self.ended == Ended::Crashed {
                Self::log(Message::MysqlRecovered, 0, context);
            }
            Self::log(Message::MysqlReady, 0, context);
            context.board.release_when_drained(Layer::Database);
            context.chronicle(Happening::MysqlAccepts);
            host::go_on_with_boot(context, Service::Database);
        }
    }

    /// A clean shutdown and a start, as an action; where it is down, only the start. Queries at work are cut off.
    pub fn restart(&mut self, action: u16, context: &mut Context<'_>) -> Effect {
        self.go_on(context); // systemd sends SIGCONT behind its signal, so that what stands still hears it.
        match self.life.phase {
            Phase::Running => {
                self.after_stop = AfterStop::Start;
                context.board.hold(Layer::Database, action);
                self.shut_down(context);
            }
            Phase::Stopping if self.after_stop == AfterStop::StayDown => self.after_stop = AfterStop::Start,
            Phase::Down if context.host.is_up() => self.start(context),
            _ => return Effect::None,
        }
        Effect::Done
    }

    /// A clean shutdown, as an action. A start that is still at the redo log is broken off and begins again another time.
    pub fn stop_by_action(&mut self, action: u16, context: &mut Context<'_>) -> Effect {
        self.go_on(context); // As a restart.
        match self.life.phase {
            Phase::Running => {
                self.after_stop = AfterStop::StayDown;
                context.board.hold(Layer::Database, action);
                self.shut_down(context);
            }
            Phase::Stopping if self.after_stop == AfterStop::Start => {
                context.board.hold(Layer::Database, action);
                self.after_stop = AfterStop::StayDown;
            }
            Phase::Starting => {
                context.board.hold(Layer::Database, action);
                self.life.go(Phase::Down);
                self.take_stock(context);
                context.chronicle(Happening::MysqlStopped);
                host::go_on_with_boot(context, Service::Database);
            }
            _ => return Effect::None,
        }
        Effect::Done
    }

    /// systemd stops it, for a reboot. One that is recovering is ended, and has to do it again.
    pub(super) fn stop_for_reboot(&mut self, context: &mut Context<'_>) {
        self.go_on(context);
        match self.life.phase {
            Phase::Running => self.shut_down(context),
            Phase::Stopping => {}
            Phase::Starting | Phase::Down => {
                self.life.go(Phase::Down);
                host::service_stopped(context, Service::Database);
            }
        }
    }

    /// `innodb_fast_shutdown` 1: open transactions are rolled back, dirty pages are written, and mysqld ends.
    fn shut_down(&mut self, context: &mut Context<'_>) {
        let settings = &context.settings.database;
        Self::log(Message::MysqlShutdown, 0, context);
        let life = self.life.go(Phase::Stopping);
        self.lose_queries(context);
        self.take_stock(context);
        self.locks.release_all();
        self.redo = Redo { pending: self.redo.pending_at(context.now(), settings), at: context.now() };
        let dirty = self.redo.dirty_pages(settings);
        if dirty == 0 {
            self.flushed(life, context);
        } else {
            let flushed = Event::Database(DatabaseEvent::Flushed { life });
            context.host.use_disk(context.agenda, dirty, flushed);
        }
    }

    /// The dirty pages are on the disk.
    pub(super) fn flushed(&mut self, life: u32, context: &mut Context<'_>) {
        if self.life.is(life, Phase::Stopping) {
            let stopped = Event::Database(DatabaseEvent::Stopped { life });
            context.agenda.after(context.settings.database.stop_time, stopped);
        }
    }

    /// A clean shutdown is done: nothing is left to apply.
    pub(super) fn stopped(&mut self, life: u32, context: &mut Context<'_>) {
        if self.life.is(life, Phase::Stopping) {
            self.life.go(Phase::Down);
            self.redo = Redo { pending: Bytes::ZERO, at: context.now() };
            self.ended = Ended::Cleanly;
            context.chronicle(Happening::MysqlStopped);
            Self::log(Message::MysqlShutdownComplete, 0, context);
            host::service_stopped(context, Service::Database);
            if self.after_stop == AfterStop::Start {
                self.start(context);
            }
        }
    }

    /// `kill -9`, as an action.
    pub fn kill(&mut self, action: u16, context: &mut Context<'_>) -> Effect {
        if self.life.phase == Phase::Down {
            return Effect::None;
        }
        context.board.hold(Layer::Database, action);
        self.die(Ending::Signal, context);
        Effect::Done
    }

    /// SIGKILL.
    pub(super) fn die(&mut self, ending: Ending, context: &mut Context<'_>) {
        self.hung_by = None;
        self.tell_unheard(context);
        self.crash(context);
        self.lose_queries(context);
        self.take_stock(context);
        context.chronicle(Happening::MysqlStopped);
        host::service_ended(context, Service::Database, ending);
    }

    /// Somebody starts it again; while it still stops, as soon as it has.
    pub fn start_by_hand(&mut self, context: &mut Context<'_>) {
        if self.life.phase == Phase::Stopping {
            self.after_stop = AfterStop::Start;
        } else if context.host.is_up() {
            self.start(context);
        }
    }

    /// The machine has lost power.
    pub fn lose_power(&mut self, context: &mut Context<'_>) {
        self.hung_by = None;
        self.unheard.clear();
        self.crash(context);
        self.forget_queries(context);
        self.take_stock(context);
    }

    fn crash(&mut self, context: &Context<'_>) {
        if self.life.phase == Phase::Running {
            let pending = self.redo.pending_at(context.now(), &context.settings.database);
            self.redo = Redo { pending, at: context.now() };
        }
        if self.life.phase != Phase::Down {
            self.ended = Ended::Crashed; // What has shut down cleanly has nothing left to lose.
        }
        self.locks.leave_to_rollback(context.now());
        self.life.go(Phase::Down);
    }
}
