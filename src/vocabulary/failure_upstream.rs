//! What a failure behind nginx looks like once it is known who is to blame.

use super::failure_context::Logged::AsUsual;
use super::failure_context::{Told, told};
use super::{ActionName, FailureKind};

/// gunicorn's part: nobody listened, or the worker ended.
pub(super) fn upstream(kind: FailureKind, action: ActionName) -> Option<Told> {
    let is_refused = kind == FailureKind::UpstreamRefused;
    match action {
        ActionName::PowerLoss if is_refused => told(
            "nginx was up again after the power loss, gunicorn did not listen yet",
            AsUsual,
            "wait for gunicorn: systemctl status gunicorn",
        ),
        ActionName::KernelPanic | ActionName::Reboot if is_refused => told(
            "the machine was going down or coming up: nginx ran, gunicorn did not listen",
            AsUsual,
            "wait for gunicorn: systemctl status gunicorn; a boot order in which nginx comes last hides it",
        ),
        ActionName::GunicornRestart if is_refused => told(
            "gunicorn was being restarted: between its stop and its start, or since a broken release, nothing listened at its address",
            AsUsual,
            "reload (HUP) instead of restarting, or let systemd hold the socket; gunicorn's log says whether the code could be imported",
        ),
        ActionName::GunicornReload if is_refused => told(
            "the new release could not be imported: a worker failed to boot, and gunicorn gave up altogether",
            AsUsual,
            "take the release back and start gunicorn; try the import before HUP (gunicorn --check-config), or preload_app",
        ),
        ActionName::GunicornStop if is_refused => told(
            "gunicorn was stopped, and nobody had started it again",
            AsUsual,
            "systemctl start gunicorn; a maintenance page would have told visitors why",
        ),
        ActionName::GunicornKill if is_refused => told(
            "gunicorn was killed, and nobody had started it again",
            AsUsual,
            "systemctl start gunicorn; systemctl status says whether its unit has Restart=, or has given up; dmesg says whether it was memory",
        ),
        ActionName::GunicornKill => told(
            "the gunicorn worker was killed in the middle of the request",
            AsUsual,
            "find out who killed it: the kernel's log (dmesg), a colleague",
        ),
        ActionName::GunicornRestart | ActionName::GunicornReload | ActionName::GunicornStop => told(
            "gunicorn ended the worker in the middle of the request: it had not finished within graceful_timeout",
            AsUsual,
            "shorter requests, or a longer graceful_timeout",
        ),
        _ => None,
    }
}

/// MySQL's part.
pub(super) fn database(kind: FailureKind, action: ActionName) -> Option<Told> {
    let is_lost = kind == FailureKind::DatabaseLost;
    match action {
        ActionName::PowerLoss if !is_lost => told(
            "MySQL was not back after the power loss: it was starting or applying its redo log",
            AsUsual,
            "wait for the recovery: systemctl status mysql",
        ),
        ActionName::KernelPanic | ActionName::Reboot if !is_lost => told(
            "the machine was going down or coming up: MySQL was stopped, starting or applying its redo log",
            AsUsual,
            "wait for it: systemctl status mysql",
        ),
        ActionName::MysqlRestart | ActionName::MysqlStop | ActionName::MysqlKill if is_lost => told(
            "MySQL went away under the connection: in the middle of a query, or before the pool noticed",
            AsUsual,
            "pool_pre_ping or pool_recycle; reads may be tried again",
        ),
        ActionName::MysqlRestart => told(
            "MySQL was being restarted and did not accept connections",
            AsUsual,
            "restart MySQL in quiet hours; let the application try again",
        ),
        ActionName::MysqlStop => told(
            "MySQL was stopped, and nobody had started it again",
            AsUsual,
            "systemctl start mysql; pages without the database still work, a maintenance page tells the others why",
        ),
        ActionName::MysqlKill => told(
            "MySQL was killed, and was dead, starting or applying its redo log",
            AsUsual,
            "wait for the recovery: systemctl status mysql; ask the kernel's log who killed it",
        ),
        _ => None,
    }
}
