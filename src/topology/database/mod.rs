//! MySQL: sessions, queries, the buffer pool, and what a crash costs.
//!
//! ```text
//! query -> session (or 1040) -> CPU -> pages: from the buffer pool, or from the disk -> answer to the worker
//! ```
//!
//! It accepts nobody until its redo log is applied; then it runs with a cold buffer pool, so queries read from the disk
//! until the pool is warm again. When it goes, every session goes with it.

pub mod settings;
mod session;
mod query;
mod buffer_pool;
mod recovery;
mod full_disk;
mod process;

use serde::{Deserialize, Serialize};

use self::buffer_pool::BufferPool;
use self::query::Query;
use self::recovery::{Phase, Redo};
use super::context::Context;
use super::event::DatabaseEvent;
use super::life::Life;
use super::settings::Settings as Site;
use crate::engine::{Fingerprint, Level, Slab, Stream};
use crate::metrics::StationUse;
use crate::snapshot::{DatabaseView, ProcessState};
use crate::units::SimTime;

/// MySQL.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Database {
    life: Life<Phase>,
    /// Sessions open in this life.
    sessions: u32,
    queries: Slab<Query>,
    /// Queries that wait for room on the disk.
    stalled: u32,
    /// Sessions that there may be, while it accepts them, over time.
    offered: Level,
    /// Queries at work over time.
    running: Level,
    buffer_pool: BufferPool,
    redo: Redo,
    /// Draws the queries' CPU times.
    cpu: Stream,
}

impl Database {
    /// MySQL as it has been running for long, its buffer pool warm.
    pub fn new(seed: u64) -> Self {
        Self {
            life: Life::new(Phase::Running),
            sessions: 0,
            queries: Slab::new(),
            stalled: 0,
            offered: Level::default(),
            running: Level::default(),
            buffer_pool: BufferPool::warm(seed),
            redo: Redo::default(),
            cpu: Stream::named(seed, "database.cpu"),
        }
    }

    /// Lets MySQL hear what was said to it.
    pub fn handle(&mut self, event: DatabaseEvent, context: &mut Context<'_>) {
        match event {
            DatabaseEvent::Start => self.start(context),
            DatabaseEvent::Started { life } => self.started(life, context),
            DatabaseEvent::Stopped { life } => self.stopped(life, context),
            DatabaseEvent::QueryArrives { worker, run, route, session } => {
                self.query_arrives(worker, run, route, session, context);
            }
            DatabaseEvent::ComputedQuery { query } => self.computed(query, context),
            DatabaseEvent::ReadFromDisk { query } => self.answer(query, context),
            DatabaseEvent::Disconnected { session } => self.disconnected(session),
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
            sessions: self.sessions,
            sessions_max: site.database.max_connections,
            running: self.queries.len(),
        }
    }

    /// How it is doing.
    pub fn state(&self) -> ProcessState {
        self.life.phase.state()
    }

    /// A digest of its random streams.
    pub fn draws(&self) -> u64 {
        let mut digest = Fingerprint::new();
        digest.mix(self.cpu.fingerprint());
        digest.mix(self.buffer_pool.fingerprint());
        digest.value()
    }
}
