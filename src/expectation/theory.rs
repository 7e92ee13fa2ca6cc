//! What was measured agrees with a law of queueing theory, whose preconditions hold.

use super::against_theory::{Confrontation, Law, Measured, Row};
use super::finding::{Finding, Measurement};
use super::{Met, bound, words};
use crate::scenario::{Bound, Plan, TheoryClaim};
use crate::simulation::Report;
use crate::vocabulary::{Quantity, RequestClass};

/// Holds the law's figure of the window `all` against what was measured of it there.
pub(super) fn find(report: &Report, plan: &Plan, claim: &TheoryClaim) -> Finding {
    let samples = report.windows.first().map_or(0, |all| {
        let figures = all.figures();
        figures.requests(Some(RequestClass::Dynamic)).ended()
    });
    let found = Confrontation::of(plan, &[Measured::of(report)]);
    let law = found.laws.into_iter().find(|law| law.name == claim.law.name());
    Finding {
        claim: format!("{} by {} in all", claim.figure, claim.law),
        bound: bound_in_words(&claim.bound),
        samples,
        rests_on: words::so_many(samples, "request", "requests"),
        measurement: law.and_then(|law| measured(&law, claim)),
    }
}

/// Nothing where the law says nothing, or nothing was measured.
fn measured(law: &Law, claim: &TheoryClaim) -> Option<Measurement> {
    let row = law.rows.iter().find(|row| row.what == claim.figure.name())?;
    let difference = row.difference()?;
    let mut found = Measurement::of(difference, &claim.bound, Quantity::Share);
    found.words = in_words(row, difference);
    let fails = law.preconditions.iter().filter(|precondition| !precondition.holds);
    found.broken = fails.map(|one| format!("the law presumes that {}: {}", one.what, one.why)).collect();
    if !bound::holds(&claim.bound, difference) {
        found.broken.insert(0, format!("differs by {}", words::share(difference.abs())));
    }
    found.met = Met::from(found.broken.is_empty());
    Some(found)
}

/// `15.4 ms, by theory 15.8 ms (-2.5 %)`.
fn in_words(row: &Row, difference: f64) -> String {
    let [simulated, theory] =
        [row.simulated.unwrap_or_default(), row.theory].map(|value| words::value(row.quantity, value));
    let percent = (difference * 1_000.0).round() / 10.0;
    let sign = if percent > 0.0 { "+" } else { "" };
    format!("{simulated}, by theory {theory} ({sign}{} %)", words::number(percent))
}

fn bound_in_words(bound: &Bound) -> String {
    match bound {
        Bound::Around { tolerance, .. } => format!("within {} of theory", words::share(*tolerance)),
        other => bound::in_words(other, Quantity::Share),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expectation::against_theory::Precondition;
    use crate::vocabulary::{Prediction, TheoryLaw};

    /// A law that predicts a wait of 100 ms, where 104 ms were measured.
    fn told(within: f64, holds: bool) -> Measurement {
        let law = Law {
            name: TheoryLaw::Erlang.name(),
            place: "somewhere",
            given: Vec::new(),
            rows: vec![Row {
                what: Prediction::Wait.name(),
                quantity: Quantity::Time,
                theory: 100e6,
                simulated: Some(104e6),
                half_width: None,
            }],
            silent: None,
            preconditions: vec![Precondition { what: "nobody leaves or fails", holds, why: "so".to_owned() }],
        };
        let bound = Bound::Around { value: 0.0, tolerance: within };
        let claim = TheoryClaim { law: TheoryLaw::Erlang, figure: Prediction::Wait, bound };
        measured(&law, &claim).expect("it was measured")
    }

    #[test]
    fn a_law_is_met_within_the_tolerance() {
        let found = told(0.05, true);
        assert_eq!((found.met, found.words.as_str()), (Met::Yes, "104 ms, by theory 100 ms (+4 %)"));
        let found = told(0.03, true);
        assert_eq!((found.met, found.broken), (Met::No, vec!["differs by 4 %".to_owned()]));
    }

    #[test]
    fn a_law_whose_preconditions_fail_is_not_met_however_near_it_is() {
        let found = told(0.05, false);
        assert_eq!(found.met, Met::No);
        assert_eq!(found.broken, ["the law presumes that nobody leaves or fails: so"]);
    }
}
