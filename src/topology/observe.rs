//! What may be seen of the model from outside: how busy its stations are, its state at a moment, its books, its digests.

use super::event::ROOMS;
use super::waits::Waits;
use super::{Heard, Topology};
use crate::metrics::{Ledger, Observation, Outage, StationUse};
use crate::queueing::PoolTimes;
use crate::snapshot::{PageJourney, ProcessState, Site};
use crate::units::SimTime;
use crate::vocabulary::{ActionKind, Blame, FailureKind, Happening, Layer, Message, Probe, Station, Word};

/// The two sides of everything that must balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    /// What it is.
    pub name: &'static str,
    /// The one side.
    pub left: u128,
    /// The other side.
    pub right: u128,
}

impl Topology {
    /// The ledger.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Outages as they stand at a moment.
    pub fn outages(&self, now: SimTime) -> Vec<Outage> {
        let (requests, connections) = (&self.requests, &self.connections);
        let waits = Waits { now, requests, connections, host: &self.host, board: &self.board };
        self.ledger.outages.outages_at(now, || self.client.pages_under_way(&waits))
    }

    /// Requests under way.
    pub fn requests_in_flight(&self) -> u32 {
        self.requests.len()
    }

    /// The journeys that were kept.
    pub fn journeys(&self) -> &[PageJourney] {
        self.client.journeys()
    }

    /// From now on, this page's journey is kept besides the first ones'.
    pub fn follow(&mut self, visit: u64) {
        self.client.follow(visit);
    }

    /// The first page that failed so, by its visit's number.
    pub fn first_failed(&self, failure: FailureKind) -> Option<u64> {
        self.client.first_failed(failure)
    }

    /// Tells the ledger the state of things at a moment.
    pub fn observe(&mut self, now: SimTime) {
        let happened = Happening::ALL.iter().map(|what| self.ledger.chronicle.happened(*what).count);
        let written = Message::ALL.iter().map(|line| self.ledger.logs.written(*line).count);
        let observation = Observation {
            at: now,
            counters: self.ledger.counters,
            stations: self.stations(now),
            happened: happened.collect(),
            written: written.collect(),
        };
        self.ledger.observe(&observation);
    }

    /// Sets the mark of the series that is due.
    pub fn mark(&mut self, now: SimTime) {
        let stations = self.stations(now);
        self.ledger.mark(stations);
    }

    /// Looks at the site from the server's chair: what a probe of each sort of route would get now.
    pub(super) fn probe(&mut self, now: SimTime) {
        let broken = self.broken();
        for probe in Probe::ALL {
            let gone = broken.filter(|layer| needs(*probe, *layer));
            match (self.ledger.server.is_up(*probe), gone) {
                (true, Some(layer)) => {
                    let blame = Blame { action: self.board.holder(layer), limit: self.board.limit(layer) };
                    let kind = blame.action.map(|action| self.kind_of(action));
                    self.ledger.server.goes_down(now, *probe, blame, kind);
                }
                (false, None) => self.ledger.server.comes_up(now, *probe),
                _ => {}
            }
        }
    }

    /// The first place on a request's way, once it has reached the machine, where nobody serves. While gunicorn imports the
    /// code, requests only wait; but nobody serves them now, whether that is by a start or by HUP.
    fn broken(&self) -> Option<Layer> {
        let serves = |state| state == ProcessState::Running;
        if !self.host.web_port_is_open() || self.web_server.state() == ProcessState::Hung {
            Some(Layer::WebServer)
        } else if !serves(self.app_server.state()) || self.app_server.view().workers == 0 {
            Some(Layer::AppServer)
        } else if !serves(self.database.state()) {
            Some(Layer::Database)
        } else {
            None
        }
    }

    fn kind_of(&self, action: u16) -> ActionKind {
        self.settings.deed(action).expect("what is to blame is listed").kind()
    }

    /// The use of every station since the beginning, in the vocabulary's order.
    fn stations(&self, now: SimTime) -> [StationUse; Station::COUNT] {
        let (busy, capacity) = self.host.cores_use(now);
        let (disk, memory) = (self.host.disk_use(now), self.host.memory_use(now));
        [
            self.web_server.workers_use(now),
            self.web_server.slots_use(now),
            self.app_server.workers_use(now),
            self.app_server.backlog_use(now),
            self.database.sessions_use(now),
            StationUse { busy, capacity },
            StationUse { busy: disk.0, capacity: disk.1 },
            self.network.uplink_use(now),
            StationUse { busy: memory.0, capacity: memory.1 },
        ]
    }

    /// What may be seen at a moment.
    pub fn view(&self, now: SimTime) -> Site {
        let recent = &self.ledger.recent;
        let (good_per_second, failed_per_second) = recent.per_second(now);
        let pages = &self.ledger.whole.pages;
        Site {
            now,
            state: recent.state(now),
            good_per_second,
            failed_per_second,
            page_latency: recent.mean_latency(now),
            visits: self.client.visits_in_flight(),
            pages: (pages.good(), pages.failed()),
            dns: self.dns.view(now, &self.settings.dns),
            network: self.network.view(),
            host: self.host.view(&self.settings.host, self.descriptors()),
            web_server: self.web_server.view(),
            app_server: self.app_server.view(),
            database: self.database.view(&self.settings),
            lasting: self
                .lasting
                .iter()
                .map(|action| self.settings.deed(*action).expect("what is done is listed").name())
                .collect(),
            latest: self.ledger.chronicle.entries().last().map(|entry| (entry.at, entry.what)),
        }
    }

    /// File descriptors of the fullest process of nginx, gunicorn and MySQL.
    fn descriptors(&self) -> [u32; 3] {
        [
            self.web_server.descriptors(&self.settings.web_server),
            self.app_server.descriptors(),
            self.database.descriptors(),
        ]
    }

    /// Everything that must balance: arrivals, Little's law, and each slot's time.
    pub fn books(&self, now: SimTime) -> Vec<Balance> {
        let mut books = Vec::new();
        self.count_books(&mut books);
        self.little_books(now, &mut books);
        self.slot_books(now, &mut books);
        let machine = self.host.books();
        books.extend(machine.map(|(name, (left, right))| Balance { name, left, right }));
        books
    }

    fn count_books(&self, books: &mut Vec<Balance>) {
        let whole = &self.ledger.whole;
        let requests = whole.requests[0].plus(&whole.requests[1]);
        let visits = u128::from(self.client.visits_in_flight());
        let mut add = |name, left: u128, right: u128| books.push(Balance { name, left, right });
        let pages = &whole.pages;
        add("pages begun = ended + under way", pages.begun().into(), u128::from(pages.ended()) + visits);
        let under_way = u128::from(self.requests.len());
        add(
            "requests begun = ended + under way",
            requests.begun().into(),
            u128::from(requests.ended()) + under_way,
        );
        let attempts = &whole.attempts;
        let trying = self.requests.iter().filter(|(_, request)| request.attempt_begun.is_some()).count();
        add(
            "attempts begun = ended + under way",
            attempts.begun().into(),
            u128::from(attempts.ended()) + trying as u128,
        );
        let retries = self.ledger.counters.retries;
        add(
            "attempts begun = requests begun + tried again",
            attempts.begun().into(),
            (requests.begun() + retries).into(),
        );
        let (executions, busy) = self.app_server.executions();
        let ended = u128::from(executions.finished) + u128::from(executions.cut);
        add("executions begun = finished + cut + at work", executions.begun.into(), ended + u128::from(busy));
        let failures: u64 = self.ledger.whole.blames.values().sum();
        add("every failed page has a cause", pages.failed().into(), failures.into());
    }

    fn little_books(&self, now: SimTime, books: &mut Vec<Balance>) {
        let client = &self.client;
        let age = |begun: SimTime| u128::from((now - begun).as_nanos());
        let visits: u128 = client.visits_begun().map(age).sum();
        let requests: u128 = self.requests.iter().map(|(_, request)| age(request.begun)).sum();
        let mut add = |name, left, right| books.push(Balance { name, left, right });
        add("Little's law for pages", client.visits_level.integral(now), client.visits_ended.nanos + visits);
        add(
            "Little's law for requests",
            client.requests_level.integral(now),
            client.requests_ended.nanos + requests,
        );
        let begun = self.requests.iter().filter_map(|(_, request)| request.attempt_begun);
        let attempts: u128 = begun.map(age).sum();
        add(
            "Little's law for attempts",
            client.attempts_level.integral(now),
            client.attempts_ended.nanos + attempts,
        );
        let (users, times) = client.user_books(now);
        add("users of closed groups = thinking + visiting", users, times);
        let (integral, sojourns) = self.app_server.backlog_books(now);
        add("Little's law for gunicorn's accept queue", integral, sojourns);
        let (integral, sojourns) = self.database.session_books(now);
        add("Little's law for MySQL's sessions", integral, sojourns);
        let (integral, sojourns) = self.database.lock_books(now);
        add("Little's law for waiting for MySQL's locks", integral, sojourns);
    }

    fn slot_books(&self, now: SimTime, books: &mut Vec<Balance>) {
        let mut add = |name, (times, slots): (PoolTimes, u32)| {
            let right = u128::from(slots) * u128::from(now.as_nanos());
            books.push(Balance { name, left: times.busy + times.idle + times.down, right });
        };
        add("nginx's workers: busy + idle + down = horizon", self.web_server.books(now));
        add("gunicorn's workers: busy + idle + down = horizon", self.app_server.books(now));
    }

    /// For each room: a digest of its events, of its random streams and of the outcomes decided in it.
    pub fn digests(&self) -> impl Iterator<Item = (Layer, Heard, u64, u64)> + '_ {
        ROOMS.iter().zip(self.heard).map(|(room, heard)| {
            let (draws, outcomes) = match room {
                Layer::Visitor => (self.client.draws(&self.settings.client), self.client.outcomes()),
                Layer::Network => (self.network.draws(), 0),
                Layer::AppServer => (self.app_server.draws(), 0),
                Layer::Database => (self.database.draws(), 0),
                _ => (0, 0),
            };
            (*room, heard, draws, outcomes)
        })
    }
}

/// Whether an answer to a probe needs somebody who serves in `layer`.
fn needs(probe: Probe, layer: Layer) -> bool {
    match layer {
        Layer::Database => probe == Probe::Database,
        Layer::AppServer => probe != Probe::Static,
        _ => true,
    }
}
