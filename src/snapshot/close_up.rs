//! The site seen closely: each worker, each session, the requests on their way. For whoever draws it.

use serde::{Deserialize, Serialize};

use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{Limit, Outcome, RequestClass, Stage};

/// How closely the site is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Focus {
    /// The most requests that are shown; of more, one in so many stands for the others.
    pub requests_max: u32,
    /// Of pages that have ended, those since this moment.
    pub ended_since: SimTime,
}

/// The site seen closely, at a moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CloseUp {
    /// Requests under way; of many, one in [`Self::one_in`]. The same visits are shown from picture to picture.
    pub requests: Vec<RequestView>,
    /// How many requests under way each one shown stands for: a power of two, so that whoever is shown among few is shown
    /// among more as well. All requests of every so manieth visit are shown.
    pub one_in: u64,
    /// Requests under way in all.
    pub requests_in_flight: u32,
    /// Pages that have ended since the moment asked for, oldest first; of very many, the last ones.
    pub ended: Vec<EndedView>,
    /// nginx's worker processes.
    pub nginx_workers: Vec<NginxWorkerView>,
    /// Connections that wait in the kernel to be accepted by nginx.
    pub accept_queue: u32,
    /// gunicorn's workers, in the order of their places; where some are missing, so many places without a process.
    pub gunicorn_workers: Vec<WorkerView>,
    /// MySQL, seen closely.
    pub mysql: MysqlCloseUp,
    /// How far the machine's boot and each program's start are, while they last.
    pub starting: Starting,
    /// The disk.
    pub disk: DiskCloseUp,
}

/// A request on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RequestView {
    /// The visit it belongs to, from 1.
    pub visit: u64,
    /// Tells it from the visit's other requests.
    pub number: u64,
    /// What it asks for: the route's place in the application's list.
    pub route: u16,
    /// Who answers it.
    pub class: RequestClass,
    /// Where it is.
    pub stage: Stage,
    /// Since when.
    pub since: SimTime,
    /// When it was begun.
    pub begun: SimTime,
    /// How often it has been tried before.
    pub tried: u8,
    /// What is on its way back to the visitor, once it is decided.
    pub answer: Option<Outcome>,
}

/// A page that has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedView {
    /// Which visit of the run, from 1.
    pub visit: u64,
    /// When it ended.
    pub at: SimTime,
    /// How long it took.
    pub took: SimDuration,
    /// How it ended.
    pub outcome: Outcome,
    /// The action's place in the timeline that is to blame, if one is.
    pub action: Option<u16>,
    /// The limit that is to blame, if one is.
    pub limit: Option<Limit>,
}

/// An nginx worker process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct NginxWorkerView {
    /// Whether it works on an event now.
    pub is_busy: bool,
    /// Whether it stands still.
    pub hangs: bool,
    /// Its connection slots taken.
    pub connections: u32,
    /// How many it has.
    pub connections_max: u32,
}

/// A gunicorn worker process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WorkerView {
    /// Its process number; the last one's, where there is no process.
    pub pid: u64,
    /// How it stands in its life.
    pub presence: WorkerPresence,
    /// Whether it stands still.
    pub hangs: bool,
    /// Since when, where that is known.
    pub since: Option<SimTime>,
    /// When it will be done importing, while it does.
    pub until: Option<SimTime>,
    /// Its threads; a sync worker has one, and where there is no process there are none.
    pub threads: Vec<ThreadView>,
    /// Requests that it has accepted and that wait for a thread.
    pub waiting: u32,
}

/// How a worker process stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum WorkerPresence {
    /// It imports the application's code.
    Importing,
    /// It serves.
    Serving,
    /// It finishes what it has and leaves.
    Leaving,
    /// There is no process in this place.
    Gone,
}

/// A thread of a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ThreadView {
    /// What it does.
    pub doing: Doing,
    /// Since when.
    pub since: SimTime,
    /// The visit whose request it holds, even if the visitor has left since.
    pub visit: Option<u64>,
    /// The route's place in the application's list.
    pub route: Option<u16>,
    /// Whether anybody still waits for the answer.
    pub is_wanted: bool,
}

/// What a thread of a worker does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Doing {
    /// Nothing.
    Nothing,
    /// Python runs, or wants to.
    Computing,
    /// It waits for a connection of its pool.
    WaitingForPool,
    /// It waits for MySQL to answer or to accept it.
    WaitingForMysql,
    /// It waits for something else: a remote call, a sleep.
    WaitingElsewhere,
}

/// MySQL, seen closely.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct MysqlCloseUp {
    /// The share of page reads that the buffer pool answers now, 0 to 1; nothing while mysqld is down.
    pub hit_ratio: Option<f64>,
    /// What holds every write, or everything on a table, if something does.
    pub locked_by: Option<LockedBy>,
    /// Queries that wait for a row's lock.
    pub row_lock_waits: u32,
    /// Queries that wait for the disk: to read, to flush, or for room.
    pub reading: u32,
}

/// What holds a lock of MySQL's that many wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum LockedBy {
    /// `FLUSH TABLES WITH READ LOCK`.
    Backup,
    /// `ALTER TABLE`.
    SchemaChange,
}

/// How far what starts is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Starting {
    /// The machine, from power to the kernel being up.
    pub machine: Option<Progress>,
    /// nginx.
    pub nginx: Option<Progress>,
    /// gunicorn, to its first worker that serves.
    pub gunicorn: Option<Progress>,
    /// MySQL, to accepting connections: crash recovery, where there is something to recover.
    pub mysql: Option<Progress>,
}

/// From when to when something takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Its beginning.
    pub from: SimTime,
    /// Its end, if nothing comes between.
    pub until: SimTime,
}

impl Progress {
    /// From `from` on, for so long.
    pub fn of(from: SimTime, lasting: SimDuration) -> Self {
        Self { from, until: from + lasting }
    }

    /// How much of it is done at `now`, 0 to 1.
    pub fn share(self, now: SimTime) -> f64 {
        let whole = self.until.since(self.from).as_secs_f64();
        if whole > 0.0 { (now.max(self.from).since(self.from).as_secs_f64() / whole).min(1.0) } else { 1.0 }
    }
}

/// The disk, seen closely.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct DiskCloseUp {
    /// Operations under way and waiting, a large one counted as so many usual ones.
    pub queue: u32,
    /// How many times as long as usual everything takes on it.
    pub slowness: u32,
    /// Whether there is no room left on it.
    pub is_full: bool,
}
