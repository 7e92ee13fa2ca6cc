//! nginx beside a real one: stopped, reloaded and broken under the arrivals that were measured (E8), and before an
//! application that is saturated (E4).

use lonebox::scenario;
use lonebox::simulation::Report;
use lonebox::vocabulary::FailureKind;

use crate::site;

fn trace(name: &str) -> String {
    let path = format!("{}/tests/suite/realstack/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// How many attempts of a trace ended so.
fn measured(trace: &str, outcomes: &[&str]) -> u64 {
    let outcome = |line: &str| line.split(',').nth(3).map(str::to_owned).expect("an outcome");
    trace.lines().skip(1).filter(|line| outcomes.contains(&outcome(line).as_str())).count() as u64
}

fn run(trace: &str, gunicorn: &str, patience: &str, timeline: &str) -> Report {
    let mut plan = site::plan(&format!(
        r#"{{
            "schema_version": 1, "title": "a real stack", "run": {{"duration": "100s"}},
            "domain": {{"scheme": "http", "resolver_round_trip": "0s", "root_round_trip": "0s",
                        "com_round_trip": "0s", "authority_round_trip": "0s"}},
            "server": {{
                "nginx": {{"worker_processes": 1, "worker_connections": 4096, "worker_rlimit_nofile": 65536}},
                "gunicorn": {{{gunicorn}}}
            }},
            "application": {{
                "routes": {{"/": {{"dynamic": {{"size": "300B", "cpu": "0s", "wait": "50ms"}}}}}},
                "pages": {{"home": {{"document": "/"}}}}
            }},
            "visitors": {{"round_trip": "600us", "bandwidth": "1Gbit/s", "patience": {patience}}},
            "timeline": [{timeline}]
        }}"#
    ));
    plan.settings.client.groups[0].arrivals = scenario::read_trace(trace).expect("a valid trace");
    site::run(plan)
}

/// Good pages, those that were cut, those that were refused, and all that failed.
fn ended(report: &Report) -> [u64; 4] {
    let pages = report.windows[0].figures().pages();
    let cut = pages.failed_as(FailureKind::EmptyReply) + pages.failed_as(FailureKind::ConnectionReset);
    [pages.good(), cut, pages.failed_as(FailureKind::ConnectionRefused), pages.failed()]
}

/// Each variant of E8, when it was acted in its three repetitions [ms], and how.
const E8: [(&str, [u64; 3], &str); 4] = [
    ("a", [3_062, 3_051, 3_046], r#""nginx_restart": {"signal": "term"}"#),
    ("b", [3_000, 3_007, 3_014], r#""nginx_reload": {}"#),
    ("d", [3_031, 3_027, 3_028], r#""nginx_reload": {"config": "broken"}"#),
    ("e", [3_063, 3_051, 3_047], r#""nginx_restart": {"signal": "term", "config": "broken"}"#),
];

#[test]
fn e8_a_stop_cuts_what_is_under_way_a_reload_nobody_and_a_broken_file_only_a_start() {
    for (variant, times, deed) in E8 {
        for (repetition, at) in times.iter().enumerate() {
            let trace = trace(&format!("e8{variant}_{repetition}"));
            // Sixteen threads that sleep are sixteen workers.
            let timeline = format!(r#"{{"at": "{at}ms", {deed}}}"#);
            let [good, cut, refused, failed] =
                ended(&run(&trace, r#""workers": 16"#, "\"forever\"", &timeline));
            assert_eq!(failed, cut + refused, "e8{variant}_{repetition}: they fail in no other way");
            let both = [
                (good, measured(&trace, &["200"])),
                (cut, measured(&trace, &["closed", "reset"])),
                (refused, measured(&trace, &["refused"])),
            ];
            for (simulated, measured) in both {
                assert!(simulated.abs_diff(measured) <= 1, "e8{variant}_{repetition}: {both:?}");
            }
        }
    }
}

#[test]
fn e4_a_saturated_application_answers_as_many_as_were_measured() {
    for repetition in 0..3 {
        let trace = trace(&format!("e4_wc4096_dy_{repetition}"));
        let requests = trace.lines().count() as u64 - 1;
        let report = run(&trace, r#""workers": 2"#, r#"{"empirical": ["10s"]}"#, "");
        let [good, ..] = ended(&report);
        let left = report.windows[0].figures().pages().failed_as(FailureKind::GaveUpWaiting);
        assert_eq!(good + left, requests, "nobody is refused");
        let off = good.abs_diff(measured(&trace, &["200"]));
        assert!(off * 100 <= requests, "{repetition}: {good} good of {requests}, {off} off");
    }
}
