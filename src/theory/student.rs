//! What a handful of runs say about the mean: Student's interval.
//!
//! Runs of one scenario that differ in their seed alone give independent values of a figure. Their mean is near the true
//! mean, and how near follows from how much they differ: with `n` of them of standard deviation `s`, the true mean lies
//! within `t s / sqrt(n)` of theirs as often as the confidence says, where `t` is the quantile of Student's distribution
//! with `n - 1` degrees of freedom.
//!
//! Preconditions: the values are independent, and nearly normal. Means over a long run are; those of a short or nearly
//! saturated one lean to one side, and the interval then covers the truth less often than it says.
//!
//! Source: Student, *The Probable Error of a Mean*, 1908; M. Abramowitz and I. A. Stegun, *Handbook of Mathematical
//! Functions*, 26.7.3 and 26.7.4, 1964, whose sums are finite for whole degrees of freedom.
//!
//! ```
//! use lonebox::theory::student;
//!
//! let found = student::interval(&[9.0, 10.0, 11.0, 10.0], 0.95)?;
//! assert!((found.mean - 10.0).abs() < 1e-12);
//! assert!((found.half_width - 3.1824 * 0.8165 / 2.0).abs() < 1e-3);
//! # Ok::<(), lonebox::theory::PreconditionError>(())
//! ```

use super::precondition::{PreconditionError, count, share};

/// A mean, and how far the true one may lie from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The mean of the values, in their unit.
    pub mean: f64,
    /// The true mean lies within this distance, as often as the confidence says. At least 0, in the values' unit.
    pub half_width: f64,
    /// Standard deviation of the values, in their unit.
    pub deviation: f64,
}

impl Interval {
    /// Its lower end.
    pub fn low(&self) -> f64 {
        self.mean - self.half_width
    }

    /// Its upper end.
    pub fn high(&self) -> f64 {
        self.mean + self.half_width
    }

    /// Whether `value` lies in it.
    pub fn covers(&self, value: f64) -> bool {
        self.low() <= value && value <= self.high()
    }
}

/// The interval in which the true mean of `values` lies with `confidence`, a share such as 0.95.
///
/// # Errors
/// If there are fewer than two values, or the confidence is no share below one.
pub fn interval(values: &[f64], confidence: f64) -> Result<Interval, PreconditionError> {
    let runs = count("runs", u32::try_from(values.len()).unwrap_or(u32::MAX), 2)?;
    let number = f64::from(runs);
    let mean = values.iter().sum::<f64>() / number;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    let deviation = (squares / (number - 1.0)).sqrt();
    let half_width = quantile(confidence, runs - 1)? * deviation / number.sqrt();
    Ok(Interval { mean, half_width, deviation })
}

/// The distance from zero within which a value of Student's distribution with `freedom` degrees of freedom lies with the
/// probability `confidence`: 2.262 for 0.95 and 9.
///
/// # Errors
/// If the confidence is no share below one, or there are no degrees of freedom.
pub fn quantile(confidence: f64, freedom: u32) -> Result<f64, PreconditionError> {
    let confidence = share(confidence)?;
    let freedom = count("degrees of freedom", freedom, 1)?;
    if confidence >= 1.0 {
        return Err(PreconditionError::NotAShare { value: confidence });
    }
    // The probability rises with the angle whose tangent is t / sqrt(freedom): halving finds it to the last bit.
    let (mut low, mut high) = (0.0, std::f64::consts::FRAC_PI_2);
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if within(middle, freedom) < confidence {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(libm::tan(low) * f64::from(freedom).sqrt())
}

/// The probability of lying within the tangent of `angle` times the root of `freedom` of zero.
fn within(angle: f64, freedom: u32) -> f64 {
    let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
    let odd = freedom % 2 == 1;
    let (mut term, mut sum) = if odd { (cosine, cosine) } else { (1.0, 1.0) };
    // Odd: cos + (2/3) cos^3 + (2 4)/(3 5) cos^5 ...; even: 1 + (1/2) cos^2 + (1 3)/(2 4) cos^4 ...; up to cos^(freedom - 2).
    let mut power = if odd { 3 } else { 2 };
    while power + 2 <= freedom {
        term *= f64::from(power - 1) / f64::from(power) * cosine * cosine;
        sum += term;
        power += 2;
    }
    match (odd, freedom) {
        (true, 1) => angle / std::f64::consts::FRAC_PI_2,
        (true, _) => (angle + sine * sum) / std::f64::consts::FRAC_PI_2,
        (false, _) => sine * sum,
    }
}

#[cfg(test)]
mod tests {
    use super::super::oracle::assert_close;
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_tables() {
        // (confidence, degrees of freedom, quantile): two-sided, as any table of Student's t has them.
        let table = [
            (0.95, 1, 12.7062),
            (0.95, 2, 4.3027),
            (0.95, 3, 3.1824),
            (0.95, 4, 2.7764),
            (0.95, 5, 2.5706),
            (0.95, 9, 2.2622),
            (0.95, 10, 2.2281),
            (0.95, 19, 2.0930),
            (0.95, 30, 2.0423),
            (0.95, 120, 1.9799),
            (0.99, 1, 63.6567),
            (0.99, 10, 3.1693),
            (0.99, 29, 2.7564),
            (0.90, 10, 1.8125),
            (0.90, 15, 1.7531),
        ];
        for (confidence, freedom, expected) in table {
            assert_close(quantile(confidence, freedom).expect("valid"), expected, 5e-5);
        }
        assert_close(quantile(0.95, 100_000).expect("valid"), 1.959_99, 3e-5);
        assert_close(quantile(0.0, 7).expect("valid"), 0.0, 1e-9);
    }

    #[test]
    fn an_interval_is_as_wide_as_its_values_differ() {
        let found = interval(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.95).expect("five values");
        assert_close(found.mean, 3.0, 1e-12);
        assert_close(found.deviation, 1.581_139, 1e-6);
        assert_close(found.half_width, 1.963_24, 1e-5);
        assert!(found.covers(4.9) && !found.covers(5.0));
        assert_close(interval(&[7.0; 4], 0.95).expect("four values").half_width, 0.0, 1e-12);
    }

    #[test]
    fn one_run_says_nothing_about_how_far_off_it_is() {
        assert!(interval(&[1.0], 0.95).is_err() && interval(&[], 0.95).is_err());
        assert!(quantile(1.0, 3).is_err() && quantile(-0.1, 3).is_err() && quantile(0.5, 0).is_err());
    }
}
