//! The connections that a gthread worker keeps after its answers, for nginx's next request.
//!
//! ```text
//! answer -> kept: in the worker's poller, without a thread -> next request -> a thread of this worker, or its queue
//!                     \-> `keepalive` over, or the process ends -> closed, and nginx hears of it
//! ```
//!
//! A worker that was told to leave looks at none of them any more: what nginx sends is reset when the process ends. Read
//! in gunicorn's source (23, `ThreadWorker.run`).
// Simplified: a connection is closed when its time is over; really the worker looks when something happens, and at least
// once a second. Newer gunicorns (25 and later) go on reading what they keep while they leave.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{AppServerEvent, Event, WebServerEvent};
use super::super::id::{ExchangeId, KeptId, WorkerId};
use super::super::request::Persistence;
use super::backlog::tell;
use super::settings::WorkerClass;
use super::worker::Presence;
use super::{AppServer, Waiting};
use crate::engine::Appointment;
use crate::queueing::SlotId;
use crate::vocabulary::FailureKind;

/// A connection without a request at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// Whose poller it is in.
    pub(super) worker: WorkerId,
    /// What nginx has sent on it to a worker that looks no more.
    unread: Option<ExchangeId>,
    /// The end of `keepalive`.
    overdue: Appointment,
}

impl AppServer {
    /// A thread has answered: its worker keeps the connection, or closes it.
    pub(super) fn keep(
        &mut self,
        thread: SlotId,
        what: &Waiting,
        context: &mut Context<'_>,
    ) -> Option<KeptId> {
        let settings = &context.settings.app_server;
        let id = WorkerId(self.place(thread) as u32);
        let worker = &mut self.workers[id.0 as usize];
        let can = settings.class() == WorkerClass::Gthread && !settings.keepalive.is_zero();
        let stays = worker.presence == Presence::Serving && worker.requests_left > 1;
        let kept_max = settings.worker_connections.saturating_sub(settings.threads);
        if what.connection == Persistence::Close || !can || !stays || worker.kept >= kept_max {
            return None;
        }
        worker.kept += 1;
        let overdue = Appointment::NONE;
        let kept = KeptId(self.kept.insert(Kept { worker: id, unread: None, overdue }));
        let event = Event::AppServer(AppServerEvent::KeptOverdue { kept });
        let overdue = context.agenda.after(settings.keepalive, event);
        self.kept.get_mut(kept.0).expect("just put there").overdue = overdue;
        Some(kept)
    }

    /// nginx sends a request over a connection that a worker keeps, or kept until just now.
    pub(super) fn request_arrives(&mut self, kept: KeptId, waiting: Waiting, context: &mut Context<'_>) {
        let exchange = waiting.exchange;
        let Some(held) = self.kept.get_mut(kept.0) else {
            let failure = FailureKind::UpstreamClosed;
            return tell(context, WebServerEvent::UpstreamFailed { exchange, failure });
        };
        let worker = held.worker;
        if self.workers[worker.0 as usize].presence != Presence::Serving {
            held.unread = Some(exchange);
            return;
        }
        self.let_go(kept, context);
        let taker = self.taker_in(worker, context.now());
        self.hand_to(taker, waiting, context);
    }

    /// nginx has closed a connection: the worker has room for another.
    pub(super) fn kept_closed(&mut self, kept: KeptId, context: &mut Context<'_>) {
        if self.let_go(kept, context).is_some() {
            self.accept_waiting(context);
        }
    }

    /// A connection has been idle for `keepalive`: its worker closes it, unless it looks no more.
    pub(super) fn kept_overdue(&mut self, kept: KeptId, context: &mut Context<'_>) {
        let Some(held) = self.kept.get(kept.0) else {
            return; // A process that stood still hears this late.
        };
        if self.workers[held.worker.0 as usize].presence == Presence::Serving {
            self.let_go(kept, context);
            tell(context, WebServerEvent::UpstreamFin { kept });
            self.accept_waiting(context);
        }
    }

    /// A process ends: its connections are closed with it, those with something unread by RST.
    pub(super) fn close_kept(&mut self, id: WorkerId, context: &mut Context<'_>) {
        for kept in self.kept_by(id) {
            let held = self.let_go(kept, context).expect("just listed");
            let event = match held.unread {
                None => WebServerEvent::UpstreamFin { kept },
                Some(exchange) => {
                    WebServerEvent::UpstreamFailed { exchange, failure: FailureKind::UpstreamReset }
                }
            };
            tell(context, event);
        }
    }

    /// The machine has lost power: nobody is told.
    pub(super) fn forget_kept(&mut self, id: WorkerId, context: &mut Context<'_>) {
        for kept in self.kept_by(id) {
            self.let_go(kept, context);
        }
    }

    fn kept_by(&self, id: WorkerId) -> Vec<KeptId> {
        self.kept.iter().filter(|(_, held)| held.worker == id).map(|(key, _)| KeptId(key)).collect()
    }

    fn let_go(&mut self, kept: KeptId, context: &mut Context<'_>) -> Option<Kept> {
        let held = self.kept.remove(kept.0)?;
        context.agenda.cancel(held.overdue);
        self.workers[held.worker.0 as usize].kept -= 1;
        Some(held)
    }
}
