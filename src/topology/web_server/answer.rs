//! The answer's way out: what it says is decided, and it is sent.

use super::super::context::Context;
use super::super::host;
use super::super::id::ConnectionId;
use super::super::network::{self, Handed};
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

    /// The answer goes out. As long as the kernel has not taken the whole of it, nginx holds the connection.
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
        match Self::put_on_the_wire(carried, persistence, context) {
            Handed::Whole if context.requests.contains(request.0) && persistence == Persistence::Close => {
                self.close(connection, context);
            }
            Handed::Whole => self.wait_for_next(connection, context),
            Handed::Partly => {
                context.connection(connection).expect("seen above").service = Service::Sending(persistence);
            }
        }
    }

    /// The kernel has taken the rest of a large answer: the connection is kept, or closed as the answer says.
    pub(super) fn handed_over(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        let Some(held) = context.connection(connection) else {
            return;
        };
        let (Service::Sending(persistence), Some(worker)) = (held.service, held.worker) else {
            return; // It was stopped at this very instant.
        };
        held.service = Service::Waiting;
        match persistence {
            Persistence::Close => self.close(connection, context),
            Persistence::KeepAlive if self.is_leaving(worker) => self.close_and_tell(connection, context),
            Persistence::KeepAlive => self.wait_for_next(connection, context),
        }
        self.bury_finished_workers(context);
    }

    /// A connection is kept for the visitor's next request.
    fn wait_for_next(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        context.connection(connection).expect("seen by the caller").since = context.agenda.now();
        self.wait_for_visitor(connection, context.settings.web_server.keepalive_timeout, context);
    }

    pub(super) fn is_leaving(&self, worker: SlotId) -> bool {
        self.workers[worker.0 as usize].state != WorkerState::Serving
    }

    /// Whether a connection is kept after its answer: it has not served its share, its worker stays, and nginx trusts
    /// the visitor to have sent nothing more (`ngx_http_special_response_handler`).
    fn persistence(&self, sent: &Connection, worker: SlotId, context: &Context<'_>) -> Persistence {
        let settings = &context.settings.web_server;
        let used_up = sent.served >= settings.keepalive_requests || settings.keepalive_timeout.is_zero();
        let old = context.now().since(sent.accepted) >= settings.keepalive_time;
        let distrusted = sent.status == 413 || sent.limit.is_some();
        if used_up || old || self.is_leaving(worker) || distrusted {
            Persistence::Close
        } else {
            Persistence::KeepAlive
        }
    }

    /// What is sent counts at once; of who has left there is nobody to send to.
    fn put_on_the_wire(carried: Carried, persistence: Persistence, context: &mut Context<'_>) -> Handed {
        let Carried { connection, request, .. } = carried;
        let Some(asked) = context.request(request) else {
            return Handed::Whole;
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
        network::send_answer(context, connection, request, size)
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
