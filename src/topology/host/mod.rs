//! The one machine: power, cores, disk and the kernel's sockets. Everybody on it asks it.
//!
//! Processes share the cores by processor sharing: `n` runnable ones on `c` cores run at `min(1, c/n)` of full speed
//! each. When power goes, all work is gone at once and what was asked for never comes.

pub mod settings;
mod cpu;
mod disk;
mod power;

use serde::{Deserialize, Serialize};

use self::cpu::Cpu;
use self::disk::Disk;
use self::power::Power;
use self::settings::{Service, Settings};
use super::context::Context;
use super::event::{AppServerEvent, DatabaseEvent, Event, HostEvent, WebServerEvent};
use super::operation::Effect;
use crate::engine::Agenda;
use crate::queueing::JobKey;
use crate::snapshot::{HostView, Power as PowerView};
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{Happening, Layer};

/// The machine.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Host {
    cpu: Cpu,
    disk: Disk,
    power: Power,
    /// Whether something listens on nginx's port: without it the kernel answers a SYN with RST.
    web_port_open: bool,
    /// How often it has been booted.
    boots: u64,
    /// How many services of the boot order have been started in this boot.
    started: u32,
}

impl Host {
    /// A machine that has been running for long.
    pub fn new(settings: &Settings) -> Self {
        Self {
            cpu: Cpu::new(settings.cores),
            disk: Disk::new(settings.disk_operations_per_second),
            power: Power::On,
            web_port_open: true,
            boots: 0,
            started: settings.boot_order.len() as u32,
        }
    }

    /// Whether the kernel is up.
    pub fn is_up(&self) -> bool {
        self.power == Power::On
    }

    /// Whether the kernel hands a SYN for nginx's port to somebody.
    pub fn web_port_is_open(&self) -> bool {
        self.web_port_open
    }

    /// nginx opens its listening socket.
    pub fn open_web_port(&mut self) {
        self.web_port_open = true;
    }

    /// nginx's listening socket is closed.
    pub fn close_web_port(&mut self) {
        self.web_port_open = false;
    }

    /// Asks for CPU time; `done` happens when a process has had it, sharing the cores with all others.
    pub fn compute(&mut self, agenda: &mut Agenda<Event>, demand: SimDuration, done: Event) -> JobKey {
        assert!(self.is_up(), "nothing computes on a machine that is off");
        self.cpu.start(agenda, demand, done)
    }

    /// Takes back what was asked of the cores, and says how much of it is left.
    pub fn abort(&mut self, agenda: &mut Agenda<Event>, job: JobKey) -> Option<SimDuration> {
        self.cpu.abort(agenda, job)
    }

    /// The next job that has had its CPU time by now.
    pub fn finish_job(&mut self, now: SimTime) -> Option<Event> {
        self.cpu.finish(now)
    }

    /// After the last [`Self::finish_job`]: when the next will be due.
    pub fn jobs_finished(&mut self, agenda: &mut Agenda<Event>) {
        self.cpu.look_ahead(agenda);
    }

    /// Asks for disk operations, one after another behind all that were asked for before; `done` happens after them.
    pub fn use_disk(&mut self, agenda: &mut Agenda<Event>, operations: u64, done: Event) {
        let finished = self.disk.serve(agenda.now(), operations);
        agenda.at(finished, done);
    }

    /// Capacity of the cores used and there, since the beginning [core x ns].
    pub fn cores_use(&self, now: SimTime) -> (u128, u128) {
        self.cpu.used(now)
    }

    /// Time the disk was busy, since the beginning \[ns\].
    pub fn disk_busy(&self, now: SimTime) -> u128 {
        self.disk.busy(now)
    }

    /// What may be seen of it.
    pub fn view(&self, settings: &Settings) -> HostView {
        let power = match self.power {
            Power::Off => PowerView::Off,
            Power::Booting { .. } => PowerView::Booting,
            Power::On => PowerView::On,
        };
        HostView { power, cores: settings.cores, runnable: self.cpu.jobs() }
    }

    fn cut_power(&mut self, agenda: &mut Agenda<Event>) {
        self.power = Power::Off;
        self.web_port_open = false;
        self.cpu.switch_off(agenda);
        self.disk.clear(agenda.now());
    }
}

/// The plug is pulled: the cores, the disk's queue and every socket are gone.
pub fn lose_power(context: &mut Context<'_>, action: u16) -> Effect {
    if context.host.power == Power::Off {
        return Effect::None;
    }
    context.host.cut_power(context.agenda);
    context.board.hold(Layer::Host, action);
    context.chronicle(Happening::PowerLost);
    Effect::Done
}

/// The plug is back: the machine boots. Where it was back already, nothing happens.
pub fn restore_power(context: &mut Context<'_>) {
    if context.host.power != Power::Off {
        return;
    }
    context.host.boots += 1;
    let boot = context.host.boots;
    context.host.power = Power::Booting { boot };
    context.agenda.after(context.settings.host.boot_time, Event::Host(HostEvent::Booted { boot }));
    context.chronicle(Happening::PowerBack);
}

/// The kernel is up, if power has not been lost again since.
pub fn booted(context: &mut Context<'_>, boot: u64) {
    if context.host.power == (Power::Booting { boot }) {
        context.host.power = Power::On;
        context.host.started = 0;
        let now = context.now();
        context.host.cpu.switch_on(now, context.settings.host.cores);
        context.chronicle(Happening::Booted);
        start_next_service(context);
    }
}

/// A service says that it has started; at boot, the next one's turn has come.
pub fn service_started(context: &mut Context<'_>, service: Service) {
    let order = &context.settings.host.boot_order;
    if order.get(context.host.started as usize) == Some(&service) {
        context.host.started += 1;
        start_next_service(context);
    }
}

fn start_next_service(context: &mut Context<'_>) {
    let event = match context.settings.host.boot_order.get(context.host.started as usize) {
        Some(Service::WebServer) => Event::WebServer(WebServerEvent::Start),
        Some(Service::AppServer) => Event::AppServer(AppServerEvent::Start),
        Some(Service::Database) => Event::Database(DatabaseEvent::Start),
        None => return context.board.release_when_drained(Layer::Host),
    };
    context.agenda.after(SimDuration::ZERO, event);
}
