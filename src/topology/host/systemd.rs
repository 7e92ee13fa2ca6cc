//! systemd: it starts the services at boot, and again when they die, if their units say so.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{AppServerEvent, DatabaseEvent, Event, HostEvent, WebServerEvent};
use super::settings::{Restart, Service};
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{Happening, Message};

/// How a service's main process ended without having been told to by systemd.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// SIGKILL.
    Signal,
    /// SIGKILL by the kernel's OOM killer.
    OomKill,
    /// By itself, with this exit status; 0 is a clean end.
    ExitStatus(u8),
}

impl Restart {
    /// Whether systemd starts a service again after this ending (systemd.service(5), table of `Restart=`).
    pub const fn follows(self, ending: Ending) -> bool {
        match (self, ending) {
            (Self::No, _) => false,
            (Self::Always, _) => true,
            (Self::OnFailure, ending) => !matches!(ending, Ending::ExitStatus(0)),
            (Self::OnAbnormal, ending) => matches!(ending, Ending::Signal | Ending::OomKill),
        }
    }
}

/// What systemd remembers of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Unit {
    /// Automatic starts since the last one by hand.
    restarts: u32,
    /// When the latest were; no more than `start_limit_burst`.
    starts: VecDeque<SimTime>,
    /// Changes with each death and each start by hand, so that a wait for something earlier is recognised.
    turn: u32,
}

impl Unit {
    /// Whether one more start now is within the limit, and notes it.
    fn may_start(&mut self, now: SimTime, burst: u32, interval: SimDuration) -> bool {
        while self.starts.front().is_some_and(|start| now.since(*start) >= interval) {
            self.starts.pop_front();
        }
        let within = self.starts.len() < burst as usize;
        if within {
            self.starts.push_back(now);
        }
        within
    }

    /// The machine has lost power: nothing is remembered.
    fn forget(&mut self) {
        *self = Self { turn: self.turn + 1, ..Self::default() };
    }

    /// Somebody starts it, which is the first start that counts against the limit.
    fn begin_afresh(&mut self, now: SimTime) {
        self.forget();
        self.starts.push_back(now);
    }
}

/// What systemd remembers of all services.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Units {
    units: [Unit; Service::COUNT],
}

impl Units {
    pub(super) fn forget_all(&mut self) {
        self.units.iter_mut().for_each(Unit::forget);
    }
}

/// A service's main process has ended: systemd says so and, if the unit says so, starts it again after a while. A boot goes
/// on whatever became of it.
// Simplified: a start or stop that takes longer than 90 s (`TimeoutStartSec=`, `TimeoutStopSec=`) is not broken off. Of
// `Restart=`, `on-success`, `on-abort` and `on-watchdog` are left out.
// Simplified: a killed nginx or gunicorn worker is its master's affair; systemd's `OOMPolicy=stop`, the default since
// version 243, would end the whole service with it.
pub fn service_ended(context: &mut Context<'_>, service: Service, ending: Ending) {
    let (main, result) = match ending {
        Ending::Signal => ((Message::MainProcessKilled, 0), Some(Message::FailedWithSignal)),
        Ending::OomKill => ((Message::MainProcessKilled, 0), Some(Message::FailedWithOomKill)),
        Ending::ExitStatus(0) => ((Message::MainProcessExited, 0), None),
        Ending::ExitStatus(status) => {
            ((Message::MainProcessExited, u32::from(status)), Some(Message::FailedWithExitCode))
        }
    };
    let name = service.unit();
    context.log(main.0, name.with(main.1));
    if let Some(result) = result {
        context.log(result, name.with(0));
    }
    let unit = &mut context.host.units.units[service.index()];
    unit.turn += 1;
    let turn = unit.turn;
    let settings = context.settings.host.units.of(service);
    if settings.restart.follows(ending) {
        context.agenda.after(settings.restart_sec, Event::Host(HostEvent::RestartDue { service, turn }));
    }
    super::go_on_with_boot(context, service);
    super::service_stopped(context, service);
}

/// The wait before a service is started again is over.
pub fn restart_due(context: &mut Context<'_>, service: Service, turn: u32) {
    let now = context.now();
    let settings = context.settings.host.units.of(service);
    let unit = &mut context.host.units.units[service.index()];
    if unit.turn != turn {
        return; // Somebody was quicker, or the power has gone.
    }
    unit.restarts += 1;
    let (name, restarts) = (service.unit(), unit.restarts);
    let starts = unit.may_start(now, settings.start_limit_burst, settings.start_limit_interval);
    context.log(Message::ScheduledRestart, name.with(restarts));
    if starts {
        context.agenda.after(SimDuration::ZERO, start(service));
    } else {
        context.log(Message::StartRepeatedTooQuickly, name.with(0));
        context.log(Message::FailedWithStartLimit, name.with(0));
        context.chronicle(Happening::StartLimitHit);
    }
}

/// Somebody starts a service: systemd begins to count afresh.
// Simplified: whoever starts a service by hand after too many starts gives `systemctl reset-failed` first.
pub fn started_by_hand(context: &mut Context<'_>, service: Service) {
    let now = context.now();
    context.host.units.units[service.index()].begin_afresh(now);
}

/// Somebody stops a service: an automatic start that is due does not come.
pub fn stopped_by_hand(context: &mut Context<'_>, service: Service) {
    context.host.units.units[service.index()].forget();
}

/// The order to start, to the service's room.
pub(super) const fn start(service: Service) -> Event {
    match service {
        Service::WebServer => Event::WebServer(WebServerEvent::Start),
        Service::AppServer => Event::AppServer(AppServerEvent::Start),
        Service::Database => Event::Database(DatabaseEvent::Start),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_policy_follows_the_endings_of_its_row() {
        let endings = [Ending::ExitStatus(0), Ending::ExitStatus(3), Ending::Signal, Ending::OomKill];
        let row = |policy: Restart| endings.map(|ending| policy.follows(ending));
        assert_eq!(row(Restart::No), [false; 4]);
        assert_eq!(row(Restart::OnFailure), [false, true, true, true]);
        assert_eq!(row(Restart::OnAbnormal), [false, false, true, true]);
        assert_eq!(row(Restart::Always), [true; 4]);
    }

    #[test]
    fn the_sixth_start_within_ten_seconds_is_one_too_many() {
        let mut unit = Unit::default();
        let mut may = |second| unit.may_start(SimTime::from_secs(second), 5, SimDuration::from_secs(10));
        assert_eq!([1, 2, 3, 4, 5, 6].map(&mut may), [true, true, true, true, true, false]);
        assert_eq!(
            [10, 11, 11].map(&mut may),
            [false, true, false],
            "the first is forgotten after ten seconds"
        );
    }
}
