//! Releases: which code workers import, and what a broken one does to gunicorn.
//!
//! ```text
//! fork -> import -> serve
//!             \-> exit code 3 -> "Worker failed to boot." -> the master stops too, and nobody starts it again
//! ```
//!
//! With `preload_app` the master imports the code once, before it listens: its workers are there at once and HUP brings
//! no new code.

use serde::{Deserialize, Serialize};

use super::super::application::settings::Release;
use super::super::context::Context;
use super::super::host::{self, Ending};
use super::super::settings::host::Service;
use super::AppServer;
use super::arbiter::{Afterwards, Phase};
use super::worker::Presence;
use crate::queueing::SlotId;
use crate::units::SimDuration;
use crate::vocabulary::{Happening, Layer, Message};

/// From the fork to the error of a broken import. Measured (E6 f): the first 502 within 0.13 s of HUP.
const BROKEN_IMPORT: SimDuration = SimDuration::from_millis(100);
/// The exit status of a master that fails to import the code itself: Python's, after a traceback.
const TRACEBACK: u8 = 1;

/// The application's code, on the disk and in the master.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Code {
    on_disk: Release,
    /// The action that brought it there.
    brought_by: Option<u16>,
    /// The last one before that could be imported.
    before: Release,
    /// What the master has imported; of use with `preload_app`.
    in_master: Release,
}

impl Code {
    /// The code that has been running for long.
    pub(super) const fn good() -> Self {
        Self { on_disk: Release::Good, brought_by: None, before: Release::Good, in_master: Release::Good }
    }

    /// A deploy brings another release; without one the same is deployed again.
    pub(super) fn bring(&mut self, release: Option<Release>, action: u16) {
        let Some(release) = release else { return };
        if self.on_disk != Release::Broken {
            self.before = self.on_disk;
        }
        self.on_disk = release;
        self.brought_by = Some(action);
    }
}

impl AppServer {
    /// How long the master imports the code before it listens.
    pub(super) fn import_in_master(&self, context: &Context<'_>) -> SimDuration {
        if context.settings.app_server.preload_app {
            import_time(self.code.on_disk, context)
        } else {
            SimDuration::ZERO
        }
    }

    /// How long its first worker will import the code on the disk after it has been forked.
    pub(super) fn import_in_worker(&self, context: &Context<'_>) -> SimDuration {
        if context.settings.app_server.preload_app {
            SimDuration::ZERO
        } else {
            import_time(self.code.on_disk, context)
        }
    }

    /// Whether the master has what it needs to listen.
    pub(super) fn master_has_code(&mut self, context: &mut Context<'_>) -> bool {
        self.code.in_master = self.code.on_disk;
        let fails = context.settings.app_server.preload_app && self.code.on_disk == Release::Broken;
        if fails {
            self.hold_by_release(context);
            self.life.go(Phase::Down);
            self.hold_master_memory(context);
            host::service_ended(context, Service::AppServer, Ending::ExitStatus(TRACEBACK));
        }
        !fails
    }

    /// Whether a worker that is forked now will fail to import its code.
    pub(super) fn code_fails(&self, context: &Context<'_>) -> bool {
        self.code_to_fork(context).0 == Release::Broken
    }

    /// What a worker that is forked now runs, and how long it takes to import it.
    pub(super) fn code_to_fork(&self, context: &Context<'_>) -> (Release, SimDuration) {
        if context.settings.app_server.preload_app {
            (self.code.in_master, SimDuration::ZERO)
        } else {
            (self.code.on_disk, import_time(self.code.on_disk, context))
        }
    }

    /// A worker could not import the code: the master lets everybody finish and leaves.
    // Simplified: it is always the import that fails (3, "Worker failed to boot."); where the module has no such
    // application, the worker exits with 4 and the master says "App failed to load.".
    pub(super) fn halt(&mut self, pid: u64, context: &mut Context<'_>) {
        context.log(Message::WorkerExitedWith3, pid);
        context.log(Message::ShuttingDownFailed, 0);
        context.log(Message::WorkerFailedToBoot, 0);
        self.hold_by_release(context);
        self.reloading = false;
        self.leave(Afterwards::Fail, context);
    }

    fn hold_by_release(&mut self, context: &mut Context<'_>) {
        if let Some(action) = self.code.brought_by {
            context.board.hold(Layer::AppServer, action);
        }
        context.chronicle(Happening::GunicornFailedToBoot);
    }

    /// Somebody takes a broken release back, and starts gunicorn if it is down.
    pub fn repair(&mut self, action: u16, context: &mut Context<'_>) {
        if self.code.brought_by != Some(action) || self.code.on_disk != Release::Broken {
            return;
        }
        self.code.on_disk = self.code.before;
        self.start_by_hand(context);
    }

    /// Somebody starts it, if it is down; while it still stops, as soon as it has.
    pub fn start_by_hand(&mut self, context: &mut Context<'_>) {
        if self.life.phase == Phase::Stopping {
            self.afterwards = Afterwards::Start;
        } else if context.host.is_up() {
            self.start(context);
        }
    }

    /// A request is done; after its last one the worker leaves.
    pub(super) fn count_request(&mut self, thread: SlotId, context: &mut Context<'_>) {
        let place = self.place(thread);
        let worker = &mut self.workers[place];
        worker.requests_left = worker.requests_left.saturating_sub(1);
        if worker.requests_left == 0 && worker.presence == Presence::Serving {
            context.log(Message::Autorestarting, worker.pid);
            self.retire(thread, context.now());
        }
    }

    /// After how many requests a worker leaves: `max_requests` and a share of `max_requests_jitter`; zero: never.
    pub(super) fn draw_requests(&mut self, max_requests: u32, jitter: u32) -> u32 {
        match (max_requests, jitter) {
            (0, _) => u32::MAX,
            (_, 0) => max_requests,
            _ => max_requests + self.jitter.below(jitter + 1),
        }
    }
}

fn import_time(release: Release, context: &Context<'_>) -> SimDuration {
    match release {
        Release::Good | Release::Leaking { .. } => context.settings.application.import_time,
        Release::Slow { import_time } => import_time,
        Release::Broken => BROKEN_IMPORT,
    }
}
