//! M/M/c/K: Poisson arrivals, exponential service, `c` servers and `K` places in all, servers included.
//!
//! A station with a bounded queue: gunicorn's workers and the `backlog + 1` connections that can wait for them. Whoever
//! finds all places taken is turned away and does not come back. It has a steady state at any load; beyond its capacity
//! a longer queue adds nothing to the throughput and everything to the time spent waiting.
//!
//! Source: L. Kleinrock, *Queueing Systems*, volume 1, section 3.6, 1975.
//!
//! ```
//! use lonebox::theory::mmck;
//!
//! // Three workers of 100 ms at half again their capacity, and gunicorn's default backlog of 2048.
//! let long = mmck::steady_state(45.0, 0.1, 3, 2_051)?;
//! let short = mmck::steady_state(45.0, 0.1, 3, 16)?;
//! assert!(long.throughput - short.throughput < 0.1, "the queue serves nobody more");
//! assert!(long.response_mean > 60.0 && short.response_mean < 0.5, "and makes all of them wait");
//! # Ok::<(), lonebox::theory::PreconditionError>(())
//! ```

use super::precondition::{PreconditionError, count, positive};

/// `c` exponential servers with `K` places in the long run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SteadyState {
    /// Share of arrivals that find every place taken and are turned away.
    pub block_probability: f64,
    /// Requests answered, `lambda (1 - p_K)` [1/s].
    pub throughput: f64,
    /// Share of their time that the servers are busy, `X S / c`. At least 0, at most 1.
    pub utilisation: f64,
    /// Mean time from arrival to answer of those let in, `R` \[s\].
    pub response_mean: f64,
    /// Mean time from arrival to the beginning of service of those let in \[s\].
    pub wait_mean: f64,
    /// Mean number present, waiting or in service, `L`; at most the number of places.
    pub number_mean: f64,
}

/// `servers` servers and `places` places in all, with arrivals at `arrival_rate` [1/s] that take `service_time` \[s\] on average.
///
/// # Errors
/// If a rate or time is not above zero, there is no server, or there are fewer places than servers.
pub fn steady_state(
    arrival_rate: f64,
    service_time: f64,
    servers: u32,
    places: u32,
) -> Result<SteadyState, PreconditionError> {
    let arrival_rate = positive("arrival rate", arrival_rate)?;
    let service_time = positive("service time", service_time)?;
    let servers = count("servers", servers, 1)?;
    let places = count("places", places, servers)?;
    let (block_probability, number_mean) = fill(arrival_rate * service_time, servers, places);
    let throughput = arrival_rate * (1.0 - block_probability);
    let response_mean = number_mean / throughput;
    Ok(SteadyState {
        block_probability,
        throughput,
        utilisation: throughput * service_time / f64::from(servers),
        response_mean,
        wait_mean: (response_mean - service_time).max(0.0),
        number_mean,
    })
}

/// Share of time that all places are taken, and the mean number present.
///
/// One place more at a time. The probabilities themselves grow as `rho^K`, which for a backlog of 2048 under overload is
/// beyond the range of f64; the share of the last place stays between 0 and 1.
fn fill(load: f64, servers: u32, places: u32) -> (f64, f64) {
    (1..=places).fold((1.0, 0.0), |(full, number), place| {
        let weight = full * load / f64::from(place.min(servers));
        let full = weight / (1.0 + weight);
        (full, number * (1.0 - full) + f64::from(place) * full)
    })
}

#[cfg(test)]
mod tests {
    use super::super::oracle::assert_close;
    use super::*;

    #[test]
    fn three_overloaded_workers_answer_as_checked() {
        // (places, share turned away, answers a second, mean response [s]) at 45 arrivals a second of 100 ms
        let checked = [
            (3, 0.4929, 22.82, 0.100),
            (6, 0.3687, 28.41, 0.162),
            (16, 0.3339, 29.98, 0.468),
            (67, 0.3333, 30.0, 2.167),
        ];
        for (places, blocked, throughput, response) in checked {
            let found = steady_state(45.0, 0.1, 3, places).expect("valid");
            assert_close(found.block_probability, blocked, 5e-5);
            assert_close(found.throughput, throughput, 5e-3);
            assert_close(found.response_mean, response, 5e-4);
        }
    }

    #[test]
    fn the_default_backlog_makes_everybody_wait_68_seconds() {
        let found = steady_state(45.0, 0.1, 3, 2_051).expect("valid");
        assert_close(found.block_probability, 0.3333, 5e-5);
        assert_close(found.throughput, 30.0, 1e-6);
        assert_close(found.response_mean, 68.3, 0.05);
    }

    #[test]
    fn no_waiting_places_are_erlang_b_and_very_many_are_erlang_c() {
        let lost = super::super::mmc::erlang_b(4.5, 3).expect("valid");
        let found = steady_state(45.0, 0.1, 3, 3).expect("valid");
        assert_close(found.block_probability, lost, 1e-12);
        let all = super::super::mmc::steady_state(25.0, 0.1, 3).expect("stable");
        let many = steady_state(25.0, 0.1, 3, 5_000).expect("valid");
        assert_close(many.response_mean, all.response_mean, 1e-9);
    }

    #[test]
    fn fewer_places_than_servers_are_refused() {
        assert!(steady_state(45.0, 0.1, 3, 2).is_err());
    }
}
