//! Many trials at once: how many of them succeed.

use super::Stream;
use crate::units::Probability;

impl Stream {
    /// How many of `trials` independent trials succeed, each with this probability.
    ///
    /// Goes from one success to the next by geometric gaps: as many draws as there are successes, and one.
    pub fn successes(&mut self, trials: u32, probability: Probability) -> u64 {
        let failure = probability.complement().get();
        if failure >= 1.0 || trials == 0 {
            return 0;
        }
        if failure <= 0.0 {
            return u64::from(trials);
        }
        let log_failure = libm::log(failure);
        let mut left = f64::from(trials);
        let mut successes = 0;
        loop {
            left -= 1.0 + libm::floor(libm::log(self.unit_open()) / log_failure);
            if left < 0.0 {
                return successes;
            }
            successes += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_succeed_as_the_probability_says() {
        let mut stream = Stream::named(1, "test");
        let rounds = 20_000_u32;
        let sum: u64 = (0..rounds).map(|_| stream.successes(20, Probability::new(0.2))).sum();
        let mean = sum as f64 / f64::from(rounds);
        assert!((mean - 4.0).abs() < 0.05, "{mean}");
    }

    #[test]
    fn what_never_or_always_succeeds_is_not_drawn() {
        let mut stream = Stream::named(1, "test");
        let before = stream.fingerprint();
        assert_eq!(stream.successes(20, Probability::ZERO), 0);
        assert_eq!(stream.successes(20, Probability::ONE), 20);
        assert_eq!(stream.fingerprint(), before);
    }
}
