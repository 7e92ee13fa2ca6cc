//! The listening socket: connections come in and go.

use super::super::context::Context;
use super::super::event::{ClientEvent, Closing, Event};
use super::super::id::ConnectionId;
use super::super::network;
use super::super::request::{Carried, Connection, Handshake, Service};
use super::WebServer;
use super::settings::Switch;
use super::worker::{Task, WorkerState};
use crate::queueing::SlotId;
use crate::vocabulary::{Layer, RequestClass, Stage};

impl WebServer {
    /// A TLS client hello: the handshake's computing, less of it if the ticket is from these keys.
    pub(super) fn hello(&mut self, connection: ConnectionId, ticket: Option<u32>, context: &mut Context<'_>) {
        if let Some(worker) = Self::worker_of(connection, context) {
            let keys = self.ticket_keys;
            let tickets = context.settings.web_server.ssl_session_tickets;
            let held = context.connection(connection).expect("it has a worker");
            held.service = Service::Serving;
            held.ticket = (tickets == Switch::On).then_some(keys);
            let resumed = held.ticket.is_some() && held.ticket == ticket;
            let handshake = if resumed { Handshake::Resumed } else { Handshake::Full };
            self.give(worker, Task::Handshake { connection, handshake }, context);
        }
    }

    /// A request: for a file, or for gunicorn. It is read even if the visitor has left since: the FIN comes behind it.
    pub(super) fn request_arrives(&mut self, carried: Carried, context: &mut Context<'_>) {
        let Some(worker) = Self::worker_of(carried.connection, context) else { return };
        context.connection(carried.connection).expect("it has a worker").service = Service::Serving;
        context.enter(carried.request, Stage::WebServer);
        let task = match context.settings.application.routes[usize::from(carried.route)].class() {
            RequestClass::Static => Task::SendFile(carried),
            RequestClass::Dynamic => Task::Forward(carried),
        };
        self.give(worker, task, context);
    }

    /// The worker at the other end; where there is none, the kernel answers with RST.
    fn worker_of(connection: ConnectionId, context: &mut Context<'_>) -> Option<SlotId> {
        let held = context.connection(connection)?;
        if held.worker.is_none() && held.visit.is_some() {
            context.spoil(connection, Layer::WebServer);
            let reset = ClientEvent::Closed { connection, by: Closing::Reset };
            context.agenda.after(context.half_trip(), Event::Client(reset));
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
        if let Service::Proxying(exchange) = held.service {
            self.drop_exchange(exchange, context);
        }
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
            idle && worker.is_some_and(|worker| worker.state == WorkerState::Leaving)
        };
        for connection in connections_where(context, leaving) {
            self.close_and_tell(connection, context);
        }
    }

    /// Closes every connection, whatever is under way.
    pub(super) fn cut_all(&mut self, context: &mut Context<'_>) {
        for connection in connections_where(context, |connection| connection.worker.is_some()) {
            if let Some(Service::Proxying(exchange)) = context.connection(connection).map(|held| held.service)
            {
                self.drop_exchange(exchange, context);
            }
            self.close_and_tell(connection, context);
        }
    }

    /// Takes one of a worker's connection slots, if one is free.
    pub(super) fn take_slot(&mut self, worker: SlotId, context: &Context<'_>) -> bool {
        let usable = slots_of_a_worker(context);
        let worker = &mut self.workers[worker.0 as usize];
        let free = worker.taken < usable;
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

/// What `worker_connections` leaves for connections: each listening socket and the channel to the master take one.
fn slots_of_a_worker(context: &Context<'_>) -> u32 {
    slots_for_visitors(&context.settings.web_server)
}

/// The same, from the settings.
pub(super) fn slots_for_visitors(settings: &super::settings::Settings) -> u32 {
    settings.worker_connections.saturating_sub(settings.listen.sockets() + 1)
}

/// The connections for which `wanted` holds, in the order of their places.
pub(super) fn connections_where(
    context: &Context<'_>,
    wanted: impl Fn(&Connection) -> bool,
) -> Vec<ConnectionId> {
    let all = context.connections.iter();
    all.filter(|(_, connection)| wanted(connection)).map(|(key, _)| ConnectionId(key)).collect()
}
