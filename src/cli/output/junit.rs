//! JUnit XML, as CI systems read it: a suite is a scenario, a case is an expectation.
//!
//! A `failure` is an expectation that was not met; an `error` is a scenario that has no verdict, because it is invalid, a
//! limit was reached or lonebox itself is wrong. The two are never mixed up. What is advisory never fails: it is told in
//! the properties. Simulated times are in `system-out`; `time` is wall time, and so the one thing in all results that
//! differs from run to run.

mod element;

use std::fmt::Write as _;
use std::time::Duration;

use element::{Attributes, Document};

use super::problem::Problem;
use super::{Deed, chain, verdicts_of};
use crate::cli::case::{Case, Played};
use crate::expectation::{Met, Verdict};
use crate::scenario::{Level, SCHEMA_VERSION};
use crate::simulation::{OutageReport, RoomFingerprint};

/// All suites.
pub(in crate::cli) fn suites(cases: &[Case]) -> String {
    let totals = cases.iter().map(Totals::of).fold(Totals::default(), Totals::plus);
    let mut document = Document::new();
    let mut attributes: Attributes<'_> = vec![("name", "lonebox".to_owned())];
    attributes.extend(totals.attributes());
    document.open("testsuites", &attributes);
    for case in cases {
        suite(&mut document, case);
    }
    document.close("testsuites");
    document.into_text()
}

/// How many cases a suite has, and how they ended.
#[derive(Clone, Copy, Default)]
struct Totals {
    tests: usize,
    failures: usize,
    errors: usize,
    took: Duration,
}

impl Totals {
    fn of(case: &Case) -> Self {
        let verdicts = verdicts_of(case);
        let errors = usize::from(Problem::of(case).is_some());
        let failures = verdicts.iter().filter(|verdict| verdict.fails_the_scenario()).count();
        Self { tests: verdicts.len() + errors, failures, errors, took: case.took }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            tests: self.tests + other.tests,
            failures: self.failures + other.failures,
            errors: self.errors + other.errors,
            took: self.took + other.took,
        }
    }

    fn attributes(self) -> Attributes<'static> {
        vec![
            ("tests", self.tests.to_string()),
            ("failures", self.failures.to_string()),
            ("errors", self.errors.to_string()),
            ("skipped", "0".to_owned()),
            ("time", format!("{:.3}", self.took.as_secs_f64())),
        ]
    }
}

fn suite(document: &mut Document, case: &Case) {
    let played = case.played();
    let title = played.map_or(case.file.as_str(), |played| &played.plan.identity.title);
    let mut attributes = vec![("name", title.to_owned()), ("file", case.file.clone())];
    attributes.extend(Totals::of(case).attributes());
    document.open("testsuite", &attributes);
    properties(document, case);
    for verdict in verdicts_of(case) {
        expectation(document, case, verdict);
    }
    if let Some(problem) = Problem::of(case) {
        error(document, case, &problem);
    }
    if let Some(played) = played {
        document.leaf("system-out", &[], &simulated(played));
    }
    document.close("testsuite");
}

fn properties(document: &mut Document, case: &Case) {
    let mut properties = vec![
        ("lonebox_version".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
        ("status".to_owned(), case.status().spelling().to_owned()),
        ("schema_version".to_owned(), SCHEMA_VERSION.to_string()),
    ];
    if let Some(played) = case.played() {
        properties.push(("seed".to_owned(), played.report.seed.to_string()));
        properties.extend(played.report.fingerprints.iter().map(fingerprint));
    }
    for verdict in verdicts_of(case).iter().filter(|verdict| verdict.level == Level::Advisory) {
        let met = if verdict.met == Met::Yes { "met" } else { "unmet" };
        let name = format!("advisory.line.{}", verdict.line);
        properties.push((name, format!("{met}: {}: {}", verdict.claim, described(verdict))));
    }
    document.open("properties", &[]);
    for (name, value) in properties {
        document.leaf("property", &[("name", name), ("value", value)], "");
    }
    document.close("properties");
}

fn fingerprint(room: &RoomFingerprint) -> (String, String) {
    let RoomFingerprint { room, times, kinds, draws, outcomes } = room;
    (format!("fingerprint.{room}"), format!("{times:016x}-{kinds:016x}-{draws:016x}-{outcomes:016x}"))
}

fn expectation(document: &mut Document, case: &Case, verdict: &Verdict) {
    let name = format!("{} (line {})", verdict.claim, verdict.line);
    document.open("testcase", &testcase(case, name, Some(verdict.line)));
    if verdict.fails_the_scenario() {
        let message = format!("measured {}; expected {}", verdict.measured, verdict.bound);
        let attributes = [("message", message), ("type", "unmet".to_owned())];
        document.leaf("failure", &attributes, &verdict.broken.join("\n"));
    }
    document.leaf("system-out", &[], &described(verdict));
    document.close("testcase");
}

fn error(document: &mut Document, case: &Case, problem: &Problem) {
    document.open("testcase", &testcase(case, problem.broken.to_owned(), None));
    let attributes = [("message", problem.message.clone()), ("type", problem.sort.to_owned())];
    document.leaf("error", &attributes, &problem.details.join("\n"));
    document.close("testcase");
}

fn testcase<'a>(case: &Case, name: String, line: Option<u32>) -> Attributes<'a> {
    let mut attributes = vec![("classname", case.file.clone()), ("name", name), ("file", case.file.clone())];
    attributes.extend(line.map(|line| ("line", line.to_string())));
    attributes
}

fn described(verdict: &Verdict) -> String {
    let mut text =
        format!("measured {}; expected {}; rests on {}", verdict.measured, verdict.bound, verdict.rests_on);
    if let Some(margin) = &verdict.margin {
        let _ = write!(text, "; margin {margin}");
    }
    if let Some(note) = &verdict.note {
        let _ = write!(text, "; note: {note}");
    }
    text
}

/// When what happened, by the simulated clock.
fn simulated(played: &Played) -> String {
    let Played { plan, report, .. } = played;
    let mut text = format!("ended at {} after {} events\n", report.ended_at, report.events);
    for deed in Deed::all(plan) {
        let _ = writeln!(text, "{} {}", deed.at, deed.described());
    }
    for report in &report.outages {
        let OutageReport { outage, lasted, .. } = report;
        let symptom = outage.symptom.in_words(outage.first_symptom);
        let _ = writeln!(text, "{} an outage of {lasted}: {symptom}", outage.from);
        let _ = writeln!(text, "what killed it: {}", chain::in_words(report));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::case::Ending;
    use crate::cli::sample;
    use crate::simulation::Halt;

    fn count(text: &str, element: &str) -> usize {
        let document = roxmltree::Document::parse(text).expect("well-formed XML");
        document.descendants().filter(|node| node.has_tag_name(element)).count()
    }

    #[test]
    fn what_is_unmet_is_a_failure_and_what_has_no_verdict_is_an_error() {
        let text = suites(&[sample::case(), sample::invalid_case(), sample::crashed_case()]);
        assert_eq!((count(&text, "failure"), count(&text, "error"), count(&text, "testsuite")), (1, 2, 3));
        let mut stopped = sample::case();
        let Ending::Played(played) = &mut stopped.ending else { panic!("a case that was simulated") };
        played.report.halt = Halt::EventLimit;
        played.verdicts.clear();
        let text = suites(&[stopped]);
        assert_eq!((count(&text, "failure"), count(&text, "error")), (0, 1), "{text}");
        assert!(text.contains("type=\"limit-reached\""), "{text}");
    }

    #[test]
    fn what_is_advisory_never_fails() {
        let mut case = sample::case();
        let Ending::Played(played) = &mut case.ending else { panic!("a case that was simulated") };
        played.verdicts[0].level = Level::Advisory;
        let text = suites(&[case]);
        assert_eq!((count(&text, "failure"), count(&text, "testcase")), (0, 1));
        assert!(text.contains("name=\"advisory.line.7\" value=\"unmet: "), "{text}");
    }

    #[test]
    fn any_text_is_well_formed() {
        let mut case = sample::case();
        let Ending::Played(played) = &mut case.ending else { panic!("a case that was simulated") };
        let odd = "<&>\"']]>\u{0}\u{1b}[31m\u{fffe}\u{2028}\n\tend";
        odd.clone_into(&mut played.plan.identity.title);
        played.verdicts[0].broken = vec![odd.to_owned()];
        let text = suites(&[case]);
        let document = roxmltree::Document::parse(&text).expect("well-formed XML");
        let failure = document.descendants().find(|node| node.has_tag_name("failure")).expect("a failure");
        let expected = "<&>\"']]>\u{fffd}\u{fffd}[31m\u{fffd}\u{2028}\n\tend";
        assert_eq!(failure.text(), Some(expected));
        let suite = document.descendants().find(|node| node.has_tag_name("testsuite")).expect("a suite");
        assert_eq!(suite.attribute("name"), Some(expected));
    }
}
