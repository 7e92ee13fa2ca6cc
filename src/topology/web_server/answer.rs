//! The answer's way out: what it says is decided, and it is sent.

use super::super::context::Context;
use super::super::event::{ClientEvent, Event};
use super::super::host;
use super::super::id::RequestId;
use super::super::network;
use super::super::request::{Answer, Carried, Persistence, Service};
use super::WebServer;
use super::worker::WorkerState;
use crate::units::Bytes;
use crate::vocabulary::{Blame, Outcome, Stage};

/// nginx's own error page with its headers.
const ERROR_PAGE: Bytes = Bytes::new(320);

impl WebServer {
    /// What a request's answer will say; nothing is decided for who has left.
    pub(super) fn decide(request: RequestId, outcome: Outcome, blame: Blame, context: &mut Context<'_>) {
        if let Some(request) = context.request(request) {
            request.answer = Some(Answer { outcome, blame, connection: Persistence::KeepAlive });
        }
    }

    // Simplified: an answer is handed to the kernel whole, so that a stop or a quit of nginx does not cut it short; one
    // that is larger than the socket's buffer would keep its worker until the rest has left.
    /// The answer goes out; the connection is kept unless it has served its share or its worker is leaving.
    pub(super) fn send_answer(&mut self, carried: Carried, context: &mut Context<'_>) {
        let Carried { connection, request, .. } = carried;
        let Some(held) = context.connection(connection) else {
            return;
        };
        let Some(worker) = held.worker else { return };
        held.service = Service::Waiting;
        held.served += 1;
        let served_enough = held.served >= context.settings.web_server.keepalive_requests;
        let leaving = self.workers[worker.0 as usize].state != WorkerState::Serving;
        let persistence = if served_enough || leaving { Persistence::Close } else { Persistence::KeepAlive };
        Self::put_on_the_wire(carried, persistence, context);
        if context.requests.contains(request.0) && persistence == Persistence::Close {
            self.close(connection, context);
        }
    }

    fn put_on_the_wire(carried: Carried, persistence: Persistence, context: &mut Context<'_>) {
        let Carried { connection, request, .. } = carried;
        let Some(asked) = context.request(request) else {
            return;
        };
        let route = usize::from(asked.route);
        let answer = asked.answer.as_mut().expect("what is sent has been decided");
        answer.connection = persistence;
        let outcome = answer.outcome;
        let size = match outcome {
            Outcome::Good => context.settings.application.routes[route].size,
            Outcome::Failed(_) => ERROR_PAGE,
        };
        host::log_answer(context, outcome);
        context.enter(request, Stage::Receiving);
        context.ledger.counters.bytes += size.get();
        let way = network::delivery_time(size, context.line_of(connection));
        let delivered = context.now() + way;
        let answered = Event::Client(ClientEvent::Answered { connection, request });
        let delivery = context.agenda.at(delivered, answered);
        if let Some(held) = context.connection(connection) {
            held.delivered = delivered;
            held.delivery = delivery;
        }
    }
}
