//! Little's law and the utilisation law: true of every station, whatever its distributions and its discipline.
//!
//! `L = lambda W` ties the mean number present, the rate at which requests pass and the mean time each stays; two of them
//! give the third. `U = X S / c` ties throughput, service time and servers to the share of their time that servers are
//! busy. Both are identities about averages over a long enough stretch, so a simulator that breaks them has lost a request.
//!
//! Source: J. D. C. Little, *A Proof for the Queuing Formula L = lambda W*, 1961.

use super::precondition::{PreconditionError, count, not_negative, positive};

/// The mean number present, from the rate at which they pass [1/s] and the mean time each stays \[s\].
///
/// # Errors
/// If either is negative or not finite.
pub fn mean_number(throughput: f64, time_mean: f64) -> Result<f64, PreconditionError> {
    Ok(not_negative("throughput", throughput)? * not_negative("mean time", time_mean)?)
}

/// The mean time each stays \[s\], from the mean number present and the rate at which they pass [1/s].
///
/// # Errors
/// If the number is negative or the rate is not above zero.
pub fn mean_time(number_mean: f64, throughput: f64) -> Result<f64, PreconditionError> {
    Ok(not_negative("mean number", number_mean)? / positive("throughput", throughput)?)
}

/// The rate at which requests pass [1/s], from the mean number present and the mean time each stays \[s\].
///
/// # Errors
/// If the number is negative or the time is not above zero.
pub fn throughput(number_mean: f64, time_mean: f64) -> Result<f64, PreconditionError> {
    Ok(not_negative("mean number", number_mean)? / positive("mean time", time_mean)?)
}

/// The share of their time that `servers` servers are busy, at a throughput [1/s] of requests that take `service_time` \[s\].
///
/// # Errors
/// If a quantity is negative or not finite, or there is no server.
pub fn utilisation(throughput: f64, service_time: f64, servers: u32) -> Result<f64, PreconditionError> {
    let busy = mean_number(throughput, not_negative("service time", service_time)?)?;
    Ok(busy / f64::from(count("servers", servers, 1)?))
}

#[cfg(test)]
mod tests {
    use super::super::oracle::assert_close;
    use super::*;

    #[test]
    fn two_of_the_three_give_the_third() {
        assert_close(mean_number(25.0, 0.24).expect("both positive"), 6.0, 1e-12);
        assert_close(mean_time(6.0, 25.0).expect("both positive"), 0.24, 1e-12);
        assert_close(throughput(6.0, 0.24).expect("both positive"), 25.0, 1e-12);
    }

    #[test]
    fn three_workers_at_fifteen_a_second_of_100_ms_are_half_busy() {
        assert_close(utilisation(15.0, 0.1, 3).expect("valid"), 0.5, 1e-12);
        assert!(utilisation(15.0, 0.1, 0).is_err());
    }
}
