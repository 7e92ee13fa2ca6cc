//! The listening socket: connections come in and go.

use super::super::context::Context;
use super::super::event::{ClientEvent, Closing, Event, WebServerEvent};
use super::super::id::ConnectionId;
use super::super::network;
use super::super::request::{Carried, Connection, Handshake, Service};
use super::WebServer;
use super::limit::Admission;
use super::settings::Switch;
use super::worker::{Task, WorkerState};
use crate::queueing::SlotId;
use crate::units::SimTime;
use crate::vocabulary::{Layer, Message, RequestClass, Stage};

/// Descriptors that a worker has open besides its connections and listening sockets: the standard three, logs, epoll and
/// the channels to the master.
const DESCRIPTORS_OPEN: u32 = 10;

impl WebServer {
    /// Whether a worker may open one more socket.
    pub(super) fn has_descriptor(&self, worker: SlotId, context: &Context<'_>) -> bool {
        let settings = &context.settings.web_server;
        let open = DESCRIPTORS_OPEN + settings.listen.sockets() + self.workers[worker.0 as usize].taken;
        open < settings.worker_rlimit_nofile
    }

    pub(super) fn log_lack_of_slots(&self, worker: SlotId, message: Message, context: &mut Context<'_>) {
        Self::log(message, self.workers[worker.0 as usize].connections.into(), context);
    }

    /// A TLS client hello: the handshake's computing, less of it if the ticket is from these keys.
    pub(super) fn hello(&mut self, connection: ConnectionId, ticket: Option<u32>, context: &mut Context<'_>) {
        if let Some(worker) = Self::worker_of(connection, context) {
            let keys = self.ticket_keys;
            let tickets = context.settings.web_server.ssl_session_tickets;
            let held = context.connection(connection).expect("it has a worker");
            (held.service, held.expires) = (Service::Serving, SimTime::MAX);
            held.ticket = (tickets == Switch::On).then_some(keys);
            let resumed = held.ticket.is_some() && held.ticket == ticket;
            let handshake = if resumed { Handshake::Resumed } else { Handshake::Full };
            self.give(worker, Task::Handshake { connection, handshake }, context);
        }
    }

    /// The first part of a request's header: the rest has `client_header_timeout` from the beginning of the connection or,
    /// on one that was kept, from now.
    pub(super) fn header_begins(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        if Self::worker_of(connection, context).is_none() {
            return;
        }
        let held = context.connection(connection).expect("it has a worker");
        if held.service == Service::Waiting {
            held.service = Service::ReadingHeader;
            if held.served > 0 {
                let patience = context.settings.web_server.client_header_timeout;
                self.wait_for_visitor(connection, patience, context);
            }
        }
    }

    /// A request: it is turned away, waits, or is taken up. It is read even if the visitor has left since: the FIN comes
    /// behind it.
    pub(super) fn request_arrives(&mut self, carried: Carried, context: &mut Context<'_>) {
        if Self::worker_of(carried.connection, context).is_none() {
            return;
        }
        let now = context.now();
        let held = context.connection(carried.connection).expect("it has a worker");
        (held.service, held.route, held.since) = (Service::Serving, carried.route, now);
        held.expires = SimTime::MAX;
        context.enter(carried.request, Stage::WebServer);
        match self.admit(carried, context) {
            Admission::Now => self.take_up(carried, context),
            Admission::Refused(failure, blame) => self.refuse(carried, failure, blame, context),
            Admission::After(delay) => {
                let Carried { connection, request, route } = carried;
                let over = WebServerEvent::DelayOver { connection, request, route };
                context.agenda.after(delay, Event::WebServer(over));
            }
        }
    }

    /// `limit_req` has let a request wait for long enough.
    pub(super) fn delay_over(&mut self, carried: Carried, context: &mut Context<'_>) {
        let held = context.connection(carried.connection);
        if held.is_some_and(|held| held.worker.is_some() && held.service == Service::Serving) {
            self.take_up(carried, context);
        }
    }

    /// A request that may go on: its body is read first.
    fn take_up(&mut self, carried: Carried, context: &mut Context<'_>) {
        if let Admission::Refused(failure, blame) = self.limit_connections(carried, context) {
            return self.refuse(carried, failure, blame, context);
        }
        let body = context.settings.application.routes[usize::from(carried.route)].body;
        if body.get() == 0 {
            return self.serve(carried, context);
        }
        context.connection(carried.connection).expect("it has a worker").service = Service::Reading;
        context.enter(carried.request, Stage::Sending);
        let upload = network::send_body(context, carried, body);
        let patience = upload + context.settings.web_server.client_body_timeout;
        self.wait_for_visitor(carried.connection, patience, context);
    }

    /// The whole body is there.
    pub(super) fn body_arrives(&mut self, carried: Carried, context: &mut Context<'_>) {
        if Self::worker_of(carried.connection, context).is_none() {
            return;
        }
        let held = context.connection(carried.connection).expect("it has a worker");
        if held.service == Service::Reading {
            (held.service, held.expires) = (Service::Serving, SimTime::MAX);
            context.enter(carried.request, Stage::WebServer);
            self.serve(carried, context);
        }
    }

    /// A file is nginx's own business, the rest is gunicorn's.
    fn serve(&mut self, carried: Carried, context: &mut Context<'_>) {
        let worker = context.connection(carried.connection).and_then(|held| held.worker);
        let task = match context.settings.application.routes[usize::from(carried.route)].class() {
            RequestClass::Static => Task::SendFile(carried),
            RequestClass::Dynamic => Task::Forward(carried),
        };
        self.give(worker.expect("a request is read by a worker"), task, context);
    }

    /// The worker at the other end; where there is none, the kernel answers with RST.
    fn worker_of(connection: ConnectionId, context: &mut Context<'_>) -> Option<SlotId> {
        let held = context.connection(connection)?;
        if held.worker.is_none() && held.visit.is_some() {
            if held.spoiled_by.is_none() {
                context.spoil(connection, Layer::WebServer); // Else whoever had it closed is known.
            }
            let reset = ClientEvent::Closed { connection, by: Closing::Reset };
            context.agenda.after(context.half_trip(connection), Event::Client(reset));
            return None;
        }
        held.worker
    }

    /// The visitor has closed the connection: whatever was under way on it is dropped (499).
    pub(super) fn visitor_left(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        let Some(held) = context.connection(connection).copied() else {
            return;
        };
        self.forget_half_open(connection, context);
        if held.certificate_expired_by.is_some() && held.worker.is_some() {
            Self::log(Message::CertificateAlert, 0, context);
        }
        if let Service::Proxying(exchange) = held.service {
            if context.settings.web_server.proxy_ignore_client_abort == Switch::On {
                let held = context.connection(connection).expect("seen above");
                held.service = Service::ProxyingForNobody(exchange);
                return;
            }
            self.drop_exchange(exchange, context);
        }
        Self::log_abandoned(connection, context);
        self.uncount(connection, context);
        if let Some(worker) = held.worker {
            self.free_slot(worker, context);
        }
        context.connections.remove(connection.0);
        self.bury_finished_workers(context);
    }

    /// nginx closes its end of a connection.
    pub(super) fn close(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        let held = context.connection(connection).expect("what is closed is open");
        let worker = held.worker.take().expect("nginx holds it");
        self.uncount(connection, context);
        let held = context.connection(connection).expect("what is closed is open");
        if held.visit.is_none() {
            context.connections.remove(connection.0); // Both ends have let go.
        }
        self.free_slot(worker, context);
    }

    /// The same, and the browser hears of it half a round trip later, behind what the kernel
    /// has still to send.
    pub(super) fn close_and_tell(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        context.spoil(connection, Layer::WebServer);
        self.close(connection, context);
        network::close(context, connection);
    }

    /// Closes every kept-alive connection of the workers that are leaving on which nothing is under way.
    pub(super) fn close_idle(&mut self, context: &mut Context<'_>) {
        let leaving = |connection: &Connection| {
            let worker = connection.worker.map(|worker| &self.workers[worker.0 as usize]);
            let idle = connection.service == Service::Waiting && connection.served > 0;
            idle && worker.is_some_and(|worker| worker.state == WorkerState::Leaving && !worker.hangs())
        };
        for connection in connections_where(context, leaving) {
            self.close_and_tell(connection, context);
        }
    }

    /// Closes every connection, whatever is under way.
    pub(super) fn cut_all(&mut self, context: &mut Context<'_>) {
        for connection in connections_where(context, |connection| connection.worker.is_some()) {
            self.cut(connection, context);
        }
    }

    /// Closes a connection, whatever is under way on it.
    pub(super) fn cut(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        let service = context.connection(connection).map(|held| held.service);
        if let Some(Service::Proxying(exchange) | Service::ProxyingForNobody(exchange)) = service {
            self.drop_exchange(exchange, context);
        }
        self.close_and_tell(connection, context);
    }

    /// Takes one of a worker's connection slots, if one is free; when they are nearly out, idle connections make room.
    pub(super) fn take_slot(&mut self, worker: SlotId, context: &mut Context<'_>) -> bool {
        self.reclaim_if_nearly_out(worker, context);
        let worker = &mut self.workers[worker.0 as usize];
        let free = worker.taken < worker.slots;
        if free {
            worker.taken += 1;
            self.slots_taken.add(context.now(), 1);
        }
        free
    }

    /// Gives a slot back.
    pub(super) fn free_slot(&mut self, worker: SlotId, context: &Context<'_>) {
        self.workers[worker.0 as usize].taken -= 1;
        self.slots_taken.subtract(context.now(), 1);
    }
}

/// The connections for which `wanted` holds, in the order of their places.
pub(super) fn connections_where(
    context: &Context<'_>,
    wanted: impl Fn(&Connection) -> bool,
) -> Vec<ConnectionId> {
    let all = context.connections.iter();
    all.filter(|(_, connection)| wanted(connection)).map(|(key, _)| ConnectionId(key)).collect()
}
