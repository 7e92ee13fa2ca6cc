//! M/M/c/K: gunicorn's workers behind a unix socket with a short backlog.

use lonebox::theory;
use lonebox::topology::settings::app_server::Bind;
use lonebox::vocabulary::FailureKind;

use super::{EXPONENTIAL, FIRST_SEED, REPLICATIONS, SERVICE, meets};
use crate::site;

/// Simulated seconds of one replication: some ten to thirty thousand customers.
const SECONDS: u64 = 700;

/// Share turned away, answers a second and mean response \[s\] of the accepted in one run.
fn bounded(workers: u32, backlog: u32, rate: f64, seed: u64) -> [f64; 3] {
    let mut plan = site::queue_only(workers, rate, EXPONENTIAL, SECONDS, seed);
    plan.settings.app_server.bind = Bind::Unix;
    plan.settings.app_server.backlog = backlog;
    let report = site::run(plan);
    let figures = report.windows[0].figures();
    let pages = figures.pages();
    assert_eq!(pages.failed(), pages.failed_as(FailureKind::UpstreamQueueFull), "nobody fails otherwise");
    let seconds = report.windows[0].tally.to.since(report.windows[0].tally.from).as_secs_f64();
    let response = figures.page_latency().mean().expect("pages ended well").as_secs_f64();
    [pages.failed() as f64 / pages.begun() as f64, pages.good() as f64 / seconds, response]
}

#[test]
fn workers_behind_a_short_backlog_are_m_m_c_k() {
    // Measured (R8): a backlog of b lets b + 1 wait beside those at work, and turns the next away at once.
    for (workers, backlog, utilisation) in [(1, 4, 0.8), (3, 2, 1.5)] {
        let rate = utilisation * f64::from(workers) / SERVICE;
        let places = workers + backlog + 1;
        let theory = theory::mmck::steady_state(rate, SERVICE, workers, places).expect("valid");
        let runs = FIRST_SEED..FIRST_SEED + REPLICATIONS;
        let runs: Vec<[f64; 3]> = runs.map(|seed| bounded(workers, backlog, rate, seed)).collect();
        let expected = [theory.block_probability, theory.throughput, theory.response_mean];
        for (place, figure) in ["turned away", "answers a second", "response"].iter().enumerate() {
            let values: Vec<f64> = runs.iter().map(|run| run[place]).collect();
            let told = format!("{workers} workers, backlog {backlog}, {utilisation}, {figure}");
            meets(&told, &values, expected[place], 0.04);
        }
        let waits: Vec<f64> = runs.iter().map(|run| run[2] - SERVICE).collect();
        let told = format!("{workers} workers, backlog {backlog}, {utilisation}, wait");
        meets(&told, &waits, theory.wait_mean, 0.04);
    }
}
