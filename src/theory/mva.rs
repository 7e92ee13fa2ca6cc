//! Exact mean value analysis of a closed system: `N` users who each think, send a request, wait for the answer, and think.
//!
//! Whoever arrives sees the system as it would be without them, `R_k(N) = D_k (1 + Q_k(N - 1))`, and Little's law ties the
//! rest: `X = N / (Z + sum R_k)`, `Q_k = X R_k`. Starting at nobody and adding one user at a time gives every population on
//! the way. Few users feel only the demands; beyond the knee `N* = (Z + D) / D_max` each further user only lengthens the
//! bottleneck's queue. A closed system cannot be overloaded: who waits does not send.
//!
//! Preconditions: a station serves one at a time and in an order that does not depend on the demand, exponential service
//! where that order is first come, first served (any, where it is processor sharing), one class of users.
//!
//! Source: M. Reiser and S. S. Lavenberg, *Mean-Value Analysis of Closed Multichain Queuing Networks*, 1980.
//!
//! ```
//! use lonebox::theory::mva;
//!
//! // nginx, application, MySQL [s of each a request]; users think for five seconds.
//! let demands = [0.002, 0.100, 0.030];
//! let lunch_hour = mva::closed(&demands, 5.0, 51)?;
//! assert!((lunch_hour.throughput - 9.023).abs() < 1e-3);
//! assert!((mva::bounds(&demands, 5.0)?.knee - 51.3).abs() < 0.05);
//! # Ok::<(), lonebox::theory::PreconditionError>(())
//! ```

use super::precondition::{PreconditionError, count, not_negative};

/// A closed system in the long run.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// Requests answered, `X` [1/s].
    pub throughput: f64,
    /// Mean time from sending a request to its answer, thinking left out, `R` \[s\].
    pub response_mean: f64,
    /// What each station contributes, in the order of the demands.
    pub stations: Vec<Station>,
}

/// A station of a closed system.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Station {
    /// Mean time a request spends here, waiting and in service, over all its visits, `R_k` \[s\].
    pub residence_mean: f64,
    /// Mean number here, waiting or in service, `Q_k`.
    pub number_mean: f64,
    /// Share of its time that the station is busy, `X D_k`. From 0 to 1.
    pub utilisation: f64,
}

/// What no arrangement of the queues can better.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Sum of the demands, the response time of a user alone, `D` \[s\].
    pub demand: f64,
    /// The bottleneck: index, among the demands, of the first of the largest.
    pub bottleneck: usize,
    /// The most that the bottleneck lets through, `1 / D_max` [1/s].
    pub throughput_max: f64,
    /// Where the two bounds on throughput, `N / (Z + D)` and `1 / D_max`, meet, `N*` \[users\].
    pub knee: f64,
}

/// `users` users who think for `think_time` \[s\] on average and demand `demands` [s of each station a request].
///
/// # Errors
/// If a time is negative, no station has any work, or there is no user.
pub fn closed(demands: &[f64], think_time: f64, users: u32) -> Result<Solution, PreconditionError> {
    check(demands, think_time)?;
    let users = count("users", users, 1)?;
    let mut solution =
        Solution { throughput: 0.0, response_mean: 0.0, stations: vec![Station::default(); demands.len()] };
    for present in 1..=users {
        add_user(&mut solution, demands, think_time, f64::from(present));
    }
    Ok(solution)
}

/// The asymptotic bounds of users who think for `think_time` \[s\] and demand `demands` [s of each station a request].
///
/// # Errors
/// If a time is negative or no station has any work.
pub fn bounds(demands: &[f64], think_time: f64) -> Result<Bounds, PreconditionError> {
    check(demands, think_time)?;
    let demand: f64 = demands.iter().sum();
    let demand_max = demands.iter().copied().fold(0.0, f64::max);
    Ok(Bounds {
        demand,
        bottleneck: demands.iter().take_while(|&&each| each < demand_max).count(),
        throughput_max: 1.0 / demand_max,
        knee: (think_time + demand) / demand_max,
    })
}

/// From the solution for one user less to the solution for `present` users.
fn add_user(solution: &mut Solution, demands: &[f64], think_time: f64, present: f64) {
    for (station, demand) in solution.stations.iter_mut().zip(demands) {
        station.residence_mean = demand * (1.0 + station.number_mean);
    }
    solution.response_mean = solution.stations.iter().map(|each| each.residence_mean).sum();
    solution.throughput = present / (think_time + solution.response_mean);
    for (station, demand) in solution.stations.iter_mut().zip(demands) {
        station.number_mean = solution.throughput * station.residence_mean;
        station.utilisation = solution.throughput * demand;
    }
}

fn check(demands: &[f64], think_time: f64) -> Result<(), PreconditionError> {
    not_negative("think time", think_time)?;
    for demand in demands {
        not_negative("demand", *demand)?;
    }
    if demands.iter().any(|demand| *demand > 0.0) { Ok(()) } else { Err(PreconditionError::NoDemand) }
}

#[cfg(test)]
mod tests {
    use super::super::oracle::assert_close;
    use super::*;

    const DEMANDS: [f64; 3] = [0.002, 0.100, 0.030];

    #[test]
    fn users_who_think_five_seconds_are_served_as_checked() {
        // (users, requests a second, mean response [s])
        let checked = [
            (1, 0.195, 0.132),
            (10, 1.940, 0.154),
            (30, 5.712, 0.252),
            (51, 9.023, 0.653),
            (60, 9.761, 1.147),
            (100, 10.0, 5.0),
            (200, 10.0, 15.0),
        ];
        for (users, throughput, response) in checked {
            let found = closed(&DEMANDS, 5.0, users).expect("valid");
            assert_close(found.throughput, throughput, 5e-4);
            assert_close(found.response_mean, response, 5e-4);
        }
    }

    #[test]
    fn the_knee_is_where_the_bounds_meet() {
        let found = bounds(&DEMANDS, 5.0).expect("valid");
        assert_close(found.knee, 51.3, 0.05);
        assert_eq!(found.bottleneck, 1);
        assert_close(found.throughput_max, 10.0, 1e-12);
    }

    #[test]
    fn every_user_is_thinking_or_at_a_station() {
        let found = closed(&DEMANDS, 5.0, 60).expect("valid");
        let present: f64 = found.stations.iter().map(|station| station.number_mean).sum();
        assert_close(present + found.throughput * 5.0, 60.0, 1e-9);
        assert!(found.stations.iter().all(|station| station.utilisation <= 1.0));
    }

    #[test]
    fn nobody_and_nothing_to_do_are_refused() {
        assert!(closed(&DEMANDS, 5.0, 0).is_err());
        assert_eq!(closed(&[0.0], 5.0, 1), Err(PreconditionError::NoDemand));
        assert!(closed(&[], 5.0, 1).is_err() && closed(&DEMANDS, -1.0, 1).is_err());
    }
}
