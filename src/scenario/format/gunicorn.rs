//! gunicorn, under its own setting names: `"gunicorn": {"bind": "127.0.0.1:8000", "workers": 5}`.

use serde_json::json;

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::names::quoted;
use crate::scenario::read::{Read, within};
use crate::topology::settings::app_server::{Bind, DatabaseConnections, Pool, Settings, WorkerClass};
use crate::units::{Bytes, SimDuration};

use super::machine::MEMORY_MAX;
use super::server::{CPU_MAX, TIMEOUT_MAX};

/// The youngest age at which a connection may be replaced.
const RECYCLE_MIN: SimDuration = SimDuration::from_secs(1);

/// Reads the block.
pub(super) fn read(block: &mut Block<'_>, settings: &mut Settings) {
    block.about("Where it listens: an address and a port, or unix: and a path.");
    block.read("bind", &mut settings.bind);
    block.about(
        "One request at a time in each worker, or one in each of its threads. More than one of threads is \
            gthread.",
    );
    let mut said = None;
    let class = |field: &Field<'_>| {
        said = WorkerClass::read(field);
        said
    };
    block.read_as("worker_class", class, &mut settings.worker_class);
    block.about("Worker processes.");
    block.read_within("workers", 1..=256, &mut settings.workers);
    block.about("Threads of each worker.");
    block.read_as("threads", |field| threads(field, said), &mut settings.threads);
    block.about("Connections that a gthread worker holds at most, at work or waiting in it.");
    block.read_within("worker_connections", 1..=1_000_000, &mut settings.worker_connections);
    let none = SimDuration::ZERO;
    let sync = settings.class() == WorkerClass::Sync;
    let keepalive = |field: &Field<'_>| {
        if sync {
            let remedy = "let \"worker_class\" be \"gthread\", or take this out";
            field.warn(code::UNUSED, "sync workers keep no connection", remedy);
        }
        within(field, &(none..=TIMEOUT_MAX))
    };
    block.about("How long a gthread worker keeps an idle connection; sync workers keep none.");
    block.read_as("keepalive", keepalive, &mut settings.keepalive);
    block.about("Length of the accept queue, cut by somaxconn.");
    block.read_within("backlog", 1..=1_000_000, &mut settings.backlog);
    block.about("A sync worker busy for longer is aborted; 0s is never.");
    block.read_within("timeout", none..=TIMEOUT_MAX, &mut settings.timeout);
    block.about("A worker that has served so many requests is replaced; 0 is never.");
    block.read_within("max_requests", 0..=1_000_000_000, &mut settings.max_requests);
    let replaced = settings.max_requests > 0;
    let jitter = |field: &Field<'_>| {
        if !replaced {
            field.warn(code::UNUSED, "workers are not replaced", "add \"max_requests\", or take this out");
        }
        within(field, &(0..=1_000_000_000))
    };
    block.about("Up to so many more, drawn for each worker.");
    block.read_as("max_requests_jitter", jitter, &mut settings.max_requests_jitter);
    block.about("Whether the master imports the code before it listens.");
    block.read("preload_app", &mut settings.preload_app);
    block.about("How long a stop waits for requests at work.");
    block.read_within("graceful_timeout", none..=TIMEOUT_MAX, &mut settings.graceful_timeout);
    block.about("Worker CPU time a request, beyond the route's own.");
    block.read_within("request_cpu", none..=CPU_MAX, &mut settings.request_cpu);
    let memory = Bytes::from_kib(1)..=MEMORY_MAX;
    block.about("Memory of the master.");
    block.read_within("master_memory", memory.clone(), &mut settings.master_memory);
    block.about("Memory of a new worker.");
    block.read_within("worker_memory", memory, &mut settings.worker_memory);
    block.about("From exec to listening.");
    block.read_within("start_time", none..=TIMEOUT_MAX, &mut settings.start_time);
    block.about(
        "How workers talk to MySQL: over connections that the pool of each keeps, the same but tested \
            before each use, or over one opened for each request.",
    );
    block.read("database_connections", &mut settings.database_connections);
    block.about("The pool of connections to MySQL in each worker process, under SQLAlchemy's names.");
    if settings.database_connections != DatabaseConnections::PerRequest {
        block.open("pool", |block| pool(block, &mut settings.pool));
    } else if let Some(field) = block.optional("pool") {
        field.open(|block| pool(block, &mut settings.pool));
        let remedy = "take it out, or let \"database_connections\" be \"pooled\"";
        field.warn(code::UNUSED, "with a connection for each request there is no pool", remedy);
    }
}

/// With more than one thread a worker is gthread, whatever the file has said.
fn threads(field: &Field<'_>, said: Option<WorkerClass>) -> Option<u32> {
    let threads = within(field, &(1..=128))?;
    if threads > 1 && said == Some(WorkerClass::Sync) {
        let remedy = "let \"worker_class\" be \"gthread\", or take this out";
        field.warn(code::UNUSED, "with more than one thread gunicorn makes gthread of sync", remedy);
    }
    Some(threads)
}

/// The pool of each worker, under SQLAlchemy's names.
fn pool(block: &mut Block<'_>, pool: &mut Pool) {
    block.about("Connections that are kept.");
    block.read_within("pool_size", 1..=1_000, &mut pool.pool_size);
    block.about("Connections beyond them, closed when they are given back.");
    block.read_within("max_overflow", 0..=1_000, &mut pool.max_overflow);
    block.about("How long a request waits for a connection before it fails.");
    block.read_within("pool_timeout", SimDuration::ZERO..=TIMEOUT_MAX, &mut pool.pool_timeout);
    let age = |field: &Field<'_>| {
        field.word_or(("never", "\"30min\""), None, |field| {
            within(field, &(RECYCLE_MIN..=TIMEOUT_MAX)).map(Some)
        })
    };
    block.about("A connection of this age is replaced when it is next taken.");
    block.read_as("pool_recycle", age, &mut pool.pool_recycle);
}

impl Read for WorkerClass {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.pick("worker class", &[("sync", Self::Sync), ("gthread", Self::Gthread)])
    }
}

impl Read for Bind {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.takes(|| json!({"pattern": "^(unix:/.*|.*:0*[1-9][0-9]{0,4})$"}));
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
