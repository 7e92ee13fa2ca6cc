//! The limits of the one machine that a failure can be blamed on.

use super::word::words;

words! {
    /// A limit that, once reached, makes requests wait or fail; spelled as its directive is.
    pub enum Limit("limit") {
        /// nginx: connections a worker process may hold.
        WorkerConnections = "worker_connections",
        /// nginx: files and sockets a worker process may have open.
        WorkerRlimitNofile = "worker_rlimit_nofile",
        /// nginx: requests a second and how many at once beyond that.
        LimitReq = "limit_req",
        /// nginx: requests at work at once.
        LimitConn = "limit_conn",
        /// nginx: the largest body of a request.
        ClientMaxBodySize = "client_max_body_size",
        /// nginx: how long it waits for a request's header.
        ClientHeaderTimeout = "client_header_timeout",
        /// nginx: how long it waits for more of a request's body.
        ClientBodyTimeout = "client_body_timeout",
        /// nginx: how long workers of an older configuration may take to finish.
        WorkerShutdownTimeout = "worker_shutdown_timeout",
        /// nginx: seconds between two reads from gunicorn.
        ProxyReadTimeout = "proxy_read_timeout",
        /// gunicorn: number of worker processes, all busy.
        Workers = "workers",
        /// gunicorn: length of the accept queue.
        Backlog = "backlog",
        /// gunicorn: seconds a sync worker may take for a request.
        Timeout = "timeout",
        /// nginx and gunicorn: a connection kept between them, which gunicorn closes when it has been idle for long.
        Keepalive = "keepalive",
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
        /// The machine: its memory, all of it claimed by processes.
        Memory = "memory",
        /// The machine: its disk, full, or slower than it should be.
        Disk = "disk",
        /// The visitor's own round trip, bandwidth and loss.
        Link = "link",
    }
}
