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
            Self::NginxWorkerKilled | Self::AccessLogDiskFull => Log::NginxError,
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
        self.text().replace("{}", &number.to_string())
    }
}
