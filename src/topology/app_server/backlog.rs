//! The accept queue: the kernel completes connections into it, workers accept out of it.

use super::super::context::Context;
use super::super::event::{Event, WebServerEvent};
use super::super::id::{ExchangeId, WorkerId};
use super::settings::{Bind, WorkerClass};
use super::{AppServer, Waiting};
use crate::queueing::{SlotId, SlotState};
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{FailureKind, Layer};

/// Who accepts a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taker {
    /// A thread that is free.
    Thread(SlotId),
    /// A worker whose threads are all busy: a gthread worker accepts all the same.
    Worker(WorkerId),
}

impl AppServer {
    /// nginx connects: to a worker, into the queue, or in vain.
    pub(super) fn connection_arrives(&mut self, waiting: Waiting, attempt: u8, context: &mut Context<'_>) {
        let exchange = waiting.exchange;
        if !self.life.phase.listens() {
            tell(context, WebServerEvent::UpstreamFailed { exchange, failure: FailureKind::UpstreamRefused });
            return;
        }
        if let Some(taker) = self.taker(context) {
            self.hand_to(taker, waiting, context);
        } else if self.backlog.join(context.now(), waiting).is_err() {
            Self::turn_away(exchange, context);
            return;
        }
        if attempt > 0 {
            tell(context, WebServerEvent::UpstreamConnected { exchange });
        }
        self.wake_orphans(context);
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

    /// Who accepts the next connection: a free sync worker, or any gthread worker that may hold one more. The kernel wakes
    /// every sync worker that waits in `select`, and on busy cores whoever has slept longest runs first: measured (E9), four
    /// workers find their four stale connections in four to ten requests.
    fn taker(&mut self, context: &Context<'_>) -> Option<Taker> {
        if !self.life.phase.accepts() {
            return None;
        }
        let now = context.now();
        if context.settings.app_server.class() == WorkerClass::Sync {
            return self.pool.acquire(now).map(Taker::Thread);
        }
        let worker = self.quickest_worker(context.settings.app_server.worker_connections)?;
        Some(self.taker_in(worker, now))
    }

    /// A free thread of a gthread worker, or else its own queue.
    pub(super) fn taker_in(&mut self, worker: WorkerId, now: SimTime) -> Taker {
        let mut threads = self.threads_of(worker).map(|thread| SlotId(thread as u32));
        let Some(idle) = threads.find(|thread| self.pool.state(*thread) == SlotState::Idle) else {
            return Taker::Worker(worker);
        };
        self.pool.occupy(now, idle);
        Taker::Thread(idle)
    }

    /// The kernel wakes every worker that waits for connections, and whichever is quickest accepts, whether or not its
    /// threads are busy. Measured (E7): each takes its share.
    fn quickest_worker(&mut self, connections_max: u32) -> Option<WorkerId> {
        let count = self.accepting.len();
        let first = if count > 1 { self.quickest.below(count as u32) as usize } else { 0 };
        let mut places = (0..count).map(|step| self.accepting[(first + step) % count]);
        places.find(|id| self.connections_of(*id) < connections_max && !self.workers[id.0 as usize].hangs)
    }

    /// How many connections a worker holds, at work, waiting in it or kept.
    fn connections_of(&self, id: WorkerId) -> u32 {
        let busy = |thread: &usize| self.pool.state(SlotId(*thread as u32)) == SlotState::Busy;
        let at_work = self.threads_of(id).filter(busy).count();
        let worker = &self.workers[id.0 as usize];
        (at_work + worker.line.len()) as u32 + worker.kept
    }

    pub(super) fn hand_to(&mut self, taker: Taker, waiting: Waiting, context: &mut Context<'_>) {
        match taker {
            Taker::Thread(thread) => self.begin(thread, waiting, context),
            Taker::Worker(worker) => {
                self.in_workers.add(context.now(), 1);
                let since = context.now();
                self.workers[worker.0 as usize].line.push_back(Waiting { since, ..waiting });
            }
        }
    }

    /// The first who waits in a worker for one of its threads.
    pub(super) fn next_in_worker(&mut self, id: WorkerId, context: &Context<'_>) -> Option<Waiting> {
        let next = self.workers[id.0 as usize].line.pop_front()?;
        self.in_workers.subtract(context.now(), 1);
        self.waited += u128::from((context.now() - next.since).as_nanos());
        Some(next)
    }

    /// Workers accept who has waited longest.
    pub(super) fn accept_waiting(&mut self, context: &mut Context<'_>) {
        let now = context.now();
        while !self.backlog.is_empty() {
            let Some(taker) = self.taker(context) else {
                return;
            };
            let next = self.backlog.leave(now).expect("the queue is not empty");
            self.waited += u128::from((now - next.since).as_nanos());
            self.hand_to(taker, next, context);
        }
        if self.life.phase.accepts() && self.pool.idle() > 0 && self.in_workers.value() == 0 {
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
