//! The answer's way out: what it says is decided, and it is sent.

use super::super::context::Context;
use super::super::id::{ConnectionId, RequestId};
use super::super::network::{self, Handed};
use super::super::request::{Answer, Carried, Persistence, Service};
use super::WebServer;
use super::worker::WorkerState;
use crate::queueing::SlotId;
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

    /// The answer goes out. As long as the kernel has not taken the whole of it, nginx holds the connection.
    pub(super) fn send_answer(&mut self, carried: Carried, context: &mut Context<'_>) {
        let Carried { connection, request, .. } = carried;
        let Some(held) = context.connection(connection) else {
            return;
        };
        let Some(worker) = held.worker else { return };
        held.service = Service::Waiting;
        held.served += 1;
        let served_enough = held.served >= context.settings.web_server.keepalive_requests;
        let persistence = if served_enough || self.is_leaving(worker) {
            Persistence::Close
        } else {
            Persistence::KeepAlive
        };
        match Self::put_on_the_wire(carried, persistence, context) {
            Handed::Whole if context.requests.contains(request.0) && persistence == Persistence::Close => {
                self.close(connection, context);
            }
            Handed::Whole => {}
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
            Persistence::KeepAlive => {}
        }
        self.bury_finished_workers(context);
    }

    pub(super) fn is_leaving(&self, worker: SlotId) -> bool {
        self.workers[worker.0 as usize].state != WorkerState::Serving
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
        let size = match answer.outcome {
            Outcome::Good => context.settings.application.routes[route].size,
            Outcome::Failed(_) => ERROR_PAGE,
        };
        context.enter(request, Stage::Receiving);
        context.ledger.counters.bytes += size.get();
        network::send_answer(context, connection, request, size)
    }
}
