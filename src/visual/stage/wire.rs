//! What is between the visitors and the machine: the two roads, how long the wire is, and what dots mean.

use egui::{Align2, Color32, Rect, vec2};

use super::drawing::{Shape, Spot};
use super::layout::{Layout, cut_bottom, cut_left, cut_top};
use super::measure::wrapped;
use super::pen::{DETAIL, GROUND, INSIDE, Ink, Pen, ROAD};
use crate::units::SimDuration;
use crate::visual::desk::{Part, View};
use crate::visual::texts::stage as texts;

/// Draws both roads and what is written beside them.
pub(super) fn draw(pen: &mut Pen<'_>, layout: &Layout, view: &View<'_>) {
    draw_cable(pen, layout.name_road);
    let above = layout.name_road.with_min_y(layout.dns[0].top()).with_max_y(layout.name_road.top());
    if above.height() >= pen.measure.small_row() {
        pen.write(texts::NAME, above, Align2::CENTER_BOTTOM, pen.small());
    }
    pen.spot(layout.wire, Spot::Part(Part::Network));
    if view.site.network.plugged_in {
        draw_cable(pen, layout.wire);
    } else {
        draw_cut(pen, layout.wire);
    }
    draw_label(pen, layout.wire_label, view);
    draw_legend(pen, layout.legend, view);
}

/// A dark channel between two rails.
fn draw_cable(pen: &mut Pen<'_>, wire: Rect) {
    pen.mark(Shape::Box, wire, pen.theme.hollow, ROAD);
    let thick = 2.0 * pen.measure.unit;
    for rail in [wire.with_max_y(wire.top() + thick), wire.with_min_y(wire.bottom() - thick)] {
        pen.mark(Shape::Box, rail, pen.theme.line, GROUND);
    }
}

/// The cable ends before the machine.
fn draw_cut(pen: &mut Pen<'_>, wire: Rect) {
    let gap = 26.0 * pen.measure.unit;
    let cable = wire.with_max_x(wire.right() - gap);
    draw_cable(pen, cable);
    let end = Rect::from_min_max(cable.right_top() - vec2(3.0 * pen.measure.unit, 0.0), cable.right_bottom());
    pen.mark(Shape::Box, end, pen.theme.bad, INSIDE);
    let middle = wire.right_center() - vec2(gap / 2.0, 0.0);
    pen.point(Shape::Cross, middle, 15.0 * pen.measure.unit, pen.theme.bad, INSIDE);
}

/// What the wire is and how long a round trip takes, just above it.
fn draw_label(pen: &mut Pen<'_>, mut room: Rect, view: &View<'_>) {
    cut_bottom(&mut room, pen.measure.gap * 0.5);
    let mut rows: Vec<(String, Ink)> = Vec::new();
    if view.site.network.plugged_in {
        if let Some((least, most)) = round_trips(view) {
            rows.push((texts::THERE_AND_BACK.to_owned(), pen.small()));
            rows.push((texts::round_trip(least, most), pen.number()));
        }
    } else {
        rows.push((texts::UNPLUGGED.to_owned(), pen.number().bold().in_colour(pen.theme.bad)));
    }
    rows.push((texts::THE_INTERNET.to_owned(), pen.number().bold()));
    for (text, ink) in rows {
        let row = cut_bottom(&mut room, pen.measure.row());
        if row.height() >= pen.measure.row() - 0.5 {
            pen.write(text, row, Align2::CENTER_CENTER, ink);
        }
    }
}

/// The shortest and the longest of the visitors' round trips, as they are set.
fn round_trips(view: &View<'_>) -> Option<(SimDuration, SimDuration)> {
    let settings = view.scenario.settings.iter();
    let of_visitors =
        settings.filter(|(path, _, _)| path.starts_with("visitors") && path.ends_with("round_trip"));
    let spans: Vec<SimDuration> = of_visitors.filter_map(|(_, value, _)| value.parse().ok()).collect();
    Some((*spans.iter().min()?, *spans.iter().max()?))
}

/// What dots mean, how many each stands for, and who is followed.
fn draw_legend(pen: &mut Pen<'_>, mut room: Rect, view: &View<'_>) {
    let theme = *pen.theme;
    let meanings = [
        (Shape::Disc, theme.sky, texts::A_FILE),
        (Shape::Diamond, theme.blue, texts::A_PAGE),
        (Shape::Ring, theme.good, texts::AN_ANSWER),
        (Shape::Cross, theme.bad, texts::AN_ERROR),
    ];
    for (shape, colour, text) in meanings {
        let Some(mut row) = next_row(pen, &mut room) else { return };
        let sign = cut_left(&mut row, 16.0 * pen.measure.unit);
        let dot = pen.measure.dot();
        pen.point(shape, sign.left_center() + vec2(dot / 2.0, 0.0), dot, colour, DETAIL);
        pen.write(text, row, Align2::LEFT_CENTER, pen.number().in_colour(theme.faint));
    }
    cut_top(&mut room, pen.measure.gap);
    for (text, colour) in notes(pen, view) {
        for line in wrapped(&text, pen.number(), room.width()) {
            let Some(row) = next_row(pen, &mut room) else { return };
            pen.write(line, row, Align2::LEFT_CENTER, pen.number().in_colour(colour));
        }
        cut_top(&mut room, pen.measure.gap * 0.5);
    }
}

fn next_row(pen: &Pen<'_>, room: &mut Rect) -> Option<Rect> {
    let high = pen.measure.row();
    (room.height() >= high).then(|| cut_top(room, high))
}

fn notes(pen: &Pen<'_>, view: &View<'_>) -> Vec<(String, Color32)> {
    let (clock, close_up) = (view.clock, view.close_up);
    let mut notes = Vec::new();
    let loss = view.site.network.loss.get();
    if loss > 0.0 {
        notes.push((texts::loses_packets(loss), pen.theme.bad));
    }
    if close_up.one_in > 1 {
        notes.push((texts::one_dot_is(close_up.one_in), pen.theme.count));
    }
    if clock.is_playing && clock.reached > 0.0 && clock.reached < clock.speed * 0.9 {
        notes.push((texts::speed(clock.speed, clock.reached), pen.theme.count));
    }
    match view.desk.followed {
        None => notes.push((texts::FOLLOW_A_DOT.to_owned(), pen.theme.faint)),
        Some(visit) => {
            let request = close_up.requests.iter().find(|request| request.visit == visit);
            let spent = request.map(|one| (one.stage, super::life::seconds_since(view, one.since)));
            notes.push((texts::followed(visit, spent), pen.theme.sky));
        }
    }
    notes
}
