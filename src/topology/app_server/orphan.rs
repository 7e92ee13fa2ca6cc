//! Workers whose master was killed.
//!
//! ```text
//! master killed -> a sync worker serves until it finds the queue empty, then sees that its parent has changed: it leaves
//!               -> a gthread worker sees it within a second, or with the next connection: it finishes and leaves
//!               -> a new gunicorn finds the address taken: five tries a second apart, then it exits with 1
//! ```
//!
//! Read in gunicorn's source (`is_parent_alive`, `create_sockets`) and measured: at a quarter of its capacity the last worker
//! has left after 0.1 to 0.3 s; overloaded ones had not after 8.5 s, and a second master gave up after 5.3 s.

use super::super::context::Context;
use super::super::event::{AppServerEvent, Event};
use super::super::host::{self, Ending};
use super::super::id::WorkerId;
use super::super::settings::host::Service;
use super::AppServer;
use super::arbiter::Phase;
use super::settings::{Bind, WorkerClass};
use super::worker::Presence;
use crate::queueing::{SlotId, SlotState};
use crate::units::SimDuration;
use crate::vocabulary::{Happening, Layer, Message};

/// How often a start tries to bind its address.
const BIND_TRIES: u8 = 5;
/// And how long it waits between two tries.
const BIND_PAUSE: SimDuration = SimDuration::from_secs(1);
/// How long a gthread worker waits for something to happen before it looks around.
const POLL: SimDuration = SimDuration::from_secs(1);

impl AppServer {
    /// The master is killed, and nobody else with it.
    pub(super) fn lose_master(&mut self, action: u16, context: &mut Context<'_>) {
        self.go_on(context);
        context.board.hold(Layer::AppServer, action);
        let life = self.life.go(Phase::Orphaned);
        self.reloading = false;
        self.hold_master_memory(context);
        context.chronicle(Happening::GunicornOrphaned);
        // A sync worker waits for a connection for half of `timeout`, or half a second where that is off.
        let settings = &context.settings.app_server;
        let waits = match settings.class() {
            WorkerClass::Gthread => POLL,
            WorkerClass::Sync if settings.timeout.is_zero() => POLL / 2,
            WorkerClass::Sync => settings.timeout / 2,
        };
        let look = Event::AppServer(AppServerEvent::OrphansLook { life });
        context.agenda.after(waits, look);
        host::service_ended(context, Service::AppServer, Ending::Signal);
    }

    /// Whoever has waited for connections since the master was killed looks for it.
    pub(super) fn orphans_look(&mut self, life: u32, context: &mut Context<'_>) {
        if self.life.is(life, Phase::Orphaned) {
            for place in 0..self.workers.len() {
                self.orphan_notices(WorkerId(place as u32), context);
            }
        }
    }

    /// A connection has come. The kernel wakes every worker that waits for one; those that find it taken see that their
    /// parent has changed, and a gthread worker does so in any case.
    pub(super) fn wake_orphans(&mut self, context: &mut Context<'_>) {
        if self.life.phase == Phase::Orphaned && self.backlog.is_empty() {
            self.orphans_look(self.life.number, context);
        }
    }

    /// A worker has answered, or has imported the code, and nobody waits in the queue.
    pub(super) fn orphan_may_leave(&mut self, id: WorkerId, context: &mut Context<'_>) {
        if self.life.phase == Phase::Orphaned {
            self.orphan_notices(id, context);
        }
    }

    /// A worker that is not at work, or whose threads are, sees that its parent has changed.
    fn orphan_notices(&mut self, id: WorkerId, context: &mut Context<'_>) {
        let idle = |thread: usize| self.pool.state(SlotId(thread as u32)) == SlotState::Idle;
        let looks =
            context.settings.app_server.class() == WorkerClass::Gthread || self.threads_of(id).all(idle);
        if looks && self.workers[id.0 as usize].presence == Presence::Serving {
            context.log(Message::ParentChanged, self.workers[id.0 as usize].pid);
            self.let_worker_leave(id, context);
        }
    }

    /// Nobody listens any more: whoever still waits is reset.
    pub(super) fn last_orphan_is_gone(&mut self, context: &mut Context<'_>) {
        self.life.go(Phase::Down);
        self.count_places(context.now());
        self.reset_waiting(context);
        context.chronicle(Happening::GunicornStopped);
    }

    /// A new master finds the address taken. The file of a unix socket it takes away and makes anew.
    // Simplified: with a unix socket those who wait at the old one wait for the new workers; really the old workers serve them.
    pub(super) fn find_address_taken(&mut self, context: &mut Context<'_>) {
        if context.settings.app_server.bind == Bind::Unix {
            self.let_workers_leave(context);
            self.life.phase = Phase::Down;
            return self.start(context);
        }
        context.agenda.cancel(self.binding);
        self.bind_again(0, context);
    }

    /// It tries to bind; it has tried so often.
    pub(super) fn bind_again(&mut self, tried: u8, context: &mut Context<'_>) {
        if self.life.phase != Phase::Orphaned {
            return self.start(context);
        }
        if tried == BIND_TRIES {
            context.log(Message::CannotConnectTo, 0);
            return host::service_ended(context, Service::AppServer, Ending::ExitStatus(1));
        }
        context.log(Message::ConnectionInUse, 0);
        let again = AppServerEvent::BindAgain { tried: tried + 1 };
        self.binding = context.agenda.after(BIND_PAUSE, Event::AppServer(again));
    }
}
