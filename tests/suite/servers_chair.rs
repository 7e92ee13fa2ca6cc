//! The site from the server's chair: what a probe would get, and whose doing it is.

use lonebox::simulation::Report;
use lonebox::units::SimDuration;
use lonebox::vocabulary::{ActionName, Limit, Probe, Word};

use crate::site;

/// Ten visitors a second, whose page asks a query, and something that happens.
fn with(machine: &str, gunicorn: &str, application: &str, timeline: &str) -> Report {
    site::run(site::plan(&format!(
        r#"{{
            "schema_version": 1, "title": "a chair", "run": {{"duration": "60s"}},
            "server": {{"machine": {{{machine}}}, "gunicorn": {{{gunicorn}}}}},
            "application": {{"import_time": "3s" {application}, "routes": {{"/": {{"dynamic": {{"queries": 1}}}}}},
                             "pages": {{"home": {{"document": "/"}}}}}},
            "visitors": {{"arrivals": {{"even": {{"rate": "10/s"}}}}}},
            "timeline": [{timeline}]
        }}"#
    )))
}

/// How long each stretch lasted in which a route without queries was down [ms], and which action did it.
fn down(report: &Report) -> Vec<(u64, Option<ActionName>)> {
    let dynamic = report.server.down.iter().filter(|down| down.down.probe == Probe::Dynamic);
    let lasted = |from, to: Option<_>| to.unwrap_or(report.ended_at).since(from).as_nanos() / 1_000_000;
    dynamic.map(|down| (lasted(down.down.from, down.down.to), down.action)).collect()
}

#[test]
fn nobody_serves_while_new_workers_import_the_code_after_a_restart_or_a_hup() {
    let hup = with("", "", "", r#"{"at": "10s", "gunicorn_reload": {}}"#);
    let stretches = down(&hup);
    assert!(matches!(stretches[..], [(2_900..=3_000, Some(ActionName::GunicornReload))]), "{stretches:?}");
    assert_eq!(hup.windows[0].figures().pages().failed(), 0, "everybody waits, and is served");
    let (_, unplanned, planned) = hup.server.probes[Probe::Dynamic.index()];
    assert!(unplanned.is_zero() && planned >= SimDuration::from_millis(2_900));
    let restart = down(&with("", "", "", r#"{"at": "10s", "gunicorn_restart": {}}"#));
    assert!(matches!(restart[..], [(3_400..=3_500, Some(ActionName::GunicornRestart))]), "{restart:?}");
}

#[test]
fn a_hup_with_the_code_in_the_master_leaves_nobody_without_a_worker() {
    let hup = with("", r#""preload_app": true"#, "", r#"{"at": "10s", "gunicorn_reload": {}}"#);
    assert_eq!(down(&hup), []);
}

#[test]
fn a_worker_that_is_killed_takes_nothing_down_but_the_last_one_does() {
    let kill = r#"{"at": "10s", "gunicorn_kill": {"target": "worker"}}"#;
    assert_eq!(down(&with("", r#""workers": 2"#, "", kill)), []);
    assert_eq!(down(&with("", r#""workers": 1"#, "", kill)), [(3_000, Some(ActionName::GunicornKill))]);
}

#[test]
fn what_memory_took_down_is_blamed_on_memory() {
    let leak = r#", "leak": "4MiB""#;
    let report = with(r#""memory": "1GiB""#, "", leak, "");
    let mysql = report.server.down.iter().find(|down| down.down.probe == Probe::Database);
    let mysql = mysql.expect("the kernel kills mysqld");
    assert_eq!((mysql.down.blame.limit, mysql.action), (Some(Limit::Memory), None));
}
