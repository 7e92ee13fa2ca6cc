//! What is seen of the site from close by.

use lonebox::scenario::Plan;
use lonebox::simulation::Simulation;
use lonebox::snapshot::WorkerPresence::{Importing, Leaving, Serving};
use lonebox::snapshot::{CloseUp, Doing, Focus, LockedBy, Progress, Starting, WorkerPresence};
use lonebox::units::{SimDuration, SimTime};
use lonebox::vocabulary::{FailureKind, Limit, Outcome, Stage};

use crate::site;

const fn at(millis: u64) -> SimTime {
    SimTime::from_nanos(millis * 1_000_000)
}

/// A site on loopback on which nothing computes, and one route that waits for a second.
fn plan(gunicorn: &str, rest: &str) -> Plan {
    let zero = r#""resolver_round_trip": "0s", "root_round_trip": "0s", "com_round_trip": "0s", "authority_round_trip": "0s""#;
    site::plan(&format!(
        r#"{{
            "schema_version": 1, "title": "close", "run": {{"duration": "60s"}},
            "domain": {{"scheme": "http", {zero}}},
            "server": {{
                "machine": {{"boot_time": "10s"}},
                "nginx": {{"proxied_cpu": "0s", "static_cpu": "0s", "start_time": "40ms"}},
                "gunicorn": {{"request_cpu": "0s", "start_time": "600ms" {gunicorn}}},
                "mysql": {{"start_time": "3s"}}
            }},
            "application": {{
                "import_time": "1s",
                "routes": {{
                    "/wait": {{"dynamic": {{"size": "1KiB", "cpu": "0s", "wait": "1s"}}}},
                    "/query": {{"dynamic": {{"size": "1KiB", "cpu": "0s", "queries": 1,
                                "query": {{"cpu": "1s", "page_reads": 0, "redo": "1KiB", "table": "stock", "locks_row_of": 1}}}}}}
                }},
                "pages": {{"wait": {{"document": "/wait"}}, "query": {{"document": "/query"}}}}
            }},
            {rest}
        }}"#
    ))
}

fn visitors(page: &str, millis: &[u64]) -> String {
    let times: Vec<String> = millis.iter().map(|millis| format!("\"{millis}ms\"")).collect();
    format!(
        r#""visitors": {{"arrivals": {{"at": [{}]}}, "pages": {{"{page}": 1}}, "round_trip": "0s", "bandwidth": "1Gbit/s", "patience": "forever"}}"#,
        times.join(", ")
    )
}

fn seen(plan: &Plan, millis: u64) -> CloseUp {
    seen_with(plan, millis, Focus { requests_max: 1_000, ended_since: SimTime::ZERO })
}

fn seen_with(plan: &Plan, millis: u64, focus: Focus) -> CloseUp {
    let mut simulation = Simulation::new(plan.clone());
    simulation.run_until(at(millis));
    simulation.close_up(focus)
}

#[test]
fn a_thread_shows_what_it_does_for_whom_and_since_when() {
    let plan = plan(r#", "workers": 2"#, &visitors("wait", &[1_000, 1_200, 1_300]));
    let busy = seen(&plan, 1_500);
    let held = |place: usize| busy.gunicorn_workers[place].threads[0];
    assert_eq!((held(0).doing, held(0).since, held(0).visit), (Doing::WaitingElsewhere, at(1_000), Some(1)));
    assert_eq!((held(1).since, held(1).visit, held(1).is_wanted), (at(1_200), Some(2), true));
    assert_eq!(busy.gunicorn_workers[0].since, None, "it has served for long");
    let third = busy.requests.iter().find(|request| request.visit == 3).expect("on its way");
    assert_eq!((third.stage, third.since, third.route), (Stage::AcceptQueue, at(1_300), 0));
    let idle = seen(&plan, 4_000);
    let freed = idle.gunicorn_workers[0].threads[0];
    assert_eq!((freed.doing, freed.since, freed.visit), (Doing::Nothing, at(3_000), None), "the third's end");
}

#[test]
fn work_for_nobody_shows_whose_it_was() {
    let mut plan = plan(r#", "workers": 1"#, &visitors("wait", &[1_000]));
    plan.settings.client.groups[0].patience =
        lonebox::topology::settings::Distribution::Constant(SimDuration::from_millis(300)).into();
    let close = seen(&plan, 1_500);
    let thread = close.gunicorn_workers[0].threads[0];
    assert_eq!((thread.visit, thread.is_wanted, close.requests.len()), (Some(1), false, 0));
    let ended = close.ended[0];
    let outcome = Outcome::Failed(FailureKind::GaveUpWaiting);
    assert_eq!(
        (ended.visit, ended.at, ended.outcome, ended.limit),
        (1, at(1_300), outcome, Some(Limit::Route))
    );
}

#[test]
fn of_many_requests_those_of_every_so_manieth_visit_are_shown() {
    let plan = site::queue_only(2, 200.0, r#""100s""#, 20, 1);
    let most = |requests_max| seen_with(&plan, 8_000, Focus { requests_max, ended_since: SimTime::ZERO });
    let (all, few, none) = (most(10_000), most(100), most(0));
    assert!(all.requests_in_flight > 1_200 && all.requests.len() == all.requests_in_flight as usize);
    assert_eq!((all.one_in, few.one_in, few.requests_in_flight), (1, 16, all.requests_in_flight));
    assert!((50..=100).contains(&few.requests.len()) && none.requests.is_empty());
    let shown = all.requests.iter().filter(|request| request.visit % 16 == 0);
    assert!(shown.eq(&few.requests), "whoever is shown among few is shown among more");
}

#[test]
fn a_worker_that_imports_shows_until_when() {
    let deploy = r#", "timeline": [{"at": "2s", "gunicorn_restart": {}}]"#;
    let plan = plan(r#", "workers": 2"#, &(visitors("wait", &[59_000]) + deploy));
    let starting = seen(&plan, 2_300);
    let whole = Progress { from: at(2_000), until: at(3_600) };
    assert_eq!(starting.starting.gunicorn, Some(whole));
    let gone = |close: &CloseUp| {
        close.gunicorn_workers.iter().filter(|worker| worker.presence == WorkerPresence::Gone).count()
    };
    assert_eq!((gone(&starting), starting.gunicorn_workers[0].threads.len()), (2, 0));
    let importing = seen(&plan, 3_000);
    let first = &importing.gunicorn_workers[0];
    assert_eq!((first.presence, importing.starting.gunicorn), (Importing, Some(whole)));
    assert_eq!((first.since, first.until), (Some(at(2_600)), Some(at(3_600))));
    let served = seen(&plan, 5_000);
    let first = &served.gunicorn_workers[0];
    assert_eq!((first.presence, first.since, first.until), (Serving, Some(at(3_600)), None));
    assert_eq!((served.starting.gunicorn, gone(&served)), (None, 0));
}

#[test]
fn after_a_reload_the_places_of_the_old_workers_are_not_missed() {
    let deploy = r#", "timeline": [{"at": "2s", "gunicorn_reload": {}}]"#;
    let plan = plan(r#", "workers": 2"#, &(visitors("wait", &[1_500, 1_500]) + deploy));
    let presences = |millis| -> Vec<WorkerPresence> {
        seen(&plan, millis).gunicorn_workers.iter().map(|worker| worker.presence).collect()
    };
    assert_eq!(presences(2_200), [Leaving, Leaving, Importing, Importing]);
    assert_eq!(presences(4_000), [Serving, Serving]);
}

#[test]
fn a_machine_that_boots_shows_how_far_it_is_and_so_does_each_program_after_it() {
    let plug = r#", "timeline": [{"at": "5s", "power_loss": {"for": "2s"}}]"#;
    let plan = plan("", &(visitors("wait", &[59_000]) + plug));
    assert_eq!(seen(&plan, 6_000).starting, Starting::default(), "without power nothing starts");
    let booting = seen(&plan, 12_000).starting;
    assert_eq!(booting.machine, Some(Progress { from: at(7_000), until: at(17_000) }));
    assert!((booting.machine.expect("it boots").share(at(12_000)) - 0.5).abs() < 1e-9);
    let mut simulation = Simulation::new(plan);
    let (mut nginx, mut gunicorn, mut mysql) = (None, None, None);
    while simulation.now() < at(25_000) && simulation.step() {
        let starting = simulation.close_up(Focus { requests_max: 0, ended_since: SimTime::MAX }).starting;
        nginx = nginx.or(starting.nginx);
        gunicorn = gunicorn.or(starting.gunicorn);
        mysql = mysql.or(starting.mysql);
        for begun in [starting.nginx, starting.gunicorn, starting.mysql].into_iter().flatten() {
            assert!(begun.from <= simulation.now() && simulation.now() <= begun.until);
        }
    }
    let lasting = |progress: Option<Progress>| progress.map(|progress| progress.until - progress.from);
    assert_eq!(lasting(nginx), Some(SimDuration::from_millis(40)));
    assert_eq!(lasting(gunicorn), Some(SimDuration::from_millis(1_600)));
    assert!(lasting(mysql) >= Some(SimDuration::from_secs(3)), "redo is applied first");
}

#[test]
fn mysql_shows_its_locks_and_what_waits_for_them() {
    let backup = r#", "timeline": [{"at": "4s", "mysql_backup": {"for": "2s"}}, {"at": "8s", "mysql_kill": {"for": "1s"}}]"#;
    let plan = plan(r#", "workers": 4"#, &(visitors("query", &[1_000, 1_100, 1_200, 4_500]) + backup));
    let rows = seen(&plan, 1_500);
    assert_eq!((rows.mysql.row_lock_waits, rows.mysql.locked_by), (2, None));
    assert!(rows.mysql.hit_ratio.is_some_and(|ratio| ratio > 0.9));
    let doing =
        rows.gunicorn_workers.iter().filter(|worker| worker.threads[0].doing == Doing::WaitingForMysql);
    assert_eq!(doing.count(), 3);
    let backup = seen(&plan, 5_000);
    assert_eq!((backup.mysql.row_lock_waits, backup.mysql.locked_by), (0, Some(LockedBy::Backup)));
    assert_eq!(seen(&plan, 7_000).mysql.locked_by, None);
    assert_eq!(seen(&plan, 8_500).mysql.hit_ratio, None, "there is no buffer pool");
    let cold = seen(&plan, 13_000).mysql.hit_ratio.expect("it is up again");
    assert!(cold < 0.9, "{cold}");
}

#[test]
fn a_full_disk_and_a_slow_one_are_seen() {
    let faults = r#", "timeline": [{"at": "1s", "disk_full": {"for": "2s"}}, {"at": "5s", "disk_slow": {"factor": 20, "for": "2s"}}]"#;
    let plan = plan("", &(visitors("query", &[1_500, 5_500]) + faults));
    let told = |millis| {
        let disk = seen(&plan, millis).disk;
        (disk.slowness, disk.is_full)
    };
    assert_eq!([500, 2_000, 6_000, 8_000].map(told), [(1, false), (1, true), (20, false), (1, false)]);
    assert_eq!(seen(&plan, 2_900).mysql.reading, 1, "the first query waits for room");
}
