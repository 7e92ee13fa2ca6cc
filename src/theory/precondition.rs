//! What must hold before a law may be applied.

use std::fmt;

/// The most servers, places or users that a law is computed for; each costs a step of a loop.
pub const COUNT_MAX: u32 = 1_000_000;

/// Why a law says nothing about the case it was asked about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PreconditionError {
    /// A quantity must be above zero and finite.
    NotPositive {
        /// Which quantity it is, in words.
        quantity: &'static str,
        /// What was given.
        value: f64,
    },
    /// A quantity must be at least zero and finite.
    Negative {
        /// Which quantity it is, in words.
        quantity: &'static str,
        /// What was given.
        value: f64,
    },
    /// A share must lie between 0 and 1.
    NotAShare {
        /// What was given.
        value: f64,
    },
    /// A count must lie between its bounds.
    CountOutOfRange {
        /// What is counted, in words.
        quantity: &'static str,
        /// What was given.
        count: u32,
        /// The least that is allowed.
        least: u32,
    },
    /// More work arrives than can be done: the queue grows without end and there is no steady state.
    Unstable {
        /// Offered load over capacity, 1 or more.
        utilisation: f64,
    },
    /// Nobody demands anything of any station.
    NoDemand,
}

impl fmt::Display for PreconditionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPositive { quantity, value } => write!(f, "the {quantity} is {value}, not above zero"),
            Self::Negative { quantity, value } => write!(f, "the {quantity} is {value}, not zero or more"),
            Self::NotAShare { value } => write!(f, "{value} is not a share between 0 and 1"),
            Self::CountOutOfRange { quantity, count, least } => {
                write!(f, "{count} {quantity}, not between {least} and {COUNT_MAX}")
            }
            Self::Unstable { utilisation } => {
                write!(f, "no steady state: the offered load is {utilisation:.3} of capacity")
            }
            Self::NoDemand => f.write_str("no station has any work to do"),
        }
    }
}

impl std::error::Error for PreconditionError {}

/// `value`, if it is above zero and finite.
pub(super) fn positive(quantity: &'static str, value: f64) -> Result<f64, PreconditionError> {
    if value > 0.0 && value.is_finite() {
        Ok(value)
    } else {
        Err(PreconditionError::NotPositive { quantity, value })
    }
}

/// `value`, if it is zero or more and finite.
pub(super) fn not_negative(quantity: &'static str, value: f64) -> Result<f64, PreconditionError> {
    if value >= 0.0 && value.is_finite() {
        Ok(value)
    } else {
        Err(PreconditionError::Negative { quantity, value })
    }
}

/// `value`, if it lies between 0 and 1.
pub(super) fn share(value: f64) -> Result<f64, PreconditionError> {
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err(PreconditionError::NotAShare { value }) }
}

/// `count`, if it lies between `least` and [`COUNT_MAX`].
pub(super) fn count(quantity: &'static str, count: u32, least: u32) -> Result<u32, PreconditionError> {
    if (least..=COUNT_MAX).contains(&count) {
        Ok(count)
    } else {
        Err(PreconditionError::CountOutOfRange { quantity, count, least })
    }
}

/// `utilisation`, if it is below one.
pub(super) fn stable(utilisation: f64) -> Result<f64, PreconditionError> {
    if utilisation < 1.0 { Ok(utilisation) } else { Err(PreconditionError::Unstable { utilisation }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_a_number_meets_no_precondition() {
        assert!(positive("rate", f64::NAN).is_err());
        assert!(positive("rate", f64::INFINITY).is_err());
        assert!(not_negative("think time", -0.1).is_err());
        assert!(share(1.0001).is_err());
        assert!(count("users", COUNT_MAX + 1, 1).is_err());
        assert!(stable(1.0).is_err());
    }

    #[test]
    fn a_breach_names_the_quantity_and_its_value() {
        let error = positive("arrival rate", -2.0).expect_err("negative");
        assert_eq!(error.to_string(), "the arrival rate is -2, not above zero");
        let error = count("servers", 0, 1).expect_err("none");
        assert_eq!(error.to_string(), "0 servers, not between 1 and 1000000");
    }
}
