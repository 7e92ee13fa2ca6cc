//! The simulator beside a real nginx and gunicorn, for users who think between requests (E14) and for those who try again
//! (E15).

use lonebox::scenario::{self, Plan};
use lonebox::simulation::Report;
use lonebox::units::SimTime;

use crate::realstack::is_near;
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

/// A run of E14: so many users, what was measured of them.
struct ClosedLoop {
    users: u32,
    service: String,
    throughput: f64,
    response_ms: f64,
    samples: f64,
}

fn closed_loops(service: &str) -> Vec<ClosedLoop> {
    let path = format!("{}/tests/suite/realstack/e14.csv", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("a readable table");
    let run = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        let number = |place: usize| -> f64 { fields[place].parse().expect("a number") };
        ClosedLoop {
            users: fields[0].parse().expect("a number"),
            service: fields[1].to_owned(),
            throughput: number(3),
            response_ms: number(4),
            samples: number(5),
        }
    };
    let runs: Vec<ClosedLoop> = text.lines().skip(1).map(run).filter(|run| run.service == service).collect();
    assert_eq!(runs.len(), 12, "4 numbers of users, 3 repetitions");
    runs
}

/// E14's stack, in the long run: requests a second and mean response \[ms\].
fn e14(users: u32, wait: &str) -> (f64, f64) {
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

#[test]
fn e14_exponential_service_is_machine_repair_in_the_simulator_as_on_the_real_stack() {
    for run in closed_loops("exp").iter().filter(|run| run.users >= 8) {
        let theory = lonebox::theory::machine_repair::steady_state(run.users, 0.2, 0.0515, 2).expect("valid");
        let (throughput, response) = e14(run.users, EXPONENTIAL);
        for (what, throughput, response) in
            [("simulated", throughput, response), ("measured", run.throughput, run.response_ms)]
        {
            let told = format!("{what}: {throughput:.2}/s and {response:.1} ms, theory {theory:?}");
            assert!(is_near(throughput, theory.throughput, 4.0, 0.0), "{told}");
            assert!(is_near(response, theory.response_mean * 1_000.0, 11.0, 0.0), "{told}");
        }
    }
}

#[test]
fn e14_deterministic_service_gives_what_was_measured() {
    for run in closed_loops("det") {
        let (throughput, response) = e14(run.users, r#""50ms""#);
        let told = format!(
            "{} users: {throughput:.2}/s and {response:.1} ms, measured {:.2}/s and {:.1} ms",
            run.users, run.throughput, run.response_ms
        );
        // Below the knee a run's throughput is as good as its think times: three standard errors of their mean.
        let luck = if run.users < 10 { 300.0 / run.samples.sqrt() } else { 0.0 };
        assert!(is_near(throughput, run.throughput, luck.max(5.0), 0.0), "{told}");
        assert!(is_near(response, run.response_ms, 10.0, 0.0), "{told}");
    }
}

/// What was measured of a retry storm: its trace, requests that succeeded, and attempts.
const STORMS: [(&str, u64, u64); 6] = [
    ("e15b_0", 240, 2_436),
    ("e15b_1", 246, 2_106),
    ("e15b_2", 259, 2_143),
    ("e15c_0", 721, 721),
    ("e15c_1", 636, 636),
    ("e15c_2", 632, 632),
];

fn e15(trace: &str, retries: &str) -> Report {
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

#[test]
fn e15_a_retry_storm_outlives_its_cause_and_a_short_overload_does_not_become_one() {
    for (trace, good, attempts) in STORMS {
        let report = e15(trace, THREE_RETRIES);
        let figures = report.windows[0].figures();
        let (succeeded, tried) = (figures.pages().good(), figures.attempts().begun());
        let told = format!("{trace}: {succeeded} of {good}, {tried} attempts of {attempts}");
        assert!(is_near(succeeded as f64, good as f64, 3.0, 0.0), "{told}");
        assert!(is_near(tried as f64, attempts as f64, 1.0, 0.0), "{told}");
        let last = report.windows[1].figures();
        let metastable = trace.starts_with("e15b");
        assert_eq!(last.pages().good() == 0, metastable, "{told}: ten to twenty seconds after the overload");
        if metastable {
            let rate = last.attempts().begun() as f64 / 10.0;
            assert!((56.0..=65.0).contains(&rate), "{told}: measured 57 to 64 a second, {rate}");
        }
    }
}

#[test]
fn e15_without_retries_the_site_recovers() {
    let report = e15("e15b_0", "");
    let last = report.windows[1].figures();
    assert!(last.pages().good() > 50, "{:?}", last.pages());
}
