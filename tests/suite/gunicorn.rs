//! gunicorn's threads and the connection pool in its workers, seen through whole runs.

use lonebox::simulation::{Report, Simulation};
use lonebox::topology::settings::client::{Arrivals, TraceVisit};
use lonebox::units::{SimDuration, SimTime};
use lonebox::vocabulary::{FailureKind, Layer, Limit, Message};

use crate::rooms::{at, failed_as, good, latencies, loopback};
use crate::site;

const MILLI: u64 = 1_000_000;
/// A route that only waits.
const WAIT: &str = r#""cpu": "0s""#;
/// A route that asks a query and then waits, its connection held.
const QUERY: &str = r#""cpu": "0s", "queries": 1"#;

/// Visits of one route: when they come and how long the route waits [ms], or computes where `cpu` says so.
fn visits(gunicorn: &str, route: &str, mysql: &str, visits: &[(u64, u64)]) -> Report {
    let mut plan = site::plan(&format!(
        r#"{{
            "schema_version": 1, "title": "threads", "run": {{"duration": "120s", "journeys": 1000}},
            "domain": {{"scheme": "http", "resolver_round_trip": "0s", "root_round_trip": "0s",
                        "com_round_trip": "0s", "authority_round_trip": "0s"}},
            "server": {{"machine": {{"cores": 4}}, "nginx": {{"proxied_cpu": "0s"}},
                        "gunicorn": {{"request_cpu": "0s" {gunicorn}}}, "mysql": {{{mysql}}}}},
            "application": {{
                "routes": {{"/": {{"dynamic": {{"size": "1KiB", {route}, "query": {{"cpu": "0s", "page_reads": 0}}}}}}}},
                "pages": {{"home": {{"document": "/"}}}}
            }},
            "visitors": {{"round_trip": "0s", "bandwidth": "1000Gbit/s", "patience": "forever"}}
        }}"#
    ));
    let visit = |(at, wait): &(u64, u64)| TraceVisit {
        at: SimTime::from_nanos(at * MILLI),
        wait: SimDuration::from_millis(*wait),
    };
    plan.settings.client.groups[0].arrivals = Arrivals::Trace(visits.iter().map(visit).collect());
    site::run(plan)
}

#[test]
fn gthread_workers_are_separate_queues() {
    // Measured (R4, E7): with one worker's threads all busy, 26 of about 50 requests wait although the other idles.
    let mut come = vec![(1_000, 20_000)];
    come.extend((0..50).map(|place| (2_000 + 100 * place, 10)));
    for (class, waited) in [("gthread", 15..=35), ("sync", 0..=0)] {
        let report = visits(&format!(r#", "workers": 2, "worker_class": "{class}""#), WAIT, "", &come);
        let long = latencies(&report).iter().filter(|millis| **millis > 1_000).count();
        assert!(waited.contains(&(long - 1)), "{class}: {long}");
        assert_eq!(good(&report), 51);
    }
}

#[test]
fn a_worker_without_room_leaves_connections_in_the_accept_queue() {
    let gunicorn =
        r#", "workers": 1, "threads": 2, "worker_connections": 3, "backlog": 1, "bind": "unix:/g.sock""#;
    let report = visits(gunicorn, WAIT, "", &[(1_000, 500); 8]);
    assert_eq!(
        failed_as(&report, FailureKind::UpstreamQueueFull),
        3,
        "2 at work, 1 in the worker, 2 in the queue"
    );
}

#[test]
fn threads_of_one_process_share_one_core() {
    let cpu = r#""cpu": "100ms""#;
    let of = |gunicorn: &str, come: &[(u64, u64)]| latencies(&visits(gunicorn, cpu, "", come));
    assert_eq!(of(r#", "threads": 4"#, &[(1_000, 0); 4]), [400; 4], "the interpreter lock, on four cores");
    assert_eq!(of(r#", "workers": 4"#, &[(1_000, 0); 4]), [100; 4], "four processes");
    // The first has half its work done when the second comes; then both go on at half speed.
    assert_eq!(of(r#", "threads": 4"#, &[(1_000, 0), (1_050, 0)]), [150, 150]);
    assert_eq!(of(r#", "threads": 4"#, &[(1_000, 0), (1_050, 1_000), (3_000, 0)]), [150, 1_150, 100]);
}

#[test]
fn a_thread_may_take_longer_than_the_timeout() {
    // Measured (R24): gthread knows no limit on a request.
    let report = visits(r#", "threads": 2, "timeout": "3s""#, WAIT, "", &[(1_000, 10_000)]);
    assert_eq!((good(&report), latencies(&report)), (1, vec![10_000]));
}

#[test]
fn threads_make_a_sync_worker_a_gthread_worker() {
    let report = visits(r#", "worker_class": "sync", "threads": 2"#, WAIT, "", &[(1_000, 100), (1_000, 100)]);
    assert_eq!(latencies(&report), [100, 100]);
}

#[test]
fn who_waits_for_the_pool_is_served_in_turn_and_fails_after_pool_timeout() {
    // Measured (R36, E10): a burst of 8 on 2 connections, held for 400 ms, pool_timeout 1 s: 2 x 405, 2 x 805, 2 x 1205 ms,
    // and 2 x 500 at 1002 ms, each within 15 ms.
    let pool = r#", "threads": 8, "pool": {"pool_size": 2, "max_overflow": 0, "pool_timeout": "1s"}"#;
    let report = visits(pool, QUERY, "", &[(1_000, 400); 8]);
    let mut took = latencies(&report);
    took.sort_unstable();
    for (simulated, measured) in took.iter().zip([405, 405, 805, 805, 1_002, 1_002, 1_205, 1_205]) {
        assert!(simulated.abs_diff(measured) <= 15, "{took:?}");
    }
    assert_eq!((good(&report), failed_as(&report, FailureKind::PoolExhausted)), (6, 2));
    assert!(report.blames.iter().all(|told| told.blame.limit == Some(Limit::Pool)));
}

#[test]
fn a_pool_is_of_its_process() {
    let gunicorn = r#", "workers": 8, "pool": {"pool_size": 1, "max_overflow": 0, "pool_timeout": "1s"}"#;
    assert_eq!(good(&visits(gunicorn, QUERY, "", &[(1_000, 5_000); 8])), 8);
}

#[test]
fn overflow_connections_are_closed_when_they_are_given_back() {
    // One worker opens three connections and keeps one; the other then finds two of MySQL's three free.
    let pool = |overflow: u32| {
        format!(
            r#", "workers": 2, "threads": 3, "worker_connections": 3, "pool": {{"pool_size": {}, "max_overflow": {overflow}}}"#,
            3 - overflow
        )
    };
    let come: Vec<(u64, u64)> = (0..2_000).map(|place| (1_000 + 400 * (place / 3), 100)).take(600).collect();
    let lost = |overflow| {
        let report = visits(&pool(overflow), QUERY, r#""max_connections": 5"#, &come);
        failed_as(&report, FailureKind::DatabaseFull)
    };
    assert!(lost(0) > 0, "two pools of three are more than five");
    assert_eq!(lost(2), 0);
}

#[test]
fn an_old_connection_is_replaced_before_it_can_be_stale() {
    let timeline = r#", "pages": {"query": 1}, "patience": "forever"}, "timeline": [{"at": "10s", "mysql_restart": {}}]"#;
    let come = at([1_000, 30_000].into_iter());
    for (recycle, lost) in [("never", 1), ("5s", 0), ("1h", 1)] {
        let report =
            loopback("1ms", &come, &format!(r#", "pool": {{"pool_recycle": "{recycle}"}}"#), "", timeline);
        assert_eq!(failed_as(&report, FailureKind::DatabaseLost), lost, "{recycle}");
    }
}

#[test]
fn a_pool_gives_all_its_connections_up_when_one_broke() {
    // SQLAlchemy's documentation, "Disconnect Handling - Optimistic": the whole pool is invalidated.
    let rest = r#", "pages": {"query": 1}, "patience": "forever"}, "timeline": [{"at": "10s", "mysql_restart": {}}]"#;
    let come = at([1_000, 1_000, 1_000, 20_000, 30_000, 30_000, 30_000].into_iter());
    let report = loopback("1ms", &come, r#", "threads": 3"#, "", rest);
    assert_eq!((failed_as(&report, FailureKind::DatabaseLost), good(&report)), (1, 6));
}

/// The lines of a run's logs that say this.
fn lines(simulation: &Simulation, message: Message) -> Vec<String> {
    let logs = simulation.report().logs;
    logs.tail(message.log())
        .filter(|line| line.message == message)
        .map(|line| line.message.written(line.number))
        .collect()
}

#[test]
fn what_fails_says_so_in_a_log_with_a_pid() {
    let mut plan = site::plan(
        r#"{"schema_version": 1, "title": "logs", "run": {"duration": "20s"}, "server": {"gunicorn": {"timeout": "3s"}},
            "application": {"routes": {"/": {"dynamic": {"wait": "20s"}}}, "pages": {"home": {"document": "/"}}},
            "visitors": {"arrivals": {"at": ["1s"]}, "patience": "forever"}}"#,
    );
    plan.settings.application.import_time = SimDuration::ZERO;
    let mut simulation = Simulation::new(plan);
    simulation.run();
    assert_eq!(lines(&simulation, Message::WorkerTimeout), ["[CRITICAL] WORKER TIMEOUT (pid:1001)"]);
    assert_eq!(lines(&simulation, Message::WorkerExiting), ["[INFO] Worker exiting (pid: 1001)"]);
    assert_eq!(lines(&simulation, Message::BootingWorker), ["[INFO] Booting worker with pid: 1002"]);
}

/// A site with two workers, ten visits a second and an import of half a second under this timeline, run to its end.
fn deployed(gunicorn: &str, dynamic: &str, timeline: &str) -> Simulation {
    let mut simulation = Simulation::new(site::plan(&format!(
        r#"{{"schema_version": 1, "title": "deploys", "run": {{"duration": "60s", "journeys": 1000}}, "domain": {{"scheme": "http"}},
            "server": {{"gunicorn": {{"workers": 2 {gunicorn}}}, "machine": {{"boot_time": "5s"}}}},
            "application": {{"import_time": "500ms", "routes": {{"/": {{"dynamic": {{{dynamic}}}}}}}, "pages": {{"home": {{"document": "/"}}}}}},
            "visitors": {{"arrivals": {{"even": {{"rate": "10/s"}}}}, "patience": "forever"}},
            "timeline": [{timeline}]}}"#
    )));
    simulation.run();
    site::balanced(simulation.report());
    simulation
}

fn failed(simulation: &Simulation) -> u64 {
    simulation.report().windows[0].figures().pages().failed()
}

fn failed_in(simulation: &Simulation, kind: FailureKind) -> u64 {
    failed_as(&simulation.report(), kind)
}

#[test]
fn a_broken_release_keeps_gunicorn_down_until_somebody_repairs_it() {
    let deploy = r#"{"at": "10s", "gunicorn_reload": {"release": "broken", "for": "20s"}}"#;
    let run = deployed("", "", deploy);
    // From 10.1 s to the start at 30 s and 0.4 s until it listens.
    assert!((200..=206).contains(&failed(&run)), "{}", failed(&run));
    assert_eq!(
        failed_in(&run, FailureKind::UpstreamRefused) + failed_in(&run, FailureKind::UpstreamReset),
        failed(&run)
    );
    assert_eq!(lines(&run, Message::WorkerFailedToBoot), ["[ERROR] Reason: Worker failed to boot."]);
    assert_eq!(lines(&run, Message::WorkerExitedWith3), ["[ERROR] Worker (pid:1003) exited with code 3"]);
    assert_eq!(lines(&run, Message::HandlingHup).len(), 1);
}

#[test]
fn a_broken_release_by_restart_never_comes_up_preloaded_or_not() {
    for preload in [false, true] {
        let deploy = r#"{"at": "10s", "gunicorn_restart": {"release": "broken"}}"#;
        let run = deployed(&format!(r#", "preload_app": {preload}"#), "", deploy);
        assert!((495..=505).contains(&(failed(&run))), "{preload}");
        assert_eq!(lines(&run, Message::WorkerFailedToBoot).len(), usize::from(!preload), "{preload}");
    }
}

#[test]
fn a_master_that_cannot_import_the_code_is_gone_and_systemd_hears_of_it() {
    let deploy = r#"{"at": "10s", "gunicorn_restart": {"release": "broken"}}"#;
    for (restart, ends) in [("no", 1), ("on-failure", 5)] {
        let gunicorn = format!(r#", "preload_app": true, "systemd": {{"restart": "{restart}"}}"#);
        let run = deployed(&gunicorn, "", deploy);
        let exit = "systemd[1]: gunicorn.service: Main process exited, code=exited, status=1/FAILURE";
        let exits = vec![exit; ends];
        assert_eq!(
            lines(&run, Message::MainProcessExited),
            exits,
            "the start by hand, four more, and no sixth"
        );
        assert_eq!(lines(&run, Message::StartRepeatedTooQuickly).len(), ends / 5);
        let processes = run.snapshot().host.processes;
        assert!(processes.iter().all(|process| process.layer != Layer::AppServer), "{restart}");
    }
}

#[test]
fn a_broken_release_that_waits_on_the_disk_shows_at_the_next_boot() {
    let deploys = r#"{"at": "10s", "gunicorn_reload": {"release": "broken"}}, {"at": "30s", "power_loss": {"for": "1s"}}"#;
    let run = deployed(r#", "preload_app": true"#, "", deploys);
    let pages = run.report();
    let late = pages.journeys.iter().filter(|page| page.begun > SimTime::from_secs(40));
    assert!(late.clone().count() > 100);
    let refused = lonebox::vocabulary::Outcome::Failed(FailureKind::UpstreamRefused);
    assert!(late.clone().all(|page| page.outcome == refused), "until then nobody noticed");
    assert!(
        pages
            .journeys
            .iter()
            .filter(|page| page.begun < SimTime::from_secs(29))
            .all(|page| page.outcome != refused)
    );
}

#[test]
fn a_slow_release_lets_everybody_wait_longer() {
    for (release, waits) in [("\"good\"", 500), (r#"{"import_time": "3s"}"#, 3_000)] {
        let deploy = format!(r#"{{"at": "10s", "gunicorn_reload": {{"release": {release}}}}}"#);
        let run = deployed("", r#""cpu": "0s""#, &deploy);
        let longest = *latencies(&run.report()).iter().max().expect("pages");
        assert!((waits - 110..=waits + 150).contains(&longest), "{release}: {longest}");
    }
}

#[test]
fn a_worker_leaves_after_max_requests_and_another_takes_its_place() {
    let run = deployed(r#", "max_requests": 100"#, "", "");
    assert!(good(&run.report()) >= 590, "nobody fails");
    let left = lines(&run, Message::Autorestarting).len();
    assert!((4..=6).contains(&left), "some 600 requests: {left}");
    assert_eq!(lines(&run, Message::BootingWorker).len(), left);
    let together = deployed(r#", "max_requests": 100, "max_requests_jitter": 100"#, "", "");
    assert!(lines(&together, Message::Autorestarting).len() < left);
}

#[test]
fn code_that_ignores_sigabrt_is_killed_a_second_later_and_reads_as_502() {
    for (dynamic, kind, millis) in [
        (r#""cpu": "0s", "wait": "20s""#, FailureKind::WorkerTimedOut, 3_600),
        (r#""cpu": "0s", "wait": "20s", "uninterruptible": true"#, FailureKind::UpstreamClosed, 4_600),
    ] {
        let report = visits(r#", "timeout": "3s""#, dynamic, "", &[(1_400, 20_000)]);
        assert_eq!((failed_as(&report, kind), latencies(&report)), (1, vec![millis]));
    }
}

#[test]
fn a_killed_worker_takes_only_its_request_with_it() {
    // Measured (R23): only its current request fails; another is forked at once.
    let run = deployed(
        "",
        r#""cpu": "0s", "wait": "150ms""#,
        r#"{"at": "10s", "gunicorn_kill": {"target": "worker"}}"#,
    );
    assert_eq!(failed_in(&run, FailureKind::UpstreamClosed), failed(&run));
    assert!(failed_in(&run, FailureKind::UpstreamClosed) <= 1);
    let killed = "[ERROR] Worker (pid:1001) was sent SIGKILL! Perhaps out of memory?";
    assert_eq!(lines(&run, Message::WorkerSigkilled), [killed]);
    assert_eq!(lines(&run, Message::BootingWorker), ["[INFO] Booting worker with pid: 1003"]);
}

#[test]
fn killed_altogether_gunicorn_is_down_until_somebody_starts_it() {
    let run = deployed("", "", r#"{"at": "10s", "gunicorn_kill": {"for": "5s"}}"#);
    let refused = failed_in(&run, FailureKind::UpstreamRefused);
    assert!((52..=56).contains(&refused), "5.4 s at 10 a second: {refused}");
}

#[test]
fn a_restart_is_told_in_gunicorns_log() {
    let run = deployed("", "", r#"{"at": "10s", "gunicorn_restart": {}}"#);
    assert_eq!(lines(&run, Message::BootingWorker).len(), 2);
    assert_eq!(lines(&run, Message::HandlingTerm).len(), 1);
    assert_eq!(lines(&run, Message::ShuttingDown).len(), 1);
}
