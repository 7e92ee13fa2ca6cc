//! Data sent to a machine that is not there is sent again: measured at 0.2, 0.4, 0.8, 1.65 and 3.3 s, then doubling.

use super::super::context::Context;
use super::super::event::{Event, NetworkEvent, Segment};
use crate::units::SimDuration;
use crate::vocabulary::Layer;

/// From each attempt to the next \[ms\], as measured; the first wait is the tail-loss probe's.
const WAITS: [u64; 5] = [200, 200, 400, 850, 1_650];
/// The longest wait between two attempts (`TCP_RTO_MAX`) \[ms\].
const WAIT_MAX: u64 = 120_000;

/// What was lost is sent again after its wait, for as long as the browser holds the connection.
// Simplified: the kernel's own end (tcp_retries2, some 15 minutes) is not reached: no visitor is that patient.
pub(super) fn send_again(segment: Segment, attempt: u8, context: &mut Context<'_>) {
    let held = context.connection(segment.connection()).is_some_and(|connection| connection.visit.is_some());
    if held {
        context.spoil(segment.connection(), Layer::Host);
        let again = NetworkEvent::Data { segment, attempt: attempt.saturating_add(1) };
        context.agenda.after(wait_after(attempt), Event::Network(again));
    }
}

fn wait_after(attempt: u8) -> SimDuration {
    let place = usize::from(attempt);
    let millis = match WAITS.get(place) {
        Some(millis) => *millis,
        None => WAIT_MAX.min(1_650 << (place - WAITS.len() + 1).min(16)),
    };
    SimDuration::from_millis(millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_data_is_sent_again_when_it_was_measured_to_be() {
        let mut at = 0;
        let times: Vec<u64> = (0..7)
            .map(|attempt| {
                at += wait_after(attempt).as_nanos() / 1_000_000;
                at
            })
            .collect();
        assert_eq!(times, [200, 400, 800, 1_650, 3_300, 6_600, 13_200]);
        assert_eq!(wait_after(200), SimDuration::from_millis(WAIT_MAX));
    }
}
