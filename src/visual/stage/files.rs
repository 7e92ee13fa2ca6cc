//! The application files: the code of each route, and how many workers are in it.

use egui::{Align2, Rect, vec2};

use super::drawing::{Shape, Spot};
use super::layout::{Layout, cut_right, cut_top};
use super::measure::fitting;
use super::pen::{BOX, DETAIL, Pen};
use crate::snapshot::Power;
use crate::visual::desk::{Part, View};
use crate::visual::texts::stage as texts;

/// Draws the files. They are on the disk whether anybody runs them or not, as long as there is light.
pub(super) fn draw(pen: &mut Pen<'_>, layout: &Layout, view: &View<'_>) {
    let theme = *pen.theme;
    let is_dark = view.site.host.power == Power::Off;
    let room = layout.files;
    pen.mark(Shape::Box, room, if is_dark { theme.hollow } else { theme.raised }, BOX);
    let (walls, colour) = if is_dark { (Shape::Dashes, pen.dark()) } else { (Shape::Frame, theme.line) };
    pen.mark(walls, room, colour, BOX + 1);
    pen.spot(room, Spot::Part(Part::Application));
    let mut inside = room.shrink2(vec2(pen.measure.gap, pen.measure.gap * 0.4));
    let head = cut_top(&mut inside, pen.measure.title_row());
    let title = if is_dark { pen.title().in_colour(pen.dark()) } else { pen.title() };
    pen.write(Part::Application.title(), head, Align2::LEFT_CENTER, title);
    if !is_dark {
        draw_routes(pen, inside, view);
    }
}

/// Routes, those at work first, with a mark for each worker that is in it.
fn draw_routes(pen: &mut Pen<'_>, mut room: Rect, view: &View<'_>) {
    let mut routes: Vec<(usize, &String, usize)> = view
        .scenario
        .routes
        .iter()
        .enumerate()
        .map(|(place, path)| (place, path, at_work(view, place)))
        .collect();
    let fits = fitting(room.height(), pen.measure.row()) as usize;
    if routes.len() > fits {
        routes.sort_by_key(|(place, _, count)| (*count == 0, *place));
    }
    let left_out = routes.len().saturating_sub(fits);
    let shown = if left_out > 0 { fits.saturating_sub(1) } else { fits };
    for (_, path, count) in routes.iter().take(shown) {
        let mut row = cut_top(&mut room, pen.measure.row());
        if *count > 0 {
            let marks = cut_right(&mut row, pen.measure.dot() * 4.0);
            pen.point(
                Shape::Diamond,
                marks.left_center() + vec2(pen.measure.dot(), 0.0),
                pen.measure.dot(),
                pen.theme.blue,
                DETAIL,
            );
            pen.write(count.to_string(), marks, Align2::RIGHT_CENTER, pen.number());
        }
        let colour = if *count > 0 { pen.theme.text } else { pen.theme.faint };
        pen.write((*path).clone(), row, Align2::LEFT_CENTER, pen.number().in_colour(colour));
    }
    if left_out > 0 && room.height() >= pen.measure.row() {
        let row = cut_top(&mut room, pen.measure.row());
        pen.write(
            texts::more_files(routes.len() - shown),
            row,
            Align2::LEFT_CENTER,
            pen.number().in_colour(pen.theme.faint),
        );
    }
}

/// How many threads of workers are in the code of the route at this place.
fn at_work(view: &View<'_>, place: usize) -> usize {
    let workers = view.close_up.gunicorn_workers.iter();
    let threads = workers.flat_map(|worker| &worker.threads);
    threads.filter(|thread| thread.route.map(usize::from) == Some(place)).count()
}
