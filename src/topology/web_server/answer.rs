//! The answer's way out: what it says is decided, and it is sent.

use super::super::context::Context;
use super::super::event::{ClientEvent, Event};
use super::super::network;
use super::super::request::{Answer, Carried, Connection, Persistence, Service};
use super::WebServer;
use super::worker::WorkerState;
use crate::queueing::SlotId;
use crate::units::Bytes;
use crate::vocabulary::{Blame, Outcome, Stage};

/// nginx's own error page with its headers.
pub(super) const ERROR_PAGE: Bytes = Bytes::new(320);

impl WebServer {
    /// What a request's answer will say; nothing is decided for who has left.
    pub(super) fn decide(carried: Carried, outcome: Outcome, blame: Blame, context: &mut Context<'_>) {
        if let Some(held) = context.connection(carried.connection) {
            held.status = status(outcome);
        }
        if let Some(request) = context.request(carried.request) {
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
        let sent = *held;
        let size = Self::answer_size(&sent, context);
        Self::log_access(&sent, sent.status, size, context);
        self.uncount(connection, context);
        let persistence = self.persistence(&sent, worker, context);
        Self::put_on_the_wire(carried, persistence, context);
        if context.requests.contains(request.0) && persistence == Persistence::Close {
            self.close(connection, context);
        } else {
            context.connection(connection).expect("seen above").since = context.agenda.now();
            self.wait_for_visitor(connection, context.settings.web_server.keepalive_timeout, context);
        }
    }

    /// Whether a connection is kept after its answer: it has not served its share, its worker stays, and nginx trusts
    /// the visitor to have sent nothing more (`ngx_http_special_response_handler`).
    fn persistence(&self, sent: &Connection, worker: SlotId, context: &Context<'_>) -> Persistence {
        let settings = &context.settings.web_server;
        let used_up = sent.served >= settings.keepalive_requests || settings.keepalive_timeout.is_zero();
        let old = context.now().since(sent.accepted) >= settings.keepalive_time;
        let leaving = self.workers[worker.0 as usize].state != WorkerState::Serving;
        let distrusted = sent.status == 413 || sent.limit.is_some();
        if used_up || old || leaving || distrusted { Persistence::Close } else { Persistence::KeepAlive }
    }

    fn put_on_the_wire(carried: Carried, persistence: Persistence, context: &mut Context<'_>) {
        let Carried { connection, request, .. } = carried;
        let Some(asked) = context.request(request) else {
            return;
        };
        let route = usize::from(asked.route);
        let answer = asked.answer.as_mut().expect("what is sent has been decided");
        answer.connection = persistence;
        let size = match answer.outcome {
            Outcome::Good => context.settings.application.routes[route].size,
            Outcome::Failed(_) => ERROR_PAGE,
        };
        context.enter(request, Stage::Receiving);
        context.ledger.counters.bytes += size.get();
        let way = network::delivery_time(size, &context.settings.network);
        let delivered = context.now() + way;
        let answered = Event::Client(ClientEvent::Answered { connection, request });
        let delivery = context.agenda.at(delivered, answered);
        if let Some(held) = context.connection(connection) {
            held.delivered = delivered;
            held.delivery = delivery;
        }
    }
}

/// `$status` of an answer.
pub(super) const fn status(outcome: Outcome) -> u16 {
    match outcome {
        Outcome::Good => 200,
        Outcome::Failed(kind) => match kind.text().status {
            Some(status) => status,
            None => 499,
        },
    }
}
