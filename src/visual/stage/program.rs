//! A program's box: its name, its state in words, its most important number, and the room for the rest.

use egui::{Align2, Rect, vec2};

use super::drawing::Shape;
use super::layout::{cut_left, cut_right, cut_top};
use super::life::Life;
use super::measure::{Measure, wrapped};
use super::pen::{BOX, INSIDE, Pen};
use crate::visual::texts::stage as texts;

/// Draws the box of a program. Of `numbers`, the first that fits is written, if the program is alive.
pub(super) fn draw(pen: &mut Pen<'_>, room: Rect, name: &str, life: Life, numbers: &[String]) {
    draw_walls(pen, room, life);
    let (mut head, second, _) = rows(room, pen.measure);
    let wide = pen.title().width(name) + pen.measure.gap * 0.5;
    let ink = if life.is_alive() { pen.title() } else { pen.title().in_colour(pen.dark()) };
    pen.write(name, cut_left(&mut head, wide), Align2::LEFT_CENTER, ink);
    if life == Life::Dark {
        return;
    }
    let state = life.words();
    let sign = 14.0 * pen.measure.unit;
    let wide = pen.number().width(&state[0]) + sign;
    if wide <= head.width() {
        let place = cut_right(&mut head, wide);
        draw_state(pen, place, &state, life);
        if life.is_alive() {
            pen.write_fitting(numbers, second, Align2::LEFT_CENTER, pen.number());
        }
    } else {
        draw_state(pen, second, &state, life);
    }
}

/// Says in the middle of the box what comes of a program that starts.
pub(super) fn draw_note(pen: &mut Pen<'_>, room: Rect, life: Life) {
    let room = content(room, pen.measure);
    let text = match life {
        Life::Starting(_) => texts::ACCEPTS_NOBODY_YET,
        Life::Recovering(_) => texts::APPLIES_ITS_REDO_LOG,
        _ => return,
    };
    let lines = wrapped(text, pen.number(), room.width());
    let high = lines.len() as f32 * pen.measure.row();
    let mut middle = Rect::from_center_size(room.center(), vec2(room.width(), high));
    for line in lines {
        let row = cut_top(&mut middle, pen.measure.row());
        pen.write(line, row, Align2::CENTER_CENTER, pen.number().in_colour(pen.theme.faint));
    }
}

/// What is in the box, below its name, state and number.
pub(super) fn content(room: Rect, measure: Measure) -> Rect {
    rows(room, measure).2
}

fn rows(room: Rect, measure: Measure) -> (Rect, Rect, Rect) {
    let mut inside = room.shrink2(vec2(measure.gap, measure.gap * 0.6));
    let head = cut_top(&mut inside, measure.title_row());
    let second = cut_top(&mut inside, measure.row());
    cut_top(&mut inside, measure.gap * 0.5);
    (head, second, inside)
}

fn draw_walls(pen: &mut Pen<'_>, room: Rect, life: Life) {
    let theme = *pen.theme;
    let (ground, walls, colour) = match life {
        Life::Dark => (theme.hollow, Shape::Dashes, pen.dark()),
        Life::Down => (theme.hollow, Shape::Dashes, theme.bad),
        Life::Starting(_) | Life::Recovering(_) | Life::Stopping => {
            (theme.raised, Shape::Frame, theme.waiting)
        }
        Life::Hung => (theme.raised, Shape::Frame, theme.bad),
        Life::Up => (theme.raised, Shape::Frame, theme.line),
    };
    pen.mark(Shape::Box, room, ground, BOX);
    pen.mark(walls, room, colour, BOX + 1);
    let content = rows(room, pen.measure).2;
    if let Some(share) = life.progress() {
        pen.bar(content.with_max_y(content.top() + 7.0 * pen.measure.unit), share, theme.waiting);
    }
    if life == Life::Down {
        let size = (34.0 * pen.measure.unit).min(content.height() * 0.6);
        pen.point(Shape::Cross, content.center(), size, theme.bad.lerp_to_gamma(theme.hollow, 0.55), INSIDE);
    }
}

fn draw_state(pen: &mut Pen<'_>, mut room: Rect, state: &[String], life: Life) {
    let sign = cut_left(&mut room, 14.0 * pen.measure.unit);
    let colour = life.colour(pen.theme);
    pen.point(
        life.shape(),
        sign.left_center() + vec2(5.0, 0.0) * pen.measure.unit,
        9.0 * pen.measure.unit,
        colour,
        INSIDE,
    );
    pen.write_fitting(state, room, Align2::LEFT_CENTER, pen.number().in_colour(colour));
}
