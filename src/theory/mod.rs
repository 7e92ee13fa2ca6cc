//! What queueing theory says about a station, a box or a site, as far as it can say anything.
//!
//! The simulator's numbers are drawn, these are derived; where a law's preconditions hold, the two must meet. That makes
//! this room an oracle for the tests, the `theory` expectation in a scenario, and the curve under the lab's points.
//!
//! | room | law | stands for |
//! |---|---|---|
//! | [`little`] | `L = lambda W`, `U = X S / c` | every station, whatever its distributions |
//! | [`mm1`] | M/M/1 | one worker, no bound on its queue |
//! | [`mmc`] | M/M/c, Erlang B and C | gunicorn's workers sharing one accept queue |
//! | [`mmck`] | M/M/c/K | the same with a backlog that can be full |
//! | [`mg1`] | M/G/1, M/D/1 | one worker whose service times are not exponential |
//! | [`mva`] | exact mean value analysis | users who think between two pages |
//! | [`machine_repair`] | M/M/c//N | the same users before gunicorn's workers alone |
//! | [`availability`] | MTBF, MTTR, series, nines | how much of the year the site is there |
//! | [`student`] | Student's interval | how near the mean of some runs is to the true mean |
//!
//! Times are in seconds, rates per second, both as plain `f64`: nothing here decides the course of a run.
//!
//! # Limits
//!
//! All of it is about the long run. A warm-up, an outage or the ten seconds after a deploy have no steady state, and no
//! law here says anything about them. Patience, retries and timeouts break the premise of independent arrivals as well.
//!
//! # Example
//!
//! ```
//! use lonebox::theory::mmc;
//!
//! let workers = mmc::steady_state(25.0, 0.1, 3)?;
//! assert!((workers.wait_probability - 0.7022).abs() < 1e-4);
//! assert!((workers.response_mean - 0.2404).abs() < 1e-4);
//! assert!(mmc::steady_state(30.0, 0.1, 3).is_err(), "at full load the queue grows without end");
//! # Ok::<(), lonebox::theory::PreconditionError>(())
//! ```

pub mod little;
pub mod mm1;
pub mod mmc;
pub mod mmck;
pub mod mg1;
pub mod mva;
pub mod machine_repair;
pub mod availability;
pub mod student;
mod precondition;
#[cfg(test)]
mod oracle;

pub use precondition::{COUNT_MAX, PreconditionError};
