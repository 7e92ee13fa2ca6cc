//! nginx's own business, measured on a real one or read in its source: slots and descriptors, silent visitors, whom it
//! turns away, what it writes.

use lonebox::metrics::Logs;
use lonebox::simulation::{Halt, Report, Simulation};
use lonebox::vocabulary::{FailureKind, Happening, Limit, Log, Message, Station};

use crate::site;

/// A loopback site with files, a slow route, a quick one and an upload, as far as nothing else is said.
struct Site<'a> {
    nginx: &'a str,
    machine: &'a str,
    arrivals: String,
    page: &'a str,
    rest: &'a str,
}

impl Default for Site<'_> {
    fn default() -> Self {
        Self { nginx: "", machine: "", arrivals: at([1_000]), page: "slow", rest: "" }
    }
}

fn at(millis: impl IntoIterator<Item = u64>) -> String {
    let times: Vec<String> = millis.into_iter().map(|millis| format!("\"{millis}ms\"")).collect();
    format!("{{\"at\": [{}]}}", times.join(", "))
}

impl Site<'_> {
    fn run(&self) -> (Report, Logs) {
        let plan = site::plan(&format!(
            r#"{{
                "schema_version": 1, "title": "nginx", "run": {{"duration": "200s", "journeys": 1000}},
                "domain": {{"scheme": "http", "resolver_round_trip": "0s", "root_round_trip": "0s",
                            "com_round_trip": "0s", "authority_round_trip": "0s"}},
                "server": {{
                    "machine": {{"memory": "16GiB", "boot_time": "10s" {}}},
                    "nginx": {{"worker_processes": 1, "proxied_cpu": "0s", "static_cpu": "0s" {}}},
                    "gunicorn": {{"workers": 120, "request_cpu": "0s"}}
                }},
                "application": {{
                    "routes": {{
                        "/slow": {{"dynamic": {{"size": "1KiB", "cpu": "0s", "wait": "10s"}}}},
                        "/quick": {{"dynamic": {{"size": "1KiB", "cpu": "0s", "wait": "1ms"}}}},
                        "/upload": {{"dynamic": {{"size": "1KiB", "body": "800KiB", "cpu": "0s"}}}},
                        "/film": {{"static": {{"size": "1MiB"}}}},
                        "/file": {{"static": {{"size": "1KiB"}}}}
                    }},
                    "pages": {{
                        "slow": {{"document": "/slow"}}, "quick": {{"document": "/quick"}}, "upload": {{"document": "/upload"}},
                        "film": {{"document": "/film"}}, "file": {{"document": "/file"}},
                        "kept": {{"document": "/quick", "files": ["/slow", "/file"]}}
                    }}
                }},
                "visitors": {{"arrivals": {}, "pages": {{"{}": 1}}, "round_trip": "0s", "bandwidth": "8Mbit/s" {}
            }}"#,
            self.machine,
            self.nginx,
            self.arrivals,
            self.page,
            if self.rest.is_empty() { r#", "patience": "forever"}"# } else { self.rest }
        ));
        let mut simulation = Simulation::new(plan);
        assert_eq!(simulation.run(), Halt::Reached);
        let report = site::balanced(simulation.report());
        let logs = report.logs.clone();
        (report, logs)
    }
}

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
fn without_a_slot_for_gunicorn_the_answer_is_nginxs_own_500_and_not_502() {
    // 61 slots: thirty requests take two each, the next has one left for itself.
    let nginx = r#", "worker_connections": 63"#;
    let (report, logs) = Site { nginx, arrivals: at(1_000..1_031), ..Site::default() }.run();
    assert_eq!((good(&report), failed_as(&report, FailureKind::NoUpstreamSlot)), (30, 1));
    assert_eq!(FailureKind::NoUpstreamSlot.text().status, Some(500));
    assert_eq!(logs.access.by_status(), [(200, 30), (500, 1)]);
    let line = logs.tail(Log::NginxError).next().expect("an alert");
    let written = line.message.written(line.number);
    assert_eq!(written, "[alert] 63 worker_connections are not enough while connecting to upstream");
}

#[test]
fn a_dropped_connection_leaves_an_alert_and_no_access_line() {
    // Measured (R13, R14): 31 of 64, the others get no status and leave no line.
    let nginx = r#", "worker_connections": 64"#;
    let (report, logs) = Site { nginx, arrivals: at(1_000..1_040), ..Site::default() }.run();
    assert_eq!((good(&report), failed_as(&report, FailureKind::EmptyReply)), (31, 9));
    assert_eq!(logs.access.by_status(), [(200, 31)]);
    assert_eq!(logs.written(Message::ConnectionsNotEnough).count, 9);
}

#[test]
fn a_visitor_who_leaves_is_a_499_unless_nginx_was_told_to_ignore_that() {
    let rest = r#", "patience": {"empirical": ["1s"]}}"#;
    for (ignore, logged) in [("off", [(499, 1)]), ("on", [(200, 1)])] {
        let nginx = format!(r#", "proxy_ignore_client_abort": "{ignore}""#);
        let (report, logs) = Site { nginx: &nginx, rest, ..Site::default() }.run();
        assert_eq!(failed_as(&report, FailureKind::GaveUpWaiting), 1);
        assert_eq!(logs.access.by_status(), logged, "{ignore}");
        let line = logs.access.tail().next().expect("one line");
        assert!(line.combined("GET", "/slow").starts_with("203.0.113.1 - - [01/Jan/2026:00:00:"));
    }
}

#[test]
fn what_went_wrong_with_gunicorn_is_in_error_log_in_nginxs_words() {
    let rest = r#", "patience": "forever"}, "timeline": [{"at": "2s", "gunicorn_restart": {}}]"#;
    let nginx = r#", "proxy_read_timeout": "5s""#;
    let (_, logs) = Site { nginx, rest, arrivals: at([1_000, 11_050]), ..Site::default() }.run();
    let lines: Vec<String> =
        logs.tail(Log::NginxError).map(|line| line.message.written(line.number)).collect();
    let timed_out =
        "[error] upstream timed out (110: Connection timed out) while reading response header from upstream";
    let refused = "[error] connect() failed (111: Connection refused) while connecting to upstream";
    assert_eq!(lines, [timed_out, refused]);
    assert_eq!(logs.access.by_status(), [(502, 1), (504, 1)]);
}

#[test]
fn without_a_descriptor_a_worker_accepts_nobody_for_half_a_second() {
    // 10 are open for nginx itself and one for its listener; the request in hand takes two more, a visitor one.
    let nginx = r#", "worker_rlimit_nofile": 20"#;
    let rest = r#", "patience": {"empirical": ["300ms"]}}"#;
    let site = Site { nginx, arrivals: at([1_000; 10]), ..Site::default() };
    let (report, logs) = site.run();
    assert!(failed_as(&report, FailureKind::NoUpstreamSlot) > 0, "accepted, but no socket to gunicorn");
    assert!(logs.written(Message::AcceptWithoutDescriptor).count >= 1);
    let longest = latencies(&report).into_iter().max().expect("pages");
    assert_eq!(longest % 500, 1, "whoever waited was accepted when the pause was over: {longest}");
    let (report, _) = Site { rest, page: "slow", ..site }.run();
    let blamed = report.blames.iter().any(|told| told.blame.limit == Some(Limit::WorkerRlimitNofile));
    assert!(blamed, "{:?}", report.blames);
}

#[test]
fn an_upload_takes_its_time_and_too_large_a_body_is_refused_at_once() {
    let (report, logs) = Site { page: "upload", ..Site::default() }.run();
    assert_eq!((good(&report), latencies(&report)), (1, vec![820]), "800 KiB at 8 Mbit/s, and the answer");
    assert_eq!(logs.access.by_status(), [(200, 1)]);
    let nginx = r#", "client_max_body_size": "500KiB""#;
    let (report, logs) = Site { page: "upload", nginx, ..Site::default() }.run();
    assert_eq!((failed_as(&report, FailureKind::BodyTooLarge), latencies(&report)), (1, vec![0]));
    assert_eq!(logs.access.by_status(), [(413, 1)]);
    assert_eq!(report.blames[0].blame.limit, Some(Limit::ClientMaxBodySize));
    let line = logs.tail(Log::NginxError).next().expect("a line");
    assert_eq!(
        line.message.written(line.number),
        "[error] client intended to send too large body: 819200 bytes"
    );
}

#[test]
fn a_rate_limit_delays_or_refuses_and_its_key_says_whose_requests_count() {
    let limit = |rest: &str| format!(r#", "limit_req": {{"rate": "10/s", {rest}}}"#);
    let run = |nginx: &str| Site { nginx, arrivals: at([1_000; 6]), page: "file", ..Site::default() }.run();
    let (report, logs) = run(&limit(r#""key": "server", "burst": 3"#));
    assert_eq!((good(&report), failed_as(&report, FailureKind::RateLimited)), (4, 2));
    assert_eq!(latencies(&report), [1, 101, 201, 301, 0, 0], "one after another at the rate");
    assert_eq!(logs.written(Message::RequestLimited).count, 2);
    let (report, _) = run(&limit(r#""key": "server", "burst": 3, "nodelay": "on""#));
    assert_eq!((good(&report), latencies(&report)[3]), (4, 1));
    let (report, logs) = run(&limit(r#""key": "visitor""#));
    assert_eq!((good(&report), logs.access.by_status().len()), (6, 1), "each visitor has a bucket");
}

#[test]
fn a_connection_limit_counts_requests_at_work_and_gives_them_back() {
    let nginx = r#", "limit_conn": {"connections": 2, "key": "server"}"#;
    let (report, logs) =
        Site { nginx, arrivals: at([1_000, 1_000, 1_000, 12_000, 12_000]), ..Site::default() }.run();
    assert_eq!((good(&report), failed_as(&report, FailureKind::ConnectionLimited)), (4, 1));
    assert_eq!(logs.access.by_status(), [(200, 4), (503, 1)]);
}

#[test]
fn a_maintenance_page_is_planned_and_can_leave_the_files_alone() {
    let up = |routes: &str| {
        format!(
            r#", "patience": "forever"}}, "timeline": [{{"at": "5s", "maintenance_page": {{"for": "60s", "routes": "{routes}"}}}}]"#
        )
    };
    let run = |page, rest: &str| {
        let arrivals = r#"{"even": {"rate": "2/s"}}"#.to_owned();
        Site { arrivals, page, rest, ..Site::default() }.run()
    };
    let (report, logs) = run("quick", &up("dynamic"));
    assert_eq!(failed_as(&report, FailureKind::MaintenancePage), 120);
    assert_eq!(logs.access.count(503), 120);
    assert!(
        report.availability.unplanned_downtime.is_zero() && !report.availability.planned_downtime.is_zero()
    );
    assert_eq!(run("file", &up("dynamic")).0.windows[0].figures().pages().failed(), 0);
    assert_eq!(failed_as(&run("file", &up("all")).0, FailureKind::MaintenancePage), 120);
}

#[test]
fn a_broken_configuration_stops_nobody_at_a_reload_and_everybody_at_a_restart() {
    let run = |deed: &str| {
        let rest = format!(r#", "patience": "forever"}}, "timeline": [{deed}]"#);
        let arrivals = r#"{"even": {"rate": "2/s"}}"#.to_owned();
        Site { page: "file", rest: &rest, arrivals, ..Site::default() }.run()
    };
    // Measured (R17, E8 d): old workers stay, no error.
    let (report, logs) = run(r#"{"at": "10s", "nginx_reload": {"config": "broken"}}"#);
    assert_eq!(report.windows[0].figures().pages().failed(), 0);
    assert_eq!(logs.written(Message::ConfigurationBroken).count, 1);
    // Measured (R18, E8 e): refused until repaired.
    let restart = r#"{"at": "10s", "nginx_restart": {"config": "broken", "for": "60s"}}"#;
    let (report, _) = run(restart);
    assert_eq!(failed_as(&report, FailureKind::ConnectionRefused), 121, "60 s at 2/s, and the start");
    assert_eq!(
        failed_as(&report, FailureKind::ConnectionRefused),
        report.windows[0].figures().pages().failed()
    );
    // The file that a reload has left broken is found at the next boot.
    let both =
        r#"{"at": "10s", "nginx_reload": {"config": "broken"}}, {"at": "20s", "power_loss": {"for": "1s"}}"#;
    let (report, _) = run(both);
    assert!(failed_as(&report, FailureKind::ConnectionRefused) > 300);
    assert!(report.chronicle.iter().any(|entry| entry.what == Happening::NginxStartFailed));
    assert!(report.chronicle.iter().any(|entry| entry.what == Happening::GunicornServes), "the boot goes on");
}

#[test]
fn files_are_read_from_the_disk_once_after_a_boot() {
    let rest = r#", "patience": "forever"}, "timeline": [{"at": "5s", "power_loss": {"for": "1s"}}]"#;
    let machine = r#", "disk_operations_per_second": 100"#;
    let site = Site { machine, rest, page: "film", arrivals: at([1_000, 30_000, 40_000]), ..Site::default() };
    let latencies = latencies(&site.run().0);
    assert_eq!(latencies[1] - latencies[0], 80, "8 operations of 128 KiB, at 10 ms each");
    assert_eq!(latencies[2], latencies[0]);
}

#[test]
fn workers_of_an_older_configuration_may_be_given_a_time() {
    let rest = r#", "patience": "forever"}, "timeline": [{"at": "2s", "nginx_reload": {}}]"#;
    let (report, _) = Site { rest, ..Site::default() }.run();
    assert_eq!(good(&report), 1);
    let nginx = r#", "worker_shutdown_timeout": "3s", "error_log": "notice""#;
    let (report, logs) = Site { nginx, rest, ..Site::default() }.run();
    assert_eq!((failed_as(&report, FailureKind::EmptyReply), latencies(&report)), (1, vec![4_000]));
    assert_eq!(report.blames[0].blame.limit, Some(Limit::WorkerShutdownTimeout));
    assert_eq!(logs.access.by_status(), [(499, 1)]);
    let lines: Vec<Message> = logs.tail(Log::NginxError).map(|line| line.message).collect();
    assert_eq!(lines, [Message::SignalReload, Message::WorkersStarted]);
}

#[test]
fn idle_connections_make_room_when_less_than_a_sixteenth_of_the_slots_is_left() {
    // Each page keeps a slow request, which takes two slots, and an idle connection: 24 of them want 72 of 62.
    let nginx = r#", "worker_connections": 64, "error_log": "warn""#;
    let arrivals = || at((0..24).map(|place| 1_000 + 50 * place));
    let (report, logs) = Site { nginx, page: "kept", arrivals: arrivals(), ..Site::default() }.run();
    assert_eq!(good(&report), 24);
    assert!(logs.written(Message::ConnectionsReused).count >= 1);
    assert_eq!(logs.written(Message::ConnectionsNotEnough).count, 0);
    let (_, logs) = Site { page: "kept", arrivals: arrivals(), ..Site::default() }.run();
    assert_eq!(logs.written(Message::ConnectionsReused).count, 0);
}

#[test]
fn idle_connections_are_kept_for_their_time_and_no_longer() {
    let slot_seconds = |timeout: &str| {
        let nginx = format!(r#", "keepalive_timeout": "{timeout}""#);
        let (report, _) = Site { nginx: &nginx, page: "kept", ..Site::default() }.run();
        assert_eq!(good(&report), 1);
        let slots = report.windows[0].figures().station(Station::NginxConnections).expect("observed");
        slots.utilisation.expect("nginx was there") * 766.0 * 200.0
    };
    // Two for the slow request's ten seconds, one beside it for as long as it may be idle.
    for (timeout, expected) in [("65s", 30.0), ("4s", 24.0), ("0s", 20.0)] {
        assert!((slot_seconds(timeout) - expected).abs() < 0.1, "{timeout}: {}", slot_seconds(timeout));
    }
}

#[test]
fn a_visitor_who_sends_nothing_in_time_gets_no_answer() {
    let nginx = r#", "client_header_timeout": "100ms""#;
    let plan = site::plan(&format!(
        r#"{{"schema_version": 1, "title": "far away", "run": {{"duration": "20s"}}, "domain": {{"scheme": "https"}},
            "server": {{"nginx": {{"worker_processes": 1 {nginx}}}}},
            "visitors": {{"arrivals": {{"at": ["1s"]}}, "round_trip": "400ms", "patience": "forever"}}}}"#
    ));
    let report = site::run(plan);
    assert_eq!(failed_as(&report, FailureKind::EmptyReply), 1);
    assert_eq!(report.blames[0].blame.limit, Some(Limit::ClientHeaderTimeout));
}

#[test]
fn a_version_decides_what_its_defaults_are() {
    let nginx = |profile: &str| {
        let text = format!(
            r#"{{"schema_version": 1, "title": "t", "run": {{"duration": "1s"}}, "profile": {{{profile}}}}}"#
        );
        site::plan(&text).settings.web_server
    };
    let of = |profile: &str| (nginx(profile).keepalive_requests, nginx(profile).keepalive);
    assert_eq!(of(r#""nginx": "1.19.9""#), (100, 0));
    assert_eq!(of(r#""nginx": "1.19.10""#), (1_000, 0));
    assert_eq!(of(r#""nginx": "1.29.6""#), (1_000, 0));
    assert_eq!(of(r#""nginx": "1.29.7""#), (1_000, 32));
    let compiled = nginx(r#""base": "from-source""#);
    assert_eq!((compiled.worker_processes, compiled.worker_connections), (Some(1), 512));
}
