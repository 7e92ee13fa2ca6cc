//! One simulated hour of the normal day: how long it takes, and that its memory does not grow with the hour.
//!
//! `cargo bench --no-default-features --features cli --bench normal_day`

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::time::Instant;

use lonebox::scenario;
use lonebox::simulation::Simulation;
use lonebox::units::SimDuration;

const MINUTES: [u64; 3] = [1, 10, 60];

fn main() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/09-normal-day.json");
    let text = std::fs::read_to_string(path).expect("the normal day is shipped");
    for minutes in MINUTES {
        let duration = format!("\"duration\": \"{minutes}min\"");
        let plan =
            scenario::read(&text.replace("\"duration\": \"60s\"", &duration)).expect("a valid scenario").plan;
        assert_eq!(plan.run.duration, SimDuration::from_secs(60 * minutes));
        measure(minutes, Simulation::new(plan));
    }
}

fn measure(minutes: u64, mut simulation: Simulation) {
    #[expect(
        clippy::disallowed_methods,
        reason = "a bench measures the wall clock; the run knows nothing of it"
    )]
    let begun = Instant::now();
    simulation.run();
    let seconds = begun.elapsed().as_secs_f64();
    let report = simulation.report();
    assert_eq!(report.books.breaches().count(), 0);
    let requests = report.windows[0].figures().requests(None).begun();
    println!(
        "{minutes:>3} min: {seconds:.3} s, {:.2} million events, {:.0} ns each, {:.0} requests a second, peak memory {} KiB",
        report.events as f64 / 1e6,
        seconds * 1e9 / report.events as f64,
        requests as f64 / seconds,
        peak_memory_kib()
    );
}

/// The process's peak resident memory [KiB], as Linux tells it; zero elsewhere.
fn peak_memory_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.split_whitespace().next()).and_then(|number| number.parse().ok()).unwrap_or(0)
}
