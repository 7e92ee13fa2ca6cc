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
    /// Listening sockets; each takes one of a worker's connection slots.
    pub const fn sockets(self) -> u32 {
        match self {
            Self::Http => 1,
            Self::Tls12 | Self::Tls13 => 2,
        }
    }
}

/// nginx, the web server. Source of the defaults: `ngx_core_module`, `ngx_http_core_module`, `ngx_http_proxy_module`,
/// Debian's nginx.conf; CPU figures are the default machine's (our choice).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// What it listens for. Default: plain HTTP.
    pub listen: Listen,
    /// `worker_processes`; nothing: `auto`, one a core (Debian's file).
    pub worker_processes: Option<u32>,
    /// `worker_connections`: slots of each worker, for visitors and for gunicorn. Default 768 (Debian's file).
    pub worker_connections: u32,
    /// `keepalive_requests`: requests on one connection before nginx closes it. Default 1000.
    pub keepalive_requests: u32,
    /// `proxy_connect_timeout`. Default 60 s.
    pub proxy_connect_timeout: SimDuration,
    /// `proxy_read_timeout`: between two reads from gunicorn. Default 60 s.
    pub proxy_read_timeout: SimDuration,
    /// CPU time for a static file. Default 0.1 ms.
    pub static_cpu: SimDuration,
    /// CPU time for a proxied request, half on its way in, half on its way out. Default 0.15 ms.
    pub proxied_cpu: SimDuration,
    /// CPU time for a full TLS handshake. Default 1.5 ms.
    pub handshake_cpu: SimDuration,
    /// Memory of the master and of each worker process. Default 10 MiB (our choice).
    pub process_memory: Bytes,
    /// From `exec` to listening. Default 30 ms (measured: 25 to 35 ms).
    pub start_time: SimDuration,
    /// How long a graceful quit may drain before the rest is cut. Default 5 s (Debian's systemd unit).
    pub stop_timeout: SimDuration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: Listen::Http,
            worker_processes: None,
            worker_connections: 768,
            keepalive_requests: 1_000,
            proxy_connect_timeout: SimDuration::from_secs(60),
            proxy_read_timeout: SimDuration::from_secs(60),
            static_cpu: SimDuration::from_micros(100),
            proxied_cpu: SimDuration::from_micros(150),
            handshake_cpu: SimDuration::from_micros(1_500),
            process_memory: Bytes::from_mib(10),
            start_time: SimDuration::from_millis(30),
            stop_timeout: SimDuration::from_secs(5),
        }
    }
}
