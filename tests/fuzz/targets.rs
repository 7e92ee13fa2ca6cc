//! What is fuzzed, as plain functions of bytes. The suite calls them on the whole corpus too, so that they are compiled and
//! run where there is no fuzzer.

use lonebox::expectation;
use lonebox::scenario::{self, Plan};
use lonebox::simulation::{Report, Simulation};
use lonebox::study::Recording;
use lonebox::units::SimDuration;

/// Events after which a run is stopped: enough to meet what a file says, few enough to try many files.
const EVENTS_MAX: u64 = 20_000;
/// Requests in flight at which it is stopped.
const IN_FLIGHT_MAX: u32 = 2_000;
/// Commands of one run.
const COMMANDS_MAX: usize = 24;

/// Bytes as a file: refused in words, or run for a while and judged.
pub(crate) fn scenario(bytes: &[u8]) {
    let told = |mistakes: Vec<scenario::Diagnostic>, text: &str| {
        assert!(!mistakes.is_empty(), "a file is not refused without a reason");
        for mistake in mistakes {
            assert!(!mistake.render("file", text).is_empty(), "{mistake:?}");
        }
    };
    let text = match scenario::decode(bytes) {
        Ok(text) => text,
        Err(mistake) => return told(vec![mistake], &String::from_utf8_lossy(bytes)),
    };
    match scenario::read(text) {
        Ok(reading) => {
            let plan = bounded(reading.plan);
            let report = run(Simulation::new(plan.clone()));
            drop(expectation::judge(&plan, &report));
        }
        Err(mistakes) => told(mistakes, text),
    }
}

/// Lines of `MILLIS DEED`: so much later this is done by hand. What was recorded takes the same course.
pub(crate) fn commands(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (mut recording, plan) = Recording::open(SITE).expect("a valid file");
    let mut simulation = Simulation::new(bounded(plan));
    for line in text.lines().take(COMMANDS_MAX) {
        let Some((millis, deed)) = line.split_once(' ') else { continue };
        let Ok(millis) = millis.parse::<u16>() else { continue };
        simulation.run_until(simulation.now() + SimDuration::from_millis(millis.into()));
        let at = simulation.now() + SimDuration::from_nanos(1);
        if let Ok(action) = recording.act(at, deed) {
            simulation.schedule(action);
        }
    }
    let played = run(simulation);
    let file = recording.text();
    let (_, plan) = Recording::open(&file).unwrap_or_else(|mistakes| panic!("{file}: {mistakes:?}"));
    assert_eq!(played, run(Simulation::new(bounded(plan))), "{file}");
}

fn bounded(mut plan: Plan) -> Plan {
    plan.run.events_max = plan.run.events_max.min(EVENTS_MAX);
    plan.run.in_flight_max = plan.run.in_flight_max.min(IN_FLIGHT_MAX);
    plan
}

/// The report of a run to its end or a limit, whose books must balance.
fn run(mut simulation: Simulation) -> Report {
    simulation.run();
    let report = simulation.report();
    let breaches: Vec<_> = report.books.breaches().collect();
    assert!(breaches.is_empty(), "{breaches:#?}");
    report
}

/// The site to which commands are given: everything finds something to act on.
pub(crate) const SITE: &str = r#"{
    "schema_version": 1, "title": "by hand", "run": {"duration": "10s"},
    "server": {
        "machine": {"boot_time": "700ms"},
        "gunicorn": {"workers": 2, "timeout": "2s", "graceful_timeout": "1s"},
        "mysql": {"innodb_lock_wait_timeout": "1s", "start_time": "300ms"}
    },
    "application": {
        "import_time": "200ms",
        "routes": {
            "/": {"dynamic": {"cpu": "5ms", "queries": 2, "query": {"redo": "4KiB", "table": "stock", "locks_row_of": 2}}},
            "/style": {"static": {"size": "20KiB"}}
        },
        "pages": {"home": {"document": "/", "files": ["/style"]}}
    },
    "visitors": {"arrivals": {"poisson": {"rate": "9/s"}}, "round_trip": "20ms", "patience": {"exponential": {"mean": "3s"}}}
}"#;
