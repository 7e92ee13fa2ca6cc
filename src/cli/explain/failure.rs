//! What is known of a failure, from every chair and in every context in which it is told otherwise.

use crate::vocabulary::{ActionName, FailureKind, FailureText, Limit, Word};

/// What it looks like where nobody is known to blame, and then by whose doing it looks otherwise.
pub(super) fn facts(kind: FailureKind) -> Vec<(&'static str, String)> {
    let text = kind.text();
    let status = text.status.map_or("none: no answer came".to_owned(), |status| status.to_string());
    let mut facts = vec![
        ("HTTP status", status),
        ("visitor sees", text.visitor_sees.to_owned()),
        ("where", text.layer.to_string()),
        ("cause", text.cause.to_owned()),
        ("log", log(&text)),
        ("what to do", text.remedy.to_owned()),
    ];
    let contexts = ActionName::ALL.iter().map(|action| (Some(*action), None));
    let contexts = contexts.chain(Limit::ALL.iter().map(|limit| (None, Some(*limit))));
    for (action, limit) in contexts.filter(|(action, limit)| is_told_otherwise(kind, *action, *limit)) {
        let by = action.map_or_else(|| limit.map_or("", Word::spelling), Word::spelling);
        facts.extend(in_context(by, &text, &FailureText::in_context(kind, action, limit)));
    }
    facts
}

/// Whether the failure is told otherwise where this is to blame.
pub(super) fn is_told_otherwise(kind: FailureKind, action: Option<ActionName>, limit: Option<Limit>) -> bool {
    FailureText::in_context(kind, action, limit) != kind.text()
}

/// What visitors call it.
pub(super) fn aliases(name: &str) -> Vec<String> {
    let Some(kind) = FailureKind::from_spelling(name) else { return Vec::new() };
    let text = kind.text();
    text.status.map(|status| status.to_string()).into_iter().chain([text.visitor_sees.to_owned()]).collect()
}

/// What differs from the usual.
fn in_context(by: &str, usual: &FailureText, told: &FailureText) -> Vec<(&'static str, String)> {
    let mut facts = vec![("", String::new()), ("here", format!("by {by}"))];
    if told.layer != usual.layer {
        facts.push(("where", told.layer.to_string()));
    }
    if told.cause != usual.cause {
        facts.push(("cause", told.cause.to_owned()));
    }
    if log(told) != log(usual) {
        facts.push(("log", log(told)));
    }
    if told.remedy != usual.remedy {
        facts.push(("what to do", told.remedy.to_owned()));
    }
    facts
}

fn log(text: &FailureText) -> String {
    text.log.map_or_else(|| text.why_no_log.to_owned(), |line| format!("{}: {}", line.file, line.text))
}
