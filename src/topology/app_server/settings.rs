//! Settings of gunicorn and of the connection pool in its workers, under their own names.

use serde::{Deserialize, Serialize};

use crate::units::{Bytes, SimDuration};

/// Where gunicorn listens; the two differ when the accept queue is full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bind {
    /// `127.0.0.1:8000`: a full queue drops the SYN, nginx's kernel sends it again.
    #[default]
    Tcp,
    /// `unix:/run/gunicorn.sock`: a full queue refuses at once (EAGAIN).
    Unix,
}

/// Which answer a visitor gets when the arbiter aborts a worker. Measured on 20.1, 21.2, 23.0 and 27.0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Version {
    /// gunicorn 21 and earlier: the connection is closed, nginx answers 502.
    UpTo21,
    /// gunicorn 22 and later: the abort is caught and a 500 is written.
    #[default]
    From22,
}

/// How a worker talks to MySQL.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum DatabaseConnections {
    /// Connections are kept by the pool in each worker; stale after a restart of MySQL.
    #[default]
    Pooled,
    /// The same, tested before each use (`pool_pre_ping`).
    PooledPrePing,
    /// Opened for each request and closed after it.
    PerRequest,
}

/// How a worker serves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum WorkerClass {
    /// One request at a time: all workers together serve one queue.
    #[default]
    Sync,
    /// A pool of threads in each worker, which accepts whether or not its threads are busy: each worker is a queue of
    /// its own.
    Gthread,
}

/// SQLAlchemy's `QueuePool`, of which each worker process has one. Source of the defaults: its documentation (2.0).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pool {
    /// `pool_size`: connections that are kept. Default 5.
    pub pool_size: u32,
    /// `max_overflow`: connections beyond them, which are closed when they are given back. Default 10.
    pub max_overflow: u32,
    /// `pool_timeout`: how long a request waits for a connection before it fails. Default 30 s.
    pub pool_timeout: SimDuration,
    /// `pool_recycle`: a connection of this age is replaced when it is next taken. Default: none is.
    pub pool_recycle: Option<SimDuration>,
}

/// gunicorn, the application server. Source of the defaults: gunicorn's documentation (23).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// `bind`. Default TCP.
    pub bind: Bind,
    /// Version set. Default: 22 and later.
    pub version: Version,
    /// `worker_class`. Default sync; with more than one of `threads` it is gthread all the same.
    pub worker_class: WorkerClass,
    /// `workers`: worker processes. Default 1, as gunicorn's own.
    pub workers: u32,
    /// `threads` of each worker. Default 1.
    pub threads: u32,
    /// `worker_connections`: connections that a gthread worker holds at most, at work, waiting or kept. Default 1000.
    pub worker_connections: u32,
    /// `keepalive`: how long a gthread worker keeps an idle connection; zero: not at all. A sync worker keeps none. Default 2 s.
    pub keepalive: SimDuration,
    /// `backlog`: length of the accept queue, cut by `net.core.somaxconn`. Default 2048.
    pub backlog: u32,
    /// `timeout`: a sync worker busy for longer is aborted; zero: never. A gthread worker's threads may take their time. Default 30 s.
    pub timeout: SimDuration,
    /// `max_requests`: a worker that has served so many is replaced; zero: never. Default 0.
    pub max_requests: u32,
    /// `max_requests_jitter`: up to so many more, drawn for each worker. Default 0.
    pub max_requests_jitter: u32,
    /// `preload_app`: the master imports the code before it listens. Default off.
    pub preload_app: bool,
    /// `graceful_timeout`: how long a stop waits for requests at work. Default 30 s.
    pub graceful_timeout: SimDuration,
    /// Worker CPU time a request, beyond the route's own. Default 1.3 ms (measured: 1.0 to 1.7 ms).
    pub request_cpu: SimDuration,
    /// Memory of the master. Default 25 MiB (our choice).
    pub master_memory: Bytes,
    /// Memory of a worker that has just been forked; what the code leaks comes on top. Default 60 MiB (our choice).
    pub worker_memory: Bytes,
    /// From `exec` to listening. Default 400 ms (measured: 0.15 to 0.6 s).
    pub start_time: SimDuration,
    /// How workers talk to MySQL.
    pub database_connections: DatabaseConnections,
    /// The pool in each worker.
    pub pool: Pool,
}

impl Settings {
    /// Whether nginx reaches it over a unix socket.
    pub fn is_over_unix_socket(&self) -> bool {
        self.bind == Bind::Unix
    }

    /// The class that the workers really are of: threads make a sync worker a gthread worker.
    pub fn class(&self) -> WorkerClass {
        if self.threads > 1 { WorkerClass::Gthread } else { self.worker_class }
    }
}

impl Default for Pool {
    fn default() -> Self {
        Self { pool_size: 5, max_overflow: 10, pool_timeout: SimDuration::from_secs(30), pool_recycle: None }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            bind: Bind::Tcp,
            version: Version::From22,
            worker_class: WorkerClass::Sync,
            workers: 1,
            threads: 1,
            worker_connections: 1_000,
            keepalive: SimDuration::from_secs(2),
            backlog: 2_048,
            timeout: SimDuration::from_secs(30),
            max_requests: 0,
            max_requests_jitter: 0,
            preload_app: false,
            graceful_timeout: SimDuration::from_secs(30),
            request_cpu: SimDuration::from_micros(1_300),
            master_memory: Bytes::from_mib(25),
            worker_memory: Bytes::from_mib(60),
            start_time: SimDuration::from_millis(400),
            database_connections: DatabaseConnections::Pooled,
            pool: Pool::default(),
        }
    }
}
