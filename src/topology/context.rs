//! What every room may use while it handles an event: the clock and agenda, what travels, the machine, the board of who
//! is to blame, the ledger and the settings. Never another room.

use super::event::Event;
use super::host::Host;
use super::id::{ConnectionId, GroupId, RequestId};
use super::operation::Board;
use super::request::{Connection, Request, Waited};
use super::settings::Settings;
use super::settings::network::Line;
use super::waits::Waits;
use crate::engine::{Agenda, Slab};
use crate::metrics::Ledger;
use crate::units::{Bandwidth, Probability, SimDuration, SimTime};
use crate::vocabulary::{Blame, Happening, Layer, Limit, Message, Stage};

/// What a room may use besides itself.
pub struct Context<'a> {
    /// What is due, and the clock.
    pub agenda: &'a mut Agenda<Event>,
    /// Requests under way.
    pub requests: &'a mut Slab<Request>,
    /// TCP connections between browsers and nginx.
    pub connections: &'a mut Slab<Connection>,
    /// The machine: whoever runs on it asks it for CPU time, the disk and its sockets.
    pub host: &'a mut Host,
    /// Which action holds which layer down.
    pub board: &'a mut Board,
    /// Where everything that begins and ends is told.
    pub ledger: &'a mut Ledger,
    /// The site's settings.
    pub settings: &'a Settings,
}

impl<'a> Context<'a> {
    /// The clock.
    pub fn now(&self) -> SimTime {
        self.agenda.now()
    }

    /// The line of a group's visitors.
    pub fn line(&self, group: GroupId) -> &'a Line {
        &self.settings.client.groups[usize::from(group.0)].line
    }

    /// The line that a connection goes over. Of one that is gone, which hears nothing any more, it is the first group's.
    pub fn line_of(&self, connection: ConnectionId) -> &'a Line {
        self.line(self.connections.get(connection.0).map_or(GroupId::default(), |held| held.group))
    }

    /// Half a round trip between a connection's visitor and the machine.
    pub fn half_trip(&self, connection: ConnectionId) -> SimDuration {
        self.line_of(connection).round_trip / 2
    }

    /// A whole round trip between a connection's visitor and the machine.
    pub fn round_trip(&self, connection: ConnectionId) -> SimDuration {
        self.line_of(connection).round_trip
    }

    /// What a connection's visitor's line carries towards the visitor.
    pub fn bandwidth(&self, connection: ConnectionId) -> Bandwidth {
        self.line_of(connection).bandwidth
    }

    /// The share of packets that a connection's line loses.
    pub fn loss(&self, connection: ConnectionId) -> Probability {
        self.line_of(connection).loss
    }

    /// The request of that name, if it is still under way.
    pub fn request(&mut self, request: RequestId) -> Option<&mut Request> {
        self.requests.get_mut(request.0)
    }

    /// The connection of that name, if one end still holds it.
    pub fn connection(&mut self, connection: ConnectionId) -> Option<&mut Connection> {
        self.connections.get_mut(connection.0)
    }

    /// Notes that a request goes on to its next stage, if it is still under way.
    pub fn enter(&mut self, request: RequestId, stage: Stage) {
        let now = self.now();
        let longest = self.longest_wait(request);
        if let Some(request) = self.request(request) {
            request.longest = longest;
            request.enter(stage, now);
        }
    }

    /// Why somebody waits, as things stand.
    pub fn waits(&self) -> Waits<'_> {
        let (requests, connections) = (&*self.requests, &*self.connections);
        Waits { now: self.now(), requests, connections, host: self.host, board: self.board }
    }

    /// The longest wait of a request's attempt so far, the present stage included.
    pub fn longest_wait(&self, request: RequestId) -> Waited {
        self.waits().longest(request)
    }

    /// Whose fault it is that somebody waits in `stage` now: the action that holds it, or else the limit that keeps it full.
    pub fn who_makes_wait(&self, stage: Stage) -> Blame {
        self.waits().by_whom(stage)
    }

    /// Who is to blame for a failure in `layer`: the action that holds it or what it stands on, and the limit reached.
    pub fn blame(&self, layer: Layer, limit: Option<Limit>) -> Blame {
        Blame { action: self.board.holder(layer), limit: self.limit_behind(layer).or(limit) }
    }

    /// The limit of the machine that is behind whatever limit a failure in `layer` shows.
    pub fn limit_behind(&self, layer: Layer) -> Option<Limit> {
        self.waits().limit_behind(layer)
    }

    /// Notes that something was lost, refused or cut off on a connection, by the doing of whoever holds `layer` now: when
    /// the visitor hears of it, that may be over.
    pub fn spoil(&mut self, connection: ConnectionId, layer: Layer) {
        let action = self.board.holder(layer);
        self.spoil_by(connection, action);
    }

    /// The same, where it is known whose doing it was.
    pub fn spoil_by(&mut self, connection: ConnectionId, action: Option<u16>) {
        if let Some(connection) = self.connection(connection) {
            connection.spoiled_by = action.or(connection.spoiled_by);
        }
    }

    /// Writes into the chronicle.
    pub fn chronicle(&mut self, what: Happening) {
        let now = self.now();
        self.ledger.chronicle.write(now, what);
    }

    /// A program writes a line into its log; `number` is the pid or count in it, if it has one.
    pub fn log(&mut self, message: Message, number: u64) {
        let now = self.now();
        self.ledger.logs.write(now, message, number);
    }
}
