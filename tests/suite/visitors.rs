//! Who comes, how often, and what they do when the site does not answer: seen through whole runs.

use lonebox::scenario::Plan;
use lonebox::simulation::Report;

use crate::site;

/// A site on loopback whose one route waits; the visitors and the timeline as each test needs them.
fn small(wait: &str, gunicorn: &str, visitors: &str, rest: &str) -> Plan {
    site::plan(&format!(
        r#"{{
            "schema_version": 1,
            "title": "visitors",
            "run": {{"duration": "60s", "journeys": 1000}},
            "domain": {{
                "scheme": "http", "resolver_round_trip": "0s", "root_round_trip": "0s", "com_round_trip": "0s",
                "authority_round_trip": "0s"
            }},
            "server": {{
                "nginx": {{"proxied_cpu": "0s", "static_cpu": "0s", "worker_connections": 60000}},
                "gunicorn": {{"request_cpu": "0s" {gunicorn}}}
            }},
            "application": {{
                "routes": {{
                    "/": {{"dynamic": {{"size": "1B", "cpu": "0s", "wait": "{wait}"}}}},
                    "/file": {{"static": {{"size": "1B"}}}}
                }},
                "pages": {{
                    "home": {{"document": "/"}}, "files": {{"document": "/", "files": ["/file", "/file", "/file"]}}
                }}
            }},
            "visitors": {{"round_trip": "0s", "bandwidth": "1000Gbit/s", "patience": "forever", {visitors}}} {rest}
        }}"#
    ))
}

/// Milliseconds that each page took, in the order in which they were begun.
fn latencies(report: &Report) -> Vec<u64> {
    let mut pages = report.journeys.clone();
    pages.sort_by_key(|page| page.visit);
    pages.iter().map(|page| (page.ended - page.begun).as_nanos() / 1_000_000).collect()
}

/// When each page was begun [ms], by its latency [ms].
fn begun_by_latency(report: &Report, latency: u64) -> Vec<u64> {
    let took =
        |page: &&lonebox::snapshot::PageJourney| (page.ended - page.begun).as_nanos() / 1_000_000 == latency;
    report.journeys.iter().filter(took).map(|page| page.begun.as_nanos()).collect()
}

#[test]
fn each_group_has_a_line_of_its_own() {
    let groups = r#""arrivals": {"at": ["1s"]}, "groups": {
        "near": {}, "far": {"round_trip": "100ms", "arrivals": {"at": ["2s"]}}
    }"#;
    let report = site::run(small("10ms", "", groups, ""));
    assert_eq!(latencies(&report), [10, 210], "two round trips: to connect, and for the page");
}

#[test]
fn groups_do_not_share_resolvers() {
    let group = |at: u32| format!(r#"{{"arrivals": {{"at": ["{at}s"]}}}}"#);
    let groups = format!(r#""groups": {{"a": {}, "b": {}}}"#, group(1), group(2));
    let mut plan = small("0ms", "", &groups, "");
    plan.settings.dns.root_round_trip = lonebox::units::SimDuration::from_millis(50);
    assert_eq!(latencies(&site::run(plan)), [50, 50], "both resolvers have to ask the root");
}

#[test]
fn a_further_group_does_not_reshuffle_the_first() {
    let alone = r#""arrivals": {"poisson": {"rate": "5/s"}}"#;
    let second = r#""a": {}, "b": {"round_trip": "7ms", "arrivals": {"poisson": {"rate": "3/s"}}}"#;
    let together = format!(r#"{alone}, "groups": {{{second}}}"#);
    let (alone, together) = (small("0ms", "", alone, ""), small("0ms", "", &together, ""));
    let (alone, together) = (site::run(alone), site::run(together));
    assert_eq!(begun_by_latency(&alone, 0), begun_by_latency(&together, 0));
    assert!(begun_by_latency(&together, 14).len() > 100);
}
