//! A request's way to gunicorn: over a connection that is idle, if nginx keeps any, else over a new one.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{AppServerEvent, Event, WebServerEvent};
use super::super::id::{ConnectionId, ExchangeId, KeptId};
use super::super::network::AfterWait;
use super::super::request::{Carried, Persistence, Service};
use super::WebServer;
use super::answer::status;
use super::upstream_failure::{blame_for, line_for};
use super::upstream_keepalive::Past;
use super::worker::Task;
use crate::engine::Appointment;
use crate::queueing::SlotId;
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{Blame, FailureKind, Layer, Limit, Message, Outcome, Stage};

/// A request that has been passed on, and the connection it has been passed on by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Exchange {
    pub(super) carried: Carried,
    pub(super) worker: SlotId,
    /// What the connection has been used for, this request included.
    pub(super) past: Past,
    /// When nginx began to connect, or sent the request over an idle connection.
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
    /// Sends the request over an idle connection to gunicorn, or over a new one; without a slot for that, the visitor gets
    /// a 500.
    pub(super) fn connect_upstream(&mut self, worker: SlotId, carried: Carried, context: &mut Context<'_>) {
        let Some(held) = context.connection(carried.connection) else {
            return;
        };
        if held.worker != Some(worker) {
            return;
        }
        if let Some(idle) = self.take_idle(worker, context) {
            let exchange = self.pass_on(worker, carried, idle.past.with_one_more(), context);
            return Self::send_request(idle.kept, exchange, carried, context);
        }
        if let Some((limit, message)) = self.lack_for_upstream(worker, context) {
            self.log_lack_of_slots(worker, message, context);
            let blame = Blame { action: context.board.holder_of_slots(), limit: Some(limit) };
            // nginx trusts no connection on which it has failed itself.
            context.connection(carried.connection).expect("seen above").limit = Some(limit);
            Self::decide(carried, Outcome::Failed(FailureKind::NoUpstreamSlot), blame, context);
            self.give(worker, Task::Return(carried), context);
            return;
        }
        let exchange = self.pass_on(worker, carried, Past::new(context.now()), context);
        self.send_syn(exchange, context);
    }

    /// A request goes to gunicorn; nginx waits for the answer.
    fn pass_on(
        &mut self,
        worker: SlotId,
        carried: Carried,
        past: Past,
        context: &mut Context<'_>,
    ) -> ExchangeId {
        let begun = context.now();
        let exchange = Exchange {
            carried,
            worker,
            past,
            begun,
            attempt: 0,
            phase: Phase::Reading,
            deadline: Appointment::NONE,
        };
        let exchange = ExchangeId(self.exchanges.insert(exchange));
        let held = context.connection(carried.connection).expect("a request is passed on for its connection");
        held.service = Service::Proxying(exchange);
        self.set_deadline(exchange, begun + context.settings.web_server.proxy_read_timeout, context);
        context.enter(carried.request, Stage::AcceptQueue);
        exchange
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
        let connection = match context.settings.web_server.keepalive {
            0 => Persistence::Close,
            _ => Persistence::KeepAlive,
        };
        let arrives = AppServerEvent::ConnectionArrives { exchange: id, request, route, attempt, connection };
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

    /// gunicorn has answered. If it keeps the connection, so may nginx.
    pub(super) fn upstream_answered(
        &mut self,
        id: ExchangeId,
        outcome: Outcome,
        kept: Option<KeptId>,
        context: &mut Context<'_>,
    ) {
        if let Some(kept) = kept {
            self.keep_upstream(id, kept, context);
        }
        let blame = match outcome {
            Outcome::Good => Blame::default(),
            Outcome::Failed(failure) => blame_for(failure, context),
        };
        self.return_answer(id, outcome, blame, context);
    }

    /// The connection was refused, reset or closed: 502, unless it had been idle and the request may be sent again.
    pub(super) fn upstream_failed(
        &mut self,
        id: ExchangeId,
        failure: FailureKind,
        context: &mut Context<'_>,
    ) {
        if self.exchanges.contains(id.0) {
            Self::log(line_for(failure, context), 0, context);
        }
        if self.try_again(id, context) {
            return;
        }
        let blame = match self.limit_of_reused(id, context) {
            Some(limit) => context.blame(failure.text().layer, Some(limit)),
            None => blame_for(failure, context),
        };
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
