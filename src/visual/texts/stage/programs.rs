//! What is written in the programs.

use super::{seconds, so_far, texts, waiting};
use crate::snapshot::LockedBy;
use crate::vocabulary::FailureKind;

/// nginx's connection slots.
pub fn connections(taken: u32, all: u32) -> Vec<String> {
    vec![format!("{taken} / {all} connections"), format!("{taken} / {all}")]
}

/// Connections that nginx has not accepted yet.
pub fn wait_to_get_in(count: u32) -> Vec<String> {
    let wait = waiting(count);
    vec![format!("{wait} to get in"), wait]
}

/// An nginx worker process, which may stand still.
pub fn nginx_worker(number: usize, hangs: bool) -> Vec<String> {
    let told = format!("worker {number}");
    if hangs { vec![format!("{told} hangs"), format!("{number} hangs")] } else { vec![told] }
}

/// How long the accept queue is and how long it may get.
pub fn backlog(waiting: u32, most: u32) -> Vec<String> {
    vec![format!("{waiting} / {most}"), waiting.to_string()]
}

/// How many a mark stands for.
pub fn each(count: u32) -> Vec<String> {
    vec![format!("1 mark = {count}"), format!("each {count}")]
}

/// gunicorn's workers.
pub fn busy_workers(busy: u32, workers: u32) -> Vec<String> {
    vec![format!("{busy} of {workers} workers busy"), format!("{busy} of {workers} busy")]
}

/// A worker's threads.
pub fn busy_threads(busy: usize, threads: usize) -> Vec<String> {
    vec![format!("{busy} of {threads} threads busy"), format!("{busy} of {threads} busy")]
}

/// A worker that has nothing to do.
pub fn idle() -> Vec<String> {
    texts(["idle"])
}

fn lasting(what: &str, spent: f64) -> String {
    if spent < 0.5 { what.to_owned() } else { format!("{what} {}", seconds(spent)) }
}

/// A worker that computes.
pub fn computes(spent: f64) -> Vec<String> {
    vec![lasting("computing", spent), "computing".to_owned()]
}

/// A worker that waits for MySQL.
pub fn waits_for_mysql(spent: f64) -> Vec<String> {
    vec![lasting("waits for MySQL", spent), lasting("MySQL", spent)]
}

/// A worker that waits for a connection to MySQL.
pub fn waits_for_pool(spent: f64) -> Vec<String> {
    vec![lasting("waits for the pool", spent), lasting("pool", spent)]
}

/// A worker that waits for something else.
pub fn waits_elsewhere(spent: f64) -> Vec<String> {
    vec![lasting("waits elsewhere", spent), lasting("elsewhere", spent)]
}

/// A worker whose visitor has left.
pub fn works_for_nobody(spent: f64) -> Vec<String> {
    vec![lasting("works for nobody", spent), lasting("for nobody", spent), "nobody".to_owned()]
}

/// A worker that reads the code.
pub fn imports(share: Option<f64>) -> Vec<String> {
    vec![so_far("imports the code", share), so_far("imports", share)]
}

/// A worker that stands still.
pub fn hangs() -> Vec<String> {
    texts(["hangs"])
}

/// A worker that finishes.
pub fn leaves() -> Vec<String> {
    texts(["finishes and leaves", "leaves"])
}

/// A worker that is not there.
pub fn gone() -> Vec<String> {
    texts(["gone"])
}

/// How many of all workers do something.
pub fn so_many(count: usize, all: usize, what: &str) -> Vec<String> {
    vec![format!("{count} of {all} {what}"), format!("{count} {what}")]
}

/// Files that are not shown.
pub fn more_files(count: usize) -> String {
    format!("and {count} more")
}

/// MySQL's sessions.
pub fn sessions(open: u32, most: u32) -> Vec<String> {
    vec![format!("{open} / {most} sessions"), format!("{open} / {most}")]
}

/// Sessions that run a query.
pub fn running() -> Vec<String> {
    texts(["running"])
}

/// Sessions whose query waits for a lock.
pub fn wait_for_locks() -> Vec<String> {
    texts(["wait for locks", "locked"])
}

/// What holds a lock that many wait for.
pub fn locked(by: LockedBy) -> Vec<String> {
    match by {
        LockedBy::Backup => texts(["locked by the backup", "locked: backup", "backup"]),
        LockedBy::SchemaChange => texts(["locked by ALTER TABLE", "ALTER TABLE"]),
    }
}

/// The share of page reads that the buffer pool answers.
pub fn buffer_pool() -> Vec<String> {
    texts(["buffer pool hits", "buffer pool", "pool"])
}

/// A badge for so many failures.
pub fn times(badge: &str, count: u32) -> String {
    if count > 1 { format!("{badge} × {count}") } else { badge.to_owned() }
}

/// How a page failed, as short as a visitor would say it.
pub const fn badge(kind: FailureKind) -> &'static str {
    match kind {
        FailureKind::ConnectTimedOut | FailureKind::ClientTimedOut => "timed out",
        FailureKind::GaveUpConnecting | FailureKind::GaveUpWaiting | FailureKind::GaveUpResolving => {
            "gave up"
        }
        FailureKind::ConnectionRefused => "refused",
        FailureKind::ConnectionReset => "reset",
        FailureKind::EmptyReply => "no reply",
        FailureKind::TruncatedAnswer => "cut off",
        FailureKind::CertificateExpired => "certificate",
        FailureKind::UpstreamRefused
        | FailureKind::UpstreamQueueFull
        | FailureKind::UpstreamReset
        | FailureKind::UpstreamClosed => "502",
        FailureKind::UpstreamConnectTimedOut | FailureKind::UpstreamReadTimedOut => "504",
        FailureKind::BodyTooLarge => "413",
        FailureKind::RateLimited | FailureKind::ConnectionLimited | FailureKind::MaintenancePage => "503",
        FailureKind::NoUpstreamSlot
        | FailureKind::WorkerTimedOut
        | FailureKind::DatabaseUnreachable
        | FailureKind::DatabaseLost
        | FailureKind::DatabaseFull
        | FailureKind::DatabaseSessionClosed
        | FailureKind::LockWaitTimedOut
        | FailureKind::ApplicationError
        | FailureKind::PoolExhausted => "500",
        FailureKind::NameNotFound => "name not found",
        FailureKind::NoAddress => "no address",
        FailureKind::NoDnsAnswer => "no DNS answer",
        FailureKind::DnsServfail => "SERVFAIL",
    }
}
