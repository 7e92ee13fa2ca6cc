//! Breakdowns: how much of the time gunicorn is there, how many visitors find it gone, how long they wait for it.

use lonebox::engine::{Stream, unit_exponential};
use lonebox::simulation::Report;
use lonebox::theory;
use lonebox::vocabulary::{Probe, Word};

use super::{FIRST_SEED, REPLICATIONS, meets};
use crate::site;

const SECONDS: f64 = 5_000.0;
const RATE: f64 = 10.0;
/// Mean time to the next breakdown, and until somebody starts gunicorn again \[s\].
const UP: f64 = 60.0;
const DOWN: f64 = 15.0;
/// gunicorn's `start_time` \[s\].
const START: f64 = 0.4;

fn run(seed: u64, timeline: &str) -> Report {
    site::run(site::plan(&format!(
        r#"{{"schema_version": 1, "title": "breakdowns", "run": {{"seed": {seed}, "duration": "{SECONDS}s"}},
            "domain": {{"scheme": "http", "resolver_round_trip": "0s", "root_round_trip": "0s", "com_round_trip": "0s",
                        "authority_round_trip": "0s"}},
            "server": {{"machine": {{"memory": "64GiB"}}, "nginx": {{"static_cpu": "0s", "proxied_cpu": "0s"}},
                        "gunicorn": {{"workers": 2, "request_cpu": "0s", "systemd": {{"start_limit_interval": "1s"}}}}}},
            "application": {{"import_time": "0s", "routes": {{"/": {{"dynamic": {{"size": "1B", "cpu": "0s"}}}}}},
                             "pages": {{"home": {{"document": "/"}}}}}},
            "visitors": {{"arrivals": {{"poisson": {{"rate": "{RATE}/s"}}}}, "round_trip": "0s",
                          "bandwidth": "1000Gbit/s", "patience": "forever"}},
            "timeline": [{timeline}]}}"#
    )))
}

/// Breakdowns after exponential times, repaired after exponential times; and how long gunicorn is down in all \[s\].
fn broken_down(seed: u64) -> (String, f64) {
    let mut stream = Stream::named(seed, "breakdowns");
    let (mut at, mut down, mut timeline) = (0.0, 0.0, Vec::new());
    loop {
        at += UP * unit_exponential(&mut stream);
        let repair = 0.001 + DOWN * unit_exponential(&mut stream);
        if at >= SECONDS {
            return (timeline.join(", "), down);
        }
        timeline.push(format!(r#"{{"at": "{at:.6}s", "gunicorn_kill": {{"for": "{repair:.6}s"}}}}"#));
        down += (repair + START).min(SECONDS - at);
        at += repair + START;
    }
}

#[test]
fn a_process_that_breaks_down_is_there_for_mtbf_over_mtbf_and_mttr_and_loses_who_comes_meanwhile() {
    let (mut availabilities, mut lost, mut shares) = (Vec::new(), Vec::new(), Vec::new());
    for seed in FIRST_SEED..FIRST_SEED + REPLICATIONS {
        let (timeline, down) = broken_down(seed);
        let report = run(seed, &timeline);
        let (availability, _, _) = report.server.probes[Probe::Dynamic.index()];
        assert!((availability - (1.0 - down / SECONDS)).abs() < 1e-6, "{availability}, {down} s down");
        let pages = report.windows[0].figures().pages().clone();
        availabilities.push(availability);
        lost.push(pages.failed() as f64 / (RATE * down));
        shares.push(pages.good() as f64 / pages.ended() as f64);
    }
    let theory = theory::availability::of_repair(UP, DOWN + START + 0.001).expect("valid").share;
    meets("availability by probe", &availabilities, theory, 0.03);
    // Poisson arrivals see time averages: as many are lost as come in the time that it is down.
    meets("lost over rate times downtime", &lost, 1.0, 0.02);
    meets("share of good pages", &shares, theory, 0.03);
}

#[test]
fn who_comes_while_a_new_release_is_imported_waits_for_half_the_import_on_average() {
    // Every 25 s, two hundred times, the workers import for 2 s. A visitor falls into such a gap with probability 2/25 and then waits 1 s.
    const EVERY: u32 = 25;
    const GAP: f64 = 2.0;
    let deploy = |place: u32| {
        format!(
            r#"{{"at": "{}s", "gunicorn_reload": {{"release": {{"import_time": "{GAP}s"}}}}}}"#,
            EVERY * place + 5
        )
    };
    let timeline = (0..200).map(deploy).collect::<Vec<_>>().join(", ");
    let response = |seed| {
        let report = run(seed, &timeline);
        assert_eq!(report.windows[0].figures().pages().failed(), 0, "they wait, and nobody fails");
        report.windows[0].figures().page_latency().mean().expect("pages ended well").as_secs_f64()
    };
    let responses: Vec<f64> = (FIRST_SEED..FIRST_SEED + REPLICATIONS).map(response).collect();
    meets("response with gaps", &responses, GAP * GAP / (2.0 * f64::from(EVERY)), 0.02);
}
