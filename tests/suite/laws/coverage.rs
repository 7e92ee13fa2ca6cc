//! Intervals over replications cover the truth as often as they say, where theory knows it; and not near saturation.

use lonebox::expectation::CONFIDENCE;
use lonebox::study::long_run::LongRun;
use lonebox::study::parallel;
use lonebox::study::replications::{Replication, Replications, plan_of};
use lonebox::study::yardstick::Yardstick;
use lonebox::theory::mm1;
use lonebox::theory::student;
use lonebox::vocabulary::{Aggregate, Metric, Stage};

use super::{EXPONENTIAL, SERVICE};
use crate::site;

/// Replications of a set.
const RUNS: usize = 5;

/// How many of the sets have an interval of the mean response, and of the mean wait, that covers what theory says; and what
/// the first set says of the long run.
fn covered(sets: usize, utilisation: f64, seconds: u64) -> (usize, usize, LongRun) {
    let truth = mm1::steady_state(utilisation / SERVICE, SERVICE).expect("stable");
    let told = parallel::all(sets, parallel::cores(), |set| {
        let plan = site::queue_only(1, utilisation / SERVICE, EXPONENTIAL, seconds, 5_001 + set as u64);
        let (mut runs, mut waits) = (Vec::new(), Vec::new());
        for number in 1..=RUNS as u32 {
            let plan = plan_of(&plan, number);
            let report = site::run(plan.clone());
            let figures = report.windows[0].figures();
            let waited = figures.stage(Stage::AcceptQueue).sum_nanos() as f64 / 1e9;
            waits.push(waited / figures.pages().good() as f64);
            runs.push(Replication::of(number, &plan, &report));
        }
        let together = Replications::of(&plan, runs);
        let wanted = Yardstick::Metric { window: 0, metric: Metric::PageLatency, aggregate: Aggregate::Mean };
        let response = together.spreads.iter().find(|spread| spread.yardstick == wanted).expect("measured");
        let off = (response.mean / 1e9 - truth.response_mean).abs();
        let half_width = response.half_width.expect("a steady state") / 1e9;
        let wait = student::interval(&waits, CONFIDENCE).expect("several runs");
        (off <= half_width, wait.covers(truth.wait_mean), together.long_run)
    });
    let count = |of: fn(&(bool, bool, LongRun)) -> bool| told.iter().filter(|set| of(set)).count();
    (count(|set| set.0), count(|set| set.1), told[0].2)
}

#[test]
fn intervals_of_an_m_m_1_cover_its_mean_wait_as_often_as_they_say() {
    let sets = 200;
    let (responses, waits, long_run) = covered(sets, 0.5, 100);
    assert_eq!(long_run.warning(lonebox::units::SimDuration::from_secs(5)), None);
    // Three standard errors of a binomial of 200 with 0.95: 190 give or take 9.2.
    for covered in [responses, waits] {
        assert!((181..=199).contains(&covered), "{responses} and {waits} of {sets}");
    }
}

#[test]
fn near_saturation_short_runs_cover_less_than_they_say_and_it_is_warned_of() {
    let sets = 60;
    let (responses, _, long_run) = covered(sets, 0.95, 100);
    // 95 % of 60 are 57; three standard errors below that are 52.
    assert!(responses < 52, "{responses} of {sets}");
    let warning = long_run.warning(lonebox::units::SimDuration::from_secs(5)).expect("a warning");
    assert!(warning.contains("saturation") || warning.contains("no interval"), "{warning}");
}
