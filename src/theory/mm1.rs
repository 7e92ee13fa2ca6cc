//! M/M/1: Poisson arrivals, exponential service, one server, room for all.
//!
//! The response time is exponential as well, with mean `R = S / (1 - rho)`; so its 95th percentile is three times its mean
//! (`ln 20 = 2.996`), at every load. Half the load doubles the time, nine tenths make it ten times as long.
//!
//! Source: L. Kleinrock, *Queueing Systems*, volume 1, chapter 3, 1975.
//!
//! ```
//! use lonebox::theory::mm1;
//! use lonebox::units::Probability;
//!
//! let worker = mm1::steady_state(9.0, 0.1)?;
//! assert!((worker.response_mean - 1.0).abs() < 1e-9);
//! assert!((worker.response_quantile(Probability::percent(95.0)) - 2.996).abs() < 1e-3);
//! # Ok::<(), lonebox::theory::PreconditionError>(())
//! ```

use crate::units::Probability;

use super::precondition::{PreconditionError, positive, stable};

/// One exponential server in the long run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SteadyState {
    /// Share of its time that the server is busy, `rho`; also the share of arrivals that wait. At least 0, below 1.
    pub utilisation: f64,
    /// Mean time from arrival to answer, `R` \[s\].
    pub response_mean: f64,
    /// Mean time from arrival to the beginning of service, `R - S` \[s\].
    pub wait_mean: f64,
    /// Mean number present, waiting or in service, `L`.
    pub number_mean: f64,
    /// Mean number waiting, `L - rho`.
    pub waiting_mean: f64,
}

/// One server with arrivals at `arrival_rate` [1/s] that take `service_time` \[s\] on average.
///
/// # Errors
/// If either is not above zero, or the server cannot keep up.
pub fn steady_state(arrival_rate: f64, service_time: f64) -> Result<SteadyState, PreconditionError> {
    let arrival_rate = positive("arrival rate", arrival_rate)?;
    let service_time = positive("service time", service_time)?;
    let utilisation = stable(arrival_rate * service_time)?;
    let response_mean = service_time / (1.0 - utilisation);
    let wait_mean = response_mean * utilisation;
    Ok(SteadyState {
        utilisation,
        response_mean,
        wait_mean,
        number_mean: arrival_rate * response_mean,
        waiting_mean: arrival_rate * wait_mean,
    })
}

impl SteadyState {
    /// The time within which the share `share` of requests is answered \[s\]; infinite for all of them.
    pub fn response_quantile(&self, share: Probability) -> f64 {
        -libm::log(share.complement().get()) * self.response_mean
    }

    /// The time within which service has begun for the share `share` of requests \[s\]; zero for those that never wait.
    pub fn wait_quantile(&self, share: Probability) -> f64 {
        (libm::log(self.utilisation / share.complement().get()) * self.response_mean).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::oracle::assert_close;
    use super::*;

    #[test]
    fn response_times_are_the_checked_ones() {
        // (load, mean response [ms], 95th percentile [ms]) for a service time of 100 ms
        let checked = [(0.5, 200.0, 599.0), (0.8, 500.0, 1_498.0), (0.9, 1_000.0, 2_996.0)];
        for (load, response, percentile) in checked {
            let found = steady_state(load * 10.0, 0.1).expect("stable");
            assert_close(found.response_mean * 1e3, response, 1e-9);
            assert_close(found.response_quantile(Probability::percent(95.0)) * 1e3, percentile, 0.5);
        }
        for (load, response) in [(0.95, 2_000.0), (0.99, 10_000.0)] {
            let found = steady_state(load * 10.0, 0.1).expect("stable");
            assert_close(found.response_mean * 1e3, response, 1e-6);
        }
    }

    #[test]
    fn those_who_find_the_server_free_do_not_wait() {
        let found = steady_state(5.0, 0.1).expect("stable");
        assert_close(found.wait_quantile(Probability::percent(50.0)), 0.0, 1e-12);
        assert_close(found.wait_quantile(Probability::percent(75.0)), 0.2 * std::f64::consts::LN_2, 1e-6);
        assert!(found.response_quantile(Probability::ONE).is_infinite());
    }

    #[test]
    fn a_server_at_its_limit_has_no_steady_state() {
        assert!(matches!(steady_state(10.0, 0.1), Err(PreconditionError::Unstable { .. })));
        assert!(steady_state(0.0, 0.1).is_err());
    }
}
