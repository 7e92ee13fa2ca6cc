//! What hangs, panics or reboots: who notices, when, and what is seen of it from outside.

use lonebox::scenario::Plan;
use lonebox::simulation::{Report, Simulation};
use lonebox::snapshot::{Focus, Power, ProcessState};
use lonebox::units::{Probability, SimTime};
use lonebox::vocabulary::{ActionName, FailureKind, Happening, Limit};

use crate::site;

/// A site with one dynamic page and one file; `server` and `timeline` as each test needs them.
fn plan(server: &str, timeline: &str) -> Plan {
    site::plan(&format!(
        r#"{{
            "schema_version": 1, "title": "what hangs", "run": {{"duration": "60s"}}, "server": {{{server}}},
            "application": {{
                "import_time": "500ms",
                "routes": {{"/": {{"dynamic": {{"cpu": "5ms", "queries": 1}}}}, "/file": {{"static": {{"size": "1KiB"}}}}}},
                "pages": {{"home": {{"document": "/"}}, "file": {{"document": "/file"}}}}
            }},
            "visitors": {{"arrivals": {{"even": {{"rate": "20/s"}}}}, "pages": {{"home": 1, "file": 1}}, "round_trip": "10ms",
                          "patience": {{"exponential": {{"mean": "6s"}}}}}},
            "timeline": [{timeline}]
        }}"#
    ))
}

fn at(seconds: u64) -> SimTime {
    SimTime::from_secs(seconds)
}

/// When these things happened for the first time \[ms\].
fn first(report: &Report, what: Happening) -> Option<u64> {
    let entry = report.chronicle.iter().find(|entry| entry.what == what);
    entry.map(|entry| entry.at.as_nanos() / 1_000_000)
}

fn failed_as(report: &Report, kind: FailureKind) -> u64 {
    report.windows[0].figures().pages().failed_as(kind)
}

/// How nginx, gunicorn and MySQL do at a second of a run.
fn states(plan: &Plan, second: u64) -> [ProcessState; 3] {
    let mut simulation = Simulation::new(plan.clone());
    simulation.run_until(at(second));
    let site = simulation.snapshot();
    [site.web_server.state, site.app_server.state, site.database.state]
}

#[test]
fn what_hangs_says_so_and_what_goes_on_runs() {
    use ProcessState::{Hung, Running};
    for (place, deed) in ["nginx_hang", "gunicorn_hang", "mysql_hang"].iter().enumerate() {
        let plan = plan("", &format!(r#"{{"at": "10s", "{deed}": {{"for": "5s"}}}}"#));
        let mut wanted = [Running; 3];
        wanted[place] = Hung;
        assert_eq!(states(&plan, 12), wanted, "{deed}");
        assert_eq!(states(&plan, 16), [Running; 3], "{deed}");
    }
}

#[test]
fn one_of_two_workers_hangs_and_is_shown_so_while_the_service_runs() {
    let server = r#""nginx": {"worker_processes": 2}, "gunicorn": {"workers": 2, "timeout": "30s"}"#;
    let timeline = r#"{"at": "10s", "nginx_hang": {"target": "worker", "for": "5s"}},
        {"at": "10s", "gunicorn_hang": {"target": "worker", "for": "5s"}}"#;
    let plan = plan(server, timeline);
    let mut simulation = Simulation::new(plan.clone());
    simulation.run_until(at(12));
    let shown = simulation.close_up(Focus { requests_max: 0, ended_since: at(12) });
    assert_eq!(shown.nginx_workers.iter().filter(|worker| worker.hangs).count(), 1);
    assert_eq!(shown.gunicorn_workers.iter().filter(|worker| worker.hangs).count(), 1);
    assert_eq!(states(&plan, 12), [ProcessState::Running; 3]);
}

#[test]
fn the_arbiter_kills_a_worker_that_hangs_after_its_timeout_and_not_one_that_goes_on_before() {
    let server = r#""gunicorn": {"workers": 2, "timeout": "5s"}"#;
    let hang = |lasting: &str| {
        site::run(plan(
            server,
            &format!(r#"{{"at": "10s", "gunicorn_hang": {{"target": "worker"{lasting}}}}}"#),
        ))
    };
    let (killed, spared) = (hang(""), hang(r#", "for": "4s""#));
    let aborted = first(&killed, Happening::WorkerTimeout).expect("it is aborted");
    assert!((14_000..=16_000).contains(&aborted), "{aborted}");
    assert_eq!(first(&spared, Happening::WorkerTimeout), None);
    assert!(first(&spared, Happening::GunicornGoesOn).is_some());
}

#[test]
fn a_master_that_hangs_replaces_nobody_until_it_goes_on() {
    let timeline = r#"{"at": "10s", "gunicorn_hang": {"target": "master", "for": "10s"}},
        {"at": "12s", "gunicorn_kill": {"target": "worker"}}"#;
    let mut simulation = Simulation::new(plan(r#""gunicorn": {"workers": 2}"#, timeline));
    let mut workers_at = |second| {
        simulation.run_until(at(second));
        simulation.snapshot().app_server.workers
    };
    assert_eq!([11, 19, 22].map(&mut workers_at), [2, 1, 2]);
}

#[test]
fn a_full_queue_in_front_of_a_hung_nginx_is_silent_and_blamed_on_the_hang_alone() {
    let report =
        site::run(plan(r#""nginx": {"backlog": 5}"#, r#"{"at": "10s", "nginx_hang": {"for": "30s"}}"#));
    assert!(failed_as(&report, FailureKind::GaveUpConnecting) > 100);
    assert_eq!(failed_as(&report, FailureKind::ConnectionRefused), 0);
    // Not the cores: nobody computes. Few leave for another reason, having hardly any patience at all.
    assert!(report.blames.iter().all(|blame| blame.blame.limit != Some(Limit::Cores)), "{:?}", report.blames);
    let pages = |wanted: bool| -> u64 {
        let told =
            report.blames.iter().filter(|blame| wanted == (blame.action == Some(ActionName::NginxHang)));
        told.map(|blame| blame.pages).sum()
    };
    assert!(pages(true) > 100 && pages(false) < 10, "{:?}", report.blames);
}

#[test]
fn a_restart_ends_a_hang() {
    for (hang, restart) in [
        ("nginx_hang", "nginx_restart"),
        ("gunicorn_hang", "gunicorn_restart"),
        ("mysql_hang", "mysql_restart"),
    ] {
        let timeline = format!(r#"{{"at": "10s", "{hang}": {{}}}}, {{"at": "15s", "{restart}": {{}}}}"#);
        let plan = plan("", &timeline);
        assert_eq!(states(&plan, 20), [ProcessState::Running; 3], "{hang}");
        site::run(plan);
    }
}

#[test]
fn a_panicked_kernel_stays_so_until_it_is_reset_or_kernel_panic_is_over() {
    let power = |machine: &str, deed: &str, second| {
        let server = format!(r#""machine": {{"boot_time": "5s"{machine}}}"#);
        let mut simulation = Simulation::new(plan(&server, &format!(r#"{{"at": "10s", {deed}}}"#)));
        simulation.run_until(at(second));
        simulation.snapshot().host.power
    };
    assert_eq!(power("", r#""kernel_panic": {}"#, 59), Power::Panicked);
    assert_eq!(power("", r#""kernel_panic": {"for": "8s"}"#, 17), Power::Panicked);
    assert_eq!(power("", r#""kernel_panic": {"for": "8s"}"#, 20), Power::Booting);
    assert_eq!(power(r#", "panic": "3s""#, r#""kernel_panic": {}"#, 14), Power::Booting);
    assert_eq!(power(r#", "panic": "3s""#, r#""kernel_panic": {}"#, 19), Power::On);
}

#[test]
fn a_reboot_stops_and_starts_the_services_in_order_and_is_planned() {
    let report = site::run(plan(r#""machine": {"boot_time": "5s"}"#, r#"{"at": "10s", "reboot": {}}"#));
    let order = [
        Happening::MachineShutsDown,
        Happening::GunicornStopped,
        Happening::MysqlStopped,
        Happening::NginxStopped,
        Happening::MachineReboots,
        Happening::Booted,
        Happening::NginxStarted,
        Happening::MysqlAccepts,
        Happening::GunicornServes,
    ];
    let times = order.map(|what| first(&report, what).unwrap_or_else(|| panic!("{what} does not happen")));
    assert!(times.is_sorted(), "{times:?}");
    assert!(!report.availability.planned_downtime.is_zero());
    assert!(report.availability.unplanned_downtime.is_zero());
}

#[test]
fn what_is_stolen_and_what_is_lost_on_the_wire_is_shown_while_it_lasts() {
    let timeline = r#"{"at": "10s", "cpu_steal": {"share": "25%", "for": "5s"}},
        {"at": "10s", "packet_loss": {"share": "3%", "for": "5s"}}"#;
    let mut simulation = Simulation::new(plan("", timeline));
    let mut shown = |second| {
        simulation.run_until(at(second));
        let site = simulation.snapshot();
        [site.host.stolen, site.network.loss]
    };
    assert_eq!(shown(9), [Probability::ZERO; 2]);
    assert_eq!(shown(12), [Probability::percent(25.0), Probability::percent(3.0)]);
    assert_eq!(shown(16), [Probability::ZERO; 2]);
}

#[test]
fn mysqld_that_leaks_is_the_one_that_is_killed_and_the_leak_is_to_blame() {
    let server = r#""machine": {"memory": "1500MiB"}"#;
    let timeline = r#"{"at": "10s", "memory_leak": {"service": "mysql", "bytes_per_second": "100MiB"}}"#;
    let report = site::run(plan(server, timeline));
    let killed = first(&report, Happening::OutOfMemory).expect("memory is used up");
    assert!((14_000..=20_000).contains(&killed), "{killed}");
    assert!(failed_as(&report, FailureKind::DatabaseUnreachable) > 300);
    let down = report.blames.iter().filter(|blame| blame.failure == FailureKind::DatabaseUnreachable);
    assert!(down.map(|blame| blame.action).all(|action| action == Some(ActionName::MemoryLeak)));
}

#[test]
fn a_process_that_stands_still_leaks_nothing_meanwhile() {
    let server = r#""machine": {"memory": "1500MiB"}"#;
    let leak = r#"{"at": "10s", "memory_leak": {"service": "mysql", "bytes_per_second": "100MiB"}}"#;
    let killed =
        |deeds: &str| first(&site::run(plan(server, deeds)), Happening::OutOfMemory).expect("in the end");
    let hung = killed(&format!(r#"{leak}, {{"at": "11s", "mysql_hang": {{"for": "8s"}}}}"#));
    let later = hung - killed(leak);
    assert!((7_800..=8_200).contains(&later), "{later} ms later");
}
