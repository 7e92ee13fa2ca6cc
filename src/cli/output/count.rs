//! How many expectations were met: the one count that every format ends with.

use std::fmt;

use crate::cli::case::{Case, Ending};
use crate::expectation::{Met, Verdict};

/// How many expectations were met, failed, or are unmet and advisory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct Count {
    /// Met, whatever their level.
    pub(in crate::cli) passed: usize,
    /// Required and unmet.
    pub(in crate::cli) failed: usize,
    /// Advisory and unmet.
    pub(in crate::cli) advisory: usize,
}

impl Count {
    /// Of all the files together.
    pub(in crate::cli) fn of(cases: &[Case]) -> Self {
        let mut count = Self::default();
        for case in cases {
            if let Ending::Played(played) = &case.ending {
                count.add(&played.verdicts);
            }
        }
        count
    }

    /// With these as well.
    pub(in crate::cli) fn add(&mut self, verdicts: &[Verdict]) {
        for verdict in verdicts {
            match verdict.met {
                Met::Yes => self.passed += 1,
                Met::No if verdict.fails_the_scenario() => self.failed += 1,
                Met::No => self.advisory += 1,
            }
        }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { passed, failed, advisory } = self;
        write!(f, "{passed} passed, {failed} failed, {advisory} advisory")
    }
}
