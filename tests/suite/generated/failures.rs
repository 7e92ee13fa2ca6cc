//! The page of failures: from the same words as `lonebox explain` and the report, and from the gate scenarios.

use std::fmt::Write as _;

use lonebox::vocabulary::{ActionName, FailureKind, FailureText, Limit, Word};

use super::{compare, part, text_of};
use crate::traceability;

const PAGE: &str = "book/src/reference/failures.md";

fn log(text: &FailureText) -> String {
    text.log.map_or_else(|| text.why_no_log.to_owned(), |line| format!("{}: `{}`", line.file, line.shown()))
}

fn row(label: &str, what: &str) -> String {
    format!("| {label} | {} |\n", what.replace('|', "\\|"))
}

/// What differs where this is to blame.
fn by(name: &str, usual: &FailureText, told: &FailureText) -> String {
    let mut text = format!("\n*By `{name}`:* {}", told.cause);
    if log(told) != log(usual) {
        let _ = write!(text, "; log: {}", log(told));
    }
    if told.remedy != usual.remedy {
        let _ = write!(text, "; what to do: {}", told.remedy);
    }
    text + "\n"
}

/// Everything by whose doing it is told otherwise.
fn contexts(kind: FailureKind, usual: &FailureText) -> Vec<String> {
    let actions = ActionName::ALL.iter().map(|action| (action.spelling(), Some(*action), None));
    let limits = Limit::ALL.iter().map(|limit| (limit.spelling(), None, Some(*limit)));
    let told = actions
        .chain(limits)
        .map(|(name, action, limit)| (name, FailureText::in_context(kind, action, limit)));
    told.filter(|(_, told)| told != usual).map(|(name, told)| by(name, usual, &told)).collect()
}

fn section(kind: FailureKind, gates: &[String]) -> String {
    let text = kind.text();
    let status = text.status.map_or("none: no answer came".to_owned(), |status| status.to_string());
    let gates: Vec<_> = gates.iter().map(|gate| format!("`scenarios/{gate}.json`")).collect();
    let rows = [
        row("the visitor sees", text.visitor_sees),
        row("HTTP status", &status),
        row("where", text.layer.spelling()),
        row("cause", text.cause),
        row("log line", &log(&text)),
        row("what to do", text.remedy),
        row("shown by", &gates.join(", ")),
    ];
    let contexts = contexts(kind, &text).concat();
    format!("## {kind}\n\n{}\n\n| | |\n|---|---|\n{}{contexts}\n", kind.meaning(), rows.concat())
}

#[test]
fn generated_page_of_failures_has_a_section_for_each() {
    let gates = traceability::gates_by_failure();
    let shown = |kind: &FailureKind| gates.get(kind).map_or(&[][..], Vec::as_slice);
    let sections: String = FailureKind::ALL.iter().map(|kind| section(*kind, shown(kind))).collect();
    compare(PAGE, &part(&text_of(PAGE), "failures", &sections));
}
