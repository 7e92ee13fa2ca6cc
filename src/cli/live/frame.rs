//! One picture of the site: a pure function of what is seen, the terminal's size and the theme.

use super::view::View;
use super::{head, machine, timeline};
use crate::cli::output::{Ink, Line, Theme};
use crate::cli::terminal::Size;

/// A picture is never wider.
const WIDTH_MAX: usize = 100;
/// In a narrower terminal the lines are cut.
const WIDTH_MIN: usize = 40;
/// Happenings shown below the machine, if there is room.
const HAPPENINGS: usize = 5;

/// The picture, lines ending in line breaks: at most `size.columns` wide, and lower than the terminal is high.
pub(super) fn frame(view: &View<'_>, size: Size, theme: Theme) -> String {
    let width = size.columns.clamp(WIDTH_MIN, WIDTH_MAX);
    let mut lines = vec![head::state(view, width)];
    lines.extend(timeline::lines(view, width));
    lines.extend(head::figures(view, width));
    lines.push(Line::new());
    lines.push(head::way_in(view, width));
    lines.extend(machine::lines(view, width));
    let room = size.rows.saturating_sub(1);
    let happenings = room.saturating_sub(lines.len() + 1).min(HAPPENINGS);
    if happenings > 0 {
        lines.push(Line::new());
        lines.extend(latest(view, happenings));
    }
    lines.truncate(room);
    lines.into_iter().map(|line| line.cut(size.columns.min(width)).render(theme) + "\n").collect()
}

/// The latest happenings, the newest first; the list always takes the same room.
fn latest(view: &View<'_>, room: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = view
        .happenings
        .iter()
        .rev()
        .take(room)
        .enumerate()
        .map(|(age, entry)| {
            let ink = if age == 0 { Ink::Plain } else { Ink::Faint };
            Line::new().ink(Ink::Faint, format!(" {}  ", entry.at)).ink(ink, entry.what.text())
        })
        .collect();
    lines.resize(room, Line::new());
    lines
}

#[cfg(test)]
mod tests;
