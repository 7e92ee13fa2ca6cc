//! The simulator beside a real nginx, gunicorn, MariaDB and DNS: fed with what was measured to arrive and to be served, it
//! must give what was measured to come of it. One table of all comparisons stands in the book.

pub(crate) mod comparison;
mod queue;
mod outcomes;
mod life_cycle;
mod nginx;
mod visitors;
mod database;
mod orders;
mod table;

use std::path::{Path, PathBuf};

use lonebox::scenario::{self, Plan};
use lonebox::simulation::Report;

use crate::site;

/// A measured trace: when requests came, how long the application slept, and what came of each after how long \[ms\].
struct Trace {
    name: String,
    text: String,
    rows: Vec<Row>,
}

/// What came of an attempt.
struct Row {
    arrival: f64,
    outcome: String,
    latency: f64,
}

/// Latencies in two figures \[ms\].
struct Summary {
    count: u64,
    mean: f64,
    percentile_95: f64,
}

/// The traces whose names begin so.
fn traces(beginning: &str) -> Vec<Trace> {
    let folder = format!("{}/tests/suite/realstack", env!("CARGO_MANIFEST_DIR"));
    let entries = std::fs::read_dir(folder).expect("the traces are here");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    paths.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(beginning)));
    paths.sort();
    paths.iter().map(|path| trace(path)).collect()
}

fn trace(path: &Path) -> Trace {
    let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
    let text = std::fs::read_to_string(path).expect("a readable trace");
    let rows = text.lines().skip(1).map(row).collect();
    Trace { name, text, rows }
}

fn row(line: &str) -> Row {
    let fields: Vec<&str> = line.split(',').collect();
    let number = |place: usize| fields[place].parse().expect("a number of milliseconds");
    Row { arrival: number(0), outcome: fields[3].to_owned(), latency: number(4) }
}

impl Trace {
    /// Its name without the experiment and the repetition.
    fn variant(&self) -> &str {
        let (_, rest) = self.name.split_once('_').expect("experiment, variant, repetition");
        rest.rsplit_once('_').map_or(rest, |(variant, _)| variant)
    }

    /// How many attempts ended so.
    fn count(&self, outcome: &str) -> u64 {
        self.rows.iter().filter(|row| row.outcome == outcome).count() as u64
    }

    /// The latencies of good answers.
    fn latency(&self) -> Summary {
        let good = self.rows.iter().filter(|row| row.outcome == "200");
        let mut latencies: Vec<f64> = good.map(|row| row.latency).collect();
        latencies.sort_by(f64::total_cmp);
        let mean = latencies.iter().sum::<f64>() / latencies.len() as f64;
        let percentile_95 = latencies[(latencies.len() * 95).div_ceil(100) - 1];
        Summary { count: latencies.len() as u64, mean, percentile_95 }
    }
}

/// What a measured stack was set to.
struct Stack {
    gunicorn: String,
    nginx: &'static str,
    patience: &'static str,
    rest: &'static str,
}

/// The measured stack with a worker held for so long beyond the service \[us\]: one nginx worker, plain HTTP. The path's
/// 1.35 ms stand as round trips, of which a request has two, and as nginx's 0.15 ms.
fn plan(trace: &Trace, stack: &Stack, hold_micros: u32) -> Plan {
    let Stack { gunicorn, nginx, patience, rest } = stack;
    let mut plan = site::plan(&format!(
        r#"{{
            "schema_version": 1,
            "title": "a measured stack",
            "run": {{"duration": "90s"}},
            "domain": {{
                "scheme": "http", "resolver_round_trip": "0s", "root_round_trip": "0s", "com_round_trip": "0s",
                "authority_round_trip": "0s"
            }},
            "server": {{
                "nginx": {{"worker_processes": 1, "worker_connections": 4096, "worker_rlimit_nofile": 65536 {nginx}}},
                "gunicorn": {{"request_cpu": "{hold_micros}us" {gunicorn}}}
            }},
            "application": {{
                "routes": {{"/": {{"dynamic": {{"size": "300B", "cpu": "0s", "wait": "50ms"}}}}}},
                "pages": {{"home": {{"document": "/"}}}}
            }},
            "visitors": {{"round_trip": "600us", "bandwidth": "1Gbit/s", "patience": "{patience}"}}
            {rest}
        }}"#
    ));
    plan.run.journeys = 2_000;
    plan.settings.client.groups[0].arrivals = scenario::read_trace(&trace.text).expect("a valid trace");
    plan
}

fn summary(report: &Report) -> Summary {
    let figures = report.windows[0].figures();
    let millis = |span: Option<lonebox::units::SimDuration>| span.expect("pages ended well").as_millis_f64();
    Summary {
        count: figures.pages().good(),
        mean: millis(figures.page_latency().mean()),
        percentile_95: millis(figures.page_latency().percentile(95.0)),
    }
}

/// The cells of a table of measurements, row by row.
fn cells(file: &str) -> Vec<Vec<String>> {
    let path = format!("{}/tests/suite/realstack/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn number(cell: &str) -> f64 {
    cell.parse().unwrap_or_else(|_| panic!("{cell:?} is no number"))
}
