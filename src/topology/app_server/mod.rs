//! gunicorn: one accept queue, and workers with threads each of which is held by a request until it is answered.
//!
//! ```text
//! nginx connects -> accept queue (backlog + 1) -> worker: code, queries, wait -> answer -> next from the queue
//!                        \-> full: the SYN is dropped (TCP) or refused at once (unix socket)
//! ```
//!
//! A sync worker has one thread and accepts when that is free, so all workers together serve one queue. A gthread worker
//! has several and accepts also when all of them are busy: what it has accepted waits in it, even if another is idle.
//! It also keeps nginx's connections for a while after its answers: their next request is for this worker.
//!
//! Work is not cancelled: a worker whose visitor has left, or whose nginx has given up, goes on to the end. A master
//! starts workers, watches them, and lets them leave; while it runs, connections queue even if no worker is there.

pub mod settings;
mod backlog;
mod keepalive;
mod worker;
mod thread;
mod interpreter;
mod execution;
mod pool;
mod driver;
mod arbiter;
mod process;
mod release;
mod kill;
mod orphan;
mod slowness;
mod hang;
mod close_up;

use serde::{Deserialize, Serialize};

use self::arbiter::{Afterwards, Phase};
use self::hang::Hang;
use self::keepalive::Kept;
use self::release::Code;
use self::slowness::Slowed;
use self::thread::Thread;
use self::worker::Worker;
use super::context::Context;
use super::event::AppServerEvent;
use super::id::{ExchangeId, RequestId, WorkerId};
use super::life::Life;
use super::request::{Persistence, Request};
use super::settings::Settings as Site;
use crate::engine::{Appointment, Fingerprint, Level, Slab, Stream};
use crate::metrics::{StationUse, Wanted};
use crate::queueing::{PoolTimes, ServerPool, WaitingLine};
use crate::snapshot::{AppServerView, ProcessState, Progress};
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::Stage;

/// gunicorn.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AppServer {
    life: Life<Phase>,
    /// Its latest start, to its first worker that serves.
    start_up: Progress,
    /// A HUP's new workers import the code; none of them serves yet.
    reloading: bool,
    /// What follows a stop.
    afterwards: Afterwards,
    /// The next try of a start that has found the address taken.
    binding: Appointment,
    code: Code,
    /// Actions by which the code takes longer.
    slowed: Vec<Slowed>,
    backlog: WaitingLine<Waiting>,
    /// Places in the accept queue, while there is one, over time.
    places: Level,
    /// Connections that workers have accepted but that wait for a thread there.
    in_workers: Level,
    /// Time that those who have left these queues spent in them \[ns\].
    waited: u128,
    workers: Vec<Worker>,
    /// Connections that workers keep for nginx's next request.
    kept: Slab<Kept>,
    /// Workers that accept.
    accepting: Vec<WorkerId>,
    /// How many threads each worker has.
    threads_each: u32,
    /// The threads of all workers, in the order of their workers' places.
    threads: Vec<Thread>,
    /// Which thread holds a request, which does not, which is gone or in a worker still importing the code.
    pool: ServerPool,
    /// The process number given last; the first is the master's.
    last_pid: u64,
    /// Draws the routes' CPU times.
    cpu: Stream,
    /// Draws the routes' waits.
    wait: Stream,
    /// Draws which requests the code fails on.
    failure: Stream,
    /// Draws which worker accepts a connection.
    quickest: Stream,
    /// Draws how many requests beyond `max_requests` a worker serves.
    jitter: Stream,
    /// Draws the master's pauses between forks.
    pauses: Stream,
    executions: Executions,
    /// What stands still, while something does.
    hang: Option<Hang>,
    /// What processes that stand still have not heard yet.
    unheard: Vec<AppServerEvent>,
}

/// The master's process number.
const MASTER_PID: u64 = 1_000;

/// A connection in the accept queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Waiting {
    exchange: ExchangeId,
    request: RequestId,
    /// The number of the visit that it is for, as long as the visitor had not left when it came.
    visitor: Option<u64>,
    route: u16,
    /// Which try of the request this is: the browser may meanwhile have begun another.
    attempt: u8,
    /// The route's wait, where a trace gives one.
    wait: Option<SimDuration>,
    /// What nginx wants to become of the connection after the answer.
    connection: Persistence,
    since: SimTime,
}

impl Waiting {
    /// A connection for a request, which the visitor may have left behind.
    fn new(
        exchange: ExchangeId,
        request: RequestId,
        route: u16,
        connection: Persistence,
        context: &mut Context<'_>,
    ) -> Self {
        let since = context.now();
        let asked = context.request(request);
        let visitor = asked.as_ref().map(|asked| asked.visitor);
        let (attempt, wait) = asked.map_or((0, None), |asked| (asked.attempt, asked.wait));
        Self { exchange, request, visitor, route, attempt, wait, connection, since }
    }

    /// Whether somebody still waits for this try of the request: nobody has left, and nginx has not given up.
    fn wanted(&self, requests: &Slab<Request>) -> Wanted {
        let asked = requests.get(self.request.0).filter(|request| request.attempt == self.attempt);
        match asked.map(|request| request.stage) {
            Some(Stage::Application | Stage::Database | Stage::RouteWait) => Wanted::BySomebody,
            _ => Wanted::ByNobody,
        }
    }

    /// Notes that the request goes on to its next stage, if it is still this try of it that somebody waits for.
    fn enter(&self, stage: Stage, context: &mut Context<'_>) {
        if context.request(self.request).is_some_and(|request| request.attempt == self.attempt) {
            context.enter(self.request, stage);
        }
    }
}

/// What became of everything that workers began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Executions {
    /// Begun.
    pub begun: u64,
    /// Finished, for somebody or for nobody.
    pub finished: u64,
    /// Cut off with their worker.
    pub cut: u64,
}

impl AppServer {
    /// gunicorn as it has been running for long.
    pub fn new(seed: u64, site: &Site) -> Self {
        let settings = &site.app_server;
        let mut app_server = Self {
            life: Life::new(Phase::Running),
            start_up: Progress::default(),
            reloading: false,
            afterwards: Afterwards::Start,
            binding: Appointment::NONE,
            code: Code::good(),
            slowed: Vec::new(),
            backlog: WaitingLine::new(settings.backlog.min(site.host.somaxconn) + 1),
            places: Level::default(),
            in_workers: Level::default(),
            waited: 0,
            workers: Vec::new(),
            kept: Slab::new(),
            accepting: Vec::new(),
            threads_each: settings.threads,
            threads: Vec::new(),
            pool: ServerPool::new(0),
            last_pid: MASTER_PID,
            cpu: Stream::named(seed, "application.cpu"),
            wait: Stream::named(seed, "application.wait"),
            failure: Stream::named(seed, "application.failure"),
            quickest: Stream::named(seed, "app_server.quickest"),
            jitter: Stream::named(seed, "app_server.jitter"),
            pauses: Stream::named(seed, "app_server.pauses"),
            executions: Executions::default(),
            hang: None,
            unheard: Vec::new(),
        };
        for _ in 0..settings.workers {
            let worker = app_server.new_worker(SimTime::ZERO, site);
            app_server.begin_to_serve(worker, SimTime::ZERO);
        }
        app_server.count_places(SimTime::ZERO);
        app_server
    }

    /// Lets gunicorn hear what was said to it.
    pub fn handle(&mut self, event: AppServerEvent, context: &mut Context<'_>) {
        if self.must_wait(event) {
            return;
        }
        match event {
            AppServerEvent::Start => self.start(context),
            AppServerEvent::Stop => self.stop_for_reboot(context),
            AppServerEvent::Listening { life } => self.listening(life, context),
            AppServerEvent::ForkDue { life, left } => self.fork_due(life, left, context),
            AppServerEvent::WorkerBooted { worker, run } => self.worker_booted(worker, run, context),
            AppServerEvent::GracefulOverdue { life } => self.graceful_overdue(life, context),
            AppServerEvent::ConnectionArrives { exchange, request, route, attempt, connection } => {
                let waiting = Waiting::new(exchange, request, route, connection, context);
                self.connection_arrives(waiting, attempt, context);
            }
            AppServerEvent::RequestArrives { kept, exchange, request, route } => {
                let waiting = Waiting::new(exchange, request, route, Persistence::KeepAlive, context);
                self.request_arrives(kept, waiting, context);
            }
            AppServerEvent::KeptClosed { kept } => self.kept_closed(kept, context),
            AppServerEvent::KeptOverdue { kept } => self.kept_overdue(kept, context),
            AppServerEvent::WorkerStep { worker, run } => self.step(worker, run, context),
            AppServerEvent::QueryAnswered { worker, run, answer } => {
                self.query_answered(worker, run, answer, context);
            }
            AppServerEvent::OrphansLook { life } => self.orphans_look(life, context),
            AppServerEvent::BindAgain { tried } => self.bind_again(tried, context),
            AppServerEvent::WorkerOverdue { worker, run } => self.worker_overdue(worker, run, context),
        }
    }

    /// The use of its workers' threads.
    pub fn workers_use(&self, now: SimTime) -> StationUse {
        let PoolTimes { busy, idle, .. } = self.pool.totals(now);
        StationUse { busy, capacity: busy + idle }
    }

    /// The use of its accept queue, while there is one.
    pub fn backlog_use(&self, now: SimTime) -> StationUse {
        StationUse { busy: self.backlog.length().integral(now), capacity: self.places.integral(now) }
    }

    /// Busy, idle and down time of all slots for workers, and how many slots there are.
    pub fn books(&self, now: SimTime) -> (PoolTimes, u32) {
        (self.pool.totals(now), self.pool.slots())
    }

    /// Both sides of Little's law for the accept queue and the workers' own [connection x ns].
    pub fn backlog_books(&self, now: SimTime) -> (u128, u128) {
        let in_workers = self.workers.iter().flat_map(|worker| &worker.line);
        let waiting = self.backlog.iter().chain(in_workers);
        let still: u128 = waiting.map(|waiting| u128::from((now - waiting.since).as_nanos())).sum();
        (self.backlog.length().integral(now) + self.in_workers.integral(now), self.waited + still)
    }

    /// What became of everything that workers began, and how many are at it.
    pub fn executions(&self) -> (Executions, u32) {
        (self.executions, self.pool.busy())
    }

    /// What may be seen of it.
    pub fn view(&self) -> AppServerView {
        AppServerView {
            state: self.state(),
            busy: self.pool.busy(),
            workers: self.pool.up(),
            backlog: self.backlog.len(),
            backlog_max: self.backlog.capacity(),
        }
    }

    /// How it is doing.
    pub fn state(&self) -> ProcessState {
        if self.all_hang() { ProcessState::Hung } else { self.life.phase.state() }
    }

    /// A digest of its random streams.
    pub fn draws(&self) -> u64 {
        let mut digest = Fingerprint::new();
        let drawn = [&self.cpu, &self.wait, &self.failure, &self.quickest, &self.jitter, &self.pauses];
        for stream in drawn {
            digest.mix(stream.fingerprint());
        }
        digest.value()
    }
}
