//! What a failure looks like where the machine was to blame: memory that was used up, a full disk, or a limit
//! that made visitors wait.

use super::failure_context::Logged::{AsUsual, Nothing};
use super::failure_context::{DARK, Logged, POWER, SHED, Told, told};
use super::{ActionName, FailureKind, Limit};

pub(super) const PANICKED: Logged =
    Nothing("nothing was written: the kernel's last words are on the console only");
pub(super) const PANIC: &str = "look at the console (kdump keeps a picture of the memory) and reset the machine; kernel.panic = 10 lets it reboot by itself";
pub(super) const REBOOT: &str = "announce it, put up a maintenance page, reboot in quiet hours; with one machine there is nobody to take over";
pub(super) const HUNG: &str = "look at what the process is at (ps: state T, D or S; strace, gdb), let it go on with kill -CONT, or restart its service; a check from outside finds what still listens but answers nobody";
const OOM: &str = "dmesg names the process killed; find who grew (a leak: max_requests recycles the workers), size the buffer pool and the workers to the memory";

/// By memory that was used up, or a full disk.
pub(super) fn by_machine(kind: FailureKind, limit: Option<Limit>) -> Option<Told> {
    match (limit?, kind) {
        (Limit::Memory, _) => by_memory(kind),
        (
            Limit::Disk,
            FailureKind::GaveUpWaiting
            | FailureKind::ClientTimedOut
            | FailureKind::UpstreamReadTimedOut
            | FailureKind::UpstreamConnectTimedOut
            | FailureKind::WorkerTimedOut
            | FailureKind::UpstreamClosed
            | FailureKind::UpstreamQueueFull,
        ) => told(
            "the disk was full: MySQL's writers waited for room, and held the workers that waited for them",
            AsUsual,
            "df -h; free some room (old logs, the binary log): MySQL goes on by itself within a minute",
        ),
        _ => None,
    }
}

/// By memory that was used up.
fn by_memory(kind: FailureKind) -> Option<Told> {
    match kind {
        FailureKind::UpstreamClosed => told(
            "the kernel's OOM killer killed the gunicorn worker in the middle of the request",
            AsUsual,
            OOM,
        ),
        FailureKind::DatabaseUnreachable | FailureKind::DatabaseLost => {
            told("the kernel's OOM killer killed mysqld: memory was used up", AsUsual, OOM)
        }
        FailureKind::UpstreamRefused | FailureKind::UpstreamReset => {
            told("the kernel's OOM killer killed gunicorn: memory was used up", AsUsual, OOM)
        }
        FailureKind::ConnectionRefused | FailureKind::ConnectionReset => told(
            "the kernel's OOM killer killed nginx: memory was used up",
            Nothing(
                "nginx itself wrote nothing about the visitor: the kernel's log names the process killed",
            ),
            OOM,
        ),
        FailureKind::GaveUpConnecting | FailureKind::ConnectTimedOut => told(
            "the kernel's OOM killer killed what should have taken the connection: memory was used up",
            Nothing("no program saw the visitor: the kernel's log names the process killed"),
            OOM,
        ),
        FailureKind::GaveUpWaiting | FailureKind::ClientTimedOut => told(
            "a process was killed for want of memory, and the page waited for what took its place",
            AsUsual,
            OOM,
        ),
        _ => None,
    }
}

/// By the machine, or a process that stood still on it, which made a visitor wait.
pub(super) fn waiting_by_machine(action: ActionName) -> Option<Told> {
    match action {
        ActionName::PowerLoss => told(
            "the machine lost power while the page was under way, or was not yet back at work",
            DARK,
            POWER,
        ),
        ActionName::KernelPanic => told(
            "the kernel panicked while the page was under way, or the machine was not yet back at work",
            PANICKED,
            PANIC,
        ),
        ActionName::Reboot => told(
            "the machine was being rebooted while the page was under way, or was not yet back at work",
            AsUsual,
            REBOOT,
        ),
        ActionName::CpuSteal => told(
            "the hypervisor gave the machine's cores to other guests: everything took longer, and the page longer than its visitor's patience",
            AsUsual,
            "top shows it as %st; ask the provider, move to another host, or take a plan with cores of its own",
        ),
        ActionName::MemoryLeak => told(
            "a process leaked memory: what the kernel killed for it, or files read from the disk again, made the page wait",
            AsUsual,
            "ps --sort=-rss names who grew; restart it now, find the leak later (max_requests recycles gunicorn's workers)",
        ),
        ActionName::DiskFull => told(
            "the disk was full: the page waited for a write of MySQL, or for a worker that waited for one",
            AsUsual,
            "df -h; free some room (old logs, the binary log): MySQL goes on by itself within a minute",
        ),
        ActionName::DiskSlow => told(
            "the disk was slow: the page waited for MySQL's reads and writes, or for a worker that waited for them",
            AsUsual,
            "iostat -x; look at the disk's health and at who else uses it; a larger buffer pool reads less",
        ),
        ActionName::NginxHang => {
            told("nginx hung: the connection stood, and nobody read what came on it", AsUsual, HUNG)
        }
        ActionName::GunicornHang => {
            told("gunicorn hung: the page waited in its queue or in a worker that stood still", AsUsual, HUNG)
        }
        ActionName::MysqlHang => told(
            "MySQL hung: the page's query waited, or the page waited for a worker whose query did",
            AsUsual,
            HUNG,
        ),
        _ => None,
    }
}

/// By a limit alone that made a visitor wait.
pub(super) fn waiting_by_limit(limit: Limit) -> Option<Told> {
    match limit {
        Limit::Link => told(
            "nothing but the visitor's own line held the page up: it takes longer than the visitor's patience",
            AsUsual,
            "smaller pages: compress, fewer and smaller files",
        ),
        Limit::Uplink => told(
            "the machine's uplink was full: every answer got its share of it only, and the page took too long",
            AsUsual,
            "smaller pages, a wider uplink, or somebody else's network for the large files (a CDN)",
        ),
        Limit::Cores => told(
            "all cores were busy: everything took longer, and the page longer than its visitor's patience",
            AsUsual,
            SHED,
        ),
        Limit::Workers | Limit::Backlog => told(
            "all of gunicorn's workers were busy: the page stood in the accept queue for longer than its visitor's patience",
            AsUsual,
            "more workers if cores are idle, else less work a request; a longer backlog only makes the wait longer",
        ),
        Limit::Route => told(
            "the application itself took longer than the visitor's patience",
            AsUsual,
            "find the slow query or remote call; move long work out of the request",
        ),
        _ => None,
    }
}
