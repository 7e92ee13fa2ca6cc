//! Answers on their way out, over the machine's uplink and the visitor's line.
//!
//! ```text
//! nginx -> socket's buffer -> uplink, shared by all -> the visitor's line, shared by its parallel answers -> visitor
//! ```
//!
//! What fits into the socket's buffer is the kernel's: it is sent whatever becomes of nginx. Of a larger answer nginx holds
//! the rest until there is room; stopped before that, it leaves the visitor with a part.

use super::super::context::Context;
use super::super::event::{ClientEvent, Closing, Event, NetworkEvent, Reply, WebServerEvent};
use super::super::id::{ConnectionId, RequestId};
use super::super::request::Sending;
use super::Network;
use super::link::{SEGMENT, SEND_BUFFER, SlowStart, slow_start, window_after};
use crate::queueing::FlowKey;
use crate::units::{Bytes, SimDuration};
use crate::vocabulary::Limit;

/// Who holds an answer after it was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handed {
    /// The kernel, all of it.
    Whole,
    /// nginx still holds a part; it hears when it does not any more.
    Partly,
}

/// nginx hands an answer of `size` to the kernel.
pub fn send_answer(
    context: &mut Context<'_>,
    connection: ConnectionId,
    request: RequestId,
    size: Bytes,
) -> Handed {
    let (now, round_trip, bandwidth) =
        (context.now(), context.round_trip(connection), context.bandwidth(connection));
    let held = context.connection(connection).expect("nginx answers on a connection that it holds");
    let window = window_after(now.since(held.delivered), held.window, round_trip);
    let SlowStart { wait, window } = slow_start(size, window, round_trip, bandwidth);
    held.window = window;
    let (left, then) =
        if size > SEND_BUFFER { (size - SEND_BUFFER, SEND_BUFFER) } else { (size, Bytes::ZERO) };
    held.sending = Some(Sending { request, left, then, wait, flow: FlowKey::NONE, cut: None, fin: None });
    reply(context, Reply::Answer { connection });
    if then == Bytes::ZERO { Handed::Whole } else { Handed::Partly }
}

/// nginx closes a connection: FIN, behind all that its kernel has still to send.
pub fn close(context: &mut Context<'_>, connection: ConnectionId) {
    let Some(held) = context.connection(connection) else {
        return; // The visitor had left before.
    };
    match &mut held.sending {
        Some(sending) => {
            sending.fin = Some(Closing::Fin);
            if sending.then > Bytes::ZERO {
                let cut = NetworkEvent::AnswerCut { connection };
                context.agenda.after(SimDuration::ZERO, Event::Network(cut));
            }
        }
        None => reply(context, Reply::Closed { connection, by: Closing::Fin }),
    }
}

/// The kernel has something for a visitor.
pub fn reply(context: &mut Context<'_>, reply: Reply) {
    let event = NetworkEvent::Reply { reply, attempt: 0 };
    context.agenda.after(SimDuration::ZERO, Event::Network(event));
}

impl Network {
    /// Something leaves the machine for a visitor, for the first time or again.
    pub(super) fn reply_leaves(&mut self, reply: Reply, attempt: u8, context: &mut Context<'_>) {
        let connection = reply.connection();
        let gone = context.connection(connection).is_none_or(|held| held.visit.is_none());
        if gone || !context.host.is_up() {
            return;
        }
        if self.swallows(reply, connection, context) {
            let again = NetworkEvent::Reply { reply, attempt: attempt.saturating_add(1) };
            let wait = super::loss::wait_after(attempt, context.round_trip(connection));
            context.agenda.after(wait, Event::Network(again));
            return;
        }
        let heard = match reply {
            Reply::Secured { .. } => ClientEvent::Secured { connection },
            Reply::Closed { by, .. } => ClientEvent::Closed { connection, by },
            Reply::Answer { .. } => return self.answer_leaves(connection, context),
        };
        context.agenda.after(context.half_trip(connection), Event::Client(heard));
    }

    /// An answer, or what is left of it, is put on the uplink.
    fn answer_leaves(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        let (now, bandwidth) = (context.now(), context.bandwidth(connection));
        let recovery = self.recovery_of(connection, context);
        let held = context.connection(connection).expect("seen above");
        let (Some(sending), Some(visit)) = (&mut held.sending, held.visit) else {
            return; // The machine has lost power since, or the visitor has left.
        };
        sending.wait += recovery;
        if sending.left == Bytes::ZERO && sending.then == Bytes::ZERO {
            return self.go_on(connection, context);
        }
        sending.flow = self.uplink.start(now, visit.0, bandwidth, sending.left, connection);
        self.look_ahead(context);
    }

    /// What of an answer was put on the uplink has left: on to what comes behind it.
    pub(super) fn go_on(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        let held = context.connection(connection);
        let Some(sending) = held.and_then(|held| held.sending.as_mut()) else {
            return;
        };
        (sending.left, sending.flow) = (Bytes::ZERO, FlowKey::NONE);
        if sending.then > Bytes::ZERO {
            sending.left = std::mem::take(&mut sending.then);
            let handed = WebServerEvent::HandedOver { connection };
            context.agenda.after(SimDuration::ZERO, Event::WebServer(handed));
            self.answer_leaves(connection, context);
        } else if sending.wait > SimDuration::ZERO {
            let wait = std::mem::take(&mut sending.wait);
            let last = NetworkEvent::Reply { reply: Reply::Answer { connection }, attempt: 0 };
            context.agenda.after(wait, Event::Network(last));
        } else {
            deliver(connection, context);
        }
    }

    /// nginx is gone before it has handed over the whole answer: what is in the buffer is sent, and no more.
    pub(super) fn cut(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        let now = context.now();
        let held = context.connection(connection);
        let Some(sending) = held.and_then(|held| held.sending.as_mut()) else {
            return;
        };
        if sending.then == Bytes::ZERO {
            return; // It has been handed over at this very instant.
        }
        sending.cut = Some(Closing::Midway);
        sending.left = std::mem::take(&mut sending.then);
        if self.uplink.stop(now, sending.flow).is_some() {
            self.answer_leaves(connection, context);
            self.look_ahead(context);
        }
    }

    /// The visitor has left: nothing more is sent.
    pub(super) fn visitor_left(&mut self, flow: FlowKey, context: &mut Context<'_>) {
        if self.uplink.stop(context.now(), flow).is_some() {
            self.look_ahead(context);
        }
    }

    /// Every answer that has left by now goes on.
    pub(super) fn uplink_due(&mut self, context: &mut Context<'_>) {
        while let Some(connection) = self.uplink.finish(context.now()) {
            self.go_on(connection, context);
        }
        self.look_ahead(context);
    }

    /// Puts the appointment where the first answer will have left.
    pub(super) fn look_ahead(&mut self, context: &mut Context<'_>) {
        let limit = if self.uplink.is_full() { Limit::Uplink } else { Limit::Link };
        context.board.wire_is_limited_by(limit);
        match self.uplink.next_completion() {
            None => {
                context.agenda.cancel(self.due);
            }
            Some(time) if context.agenda.due(self.due) == Some(time) => {}
            Some(time) => {
                if !context.agenda.move_to(self.due, time) {
                    self.due = context.agenda.at(time, Event::Network(NetworkEvent::UplinkDue));
                }
            }
        }
    }

    /// The uplink carries more or less from now on.
    pub fn resize_uplink(&mut self, context: &mut Context<'_>) {
        self.uplink.set_capacity(context.now(), context.settings.host.uplink);
        self.look_ahead(context);
    }

    /// The machine is off: what its kernel had to send is gone.
    pub fn lose_power(&mut self, context: &mut Context<'_>) {
        self.uplink.clear(context.now());
        self.look_ahead(context);
    }
}

/// The last of an answer has left the machine.
fn deliver(connection: ConnectionId, context: &mut Context<'_>) {
    let way = context.half_trip(connection);
    let now = context.now();
    let held = context.connection(connection).expect("seen by the caller");
    held.delivered = now + way;
    let Some(Sending { request, cut, fin, .. }) = held.sending.take() else {
        return;
    };
    let mut hears = |heard| context.agenda.after(way, Event::Client(heard));
    if let Some(by) = cut {
        hears(ClientEvent::Closed { connection, by });
        return;
    }
    hears(ClientEvent::Answered { connection, request });
    if let Some(by) = fin {
        hears(ClientEvent::Closed { connection, by });
    }
}

/// How many segments are still to be sent of an answer.
pub(super) fn segments(sending: &Sending) -> u32 {
    let left = (sending.left + sending.then).get().div_ceil(SEGMENT);
    u32::try_from(left).unwrap_or(u32::MAX)
}
