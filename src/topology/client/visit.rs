//! A visit: one page of one visitor.

use serde::{Deserialize, Serialize};

use super::super::id::{ConnectionId, GroupId, RequestId};
use super::super::request::Waited;
use crate::engine::Appointment;
use crate::metrics::PageTicket;
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{Blame, FailureKind};

/// The most connections a browser may open to one host.
pub(super) const CONNECTIONS_MAX: usize = 8;

/// One page of one visitor, from coming to leaving.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Visit {
    /// Its place in the ledger.
    pub(super) ticket: PageTicket,
    /// Which visit of the run it is, from 1.
    pub(super) number: u64,
    /// Whose it is.
    pub(super) group: GroupId,
    /// When it was begun.
    pub(super) begun: SimTime,
    /// The page's place in the application's list.
    pub(super) page: u16,
    /// The document's request, until it ends.
    pub(super) document: RequestId,
    /// Files asked for so far.
    pub(super) files_begun: u16,
    /// Files that have come or failed.
    pub(super) files_ended: u16,
    /// How the first file that failed did.
    pub(super) failure: Option<(FailureKind, Blame)>,
    /// The action that swallowed something of this page: whatever the visitor gives up on later, that is why.
    pub(super) delayed_by: Option<u16>,
    /// The longest wait of its requests that are over.
    pub(super) longest: Waited,
    /// How long it takes for each request's header, and by which action, where it sends slowly.
    pub(super) slow: Option<(SimDuration, u16)>,
    /// Which of the site's addresses it was told.
    pub(super) address: u16,
    /// The action by which the name led it to an address at which nobody answers.
    pub(super) misled_by: Option<u16>,
    /// The key of the TLS session ticket that the browser has.
    pub(super) tls_ticket: Option<u32>,
    /// How often the visitor has pressed reload, and when that happens next.
    pub(super) reloads: u32,
    pub(super) reload: Appointment,
    /// What is in the browser's cache.
    pub(super) cache: Cache,
    /// When the visitor leaves.
    pub(super) patience: Appointment,
    /// The route's wait, where a trace gives one for this visit.
    pub(super) wait: Option<SimDuration>,
    /// Whether the address is known.
    pub(super) name: Name,
    /// The network whose resolvers are asked for it.
    pub(super) resolver: u16,
    connections: Few<ConnectionId>,
    /// Requests between two attempts: each keeps the place of the connection that it will open.
    waiting: Few<RequestId>,
}

/// How far a visit is with the site's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Name {
    /// The stub resolver has not told it yet: every attempt asks.
    Unknown,
    /// It has.
    Known,
}

/// What a browser has kept from an earlier visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Cache {
    /// Nothing.
    Cold,
    /// The page's static files.
    Warm,
}

/// At most as many as a browser may open connections, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Few<T> {
    items: [T; CONNECTIONS_MAX],
    count: u8,
}

impl<T: Copy + PartialEq> Few<T> {
    const fn of(nothing: T) -> Self {
        Self { items: [nothing; CONNECTIONS_MAX], count: 0 }
    }

    fn list(&self) -> &[T] {
        &self.items[..usize::from(self.count)]
    }

    fn add(&mut self, item: T) {
        self.items[usize::from(self.count)] = item;
        self.count += 1;
    }

    fn remove(&mut self, item: T) {
        if let Some(place) = self.list().iter().position(|held| *held == item) {
            self.items[place..usize::from(self.count)].rotate_left(1);
            self.count -= 1;
        }
    }
}

impl Visit {
    /// A visit that has just begun.
    pub(super) fn new(ticket: PageTicket, number: u64, group: GroupId, begun: SimTime, page: u16) -> Self {
        Self {
            ticket,
            number,
            group,
            begun,
            page,
            document: RequestId::NONE,
            files_begun: 0,
            files_ended: 0,
            failure: None,
            delayed_by: None,
            longest: Waited::default(),
            slow: None,
            address: 0,
            misled_by: None,
            tls_ticket: None,
            reloads: 0,
            reload: Appointment::NONE,
            cache: Cache::Cold,
            patience: Appointment::NONE,
            wait: None,
            name: Name::Unknown,
            resolver: 0,
            connections: Few::of(ConnectionId::NONE),
            waiting: Few::of(RequestId::NONE),
        }
    }

    /// Its connections, the oldest first.
    pub(super) fn connections(&self) -> &[ConnectionId] {
        self.connections.list()
    }

    /// Its requests between two attempts.
    pub(super) fn waiting(&self) -> &[RequestId] {
        self.waiting.list()
    }

    /// Connections that it has or keeps the place of.
    pub(super) fn taken(&self) -> usize {
        self.connections().len() + self.waiting().len()
    }

    /// A request waits for its next attempt.
    pub(super) fn wait(&mut self, request: RequestId) {
        self.waiting.add(request);
    }

    /// Its next attempt has come.
    pub(super) fn wait_no_more(&mut self, request: RequestId) {
        self.waiting.remove(request);
    }

    /// The next file need not be asked for.
    // Simplified: nor does the browser ask whether its copy still holds (304 Not Modified).
    pub(super) fn file_is_in_the_cache(&mut self) {
        self.files_begun += 1;
        self.files_ended += 1;
    }

    /// One connection more.
    pub(super) fn add(&mut self, connection: ConnectionId) {
        self.connections.add(connection);
    }

    /// One connection fewer.
    pub(super) fn forget(&mut self, connection: ConnectionId) {
        self.connections.remove(connection);
    }
}
