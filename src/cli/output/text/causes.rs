//! How pages failed: what the visitor saw, why, what the real program wrote, and who is to blame.

use super::{Ink, Line, Played, Sheet, deed, figure};
use crate::cli::output::told::told;
use crate::scenario::Plan;
use crate::simulation::BlameReport;
use crate::vocabulary::{FailureKind, FailureText};

/// Where the text beside a label begins.
const TEXT: usize = 29;

/// Pages that failed the same way for the same reason.
struct Group {
    kind: FailureKind,
    text: FailureText,
    blames: Vec<BlameReport>,
}

impl Group {
    fn pages(&self) -> u64 {
        self.blames.iter().map(|blame| blame.pages).sum()
    }
}

/// One block for each way of failing, the most frequent first.
pub(super) fn write(sheet: &mut Sheet, played: &Played) {
    let groups = groups(&played.plan, &played.report.blames);
    if groups.is_empty() {
        return;
    }
    sheet.heading(&format!("How {} pages failed", figure::count(groups.iter().map(Group::pages).sum())));
    for group in groups {
        write_one(sheet, &group, &played.plan);
    }
}

fn write_one(sheet: &mut Sheet, group: &Group, plan: &Plan) {
    let Group { kind, text, blames } = group;
    let pages = figure::count(group.pages());
    sheet.line(Line::new().right(Ink::Bad, &pages, 10).text("  ").ink(Ink::Strong, kind.to_string()));
    item(sheet, "the visitor saw", text.visitor_sees);
    item(sheet, "because", text.cause);
    item(sheet, "log", text.log.map_or(text.why_no_log, |log| log.file));
    if let Some(log) = text.log {
        item(sheet, "", &log.shown());
    }
    item(sheet, "blamed on", &blamed(blames, plan));
    item(sheet, "what to do", text.remedy);
}

fn item(sheet: &mut Sheet, label: &str, text: &str) {
    sheet.wrapped(Line::new().to(12).ink(Ink::Faint, label).to(TEXT), Ink::Plain, text);
}

/// The reports of each way of failing together, by how many pages failed so.
fn groups(plan: &Plan, blames: &[BlameReport]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for blame in blames {
        let kind = blame.failure;
        let text = told(plan, blame);
        match groups.iter_mut().find(|group| group.kind == kind && group.text == text) {
            Some(group) => group.blames.push(*blame),
            None => groups.push(Group { kind, text, blames: vec![*blame] }),
        }
    }
    groups.sort_by_key(|group| (std::cmp::Reverse(group.pages()), group.kind));
    groups
}

fn blamed(blames: &[BlameReport], plan: &Plan) -> String {
    let of = |blame: &BlameReport| {
        let action = blame.action.map(|action| deed::label(plan, blame.blame.action, action));
        let who = match (action, blame.blame.limit) {
            (Some(action), Some(limit)) => format!("{action} and {limit}"),
            (Some(action), None) => action,
            (None, Some(limit)) => limit.to_string(),
            (None, None) => "nobody".to_owned(),
        };
        match blames.len() {
            1 => who,
            _ => format!("{who}: {}", figure::count(blame.pages)),
        }
    };
    blames.iter().map(of).collect::<Vec<_>>().join("; ")
}
