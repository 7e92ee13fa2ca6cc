//! The listening socket: connections come in and go.

use super::super::context::Context;
use super::super::event::{ClientEvent, Closing, Event};
use super::super::id::ConnectionId;
use super::super::request::{Carried, Connection, Service};
use super::WebServer;
use super::worker::{Task, WorkerState};
use crate::queueing::SlotId;
use crate::vocabulary::{Layer, RequestClass, Stage};

impl WebServer {
    /// A connection is accepted by the worker with the fewest, or dropped at once if no worker has a slot left.
    // Simplified: the kernel wakes some idle worker, which need not be the one with the fewest connections.
    pub(super) fn accept(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        let least = self.serving().min_by_key(|(place, worker)| (worker.taken, *place));
        let worker = least.map(|(place, _)| SlotId(place as u32));
        if let Some(worker) = worker.filter(|worker| self.take_slot(*worker, context)) {
            context.connection(connection).expect("who connects holds the connection").worker = Some(worker);
            context
                .agenda
                .after(context.half_trip(connection), Event::Client(ClientEvent::Connected { connection }));
        } else {
            // SYN-ACK, ACK, and then FIN instead of an answer.
            let closed = ClientEvent::Closed { connection, by: Closing::Fin };
            context.agenda.after(context.half_trip(connection) * 3, Event::Client(closed));
        }
    }

    /// A TLS client hello: the handshake's computing.
    pub(super) fn hello(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        if let Some(worker) = Self::worker_of(connection, context) {
            context.connection(connection).expect("it has a worker").service = Service::Serving;
            self.give(worker, Task::Handshake { connection }, context);
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

    /// The same, and the browser hears of it half a round trip later, behind what is still on its way to it.
    pub(super) fn close_and_tell(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        context.spoil(connection, Layer::WebServer);
        let delivered = context.connection(connection).expect("what is closed is open").delivered;
        let at = delivered.max(context.now() + context.half_trip(connection));
        self.close(connection, context);
        let closed = ClientEvent::Closed { connection, by: Closing::Fin };
        context.agenda.at(at, Event::Client(closed));
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
