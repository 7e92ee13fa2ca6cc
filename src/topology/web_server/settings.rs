//! Settings of nginx, under its own directive names, with Debian 12's defaults (nginx 1.22.1).

use serde::{Deserialize, Serialize};

use crate::units::{Bytes, SimDuration};

/// What nginx listens for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Listen {
    /// `listen 80`: plain HTTP.
    #[default]
    Http,
    /// `listen 443 ssl` with TLS 1.2 (two round trips more), beside port 80.
    Tls12,
    /// `listen 443 ssl` with TLS 1.3 (one round trip more), beside port 80.
    Tls13,
}

impl Listen {
    /// Whether visitors come over HTTPS.
    pub const fn is_secure(self) -> bool {
        !matches!(self, Self::Http)
    }

    /// Listening sockets; each takes one of a worker's connection slots.
    pub const fn sockets(self) -> u32 {
        match self {
            Self::Http => 1,
            Self::Tls12 | Self::Tls13 => 2,
        }
    }
}

/// A directive that is `on` or `off`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Switch {
    /// `off`.
    Off,
    /// `on`.
    #[default]
    On,
}

/// The level from which on lines are written into `error.log`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ErrorLog {
    /// `error` and worse (the default, and Debian's).
    #[default]
    Error,
    /// `warn` and worse.
    Warn,
    /// `notice` and worse: signals, starts.
    Notice,
    /// `info` and worse: what visitors did wrong, such as breaking off a handshake.
    Info,
}

/// Whose requests share a zone's count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Key {
    /// `$binary_remote_addr`: each visitor has a count of its own.
    #[default]
    Visitor,
    /// `$server_name`: all visitors share one.
    Server,
}

/// `limit_req`: a leaky bucket (`ngx_http_limit_req_module`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitReq {
    /// Thousandths of a request that leave the bucket each second.
    pub rate: u64,
    /// `burst`: requests that may be in it. Default 0.
    pub burst: u64,
    /// `nodelay`: what is in the bucket is served at once instead of at the rate. Default off.
    pub nodelay: Switch,
    /// Whose bucket. Default each visitor's own.
    pub key: Key,
}

/// `limit_conn`: requests at work at once (`ngx_http_limit_conn_module`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitConn {
    /// How many.
    pub connections: u32,
    /// Whose. Default each visitor's own.
    pub key: Key,
}

/// nginx, the web server. Source of the defaults: `ngx_core_module`, `ngx_http_core_module`, `ngx_http_proxy_module`,
/// Debian's nginx.conf; CPU figures are the default machine's (our choice).
// Simplified: directives that change nothing here are left out. `send_timeout` and `proxy_send_timeout`: nobody stops
// reading in the middle of an answer or request. `proxy_buffering`: the sockets' buffers (some MiB on one machine) swallow an
// answer, so a gunicorn worker is free when it has written. `proxy_next_upstream`, `max_fails`: there is one gunicorn,
// and so no `no live upstreams`.
// `resolver_timeout`: gunicorn is named by its address. `gzip`, `proxy_cache`, `open_file_cache`: off, as by default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// What it listens for. Default: plain HTTP.
    pub listen: Listen,
    /// `error_log`'s level. Default `error`.
    pub error_log: ErrorLog,
    /// `worker_processes`; nothing: `auto`, one a core (Debian's file). Compiled in: 1.
    pub worker_processes: Option<u32>,
    /// `worker_connections`: slots of each worker, for visitors and for gunicorn. Default 768 (Debian's file). Compiled
    /// in: 512.
    pub worker_connections: u32,
    /// `listen ... backlog=`: length of the accept queue, cut by `somaxconn`. Default 511 (nginx on Linux).
    pub backlog: u32,
    /// `worker_rlimit_nofile`: files and sockets a worker may have open. Default 1024 (the soft limit under systemd).
    pub worker_rlimit_nofile: u32,
    /// `worker_shutdown_timeout`: how long the workers of an older configuration may take; nothing: as long as they need.
    pub worker_shutdown_timeout: Option<SimDuration>,
    /// `keepalive_timeout`: how long an idle connection is kept. Default 65 s (Debian's file). Compiled in: 75 s.
    pub keepalive_timeout: SimDuration,
    /// `keepalive_requests`: requests on one connection before nginx closes it. Default 1000; 100 before 1.19.10.
    pub keepalive_requests: u32,
    /// `keepalive_time`: an older connection is closed after its next answer. Default 1 h.
    pub keepalive_time: SimDuration,
    /// `client_header_timeout`: how long a new connection may be silent. Default 60 s.
    pub client_header_timeout: SimDuration,
    /// `client_body_timeout`: between two reads of a request's body. Default 60 s.
    pub client_body_timeout: SimDuration,
    /// `client_max_body_size`. Default 1 MiB; 0: no limit.
    pub client_max_body_size: Bytes,
    /// `sendfile`: off costs copying each file. Default on (Debian's file). Compiled in: off.
    pub sendfile: Switch,
    /// `limit_req`. Default none.
    pub limit_req: Option<LimitReq>,
    /// `limit_conn`. Default none.
    pub limit_conn: Option<LimitConn>,
    /// `proxy_connect_timeout`. Default 60 s.
    pub proxy_connect_timeout: SimDuration,
    /// `proxy_read_timeout`: between two reads from gunicorn. Default 60 s.
    pub proxy_read_timeout: SimDuration,
    /// `proxy_ignore_client_abort`: on, an answer is awaited even for who has left. Default off.
    pub proxy_ignore_client_abort: Switch,
    /// `keepalive` of the upstream: idle connections to gunicorn that each worker keeps at most. Default 0; 32 from 1.29.7 on.
    // Simplified: before 1.29.7 it stands for the manual's whole recipe; really it needs `proxy_http_version 1.1` and
    // `proxy_set_header Connection ""` beside it.
    pub keepalive: u32,
    /// CPU time for a static file. Default 0.1 ms.
    pub static_cpu: SimDuration,
    /// CPU time for a proxied request, half on its way in, half on its way out. Default 0.15 ms.
    pub proxied_cpu: SimDuration,
    /// CPU time for a full TLS handshake. Default 1.5 ms.
    pub handshake_cpu: SimDuration,
    /// CPU time for a TLS handshake resumed from a ticket: no signature. Default 0.3 ms (our choice).
    pub resumed_handshake_cpu: SimDuration,
    /// `ssl_session_tickets`: whether a visitor's later connections resume the session of the first. Default on.
    pub ssl_session_tickets: Switch,
    /// Memory of the master and of each worker process. Default 10 MiB (our choice).
    pub process_memory: Bytes,
    /// From `exec` to listening. Default 30 ms (measured: 25 to 35 ms).
    pub start_time: SimDuration,
    /// How long a graceful quit may drain before the rest is cut. Default 5 s (Debian's systemd unit).
    pub stop_timeout: SimDuration,
}

impl Settings {
    /// What is compiled in where Debian's nginx.conf says otherwise.
    pub fn compiled_in(&mut self) {
        self.worker_processes = Some(1);
        self.worker_connections = 512;
        self.keepalive_timeout = SimDuration::from_secs(75);
        self.sendfile = Switch::Off;
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: Listen::Http,
            error_log: ErrorLog::Error,
            worker_processes: None,
            worker_connections: 768,
            backlog: 511,
            worker_rlimit_nofile: 1_024,
            worker_shutdown_timeout: None,
            keepalive_timeout: SimDuration::from_secs(65),
            keepalive_requests: 1_000,
            keepalive_time: SimDuration::from_secs(3_600),
            client_header_timeout: SimDuration::from_secs(60),
            client_body_timeout: SimDuration::from_secs(60),
            client_max_body_size: Bytes::from_mib(1),
            sendfile: Switch::On,
            limit_req: None,
            limit_conn: None,
            proxy_connect_timeout: SimDuration::from_secs(60),
            proxy_read_timeout: SimDuration::from_secs(60),
            proxy_ignore_client_abort: Switch::Off,
            keepalive: 0,
            static_cpu: SimDuration::from_micros(100),
            proxied_cpu: SimDuration::from_micros(150),
            handshake_cpu: SimDuration::from_micros(1_500),
            resumed_handshake_cpu: SimDuration::from_micros(300),
            ssl_session_tickets: Switch::On,
            process_memory: Bytes::from_mib(10),
            start_time: SimDuration::from_millis(30),
            stop_timeout: SimDuration::from_secs(5),
        }
    }
}
