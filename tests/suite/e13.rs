//! The chain of resolvers beside a real one: Unbound, dnsmasq, glibc and dig (E13), in whole runs with the same TTLs.

use serde::Deserialize;

use crate::dns::{NO_ANSWER, NO_NAME, at, pages, visit};

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

fn near(simulated: f64, measured: &[f64], tolerance: f64) {
    for measured in measured {
        assert!((simulated - measured).abs() <= tolerance, "{simulated}, measured {measured}");
    }
}

/// How long the visitor at `millis` waits for its failure \[ms\].
fn fails_after(domain: &str, timeline: &str, millis: u64) -> f64 {
    let report = visit(domain, &at([1_000, millis]), timeline);
    let (failure, took) = pages(&report)[1];
    assert_eq!(failure, NO_ANSWER);
    took as f64
}

#[test]
fn e13_answers_last_for_the_ttl_when_the_authority_is_dead() {
    // A visit each 50 ms: the first learns the address, which the measured sequence begins with.
    let report =
        visit(ZONE, &at((20..200).map(|place| 50 * place)), r#"{"at": "1100ms", "authority_down": {}}"#);
    let last =
        pages(&report).iter().rposition(|(failure, _)| failure.is_none()).expect("the first, at least");
    let last_answer = 0.05 * last as f64;
    let measured = measured();
    for unbound in &measured.unbound {
        let ends = [unbound.authority_stopped_last_answer_s, unbound.authority_blackholed_last_answer_s];
        near(last_answer, &ends, 1.0);
    }
    for dnsmasq in &measured.dnsmasq {
        near(last_answer, &[dnsmasq.authority_stopped_last_answer_s], 1.0);
    }
}

#[test]
fn e13_a_resolver_without_an_authority_is_silent_and_the_stub_waits_ten_seconds() {
    let took = fails_after(ZONE, r#"{"at": "5s", "authority_down": {}}"#, 10_000);
    let patient = fails_after(
        &format!(r#"{ZONE}, "stub": {{"timeout": "25s", "attempts": 1}}"#),
        r#"{"at": "5s", "authority_down": {}}"#,
        10_000,
    );
    let measured = measured();
    for unbound in &measured.unbound {
        near(took, &[unbound.getaddrinfo_authority_stopped_ms], 100.0);
        near(patient, &unbound.authority_stopped_then_silent_ms, 100.0);
    }
    for dnsmasq in &measured.dnsmasq {
        near(took, &[dnsmasq.getaddrinfo_authority_stopped_ms], 100.0);
        assert!(dnsmasq.authority_stopped_then_silent_ms.iter().all(|silent| patient > *silent));
    }
}

#[test]
fn e13_a_silent_resolver_costs_glibc_ten_seconds_and_dig_fifteen_and_a_closed_port_nothing() {
    let down = |how: &str| format!(r#"{{"at": "5s", "resolver_down": {{"how": "{how}"}}}}"#);
    let glibc = fails_after(ZONE, &down("silent"), 10_000);
    let dig = fails_after(&format!(r#"{ZONE}, "stub": {{"attempts": 3}}"#), &down("silent"), 10_000);
    let refused = fails_after(ZONE, &down("refused"), 10_000);
    for unbound in &measured().unbound {
        near(glibc, &[unbound.getaddrinfo_resolver_blackholed_ms], 100.0);
        near(dig, &[unbound.dig_resolver_blackholed_ms], 100.0);
        assert!(refused <= 10.0 && unbound.getaddrinfo_resolver_stopped_ms <= 10.0);
    }
}

#[test]
fn e13_an_absent_name_is_seen_again_after_the_negative_ttl() {
    let visits = at((20..220).map(|place| 50 * place));
    let report = visit(ZONE, &visits, r#"{"at": "0s", "record_removed": {"for": "1500ms"}}"#);
    let pages = pages(&report);
    assert_eq!(pages[0].0, NO_NAME);
    let seen = pages.iter().position(|(failure, _)| failure.is_none()).expect("it comes back");
    let measured = measured();
    near(
        0.05 * seen as f64,
        &measured.unbound.iter().map(|unbound| unbound.name_visible_s_after_nxdomain).collect::<Vec<_>>(),
        1.0,
    );
}

#[test]
fn e13_a_stale_answer_takes_the_client_timeout() {
    let domain = format!(r#"{ZONE}, "resolver": {{"serve_stale": {{"client_response_timer": "1800ms"}}}}"#);
    let report = visit(&domain, &at([1_000, 7_000, 9_300]), r#"{"at": "2s", "authority_down": {}}"#);
    for (place, (failure, took)) in pages(&report)[1..].iter().enumerate() {
        assert_eq!(*failure, None);
        for unbound in &measured().unbound {
            near(*took as f64, &unbound.stale_answers_ms[place..=place], 100.0);
        }
    }
}
