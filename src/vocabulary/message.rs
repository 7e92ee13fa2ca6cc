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

    /// The line in the program's own words, its severity first; `{}` stands for the line's number (a pid, a count).
    #[expect(clippy::too_many_lines, reason = "a table, a line each")]
    pub const fn text(self) -> &'static str {
        match self {
            Self::WorkerTimeout => "[CRITICAL] WORKER TIMEOUT (pid:{})",
            Self::UpstreamRefused => {
                "[error] connect() failed (111: Connection refused) while connecting to upstream"
            }
            Self::UpstreamSocketMissing => {
                "[crit] connect() to unix:/run/gunicorn.sock failed (2: No such file or directory) while connecting to upstream"
            }
            Self::UpstreamQueueFull => {
                "[error] connect() to unix:/run/gunicorn.sock failed (11: Resource temporarily unavailable) while connecting to upstream"
            }
            Self::UpstreamReset => {
                "[error] recv() failed (104: Connection reset by peer) while reading response header from upstream"
            }
            Self::UpstreamClosed => {
                "[error] upstream prematurely closed connection while reading response header from upstream"
            }
            Self::UpstreamConnectTimedOut => {
                "[error] upstream timed out (110: Connection timed out) while connecting to upstream"
            }
            Self::UpstreamReadTimedOut => {
                "[error] upstream timed out (110: Connection timed out) while reading response header from upstream"
            }
            Self::ConnectionsNotEnough => "[alert] {} worker_connections are not enough",
            Self::ConnectionsNotEnoughUpstream => {
                "[alert] {} worker_connections are not enough while connecting to upstream"
            }
            Self::ConnectionsReused => "[warn] {} worker_connections are not enough, reusing connections",
            Self::AcceptWithoutDescriptor => "[crit] accept4() failed (24: Too many open files)",
            Self::SocketWithoutDescriptor => {
                "[alert] socket() failed (24: Too many open files) while connecting to upstream"
            }
            Self::BodyTooLarge => "[error] client intended to send too large body: {} bytes",
            Self::RequestLimited => "[error] limiting requests, excess: {} by zone \"one\"",
            Self::RequestDelayed => "[warn] delaying request, excess: {}, by zone \"one\"",
            Self::ConnectionLimited => "[error] limiting connections by zone \"addr\"",
            Self::ConfigurationBroken => {
                "[emerg] unknown directive \"no_such_directive\" in /etc/nginx/nginx.conf:8"
            }
            Self::SignalReload => "[notice] signal 1 (SIGHUP) received, reconfiguring",
            Self::SignalQuit => "[notice] signal 3 (SIGQUIT) received, shutting down",
            Self::SignalTerm => "[notice] signal 15 (SIGTERM) received, exiting",
            Self::WorkersStarted => "[notice] start worker processes",
            Self::CertificateAlert => {
                "[info] SSL_do_handshake() failed (SSL: error:0A000415:SSL routines::sslv3 alert certificate expired:SSL alert number 45) while SSL handshaking"
            }
            Self::ClientTimedOut => {
                "[info] client timed out (110: Connection timed out) while reading client request headers"
            }
            Self::PortInUse => "[emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)",
            Self::StillCouldNotBind => "[emerg] still could not bind()",
            Self::NginxWorkerKilled => "[alert] worker process {} exited on signal 9",
            Self::AccessLogDiskFull => {
                "[alert] write() to \"/var/log/nginx/access.log\" failed (28: No space left on device) while logging request"
            }
            Self::MysqlDiskFull => {
                "[ERROR] Disk is full writing './binlog.000001' (OS errno 28 - No space left on device). Waiting for someone to free space... Retry in 60 secs. Message reprinted in 600 secs."
            }
            Self::OomKilledNginx => "Out of memory: Killed process {} (nginx) total-vm:...",
            Self::OomKilledGunicorn => "Out of memory: Killed process {} (gunicorn) total-vm:...",
            Self::OomKilledMysqld => "Out of memory: Killed process {} (mysqld) total-vm:...",
            Self::MainProcessKilled => "Main process exited, code=killed, status=9/KILL",
            Self::MainProcessExited => "Main process exited, code=exited, status={}",
            Self::FailedWithSignal => "Failed with result 'signal'.",
            Self::FailedWithOomKill => "Failed with result 'oom-kill'.",
            Self::FailedWithExitCode => "Failed with result 'exit-code'.",
            Self::KernelPanic => "Kernel panic - not syncing: Fatal exception in interrupt",
            Self::SystemReboots => "The system will reboot now!",
            Self::ScheduledRestart => "Scheduled restart job, restart counter is at {}.",
            Self::StartRepeatedTooQuickly => "Start request repeated too quickly.",
            Self::FailedWithStartLimit => "Failed with result 'start-limit-hit'.",
            Self::BootingWorker => "[INFO] Booting worker with pid: {}",
            Self::WorkerExiting => "[INFO] Worker exiting (pid: {})",
            Self::WorkerSigkilled => "[ERROR] Worker (pid:{}) was sent SIGKILL! Perhaps out of memory?",
            Self::WorkerExitedWith3 => "[ERROR] Worker (pid:{}) exited with code 3",
            Self::WorkerFailedToBoot => "[ERROR] Reason: Worker failed to boot.",
            Self::ShuttingDown => "[INFO] Shutting down: Master",
            Self::ShuttingDownFailed => "[ERROR] Shutting down: Master",
            Self::ParentChanged => "[INFO] Parent changed, shutting down: <Worker {}>",
            Self::ConnectionInUse => "[ERROR] Connection in use: ('127.0.0.1', 8000)",
            Self::CannotConnectTo => "[ERROR] Can't connect to ('127.0.0.1', 8000)",
            Self::HandlingHup => "[INFO] Handling signal: hup",
            Self::HandlingTerm => "[INFO] Handling signal: term",
            Self::HandlingTtin => "[INFO] Handling signal: ttin",
            Self::HandlingTtou => "[INFO] Handling signal: ttou",
            Self::Autorestarting => "[INFO] Autorestarting worker after current request.",
            Self::PoolExhausted => {
                "sqlalchemy.exc.TimeoutError: QueuePool limit of size {} overflow ... reached, connection timed out, timeout ..."
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
        let shown = match self {
            Self::RequestLimited | Self::RequestDelayed => {
                format!("{}.{:03}", number / 1_000, number % 1_000)
            }
            _ => number.to_string(),
        };
        self.text().replace("{}", &shown)
    }
}
