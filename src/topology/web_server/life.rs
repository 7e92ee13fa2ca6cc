//! nginx's life: start, reload, quit, stop.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{Event, WebServerEvent};
use super::super::host;
use super::super::life::AfterStop;
use super::super::operation::Effect;
use super::super::operation::settings::{Config, StopSignal};
use super::super::request::{Counted, Listened, Service as Served};
use super::super::settings::host::Service;
use super::WebServer;
use super::limit::Zones;
use super::listener::connections_where;
use super::orphan::Master;
use crate::snapshot::{ProcessState, Progress};
use crate::vocabulary::{Happening, Layer, Message};

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
        if context.host.shuts_down() {
            return;
        }
        if self.life.phase == Phase::Down {
            if let Some(action) = self.broken_by {
                return Self::fail_to_start(action, context);
            }
            let life = self.life.go(Phase::Starting);
            let started = Event::WebServer(WebServerEvent::Started { life });
            self.start_up = Progress::of(context.now(), context.settings.web_server.start_time);
            context.agenda.at(self.start_up.until, started);
            self.hold_memory(context);
        } else if self.is_orphaned() {
            self.find_port_taken(context);
        } else if self.life.phase == Phase::Running {
            host::go_on_with_boot(context, Service::WebServer); // Somebody was quicker than the boot.
        }
    }

    /// `nginx -t`, which Debian's unit runs before each start, finds the mistake; a boot goes on without nginx.
    // Simplified: systemd is not told; with `Restart=` it would try again until it gives up.
    fn fail_to_start(action: u16, context: &mut Context<'_>) {
        Self::log(Message::ConfigurationBroken, 0, context);
        context.board.hold(Layer::WebServer, action);
        context.chronicle(Happening::NginxStartFailed);
        host::go_on_with_boot(context, Service::WebServer);
    }

    /// It listens.
    pub(super) fn started(&mut self, life: u32, context: &mut Context<'_>) {
        if self.life.is(life, Phase::Starting) {
            self.life.phase = Phase::Running;
            self.bring_up_workers(context.now(), context.settings);
            self.hold_memory(context);
            context.host.open_web_port();
            context.board.release(Layer::WebServer);
            if let Some(action) = self.certificate_expired_by() {
                context.board.hold(Layer::WebServer, action);
            }
            Self::log(Message::WorkersStarted, 0, context);
            context.chronicle(Happening::NginxStarted);
            self.read_certificate(context);
            host::go_on_with_boot(context, Service::WebServer);
        }
    }

    /// `systemctl restart`, as an action: stop and start; where it is down, only start. The configuration is tested by the
    /// start, when the stop is done: with a broken one nginx stays down until somebody repairs it.
    pub fn restart(
        &mut self,
        signal: StopSignal,
        config: Config,
        action: u16,
        context: &mut Context<'_>,
    ) -> Effect {
        self.write_config(config, action);
        self.go_on(context); // systemd sends SIGCONT behind its signal, so that what stands still hears it.
        match self.life.phase {
            Phase::Running if self.is_orphaned() => self.start(context),
            Phase::Running => {
                self.after_stop = AfterStop::Start;
                context.board.hold(Layer::WebServer, action);
                self.stop(signal, context);
            }
            Phase::Quitting if self.after_stop == AfterStop::StayDown => self.after_stop = AfterStop::Start,
            Phase::Down if context.host.is_up() => self.start(context),
            _ => return Effect::None,
        }
        Effect::Done
    }

    /// `systemctl stop`, as an action. Of workers without a master systemd knows nothing.
    pub fn stop_by_action(&mut self, signal: StopSignal, action: u16, context: &mut Context<'_>) -> Effect {
        self.go_on(context); // As a restart.
        match self.life.phase {
            Phase::Running if !self.is_orphaned() => {
                self.after_stop = AfterStop::StayDown;
                context.board.hold(Layer::WebServer, action);
                self.stop(signal, context);
            }
            Phase::Quitting if self.after_stop == AfterStop::Start => {
                context.board.hold(Layer::WebServer, action);
                self.after_stop = AfterStop::StayDown;
            }
            Phase::Starting => {
                context.board.hold(Layer::WebServer, action);
                self.life.go(Phase::Down);
                self.hold_memory(context);
                context.chronicle(Happening::NginxStopped);
                host::go_on_with_boot(context, Service::WebServer);
            }
            _ => {
                context.agenda.cancel(self.binding);
                return Effect::None;
            }
        }
        Effect::Done
    }

    /// Somebody starts it; while it still stops, as soon as it has. What a killed master has left behind is stopped first.
    pub fn start_by_hand(&mut self, action: u16, context: &mut Context<'_>) {
        if self.life.phase == Phase::Quitting {
            self.after_stop = AfterStop::Start;
        } else if context.host.is_up() {
            self.end_orphans(action, context);
            self.start(context);
        }
    }

    /// systemd stops it, for a reboot.
    pub(super) fn stop_for_reboot(&mut self, context: &mut Context<'_>) {
        self.go_on(context);
        match self.life.phase {
            Phase::Running if !self.is_orphaned() => self.stop(StopSignal::Quit, context),
            // Of workers without a master systemd knows nothing: they end with the machine.
            Phase::Running => host::service_stopped(context, Service::WebServer),
            Phase::Quitting => {}
            Phase::Starting | Phase::Down => {
                self.life.go(Phase::Down);
                self.hold_memory(context);
                host::service_stopped(context, Service::WebServer);
            }
        }
    }

    fn stop(&mut self, signal: StopSignal, context: &mut Context<'_>) {
        context.host.close_web_port();
        self.close_socket(context);
        let life = self.life.go(Phase::Quitting);
        self.let_workers_leave(context);
        match signal {
            StopSignal::Term => {
                Self::log(Message::SignalTerm, 0, context);
                self.quit_overdue(life, context);
            }
            StopSignal::Quit => {
                Self::log(Message::SignalQuit, 0, context);
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
            host::service_stopped(context, Service::WebServer);
            if self.after_stop == AfterStop::Start {
                self.start(context);
            }
        }
    }

    fn write_config(&mut self, config: Config, action: u16) {
        self.broken_by = Some(action).filter(|_| config == Config::Broken);
    }

    /// Somebody repairs what that action broke, and starts nginx if it is down.
    pub fn repair(&mut self, action: u16, context: &mut Context<'_>) {
        if self.broken_by == Some(action) {
            self.broken_by = None;
            if self.life.phase == Phase::Down && context.host.is_up() {
                self.start(context);
            }
        }
    }

    /// HUP, as an action: new workers serve at once, the old ones finish what they have. A broken configuration changes
    /// nothing, until nginx is next started with it.
    // Simplified: reading the configuration takes no time.
    pub fn reload(&mut self, config: Config, action: u16, context: &mut Context<'_>) -> Effect {
        self.write_config(config, action);
        self.reload_as_written(context)
    }

    /// The same with whatever stands in the file.
    pub(super) fn reload_as_written(&mut self, context: &mut Context<'_>) -> Effect {
        if self.life.phase != Phase::Running || self.is_orphaned() {
            return Effect::None;
        }
        if self.master_hears_later() {
            return Effect::Done;
        }
        Self::log(Message::SignalReload, 0, context);
        if self.broken_by.is_some() {
            Self::log(Message::ConfigurationBroken, 0, context);
            context.chronicle(Happening::NginxReloadRefused);
            return Effect::Done;
        }
        self.let_workers_leave(context);
        self.bring_up_workers(context.now(), context.settings);
        self.hold_memory(context);
        Self::log(Message::WorkersStarted, 0, context);
        self.close_idle(context);
        self.wake_workers(context);
        self.bury_finished_workers(context);
        context.chronicle(Happening::NginxReloaded);
        self.read_certificate(context);
        Effect::Done
    }

    /// Somebody has edited the configuration file and reloads; where nginx does not run, its next start reads it. A file
    /// that another action has broken stays so.
    pub fn configure(&mut self, context: &mut Context<'_>) -> Effect {
        let running = self.life.phase == Phase::Running;
        if running { self.reload_as_written(context) } else { Effect::Done }
    }

    /// Whether what is written into the configuration file comes into effect: not while it is broken, or the master hangs or
    /// is gone.
    // Simplified: whoever repairs the file puts back what stood there before, so what was edited meanwhile is lost; and so is
    // what was edited while there was no master to read it.
    pub fn can_read_its_file(&self) -> bool {
        self.broken_by.is_none() && !self.is_orphaned() && !self.master_hangs()
    }

    /// The machine has lost power. The browsers are told nothing.
    pub fn lose_power(&mut self, context: &mut Context<'_>) {
        self.life.go(Phase::Down);
        self.master = Master::There;
        context.agenda.cancel(self.binding);
        self.forget_hang();
        self.forget_exchanges(context);
        self.bury_all(context);
        self.forget_socket(context);
        Self::forget_connections(context);
        self.zones = Zones::new(&context.settings.web_server);
    }

    /// The server's end of every connection is forgotten.
    fn forget_connections(context: &mut Context<'_>) {
        for id in connections_where(context, |held| {
            held.worker.is_some() || held.sending.is_some() || held.listened != Listened::Not
        }) {
            context.spoil(id, Layer::Host);
            let connection = context.connection(id).expect("just listed");
            connection.worker = None;
            connection.sending = None;
            (connection.listened, connection.unread) = (Listened::Not, None);
            connection.service = Served::Waiting;
            connection.counted = Counted::No;
            if connection.visit.is_none() {
                context.connections.remove(id.0);
            }
        }
    }
}
