//! THE MODEL: one server and what stands in front of it, in the order in which a request meets it.
//!
//! ```text
//! client -> dns -> network -> web_server -> app_server -> application -> database
//!                             '--------------- all on one host ----------------'
//! ```
//!
//! Each room handles the events addressed to it. It changes itself and what it holds at the moment, a [`Request`] or a
//! [`Connection`], and reaches other rooms only by putting an event for them into the agenda or by asking the [`Host`].
//! What is done to the site from outside comes in through [`Topology::apply`], between events.

pub mod settings;
mod id;
mod event;
mod request;
mod context;
mod waits;
mod life;
pub mod client;
pub mod dns;
pub mod network;
pub mod web_server;
pub mod app_server;
pub mod application;
pub mod database;
pub mod host;
pub mod operation;
mod configure;
mod rooms;
mod observe;
mod close_up;

pub use self::observe::Balance;

use serde::{Deserialize, Serialize};

use self::app_server::AppServer;
use self::client::settings::Journeys;
use self::client::{Client, Course};
use self::context::Context;
use self::database::Database;
use self::dns::{Dns, Fault};
use self::event::{ClientEvent, HostEvent};
pub use self::event::{Event, ROOMS};
use self::host::Host;
use self::network::Network;
use self::operation::settings::{Action, Deed};
use self::operation::{Board, Effect, Step, StepKind};
pub use self::request::{Connection, Request};
use self::settings::Settings;
use self::settings::host::Service;
use self::web_server::WebServer;
use crate::engine::{Agenda, Fingerprint, Model, Slab};
use crate::metrics::Ledger;
use crate::vocabulary::{ActionName, Happening};

/// The whole site and everybody who visits it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Topology {
    settings: Settings,
    client: Client,
    dns: Dns,
    network: Network,
    web_server: WebServer,
    app_server: AppServer,
    database: Database,
    host: Host,
    board: Board,
    /// The actions that have begun and are not over, in the order in which they began.
    lasting: Vec<u16>,
    requests: Slab<Request>,
    connections: Slab<Connection>,
    ledger: Ledger,
    /// What each room has heard, and when.
    heard: [Heard; ROOMS.len()],
}

/// A digest of a room's events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// Of their times.
    pub times: Fingerprint,
    /// Of their kinds.
    pub kinds: Fingerprint,
}

impl Topology {
    /// A site in its running state, as if it had been up for long; nobody visits it yet.
    pub fn new(settings: Settings, seed: u64, journeys: Journeys, ledger: Ledger) -> Self {
        Self {
            client: Client::new(seed, journeys, &settings.client),
            dns: Dns::new(settings.client.resolvers(), &settings.dns),
            network: Network::new(seed, &settings),
            web_server: WebServer::new(&settings),
            app_server: AppServer::new(seed, &settings),
            database: Database::new(seed, &settings),
            host: Host::new(&settings.host),
            board: Board::default(),
            lasting: Vec::new(),
            requests: Slab::new(),
            connections: Slab::new(),
            ledger,
            heard: [Heard::default(); ROOMS.len()],
            settings,
        }
    }

    /// Opens the doors: the first visitor is put into the agenda.
    pub fn open(&mut self, agenda: &mut Agenda<Event>) {
        let (rooms, mut context) = self.rooms(agenda);
        rooms.web_server.hold_memory(&mut context);
        rooms.app_server.hold_all_memory(&mut context);
        rooms.database.take_stock(&mut context);
        rooms.client.open(&mut context);
    }

    /// One more action at the end of the timeline.
    pub fn add_action(&mut self, action: Action) {
        self.settings.timeline.push(action);
    }

    /// Does to the site what one step of the timeline says.
    pub fn apply(&mut self, step: Step, agenda: &mut Agenda<Event>) {
        let deed = self.settings.deed(step.action).expect("what is done is listed");
        match step.kind {
            StepKind::Begin => self.begin(deed, step.action, agenda),
            StepKind::End => self.end(step.action, agenda),
        }
        self.probe(agenda.now());
    }

    /// Whether what the action began still lasts.
    pub fn lasts(&self, action: u16) -> bool {
        self.lasting.contains(&action)
    }

    /// Ends the latest action of this name that still lasts, or nothing.
    fn repair(&mut self, what: ActionName, agenda: &mut Agenda<Event>) -> Effect {
        let name = |action: u16| self.settings.deed(action).expect("what is done is listed").name();
        let Some(action) = self.lasting.iter().rev().copied().find(|action| name(*action) == what) else {
            return Effect::None;
        };
        self.end(action, agenda);
        Effect::Done
    }

    #[expect(clippy::too_many_lines, reason = "a table, an action each")]
    fn begin(&mut self, deed: Deed, action: u16, agenda: &mut Agenda<Event>) {
        let before = self.turn(deed);
        let repaired = match deed {
            Deed::Repair { what } => self.repair(what, agenda),
            _ => Effect::Done,
        };
        let (mut rooms, mut context) = self.rooms(agenda);
        let context = &mut context;
        if let Some(service) = deed.starts() {
            host::started_by_hand(context, service);
        }
        if let Some(service) = deed.stops() {
            host::stopped_by_hand(context, service);
        }
        let effect = match deed {
            Deed::PowerLoss { .. } => rooms.lose_power(action, context),
            Deed::KernelPanic { .. } => rooms.panic(action, context),
            Deed::Reboot => host::shut_down(context, action),
            Deed::NginxRestart { signal, config, .. } => {
                rooms.web_server.restart(signal, config, action, context)
            }
            Deed::NginxReload { config, .. } => rooms.web_server.reload(config, action, context),
            Deed::NginxStop { signal, .. } => rooms.web_server.stop_by_action(signal, action, context),
            Deed::NginxKill { target, .. } => rooms.web_server.kill_by_action(target, action, context),
            Deed::MaintenancePage { pages, .. } => {
                rooms.web_server.put_up_maintenance_page(pages, action, context)
            }
            Deed::NginxHang { target, .. } => rooms.web_server.hang(target, action, context),
            Deed::GunicornRestart { release, .. } => rooms.app_server.restart(action, release, context),
            Deed::GunicornReload { release, .. } => rooms.app_server.reload(action, release, context),
            Deed::GunicornStop { .. } => rooms.app_server.stop_by_action(action, context),
            Deed::GunicornKill { target, .. } => rooms.app_server.kill_by_action(action, target, context),
            Deed::GunicornHang { target, .. } => rooms.app_server.hang(target, action, context),
            Deed::MysqlRestart => rooms.database.restart(action, context),
            Deed::MysqlStop { .. } => rooms.database.stop_by_action(action, context),
            Deed::MysqlKill { .. } => rooms.database.kill(action, context),
            Deed::MysqlHang { .. } => rooms.database.hang(action, context),
            Deed::MysqlBackup { .. } => rooms.database.back_up(action, context),
            Deed::MysqlSchemaChange { table, .. } => rooms.database.change_schema(table, action, context),
            Deed::CpuSteal { share, .. } => host::steal_cores(context, share, action),
            Deed::MemoryLeak { service, bytes_per_second, .. } => {
                let process = rooms.process_of(service);
                host::begin_leak(context, process, bytes_per_second, action)
            }
            Deed::DiskFull { .. } => host::fill_disk(context, action),
            Deed::DiskSlow { factor, .. } => host::slow_disk(context, action, factor),
            Deed::CertificateExpired { .. } => rooms.web_server.let_certificate_expire(action, context),
            Deed::Spike { factor, .. } => rooms.client.spike(factor, action, context),
            Deed::Ramp { factor, over, lasting } => {
                rooms.client.begin_surge(Course::Ramp { factor, over, lasting }, action, context)
            }
            Deed::LaunchDay { factor, half_life, .. } => {
                rooms.client.begin_surge(Course::Decay { factor, half_life }, action, context)
            }
            Deed::SlowClients { share, takes, .. } => {
                rooms.client.begin_slowness(share, takes, action, context)
            }
            Deed::SlowPage { route, factor, .. } => {
                rooms.app_server.slow_down(route, factor, action, context)
            }
            Deed::SlowQuery { table, factor, .. } => rooms.database.slow_down(table, factor, action, context),
            Deed::AuthorityDown { .. } => rooms.dns.begin_fault(Fault::AuthorityDown, action, context),
            Deed::ResolverDown { how, nameserver, .. } => {
                rooms.dns.begin_fault(Fault::ResolverDown { how, nameserver }, action, context)
            }
            Deed::RecordRemoved { .. } => rooms.dns.begin_fault(Fault::RecordRemoved, action, context),
            Deed::RecordWrong { .. } => rooms.dns.begin_fault(Fault::RecordWrong, action, context),
            Deed::RecordMoved { address, .. } => rooms.move_site(address, action, context),
            Deed::PacketLoss { share, .. } => rooms.network.lose_packets(share, action, context),
            Deed::NetworkUnplugged { .. } => rooms.network.unplug(action, context),
            Deed::Configure { knob, .. } => rooms.configure(knob, before, action, context),
            Deed::Repair { .. } => repaired,
        };
        match effect {
            Effect::None => context.chronicle(Happening::NoEffect),
            Effect::Done if deed.leaves_something() || deed.lasting().is_some() => self.lasting.push(action),
            Effect::Done => {}
        }
    }

    /// What an action began is over, unless it is already.
    fn end(&mut self, action: u16, agenda: &mut Agenda<Event>) {
        let Some(place) = self.lasting.iter().position(|lasting| *lasting == action) else {
            return;
        };
        self.lasting.remove(place);
        let deed = self.settings.deed(action).expect("what is done is listed");
        let (rooms, mut context) = self.rooms(agenda);
        match deed {
            Deed::PowerLoss { .. } => host::restore_power(&mut context),
            Deed::KernelPanic { .. } => host::reset(&mut context),
            Deed::GunicornRestart { .. } | Deed::GunicornReload { .. } => {
                rooms.app_server.repair(action, &mut context);
            }
            Deed::NginxHang { .. } => rooms.web_server.end_hang(action, &mut context),
            Deed::GunicornHang { .. } => rooms.app_server.end_hang(action, &mut context),
            Deed::MysqlHang { .. } => rooms.database.end_hang(action, &mut context),
            Deed::NginxStop { .. } | Deed::NginxKill { .. } => {
                host::started_by_hand(&mut context, Service::WebServer);
                rooms.web_server.start_by_hand(action, &mut context);
            }
            Deed::GunicornStop { .. } | Deed::GunicornKill { .. } => {
                host::started_by_hand(&mut context, Service::AppServer);
                rooms.app_server.start_by_hand(&mut context);
            }
            Deed::MysqlStop { .. } | Deed::MysqlKill { .. } => {
                host::started_by_hand(&mut context, Service::Database);
                rooms.database.start_by_hand(&mut context);
            }
            Deed::MysqlBackup { .. } | Deed::MysqlSchemaChange { .. } => {
                rooms.database.end_maintenance(action, &mut context);
            }
            Deed::CpuSteal { .. } => host::give_cores_back(&mut context, action),
            Deed::MemoryLeak { .. } => host::end_leak(&mut context, action),
            Deed::DiskFull { .. } => host::empty_disk(&mut context, action),
            Deed::DiskSlow { .. } => host::speed_disk_up(&mut context, action),
            Deed::CertificateExpired { .. } => rooms.web_server.renew_certificate(action, &mut context),
            Deed::Spike { .. } => rooms.client.end_spike(action, &mut context),
            Deed::Ramp { .. } | Deed::LaunchDay { .. } => rooms.client.end_surge(action, &mut context),
            Deed::SlowClients { .. } => rooms.client.end_slowness(action, &mut context),
            Deed::SlowPage { .. } => rooms.app_server.speed_up(action, &mut context),
            Deed::SlowQuery { .. } => rooms.database.speed_up(action, &mut context),
            Deed::RecordMoved { .. } => {
                if let Some(old) = rooms.dns.address_left_by(action, &context) {
                    rooms.network.leave_address(old, action, &mut context);
                }
            }
            Deed::AuthorityDown { .. }
            | Deed::ResolverDown { .. }
            | Deed::RecordRemoved { .. }
            | Deed::RecordWrong { .. } => rooms.dns.end_fault(action, &mut context),
            Deed::PacketLoss { .. } => rooms.network.end_packet_loss(action, &mut context),
            Deed::NetworkUnplugged { .. } => rooms.network.plug_in(action, &mut context),
            Deed::NginxRestart { .. } | Deed::NginxReload { .. } => {
                rooms.web_server.repair(action, &mut context);
            }
            Deed::MaintenancePage { .. } => {
                rooms.web_server.take_down_maintenance_page(action, &mut context);
            }
            Deed::Reboot | Deed::MysqlRestart | Deed::Configure { .. } | Deed::Repair { .. } => {
                unreachable!("only what lasts has an end")
            }
        }
    }

    /// A crowd that was given no end, or a late one, has gone by itself.
    fn forget_course_that_is_over(&mut self, event: ClientEvent) {
        if let ClientEvent::SurgeStep { action } = event
            && !self.client.surges_by(action)
        {
            self.lasting.retain(|lasting| *lasting != action);
        }
    }

    /// The rooms, and what all of them may use.
    fn rooms<'a>(&'a mut self, agenda: &'a mut Agenda<Event>) -> (Rooms<'a>, Context<'a>) {
        let rooms = Rooms {
            client: &mut self.client,
            dns: &mut self.dns,
            network: &mut self.network,
            web_server: &mut self.web_server,
            app_server: &mut self.app_server,
            database: &mut self.database,
        };
        let context = Context {
            agenda,
            requests: &mut self.requests,
            connections: &mut self.connections,
            host: &mut self.host,
            board: &mut self.board,
            ledger: &mut self.ledger,
            settings: &self.settings,
        };
        (rooms, context)
    }

    /// Every job on the cores that is done by now; what follows from each happens at once.
    fn finish_jobs(&mut self, agenda: &mut Agenda<Event>) {
        while let Some(done) = self.host.finish_job(agenda.now()) {
            self.handle(done, agenda);
        }
        self.host.jobs_finished(agenda);
    }
}

/// The rooms that events are handed to. The machine is in the context.
struct Rooms<'a> {
    client: &'a mut Client,
    dns: &'a mut Dns,
    network: &'a mut Network,
    web_server: &'a mut WebServer,
    app_server: &'a mut AppServer,
    database: &'a mut Database,
}

impl Model for Topology {
    type Event = Event;

    /// Hands each event to its room.
    fn handle(&mut self, event: Event, agenda: &mut Agenda<Event>) {
        let heard = &mut self.heard[event.room()];
        heard.times.mix(agenda.now().as_nanos());
        heard.kinds.mix(event.kind());
        let (mut rooms, mut context) = self.rooms(agenda);
        let context = &mut context;
        match event {
            Event::Client(event) => {
                rooms.client.handle(event, context);
                self.forget_course_that_is_over(event);
            }
            Event::Dns(event) => rooms.dns.handle(event, context),
            Event::Network(event) => {
                if let Some(arrived) = rooms.network.handle(event, context) {
                    rooms.web_server.handle(arrived, context);
                }
            }
            Event::WebServer(event) => rooms.web_server.handle(event, context),
            Event::AppServer(event) => rooms.app_server.handle(event, context),
            Event::Database(event) => rooms.database.handle(event, context),
            Event::Host(HostEvent::Booted { boot }) => host::booted(context, boot),
            Event::Host(HostEvent::Leaks { action }) => {
                host::leak_on(context, action, |process| rooms.stands_still(process));
            }
            Event::Host(HostEvent::AllStopped { boot }) => rooms.reboot(boot, context),
            Event::Host(HostEvent::PanicOver { boot }) => host::panic_reboot(context, boot),
            Event::Host(HostEvent::Killed { process, pid }) => rooms.killed(process, pid, context),
            Event::Host(HostEvent::RestartDue { service, turn }) => {
                host::restart_due(context, service, turn);
            }
            Event::Host(HostEvent::CpuDue) => self.finish_jobs(agenda),
        }
        self.probe(agenda.now());
    }
}
