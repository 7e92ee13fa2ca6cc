//! Settings that are changed while the site runs, seen through whole runs.

use lonebox::scenario::{self, KnobValue, Plan, with_action};
use lonebox::simulation::{Report, Simulation};
use lonebox::units::SimTime;
use lonebox::vocabulary::{ActionKind, ActionName, FailureKind, Happening, Knob, Message, Station, Word};

use crate::rooms::{FOREVER, at, failed_as, good, latencies, loopback};
use crate::site;

/// The rest of a site on loopback where these settings are changed at these milliseconds.
fn changes(list: &[(u64, &str)]) -> String {
    let actions =
        list.iter().map(|(millis, set)| format!(r#"{{"at": "{millis}ms", "configure": {{{set}}}}}"#));
    format!(r#"{FOREVER}, "timeline": [{}]"#, actions.collect::<Vec<_>>().join(", "))
}

fn times(report: &Report, message: Message) -> u64 {
    report.logs.written(message).count
}

#[test]
fn ttin_forks_one_worker_for_each_that_is_missing_and_those_who_wait_are_served() {
    let rest = changes(&[(1_500, r#""server.gunicorn.workers": 4"#)]);
    let report = loopback("1s", &at((0..5).map(|_| 1_000)), r#", "workers": 1"#, "", &rest);
    let seen = latencies(&report);
    assert_eq!((good(&report), &seen[..2]), (5, &[1_000, 2_000][..]), "the first worker is not touched");
    // Three more import the code for a second; gunicorn's pauses between two forks, up to 0.1 s, are drawn.
    assert!(seen[2] == 2_500 && seen[2..].iter().all(|millis| (2_500..2_700).contains(millis)), "{seen:?}");
    assert_eq!((times(&report, Message::HandlingTtin), times(&report, Message::BootingWorker)), (3, 3));
}

#[test]
fn ttou_lets_the_oldest_finish_and_fails_nobody() {
    let rest = changes(&[(1_500, r#""server.gunicorn.workers": 1"#)]);
    let report = loopback("1s", &at((0..6).map(|_| 1_000)), r#", "workers": 3"#, "", &rest);
    assert_eq!(latencies(&report), [1_000, 1_000, 1_000, 2_000, 3_000, 4_000], "then one worker is left");
    assert_eq!(times(&report, Message::HandlingTtou), 2);
    assert_eq!(times(&report, Message::WorkerExiting), 2);
}

#[test]
fn a_master_that_is_down_has_its_new_number_of_workers_at_its_start() {
    let rest = format!(
        r#"{FOREVER}, "timeline": [{{"at": "1s", "gunicorn_kill": {{"for": "2s"}}}},
            {{"at": "2s", "configure": {{"server.gunicorn.workers": 3}}}}]"#
    );
    let report = loopback("1s", &at((0..3).map(|_| 8_000)), r#", "workers": 1"#, "", &rest);
    assert_eq!(latencies(&report), [1_000; 3]);
    assert_eq!(times(&report, Message::HandlingTtin), 0, "nobody was there to be told");
}

#[test]
fn other_settings_of_gunicorn_come_by_hup() {
    let rest = changes(&[(1_100, r#""server.gunicorn.timeout": "2s""#)]);
    let visits = at([1_000, 5_000].into_iter());
    let report = loopback("4s", &visits, r#", "workers": 1, "timeout": "30s""#, "", &rest);
    assert_eq!(latencies(&report)[0], 4_000, "the old worker finishes");
    assert_eq!((good(&report), failed_as(&report, FailureKind::WorkerTimedOut)), (1, 1));
    assert_eq!(times(&report, Message::HandlingHup), 1);
}

#[test]
fn new_workers_of_nginx_have_the_setting_and_old_ones_keep_their_slots() {
    let nginx = r#", "worker_processes": 1, "worker_connections": 64"#;
    let visits = at((0..20).map(|_| 1_000).chain((0..20).map(|_| 2_000)));
    let rest = changes(&[(1_500, r#""server.nginx.worker_connections": 12"#)]);
    let report = loopback("2s", &visits, r#", "workers": 40"#, nginx, &rest);
    // 12 slots less a listener and a channel are 10: five visitors and as many connections to gunicorn.
    assert_eq!((good(&report), failed_as(&report, FailureKind::EmptyReply)), (25, 15));
    assert_eq!(times(&report, Message::ConnectionsNotEnough), 15);
    let lowest = loopback(
        "2s",
        &visits,
        r#", "workers": 40"#,
        nginx,
        &changes(&[(1_500, r#""server.nginx.worker_connections": 3"#)]),
    );
    assert_eq!(good(&lowest), 20, "whoever was there before is served");
}

#[test]
fn a_broken_file_refuses_what_is_edited_in_it() {
    let rest = format!(
        r#"{FOREVER}, "timeline": [{{"at": "1s", "nginx_reload": {{"config": "broken"}}}},
            {{"at": "2s", "configure": {{"server.nginx.proxy_read_timeout": "1s"}}}}]"#
    );
    let report = loopback("2s", &at([3_000].into_iter()), "", "", &rest);
    assert_eq!(good(&report), 1, "the old timeout is in effect");
    assert_eq!(report.chronicle.happened(Happening::NginxReloadRefused).count, 2);
}

/// Pages of two queries each over a connection of their own, where these settings are changed at these milliseconds.
fn queries(millis: &[u64], mysql: &str, query: &str, actions: &[(u64, &str)]) -> Report {
    let rest = changes(actions);
    site::run(site::plan(&format!(
        r#"{{
            "schema_version": 1, "title": "MySQL", "run": {{"duration": "60s", "journeys": 100}},
            "server": {{"gunicorn": {{"workers": 8, "request_cpu": "0s"}}, "mysql": {{{mysql}}}}},
            "application": {{
                "routes": {{"/": {{"dynamic": {{"cpu": "0s", "queries": 1, "wait": "500ms", "query": {{{query}}}}}}}}},
                "pages": {{"home": {{"document": "/"}}}}
            }},
            "visitors": {{"arrivals": {}, "round_trip": "0s" {rest}
        }}"#,
        at(millis.iter().copied())
    )))
}

#[test]
fn fewer_sessions_hold_for_who_logs_in_and_outlive_a_restart() {
    let full = FailureKind::DatabaseFull;
    let visits = [[1_000; 8], [3_000; 8]].concat();
    let lowered = [(2_000, r#""server.mysql.max_connections": 1"#)];
    assert_eq!(failed_as(&queries(&visits, "", "", &lowered), full), 0, "eight pooled sessions stay open");
    let later = [1_000, 3_000, 3_000, 3_000];
    assert_eq!(
        failed_as(&queries(&later, "", "", &lowered), full),
        3,
        "one is pooled, by a worker whose turn it is not, and there are no others"
    );
    assert_eq!(failed_as(&queries(&later, "", "", &[]), full), 0);
    let rest = lowered[0].1;
    let restarted = format!(r#"{rest}}}}}, {{"at": "3s", "mysql_restart": {{"note": "read again""#);
    let after = [1_000, 9_000, 9_000, 9_000];
    let restarted = queries(&after, "", "", &[(2_000, &restarted)]);
    let broken = failed_as(&restarted, FailureKind::DatabaseLost);
    assert_eq!((failed_as(&restarted, full), broken), (2, 0), "SET PERSIST: one of three has the session");
}

#[test]
fn a_session_keeps_the_lock_wait_timeout_that_it_logged_in_with() {
    // All want the one row, and whoever holds it does so for ten seconds.
    let query = r#""cpu": "10s", "locks_row_of": 1, "page_reads": 0"#;
    let timed_out = |visits: &[u64]| {
        let lowered = [(5_000, r#""server.mysql.innodb_lock_wait_timeout": "2s""#)];
        let report = queries(visits, r#""innodb_lock_wait_timeout": "50s""#, query, &lowered);
        failed_as(&report, FailureKind::LockWaitTimedOut)
    };
    assert_eq!(timed_out(&[1_000, 6_000]), 1, "it logged in after the change");
    assert_eq!(timed_out(&[1_000, 2_000]), 0, "it logged in before");
}

/// A closed site: users who want a page of one wait.
fn closed(count: u32, timeline: &str) -> Plan {
    site::plan(&format!(
        r#"{{
            "schema_version": 1, "title": "users", "run": {{"duration": "60s"}},
            "server": {{"gunicorn": {{"workers": 20}}}},
            "application": {{"routes": {{"/": {{"dynamic": {{"wait": "500ms"}}}}}}, "pages": {{"home": {{"document": "/"}}}}}},
            "visitors": {{"arrivals": {{"users": {{"count": {count}, "think_time": {{"exponential": {{"mean": "500ms"}}}}}}}}}},
            "timeline": [{timeline}],
            "windows": {{"end": {{"from": "30s", "to": "60s"}}}},
            "expect": [{{"metric": {{"name": "throughput", "gte": "0/s", "window": "end"}}}}]
        }}"#
    ))
}

#[test]
fn users_come_and_go_while_the_books_balance() {
    let pages = |plan: Plan| site::run(plan).windows[1].figures().pages().good();
    let (few, many) = (pages(closed(4, "")), pages(closed(16, "")));
    let turn =
        |to: u32| format!(r#"{{"at": "20s", "configure": {{"visitors.arrivals.users.count": {to}}}}}"#);
    let (grown, shrunk) = (pages(closed(4, &turn(16))), pages(closed(16, &turn(4))));
    let near = |left: u64, right: u64| left.abs_diff(right) * 10 < right;
    assert!(near(grown, many) && near(shrunk, few), "{few} {shrunk}, {many} {grown}");
    let back = format!("{}, {}", turn(1), turn(16).replace("20s", "20010ms"));
    assert!(near(pages(closed(16, &back)), many), "who was to go stays");
}

#[test]
fn whoever_is_on_the_way_comes_sooner_at_a_higher_rate() {
    let rest = changes(&[(10_500, r#""visitors.arrivals.even.rate": "2/s""#)]);
    let report = loopback("0s", r#"{"even": {"rate": "1/s"}}"#, "", "", &rest);
    let mut begun: Vec<u64> = report.journeys.iter().map(|page| page.begun.as_nanos() / 1_000_000).collect();
    begun.sort_unstable();
    assert_eq!(begun[8..13], [9_000, 10_000, 10_750, 11_250, 11_750]);
}

#[test]
fn whoever_lets_more_visitors_come_is_to_blame_and_that_is_no_maintenance() {
    let more = |law: &str, set: &str| {
        loopback(
            "100ms",
            law,
            r#", "workers": 1, "backlog": 8, "bind": "unix:/g.sock""#,
            "",
            &changes(&[(10_000, set)]),
        )
    };
    let open = more(r#"{"even": {"rate": "1/s"}}"#, r#""visitors.arrivals.even.rate": "50/s""#);
    let users = r#"{"users": {"count": 1, "think_time": {"exponential": {"mean": "1s"}}}}"#;
    let closed = more(users, r#""visitors.arrivals.users.count": 100"#);
    for report in [open, closed] {
        let outage = report.outages.first().expect("too many come");
        assert_eq!((outage.action, outage.kind), (Some(ActionName::Configure), Some(ActionKind::Load)));
        assert!(!outage.is_planned());
    }
}

#[test]
fn an_uplink_that_is_turned_changes_what_is_under_way_and_its_use_stays_a_share() {
    // 10 MB at 8 Mbit/s take 10 s; after 5 s the other half takes 1 s at 40 Mbit/s.
    let text = |timeline: &str| {
        format!(
            r#"{{
                "schema_version": 1, "title": "uplink", "run": {{"duration": "20s", "journeys": 1}},
                "server": {{"machine": {{"uplink": "8Mbit/s"}}}},
                "application": {{"routes": {{"/f": {{"static": {{"size": "10MB"}}}}}}, "pages": {{"f": {{"document": "/f"}}}}}},
                "visitors": {{"arrivals": {{"at": ["1s"]}}, "bandwidth": "1Gbit/s", "round_trip": "0s", "patience": "forever"}},
                "timeline": [{timeline}]
            }}"#
        )
    };
    let slow = latencies(&site::run(site::plan(&text(""))));
    let turned = r#"{"at": "6s", "configure": {"server.machine.uplink": "40Mbit/s"}}"#;
    let report = site::run(site::plan(&text(turned)));
    let quick = latencies(&report);
    assert!((10_000..10_300).contains(&slow[0]) && (6_000..6_300).contains(&quick[0]), "{slow:?} {quick:?}");
    let uplink = report.windows[0].figures().station(Station::Uplink).expect("the run reached its end");
    let busy = uplink.utilisation.expect("it is there all the time");
    assert!((busy - 6.0 / 20.0).abs() < 0.01, "six of twenty seconds: {busy}");
}

#[test]
fn more_cores_share_the_work_that_is_under_way() {
    let rest = changes(&[(2_000, r#""server.machine.cores": 4"#)]);
    let text = |rest: &str| {
        format!(
            r#"{{
                "schema_version": 1, "title": "cores", "run": {{"duration": "30s", "journeys": 4}},
                "server": {{"machine": {{"cores": 1}}, "nginx": {{"proxied_cpu": "0s"}}, "gunicorn": {{"workers": 4, "request_cpu": "0s"}}}},
                "application": {{"routes": {{"/": {{"dynamic": {{"cpu": "1s"}}}}}}, "pages": {{"home": {{"document": "/"}}}}}},
                "visitors": {{"arrivals": {{"at": ["1s", "1s", "1s", "1s"]}}, "round_trip": "0s", "bandwidth": "1Gbit/s" {rest}
            }}"#
        )
    };
    let slow = latencies(&site::run(site::plan(&text(FOREVER))));
    let quick = latencies(&site::run(site::plan(&text(&rest))));
    // By 2 s a quarter of each is done; the rest takes 0.75 s on a core of its own.
    assert!(slow[3] >= 4_000 && (1_700..1_900).contains(&quick[3]), "{slow:?} {quick:?}");
    let fewer = changes(&[(1_500, r#""server.machine.cores": 1"#)]);
    let fewer = text(&fewer).replace(r#""cores": 1}"#, r#""cores": 4}"#);
    let slower = latencies(&site::run(site::plan(&fewer)));
    assert!((2_700..2_800).contains(&slower[3]), "0.56 s of each is left for one core: {slower:?}");
}

const SITES: [&str; 3] = [
    r#""visitors": {"arrivals": {"poisson": {"rate": "40/s"}}}"#,
    r#""visitors": {"arrivals": {"even": {"rate": "0.05/s"}}, "patience": "forever"}"#,
    r#""visitors": {"arrivals": {"users": {"count": 700, "think_time": {"exponential": {"mean": "70s"}}}}},
       "server": {"gunicorn": {"preload_app": true, "workers": 40}, "machine": {"memory": "16GiB"}}"#,
];

fn text_of(rest: &str) -> String {
    format!(r#"{{"schema_version": 1, "title": "knobs", "run": {{"duration": "10s"}}, {rest}}}"#)
}

#[test]
fn every_knob_is_offered_somewhere_and_the_format_takes_its_least_its_most_and_what_is_in_effect() {
    let mut offered = Vec::new();
    for rest in SITES {
        let text = text_of(rest);
        let knobs = scenario::knobs(&site::plan(&text).settings);
        for knob in &knobs {
            for to in [knob.least, knob.value, knob.most] {
                let turned = with_action(&text, SimTime::from_secs(1), &knob.deed(to));
                let mut simulation = Simulation::new(site::plan(&turned));
                simulation.run_until(SimTime::from_secs(2));
                let now = simulation
                    .knobs()
                    .into_iter()
                    .find(|now| now.knob == knob.knob)
                    .expect("it is still there");
                assert!((now.value - to).abs() < 0.001, "{} to {to}: {}", knob.knob, now.value);
                assert!(
                    simulation.plan().settings.knob(knob.knob) == site::plan(&text).settings.knob(knob.knob)
                );
            }
        }
        offered.extend(knobs.iter().map(|knob| knob.knob));
    }
    for knob in Knob::ALL {
        assert!(offered.contains(knob), "{knob} is offered nowhere");
    }
    let pool = |knob: &KnobValue| knob.knob == Knob::PoolSize;
    assert!(!scenario::knobs(&site::plan(&text_of(SITES[2])).settings).iter().any(pool), "preload_app");
}

#[test]
fn a_knob_that_is_turned_by_hand_replays_from_a_file() {
    let text = text_of(SITES[0]);
    let knobs = scenario::knobs(&site::plan(&text).settings);
    let workers = knobs.iter().find(|knob| knob.knob == Knob::Workers).expect("every site has workers");
    let at = SimTime::from_nanos(3_000_000_001);
    let file = site::plan(&with_action(&text, at, &workers.deed(6.0)));
    let mut by_hand = Simulation::new(site::plan(&text));
    by_hand.run_until(SimTime::from_secs(3));
    by_hand.schedule(file.settings.timeline[0].clone());
    by_hand.run();
    assert_eq!(by_hand.report(), site::run(file));
}

#[test]
fn mysql_that_is_down_cannot_be_told_anything() {
    let rest = format!(
        r#"{FOREVER}, "timeline": [{{"at": "1s", "mysql_kill": {{}}}},
            {{"at": "2s", "configure": {{"server.mysql.max_connections": 1}}}}]"#
    );
    let report = loopback("0s", &at([3_000].into_iter()), "", "", &rest);
    let happened = |what: Happening| report.chronicle.happened(what).count;
    assert_eq!((happened(Happening::NoEffect), happened(Happening::Configured)), (1, 0));
}
