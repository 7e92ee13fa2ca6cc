//! What several runs of a scenario say together.

use super::{Ink, Line, Played, Sheet, figure};
use crate::cli::output::measure;
use crate::expectation::{CONFIDENCE, share};
use crate::scenario::Plan;
use crate::study::replications::{Replication, Replications};
use crate::study::yardstick::Spread;

/// Where the columns of figures end.
const COLUMNS: [usize; 4] = [48, 64, 80, 96];
/// More windows are only in what programs get.
const WINDOWS_SHOWN_MAX: u16 = 6;

/// A table a window: the mean of the runs, how far the true mean may lie from it, the smallest and the largest.
pub(super) fn write(sheet: &mut Sheet, played: &Played) {
    let Some(replications) = &played.replications else { return };
    let Replications { runs, spreads, long_run, .. } = replications;
    sheet.heading(&format!("Over {} runs, each with a seed of its own", figure::count(runs.len() as u64)));
    let confidence = share(CONFIDENCE);
    let about =
        format!("± is the {confidence} interval of the mean (Student's); it is about {}", long_run.about());
    sheet.wrapped(Line::new().text("  "), Ink::Faint, &about);
    if let Some(warning) = long_run.warning(played.plan.run.warm_up) {
        sheet.wrapped(Line::new().text("  ").ink(Ink::Odd, "! "), Ink::Odd, &warning);
    }
    let mut window = None;
    for spread in spreads.iter().filter(|spread| is_shown(spread)) {
        if window != Some(spread.yardstick.window()) {
            window = Some(spread.yardstick.window());
            write_head(sheet, &played.plan, spread);
        }
        write_one(sheet, spread);
    }
    write_seeds(sheet, runs);
}

fn is_shown(spread: &Spread) -> bool {
    spread.yardstick.is_main() && spread.yardstick.window().is_none_or(|window| window < WINDOWS_SHOWN_MAX)
}

fn write_head(sheet: &mut Sheet, plan: &Plan, spread: &Spread) {
    let name = measure::window_of(plan, spread.yardstick).unwrap_or("whole run");
    let mut line = Line::new().ink(Ink::Strong, format!("  {name}"));
    for (text, end) in ["mean", "±", "smallest", "largest"].into_iter().zip(COLUMNS) {
        line = line.right(Ink::Faint, text, end);
    }
    sheet.line(line);
}

fn write_one(sheet: &mut Sheet, spread: &Spread) {
    let quantity = spread.yardstick.quantity();
    let half = spread.half_width.map(|half| measure::distance(quantity, half));
    let cells = [
        measure::value(quantity, spread.mean),
        half.unwrap_or_else(|| figure::NOTHING.to_owned()),
        measure::value(quantity, spread.min),
        measure::value(quantity, spread.max),
    ];
    let mut line = Line::new().text(format!("    {}", measure::name(spread.yardstick)));
    for (text, end) in cells.iter().zip(COLUMNS) {
        line = line.right(Ink::Plain, text, end);
    }
    sheet.line(line);
}

/// The seeds by which a run can be had by itself.
fn write_seeds(sheet: &mut Sheet, runs: &[Replication]) {
    const SHOWN_MAX: usize = 5;
    let mut seeds: Vec<String> = runs.iter().take(SHOWN_MAX).map(|run| run.seed.to_string()).collect();
    if runs.len() > SHOWN_MAX {
        seeds.push("...".to_owned());
    }
    let text = format!("{}; --seed shows a run by itself", seeds.join(", "));
    sheet.wrapped(Line::new().ink(Ink::Faint, "  seeds").to(12), Ink::Faint, &text);
}

/// Which run: `run 7 (seed 123)`.
pub(super) fn called(run: &Replication) -> String {
    format!("run {} (seed {})", run.number, run.seed)
}
