//! What the chain from the name to the address must do, seen through whole runs: measured on a real Unbound, dnsmasq and
//! glibc (E13), or read in the manuals, glibc's source and the RFCs.

use lonebox::simulation::{Report, Simulation};
use lonebox::snapshot::{CachedName, DnsView, RecordState, ServerState};
use lonebox::units::{SimDuration, SimTime};
use lonebox::vocabulary::{ActionName, FailureKind, Happening, Outcome};

use crate::site;

/// One file, nothing far away but the resolver; the domain, the visits and the rest as each test needs them.
fn text(domain: &str, visits: &str, rest: &str) -> String {
    format!(
        r#"{{
            "schema_version": 1,
            "title": "the name",
            "run": {{"duration": "200s", "journeys": 1000}},
            "domain": {{"scheme": "http", "resolver_round_trip": "4ms", "root_round_trip": "10ms",
                        "com_round_trip": "20ms", "authority_round_trip": "30ms" {domain}}},
            "server": {{"nginx": {{"static_cpu": "0s"}}}},
            "application": {{"routes": {{"/file": {{"static": {{"size": "1B"}}}}}}, "pages": {{"home": {{"document": "/file"}}}}}},
            "visitors": {{"arrivals": {visits}, "round_trip": "0s", "bandwidth": "1000Gbit/s", "patience": "forever"}}
            {rest}
        }}"#
    )
}

pub(crate) fn visit(domain: &str, visits: &str, timeline: &str) -> Report {
    site::run(site::plan(&text(domain, visits, &format!(r#", "timeline": [{timeline}]"#))))
}

/// Visits at these milliseconds.
pub(crate) fn at(millis: impl IntoIterator<Item = u64>) -> String {
    let times: Vec<String> = millis.into_iter().map(|millis| format!("\"{millis}ms\"")).collect();
    format!("{{\"at\": [{}]}}", times.join(", "))
}

/// How each page ended, and after how many milliseconds, in the order in which they were begun.
pub(crate) fn pages(report: &Report) -> Vec<(Option<FailureKind>, u64)> {
    let mut pages = report.journeys.clone();
    pages.sort_by_key(|page| page.visit);
    let told = |page: &lonebox::snapshot::PageJourney| {
        (page.outcome.failure(), (page.ended - page.begun).as_nanos() / 1_000_000)
    };
    pages.iter().map(told).collect()
}

fn good(report: &Report) -> Vec<bool> {
    pages(report).iter().map(|(failure, _)| failure.is_none()).collect()
}

/// That every failed page is blamed on this action.
fn all_blamed_on(report: &Report, action: ActionName) {
    let failed = report.windows[0].figures().pages().failed();
    let blamed = report.blames.iter().filter(|told| told.action == Some(action));
    assert_eq!(blamed.map(|told| told.pages).sum::<u64>(), failed, "{:?}", report.blames);
    assert!(failed > 0);
}

/// The chain at a moment.
fn chain(domain: &str, visits: &str, timeline: &str, at: SimTime) -> DnsView {
    let plan = site::plan(&text(domain, visits, &format!(r#", "timeline": [{timeline}]"#)));
    let mut simulation = Simulation::new(plan);
    simulation.run_until(at);
    simulation.snapshot().dns
}

pub(crate) const NO_ANSWER: Option<FailureKind> = Some(FailureKind::NoDnsAnswer);
pub(crate) const NO_NAME: Option<FailureKind> = Some(FailureKind::NameNotFound);
const SERVFAIL: Option<FailureKind> = Some(FailureKind::DnsServfail);

#[test]
fn a_silent_resolver_costs_two_waits_of_five_seconds() {
    // Measured (E13): getaddrinfo 10.01 s, EAI_AGAIN.
    let report = visit("", &at([1_000, 20_000]), r#"{"at": "10s", "resolver_down": {"for": "60s"}}"#);
    assert_eq!(pages(&report)[1], (NO_ANSWER, 10_000));
    all_blamed_on(&report, ActionName::ResolverDown);
}

#[test]
fn a_resolver_whose_process_is_gone_fails_at_once_and_has_forgotten_everything_when_it_is_back() {
    // Measured (E13): EAI_AGAIN after 1.4 ms.
    let down = r#"{"at": "10s", "resolver_down": {"how": "refused", "for": "20s"}}"#;
    let report = visit("", &at([1_000, 2_000, 20_000, 40_000]), down);
    let cold = 4 + 10 + 20 + 30;
    assert_eq!(pages(&report), [(None, cold), (None, 4), (NO_ANSWER, 8), (None, cold)]);
    all_blamed_on(&report, ActionName::ResolverDown);
}

#[test]
fn a_resolver_that_was_only_unreachable_still_knows_the_name() {
    let report = visit("", &at([1_000, 40_000]), r#"{"at": "10s", "resolver_down": {"for": "20s"}}"#);
    assert_eq!(pages(&report)[1], (None, 4));
}

#[test]
fn three_dead_servers_take_28_seconds_and_two_20() {
    // glibc: 5, 3 and 6 s, twice; 5 and 5 s, twice.
    for (nameservers, seconds) in [(1, 10), (2, 20), (3, 28)] {
        let domain = format!(r#", "stub": {{"nameservers": {nameservers}}}"#);
        let report = visit(&domain, &at([20_000]), r#"{"at": "10s", "resolver_down": {}}"#);
        assert_eq!(pages(&report), [(NO_ANSWER, seconds * 1_000)], "{nameservers}");
    }
}

#[test]
fn one_dead_server_of_two_costs_its_wait_or_nothing_if_its_port_is_closed() {
    let domain = r#", "stub": {"nameservers": 2}"#;
    let down = |how: &str, number: u8| {
        let down = format!(r#"{{"at": "1s", "resolver_down": {{"how": "{how}", "nameserver": {number}}}}}"#);
        pages(&visit(domain, &at([20_000, 30_000]), &down))
    };
    assert_eq!(down("silent", 1), [(None, 5_064), (None, 5_004)], "the second is cold, then warm");
    assert_eq!(down("refused", 1), [(None, 68), (None, 8)]);
    assert_eq!(down("silent", 2), [(None, 64), (None, 4)]);
}

#[test]
fn a_fault_that_hits_nobody_is_noted() {
    let down = r#"{"at": "1s", "resolver_down": {"nameserver": 2, "for": "5s"}}"#;
    let report = visit("", &at([2_000]), down);
    let told: Vec<_> = report.chronicle.iter().map(|entry| entry.what).collect();
    assert_eq!(told, [Happening::NoEffect]);
    assert_eq!(good(&report), [true]);
}

#[test]
fn dig_asks_three_times() {
    // Measured (E13): 15.06 s against a resolver that does not answer.
    let report = visit(r#", "stub": {"attempts": 3}"#, &at([20_000]), r#"{"at": "1s", "resolver_down": {}}"#);
    assert_eq!(pages(&report), [(NO_ANSWER, 15_000)]);
}

#[test]
fn cached_answers_outlive_the_authoritative_server_for_the_ttl_and_then_there_is_silence() {
    let seconds = (1..=12).map(|second| 1_000 * second);
    let report = visit(r#", "ttl": "5s""#, &at(seconds), r#"{"at": "1500ms", "authority_down": {}}"#);
    // Learnt at 1.062 s.
    assert_eq!(good(&report)[..6], [true, true, true, true, true, true]);
    assert!(good(&report)[6..].iter().all(|good| !good));
    assert!(pages(&report)[6..].iter().all(|page| *page == (NO_ANSWER, 10_000)));
    all_blamed_on(&report, ActionName::AuthorityDown);
}

#[test]
fn a_silent_resolver_goes_on_asking_and_answers_whoever_still_waits() {
    let report =
        visit(r#", "ttl": "5s""#, &at([1_000, 10_000]), r#"{"at": "9s", "authority_down": {"for": "4s"}}"#);
    // It asks again after 0.4, 1.2, 2.8 and 6 s; the stub's second question at 5 s waits for the same answer.
    assert_eq!(pages(&report)[1], (None, 6_000 + 4 + 30));
}

#[test]
fn a_resolver_that_says_so_answers_servfail_after_its_timeout_and_repeats_it_for_a_second() {
    let domain = r#", "ttl": "5s", "resolver": {"authority_silent": "servfail", "query_timeout": "3s", "servfail_ttl": "1s"}"#;
    let down = r#"{"at": "9s", "authority_down": {}}"#;
    let report = visit(domain, &at([1_000, 10_000, 11_000, 13_500, 14_500]), down);
    // The stub asks a second time at once and hears the same from the cache.
    let told = pages(&report);
    assert_eq!(told[1], (SERVFAIL, 3_008));
    assert_eq!(told[2], (SERVFAIL, 2_008), "it joins the search that is under way");
    assert_eq!(told[3], (SERVFAIL, 8), "from the cache");
    assert_eq!(told[4], (SERVFAIL, 3_008), "a second later the resolver tries again");
    all_blamed_on(&report, ActionName::AuthorityDown);
}

#[test]
fn servfail_sends_the_stub_to_the_next_server_at_once() {
    let domain = r#", "stub": {"nameservers": 2}, "resolver": {"authority_silent": "servfail", "query_timeout": "1s"}"#;
    let report = visit(domain, &at([10_000]), r#"{"at": "9s", "authority_down": {}}"#);
    // One second each in the first round. When the second has said so, the first has just forgotten and tries again.
    assert_eq!(pages(&report), [(SERVFAIL, 4 * 4 + 1_000 + 1_000 + 1_000 + 1_000)]);
}

#[test]
fn a_name_stays_absent_for_the_negative_ttl_after_its_repair_and_blames_the_removal() {
    // Measured (E13): TTL 5, SOA minimum 7: visible again 7.3 to 7.5 s after the first NXDOMAIN.
    let domain = r#", "ttl": "5s", "soa_ttl": "60s", "soa_minimum": "7s""#;
    let removed = r#"{"at": "10s", "record_removed": {"for": "2s"}}"#;
    let report = visit(domain, &at([1_000, 11_000, 17_000, 18_000, 18_100]), removed);
    let expected = [(None, 64), (NO_NAME, 34), (NO_NAME, 4), (NO_NAME, 4), (None, 34)];
    assert_eq!(pages(&report), expected);
    all_blamed_on(&report, ActionName::RecordRemoved);
}

#[test]
fn the_soas_own_ttl_and_the_resolvers_limit_cut_the_negative_ttl() {
    for limit in [r#""soa_ttl": "3s""#, r#""resolver": {"max_ncache_ttl": "3s"}"#] {
        let domain = format!(r#", "ttl": "5s", "soa_minimum": "7s", {limit}"#);
        let removed = r#"{"at": "10s", "record_removed": {"for": "2s"}}"#;
        let report = visit(&domain, &at([11_000, 13_900, 14_100]), removed);
        assert_eq!(good(&report), [false, false, true], "{limit}");
    }
}

#[test]
fn an_alias_or_the_name_of_a_zone_exists_without_an_address() {
    let removed = r#"{"at": "1s", "record_removed": {}}"#;
    let how = |domain: &str| pages(&visit(domain, &at([2_000]), removed))[0].0;
    assert_eq!(how(""), Some(FailureKind::NameNotFound));
    assert_eq!(how(r#", "cname": "foobar.com""#), Some(FailureKind::NoAddress));
    assert_eq!(how(r#", "name": "foobar.com""#), Some(FailureKind::NoAddress));
}

#[test]
fn an_alias_within_the_zone_costs_no_further_question() {
    let report = visit(r#", "cname": "foobar.com""#, &at([1_000]), "");
    assert_eq!(pages(&report), [(None, 64)]);
}

#[test]
fn a_wrong_record_shows_when_the_old_one_is_forgotten_and_stays_for_its_ttl() {
    let wrong = r#"{"at": "10s", "record_wrong": {"address": "203.0.113.9", "for": "20s"}}"#;
    let report = visit(r#", "ttl": "60s""#, &at([1_000, 20_000]), wrong);
    assert_eq!(good(&report), [true, true], "corrected before anybody asked");
    let domain = r#", "ttl": "30s""#;
    let visits = at([1_000, 12_000, 29_000, 31_500, 33_000, 61_500, 61_600]);
    let wrong = r#"{"at": "10s", "record_wrong": {"address": "203.0.113.9", "for": "22s"}}"#;
    let report = visit(domain, &visits, wrong);
    // Learnt at 1.062 s, again at 31.53 s, half a second before the correction, and then kept until 61.53 s.
    let timed_out = (Some(FailureKind::ConnectTimedOut), 131_004);
    assert_eq!(good(&report), [true, true, true, false, false, false, true]);
    assert_eq!(pages(&report)[4], timed_out, "silence: the machine is well, the way leads elsewhere");
    all_blamed_on(&report, ActionName::RecordWrong);
}

#[test]
fn a_stale_answer_comes_after_the_client_response_timer_and_at_once_after_a_vain_search() {
    // Measured (E13): 1.83 s each, TTL 30.
    let domain = r#", "ttl": "5s", "resolver": {"serve_stale": {}}"#;
    let down = r#"{"at": "5500ms", "authority_down": {}}"#;
    let visits = at([1_000, 6_000, 7_000, 9_000, 20_000, 40_000, 50_000]);
    let report = visit(domain, &visits, down);
    let took: Vec<u64> = pages(&report).iter().map(|(_, took)| *took).collect();
    // The search begun at 7 s is given up at 17 s; until 47 s nobody is asked.
    assert_eq!(took, [64, 4, 1_804, 1_804, 4, 4, 1_804]);
    assert!(good(&report).iter().all(|good| *good));
    let seen = chain(domain, &visits, down, SimTime::from_secs(30)).resolvers[0];
    assert_eq!((seen.holds, seen.ttl_left), (CachedName::Stale, Some(SimDuration::from_secs(30))));
}

#[test]
fn a_stale_answer_is_kept_for_so_long() {
    let domain = r#", "ttl": "5s", "resolver": {"serve_stale": {"max_stale_timer": "60s"}}"#;
    let report = visit(domain, &at([1_000, 60_000, 80_000]), r#"{"at": "2s", "authority_down": {}}"#);
    assert_eq!(pages(&report)[1..], [(None, 1_804), (NO_ANSWER, 10_000)]);
}

#[test]
fn an_absent_name_is_no_reason_for_a_stale_answer() {
    let domain = r#", "ttl": "5s", "resolver": {"serve_stale": {}}"#;
    let report = visit(domain, &at([1_000, 10_000]), r#"{"at": "2s", "record_removed": {}}"#);
    assert_eq!(pages(&report)[1], (NO_NAME, 34));
}

#[test]
fn visitors_who_ask_for_the_same_name_wait_for_one_search() {
    let report = visit("", &at([1_000, 1_010, 1_050]), "");
    let took: Vec<u64> = pages(&report).iter().map(|(_, took)| *took).collect();
    assert_eq!(took, [64, 54, 14]);
    let asking = chain("", &at([1_000, 1_010, 1_050]), "", SimTime::from_nanos(1_055_000_000)).resolvers[0];
    assert_eq!((asking.is_asking, asking.waiting, asking.holds), (true, 3, CachedName::Nothing));
}

#[test]
fn whoever_leaves_during_the_lookup_was_never_connecting() {
    let rest = |timeline: &str| format!(r#", "timeline": [{timeline}]"#);
    let text = text("", &at([2_000]), &rest(r#"{"at": "1s", "resolver_down": {}}"#));
    let report = site::run(site::plan(&text.replace(r#""forever""#, r#"{"empirical": ["3s"]}"#)));
    assert_eq!(pages(&report), [(Some(FailureKind::GaveUpResolving), 3_000)]);
    all_blamed_on(&report, ActionName::ResolverDown);
    assert!(report.windows[0].figures().pages().ended() == 1 && report.journeys[0].outcome != Outcome::Good);
}

#[test]
fn a_page_that_fails_for_what_the_lookup_left_of_its_patience_blames_what_held_it_up() {
    let domain = r#", "stub": {"nameservers": 2}"#;
    let timeline = r#", "timeline": [{"at": "1s", "resolver_down": {"nameserver": 1, "for": "3s"}}]"#;
    let text = text(domain, &at([2_000]), timeline).replace(r#""forever""#, r#"{"empirical": ["5070ms"]}"#);
    let text = text.replace(r#""round_trip": "0s""#, r#""round_trip": "20ms""#);
    let report = site::run(site::plan(&text));
    assert_eq!(good(&report), [false]);
    all_blamed_on(&report, ActionName::ResolverDown);
}

#[test]
fn each_network_has_its_own_caches() {
    let domain = r#", "ttl": "20s""#;
    let text = text(
        domain,
        &at([1_000, 10_000, 25_000, 26_000]),
        r#", "timeline": [{"at": "20s", "record_removed": {}}]"#,
    );
    let report = site::run(site::plan(&text.replace(r#""patience""#, r#""resolvers": 2, "patience""#)));
    assert_eq!(good(&report), [true, true, false, true], "the second network asked later and still knows");
}

#[test]
fn the_chain_can_be_watched() {
    let visits = at([1_000, 13_000]);
    let fault =
        r#"{"at": "10s", "record_removed": {"for": "5s"}}, {"at": "11s", "resolver_down": {"for": "1s"}}"#;
    let domain = r#", "ttl": "5s", "soa_minimum": "60s""#;
    let seen = |second| chain(domain, &visits, fault, SimTime::from_secs(second));
    let first = seen(3);
    let left = first.resolvers[0].ttl_left.expect("an address is held");
    assert_eq!((first.authority, first.record), (ServerState::Answering, RecordState::Present));
    assert_eq!((first.resolvers[0].holds, left.as_nanos() / 1_000_000), (CachedName::Address, 3_062));
    assert_eq!((seen(9).resolvers[0].holds, seen(9).resolvers[0].ttl_left), (CachedName::Nothing, None));
    assert_eq!(seen(11).resolvers[0].state, ServerState::Silent);
    assert_eq!(seen(12).resolvers[0].state, ServerState::Answering);
    let last = seen(20);
    assert_eq!((last.record, last.resolvers[0].holds), (RecordState::Present, CachedName::NoName));
    assert_eq!(seen(14).record, RecordState::Removed);
}

#[test]
fn of_two_faults_at_once_each_ends_by_itself() {
    let faults = r#"{"at": "10s", "record_removed": {"for": "10s"}},
        {"at": "12s", "record_wrong": {"address": "203.0.113.9", "for": "4s"}, "note": "two mistakes"}"#;
    let domain = r#", "ttl": "1s", "soa_minimum": "1s""#;
    let report = visit(domain, &at([11_000, 14_000, 18_000, 22_000]), faults);
    let failures: Vec<_> = pages(&report).iter().map(|(failure, _)| *failure).collect();
    assert_eq!(failures, [NO_NAME, Some(FailureKind::ConnectTimedOut), NO_NAME, None]);
}
