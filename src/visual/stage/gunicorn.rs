//! gunicorn: its workers one by one, as long as there is room to tell them apart.

use egui::{Pos2, Rect, vec2};

use super::drawing::Spot;
use super::grid::Grid;
use super::layout::{Layout, cut_bottom, cut_top};
use super::life::Life;
use super::measure::{Measure, fitting};
use super::pen::Pen;
use super::program;
use super::worker::{self, Deed, Detail};
use crate::visual::desk::{Part, View};
use crate::visual::texts::stage as texts;

/// The most workers that are shown one by one.
const WORKERS_MAX: usize = 64;

/// Draws gunicorn.
pub(super) fn draw(pen: &mut Pen<'_>, layout: &Layout, view: &View<'_>) {
    let life = Life::of_gunicorn(view);
    let gunicorn = view.site.app_server;
    let numbers = match gunicorn.workers {
        0 => vec![texts::NO_WORKER_YET.to_owned()],
        workers => texts::busy_workers(gunicorn.busy, workers),
    };
    program::draw(pen, layout.gunicorn, Part::Gunicorn.title(), life, &numbers);
    pen.spot(layout.gunicorn, Spot::Part(Part::Gunicorn));
    if !life.is_alive() {
        return;
    }
    let cells = Cells::of(layout, view);
    for (place, one) in view.close_up.gunicorn_workers.iter().enumerate().take(cells.count) {
        worker::draw(pen, cells.cell(place), cells.detail, one, view);
    }
    if let Some(room) = cells.summary {
        draw_summary(pen, room, view);
    }
}

/// Where the workers are.
pub(super) struct Cells {
    room: Rect,
    columns: usize,
    high: f32,
    /// Too small for rows of words: squares.
    squares: Option<Grid>,
    detail: Detail,
    /// How many of them are shown.
    count: usize,
    /// Where all of them are told in sums, if they are not told one by one.
    summary: Option<Rect>,
}

impl Cells {
    /// As it is now.
    pub(super) fn of(layout: &Layout, view: &View<'_>) -> Self {
        let measure = layout.measure;
        let mut room = program::content(layout.gunicorn, measure);
        if Life::of_gunicorn(view).progress().is_some() {
            room = room.with_min_y((room.top() + 12.0 * measure.unit).min(room.bottom()));
        }
        let count = view.close_up.gunicorn_workers.len();
        Self::in_rows(room, count, measure).unwrap_or_else(|| Self::in_squares(room, count, measure))
    }

    /// Where the request stands that the worker at `place` holds in its thread at `thread`.
    pub(super) fn seat(&self, layout: &Layout, view: &View<'_>, place: usize, thread: usize) -> Pos2 {
        let threads = view.close_up.gunicorn_workers.get(place).map_or(1, |worker| worker.threads.len());
        if place >= self.count {
            return layout.gunicorn.center_top();
        }
        worker::seat(self.cell(place), self.detail, layout.measure, thread, threads)
    }

    /// With words in each, in one column or two.
    fn in_rows(room: Rect, count: usize, measure: Measure) -> Option<Self> {
        let least = measure.row() + 3.0 * measure.unit;
        let rows_max = fitting(room.height() + 0.5, least) as usize;
        let two_fit = room.width() > 180.0 * measure.unit;
        let columns = [1, 2].into_iter().find(|columns| count <= columns * rows_max)?;
        if columns == 2 && !two_fit {
            return None;
        }
        let rows = count.div_ceil(columns).max(1);
        let high = (room.height() / rows as f32).min(38.0 * measure.unit);
        let detail = if columns == 1 { Detail::Words } else { Detail::FewWords };
        Some(Self { room, columns, high, squares: None, detail, count, summary: None })
    }

    /// Squares, and what all of them do in words below; very many in words alone.
    fn in_squares(mut room: Rect, count: usize, measure: Measure) -> Self {
        let is_told = count <= WORKERS_MAX;
        let words = if is_told { (4.0 * measure.row()).min(room.height() * 0.62) } else { room.height() };
        let summary = cut_bottom(&mut room, words);
        let unit = measure.unit;
        let squares = Grid::fit(room, count as u32, (9.0 * unit, 30.0 * unit));
        let count = if is_told { count.min(squares.cells as usize) } else { 0 };
        let detail = Detail::Sign;
        Self { room, columns: 1, high: 0.0, squares: Some(squares), detail, count, summary: Some(summary) }
    }

    fn cell(&self, place: usize) -> Rect {
        if let Some(squares) = &self.squares {
            let cell = squares.cell(place as u32);
            return cell.expand(cell.width() * 0.1);
        }
        let (column, row) = (place % self.columns, place / self.columns);
        let wide = self.room.width() / self.columns as f32;
        let at = self.room.min + vec2(column as f32 * wide, row as f32 * self.high);
        let gap = self.high * 0.1;
        let wide = if column + 1 < self.columns { wide - gap } else { wide };
        Rect::from_min_size(at, vec2(wide, self.high - gap))
    }
}

/// How many workers do what, the most frequent first and the idle last.
fn draw_summary(pen: &mut Pen<'_>, mut room: Rect, view: &View<'_>) {
    let mut deeds: Vec<(Deed, usize)> = Vec::new();
    for worker in &view.close_up.gunicorn_workers {
        let deed = Deed::of(worker);
        match deeds.iter_mut().find(|(known, _)| *known == deed) {
            Some((_, count)) => *count += 1,
            None => deeds.push((deed, 1)),
        }
    }
    deeds.sort_by_key(|(deed, count)| (*deed == Deed::Idle, std::cmp::Reverse(*count)));
    let all = view.close_up.gunicorn_workers.len();
    for (deed, count) in deeds {
        if room.height() < pen.measure.row() {
            return;
        }
        worker::draw_sum(pen, cut_top(&mut room, pen.measure.row()), deed, count, all);
        if all > WORKERS_MAX {
            let bar = cut_top(&mut room, 7.0 * pen.measure.unit);
            pen.bar(bar, count as f64 / all as f64, deed.colour(pen));
            cut_top(&mut room, pen.measure.gap);
        }
    }
}
