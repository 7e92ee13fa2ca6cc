//! nginx: its worker processes, and the connection slots of each.

use egui::{Align2, Pos2, Rect};

use super::drawing::{Shape, Spot};
use super::grid::Grid;
use super::layout::{Layout, cut_bottom, cut_top};
use super::life::Life;
use super::measure::Measure;
use super::pen::{DETAIL, INSIDE, Pen};
use super::program;
use crate::snapshot::NginxWorkerView;
use crate::visual::desk::{Part, View};
use crate::visual::texts::stage as texts;
use crate::vocabulary::ActionName;

/// The most workers that are shown one by one.
const WORKERS_MAX: usize = 8;

/// Draws nginx.
pub(super) fn draw(pen: &mut Pen<'_>, layout: &Layout, view: &View<'_>) {
    let life = Life::of_nginx(view);
    let nginx = view.site.web_server;
    let numbers = if view.site.lasting.contains(&ActionName::MaintenancePage) {
        texts::maintenance_page()
    } else {
        texts::connections(nginx.connections, nginx.connections_max)
    };
    program::draw(pen, layout.nginx, Part::Nginx.title(), life, &numbers);
    pen.spot(layout.nginx, Spot::Part(Part::Nginx));
    if !matches!(life, Life::Up | Life::Stopping | Life::Hung) {
        return program::draw_note(pen, layout.nginx, life);
    }
    if let Some(room) = before_the_door(layout, view) {
        let texts = texts::wait_to_get_in(view.close_up.accept_queue);
        pen.write_fitting(&texts, room, Align2::LEFT_CENTER, pen.number().in_colour(pen.theme.waiting));
    }
    let workers = workers(view);
    for (place, worker) in workers.iter().enumerate() {
        let block = Block::of(layout, view, &workers, place);
        if let Some(label) = block.label {
            draw_label(pen, label, place, *worker);
        }
        draw_slots(pen, &block.slots, *worker);
    }
}

/// Where requests stand in nginx.
pub(super) struct Seats {
    /// The slots of each worker process.
    slots: Vec<Grid>,
}

impl Seats {
    /// As it is now.
    pub(super) fn of(layout: &Layout, view: &View<'_>) -> Self {
        let workers = workers(view);
        let slots = |place| Block::of(layout, view, &workers, place).slots;
        Self { slots: (0..workers.len()).map(slots).collect() }
    }

    /// Where the `slot`th stands.
    pub(super) fn at(&self, slot: u32) -> Pos2 {
        let count = self.slots.len();
        self.slots[slot as usize % count].cell(slot / count as u32).center()
    }
}

/// Where it is told that connections wait in the kernel until nginx accepts them, if any do.
fn before_the_door(layout: &Layout, view: &View<'_>) -> Option<Rect> {
    let mut room = program::content(layout.nginx, layout.measure);
    (view.close_up.accept_queue > 0).then(|| cut_bottom(&mut room, layout.measure.row()))
}

/// A worker process: its name, and its connection slots.
struct Block {
    label: Option<Rect>,
    slots: Grid,
}

impl Block {
    fn of(layout: &Layout, view: &View<'_>, workers: &[NginxWorkerView], place: usize) -> Self {
        let measure = layout.measure;
        let mut room = program::content(layout.nginx, measure);
        if let Some(door) = before_the_door(layout, view) {
            room.max.y = door.top();
        }
        let high = (room.height() + measure.gap * 0.5) / workers.len().max(1) as f32;
        let top = room.top() + high * place as f32;
        let mut room = room.with_min_y(top).with_max_y(top + high - measure.gap * 0.5);
        let has_label = room.height() > 2.6 * measure.small_row();
        let label = has_label.then(|| cut_top(&mut room, measure.small_row()));
        let slots = workers.get(place).map_or(1, |worker| worker.connections_max.max(1));
        Self { label, slots: Grid::fit(room, slots, pitch(measure)) }
    }
}

fn pitch(measure: Measure) -> (f32, f32) {
    (7.0 * measure.unit, 13.0 * measure.unit)
}

/// Its worker processes; too many to be told apart, and those not told, are one.
fn workers(view: &View<'_>) -> Vec<NginxWorkerView> {
    let told = &view.close_up.nginx_workers;
    if (1..=WORKERS_MAX).contains(&told.len()) {
        return told.clone();
    }
    let nginx = view.site.web_server;
    vec![NginxWorkerView {
        hangs: !told.is_empty() && told.iter().all(|worker| worker.hangs),
        is_busy: told.iter().any(|worker| worker.is_busy),
        connections: nginx.connections,
        connections_max: nginx.connections_max,
    }]
}

fn draw_label(pen: &mut Pen<'_>, room: Rect, place: usize, worker: NginxWorkerView) {
    let ink = if worker.hangs { pen.small().in_colour(pen.theme.bad) } else { pen.small() };
    let size = 8.0 * pen.measure.unit;
    let words = room.with_max_x(room.right() - 2.0 * size);
    pen.write_fitting(&texts::nginx_worker(place + 1, worker.hangs), words, Align2::LEFT_CENTER, ink);
    let light = room.right_center() - egui::vec2(size, 0.0);
    let (shape, colour) = match (worker.hangs, worker.is_busy) {
        (true, _) => (Shape::Ring, pen.theme.bad),
        (false, true) => (Shape::Disc, pen.theme.blue),
        (false, false) => (Shape::Ring, pen.theme.line),
    };
    pen.point(shape, light, size, colour, DETAIL);
}

fn draw_slots(pen: &mut Pen<'_>, slots: &Grid, worker: NginxWorkerView) {
    let is_full = worker.connections >= worker.connections_max;
    let taken = if is_full || worker.hangs { pen.theme.bad } else { pen.theme.sky };
    let lit = slots.lit(worker.connections);
    for place in 0..slots.cells {
        let (colour, height) = if place < lit { (taken, DETAIL) } else { (pen.theme.hollow, INSIDE) };
        pen.mark(Shape::Box, slots.cell(place), colour, height);
    }
}
