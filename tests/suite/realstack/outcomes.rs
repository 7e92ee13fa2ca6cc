//! Where requests fail: how many of them, how, and when first. Overload (E2, and of threads E3s), a loss system and a pool
//! (E10).

use lonebox::scenario::Window;
use lonebox::simulation::Report;
use lonebox::topology::settings::Distribution;
use lonebox::topology::settings::application::Work;
use lonebox::topology::settings::client::Arrivals;
use lonebox::units::{SimDuration, SimTime};
use lonebox::vocabulary::{FailureKind, Outcome};

use super::comparison::{Comparison, Experiment, Grade};
use super::{Stack, Trace, cells, number, plan, summary, traces};
use crate::site;

/// How a measured outcome is called here.
fn failure(outcome: &str) -> FailureKind {
    match outcome {
        "timeout" => FailureKind::GaveUpWaiting,
        "504" => FailureKind::UpstreamReadTimedOut,
        "502" => FailureKind::UpstreamQueueFull,
        "500" => FailureKind::DatabaseFull,
        _ => panic!("no failure is measured as {outcome}"),
    }
}

fn failed(report: &Report, outcome: &str) -> u64 {
    report.windows[0].figures().pages().failed_as(failure(outcome))
}

/// When the first request came that failed \[s\].
fn first_failing(trace: &Trace) -> f64 {
    let failing = trace.rows.iter().filter(|row| row.outcome != "200");
    failing.map(|row| row.arrival).reduce(f64::min).expect("some fail") / 1_000.0
}

/// Of what gunicorn executed in the 35 s that were looked at, the share that nobody waited for any more.
fn waste(report: &Report) -> f64 {
    let (counters, _) = report.windows[1].figures().counted().expect("the run reached its end");
    counters.wasted as f64 / counters.executions as f64
}

/// What came of a trace that is too much for its stack: one sort of failure, good latencies, and when the first failed.
fn overloaded(
    name: &'static str,
    trace: &Trace,
    stack: &Stack,
    hold: u32,
    outcome: &str,
) -> (Experiment, f64) {
    let mut plan = plan(trace, stack, hold);
    let (name_of, to) = ("looked at".to_owned(), SimTime::from_secs(35));
    plan.windows.push(Window { name: name_of, from: SimTime::ZERO, to });
    let report = site::run(plan);
    let failing = report.journeys.iter().filter(|page| page.outcome != Outcome::Good);
    let first = failing.map(|page| page.begun.as_secs_f64()).reduce(f64::min).expect("some fail");
    let (count, requests) = (failed(&report, outcome), trace.rows.len() as f64);
    assert_eq!(summary(&report).count + count, trace.rows.len() as u64, "{}: nothing else", trace.name);
    let (mut experiment, variant) = (Experiment::new(name), trace.variant());
    let counts = [trace.count(outcome) as f64, count as f64];
    experiment.near(Grade::A, &format!("{variant}: {outcome}"), counts, 0.015 * requests);
    let firsts = [first_failing(trace), first];
    experiment.within(Grade::A, &format!("{variant}: first that fails \\[s\\]"), firsts, 2.1, 0.0);
    let means = [trace.latency().mean, summary(&report).mean];
    experiment.within(Grade::A, &format!("{variant}: mean of the good \\[ms\\]"), means, 3.5, 1.5);
    (experiment, waste(&report))
}

/// What a worker was held for beyond the service \[us\]: overloaded, two workers answered 19.6 to 19.7 requests of 100 ms a
/// second (R2), which leaves 1.5 to 2 ms for each.
const HOLDS: std::ops::RangeInclusive<u32> = 1_000..=2_000;

fn with_the_best_hold(name: &'static str, trace: &Trace, stack: &Stack, outcome: &str) -> (Experiment, f64) {
    let worst = |(experiment, _): &(Experiment, f64)| {
        experiment.found.iter().map(Comparison::distance).fold(0.0, f64::max)
    };
    let tried = HOLDS.step_by(200).map(|hold| overloaded(name, trace, stack, hold, outcome));
    tried.min_by(|one, other| worst(one).total_cmp(&worst(other))).expect("some were tried")
}

fn stack_of(gunicorn: &str, nginx: &'static str) -> Stack {
    Stack { gunicorn: gunicorn.to_owned(), nginx, patience: "10s", rest: "" }
}

const READ_5: &str = r#", "proxy_read_timeout": "5s""#;
const UNIX_16: &str = r#", "workers": 2, "backlog": 16, "bind": "unix:/run/gunicorn.sock""#;

/// The share of executions that was measured to be for nobody.
fn measured_waste(trace: &Trace) -> f64 {
    let rows = cells("e2.csv");
    let row = rows.iter().find(|row| trace.name == format!("e2_{}_1.5_{}", row[0], row[1]));
    number(&row.expect("this run was measured")[2])
}

/// Two sync workers and a service of 100 ms, offered 1.5 times what they can do.
pub(super) fn e2() -> Experiment {
    let mut experiment = Experiment::new("E2");
    let variants = [
        ("e2_a", stack_of(r#", "workers": 2"#, ""), "timeout"),
        ("e2_b", stack_of(r#", "workers": 2"#, READ_5), "504"),
        ("e2_d", stack_of(UNIX_16, READ_5), "502"),
    ];
    for (beginning, stack, outcome) in variants {
        for trace in traces(beginning) {
            let (found, waste) = with_the_best_hold("E2", &trace, &stack, outcome);
            experiment.found.extend(found.found);
            let what = format!("{}: wasted executions", trace.variant());
            experiment.near(Grade::A, &what, [measured_waste(&trace), waste], 0.03);
        }
    }
    short_tcp_queue(&mut experiment);
    experiment
}

/// Rule 9: a TCP backlog of 16 gives nobody a quick error, and hardly costs goodput.
fn short_tcp_queue(experiment: &mut Experiment) {
    for trace in traces("e2_c") {
        let stack = stack_of(r#", "workers": 2, "backlog": 16"#, READ_5);
        let report = site::run(plan(&trace, &stack, 1_800));
        let pages = report.windows[0].figures().pages().clone();
        let quick =
            [FailureKind::UpstreamRefused, FailureKind::UpstreamQueueFull, FailureKind::ConnectionRefused];
        let quick: u64 = quick.into_iter().map(|kind| pages.failed_as(kind)).sum();
        let variant = trace.variant();
        let measured = trace.count("502") + trace.count("refused");
        experiment.near(
            Grade::B,
            &format!("{variant}: 502 or refused"),
            [measured as f64, quick as f64],
            0.0,
        );
        // Arrivals of 25 s; capacity is 19.6 a second, and more than all cannot be served.
        let rates = [trace.count("200") as f64 / 25.0, pages.good() as f64 / 25.0];
        experiment.between(
            Grade::B,
            &format!("{variant}: good a second"),
            rates,
            [0.75 * 19.6, trace.rows.len() as f64 / 25.0],
        );
    }
}

/// Eight threads of one worker and a service of 200 ms, offered 1.5 times what they can do.
pub(super) fn e3s() -> Experiment {
    let mut experiment = Experiment::new("E3");
    let threads = r#", "worker_class": "gthread", "threads": 8"#;
    for (beginning, nginx, outcome) in [("e3s_a", "", "timeout"), ("e3s_b", READ_5, "504")] {
        for trace in traces(beginning) {
            let (found, _) = with_the_best_hold("E3", &trace, &stack_of(threads, nginx), outcome);
            experiment.found.extend(found.found);
        }
    }
    experiment
}

#[test]
fn e2_notices_a_queue_that_is_too_short() {
    let gunicorn = r#", "workers": 2, "backlog": 8, "bind": "unix:/run/gunicorn.sock""#;
    let (found, _) = overloaded("E2", &traces("e2_d")[0], &stack_of(gunicorn, READ_5), 1_800, "502");
    assert!(found.found.iter().any(|found| !found.is_met()));
}

/// The dynamic route of the one page.
fn route(plan: &mut lonebox::scenario::Plan) -> &mut lonebox::topology::settings::application::Dynamic {
    match &mut plan.settings.application.routes[0].work {
        Work::Dynamic(dynamic) => dynamic,
        Work::Static => panic!("a dynamic route"),
    }
}

/// A connection to the database for each request, held from its query to its end, of which ten fit; and a pool of two.
pub(super) fn e10() -> Experiment {
    let mut experiment = Experiment::new("E10");
    for (beginning, erlangs) in [("e10a_5_", 5.0), ("e10a_10_", 10.0)] {
        let blocked = lonebox::theory::mmck::steady_state(erlangs / 0.2, 0.2, 10, 10).expect("a loss system");
        for trace in traces(beginning) {
            let gunicorn = r#", "threads": 64, "database_connections": "per_request""#;
            let mut plan = plan(&trace, &stack_of(gunicorn, ""), 1_300);
            plan.settings.database.max_connections = 10;
            route(&mut plan).queries = 1;
            let report = site::run(plan);
            let share = |count: u64| count as f64 / trace.rows.len() as f64;
            let (simulated, measured) = (share(failed(&report, "500")), share(trace.count("500")));
            let variant = trace.variant();
            experiment.near(Grade::A, &format!("{variant}: share of 1040"), [measured, simulated], 0.03);
            let theory = [blocked.block_probability, simulated];
            experiment.near(Grade::A, &format!("{variant}: share of 1040 by Erlang"), theory, 0.03);
        }
    }
    bursts(&mut experiment);
    experiment
}

/// Eight requests at once for two connections that each holds for 400 ms, while the pool's patience is a second.
fn bursts(experiment: &mut Experiment) {
    let simulated = burst();
    let served = ["first two", "second two", "third two", "two that fail"];
    for repetition in ["0", "1", "2"] {
        let rows: Vec<_> = cells("e10_bursts.csv").into_iter().filter(|row| row[0] == repetition).collect();
        assert_eq!(rows.len(), 6, "bursts of a repetition");
        for (place, who) in served.iter().enumerate() {
            let of =
                |row: &Vec<String>| f64::midpoint(number(&row[2 + 2 * place]), number(&row[3 + 2 * place]));
            let measured = rows.iter().map(of).sum::<f64>() / rows.len() as f64;
            let what = format!("a burst on a pool: {who} \\[ms\\]");
            experiment.near(Grade::A, &what, [measured, simulated[place]], 15.0);
        }
    }
}

/// When each two of a burst are answered, and then those that fail \[ms\].
fn burst() -> [f64; 4] {
    let gunicorn = r#", "worker_class": "gthread", "threads": 8,
        "pool": {"pool_size": 2, "max_overflow": 0, "pool_timeout": "1s"}"#;
    let mut plan = plan(&traces("e10a_5_0")[0], &stack_of(gunicorn, ""), 1_300);
    plan.settings.client.groups[0].arrivals = Arrivals::At(vec![SimTime::from_secs(1); 8]);
    route(&mut plan).queries = 1;
    route(&mut plan).wait = Distribution::Constant(SimDuration::from_millis(400));
    let report = site::run(plan);
    let took = |good: bool| {
        let pages = report.journeys.iter().filter(|page| (page.outcome == Outcome::Good) == good);
        let mut took: Vec<f64> = pages.map(|page| (page.ended - page.begun).as_millis_f64()).collect();
        took.sort_by(f64::total_cmp);
        took
    };
    let (good, exhausted) = (took(true), took(false));
    assert_eq!((good.len(), exhausted.len()), (6, 2), "six are served");
    let two = |of: &[f64], place: usize| f64::midpoint(of[place], of[place + 1]);
    [two(&good, 0), two(&good, 2), two(&good, 4), two(&exhausted, 0)]
}
