//! What each room must do, measured on a real stack or read in the programs' manuals, seen through whole runs.

use lonebox::simulation::Report;
use lonebox::units::SimDuration;
use lonebox::vocabulary::{FailureKind, Happening, Limit, RequestClass};

use crate::site;

/// A site on loopback: nothing computes, nothing is far away, one route that waits; `server`, `visitors` and the rest as
/// each test needs them.
pub(crate) fn loopback(wait: &str, arrivals: &str, gunicorn: &str, nginx: &str, rest: &str) -> Report {
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
pub(crate) fn at(millis: impl Iterator<Item = u64>) -> String {
    let times: Vec<String> = millis.map(|millis| format!("\"{millis}ms\"")).collect();
    format!("{{\"at\": [{}]}}", times.join(", "))
}

pub(crate) const FOREVER: &str = r#", "patience": "forever"}"#;

pub(crate) fn failed_as(report: &Report, kind: FailureKind) -> u64 {
    report.windows[0].figures().pages().failed_as(kind)
}

pub(crate) fn good(report: &Report) -> u64 {
    report.windows[0].figures().pages().good()
}

pub(crate) fn latencies(report: &Report) -> Vec<u64> {
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
fn who_leaves_after_a_deploy_while_the_page_at_last_goes_on_blames_the_deploy() {
    let rest = r#", "patience": {"empirical": ["1s"]}}, "timeline": [{"at": "1s", "gunicorn_reload": {}}]"#;
    // It waits until 2 s for the import, then 0.2 s of the route's own, of which it sees the half.
    let report = loopback("200ms", &at([1_100].into_iter()), r#", "workers": 2"#, "", rest);
    assert_eq!(failed_as(&report, FailureKind::GaveUpWaiting), 1);
    assert_eq!(
        (report.blames[0].blame.action, report.blames[0].blame.limit),
        (Some(0), Some(Limit::Workers))
    );
    // Without a deploy the route alone is slow.
    let report = loopback("2s", &at([1_100].into_iter()), "", "", r#", "patience": {"empirical": ["1s"]}}"#);
    assert_eq!((report.blames[0].blame.action, report.blames[0].blame.limit), (None, Some(Limit::Route)));
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
    plan.settings.client.groups[0].arrivals = lonebox::topology::settings::client::Arrivals::At(times);
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

/// One visitor at 1 s of a site a round trip of 100 ms away, over this scheme, with this cold or warm name.
fn first_byte(nginx: &str, scheme: &str) -> u64 {
    let report = site::run(site::plan(&format!(
        r#"{{"schema_version": 1, "title": "round trips", "run": {{"duration": "10s", "journeys": 1}},
            "domain": {{"scheme": "{scheme}", "resolver_round_trip": "0s", "root_round_trip": "0s",
                        "com_round_trip": "0s", "authority_round_trip": "0s"}},
            "server": {{"nginx": {{"static_cpu": "0s", "handshake_cpu": "0s" {nginx}}}}},
            "application": {{"routes": {{"/file": {{"static": {{"size": "1B"}}}}}}, "pages": {{"home": {{"document": "/file"}}}}}},
            "visitors": {{"arrivals": {{"at": ["1s"]}}, "round_trip": "100ms", "bandwidth": "1000Gbit/s"}}}}"#
    )));
    latencies(&report)[0]
}

#[test]
fn a_new_connection_costs_two_round_trips_over_tls_1_3_one_and_over_tls_1_2_two_more() {
    // Measured (R27): HTTP 2, TLS 1.3 3, TLS 1.2 4.
    assert_eq!(first_byte("", "http"), 200);
    assert_eq!(first_byte(r#", "ssl_protocols": "TLSv1.3""#, "https"), 300);
    assert_eq!(first_byte(r#", "ssl_protocols": "TLSv1.2""#, "https"), 400);
}

#[test]
fn a_resolver_asks_the_chain_again_only_when_the_ttl_is_over() {
    let report = site::run(site::plan(
        r#"{"schema_version": 1, "title": "ttl", "run": {"duration": "400s", "journeys": 9},
            "domain": {"scheme": "http", "ttl": "60s", "resolver_round_trip": "4ms", "root_round_trip": "10ms",
                       "com_round_trip": "20ms", "authority_round_trip": "30ms"},
            "server": {"nginx": {"static_cpu": "0s"}},
            "application": {"routes": {"/file": {"static": {"size": "1B"}}}, "pages": {"home": {"document": "/file"}}},
            "visitors": {"arrivals": {"at": ["1s", "2s", "61s", "62s", "100s"]}, "round_trip": "0s", "bandwidth": "1000Gbit/s"}}"#,
    ));
    // Cold: root, .com and the authoritative server; later only the last; in between nobody.
    assert_eq!(latencies(&report), [64, 4, 4, 34, 4]);
}

#[test]
fn a_stop_that_takes_too_long_is_cut_at_its_timeout() {
    let timeline = |deed: &str| format!(r#"{FOREVER}, "timeline": [{{"at": "2s", {deed}}}]"#);
    let gunicorn = loopback(
        "20s",
        &at([1_000].into_iter()),
        r#", "graceful_timeout": "3s", "timeout": "0s""#,
        "",
        &timeline(r#""gunicorn_restart": {}"#),
    );
    assert_eq!((failed_as(&gunicorn, FailureKind::UpstreamClosed), latencies(&gunicorn)), (1, vec![4_000]));
    let nginx = loopback(
        "20s",
        &at([1_000].into_iter()),
        "",
        r#", "stop_timeout": "3s""#,
        &timeline(r#""nginx_restart": {"signal": "quit"}"#),
    );
    assert_eq!((failed_as(&nginx, FailureKind::EmptyReply), latencies(&nginx)), (1, vec![4_000]));
}

#[test]
fn a_connect_to_a_full_queue_ends_at_proxy_connect_timeout_or_when_the_kernel_gives_up() {
    for (timeout, ended) in [("5s", 5_000), ("300s", 127_000)] {
        let mut plan = site::plan(&format!(
            r#"{{"schema_version": 1, "title": "t", "run": {{"duration": "400s", "journeys": 9}},
                "domain": {{"scheme": "http", "resolver_round_trip": "0s", "root_round_trip": "0s",
                            "com_round_trip": "0s", "authority_round_trip": "0s"}},
                "server": {{"nginx": {{"proxied_cpu": "0s", "proxy_connect_timeout": "{timeout}", "proxy_read_timeout": "1h"}},
                            "gunicorn": {{"workers": 1, "backlog": 1, "timeout": "0s", "request_cpu": "0s"}}}},
                "application": {{"routes": {{"/": {{"dynamic": {{"cpu": "0s", "wait": "1h"}}}}}}, "pages": {{"home": {{"document": "/"}}}}}},
                "visitors": {{"round_trip": "0s", "bandwidth": "1000Gbit/s", "patience": "forever"}}}}"#
        ));
        let times = vec![lonebox::units::SimTime::from_secs(1); 4];
        plan.settings.client.groups[0].arrivals = lonebox::topology::settings::client::Arrivals::At(times);
        let report = site::run(plan);
        assert_eq!(failed_as(&report, FailureKind::UpstreamConnectTimedOut), 1, "one at work, two wait");
        assert_eq!(latencies(&report), [ended], "{timeout}");
        let blame = report.blames[0].blame;
        assert_eq!(blame.limit, Some(Limit::Backlog));
    }
}

#[test]
fn a_connection_that_has_served_its_share_is_closed() {
    let page = |nginx: &str| {
        let report = site::run(site::plan(&format!(
            r#"{{"schema_version": 1, "title": "t", "run": {{"duration": "10s", "journeys": 1}}, "domain": {{"scheme": "http"}},
                "server": {{"nginx": {{"static_cpu": "0s" {nginx}}}}},
                "application": {{"routes": {{"/a": {{"static": {{"size": "1B"}}}}, "/b": {{"static": {{"size": "1B"}}}}}},
                                 "pages": {{"home": {{"document": "/a", "files": ["/b", "/b", "/b"]}}}}}},
                "visitors": {{"arrivals": {{"at": ["1s"]}}, "round_trip": "100ms", "connections_per_host": 1}}}}"#
        )));
        assert_eq!(good(&report), 1);
        latencies(&report)[0] / 100
    };
    // A name of 61 ms, a connection and a request of one round trip each; then a file a round trip, or two.
    assert_eq!((page(""), page(r#", "keepalive_requests": 1"#)), (5, 8));
}

#[test]
fn redo_is_applied_before_anybody_is_let_in_and_then_the_pool_is_cold() {
    let report = |redo: &str| {
        site::run(site::plan(&format!(
            r#"{{"schema_version": 1, "title": "t", "run": {{"duration": "60s", "journeys": 1000}}, "domain": {{"scheme": "http"}},
                "server": {{"mysql": {{"redo_apply_per_second": "10MiB", "checkpoint_per_second": "1B",
                                       "buffer_pool_hit_ratio_cold": "0%", "buffer_pool_hit_ratio_warm": "100%"}}}},
                "application": {{"routes": {{"/": {{"dynamic": {{"cpu": "0s", "queries": 1,
                    "query": {{"cpu": "0s", "page_reads": 30, "redo": "{redo}"}}}}}}}}, "pages": {{"home": {{"document": "/"}}}}}},
                "visitors": {{"arrivals": {{"even": {{"rate": "10/s"}}}}, "round_trip": "0s", "patience": "forever"}},
                "timeline": [{{"at": "20s", "mysql_kill": {{"for": "1s"}}}}]}}"#
        )))
    };
    let back = |report: &Report| {
        let accepts = report.chronicle.iter().find(|entry| entry.what == Happening::MysqlAccepts);
        accepts.expect("it comes back").at.as_nanos() / 1_000_000
    };
    let (read_only, writing) = (report("0B"), report("100KiB"));
    assert_eq!(back(&read_only), 21_200);
    // Some 200 writes of 100 KiB at 10 MiB a second.
    assert!((23_000..23_300).contains(&back(&writing)), "{}", back(&writing));
    let took = latencies(&read_only);
    assert!(took[230] >= took[100] + 7, "30 pages from the disk take 10 ms: {} and {}", took[100], took[230]);
}

#[test]
fn sessions_are_given_back() {
    // Ten sessions, each for 10 ms: fifteen visitors one after another, and then as many again.
    let rest = r#", "pages": {"query": 1}, "patience": "forever"}"#;
    let gunicorn = r#", "workers": 15, "database_connections": "per_request""#;
    let visits = at((0..200).map(|place| 1_000 + 5 * place));
    let report = loopback("1ms", &visits, gunicorn, "", rest);
    assert_eq!(good(&report), 200, "200 sessions in all, of 151 at once");
}

#[test]
fn what_maintenance_costs_is_planned_and_what_a_fault_costs_is_not() {
    let downtime = |deed: &str| {
        let rest = format!(r#"{FOREVER}, "timeline": [{{"at": "20s", {deed}}}]"#);
        let report = loopback("1ms", r#"{"even": {"rate": "20/s"}}"#, r#", "start_time": "10s""#, "", &rest);
        (report.availability.planned_downtime.is_zero(), report.availability.unplanned_downtime.is_zero())
    };
    assert_eq!(downtime(r#""gunicorn_restart": {}"#), (false, true));
    assert_eq!(downtime(r#""power_loss": {}"#), (true, false));
}

#[test]
fn a_boot_goes_on_whatever_becomes_of_a_service() {
    let timeline = |more: &str| {
        format!(r#"{FOREVER}, "timeline": [{{"at": "5s", "power_loss": {{"for": "1s"}}}}, {more}]"#)
    };
    let visits = at([60_000].into_iter());
    // MySQL is killed in its turn, or is there already when its turn comes: gunicorn is started all the same.
    for more in [
        r#"{"at": "16100ms", "mysql_kill": {}, "note": "on purpose"}"#,
        r#"{"at": "16010ms", "mysql_restart": {}, "note": "on purpose"}"#,
    ] {
        let report = loopback("1ms", &visits, "", "", &timeline(more));
        assert_eq!(good(&report), 1, "{more}");
    }
}

#[test]
fn an_answer_that_has_not_left_yet_is_lost_with_the_power() {
    let report = site::run(site::plan(
        r#"{"schema_version": 1, "title": "t", "run": {"duration": "120s"}, "domain": {"scheme": "http"},
            "application": {"routes": {"/film": {"static": {"size": "50MiB"}}}, "pages": {"home": {"document": "/film"}}},
            "visitors": {"arrivals": {"at": ["1s"]}, "patience": {"empirical": ["60s"]}},
            "timeline": [{"at": "5s", "power_loss": {}}]}"#,
    ));
    assert_eq!(failed_as(&report, FailureKind::GaveUpWaiting), 1);
}

#[test]
fn spikes_add_up() {
    let rest = format!(
        r#"{FOREVER}, "timeline": [{{"at": "10s", "spike": {{"factor": 2, "for": "100s"}}}},
            {{"at": "20s", "spike": {{"factor": 3, "for": "10s"}}, "note": "within the other"}}]"#
    );
    let report = loopback("0s", r#"{"even": {"rate": "10/s"}}"#, "", "", &rest);
    // 10 s and 10 s at 10 a second, 90 s at 20, 10 s at 60.
    let begun = report.windows[0].figures().pages().begun();
    assert!((2_597..=2_603).contains(&begun), "{begun}");
}
