//! How latencies spread: a small histogram whose steps grow with the latency, as cheap to keep as a few counters.
//!
//! There are four steps to an octave from 1 ms to 2^20 ms (17 minutes), one below and one above. A latency in between is
//! told to within 9.1 % (2^(1/8), from the middle of a step to its ends); what is shorter is told as half a
//! millisecond, what is longer as 2^20 ms.

use crate::units::SimDuration;

/// Steps to an octave.
const QUARTERS: usize = 4;
/// Octaves.
const OCTAVES: usize = 20;
/// How many steps there are.
pub(super) const STEPS: usize = QUARTERS * OCTAVES + 2;

/// Where the steps of the first octave begin \[ns\]: 1 ms times a power of 2^(1/4).
const BEGINNINGS: [u64; QUARTERS] = [1_000_000, 1_189_207, 1_414_214, 1_681_793];
/// Their middles \[ns\].
const MIDDLES: [u64; QUARTERS] = [1_090_508, 1_296_840, 1_542_211, 1_834_008];

/// The step that `latency` falls into.
pub(super) fn step_of(latency: SimDuration) -> usize {
    let nanos = latency.as_nanos();
    let Some(octave) = (nanos / BEGINNINGS[0]).checked_ilog2() else {
        return 0;
    };
    let octave = octave as usize;
    if octave >= OCTAVES {
        return STEPS - 1;
    }
    let quarter = BEGINNINGS.partition_point(|beginning| beginning << octave <= nanos) - 1;
    1 + octave * QUARTERS + quarter
}

/// The latency that a step stands for.
fn middle_of(step: usize) -> SimDuration {
    SimDuration::from_nanos(match step.checked_sub(1) {
        None => BEGINNINGS[0] / 2,
        Some(place) if place < QUARTERS * OCTAVES => MIDDLES[place % QUARTERS] << (place / QUARTERS),
        Some(_) => BEGINNINGS[0] << OCTAVES,
    })
}

/// The latency that `share` of all do not exceed, of those that were counted between `before` and `after`; nothing without any.
/// A count may have begun at zero again after 2^32: the difference is right all the same.
#[expect(clippy::cast_sign_loss, reason = "a share is not negative")]
pub(super) fn quantile(before: Option<&[u32]>, after: &[u32], share: f64) -> Option<SimDuration> {
    let counted = |step: usize| after[step].wrapping_sub(before.map_or(0, |before| before[step]));
    let all: u64 = (0..STEPS).map(|step| u64::from(counted(step))).sum();
    let rank = ((share.clamp(0.0, 1.0) * all as f64).ceil() as u64).clamp(1, all.max(1));
    let mut reached = 0;
    let found = (0..STEPS).find(|step| {
        reached += u64::from(counted(*step));
        reached >= rank
    });
    found.map(middle_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_latency_is_told_to_within_a_tenth() {
        let (mut nanos, mut last) = (1_000_000, 0);
        while nanos < BEGINNINGS[0] << OCTAVES {
            let step = step_of(SimDuration::from_nanos(nanos));
            let ratio = middle_of(step).as_nanos() as f64 / nanos as f64;
            assert!((0.917..1.091).contains(&ratio), "{nanos} ns is told as {ratio} of it");
            assert!(step == last || step == last + 1, "no step is left out at {nanos} ns");
            (nanos, last) = (nanos + nanos / 97, step);
        }
        assert_eq!(last, STEPS - 2);
    }

    #[test]
    fn what_is_out_of_range_is_told_as_its_end() {
        assert_eq!(step_of(SimDuration::ZERO), 0);
        assert_eq!(step_of(SimDuration::from_nanos(999_999)), 0);
        assert_eq!(step_of(SimDuration::MAX), STEPS - 1);
        assert_eq!(middle_of(STEPS - 1), SimDuration::from_millis(1 << 20));
        assert_eq!(middle_of(0), SimDuration::from_micros(500));
    }

    #[test]
    fn a_quantile_is_of_what_was_counted_in_between() {
        let mut before = vec![0; STEPS];
        before[step_of(SimDuration::from_secs(9))] = u32::MAX;
        let mut after = before.clone();
        for millis in 1..=100 {
            after[step_of(SimDuration::from_millis(millis))] += 1;
        }
        let step = step_of(SimDuration::from_secs(9));
        after[step] = after[step].wrapping_add(1);
        let told = |share| quantile(Some(&before), &after, share).expect("there were some").as_secs_f64();
        for (share, exact) in [(0.5, 0.051), (0.95, 0.096), (0.99, 0.1), (0.0, 0.001), (1.0, 9.0)] {
            assert!((told(share) / exact - 1.0).abs() < 0.092, "{share}: {} for {exact}", told(share));
        }
        assert_eq!(quantile(Some(&after), &after, 0.5), None);
    }
}
