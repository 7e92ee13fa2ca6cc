//! The idle connections to gunicorn that each nginx worker keeps (`keepalive` of the upstream): the one used last goes first.
//!
//! ```text
//! answer -> idle -> next request over it -> answer -> idle ...
//!             \-> closed by gunicorn, by nginx to make room for a newer one, or with the process
//! ```
//!
//! nginx reads gunicorn's FIN when it comes round to it. A request that it sends over the connection before that is lost,
//! and sent again unless it is a POST: an error on a reused connection costs no try (`ngx_http_upstream_next`).
// Simplified: connecting takes no CPU time that a kept connection would save. The upstream's other directives are at their
// defaults, with `keepalive_requests` 1000 before 1.19.10 too. For who has left (`proxy_ignore_client_abort`) nothing is
// sent again.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{AppServerEvent, Event, WebServerEvent};
use super::super::id::{ExchangeId, KeptId};
use super::super::request::{Carried, Service};
use super::WebServer;
use super::worker::{Task, WorkerState};
use crate::engine::Appointment;
use crate::queueing::SlotId;
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{Layer, Limit};

/// The upstream's `keepalive_requests`. Default 1000 (`ngx_http_upstream_module`).
const KEEPALIVE_REQUESTS: u32 = 1_000;
/// The upstream's `keepalive_time`. Default 1 h.
const KEEPALIVE_TIME: SimDuration = SimDuration::from_secs(3_600);
/// The upstream's `keepalive_timeout`. Default 60 s.
const KEEPALIVE_TIMEOUT: SimDuration = SimDuration::from_secs(60);

/// What a connection to gunicorn has been used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Past {
    /// When nginx began to connect.
    opened: SimTime,
    /// Requests sent over it.
    requests: u32,
}

impl Past {
    /// A new connection, with its first request.
    pub(super) fn new(opened: SimTime) -> Self {
        Self { opened, requests: 1 }
    }

    /// The same connection, with its next request.
    pub(super) fn with_one_more(self) -> Self {
        Self { requests: self.requests + 1, ..self }
    }

    /// Whether the request under way found it idle.
    fn is_reused(self) -> bool {
        self.requests > 1
    }
}

/// A connection to gunicorn on which nothing is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Idle {
    /// gunicorn's end of it.
    pub(super) kept: KeptId,
    pub(super) past: Past,
    /// The end of `keepalive_timeout`.
    overdue: Appointment,
}

impl Idle {
    /// nginx closes it, and gunicorn hears of it.
    pub(super) fn close(self, context: &mut Context<'_>) {
        context.agenda.cancel(self.overdue);
        tell_closed(self.kept, context);
    }
}

impl WebServer {
    /// The connection of this worker that was used last, with its slot.
    pub(super) fn take_idle(&mut self, worker: SlotId, context: &mut Context<'_>) -> Option<Idle> {
        let idle = self.workers[worker.0 as usize].idle.pop_back()?;
        context.agenda.cancel(idle.overdue);
        Some(idle)
    }

    /// A request goes over a connection that gunicorn keeps.
    pub(super) fn send_request(
        kept: KeptId,
        exchange: ExchangeId,
        carried: Carried,
        context: &mut Context<'_>,
    ) {
        let Carried { request, route, .. } = carried;
        let arrives = AppServerEvent::RequestArrives { kept, exchange, request, route };
        context.agenda.after(SimDuration::ZERO, Event::AppServer(arrives));
    }

    /// gunicorn keeps the connection after an answer: nginx does too, unless it is used up or its worker leaves.
    pub(super) fn keep_upstream(&mut self, id: ExchangeId, kept: KeptId, context: &mut Context<'_>) {
        let Some(exchange) = self.exchanges.get(id.0).copied() else {
            return tell_closed(kept, context); // nginx had closed it before the answer came.
        };
        let past = exchange.past;
        let used_up = past.requests >= KEEPALIVE_REQUESTS || context.now() - past.opened > KEEPALIVE_TIME;
        if used_up || self.is_leaving(exchange.worker) {
            return tell_closed(kept, context);
        }
        self.make_room_for_idle(exchange.worker, context);
        let overdue = Event::WebServer(WebServerEvent::UpstreamIdleOverdue { kept });
        let overdue = context.agenda.after(KEEPALIVE_TIMEOUT, overdue);
        let worker = &mut self.workers[exchange.worker.0 as usize];
        worker.idle.push_back(Idle { kept, past, overdue });
        worker.taken += 1; // The exchange gives its slot back in a moment.
        self.slots_taken.add(context.now(), 1);
    }

    /// With `keepalive` of them, the one that has been idle for longest is closed.
    fn make_room_for_idle(&mut self, worker: SlotId, context: &mut Context<'_>) {
        let idle = &mut self.workers[worker.0 as usize].idle;
        if idle.len() >= context.settings.web_server.keepalive as usize
            && let Some(oldest) = idle.pop_front()
        {
            oldest.close(context);
            self.free_slot(worker, context);
        }
    }

    /// gunicorn's FIN comes on an idle connection: its worker reads it in its turn.
    pub(super) fn upstream_fin(&mut self, kept: KeptId, context: &mut Context<'_>) {
        if let Some((worker, _)) = self.find_idle(kept) {
            self.give(worker, Task::ReadFin(kept), context);
        }
    }

    /// A worker has read gunicorn's FIN, unless it has sent a request over the connection before.
    pub(super) fn close_finished_upstream(&mut self, kept: KeptId, context: &mut Context<'_>) {
        if let Some(idle) = self.remove_idle(kept, context) {
            context.agenda.cancel(idle.overdue);
        }
    }

    /// A connection has been idle for `keepalive_timeout`.
    pub(super) fn upstream_idle_overdue(&mut self, kept: KeptId, context: &mut Context<'_>) {
        if let Some(idle) = self.remove_idle(kept, context) {
            idle.close(context);
        }
    }

    /// Workers that leave close their idle connections at once.
    pub(super) fn close_idle_upstreams(&mut self, context: &mut Context<'_>) {
        for place in 0..self.workers.len() {
            while self.workers[place].state == WorkerState::Leaving
                && let Some(idle) = self.workers[place].idle.pop_back()
            {
                idle.close(context);
                self.free_slot(SlotId(place as u32), context);
            }
        }
    }

    /// A reused connection has failed: nginx sends the request once more, over another idle connection or a new one. A
    /// request with a body is a POST, of which nobody knows how far it has come.
    pub(super) fn try_again(&mut self, id: ExchangeId, context: &mut Context<'_>) -> bool {
        let Some(exchange) = self.exchanges.get(id.0).copied() else {
            return false;
        };
        let route = &context.settings.application.routes[usize::from(exchange.carried.route)];
        let posts = route.body.get() > 0;
        let held =
            context.connection(exchange.carried.connection).expect("an exchange ends with its connection");
        if !exchange.past.is_reused() || posts || held.service != Service::Proxying(id) {
            return false;
        }
        self.drop_exchange(id, context);
        self.connect_upstream(exchange.worker, exchange.carried, context);
        true
    }

    /// What is to blame, where no action is, for a request that failed on a reused connection.
    pub(super) fn limit_of_reused(&self, id: ExchangeId, context: &Context<'_>) -> Option<Limit> {
        let reused = self.exchanges.get(id.0).is_some_and(|exchange| exchange.past.is_reused());
        let by_nobody = context.board.holder(Layer::AppServer).is_none();
        (reused && by_nobody).then_some(Limit::Keepalive)
    }

    pub(super) fn find_idle(&self, kept: KeptId) -> Option<(SlotId, usize)> {
        self.workers.iter().zip(0..).find_map(|(worker, place)| {
            let found = worker.idle.iter().position(|idle| idle.kept == kept)?;
            Some((SlotId(place), found))
        })
    }

    fn remove_idle(&mut self, kept: KeptId, context: &Context<'_>) -> Option<Idle> {
        let (worker, place) = self.find_idle(kept)?;
        self.free_slot(worker, context);
        self.workers[worker.0 as usize].idle.remove(place)
    }
}

/// gunicorn hears that nginx has closed a connection.
fn tell_closed(kept: KeptId, context: &mut Context<'_>) {
    context.agenda.after(SimDuration::ZERO, Event::AppServer(AppServerEvent::KeptClosed { kept }));
}
