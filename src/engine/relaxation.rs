//! How much of a difference is left when it fades exponentially.

use crate::units::SimDuration;

/// The share of a difference that is left after `elapsed`, when it falls to 1/e of itself in every `time_constant`.
///
/// From 1 (at once) down to 0. A time constant of zero leaves nothing.
pub fn share_left(elapsed: SimDuration, time_constant: SimDuration) -> f64 {
    if time_constant.is_zero() {
        return 0.0;
    }
    libm::exp(-elapsed.as_secs_f64() / time_constant.as_secs_f64())
}

/// The share of a difference that is left after so many half-lives, whole or not; at least none.
pub fn share_after_halvings(halvings: f64) -> f64 {
    libm::exp2(-halvings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_halved_in_each_half_life() {
        assert!((share_after_halvings(0.0) - 1.0).abs() < 1e-12);
        assert!((share_after_halvings(3.0) - 0.125).abs() < 1e-12);
    }

    #[test]
    fn a_difference_falls_to_a_third_or_so_in_each_time_constant() {
        let minute = SimDuration::from_secs(60);
        assert!((share_left(minute, minute) - 1.0 / std::f64::consts::E).abs() < 1e-12);
        assert!((share_left(SimDuration::ZERO, minute) - 1.0).abs() < 1e-12);
        assert!(share_left(minute, SimDuration::ZERO).abs() < 1e-12);
    }
}
