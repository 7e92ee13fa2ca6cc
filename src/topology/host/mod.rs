//! The one machine: power, cores, memory, disk, the kernel's sockets, and systemd. Everybody on it asks it.
//!
//! Processes share the cores by processor sharing: `n` runnable ones on `c` cores run at `min(1, c/n)` of full speed
//! each. When power goes, all work is gone at once and what was asked for never comes.

pub mod settings;
mod cpu;
mod steal;
mod leak;
mod memory;
mod disk;
mod page_cache;
mod storage;
mod systemd;
mod power;
mod reboot;
mod close_up;

use serde::{Deserialize, Serialize};

use self::cpu::Cpu;
use self::disk::Disk;
pub use self::disk::NoSpaceLeft;
use self::leak::Leak;
pub use self::leak::{begin_leak, end_leak, leak_on};
use self::memory::Memory;
pub use self::memory::{Process, claim_memory, hold_memory};
use self::page_cache::PageCache;
use self::power::Power;
use self::reboot::Shutdown;
pub use self::reboot::{go_down_for_reboot, panic, panic_reboot, reset, service_stopped, shut_down};
use self::settings::{Service, Settings};
use self::steal::Steal;
pub use self::steal::{give_cores_back, steal_cores};
pub use self::storage::{empty_disk, fill_disk, log_answer, slow_disk, speed_disk_up, writers_go_on};
use self::systemd::Units;
pub use self::systemd::{Ending, restart_due, service_ended, started_by_hand, stopped_by_hand};
use super::context::Context;
use super::event::{Event, HostEvent};
use super::operation::Effect;
use crate::engine::Agenda;
use crate::queueing::JobKey;
use crate::snapshot::{DescriptorsView, HostView, Power as PowerView, Progress};
use crate::units::{Bytes, SimDuration, SimTime};
use crate::vocabulary::{Happening, Layer};

/// The machine.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Host {
    cpu: Cpu,
    /// What other guests of the hypervisor take.
    stolen: Vec<Steal>,
    /// Processes that leak.
    leaks: Vec<Leak>,
    memory: Memory,
    disk: Disk,
    page_cache: PageCache,
    /// Threads of MySQL that wait for room on the disk.
    writers_waiting: u32,
    /// When nginx said last that it cannot write its log.
    alerted: Option<SimTime>,
    units: Units,
    power: Power,
    /// Its latest boot, from power to the kernel being up.
    boot: Progress,
    /// Whether something listens on nginx's port: without it the kernel answers a SYN with RST.
    web_port_open: bool,
    /// How often it has been booted.
    boots: u64,
    /// How many services of the boot order have been started in this boot.
    started: u32,
    /// How far a clean shutdown is, while the services are being stopped.
    shutdown: Option<Shutdown>,
}

impl Host {
    /// A machine that has been running for long.
    pub fn new(settings: &Settings) -> Self {
        Self {
            cpu: Cpu::new(settings.cores),
            stolen: Vec::new(),
            leaks: Vec::new(),
            memory: Memory::new(settings),
            disk: Disk::new(settings),
            page_cache: PageCache::warm(),
            writers_waiting: 0,
            alerted: None,
            units: Units::default(),
            power: Power::On,
            boot: Progress::default(),
            web_port_open: true,
            boots: 0,
            started: settings.boot_order.len() as u32,
            shutdown: None,
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
        self.transfer(agenda, operations, Bytes::ZERO, done);
    }

    /// The same where the amount counts too: the disk takes whichever is longer, its time for the operations or that for
    /// the bytes.
    pub fn transfer(&mut self, agenda: &mut Agenda<Event>, operations: u64, amount: Bytes, done: Event) {
        let finished = self.disk.serve(agenda.now(), operations, amount);
        agenda.at(finished, done);
    }

    /// Asks for a file of the application, by its route: when it will have been read from the disk, or nothing if it is
    /// in the page cache.
    pub fn file_read(&mut self, route: u16, size: Bytes, now: SimTime) -> Option<SimTime> {
        let room = self.page_cache();
        let mut ready = self.page_cache.ready(route, size, now, room);
        if ready == SimTime::MAX {
            ready = self.disk.serve(now, PageCache::operations(size), size);
            self.page_cache.put(route, size, ready, now);
            self.page_cache.make_do_with(room);
        }
        Some(ready).filter(|ready| *ready > now)
    }

    /// Capacity of the cores used and there, since the beginning [core x ns].
    pub fn cores_use(&self, now: SimTime) -> (u128, u128) {
        self.cpu.used(now)
    }

    /// Time the disk was busy, and time it had power, since the beginning \[ns\].
    pub fn disk_use(&self, now: SimTime) -> (u128, u128) {
        (self.disk.busy(now), self.disk.capacity(now))
    }

    /// What must balance: names and both sides.
    pub fn books(&self) -> [(&'static str, (u128, u128)); 2] {
        [
            ("memory = system + processes + page cache", self.memory.books()),
            ("disk = files + what fills it + room", self.disk.books()),
        ]
    }

    /// What may be seen of it; `descriptors` are those of the fullest process of nginx, gunicorn and MySQL.
    pub fn view(&self, settings: &Settings, descriptors: [u32; 3]) -> HostView {
        let power = match self.power {
            Power::Off => PowerView::Off,
            Power::Panicked => PowerView::Panicked,
            Power::Booting { .. } => PowerView::Booting,
            Power::On => PowerView::On,
        };
        HostView {
            power,
            cores: settings.cores,
            stolen: self.stolen_share(),
            runnable: self.cpu.jobs(),
            memory: settings.memory,
            page_cache: self.page_cache(),
            processes: self.memory.view(),
            disk_size: self.disk.size(),
            disk_used: self.disk.used(),
            descriptors: view_of(descriptors, &settings.units),
        }
    }

    fn cut_power(&mut self, agenda: &mut Agenda<Event>) {
        self.power = Power::Off;
        self.shutdown = None;
        self.web_port_open = false;
        self.cpu.switch_off(agenda);
        self.page_cache.clear();
        self.leaks.clear();
        self.memory.switch_off(agenda.now());
        self.disk.switch_off(agenda.now());
        self.units.forget_all();
    }
}

/// The virtual machine is given more or fewer cores while it runs; one that is off has them when it boots.
// Simplified: at once. Really the kernel takes new cores up and moves everybody off those that go, within milliseconds.
pub fn resize_cores(context: &mut Context<'_>) {
    if context.host.is_up() {
        let cores = context.host.cores_left(&context.settings.host);
        context.host.cpu.resize(context.agenda, cores);
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
    if context.host.power == Power::Off {
        boot(context);
        context.chronicle(Happening::PowerBack);
    }
}

/// From firmware to kernel.
fn boot(context: &mut Context<'_>) {
    context.host.boots += 1;
    let boot = context.host.boots;
    context.host.power = Power::Booting { boot };
    context.host.boot = Progress::of(context.now(), context.settings.host.boot_time);
    context.agenda.at(context.host.boot.until, Event::Host(HostEvent::Booted { boot }));
}

/// The kernel is up, if power has not been lost again since.
pub fn booted(context: &mut Context<'_>, boot: u64) {
    if context.host.power == (Power::Booting { boot }) {
        context.host.power = Power::On;
        context.host.started = 0;
        let now = context.now();
        let cores = context.host.cores_left(&context.settings.host);
        context.host.cpu.switch_on(now, cores);
        context.host.memory.switch_on(now, &context.settings.host);
        context.host.disk.switch_on(now);
        context.chronicle(Happening::Booted);
        start_next_service(context);
    }
}

/// A service has started, or has ended before it had: at boot, the next one's turn has come.
pub fn go_on_with_boot(context: &mut Context<'_>, service: Service) {
    let order = &context.settings.host.boot_order;
    if order.get(context.host.started as usize) == Some(&service) {
        context.host.started += 1;
        start_next_service(context);
    }
}

fn start_next_service(context: &mut Context<'_>) {
    match context.settings.host.boot_order.get(context.host.started as usize) {
        Some(service) => {
            context.agenda.after(SimDuration::ZERO, systemd::start(*service));
        }
        None => release_machine(context),
    }
}

/// The machine is at work again; whoever takes a share of its cores goes on doing so.
fn release_machine(context: &mut Context<'_>) {
    match context.host.stolen.last() {
        Some(steal) => context.board.hold(Layer::Host, steal.action),
        None => context.board.release_when_drained(Layer::Host),
    }
}

fn view_of(descriptors: [u32; 3], units: &settings::Units) -> [DescriptorsView; 3] {
    let services = [Service::WebServer, Service::AppServer, Service::Database];
    std::array::from_fn(|place| DescriptorsView {
        used: descriptors[place],
        limit: units.of(services[place]).limit_nofile,
    })
}
