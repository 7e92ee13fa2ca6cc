//! A share or a number of pages or requests ended so.

use super::finding::{Finding, Measurement};
use super::{bound, words};
use crate::metrics::Tally;
use crate::scenario::{Bound, Counted, Measure};
use crate::simulation::Report;
use crate::vocabulary::{FailureKind, Quantity};

/// Holds how those of one window ended against its bound.
pub(super) fn find(
    report: &Report,
    of: Counted,
    failure: Option<FailureKind>,
    measure: Measure,
    wanted: &Bound,
    window: u16,
) -> Finding {
    let window = report.windows.get(usize::from(window));
    let name = window.map_or("a window that the run does not have", |window| &window.name);
    let tally = window.map_or_else(Tally::default, |window| match of {
        Counted::Pages => window.figures().pages().clone(),
        Counted::Requests(class) => window.figures().requests(class),
    });
    let quantity = match measure {
        Measure::Share => Quantity::Share,
        Measure::Count => Quantity::Count,
    };
    let (one, many) = match of {
        Counted::Pages => ("page", "pages"),
        Counted::Requests(_) => ("request", "requests"),
    };
    Finding {
        claim: format!("{quantity} of {} that end {} in {name}", counted(of), ending(failure)),
        bound: bound::in_words(wanted, quantity),
        samples: tally.ended(),
        rests_on: words::so_many(tally.ended(), one, many),
        measurement: measured(&tally, failure, measure).map(|value| Measurement::of(value, wanted, quantity)),
    }
}

/// The share or number; nothing where nothing ended.
fn measured(tally: &Tally, failure: Option<FailureKind>, measure: Measure) -> Option<f64> {
    let part = failure.map_or_else(|| tally.good(), |kind| tally.failed_as(kind));
    (tally.ended() > 0).then(|| match measure {
        Measure::Share => part as f64 / tally.ended() as f64,
        Measure::Count => part as f64,
    })
}

fn counted(of: Counted) -> String {
    match of {
        Counted::Pages => "pages".to_owned(),
        Counted::Requests(None) => "requests".to_owned(),
        Counted::Requests(Some(class)) => format!("{class} requests"),
    }
}

fn ending(failure: Option<FailureKind>) -> String {
    failure.map_or_else(|| "well".to_owned(), |kind| format!("as {kind}"))
}

#[cfg(test)]
mod tests {
    use crate::expectation::Met;
    use crate::expectation::sample::{expect, report, verdict};
    use crate::scenario::{Bound, Claim, Counted, Expectation, Measure};
    use crate::vocabulary::{FailureKind, RequestClass};

    fn claim(of: Counted, failure: Option<FailureKind>, measure: Measure, bound: Bound) -> Expectation {
        expect(Claim::Outcome { of, failure, measure, bound, window: 0 })
    }

    #[test]
    fn failures_are_counted_by_kind() {
        let refused = Some(FailureKind::ConnectionRefused);
        let verdict = verdict(&claim(Counted::Pages, refused, Measure::Count, Bound::Eq(20.0)), &report());
        assert_eq!((verdict.met, verdict.samples, verdict.margin), (Met::Yes, 60, None));
        assert_eq!(verdict.claim, "count of pages that end as connection-refused in all");
        assert_eq!((verdict.measured.as_str(), verdict.bound.as_str()), ("20", "exactly 20"));
    }

    #[test]
    fn a_share_of_good_ones_is_of_those_that_ended() {
        let verdict = verdict(&claim(Counted::Pages, None, Measure::Share, Bound::Lt(0.5)), &report());
        assert_eq!((verdict.met, verdict.measured.as_str()), (Met::No, "66.667 %"));
        assert_eq!(verdict.claim, "share of pages that end well in all");
    }

    #[test]
    fn without_any_that_ended_even_a_count_of_none_is_unmet() {
        let of = Counted::Requests(Some(RequestClass::Static));
        let timed_out = Some(FailureKind::ConnectTimedOut);
        let verdict = verdict(&claim(of, timed_out, Measure::Count, Bound::Eq(0.0)), &report());
        assert_eq!((verdict.met, verdict.measured.as_str()), (Met::No, "no data"));
        assert_eq!(verdict.claim, "count of static requests that end as connect-timed-out in all");
    }
}
