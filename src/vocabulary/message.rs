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
    }
}

impl Message {
    /// Whose log it is written into.
    pub const fn log(self) -> Log {
        match self {
            Self::WorkerTimeout => Log::Gunicorn,
        }
    }

    /// The line in the program's own words, its severity first; `{}` stands for the line's number (a pid, a count).
    pub const fn text(self) -> &'static str {
        match self {
            Self::WorkerTimeout => "[CRITICAL] WORKER TIMEOUT (pid:{})",
        }
    }

    /// The line with its number in place.
    pub fn written(self, number: u64) -> String {
        self.text().replace("{}", &number.to_string())
    }
}
