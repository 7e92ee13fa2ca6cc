//! nginx, under its own directive names: `"nginx": {"worker_processes": "auto", "worker_connections": 768}`.

use serde_json::json;

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::names::quoted;
use crate::scenario::read::{Read, within};
use crate::topology::settings::web_server::{ErrorLog, Key, LimitConn, LimitReq, Listen, Settings, Switch};
use crate::units::{Bytes, Rate, SimDuration};

use super::domain::Scheme;
use super::machine::MEMORY_MAX;
use super::server::{CPU_MAX, TIMEOUT_MAX};

impl From<Scheme> for Listen {
    fn from(scheme: Scheme) -> Self {
        match scheme {
            Scheme::Http => Self::Http,
            Scheme::Https => Self::Tls13,
        }
    }
}

/// Reads the block; how nginx listens follows from the domain's scheme.
pub(super) fn read(block: &mut Block<'_>, scheme: Scheme, settings: &mut Settings) {
    block.about("Worker processes; auto is one a core.");
    let processes = |field: &Field<'_>| {
        field.word_or(("auto", "2, without quotes"), None, |field| worker_processes(field).map(Some))
    };
    block.read_as("worker_processes", processes, &mut settings.worker_processes);
    // Each listening socket takes a slot, and one must be left.
    block.about("Connection slots of each worker, for visitors and for gunicorn.");
    block.read_within("worker_connections", 3..=1_000_000, &mut settings.worker_connections);
    block.about("listen ... backlog=: length of nginx's accept queue, cut by somaxconn.");
    block.read_within("backlog", 1..=1_000_000, &mut settings.backlog);
    let (none, moment) = (SimDuration::ZERO, SimDuration::from_millis(1));
    block.about("Files and sockets a worker may have open (the default is the soft limit under systemd).");
    block.read_within("worker_rlimit_nofile", 20..=10_000_000, &mut settings.worker_rlimit_nofile);
    block.about(
        "How long the workers of an older configuration may take to finish. Default: as long as they need.",
    );
    block.read_as(
        "worker_shutdown_timeout",
        |field| within(field, &(moment..=TIMEOUT_MAX)).map(Some),
        &mut settings.worker_shutdown_timeout,
    );
    block.about("The level from which on lines are written into error.log.");
    block.read("error_log", &mut settings.error_log);
    visitors(block, settings);
    limits(block, settings);
    block.about("How long connecting to gunicorn may take.");
    block.read_within("proxy_connect_timeout", moment..=TIMEOUT_MAX, &mut settings.proxy_connect_timeout);
    block.about("The longest time between two reads from gunicorn.");
    block.read_within("proxy_read_timeout", moment..=TIMEOUT_MAX, &mut settings.proxy_read_timeout);
    block.about("on awaits gunicorn's answer even for who has left.");
    block.read("proxy_ignore_client_abort", &mut settings.proxy_ignore_client_abort);
    block.about("Idle connections to gunicorn that each worker keeps; from nginx 1.29.7 on 32.");
    block.read_within("keepalive", 0..=10_000, &mut settings.keepalive);
    block.about("The TLS versions offered, in nginx's names; TLSv1.2 or TLSv1.3 is needed. Default TLSv1.3.");
    if let Some(field) = block.optional("ssl_protocols") {
        ssl_protocols(&field, scheme, &mut settings.listen);
    }
    block.about("CPU time for a static file.");
    block.read_within("static_cpu", none..=CPU_MAX, &mut settings.static_cpu);
    block.about("CPU time for a proxied request, half on its way in, half on its way out.");
    block.read_within("proxied_cpu", none..=CPU_MAX, &mut settings.proxied_cpu);
    block.about("CPU time for a full TLS handshake.");
    block.read_within("handshake_cpu", none..=CPU_MAX, &mut settings.handshake_cpu);
    block.about("CPU time for a TLS handshake resumed from a ticket.");
    block.read_within("resumed_handshake_cpu", none..=CPU_MAX, &mut settings.resumed_handshake_cpu);
    block.about("Whether a visitor's later connections resume the TLS session of the first.");
    block.read("ssl_session_tickets", &mut settings.ssl_session_tickets);
    let memory = Bytes::from_kib(1)..=MEMORY_MAX;
    block.about("Memory of the master and of each worker.");
    block.read_within("process_memory", memory, &mut settings.process_memory);
    block.about("From exec to listening.");
    block.read_within("start_time", none..=TIMEOUT_MAX, &mut settings.start_time);
    block.about("How long a graceful quit may drain before the rest is cut.");
    block.read_within("stop_timeout", none..=TIMEOUT_MAX, &mut settings.stop_timeout);
}

/// How long nginx waits for visitors and keeps their connections, and what it takes from them.
fn visitors(block: &mut Block<'_>, settings: &mut Settings) {
    let (none, moment) = (SimDuration::ZERO, SimDuration::from_millis(1));
    block.about("How long an idle connection is kept; 0s closes each after its answer.");
    block.read_within("keepalive_timeout", none..=TIMEOUT_MAX, &mut settings.keepalive_timeout);
    block.about("Requests on one connection before nginx closes it.");
    block.read_within("keepalive_requests", 1..=1_000_000_000, &mut settings.keepalive_requests);
    block.about("An older connection is closed after its next answer.");
    block.read_within("keepalive_time", moment..=TIMEOUT_MAX, &mut settings.keepalive_time);
    block.about("How long a new connection may be silent.");
    block.read_within("client_header_timeout", moment..=TIMEOUT_MAX, &mut settings.client_header_timeout);
    block.about("How long nginx waits for more of a request's body.");
    block.read_within("client_body_timeout", moment..=TIMEOUT_MAX, &mut settings.client_body_timeout);
    let any = Bytes::ZERO..=Bytes::from_mib(1 << 10);
    block.about("The largest body of a request; a larger one is answered 413; 0B is no limit.");
    block.read_within("client_max_body_size", any, &mut settings.client_max_body_size);
    block.about("off costs copying each file.");
    block.read("sendfile", &mut settings.sendfile);
}

fn limits(block: &mut Block<'_>, settings: &mut Settings) {
    block.about("A leaky bucket: requests beyond its rate wait, or are answered 503. Default none.");
    settings.limit_req = block.optional("limit_req").and_then(|field| field.open(limit_req)).flatten();
    block.about("Requests at work at once; more are answered 503. Default none.");
    settings.limit_conn = block.optional("limit_conn").and_then(|field| field.open(limit_conn)).flatten();
}

fn limit_req(block: &mut Block<'_>) -> Option<LimitReq> {
    block.about("How many requests are let through.");
    let rate = block.need_within("rate", Rate::per_second(0.001)..=Rate::per_second(1e6));
    let (mut burst, mut nodelay, mut key) = (0, Switch::Off, Key::default());
    block.about("Requests that may wait.");
    block.read_within("burst", 0..=1_000_000, &mut burst);
    block.about("on serves them at once.");
    block.read("nodelay", &mut nodelay);
    block.about("Whose requests share a count: each visitor's own, or all together.");
    block.read("key", &mut key);
    #[expect(clippy::cast_sign_loss, reason = "a rate is not negative")]
    let rate = (rate?.get() * 1_000.0).round() as u64;
    Some(LimitReq { rate, burst, nodelay, key })
}

fn limit_conn(block: &mut Block<'_>) -> Option<LimitConn> {
    block.about("How many.");
    let connections = block.need_within("connections", 1..=1_000_000);
    let mut key = Key::default();
    block.about("Whose requests share a count: each visitor's own, or all together.");
    block.read("key", &mut key);
    Some(LimitConn { connections: connections?, key })
}

impl Read for Switch {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.pick("switch", &[("on", Self::On), ("off", Self::Off)])
    }
}

impl Read for Key {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.pick("key", &[("visitor", Self::Visitor), ("server", Self::Server)])
    }
}

impl Read for ErrorLog {
    fn read(field: &Field<'_>) -> Option<Self> {
        let levels =
            [("error", Self::Error), ("warn", Self::Warn), ("notice", Self::Notice), ("info", Self::Info)];
        field.pick("level", &levels)
    }
}

/// Their number; a text is none.
fn worker_processes(field: &Field<'_>) -> Option<u32> {
    const ACCEPTED: &str = "\"auto\" (one a core) or a number, without quotes";
    if let Some(text) = field.as_text() {
        let message = format!("{} is no number of processes", quoted(text));
        field.error(code::UNKNOWN_NAME, message, format!("write {ACCEPTED}"));
        return None;
    }
    if !field.is_quantity() {
        field.wrong_type(ACCEPTED);
        return None;
    }
    within(field, &(1..=128))
}

/// The protocols that nginx offers: the newest is used, for every visitor knows it.
fn ssl_protocols(field: &Field<'_>, scheme: Scheme, listen: &mut Listen) {
    let versions = r"^\s*(TLSv1(\.[123])?\s+)*TLSv1\.[23](\s+TLSv1(\.[123])?)*\s*$";
    field.takes(|| json!({"pattern": versions}));
    let Some(text) = field.text() else { return };
    let offered: Vec<&str> = text.split_whitespace().collect();
    let known = offered.iter().all(|name| ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"].contains(name));
    let newest = match (known, offered.contains(&"TLSv1.2"), offered.contains(&"TLSv1.3")) {
        (true, _, true) => Listen::Tls13,
        (true, true, _) => Listen::Tls12,
        _ => {
            let remedy = "write nginx's names, as in \"TLSv1.2 TLSv1.3\"; one of these two is needed";
            return field.error(
                code::WRONG_FORM,
                format!("{} offers no protocol that browsers speak", quoted(text)),
                remedy,
            );
        }
    };
    match scheme {
        Scheme::Https => *listen = newest,
        Scheme::Http => field.warn(
            code::UNUSED,
            "visitors come by plain HTTP",
            "write \"scheme\": \"https\" in \"domain\", or take this out",
        ),
    }
}
