//! Somebody ends what an action began: just as if its time were over.

use lonebox::simulation::{Report, Simulation};
use lonebox::vocabulary::{ActionName, Happening, Word};

use crate::site;

/// The parameters of each action that lasts, but for how long.
const LASTING: [(ActionName, &str); 35] = [
    (ActionName::PowerLoss, ""),
    (ActionName::KernelPanic, ""),
    (ActionName::NginxHang, ""),
    (ActionName::GunicornHang, ""),
    (ActionName::MysqlHang, ""),
    (ActionName::CpuSteal, r#""share": "90%""#),
    (ActionName::MemoryLeak, r#""bytes_per_second": "1MiB""#),
    (ActionName::NginxRestart, r#""config": "broken""#),
    (ActionName::NginxReload, r#""config": "broken""#),
    (ActionName::NginxStop, ""),
    (ActionName::NginxKill, ""),
    (ActionName::MaintenancePage, ""),
    (ActionName::CertificateExpired, ""),
    (ActionName::GunicornRestart, r#""release": "broken""#),
    (ActionName::GunicornReload, r#""release": "broken""#),
    (ActionName::GunicornStop, ""),
    (ActionName::GunicornKill, ""),
    (ActionName::SlowPage, r#""factor": 4"#),
    (ActionName::MysqlStop, ""),
    (ActionName::MysqlKill, ""),
    (ActionName::SlowQuery, r#""table": "stock", "factor": 30"#),
    (ActionName::DiskFull, ""),
    (ActionName::DiskSlow, r#""factor": 9"#),
    (ActionName::MysqlBackup, ""),
    (ActionName::MysqlSchemaChange, r#""table": "stock""#),
    (ActionName::Spike, r#""factor": 3"#),
    (ActionName::Ramp, r#""factor": 3, "over": "1ms""#),
    (ActionName::LaunchDay, r#""factor": 3, "half_life": "60s""#),
    (ActionName::SlowClients, r#""share": "50%", "takes": "300ms""#),
    (ActionName::AuthorityDown, ""),
    (ActionName::ResolverDown, ""),
    (ActionName::RecordRemoved, ""),
    (ActionName::RecordWrong, r#""address": "203.0.113.9""#),
    (ActionName::PacketLoss, r#""share": "30%""#),
    (ActionName::NetworkUnplugged, ""),
];

fn run(timeline: &str) -> Report {
    site::run(site::plan(&format!(
        r#"{{
            "schema_version": 1, "title": "mended", "run": {{"duration": "100s"}},
            "domain": {{"ttl": "2s", "soa_minimum": "2s", "scheme": "https"}},
            "server": {{"machine": {{"boot_time": "2s"}}, "gunicorn": {{"workers": 2}}}},
            "application": {{
                "routes": {{"/": {{"dynamic": {{"queries": 1, "query": {{"redo": "4KiB", "table": "stock"}}}}}}}},
                "pages": {{"home": {{"document": "/"}}}}
            }},
            "visitors": {{"arrivals": {{"poisson": {{"rate": "10/s"}}}}, "round_trip": "20ms"}},
            "timeline": [{timeline}]
        }}"#
    )))
}

fn count(report: &Report, what: Happening) -> usize {
    report.chronicle.iter().filter(|entry| entry.what == what).count()
}

#[test]
fn what_is_mended_takes_the_course_of_what_was_over_then() {
    let untouched = run("").fingerprints;
    for (name, parameters) in LASTING {
        let and = if parameters.is_empty() { "" } else { ", " };
        let over = run(&format!(r#"{{"at": "10s", "{name}": {{{parameters}{and}"for": "8s"}}}}"#));
        let mended = run(&format!(
            r#"{{"at": "10s", "{name}": {{{parameters}}}}}, {{"at": "18s", "repair": {{"action": "{name}"}}}}"#
        ));
        let left = run(&format!(r#"{{"at": "10s", "{name}": {{{parameters}}}}}"#));
        // A ramp that knows its end falls before it.
        if name != ActionName::Ramp {
            assert_eq!(over.fingerprints, mended.fingerprints, "{name}");
        }
        // nginx goes on with the old configuration: a reload with a broken one costs nothing. Nor does a move whose old
        // address is there until all caches have let go.
        if name != ActionName::NginxReload {
            assert_ne!(left.fingerprints, mended.fingerprints, "{name} is over by itself");
            assert_ne!(untouched, mended.fingerprints, "{name} does nothing");
        }
    }
}

#[test]
fn every_action_that_lasts_can_be_mended() {
    let lasting: Vec<&str> =
        ActionName::ALL.iter().filter(|name| name.lasts()).map(|name| name.spelling()).collect();
    assert_eq!(lasting.len(), LASTING.len(), "{lasting:?}");
    assert!(LASTING.iter().all(|(name, _)| name.lasts()));
}

#[test]
fn what_is_mended_early_is_not_mended_again_when_its_time_is_over() {
    // The second restart begins before the first would have been over.
    let report = run(
        r#"{"at": "5s", "power_loss": {"for": "20s"}}, {"at": "10s", "repair": {"action": "power_loss"}},
           {"at": "20s", "power_loss": {"for": "10s"}, "note": "again"}"#,
    );
    let back: Vec<u64> = report
        .chronicle
        .iter()
        .filter(|entry| entry.what == Happening::PowerBack)
        .map(|entry| entry.at.as_nanos() / 1_000_000_000)
        .collect();
    assert_eq!(back, [10, 30]);
    assert_eq!(count(&report, Happening::NoEffect), 0);
}

#[test]
fn where_nothing_lasts_nothing_is_mended_and_that_is_told() {
    let report = run(r#"{"at": "5s", "repair": {"action": "mysql_kill"}}"#);
    assert_eq!(count(&report, Happening::NoEffect), 1);
    assert_eq!(report.fingerprints, run("").fingerprints);
}

#[test]
fn what_lasts_is_seen() {
    let plan = site::plan(
        r#"{
            "schema_version": 1, "title": "what lasts", "run": {"duration": "40s"},
            "visitors": {"arrivals": {"poisson": {"rate": "1/s"}}},
            "timeline": [
                {"at": "5s", "disk_full": {}}, {"at": "6s", "spike": {"factor": 2, "for": "3s"}},
                {"at": "7s", "gunicorn_kill": {"target": "worker"}}, {"at": "12s", "repair": {"action": "disk_full"}},
                {"at": "20s", "launch_day": {"factor": 2, "half_life": "200ms"}}
            ]
        }"#,
    );
    let mut simulation = Simulation::new(plan);
    let mut seen = Vec::new();
    for second in [1, 8, 10, 13, 21, 30] {
        simulation.run_until(lonebox::units::SimTime::from_secs(second));
        seen.push(simulation.snapshot().lasting);
    }
    assert_eq!(
        seen,
        [
            vec![],
            vec![ActionName::DiskFull, ActionName::Spike],
            vec![ActionName::DiskFull],
            vec![],
            vec![ActionName::LaunchDay],
            vec![], // Its crowd has gone by itself.
        ]
    );
}

#[test]
fn what_had_no_effect_ends_nothing() {
    let report = run(
        r#"{"at": "5s", "power_loss": {}}, {"at": "10s", "power_loss": {"for": "1ms"}, "note": "it is out already"}"#,
    );
    assert_eq!(count(&report, Happening::NoEffect), 1);
    assert_eq!(count(&report, Happening::PowerBack), 0);
    let report = run(
        r#"{"at": "5s", "nginx_stop": {"for": "20s"}}, {"at": "10s", "nginx_kill": {"for": "3s"}, "note": "it is gone"}"#,
    );
    let listens: Vec<u64> = report
        .chronicle
        .iter()
        .filter(|entry| entry.what == Happening::NginxStarted)
        .map(|entry| entry.at.as_nanos() / 1_000_000_000)
        .collect();
    assert_eq!(listens, [25]);
}

#[test]
fn factors_beyond_all_measure_end_in_a_limit_and_not_in_silence() {
    let slow = r#"{"at": "5s", "slow_page": {"factor": 1000}, "note": "again"}"#;
    assert!(run(&[slow; 7].join(",")).windows[0].figures().pages().failed() > 0);
    let crowd = r#"{"at": "5s", "spike": {"factor": 1000}, "note": "again"}"#;
    let plan = site::plan(&format!(
        r#"{{"schema_version": 1, "title": "beyond all measure", "run": {{"duration": "40s"}},
            "visitors": {{"arrivals": {{"poisson": {{"rate": "10/s"}}}}}}, "timeline": [{}]}}"#,
        [crowd; 110].join(",")
    ));
    assert_ne!(Simulation::new(plan).run(), lonebox::simulation::Halt::Reached);
}

#[test]
fn a_site_that_moves_back_is_found_where_it_was() {
    let gone = |timeline: &str| {
        let report = run(timeline);
        let entries = report.chronicle.iter();
        (
            report.windows[0].figures().pages().failed(),
            entries.filter(|entry| entry.what == Happening::RecordMoved).count(),
        )
    };
    let there = r#"{"at": "10s", "record_moved": {"address": "9.9.9.9", "for": "20s"}}"#;
    let back = r#"{"at": "50s", "record_moved": {"address": "8.8.8.8", "for": "20s"}}"#;
    assert_eq!(gone(&format!("{there}, {back}")), (0, 2));
    assert_eq!(
        gone(r#"{"at": "10s", "record_moved": {"address": "8.8.8.8", "for": "1s"}}"#),
        (0, 0),
        "it is there"
    );
}
