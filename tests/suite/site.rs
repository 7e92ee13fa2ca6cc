//! Small sites for tests, from the same files that people write.

use std::path::Path;

use lonebox::scenario::{self, Plan};
use lonebox::simulation::{Halt, Report, Simulation};

/// The plan of a scenario text that must be valid.
pub(crate) fn plan(text: &str) -> Plan {
    match scenario::read(text) {
        Ok(reading) => reading.plan,
        Err(mistakes) => {
            panic!("{}", mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
        }
    }
}

/// The plan of a shipped scenario.
pub(crate) fn shipped(name: &str) -> Plan {
    plan(&shipped_text(name))
}

/// The text of a shipped scenario.
pub(crate) fn shipped_text(name: &str) -> String {
    let path = format!("{}/scenarios/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every shipped scenario's name, in order: its path below the folder, without the ending.
pub(crate) fn shipped_names() -> Vec<String> {
    let mut names = Vec::new();
    names_below(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios")), "", &mut names);
    names.sort();
    names
}

fn names_below(folder: &Path, place: &str, names: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("scenarios are shipped") {
        let path = entry.expect("a readable folder").path();
        let name = format!("{place}{}", path.file_stem().expect("a name").to_string_lossy());
        if path.is_dir() {
            names_below(&path, &format!("{name}/"), names);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            names.push(name);
        }
    }
}

/// Runs a plan to its end; its books must balance.
pub(crate) fn run(plan: Plan) -> Report {
    let mut simulation = Simulation::new(plan);
    assert_eq!(simulation.run(), Halt::Reached);
    balanced(simulation.report())
}

/// The report, whose books must balance.
pub(crate) fn balanced(report: Report) -> Report {
    let breaches: Vec<_> = report.books.breaches().collect();
    assert!(breaches.is_empty(), "{breaches:#?}");
    report
}

/// A site that is nothing but gunicorn's queue: no round trips, no computing, one route that waits.
pub(crate) fn queue_only(workers: u32, rate_per_second: f64, wait: &str, seconds: u64, seed: u64) -> Plan {
    plan(&format!(
        r#"{{
            "schema_version": 1,
            "title": "a queue and its servers",
            "run": {{"seed": {seed}, "duration": "{seconds}s", "warm_up": "{}s"}},
            "domain": {{
                "scheme": "http", "resolver_round_trip": "0s", "root_round_trip": "0s", "com_round_trip": "0s",
                "authority_round_trip": "0s"
            }},
            "server": {{
                "nginx": {{"static_cpu": "0s", "proxied_cpu": "0s", "worker_connections": 60000, "worker_rlimit_nofile": 200000,
                           "proxy_read_timeout": "1h", "proxy_connect_timeout": "1h"}},
                "gunicorn": {{"workers": {workers}, "request_cpu": "0s", "timeout": "0s"}}
            }},
            "application": {{
                "routes": {{"/": {{"dynamic": {{"size": "1B", "cpu": "0s", "wait": {wait}}}}}}},
                "pages": {{"home": {{"document": "/"}}}}
            }},
            "visitors": {{
                "arrivals": {{"poisson": {{"rate": "{rate_per_second:.6}/s"}}}},
                "round_trip": "0s", "bandwidth": "1000Gbit/s", "patience": "forever"
            }}
        }}"#,
        seconds / 20
    ))
}
