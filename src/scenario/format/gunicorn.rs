//! gunicorn, under its own setting names: `"gunicorn": {"bind": "127.0.0.1:8000", "workers": 5}`.

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::names::quoted;
use crate::scenario::read::Read;
use crate::topology::settings::app_server::{Bind, DatabaseConnections, Settings};
use crate::units::{Bytes, SimDuration};

use super::machine::MEMORY_MAX;
use super::server::{CPU_MAX, TIMEOUT_MAX};

/// Reads the block.
pub(super) fn read(block: &mut Block<'_>, settings: &mut Settings) {
    block.read("bind", &mut settings.bind);
    block.read_within("workers", 1..=256, &mut settings.workers);
    block.read_within("backlog", 1..=1_000_000, &mut settings.backlog);
    let none = SimDuration::ZERO;
    block.read_within("timeout", none..=TIMEOUT_MAX, &mut settings.timeout);
    block.read_within("graceful_timeout", none..=TIMEOUT_MAX, &mut settings.graceful_timeout);
    block.read_within("request_cpu", none..=CPU_MAX, &mut settings.request_cpu);
    let memory = Bytes::from_kib(1)..=MEMORY_MAX;
    block.read_within("master_memory", memory.clone(), &mut settings.master_memory);
    block.read_within("worker_memory", memory, &mut settings.worker_memory);
    block.read_within("start_time", none..=TIMEOUT_MAX, &mut settings.start_time);
    block.read("database_connections", &mut settings.database_connections);
}

impl Read for Bind {
    fn read(field: &Field<'_>) -> Option<Self> {
        let text = field.text()?;
        let path = text.strip_prefix("unix:").is_some_and(|path| path.starts_with('/'));
        let port = text.rsplit_once(':').and_then(|(_, port)| port.parse::<u16>().ok());
        match (path, port) {
            (true, _) => Some(Self::Unix),
            (false, Some(1..)) => Some(Self::Tcp),
            _ => {
                let remedy = "write \"127.0.0.1:8000\" or \"unix:/run/gunicorn.sock\"";
                field.error(code::WRONG_FORM, format!("{} is no address to listen on", quoted(text)), remedy);
                None
            }
        }
    }
}

impl Read for DatabaseConnections {
    fn read(field: &Field<'_>) -> Option<Self> {
        let words = [
            ("pooled", Self::Pooled),
            ("pooled_pre_ping", Self::PooledPrePing),
            ("per_request", Self::PerRequest),
        ];
        field.pick("way to connect", &words)
    }
}
