//! The connections that nginx and gunicorn keep between them, read in the sources of both, seen through whole runs.

use lonebox::simulation::{Report, Simulation};
use lonebox::topology::settings::client::{Arrivals, TraceVisit};
use lonebox::units::{SimDuration, SimTime};
use lonebox::vocabulary::{FailureKind, Limit, Message};

use crate::rooms::{failed_as, good, latencies};
use crate::site;

/// A worker with two threads whose connections nginx keeps.
const KEPT: Site<'_> = Site {
    profile: r#""nginx": "1.29.7""#,
    nginx: "",
    proxied_cpu: "0s",
    gunicorn: r#", "threads": 2"#,
    dynamic: "",
    rest: "",
    visits: &[(1_000, 1)],
};
/// A request that may not be sent twice.
const POST: &str = r#", "body": "1B""#;

/// A site on loopback with one nginx worker, where only nginx computes if at all; visits: when they come and how long the
/// route waits [ms].
#[derive(Clone, Copy)]
struct Site<'a> {
    profile: &'a str,
    nginx: &'a str,
    proxied_cpu: &'a str,
    gunicorn: &'a str,
    dynamic: &'a str,
    rest: &'a str,
    visits: &'a [(u64, u64)],
}

impl Site<'_> {
    fn open(&self) -> Simulation {
        let Self { profile, nginx, proxied_cpu, gunicorn, dynamic, rest, visits } = self;
        let mut plan = site::plan(&format!(
            r#"{{
                "schema_version": 1, "title": "kept", "run": {{"duration": "120s", "journeys": 1000}}, "profile": {{{profile}}},
                "domain": {{"scheme": "http", "resolver_round_trip": "0s", "root_round_trip": "0s",
                            "com_round_trip": "0s", "authority_round_trip": "0s"}},
                "server": {{"nginx": {{"worker_processes": 1, "proxied_cpu": "{proxied_cpu}" {nginx}}},
                            "gunicorn": {{"request_cpu": "0s" {gunicorn}}}}},
                "application": {{
                    "routes": {{"/": {{"dynamic": {{"size": "1KiB", "cpu": "0s" {dynamic}}}}}}},
                    "pages": {{"home": {{"document": "/"}}}}
                }},
                "visitors": {{"round_trip": "0s", "bandwidth": "1000Gbit/s", "patience": "forever"}} {rest}
            }}"#
        ));
        let visit =
            |(at, wait): &(u64, u64)| TraceVisit { at: millis(*at), wait: SimDuration::from_millis(*wait) };
        plan.settings.client.groups[0].arrivals = Arrivals::Trace(visits.iter().map(visit).collect());
        Simulation::new(plan)
    }

    fn run(&self) -> Report {
        let mut simulation = self.open();
        simulation.run();
        site::balanced(simulation.report())
    }

    /// Connections of nginx and descriptors of gunicorn beyond its own six, at these times [ms].
    fn seen<const N: usize>(&self, times: [u64; N]) -> [(u32, u32); N] {
        let mut simulation = self.open();
        let seen = times.map(|time| {
            simulation.run_until(millis(time));
            let site = simulation.snapshot();
            (site.web_server.connections, site.host.descriptors[1].used.saturating_sub(6))
        });
        simulation.run();
        site::balanced(simulation.report());
        seen
    }
}

fn millis(millis: u64) -> SimTime {
    SimTime::from_nanos(millis * 1_000_000)
}

fn written(report: &Report, message: Message) -> u64 {
    report.logs.written(message).count
}

#[test]
fn an_idle_connection_takes_a_slot_and_a_descriptor_until_its_time_is_over() {
    let until = |site: Site<'_>, end: u64| site.seen([end - 10, end + 10]);
    assert_eq!(until(KEPT, 3_001), [(1, 1), (0, 0)], "gunicorn closes first, after 2 s");
    let gunicorn = r#", "threads": 2, "keepalive": "100s""#;
    assert_eq!(until(Site { gunicorn, ..KEPT }, 61_001), [(1, 1), (0, 0)], "nginx closes first, after 60 s");
}

#[test]
fn a_connection_is_kept_only_if_both_ends_want_it() {
    let kept = |site: Site<'_>| site.seen([1_500])[0] == (1, 1);
    assert!(kept(KEPT) && kept(Site { profile: "", nginx: r#", "keepalive": 1"#, ..KEPT }));
    for site in [
        Site { profile: r#""nginx": "1.29.6""#, ..KEPT },
        Site { nginx: r#", "keepalive": 0"#, ..KEPT },
        Site { gunicorn: "", ..KEPT },
        Site { gunicorn: r#", "threads": 2, "keepalive": "0s""#, ..KEPT },
        Site { gunicorn: r#", "threads": 2, "worker_connections": 2"#, ..KEPT },
        Site { gunicorn: r#", "threads": 2, "max_requests": 1"#, ..KEPT },
    ] {
        assert_eq!(site.seen([1_500]), [(0, 0)], "{} {} {}", site.profile, site.nginx, site.gunicorn);
    }
}

#[test]
fn no_more_are_kept_than_keepalive_and_the_worker_allow() {
    let crowd = Site { gunicorn: r#", "threads": 8"#, visits: &[(1_000, 100); 8], ..KEPT };
    assert_eq!(crowd.seen([1_050, 1_500]), [(16, 8), (8, 8)]);
    assert_eq!(Site { nginx: r#", "keepalive": 3"#, ..crowd }.seen([1_500]), [(3, 3)]);
    let gunicorn = r#", "threads": 8, "worker_connections": 10"#;
    assert_eq!(Site { gunicorn, ..crowd }.seen([1_500]), [(2, 2)], "a place is left for each thread");
}

#[test]
fn requests_over_a_kept_connection_are_for_its_worker() {
    // One of two workers serves all ten and is replaced; on new connections each takes its share.
    let visits: Vec<(u64, u64)> = (0..10).map(|place| (1_000 + 100 * place, 1)).collect();
    let gunicorn = r#", "workers": 2, "threads": 2, "max_requests": 10"#;
    let site = Site { gunicorn, visits: &visits, ..KEPT };
    assert_eq!(written(&site.run(), Message::Autorestarting), 1);
    let new = Site { nginx: r#", "keepalive": 0"#, ..site };
    assert_eq!(written(&new.run(), Message::Autorestarting), 0);
}

/// One of two nginx workers keeps a connection and computes, while the other one connects again and again to a gunicorn
/// worker that holds two connections, with a queue of two: how many pages were refused.
fn refused_beside_one_that_is_kept(keepalive: u32, later: &str) -> u64 {
    let report = site::run(site::plan(&format!(
        r#"{{
            "schema_version": 1, "title": "kept", "run": {{"duration": "60s"}}, "domain": {{"scheme": "http"}},
            "server": {{
                "nginx": {{"worker_processes": 2, "proxied_cpu": "0s", "static_cpu": "1s", "keepalive": {keepalive}}},
                "gunicorn": {{"worker_class": "gthread", "worker_connections": 2, "backlog": 1, "keepalive": "30s",
                              "bind": "unix:/g.sock", "request_cpu": "0s"}}
            }},
            "application": {{
                "routes": {{"/": {{"dynamic": {{"cpu": "0s", "wait": "2s"}}}}, "/file": {{"static": {{"size": "1KiB"}}}}}},
                "pages": {{"home": {{"document": "/"}}, "file": {{"document": "/file"}}}}
            }},
            "visitors": {{"patience": "forever", "groups": {{
                "files": {{"arrivals": {{"at": ["5s", "5500ms"]}}, "pages": {{"file": 1}}}},
                "shop": {{"arrivals": {{"at": ["1s", "6100ms", "6110ms", "6120ms", "6130ms" {later}]}}, "pages": {{"home": 1}}}}
            }}}}
        }}"#
    )));
    failed_as(&report, FailureKind::UpstreamQueueFull)
}

#[test]
fn a_kept_connection_takes_a_place_among_the_workers_connections() {
    let refused = |keepalive| refused_beside_one_that_is_kept(keepalive, "");
    assert_eq!((refused(0), refused(1)), (0, 1));
}

#[test]
fn a_request_over_a_kept_connection_does_not_stand_in_the_accept_queue() {
    let refused = |keepalive| refused_beside_one_that_is_kept(keepalive, r#", "7s""#);
    assert_eq!((refused(0), refused(1)), (1, 1), "not the last one, which comes when the queue is full");
}

/// Two visits: nginx needs 5 ms to pass a request on, and while it passes the second one on, gunicorn closes.
const CLOSING: Site<'_> = Site {
    proxied_cpu: "10ms",
    gunicorn: r#", "threads": 2, "keepalive": "100ms""#,
    visits: &[(1_000, 1), (1_103, 1)],
    ..KEPT
};

#[test]
fn a_request_sent_over_a_connection_that_was_just_closed_is_sent_once_more() {
    let report = CLOSING.run();
    assert_eq!((good(&report), latencies(&report)), (2, vec![11, 11]));
    assert_eq!(written(&report, Message::UpstreamClosed), 1, "nginx tells of the try that failed");
    let later = Site { visits: &[(1_000, 1), (1_107, 1)], ..CLOSING }.run();
    assert_eq!((good(&later), written(&later, Message::UpstreamClosed)), (2, 0), "nginx has read the FIN");
}

#[test]
fn a_post_is_not_sent_twice() {
    let report = Site { dynamic: POST, ..CLOSING }.run();
    assert_eq!((good(&report), failed_as(&report, FailureKind::UpstreamClosed)), (1, 1));
    let blames: Vec<_> = report.blames.iter().map(|told| (told.blame.action, told.blame.limit)).collect();
    assert_eq!(blames, [(None, Some(Limit::Keepalive))]);
}

#[test]
fn a_worker_killed_at_work_takes_no_request_with_it_that_came_over_a_reused_connection() {
    let rest = r#", "timeline": [{"at": "3s", "gunicorn_kill": {"target": "worker"}}]"#;
    let site = Site { rest, visits: &[(1_000, 1), (2_000, 5_000)], ..KEPT };
    let report = site.run();
    // The new worker imports the code for a second.
    assert_eq!((good(&report), latencies(&report)), (2, vec![1, 1_000 + 1_000 + 5_000]));
    let killed = |site: Site<'_>| failed_as(&site.run(), FailureKind::UpstreamClosed);
    assert_eq!(killed(Site { visits: &[(2_000, 5_000)], ..site }), 1, "on its first request");
    assert_eq!(killed(Site { dynamic: POST, ..site }), 1);
}

#[test]
fn a_leaving_worker_reads_nothing_more_and_resets_what_was_sent_when_it_ends() {
    let rest = r#", "timeline": [{"at": "2s", "gunicorn_reload": {}}]"#;
    let gunicorn = r#", "threads": 2, "keepalive": "10s""#;
    let site = Site { rest, gunicorn, visits: &[(1_000, 4_000), (1_001, 1), (3_500, 7)], ..KEPT };
    let report = site.run();
    assert_eq!((good(&report), latencies(&report)), (3, vec![4_000, 1, 1_500 + 7]));
    assert_eq!(written(&report, Message::UpstreamReset), 1);
    let posted = Site { dynamic: POST, ..site }.run();
    assert_eq!(failed_as(&posted, FailureKind::UpstreamReset), 1);
}

#[test]
fn idle_connections_go_with_the_process_at_either_end() {
    let gunicorn = r#", "threads": 2, "keepalive": "30s""#;
    for deed in [
        r#""gunicorn_kill": {}"#,
        r#""gunicorn_kill": {"target": "worker"}"#,
        r#""gunicorn_restart": {}"#,
        r#""gunicorn_reload": {}"#,
        r#""nginx_reload": {}"#,
        r#""nginx_restart": {"signal": "term"}"#,
        r#""nginx_restart": {"signal": "quit"}"#,
        r#""power_loss": {"for": "1s"}"#,
    ] {
        let rest = format!(r#", "timeline": [{{"at": "2s", {deed}}}]"#);
        let seen = Site { rest: &rest, gunicorn, ..KEPT }.seen([1_990, 2_100]);
        assert_eq!(seen, [(1, 1), (0, 0)], "{deed}");
    }
}
