//! Who comes, how often, and what they do when the site does not answer: seen through whole runs.

use lonebox::scenario::Plan;
use lonebox::simulation::Report;
use lonebox::topology::settings::Distribution;
use lonebox::units::SimDuration;
use lonebox::vocabulary::{FailureKind, Happening};

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
    plan.settings.dns.root_round_trip = SimDuration::from_millis(50);
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

fn at_one_second(rest: &str) -> String {
    format!(r#""arrivals": {{"at": ["1s"]}}, {rest}"#)
}

/// Attempts begun, and requests begun.
fn tried(report: &Report) -> (u64, u64) {
    let figures = report.windows[0].figures();
    (figures.attempts().begun(), figures.requests(None).begun())
}

#[test]
fn a_request_takes_its_last_attempts_outcome_and_every_attempt_has_its_own() {
    // Refused at 1 s and at 1.1 s; at 1.3 s gunicorn listens again.
    let visitors = at_one_second(r#""retries": {"attempts_max": 4, "back_off": "100ms", "jitter": "none"}"#);
    let down = r#", "timeline": [{"at": "990ms", "nginx_restart": {"signal": "term"}}]"#;
    let mut plan = small("10ms", "", &visitors, down);
    plan.settings.web_server.start_time = SimDuration::from_millis(200);
    let report = site::run(plan);
    let figures = report.windows[0].figures();
    assert_eq!(latencies(&report), [310], "waits of 100 and 200 ms, then the page");
    assert_eq!((figures.pages().good(), tried(&report)), (1, (3, 1)));
    assert_eq!(figures.attempts().failed_as(FailureKind::ConnectionRefused), 2);
    assert_eq!(figures.requests(None).failed(), 0);
}

#[test]
fn every_attempt_asks_for_the_name_until_it_is_known() {
    let retries = r#""retries": {"attempts_max": 9, "back_off": "1s", "jitter": "none"}"#;
    let took = |how: &str, visitors: &str| {
        let down = format!(
            r#", "timeline": [{{"at": "0s", "resolver_down": {{"how": "{how}", "for": "2500ms"}}}}]"#
        );
        let report = site::run(small("10ms", "", &at_one_second(visitors), &down));
        (latencies(&report), tried(&report).0)
    };
    // Begun at 1 s; again at 2 s, and 2 s later at 4 s.
    assert_eq!(took("refused", retries), (vec![3_010], 3));
    // Begun at 1 s, overdue at 1.5 s; again at 2.5 s, when the resolver is back.
    let overdue = format!(r#""attempt_timeout": "500ms", {retries}"#);
    assert_eq!(took("silent", &overdue), (vec![1_510], 2));
    assert_eq!(took("silent", r#""reload_after": "2s""#), (vec![2_010], 2));
}

#[test]
fn back_off_grows_by_its_factor_up_to_its_longest() {
    let retries = r#""retries": {"attempts_max": 6, "back_off": "1s", "factor": 3, "back_off_max": "5s", "jitter": "none"}"#;
    let down = r#", "timeline": [{"at": "500ms", "power_loss": {}}]"#;
    let visitors = at_one_second(&format!(r#""attempt_timeout": "500ms", {retries}"#));
    let report = site::run(small("10ms", "", &visitors, down));
    assert_eq!(latencies(&report), [3_000 + 1_000 + 3_000 + 3 * 5_000], "6 timeouts, and the waits between");
    assert_eq!(report.windows[0].figures().attempts().failed_as(FailureKind::ClientTimedOut), 6);
    assert_eq!(report.windows[0].figures().pages().failed_as(FailureKind::ClientTimedOut), 1);
}

#[test]
fn full_jitter_waits_half_as_long_on_average() {
    let retries = r#""retries": {"attempts_max": 2, "back_off": "1s"}"#;
    let down = r#", "timeline": [{"at": "0s", "nginx_restart": {}}]"#;
    let visitors = format!(r#""arrivals": {{"even": {{"rate": "50/s"}}}}, {retries}"#);
    let mut plan = small("10ms", "", &visitors, down);
    plan.settings.web_server.start_time = SimDuration::from_secs(1_000);
    let report = site::run(plan);
    let waits = latencies(&report);
    let mean = waits.iter().sum::<u64>() as f64 / waits.len() as f64;
    assert!((470.0..530.0).contains(&mean) && waits.iter().all(|wait| *wait < 1_000), "{mean}");
}

#[test]
fn only_the_failures_that_are_named_are_tried_again() {
    for (on, attempts) in [("connection-refused", 3), ("upstream-refused", 1)] {
        let retries = format!(r#""retries": {{"attempts_max": 3, "back_off": "0s", "on": ["{on}"]}}"#);
        let down = r#", "timeline": [{"at": "1s", "nginx_restart": {}}]"#;
        let report = site::run(small("10ms", "", &at_one_second(&retries), down));
        assert_eq!(tried(&report), (attempts, 1), "{on}");
    }
}

#[test]
fn an_abandoned_attempt_is_worked_on_to_its_end_for_nobody() {
    let visitors =
        at_one_second(r#""attempt_timeout": "2s", "retries": {"attempts_max": 3, "back_off": "0s"}"#);
    let report = site::run(small("5s", r#", "workers": 1"#, &visitors, ""));
    let (counters, _) = report.windows[0].figures().counted().expect("the run reached its end");
    assert_eq!((counters.executions, counters.wasted, counters.goodput), (3, 3, 0));
    assert_eq!(latencies(&report), [6_000]);
}

#[test]
fn a_visitor_who_leaves_between_two_attempts_has_failed_as_the_last_one_did() {
    let visitors = at_one_second(r#""retries": {"attempts_max": 9, "back_off": "10s", "jitter": "none"}"#);
    let down = r#", "timeline": [{"at": "1s", "nginx_restart": {}}]"#;
    let mut plan = small("10ms", "", &visitors, down);
    plan.settings.client.groups[0].patience = Some(Distribution::Constant(SimDuration::from_secs(3)));
    let report = site::run(plan);
    assert_eq!(latencies(&report), [3_000]);
    assert_eq!(report.windows[0].figures().pages().failed_as(FailureKind::ConnectionRefused), 1);
    assert_eq!(tried(&report), (1, 1), "the second was never begun");
}

#[test]
fn a_file_is_tried_again_like_a_document_and_keeps_its_connections_place() {
    let visitors = at_one_second(
        r#""pages": {"files": 1}, "connections_per_host": 1,
           "retries": {"attempts_max": 3, "back_off": "1s", "jitter": "none"}"#,
    );
    // The document is there at 1.21 s; the first file is on its way when nginx is cut off at 1.25 s.
    let down = r#", "timeline": [{"at": "1250ms", "nginx_restart": {"signal": "term"}}]"#;
    let mut plan = small("10ms", "", &visitors, down);
    plan.settings.client.groups[0].line.round_trip = SimDuration::from_millis(100);
    let report = site::run(plan);
    let figures = report.windows[0].figures();
    assert_eq!((figures.pages().good(), figures.requests(None).begun()), (1, 4));
    assert!(figures.attempts().begun() > 4, "{:?}", figures.attempts());
}

fn users(count: u32, think_time: &str) -> String {
    format!(r#""arrivals": {{"users": {{"count": {count}, "think_time": {think_time}}}}}"#)
}

#[test]
fn a_closed_user_thinks_then_visits_then_thinks() {
    let report = site::run(small("500ms", "", &users(1, r#""1500ms""#), ""));
    let begun: Vec<u64> = report.journeys.iter().map(|page| page.begun.as_nanos() / 1_000_000).collect();
    assert_eq!(begun[..4], [1_500, 3_500, 5_500, 7_500]);
}

#[test]
fn a_closed_user_who_fails_thinks_again() {
    let down = r#", "timeline": [{"at": "1s", "nginx_restart": {}}]"#;
    let mut plan = small("0ms", "", &users(10, r#""1s""#), down);
    plan.settings.web_server.start_time = SimDuration::from_secs(30);
    let report = site::run(plan);
    let pages = report.windows[0].figures().pages();
    assert_eq!((pages.begun(), pages.failed_as(FailureKind::ConnectionRefused)), (590, 300));
}

#[test]
fn a_spike_does_not_concern_closed_users() {
    let spike = r#", "timeline": [{"at": "1s", "spike": {"factor": 5}}]"#;
    let report = site::run(small("0ms", "", &users(10, r#""1s""#), spike));
    assert_eq!(report.windows[0].figures().pages().begun(), 590);
    assert!(report.chronicle.iter().any(|entry| entry.what == Happening::NoEffect));
}

/// Pages begun in each of the first so many spans of so many seconds.
fn counts(arrivals: &str, seed: u64, spans: usize, seconds: u64, rest: &str) -> Vec<f64> {
    let mut plan = small("0ms", "", &format!(r#""pages": {{"files": 1}}, "arrivals": {arrivals}"#), rest);
    plan.run.duration = SimDuration::from_secs(spans as u64 * seconds);
    plan.run.journeys = 20_000;
    plan.run.seed = seed;
    let mut counts = vec![0.0; spans];
    for page in site::run(plan).journeys {
        counts[(page.begun.as_nanos() / (seconds * 1_000_000_000)) as usize] += 1.0;
    }
    counts
}

/// A Poisson count lies within four standard deviations of its mean.
#[track_caller]
fn check_poisson(count: f64, mean: f64) {
    assert!((count - mean).abs() <= 4.0 * mean.sqrt(), "{count} where {mean} are expected");
}

#[test]
fn a_ramp_grows_and_then_stays() {
    let counts = counts(r#"{"ramp": {"from": "0/s", "to": "80/s", "over": "40s"}}"#, 1, 6, 10, "");
    for (count, mean) in counts.iter().zip([100.0, 300.0, 500.0, 700.0, 800.0, 800.0]) {
        check_poisson(*count, mean);
    }
}

#[test]
fn a_profile_in_steps_repeats_and_a_rate_of_zero_brings_nobody() {
    let profile = r#"{"profile": {"points": [{"at": "0s", "rate": "0/s"}, {"at": "5s", "rate": "100/s"}],
                     "shape": "steps", "repeat_every": "10s"}}"#;
    for (count, place) in counts(profile, 1, 12, 5, "").iter().zip(0..) {
        check_poisson(*count, if place % 2 == 0 { 0.0 } else { 500.0 });
    }
}

#[test]
fn a_spike_multiplies_every_rate() {
    let spike = r#", "timeline": [{"at": "20s", "spike": {"factor": 3, "for": "20s"}}]"#;
    let flat = r#"{"profile": {"points": [{"at": "0s", "rate": "20/s"}]}}"#;
    let slope = r#"{"profile": {"points": [{"at": "0s", "rate": "0/s"}, {"at": "40s", "rate": "40/s"}]}}"#;
    let bursty =
        r#"{"bursty": {"rate_low": "19/s", "rate_high": "21/s", "mean_low": "1s", "mean_high": "1s"}}"#;
    for (law, means) in
        [(flat, [400.0, 1_200.0, 400.0]), (slope, [200.0, 1_800.0, 800.0]), (bursty, [400.0, 1_200.0, 400.0])]
    {
        for (count, mean) in counts(law, 2, 3, 20, spike).iter().zip(means) {
            check_poisson(*count, mean);
        }
    }
}

/// Mean and variance-to-mean ratio of the counts of bursty arrivals in spans of so long [s]: what theory says of a
/// Markov-modulated Poisson process of two states (W. Fischer, K. Meier-Hellstern, *The MMPP cookbook*, 1993).
fn bursty_theory(rates: (f64, f64), means: (f64, f64), span: f64) -> (f64, f64) {
    let (low, high) = (1.0 / means.0, 1.0 / means.1);
    let both = low + high;
    let rate = (rates.0 * high + rates.1 * low) / both;
    let difference = (rates.1 - rates.0) * (rates.1 - rates.0);
    let whole = 2.0 * low * high * difference / (both * both * (rates.0 * high + rates.1 * low));
    #[expect(clippy::disallowed_methods, reason = "an expectation of a test, not a part of a run")]
    let settling = (1.0 - (-both * span).exp()) / (both * span);
    (rate * span, 1.0 + whole * (1.0 - settling))
}

#[test]
fn bursty_arrivals_have_the_mean_and_the_dispersion_of_their_law() {
    let law = r#"{"bursty": {"rate_low": "1/s", "rate_high": "10/s", "mean_low": "6s", "mean_high": "2s"}}"#;
    let (mean, dispersion) = bursty_theory((1.0, 10.0), (6.0, 2.0), 10.0);
    let counts: Vec<f64> = (1..=20).flat_map(|seed| counts(law, seed, 100, 10, "")).collect();
    let found = counts.iter().sum::<f64>() / counts.len() as f64;
    let variance = counts.iter().map(|count| (count - found) * (count - found)).sum::<f64>();
    let ratio = variance / (counts.len() - 1) as f64 / found;
    assert!((found / mean - 1.0).abs() < 0.05, "{found}, theory {mean}");
    assert!((ratio / dispersion - 1.0).abs() < 0.12, "{ratio}, theory {dispersion}");
}

#[test]
fn an_impatient_visitor_presses_reload_and_the_worker_goes_on_for_nobody() {
    // The page takes 5 s of the one worker; reload is pressed after 2 s.
    let visitors = at_one_second(r#""reload_after": "2s", "reloads_max": 1"#);
    let report = site::run(small("5s", r#", "workers": 1"#, &visitors, ""));
    let figures = report.windows[0].figures();
    assert_eq!(latencies(&report), [10_000], "the first load's work is finished before the second's begins");
    assert_eq!((figures.pages().begun(), figures.pages().good()), (1, 1), "it is one visit");
    assert_eq!(figures.requests(None).failed_as(FailureKind::GaveUpWaiting), 1, "499");
    let (counters, _) = figures.counted().expect("the run reached its end");
    assert_eq!((counters.executions, counters.wasted), (2, 1));
}

#[test]
fn a_visitor_looks_at_an_error_presses_reload_and_is_well_served() {
    let down = r#", "timeline": [{"at": "990ms", "nginx_restart": {"signal": "term"}}]"#;
    for (reloads, good) in [(1, 0), (2, 1)] {
        let visitors = at_one_second(&format!(
            r#""pages": {{"files": 1}}, "reload_on_error": "1s", "reloads_max": {reloads}"#
        ));
        let mut plan = small("10ms", "", &visitors, down);
        plan.settings.web_server.start_time = SimDuration::from_millis(1_500);
        let report = site::run(plan);
        let pages = report.windows[0].figures().pages();
        assert_eq!((pages.begun(), pages.good()), (1, good), "{reloads} reloads");
        assert_eq!(latencies(&report), [1_000 * u64::from(reloads == 1) + 2_010 * good]);
    }
}

#[test]
fn patience_ends_a_visit_between_an_error_and_its_reload() {
    let down = r#", "timeline": [{"at": "990ms", "nginx_restart": {}}]"#;
    let mut plan = small("10ms", "", &at_one_second(r#""reload_on_error": "5s""#), down);
    plan.settings.web_server.start_time = SimDuration::from_secs(30);
    plan.settings.client.groups[0].patience = Some(Distribution::Constant(SimDuration::from_secs(3)));
    let report = site::run(plan);
    assert_eq!(latencies(&report), [3_000]);
    assert_eq!(report.windows[0].figures().pages().failed_as(FailureKind::ConnectionRefused), 1);
}

#[test]
fn who_returns_knows_the_name_and_has_the_static_files() {
    let visitors = |returning: &str| {
        format!(
            r#""arrivals": {{"even": {{"rate": "20/s"}}}}, "pages": {{"files": 1}}, "returning": "{returning}""#
        )
    };
    let requests = |returning| {
        let mut plan = small("0ms", "", &visitors(returning), "");
        plan.settings.dns.resolver_round_trip = SimDuration::from_millis(4);
        let report = site::run(plan);
        let cold = latencies(&report).iter().filter(|latency| **latency == 4).count();
        (report.windows[0].figures().requests(None).begun(), cold)
    };
    assert_eq!(requests("0%"), (4 * 1_199, 1_000), "of a thousand journeys that are kept");
    assert_eq!(requests("100%"), (1_199, 0));
    let (some, cold) = requests("30%");
    assert!((640..=760).contains(&cold) && (3_500..=3_900).contains(&some), "{cold} of 1000, {some}");
}
