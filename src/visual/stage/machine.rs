//! The one server: its walls, its plug, the road in it, and everything that hangs from that road.

use egui::{Align2, Rect, vec2};

use super::drawing::{Shape, Spot};
use super::layout::{Layout, cut_left, cut_right};
use super::pen::{BOX, DETAIL, GROUND, INSIDE, Pen};
use super::{backlog, files, gauges, gunicorn, mysql, nginx};
use crate::snapshot::Power;
use crate::visual::desk::{Part, Side, View};
use crate::visual::texts::stage as texts;

/// Draws the machine and everything in it.
pub(super) fn draw(pen: &mut Pen<'_>, layout: &Layout, view: &View<'_>) {
    draw_walls(pen, layout, view);
    draw_head(pen, layout.head, view);
    gauges::draw(pen, layout, view);
    draw_road(pen, layout);
    nginx::draw(pen, layout, view);
    backlog::draw(pen, layout, view);
    gunicorn::draw(pen, layout, view);
    files::draw(pen, layout, view);
    mysql::draw(pen, layout, view);
    draw_chosen(pen, layout, view);
}

fn draw_walls(pen: &mut Pen<'_>, layout: &Layout, view: &View<'_>) {
    let theme = *pen.theme;
    let (ground, walls, colour) = match view.site.host.power {
        Power::Off => (theme.hollow, Shape::Dashes, theme.bad),
        Power::Panicked => (theme.hollow, Shape::Frame, theme.bad),
        Power::Booting => (theme.surface, Shape::Frame, theme.waiting),
        Power::On => (theme.surface, Shape::Frame, theme.text),
    };
    pen.mark(Shape::Box, layout.machine, ground, GROUND);
    pen.mark(walls, layout.machine, colour, GROUND + 1);
    pen.spot(layout.machine, Spot::Part(Part::Machine));
}

/// The channel that goes on from the wire, through the wall, and a drop to each program.
fn draw_road(pen: &mut Pen<'_>, layout: &Layout) {
    let theme = *pen.theme;
    let road = layout.road.with_min_x(layout.machine.left() - 1.0);
    pen.mark(Shape::Box, road, theme.hollow, GROUND + 2);
    for part in [layout.nginx, layout.backlog, layout.gunicorn, layout.mysql] {
        let drop = Rect::from_min_max(part.center_top(), part.center_top());
        let drop = drop.expand2(vec2(5.0 * pen.measure.unit, 0.0)).with_min_y(road.bottom() - 1.0);
        pen.mark(Shape::Box, drop, theme.hollow, GROUND + 2);
    }
}

fn draw_head(pen: &mut Pen<'_>, mut room: Rect, view: &View<'_>) {
    let is_off = view.site.host.power == Power::Off;
    draw_plug(pen, &mut room, view.site.host.power);
    let titles = texts::machine(view.site.dns.address);
    let ink = if is_off { pen.title().in_colour(pen.dark()) } else { pen.title() };
    let state = texts::power(view.site.host.power, progress(view));
    let sign = 20.0 * pen.measure.unit;
    let wide = pen.number().bold().width(&state) + sign + pen.measure.gap;
    let fits = titles.iter().find(|title| ink.width(title) + wide <= room.width());
    let title = fits.or(titles.last()).cloned().unwrap_or_default();
    let name = cut_left(&mut room, ink.width(&title) + pen.measure.gap);
    pen.write(title, name, Align2::LEFT_CENTER, ink);
    draw_state(pen, room, &state, view.site.host.power);
}

fn draw_state(pen: &mut Pen<'_>, mut room: Rect, state: &str, power: Power) {
    let (shape, colour) = match power {
        Power::Off | Power::Panicked => (Shape::Cross, pen.theme.bad),
        Power::Booting => (Shape::Triangle, pen.theme.waiting),
        Power::On => (Shape::Disc, pen.theme.good),
    };
    let sign = cut_left(&mut room, 18.0 * pen.measure.unit);
    pen.point(shape, sign.center(), 10.0 * pen.measure.unit, colour, INSIDE);
    pen.write(state, room, Align2::LEFT_CENTER, pen.number().bold().in_colour(colour));
}

/// How far the boot is.
fn progress(view: &View<'_>) -> Option<f64> {
    view.close_up.starting.machine.map(|progress| progress.share(view.clock.now))
}

/// The button that everybody should find first.
fn draw_plug(pen: &mut Pen<'_>, room: &mut Rect, power: Power) {
    let (theme, unit) = (*pen.theme, pen.measure.unit);
    let (text, colour, apart) = match power {
        Power::Off => (texts::PUT_THE_PLUG_BACK, theme.blue, 2.5 * unit),
        Power::Panicked | Power::Booting | Power::On => (texts::PULL_THE_PLUG, theme.bad, 0.0),
    };
    let sign = 26.0 * unit + 2.0 * apart;
    let button = cut_right(room, pen.number().bold().width(text) + sign + pen.measure.gap);
    cut_right(room, pen.measure.gap);
    pen.mark(Shape::Box, button, colour, INSIDE);
    pen.spot(button, Spot::Plug);
    let mut words = button;
    let sign = cut_left(&mut words, sign);
    draw_plug_sign(pen, sign, apart);
    pen.write(text, words, Align2::LEFT_CENTER, pen.number().bold().in_colour(theme.on_colour));
}

/// A plug with two prongs and its socket, so far apart.
fn draw_plug_sign(pen: &mut Pen<'_>, room: Rect, apart: f32) {
    let (unit, colour) = (pen.measure.unit, pen.theme.on_colour);
    let middle = room.center();
    let plug = Rect::from_center_size(middle - vec2(4.0 * unit + apart, 0.0), vec2(7.0, 11.0) * unit);
    pen.mark(Shape::Box, plug, colour, DETAIL);
    for side in [-3.0, 3.0] {
        let prong = plug.right_center() + vec2(2.0, side) * unit;
        pen.mark(Shape::Box, Rect::from_center_size(prong, vec2(4.5, 2.0) * unit), colour, DETAIL);
    }
    let socket = Rect::from_center_size(middle + vec2(5.5 * unit + apart, 0.0), vec2(3.0, 13.0) * unit);
    pen.mark(Shape::Box, socket, colour, DETAIL);
}

/// The part that the inspector shows.
fn draw_chosen(pen: &mut Pen<'_>, layout: &Layout, view: &View<'_>) {
    if view.desk.side == Side::Inspector {
        let chosen = layout.part(view.desk.part).expand(pen.measure.gap * 0.25);
        pen.mark(Shape::Frame, chosen, pen.theme.sky, BOX + 5);
    }
}
