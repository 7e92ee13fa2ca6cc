//! What the real programs write into their logs, in their own words.

use super::word::words;

words! {
    /// Whose log.
    pub enum Log("log") {
        /// nginx's `error.log`.
        NginxError = "nginx error.log",
        /// gunicorn's error log.
        Gunicorn = "gunicorn",
        /// What the application's framework writes.
        Application = "application",
        /// MySQL's error log.
        Mysql = "mysql",
        /// MySQL's slow query log.
        MysqlSlow = "mysql slow log",
        /// The kernel's ring buffer (`dmesg`).
        Kernel = "kernel",
        /// systemd's journal.
        Systemd = "systemd",
    }
}

words! {
    /// A line that a real program writes. Closed: nothing else is ever logged.
    pub enum Message("log message") {
        /// The arbiter aborts a worker; the number is its pid.
        WorkerTimeout = "worker-timeout",
        /// A worker begins to import the code; the number is its pid.
        BootingWorker = "booting-worker",
        /// A worker leaves; the number is its pid.
        WorkerExiting = "worker-exiting",
        /// A worker was killed; the number is its pid.
        WorkerSigkilled = "worker-sigkilled",
        /// A worker could not import the code; the number is its pid.
        WorkerExitedWith3 = "worker-exited-with-3",
        /// Why the master leaves: a worker could not import the code.
        WorkerFailedToBoot = "worker-failed-to-boot",
        /// The master leaves.
        ShuttingDown = "shutting-down",
        /// The master was told to reload.
        HandlingHup = "handling-hup",
        /// The master was told to stop.
        HandlingTerm = "handling-term",
        /// A worker has served `max_requests`; the number is its pid.
        Autorestarting = "autorestarting",
        /// A request found no connection in its worker's pool; the number is `pool_size`.
        PoolExhausted = "pool-exhausted",
        /// The driver: MySQL does not accept connections, by TCP.
        DatabaseUnreachableByTcp = "database-unreachable-2003",
        /// The same, by its unix socket.
        DatabaseUnreachableBySocket = "database-unreachable-2002",
        /// The driver: the session is gone.
        DatabaseLost = "database-lost-2013",
        /// The driver: MySQL has no session left.
        TooManyConnections = "too-many-connections-1040",
        /// The driver: MySQL had closed the idle session (before 8.0.24).
        DatabaseGoneAway = "database-gone-away-2006",
        /// The same, from 8.0.24 on.
        DatabaseInactivity = "database-inactivity-4031",
        /// The driver: a row was locked for too long.
        LockWaitTimedOut = "lock-wait-timeout-1205",
        /// mysqld is started; the number tells its lives apart, as a pid would.
        MysqlStarting = "mysql-starting",
        /// mysqld finds that it crashed.
        MysqlRecovering = "mysql-recovering",
        /// mysqld has recovered.
        MysqlRecovered = "mysql-recovered",
        /// mysqld accepts connections.
        MysqlReady = "mysql-ready",
        /// mysqld is told to shut down.
        MysqlShutdown = "mysql-shutdown",
        /// mysqld has shut down.
        MysqlShutdownComplete = "mysql-shutdown-complete",
        /// A query took `long_query_time` or longer; the number is its time \[s\].
        SlowQuery = "slow-query",
    }
}

impl Message {
    /// Whose log it is written into.
    pub const fn log(self) -> Log {
        match self {
            Self::WorkerTimeout
            | Self::BootingWorker
            | Self::WorkerExiting
            | Self::WorkerSigkilled
            | Self::WorkerExitedWith3
            | Self::WorkerFailedToBoot
            | Self::ShuttingDown
            | Self::HandlingHup
            | Self::HandlingTerm
            | Self::Autorestarting => Log::Gunicorn,
            Self::PoolExhausted
            | Self::DatabaseUnreachableByTcp
            | Self::DatabaseUnreachableBySocket
            | Self::DatabaseLost
            | Self::TooManyConnections
            | Self::DatabaseGoneAway
            | Self::DatabaseInactivity
            | Self::LockWaitTimedOut => Log::Application,
            Self::MysqlStarting
            | Self::MysqlRecovering
            | Self::MysqlRecovered
            | Self::MysqlReady
            | Self::MysqlShutdown
            | Self::MysqlShutdownComplete => Log::Mysql,
            Self::SlowQuery => Log::MysqlSlow,
        }
    }

    /// The line in the program's own words, its severity first; `{}` stands for the line's number (a pid, a count).
    pub const fn text(self) -> &'static str {
        match self {
            Self::WorkerTimeout => "[CRITICAL] WORKER TIMEOUT (pid:{})",
            Self::BootingWorker => "[INFO] Booting worker with pid: {}",
            Self::WorkerExiting => "[INFO] Worker exiting (pid: {})",
            Self::WorkerSigkilled => "[ERROR] Worker (pid:{}) was sent SIGKILL! Perhaps out of memory?",
            Self::WorkerExitedWith3 => "[ERROR] Worker (pid:{}) exited with code 3",
            Self::WorkerFailedToBoot => "[ERROR] Reason: Worker failed to boot.",
            Self::ShuttingDown => "[INFO] Shutting down: Master",
            Self::HandlingHup => "[INFO] Handling signal: hup",
            Self::HandlingTerm => "[INFO] Handling signal: term",
            Self::Autorestarting => "[INFO] Autorestarting worker after current request.",
            Self::PoolExhausted => {
                "sqlalchemy.exc.TimeoutError: QueuePool limit of size {} overflow ... reached, connection timed out"
            }
            Self::DatabaseUnreachableByTcp => {
                "OperationalError: (2003, \"Can't connect to MySQL server on '127.0.0.1:3306' (111)\")"
            }
            Self::DatabaseUnreachableBySocket => {
                "OperationalError: (2002, \"Can't connect to local MySQL server through socket '/run/mysqld/mysqld.sock' (111)\")"
            }
            Self::DatabaseLost => "OperationalError: (2013, 'Lost connection to MySQL server during query')",
            Self::TooManyConnections => "OperationalError: (1040, 'Too many connections')",
            Self::DatabaseGoneAway => "OperationalError: (2006, 'MySQL server has gone away')",
            Self::DatabaseInactivity => {
                "OperationalError: (4031, 'The client was disconnected by the server because of inactivity. See wait_timeout and interactive_timeout for configuring this behavior.')"
            }
            Self::LockWaitTimedOut => {
                "OperationalError: (1205, 'Lock wait timeout exceeded; try restarting transaction')"
            }
            Self::MysqlStarting => {
                "[System] [MY-010116] [Server] /usr/sbin/mysqld (mysqld 8.0) starting as process {}"
            }
            Self::MysqlRecovering => "[System] [MY-010229] [Server] Starting XA crash recovery...",
            Self::MysqlRecovered => "[System] [MY-010232] [Server] XA crash recovery finished.",
            Self::MysqlReady => {
                "[System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections. Version: '8.0'  socket: '/run/mysqld/mysqld.sock'  port: 3306"
            }
            Self::MysqlShutdown => {
                "[System] [MY-013172] [Server] Received SHUTDOWN from user <via user signal>. Shutting down mysqld (Version: 8.0)."
            }
            Self::MysqlShutdownComplete => {
                "[System] [MY-010910] [Server] /usr/sbin/mysqld: Shutdown complete (mysqld 8.0)"
            }
            Self::SlowQuery => "# Query_time: {}",
        }
    }

    /// The line with its number in place.
    pub fn written(self, number: u64) -> String {
        self.text().replace("{}", &number.to_string())
    }
}
