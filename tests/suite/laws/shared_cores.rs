//! The machine's cores as one processor that all share (M/G/1-PS), alone and with the disk behind it.

use lonebox::theory;

use super::{DETERMINISTIC, EXPONENTIAL, FIRST_SEED, LOG_NORMAL, REPLICATIONS, SERVICE, meets};
use crate::site;

/// Simulated seconds of one replication: some fifteen thousand customers at a utilisation of 0.75.
const SECONDS: u64 = 1_000;

/// Mean response times \[s\] of a route that computes, then does `rest`; so many workers that nobody waits for one.
fn responses(cpu: &str, rest: &str, utilisation: f64) -> Vec<f64> {
    (FIRST_SEED..FIRST_SEED + REPLICATIONS).map(|seed| response(cpu, rest, utilisation, seed)).collect()
}

fn response(cpu: &str, rest: &str, utilisation: f64, seed: u64) -> f64 {
    let rate = utilisation / SERVICE;
    let report = site::run(site::plan(&format!(
        r#"{{"schema_version": 1, "title": "shared cores", "run": {{"seed": {seed}, "duration": "{SECONDS}s", "warm_up": "50s"}},
            "domain": {{"scheme": "http", "resolver_round_trip": "0s", "root_round_trip": "0s", "com_round_trip": "0s",
                        "authority_round_trip": "0s"}},
            "server": {{
                "machine": {{"cores": 1, "memory": "64GiB", "disk_operations_per_second": 25}},
                "nginx": {{"static_cpu": "0s", "proxied_cpu": "0s", "worker_connections": 60000,
                           "worker_rlimit_nofile": 200000}},
                "gunicorn": {{"workers": 100, "request_cpu": "0s", "timeout": "0s"}},
                "mysql": {{"buffer_pool_hit_ratio_warm": "0%", "buffer_pool_hit_ratio_cold": "0%", "connect_cpu": "0s",
                           "max_connections": 1000, "wait_timeout": "8h"}}
            }},
            "application": {{
                "import_time": "0s",
                "routes": {{"/": {{"dynamic": {{"size": "1B", "cpu": {cpu} {rest}}}}}}},
                "pages": {{"home": {{"document": "/"}}}}
            }},
            "visitors": {{"arrivals": {{"poisson": {{"rate": "{rate:.6}/s"}}}}, "round_trip": "0s",
                          "bandwidth": "1000Gbit/s", "patience": "forever"}}}}"#
    )));
    report.windows[0].figures().page_latency().mean().expect("pages ended well").as_secs_f64()
}

/// M/G/1-PS: `S / (1 - rho)` whatever the law of `S`, which is what an M/M/1 has.
fn shared(utilisation: f64) -> f64 {
    theory::mm1::steady_state(utilisation / SERVICE, SERVICE).expect("stable").response_mean
}

#[test]
fn one_core_shared_by_many_workers_is_m_g_1_ps_whatever_the_law() {
    for (cpu, utilisation) in [(EXPONENTIAL, 0.75), (DETERMINISTIC, 0.75), (LOG_NORMAL, 0.5)] {
        let told = format!("{cpu} at {utilisation}");
        meets(&told, &responses(cpu, "", utilisation), shared(utilisation), 0.03);
    }
}

/// One page that is never in the buffer pool: one operation of the disk, 40 ms.
const ONE_READ: &str = r#", "queries": 1, "query": {"cpu": "0s", "page_reads": 1}"#;
const READ: f64 = 0.04;

#[test]
fn a_core_and_the_disk_behind_it_are_an_m_g_1_ps_and_an_m_d_1() {
    // A queue with processor sharing is symmetric and therefore quasi-reversible: what leaves it is again a Poisson
    // process, independent of what is still in it (F. P. Kelly, Reversibility and Stochastic Networks, 1979, section
    // 3.3). So the disk, in turn and always 40 ms, is an M/D/1 at the same rate, and the two times add up.
    for (cpu, utilisation) in [(EXPONENTIAL, 0.5), (DETERMINISTIC, 0.75)] {
        let rate = utilisation / SERVICE;
        let disk = theory::mg1::steady_state(rate, READ, 0.0).expect("stable").response_mean;
        let told = format!("core and disk, {cpu} at {utilisation}");
        meets(&told, &responses(cpu, ONE_READ, utilisation), shared(utilisation) + disk, 0.03);
    }
}
