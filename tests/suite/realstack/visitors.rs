//! The simulator beside a real nginx and gunicorn, for users who think between requests (E14) and for those who try again
//! (E15).

use lonebox::scenario::{self, Plan};
use lonebox::simulation::Report;
use lonebox::units::SimTime;

use super::comparison::{Experiment, Grade};
use super::{cells, number};
use crate::site;

/// The measured stack with a worker held for so long beyond the service \[us\]: one nginx worker, plain HTTP, sync
/// workers. The path's 1.35 ms stand as round trips, of which a request has two, and as nginx's 0.15 ms.
fn stack_of(workers: u32, hold_micros: u32, run: &str, wait: &str, visitors: &str) -> Plan {
    site::plan(&format!(
        r#"{{
            "schema_version": 1,
            "title": "the measured stack",
            "run": {{{run}}},
            "domain": {{
                "scheme": "http", "resolver_round_trip": "0s", "root_round_trip": "0s", "com_round_trip": "0s",
                "authority_round_trip": "0s"
            }},
            "server": {{
                "nginx": {{"worker_processes": 1, "worker_connections": 1024}},
                "gunicorn": {{"workers": {workers}, "backlog": 2048, "request_cpu": "{hold_micros}us"}}
            }},
            "application": {{
                "routes": {{"/": {{"dynamic": {{"size": "300B", "cpu": "0s", "wait": {wait}}}}}}},
                "pages": {{"home": {{"document": "/"}}}}
            }},
            "visitors": {{"round_trip": "600us", "bandwidth": "1Gbit/s", {visitors}}}
        }}"#
    ))
}

/// The same with two workers, for visitors who wait for ever.
fn stack(hold_micros: u32, run: &str, wait: &str, visitors: &str) -> Plan {
    stack_of(2, hold_micros, run, wait, &format!(r#""patience": "forever", {visitors}"#))
}

/// E14's stack, in the long run: requests a second and mean response \[ms\].
fn long_run(users: u32, wait: &str) -> (f64, f64) {
    let visitors = format!(
        r#""arrivals": {{"users": {{"count": {users}, "think_time": {{"exponential": {{"mean": "200ms"}}}}}}}}"#
    );
    let plan = stack(1_300, r#""warm_up": "10s", "duration": "510s""#, wait, &visitors);
    let report = site::run(plan);
    let figures = report.windows[0].figures();
    let response = figures.page_latency().mean().expect("pages ended well").as_millis_f64();
    (figures.pages().good() as f64 / 500.0, response)
}

const EXPONENTIAL: &str = r#"{"exponential": {"mean": "50ms"}}"#;

/// A closed loop: with exponential service that of machine repair, with constant service what was measured.
pub(super) fn e14() -> Experiment {
    let mut experiment = Experiment::new("E14");
    let long_runs =
        |users: u32| [(users, EXPONENTIAL), (users, r#""50ms""#)].map(|(users, wait)| long_run(users, wait));
    for users in [1, 2, 4, 16] {
        let [exponential, constant] = long_runs(users);
        for row in cells("e14.csv").iter().filter(|row| number(&row[0]) as u32 == users) {
            let (throughput, response) = (number(&row[3]), number(&row[4]));
            let of = |what: &str| format!("{users} users, {}: {what}", row[1]);
            if row[1] == "det" {
                experiment.within(Grade::A, &of("throughput \\[1/s\\]"), [throughput, constant.0], 5.0, 0.0);
                experiment.within(Grade::A, &of("response \\[ms\\]"), [response, constant.1], 10.0, 0.0);
            } else if users >= 8 {
                experiment.within(
                    Grade::A,
                    &of("throughput \\[1/s\\]"),
                    [throughput, exponential.0],
                    4.0,
                    0.0,
                );
                experiment.within(Grade::A, &of("response \\[ms\\]"), [response, exponential.1], 11.0, 0.0);
            }
        }
        if users >= 8 {
            let theory = lonebox::theory::machine_repair::steady_state(users, 0.2, 0.0515, 2).expect("valid");
            let of = |what: &str| format!("{users} users, exp, by theory: {what}");
            let pair = [theory.throughput, exponential.0];
            experiment.within(Grade::A, &of("throughput \\[1/s\\]"), pair, 4.0, 0.0);
            let pair = [theory.response_mean * 1_000.0, exponential.1];
            experiment.within(Grade::A, &of("response \\[ms\\]"), pair, 11.0, 0.0);
        }
    }
    experiment
}

/// What was measured of a retry storm: its trace, requests that succeeded, attempts, and attempts a second in the last ten.
const STORMS: [(&str, f64, f64, f64); 6] = [
    ("e15b_0", 240.0, 2_436.0, 64.4),
    ("e15b_1", 246.0, 2_106.0, 61.5),
    ("e15b_2", 259.0, 2_143.0, 56.7),
    ("e15c_0", 721.0, 721.0, 18.8),
    ("e15c_1", 636.0, 636.0, 17.9),
    ("e15c_2", 632.0, 632.0, 15.8),
];

fn storm(trace: &str, retries: &str) -> Report {
    let path = format!("{}/tests/suite/realstack/{trace}.csv", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("a readable trace");
    let visitors = format!(r#""attempt_timeout": "2s" {retries}"#);
    let mut plan = stack(1_300, r#""duration": "60s""#, r#""100ms""#, &visitors);
    plan.settings.client.groups[0].arrivals = scenario::read_trace(&text).expect("a valid trace");
    plan.windows.push(scenario::Window {
        name: "last ten".to_owned(),
        from: SimTime::from_secs(30),
        to: SimTime::from_secs(40),
    });
    site::run(plan)
}

const THREE_RETRIES: &str = r#", "retries": {"attempts_max": 4, "back_off": "0s"}"#;

/// A retry storm outlives its cause, and a short overload does not become one.
pub(super) fn e15() -> Experiment {
    let mut experiment = Experiment::new("E15");
    for (trace, good, attempts, rate) in STORMS {
        let report = storm(trace, THREE_RETRIES);
        let (figures, last) = (report.windows[0].figures(), report.windows[1].figures());
        let variant = if trace.starts_with("e15b") { "b, overload of 15 s" } else { "c, overload of 4 s" };
        let of = |what: &str| format!("{variant}: {what}");
        experiment.within(Grade::A, &of("served"), [good, figures.pages().good() as f64], 3.0, 0.0);
        experiment.within(Grade::A, &of("attempts"), [attempts, figures.attempts().begun() as f64], 1.0, 0.0);
        let share = last.pages().good() as f64 / last.pages().ended() as f64;
        let served = if trace.starts_with("e15b") { 0.0 } else { 1.0 };
        experiment.near(Grade::A, &of("share served in the last 10 s"), [served, share], 0.0);
        let pair = [rate, last.attempts().begun() as f64 / 10.0];
        experiment.within(Grade::A, &of("attempts a second in the last 10 s"), pair, 3.0, 0.0);
    }
    experiment
}

#[test]
fn e15_without_retries_the_site_recovers() {
    let report = storm("e15b_0", "");
    let last = report.windows[1].figures();
    assert!(last.pages().good() > 50, "{:?}", last.pages());
}
