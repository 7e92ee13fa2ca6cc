//! A visit: one page of one visitor.

use serde::{Deserialize, Serialize};

use super::super::id::{ConnectionId, GroupId, RequestId};
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
    /// When the visitor leaves.
    pub(super) patience: Appointment,
    /// The route's wait, where a trace gives one for this visit.
    pub(super) wait: Option<SimDuration>,
    connections: [ConnectionId; CONNECTIONS_MAX],
    open: u8,
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
            patience: Appointment::NONE,
            wait: None,
            connections: [ConnectionId::NONE; CONNECTIONS_MAX],
            open: 0,
        }
    }

    /// Its connections, the oldest first.
    pub(super) fn connections(&self) -> &[ConnectionId] {
        &self.connections[..usize::from(self.open)]
    }

    /// One connection more.
    pub(super) fn add(&mut self, connection: ConnectionId) {
        self.connections[usize::from(self.open)] = connection;
        self.open += 1;
    }

    /// One connection fewer.
    pub(super) fn forget(&mut self, connection: ConnectionId) {
        if let Some(place) = self.connections().iter().position(|held| *held == connection) {
            self.connections[place..].rotate_left(1);
            self.open -= 1;
        }
    }
}
