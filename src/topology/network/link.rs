//! What TCP's slow start adds to the way of an answer: its sender stops and waits for acknowledgements.

use crate::units::{Bandwidth, Bytes, SimDuration};

/// Bytes of data in one segment: an Ethernet frame less IP, TCP and timestamps.
pub(super) const SEGMENT: u64 = 1_448;
/// Segments a sender may send before the first acknowledgement (RFC 6928).
pub(in super::super) const INITIAL_WINDOW: u32 = 10;
/// What a sender keeps in its socket at most: Linux's `tcp_wmem`, 4 MiB; its window grows no further.
pub(super) const SEND_BUFFER: Bytes = Bytes::from_mib(4);
/// The largest window \[segment\].
const WINDOW_MAX: u32 = (SEND_BUFFER.get() / SEGMENT) as u32;
/// What a kernel adds to the round trip for its retransmission timeout (`TCP_RTO_MIN`).
const TIMEOUT_MIN: SimDuration = SimDuration::from_millis(200);

/// Waiting for acknowledgements in all, and the window afterwards \[segment\].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SlowStart {
    pub(super) wait: SimDuration,
    pub(super) window: u32,
}

/// How long a sender of `size` waits while its window doubles: in each round as much of the round trip as the window does
/// not fill on the visitor's line.
// Simplified: the window grows until something is lost, as in slow start; Linux may leave slow start earlier (HyStart).
pub(super) fn slow_start(
    size: Bytes,
    window: u32,
    round_trip: SimDuration,
    bandwidth: Bandwidth,
) -> SlowStart {
    let mut left = size.get().div_ceil(SEGMENT);
    let (mut window, mut wait) = (window, SimDuration::ZERO);
    while left > u64::from(window) {
        let filled = bandwidth.transmission_time(Bytes::new(u64::from(window) * SEGMENT));
        wait += round_trip.saturating_sub(filled);
        left -= u64::from(window);
        window = (window * 2).min(WINDOW_MAX);
    }
    // The last round's acknowledgements widen it too, if it was at least half full (tcp_is_cwnd_limited).
    if left * 2 > u64::from(window) {
        window = (window + left as u32).min(WINDOW_MAX);
    }
    SlowStart { wait, window }
}

/// The window after a pause: halved for each retransmission timeout of it, but not below the initial one
/// (`tcp_slow_start_after_idle` 1, `tcp_cwnd_restart`).
pub(super) fn window_after(idle: SimDuration, window: u32, round_trip: SimDuration) -> u32 {
    let timeouts = idle.as_nanos() / (round_trip + TIMEOUT_MIN).as_nanos();
    let halved = window >> timeouts.min(31);
    halved.max(INITIAL_WINDOW.min(window))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROUND_TRIP: SimDuration = SimDuration::from_millis(40);
    const FAST: Bandwidth = Bandwidth::from_megabits(1_000_000);

    fn rounds(kib: u64, window: u32) -> (u64, u32) {
        let SlowStart { wait, window } = slow_start(Bytes::from_kib(kib), window, ROUND_TRIP, FAST);
        ((wait.as_nanos() + 1_000_000) / ROUND_TRIP.as_nanos(), window)
    }

    #[test]
    fn slow_start_costs_the_round_trips_that_were_measured() {
        assert_eq!([10, 100, 400].map(|kib| rounds(kib, INITIAL_WINDOW).0), [0, 3, 4]);
    }

    #[test]
    fn a_window_that_has_grown_is_kept_until_the_connection_rests() {
        let (_, window) = rounds(100, INITIAL_WINDOW);
        assert_eq!((window, rounds(100, window).0), (80, 0));
        let rested = |millis| window_after(SimDuration::from_millis(millis), window, ROUND_TRIP);
        assert_eq!([0, 239, 240, 480, 720, 100_000].map(rested), [80, 80, 40, 20, 10, 10]);
    }

    #[test]
    fn a_line_that_the_window_fills_waits_for_nobody() {
        let line = Bandwidth::from_megabits(1);
        let start = slow_start(Bytes::from_kib(400), INITIAL_WINDOW, ROUND_TRIP, line);
        assert_eq!(start.wait, SimDuration::ZERO, "ten segments take 116 ms");
    }
}
