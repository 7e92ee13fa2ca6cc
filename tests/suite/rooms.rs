//! What each room must do, measured on a real stack or read in the programs' manuals, seen through whole runs.

use lonebox::simulation::Report;
use lonebox::units::SimDuration;
use lonebox::vocabulary::{FailureKind, Happening, RequestClass};

use crate::site;

/// A site on loopback: nothing computes, nothing is far away, one route that waits; `server`, `visitors` and the rest as
/// each test needs them.
fn loopback(wait: &str, arrivals: &str, gunicorn: &str, nginx: &str, rest: &str) -> Report {
    site::run(site::plan(&format!(
        r#"{{
            "schema_version": 1,
            "title": "a room",
            "run": {{"duration": "120s", "journeys": 1000}},
            "domain": {{
                "scheme": "http", "resolver_round_trip": "0s", "root_round_trip": "0s", "com_round_trip": "0s",
                "authority_round_trip": "0s"
            }},
            "server": {{
                "machine": {{"boot_time": "10s"}},
                "nginx": {{"proxied_cpu": "0s", "static_cpu": "0s" {nginx}}},
                "gunicorn": {{"request_cpu": "0s" {gunicorn}}}
            }},
            "application": {{
                "routes": {{
                    "/": {{"dynamic": {{"size": "1KiB", "cpu": "0s", "wait": "{wait}"}}}},
                    "/query": {{"dynamic": {{"size": "1KiB", "cpu": "0s", "queries": 1, "query": {{"cpu": "1ms", "page_reads": 0}}}}}},
                    "/file": {{"static": {{"size": "1KiB"}}}}
                }},
                "pages": {{"home": {{"document": "/"}}, "query": {{"document": "/query"}}, "file": {{"document": "/file"}}}}
            }},
            "visitors": {{"arrivals": {arrivals}, "round_trip": "0s", "bandwidth": "1Gbit/s"
                         {rest}
        }}"#
    )))
}

/// Visits at these milliseconds.
fn at(millis: impl Iterator<Item = u64>) -> String {
    let times: Vec<String> = millis.map(|millis| format!("\"{millis}ms\"")).collect();
    format!("{{\"at\": [{}]}}", times.join(", "))
}

const FOREVER: &str = r#", "patience": "forever"}"#;

fn failed_as(report: &Report, kind: FailureKind) -> u64 {
    report.windows[0].figures().pages().failed_as(kind)
}

fn good(report: &Report) -> u64 {
    report.windows[0].figures().pages().good()
}

fn latencies(report: &Report) -> Vec<u64> {
    let mut pages = report.journeys.clone();
    pages.sort_by_key(|page| page.visit);
    pages.iter().map(|page| (page.ended - page.begun).as_nanos() / 1_000_000).collect()
}

#[test]
fn a_proxied_request_takes_two_of_the_slots_that_a_listener_and_a_channel_leave() {
    // Measured (E11): 31 of 64 at once; a visitor's own connection finds no slot when all 62 are taken.
    let nginx = r#", "worker_processes": 1, "worker_connections": 64"#;
    let report =
        loopback("2s", &at((0..40).map(|place| 1_000 + place)), r#", "workers": 40"#, nginx, FOREVER);
    assert_eq!((good(&report), failed_as(&report, FailureKind::EmptyReply)), (31, 9));
}

#[test]
fn a_full_unix_socket_refuses_at_once_and_holds_backlog_and_one() {
    // Measured (E2 d): 2 at work, 17 wait for backlog 16, the next is a 502 within 2 ms; the longest 200 takes 1 s.
    let gunicorn = r#", "workers": 2, "backlog": 16, "bind": "unix:/run/gunicorn.sock""#;
    let report = loopback("100ms", &at((0..30).map(|place| 1_000 + place / 10)), gunicorn, "", FOREVER);
    assert_eq!((good(&report), failed_as(&report, FailureKind::UpstreamQueueFull)), (19, 11));
    let longest = report.windows[0].figures().page_latency().max().expect("good pages");
    assert_eq!(
        longest.as_nanos() / 1_000_000,
        999,
        "ten services of 100 ms, less the millisecond it came later"
    );
}

#[test]
fn a_full_tcp_queue_drops_the_next_syn_which_is_sent_again_on_the_servers_schedule() {
    let gunicorn = r#", "workers": 1, "backlog": 1"#;
    let report = loopback("300ms", &at((0..4).map(|_| 1_000)), gunicorn, "", FOREVER);
    assert_eq!(good(&report), 4, "nobody gets a quick error");
    assert_eq!(
        latencies(&report),
        [300, 600, 900, 1_300],
        "the fourth comes back after a second, to an empty queue"
    );
}

#[test]
fn a_504_does_not_stop_the_work() {
    // Measured: with a 2 s read timeout and a 5 s request, the next quick request gets 504 as well.
    let nginx = r#", "proxy_read_timeout": "2s""#;
    let report = loopback("5s", &at([1_000, 1_100].into_iter()), "", nginx, FOREVER);
    assert_eq!(failed_as(&report, FailureKind::UpstreamReadTimedOut), 2);
    assert_eq!(latencies(&report), [2_000, 2_000]);
    let (counters, _) = report.windows[0].figures().counted().expect("the run reached its end");
    assert_eq!((counters.executions, counters.wasted), (2, 2), "both were worked on to the end, for nobody");
}

#[test]
fn a_visitor_who_leaves_does_not_free_the_worker() {
    // Measured: the client leaves at 1 s of a 4 s request; the next request waits 3 s.
    let rest = r#", "patience": {"empirical": ["1s"]}}"#;
    let report = loopback("4s", &at([1_000].into_iter()), "", "", rest);
    assert_eq!(failed_as(&report, FailureKind::GaveUpWaiting), 1);
    let (counters, _) = report.windows[0].figures().counted().expect("the run reached its end");
    assert_eq!((counters.executions, counters.wasted), (1, 1));
}

#[test]
fn a_worker_silent_for_too_long_is_aborted_and_what_is_seen_depends_on_the_version() {
    // Measured: timeout 3 s, failure at 3 to 4 s; 500 on 23 and 27, 502 on 20.
    for (version, kind) in [("23", FailureKind::WorkerTimedOut), ("20", FailureKind::UpstreamClosed)] {
        let profile = format!(r#"{FOREVER}, "profile": {{"gunicorn": "{version}"}}"#);
        let report = loopback("20s", &at([1_400].into_iter()), r#", "timeout": "3s""#, "", &profile);
        assert_eq!(failed_as(&report, kind), 1, "{version}");
        assert_eq!(latencies(&report), [3_600], "noticed at the arbiter's next look");
    }
}

#[test]
fn a_reload_fails_nobody_and_a_hard_restart_cuts_what_is_under_way() {
    let timeline = |deed: &str| format!(r#"{FOREVER}, "timeline": [{{"at": "1050ms", {deed}}}]"#);
    let visits = at((0..8).map(|place| 1_000 + place));
    let workers = r#", "workers": 8"#;
    let reload = loopback("100ms", &visits, workers, "", &timeline(r#""nginx_reload": {}"#));
    assert_eq!(good(&reload), 8);
    let quit = loopback("100ms", &visits, workers, "", &timeline(r#""nginx_restart": {"signal": "quit"}"#));
    assert_eq!(good(&quit), 8, "a graceful quit finishes what is under way");
    let term = loopback("100ms", &visits, workers, "", &timeline(r#""nginx_restart": {"signal": "term"}"#));
    assert_eq!(failed_as(&term, FailureKind::EmptyReply), 8, "measured: 8 of 8 end with EOF or reset");
}

#[test]
fn while_nginx_starts_visitors_are_refused() {
    let timeline =
        format!(r#"{FOREVER}, "timeline": [{{"at": "1s", "nginx_restart": {{"signal": "term"}}}}]"#);
    let report = loopback("1ms", &at((0..100).map(|place| 950 + place)), "", "", &timeline);
    assert_eq!(failed_as(&report, FailureKind::ConnectionRefused), 30, "30 ms, a visit each");
    assert_eq!(failed_as(&report, FailureKind::EmptyReply), 1, "the one that was under way");
    assert_eq!(good(&report), 69);
}

#[test]
fn gunicorns_stop_serves_who_is_at_work_and_resets_who_waits() {
    // Measured (R19): executing requests finish, queued ones get 502 when the last worker exits, later ones at once.
    let timeline = format!(r#"{FOREVER}, "timeline": [{{"at": "1s", "gunicorn_restart": {{}}}}]"#);
    let visits = at([900, 910, 920, 930, 1_050, 1_450].into_iter());
    let report = loopback("500ms", &visits, r#", "workers": 2"#, "", &timeline);
    assert_eq!(failed_as(&report, FailureKind::UpstreamReset), 3);
    assert_eq!(failed_as(&report, FailureKind::UpstreamRefused), 1);
    assert_eq!(good(&report), 2);
    assert_eq!(latencies(&report), [500, 500, 490, 480, 360, 0]);
}

#[test]
fn a_hup_lets_everybody_wait_for_the_import_and_fails_nobody() {
    let timeline = format!(r#"{FOREVER}, "timeline": [{{"at": "1s", "gunicorn_reload": {{}}}}]"#);
    let report =
        loopback("1ms", &at((0..100).map(|place| 900 + 20 * place)), r#", "workers": 2"#, "", &timeline);
    assert_eq!(good(&report), 100);
    let longest = report.windows[0].figures().page_latency().max().expect("good pages");
    let import = SimDuration::from_secs(1);
    assert!(
        longest <= import + SimDuration::from_millis(2) && longest + SimDuration::from_millis(20) > import
    );
}

#[test]
fn a_connection_begun_in_an_outage_succeeds_at_the_first_syn_after_it() {
    let timeline = format!(r#"{FOREVER}, "timeline": [{{"at": "1s", "power_loss": {{"for": "3s"}}}}]"#);
    // The plug is back at 4 s, the kernel at 14 s, gunicorn has imported its code at 15.63 s.
    let report = loopback("1ms", &at([2_000, 5_500].into_iter()), "", "", &timeline);
    assert_eq!(latencies(&report), [19_001, 11_001], "SYNs at 1, 2, 3, 4, 5, 7, 11, 19 s");
}

#[test]
fn a_request_sent_into_the_outage_is_sent_again_and_answered_with_a_reset() {
    // The SYN-ACK is back at 961 ms, the request is on its way when the plug is pulled, and nginx's kernel knows nothing
    // of the connection afterwards.
    let report = site::run(site::plan(
        r#"{"schema_version": 1, "title": "t", "run": {"duration": "60s", "journeys": 9},
            "domain": {"scheme": "http"}, "server": {"machine": {"boot_time": "2s"}},
            "visitors": {"arrivals": {"at": ["700ms"]}, "round_trip": "200ms", "patience": "forever"},
            "timeline": [{"at": "1s", "power_loss": {"for": "1s"}}]}"#,
    ));
    assert_eq!(failed_as(&report, FailureKind::ConnectionReset), 1);
}

#[test]
fn a_dead_database_fails_its_pages_quickly_and_no_others() {
    let timeline = |rest: &str| {
        format!(
            r#", "pages": {rest}, "patience": "forever"}}, "timeline": [{{"at": "10s", "mysql_kill": {{"for": "5s"}}}}]"#
        )
    };
    let visits = r#"{"even": {"rate": "10/s"}}"#;
    let report = loopback("1ms", visits, r#", "workers": 2"#, "", &timeline(r#"{"query": 1}"#));
    let lost = failed_as(&report, FailureKind::DatabaseLost);
    let unreachable = failed_as(&report, FailureKind::DatabaseUnreachable);
    assert!((1..=2).contains(&lost), "each worker's pooled connection is found stale once: {lost}");
    assert!((48..=53).contains(&(lost + unreachable)), "for 5 s and the start: {lost} and {unreachable}");
    let others = loopback("1ms", visits, "", "", &timeline(r#"{"home": 1, "file": 1}"#));
    assert_eq!(others.windows[0].figures().pages().failed(), 0);
    assert!(others.chronicle.iter().any(|entry| entry.what == Happening::MysqlAccepts));
}

#[test]
fn a_restart_of_mysql_costs_each_pooled_connection_one_error_unless_it_is_tested_first() {
    // Measured (R32): each stale connection fails once on its next use; with pre_ping none.
    let rest = r#", "pages": {"query": 1}, "patience": "forever"}, "timeline": [{"at": "10s", "mysql_restart": {}}]"#;
    let visits = at([1_000, 1_000, 1_000, 20_000, 20_000, 20_000, 30_000].into_iter());
    for (connections, lost) in [("pooled", 3), ("pooled_pre_ping", 0), ("per_request", 0)] {
        let gunicorn = format!(r#", "workers": 3, "database_connections": "{connections}""#);
        let report = loopback("1ms", &visits, &gunicorn, "", rest);
        assert_eq!(failed_as(&report, FailureKind::DatabaseLost), lost, "{connections}");
        assert_eq!(good(&report), 7 - lost, "{connections}");
    }
}

#[test]
fn too_many_connections_is_error_1040() {
    let rest = r#", "pages": {"query": 1}, "patience": "forever"}"#;
    let gunicorn = r#", "workers": 15, "database_connections": "per_request""#;
    let visits = at((0..15).map(|_| 1_000));
    let whole = loopback("1ms", &visits, gunicorn, "", rest);
    assert_eq!(good(&whole), 15);
    let mut plan = site::plan(
        r#"{"schema_version": 1, "title": "t", "run": {"duration": "10s"},
        "server": {"mysql": {"max_connections": 10}, "gunicorn": {"workers": 15, "request_cpu": "0s"}},
        "application": {"routes": {"/": {"dynamic": {"cpu": "0s", "queries": 1, "query": {"cpu": "100ms"}}}},
                        "pages": {"home": {"document": "/"}}},
        "visitors": {"patience": "forever"}}"#,
    );
    let times = vec![lonebox::units::SimTime::from_secs(1); 15];
    plan.settings.client.arrivals = lonebox::topology::settings::client::Arrivals::At(times);
    let report = site::run(plan);
    assert_eq!((good(&report), failed_as(&report, FailureKind::DatabaseFull)), (10, 5));
}

#[test]
fn files_are_sent_whatever_state_gunicorn_is_in() {
    let rest = r#", "pages": {"file": 1}, "patience": "forever"}, "timeline": [{"at": "10s", "gunicorn_restart": {}}]"#;
    let report = loopback("1ms", r#"{"even": {"rate": "100/s"}}"#, "", "", rest);
    let figures = report.windows[0].figures();
    assert_eq!(figures.requests(Some(RequestClass::Static)).failed(), 0);
    assert!(figures.pages().good() > 11_900);
}
