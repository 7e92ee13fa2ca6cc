//! Connections on which nothing is under way: how long they are kept, and which must go when slots run out.

use super::super::context::Context;
use super::super::event::{Event, WebServerEvent};
use super::super::id::ConnectionId;
use super::super::request::{Connection, Service};
use super::WebServer;
use super::listener::connections_where;
use super::worker::WorkerState;
use crate::queueing::SlotId;
use crate::units::{Bytes, SimDuration, SimTime};
use crate::vocabulary::{Limit, Message};

/// The most connections that are reclaimed at once (`ngx_drain_connections`).
const RECLAIMED_MAX: usize = 32;

impl WebServer {
    /// nginx waits for the visitor to send something, for so long.
    pub(super) fn wait_for_visitor(
        &mut self,
        connection: ConnectionId,
        patience: SimDuration,
        context: &mut Context<'_>,
    ) {
        let expires = context.now() + patience;
        let held = context.connection(connection).expect("nginx holds it");
        held.expires = expires;
        if let Some(worker) = held.worker.filter(|_| held.service == Service::Waiting) {
            self.workers[worker.0 as usize].none_idle = false;
        }
        self.sweep_by(expires, context);
    }

    /// Somebody may have to be closed at this moment: one look at a time is enough for all connections.
    pub(super) fn sweep_by(&mut self, at: SimTime, context: &mut Context<'_>) {
        if at < self.sweep_at {
            self.sweep_at = at;
            if !context.agenda.move_to(self.sweep, at) {
                self.sweep = context.agenda.at(at, Event::WebServer(WebServerEvent::SweepDue));
            }
        }
    }

    /// Closes every connection whose visitor has been silent for too long.
    pub(super) fn sweep(&mut self, context: &mut Context<'_>) {
        let now = context.now();
        self.sweep_at = SimTime::MAX;
        for connection in connections_where(context, |held| self.looks_at(held) && held.expires <= now) {
            self.close_silent(connection, context);
        }
        let all = context.connections.iter();
        let next = all.filter(|(_, held)| self.looks_at(held)).map(|(_, held)| held.expires).min();
        if let Some(next) = next.filter(|next| *next != SimTime::MAX) {
            self.sweep_by(next, context);
        }
        self.bury_finished_workers(context);
    }

    /// Without an answer; only a request that was begun leaves a line, with 408.
    fn close_silent(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        let held = context.connection(connection).expect("just listed");
        let body = held.service == Service::Reading;
        let reading = body || held.service == Service::ReadingHeader;
        if held.served == 0 || reading {
            held.limit = Some(if body { Limit::ClientBodyTimeout } else { Limit::ClientHeaderTimeout });
        }
        if reading {
            let held = *held;
            Self::log_access(&held, 408, Bytes::ZERO, context);
        }
        Self::log(Message::ClientTimedOut, 0, context);
        self.close_and_tell(connection, context);
    }

    /// Keeps the list of what a worker has accepted; now and then without those that are closed, so that it stays as long
    /// as there are slots.
    pub(super) fn note_accepted(&mut self, id: SlotId, connection: ConnectionId, context: &Context<'_>) {
        let worker = &mut self.workers[id.0 as usize];
        if worker.accepted.len() >= 2 * worker.slots as usize {
            let still = |held: &Connection| held.worker == Some(id);
            worker.accepted.retain(|accepted| context.connections.get(accepted.0).is_some_and(still));
        }
        worker.accepted.push(connection);
    }

    /// With less than a sixteenth of its slots left, a worker closes the connections that have been idle for longest.
    pub(super) fn reclaim_if_nearly_out(&mut self, id: SlotId, context: &mut Context<'_>) {
        let worker = &mut self.workers[id.0 as usize];
        if worker.none_idle || worker.slots - worker.taken > worker.connections / 16 {
            return;
        }
        let mut oldest = [(SimTime::MAX, ConnectionId::NONE); RECLAIMED_MAX];
        let mut count = 0;
        for connection in &worker.accepted {
            let Some(held) = context.connections.get(connection.0) else { continue };
            if held.worker != Some(id) || held.service != Service::Waiting {
                continue;
            }
            count += 1;
            // Of those that have been idle for as long, the one in the lower place.
            let idle = (held.since, connection.0.index);
            let place = oldest.partition_point(|(since, other)| (*since, other.0.index) <= idle);
            if let Some(later) = oldest.get_mut(place..) {
                later.rotate_right(usize::from(!later.is_empty()));
                if let Some(first) = later.first_mut() {
                    *first = (held.since, *connection);
                }
            }
        }
        worker.none_idle = count == 0;
        self.reclaim(id, &oldest[..count.min((count / 8).clamp(1, RECLAIMED_MAX))], context);
    }

    fn reclaim(&mut self, id: SlotId, idle: &[(SimTime, ConnectionId)], context: &mut Context<'_>) {
        let second = 1 + context.now().as_nanos() / 1_000_000_000;
        let worker = &mut self.workers[id.0 as usize];
        if !idle.is_empty() && worker.reuse_logged != second {
            worker.reuse_logged = second;
            Self::log(Message::ConnectionsReused, worker.connections.into(), context);
        }
        for (_, connection) in idle {
            let held = context.connection(*connection).expect("just listed");
            held.limit = Some(Limit::WorkerConnections);
            self.close_and_tell(*connection, context);
        }
    }

    /// `worker_shutdown_timeout` is over: whatever the workers that were told to leave by then still have is closed.
    pub(super) fn shutdown_overdue(&mut self, told: SimTime, context: &mut Context<'_>) {
        let late = |held: &Connection| {
            let worker = held.worker.map(|worker| &self.workers[worker.0 as usize]);
            worker.is_some_and(|worker| {
                worker.state == WorkerState::Leaving && worker.told <= told && !worker.hangs()
            })
        };
        for connection in connections_where(context, late) {
            Self::log_abandoned(connection, context);
            context.connection(connection).expect("just listed").limit = Some(Limit::WorkerShutdownTimeout);
            self.cut(connection, context);
        }
        self.bury_finished_workers(context);
    }
}
