//! The chain of resolvers beside a real one: Unbound, dnsmasq, glibc and dig (E13), in whole runs with the same TTLs.

use serde::Deserialize;

use crate::dns::{NO_ANSWER, NO_NAME, at, pages, visit};
use crate::realstack::comparison::{Experiment, Grade};

/// What was measured, as far as it is compared; names end in their units.
#[derive(Deserialize)]
struct Measured {
    unbound: Vec<Unbound>,
    dnsmasq: Vec<Dnsmasq>,
}

#[derive(Deserialize)]
struct Unbound {
    authority_stopped_last_answer_s: f64,
    authority_stopped_then_silent_ms: Vec<f64>,
    authority_blackholed_last_answer_s: f64,
    getaddrinfo_authority_stopped_ms: f64,
    getaddrinfo_resolver_blackholed_ms: f64,
    getaddrinfo_resolver_stopped_ms: f64,
    dig_resolver_blackholed_ms: f64,
    name_visible_s_after_nxdomain: f64,
    stale_answers_ms: Vec<f64>,
}

#[derive(Deserialize)]
struct Dnsmasq {
    authority_stopped_last_answer_s: f64,
    authority_stopped_then_silent_ms: Vec<f64>,
    getaddrinfo_authority_stopped_ms: f64,
}

fn measured() -> Measured {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/realstack/e13.json");
    let text = std::fs::read_to_string(path).expect("the measurement is here");
    let measured: Measured = serde_json::from_str(&text).expect("in this form");
    assert_eq!((measured.unbound.len(), measured.dnsmasq.len()), (3, 2));
    measured
}

/// The measured zone.
const ZONE: &str = r#", "ttl": "5s", "soa_ttl": "7s", "soa_minimum": "7s""#;

/// How long the visitor at `millis` waits for its failure \[ms\].
fn fails_after(domain: &str, timeline: &str, millis: u64) -> f64 {
    let report = visit(domain, &at([1_000, millis]), timeline);
    let (failure, took) = pages(&report)[1];
    assert_eq!(failure, NO_ANSWER);
    took as f64
}

/// Everything that is compared: the end of the TTL, how long each waits in vain, the negative TTL and stale answers.
pub(crate) fn e13() -> Experiment {
    let mut experiment = Experiment::new("E13");
    let measured = measured();
    end_of_the_ttl(&mut experiment, &measured);
    without_an_authority(&mut experiment, &measured);
    without_a_resolver(&mut experiment, &measured);
    an_absent_name(&mut experiment, &measured);
    stale_answers(&mut experiment, &measured);
    experiment
}

/// A visit each 50 ms: the first learns the address, which the measured sequence begins with.
fn end_of_the_ttl(experiment: &mut Experiment, measured: &Measured) {
    let report =
        visit(ZONE, &at((20..200).map(|place| 50 * place)), r#"{"at": "1100ms", "authority_down": {}}"#);
    let last =
        pages(&report).iter().rposition(|(failure, _)| failure.is_none()).expect("the first, at least");
    let last_answer = 0.05 * last as f64;
    let unbound = measured.unbound.iter().flat_map(|unbound| {
        [unbound.authority_stopped_last_answer_s, unbound.authority_blackholed_last_answer_s]
    });
    for last in unbound {
        experiment.near(Grade::A, "authority dead, Unbound: last answer \\[s\\]", [last, last_answer], 1.0);
    }
    for dnsmasq in &measured.dnsmasq {
        let pair = [dnsmasq.authority_stopped_last_answer_s, last_answer];
        experiment.near(Grade::A, "authority dead, dnsmasq: last answer \\[s\\]", pair, 1.0);
    }
}

fn without_an_authority(experiment: &mut Experiment, measured: &Measured) {
    const DOWN: &str = r#"{"at": "5s", "authority_down": {}}"#;
    let took = fails_after(ZONE, DOWN, 10_000);
    let patient = format!(r#"{ZONE}, "stub": {{"timeout": "25s", "attempts": 1}}"#);
    let silent = fails_after(&patient, DOWN, 10_000);
    for unbound in &measured.unbound {
        let pair = [unbound.getaddrinfo_authority_stopped_ms, took];
        experiment.near(Grade::A, "authority dead: getaddrinfo fails after \\[ms\\]", pair, 100.0);
        for measured in &unbound.authority_stopped_then_silent_ms {
            let pair = [*measured, silent];
            experiment.near(Grade::A, "authority dead: Unbound is silent for \\[ms\\]", pair, 100.0);
        }
    }
    for dnsmasq in &measured.dnsmasq {
        let pair = [dnsmasq.getaddrinfo_authority_stopped_ms, took];
        experiment.near(Grade::A, "authority dead: getaddrinfo fails after \\[ms\\]", pair, 100.0);
        assert!(dnsmasq.authority_stopped_then_silent_ms.iter().all(|measured| silent > *measured));
    }
}

fn without_a_resolver(experiment: &mut Experiment, measured: &Measured) {
    let down = |how: &str| format!(r#"{{"at": "5s", "resolver_down": {{"how": "{how}"}}}}"#);
    let glibc = fails_after(ZONE, &down("silent"), 10_000);
    let dig = fails_after(&format!(r#"{ZONE}, "stub": {{"attempts": 3}}"#), &down("silent"), 10_000);
    let refused = fails_after(ZONE, &down("refused"), 10_000);
    for unbound in &measured.unbound {
        let pair = [unbound.getaddrinfo_resolver_blackholed_ms, glibc];
        experiment.near(Grade::A, "resolver silent: getaddrinfo fails after \\[ms\\]", pair, 100.0);
        let pair = [unbound.dig_resolver_blackholed_ms, dig];
        experiment.near(Grade::A, "resolver silent: dig fails after \\[ms\\]", pair, 100.0);
        let pair = [unbound.getaddrinfo_resolver_stopped_ms, refused];
        experiment.between(Grade::A, "resolver gone: getaddrinfo fails after \\[ms\\]", pair, [0.0, 10.0]);
    }
}

fn an_absent_name(experiment: &mut Experiment, measured: &Measured) {
    let visits = at((20..220).map(|place| 50 * place));
    let report = visit(ZONE, &visits, r#"{"at": "0s", "record_removed": {"for": "1500ms"}}"#);
    let pages = pages(&report);
    assert_eq!(pages[0].0, NO_NAME);
    let seen = pages.iter().position(|(failure, _)| failure.is_none()).expect("it comes back");
    for unbound in &measured.unbound {
        let pair = [unbound.name_visible_s_after_nxdomain, 0.05 * seen as f64];
        experiment.near(Grade::A, "a new name is seen after \\[s\\]", pair, 1.0);
    }
}

fn stale_answers(experiment: &mut Experiment, measured: &Measured) {
    let domain = format!(r#"{ZONE}, "resolver": {{"serve_stale": {{"client_response_timer": "1800ms"}}}}"#);
    let report = visit(&domain, &at([1_000, 7_000, 9_300]), r#"{"at": "2s", "authority_down": {}}"#);
    for (place, (failure, took)) in pages(&report)[1..].iter().enumerate() {
        assert_eq!(*failure, None);
        for unbound in &measured.unbound {
            let pair = [unbound.stale_answers_ms[place], *took as f64];
            experiment.near(Grade::A, "a stale answer comes after \\[ms\\]", pair, 100.0);
        }
    }
}
