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
            Self::PoolExhausted => Log::Application,
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
        }
    }

    /// The line with its number in place.
    pub fn written(self, number: u64) -> String {
        self.text().replace("{}", &number.to_string())
    }
}
