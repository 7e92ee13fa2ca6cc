//! Workflow commands of GitHub Actions: annotations at the lines of the scenario files.

use std::fmt::Write as _;

use super::problem::Problem;
use super::{Count, verdicts_of};
use crate::cli::case::{Case, Ending};
use crate::expectation::{Met, Verdict};
use crate::scenario::{Diagnostic, Severity};

/// An annotation for everything that is not as it should be, and a last one that counts.
pub(in crate::cli) fn commands(cases: &[Case]) -> String {
    let mut text = String::new();
    for case in cases {
        write_case(&mut text, case);
    }
    let title = [("title", "lonebox".to_owned())];
    command(&mut text, "notice", &title, &Count::of(cases).to_string());
    text
}

fn write_case(text: &mut String, case: &Case) {
    for warning in &case.warnings {
        diagnostic(text, &case.file, warning);
    }
    for verdict in verdicts_of(case).iter().filter(|verdict| verdict.met == Met::No) {
        expectation(text, &case.file, verdict);
    }
    match (&case.ending, Problem::of(case)) {
        (Ending::Invalid { file, diagnostics }, _) => {
            for mistake in diagnostics {
                diagnostic(text, file, mistake);
            }
        }
        (_, Some(problem)) => {
            let mut places = place(&case.file);
            places.push(("title", problem.sort.to_owned()));
            command(text, "error", &places, &problem.details.join("\n"));
        }
        (_, None) => {}
    }
}

fn expectation(text: &mut String, file: &str, verdict: &Verdict) {
    let level = if verdict.fails_the_scenario() { "error" } else { "warning" };
    let mut message =
        format!("measured {}; expected {} ({})", verdict.measured, verdict.bound, verdict.rests_on);
    for part in &verdict.broken {
        let _ = write!(message, "\n{part}");
    }
    let mut places = place(file);
    if !places.is_empty() {
        places.push(("line", verdict.line.to_string()));
    }
    places.push(("title", verdict.claim.clone()));
    command(text, level, &places, &message);
}

fn diagnostic(text: &mut String, file: &str, diagnostic: &Diagnostic) {
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut places = place(file);
    if !places.is_empty() {
        let end = diagnostic.column + diagnostic.width;
        places.push(("line", diagnostic.line.to_string()));
        places.extend([("col", diagnostic.column.to_string()), ("endColumn", end.to_string())]);
    }
    places.push(("title", diagnostic.code.to_owned()));
    let path = if diagnostic.path.is_empty() { String::new() } else { format!("{}: ", diagnostic.path) };
    command(text, level, &places, &format!("{path}{}; {}", diagnostic.message, diagnostic.remedy));
}

/// Which file, as the repository names it; standard input is none.
fn place(file: &str) -> Vec<(&'static str, String)> {
    if file == crate::cli::input::STDIN {
        return Vec::new();
    }
    vec![("file", file.strip_prefix("./").unwrap_or(file).to_owned())]
}

fn command(text: &mut String, name: &str, properties: &[(&str, String)], message: &str) {
    let written: Vec<String> =
        properties.iter().map(|(name, value)| format!("{name}={}", property(value))).collect();
    let _ = writeln!(text, "::{name} {}::{}", written.join(","), data(message));
}

/// A message as GitHub's own toolkit escapes it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, in which a colon and a comma end it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample;

    #[test]
    fn what_would_end_a_command_is_escaped() {
        assert_eq!(data("50 %\nand: more"), "50 %25%0Aand: more");
        assert_eq!(property("a:b,c%"), "a%3Ab%2Cc%25");
    }

    #[test]
    fn an_annotation_stands_at_its_line_and_the_last_one_counts() {
        let text = commands(&[sample::case(), sample::invalid_case()]);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].starts_with("::error file=a.json,line=7,title="), "{text}");
        assert!(
            lines[1].starts_with("::error file=b.json,line=3,col=3,endColumn=10,title=unknown-field::"),
            "{text}"
        );
        assert_eq!(lines[2], "::notice title=lonebox::0 passed, 1 failed, 0 advisory");
    }
}
