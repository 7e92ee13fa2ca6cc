//! The simulator beside a real nginx and gunicorn: fed with what was measured to arrive and to be served, it must give
//! what was measured to come of it.

mod outcomes;
mod life_cycle;

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

/// E1: so many sync workers.
fn sync(workers: &str) -> Stack {
    Stack { gunicorn: format!(r#", "workers": {workers}"#), nginx: "", patience: "20s", rest: "" }
}

/// E3: one gthread worker of eight threads.
fn gthread(threads: u32) -> Stack {
    let gunicorn = format!(r#", "worker_class": "gthread", "threads": {threads}"#);
    Stack { gunicorn, nginx: "", patience: "20s", rest: "" }
}

/// The stack of a trace of E1 or E3.
fn stack(trace: &Trace) -> Stack {
    match trace.name.strip_prefix("e1_") {
        Some(rest) => sync(&rest[..1]),
        None => gthread(8),
    }
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

fn simulated(trace: &Trace, stack: &Stack, hold_micros: u32) -> Summary {
    summary(&site::run(plan(trace, stack, hold_micros)))
}

/// Within so many percent, or so many milliseconds.
pub(crate) fn is_near(simulated: f64, measured: f64, percent: f64, millis: f64) -> bool {
    let off = (simulated - measured).abs();
    off <= millis || off <= measured * percent / 100.0
}

fn agrees(simulated: &Summary, measured: &Summary) -> bool {
    assert_eq!(simulated.count, measured.count, "every request succeeds");
    is_near(simulated.mean, measured.mean, 3.5, 1.5)
        && is_near(simulated.percentile_95, measured.percentile_95, 5.0, 5.0)
}

/// What a worker was held for beyond the service in the measured runs \[us\].
const HOLDS: std::ops::RangeInclusive<u32> = 1_000..=1_700;

fn fits_some_hold(trace: &Trace, stack: &Stack) -> bool {
    HOLDS.step_by(100).any(|hold| agrees(&simulated(trace, stack, hold), &trace.latency()))
}

fn all_fit_some_hold(traces: &[Trace]) {
    let outside = traces.iter().filter(|trace| !fits_some_hold(trace, &stack(trace)));
    let told: Vec<String> = outside.map(told).collect();
    assert!(told.is_empty(), "outside the tolerance with any hold:\n{}", told.join("\n"));
}

#[test]
fn e1_sync_workers_give_the_measured_latencies_for_one_constant_hold_a_run() {
    let traces = traces("e1_");
    assert_eq!(traces.len(), 48, "1 and 2 workers, 2 kinds of service, 4 loads, 3 repetitions");
    all_fit_some_hold(&traces);
}

#[test]
fn e1_fits_the_default_hold_in_nearly_every_run() {
    let traces = traces("e1_");
    let fits = |trace: &&Trace| agrees(&simulated(trace, &stack(trace), 1_300), &trace.latency());
    let count = traces.iter().filter(fits).count();
    assert!(count >= 44, "{count} of {} runs fit", traces.len());
}

#[test]
fn e1_notices_a_wrong_number_of_workers() {
    let traces = traces("e1_2exp_r7_0");
    assert!(!fits_some_hold(&traces[0], &sync("3")));
}

#[test]
fn e3_the_threads_of_one_gthread_worker_give_the_measured_latencies() {
    let traces = traces("e3_");
    assert_eq!(traces.len(), 12, "2 kinds of service, 3 loads, 2 repetitions");
    all_fit_some_hold(&traces);
}

#[test]
fn e3_notices_a_wrong_number_of_threads() {
    let traces = traces("e3_exp_0.7_0");
    assert!(!fits_some_hold(&traces[0], &gthread(7)));
}

fn told(trace: &Trace) -> String {
    let (simulated, measured) = (simulated(trace, &stack(trace), 1_300), trace.latency());
    format!(
        "{}: mean {:.2} ms, measured {:.2}; p95 {:.2}, measured {:.2}",
        trace.name, simulated.mean, measured.mean, simulated.percentile_95, measured.percentile_95
    )
}

/// A run of E9: a constant 20 requests a second to 4 workers for 16 s, each a query of 20 ms; MySQL is taken away at 5 s.
fn e9(connections: &str, down_millis: u32, start_millis: u32) -> Report {
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

/// The rows of `e9.csv` of one phase: the variant, and failed, error 2003, error 2013, start to login \[ms\].
fn e9_rows(phase: &str) -> Vec<(String, [u64; 3], u32)> {
    let path = format!("{}/tests/suite/realstack/e9.csv", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the experiment is here");
    let of_phase = text.lines().filter(|line| line.starts_with(phase));
    let row = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        let count = |place: usize| fields[place].parse().expect("a count");
        let login = fields[8].split('.').next().and_then(|whole| whole.parse().ok());
        (fields[1].to_owned(), [count(5), count(6), count(7)], login.expect("milliseconds"))
    };
    of_phase.map(row).collect()
}

fn variant(measured: &str) -> &'static str {
    match measured {
        "perreq" => "per_request",
        "pool" => "pooled",
        _ => "pooled_pre_ping",
    }
}

fn e9_simulated(measured: &str, down_millis: u32, start_millis: u32) -> [u64; 3] {
    use lonebox::vocabulary::FailureKind::{DatabaseLost, DatabaseUnreachable};
    let report = e9(variant(measured), down_millis, start_millis);
    let figures = report.windows[0].figures();
    let pages = figures.pages();
    [pages.failed(), pages.failed_as(DatabaseUnreachable), pages.failed_as(DatabaseLost)]
}

#[test]
fn e9_a_database_that_is_away_fails_as_many_requests_as_measured_with_the_errors_measured() {
    let rows = e9_rows("load");
    assert_eq!(rows.len(), 9, "3 variants, 3 repetitions");
    for (name, [failed, ..], start) in rows {
        // Down for 5 s, and what the start took in this run.
        let [total, unreachable, lost] = e9_simulated(&name, 5_001, start);
        assert!(total.abs_diff(failed) <= 2, "{name}: {total} failed, measured {failed}");
        assert_eq!(total, unreachable + lost, "{name}");
        // Each of the four workers finds its kept connection broken once. With the other ways it is a query at work.
        let expected = if name == "pool" { 4..=4 } else { 0..=1 };
        assert!(expected.contains(&lost), "{name}: {lost} times 2013");
    }
    let [too_long, ..] = e9_simulated("pool", 5_501, 200);
    assert!(too_long.abs_diff(105) > 2, "half a second more is noticed: {too_long}");
}

#[test]
fn e9_a_database_that_is_killed_and_started_at_once_fails_a_handful() {
    for (name, [failed, ..], start) in e9_rows("kill") {
        let [total, ..] = e9_simulated(&name, 1, start);
        assert!((2..=9).contains(&total), "{name}: {total} failed, measured {failed}");
    }
}

#[test]
fn e9w_a_start_takes_as_long_as_measured_for_the_redo_that_there_was_to_apply() {
    use lonebox::topology::settings::database::Settings;
    let path = format!("{}/tests/suite/realstack/e9w.csv", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the experiment is here");
    let defaults = Settings::default();
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let number = |place: usize| fields[place].parse::<f64>().expect("a number");
        let redo = number(2) / defaults.redo_apply_per_second.get() as f64;
        let ready = 1_000.0 * (defaults.start_time.as_secs_f64() + redo);
        assert!((ready - number(4)).abs() <= 150.0, "{line}: {ready} ms");
    }
}
