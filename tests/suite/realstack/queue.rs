//! Latencies request by request: gunicorn's workers (E1) and the threads of one worker (E3).

use super::comparison::{Comparison, Experiment, Grade};
use super::{Stack, Summary, Trace, plan, summary, traces};
use crate::site;

/// E1: so many sync workers.
fn sync(workers: &str) -> Stack {
    Stack { gunicorn: format!(r#", "workers": {workers}"#), nginx: "", patience: "20s", rest: "" }
}

/// E3: one gthread worker of so many threads.
fn gthread(threads: u32) -> Stack {
    let gunicorn = format!(r#", "worker_class": "gthread", "threads": {threads}"#);
    Stack { gunicorn, nginx: "", patience: "20s", rest: "" }
}

/// What a worker was held for beyond the service in the measured runs \[us\].
const HOLDS: std::ops::RangeInclusive<u32> = 1_000..=1_700;

fn simulated(trace: &Trace, stack: &Stack, hold_micros: u32) -> Summary {
    let simulated = summary(&site::run(plan(trace, stack, hold_micros)));
    assert_eq!(simulated.count, trace.latency().count, "{}: every request succeeds", trace.name);
    simulated
}

/// Mean and 95th percentile with one hold.
fn with_hold(name: &'static str, trace: &Trace, stack: &Stack, hold_micros: u32) -> Experiment {
    let (measured, simulated) = (trace.latency(), simulated(trace, stack, hold_micros));
    let (mut experiment, variant) = (Experiment::new(name), trace.variant());
    let mean = format!("{variant}: mean \\[ms\\]");
    experiment.within(Grade::A, &mean, [measured.mean, simulated.mean], 3.5, 1.5);
    let percentile = format!("{variant}: 95th percentile \\[ms\\]");
    experiment.within(Grade::A, &percentile, [measured.percentile_95, simulated.percentile_95], 5.0, 5.0);
    experiment
}

fn worst(experiment: &Experiment) -> f64 {
    experiment.found.iter().map(Comparison::distance).fold(0.0, f64::max)
}

/// The same with the hold that the busy host had in this run, which nobody knows: one for all its requests.
fn with_the_best_hold(name: &'static str, trace: &Trace, stack: &Stack) -> Experiment {
    let tried = HOLDS.step_by(100).map(|hold| with_hold(name, trace, stack, hold));
    tried.min_by(|one, other| worst(one).total_cmp(&worst(other))).expect("some were tried")
}

pub(super) fn e1() -> Experiment {
    let mut experiment = Experiment::new("E1");
    let traces = traces("e1_");
    assert_eq!(traces.len(), 48, "1 and 2 workers, 2 kinds of service, 4 loads, 3 repetitions");
    for trace in traces {
        let stack = sync(&trace.name["e1_".len()..][..1]);
        experiment.found.extend(with_the_best_hold("E1", &trace, &stack).found);
    }
    experiment
}

pub(super) fn e3() -> Experiment {
    let mut experiment = Experiment::new("E3");
    let traces = traces("e3_");
    assert_eq!(traces.len(), 12, "2 kinds of service, 3 loads, 2 repetitions");
    for trace in traces {
        experiment.found.extend(with_the_best_hold("E3", &trace, &gthread(8)).found);
    }
    experiment
}

#[test]
fn e1_notices_a_wrong_number_of_workers() {
    let trace = &traces("e1_2exp_r7_0")[0];
    assert!(worst(&with_the_best_hold("E1", trace, &sync("3"))) > 1.0);
}

#[test]
fn e3_notices_a_wrong_number_of_threads() {
    let trace = &traces("e3_exp_0.7_0")[0];
    assert!(worst(&with_the_best_hold("E3", trace, &gthread(7))) > 1.0);
}

#[test]
fn e1_fits_the_default_hold_in_nearly_every_run() {
    let traces = traces("e1_");
    let fits =
        |trace: &&Trace| worst(&with_hold("E1", trace, &sync(&trace.name["e1_".len()..][..1]), 1_300)) <= 1.0;
    let count = traces.iter().filter(fits).count();
    assert!(count >= 44, "{count} of {} runs fit", traces.len());
}
