//! Availability: the share of time that something is there.
//!
//! `A = MTBF / (MTBF + MTTR)`, where MTBF is the mean time that it runs between two failures and MTTR the mean time until
//! it runs again. Parts that are all needed multiply: four nines in a row of four parts are not four nines any more. One
//! machine with nginx, gunicorn, a database and a DNS entry is such a row.
//!
//! Precondition of [`series`]: the parts fail independently of each other, which parts of one machine do only as long as
//! the machine itself is not the cause.
//!
//! Source: the steady state of an alternating renewal process; R. E. Barlow and F. Proschan, *Mathematical Theory of
//! Reliability*, 1965. A year is 365.25 days, as in the usual tables of nines.

use super::precondition::{PreconditionError, not_negative, positive, share};

/// Seconds in a year of 365.25 days.
const YEAR: f64 = 365.25 * 86_400.0;

/// How much is there, and how much of the year is not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Availability {
    /// Share of time that it is there. From 0 to 1.
    pub share: f64,
    /// Time in a year of 365.25 days that it is not \[s\].
    pub downtime_per_year: f64,
    /// Time in 30 days that it is not \[s\].
    pub downtime_per_30_days: f64,
    /// How many nines the share begins with, `-log10(1 - A)`: 3 for 99.9 %, 3.3 for 99.95 %; infinite if it never fails.
    pub nines: f64,
}

/// Something that is there for the share `available` of the time.
///
/// # Errors
/// If that is not a share from 0 to 1.
pub fn of_share(available: f64) -> Result<Availability, PreconditionError> {
    let available = share(available)?;
    let missing = 1.0 - available;
    Ok(Availability {
        share: available,
        downtime_per_year: missing * YEAR,
        downtime_per_30_days: missing * 30.0 * 86_400.0,
        nines: -libm::log10(missing),
    })
}

/// Something that runs for `mtbf` \[s\] between failures and takes `mttr` \[s\] to come back, both on average.
///
/// # Errors
/// If `mtbf` is not above zero or `mttr` is negative.
pub fn of_repair(mtbf: f64, mttr: f64) -> Result<Availability, PreconditionError> {
    let mtbf = positive("mean time between failures", mtbf)?;
    let mttr = not_negative("mean time to repair", mttr)?;
    of_share(mtbf / (mtbf + mttr))
}

/// Something that needs all of `parts`, given as shares of the time; without parts it is always there.
///
/// # Errors
/// If one of them is not a share from 0 to 1.
pub fn series(parts: &[f64]) -> Result<Availability, PreconditionError> {
    let mut all = 1.0;
    for part in parts {
        all *= share(*part)?;
    }
    of_share(all)
}

#[cfg(test)]
mod tests {
    use super::super::oracle::assert_close;
    use super::*;

    const MINUTE: f64 = 60.0;
    const HOUR: f64 = 3_600.0;

    #[test]
    fn nines_cost_what_the_tables_say() {
        // (share, nines, downtime a year [s], tolerance [s])
        let checked = [
            (0.99, 2.0, 87.66 * HOUR, 1.0),
            (0.999, 3.0, 8.766 * HOUR, 1.0),
            (0.9999, 4.0, 52.6 * MINUTE, 0.05 * MINUTE),
            (0.99999, 5.0, 5.26 * MINUTE, 0.005 * MINUTE),
        ];
        for (available, nines, downtime, tolerance) in checked {
            let found = of_share(available).expect("a share");
            assert_close(found.nines, nines, 1e-9);
            assert_close(found.downtime_per_year, downtime, tolerance);
        }
    }

    #[test]
    fn nines_cost_what_the_tables_say_in_30_days() {
        // (share, downtime in 30 days [s], tolerance [s])
        let checked = [(0.999, 43.2 * MINUTE, 1e-6), (0.9999, 4.32 * MINUTE, 1e-6), (0.99999, 26.0, 0.5)];
        for (available, downtime, tolerance) in checked {
            let found = of_share(available).expect("a share");
            assert_close(found.downtime_per_30_days, downtime, tolerance);
        }
    }

    #[test]
    fn four_parts_in_a_row_are_down_more_than_a_day_a_year() {
        let found = series(&[0.999, 0.999, 0.9995, 0.999]).expect("shares");
        assert_close(found.share, 0.996_504_5, 5e-8);
        assert_close(found.downtime_per_year, 30.6 * HOUR, 0.05 * HOUR);
    }

    #[test]
    fn a_failure_a_month_of_43_minutes_is_three_nines() {
        let found = of_repair(30.0 * 86_400.0 - 43.2 * MINUTE, 43.2 * MINUTE).expect("valid");
        assert_close(found.share, 0.999, 1e-12);
        assert!(of_repair(0.0, 1.0).is_err() && series(&[1.2]).is_err());
        assert!(of_repair(1.0, 0.0).expect("valid").nines.is_infinite());
    }
}
