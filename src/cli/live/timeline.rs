//! The simulated clock: how far the run is, where the actions stand in it, and which comes next.

use super::view::View;
use crate::cli::output::{Ink, Line};
use crate::units::{SimDuration, SimTime};

/// Width of the clock at the left.
const CLOCK: usize = 15;
/// Width of the end at the right.
const END: usize = 14;

/// The bar, and a line about the actions.
pub(super) fn lines(view: &View<'_>, width: usize) -> Vec<Line> {
    vec![bar(view, width), next_action(view)]
}

fn bar(view: &View<'_>, width: usize) -> Line {
    let end = SimTime::ZERO + view.plan.run.duration;
    let cells = width.saturating_sub(CLOCK + END).max(10);
    let played = cell(view.site.now, end, cells);
    let actions = view.plan.settings.timeline.iter();
    let marked: Vec<usize> = actions.map(|action| cell(action.at, end, cells).min(cells - 1)).collect();
    let mut line = Line::new().ink(Ink::Strong, format!(" {}", view.site.now)).to(CLOCK);
    for place in 0..cells {
        line = match (marked.contains(&place), place < played) {
            (true, _) => line.ink(Ink::Deed, "◆"),
            (false, true) => line.ink(Ink::Strong, "━"),
            (false, false) => line.ink(Ink::Faint, "─"),
        };
    }
    line.ink(Ink::Faint, format!(" {end}"))
}

fn next_action(view: &View<'_>) -> Line {
    let now = view.site.now;
    let timeline = &view.plan.settings.timeline;
    let line = Line::new().to(CLOCK);
    let next = timeline.iter().filter(|action| action.at > now).min_by_key(|action| action.at);
    let last = timeline.iter().filter(|action| action.at <= now).max_by_key(|action| action.at);
    match (next, last) {
        (Some(next), _) => {
            let left = next.at.since(now).as_nanos().div_ceil(1_000_000_000);
            let text = format!("◆ {} in {}", next.deed.name(), SimDuration::from_secs(left));
            line.ink(Ink::Deed, text)
        }
        (None, Some(last)) => line.ink(Ink::Deed, format!("◆ {} at {}", last.deed.name(), last.at)),
        (None, None) => line,
    }
}

/// The cell of a bar in which a moment lies.
fn cell(at: SimTime, end: SimTime, cells: usize) -> usize {
    let cell = u128::from(at.as_nanos()) * cells as u128 / u128::from(end.as_nanos().max(1));
    usize::try_from(cell).unwrap_or(cells).min(cells)
}
