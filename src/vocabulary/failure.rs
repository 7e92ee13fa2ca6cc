//! Every way in which an attempt can fail.

use super::word::words;

words! {
    /// How an attempt failed: what the visitor saw and why, told apart as far as the real programs tell it apart.
    pub enum FailureKind("failure") {
        /// Silence until the visitor's kernel gave up sending SYNs (ETIMEDOUT).
        ConnectTimedOut = "connect-timed-out",
        /// The visitor's patience ended while the connection was still being made.
        GaveUpConnecting = "gave-up-connecting",
        /// The visitor's patience ended while waiting for the answer (nginx writes 499 if it is alive).
        GaveUpWaiting = "gave-up-waiting",
        /// The client's own timeout for one attempt (`attempt_timeout`) was over before the answer was there.
        ClientTimedOut = "client-timed-out",
        /// The machine is alive, nothing listens: RST, at once (ECONNREFUSED).
        ConnectionRefused = "connection-refused",
        /// The connection was cut by a RST.
        ConnectionReset = "connection-reset",
        /// The connection was closed before any byte of an answer.
        EmptyReply = "empty-reply",
        /// The connection was closed in the middle of an answer.
        TruncatedAnswer = "truncated-answer",
        /// 502: nothing listens at gunicorn's address.
        UpstreamRefused = "upstream-refused",
        /// 502: gunicorn's unix socket queue is full.
        UpstreamQueueFull = "upstream-queue-full",
        /// 502: the connection was reset while it waited in gunicorn's accept queue.
        UpstreamReset = "upstream-reset",
        /// 502: the worker died in the middle of the request.
        UpstreamClosed = "upstream-closed",
        /// 504: gunicorn's TCP accept queue stayed full for `proxy_connect_timeout`.
        UpstreamConnectTimedOut = "upstream-connect-timed-out",
        /// 504: no answer within `proxy_read_timeout`.
        UpstreamReadTimedOut = "upstream-read-timed-out",
        /// 500 by nginx: no `worker_connections` slot left for the connection to gunicorn.
        NoUpstreamSlot = "no-upstream-slot",
        /// 413: the request's body is larger than `client_max_body_size`.
        BodyTooLarge = "body-too-large",
        /// 503: `limit_req`.
        RateLimited = "rate-limited",
        /// 503: `limit_conn`.
        ConnectionLimited = "connection-limited",
        /// 503 with Retry-After: the maintenance page.
        MaintenancePage = "maintenance-page",
        /// 500: gunicorn's arbiter aborted the worker after `timeout` (gunicorn 22 and later).
        WorkerTimedOut = "worker-timed-out",
        /// 500: MySQL does not accept connections (2002, 2003).
        DatabaseUnreachable = "database-unreachable",
        /// 500: the connection to MySQL was lost (2013).
        DatabaseLost = "database-lost",
        /// 500: too many connections (1040).
        DatabaseFull = "database-full",
        /// 500: MySQL had closed the idle session (4031, before 8.0.24 2006).
        DatabaseSessionClosed = "database-session-closed",
        /// 500: a query waited for a row for `innodb_lock_wait_timeout` (1205).
        LockWaitTimedOut = "lock-wait-timeout",
        /// 500: the application's own code failed.
        ApplicationError = "application-error",
        /// 500: no connection of the worker's pool was given back within `pool_timeout`.
        PoolExhausted = "pool-exhausted",
        /// The name does not exist (NXDOMAIN).
        NameNotFound = "name-not-found",
        /// The name exists and has no address (NODATA).
        NoAddress = "no-address",
        /// No resolver answered: silence until the stub's timeouts were over, or a closed port (`EAI_AGAIN`).
        NoDnsAnswer = "no-dns-answer",
        /// The resolver could not ask anybody (SERVFAIL, `EAI_AGAIN`).
        DnsServfail = "dns-servfail",
        /// The visitor's patience ended while the name was still being looked up.
        GaveUpResolving = "gave-up-resolving",
        /// The server's certificate has expired: the browser turns away from it.
        CertificateExpired = "certificate-expired",
    }
}

impl FailureKind {
    /// How many kinds there are.
    pub const COUNT: usize = 33;
}
