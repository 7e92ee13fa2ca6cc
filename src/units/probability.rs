//! A share of a whole.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::read::{UnitError, number_and_unit};

/// A share or a probability, from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Probability(f64);

impl Probability {
    /// Never.
    pub const ZERO: Self = Self(0.0);
    /// Always.
    pub const ONE: Self = Self(1.0);

    /// The share `value`, cut to 0..=1; not-a-number is taken as zero.
    pub fn new(value: f64) -> Self {
        Self(if value.is_nan() { 0.0 } else { value.clamp(0.0, 1.0) })
    }

    /// A share of so many percent.
    pub fn percent(value: f64) -> Self {
        Self::new(value / 100.0)
    }

    /// The share, from 0 to 1.
    pub const fn get(self) -> f64 {
        self.0
    }

    /// What is left of the whole.
    #[must_use]
    pub fn complement(self) -> Self {
        Self(1.0 - self.0)
    }
}

impl fmt::Display for Probability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = format!("{:.3}", self.0 * 100.0);
        f.pad(&format!("{} %", percent.trim_end_matches('0').trim_end_matches('.')))
    }
}

const ACCEPTED: &str = "a share from \"0%\" to \"100%\", such as \"5%\" or \"99.9%\"";

impl FromStr for Probability {
    type Err = UnitError;
    fn from_str(text: &str) -> Result<Self, UnitError> {
        let (digits, decimals, unit) = number_and_unit(text, ACCEPTED)?;
        let percent = digits as f64 / 10_u64.pow(decimals) as f64;
        if unit != "%" || percent > 100.0 {
            return Err(UnitError::new(format!("{text:?} is not a share"), ACCEPTED));
        }
        Ok(Self(percent / 100.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_in_percent() {
        assert_eq!("5%".parse(), Ok(Probability::new(0.05)));
        assert_eq!("99.9 %".parse(), Ok(Probability::new(99.9 / 100.0)));
        assert!("101%".parse::<Probability>().is_err());
        assert!("0.5".parse::<Probability>().is_err());
        assert_eq!(Probability::new(0.05).to_string(), "5 %");
    }
}
