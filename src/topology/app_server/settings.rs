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
    /// One connection is kept by each worker (a pool of one thread); stale after a restart of MySQL.
    #[default]
    Pooled,
    /// The same, tested before each use (`pool_pre_ping`).
    PooledPrePing,
    /// Opened for each request and closed after it.
    PerRequest,
}

/// gunicorn, the application server, with sync workers. Source of the defaults: gunicorn's documentation (23).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// `bind`. Default TCP.
    pub bind: Bind,
    /// Version set. Default: 22 and later.
    pub version: Version,
    /// `workers`: worker processes. Default 1, as gunicorn's own.
    pub workers: u32,
    /// `backlog`: length of the accept queue, cut by `net.core.somaxconn`. Default 2048.
    pub backlog: u32,
    /// `timeout`: a sync worker busy for longer is aborted; zero: never. Default 30 s.
    pub timeout: SimDuration,
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
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            bind: Bind::Tcp,
            version: Version::From22,
            workers: 1,
            backlog: 2_048,
            timeout: SimDuration::from_secs(30),
            graceful_timeout: SimDuration::from_secs(30),
            request_cpu: SimDuration::from_micros(1_300),
            master_memory: Bytes::from_mib(25),
            worker_memory: Bytes::from_mib(60),
            start_time: SimDuration::from_millis(400),
            database_connections: DatabaseConnections::Pooled,
        }
    }
}
