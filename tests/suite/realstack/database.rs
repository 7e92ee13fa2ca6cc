//! A database that is taken away under load (E9), and what its crash recovery takes (E9w).

use lonebox::simulation::Report;
use lonebox::topology::settings::database::Settings;
use lonebox::vocabulary::FailureKind::{DatabaseLost, DatabaseUnreachable};

use super::comparison::{Experiment, Grade};
use super::{cells, number};
use crate::site;

/// A run of E9: a constant 20 requests a second to 4 workers for 16 s, each a query of 20 ms; MySQL is taken away at 5 s.
fn run(connections: &str, down_millis: u32, start_millis: u32) -> Report {
    site::run(site::plan(&format!(
        r#"{{
            "schema_version": 1, "title": "E9", "run": {{"duration": "16s"}},
            "domain": {{"scheme": "http", "resolver_round_trip": "0s", "root_round_trip": "0s",
                        "com_round_trip": "0s", "authority_round_trip": "0s"}},
            "server": {{
                "machine": {{"cores": 8}},
                "gunicorn": {{"workers": 4, "database_connections": "{connections}"}},
                "mysql": {{"start_time": "{start_millis}ms"}}
            }},
            "application": {{"routes": {{"/": {{"dynamic": {{"size": "300B", "cpu": "0s", "queries": 1,
                "query": {{"cpu": "20ms", "page_reads": 0}}}}}}}}}},
            "visitors": {{"arrivals": {{"even": {{"rate": "20/s"}}}}, "round_trip": "0s", "bandwidth": "1Gbit/s",
                          "patience": "20s"}},
            "timeline": [{{"at": "5001ms", "mysql_kill": {{"for": "{down_millis}ms"}}}}]
        }}"#
    )))
}

fn variant(measured: &str) -> &'static str {
    match measured {
        "perreq" => "per_request",
        "pool" => "pooled",
        _ => "pooled_pre_ping",
    }
}

/// Requests that failed, with error 2003, and with error 2013.
fn failing(measured: &str, down_millis: u32, start_millis: u32) -> [f64; 3] {
    let report = run(variant(measured), down_millis, start_millis);
    let pages = report.windows[0].figures().pages().clone();
    [pages.failed(), pages.failed_as(DatabaseUnreachable), pages.failed_as(DatabaseLost)].map(|n| n as f64)
}

pub(super) fn e9() -> Experiment {
    let mut experiment = Experiment::new("E9");
    for row in cells("e9.csv") {
        let (phase, name, start) = (&row[0], &row[1], number(&row[8]) as u32);
        if phase == "load" {
            // Down for 5 s, and what the start took in this run.
            let [all, unreachable, lost] = failing(name, 5_001, start);
            let what = format!("{name}, away for 5 s: failed");
            experiment.near(Grade::A, &what, [number(&row[5]), all], 2.0);
            assert!((all - unreachable - lost).abs() < 0.5, "{name}");
            // Each of the four workers finds its kept connection broken once. With the other ways it is a query at work.
            let [least, most] = if name == "pool" { [4.0, 4.0] } else { [0.0, 1.0] };
            let what = format!("{name}, away for 5 s: error 2013");
            experiment.between(Grade::B, &what, [number(&row[7]), lost], [least, most]);
        } else {
            let [all, ..] = failing(name, 1, start);
            let what = format!("{name}, killed and started: failed");
            experiment.between(Grade::B, &what, [number(&row[5]), all], [2.0, 9.0]);
        }
    }
    experiment
}

#[test]
fn e9_notices_half_a_second_more() {
    let [too_long, ..] = failing("pool", 5_501, 200);
    assert!((too_long - 105.0).abs() > 2.0, "{too_long}");
}

pub(super) fn e9w() -> Experiment {
    let mut experiment = Experiment::new("E9w");
    let defaults = Settings::default();
    for row in cells("e9w.csv") {
        let redo = number(&row[2]) / defaults.redo_apply_per_second.get() as f64;
        let ready = 1_000.0 * (defaults.start_time.as_secs_f64() + redo);
        let what = format!("{}: start to login \\[ms\\]", row[0]);
        experiment.near(Grade::B, &what, [number(&row[4]), ready], 150.0);
    }
    experiment
}
