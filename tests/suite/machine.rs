//! The one machine: memory and who is killed for it, a full and a slow disk, what systemd starts again, and that nothing is
//! capacity that is not there.

use lonebox::expectation::{Verdict, judge};
use lonebox::scenario::Plan;
use lonebox::simulation::{Report, Simulation};
use lonebox::units::{Bytes, SimTime};
use lonebox::vocabulary::{FailureKind, Happening, Layer, Limit, Message, RequestClass, Station};

use crate::site;

/// A site with a page that reads (`/`), one that writes (`/order`) and a file; `machine`, `gunicorn`, `mysql` and the rest
/// as each test needs them.
fn plan(machine: &str, gunicorn: &str, mysql: &str, rest: &str) -> Plan {
    site::plan(&format!(
        r#"{{
            "schema_version": 1, "title": "a machine", "run": {{"duration": "120s", "journeys": 1000}},
            "domain": {{"scheme": "http"}},
            "server": {{
                "machine": {{"boot_time": "10s" {machine}}}, "gunicorn": {{"workers": 4 {gunicorn}}}, "mysql": {{{mysql}}}
            }},
            "application": {{
                "routes": {{
                    "/": {{"dynamic": {{"queries": 1}}}},
                    "/order": {{"dynamic": {{"queries": 1, "query": {{"redo": "4KiB"}}}}}},
                    "/file": {{"static": {{"size": "1KiB"}}}}
                }},
                "pages": {{"home": {{"document": "/"}}, "order": {{"document": "/order"}}, "file": {{"document": "/file"}}}}
            }},
            "visitors": {{"arrivals": {{"even": {{"rate": "20/s"}}}}, "round_trip": "1ms" {rest}
        }}"#
    ))
}

/// A run to its end, with how often each of these lines was written.
fn run_and_read<const N: usize>(plan: Plan, messages: [Message; N]) -> (Report, [u64; N]) {
    let mut simulation = Simulation::new(plan);
    simulation.run();
    let report = site::balanced(simulation.report());
    let written = messages.map(|message| report.logs.written(message).count);
    (report, written)
}

fn failed_as(report: &Report, kind: FailureKind) -> u64 {
    report.windows[0].figures().pages().failed_as(kind)
}

/// When these things happened [ms].
fn times(report: &Report, what: Happening) -> Vec<u64> {
    let entries = report.chronicle.iter().filter(|entry| entry.what == what);
    entries.map(|entry| entry.at.as_nanos() / 1_000_000).collect()
}

fn utilisation(report: &Report, station: Station) -> f64 {
    let figures = report.windows[0].figures().station(station).expect("observed");
    figures.utilisation.expect("it was there")
}

const HOME: &str = r#", "pages": {"home": 1}, "patience": "forever"}"#;

/// A leak that uses memory up after some twenty seconds: a megabyte a request, of 400 that are left.
fn leaking(gunicorn: &str, mysql: &str) -> Plan {
    let mut plan = plan(r#", "memory": "1400MiB""#, gunicorn, mysql, HOME);
    plan.settings.application.leak = Bytes::from_mib(1);
    plan
}

#[test]
fn the_oom_killer_picks_who_holds_most_and_that_is_mysqld() {
    let (report, killed) = run_and_read(
        leaking("", r#""innodb_buffer_pool_size": "256MiB""#),
        [Message::OomKilledMysqld, Message::OomKilledGunicorn, Message::MainProcessKilled],
    );
    assert_eq!((killed[0], killed[2]), (1, 1), "nobody starts it again");
    assert!(failed_as(&report, FailureKind::DatabaseUnreachable) > 1_000);
    let unreachable = |kind| report.blames.iter().filter(move |blame| blame.failure == kind);
    for kind in [FailureKind::DatabaseUnreachable, FailureKind::DatabaseLost] {
        assert!(unreachable(kind).all(|blame| blame.blame.limit == Some(Limit::Memory)), "{kind}");
    }
}

#[test]
fn with_a_score_that_spares_mysqld_the_fattest_worker_dies_and_costs_one_request() {
    let (report, killed) = run_and_read(
        leaking("", r#""systemd": {"oom_score_adj": -1000}"#),
        [Message::OomKilledMysqld, Message::OomKilledGunicorn, Message::WorkerSigkilled],
    );
    assert_eq!((killed[0], killed[1]), (0, killed[2]));
    assert!((2..=20).contains(&killed[1]), "{killed:?}");
    let lost = failed_as(&report, FailureKind::UpstreamClosed);
    assert!(lost <= killed[1], "a killed worker costs the request that it holds: {lost} of {killed:?}");
    assert_eq!(report.windows[0].figures().pages().failed(), lost);
}

#[test]
fn an_nginx_worker_that_is_killed_takes_its_clients_with_it_and_is_replaced() {
    let mut plan = leaking("", r#""systemd": {"oom_score_adj": -1000}"#);
    plan.settings.host.units.web_server.oom_score_adj = 1_000;
    let (report, killed) = run_and_read(plan, [Message::OomKilledNginx, Message::NginxWorkerKilled]);
    assert!(killed[0] >= 3 && killed[1] >= 1, "{killed:?}");
    // The master went too, at last, and nobody starts it again.
    assert!(failed_as(&report, FailureKind::ConnectionRefused) > 0);
    for blame in &report.blames {
        assert_eq!(blame.blame.limit, Some(Limit::Memory), "{blame:?}");
    }
}

#[test]
fn what_is_left_of_memory_is_page_cache() {
    let mut simulation = Simulation::new(plan("", "", "", HOME));
    simulation.run_until(SimTime::from_secs(10));
    let host = simulation.snapshot().host;
    let of = |layer| -> Vec<u64> {
        let processes = host.processes.iter().filter(|process| process.layer == layer);
        processes.map(|process| process.memory.get() >> 20).collect()
    };
    assert_eq!(of(Layer::WebServer), [10, 10, 10]);
    assert_eq!(of(Layer::AppServer), [25, 60, 60, 60, 60]);
    assert_eq!(of(Layer::Database), [402], "with a session for each worker");
    assert_eq!(host.page_cache.get() >> 20, 4_096 - 300 - 30 - 265 - 402);
    assert_eq!(host.descriptors[2].limit, 10_000);
}

#[test]
fn on_a_full_disk_files_are_sent_readers_read_and_writers_wait() {
    let rest = |page: &str| {
        format!(
            r#", "pages": {{"{page}": 1}}, "patience": "forever"}}, "timeline": [{{"at": "20s", "disk_full": {{"for": "95s"}}}}]"#
        )
    };
    let of = |page: &str| {
        let alerts = [Message::AccessLogDiskFull, Message::MysqlDiskFull];
        run_and_read(plan("", r#", "timeout": "0s""#, "", &rest(page)), alerts)
    };
    for page in ["file", "home"] {
        let (report, [alerts, waits]) = of(page);
        assert_eq!(report.windows[0].figures().pages().failed(), 0, "{page}");
        assert_eq!((alerts, waits), (2, 0), "an alert a minute");
    }
    let (report, [_, waits]) = of("order");
    let good = |from: u64, to: u64| {
        let pages = report.journeys.iter();
        pages.filter(|page| (from..to).contains(&(page.ended.as_nanos() / 1_000_000_000))).count()
    };
    assert_eq!((good(10, 20), good(21, 80)), (200, 0), "no error and no answer, until proxy_read_timeout");
    assert_eq!(waits, 4, "each of the four writers says so once in ten minutes");
}

#[test]
fn writers_try_again_each_minute() {
    let report = site::run(site::plan(
        r#"{"schema_version": 1, "title": "t", "run": {"duration": "300s", "journeys": 1},
            "server": {"gunicorn": {"timeout": "0s"}, "nginx": {"proxy_read_timeout": "1h"}},
            "application": {"routes": {"/": {"dynamic": {"queries": 1, "query": {"redo": "4KiB"}}}}},
            "visitors": {"arrivals": {"at": ["21s"]}, "patience": "forever"},
            "timeline": [{"at": "20s", "disk_full": {"for": "70s"}}]}"#,
    ));
    let page = &report.journeys[0];
    let took = (page.ended - page.begun).as_nanos() / 1_000_000;
    assert!((120_000..120_300).contains(&took), "room from 90 s on, tries at 81 s and 141 s: {took} ms");
}

#[test]
fn who_waits_for_a_full_disk_blames_it_with_an_action_or_without() {
    let orders = r#", "pages": {"order": 1}, "patience": {"empirical": ["5s"]}}"#;
    let by_action = format!(r#"{orders}, "timeline": [{{"at": "20s", "disk_full": {{}}}}]"#);
    // 4 KiB an order, and room for 400 of them.
    let by_itself = plan(r#", "disk_size": "1GiB", "disk_used": "1046976KiB""#, "", "", orders);
    for (plan, action) in [(plan("", "", "", &by_action), Some(0)), (by_itself, None)] {
        let report = site::run(plan);
        assert!(report.windows[0].figures().pages().failed() > 1_000);
        let told = |blame: &&lonebox::simulation::BlameReport| {
            (blame.blame.action, blame.blame.limit) != (action, Some(Limit::Disk))
        };
        assert_eq!(report.blames.iter().find(told), None);
    }
}

#[test]
fn bytes_take_their_time_on_the_disk_where_there_are_many() {
    // 20 orders a second with 512 KiB each are 20 operations of 1/3 ms, or 10 MiB.
    let orders = |machine: &str| {
        let mut plan =
            plan(machine, "", r#""buffer_pool_hit_ratio_warm": "100%""#, r#", "pages": {"order": 1}}"#);
        for route in &mut plan.settings.application.routes {
            if let lonebox::topology::settings::application::Work::Dynamic(dynamic) = &mut route.work {
                dynamic.query.redo = Bytes::from_kib(512);
            }
        }
        utilisation(&site::run(plan), Station::Disk)
    };
    let (fast, slow) = (orders(""), orders(r#", "disk_bytes_per_second": "20MiB""#));
    assert!((fast - 10.0 / 125.0).abs() < 0.002, "10 of 125 MiB a second: {fast}");
    assert!((slow - 0.5).abs() < 0.005, "10 of 20 MiB a second: {slow}");
}

#[test]
fn a_slow_disk_takes_so_many_times_as_long() {
    let rest = r#", "pages": {"home": 1}, "patience": "forever"},
        "timeline": [{"at": "30s", "disk_slow": {"factor": 30, "for": "10s"}}]"#;
    let report = site::run(plan("", "", r#""buffer_pool_hit_ratio_warm": "0%""#, rest));
    let took = |second: u64| {
        let begun = |page: &&lonebox::snapshot::PageJourney| page.begun >= SimTime::from_secs(second);
        let page = report.journeys.iter().find(begun).expect("a page a twentieth of a second");
        (page.ended - page.begun).as_nanos() / 1_000_000
    };
    assert!(took(20) < 40, "20 pages from the disk are 7 ms: {}", took(20));
    assert!(took(32) > 200, "or 200 ms: {}", took(32));
    assert_eq!(times(&report, Happening::DiskFast), [40_000]);
}

/// MySQL is killed at 20 s and at these seconds after; when it accepts again [ms].
fn killed_at(seconds: &[u64], unit: &str) -> (Report, [u64; 3]) {
    let kill = |at: &u64| format!(r#"{{"at": "{at}s", "mysql_kill": {{}}, "note": "again and again"}}"#);
    let kills: Vec<String> = seconds.iter().map(kill).collect();
    let rest = format!(r#"{HOME}, "timeline": [{}]"#, kills.join(", "));
    let messages = [Message::MainProcessKilled, Message::ScheduledRestart, Message::FailedWithStartLimit];
    run_and_read(plan("", "", &format!(r#""systemd": {{{unit}}}"#), &rest), messages)
}

#[test]
fn systemd_starts_a_killed_service_again_only_where_its_unit_says_so() {
    let back = |unit: &str| times(&killed_at(&[20], unit).0, Happening::MysqlAccepts);
    assert_eq!(back(""), [] as [u64; 0], "Restart=no");
    assert_eq!(back(r#""restart": "always""#), [20_300], "RestartSec=100ms, and 0.2 s to start");
    assert_eq!(back(r#""restart": "on-abnormal", "restart_sec": "5s""#), [25_200]);
}

#[test]
fn a_service_that_dies_too_often_is_given_up() {
    let kills = [20, 21, 22, 23, 24, 25, 60];
    let (report, written) = killed_at(&kills, r#""restart": "always""#);
    assert_eq!(times(&report, Happening::MysqlAccepts).len(), 5, "five starts in ten seconds");
    assert_eq!(written, [6, 6, 1], "the seventh kill finds nobody");
    let (report, written) = killed_at(&kills, r#""restart": "always", "start_limit_interval": "1s""#);
    assert_eq!((times(&report, Happening::MysqlAccepts).len(), written[2]), (7, 0));
}

#[test]
fn systemd_may_be_quicker_than_the_person_and_the_person_quicker_than_systemd() {
    let rest = format!(r#"{HOME}, "timeline": [{{"at": "20s", "mysql_kill": {{"for": "10s"}}}}]"#);
    let back = |restart_sec: &str| {
        let unit = format!(r#""systemd": {{"restart": "always", "restart_sec": "{restart_sec}"}}"#);
        times(&site::run(plan("", "", &unit, &rest)), Happening::MysqlAccepts)
    };
    assert_eq!((back("2s"), back("60s")), (vec![22_200], vec![30_200]));
}

#[test]
fn what_is_not_there_is_no_capacity() {
    let rest = format!(r#"{HOME}, "timeline": [{{"at": "60s", "power_loss": {{}}}}]"#);
    let report = site::run(plan("", "", "", &rest));
    let figures = report.windows[0].figures();
    let tally = &report.windows[0].tally;
    let capacity = |station: Station| {
        let observed = tally.closing.as_ref().expect("the run reached its end");
        observed.stations[lonebox::vocabulary::Word::index(station)].capacity / 1_000_000_000
    };
    let minute = |count: u128| count * 60;
    assert_eq!(capacity(Station::GunicornBacklog), minute(2_049));
    assert_eq!(capacity(Station::MysqlSessions), minute(151));
    assert_eq!(capacity(Station::Disk), minute(1));
    assert_eq!(capacity(Station::Cores), minute(2));
    assert_eq!(capacity(Station::Memory), minute(4 << 30));
    assert!(figures.requests(Some(RequestClass::Dynamic)).good() > 1_000);
}

#[test]
fn the_leak_is_what_its_scenario_is_about() {
    let mut plan = site::shipped("gates/machine/memory-leak");
    plan.settings.application.leak = Bytes::ZERO;
    let report = site::run(plan.clone());
    let unmet = judge(&plan, &report).into_iter().filter(Verdict::fails_the_scenario).count();
    assert!(unmet >= 3, "only {unmet} miss it");
}
