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
        /// nginx: nothing listens at gunicorn's address.
        UpstreamRefused = "upstream-refused",
        /// nginx: gunicorn's unix socket is not there.
        UpstreamSocketMissing = "upstream-socket-missing",
        /// nginx: the queue of gunicorn's unix socket is full.
        UpstreamQueueFull = "upstream-queue-full",
        /// nginx: gunicorn's kernel reset the connection.
        UpstreamReset = "upstream-reset",
        /// nginx: gunicorn closed the connection before its answer.
        UpstreamClosed = "upstream-closed",
        /// nginx: `proxy_connect_timeout`.
        UpstreamConnectTimedOut = "upstream-connect-timed-out",
        /// nginx: `proxy_read_timeout`.
        UpstreamReadTimedOut = "upstream-read-timed-out",
        /// nginx: no slot for a connection that it has accepted; the number is `worker_connections`.
        ConnectionsNotEnough = "connections-not-enough",
        /// nginx: no slot for a connection to gunicorn; the number is `worker_connections`.
        ConnectionsNotEnoughUpstream = "connections-not-enough-upstream",
        /// nginx: idle connections are closed to make room; the number is `worker_connections`.
        ConnectionsReused = "connections-reused",
        /// nginx: no descriptor left for a new connection.
        AcceptWithoutDescriptor = "accept-without-descriptor",
        /// nginx: no descriptor left for a connection to gunicorn.
        SocketWithoutDescriptor = "socket-without-descriptor",
        /// nginx: `client_max_body_size`; the number is the body's size in bytes.
        BodyTooLarge = "body-too-large",
        /// nginx: `limit_req` refuses a request; the number is the excess in thousandths of a request.
        RequestLimited = "request-limited",
        /// nginx: `limit_req` lets a request wait; the number is the excess in thousandths of a request.
        RequestDelayed = "request-delayed",
        /// nginx: `limit_conn` refuses a request.
        ConnectionLimited = "connection-limited",
        /// nginx: the configuration file has a mistake in it.
        ConfigurationBroken = "configuration-broken",
        /// nginx: HUP, as `systemctl reload nginx` sends it.
        SignalReload = "signal-reload",
        /// nginx: QUIT.
        SignalQuit = "signal-quit",
        /// nginx: TERM.
        SignalTerm = "signal-term",
        /// nginx: the master starts its workers.
        WorkersStarted = "workers-started",
        /// nginx, at `info`: a browser has turned the certificate down.
        CertificateAlert = "certificate-alert",
        /// nginx, at `info`: `client_header_timeout` or `client_body_timeout` is over.
        ClientTimedOut = "client-silent",
        /// nginx's start finds its port taken.
        PortInUse = "port-in-use",
        /// It has tried often enough.
        StillCouldNotBind = "still-could-not-bind",
        /// nginx's master has lost a worker; the number is its pid.
        NginxWorkerKilled = "nginx-worker-exited-on-signal",
        /// nginx cannot write its access log any more.
        AccessLogDiskFull = "access-log-disk-full",
        /// A thread of MySQL waits for room on the disk.
        MysqlDiskFull = "mysql-disk-full",
        /// The kernel's memory is used up and it kills nginx; the number is the pid.
        OomKilledNginx = "oom-killed-nginx",
        /// The same, gunicorn.
        OomKilledGunicorn = "oom-killed-gunicorn",
        /// The same, mysqld.
        OomKilledMysqld = "oom-killed-mysqld",
        /// The kernel's last words, on the console.
        KernelPanic = "kernel-panic",
        /// systemd begins to stop everything for a reboot.
        SystemReboots = "system-reboots",
        /// systemd notices that a service's main process was killed.
        MainProcessKilled = "main-process-killed",
        /// systemd notices that a service's main process ended by itself; the number is its exit status.
        MainProcessExited = "main-process-exited",
        /// A service's unit has failed by a signal.
        FailedWithSignal = "failed-with-signal",
        /// A service's unit has failed by the kernel's OOM killer.
        FailedWithOomKill = "failed-with-oom-kill",
        /// A service's unit has failed by its exit status.
        FailedWithExitCode = "failed-with-exit-code",
        /// systemd starts a service again; the number is how often it has.
        ScheduledRestart = "scheduled-restart",
        /// systemd has started a service too often to do so again.
        StartRepeatedTooQuickly = "start-repeated-too-quickly",
        /// A service's unit has failed because it was started too often.
        FailedWithStartLimit = "failed-with-start-limit",
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
        /// The master leaves, as it was told.
        ShuttingDown = "shutting-down",
        /// The master leaves because something failed.
        ShuttingDownFailed = "shutting-down-failed",
        /// A worker finds that its master is gone; the number is its pid.
        ParentChanged = "parent-changed",
        /// gunicorn's start finds its address taken.
        ConnectionInUse = "connection-in-use",
        /// It has tried often enough.
        CannotConnectTo = "cannot-connect-to",
        /// The master was told to reload.
        HandlingHup = "handling-hup",
        /// The master was told to stop.
        HandlingTerm = "handling-term",
        /// The master was told to fork one more worker.
        HandlingTtin = "handling-ttin",
        /// The master was told to do with one worker less.
        HandlingTtou = "handling-ttou",
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
        MysqlRecovering = "mysql-crash-recovery",
        /// mysqld has recovered.
        MysqlRecovered = "mysql-crash-recovery-finished",
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
    #[expect(clippy::too_many_lines, reason = "a table, an entry each")]
    pub const fn log(self) -> Log {
        match self {
            Self::UpstreamRefused
            | Self::UpstreamSocketMissing
            | Self::UpstreamQueueFull
            | Self::UpstreamReset
            | Self::UpstreamClosed
            | Self::UpstreamConnectTimedOut
            | Self::UpstreamReadTimedOut
            | Self::ConnectionsNotEnough
            | Self::ConnectionsNotEnoughUpstream
            | Self::ConnectionsReused
            | Self::AcceptWithoutDescriptor
            | Self::SocketWithoutDescriptor
            | Self::BodyTooLarge
            | Self::RequestLimited
            | Self::RequestDelayed
            | Self::ConnectionLimited
            | Self::ConfigurationBroken
            | Self::SignalReload
            | Self::SignalQuit
            | Self::SignalTerm
            | Self::WorkersStarted
            | Self::CertificateAlert
            | Self::ClientTimedOut
            | Self::PortInUse
            | Self::StillCouldNotBind
            | Self::NginxWorkerKilled
            | Self::AccessLogDiskFull => Log::NginxError,
            Self::OomKilledNginx | Self::OomKilledGunicorn | Self::OomKilledMysqld | Self::KernelPanic => {
                Log::Kernel
            }
            Self::MainProcessKilled
            | Self::MainProcessExited
            | Self::FailedWithSignal
            | Self::FailedWithOomKill
            | Self::FailedWithExitCode
            | Self::SystemReboots
            | Self::ScheduledRestart
            | Self::StartRepeatedTooQuickly
            | Self::FailedWithStartLimit => Log::Systemd,
            Self::WorkerTimeout
            | Self::BootingWorker
            | Self::WorkerExiting
            | Self::WorkerSigkilled
            | Self::WorkerExitedWith3
            | Self::WorkerFailedToBoot
            | Self::ShuttingDown
            | Self::ShuttingDownFailed
            | Self::ParentChanged
            | Self::ConnectionInUse
            | Self::CannotConnectTo
            | Self::HandlingHup
            | Self::HandlingTerm
            | Self::HandlingTtin
            | Self::HandlingTtou
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
            | Self::MysqlDiskFull
            | Self::MysqlShutdownComplete => Log::Mysql,
            Self::SlowQuery => Log::MysqlSlow,
        }
    }
}
