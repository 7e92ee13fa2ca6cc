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
        /// gunicorn's master has lost a worker to a signal that it did not send; the number is its pid.
        WorkerKilled = "worker-killed",
        /// nginx's master has lost a worker; the number is its pid.
        NginxWorkerKilled = "nginx-worker-killed",
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
    }
}

impl Message {
    /// Whose log it is written into.
    pub const fn log(self) -> Log {
        match self {
            Self::WorkerTimeout | Self::WorkerKilled => Log::Gunicorn,
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
            | Self::NginxWorkerKilled
            | Self::AccessLogDiskFull => Log::NginxError,
            Self::MysqlDiskFull => Log::Mysql,
            Self::OomKilledNginx | Self::OomKilledGunicorn | Self::OomKilledMysqld => Log::Kernel,
            Self::MainProcessKilled
            | Self::MainProcessExited
            | Self::FailedWithSignal
            | Self::FailedWithOomKill
            | Self::FailedWithExitCode
            | Self::ScheduledRestart
            | Self::StartRepeatedTooQuickly
            | Self::FailedWithStartLimit => Log::Systemd,
        }
    }

    /// The line in the program's own words, its severity first; `{}` stands for the line's number (a pid, a count).
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
            Self::WorkerKilled => "[ERROR] Worker (pid:{}) was sent SIGKILL! Perhaps out of memory?",
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
            Self::ScheduledRestart => "Scheduled restart job, restart counter is at {}.",
            Self::StartRepeatedTooQuickly => "Start request repeated too quickly.",
            Self::FailedWithStartLimit => "Failed with result 'start-limit-hit'.",
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
