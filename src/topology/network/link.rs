//! How long an answer takes to the visitor: half a round trip, the line's bandwidth, and slow start's extra round trips.

use super::settings::Line;
use crate::units::{Bytes, SimDuration};

/// Bytes of data in one segment: an Ethernet frame less IP, TCP and timestamps.
const SEGMENT: u64 = 1_448;
/// Segments a sender may send before the first acknowledgement (RFC 6928).
const INITIAL_WINDOW: u64 = 10;

/// From the first byte leaving nginx to the last one reaching the visitor.
// Simplified: each answer has the visitor's whole line to itself; parallel connections would share it, and the machine's
// uplink too. The congestion window starts afresh with each answer; a kept-alive connection would keep what it has grown to.
pub fn delivery_time(size: Bytes, line: &Line) -> SimDuration {
    let extra = line.round_trip * slow_start_rounds(size);
    line.round_trip / 2 + line.bandwidth.transmission_time(size) + extra
}

/// Round trips spent waiting for acknowledgements while the window doubles: 10 segments, then 20, 40, ...
fn slow_start_rounds(size: Bytes) -> u64 {
    let mut left = size.get().div_ceil(SEGMENT);
    let mut window = INITIAL_WINDOW;
    let mut rounds = 0;
    while left > window {
        left -= window;
        window *= 2;
        rounds += 1;
    }
    rounds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_start_costs_the_round_trips_that_were_measured() {
        assert_eq!(slow_start_rounds(Bytes::from_kib(10)), 0);
        assert_eq!(slow_start_rounds(Bytes::from_kib(100)), 3);
        assert_eq!(slow_start_rounds(Bytes::from_kib(400)), 4);
    }
}
