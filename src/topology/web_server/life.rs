//! nginx's life: start, reload, quit, stop.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{Event, WebServerEvent};
use super::super::host;
use super::super::id::ConnectionId;
use super::super::operation::Effect;
use super::super::operation::settings::StopSignal;
use super::super::request::Service as Served;
use super::super::settings::host::Service;
use super::WebServer;
use super::listener::connections_where;
use crate::snapshot::ProcessState;
use crate::vocabulary::{Happening, Layer};

/// Where nginx is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Phase {
    Down,
    Starting,
    Running,
    /// Told to quit; it is started again when it has.
    Quitting,
}

impl Phase {
    pub(super) fn state(self) -> ProcessState {
        match self {
            Self::Down => ProcessState::Down,
            Self::Starting => ProcessState::Starting,
            Self::Running => ProcessState::Running,
            Self::Quitting => ProcessState::Stopping,
        }
    }
}

impl WebServer {
    /// `exec`; it listens after its start time.
    pub(super) fn start(&mut self, context: &mut Context<'_>) {
        if self.life.phase == Phase::Down {
            let life = self.life.go(Phase::Starting);
            let started = Event::WebServer(WebServerEvent::Started { life });
            context.agenda.after(context.settings.web_server.start_time, started);
            self.hold_memory(context);
        } else if self.life.phase == Phase::Running {
            host::service_started(context, Service::WebServer); // Somebody was quicker than the boot.
        }
    }

    /// It listens.
    pub(super) fn started(&mut self, life: u32, context: &mut Context<'_>) {
        if self.life.is(life, Phase::Starting) {
            self.life.phase = Phase::Running;
            self.bring_up_workers(context.now(), context.settings);
            self.hold_memory(context);
            context.host.open_web_port();
            context.board.release(Layer::WebServer);
            context.chronicle(Happening::NginxStarted);
            host::service_started(context, Service::WebServer);
        }
    }

    /// Stop and start, as an action; where it is down, only start.
    pub fn restart(&mut self, signal: StopSignal, action: u16, context: &mut Context<'_>) -> Effect {
        match self.life.phase {
            Phase::Running => self.stop(signal, action, context),
            Phase::Down if context.host.is_up() => self.start(context),
            _ => return Effect::None,
        }
        Effect::Done
    }

    fn stop(&mut self, signal: StopSignal, action: u16, context: &mut Context<'_>) {
        context.board.hold(Layer::WebServer, action);
        context.host.close_web_port();
        let life = self.life.go(Phase::Quitting);
        self.let_workers_leave();
        match signal {
            StopSignal::Term => self.quit_overdue(life, context),
            StopSignal::Quit => {
                context.chronicle(Happening::NginxQuitting);
                let overdue = Event::WebServer(WebServerEvent::QuitOverdue { life });
                context.agenda.after(context.settings.web_server.stop_timeout, overdue);
                self.close_idle(context);
                self.bury_finished_workers(context);
            }
        }
    }

    /// A quit has taken too long, or TERM was sent: what is left is cut.
    pub(super) fn quit_overdue(&mut self, life: u32, context: &mut Context<'_>) {
        if self.life.is(life, Phase::Quitting) {
            self.cut_all(context);
            self.bury_all(context);
            self.last_worker_may_have_left(context);
        }
    }

    /// After a quit, the next life begins when the last worker has left.
    pub(super) fn last_worker_may_have_left(&mut self, context: &mut Context<'_>) {
        if self.life.phase == Phase::Quitting && self.is_empty() {
            self.life.go(Phase::Down);
            self.hold_memory(context);
            context.chronicle(Happening::NginxStopped);
            self.start(context);
        }
    }

    /// HUP, as an action: new workers serve at once, the old ones finish what they have.
    // Simplified: reading the configuration takes no time.
    pub fn reload(&mut self, context: &mut Context<'_>) -> Effect {
        if self.life.phase != Phase::Running {
            return Effect::None;
        }
        self.let_workers_leave();
        self.bring_up_workers(context.now(), context.settings);
        self.hold_memory(context);
        self.close_idle(context);
        self.bury_finished_workers(context);
        context.chronicle(Happening::NginxReloaded);
        Effect::Done
    }

    /// The machine has lost power. The browsers are told nothing.
    pub fn lose_power(&mut self, context: &mut Context<'_>) {
        self.life.go(Phase::Down);
        self.forget_exchanges(context);
        self.bury_all(context);
        Self::forget_connections(context);
    }

    /// An answer whose last byte has not left the machine yet never arrives.
    fn stop_sending(id: ConnectionId, context: &mut Context<'_>) {
        let held = *context.connection(id).expect("only what is held is sent on");
        if held.delivered > context.now() + context.half_trip(id) {
            context.agenda.cancel(held.delivery);
        }
    }

    /// The server's end of every connection is forgotten.
    fn forget_connections(context: &mut Context<'_>) {
        for id in connections_where(context, |connection| connection.worker.is_some()) {
            context.spoil(id, Layer::Host);
            Self::stop_sending(id, context);
            let connection = context.connection(id).expect("just listed");
            connection.worker = None;
            connection.service = Served::Waiting;
            if connection.visit.is_none() {
                context.connections.remove(id.0);
            }
        }
    }
}
