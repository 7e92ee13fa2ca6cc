//! M/G/1: Poisson arrivals, service times of any distribution, one server, room for all.
//!
//! Pollaczek and Khinchine: the mean wait grows with the *spread* of the service times as well as with the load,
//! `W = rho S (1 + cv^2) / (2 (1 - rho))`. Equal service times (M/D/1, `cv = 0`) wait half as long as exponential ones
//! (M/M/1, `cv = 1`), and a route that is mostly quick and sometimes very slow waits far longer than its mean suggests.
//!
//! Source: F. Pollaczek, 1930; A. Khinchine, 1932; L. Kleinrock, *Queueing Systems*, volume 1, section 5.6, 1975.
//!
//! ```
//! use lonebox::theory::mg1;
//!
//! let even = mg1::deterministic(8.0, 0.1)?;
//! let spread = mg1::steady_state(8.0, 0.1, 2.0)?;
//! assert!((spread.wait_mean / even.wait_mean - 5.0).abs() < 1e-9);
//! # Ok::<(), lonebox::theory::PreconditionError>(())
//! ```

use super::precondition::{PreconditionError, not_negative, positive, stable};

/// One server with any service times in the long run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SteadyState {
    /// Share of its time that the server is busy, `rho`; also the share of arrivals that wait. At least 0, below 1.
    pub utilisation: f64,
    /// Mean time from arrival to the beginning of service, over all \[s\].
    pub wait_mean: f64,
    /// Mean time from arrival to answer, `R` \[s\].
    pub response_mean: f64,
    /// Mean number present, waiting or in service, `L`.
    pub number_mean: f64,
    /// Mean number waiting.
    pub waiting_mean: f64,
}

/// One server with arrivals at `arrival_rate` [1/s] that take `service_time` \[s\] on average, with the coefficient of
/// variation `variation` (standard deviation over mean; 0 for equal times, 1 for exponential ones).
///
/// # Errors
/// If the rate or time is not above zero, the variation is negative, or the server cannot keep up.
pub fn steady_state(
    arrival_rate: f64,
    service_time: f64,
    variation: f64,
) -> Result<SteadyState, PreconditionError> {
    let arrival_rate = positive("arrival rate", arrival_rate)?;
    let service_time = positive("service time", service_time)?;
    let variation = not_negative("coefficient of variation", variation)?;
    let utilisation = stable(arrival_rate * service_time)?;
    // What an arrival finds still to be done of the request in service, given that there is one.
    let residual_mean = service_time * (1.0 + variation * variation) / 2.0;
    let wait_mean = utilisation * residual_mean / (1.0 - utilisation);
    let response_mean = wait_mean + service_time;
    Ok(SteadyState {
        utilisation,
        wait_mean,
        response_mean,
        number_mean: arrival_rate * response_mean,
        waiting_mean: arrival_rate * wait_mean,
    })
}

/// M/D/1: every service takes exactly `service_time` \[s\].
///
/// # Errors
/// If the rate or time is not above zero, or the server cannot keep up.
pub fn deterministic(arrival_rate: f64, service_time: f64) -> Result<SteadyState, PreconditionError> {
    steady_state(arrival_rate, service_time, 0.0)
}

#[cfg(test)]
mod tests {
    use super::super::{mm1, oracle::assert_close};
    use super::*;

    #[test]
    fn exponential_service_is_an_mm1() {
        for rate in [5.0, 8.0, 9.0, 9.9] {
            let any = steady_state(rate, 0.1, 1.0).expect("stable");
            let exponential = mm1::steady_state(rate, 0.1).expect("stable");
            assert_close(any.response_mean, exponential.response_mean, 1e-9);
            assert_close(any.number_mean, exponential.number_mean, 1e-9);
        }
    }

    #[test]
    fn equal_service_times_wait_half_as_long() {
        let equal = deterministic(9.0, 0.1).expect("stable");
        let exponential = mm1::steady_state(9.0, 0.1).expect("stable");
        assert_close(equal.wait_mean * 2.0, exponential.wait_mean, 1e-9);
        assert_close(equal.wait_mean, 0.45, 1e-9);
    }

    #[test]
    fn no_spread_is_below_zero_and_no_load_above_one() {
        assert!(steady_state(5.0, 0.1, -0.5).is_err());
        assert!(deterministic(10.0, 0.1).is_err());
    }
}
