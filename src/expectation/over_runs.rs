//! What should happen, held against several runs of one scenario.
//!
//! An expectation says of which of them it must be true: of all, of their mean, or of a share. The mean is that of the
//! values of the runs, and not it alone but the whole of its confidence interval must lie within the bound: as long as the
//! runs do not tell on which side of the bound the truth is, the expectation is unmet, and more runs would decide.

use super::{CONFIDENCE, Met, Verdict, bound, words};
use crate::scenario::{Bound, Claim, Expectation, Measure, NoData, Plan, Runs};
use crate::theory::student::{self, Interval};
use crate::vocabulary::Quantity;

/// More runs that went wrong are only counted.
const TOLD_MAX: usize = 3;

/// The verdicts on `plan` of all its runs together, from those of each, in the file's order.
pub fn judge_runs(plan: &Plan, runs: &[Vec<Verdict>]) -> Vec<Verdict> {
    let expectations = plan.expectations.iter().enumerate();
    expectations
        .filter_map(|(place, expectation)| {
            let verdicts: Vec<&Verdict> = runs.iter().filter_map(|run| run.get(place)).collect();
            Some(together(expectation, &verdicts, verdicts.first()?))
        })
        .collect()
}

fn together(expectation: &Expectation, verdicts: &[&Verdict], first: &Verdict) -> Verdict {
    let found = match &expectation.runs {
        None | Some(Runs::All) => of_all(expectation, verdicts),
        Some(Runs::Mean) => of_mean(expectation, verdicts),
        Some(Runs::Share(wanted)) => of_share(verdicts, wanted),
    };
    let (which, bound) = match &expectation.runs {
        None | Some(Runs::All) => ("all runs", first.bound.clone()),
        Some(Runs::Mean) => ("mean of runs", first.bound.clone()),
        Some(Runs::Share(wanted)) => (
            "share of runs",
            format!("in {} of the runs: {}", bound::in_words(wanted, Quantity::Share), first.bound),
        ),
    };
    Verdict {
        met: found.met,
        level: expectation.level,
        claim: format!("{}, {which}", first.claim),
        measured: found.measured,
        bound,
        samples: verdicts.iter().map(|verdict| verdict.samples).fold(0, u64::saturating_add),
        rests_on: words::so_many(verdicts.len() as u64, "run", "runs"),
        margin: found.margin,
        broken: found.broken,
        value: found.value,
        note: expectation.note.clone(),
        line: expectation.line,
    }
}

/// What was found over the runs.
struct Found {
    met: Met,
    measured: String,
    margin: Option<String>,
    broken: Vec<String>,
    value: Option<f64>,
}

fn of_all(expectation: &Expectation, verdicts: &[&Verdict]) -> Found {
    let met = verdicts.iter().filter(|verdict| verdict.met == Met::Yes).count();
    let values: Vec<f64> = verdicts.iter().filter_map(|verdict| verdict.value).collect();
    let (low, high) = ends(&values);
    let range = number_of(&expectation.claim).filter(|_| !values.is_empty()).map(|(_, quantity)| {
        let [low, high] = [low, high].map(|value| words::value(quantity, value));
        if low == high { format!("; {low}") } else { format!("; {low} to {high}") }
    });
    let margin =
        number_of(&expectation.claim).filter(|_| !values.is_empty()).and_then(|(wanted, quantity)| {
            let margins = values.iter().filter_map(|value| bound::margin(wanted, *value));
            margins.min_by(f64::total_cmp).map(|margin| words::margin(quantity, margin))
        });
    Found {
        met: Met::from(met == verdicts.len()),
        measured: format!("met in {met} of {}{}", verdicts.len(), range.unwrap_or_default()),
        margin,
        broken: broken(verdicts),
        value: None,
    }
}

/// The runs in which it was unmet, the first of them by what was measured.
fn broken(verdicts: &[&Verdict]) -> Vec<String> {
    let unmet: Vec<_> =
        verdicts.iter().zip(1..).filter(|(verdict, _): &(_, u32)| verdict.met == Met::No).collect();
    let told = unmet.iter().take(TOLD_MAX);
    let mut told: Vec<String> =
        told.map(|(verdict, number)| format!("run {number}: {}", verdict.measured)).collect();
    if unmet.len() > TOLD_MAX {
        told.push(format!("and {} more runs", unmet.len() - TOLD_MAX));
    }
    told
}

fn of_mean(expectation: &Expectation, verdicts: &[&Verdict]) -> Found {
    let values: Vec<f64> = verdicts.iter().filter_map(|verdict| verdict.value).collect();
    let without = verdicts.len() - values.len();
    let (interval, number) = (student::interval(&values, CONFIDENCE), number_of(&expectation.claim));
    let (Ok(interval), Some((wanted, quantity))) = (interval, number) else {
        let passes = expectation.on_no_data == NoData::Pass;
        let measured = format!("no data in {without} of {} runs", verdicts.len());
        return Found { met: Met::from(passes), measured, margin: None, broken: Vec::new(), value: None };
    };
    let holds = |value| bound::holds(wanted, value);
    let met = holds(interval.low()) && holds(interval.high());
    let mut broken = Vec::new();
    if !met && (holds(interval.mean) || holds(interval.low()) || holds(interval.high())) {
        broken.push("the interval reaches over the bound: more replications would tell".to_owned());
    }
    if without > 0 && expectation.on_no_data == NoData::Fail {
        broken.push(format!("no data in {without} of {} runs", verdicts.len()));
    }
    let margins = [interval.low(), interval.high()].into_iter().filter_map(|end| bound::margin(wanted, end));
    Found {
        met: Met::from(met && (without == 0 || expectation.on_no_data == NoData::Pass)),
        measured: in_words(&interval, quantity),
        margin: margins.min_by(f64::total_cmp).map(|margin| words::margin(quantity, margin)),
        broken,
        value: Some(interval.mean),
    }
}

/// A mean with how far the true one may lie from it: `187 ms ± 3 ms (95 %)`.
fn in_words(interval: &Interval, quantity: Quantity) -> String {
    let (mean, half) =
        (words::value(quantity, interval.mean), words::distance(quantity, interval.half_width));
    format!("{mean} ± {half} ({})", words::share(CONFIDENCE))
}

fn of_share(verdicts: &[&Verdict], wanted: &Bound) -> Found {
    let met = verdicts.iter().filter(|verdict| verdict.met == Met::Yes).count();
    let share = met as f64 / verdicts.len() as f64;
    let holds = bound::holds(wanted, share);
    Found {
        met: Met::from(holds),
        measured: format!("met in {met} of {}, {}", verdicts.len(), words::share(share)),
        margin: bound::margin(wanted, share).map(|margin| words::margin(Quantity::Share, margin)),
        broken: if holds { Vec::new() } else { broken(verdicts) },
        value: Some(share),
    }
}

/// Where the value of a claim must lie, if it has one.
fn number_of(claim: &Claim) -> Option<(&Bound, Quantity)> {
    match claim {
        Claim::Metric { metric, bound, .. } => Some((bound, metric.quantity())),
        Claim::Outcome { measure: Measure::Share, bound, .. } | Claim::Availability { bound, .. } => {
            Some((bound, Quantity::Share))
        }
        Claim::Theory(claim) => Some((&claim.bound, Quantity::Share)),
        Claim::Outcome { measure: Measure::Count, bound, .. } => Some((bound, Quantity::Count)),
        Claim::Outage(_)
        | Claim::NoOutage
        | Claim::Event(_)
        | Claim::Steady { .. }
        | Claim::Saturation(_) => None,
    }
}

fn ends(values: &[f64]) -> (f64, f64) {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    (low, values.iter().copied().fold(f64::NEG_INFINITY, f64::max))
}

#[cfg(test)]
mod tests {
    use super::super::sample::expect;
    use super::*;
    use crate::scenario::AvailabilityBy;

    /// What becomes of an availability of at least 90 % in runs with these.
    fn told(runs: Runs, values: &[Option<f64>], on_no_data: NoData) -> Verdict {
        let bound = Bound::Gte(0.9);
        let claim = Claim::Availability { by: AvailabilityBy::Request, bound: bound.clone() };
        let expectation = Expectation { runs: Some(runs), on_no_data, ..expect(claim) };
        let site = "{\"schema_version\": 1, \"title\": \"a site\", \"run\": {\"duration\": \"60s\"}}";
        let mut plan = crate::scenario::read(site).expect("a valid scenario").plan;
        let verdicts: Vec<Vec<Verdict>> = values
            .iter()
            .map(|value| {
                let measured = value.map_or("no data".to_owned(), words::share);
                let met = Met::from(value.is_some_and(|value| bound::holds(&bound, value)));
                let claim = "availability by request".to_owned();
                let rests_on = String::new();
                vec![Verdict {
                    met,
                    level: expectation.level,
                    claim,
                    measured,
                    bound: "at least 90 %".to_owned(),
                    samples: 100,
                    rests_on,
                    margin: None,
                    broken: Vec::new(),
                    value: *value,
                    note: None,
                    line: 7,
                }]
            })
            .collect();
        plan.expectations = vec![expectation];
        judge_runs(&plan, &verdicts).remove(0)
    }

    #[test]
    fn what_must_be_true_of_all_runs_is_unmet_by_one() {
        let met = told(Runs::All, &[Some(0.95), Some(0.93)], NoData::Fail);
        assert_eq!((met.met, met.measured.as_str()), (Met::Yes, "met in 2 of 2; 93 % to 95 %"));
        assert_eq!((met.margin.as_deref(), met.samples), (Some("+3 points"), 200));
        let unmet = told(Runs::All, &[Some(0.95), Some(0.5), None], NoData::Fail);
        assert_eq!((unmet.met, unmet.broken.len()), (Met::No, 2));
        assert_eq!(unmet.broken[0], "run 2: 50 %");
    }

    #[test]
    fn a_mean_needs_its_whole_interval_within_the_bound() {
        let met = told(Runs::Mean, &[Some(0.95), Some(0.96), Some(0.94)], NoData::Fail);
        assert_eq!((met.met, met.measured.as_str()), (Met::Yes, "95 % ± 2.484 points (95 %)"));
        assert_eq!(met.claim, "availability by request, mean of runs");
        let open = told(Runs::Mean, &[Some(0.99), Some(0.85)], NoData::Fail);
        assert_eq!(open.met, Met::No);
        assert!(open.broken[0].contains("more replications"), "{open:?}");
    }

    #[test]
    fn a_mean_of_runs_without_data_is_what_the_expectation_says_of_that() {
        let values = [Some(0.95), Some(0.95), None];
        assert_eq!(told(Runs::Mean, &values, NoData::Fail).met, Met::No);
        assert_eq!(told(Runs::Mean, &values, NoData::Pass).met, Met::Yes);
        let none = told(Runs::Mean, &[None, None], NoData::Fail);
        assert_eq!((none.met, none.measured.as_str()), (Met::No, "no data in 2 of 2 runs"));
    }

    #[test]
    fn a_share_of_the_runs_may_be_enough() {
        let values = [Some(0.95), Some(0.95), Some(0.95), Some(0.5)];
        let met = told(Runs::Share(Bound::Gte(0.75)), &values, NoData::Fail);
        assert_eq!((met.met, met.measured.as_str()), (Met::Yes, "met in 3 of 4, 75 %"));
        assert_eq!(met.bound, "in at least 75 % of the runs: at least 90 %");
        assert_eq!(told(Runs::Share(Bound::Gt(0.75)), &values, NoData::Fail).met, Met::No);
    }
}
