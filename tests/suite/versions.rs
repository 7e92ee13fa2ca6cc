//! What depends on a program's version, seen through whole runs of both.

use lonebox::simulation::Report;
use lonebox::vocabulary::{FailureKind, Happening, Message};

use crate::rooms::latencies;
use crate::site;

/// A site under this profile; `server`, `route`, `visitors` and `timeline` are the insides of their blocks.
fn run(profile: &str, server: &str, route: &str, visitors: &str, timeline: &str) -> Report {
    site::run(site::plan(&format!(
        r#"{{
            "schema_version": 1, "title": "versions", "run": {{"duration": "60s", "journeys": 1000}}, "profile": {{{profile}}},
            "domain": {{"scheme": "http"}}, "server": {{{server}}},
            "application": {{
                "routes": {{"/": {{"dynamic": {{{route}}}}}}}, "pages": {{"home": {{"document": "/"}}}}
            }},
            "visitors": {{"patience": "forever", {visitors}}},
            "timeline": [{timeline}]
        }}"#
    )))
}

fn failures(report: &Report) -> Vec<(FailureKind, u64)> {
    report.windows[0].tally.pages.failures().collect()
}

fn lines(report: &Report, message: Message) -> u64 {
    report.logs.written(message).count
}

#[test]
fn an_aborted_worker_says_500_since_gunicorn_22() {
    let of = |version| {
        let profile = format!(r#""gunicorn": "{version}""#);
        failures(&run(
            &profile,
            r#""gunicorn": {"timeout": "2s"}"#,
            r#""wait": "9s""#,
            r#""arrivals": {"at": ["1s"]}"#,
            "",
        ))
    };
    assert_eq!(of("21.2"), [(FailureKind::UpstreamClosed, 1)]);
    assert_eq!(of("22"), [(FailureKind::WorkerTimedOut, 1)]);
}

#[test]
fn mysql_says_why_it_closed_an_idle_session_since_8_0_24() {
    let of = |version| {
        let profile = format!(r#""mysql": "{version}""#);
        let server = r#""gunicorn": {"workers": 1}, "mysql": {"wait_timeout": "5s"}"#;
        let report = run(&profile, server, r#""queries": 1"#, r#""arrivals": {"at": ["1s", "20s"]}"#, "");
        assert_eq!(failures(&report), [(FailureKind::DatabaseSessionClosed, 1)]);
        (lines(&report, Message::DatabaseGoneAway), lines(&report, Message::DatabaseInactivity))
    };
    assert_eq!(["5.7", "8.0.23", "8.0.24", "8.0"].map(of), [(1, 0), (1, 0), (0, 1), (0, 1)]);
}

#[test]
fn mysql_numbers_its_log_lines_since_8_0() {
    let of = |version| {
        let profile = format!(r#""mysql": "{version}""#);
        let kill = r#"{"at": "20s", "mysql_kill": {"for": "1s"}}"#;
        let report = run(&profile, "", r#""queries": 1"#, r#""arrivals": {"at": ["1s"]}"#, kill);
        let starting = report.logs.lines().find(|(message, ..)| *message == Message::MysqlStarting);
        starting.expect("it is started again").1
    };
    assert_eq!(of("5.7"), "[Note] /usr/sbin/mysqld (mysqld 5.7) starting as process N ...");
    assert!(of("8.0").starts_with("[System] [MY-010116] [Server]"));
}

#[test]
fn a_crash_leaves_as_much_redo_as_the_versions_log_holds() {
    let of = |version| {
        let profile = format!(r#""mysql": "{version}""#);
        let server = r#""gunicorn": {"workers": 1}, "mysql": {"redo_apply_per_second": "4MiB", "checkpoint_per_second": "1KiB"}"#;
        let route = r#""cpu": "1ms", "queries": 1, "query": {"redo": "60MiB"}"#;
        let visitors = r#""arrivals": {"at": ["1s", "6s"]}"#;
        let report = run(&profile, server, route, visitors, r#"{"at": "20s", "mysql_kill": {"for": "1s"}}"#);
        let accepts = report.chronicle.iter().find(|entry| entry.what == Happening::MysqlAccepts);
        accepts.map(|entry| entry.at.as_nanos() / 1_000_000_000)
    };
    // 21 s, 0.2 s to start, and 96 or 100 MiB of redo at 4 MiB a second.
    assert_eq!(["5.7", "8.0.29", "8.0.30"].map(of), [Some(45), Some(45), Some(46)]);
}

#[test]
fn the_accept_queue_is_cut_to_129_before_linux_5_4() {
    let of = |version| {
        let profile = format!(r#""server_linux": "{version}""#);
        let server = r#""nginx": {"worker_connections": 4096}, "gunicorn": {"workers": 1, "bind": "unix:/run/gunicorn.sock"}"#;
        let times = vec![r#""1s""#; 200].join(", ");
        let visitors = format!(r#""arrivals": {{"at": [{times}]}}, "resolvers": 1"#);
        failures(&run(&profile, server, r#""cpu": "1ms", "wait": "3s""#, &visitors, ""))
    };
    assert_eq!(of("5.3"), [(FailureKind::UpstreamQueueFull, 200 - 1 - 129)]);
    assert_eq!(of("5.4"), []);
}

#[test]
fn a_lost_syn_comes_again_each_second_since_linux_6_5() {
    let of = |version| {
        let profile = format!(r#""visitors_linux": "{version}""#);
        let visitors = r#""arrivals": {"at": ["10s"]}, "round_trip": "0s""#;
        let unplugged = r#"{"at": "9s", "network_unplugged": {"for": "4500ms"}}"#;
        latencies(&run(&profile, "", "", visitors, unplugged))[0] / 1_000
    };
    assert_eq!(["3.2", "6.4", "6.5", "6.8"].map(of), [7, 7, 4, 4]);
}

#[test]
fn a_connection_serves_a_thousand_requests_since_nginx_1_19_10_and_gunicorn_keeps_them_since_1_29_7() {
    let of = |version| {
        let plan = site::plan(&format!(
            r#"{{"schema_version": 1, "title": "v", "run": {{"duration": "1s"}}, "profile": {{"nginx": "{version}"}}}}"#
        ));
        (plan.settings.web_server.keepalive_requests, plan.settings.web_server.keepalive)
    };
    let versions = ["1.19.9", "1.19.10", "1.29.6", "1.29.7"];
    assert_eq!(versions.map(of), [(100, 0), (1_000, 0), (1_000, 0), (1_000, 32)]);
}
