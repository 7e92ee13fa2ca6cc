//! What became of each expectation.

use std::fmt::Write as _;

use super::{Case, Count, Ending, Ink, Line, Sheet, Status};
use crate::expectation::{Met, Verdict};
use crate::scenario::Level;

/// All verdicts, each with everything it rests on.
pub(super) fn write(sheet: &mut Sheet, verdicts: &[Verdict]) {
    if verdicts.is_empty() {
        return;
    }
    sheet.heading("Expectations");
    for verdict in verdicts {
        sheet.wrapped(Line::new().text("  ").then(sign(verdict)), ink_of_claim(verdict), &claim(verdict));
        item(sheet, "measured", &verdict.measured);
        item(sheet, "expected", &verdict.bound);
        for broken in &verdict.broken {
            sheet.wrapped(Line::new().to(4).ink(Ink::Bad, "but").to(14), Ink::Plain, broken);
        }
        item(sheet, "rests on", &rests_on(verdict));
        if let Some(note) = &verdict.note {
            item(sheet, "note", note);
        }
    }
}

/// A verdict in one line, or a few where it is long.
pub(super) fn write_short(sheet: &mut Sheet, verdict: &Verdict) {
    let mut text = format!("{}: {}; expected {}", claim(verdict), verdict.measured, verdict.bound);
    for broken in &verdict.broken {
        text += "; but ";
        text += broken;
    }
    let _ = write!(text, " ({})", rests_on(verdict));
    sheet.wrapped(Line::new().text("  ").then(sign(verdict)), Ink::Plain, &text);
}

/// A file and what became of it, in a line.
pub(super) fn file_line(case: &Case) -> Line {
    let status = case.status();
    let (sign, ink) = match status {
        Status::Met | Status::Played => ("✓ ", Ink::Good),
        _ => ("✗ ", Ink::Bad),
    };
    let what = match (&case.ending, status) {
        (_, Status::LimitReached) => "a limit was reached, no verdict".to_owned(),
        (_, Status::Unbalanced) => "the books do not balance: a bug of lonebox".to_owned(),
        (Ending::Played(played), _) => {
            let mut count = Count::default();
            count.add(&played.verdicts);
            format!("{} of {} met", count.passed, played.verdicts.len())
        }
        (Ending::ExpectsNothing, _) => "expects nothing".to_owned(),
        (Ending::Invalid(diagnostics), _) => match diagnostics.first() {
            Some(first) => format!("invalid: {first}"),
            None => "invalid".to_owned(),
        },
        (Ending::Unreadable(why), _) => why.clone(),
    };
    Line::new().ink(ink, sign).ink(Ink::Strong, case.file.as_str()).text(format!("  {what}"))
}

fn sign(verdict: &Verdict) -> Line {
    match (verdict.met, verdict.level) {
        (Met::Yes, _) => Line::new().ink(Ink::Good, "✓ "),
        (Met::No, Level::Required) => Line::new().ink(Ink::Bad, "✗ "),
        (Met::No, Level::Advisory) => Line::new().ink(Ink::Odd, "! "),
    }
}

fn ink_of_claim(verdict: &Verdict) -> Ink {
    match verdict.met {
        Met::Yes => Ink::Plain,
        Met::No => Ink::Strong,
    }
}

/// The claim; one that was not met says where the file states it.
fn claim(verdict: &Verdict) -> String {
    let level = match verdict.level {
        Level::Required => "",
        Level::Advisory => " (advisory)",
    };
    let place = match verdict.met {
        Met::Yes => String::new(),
        Met::No => format!(" (line {})", verdict.line),
    };
    format!("{}{level}{place}", verdict.claim)
}

fn rests_on(verdict: &Verdict) -> String {
    match &verdict.margin {
        Some(margin) => format!("{}, margin {margin}", verdict.rests_on),
        None => verdict.rests_on.clone(),
    }
}

fn item(sheet: &mut Sheet, label: &str, text: &str) {
    sheet.wrapped(Line::new().to(4).ink(Ink::Faint, label).to(14), Ink::Plain, text);
}
