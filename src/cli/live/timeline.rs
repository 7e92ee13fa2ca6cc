//! The simulated clock: how far the run is, where the actions stand in it, and which comes next.

use super::view::View;
use crate::cli::output::{Deed, Ink, Line};
use crate::units::{SimDuration, SimTime};

/// Width of the clock at the left.
const CLOCK: usize = 15;
/// Width of the end at the right.
const END: usize = 14;

/// The bar, and a line about the actions.
pub(super) fn lines(view: &View<'_>, width: usize) -> Vec<Line> {
    let deeds = Deed::all(view.plan);
    vec![bar(view, &deeds, width), next_action(view, &deeds)]
}

fn bar(view: &View<'_>, deeds: &[Deed<'_>], width: usize) -> Line {
    let end = SimTime::ZERO + view.plan.run.duration;
    let cells = width.saturating_sub(CLOCK + END).max(10);
    let played = cell(view.site.now, end, cells);
    let begin: Vec<usize> = deeds.iter().map(|deed| cell(deed.at, end, cells).min(cells - 1)).collect();
    let over = deeds.iter().filter_map(Deed::ends).filter(|at| *at < end);
    let over: Vec<usize> = over.map(|at| cell(at, end, cells)).collect();
    let mut line = Line::new().ink(Ink::Strong, format!(" {}", view.site.now)).to(CLOCK);
    for place in 0..cells {
        line = match () {
            () if begin.contains(&place) => line.ink(Ink::Deed, "◆"),
            () if over.contains(&place) => line.ink(Ink::Deed, "◇"),
            () if place < played => line.ink(Ink::Strong, "━"),
            () => line.ink(Ink::Faint, "─"),
        };
    }
    line.ink(Ink::Faint, format!(" {end}"))
}

/// What comes next: the beginning or the end of an action; after all of them, the last.
fn next_action(view: &View<'_>, deeds: &[Deed<'_>]) -> Line {
    let now = view.site.now;
    let line = Line::new().to(CLOCK);
    let begin = deeds.iter().map(|deed| (deed.at, format!("◆ {}", deed.title())));
    let over = deeds.iter().filter_map(|deed| Some((deed.ends()?, format!("◇ end of {}", deed.title()))));
    let mut marks: Vec<(SimTime, String)> = begin.chain(over).collect();
    marks.sort_by_key(|(at, _)| *at);
    let passed = marks.partition_point(|(at, _)| *at <= now);
    let run_end = SimTime::ZERO + view.plan.run.duration;
    match (marks.get(passed).filter(|(at, _)| *at < run_end), marks[..passed].last()) {
        (Some((at, what)), _) => {
            let left = at.since(now).as_nanos().div_ceil(1_000_000_000);
            line.ink(Ink::Deed, format!("{what} in {}", SimDuration::from_secs(left)))
        }
        (None, Some((at, what))) => line.ink(Ink::Deed, format!("{what} at {at}")),
        (None, None) => line,
    }
}

/// The cell of a bar in which a moment lies.
fn cell(at: SimTime, end: SimTime, cells: usize) -> usize {
    let cell = u128::from(at.as_nanos()) * cells as u128 / u128::from(end.as_nanos().max(1));
    usize::try_from(cell).unwrap_or(cells).min(cells)
}
