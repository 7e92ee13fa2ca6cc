//! MySQL: its sessions one by one, what they wait for, and how warm its buffer pool is.

use egui::{Align2, Color32, Rect};

use super::drawing::{Shape, Spot};
use super::grid::Grid;
use super::layout::{Layout, cut_bottom, cut_left, cut_top};
use super::life::Life;
use super::measure::Depth;
use super::pen::{DETAIL, INSIDE, Pen};
use super::program;
use crate::snapshot::LockedBy;
use crate::visual::desk::{Part, View};
use crate::visual::texts::stage as texts;

/// Draws MySQL.
pub(super) fn draw(pen: &mut Pen<'_>, layout: &Layout, view: &View<'_>) {
    let life = Life::of_mysql(view);
    let mysql = view.site.database;
    let numbers = texts::sessions(mysql.sessions, mysql.sessions_max);
    program::draw(pen, layout.mysql, Part::Mysql.title(), life, &numbers);
    pen.spot(layout.mysql, Spot::Part(Part::Mysql));
    if !matches!(life, Life::Up | Life::Stopping | Life::Hung) {
        return program::draw_note(pen, layout.mysql, life);
    }
    let rooms = Rooms::of(layout, view);
    if let (Some(room), Some(by)) = (rooms.lock, view.close_up.mysql.locked_by) {
        draw_lock(pen, room, by);
    }
    draw_sessions(pen, &rooms.sessions, view);
    for (row, fact) in rooms.facts.into_iter().zip(facts(pen, view)) {
        draw_fact(pen, row, fact);
    }
    if let (Some(room), Some(ratio)) = (rooms.pool, view.close_up.mysql.hit_ratio) {
        draw_pool(pen, room, ratio);
    }
}

/// Where requests stand in MySQL: one in each cell.
pub(super) fn seats(layout: &Layout, view: &View<'_>) -> Grid {
    Rooms::of(layout, view).sessions
}

/// Where things are in MySQL's box.
struct Rooms {
    lock: Option<Rect>,
    sessions: Grid,
    facts: [Rect; 2],
    pool: Option<Rect>,
}

impl Rooms {
    fn of(layout: &Layout, view: &View<'_>) -> Self {
        let measure = layout.measure;
        let mut room = program::content(layout.mysql, measure);
        if Life::of_mysql(view).progress().is_some() {
            cut_top(&mut room, 12.0 * measure.unit);
        }
        let is_locked = view.close_up.mysql.locked_by.is_some();
        let lock = is_locked.then(|| cut_top(&mut room, measure.row() + 4.0 * measure.unit));
        if is_locked {
            cut_top(&mut room, measure.gap * 0.5);
        }
        let has_pool = measure.depth == Depth::Full;
        let pool = has_pool.then(|| cut_bottom(&mut room, measure.row() + 9.0 * measure.unit));
        let facts = [cut_bottom(&mut room, measure.row()), cut_bottom(&mut room, measure.row())];
        cut_bottom(&mut room, measure.gap * 0.5);
        let sessions = view.site.database.sessions_max.max(1);
        let pitch = (7.0 * measure.unit, 14.0 * measure.unit);
        Self { lock, sessions: Grid::fit(room, sessions, pitch), facts: [facts[1], facts[0]], pool }
    }
}

/// What holds a lock that many wait for.
fn draw_lock(pen: &mut Pen<'_>, room: Rect, by: LockedBy) {
    pen.mark(Shape::Box, room, pen.theme.waiting, INSIDE);
    let ink = pen.number().bold().in_colour(pen.theme.on_bright);
    pen.write_fitting(&texts::locked(by), room.shrink2(egui::vec2(4.0, 0.0)), Align2::CENTER_CENTER, ink);
}

/// Sessions: those that wait for a lock, those that run a query, those that are open, and the slots left.
fn draw_sessions(pen: &mut Pen<'_>, grid: &Grid, view: &View<'_>) {
    let (theme, mysql) = (*pen.theme, view.site.database);
    let waiting = grid.lit(mysql.waiting);
    let running = grid.lit(mysql.running.max(mysql.waiting)).max(waiting);
    let open = grid.lit(mysql.sessions).max(running);
    let is_full = mysql.sessions >= mysql.sessions_max;
    for place in 0..grid.cells {
        let cell = grid.cell(place);
        let (shape, colour, height) = match place {
            _ if place < waiting => (Shape::Triangle, theme.waiting, DETAIL),
            _ if place < running => (Shape::Disc, theme.data, DETAIL),
            _ if place < open => (Shape::Ring, if is_full { theme.bad } else { theme.data }, DETAIL),
            _ => (Shape::Disc, theme.hollow, INSIDE),
        };
        pen.mark(shape, cell.expand(0.5), colour, height);
    }
}

/// A form, what it means, how many there are.
type Fact = (Shape, Color32, Vec<String>, u32);

fn facts(pen: &Pen<'_>, view: &View<'_>) -> [Fact; 2] {
    let (theme, mysql) = (pen.theme, view.site.database);
    let running = mysql.running.saturating_sub(mysql.waiting);
    [
        (Shape::Disc, theme.data, texts::running(), running),
        (Shape::Triangle, theme.waiting, texts::wait_for_locks(), mysql.waiting),
    ]
}

fn draw_fact(pen: &mut Pen<'_>, mut row: Rect, (shape, colour, name, count): Fact) {
    let sign = cut_left(&mut row, 15.0 * pen.measure.unit);
    pen.point(
        shape,
        sign.left_center() + egui::vec2(5.0, 0.0) * pen.measure.unit,
        9.0 * pen.measure.unit,
        colour,
        INSIDE,
    );
    let number = count.to_string();
    let wide = pen.number().bold().width(&number) + pen.measure.gap * 0.5;
    let count_room = super::layout::cut_right(&mut row, wide);
    let (name_ink, ink) = match count {
        0 => (pen.number().in_colour(pen.theme.faint), pen.number().in_colour(pen.theme.faint)),
        _ => (pen.number(), pen.number().bold()),
    };
    pen.write_fitting(&name, row, Align2::LEFT_CENTER, name_ink);
    pen.write(number, count_room, Align2::RIGHT_CENTER, ink);
}

/// The share of page reads that needs no disk.
fn draw_pool(pen: &mut Pen<'_>, mut room: Rect, ratio: f64) {
    let mut row = cut_top(&mut room, pen.measure.row());
    let number = texts::percent(ratio);
    let wide = pen.number().bold().width(&number) + pen.measure.gap * 0.5;
    let number_room = super::layout::cut_right(&mut row, wide);
    pen.write_fitting(
        &texts::buffer_pool(),
        row,
        Align2::LEFT_CENTER,
        pen.number().in_colour(pen.theme.faint),
    );
    pen.write(number, number_room, Align2::RIGHT_CENTER, pen.number().bold());
    let cold = ratio < 0.9;
    let colour = if cold { pen.theme.waiting } else { pen.theme.good };
    pen.bar(room.with_max_y(room.top() + 7.0 * pen.measure.unit), ratio, colour);
}
