//! How often something happens.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::read::{UnitError, number_and_unit};

/// How often something happens on average [1/s]; finite and at least zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Rate(f64);

impl Rate {
    /// Never.
    pub const ZERO: Self = Self(0.0);

    /// A rate of `count` a second; what is negative or not finite is taken as zero.
    pub fn per_second(count: f64) -> Self {
        Self(if count.is_finite() && count > 0.0 { count } else { 0.0 })
    }

    /// How many a second.
    pub const fn get(self) -> f64 {
        self.0
    }

    /// The mean gap between two events \[ns\]; infinite for a rate of zero.
    pub fn mean_gap_nanos(self) -> f64 {
        1e9 / self.0
    }

    /// This rate `factor` times over.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self::per_second(self.0 * factor)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}/s", self.0))
    }
}

/// The most that a file may ask for [1/s].
const RATE_MAX: f64 = 1e7;

const ACCEPTED: &str =
    "a number and a unit up to ten million a second, such as \"40/s\", \"0.5/s\", \"90/min\" or \"200/h\"";

impl FromStr for Rate {
    type Err = UnitError;
    fn from_str(text: &str) -> Result<Self, UnitError> {
        let (digits, decimals, unit) = number_and_unit(text, ACCEPTED)?;
        let seconds = match unit {
            "/s" => 1.0,
            "/min" => 60.0,
            "/h" => 3_600.0,
            _ => return Err(UnitError::new(format!("{text:?} is not a rate"), ACCEPTED)),
        };
        let scale = 10_u64.pow(decimals) as f64;
        let rate = digits as f64 / scale / seconds;
        if rate > RATE_MAX {
            return Err(UnitError::new(format!("{text:?} is too large"), ACCEPTED));
        }
        Ok(Self(rate))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_per_second() {
        assert_eq!("40/s".parse(), Ok(Rate::per_second(40.0)));
        assert_eq!("90/min".parse(), Ok(Rate::per_second(1.5)));
        assert!("40".parse::<Rate>().is_err());
        assert!("99999999/s".parse::<Rate>().is_err());
    }
}
