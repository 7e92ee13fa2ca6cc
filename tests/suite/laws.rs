//! Queueing theory through the real rooms: gunicorn's accept queue and workers, with everything else switched off, must
//! give what theory says of a queue with so many servers.

mod bounded_queue;
mod coverage;
mod breakdowns;
mod shared_cores;

use lonebox::theory;
use lonebox::topology::settings::Distribution;
use lonebox::topology::settings::client::Arrivals;
use lonebox::units::SimDuration;

use crate::site;

const REPLICATIONS: u64 = 20;
/// The seed of the first. (A bound of three standard errors is passed by nearly all sets of twenty, not by all.)
const FIRST_SEED: u64 = 2_001;
/// Simulated seconds of one replication with one worker: some seventy thousand customers at the rates below, so that
/// the means of replications are nearly normal even where queues are long.
const SECONDS: u64 = 4_000;
/// Mean service time \[s\].
const SERVICE: f64 = 0.05;

/// Mean response times of twenty replications \[s\].
fn responses(workers: u32, utilisation: f64, wait: &str) -> Vec<f64> {
    let rate = utilisation * f64::from(workers) / SERVICE;
    let seconds = SECONDS / u64::from(workers);
    let one = |seed| {
        let report = site::run(site::queue_only(workers, rate, wait, seconds, seed));
        let latency = report.windows[0].figures().page_latency().mean();
        latency.expect("pages ended well").as_secs_f64()
    };
    (FIRST_SEED..FIRST_SEED + REPLICATIONS).map(one).collect()
}

fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (count - 1.0);
    (mean, (variance / count).sqrt())
}

/// Twenty replications agree with theory: within three standard errors and within 3 %.
fn agrees(workers: u32, utilisation: f64, wait: &str, response: f64) {
    let told = format!("response of {workers} workers at {utilisation}");
    meets(&told, &responses(workers, utilisation, wait), response, 0.03);
}

/// Values of replications agree with theory: within three standard errors and within so much of it.
fn meets(told: &str, values: &[f64], theory: f64, share: f64) {
    let (mean, error) = mean_and_error(values);
    let (z, off) = ((mean - theory) / error, (mean / theory - 1.0).abs());
    let told = format!("{told}: {mean:.5}, theory {theory:.5}, z {z:.2}, off by {:.2} %", off * 100.0);
    assert!(z.abs() <= 3.0 && off <= share, "{told}");
}

const EXPONENTIAL: &str = r#"{"exponential": {"mean": "50ms"}}"#;
const DETERMINISTIC: &str = r#""50ms""#;
const ERLANG: &str = r#"{"erlang": {"stages": 4, "mean": "50ms"}}"#;
/// Mean 50 ms (median 30 ms times e^(sigma²/2) with sigma² = 2 ln(5/3)), squared coefficient of variation 16/9.
const LOG_NORMAL: &str = r#"{"log_normal": {"median": "30ms", "sigma": 1.0107676525947897}}"#;

#[test]
fn one_worker_with_exponential_service_is_m_m_1() {
    for utilisation in [0.5, 0.8] {
        let theory = theory::mm1::steady_state(utilisation / SERVICE, SERVICE).expect("stable");
        agrees(1, utilisation, EXPONENTIAL, theory.response_mean);
    }
}

#[test]
fn several_workers_with_exponential_service_are_m_m_c() {
    for (workers, utilisation) in [(3, 0.5), (3, 0.8), (8, 0.8)] {
        let rate = utilisation * f64::from(workers) / SERVICE;
        let theory = theory::mmc::steady_state(rate, SERVICE, workers).expect("stable");
        agrees(workers, utilisation, EXPONENTIAL, theory.response_mean);
    }
}

#[test]
fn one_worker_with_any_service_is_m_g_1() {
    for (wait, variation) in [(DETERMINISTIC, 0.0), (ERLANG, 0.5), (LOG_NORMAL, 4.0 / 3.0)] {
        for utilisation in [0.5, 0.8] {
            let theory =
                theory::mg1::steady_state(utilisation / SERVICE, SERVICE, variation).expect("stable");
            agrees(1, utilisation, wait, theory.response_mean);
        }
    }
}

#[test]
fn closed_users_before_several_workers_are_m_m_c_n() {
    for (users, workers) in [(4, 1), (10, 2), (30, 3)] {
        let theory =
            theory::machine_repair::steady_state(users, THINK_TIME, SERVICE, workers).expect("valid");
        let runs = FIRST_SEED..FIRST_SEED + REPLICATIONS;
        let runs: Vec<(f64, f64)> = runs.map(|seed| closed(users, workers, seed)).collect();
        let (responses, rates): (Vec<f64>, Vec<f64>) = runs.into_iter().unzip();
        let told = format!("{users} users, {workers} workers");
        meets(&told, &responses, theory.response_mean, 0.02);
        meets(&told, &rates, theory.throughput, 0.02);
    }
}

/// Mean think time \[s\]: 200 ms.
const THINK_TIME: f64 = 0.2;

/// Mean response \[s\] and answers a second of a run of closed users.
fn closed(users: u32, workers: u32, seed: u64) -> (f64, f64) {
    let mut plan = site::queue_only(workers, 1.0, EXPONENTIAL, 400, seed);
    let mean = SimDuration::from_millis(200);
    let think_time = Distribution::Exponential { mean };
    plan.settings.client.groups[0].arrivals = Arrivals::Users { count: users, think_time };
    let report = site::run(plan);
    let figures = report.windows[0].figures();
    let seconds = report.windows[0].tally.to.since(report.windows[0].tally.from).as_secs_f64();
    let response = figures.page_latency().mean().expect("pages ended well").as_secs_f64();
    (response, figures.pages().begun() as f64 / seconds)
}

#[test]
fn the_comparison_notices_a_wrong_law() {
    let (mean, error) = mean_and_error(&responses(1, 0.8, EXPONENTIAL));
    let deterministic = theory::mg1::steady_state(0.8 / SERVICE, SERVICE, 0.0).expect("stable").response_mean;
    assert!(((mean - deterministic) / error).abs() > 3.0, "an M/M/1 taken for an M/D/1 must not pass");
}

#[test]
fn utilisation_is_busy_time_over_capacity_time() {
    let report = site::run(site::queue_only(2, 20.0, DETERMINISTIC, 2_000, 7));
    let figures = report.windows[0].figures();
    let workers = figures.station(lonebox::vocabulary::Station::GunicornWorkers).expect("observed");
    let utilisation = workers.utilisation.expect("workers were there");
    assert!((utilisation - 0.5).abs() < 0.01, "{utilisation}");
}
