//! M/M/c//N: `N` users who each think, send a request, wait for the answer and think again, and `c` exponential servers
//! that share one queue.
//!
//! The oldest of the closed laws, told of `N` machines that break down and `c` people who repair them. A user who waits
//! sends nothing, so the load yields: below the knee `N* = c (Z + S) / S` everybody is served at once, beyond it the
//! servers never rest and each further user only lengthens the queue. Without anybody thinking the servers are always busy.
//!
//! Preconditions: exponential service, thinking with any law of mean `Z`, first come, first served.
//!
//! Source: L. Kleinrock, *Queueing Systems*, volume 1, section 3.8 (M/M/m//M), 1975.
//!
//! ```
//! use lonebox::theory::machine_repair;
//!
//! // Two gunicorn workers of 50 ms, users who think for 200 ms: the knee is at ten.
//! let few = machine_repair::steady_state(4, 0.2, 0.05, 2)?;
//! let many = machine_repair::steady_state(20, 0.2, 0.05, 2)?;
//! assert!(few.response_mean < 0.054, "hardly anybody waits");
//! assert!(many.throughput > 39.8 && many.response_mean > 0.29, "the workers never rest");
//! # Ok::<(), lonebox::theory::PreconditionError>(())
//! ```

use super::precondition::{PreconditionError, count, not_negative, positive};

/// A closed system with one station in the long run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SteadyState {
    /// Requests answered, `X` [1/s].
    pub throughput: f64,
    /// Mean time from sending a request to its answer, `R` \[s\].
    pub response_mean: f64,
    /// Mean time from sending a request to the beginning of its service \[s\].
    pub wait_mean: f64,
    /// Share of their time that the servers are busy, `X S / c`. From 0 to 1.
    pub utilisation: f64,
    /// Mean number of users who wait or are served, `X R`.
    pub number_mean: f64,
}

/// `users` users who think for `think_time` \[s\] on average, and `servers` servers of `service_time` \[s\].
///
/// # Errors
/// If the service time is not above zero, the think time is negative, or there is no user or no server.
pub fn steady_state(
    users: u32,
    think_time: f64,
    service_time: f64,
    servers: u32,
) -> Result<SteadyState, PreconditionError> {
    let users = count("users", users, 1)?;
    let servers = count("servers", servers, 1)?;
    let service_time = positive("service time", service_time)?;
    let think_time = not_negative("think time", think_time)?;
    let (busy_mean, number_mean) = present(users, think_time / service_time, servers);
    let throughput = busy_mean / service_time;
    let response_mean = number_mean / throughput;
    Ok(SteadyState {
        throughput,
        response_mean,
        wait_mean: (response_mean - service_time).max(0.0),
        utilisation: busy_mean / f64::from(servers),
        number_mean,
    })
}

/// Mean numbers of busy servers and of users at the station; `thinking` is `Z / S`.
///
/// From everybody at the station down to nobody: `p(n - 1) = p(n) (Z / S) min(n, c) / (N - n + 1)`. This way nothing is
/// divided by a think time of zero; the weights are made small again before they leave the range of f64.
fn present(users: u32, thinking: f64, servers: u32) -> (f64, f64) {
    let (mut weight, mut sum, mut busy, mut number) = (1.0, 0.0, 0.0, 0.0);
    for here in (0..=users).rev() {
        sum += weight;
        busy += weight * f64::from(here.min(servers));
        number += weight * f64::from(here);
        weight *= thinking * f64::from(here.min(servers)) / f64::from(users - here + 1);
        if sum > 1e200 {
            (weight, sum, busy, number) = (weight / sum, 1.0, busy / sum, number / sum);
        }
    }
    (busy / sum, number / sum)
}

#[cfg(test)]
mod tests {
    use super::super::oracle::assert_close;
    use super::super::{mmc, mva};
    use super::*;

    #[test]
    fn two_workers_and_users_who_think_for_200_ms_are_as_those_who_measured_computed() {
        // (users, answers a second, mean response [ms]) with a service of 51.5 ms, computed beside the measurements E14
        let checked = [(1, 3.976, 51.5), (2, 7.952, 51.5), (4, 15.703, 54.725), (16, 38.623, 214.261)];
        for (users, throughput, response) in checked {
            let found = steady_state(users, 0.2, 0.0515, 2).expect("valid");
            assert_close(found.throughput, throughput, 5e-4);
            assert_close(found.response_mean * 1_000.0, response, 5e-4);
        }
    }

    #[test]
    fn one_server_is_mean_value_analysis() {
        for users in [1, 7, 60] {
            let closed = mva::closed(&[0.1], 5.0, users).expect("valid");
            let found = steady_state(users, 5.0, 0.1, 1).expect("valid");
            assert_close(found.throughput, closed.throughput, 1e-9);
            assert_close(found.response_mean, closed.response_mean, 1e-9);
        }
    }

    #[test]
    fn very_many_users_who_think_very_long_are_poisson_arrivals() {
        let open = mmc::steady_state(25.0, 0.1, 3).expect("stable");
        let users = 1_000_000;
        let found = steady_state(users, f64::from(users) / 25.0, 0.1, 3).expect("valid");
        assert_close(found.response_mean, open.response_mean, 2e-5);
    }

    #[test]
    fn who_does_not_think_keeps_the_servers_busy() {
        let found = steady_state(10_000, 0.0, 0.1, 3).expect("valid");
        assert_close(found.utilisation, 1.0, 1e-12);
        assert_close(found.response_mean, 10_000.0 / 30.0, 1e-9);
        assert_close(steady_state(100_000, 1.0, 0.1, 3).expect("valid").throughput, 30.0, 1e-9);
        assert!(steady_state(0, 1.0, 0.1, 1).is_err() && steady_state(1, 1.0, 0.0, 1).is_err());
    }
}
