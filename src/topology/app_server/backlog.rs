//! The accept queue: the kernel completes connections into it, workers accept out of it.

use super::super::context::Context;
use super::super::event::{Event, WebServerEvent};
use super::super::id::ExchangeId;
use super::settings::Bind;
use super::{AppServer, Waiting};
use crate::queueing::SlotId;
use crate::units::SimDuration;
use crate::vocabulary::{FailureKind, Layer};

impl AppServer {
    /// nginx connects: to a free worker, into the queue, or in vain.
    pub(super) fn connection_arrives(&mut self, waiting: Waiting, attempt: u8, context: &mut Context<'_>) {
        let exchange = waiting.exchange;
        if !self.life.phase.listens() {
            tell(context, WebServerEvent::UpstreamFailed { exchange, failure: FailureKind::UpstreamRefused });
            return;
        }
        if let Some(worker) = self.free_worker(context) {
            self.begin(worker, waiting, context);
        } else if self.backlog.join(context.now(), waiting).is_err() {
            Self::turn_away(exchange, context);
            return;
        }
        if attempt > 0 {
            tell(context, WebServerEvent::UpstreamConnected { exchange });
        }
    }

    /// The queue is full: a TCP socket says nothing, a unix socket says so.
    fn turn_away(exchange: ExchangeId, context: &mut Context<'_>) {
        let event = match context.settings.app_server.bind {
            Bind::Tcp => WebServerEvent::UpstreamSynDropped { exchange },
            Bind::Unix => {
                WebServerEvent::UpstreamFailed { exchange, failure: FailureKind::UpstreamQueueFull }
            }
        };
        tell(context, event);
    }

    fn free_worker(&mut self, context: &Context<'_>) -> Option<SlotId> {
        if self.life.phase.accepts() { self.pool.acquire(context.now()) } else { None }
    }

    /// Free workers accept who has waited longest.
    pub(super) fn accept_waiting(&mut self, context: &mut Context<'_>) {
        let now = context.now();
        while !self.backlog.is_empty() {
            let Some(worker) = self.free_worker(context) else {
                return;
            };
            let next = self.backlog.leave(now).expect("the queue is not empty");
            self.waited += u128::from((now - next.since).as_nanos());
            self.begin(worker, next, context);
        }
        if self.life.phase.accepts() && self.pool.idle() > 0 {
            for layer in [Layer::AppServer, Layer::Database, Layer::Visitor] {
                context.board.drained(layer);
            }
        }
    }

    /// The listening socket is closed: whoever waits in the queue is reset.
    pub(super) fn reset_waiting(&mut self, context: &mut Context<'_>) {
        let now = context.now();
        for waiting in self.backlog.drain(now) {
            self.waited += u128::from((now - waiting.since).as_nanos());
            let exchange = waiting.exchange;
            tell(context, WebServerEvent::UpstreamFailed { exchange, failure: FailureKind::UpstreamReset });
        }
    }

    /// The machine has lost power: the queue is gone and nobody is told.
    pub(super) fn forget_waiting(&mut self, context: &Context<'_>) {
        let now = context.now();
        for waiting in self.backlog.drain(now) {
            self.waited += u128::from((now - waiting.since).as_nanos());
        }
    }
}

/// nginx hears of it at once: the two are on one machine.
pub(super) fn tell(context: &mut Context<'_>, event: WebServerEvent) {
    context.agenda.after(SimDuration::ZERO, Event::WebServer(event));
}
