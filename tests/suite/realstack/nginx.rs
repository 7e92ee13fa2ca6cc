//! nginx beside a real one: stopped, reloaded and broken under the arrivals that were measured (E8), before an application
//! that is saturated (E4), and with all its connections taken (E11).

use lonebox::scenario;
use lonebox::simulation::Report;
use lonebox::vocabulary::FailureKind;

use super::comparison::{Experiment, Grade};
use super::{Trace, cells, number, traces};
use crate::site;

fn run(trace: &Trace, gunicorn: &str, patience: &str, timeline: &str) -> Report {
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
    plan.settings.client.groups[0].arrivals = scenario::read_trace(&trace.text).expect("a valid trace");
    site::run(plan)
}

/// Good pages, those that were cut, and those that were refused; they end in no other way.
fn ended(report: &Report) -> [f64; 3] {
    let pages = report.windows[0].figures().pages();
    let cut = pages.failed_as(FailureKind::EmptyReply) + pages.failed_as(FailureKind::ConnectionReset);
    let refused = pages.failed_as(FailureKind::ConnectionRefused);
    assert_eq!(pages.failed(), cut + refused, "they fail in no other way");
    [pages.good() as f64, cut as f64, refused as f64]
}

/// Each variant of E8, when it was acted in its three repetitions [ms], and how.
const E8: [(&str, [u64; 3], &str); 4] = [
    ("a", [3_062, 3_051, 3_046], r#""nginx_restart": {"signal": "term"}"#),
    ("b", [3_000, 3_007, 3_014], r#""nginx_reload": {}"#),
    ("d", [3_031, 3_027, 3_028], r#""nginx_reload": {"config": "broken"}"#),
    ("e", [3_063, 3_051, 3_047], r#""nginx_restart": {"signal": "term", "config": "broken"}"#),
];

/// A stop cuts what is under way, a reload nobody, and a broken file only who must start with it.
pub(super) fn e8() -> Experiment {
    let mut experiment = Experiment::new("E8");
    for (variant, times, deed) in E8 {
        for (trace, at) in traces(&format!("e8{variant}_")).iter().zip(times) {
            // Sixteen threads that sleep are sixteen workers.
            let timeline = format!(r#"{{"at": "{at}ms", {deed}}}"#);
            let [good, cut, refused] = ended(&run(trace, r#""workers": 16"#, "\"forever\"", &timeline));
            let cut_there = trace.count("closed") + trace.count("reset");
            for (what, measured, simulated) in [
                ("served", trace.count("200"), good),
                ("cut", cut_there, cut),
                ("refused", trace.count("refused"), refused),
            ] {
                experiment.near(Grade::A, &format!("{variant}: {what}"), [measured as f64, simulated], 1.0);
            }
        }
    }
    reload_of_kept_connections(&mut experiment);
    experiment
}

/// Browsers that load forty files each over one connection, while nginx reloads: rarely one of them is between two files.
fn reload_of_kept_connections(experiment: &mut Experiment) {
    let files = vec![r#""/slow""#; 40].join(", ");
    let report = site::run(site::plan(&format!(
        r#"{{
            "schema_version": 1, "title": "E8 f", "run": {{"duration": "30s"}},
            "domain": {{"scheme": "http", "resolver_round_trip": "0s", "root_round_trip": "0s",
                        "com_round_trip": "0s", "authority_round_trip": "0s"}},
            "server": {{"nginx": {{"worker_processes": 1}}, "gunicorn": {{"workers": 16}}}},
            "application": {{
                "routes": {{"/slow": {{"dynamic": {{"size": "300B", "cpu": "0s", "wait": "200ms"}}}}}},
                "pages": {{"home": {{"document": "/slow", "files": [{files}]}}}}
            }},
            "visitors": {{"arrivals": {{"at": ["1s", "1025ms", "1050ms", "1075ms", "1100ms", "1125ms", "1150ms", "1175ms"]}},
                          "round_trip": "600us", "bandwidth": "1Gbit/s", "patience": "forever", "connections_per_host": 1}},
            "timeline": [{{"at": "3s", "nginx_reload": {{}}}}]
        }}"#
    )));
    let requests = report.windows[0].figures().requests(None);
    for trace in traces("e8f_") {
        let pair = [trace.count("closed") as f64, requests.failed() as f64];
        experiment.between(Grade::B, "f: kept connections that a reload cuts", pair, [0.0, 2.0]);
    }
}

/// A saturated application answers as many as were measured, and files do not notice.
pub(super) fn e4() -> Experiment {
    let mut experiment = Experiment::new("E4");
    for (dynamic, files) in traces("e4_wc4096_dy").iter().zip(traces("e4_wc4096_st")) {
        let patient = r#"{"empirical": ["10s"]}"#;
        let report = run(dynamic, r#""workers": 2"#, patient, "");
        let pages = report.windows[0].figures().pages().clone();
        let left = pages.failed_as(FailureKind::GaveUpWaiting);
        let requests = dynamic.rows.len() as f64;
        assert_eq!(pages.good() + left, dynamic.rows.len() as u64, "nobody is refused");
        let pair = [dynamic.count("200") as f64, pages.good() as f64];
        experiment.near(Grade::A, "dynamic requests that are served", pair, 0.01 * requests);
        let failing = beside_files(dynamic, &files);
        let pair = [(files.rows.len() as u64 - files.count("200")) as f64, failing];
        experiment.near(Grade::A, "files that fail", pair, 0.0);
    }
    experiment
}

/// How many files fail that are asked for beside the dynamic requests.
fn beside_files(dynamic: &Trace, files: &Trace) -> f64 {
    let mut plan = site::plan(
        r#"{
            "schema_version": 1, "title": "E4", "run": {"duration": "40s"},
            "domain": {"scheme": "http"},
            "server": {
                "nginx": {"worker_processes": 1, "worker_connections": 4096, "worker_rlimit_nofile": 65536},
                "gunicorn": {"workers": 2}
            },
            "application": {
                "routes": {"/": {"dynamic": {"size": "300B", "cpu": "0s", "wait": "100ms"}}, "/file": {"static": {"size": "10KiB"}}},
                "pages": {"home": {"document": "/"}, "file": {"document": "/file"}}
            },
            "visitors": {
                "round_trip": "600us", "bandwidth": "1Gbit/s", "patience": {"empirical": ["10s"]},
                "groups": {"dynamic": {"pages": {"home": 1}}, "files": {"pages": {"file": 1}}}
            }
        }"#,
    );
    for (group, trace) in plan.settings.client.groups.iter_mut().zip([dynamic, files]) {
        // What a file took to serve was not measured apart.
        let text = trace.text.replace(",,", ",0,");
        group.arrivals = scenario::read_trace(&text).expect("a valid trace");
    }
    let report = site::run(plan);
    let class = lonebox::vocabulary::RequestClass::Static;
    let requests = report.windows[0].figures().requests(Some(class));
    assert_eq!(requests.ended(), files.rows.len() as u64, "each file was asked for");
    requests.failed() as f64
}

/// E11: 64 connections for everybody, and a hundred who hold some from 3 s on.
fn with_holders(holders: &str) -> Report {
    site::run(site::plan(&format!(
        r#"{{
            "schema_version": 1, "title": "E11", "run": {{"duration": "20s", "journeys": 1000}},
            "domain": {{"scheme": "http"}},
            "server": {{
                "nginx": {{"worker_processes": 1, "worker_connections": 64}},
                "gunicorn": {{"worker_class": "gthread", "threads": 120}}
            }},
            "application": {{
                "routes": {{
                    "/hold": {{"dynamic": {{"size": "300B", "cpu": "0s", "wait": "9s"}}}},
                    "/": {{"dynamic": {{"size": "300B", "cpu": "0s", "wait": "20ms"}}}},
                    "/file": {{"static": {{"size": "10KiB"}}}}
                }},
                "pages": {{"slow": {{"document": "/hold"}},
                           "idle": {{"document": "/file", "files": ["/file", "/file", "/file", "/file", "/file", "/hold"]}},
                           "home": {{"document": "/"}}, "file": {{"document": "/file"}}}}
            }},
            "visitors": {{
                "round_trip": "600us", "bandwidth": "1Gbit/s", "patience": "forever", "attempt_timeout": "15s",
                "groups": {{
                    "holders": {holders},
                    "files": {{"arrivals": {{"poisson": {{"rate": "15/s"}}}}, "pages": {{"file": 1}}}},
                    "others": {{"arrivals": {{"poisson": {{"rate": "15/s"}}}}, "pages": {{"home": 1}}}}
                }}
            }},
            "windows": {{"held": {{"from": "3100ms", "to": "11900ms"}}}}
        }}"#
    )))
}

fn at_three(holders: usize, page: &str) -> String {
    let times = vec![r#""3s""#; holders].join(", ");
    format!(r#"{{"arrivals": {{"at": [{times}]}}, "pages": {{"{page}": 1}}}}"#)
}

/// The share of requests of a sort that fail while the connections are held.
fn failing(report: &Report, class: lonebox::vocabulary::RequestClass) -> f64 {
    let requests = report.windows[1].figures().requests(Some(class));
    requests.failed() as f64 / requests.ended() as f64
}

pub(super) fn e11() -> Experiment {
    use lonebox::vocabulary::RequestClass::{Dynamic, Static};
    let mut experiment = Experiment::new("E11");
    let slow = with_holders(&at_three(100, "slow"));
    let long = |page: &&lonebox::snapshot::PageJourney| {
        page.ended - page.begun > lonebox::units::SimDuration::from_secs(5)
            && page.outcome.failure().is_none()
    };
    let served = slow.journeys.iter().filter(long).count() as f64;
    // Seventeen browsers that wait on one of their six connections: 85 idle ones.
    let idle = with_holders(&at_three(17, "idle"));
    for row in cells("e11.csv") {
        let share = |failed: usize, all: usize| number(&row[failed]) / number(&row[all]);
        let (report, who) = if row[0] == "slow_active" { (&slow, "busy") } else { (&idle, "idle") };
        if who == "busy" {
            experiment.near(Grade::A, "holders that fit into 64 connections", [number(&row[2]), served], 0.0);
        }
        let pair = [share(4, 3), failing(report, Static)];
        experiment.near(Grade::A, &format!("share of files that fail beside {who} holders"), pair, 0.0);
        let pair = [share(6, 5), failing(report, Dynamic)];
        experiment.near(Grade::A, &format!("share of others that fail beside {who} holders"), pair, 0.0);
    }
    experiment
}
