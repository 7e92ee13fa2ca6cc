//! nginx: it takes the connections, serves the files itself and passes the rest on to gunicorn.
//!
//! ```text
//! accept queue -> worker process -> TLS handshake
//!                               -> static file -----------------------------> answer
//!                               -> connection to gunicorn, an idle one if there is one ... its answer ----> answer
//!                                        \-> refused, closed, silent: 502, 504 -> answer
//! ```
//!
//! Each worker process does one thing after another and has a fixed number of connection slots: one for each visitor,
//! one more for each request it has passed on, and for each idle connection to gunicorn that it keeps. A reload brings new workers and lets the old ones finish; a stop cuts
//! everything; a quit closes the listener and finishes.

pub mod settings;
mod listener;
mod accept_queue;
mod worker;
mod static_file;
mod upstream;
mod upstream_failure;
mod upstream_keepalive;
mod answer;
mod idle;
mod limit;
mod log;
mod life;
mod process;
mod orphan;
mod certificate;
mod hang;
mod close_up;

use serde::{Deserialize, Serialize};

use self::accept_queue::Socket;
use self::certificate::Certificate;
use self::hang::Hang;
use self::life::Phase;
use self::limit::{MaintenancePage, Zones};
use self::orphan::Master;
use self::upstream::Exchange;
use self::worker::{Worker, WorkerState};
use super::context::Context;
use super::event::{Segment, WebServerEvent};
use super::life::{AfterStop, Life};
use super::request::{Carried, Listened};
use super::settings::Settings as Site;
use crate::engine::{Appointment, Level, Slab};
use crate::metrics::StationUse;
use crate::queueing::{PoolTimes, ServerPool};
use crate::snapshot::{ProcessState, Progress, WebServerView};
use crate::units::SimTime;

/// nginx.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WebServer {
    life: Life<Phase>,
    /// What follows a stop.
    after_stop: AfterStop,
    master: Master,
    /// The next try of a start that has found the port taken.
    binding: Appointment,
    /// Its latest start.
    start_up: Progress,
    workers: Vec<Worker>,
    /// Which worker is at work, which is not, which is gone.
    pool: ServerPool,
    exchanges: Slab<Exchange>,
    /// The configuration file is broken, by this action.
    broken_by: Option<u16>,
    maintenance: Vec<MaintenancePage>,
    certificate: Certificate,
    zones: Zones,
    /// When nginx will next look for connections that have been silent for too long.
    sweep: Appointment,
    sweep_at: SimTime,
    /// Connection slots taken.
    slots_taken: Level,
    /// Connection slots of the workers that are there.
    slots_there: Level,
    /// Which keys it seals session tickets with: every start and reload makes new ones (`ssl_session_ticket_key` unset).
    ticket_keys: u32,
    socket: Socket,
    /// What stands still, while something does.
    hang: Option<Hang>,
    /// What processes that stand still have not heard yet.
    unheard: Vec<WebServerEvent>,
}

impl WebServer {
    /// nginx as it has been running for long.
    pub fn new(site: &Site) -> Self {
        let mut web_server = Self {
            life: Life::new(Phase::Running),
            after_stop: AfterStop::Start,
            master: Master::There,
            binding: Appointment::NONE,
            start_up: Progress::default(),
            workers: Vec::new(),
            pool: ServerPool::new(0),
            exchanges: Slab::new(),
            broken_by: None,
            maintenance: Vec::new(),
            certificate: Certificate::Valid,
            zones: Zones::new(&site.web_server),
            sweep: Appointment::NONE,
            sweep_at: SimTime::MAX,
            slots_taken: Level::default(),
            slots_there: Level::default(),
            ticket_keys: 0,
            socket: Socket::new(site),
            hang: None,
            unheard: Vec::new(),
        };
        web_server.bring_up_workers(SimTime::ZERO, site);
        web_server
    }

    /// Lets nginx hear what was said to it.
    pub fn handle(&mut self, event: WebServerEvent, context: &mut Context<'_>) {
        if self.hang.is_some() && self.must_wait(event, context) {
            return;
        }
        match event {
            WebServerEvent::Start => self.start(context),
            WebServerEvent::Stop => self.stop_for_reboot(context),
            WebServerEvent::Started { life } => self.started(life, context),
            WebServerEvent::BindAgain { tried } => self.bind_again(tried, context),
            WebServerEvent::QuitOverdue { life } => self.quit_overdue(life, context),
            WebServerEvent::SynArrives { connection, attempt } => {
                self.syn_arrives(connection, attempt, context);
            }
            WebServerEvent::Arrives { segment, attempt } => self.data_arrives(segment, attempt, context),
            WebServerEvent::AcceptAgain => self.wake_workers(context),
            WebServerEvent::DelayOver { connection, request, route } => {
                self.delay_over(Carried { connection, request, route }, context);
            }
            WebServerEvent::SweepDue => self.sweep(context),
            WebServerEvent::ShutdownOverdue { told } => self.shutdown_overdue(told, context),
            WebServerEvent::FileRead { worker } => self.compute_task(worker, context),
            WebServerEvent::VisitorLeft { connection } => self.visitor_left(connection, context),
            WebServerEvent::HandedOver { connection } => self.handed_over(connection, context),
            WebServerEvent::TaskDone { worker } => self.task_done(worker, context),
            WebServerEvent::UpstreamConnected { exchange } => self.upstream_connected(exchange, context),
            WebServerEvent::UpstreamSynDropped { exchange } => self.upstream_syn_dropped(exchange, context),
            WebServerEvent::UpstreamSynDue { exchange } => self.send_syn(exchange, context),
            WebServerEvent::UpstreamFailed { exchange, failure } => {
                self.upstream_failed(exchange, failure, context);
            }
            WebServerEvent::UpstreamAnswered { exchange, outcome, kept } => {
                self.upstream_answered(exchange, outcome, kept, context);
            }
            WebServerEvent::UpstreamFin { kept } => self.upstream_fin(kept, context),
            WebServerEvent::UpstreamIdleOverdue { kept } => self.upstream_idle_overdue(kept, context),
            WebServerEvent::UpstreamOverdue { exchange } => self.upstream_overdue(exchange, context),
        }
    }

    /// Data: for the kernel, if the connection is new, else for the worker that holds it.
    fn data_arrives(&mut self, segment: Segment, attempt: u8, context: &mut Context<'_>) {
        let listened = context.connection(segment.connection()).map_or(Listened::Not, |held| held.listened);
        if listened != Listened::Not {
            return self.handshake_finished(segment, attempt, context);
        }
        match segment {
            Segment::Header { connection } => self.header_begins(connection, context),
            Segment::Hello { connection, ticket } => self.hello(connection, ticket, context),
            Segment::Request { connection, request, route } => {
                self.request_arrives(Carried { connection, request, route }, context);
            }
            Segment::Body { connection, request, route } => {
                self.body_arrives(Carried { connection, request, route }, context);
            }
        }
    }

    /// The use of its worker processes.
    pub fn workers_use(&self, now: SimTime) -> StationUse {
        let PoolTimes { busy, idle, .. } = self.pool.totals(now);
        StationUse { busy, capacity: busy + idle }
    }

    /// The use of its connection slots.
    pub fn slots_use(&self, now: SimTime) -> StationUse {
        StationUse { busy: self.slots_taken.integral(now), capacity: self.slots_there.integral(now) }
    }

    /// Busy, idle and down time of all slots for workers, and how many slots there are.
    pub fn books(&self, now: SimTime) -> (PoolTimes, u32) {
        (self.pool.totals(now), self.pool.slots())
    }

    /// What may be seen of it.
    pub fn view(&self) -> WebServerView {
        WebServerView {
            state: self.state(),
            connections: self.slots_taken.value() as u32,
            connections_max: self.slots_there.value() as u32,
        }
    }

    /// How it is doing.
    pub fn state(&self) -> ProcessState {
        if self.all_hang() { ProcessState::Hung } else { self.life.phase.state() }
    }

    fn serving(&self) -> impl Iterator<Item = (usize, &Worker)> {
        self.workers.iter().enumerate().filter(|(_, worker)| worker.state == WorkerState::Serving)
    }
}
