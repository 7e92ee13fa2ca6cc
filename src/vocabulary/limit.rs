//! The limits of the one machine that a failure can be blamed on.

use super::word::words;

words! {
    /// A limit that, once reached, makes requests wait or fail; spelled as its directive is.
    pub enum Limit("limit") {
        /// nginx: connections a worker process may hold.
        WorkerConnections = "worker_connections",
        /// nginx: seconds between two reads from gunicorn.
        ProxyReadTimeout = "proxy_read_timeout",
        /// gunicorn: number of worker processes, all busy.
        Workers = "workers",
        /// gunicorn: length of the accept queue.
        Backlog = "backlog",
        /// gunicorn: seconds a sync worker may take for a request.
        Timeout = "timeout",
        /// The application: connections to MySQL in a worker's pool.
        Pool = "pool",
        /// MySQL: sessions.
        MaxConnections = "max_connections",
        /// MySQL: how long a session may be idle.
        WaitTimeout = "wait_timeout",
        /// MySQL: how long a query waits for a row.
        InnodbLockWaitTimeout = "innodb_lock_wait_timeout",
        /// The application's own slowness or error rate.
        Route = "route",
        /// The machine: its cores, all busy.
        Cores = "cores",
        /// The machine: its uplink, full.
        Uplink = "uplink",
        /// The visitor's own round trip, bandwidth and loss.
        Link = "link",
    }
}
