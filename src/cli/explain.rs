//! `lonebox explain [CODE]`: what a word means.
//!
//! All of it comes from where the word is defined: the vocabulary, the codes of diagnostics and the schema.

mod entry;
mod failure;
mod setting;

use super::arguments::ExplainArguments;
use super::output::{Ink, Line, Paper, Sheet};
use super::{Failure, print, terminal};
use crate::scenario::nearest;
use entry::Entry;

/// Names that are told at most to whoever asks for one that there is not.
const NEAR_MAX: usize = 5;
/// Where the text beside a label begins.
const INDENT: usize = 16;

/// Explains the word, or lists all of them.
pub(super) fn explain(arguments: &ExplainArguments) -> Result<u8, Failure> {
    let entries = entry::all();
    let asked = arguments.code.join(" ");
    let paper = terminal::paper();
    if asked.is_empty() {
        return print(&list(&entries, paper));
    }
    let found: Vec<&Entry> = entries.iter().filter(|entry| entry.is_called(&asked)).collect();
    if found.is_empty() {
        return Err(Failure::usage(unknown(&asked, &entries)));
    }
    print(&explanation(&found, paper))
}

/// Every entry with all that is known of it.
fn explanation(entries: &[&Entry], paper: Paper) -> String {
    let mut sheet = Sheet::new(paper);
    for (place, entry) in entries.iter().enumerate() {
        if place > 0 {
            sheet.gap();
        }
        let head = Line::new().ink(Ink::Strong, entry.name.as_str());
        sheet.line(head.ink(Ink::Faint, format!("  {}", entry.kind)));
        sheet.wrapped(Line::new().to(2), Ink::Plain, &entry.meaning);
        for (label, text) in &entry.facts {
            sheet.wrapped(Line::new().to(2).ink(Ink::Faint, *label).text(" ").to(INDENT), Ink::Plain, text);
        }
    }
    sheet.into_text()
}

/// Every word with its meaning, by kind.
fn list(entries: &[Entry], paper: Paper) -> String {
    let mut sheet = Sheet::new(paper);
    let mut kind = "";
    for entry in entries {
        if entry.kind != kind {
            kind = entry.kind;
            sheet.heading(kind);
        }
        // A word that is longer than its column stands on a line of its own.
        let name = Line::new().to(2).text(entry.name.as_str());
        let start = if name.width() < 2 * INDENT {
            name.to(2 * INDENT)
        } else {
            sheet.line(name);
            Line::new().to(2 * INDENT)
        };
        sheet.wrapped(start, Ink::Faint, &entry.meaning);
    }
    sheet.gap();
    sheet.line(Line::new().text("lonebox explain CODE tells more of one of them"));
    sheet.into_text()
}

fn unknown(asked: &str, entries: &[Entry]) -> String {
    let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    let asked_small = asked.to_lowercase();
    let holds = |name: &&&str| name.contains(&*asked_small);
    let mut near: Vec<&str> = nearest(asked, &names).into_iter().collect();
    near.extend(
        names.iter().filter(holds).filter(|name| !near.contains(*name)).take(NEAR_MAX).collect::<Vec<_>>(),
    );
    near.dedup();
    match near.as_slice() {
        [] => format!("there is nothing called {asked:?}; `lonebox explain` lists everything"),
        near => format!("there is nothing called {asked:?}; did you mean {}?", near.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::code;
    use crate::vocabulary::{ActionName, FailureKind, Happening, Knob, Limit, Metric, Word};

    fn told(asked: &str) -> String {
        let entries = entry::all();
        let found: Vec<&Entry> = entries.iter().filter(|entry| entry.is_called(asked)).collect();
        assert!(!found.is_empty(), "nothing is called {asked:?}");
        explanation(&found, Paper::PLAIN)
    }

    #[test]
    fn every_word_is_explained() {
        fn check<W: Word>() {
            for word in W::ALL {
                let meaning = word.meaning().split_whitespace().next().expect("a meaning").to_owned();
                assert!(told(word.spelling()).contains(&meaning), "{} {}", W::WHAT, word.spelling());
            }
        }
        check::<FailureKind>();
        check::<ActionName>();
        check::<Knob>();
        check::<Limit>();
        check::<Metric>();
        check::<Happening>();
        for (code, meaning) in code::ALL {
            assert!(told(code).contains(&meaning[..20]), "{code}");
        }
    }

    #[test]
    fn a_failure_is_told_from_every_chair() {
        let told = told("upstream-refused");
        let text = FailureKind::UpstreamRefused.text();
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in [text.visitor_sees, text.cause, text.log.expect("a log line").text, text.remedy] {
            assert!(told.contains(part), "{part:?} is not in {told}");
        }
        assert!(told.contains("by gunicorn_restart"), "what is told otherwise in a context: {told}");
    }

    #[test]
    fn a_status_names_the_failures_that_have_it() {
        let told = told("502");
        assert!(told.contains("upstream-refused") && told.contains("upstream-closed"), "{told}");
    }

    #[test]
    fn a_word_that_means_nothing_is_answered_with_near_ones() {
        let told = unknown("upstream-refusd", &entry::all());
        assert!(told.contains("did you mean upstream-refused"), "{told}");
        let told = unknown("refused", &entry::all());
        assert!(told.contains("connection-refused") && told.contains("upstream-refused"), "{told}");
        assert!(unknown("xyzzy-plugh", &entry::all()).contains("lists everything"));
    }
}
