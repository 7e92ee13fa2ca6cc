//! What the site depends on, as a tree: all of it is needed, and most of it stands in one box.

use super::spof::{called, share};
use crate::cli::output::{Ink, Line, Sheet};
use crate::study::spof::Loss;
use crate::vocabulary::{Component, Word as _};

/// Where the shares end.
const SHARES: usize = 42;

/// A branch: its label, its component if it is one, and what is below it.
struct Branch {
    label: &'static str,
    component: Option<Component>,
    below: Vec<Branch>,
}

/// The tree with the share of pages that was lost without each part.
pub(super) fn write(sheet: &mut Sheet, losses: &[Loss]) {
    sheet.heading("What the site depends on: every part of it, one after another");
    sheet.line(Line::new().text("  the site").right(Ink::Faint, "pages lost", SHARES));
    let has = |component: &Component| losses.iter().any(|loss| loss.component == Some(*component));
    write_below(sheet, &tree(has), losses, "  ");
}

/// The parts of the site that it has.
fn tree(has: impl Fn(&Component) -> bool) -> Vec<Branch> {
    let leaf = |component: &Component| Branch {
        label: called(*component),
        component: Some(*component),
        below: Vec::new(),
    };
    let leaves = |wanted: fn(&Component) -> bool| {
        Component::ALL
            .iter()
            .filter(|component| has(component) && wanted(component))
            .map(leaf)
            .collect::<Vec<_>>()
    };
    let in_the_box =
        |component: &Component| component.is_on_the_machine() && *component != Component::Machine;
    let machine =
        Branch { label: "the one machine", component: Some(Component::Machine), below: leaves(in_the_box) };
    let name =
        Branch { label: "its name", component: None, below: leaves(|component| component.is_of_the_name()) };
    vec![name, leaf(&Component::Network), machine]
}

fn write_below(sheet: &mut Sheet, branches: &[Branch], losses: &[Loss], before: &str) {
    for (place, branch) in branches.iter().enumerate() {
        let is_last = place + 1 == branches.len();
        let (knot, rail) = if is_last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        write_one(sheet, branch, losses, &format!("{before}{knot}"));
        write_below(sheet, &branch.below, losses, &format!("{before}{rail}"));
    }
}

fn write_one(sheet: &mut Sheet, branch: &Branch, losses: &[Loss], before: &str) {
    let loss =
        branch.component.and_then(|component| losses.iter().find(|loss| loss.component == Some(component)));
    let line = Line::new().ink(Ink::Faint, before);
    let Some(loss) = loss else {
        return sheet.line(line.text(branch.label));
    };
    let ink = if loss.is_a_single_point_of_failure() { Ink::Bad } else { Ink::Plain };
    let line = line.ink(ink, branch.label).right(ink, &share(loss.pages_lost()), SHARES).text("  ");
    let sees = loss.symptom.map_or("not missed", |symptom| symptom.text.visitor_sees);
    sheet.wrapped(line, Ink::Faint, sees);
}
