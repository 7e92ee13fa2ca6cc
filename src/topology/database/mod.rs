//! MySQL: sessions, queries, the buffer pool, and what a crash costs.
//!
//! ```text
//! query -> session (or 1040) -> table -> row (or 1205) -> CPU -> pages: from the buffer pool, or from the disk -> answer
//! ```
//!
//! All queries of a request are one transaction: the row that it changes stays locked until it commits with the last one.
//! It accepts nobody until its redo log is applied; then it runs with a cold buffer pool, so queries read from the disk
//! until the pool is warm again. When it goes, every session goes with it.

pub mod settings;
pub mod message;
mod session;
mod query;
mod lock;
mod maintenance;
mod buffer_pool;
mod recovery;
mod full_disk;
mod process;
mod slowness;
mod close_up;
mod hang;

use serde::{Deserialize, Serialize};

use self::buffer_pool::BufferPool;
use self::lock::Locks;
use self::maintenance::Closure;
use self::query::Query;
use self::recovery::{Ended, Phase, Redo};
use self::session::Sessions;
use self::slowness::Slowed;
use super::context::Context;
use super::event::DatabaseEvent;
use super::life::{AfterStop, Life};
use super::settings::Settings as Site;
use crate::engine::{Fingerprint, Level, Slab, Stream};
use crate::metrics::StationUse;
use crate::snapshot::{DatabaseView, ProcessState, Progress};
use crate::units::SimTime;

/// MySQL.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Database {
    life: Life<Phase>,
    /// What follows a shutdown.
    after_stop: AfterStop,
    /// Its latest start.
    start_up: Progress,
    sessions: Sessions,
    queries: Slab<Query>,
    /// Queries that wait for room on the disk.
    stalled: u32,
    /// Sessions that there may be, while it accepts them, over time.
    offered: Level,
    /// Queries at work over time.
    running: Level,
    locks: Locks,
    /// What maintenance keeps closed, in the order in which it began.
    closures: Vec<Closure>,
    /// Actions by which queries take longer.
    slowed: Vec<Slowed>,
    buffer_pool: BufferPool,
    redo: Redo,
    ended: Ended,
    /// Draws the queries' CPU times.
    cpu: Stream,
    /// The action by which it stands still, while it does.
    hung_by: Option<u16>,
    /// What it has not heard yet.
    unheard: Vec<DatabaseEvent>,
}

impl Database {
    /// MySQL as it has been running for long, its buffer pool warm.
    pub fn new(seed: u64, site: &Site) -> Self {
        Self {
            life: Life::new(Phase::Running),
            after_stop: AfterStop::Start,
            start_up: Progress::default(),
            sessions: Sessions::default(),
            queries: Slab::new(),
            stalled: 0,
            offered: Level::default(),
            running: Level::default(),
            locks: Locks::new(seed, site.database.max_connections),
            closures: Vec::new(),
            slowed: Vec::new(),
            buffer_pool: BufferPool::warm(seed),
            redo: Redo::default(),
            ended: Ended::Cleanly,
            cpu: Stream::named(seed, "database.cpu"),
            hung_by: None,
            unheard: Vec::new(),
        }
    }

    /// Lets MySQL hear what was said to it.
    pub fn handle(&mut self, event: DatabaseEvent, context: &mut Context<'_>) {
        if self.must_wait(event) {
            return;
        }
        match event {
            DatabaseEvent::Start => self.start(context),
            DatabaseEvent::Stop => self.stop_for_reboot(context),
            DatabaseEvent::Started { life } => self.started(life, context),
            DatabaseEvent::Stopped { life } => self.stopped(life, context),
            DatabaseEvent::QueryArrives { worker, run, route, over, then } => {
                self.query_arrives((worker, run), route, over, then, context);
            }
            DatabaseEvent::ComputedQuery { query } => self.computed(query, context),
            DatabaseEvent::ReadFromDisk { query } => self.answer(query, context),
            DatabaseEvent::Disconnected { session } => self.disconnected(session, context),
            DatabaseEvent::LockWaitOver { query } => self.lock_wait_over(query, context),
            DatabaseEvent::IdleSessionsDue => self.close_idle_sessions(context),
            DatabaseEvent::BackupReads { action } => self.read_for_backup(action, context),
            DatabaseEvent::RolledBack { life } => self.rolled_back(life, context),
            DatabaseEvent::Flushed { life } => self.flushed(life, context),
            DatabaseEvent::Unlocked { action } => self.end_maintenance(action, context),
            DatabaseEvent::WriteAgain { query } => self.write_again(query, context),
        }
        self.take_stock(context);
    }

    /// The use of its sessions: those running a query, of all there may be while it accepts them.
    pub fn sessions_use(&self, now: SimTime) -> StationUse {
        StationUse { busy: self.running.integral(now), capacity: self.offered.integral(now) }
    }

    /// What may be seen of it.
    pub fn view(&self, site: &Site) -> DatabaseView {
        DatabaseView {
            state: self.state(),
            sessions: self.sessions.open(),
            sessions_max: site.database.max_connections,
            running: self.queries.len(),
            waiting: self.locks.waiting(),
        }
    }

    /// Both sides of Little's law for its sessions [session x ns].
    pub fn session_books(&self, now: SimTime) -> (u128, u128) {
        self.sessions.books(now)
    }

    /// Both sides of Little's law for the queries that wait for locks [query x ns].
    pub fn lock_books(&self, now: SimTime) -> (u128, u128) {
        self.locks.books(now)
    }

    /// How it is doing.
    pub fn state(&self) -> ProcessState {
        if self.hangs() { ProcessState::Hung } else { self.life.phase.state() }
    }

    /// A digest of its random streams.
    pub fn draws(&self) -> u64 {
        let mut digest = Fingerprint::new();
        digest.mix(self.cpu.fingerprint());
        digest.mix(self.buffer_pool.fingerprint());
        digest.mix(self.locks.fingerprint());
        digest.value()
    }
}
