//! How pages failed: what the visitor saw, why, what the real program wrote, and who is to blame.

use super::{Ink, Line, Sheet, figure};
use crate::simulation::{BlameReport, Report};
use crate::vocabulary::FailureKind;

/// Where the text beside a label begins.
const TEXT: usize = 29;

/// One block for each way of failing, the most frequent first.
pub(super) fn write(sheet: &mut Sheet, report: &Report) {
    let groups = groups(&report.blames);
    if groups.is_empty() {
        return;
    }
    let total: u64 = report.blames.iter().map(|blame| blame.pages).sum();
    sheet.heading(&format!("How {} pages failed", figure::count(total)));
    for (kind, blames) in groups {
        let pages: u64 = blames.iter().map(|blame| blame.pages).sum();
        let text = kind.text();
        sheet.line(
            Line::new()
                .right(Ink::Bad, &figure::count(pages), 10)
                .text("  ")
                .ink(Ink::Strong, kind.to_string()),
        );
        item(sheet, "the visitor saw", text.visitor_sees);
        item(sheet, "because", text.cause);
        match text.log {
            Some(log) => {
                item(sheet, "log", log.file);
                item(sheet, "", log.text);
            }
            None => item(sheet, "log", "nothing was written anywhere"),
        }
        item(sheet, "blamed on", &blamed(&blames));
        item(sheet, "what to do", text.remedy);
    }
}

fn item(sheet: &mut Sheet, label: &str, text: &str) {
    sheet.wrapped(Line::new().to(12).ink(Ink::Faint, label).to(TEXT), Ink::Plain, text);
}

/// The reports of each way of failing together, by how many pages failed so.
fn groups(blames: &[BlameReport]) -> Vec<(FailureKind, Vec<BlameReport>)> {
    let mut groups: Vec<(FailureKind, Vec<BlameReport>)> = Vec::new();
    for blame in blames {
        match groups.iter_mut().find(|(kind, _)| *kind == blame.failure) {
            Some((_, group)) => group.push(*blame),
            None => groups.push((blame.failure, vec![*blame])),
        }
    }
    groups.sort_by_key(|(kind, group)| {
        let pages: u64 = group.iter().map(|blame| blame.pages).sum();
        (std::cmp::Reverse(pages), *kind)
    });
    groups
}

fn blamed(blames: &[BlameReport]) -> String {
    let of = |blame: &BlameReport| {
        let who = match (blame.action, blame.blame.limit) {
            (Some(action), Some(limit)) => format!("{action} and {limit}"),
            (Some(action), None) => action.to_string(),
            (None, Some(limit)) => limit.to_string(),
            (None, None) => "nobody".to_owned(),
        };
        match blames.len() {
            1 => who,
            _ => format!("{who} ({})", figure::count(blame.pages)),
        }
    };
    blames.iter().map(of).collect::<Vec<_>>().join(", ")
}
