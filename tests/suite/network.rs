//! The wire: what shares it, what is lost on it, what is cut off on it, beside what was measured (E12, E16).

use lonebox::scenario::Plan;
use lonebox::simulation::Report;
use lonebox::units::SimDuration;
use lonebox::vocabulary::{ActionName, FailureKind, Limit, Station};

use crate::realstack::comparison::{Experiment, Grade};
use crate::site;

/// A site that computes nothing and whose name everybody knows; the rest as each test needs it.
struct Wire<'a> {
    duration: &'a str,
    scheme: &'a str,
    machine: &'a str,
    nginx: &'a str,
    routes: &'a str,
    page: &'a str,
    visitors: &'a str,
    rest: &'a str,
}

const PLAIN: Wire<'static> = Wire {
    duration: "120s",
    scheme: "http",
    machine: "",
    nginx: "",
    routes: r#""/file": {"static": {"size": "1B"}}"#,
    page: r#""document": "/file""#,
    visitors: r#""arrivals": {"at": ["1s"]}, "round_trip": "0s", "patience": "forever""#,
    rest: "",
};

impl Wire<'_> {
    fn plan(&self) -> Plan {
        let Wire { duration, scheme, machine, nginx, routes, page, visitors, rest } = self;
        site::plan(&format!(
            r#"{{"schema_version": 1, "title": "the wire", "run": {{"duration": "{duration}", "journeys": 1000}},
                "domain": {{"scheme": "{scheme}", "resolver_round_trip": "0s", "root_round_trip": "0s",
                            "com_round_trip": "0s", "authority_round_trip": "0s"}},
                "server": {{"machine": {{"boot_time": "10s" {machine}}},
                            "nginx": {{"static_cpu": "0s", "proxied_cpu": "0s", "handshake_cpu": "0s",
                                       "resumed_handshake_cpu": "0s" {nginx}}},
                            "gunicorn": {{"request_cpu": "0s"}}}},
                "application": {{"routes": {{{routes}}}, "pages": {{"home": {{{page}}}}}}},
                "visitors": {{{visitors}}} {rest}}}"#
        ))
    }

    fn report(&self) -> Report {
        site::run(self.plan())
    }

    /// How long each page took \[ms\], as a fraction.
    fn millis(&self) -> Vec<f64> {
        millis(&self.report())
    }
}

fn millis(report: &Report) -> Vec<f64> {
    let mut pages = report.journeys.clone();
    pages.sort_by_key(|page| page.visit);
    pages.iter().map(|page| (page.ended - page.begun).as_millis_f64()).collect()
}

fn failed_as(report: &Report, kind: FailureKind) -> u64 {
    report.windows[0].figures().pages().failed_as(kind)
}

fn good(report: &Report) -> u64 {
    report.windows[0].figures().pages().good()
}

fn near(value: f64, expected: f64, tolerance: f64) {
    assert!((value - expected).abs() <= tolerance, "{value} is not within {tolerance} of {expected}");
}

fn near_all(values: &[f64], expected: f64, tolerance: f64) {
    for value in values {
        near(*value, expected, tolerance);
    }
}

/// A file of 10 MB; alone on a line of 80 Mbit/s it takes a second.
const FILM: &str = r#""/film": {"static": {"size": "10MB"}}, "/small": {"static": {"size": "1MB"}}"#;

fn lines(arrivals: &str, bandwidth: &str) -> String {
    format!(
        r#""arrivals": {{"at": [{arrivals}]}}, "round_trip": "0s", "bandwidth": "{bandwidth}", "patience": "forever""#
    )
}

#[test]
fn two_files_on_one_visitors_line_take_twice_as_long_as_one() {
    let page = |files: &str| {
        let page = format!(r#""document": "/file", "files": [{files}]"#);
        let routes = format!("{}, {FILM}", PLAIN.routes);
        let visitors = lines(r#""1s""#, "80Mbit/s");
        Wire { routes: &routes, page: &page, visitors: &visitors, ..PLAIN }.millis()[0]
    };
    near(page(r#""/film""#), 1_000.0, 1.0);
    near(page(r#""/film", "/film""#), 2_000.0, 1.0);
    near(page(r#""/film", "/film", "/film", "/film", "/film", "/film""#), 6_000.0, 1.0);
}

#[test]
fn all_visitors_share_the_uplink_and_leave_what_their_lines_cannot_take() {
    let visitors = lines(r#""1s", "1s""#, "1000Mbit/s");
    let wire =
        Wire { machine: r#", "uplink": "80Mbit/s""#, routes: FILM, page: r#""document": "/film""#, ..PLAIN };
    let shared = Wire { visitors: &visitors, ..wire }.report();
    assert_eq!(millis(&shared).len(), 2);
    near_all(&millis(&shared), 2_000.0, 1.0);
    let uplink = shared.windows[0].figures().station(Station::Uplink).and_then(|uplink| uplink.utilisation);
    near(uplink.expect("it was there"), 2.0 / 120.0, 1e-6);
    let visitors = lines(r#""1s", "1s""#, "20Mbit/s");
    let narrow = Wire {
        machine: r#", "uplink": "80Mbit/s""#,
        routes: FILM,
        page: r#""document": "/film""#,
        visitors: &visitors,
        ..PLAIN
    };
    near_all(&narrow.millis(), 4_000.0, 1.0);
}

/// The mean time on an uplink of 80 Mbit/s, in services of one file alone, at this utilisation; every page is as likely.
fn sojourn(routes: &str, pages: &str, visits: &str, mean_service: f64, utilisation: f64, seed: u64) -> f64 {
    let rate = utilisation / mean_service;
    let report = site::run(site::plan(&format!(
        r#"{{"schema_version": 1, "title": "a shared line", "run": {{"duration": "4000s", "warm_up": "100s", "seed": {seed}}},
            "domain": {{"scheme": "http", "resolver_round_trip": "0s", "root_round_trip": "0s",
                        "com_round_trip": "0s", "authority_round_trip": "0s"}},
            "server": {{"machine": {{"uplink": "80Mbit/s"}}, "nginx": {{"static_cpu": "0s", "worker_connections": 60000}}}},
            "application": {{"routes": {{{routes}}}, "pages": {{{pages}}}}},
            "visitors": {{"arrivals": {{"poisson": {{"rate": "{rate:.6}/s"}}}}, "pages": {{{visits}}}, "round_trip": "0s",
                          "bandwidth": "1000Gbit/s", "patience": "forever"}}}}"#
    )));
    let mean = report.windows[0].figures().page_latency().mean().expect("good pages");
    mean.as_secs_f64() / mean_service
}

#[test]
fn an_uplink_is_processor_sharing_whatever_the_sizes() {
    // M/G/1-PS: the mean sojourn is S / (1 - rho) for every law of sizes.
    let equal = (r#""/a": {"static": {"size": "1MB"}}"#, r#""a": {"document": "/a"}"#, r#""a": 1"#, 0.1);
    let mixed = (
        r#""/a": {"static": {"size": "500kB"}}, "/b": {"static": {"size": "5MB"}}"#,
        r#""a": {"document": "/a"}, "b": {"document": "/b"}"#,
        r#""a": 8, "b": 1"#,
        0.1,
    );
    for (routes, pages, visits, service) in [equal, mixed] {
        for utilisation in [0.5, 0.8] {
            let seeds = 1..=6;
            let mean: f64 = seeds
                .clone()
                .map(|seed| sojourn(routes, pages, visits, service, utilisation, seed))
                .sum::<f64>()
                / 6.0;
            let theory = 1.0 / (1.0 - utilisation);
            let off = mean / theory - 1.0;
            assert!(off.abs() < 0.04, "{visits} at {utilisation}: {mean:.3}, theory {theory:.3}");
        }
    }
}

#[test]
fn a_visitor_behind_a_full_uplink_blames_it() {
    let visitors = r#""arrivals": {"even": {"rate": "5/s"}}, "bandwidth": "100Mbit/s", "patience": "3s""#;
    let report = Wire {
        machine: r#", "uplink": "8Mbit/s""#,
        routes: FILM,
        page: r#""document": "/small""#,
        visitors,
        ..PLAIN
    }
    .report();
    assert!(failed_as(&report, FailureKind::GaveUpWaiting) > 300);
    assert_eq!(report.blames[0].blame.limit, Some(Limit::Uplink));
}

#[test]
fn a_stop_of_nginx_cuts_what_it_has_not_handed_to_the_kernel_and_a_quit_waits_for_it() {
    // 80 Mbit/s: 10 MB a second. After half a second 5 MB of 10 are left, nginx holds 0.8 MB of them; of 8 MB nothing.
    let film = |size: &str, deed: &str| {
        let routes = format!(r#""/film": {{"static": {{"size": "{size}"}}}}"#);
        let rest = format!(r#", "timeline": [{{"at": "1500ms", "nginx_restart": {{"signal": "{deed}"}}}}]"#);
        let visitors = lines(r#""1s""#, "80Mbit/s");
        Wire { routes: &routes, page: r#""document": "/film""#, visitors: &visitors, rest: &rest, ..PLAIN }
            .report()
    };
    let cut = film("10MB", "term");
    assert_eq!(failed_as(&cut, FailureKind::TruncatedAnswer), 1);
    near(millis(&cut)[0], 500.0 + 4.0 * 1_048_576.0 / 10_000.0, 1.0);
    assert_eq!(cut.blames[0].action, Some(ActionName::NginxRestart));
    assert_eq!(good(&film("8MB", "term")), 1, "the kernel has it all");
    assert_eq!(good(&film("10MB", "quit")), 1);
    assert_eq!(failed_as(&film("500MB", "quit"), FailureKind::TruncatedAnswer), 1, "after stop_timeout");
}

#[test]
fn a_kept_alive_connection_keeps_its_window_until_it_rests() {
    let page = |files: &str, wait: &str| {
        let routes = format!(
            r#""/a": {{"static": {{"size": "100KiB"}}}}, "/wait": {{"dynamic": {{"size": "1B", "cpu": "0s", "wait": "{wait}"}}}}"#
        );
        let page = format!(r#""document": "/a", "files": [{files}]"#);
        let visitors = r#""arrivals": {"at": ["1s"]}, "round_trip": "40ms", "bandwidth": "1000Gbit/s", "connections_per_host": 1"#;
        Wire { routes: &routes, page: &page, visitors, ..PLAIN }.millis()[0]
    };
    // Connect, request and three more round trips; then one round trip a file.
    near(page("", "0s"), 200.0, 8.0);
    near(page(r#""/a", "/a""#, "0s"), 280.0, 9.0);
    // After a rest of a second the window is the initial one again.
    near(page(r#""/wait", "/a""#, "960ms"), 200.0 + 1_000.0 + 160.0, 9.0);
}

#[test]
fn later_connections_of_a_visit_resume_the_first_ones_tls_session() {
    let page = |nginx: &str| {
        let routes = r#""/a": {"static": {"size": "1B"}}"#;
        let page = r#""document": "/a", "files": ["/a", "/a"]"#;
        let visitors = r#""arrivals": {"at": ["1s"]}, "round_trip": "100ms""#;
        Wire { scheme: "https", nginx, routes, page, visitors, ..PLAIN }.millis()[0]
    };
    // The second connection: TCP, TLS, request.
    near(page(r#", "ssl_protocols": "TLSv1.2""#), 400.0 + 300.0, 1.0);
    near(page(r#", "ssl_protocols": "TLSv1.2", "ssl_session_tickets": "off""#), 400.0 + 400.0, 1.0);
    near(page(r#", "ssl_protocols": "TLSv1.3""#), 300.0 + 300.0, 1.0);
    let computed = |tickets: &str| {
        let nginx = format!(
            r#", "ssl_session_tickets": "{tickets}", "start_time": "1ms", "ssl_protocols": "TLSv1.3""#
        );
        let mut plan = Wire {
            scheme: "https",
            nginx: &nginx,
            routes: r#""/a": {"static": {"size": "1B"}}"#,
            page: r#""document": "/a", "files": ["/a", "/a"]"#,
            ..PLAIN
        }
        .plan();
        plan.settings.web_server.handshake_cpu = SimDuration::from_millis(15);
        plan.settings.web_server.resumed_handshake_cpu = SimDuration::from_millis(3);
        millis(&site::run(plan))[0]
    };
    near(computed("on"), 18.0, 0.1);
    near(computed("off"), 30.0, 0.1);
}

/// Every line of a file of measurements, cut at its commas.
fn measured(name: &str) -> Vec<Vec<String>> {
    let path = format!("{}/tests/suite/realstack/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the measurements are here");
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// Every measurement of that name.
fn values(name: &str) -> Vec<f64> {
    let rows = measured("e12.csv");
    let values: Vec<f64> =
        rows.iter().filter(|row| row[0] == name).map(|row| row[2].parse().expect("a number")).collect();
    assert!(!values.is_empty(), "{name} was measured");
    values
}

/// Connects and data into a hole, and an upstream that is silent, beside what was measured.
pub(crate) fn e12() -> Experiment {
    let mut experiment = Experiment::new("E12");
    connects_into_a_hole(&mut experiment);
    data_into_a_hole(&mut experiment);
    silent_upstreams(&mut experiment);
    experiment
}

/// A visitor's connect that begins in a hole of so many milliseconds.
fn connect_into(hole_millis: f64, linux: &str) -> f64 {
    let rest = format!(
        r#", "profile": {{"visitors_linux": "{linux}"}},
           "timeline": [{{"at": "1s", "network_unplugged": {{"for": "{hole_millis:.0}ms"}}}}]"#
    );
    Wire { rest: &rest, ..PLAIN }.millis()[0]
}

fn connects_into_a_hole(experiment: &mut Experiment) {
    for (linux, grid) in [("6.8", "linear4"), ("6.1", "linear0")] {
        for hole in ["0.4", "1.4", "3.4"] {
            let took = connect_into(1_000.0 * hole.parse::<f64>().expect("seconds"), linux);
            for measured in values(&format!("connect_after_hole_{hole}_{grid}_s")) {
                let what = format!("{grid}: a connect into a hole of {hole} s \\[ms\\]");
                experiment.within(Grade::A, &what, [measured * 1_000.0, took], 4.0, 0.0);
            }
        }
        let sent = values(&format!("default_syn_times_{grid}_first_33s"));
        for measured in sent.into_iter().filter(|at| *at > 0.0) {
            // A hole that ends just before a SYN: that one comes through.
            let pair = [measured * 1_000.0, connect_into(measured * 950.0, linux)];
            experiment.within(Grade::A, &format!("{grid}: SYNs \\[ms\\]"), pair, 4.0, 0.0);
        }
    }
}

/// The visitor has connected when the cable is pulled; the request goes into the hole.
fn data_into_a_hole(experiment: &mut Experiment) {
    for hole in ["0.3", "1", "3"] {
        let rest =
            format!(r#", "timeline": [{{"at": "1000100us", "network_unplugged": {{"for": "{hole}s"}}}}]"#);
        let visitors = r#""arrivals": {"at": ["1s"]}, "round_trip": "160us", "patience": "forever""#;
        let took = Wire { visitors, rest: &rest, ..PLAIN }.millis()[0];
        for measured in values(&format!("data_after_hole_{hole}_s")) {
            let what = format!("data into a hole of {hole} s \\[ms\\]");
            experiment.near(Grade::A, &what, [measured * 1_000.0, took], 30.0);
        }
    }
}

fn silent_upstreams(experiment: &mut Experiment) {
    let routes = r#""/": {"dynamic": {"size": "1B", "cpu": "0s", "wait": "60s"}}"#;
    let nginx = r#", "proxy_read_timeout": "5s""#;
    let report = Wire { routes, page: r#""document": "/""#, nginx, ..PLAIN }.report();
    assert_eq!(failed_as(&report, FailureKind::UpstreamReadTimedOut), 1);
    for quantile in ["min", "p50", "max"] {
        for measured in values(&format!("nginx_frozen_upstream_read_timeout_5s_{quantile}_ms")) {
            let pair = [measured, millis(&report)[0]];
            experiment.near(Grade::A, "504 by proxy_read_timeout 5 s \\[ms\\]", pair, 20.0);
        }
    }
    // A full accept queue answers no SYN, as a black hole does: one at work, two wait, the fourth connects in vain.
    let nginx = r#", "proxy_connect_timeout": "3s", "proxy_read_timeout": "1h""#;
    let visitors =
        r#""arrivals": {"at": ["1s", "1s", "1s", "1s"]}, "round_trip": "0s", "patience": "forever""#;
    let mut plan = Wire { routes, page: r#""document": "/""#, nginx, visitors, ..PLAIN }.plan();
    plan.settings.app_server.backlog = 1;
    let report = site::run(plan);
    assert_eq!(failed_as(&report, FailureKind::UpstreamConnectTimedOut), 1);
    let first = millis(&report).into_iter().fold(f64::INFINITY, f64::min);
    for quantile in ["min", "p50", "max"] {
        for measured in values(&format!("nginx_blackholed_upstream_connect_timeout_3s_{quantile}_ms")) {
            experiment.near(Grade::A, "504 by proxy_connect_timeout 3 s \\[ms\\]", [measured, first], 20.0);
        }
    }
}

/// What a case of E16 takes to its last byte, in round trips: the median of a repetition less the same without delay, which
/// is CPU time, over that of a bare connect (40.9 ms: the program that held the packets took its time too).
fn round_trips(case: &str) -> Vec<f64> {
    let rows = measured("e16.csv");
    let of = |case: &str, delay: &str, column: usize| -> Vec<f64> {
        let rows = rows.iter().filter(|row| row[0] == case && row[2] == delay);
        rows.map(|row| row[column].parse().expect("a number")).collect()
    };
    let (near, far, trips) = (of(case, "0", 5), of(case, "20", 5), of("http new connection", "20", 4));
    assert_eq!((near.len(), far.len(), trips.len()), (3, 3, 3), "{case}");
    far.iter().zip(&near).zip(&trips).map(|((far, near), trip)| (far - near) / trip).collect()
}

/// Connections and bodies in round trips, beside what was measured.
pub(crate) fn e16() -> Experiment {
    let mut experiment = Experiment::new("E16");
    let far = r#""arrivals": {"at": ["1s"]}, "round_trip": "40ms", "bandwidth": "1000Gbit/s""#;
    let body = |size: &str| {
        let routes = format!(r#""/file": {{"static": {{"size": "{size}"}}}}"#);
        Wire { routes: &routes, visitors: far, ..PLAIN }.millis()[0] / 40.0
    };
    let secure = |protocols: &str| {
        let nginx = format!(r#", "ssl_protocols": "{protocols}""#);
        Wire { scheme: "https", nginx: &nginx, visitors: far, ..PLAIN }.millis()[0] / 40.0
    };
    let again = Wire { page: r#""document": "/file", "files": ["/file"]"#, visitors: far, ..PLAIN }.millis()
        [0]
        / 40.0;
    for (case, simulated, tolerance) in [
        ("http new connection", body("1B"), 0.15),
        ("http keepalive (2nd request)", again - body("1B"), 0.15),
        ("https TLS1.3 new", secure("TLSv1.3"), 0.15),
        ("https TLS1.2 new", secure("TLSv1.2"), 0.15),
        ("http new 10 KiB", body("10KiB"), 0.15),
        ("http new 100 KiB", body("100KiB"), 0.5),
    ] {
        for measured in round_trips(case) {
            experiment.near(Grade::A, &format!("{case} \\[round trips\\]"), [measured, simulated], tolerance);
        }
    }
    for measured in round_trips("http new 400 KiB") {
        let pair = [measured - 2.0, body("400KiB") - body("1B")];
        experiment.between(Grade::B, "400 KiB more than nothing \\[round trips\\]", pair, [4.0, 5.5]);
    }
    experiment
}

#[test]
fn a_cable_that_is_out_stops_nothing_on_the_machine() {
    // The request is with its worker when the cable is pulled; the answer waits for the cable and comes at 0.8 s.
    let routes = r#""/": {"dynamic": {"size": "1B", "cpu": "0s", "wait": "1s"}}"#;
    let rest = r#", "timeline": [{"at": "1500ms", "network_unplugged": {"for": "1s"}}]"#;
    let report = Wire { routes, page: r#""document": "/""#, rest, ..PLAIN }.report();
    assert_eq!(good(&report), 1);
    near(millis(&report)[0], 1_000.0 + 800.0, 1.0);
    let (counters, _) = report.windows[0].figures().counted().expect("the run reached its end");
    assert_eq!((counters.executions, counters.wasted), (1, 0));
}

#[test]
fn an_answer_goes_on_where_it_was_when_the_cable_was_pulled() {
    // 5 of 10 MB are there; the hole of 500 ms ends for this answer at its repeat after 800 ms.
    let rest = r#", "timeline": [{"at": "1500ms", "network_unplugged": {"for": "500ms"}}]"#;
    let visitors = lines(r#""1s""#, "80Mbit/s");
    let took =
        Wire { routes: FILM, page: r#""document": "/film""#, visitors: &visitors, rest, ..PLAIN }.millis();
    near(took[0], 500.0 + 800.0 + 500.0, 1.0);
}

#[test]
fn whoever_gives_up_while_the_cable_is_out_blames_that() {
    let visitors = r#""arrivals": {"even": {"rate": "10/s"}}, "patience": "3s""#;
    let rest = r#", "timeline": [{"at": "20s", "network_unplugged": {"for": "20s"}}]"#;
    let report = Wire { visitors, rest, ..PLAIN }.report();
    assert!(failed_as(&report, FailureKind::GaveUpConnecting) > 150);
    assert_eq!(report.outages.len(), 1);
    assert_eq!(report.outages[0].action, Some(ActionName::NetworkUnplugged));
    let others = report.blames.iter().filter(|told| told.action != Some(ActionName::NetworkUnplugged));
    assert_eq!(others.count(), 0);
}

#[test]
fn lost_syns_come_again_on_their_grid_and_where_nothing_is_lost_nothing_is_drawn() {
    let lossy = |loss: &str, rest: &str| {
        let visitors = format!(
            r#""arrivals": {{"even": {{"rate": "10/s"}}}}, "round_trip": "0s", "patience": "forever", "loss": "{loss}""#
        );
        Wire { visitors: &visitors, rest, duration: "90s", ..PLAIN }.report()
    };
    let draws = |report: &Report| {
        report
            .fingerprints
            .iter()
            .find(|room| room.room == lonebox::vocabulary::Layer::Network)
            .map(|room| room.draws)
    };
    let (none, some) = (lossy("0%", ""), lossy("10%", ""));
    assert_eq!(millis(&none).iter().filter(|millis| **millis > 1.0).count(), 0);
    assert_eq!(draws(&none), draws(&lossy("0%", r#", "timeline": []"#)));
    assert_ne!(draws(&none), draws(&some));
    // SYN and SYN-ACK both came: 81 %. A second more for the others.
    let late = millis(&some).iter().filter(|millis| **millis >= 1_000.0).count() as f64;
    near(late / millis(&some).len() as f64, 0.19, 0.05);
    let all = lossy("0%", r#", "timeline": [{"at": "10s", "packet_loss": {"share": "100%", "for": "10s"}}]"#);
    assert_eq!(all.windows[0].figures().pages().failed(), 0, "nobody is that impatient");
    let during = millis(&all)[99];
    assert!(during > 10_000.0 && during < 19_001.0, "{during}");
}

/// Visitors at once, to a machine whose one nginx worker takes so long for a file, over plain HTTP.
fn crowd(visitors: usize, nginx: &str, machine: &str) -> Report {
    let nginx = format!(r#", "worker_processes": 1, "worker_connections": 60000 {nginx}"#);
    let times = vec![r#""1s""#; visitors].join(", ");
    let visitors = format!(r#""arrivals": {{"at": [{times}]}}, "round_trip": "10ms", "patience": "forever""#);
    let mut plan = Wire { nginx: &nginx, machine, visitors: &visitors, ..PLAIN }.plan();
    plan.settings.web_server.static_cpu = SimDuration::from_millis(1);
    site::run(plan)
}

#[test]
fn a_full_accept_queue_of_nginx_drops_what_comes_and_lets_it_come_again() {
    // The first is accepted at once; of the rest backlog + 1 find a place, and the others' data comes again after 220 ms.
    let roomy = crowd(300, "", "");
    assert_eq!(good(&roomy), 300);
    let slowest = |report: &Report| millis(report).into_iter().fold(0.0, f64::max);
    near(slowest(&roomy), 20.0 + 300.0, 1.0);
    let full = crowd(300, r#", "backlog": 99"#, "");
    assert_eq!(good(&full), 300, "nobody gets an error");
    let late = millis(&full).iter().filter(|millis| **millis > 230.0).count();
    assert_eq!(late, 300 - 1 - 100);
    // Once the queue is full, SYNs are dropped too and come a second later.
    let mut plan = Wire {
        nginx: r#", "worker_processes": 1, "backlog": 1"#,
        visitors: r#""arrivals": {"at": ["1s", "1s", "1s", "1015ms"]}, "round_trip": "0s", "patience": "forever""#,
        ..PLAIN
    }
    .plan();
    plan.settings.web_server.static_cpu = SimDuration::from_millis(100);
    let report = site::run(plan);
    let took = millis(&report);
    assert_eq!(good(&report), 4);
    assert!(took.iter().any(|millis| (*millis - 1_100.0).abs() < 1.0), "{took:?}");
}

#[test]
fn more_half_open_connections_than_the_backlog_get_cookies_or_nothing() {
    let cookies = crowd(100, r#", "backlog": 50"#, "");
    let said = |report: &Report| {
        let what = lonebox::vocabulary::Happening::SynCookies;
        report.chronicle.iter().filter(|entry| entry.what == what).count()
    };
    assert_eq!((good(&cookies), said(&cookies)), (100, 1), "said once");
    let silent = crowd(100, r#", "backlog": 50"#, r#", "tcp_syncookies": "off""#);
    assert_eq!((good(&silent), said(&silent)), (100, 0));
    let second = |report: &Report| millis(report).iter().filter(|millis| **millis > 1_000.0).count();
    assert_eq!((second(&cookies), second(&silent)), (0, 50), "the SYNs of half of them are dropped");
}

#[test]
fn who_waits_to_be_accepted_when_nginx_stops_is_reset() {
    let mut plan = Wire {
        nginx: r#", "worker_processes": 1"#,
        visitors: r#""arrivals": {"at": ["1s", "1s", "1s"]}, "round_trip": "0s", "patience": "forever""#,
        rest: r#", "timeline": [{"at": "1050ms", "nginx_restart": {"signal": "quit"}}]"#,
        ..PLAIN
    }
    .plan();
    plan.settings.web_server.static_cpu = SimDuration::from_millis(100);
    let report = site::run(plan);
    assert_eq!((good(&report), failed_as(&report, FailureKind::ConnectionReset)), (1, 2));
    assert!(report.blames.iter().all(|told| told.action == Some(ActionName::NginxRestart)));
}

#[test]
fn a_full_tcp_backlog_of_gunicorn_gives_nobody_a_quick_error() {
    // R9: no 502, nobody refused, a goodput of at least three quarters of the capacity, connects on the SYN grid.
    let routes = r#""/": {"dynamic": {"size": "1B", "cpu": "0s", "wait": "100ms"}}"#;
    let visitors = r#""arrivals": {"poisson": {"rate": "30/s"}}, "round_trip": "0s", "patience": {"empirical": ["10s"]}"#;
    let nginx = r#", "proxy_read_timeout": "5s""#;
    let mut plan =
        Wire { duration: "35s", routes, page: r#""document": "/""#, visitors, nginx, ..PLAIN }.plan();
    plan.settings.app_server.workers = 2;
    plan.settings.app_server.backlog = 16;
    let report = site::run(plan);
    for kind in [FailureKind::UpstreamRefused, FailureKind::UpstreamQueueFull, FailureKind::ConnectionRefused]
    {
        assert_eq!(failed_as(&report, kind), 0);
    }
    let goodput = good(&report) as f64 / 35.0;
    assert!((15.0..=24.0).contains(&goodput), "{goodput}");
}
