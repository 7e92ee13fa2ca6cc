//! What became of each expectation.

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
        broken(sheet, verdict);
        item(sheet, "rests on", &rests_on(verdict));
        if let Some(note) = &verdict.note {
            item(sheet, "note", note);
        }
    }
}

/// A verdict in a line or a few; one that was not met and is long, in rows.
pub(super) fn write_short(sheet: &mut Sheet, verdict: &Verdict) {
    let start = Line::new().text("  ").then(sign(verdict));
    let (claim, rests_on) = (claim(verdict), rests_on(verdict));
    let text = format!("{claim}: {}; expected {} ({rests_on})", verdict.measured, verdict.bound);
    let is_long = start.width() + text.chars().count() > sheet.width();
    if verdict.met == Met::Yes || (verdict.broken.is_empty() && !is_long) {
        return sheet.wrapped(start, Ink::Plain, &text);
    }
    sheet.wrapped(start, Ink::Plain, &format!("{claim} ({rests_on})"));
    item(sheet, "expected", &verdict.bound);
    item(sheet, "measured", &verdict.measured);
    broken(sheet, verdict);
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
        // Why has been told, with its place, on standard error.
        (Ending::Invalid { .. }, _) => "invalid".to_owned(),
        (Ending::Unreadable(_), _) => "cannot be read".to_owned(),
        (Ending::Crashed(_), _) => "ran into a bug of lonebox".to_owned(),
    };
    Line::new().ink(ink, sign).ink(Ink::Strong, case.file.as_str()).text(format!("  {what}"))
}

fn broken(sheet: &mut Sheet, verdict: &Verdict) {
    for part in &verdict.broken {
        sheet.wrapped(Line::new().to(4).ink(Ink::Bad, "but").to(14), Ink::Plain, part);
    }
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
