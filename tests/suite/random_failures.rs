//! What breaks by chance: as often and for as long as its laws say, the same every time, and reshuffling nothing.

use std::process::Command;

use lonebox::scenario::{self, Plan};
use lonebox::simulation::{Report, Simulation};
use lonebox::theory::availability;
use lonebox::units::{SimDuration, SimTime};
use lonebox::vocabulary::{ActionName, Happening, Layer, Probe, Word};

use crate::site;

fn text(run: &str, failures: &str) -> String {
    format!(
        r#"{{
            "schema_version": 1, "title": "by chance", "run": {{{run}}},
            "application": {{
                "routes": {{"/": {{"dynamic": {{"cpu": "1ms", "queries": 1}}}}}}, "pages": {{"home": {{"document": "/"}}}}
            }},
            "visitors": {{"arrivals": {{"poisson": {{"rate": "0.1/s"}}}}, "round_trip": "1ms", "patience": "5s"}},
            "random_failures": [{failures}]
        }}"#
    )
}

fn plan(run: &str, failures: &str) -> Plan {
    site::plan(&text(run, failures))
}

/// Availability from the server's chair, for pages with a query.
fn of_the_database(report: &Report) -> f64 {
    report.server.probes[Probe::Database.index()].0
}

#[test]
fn in_the_long_run_it_is_there_for_the_share_that_its_laws_say() {
    // Some 2,500 failures: the share is a quarter short, give or take half a point (one standard deviation).
    const TOLERANCE: f64 = 0.02;
    let entry = r#"{"mtbf": "60s", "mttr": "20s", "mysql_hang": {}}"#;
    let report = site::run(plan(r#""duration": "200000s""#, entry));
    let share = availability::of_repair(60.0, 20.0).expect("two spans").share;
    assert!((of_the_database(&report) - share).abs() < TOLERANCE, "{} {share}", of_the_database(&report));
    let told = &report.random_failures[0];
    assert!((2_200..2_800).contains(&told.stretches.len()), "{told:?}");
    let broken = told.broken.as_secs_f64() / 200_000.0;
    assert!((1.0 - broken - share).abs() < TOLERANCE, "{broken}");
    assert!(told.failed_pages > 1_000 && told.action == ActionName::MysqlHang, "{told:?}");
}

#[test]
fn two_that_are_both_needed_multiply() {
    let entries = r#"{"mtbf": "60s", "mttr": "20s", "mysql_hang": {}},
        {"mtbf": {"erlang": {"stages": 4, "mean": "90s"}}, "mttr": {"uniform": {"low": "5s", "high": "15s"}}, "gunicorn_hang": {}}"#;
    let report = site::run(plan(r#""duration": "100000s""#, entries));
    let of = |mtbf, mttr| availability::of_repair(mtbf, mttr).expect("two spans").share;
    let share = availability::series(&[of(60.0, 20.0), of(90.0, 10.0)]).expect("two shares").share;
    assert!((of_the_database(&report) - share).abs() < 0.025, "{} {share}", of_the_database(&report));
}

#[test]
fn the_same_happens_twice_and_however_the_run_is_cut() {
    let entries = r#"{"mtbf": "30s", "mttr": "5s", "gunicorn_kill": {}}, {"mtbf": "40s", "mttr": "4s", "network_unplugged": {}}"#;
    let plan = plan(r#""duration": "600s""#, entries);
    let once = site::run(plan.clone());
    let mut cut = Simulation::new(plan);
    while cut.now() < cut.end() {
        cut.run_until(cut.now() + SimDuration::from_millis(3_337));
        let written = serde_json::to_string(&cut).expect("a simulation is plain data");
        cut = serde_json::from_str(&written).expect("what was written can be read");
    }
    assert_eq!(once, cut.report());
    assert!(once.random_failures.iter().all(|told| told.stretches.len() > 3));
}

#[test]
fn an_entry_reshuffles_neither_the_visitors_nor_the_other_entries() {
    let database = r#"{"name": "database", "mtbf": "60s", "mttr": "9s", "mysql_kill": {}}"#;
    let cable = r#"{"name": "cable", "mtbf": "50s", "mttr": "3s", "network_unplugged": {}}"#;
    let run = |entries: &str| site::run(plan(r#""duration": "600s""#, entries));
    let (none, one, both) = (run(""), run(database), run(&format!("{cable}, {database}")));
    let draws = |report: &Report| {
        let visitors = report.fingerprints.iter().find(|room| room.room == Layer::Visitor);
        visitors.expect("visitors draw").draws
    };
    assert_eq!([draws(&one), draws(&both)], [draws(&none); 2]);
    let kills = |report: &Report| -> Vec<u64> {
        let stops = report.chronicle.iter().filter(|entry| entry.what == Happening::MysqlStopped);
        stops.map(|entry| entry.at.as_nanos()).collect()
    };
    assert!(kills(&one).len() > 3);
    assert_eq!(kills(&one), kills(&both));
}

#[test]
fn what_breaks_by_chance_is_to_blame_and_its_outage_begins_with_it() {
    let entry = r#"{"name": "plug", "mtbf": {"empirical": ["100s"]}, "mttr": {"empirical": ["40s"]}, "power_loss": {}}"#;
    let mut plan = plan(r#""duration": "400s""#, entry);
    plan.settings.client.groups[0].arrivals =
        lonebox::topology::settings::client::Arrivals::Even(lonebox::units::Rate::per_second(5.0));
    let report = site::run(plan);
    let outage = &report.outages[0];
    assert_eq!(outage.action, Some(ActionName::PowerLoss));
    assert_eq!(outage.fault.map(SimTime::as_nanos), Some(100_000_000_000));
    assert!(!outage.is_planned());
    assert_eq!(report.random_failures[0].name.as_deref(), Some("plug"));
}

#[test]
fn what_nobody_ends_or_never_fails_is_refused() {
    let refused = |entry: &str, why: &str| {
        let mistakes = scenario::read(&text(r#""duration": "600s""#, entry)).expect_err("refused");
        let told = mistakes.iter().map(ToString::to_string).collect::<String>();
        assert!(told.contains(why), "{entry}: {told}");
    };
    refused(r#"{"mtbf": "1h", "mttr": "1min", "reboot": {}}"#, "not ended by anybody");
    refused(
        r#"{"mtbf": "1h", "mttr": "1min", "gunicorn_kill": {"target": "worker"}}"#,
        "not ended by anybody",
    );
    refused(r#"{"mtbf": "1h", "mttr": "1min", "mysql_kill": {"for": "5s"}}"#, "\"mttr\" says");
    refused(r#"{"mtbf": "0s", "mttr": "1min", "mysql_kill": {}}"#, "no mean above zero");
    refused(r#"{"mtbf": "1ms", "mttr": "1ms", "mysql_hang": {}}"#, "are to be expected");
    refused(r#"{"mttr": "1min", "mysql_kill": {}}"#, "mtbf");
}

#[test]
fn every_time_that_it_broke_stands_in_the_report_to_its_repair_by_whomever() {
    let entry = r#"{"name": "plug", "mtbf": "60s", "mttr": "20s", "power_loss": {}}"#;
    let file = text(r#""duration": "600s""#, entry);
    let alone = site::run(site::plan(&file)).random_failures.remove(0);
    let (from, to) = alone.stretches[1];
    let mended = from + (to - from) / 2;
    let repair = format!(r#"{{"at": "{}ns", "repair": {{"action": "power_loss"}}}}"#, mended.as_nanos());
    let by_hand =
        file.replace(r#""random_failures""#, &format!(r#""timeline": [{repair}], "random_failures""#));
    let told = site::run(site::plan(&by_hand)).random_failures.remove(0);
    let mut stretches = alone.stretches.clone();
    stretches[1].1 = mended;
    assert!(stretches.len() > 3 && told.stretches == stretches, "{told:?}");
    assert_eq!(told.broken + (to - mended), alone.broken);

    let twice =
        r#"{"mtbf": "10s", "mttr": "1h", "mysql_hang": {}}, {"mtbf": "50s", "mttr": "1s", "mysql_hang": {}}"#;
    let told = site::run(plan(r#""duration": "600s""#, twice)).random_failures;
    let hung = told[0].stretches[0].0;
    assert!(hung < SimTime::from_secs(100), "{hung}");
    assert!(told[1].stretches.iter().all(|(from, _)| *from < hung), "what hangs is not made to: {told:?}");

    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/gates/machine/breaks-by-chance.json");
    let output = Command::new(env!("CARGO_BIN_EXE_lonebox")).args(["run", file]).output().expect("it runs");
    let report = String::from_utf8_lossy(&output.stdout);
    let broke = report.lines().filter(|line| line.ends_with("> database (mysql_kill, at random)")).count();
    assert!(broke > 2, "{report}");
}
