//! A stop, a start, a kill or a HUP in the middle of a constant load on two sync workers: E5, E6, E7. What a start takes is
//! a parameter of the stack, taken from the measurement; what it costs is not.

use std::fmt::Write as _;

use lonebox::scenario::Window;
use lonebox::simulation::Report;
use lonebox::snapshot::PageJourney;
use lonebox::units::{SimDuration, SimTime};
use lonebox::vocabulary::{FailureKind, Outcome};

use super::comparison::{Experiment, Grade};
use super::{Stack, Trace, cells, number, plan, traces};
use crate::site;

/// Two workers, whose code takes so long to import, and what is done to them.
struct Life {
    gunicorn: String,
    import: SimDuration,
    rest: String,
}

impl Life {
    fn new(timeline: &str) -> Self {
        let rest = format!(r#", "timeline": [{timeline}]"#);
        Self { gunicorn: r#", "workers": 2"#.to_owned(), import: SimDuration::ZERO, rest }
    }

    fn run(&self, trace: &Trace) -> Report {
        let rest = self.rest.clone().leak();
        let stack = Stack { gunicorn: self.gunicorn.clone(), nginx: "", patience: "10s", rest };
        let mut plan = plan(trace, &stack, 1_300);
        plan.settings.application.import_time = self.import;
        site::run(plan)
    }

    /// With a start that takes so long from the `exec` to the socket.
    fn starting_in(mut self, seconds: f64) -> Self {
        let millis = seconds * 1_000.0;
        let _ = write!(self.gunicorn, r#", "start_time": "{millis:.0}ms""#);
        self
    }

    fn preloaded(mut self) -> Self {
        self.gunicorn += r#", "preload_app": true"#;
        self
    }

    fn importing_for(mut self, seconds: u64) -> Self {
        self.import = SimDuration::from_secs(seconds);
        self
    }
}

fn failed(report: &Report, kind: FailureKind) -> f64 {
    report.windows[0].figures().pages().failed_as(kind) as f64
}

fn good(report: &Report) -> f64 {
    report.windows[0].figures().pages().good() as f64
}

fn longest_ms(report: &Report) -> f64 {
    report.windows[0].figures().page_latency().max().expect("good pages").as_millis_f64()
}

/// When the first and the last of some pages were begun \[s\].
fn begun(report: &Report, which: impl Fn(&PageJourney) -> bool) -> (f64, f64) {
    let times: Vec<SimTime> =
        report.journeys.iter().filter(|page| which(page)).map(|page| page.begun).collect();
    let (first, last) = (times.iter().min().expect("some"), times.iter().max().expect("some"));
    (first.as_secs_f64(), last.as_secs_f64())
}

fn failing(report: &Report) -> (f64, f64) {
    begun(report, |page| page.outcome != Outcome::Good)
}

/// The rows of a variant in a file of measurements, each with its trace.
fn runs(file: &str, variant: &str) -> Vec<(Vec<String>, Trace)> {
    let experiment = file.trim_end_matches(".csv");
    let rows = cells(file).into_iter().filter(|row| row[0] == variant);
    let with_trace = |row: Vec<String>| {
        let name = format!("{experiment}{variant}27_{}", row[1]);
        let trace = traces(&name).pop().expect("its trace is here");
        (row, trace)
    };
    let runs: Vec<_> = rows.map(with_trace).collect();
    assert_eq!(runs.len(), 3, "repetitions of {file} {variant}");
    runs
}

/// A stop and a start five seconds later (A, and with requests of a second E), the master killed (B), a worker killed (C).
pub(super) fn e5() -> Experiment {
    let mut experiment = Experiment::new("E5");
    stop_and_start(&mut experiment);
    stop_under_load(&mut experiment);
    worker_killed(&mut experiment);
    master_killed(&mut experiment);
    experiment
}

fn stop_and_start(experiment: &mut Experiment) {
    for (row, trace) in runs("e5.csv", "a") {
        let at = |place: usize| number(&row[place]);
        // Started, and listening from just after the last failure on.
        let listens = at(3) + at(4) / 1_000.0;
        let deed = format!(r#"{{"at": "{}s", "gunicorn_restart": {{}}}}"#, row[2]);
        let report = Life::new(&deed).starting_in(listens - at(2)).run(&trace);
        let (first, last) = failing(&report);
        experiment.near(Grade::A, "A, TERM and start: first 502 \\[s\\]", [at(8), first], 0.15);
        experiment.near(Grade::A, "A, TERM and start: last 502 \\[s\\]", [at(9), last], 0.15);
        let all = [at(7), 900.0 - good(&report)];
        experiment.near(Grade::A, "A, TERM and start: 502", all, 2.0 * 0.15 * 50.0);
    }
}

fn stop_under_load(experiment: &mut Experiment) {
    for (row, trace) in runs("e5.csv", "e") {
        let at = |place: usize| number(&row[place]);
        let listens = at(3) + at(4) / 1_000.0;
        let deed = format!(r#"{{"at": "{}s", "gunicorn_restart": {{}}}}"#, row[2]);
        let report = Life::new(&deed).starting_in(listens - at(2) - 0.25).run(&trace);
        let (first, last) = failing(&report);
        experiment.near(Grade::A, "E, TERM with a queue: served", [at(6), good(&report)], 1.0);
        experiment.near(Grade::A, "E, TERM with a queue: 502", [at(7), 72.0 - good(&report)], 1.0);
        experiment.near(Grade::A, "E, TERM with a queue: first 502 \\[s\\]", [at(8), first], 0.15);
        // An arrival each quarter of a second: the last that fails may be one more or less.
        experiment.near(Grade::A, "E, TERM with a queue: last 502 \\[s\\]", [at(9), last], 0.25);
        let resets = trace.rows.iter().filter(|row| row.outcome == "502" && row.latency > 100.0).count();
        let pair = [resets as f64, failed(&report, FailureKind::UpstreamReset)];
        experiment.near(Grade::A, "E, TERM with a queue: reset in the queue", pair, 1.0);
    }
}

fn worker_killed(experiment: &mut Experiment) {
    for (row, trace) in runs("e5.csv", "c") {
        let deed = format!(r#"{{"at": "{}s", "gunicorn_kill": {{"target": "worker"}}}}"#, row[2]);
        let report = Life::new(&deed).run(&trace);
        let pair = [number(&row[7]), 720.0 - good(&report)];
        experiment.between(Grade::A, "C, a worker killed: 502", pair, [0.0, 1.0]);
        let longest = trace.rows.iter().filter(|row| row.outcome == "200").map(|row| row.latency);
        let pair = [longest.fold(0.0, f64::max), longest_ms(&report)];
        experiment.near(Grade::A, "C, a worker killed: longest good \\[ms\\]", pair, 150.0);
    }
}

/// Its workers go on until their queue is first empty, and then nobody is there.
fn master_killed(experiment: &mut Experiment) {
    for (row, trace) in runs("e5.csv", "b") {
        let killed = number(&row[2]);
        let deed = format!(r#"{{"at": "{killed}s", "gunicorn_kill": {{"target": "master"}}}}"#);
        let report = Life::new(&deed).run(&trace);
        let pair = [number(&row[8]) - killed, failing(&report).0 - killed];
        experiment.between(Grade::B, "B, the master killed: first 502 after \\[s\\]", pair, [0.0, 0.4]);
    }
}

const HUP: &str = r#"{"at": "4s", "gunicorn_reload": {}}"#;

/// A HUP and what its import costs (a, b), a restart (d), and a HUP with a release that cannot be imported (f).
pub(super) fn e6() -> Experiment {
    let mut experiment = Experiment::new("E6");
    for (row, trace) in runs("e6.csv", "a") {
        let report = Life::new(HUP).run(&trace);
        experiment.near(Grade::A, "a, HUP: served", [number(&row[2]), good(&report)], 0.0);
        let pair = [number(&row[7]), longest_ms(&report)];
        experiment.between(Grade::A, "a, HUP: longest \\[ms\\]", pair, [0.0, 250.0]);
    }
    slow_import(&mut experiment);
    restarted(&mut experiment);
    broken(&mut experiment);
    experiment
}

fn slow_import(experiment: &mut Experiment) {
    for (row, trace) in runs("e6.csv", "b") {
        let report = Life::new(HUP).importing_for(2).run(&trace);
        experiment.near(Grade::A, "b, HUP, import 2 s: served", [number(&row[2]), good(&report)], 0.0);
        let pair = [number(&row[7]), longest_ms(&report)];
        experiment.within(Grade::A, "b, HUP, import 2 s: longest \\[ms\\]", pair, 5.0, 0.0);
        let slow = |page: &PageJourney| page.ended - page.begun > SimDuration::from_millis(100);
        let (first, last) = begun(&report, slow);
        let pair = [number(&row[6]), last - first];
        experiment.within(Grade::A, "b, HUP, import 2 s: slow window \\[s\\]", pair, 5.0, 0.0);
    }
}

fn restarted(experiment: &mut Experiment) {
    const RESTART: &str = r#"{"at": "4s", "gunicorn_restart": {}}"#;
    for (row, trace) in runs("e6.csv", "d") {
        let listens = number(&row[5]) - 4.0;
        let report = Life::new(RESTART).importing_for(2).starting_in(listens).run(&trace);
        let pair = [number(&row[7]), longest_ms(&report)];
        experiment.within(Grade::A, "d, restart, import 2 s: longest \\[ms\\]", pair, 5.0, 0.0);
        let (first, last) = failing(&report);
        experiment.near(
            Grade::A,
            "d, restart, import 2 s: first 502 \\[s\\]",
            [number(&row[4]), first],
            0.15,
        );
        experiment.near(Grade::B, "d, restart, import 2 s: last 502 \\[s\\]", [number(&row[5]), last], 0.15);
    }
}

fn broken(experiment: &mut Experiment) {
    const BROKEN: &str = r#"{"at": "4s", "gunicorn_reload": {"release": "broken"}}"#;
    for (row, trace) in runs("e6.csv", "f") {
        let report = Life::new(BROKEN).run(&trace);
        let pair = [number(&row[3]), 520.0 - good(&report)];
        experiment.within(Grade::A, "f, HUP, broken: 502", pair, 5.0, 0.0);
        let pair = [number(&row[4]), failing(&report).0];
        experiment.between(Grade::A, "f, HUP, broken: first 502 \\[s\\]", pair, [4.0, 4.13]);
    }
}

#[test]
fn e6_with_preload_a_hup_leaves_no_gap_and_does_not_notice_a_broken_release() {
    let (_, trace) = &runs("e6.csv", "b")[0];
    let report = Life::new(HUP).importing_for(2).preloaded().run(trace);
    assert!(good(&report) >= 520.0 && longest_ms(&report) < 250.0);
    let (_, trace) = &runs("e6.csv", "f")[0];
    let deed = r#"{"at": "4s", "gunicorn_reload": {"release": "broken"}}"#;
    assert!(good(&Life::new(deed).preloaded().run(trace)) >= 520.0);
}

#[test]
fn e6_with_preload_the_import_of_a_restart_shows_as_more_502() {
    let (_, trace) = &runs("e6.csv", "d")[0];
    let deed = r#"{"at": "4s", "gunicorn_restart": {}}"#;
    let report = Life::new(deed).importing_for(2).starting_in(1.4).preloaded().run(trace);
    let (_, last) = failing(&report);
    assert!((last - 7.4).abs() < 0.1 && longest_ms(&report) < 250.0, "{last}");
}

/// E7: a request of 10 s with a timeout of 3 s beside ten quick ones a second, on two workers of this kind.
fn with_a_long_request(profile: &str, gunicorn: &str, begun: f64) -> Report {
    let mut plan = site::plan(&format!(
        r#"{{
            "schema_version": 1, "title": "E7", "run": {{"duration": "30s", "journeys": 1000}},
            "profile": {{"gunicorn": "{profile}"}},
            "domain": {{"scheme": "http", "resolver_round_trip": "0s", "root_round_trip": "0s",
                        "com_round_trip": "0s", "authority_round_trip": "0s"}},
            "server": {{"nginx": {{"worker_processes": 1}}, "gunicorn": {{"workers": 2, "timeout": "3s" {gunicorn}}}}},
            "application": {{
                "routes": {{"/long": {{"dynamic": {{"cpu": "0s", "wait": "10s"}}}}, "/": {{"dynamic": {{"cpu": "0s", "wait": "10ms"}}}}}},
                "pages": {{"long": {{"document": "/long"}}, "home": {{"document": "/"}}}}
            }},
            "visitors": {{
                "round_trip": "600us", "bandwidth": "1Gbit/s", "patience": "forever",
                "groups": {{
                    "long": {{"arrivals": {{"at": ["{begun:.2}s"]}}, "pages": {{"long": 1}}}},
                    "others": {{"arrivals": {{"even": {{"rate": "10/s"}}}}, "pages": {{"home": 1}}}}
                }}
            }}
        }}"#
    ));
    plan.windows.push(Window { name: "early".to_owned(), from: SimTime::ZERO, to: SimTime::from_secs(14) });
    site::run(plan)
}

/// What a visitor of the long request got, and when \[ms\]; and whether all others were served.
fn of_the_long_request(report: &Report) -> (f64, f64, bool) {
    let long = |page: &&PageJourney| page.ended - page.begun > SimDuration::from_secs(1);
    let page = report.journeys.iter().find(long).expect("the long one");
    let status = page.outcome.failure().map_or(200, |kind| kind.text().status.expect("it was answered"));
    let pages = report.windows[1].figures().pages().clone();
    (f64::from(status), (page.ended - page.begun).as_millis_f64(), pages.failed() <= 1)
}

/// A worker timeout by the version of gunicorn, and none for threads.
pub(super) fn e7() -> Experiment {
    let mut experiment = Experiment::new("E7");
    for row in cells("e7.csv") {
        let (class, version) = row[0].split_once(' ').expect("a class and a version");
        let threads = if class == "gthread" { r#", "worker_class": "gthread", "threads": 2"# } else { "" };
        // The arbiter looks once a second: when in that second the request comes is another in each repetition.
        let begun = 1.1 + 0.29 * number(&row[1]);
        let (status, took, others) = of_the_long_request(&with_a_long_request(version, threads, begun));
        experiment.near(Grade::A, &format!("{}: status", row[0]), [number(&row[2]), status], 0.0);
        let range = if class == "gthread" { [10_000.0, 10_020.0] } else { [3_000.0, 4_000.0] };
        experiment.between(Grade::A, &format!("{}: after \\[ms\\]", row[0]), [number(&row[3]), took], range);
        let unharmed = f64::from(u8::from(row[4] == row[5]));
        let pair = [unharmed, f64::from(u8::from(others))];
        experiment.near(Grade::A, &format!("{}: the others are unharmed", row[0]), pair, 0.0);
    }
    experiment
}
