//! nginx, under its own directive names: `"nginx": {"worker_processes": "auto", "worker_connections": 768}`.

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
    if let Some(field) = block.optional("worker_processes") {
        worker_processes(&field, &mut settings.worker_processes);
    }
    // Each listening socket takes a slot, and one must be left.
    block.read_within("worker_connections", 3..=1_000_000, &mut settings.worker_connections);
    block.read_within("backlog", 1..=1_000_000, &mut settings.backlog);
    let (none, moment) = (SimDuration::ZERO, SimDuration::from_millis(1));
    block.read_within("worker_rlimit_nofile", 20..=10_000_000, &mut settings.worker_rlimit_nofile);
    block.read_as(
        "worker_shutdown_timeout",
        |field| within(field, &(moment..=TIMEOUT_MAX)).map(Some),
        &mut settings.worker_shutdown_timeout,
    );
    block.read("error_log", &mut settings.error_log);
    visitors(block, settings);
    limits(block, settings);
    block.read_within("proxy_connect_timeout", moment..=TIMEOUT_MAX, &mut settings.proxy_connect_timeout);
    block.read_within("proxy_read_timeout", moment..=TIMEOUT_MAX, &mut settings.proxy_read_timeout);
    block.read("proxy_ignore_client_abort", &mut settings.proxy_ignore_client_abort);
    block.read_within("keepalive", 0..=10_000, &mut settings.keepalive);
    if let Some(field) = block.optional("ssl_protocols") {
        ssl_protocols(&field, scheme, &mut settings.listen);
    }
    block.read_within("static_cpu", none..=CPU_MAX, &mut settings.static_cpu);
    block.read_within("proxied_cpu", none..=CPU_MAX, &mut settings.proxied_cpu);
    block.read_within("handshake_cpu", none..=CPU_MAX, &mut settings.handshake_cpu);
    block.read_within("resumed_handshake_cpu", none..=CPU_MAX, &mut settings.resumed_handshake_cpu);
    block.read("ssl_session_tickets", &mut settings.ssl_session_tickets);
    let memory = Bytes::from_kib(1)..=MEMORY_MAX;
    block.read_within("process_memory", memory, &mut settings.process_memory);
    block.read_within("start_time", none..=TIMEOUT_MAX, &mut settings.start_time);
    block.read_within("stop_timeout", none..=TIMEOUT_MAX, &mut settings.stop_timeout);
}

/// How long nginx waits for visitors and keeps their connections, and what it takes from them.
fn visitors(block: &mut Block<'_>, settings: &mut Settings) {
    let (none, moment) = (SimDuration::ZERO, SimDuration::from_millis(1));
    block.read_within("keepalive_timeout", none..=TIMEOUT_MAX, &mut settings.keepalive_timeout);
    block.read_within("keepalive_requests", 1..=1_000_000_000, &mut settings.keepalive_requests);
    block.read_within("keepalive_time", moment..=TIMEOUT_MAX, &mut settings.keepalive_time);
    block.read_within("client_header_timeout", moment..=TIMEOUT_MAX, &mut settings.client_header_timeout);
    block.read_within("client_body_timeout", moment..=TIMEOUT_MAX, &mut settings.client_body_timeout);
    let any = Bytes::ZERO..=Bytes::from_mib(1 << 10);
    block.read_within("client_max_body_size", any, &mut settings.client_max_body_size);
    block.read("sendfile", &mut settings.sendfile);
}

fn limits(block: &mut Block<'_>, settings: &mut Settings) {
    settings.limit_req = block.optional("limit_req").and_then(|field| field.open(limit_req)).flatten();
    settings.limit_conn = block.optional("limit_conn").and_then(|field| field.open(limit_conn)).flatten();
}

fn limit_req(block: &mut Block<'_>) -> Option<LimitReq> {
    let rate = block.need_within("rate", Rate::per_second(0.001)..=Rate::per_second(1e6));
    let (mut burst, mut nodelay, mut key) = (0, Switch::Off, Key::default());
    block.read_within("burst", 0..=1_000_000, &mut burst);
    block.read("nodelay", &mut nodelay);
    block.read("key", &mut key);
    #[expect(clippy::cast_sign_loss, reason = "a rate is not negative")]
    let rate = (rate?.get() * 1_000.0).round() as u64;
    Some(LimitReq { rate, burst, nodelay, key })
}

fn limit_conn(block: &mut Block<'_>) -> Option<LimitConn> {
    let connections = block.need_within("connections", 1..=1_000_000);
    let mut key = Key::default();
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
        field.pick("level", &[("error", Self::Error), ("warn", Self::Warn), ("notice", Self::Notice)])
    }
}

fn worker_processes(field: &Field<'_>, processes: &mut Option<u32>) {
    const ACCEPTED: &str = "\"auto\" (one a core) or a number, without quotes";
    match (field.as_text(), field.as_number()) {
        (Some("auto"), _) => *processes = None,
        (Some(text), _) => {
            field.error(
                code::UNKNOWN_NAME,
                format!("{} is no number of processes", quoted(text)),
                format!("write {ACCEPTED}"),
            );
        }
        (None, Some(_)) => *processes = within(field, &(1..=128)),
        (None, None) => field.wrong_type(ACCEPTED),
    }
}

/// The protocols that nginx offers: the newest is used, for every visitor knows it.
fn ssl_protocols(field: &Field<'_>, scheme: Scheme, listen: &mut Listen) {
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
