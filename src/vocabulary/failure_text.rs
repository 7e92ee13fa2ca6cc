//! What each failure looks like: to the visitor, in the logs, and what to do about it.

use super::{FailureKind, Layer, Message};

/// A line that a real program would have written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// Whose log.
    pub file: &'static str,
    /// The text, in the program's own words; `{}` stands for the number in it, if it has one.
    pub text: &'static str,
}

impl LogLine {
    /// The line as it is shown where its number is not known.
    pub fn shown(self) -> String {
        self.text.replace("{}", "N")
    }
}

/// What a failure looks like from every chair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailureText {
    /// The HTTP status, if any byte of an answer came.
    pub status: Option<u16>,
    /// What the visitor's browser shows.
    pub visitor_sees: &'static str,
    /// Where it failed.
    pub layer: Layer,
    /// Why, in a sentence.
    pub cause: &'static str,
    /// What the real program would have written, if anything.
    pub log: Option<LogLine>,
    /// What stands in place of a log line where there is none.
    pub why_no_log: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
}

impl FailureText {
    /// The same where nginx reaches gunicorn over a unix socket, whose file is gone when nobody listens.
    #[must_use]
    pub fn over_unix_socket(self) -> Self {
        let is_refused = |log: &LogLine| log.text == Message::UpstreamRefused.text();
        let missing = Message::UpstreamSocketMissing.text();
        let of = |log: LogLine| if is_refused(&log) { LogLine { text: missing, ..log } } else { log };
        Self { log: self.log.map(of), ..self }
    }
}

pub(super) const NGINX_ERROR: &str = "/var/log/nginx/error.log";
pub(super) const NGINX_ACCESS: &str = "/var/log/nginx/access.log";
const GUNICORN_LOG: &str = "gunicorn's error log";
const APP_LOG: &str = "the application's log";

/// SQLAlchemy's error 3o7r.
const POOL_EXHAUSTED: &str = "sqlalchemy.exc.TimeoutError: QueuePool limit of size ... overflow ... reached, connection timed out, timeout ...";

/// Where nothing is written.
pub(super) const NO_LOG: &str = "nothing was written anywhere";

pub(super) const fn log(file: &'static str, text: &'static str) -> LogLine {
    LogLine { file, text }
}

/// A line of the one list of what the programs write.
pub(super) const fn line(file: &'static str, message: Message) -> LogLine {
    LogLine { file, text: message.text() }
}

impl FailureKind {
    /// What this failure looks like where nobody is known to blame; see [`FailureText::in_context`]. Sources:
    /// nginx's source and documentation, gunicorn's, MySQL's, and measurement.
    pub const fn text(self) -> FailureText {
        match self {
            Self::ConnectTimedOut
            | Self::GaveUpConnecting
            | Self::GaveUpWaiting
            | Self::ClientTimedOut
            | Self::ConnectionRefused
            | Self::ConnectionReset
            | Self::EmptyReply
            | Self::CertificateExpired
            | Self::TruncatedAnswer => self.seen_by_the_browser(),
            Self::NameNotFound
            | Self::NoAddress
            | Self::NoDnsAnswer
            | Self::DnsServfail
            | Self::GaveUpResolving => self.told_by_dns(),
            Self::UpstreamRefused
            | Self::UpstreamQueueFull
            | Self::UpstreamReset
            | Self::UpstreamClosed
            | Self::UpstreamConnectTimedOut
            | Self::UpstreamReadTimedOut
            | Self::NoUpstreamSlot => self.written_by_nginx(),
            Self::BodyTooLarge | Self::RateLimited | Self::ConnectionLimited | Self::MaintenancePage => {
                self.refused_by_nginx()
            }
            Self::WorkerTimedOut
            | Self::DatabaseUnreachable
            | Self::DatabaseLost
            | Self::DatabaseFull
            | Self::DatabaseSessionClosed
            | Self::LockWaitTimedOut
            | Self::ApplicationError
            | Self::PoolExhausted => self.written_by_the_application(),
        }
    }

    const fn told_by_dns(self) -> FailureText {
        let (visitor_sees, cause, remedy) = match self {
            Self::NameNotFound => (
                "DNS_PROBE_FINISHED_NXDOMAIN",
                "the zone has no such name (NXDOMAIN), or had none when the resolver last asked",
                "put the record back (dig @authoritative-server www.foobar.com); resolvers keep its absence for the least of the SOA's TTL and its MINIMUM field",
            ),
            Self::NoAddress => (
                "ERR_NAME_NOT_RESOLVED",
                "the name exists but has no A record (NODATA), or had none when the resolver last asked",
                "put the A record back; resolvers keep its absence for the least of the SOA's TTL and its MINIMUM field",
            ),
            Self::NoDnsAnswer => (
                "ERR_NAME_NOT_RESOLVED (Temporary failure in name resolution)",
                "no resolver answered: silence until all of the stub's timeouts were over, or a closed port (EAI_AGAIN)",
                "dig www.foobar.com @resolver, then @authoritative-server: whichever is silent is the one to repair; have two of each, in different networks",
            ),
            Self::DnsServfail => (
                "ERR_NAME_NOT_RESOLVED",
                "the resolver got no answer from the zone's name servers and said so (SERVFAIL, EAI_AGAIN)",
                "dig www.foobar.com @authoritative-server; have two of them, in different networks",
            ),
            _ => (
                "a page that keeps looking the name up, then the visitor left",
                "the name was still being looked up when the visitor's patience ended",
                "dig www.foobar.com @resolver, then @authoritative-server: whichever is silent is the one to repair",
            ),
        };
        let why_no_log = "no log on the server at all: the visitor never found it";
        FailureText { status: None, visitor_sees, layer: Layer::Dns, cause, log: None, why_no_log, remedy }
    }

    const fn written_by_nginx(self) -> FailureText {
        let (status, cause, message, remedy) = match self {
            Self::UpstreamRefused => (
                502,
                "nothing listens at gunicorn's address",
                Message::UpstreamRefused,
                "systemctl status gunicorn; its log says why it is not running",
            ),
            Self::UpstreamQueueFull => (
                502,
                "the accept queue of gunicorn's unix socket is full",
                Message::UpstreamQueueFull,
                "more workers or less work a request; a longer backlog only makes the wait longer",
            ),
            Self::UpstreamReset => (
                502,
                "gunicorn's last worker left while the request waited in the accept queue",
                Message::UpstreamReset,
                "reload (HUP) instead of stopping and starting",
            ),
            Self::UpstreamClosed => (
                502,
                "the gunicorn worker died in the middle of the request",
                Message::UpstreamClosed,
                "look in gunicorn's log and the kernel's log: killed by timeout, by memory, by hand?",
            ),
            Self::UpstreamConnectTimedOut => (
                504,
                "gunicorn's TCP accept queue stayed full for proxy_connect_timeout",
                Message::UpstreamConnectTimedOut,
                "more workers or less work a request",
            ),
            Self::UpstreamReadTimedOut => (
                504,
                "no answer from gunicorn within proxy_read_timeout, queueing included; the worker goes on for nobody",
                Message::UpstreamReadTimedOut,
                "find what makes the workers slow; a longer timeout only hides it",
            ),
            _ => (
                500,
                "nginx had a slot for the visitor but none for its connection to gunicorn",
                Message::ConnectionsNotEnoughUpstream,
                "raise worker_connections: a proxied request needs two",
            ),
        };
        let visitor_sees = match status {
            502 => "502 Bad Gateway",
            504 => "504 Gateway Time-out",
            _ => "500 Internal Server Error",
        };
        FailureText {
            status: Some(status),
            visitor_sees,
            layer: match self {
                Self::NoUpstreamSlot => Layer::WebServer,
                _ => Layer::AppServer,
            },
            cause,
            log: Some(line(NGINX_ERROR, message)),
            why_no_log: NO_LOG,
            remedy,
        }
    }

    const fn refused_by_nginx(self) -> FailureText {
        let (status, cause, log, remedy) = match self {
            Self::BodyTooLarge => (
                413,
                "the request's body is larger than client_max_body_size",
                Some(line(NGINX_ERROR, Message::BodyTooLarge)),
                "raise client_max_body_size where uploads are meant to be large",
            ),
            Self::RateLimited => (
                503,
                "limit_req: more requests came than its rate and burst allow",
                Some(line(NGINX_ERROR, Message::RequestLimited)),
                "a larger burst where visitors load many files at once; a limit only where attacks would hurt",
            ),
            Self::ConnectionLimited => (
                503,
                "limit_conn: too many requests were at work at once",
                Some(line(NGINX_ERROR, Message::ConnectionLimited)),
                "a larger limit_conn: a browser opens six connections",
            ),
            _ => (
                503,
                "the maintenance page was up: nginx turned visitors away on purpose",
                Some(log(NGINX_ACCESS, "\"GET / HTTP/1.1\" 503 320")),
                "take the maintenance page down",
            ),
        };
        FailureText {
            status: Some(status),
            visitor_sees: if status == 413 {
                "413 Request Entity Too Large"
            } else {
                "503 Service Temporarily Unavailable"
            },
            layer: Layer::WebServer,
            cause,
            log,
            why_no_log: NO_LOG,
            remedy,
        }
    }

    const fn written_by_the_application(self) -> FailureText {
        let (layer, cause, log, remedy) = match self {
            Self::WorkerTimedOut => (
                Layer::AppServer,
                "the request took longer than gunicorn's timeout and the arbiter aborted its worker",
                Some(line(GUNICORN_LOG, Message::WorkerTimeout)),
                "move the long work out of the request, or raise timeout knowingly",
            ),
            Self::DatabaseUnreachable => (
                Layer::Database,
                "MySQL does not accept connections: not running, or still applying its redo log",
                Some(log(APP_LOG, "(2003, \"Can't connect to MySQL server on '127.0.0.1:3306' (111)\")")),
                "systemctl status mysql; after a crash, wait for the recovery",
            ),
            Self::DatabaseLost => (
                Layer::Database,
                "the connection to MySQL died: cut in the middle of a query, or stale since MySQL was restarted",
                Some(log(APP_LOG, "(2013, 'Lost connection to MySQL server during query')")),
                "pool_pre_ping or pool_recycle; reads may be tried again",
            ),
            Self::DatabaseFull => (
                Layer::Database,
                "all of max_connections are taken",
                Some(log(APP_LOG, "(1040, 'Too many connections')")),
                "fewer or smaller pools, or a higher max_connections",
            ),
            Self::DatabaseSessionClosed => (
                Layer::Database,
                "MySQL had closed the session, which was idle for wait_timeout; before 8.0.24 the error is 2006, MySQL server has gone away",
                Some(log(
                    APP_LOG,
                    "(4031, 'The client was disconnected by the server because of inactivity. See wait_timeout and interactive_timeout for configuring this behavior.')",
                )),
                "pool_pre_ping, or pool_recycle below wait_timeout",
            ),
            Self::LockWaitTimedOut => (
                Layer::Database,
                "another transaction held the row for longer than innodb_lock_wait_timeout, queueing for it included",
                Some(log(APP_LOG, "(1205, 'Lock wait timeout exceeded; try restarting transaction')")),
                "shorter transactions, fewer of them on one row; what was rolled back may be tried again",
            ),
            Self::PoolExhausted => (
                Layer::AppServer,
                "all connections of the worker's pool stayed in use for pool_timeout: requests hold them too long, or there are more threads than connections",
                Some(log(APP_LOG, POOL_EXHAUSTED)),
                "find what holds connections (a slow query, a wait after it); as many connections as threads, if max_connections allows",
            ),
            _ => (
                Layer::Application,
                "the application's own code raised an error",
                Some(log(APP_LOG, "Traceback (most recent call last): ...")),
                "read the traceback",
            ),
        };
        FailureText {
            status: Some(500),
            visitor_sees: "500 Internal Server Error",
            layer,
            cause,
            log,
            why_no_log: NO_LOG,
            remedy,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Word;

    #[test]
    fn every_failure_says_what_it_looks_like_and_what_to_do() {
        assert_eq!(FailureKind::ALL.len(), FailureKind::COUNT);
        for kind in FailureKind::ALL {
            let text = kind.text();
            assert!(!text.visitor_sees.is_empty() && !text.cause.is_empty() && !text.remedy.is_empty());
            let answered_by_nginx = text.status.is_some_and(|status| status >= 500);
            assert!(
                !answered_by_nginx || text.log.is_some(),
                "{kind}: whoever answers 5xx says why in a log"
            );
        }
    }
}
