//! Connections that are refused, reset, closed without an answer or cut in the middle of one, by whose doing.

use super::failure_context::Logged::{AsUsual, Nothing};
use super::failure_context::{DARK, POWER, Told, told};
use super::failure_machine::{PANIC, PANICKED, REBOOT};
use super::{ActionName, Limit};

pub(super) fn refused(action: ActionName) -> Option<Told> {
    let silent = || Nothing("nothing was written: no program saw the visitor");
    match action {
        ActionName::PowerLoss => told(
            "the machine was booting after the power loss: its kernel answered, nginx did not listen yet",
            silent(),
            "wait for nginx: systemctl status nginx",
        ),
        ActionName::KernelPanic | ActionName::Reboot => told(
            "the machine was going down or coming up: its kernel answered, nginx did not listen",
            silent(),
            "wait for nginx: systemctl status nginx; after a boot it should be the last to start",
        ),
        ActionName::NginxRestart => told(
            "nginx was being restarted: nothing listened on the port until it was up again",
            silent(),
            "nginx -t first, then reload (HUP) instead of restarting: the listener stays open",
        ),
        ActionName::NginxStop => told(
            "nginx was stopped, and nobody had started it again",
            silent(),
            "systemctl start nginx; a maintenance page would have told visitors why",
        ),
        ActionName::NginxKill => told(
            "nginx was killed, and nobody had started it again",
            silent(),
            "systemctl start nginx; systemctl status says whether its unit has Restart=, or has given up; dmesg says whether it was memory",
        ),
        ActionName::NginxReload => told(
            "the configuration file had been left broken after a reload that it failed: nginx could not start with it",
            silent(),
            "nginx -t says what is wrong; repair it, then systemctl start nginx",
        ),
        _ => None,
    }
}

pub(super) fn reset(action: ActionName) -> Option<Told> {
    match action {
        ActionName::PowerLoss => told(
            "the machine came back after the power loss and no longer knew the connection",
            Nothing("nothing was written: what knew the connection was lost with the power"),
            POWER,
        ),
        ActionName::KernelPanic => told(
            "the machine came back after the kernel's panic and no longer knew the connection",
            PANICKED,
            PANIC,
        ),
        ActionName::Reboot => told(
            "the machine was rebooted and no longer knew the connection",
            Nothing("nothing was written: what knew the connection was gone with the reboot"),
            REBOOT,
        ),
        ActionName::NginxKill => told(
            "the nginx process that held the connection was killed: the kernel closed it",
            Nothing("nginx wrote nothing about the visitor; of a worker its master says: exited on signal 9"),
            "find out who killed it: the kernel's log (dmesg), a colleague",
        ),
        ActionName::NginxRestart | ActionName::NginxReload | ActionName::NginxStop => told(
            "nginx was stopped while the connection was open, or before it was accepted",
            Nothing("nothing was written: at its usual level nginx does not log its stop"),
            "reload (HUP) if a new configuration is all that is wanted; a stop by QUIT finishes what it has accepted, one by TERM nothing",
        ),
        _ => None,
    }
}

pub(super) fn emptied(action: Option<ActionName>, limit: Option<Limit>) -> Option<Told> {
    match (action, limit) {
        (_, Some(Limit::WorkerConnections)) => told(
            "nginx had no connection slot left and closed the connection at once",
            AsUsual,
            "raise worker_connections (and worker_rlimit_nofile)",
        ),
        (Some(ActionName::SlowClients), Some(Limit::ClientHeaderTimeout | Limit::ClientBodyTimeout)) => told(
            "the visitor sent its request so slowly that it was not whole in time, and nginx closed the connection",
            Nothing(
                "nothing in error.log at its usual level (info says: client timed out); access.log says 408",
            ),
            "the limit at work: it frees the places that slow visitors hold; a shorter one frees them sooner",
        ),
        (_, Some(Limit::ClientHeaderTimeout | Limit::ClientBodyTimeout)) => told(
            "the visitor sent nothing for so long that nginx closed the connection without an answer",
            Nothing("nothing in error.log: at its usual level nginx does not log a visitor's silence"),
            "nothing on this machine: look at the way between the visitor and it",
        ),
        (_, Some(Limit::WorkerShutdownTimeout)) => told(
            "the nginx worker was leaving after a reload and had not finished within worker_shutdown_timeout",
            Nothing("nothing was written: the worker closed what it still had and left"),
            "a longer worker_shutdown_timeout, or none",
        ),
        (Some(ActionName::PowerLoss), _) => told("the machine lost power before any answer", DARK, POWER),
        (Some(ActionName::KernelPanic), _) => told("the kernel panicked before any answer", PANICKED, PANIC),
        (
            Some(
                ActionName::NginxRestart
                | ActionName::NginxReload
                | ActionName::NginxStop
                | ActionName::NginxKill
                | ActionName::NginxHang
                | ActionName::Reboot,
            ),
            _,
        ) => told(
            "nginx was stopped and closed the connection before any answer",
            Nothing("nothing was written: at its usual level nginx does not log its stop"),
            "reload (HUP), or let nginx quit gracefully (QUIT), instead of stopping it (TERM)",
        ),
        _ => None,
    }
}

pub(super) fn truncated(action: ActionName) -> Option<Told> {
    match action {
        ActionName::NginxRestart
        | ActionName::NginxReload
        | ActionName::NginxStop
        | ActionName::NginxKill => told(
            "nginx was stopped while it still held a part of the answer: what was in the socket's buffer was sent, the rest was not",
            AsUsual,
            "reload (HUP), or let nginx quit gracefully (QUIT) with time enough for its largest answers",
        ),
        _ => None,
    }
}
