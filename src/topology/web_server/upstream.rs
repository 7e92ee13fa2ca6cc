//! The connection to gunicorn: one for each request (HTTP/1.0, nginx before 1.29.7).
// Simplified: whatever `keepalive` says, none is kept. A sync worker closes each anyway; a gthread worker would keep one for
// 2 s (gunicorn's `keepalive`).

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{AppServerEvent, Event, WebServerEvent};
use super::super::id::{ConnectionId, ExchangeId};
use super::super::network::AfterWait;
use super::super::request::{Carried, Service};
use super::super::settings::app_server::Bind;
use super::WebServer;
use super::answer::status;
use super::worker::Task;
use crate::engine::Appointment;
use crate::queueing::SlotId;
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{Blame, FailureKind, Layer, Limit, Message, Outcome, Stage};

/// A request that has been passed on, and the connection it has been passed on by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Exchange {
    carried: Carried,
    worker: SlotId,
    /// When nginx began to connect.
    begun: SimTime,
    /// SYNs sent again so far.
    attempt: u8,
    phase: Phase,
    /// `proxy_connect_timeout` or `proxy_read_timeout`.
    deadline: Appointment,
}

/// What nginx waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Phase {
    /// A SYN-ACK: the first SYN was dropped.
    Connecting,
    /// The answer.
    Reading,
}

impl WebServer {
    /// Connects to gunicorn and sends the request; without a slot for that, the visitor gets a 500.
    pub(super) fn connect_upstream(&mut self, worker: SlotId, carried: Carried, context: &mut Context<'_>) {
        let Some(held) = context.connection(carried.connection) else {
            return;
        };
        if held.worker != Some(worker) {
            return;
        }
        if let Some((limit, message)) = self.lack_for_upstream(worker, context) {
            self.log_lack_of_slots(worker, message, context);
            let blame = context.blame(Layer::WebServer, Some(limit));
            // nginx trusts no connection on which it has failed itself.
            context.connection(carried.connection).expect("seen above").limit = Some(limit);
            Self::decide(carried, Outcome::Failed(FailureKind::NoUpstreamSlot), blame, context);
            self.give(worker, Task::Return(carried), context);
            return;
        }
        let begun = context.now();
        let exchange = Exchange {
            carried,
            worker,
            begun,
            attempt: 0,
            phase: Phase::Reading,
            deadline: Appointment::NONE,
        };
        let exchange = ExchangeId(self.exchanges.insert(exchange));
        context.connection(carried.connection).expect("seen above").service = Service::Proxying(exchange);
        self.set_deadline(exchange, begun + context.settings.web_server.proxy_read_timeout, context);
        context.enter(carried.request, Stage::AcceptQueue);
        self.send_syn(exchange, context);
    }

    /// Takes a slot for the connection to gunicorn; without one, or without a descriptor, what is lacking.
    fn lack_for_upstream(&mut self, worker: SlotId, context: &mut Context<'_>) -> Option<(Limit, Message)> {
        if !self.has_descriptor(worker, context) {
            return Some((Limit::WorkerRlimitNofile, Message::SocketWithoutDescriptor));
        }
        let free = self.take_slot(worker, context);
        (!free).then_some((Limit::WorkerConnections, Message::ConnectionsNotEnoughUpstream))
    }

    /// gunicorn's accept queue is full: the kernel sends the SYN again, nginx waits for `proxy_connect_timeout` in all.
    pub(super) fn upstream_syn_dropped(&mut self, id: ExchangeId, context: &mut Context<'_>) {
        let Some(exchange) = self.exchanges.get_mut(id.0) else {
            return;
        };
        let (wait, then) = context.settings.network.server_syn.wait_after(exchange.attempt);
        exchange.attempt += 1;
        let begun = exchange.begun;
        if exchange.phase == Phase::Reading {
            exchange.phase = Phase::Connecting;
            self.set_deadline(id, begun + context.settings.web_server.proxy_connect_timeout, context);
        }
        let next = match then {
            AfterWait::Again => WebServerEvent::UpstreamSynDue { exchange: id },
            AfterWait::GiveUp => WebServerEvent::UpstreamOverdue { exchange: id },
        };
        context.agenda.after(wait, Event::WebServer(next));
    }

    /// A SYN reaches gunicorn's socket, for the first time or again.
    pub(super) fn send_syn(&mut self, id: ExchangeId, context: &mut Context<'_>) {
        let Some(exchange) = self.exchanges.get(id.0) else {
            return;
        };
        let (Carried { request, route, .. }, attempt) = (exchange.carried, exchange.attempt);
        let arrives = AppServerEvent::ConnectionArrives { exchange: id, request, route, attempt };
        context.agenda.after(SimDuration::ZERO, Event::AppServer(arrives));
    }

    /// The connection stands at last: from now on nginx waits for the answer.
    pub(super) fn upstream_connected(&mut self, id: ExchangeId, context: &mut Context<'_>) {
        let now = context.now();
        if let Some(exchange) = self.exchanges.get_mut(id.0) {
            exchange.phase = Phase::Reading;
            self.set_deadline(id, now + context.settings.web_server.proxy_read_timeout, context);
        }
    }

    /// gunicorn has answered.
    pub(super) fn upstream_answered(&mut self, id: ExchangeId, outcome: Outcome, context: &mut Context<'_>) {
        let blame = match outcome {
            Outcome::Good => Blame::default(),
            Outcome::Failed(failure) => blame_for(failure, context),
        };
        self.return_answer(id, outcome, blame, context);
    }

    /// The connection was refused, reset or closed: 502.
    pub(super) fn upstream_failed(
        &mut self,
        id: ExchangeId,
        failure: FailureKind,
        context: &mut Context<'_>,
    ) {
        if self.exchanges.contains(id.0) {
            Self::log(line_for(failure, context), 0, context);
        }
        let blame = blame_for(failure, context);
        self.return_answer(id, Outcome::Failed(failure), blame, context);
    }

    /// nginx has waited long enough: 504. The worker at the other end goes on for nobody.
    pub(super) fn upstream_overdue(&mut self, id: ExchangeId, context: &mut Context<'_>) {
        let Some(exchange) = self.exchanges.get(id.0) else {
            return;
        };
        let failure = match exchange.phase {
            Phase::Connecting => FailureKind::UpstreamConnectTimedOut,
            Phase::Reading => FailureKind::UpstreamReadTimedOut,
        };
        let request = exchange.carried.request;
        Self::log(line_for(failure, context), 0, context);
        let stage = context.request(request).map(|request| request.stage);
        let limit = match stage {
            _ if failure == FailureKind::UpstreamConnectTimedOut => Limit::Backlog,
            Some(Stage::AcceptQueue) => Limit::Workers,
            _ => Limit::ProxyReadTimeout,
        };
        let blame = context.blame(Layer::AppServer, Some(limit));
        self.return_answer(id, Outcome::Failed(failure), blame, context);
    }

    /// The exchange is over; its worker sends what came of it.
    fn return_answer(&mut self, id: ExchangeId, outcome: Outcome, blame: Blame, context: &mut Context<'_>) {
        let Some(exchange) = self.drop_exchange(id, context) else {
            return;
        };
        let Carried { connection, request, .. } = exchange.carried;
        let held = context.connection(connection).expect("an exchange ends with its connection");
        if let Service::ProxyingForNobody(_) = held.service {
            return self.answer_nobody(connection, outcome, context);
        }
        held.service = Service::Serving;
        Self::decide(exchange.carried, outcome, blame, context);
        context.enter(request, Stage::AnswerThroughWebServer);
        self.give(exchange.worker, Task::Return(exchange.carried), context);
    }

    /// An answer that was awaited although the visitor has left.
    fn answer_nobody(&mut self, connection: ConnectionId, outcome: Outcome, context: &mut Context<'_>) {
        let held = context.connection(connection).expect("nginx holds it");
        held.status = status(outcome);
        let held = *held;
        let size = Self::answer_size(&held, context);
        Self::log_access(&held, held.status, size, context);
        self.close(connection, context);
        self.bury_finished_workers(context);
    }

    /// nginx closes its connection to gunicorn, if it is still there.
    pub(super) fn drop_exchange(&mut self, id: ExchangeId, context: &mut Context<'_>) -> Option<Exchange> {
        let exchange = self.exchanges.remove(id.0)?;
        context.agenda.cancel(exchange.deadline);
        self.free_slot(exchange.worker, context);
        Some(exchange)
    }

    /// Everything that was passed on is forgotten: the machine has lost power.
    pub(super) fn forget_exchanges(&mut self, context: &mut Context<'_>) {
        for (_, exchange) in self.exchanges.iter() {
            context.agenda.cancel(exchange.deadline);
        }
        self.exchanges.clear();
    }

    fn set_deadline(&mut self, id: ExchangeId, at: SimTime, context: &mut Context<'_>) {
        let exchange = self.exchanges.get_mut(id.0).expect("a deadline belongs to an exchange");
        let at = at.max(context.agenda.now());
        if !context.agenda.move_to(exchange.deadline, at) {
            let overdue = WebServerEvent::UpstreamOverdue { exchange: id };
            exchange.deadline = context.agenda.at(at, Event::WebServer(overdue));
        }
    }
}

/// Who is to blame for what came from gunicorn.
fn blame_for(failure: FailureKind, context: &Context<'_>) -> Blame {
    let limit = match failure {
        FailureKind::UpstreamQueueFull => Some(Limit::Backlog),
        FailureKind::WorkerTimedOut => Some(Limit::Timeout),
        FailureKind::DatabaseFull => Some(Limit::MaxConnections),
        FailureKind::PoolExhausted => Some(Limit::Pool),
        FailureKind::LockWaitTimedOut => Some(Limit::InnodbLockWaitTimeout),
        FailureKind::DatabaseSessionClosed => {
            return Blame { action: None, limit: Some(Limit::WaitTimeout) };
        }
        // gunicorn up to 21 closes the connection of a worker that it aborts.
        FailureKind::UpstreamClosed if context.board.holder(Layer::AppServer).is_none() => {
            Some(Limit::Timeout)
        }
        // A connection that broke when MySQL went is found out later, when MySQL may long be well again.
        FailureKind::DatabaseLost => {
            return context.board.latest_blame(Layer::Database);
        }
        FailureKind::ApplicationError => {
            return Blame { action: None, limit: Some(Limit::Route) };
        }
        _ => None,
    };
    context.blame(failure.text().layer, limit)
}

/// What nginx writes about its trouble with gunicorn.
fn line_for(failure: FailureKind, context: &Context<'_>) -> Message {
    match failure {
        // gunicorn removes its socket's file when it stops, and a boot begins without one.
        // Simplified: of one that was killed the file stays, and the line says 111 (refused).
        FailureKind::UpstreamRefused if context.settings.app_server.bind == Bind::Unix => {
            Message::UpstreamSocketMissing
        }
        FailureKind::UpstreamRefused => Message::UpstreamRefused,
        FailureKind::UpstreamQueueFull => Message::UpstreamQueueFull,
        FailureKind::UpstreamReset => Message::UpstreamReset,
        FailureKind::UpstreamConnectTimedOut => Message::UpstreamConnectTimedOut,
        FailureKind::UpstreamReadTimedOut => Message::UpstreamReadTimedOut,
        _ => Message::UpstreamClosed,
    }
}
