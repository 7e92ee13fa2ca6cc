//! The lines themselves, in the programs' own words.

use super::{Log, Message, UnitName, Word};

/// Stands for the unit's name in a line of systemd's.
const UNIT: &str = "UNIT";

impl Message {
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
            // Alert 45, certificate_expired, is what RFC 8446 (section 6.2) has for it and what OpenSSL's clients and Firefox
            // send; the words are OpenSSL 3.0's, the level nginx's for what clients do (ngx_event_openssl.c).
            // Simplified: Chromium sends 46, certificate_unknown, for whatever it finds wrong, and some clients just close.
            Self::CertificateAlert => {
                "[info] SSL_do_handshake() failed (SSL: error:0A000415:SSL routines::sslv3 alert certificate expired:SSL alert number 45) while SSL handshaking, client: ..., server: 0.0.0.0:443"
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
            Self::MainProcessKilled => "systemd[1]: UNIT: Main process exited, code=killed, status=9/KILL",
            Self::MainProcessExited => "systemd[1]: UNIT: Main process exited, code=exited, status={}",
            Self::FailedWithSignal => "systemd[1]: UNIT: Failed with result 'signal'.",
            Self::FailedWithOomKill => "systemd[1]: UNIT: Failed with result 'oom-kill'.",
            Self::FailedWithExitCode => "systemd[1]: UNIT: Failed with result 'exit-code'.",
            Self::KernelPanic => "Kernel panic - not syncing: Fatal exception in interrupt",
            Self::SystemReboots => "The system will reboot now!",
            Self::ScheduledRestart => "systemd[1]: UNIT: Scheduled restart job, restart counter is at {}.",
            Self::StartRepeatedTooQuickly => "systemd[1]: UNIT: Start request repeated too quickly.",
            Self::FailedWithStartLimit => "systemd[1]: UNIT: Failed with result 'start-limit-hit'.",
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

    /// How many forms it has: systemd's lines one for each unit, MySQL's those of 8.0 and of 5.7.
    pub const fn forms(self) -> usize {
        match self.log() {
            Log::Systemd if !matches!(self, Self::SystemReboots) => UnitName::COUNT,
            Log::Mysql => 2,
            _ => 1,
        }
    }

    /// Which of its forms a line with this number has ([`in_form`]).
    pub fn form(self, number: u64) -> usize {
        if self.forms() == 1 { 0 } else { usize::try_from(number >> 32).expect("there are few forms") }
    }

    /// The line as it is shown where its number is not known, in one of its forms.
    pub fn shown(self, form: usize) -> String {
        self.with("N", form)
    }

    /// The line with its number in place.
    pub fn written(self, number: u64) -> String {
        let own = if self.forms() == 1 { number } else { number & u64::from(u32::MAX) };
        let shown = match self {
            Self::RequestLimited | Self::RequestDelayed => format!("{}.{:03}", own / 1_000, own % 1_000),
            Self::MainProcessExited => exit_status(own),
            _ => own.to_string(),
        };
        self.with(&shown, self.form(number))
    }

    fn with(self, number: &str, form: usize) -> String {
        let line = match (self.log(), form) {
            (Log::Mysql, 1) => self.text_of_mysql_5_7().to_owned(),
            (Log::Systemd, unit) => self.text().replace(UNIT, UnitName::ALL[unit].spelling()),
            _ => self.text().to_owned(),
        };
        line.replace("{}", number)
    }

    /// What MySQL 5.7 writes in its place, as far as it differs (from its source).
    const fn text_of_mysql_5_7(self) -> &'static str {
        match self {
            Self::MysqlStarting => "[Note] /usr/sbin/mysqld (mysqld 5.7) starting as process {} ...",
            Self::MysqlRecovering => "[Note] InnoDB: Starting crash recovery.",
            Self::MysqlRecovered => "[Note] InnoDB: Apply batch completed",
            Self::MysqlReady => "[Note] /usr/sbin/mysqld: ready for connections.",
            Self::MysqlShutdown => "[Note] Giving ... client threads a chance to die gracefully",
            Self::MysqlShutdownComplete => "[Note] /usr/sbin/mysqld: Shutdown complete",
            Self::MysqlDiskFull => {
                "[ERROR] Disk is full writing './ib_logfile0' (Errcode: 28 - No space left on device). Waiting for someone to free space..."
            }
            _ => self.text(),
        }
    }
}

/// The number of a line that has this form: the form, and the number in it.
pub const fn in_form(form: usize, number: u32) -> u64 {
    ((form as u64) << 32) | number as u64
}

/// An exit status as systemd writes it (systemd.exec(5), "Process Exit Codes").
fn exit_status(status: u64) -> String {
    let name = match status {
        1 => "FAILURE",
        2 => "INVALIDARGUMENT",
        3 => "NOTIMPLEMENTED",
        4 => "NOPERMISSION",
        _ => "n/a",
    };
    format!("{status}/{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_about_a_unit_has_a_place_for_its_name() {
        for message in Message::ALL {
            assert_eq!(message.text().contains(UNIT), message.forms() == UnitName::COUNT, "{message}");
        }
    }

    #[test]
    fn mysql_5_7_has_words_of_its_own() {
        assert_eq!(Message::MysqlReady.shown(1), "[Note] /usr/sbin/mysqld: ready for connections.");
        let starting = Message::MysqlStarting.written(in_form(1, 7));
        assert_eq!(starting, "[Note] /usr/sbin/mysqld (mysqld 5.7) starting as process 7 ...");
        let mysql = Message::ALL.iter().filter(|message| message.log() == Log::Mysql);
        assert!(mysql.clone().count() > 5 && mysql.into_iter().all(|line| line.shown(0) != line.shown(1)));
    }

    #[test]
    fn systemd_names_the_unit_that_it_writes_about() {
        assert_eq!(
            Message::MainProcessKilled.written(UnitName::Nginx.with(0)),
            "systemd[1]: nginx.service: Main process exited, code=killed, status=9/KILL"
        );
        assert_eq!(
            Message::MainProcessExited.written(UnitName::Gunicorn.with(3)),
            "systemd[1]: gunicorn.service: Main process exited, code=exited, status=3/NOTIMPLEMENTED"
        );
        assert_eq!(
            Message::ScheduledRestart.shown(UnitName::Mysql.index()),
            "systemd[1]: mysql.service: Scheduled restart job, restart counter is at N."
        );
    }
}
