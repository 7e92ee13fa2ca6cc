//! The availability lies within a bound.

use super::finding::{Finding, Measurement};
use super::{bound, words};
use crate::scenario::{AvailabilityBy, Bound};
use crate::simulation::Report;
use crate::units::SimTime;
use crate::vocabulary::{Probe, Quantity, Word};

/// Holds the availability against its bound.
pub(super) fn find(report: &Report, by: AvailabilityBy, wanted: &Bound) -> Finding {
    let (pages, horizon) = (super::outage::pages_ended(report), report.ended_at.since(SimTime::ZERO));
    let (way, measured, samples, rests_on) = match by {
        AvailabilityBy::Request => {
            ("request", report.availability.by_request, pages, words::so_many(pages, "page", "pages"))
        }
        AvailabilityBy::Time => {
            let by_time = (pages > 0).then_some(report.availability.by_time);
            ("time", by_time, horizon.as_nanos(), format!("{horizon} of the run"))
        }
        AvailabilityBy::Server(probe) => {
            let (share, _, _) = report.server.probes[probe.index()];
            let way = match probe {
                Probe::Static => "static probe",
                Probe::Dynamic => "dynamic probe",
                Probe::Database => "database probe",
            };
            (way, Some(share), horizon.as_nanos(), format!("{horizon} of the run"))
        }
    };
    Finding {
        claim: format!("availability by {way}"),
        bound: bound::in_words(wanted, Quantity::Share),
        samples,
        rests_on,
        measurement: measured.map(|value| Measurement::of(value, wanted, Quantity::Share)),
    }
}

#[cfg(test)]
mod tests {
    use crate::expectation::Met;
    use crate::expectation::sample::{empty_report, expect, report, verdict};
    use crate::scenario::{AvailabilityBy, Bound, Claim};

    #[test]
    fn both_availabilities_are_shares() {
        let claim =
            |by| expect(Claim::Availability { by, bound: Bound::Around { value: 0.66, tolerance: 0.01 } });
        for (by, rests_on) in
            [(AvailabilityBy::Request, "60 pages"), (AvailabilityBy::Time, "1 min of the run")]
        {
            let verdict = verdict(&claim(by), &report());
            assert_eq!((verdict.met, verdict.measured.as_str()), (Met::Yes, "66.667 %"));
            assert_eq!(verdict.rests_on, rests_on);
        }
    }

    #[test]
    fn a_site_that_nobody_visited_was_not_available() {
        for by in [AvailabilityBy::Request, AvailabilityBy::Time] {
            let claim = expect(Claim::Availability { by, bound: Bound::Gte(0.9) });
            assert_eq!(verdict(&claim, &empty_report()).measured, "no data");
        }
    }
}
