//! Two things at once: each keeps its own effect, and each is blamed for its own pages.

use std::collections::BTreeMap;

use lonebox::simulation::{BlameReport, Report};
use lonebox::units::{SimDuration, SimTime};
use lonebox::vocabulary::{ActionName, FailureKind, Happening, Limit, Message};

use crate::site;

/// What happens to a site with one dynamic page, which nobody waits long for.
fn report(server: &str, rest: &str) -> Report {
    report_of(r#""cpu": "5ms", "queries": 1"#, server, rest)
}

/// The same, where this is the page's work.
fn report_of(page: &str, server: &str, rest: &str) -> Report {
    site::run(site::plan(&format!(
        r#"{{
            "schema_version": 1, "title": "two at once", "run": {{"duration": "90s"}},
            "server": {{"machine": {{"boot_time": "5s"}}, {server}}},
            "application": {{"import_time": "500ms", "routes": {{"/": {{"dynamic": {{{page}}}}}}},
                             "pages": {{"home": {{"document": "/"}}}}}},
            "visitors": {{"arrivals": {{"even": {{"rate": "20/s"}}}}, "round_trip": "10ms",
                          "patience": {{"exponential": {{"mean": "6s"}}}}}},
            {rest}
        }}"#
    )))
}

fn timeline(deeds: &str) -> String {
    format!(r#""timeline": [{deeds}]"#)
}

fn pages_blamed_on(report: &Report, action: Option<ActionName>) -> u64 {
    report.blames.iter().filter(|told| told.action == action).map(|told| told.pages).sum()
}

/// When something happened \[whole seconds\].
fn seconds(report: &Report, what: Happening) -> Vec<u64> {
    let entries = report.chronicle.iter().filter(|entry| entry.what == what);
    entries.map(|entry| entry.at.as_nanos() / 1_000_000_000).collect()
}

#[test]
fn a_worker_that_is_killed_takes_no_blame_from_a_hang_that_goes_on() {
    let deeds =
        r#"{"at": "20s", "nginx_hang": {"for": "20s"}}, {"at": "22s", "nginx_kill": {"target": "worker"}}"#;
    let report = report(r#""nginx": {"worker_processes": 2}"#, &timeline(deeds));
    let blamed = pages_blamed_on(&report, Some(ActionName::NginxHang));
    assert!(blamed > 150, "{:?}", report.blames);
    // Of twenty seconds' visitors a few have hardly any patience.
    assert!(pages_blamed_on(&report, None) < 20, "{:?}", report.blames);
}

#[test]
fn what_still_holds_mysql_goes_before_a_deploy_of_which_only_a_queue_is_left() {
    let deeds = r#"{"at": "20s", "mysql_hang": {"for": "30s"}}, {"at": "22s", "gunicorn_reload": {}}"#;
    let report = report(r#""gunicorn": {"workers": 4}"#, &timeline(deeds));
    let (hang, deploy) = (ActionName::MysqlHang, ActionName::GunicornReload);
    let blamed = [hang, deploy].map(|action| pages_blamed_on(&report, Some(action)));
    assert!(blamed[0] > 10 * blamed[1].max(10), "{blamed:?}");
    assert_eq!(report.availability.planned_downtime, SimDuration::ZERO);
}

#[test]
fn a_power_loss_is_to_blame_for_the_boot_that_follows_it() {
    let deeds = r#"{"at": "20s", "mysql_kill": {"for": "2s"}}, {"at": "30s", "power_loss": {"for": "10s"}}"#;
    let report = report(r#""gunicorn": {"workers": 4}"#, &timeline(deeds));
    let at_the_boot = |told: &&BlameReport| told.failure == FailureKind::UpstreamRefused;
    let blames: Vec<&BlameReport> = report.blames.iter().filter(at_the_boot).collect();
    assert!(blames.iter().all(|told| told.action == Some(ActionName::PowerLoss)), "{blames:?}");
    assert!(blames.iter().map(|told| told.pages).sum::<u64>() > 10, "{blames:?}");
}

#[test]
fn a_master_that_is_told_to_stop_aborts_nobody_and_kills_when_its_time_is_over() {
    let deeds =
        r#"{"at": "20s", "mysql_hang": {"for": "60s"}}, {"at": "25s", "gunicorn_stop": {"for": "50s"}}"#;
    let server = r#""gunicorn": {"workers": 4, "timeout": "15s", "graceful_timeout": "20s"}"#;
    let report = report(server, &timeline(deeds));
    assert_eq!(seconds(&report, Happening::WorkerTimeout), [0_u64; 0]);
    assert_eq!(seconds(&report, Happening::GunicornStopped), [45]);
}

#[test]
fn of_two_losses_of_packets_the_earlier_goes_on_when_the_later_ends() {
    let deeds = r#"{"at": "20s", "packet_loss": {"share": "30%", "for": "30s"}},
        {"at": "30s", "packet_loss": {"share": "1%", "for": "4s"}}"#;
    let windows =
        r#""windows": {"both": {"from": "31s", "to": "33s"}, "again": {"from": "36s", "to": "48s"}}, "#;
    let report = report(r#""nginx": {}"#, &format!("{windows}{}", timeline(deeds)));
    assert_eq!(seconds(&report, Happening::PacketLossEnds), [50]);
    let slow = |name: &str| {
        let window = report.windows.iter().find(|window| window.name == name).expect("it is listed");
        window.figures().page_latency().mean().expect("some came").as_secs_f64()
    };
    assert!(slow("again") > 2.0 * slow("both"), "{} and {}", slow("again"), slow("both"));
}

#[test]
fn of_two_maintenance_pages_the_earlier_stays_when_the_later_is_taken_down() {
    let deeds = r#"{"at": "20s", "maintenance_page": {"for": "30s"}},
        {"at": "25s", "maintenance_page": {"for": "5s"}}"#;
    let report = report(r#""nginx": {}"#, &timeline(deeds));
    assert_eq!(seconds(&report, Happening::MaintenancePageDown), [50]);
    let blamed = pages_blamed_on(&report, Some(ActionName::MaintenancePage));
    assert!((598..=602).contains(&blamed), "{blamed} pages of thirty seconds");
}

#[test]
fn an_outage_by_chance_is_dated_to_the_time_that_it_broke_for_it() {
    let failure = r#""random_failures": [{"nginx_kill": {}, "mtbf": {"exponential": {"mean": "12s"}},
        "mttr": {"uniform": {"low": "1s", "high": "2s"}}}]"#;
    let report = report(r#""nginx": {}"#, failure);
    assert!(report.outages.len() > 1, "{}", report.outages.len());
    for told in &report.outages {
        let fault = told.fault.expect("it broke");
        let apart = fault.max(told.outage.from).since(fault.min(told.outage.from));
        assert!(apart < SimDuration::from_secs(1), "{fault:?} for {:?}", told.outage);
        assert!(fault > SimTime::ZERO);
    }
}

#[test]
fn a_gunicorn_worker_that_is_killed_takes_no_blame_from_a_hang_that_goes_on() {
    let deeds = r#"{"at": "20s", "gunicorn_hang": {"for": "20s"}}, {"at": "22s", "gunicorn_kill": {"target": "worker"}}"#;
    let report = report(r#""gunicorn": {"workers": 4}"#, &timeline(deeds));
    let (hang, kill) = (ActionName::GunicornHang, ActionName::GunicornKill);
    let blamed = [hang, kill].map(|action| pages_blamed_on(&report, Some(action)));
    assert!(blamed[0] > 150 && blamed[1] < 5, "{blamed:?}");
}

#[test]
fn a_connection_that_a_restart_closed_is_its_doing_though_a_crowd_has_come() {
    let report = site::run(site::plan(
        r#"{
            "schema_version": 1, "title": "restarts in a crowd", "run": {"duration": "3min"},
            "server": {"gunicorn": {"workers": 3}},
            "visitors": {"arrivals": {"poisson": {"rate": "40/s"}}},
            "timeline": [
                {"at": "30s", "spike": {"factor": 2.5, "for": "2min"}},
                {"at": "60s", "nginx_restart": {}}, {"at": "75s", "nginx_restart": {"signal": "quit"}},
                {"at": "90s", "nginx_restart": {}}, {"at": "100s", "nginx_reload": {}}, {"at": "120s", "nginx_restart": {}}
            ]
        }"#,
    ));
    let reset = |told: &&BlameReport| told.failure == FailureKind::ConnectionReset;
    let blamed: Vec<_> = report.blames.iter().filter(reset).map(|told| told.action).collect();
    assert!(
        !blamed.is_empty() && blamed.iter().all(|by| *by == Some(ActionName::NginxRestart)),
        "{blamed:?}"
    );
}

/// How many pages that met `limit` are blamed on each action, by its place in the timeline; the last on none.
fn who_met(report: &Report, limit: Limit) -> BTreeMap<Option<u16>, u64> {
    let met = report.blames.iter().filter(|told| told.blame.limit == Some(limit));
    met.fold(BTreeMap::new(), |mut pages, told| {
        *pages.entry(told.blame.action).or_default() += told.pages;
        pages
    })
}

#[test]
fn whoever_lowers_a_limit_is_to_blame_for_it_until_it_is_back_and_the_queue_is_gone() {
    let gunicorn = r#""gunicorn": {"workers": 5, "database_connections": "per_request"}"#;
    let workers = r#"{"at": "10s", "spike": {"factor": 1.5, "for": "60s"}},
        {"at": "20s", "configure": {"server.gunicorn.workers": 1}}, {"at": "40s", "configure": {"server.gunicorn.workers": 5}}"#;
    let slow = |deeds: &str| report_of(r#""wait": "100ms", "queries": 1"#, gunicorn, &timeline(deeds));
    let met = who_met(&slow(workers), Limit::Workers);
    assert!(met.len() == 1 && met.get(&Some(1)).is_some_and(|pages| *pages > 100), "{met:?}");

    let sessions = r#"{"at": "20s", "configure": {"server.mysql.max_connections": 1}},
        {"at": "30s", "configure": {"server.mysql.max_connections": 2}},
        {"at": "40s", "configure": {"server.mysql.max_connections": 1}},
        {"at": "50s", "configure": {"server.mysql.max_connections": 151}}"#;
    let met = who_met(&slow(sessions), Limit::MaxConnections);
    assert!(met.keys().eq(&[Some(0), Some(2)]), "a second session was no lowering: {met:?}");
}

#[test]
fn whoever_lowers_a_limit_is_not_to_blame_for_a_crowd_that_came_after_nor_for_one_that_it_had_met() {
    let site = |rate: u32, deeds: &str| {
        site::run(site::plan(&format!(
            r#"{{
                "schema_version": 1, "title": "nine workers, or eight", "run": {{"duration": "2min"}},
                "server": {{"gunicorn": {{"workers": 9}}}},
                "application": {{"import_time": "500ms", "routes": {{"/": {{"dynamic": {{"wait": "100ms"}}}}}},
                                 "pages": {{"home": {{"document": "/"}}}}}},
                "visitors": {{"arrivals": {{"even": {{"rate": "{rate}/s"}}}}, "round_trip": "10ms",
                              "patience": {{"exponential": {{"mean": "6s"}}}}}},
                "timeline": [{deeds}]
            }}"#
        )))
    };
    let fewer = |second: u32, workers: u32| {
        format!(r#"{{"at": "{second}s", "configure": {{"server.gunicorn.workers": {workers}}}}}"#)
    };
    let met = who_met(&site(120, &fewer(60, 8)), Limit::Workers);
    assert!(met.keys().eq(&[None]), "nine were too few already: {met:?}");

    let crowd = r#"{"at": "60s", "spike": {"factor": 20, "for": "20s"}}"#;
    let met = who_met(&site(20, &format!("{}, {crowd}", fewer(10, 8))), Limit::Workers);
    assert!(met.keys().eq(&[Some(1)]), "eight were enough until the crowd came: {met:?}");

    let back = [fewer(10, 12), fewer(20, 9), fewer(30, 3), fewer(40, 9)].join(", ");
    let met = who_met(&site(20, &format!("{back}, {crowd}")), Limit::Workers);
    assert!(met.keys().eq(&[Some(4)]), "it was what it was: {met:?}");

    let plan = r#"{"schema_version": 1, "title": "one core", "run": {"duration": "2min"}, "server": {"gunicorn": {"workers": 5}},
        "application": {"routes": {"/": {"dynamic": {"cpu": "30ms"}}}, "pages": {"home": {"document": "/"}}},
        "visitors": {"arrivals": {"even": {"rate": "40/s"}}, "patience": "2s"},
        "timeline": [{"at": "60s", "configure": {"server.machine.cores": 1}}]}"#;
    let met = who_met(&site::run(site::plan(plan)), Limit::Workers);
    assert!(met.keys().eq(&[Some(0)]), "all workers compute on one core: {met:?}");
}

#[test]
fn a_timeout_of_zero_is_none_and_three_seconds_are_a_lowering() {
    // Twice as many workers as are busy: no queue is left of the reload.
    let report = site::run(site::plan(
        r#"{
            "schema_version": 1, "title": "no timeout, then a short one", "run": {"duration": "90s"},
            "server": {"gunicorn": {"workers": 20, "timeout": "30s"}},
            "application": {"import_time": "500ms", "routes": {"/": {"dynamic": {"wait": "5s"}}},
                            "pages": {"home": {"document": "/"}}},
            "visitors": {"arrivals": {"even": {"rate": "2/s"}}, "patience": "forever"},
            "timeline": [{"at": "20s", "configure": {"server.gunicorn.timeout": "0s"}},
                         {"at": "30s", "configure": {"server.gunicorn.timeout": "3s"}}]
        }"#,
    ));
    let met = who_met(&report, Limit::Timeout);
    assert!(met.keys().eq(&[Some(1)]), "{met:?}");
}

#[test]
fn what_fills_the_slots_of_nginx_is_to_blame_beside_their_limit() {
    let deeds = r#"{"at": "20s", "mysql_hang": {"for": "40s"}}"#;
    let nginx = r#""nginx": {"worker_processes": 1, "worker_connections": 64, "limit_conn": {"connections": 20, "key": "server"}}"#;
    let met = who_met(&report(nginx, &timeline(deeds)), Limit::LimitConn);
    assert!(met.keys().eq(&[Some(0)]), "{met:?}");
    let met = who_met(
        &report(r#""nginx": {"worker_processes": 1, "worker_connections": 64}"#, &timeline(deeds)),
        Limit::WorkerConnections,
    );
    assert!(met.keys().eq(&[Some(0)]), "{met:?}");
}

#[test]
fn more_memory_than_there_is_is_the_doing_of_whoever_asked_for_it() {
    let deeds = r#"{"at": "20s", "configure": {"server.mysql.innodb_buffer_pool_size": "8GiB"}}"#;
    let report = report(r#""nginx": {}"#, &timeline(deeds));
    let met = who_met(&report, Limit::Memory);
    assert!(met.keys().eq(&[Some(0)]) && met[&Some(0)] > 100, "{met:?}");
}

#[test]
fn an_action_that_comes_when_pages_fail_already_has_not_set_the_outage_off() {
    let deeds =
        r#"{"at": "20s", "mysql_stop": {"for": "2s"}}, {"at": "21s", "gunicorn_stop": {"for": "30s"}}"#;
    let report = report(r#""nginx": {}"#, &timeline(deeds));
    let outage = &report.outages[0];
    assert_eq!(outage.action, Some(ActionName::GunicornStop), "most pages fail by it");
    assert!(outage.cause_came_later() && !outage.is_planned(), "{outage:?}");
}

#[test]
fn a_deploy_in_a_jam_takes_no_blame_for_what_queues_after_it() {
    let deeds =
        r#"{"at": "20s", "spike": {"factor": 4, "for": "60s"}}, {"at": "30s", "gunicorn_restart": {}}"#;
    let server = r#""gunicorn": {"workers": 2, "backlog": 20, "bind": "unix:/run/gunicorn.sock"}"#;
    let report = report_of(r#""wait": "50ms""#, server, &timeline(deeds));
    let blamed =
        [ActionName::Spike, ActionName::GunicornRestart].map(|action| pages_blamed_on(&report, Some(action)));
    assert!(blamed[0] > 10 * blamed[1] && blamed[1] > 10, "{blamed:?}");
    assert_eq!(report.outages[0].action, Some(ActionName::Spike));
}

#[test]
fn no_line_of_the_error_log_fits_onto_a_full_disk() {
    let deeds = r#"{"at": "20s", "disk_full": {"for": "20s"}}, {"at": "25s", "gunicorn_stop": {"for": "10s"}},
        {"at": "60s", "gunicorn_stop": {"for": "5s"}}"#;
    let report = report(r#""nginx": {}"#, &timeline(deeds));
    let written = report.logs.written(Message::UpstreamRefused);
    assert!(written.count > 50 && written.first >= SimTime::from_secs(60), "{written:?}");
    assert!(pages_blamed_on(&report, Some(ActionName::GunicornStop)) > written.count + 100);
}

#[test]
fn nobody_reads_the_file_of_an_nginx_whose_master_is_gone_or_hangs() {
    let timed_out = |deed: &str| {
        let deeds =
            format!(r#"{deed}, {{"at": "30s", "configure": {{"server.nginx.proxy_read_timeout": "1s"}}}}"#);
        let report = report_of(r#""wait": "3s""#, r#""gunicorn": {"workers": 9}"#, &timeline(&deeds));
        report.blames.iter().any(|told| told.failure == FailureKind::UpstreamReadTimedOut)
    };
    let master = |deed: &str| timed_out(&format!(r#"{{"at": "20s", "{deed}": {{"target": "master"}}}}"#));
    assert_eq!([master("nginx_kill"), master("nginx_hang")], [false; 2]);
    assert!(timed_out(r#"{"at": "20s", "nginx_reload": {}}"#), "a living one does");
}

#[test]
fn a_restart_in_the_middle_of_a_reload_is_well_again_once() {
    let deeds = r#"{"at": "20s", "gunicorn_reload": {}}, {"at": "20200ms", "gunicorn_restart": {}}"#;
    let report = report(r#""gunicorn": {"workers": 4}"#, &timeline(deeds));
    assert_eq!(seconds(&report, Happening::GunicornServes).len(), 1, "{:?}", report.chronicle);
}
