//! `lonebox explain [CODE]`: what a word means.
//!
//! All of it comes from where the word is defined: the vocabulary, the codes of diagnostics and the schema.

mod entry;
mod failure;
mod field;
mod setting;

use std::collections::BTreeSet;

use super::arguments::ExplainArguments;
use super::output::{Ink, Line, Paper, Sheet};
use super::{Failure, print, terminal};
use crate::scenario::nearest;
use entry::Entry;

/// Names that are told at most to whoever asks for one that there is not.
const NEAR_MAX: usize = 5;
/// Names among which the nearest is looked for at once.
const CHUNK: usize = 100;
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
    let found = meant(&asked, &entries);
    if found.is_empty() {
        return Err(Failure::usage(unknown(&asked, &entries)));
    }
    print(&explanation(&found, paper))
}

/// What is called so, or else the fields that take this word.
fn meant<'e>(asked: &str, entries: &'e [Entry]) -> Vec<&'e Entry> {
    let called: Vec<&Entry> = entries.iter().filter(|entry| entry.is_called(asked)).collect();
    let is_whole = |entry: &&&Entry| entry.kind == field::KIND && entry.name == asked;
    match called.iter().find(is_whole) {
        Some(field) => vec![*field],
        None if called.is_empty() => entries.iter().filter(|entry| entry.takes(asked)).collect(),
        None => called,
    }
}

/// Every entry with all that is known of it; of several fields only where they stand and what they mean.
fn explanation(entries: &[&Entry], paper: Paper) -> String {
    let mut sheet = Sheet::new(paper);
    let is_ambiguous = entries.iter().filter(|entry| entry.kind == field::KIND).count() > 1;
    for (place, entry) in entries.iter().enumerate() {
        if place > 0 {
            sheet.gap();
        }
        let head = Line::new().ink(Ink::Strong, entry.name.as_str());
        sheet.line(head.ink(Ink::Faint, format!("  {}", entry.kind)));
        sheet.wrapped(Line::new().to(2), Ink::Plain, &entry.meaning);
        let of_field = if is_ambiguous { Vec::new() } else { field::facts(&entry.name) };
        for (label, text) in entry.facts.iter().chain(&of_field) {
            sheet.wrapped(Line::new().to(2).ink(Ink::Faint, *label).text(" ").to(INDENT), Ink::Plain, text);
        }
    }
    if is_ambiguous {
        sheet.gap();
        sheet.line(Line::new().text("lonebox explain with a field's full path tells more of it"));
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
    let short = entries.iter().map(|entry| match entry.kind {
        field::KIND => field::name(&entry.name),
        _ => &entry.name,
    });
    let names: BTreeSet<&str> = short.collect();
    let asked_small = asked.to_lowercase();
    let mut near: Vec<&str> = nearest_of_all(asked, &names).into_iter().collect();
    let held = names.into_iter().filter(|name| name.contains(&*asked_small) && !near.contains(name));
    let held: Vec<&str> = held.take(NEAR_MAX).collect();
    near.extend(held);
    match near.as_slice() {
        [] => format!("there is nothing called {asked:?}; `lonebox explain` lists everything"),
        near => format!("there is nothing called {asked:?}; did you mean {}?", near.join(", ")),
    }
}

/// The nearest of more names than are compared at once.
fn nearest_of_all<'n>(asked: &str, names: &BTreeSet<&'n str>) -> Option<&'n str> {
    let names: Vec<&str> = names.iter().copied().collect();
    let finalists: Vec<&str> = names.chunks(CHUNK).filter_map(|names| nearest(asked, names)).collect();
    nearest(asked, &finalists)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::code;
    use crate::vocabulary::{ActionName, FailureKind, Happening, Limit, Message, Metric, Word};

    fn told(asked: &str) -> String {
        let entries = entry::all();
        let found = meant(asked, &entries);
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
        check::<Limit>();
        check::<Metric>();
        check::<Happening>();
        check::<Message>();
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
    fn a_field_is_told_with_what_to_write_and_what_holds_without() {
        let told = told("server.nginx.proxy_read_timeout");
        for part in ["between two reads from gunicorn", "\"250us\"", "\"1min\"", "server.nginx: nginx"] {
            assert!(told.contains(part), "{part:?} is not in {told}");
        }
        assert_eq!(told, self::told("nginx.proxy_read_timeout"), "the end of its path is enough");
        assert_eq!(told, self::told("Nginx.proxy_read_timeout"), "in any case");
    }

    #[test]
    fn a_block_is_told_with_its_fields_and_a_field_in_two_places_with_both() {
        assert!(told("serve_stale").contains("answer_ttl: The TTL of a stale answer."));
        assert!(told("gunicorn.pool").contains("pool_size: Connections that are kept."));
        assert!(told("users").contains("visitors.groups.NAME.arrivals.users"));
    }

    #[test]
    fn a_name_of_several_fields_lists_their_paths() {
        let told = told("worker_connections");
        for path in ["server.nginx.worker_connections", "server.gunicorn.worker_connections"] {
            assert!(told.lines().any(|line| line == format!("{path}  field")), "{told}");
        }
        assert!(told.starts_with("worker_connections  limit"), "{told}");
        assert!(self::told("for").contains("timeline[].power_loss.for"));
        let cpu = self::told("application.routes[\"/a.b\"].dynamic.cpu");
        assert!(cpu.starts_with("application.routes[\"/PATH\"].dynamic.cpu"), "{cpu}");
    }

    #[test]
    fn a_word_that_a_field_takes_leads_to_the_field() {
        assert!(told("gthread").starts_with("server.gunicorn.worker_class"));
        assert!(told("timeline[3].power_loss").starts_with("power_loss  action"));
        assert!(!told("upstream-refused").contains("field"), "a word of its own");
        assert!(unknown("serve_stal", &entry::all()).contains("did you mean serve_stale"));
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
