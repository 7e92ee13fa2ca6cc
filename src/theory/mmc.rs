//! M/M/c: Poisson arrivals, exponential service, `c` servers fed from one queue with room for all.
//!
//! Gunicorn's sync workers take from one accept queue, so they are this station with `c = workers`, as long as nothing
//! else on the machine slows them and the queue never fills. [`erlang_b`] is the share lost if nobody could wait,
//! [`erlang_c`] the share that waits if everybody can.
//!
//! Source: A. K. Erlang, 1917; L. Kleinrock, *Queueing Systems*, volume 1, sections 3.4 and 3.5, 1975.

use crate::units::Probability;

use super::precondition::{PreconditionError, count, positive, stable};

/// `c` exponential servers in the long run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SteadyState {
    /// Share of their time that the servers are busy, `rho`. At least 0, below 1.
    pub utilisation: f64,
    /// Share of arrivals that find every server busy and wait, by Erlang's C formula.
    pub wait_probability: f64,
    /// Mean time from arrival to the beginning of service, over all, also those that do not wait \[s\].
    pub wait_mean: f64,
    /// Mean time from arrival to answer, `R` \[s\].
    pub response_mean: f64,
    /// Mean number present, waiting or in service, `L`.
    pub number_mean: f64,
    /// Mean number waiting.
    pub waiting_mean: f64,
    /// How much faster the servers could work than work arrives, `c mu - lambda` [1/s]; above 0.
    pub spare_rate: f64,
}

/// `servers` servers with arrivals at `arrival_rate` [1/s] that take `service_time` \[s\] on average.
///
/// # Errors
/// If a rate or time is not above zero, there is no server, or the servers cannot keep up.
pub fn steady_state(
    arrival_rate: f64,
    service_time: f64,
    servers: u32,
) -> Result<SteadyState, PreconditionError> {
    let arrival_rate = positive("arrival rate", arrival_rate)?;
    let service_time = positive("service time", service_time)?;
    let load = arrival_rate * service_time;
    let wait_probability = erlang_c(load, servers)?;
    let spare_rate = f64::from(servers) / service_time - arrival_rate;
    let wait_mean = wait_probability / spare_rate;
    let response_mean = wait_mean + service_time;
    Ok(SteadyState {
        utilisation: load / f64::from(servers),
        wait_probability,
        wait_mean,
        response_mean,
        number_mean: arrival_rate * response_mean,
        waiting_mean: arrival_rate * wait_mean,
        spare_rate,
    })
}

impl SteadyState {
    /// The time within which service has begun for the share `share` of requests \[s\]; infinite for all of them.
    ///
    /// Those who wait do so for an exponential time of mean `1 / (c mu - lambda)`; the rest wait not at all.
    pub fn wait_quantile(&self, share: Probability) -> f64 {
        let ratio = self.wait_probability / share.complement().get();
        (libm::log(ratio) / self.spare_rate).max(0.0)
    }

    /// The share of requests that wait longer than `wait` \[s\].
    pub fn wait_exceeds(&self, wait: f64) -> Probability {
        Probability::new(self.wait_probability * libm::exp(-self.spare_rate * wait.max(0.0)))
    }
}

/// Share of arrivals lost by `servers` servers without a queue, at an offered load `load` [erlang: mean number in service
/// if there were room for all].
///
/// # Errors
/// If the load is not above zero or there is no server.
pub fn erlang_b(load: f64, servers: u32) -> Result<f64, PreconditionError> {
    let load = positive("offered load", load)?;
    let servers = count("servers", servers, 1)?;
    // One server more at a time: the form with factorials leaves the range of f64 beyond 170 servers.
    Ok((1..=servers).fold(1.0, |lost, server| {
        let weight = load * lost / f64::from(server);
        weight / (1.0 + weight)
    }))
}

/// Share of arrivals that wait for one of `servers` servers, at an offered load `load` \[erlang\].
///
/// # Errors
/// If the load is not above zero, there is no server, or the load is not below the number of servers.
pub fn erlang_c(load: f64, servers: u32) -> Result<f64, PreconditionError> {
    let lost = erlang_b(load, servers)?;
    let utilisation = stable(load / f64::from(servers))?;
    Ok(lost / (1.0 - utilisation * (1.0 - lost)))
}

#[cfg(test)]
mod tests {
    use super::super::oracle::assert_close;
    use super::*;

    #[test]
    fn three_workers_wait_as_checked() {
        // (arrivals a second, share that waits, mean response [ms]) for a service time of 100 ms
        let checked = [
            (15.0, 0.2368, 115.8),
            (20.0, 0.4444, 144.4),
            (25.0, 0.7022, 240.4),
            (27.0, 0.8171, 372.4),
            (28.5, 0.9070, 704.7),
            (29.7, 0.9812, 3_370.6),
        ];
        for (rate, waits, response) in checked {
            let found = steady_state(rate, 0.1, 3).expect("stable");
            assert_close(found.wait_probability, waits, 5e-5);
            assert_close(found.response_mean * 1e3, response, 0.05);
        }
    }

    #[test]
    fn one_server_is_an_mm1() {
        let one = steady_state(8.0, 0.1, 1).expect("stable");
        let same = super::super::mm1::steady_state(8.0, 0.1).expect("stable");
        assert_close(one.response_mean, same.response_mean, 1e-12);
        let share = Probability::percent(95.0);
        assert_close(one.wait_quantile(share), same.wait_quantile(share), 1e-12);
    }

    #[test]
    fn a_quantile_is_exceeded_by_the_rest() {
        let found = steady_state(25.0, 0.1, 3).expect("stable");
        let quantile = found.wait_quantile(Probability::percent(90.0));
        assert_close(found.wait_exceeds(quantile).get(), 0.1, 1e-12);
        assert_close(found.wait_quantile(Probability::percent(20.0)), 0.0, 1e-12);
    }

    #[test]
    fn a_thousand_servers_stay_within_range() {
        let lost = erlang_b(900.0, 1_000).expect("valid");
        assert!((0.0..1e-3).contains(&lost), "{lost}");
        assert!(erlang_c(1_000.0, 1_000).is_err());
        assert!(erlang_b(1.0, 0).is_err());
    }
}
