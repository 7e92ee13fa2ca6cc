//! The Test Anything Protocol, version 14: a test point for each expectation.
//!
//! What is advisory and unmet is a TODO, which fails nobody. A file without a verdict is one test point that is not ok.

use std::fmt::Write as _;

use serde_json::Value;

use super::problem::Problem;
use super::{Count, verdicts_of};
use crate::cli::case::Case;
use crate::expectation::{Met, Verdict};
use crate::scenario::Level;

/// All test points.
pub(in crate::cli) fn points(cases: &[Case]) -> String {
    let mut points = Points { text: String::new(), count: 0 };
    for case in cases {
        for verdict in verdicts_of(case) {
            points.expectation(&case.file, verdict);
        }
        if let Some(problem) = Problem::of(case) {
            points.problem(&case.file, &problem);
        }
    }
    let plan = if points.count == 0 {
        "1..0 # SKIP nothing was expected".to_owned()
    } else {
        format!("1..{}", points.count)
    };
    format!("TAP version 14\n{plan}\n{}# {}\n", points.text, Count::of(cases))
}

/// The test points so far.
struct Points {
    text: String,
    count: usize,
}

impl Points {
    fn expectation(&mut self, file: &str, verdict: &Verdict) {
        let name = format!("{file}:{}: {}", verdict.line, verdict.claim);
        let todo = match (verdict.met, verdict.level) {
            (Met::No, Level::Advisory) => " # TODO advisory",
            _ => "",
        };
        self.point(verdict.met, &name, todo);
        if verdict.met == Met::No {
            let severity = if verdict.fails_the_scenario() { "fail" } else { "todo" };
            let mut facts = vec![
                ("message", Value::from(verdict.claim.as_str())),
                ("severity", Value::from(severity)),
                ("measured", Value::from(verdict.measured.as_str())),
                ("expected", Value::from(verdict.bound.as_str())),
                ("rests_on", Value::from(verdict.rests_on.as_str())),
            ];
            facts.extend(verdict.margin.as_deref().map(|margin| ("margin", Value::from(margin))));
            facts.extend(verdict.note.as_deref().map(|note| ("note", Value::from(note))));
            facts.extend([("file", Value::from(file)), ("line", Value::from(verdict.line))]);
            self.diagnostics(&facts, "broken", &verdict.broken);
        }
    }

    fn problem(&mut self, file: &str, problem: &Problem) {
        self.point(Met::No, &format!("{file}: {}", problem.broken), "");
        let facts = [
            ("message", Value::from(problem.message.as_str())),
            ("severity", Value::from("error")),
            ("sort", Value::from(problem.sort)),
        ];
        self.diagnostics(&facts, "details", &problem.details);
    }

    fn point(&mut self, met: Met, name: &str, directive: &str) {
        self.count += 1;
        let ok = if met == Met::Yes { "ok" } else { "not ok" };
        let _ = writeln!(self.text, "{ok} {} - {}{directive}", self.count, escaped(name));
    }

    /// A YAML block: a text in JSON's double quotes is one in YAML's as well.
    fn diagnostics(&mut self, facts: &[(&str, Value)], list: &str, items: &[String]) {
        self.text += "  ---\n";
        for (name, value) in facts {
            let _ = writeln!(self.text, "  {name}: {value}");
        }
        if !items.is_empty() {
            let _ = writeln!(self.text, "  {list}:");
        }
        for item in items {
            let _ = writeln!(self.text, "    - {}", Value::from(item.as_str()));
        }
        self.text += "  ...\n";
    }
}

/// A name in which nothing is taken for a directive or ends the line.
fn escaped(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        match letter {
            '#' | '\\' => text.extend(['\\', letter]),
            letter if letter.is_control() => text.push(' '),
            letter => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample;

    #[test]
    fn a_name_is_no_directive() {
        assert_eq!(escaped("a # TODO b\\c\n"), "a \\# TODO b\\\\c ");
    }

    #[test]
    fn the_plan_counts_what_follows() {
        let text = points(&[sample::case(), sample::invalid_case()]);
        assert!(text.starts_with("TAP version 14\n1..2\nnot ok 1 - a.json:7: "), "{text}");
        assert!(text.contains("\nnot ok 2 - b.json: is a valid scenario\n  ---\n"), "{text}");
        assert!(
            text.contains("  severity: \"fail\"\n") && text.ends_with("# 0 passed, 1 failed, 0 advisory\n"),
            "{text}"
        );
        assert!(points(&[]).starts_with("TAP version 14\n1..0 # SKIP"));
    }
}
