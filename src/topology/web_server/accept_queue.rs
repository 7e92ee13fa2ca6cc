//! nginx's listening socket: what the kernel does with SYNs and finished handshakes until a worker accepts.
//!
//! ```text
//! SYN -> half-open (SYN-ACK sent) -> ACK, with the visitor's first data -> accept queue -> a worker accepts
//! ```
//!
//! The accept queue holds `backlog` + 1, half-open connections are as many as `backlog`; beyond that the kernel sends
//! cookies and remembers nothing, or drops the SYN where `tcp_syncookies` is off. While the accept queue is full SYNs and
//! final ACKs are dropped silently (`tcp_abort_on_overflow` 0). Source: Linux's `tcp_conn_request`, ip-sysctl.
// Simplified: a SYN cookie leaves no room for TCP options, so that such a connection is slower on a long way.
// Simplified: connections from one visitor address are not counted against its ephemeral ports (28,232 of them): through
// gunicorn they do not run out, and visitors have an address each.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{ClientEvent, Closing, Event, Reply, Segment, WebServerEvent};
use super::super::id::ConnectionId;
use super::super::network;
use super::super::request::{Carried, Listened};
use super::super::settings::web_server::Switch;
use super::WebServer;
use super::listener::connections_where;
use super::worker::{Task, Worker};
use crate::queueing::{SlotId, SlotState, WaitingLine};
use crate::units::SimDuration;
use crate::vocabulary::{Happening, Layer, Limit, Message};

/// How long a worker without descriptors accepts nobody (`accept_mutex_delay`).
const ACCEPT_PAUSE: SimDuration = SimDuration::from_millis(500);

/// The listening socket.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Socket {
    /// Finished handshakes that nobody has accepted yet; who has left meanwhile is still in it.
    queue: WaitingLine<ConnectionId>,
    /// SYN-ACKs sent whose ACK has not come.
    half_open: u32,
    /// The kernel says once that it sends cookies.
    warned: bool,
}

/// What the kernel does with a SYN.
enum Syn {
    Answered(Listened),
    Dropped,
}

impl Socket {
    pub(super) fn new(site: &super::Site) -> Self {
        let backlog = site.web_server.backlog.min(site.host.somaxconn);
        Self { queue: WaitingLine::new(backlog + 1), half_open: 0, warned: false }
    }

    /// Finished handshakes that nobody has accepted yet.
    pub(super) fn waiting(&self) -> u32 {
        self.queue.len()
    }

    fn take(&mut self, context: &mut Context<'_>) -> Syn {
        let host = &context.settings.host;
        let backlog = self.queue.capacity() - 1;
        if self.queue.is_full() {
            return Syn::Dropped;
        }
        match host.tcp_syncookies {
            Switch::On if self.half_open >= backlog => {
                if !std::mem::replace(&mut self.warned, true) {
                    context.chronicle(Happening::SynCookies);
                }
                return Syn::Answered(Listened::ByCookie);
            }
            // The last quarter is kept for visitors who are known to be there.
            Switch::Off if self.half_open >= backlog.min(host.tcp_max_syn_backlog / 4 * 3) => {
                return Syn::Dropped;
            }
            Switch::On | Switch::Off => {}
        }
        self.half_open += 1;
        Syn::Answered(Listened::HalfOpen)
    }
}

impl WebServer {
    /// A SYN: answered, or dropped and sent again by the visitor's kernel.
    pub(super) fn syn_arrives(&mut self, connection: ConnectionId, attempt: u8, context: &mut Context<'_>) {
        let known = context.connection(connection).is_none_or(|held| held.listened != Listened::Not);
        if known {
            return;
        }
        match self.socket.take(context) {
            Syn::Answered(listened) => {
                context.connection(connection).expect("seen above").listened = listened;
                let connected = ClientEvent::Connected { connection };
                context.agenda.after(context.half_trip(connection), Event::Client(connected));
            }
            Syn::Dropped => {
                self.note_full_queue(connection, context);
                network::send_syn_again(connection, attempt, context);
            }
        }
    }

    /// The first data on a connection brings the ACK that finishes its handshake: it waits to be accepted. In a full queue
    /// there is no place, so both are dropped and come again.
    pub(super) fn handshake_finished(&mut self, segment: Segment, attempt: u8, context: &mut Context<'_>) {
        let (now, connection) = (context.now(), segment.connection());
        let held = context.connection(connection).expect("seen by the caller");
        if held.listened == Listened::Queued {
            held.unread = Some(segment); // More of the same request: nginx will read all of it at once.
            return;
        }
        if self.socket.queue.join(now, connection).is_err() {
            self.note_full_queue(connection, context);
            network::send_data_again(segment, attempt, context);
            return;
        }
        let held = context.connection(connection).expect("seen by the caller");
        if held.listened == Listened::HalfOpen {
            self.socket.half_open -= 1;
        }
        held.listened = Listened::Queued;
        held.unread = Some(segment);
        if self.serving().all(|(_, worker)| worker.paused_until > now) {
            held.limit = Some(Limit::WorkerRlimitNofile);
        }
        self.wake_workers(context);
    }

    /// Somebody waits in the accept queue: an idle worker takes him at once, the one with the fewest connections; else every
    /// worker does when it next comes round to it.
    // Simplified: the kernel wakes some idle worker, which need not be the one with the fewest connections. `accept_mutex`
    // (off by default) would only change which one.
    pub(super) fn wake_workers(&mut self, context: &mut Context<'_>) {
        let now = context.now();
        while !self.socket.queue.is_empty() {
            let ready = |place: usize, worker: &Worker| {
                worker.paused_until <= now && !worker.hangs() && self.is_idle(place)
            };
            let idle = self.serving().filter(|(place, worker)| ready(*place, worker));
            let Some((place, _)) = idle.min_by_key(|(place, worker)| (worker.taken, *place)) else {
                break;
            };
            self.accept(SlotId(place as u32), context);
        }
        if self.socket.queue.is_empty() {
            return;
        }
        for place in 0..self.workers.len() {
            self.come_round(SlotId(place as u32), context);
        }
    }

    /// A worker comes round to the listening socket: it takes one (`multi_accept off`), then sees to its other connections.
    pub(super) fn accept_one(&mut self, worker: SlotId, context: &mut Context<'_>) {
        self.workers[worker.0 as usize].comes_round = false;
        let paused = self.workers[worker.0 as usize].paused_until > context.now();
        if !self.is_leaving(worker) && !paused && !self.socket.queue.is_empty() {
            self.accept(worker, context);
            if !self.socket.queue.is_empty() {
                self.come_round(worker, context);
            }
        }
    }

    /// A worker will look at the listening socket after what it has to do now.
    fn come_round(&mut self, worker: SlotId, context: &mut Context<'_>) {
        let paused = self.workers[worker.0 as usize].paused_until > context.now();
        let looks = !self.is_leaving(worker) && !paused && !self.hangs(worker);
        if looks && !self.workers[worker.0 as usize].comes_round {
            self.workers[worker.0 as usize].comes_round = true;
            self.give(worker, Task::Accept, context);
        }
    }

    fn is_idle(&self, place: usize) -> bool {
        self.pool.state(SlotId(place as u32)) == SlotState::Idle
    }

    /// A worker without descriptors accepts nobody for a while; who waits goes on waiting in the kernel's queue.
    fn pause(&mut self, worker: SlotId, context: &mut Context<'_>) {
        Self::log(Message::AcceptWithoutDescriptor, 0, context);
        self.workers[worker.0 as usize].paused_until = context.now() + ACCEPT_PAUSE;
        for connection in self.socket.queue.iter() {
            if let Some(held) = context.connection(*connection) {
                held.limit = Some(Limit::WorkerRlimitNofile);
            }
        }
        context.agenda.after(ACCEPT_PAUSE, Event::WebServer(WebServerEvent::AcceptAgain));
    }

    /// A worker accepts who has waited longest and reads what has come meanwhile; without a free slot it closes at once.
    fn accept(&mut self, worker: SlotId, context: &mut Context<'_>) {
        if !self.has_descriptor(worker, context) {
            return self.pause(worker, context);
        }
        let connection = self.socket.queue.leave(context.now()).expect("somebody waits");
        let Some(held) = context.connection(connection) else {
            return; // The visitor has left meanwhile.
        };
        held.listened = Listened::Not;
        let unread = held.unread.take();
        if !self.take_slot(worker, context) {
            self.log_lack_of_slots(worker, Message::ConnectionsNotEnough, context);
            let action = context.board.holder_of_slots();
            context.spoil_by(connection, action);
            context.connection(connection).expect("seen above").limit = Some(Limit::WorkerConnections);
            let closed = ClientEvent::Closed { connection, by: Closing::Fin };
            context.agenda.after(context.half_trip(connection), Event::Client(closed));
            return;
        }
        let now = context.now();
        let held = context.connection(connection).expect("seen above");
        (held.worker, held.accepted, held.since, held.limit) = (Some(worker), now, now, None);
        self.note_accepted(worker, connection, context);
        self.wait_for_visitor(connection, context.settings.web_server.client_header_timeout, context);
        match unread {
            Some(Segment::Hello { ticket, .. }) => self.hello(connection, ticket, context),
            Some(Segment::Request { request, route, .. }) => {
                self.request_arrives(Carried { connection, request, route }, context);
            }
            Some(Segment::Header { .. }) => self.header_begins(connection, context),
            Some(Segment::Body { .. }) | None => {}
        }
    }

    /// A visitor has left before anybody accepted.
    pub(super) fn forget_half_open(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        if context.connection(connection).is_some_and(|held| held.listened == Listened::HalfOpen) {
            self.socket.half_open -= 1;
        }
    }

    /// The listening socket is closed: whoever is in the accept queue is reset, and whoever was half-open will be.
    pub(super) fn close_socket(&mut self, context: &mut Context<'_>) {
        self.forget_socket(context);
        for connection in connections_where(context, |held| held.listened != Listened::Not) {
            context.spoil(connection, Layer::WebServer);
            let held = context.connection(connection).expect("just listed");
            let queued = std::mem::take(&mut held.listened) == Listened::Queued;
            held.unread = None;
            if held.visit.is_none() {
                context.connections.remove(connection.0);
            } else if queued {
                network::reply(context, Reply::Closed { connection, by: Closing::Reset });
            }
        }
    }

    /// All that the kernel knew of connections that nobody had accepted is gone.
    pub(super) fn forget_socket(&mut self, context: &Context<'_>) {
        self.socket.queue.drain(context.now()).for_each(drop);
        (self.socket.half_open, self.socket.warned) = (0, false);
    }
}
