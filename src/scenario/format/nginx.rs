//! nginx, under its own directive names: `"nginx": {"worker_processes": "auto", "worker_connections": 768}`.

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::names::quoted;
use crate::scenario::read::within;
use crate::topology::settings::web_server::{Listen, Settings};
use crate::units::{Bytes, SimDuration};

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
    block.read_within("keepalive_requests", 1..=1_000_000_000, &mut settings.keepalive_requests);
    let (none, moment) = (SimDuration::ZERO, SimDuration::from_millis(1));
    block.read_within("proxy_connect_timeout", moment..=TIMEOUT_MAX, &mut settings.proxy_connect_timeout);
    block.read_within("proxy_read_timeout", moment..=TIMEOUT_MAX, &mut settings.proxy_read_timeout);
    if let Some(field) = block.optional("ssl_protocols") {
        ssl_protocols(&field, scheme, &mut settings.listen);
    }
    block.read_within("static_cpu", none..=CPU_MAX, &mut settings.static_cpu);
    block.read_within("proxied_cpu", none..=CPU_MAX, &mut settings.proxied_cpu);
    block.read_within("handshake_cpu", none..=CPU_MAX, &mut settings.handshake_cpu);
    let memory = Bytes::from_kib(1)..=MEMORY_MAX;
    block.read_within("process_memory", memory, &mut settings.process_memory);
    block.read_within("start_time", none..=TIMEOUT_MAX, &mut settings.start_time);
    block.read_within("stop_timeout", none..=TIMEOUT_MAX, &mut settings.stop_timeout);
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
