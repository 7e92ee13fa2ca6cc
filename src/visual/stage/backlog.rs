//! gunicorn's accept queue: a line whose head stands beside gunicorn.

use egui::{Align2, Pos2, Rect};

use super::drawing::{Shape, Spot};
use super::grid::Grid;
use super::layout::{Layout, cut_bottom, cut_top};
use super::life::Life;
use super::pen::{DETAIL, INSIDE, Pen};
use crate::visual::desk::{Part, View};
use crate::visual::texts::stage as texts;

/// Draws the queue. Where nothing listens there is none.
pub(super) fn draw(pen: &mut Pen<'_>, layout: &Layout, view: &View<'_>) {
    let life = Life::of_gunicorn(view);
    let (head, count, below, room) = rows(layout);
    let name = if life.is_alive() { pen.small() } else { pen.small().in_colour(pen.dark()) };
    for (text, row) in texts::ACCEPT_QUEUE.into_iter().zip(head) {
        pen.write(text, row, Align2::CENTER_CENTER, name);
    }
    pen.spot(layout.backlog, Spot::Part(Part::Gunicorn));
    if !life.is_alive() {
        return;
    }
    let (waiting, most) = (view.site.app_server.backlog, view.site.app_server.backlog_max);
    let colour = match waiting {
        0 => pen.theme.faint,
        _ if waiting >= most => pen.theme.bad,
        _ => pen.theme.waiting,
    };
    let number = pen.number().bold().in_colour(colour);
    pen.write_fitting(&texts::backlog(waiting, most), count, Align2::CENTER_CENTER, number);
    let queue = line(room, layout, waiting);
    draw_line(pen, &queue, queue.lit(waiting), most);
    if queue.each > 1 {
        pen.write_fitting(&texts::each(queue.each), below, Align2::CENTER_CENTER, pen.small());
    }
}

/// Where requests stand in it.
pub(super) fn seats(layout: &Layout, view: &View<'_>) -> Grid {
    line(rows(layout).3, layout, view.site.app_server.backlog)
}

/// Where the request stands that is the `rank`th of `waiting`, from 0 at the head.
pub(super) fn seat(seats: &Grid, rank: u32, waiting: u32) -> Pos2 {
    let place = u64::from(rank) * u64::from(seats.cells.max(1)) / u64::from(waiting.max(seats.cells).max(1));
    seats.cell_in_line(place as u32).center()
}

/// The two rows of its name, its count, what a dot stands for, and the line's room.
fn rows(layout: &Layout) -> ([Rect; 2], Rect, Rect, Rect) {
    let (measure, mut room) = (layout.measure, layout.backlog);
    cut_top(&mut room, measure.gap * 0.6);
    let head = [cut_top(&mut room, measure.small_row()), cut_top(&mut room, measure.small_row())];
    let count = cut_top(&mut room, measure.row());
    cut_top(&mut room, measure.gap * 0.5);
    let below = cut_bottom(&mut room, measure.small_row());
    (head, count, below, room.shrink2(egui::vec2(measure.gap * 0.5, 0.0)))
}

fn line(room: Rect, layout: &Layout, waiting: u32) -> Grid {
    let unit = layout.measure.unit;
    let pitch = 12.0 * unit;
    let line = Grid::fit(room, waiting, (8.0 * unit, pitch));
    // As many cells as have room stand there, taken or not.
    let all = if line.each > 1 { waiting } else { waiting.max(line.cells_max()) };
    Grid::fit(room, all, (8.0 * unit, pitch))
}

fn draw_line(pen: &mut Pen<'_>, line: &Grid, lit: u32, most: u32) {
    for place in 0..line.cells {
        let cell = line.cell_in_line(place);
        if place < lit {
            pen.mark(Shape::Diamond, cell.expand(1.0), pen.theme.blue, DETAIL);
        } else if place < most {
            pen.mark(Shape::Disc, cell.shrink(cell.width() * 0.3), pen.theme.hollow, INSIDE);
        }
    }
}
