//! What does not get through: a machine that is off, a cable that is out, packets lost on the way.
//!
//! What is lost is sent again by whoever sent it: SYNs on their own grid, data as measured on an established connection
//! (0.2, 0.4, 0.8, 1.65 and 3.3 s, then doubling). A lost segment with others behind it is noticed sooner: the receiver
//! acknowledges out of order, and it is sent again a round trip later.

use super::super::context::Context;
use super::super::event::{Event, NetworkEvent, Reply, Segment};
use super::super::id::ConnectionId;
use super::super::operation::Effect;
use super::Network;
use super::answer::segments;
use super::link::INITIAL_WINDOW;
use crate::units::{Probability, SimDuration};
use crate::vocabulary::{Happening, Layer};

/// From each attempt to the next where the round trip is nothing \[ms\], as measured; the first wait is the tail-loss
/// probe's.
const WAITS: [u64; 5] = [200, 200, 400, 850, 1_650];
/// The longest wait between two attempts (`TCP_RTO_MAX`) \[ms\].
const WAIT_MAX: u64 = 120_000;
/// Segments behind a lost one that make its sender notice at once (three duplicate acknowledgements, RFC 5681).
const DUPLICATES: u32 = 3;

/// An action that loses packets.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Lossy {
    pub(super) action: u16,
    pub(super) share: Probability,
}

/// What was lost is sent again after its wait, for as long as the browser holds the connection.
// Simplified: the kernel's own end (tcp_retries2, some 15 minutes) is not reached: no visitor is that patient.
pub fn send_data_again(segment: Segment, attempt: u8, context: &mut Context<'_>) {
    let connection = segment.connection();
    if context.connection(connection).is_some_and(|held| held.visit.is_some()) {
        let again = NetworkEvent::Data { segment, attempt: attempt.saturating_add(1) };
        context.agenda.after(wait_after(attempt, context.round_trip(connection)), Event::Network(again));
    }
}

/// From an attempt to the next: the probe comes after two round trips and 200 ms, the timeout after one and 200 ms, and then
/// it doubles.
pub(super) fn wait_after(attempt: u8, round_trip: SimDuration) -> SimDuration {
    let place = usize::from(attempt);
    let millis = match WAITS.get(place) {
        Some(millis) => *millis,
        None => 1_650 << (place - WAITS.len() + 1).min(16),
    };
    let trips = [2, 1].get(place).copied().unwrap_or(1 << (place.max(1) - 1).min(20));
    (SimDuration::from_millis(millis) + round_trip * trips).min(SimDuration::from_millis(WAIT_MAX))
}

impl Network {
    /// Whether one packet on a connection is lost, and who is to blame for it.
    // Simplified: packets are lost one by one; on real lines losses come in bursts.
    pub(super) fn loses(&mut self, connection: ConnectionId, context: &mut Context<'_>) -> bool {
        if let Some(action) = self.unplugged.or(self.nobody_there(connection, context)) {
            context.spoil_by(connection, Some(action));
            return true;
        }
        let share = self.share(connection, context);
        let lost = share > Probability::ZERO && self.chance.chance(share);
        if lost {
            context.spoil_by(connection, self.lossy.last().map(|lossy| lossy.action));
        }
        lost
    }

    /// The action that has left the address to which a connection goes, if the site is not there any more.
    fn nobody_there(&self, connection: ConnectionId, context: &Context<'_>) -> Option<u16> {
        let address = context.connections.get(connection.0)?.address;
        self.left.iter().find(|(left, _)| *left == address).map(|(_, action)| *action)
    }

    /// The site answers at this address, where it may have been before.
    pub fn come_to_address(&mut self, address: u16) {
        self.left.retain(|(left, _)| *left != address);
    }

    /// Nobody answers at one of the site's addresses any more: its connections fall silent.
    // Simplified: an answer that is on the uplink at that moment still arrives.
    pub fn leave_address(&mut self, address: u16, action: u16, context: &mut Context<'_>) {
        self.left.push((address, action));
        context.chronicle(Happening::OldAddressGone);
    }

    /// Whether a reply does not get out now. A part of an answer that is lost only costs time.
    pub(super) fn swallows(
        &mut self,
        reply: Reply,
        connection: ConnectionId,
        context: &mut Context<'_>,
    ) -> bool {
        match reply {
            Reply::Answer { .. }
                if self.unplugged.is_none() && self.nobody_there(connection, context).is_none() =>
            {
                false
            }
            _ => self.loses(connection, context),
        }
    }

    /// What the loss of segments of an answer costs: a round trip for those that are noticed by what follows them, once
    /// a window, and a probe for the last ones. The window is cut to 0.7 (CUBIC, RFC 9438).
    pub(super) fn recovery_of(&mut self, connection: ConnectionId, context: &mut Context<'_>) -> SimDuration {
        let share = self.share(connection, context);
        let held = context.connection(connection).and_then(|held| held.sending);
        let segments = held.map_or(0, |sending| segments(&sending));
        if share == Probability::ZERO || segments == 0 {
            return SimDuration::ZERO;
        }
        let noticed = self.chance.successes(segments.saturating_sub(DUPLICATES), share);
        let unnoticed = self.chance.successes(segments.min(DUPLICATES), share);
        if noticed + unnoticed == 0 {
            return SimDuration::ZERO;
        }
        context.spoil_by(connection, self.lossy.last().map(|lossy| lossy.action));
        let round_trip = context.round_trip(connection);
        let held = context.connection(connection).expect("seen above");
        let windows = u64::from(segments.div_ceil(held.window));
        held.window = (held.window * 7 / 10).max(INITIAL_WINDOW / 5);
        let probe = if unnoticed > 0 { wait_after(0, round_trip) } else { SimDuration::ZERO };
        round_trip * noticed.min(windows) + probe
    }

    /// The share of packets that is lost now.
    fn share(&self, connection: ConnectionId, context: &Context<'_>) -> Probability {
        let own = context.loss(connection);
        self.lossy.last().map_or(own, |lossy| Probability::new(own.get() + lossy.share.get()))
    }

    /// Packets are lost from now on, beyond what the visitors' lines lose; the latest such action counts.
    pub fn lose_packets(&mut self, share: Probability, action: u16, context: &mut Context<'_>) -> Effect {
        self.lossy.push(Lossy { action, share });
        context.board.hold(Layer::Network, action);
        context.chronicle(Happening::PacketLossBegins);
        Effect::Done
    }

    /// That is over. Another that was begun before goes on.
    pub fn end_packet_loss(&mut self, action: u16, context: &mut Context<'_>) {
        let before = self.lossy.len();
        self.lossy.retain(|lossy| lossy.action != action);
        if self.lossy.len() < before {
            self.let_go_of_the_wire(context);
            if self.lossy.is_empty() {
                context.chronicle(Happening::PacketLossEnds);
            }
        }
    }

    /// The cable is pulled out of the machine, which does not mind: every answer on its way stops where it is, and the kernel
    /// sends again on its schedule. Where it is out already, nothing happens.
    pub fn unplug(&mut self, action: u16, context: &mut Context<'_>) -> Effect {
        if self.unplugged.is_some() {
            return Effect::None;
        }
        self.unplugged = Some(action);
        context.board.hold(Layer::Network, action);
        context.chronicle(Happening::NetworkUnplugged);
        let now = context.now();
        let under_way: Vec<ConnectionId> = self.uplink.flows().collect();
        for connection in under_way {
            self.stop_where_it_is(connection, context);
        }
        self.uplink.clear(now);
        self.look_ahead(context);
        Effect::Done
    }

    fn stop_where_it_is(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        let now = context.now();
        let held = context.connection(connection);
        let Some(sending) = held.and_then(|held| held.sending.as_mut()) else {
            return;
        };
        sending.left = self.uplink.stop(now, sending.flow).unwrap_or(sending.left);
        sending.flow = crate::queueing::FlowKey::NONE;
        let rest = NetworkEvent::Reply { reply: Reply::Answer { connection }, attempt: 1 };
        context.spoil_by(connection, self.unplugged);
        context.agenda.after(wait_after(0, context.round_trip(connection)), Event::Network(rest));
    }

    /// The cable is back.
    pub fn plug_in(&mut self, action: u16, context: &mut Context<'_>) {
        if self.unplugged == Some(action) {
            self.unplugged = None;
            self.let_go_of_the_wire(context);
            context.chronicle(Happening::NetworkPluggedIn);
        }
    }

    /// Whoever still holds the wire goes on doing so.
    fn let_go_of_the_wire(&self, context: &mut Context<'_>) {
        match self.unplugged.or(self.lossy.last().map(|lossy| lossy.action)) {
            Some(action) => context.board.hold(Layer::Network, action),
            None => context.board.release(Layer::Network),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_data_is_sent_again_when_it_was_measured_to_be() {
        let mut at = 0;
        let times: Vec<u64> = (0..7)
            .map(|attempt| {
                at += wait_after(attempt, SimDuration::ZERO).as_nanos() / 1_000_000;
                at
            })
            .collect();
        assert_eq!(times, [200, 400, 800, 1_650, 3_300, 6_600, 13_200]);
        assert_eq!(wait_after(200, SimDuration::ZERO), SimDuration::from_millis(WAIT_MAX));
    }

    #[test]
    fn a_longer_way_makes_for_a_longer_timeout() {
        let waits = |attempt| wait_after(attempt, SimDuration::from_millis(100)).as_nanos() / 1_000_000;
        assert_eq!([0, 1, 2, 3].map(waits), [400, 300, 600, 1_250]);
    }
}
