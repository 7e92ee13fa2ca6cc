//! Reading a quantity from text, exactly: a decimal number times its unit must come out whole.

use std::fmt;

/// Why a text is not a quantity, and what would be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitError {
    problem: String,
    accepted: &'static str,
}

impl UnitError {
    pub(super) fn new(problem: impl Into<String>, accepted: &'static str) -> Self {
        Self { problem: problem.into(), accepted }
    }

    /// What would have been accepted.
    pub fn accepted(&self) -> &'static str {
        self.accepted
    }
}

impl fmt::Display for UnitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; write {}", self.problem, self.accepted)
    }
}

impl std::error::Error for UnitError {}

/// Digits before the point that are read; every quantity ends long before.
const DIGITS_MAX: usize = 24;
/// Decimal digits after the point that a number in a file may have.
const DECIMALS_MAX: usize = 12;

/// A text cut into its number, as (digits, decimals), and its unit.
pub(super) fn number_and_unit<'a>(
    text: &'a str,
    accepted: &'static str,
) -> Result<(u128, u32, &'a str), UnitError> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let dangling = number.contains('.') && fraction.is_empty();
    if whole.is_empty() || dangling || fraction.contains('.') {
        return Err(UnitError::new(format!("{text:?} does not begin with a number"), accepted));
    }
    if whole.len() > DIGITS_MAX {
        return Err(UnitError::new(format!("a number of {} digits is too large", whole.len()), accepted));
    }
    if fraction.len() > DECIMALS_MAX {
        let problem = format!("{text:?} has more than {DECIMALS_MAX} digits after the point");
        return Err(UnitError::new(problem, accepted));
    }
    let digits = format!("{whole}{fraction}").parse::<u128>().expect("ASCII digits, at most 36 of them");
    Ok((digits, fraction.len() as u32, unit.trim_start()))
}

/// A text such as `1.5ms` as a whole number of the smallest unit.
pub(super) fn quantity(text: &str, units: &[(&str, u64)], accepted: &'static str) -> Result<u64, UnitError> {
    let (digits, decimals, unit) = number_and_unit(text, accepted)?;
    let Some((_, factor)) = units.iter().find(|(name, _)| *name == unit) else {
        let problem = if unit.is_empty() {
            format!("{text:?} has no unit")
        } else {
            format!("{unit:?} is no unit here")
        };
        return Err(UnitError::new(problem, accepted));
    };
    let scale = 10_u128.pow(decimals);
    let too_large = || UnitError::new(format!("{text:?} is too large"), accepted);
    let scaled = digits.checked_mul(u128::from(*factor)).ok_or_else(too_large)?;
    if scaled % scale != 0 {
        return Err(UnitError::new(format!("{text:?} is finer than can be told apart"), accepted));
    }
    u64::try_from(scaled / scale).map_err(|_| too_large())
}
