//! The browser's connections: opening, sending, hearing back, trying again.

use super::super::context::Context;
use super::super::event::{Closing, Event, NetworkEvent, WebServerEvent};
use super::super::id::{ConnectionId, RequestId, VisitId};
use super::super::network;
use super::super::request::{Carried, Connection, ConnectionState, Listened, Part, Persistence};
use super::super::settings::web_server::Listen;
use super::Client;
use super::attempt::Next;
use crate::queueing::FlowKey;
use crate::vocabulary::{Blame, FailureKind, Layer, Limit, Outcome, Stage};

impl Client {
    /// Opens a connection for a request.
    pub(super) fn open_connection(&mut self, visit: VisitId, request: RequestId, context: &mut Context<'_>) {
        context.enter(request, Stage::Connect);
        let current = self.visits.get_mut(visit.0).expect("only a visit under way connects");
        let mut opened = Connection::new(visit, current.number, current.group, request);
        (opened.address, opened.misled_by) = (current.address, current.misled_by);
        let connection = ConnectionId(context.connections.insert(opened));
        current.add(connection);
        network::connect(context, connection);
    }

    /// The connection stands: on to TLS or to the request.
    pub(super) fn connected(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        let Some(held) = context.connection(connection).copied() else {
            return;
        };
        let Some(visit) = held.visit else { return };
        let visit = self.visits.get_mut(visit.0).expect("a connection is let go with its visit");
        visit.delayed_by = visit.delayed_by.or(held.spoiled_by);
        let ticket = visit.tls_ticket;
        if context.settings.web_server.listen == Listen::Http {
            self.send(connection, held.request, context);
        } else {
            context.connection(connection).expect("seen above").state = ConnectionState::Securing;
            context.enter(held.request, Stage::TlsHandshake);
            network::say_hello(context, connection, ticket);
        }
    }

    /// TLS stands: on to the request. Later connections of the visit may resume this session.
    pub(super) fn secured(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        let held = context.connection(connection).copied();
        let Some((held, visit)) = held.and_then(|held| Some((held, held.visit?))) else {
            return;
        };
        if held.certificate_expired_by.is_some() {
            context.spoil_by(connection, held.certificate_expired_by);
            return self.fail(connection, FailureKind::CertificateExpired, Layer::WebServer, context);
        }
        self.visits.get_mut(visit.0).expect("a connection is let go with its visit").tls_ticket = held.ticket;
        self.send(connection, held.request, context);
    }

    /// Sends a request on a connection that is ready for it.
    pub(super) fn send(&mut self, connection: ConnectionId, request: RequestId, context: &mut Context<'_>) {
        context.enter(request, Stage::Sending);
        let held = context.connection(connection).expect("a browser sends on connections that it holds");
        held.state = ConnectionState::Busy;
        held.request = request;
        let visit = held.visit;
        let route = context.request(request).expect("what is sent is under way").route;
        let carried = Carried { connection, request, route };
        match visit.and_then(|visit| self.visits.get(visit.0)?.slow) {
            None => network::send(context, carried),
            Some((takes, action)) => {
                context.spoil_by(connection, Some(action));
                network::send_slowly(context, carried, takes);
            }
        }
    }

    /// The answer is there to its last byte.
    pub(super) fn answered(
        &mut self,
        connection: ConnectionId,
        request: RequestId,
        context: &mut Context<'_>,
    ) {
        let Some(asked) = context.request(request) else {
            return;
        };
        let answer = asked.answer.expect("what arrives has been sent");
        let (visit, part) = (asked.visit, asked.part);
        let kept = self.keep_or_drop(connection, visit, answer.connection, context);
        if part == Part::Document && answer.outcome == Outcome::Good {
            self.fetch_files(visit, kept, context);
            self.end_request(request, answer.outcome, answer.blame, context);
        } else {
            let next = self.end_attempt(request, answer.outcome, answer.blame, context);
            if let (Next::Another, Some(connection)) = (next, kept) {
                self.forget(connection, visit, context);
            }
            self.go_on(visit, kept.filter(|_| next == Next::Nothing), context);
        }
    }

    /// After an answer, the connection is idle, or gone.
    fn keep_or_drop(
        &mut self,
        connection: ConnectionId,
        visit: VisitId,
        persistence: Persistence,
        context: &mut Context<'_>,
    ) -> Option<ConnectionId> {
        if persistence == Persistence::Close {
            self.forget(connection, visit, context);
            return None;
        }
        let held = context.connection(connection).expect("a browser holds its connection while it waits");
        held.state = ConnectionState::Idle;
        held.request = RequestId::NONE;
        held.answered += 1;
        Some(connection)
    }

    /// RST in answer to a SYN.
    pub(super) fn refused(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        self.fail(connection, FailureKind::ConnectionRefused, Layer::WebServer, context);
    }

    /// No answer to any SYN.
    pub(super) fn connect_timed_out(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        self.fail(connection, FailureKind::ConnectTimedOut, Layer::Network, context);
    }

    /// The server has closed the connection. An idle one is just gone. A request on one that has served before is
    /// tried once more on a new one (RFC 9110 9.2.2: it may have been closed for idleness at that very moment).
    pub(super) fn closed(&mut self, connection: ConnectionId, by: Closing, context: &mut Context<'_>) {
        let Some(held) = context.connection(connection).copied() else {
            return;
        };
        let Some(visit) = held.visit else { return };
        if held.state == ConnectionState::Idle {
            self.forget(connection, visit, context);
            return;
        }
        let failure = match by {
            Closing::Fin => FailureKind::EmptyReply,
            Closing::Reset => FailureKind::ConnectionReset,
            Closing::Midway => FailureKind::TruncatedAnswer,
        };
        let resent = context.request(held.request).map_or(0, |request| request.resent);
        if held.answered > 0 && resent == 0 {
            self.forget(connection, visit, context);
            self.send_again(visit, held.request, failure, context);
            return;
        }
        self.fail(connection, failure, Layer::WebServer, context);
    }

    /// A reused connection has died under a request, which is sent once more, unasked.
    // Simplified: so is one with a body (POST), which RFC 9110 allows only for idempotent methods.
    fn send_again(
        &mut self,
        visit: VisitId,
        request: RequestId,
        failure: FailureKind,
        context: &mut Context<'_>,
    ) {
        let blame = context.blame(Layer::WebServer, None);
        let request = self.next_attempt(request, failure, blame, context);
        context.request(request).expect("just named").resent = 1;
        self.begin_attempt(request, context);
        self.open_connection(visit, request, context);
    }

    /// A connection has failed, and with it the attempt on it.
    fn fail(
        &mut self,
        connection: ConnectionId,
        failure: FailureKind,
        layer: Layer,
        context: &mut Context<'_>,
    ) {
        let Some(held) = context.connection(connection).copied() else {
            return;
        };
        let Some(visit) = held.visit else { return };
        self.forget(connection, visit, context);
        let blame = match held.spoiled_by {
            Some(action) => Blame { action: Some(action), limit: held.limit },
            None if held.limit.is_some() => Blame { action: None, limit: held.limit },
            None if failure == FailureKind::EmptyReply => {
                Blame { action: None, limit: Some(Limit::WorkerConnections) }
            }
            // What cut it off may be over by the time the browser hears of it. Nobody's doing: the visitor's own line
            // has lost too much.
            None => Some(context.blame(layer, None))
                .filter(|blame| *blame != Blame::default())
                .or(Some(context.board.latest_blame(layer)).filter(|blame| *blame != Blame::default()))
                .unwrap_or(Blame { action: None, limit: Some(held.held_up_by.unwrap_or(Limit::Link)) }),
        };
        self.end_attempt(held.request, Outcome::Failed(failure), blame, context);
        self.go_on(visit, None, context);
    }

    /// The browser is done with one connection of a visit that goes on.
    pub(super) fn forget(&mut self, connection: ConnectionId, visit: VisitId, context: &mut Context<'_>) {
        if let Some(visit) = self.visits.get_mut(visit.0) {
            visit.forget(connection);
        }
        Self::let_go(connection, context);
    }

    /// The browser's end of a connection is closed; nginx hears of it half a round trip later.
    pub(super) fn let_go(connection: ConnectionId, context: &mut Context<'_>) {
        let way = context.half_trip(connection);
        let Some(held) = context.connection(connection) else {
            return;
        };
        held.visit = None;
        let flow = held.sending.map(|sending| sending.flow).filter(|flow| *flow != FlowKey::NONE);
        if let Some(flow) = flow {
            let left = NetworkEvent::VisitorLeft { flow };
            context.agenda.after(context.half_trip(connection), Event::Network(left));
        }
        let Some(held) = context.connection(connection) else { return };
        if held.worker.is_some() || held.listened != Listened::Not {
            let left = WebServerEvent::VisitorLeft { connection };
            context.agenda.after(way, Event::WebServer(left));
        } else {
            context.connections.remove(connection.0);
        }
    }
}
