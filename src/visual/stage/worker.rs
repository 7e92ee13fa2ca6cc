//! A worker of gunicorn, drawn by what it does: it computes, waits, imports, is idle, leaves or is gone.

use egui::{Align2, Color32, Pos2, Rect, vec2};

use super::drawing::Shape;
use super::layout::{cut_bottom, cut_left};
use super::life::seconds_since;
use super::measure::Measure;
use super::pen::{DETAIL, INSIDE, Ink, Pen};
use crate::snapshot::{Doing, ThreadView, WorkerPresence, WorkerView};
use crate::visual::desk::View;
use crate::visual::texts::stage as texts;

/// How much is told of a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// What it does, in words.
    Words,
    /// The same in half the room.
    FewWords,
    /// Only its form.
    Sign,
}

/// What a worker, or one of its threads, does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    /// Nothing.
    Idle,
    /// Python runs, or wants to.
    Computes,
    /// It waits for MySQL.
    WaitsForMysql,
    /// It waits for a connection of its pool.
    WaitsForPool,
    /// It waits for something else.
    WaitsElsewhere,
    /// It works for a visitor who has left.
    WorksForNobody,
    /// It imports the application's code.
    Imports,
    /// It stands still.
    Hangs,
    /// It finishes what it has and leaves.
    Leaves,
    /// There is no process.
    Gone,
}

impl Deed {
    /// What the worker does; of several threads, the first that does something.
    pub(super) fn of(worker: &WorkerView) -> Self {
        match worker.presence {
            WorkerPresence::Importing => Self::Imports,
            WorkerPresence::Gone => Self::Gone,
            _ if worker.hangs => Self::Hangs,
            WorkerPresence::Leaving => Self::Leaves,
            WorkerPresence::Serving => {
                let threads = worker.threads.iter().map(Self::of_thread);
                threads.into_iter().find(|deed| *deed != Self::Idle).unwrap_or(Self::Idle)
            }
        }
    }

    fn of_thread(thread: &ThreadView) -> Self {
        match thread.doing {
            Doing::Nothing => Self::Idle,
            _ if !thread.is_wanted => Self::WorksForNobody,
            Doing::Computing => Self::Computes,
            Doing::WaitingForMysql => Self::WaitsForMysql,
            Doing::WaitingForPool => Self::WaitsForPool,
            Doing::WaitingElsewhere => Self::WaitsElsewhere,
        }
    }

    /// Ground and pattern.
    fn look(self, pen: &Pen<'_>) -> (Color32, Shape, Color32) {
        let theme = pen.theme;
        let soft = |colour: Color32| colour.lerp_to_gamma(theme.raised, 0.66);
        match self {
            Self::Idle => (theme.raised, Shape::Frame, theme.line),
            Self::Computes => (theme.blue, Shape::Frame, theme.blue),
            Self::WaitsForMysql | Self::WaitsForPool => (theme.raised, Shape::Stripes, soft(theme.waiting)),
            Self::WaitsElsewhere => (theme.raised, Shape::Stripes, soft(theme.line)),
            Self::WorksForNobody => (theme.raised, Shape::Stripes, soft(theme.bad)),
            Self::Imports => (theme.hollow, Shape::Frame, theme.waiting),
            Self::Hangs => (theme.raised, Shape::Frame, theme.bad),
            Self::Leaves => (theme.raised, Shape::Dashes, theme.waiting),
            Self::Gone => (theme.hollow, Shape::Dashes, theme.bad),
        }
    }

    /// The colour of many that do so.
    pub(super) fn colour(self, pen: &Pen<'_>) -> Color32 {
        let theme = pen.theme;
        match self {
            Self::Computes => theme.blue,
            Self::Gone | Self::Hangs | Self::WorksForNobody => theme.bad,
            Self::Idle | Self::WaitsElsewhere => theme.line,
            _ => theme.waiting,
        }
    }

    fn ink(self, pen: &Pen<'_>) -> Ink {
        match self {
            Self::Idle => pen.number().in_colour(pen.theme.faint),
            Self::Computes => pen.number().in_colour(pen.theme.on_colour),
            Self::Gone | Self::Hangs => pen.number().in_colour(pen.theme.bad),
            _ => pen.number(),
        }
    }
}

/// Draws a worker.
pub(super) fn draw(pen: &mut Pen<'_>, cell: Rect, detail: Detail, worker: &WorkerView, view: &View<'_>) {
    let deed = Deed::of(worker);
    let strips = strips(cell, detail, pen.measure, worker.threads.len());
    if worker.presence == WorkerPresence::Serving && !worker.hangs && worker.threads.len() > 1 {
        pen.mark(Shape::Frame, cell, pen.theme.line, INSIDE);
        for (thread, room) in worker.threads.iter().zip(&strips) {
            draw_pattern(pen, *room, Deed::of_thread(thread));
        }
        if detail != Detail::Sign && strips[0].height() < cell.height() * 0.7 {
            let words = words_of(cell.with_max_y(strips[0].top()), pen.measure);
            let busy = worker.threads.iter().filter(|thread| thread.doing != Doing::Nothing).count();
            let texts = texts::busy_threads(busy, worker.threads.len());
            pen.write_fitting(&texts, words, Align2::LEFT_CENTER, pen.number());
        }
        return;
    }
    draw_pattern(pen, cell, deed);
    draw_import(pen, cell, worker, view);
    if detail != Detail::Sign {
        let texts = told(deed, worker, view);
        pen.write_fitting(&texts, words_of(cell, pen.measure), Align2::LEFT_CENTER, deed.ink(pen));
    }
}

/// Where the request stands that this thread holds: at the left of the words.
pub(super) fn seat(cell: Rect, detail: Detail, measure: Measure, thread: usize, threads: usize) -> Pos2 {
    let strips = strips(cell, detail, measure, threads);
    match (strips.get(thread), detail) {
        (Some(strip), _) if threads > 1 => strip.center(),
        (_, Detail::Sign) => cell.center(),
        _ => cell.left_center() + vec2(10.0 * measure.unit, 0.0),
    }
}

/// Where a worker's threads are.
fn strips(cell: Rect, detail: Detail, measure: Measure, threads: usize) -> Vec<Rect> {
    let mut room = cell.shrink(3.0);
    if detail != Detail::Sign && cell.height() > measure.row() + 14.0 * measure.unit {
        room = cut_bottom(&mut room, 11.0 * measure.unit);
    }
    let wide = room.width() / threads.max(1) as f32;
    let strip = |place: usize| cut_left(&mut room.with_min_x(room.left() + wide * place as f32), wide);
    (0..threads.max(1)).map(|place| strip(place).shrink2(vec2((wide * 0.1).min(1.5), 0.0))).collect()
}

fn words_of(cell: Rect, measure: Measure) -> Rect {
    cell.with_min_x(cell.left() + 19.0 * measure.unit).with_max_x(cell.right() - 3.0 * measure.unit)
}

fn draw_pattern(pen: &mut Pen<'_>, room: Rect, deed: Deed) {
    let (ground, pattern, colour) = deed.look(pen);
    pen.mark(Shape::Box, room, ground, INSIDE);
    let room = if pattern == Shape::Stripes { room.shrink(1.0) } else { room };
    pen.mark(pattern, room, colour, INSIDE + 1);
    if pattern == Shape::Stripes {
        pen.mark(Shape::Frame, room.expand(1.0), deed.colour(pen), INSIDE + 1);
    }
    let sign = match deed {
        Deed::WorksForNobody => Some(Shape::Cross),
        Deed::Hangs => Some(Shape::Ring),
        _ => None,
    };
    if let Some(sign) = sign {
        let size = (room.height() * 0.5).min(12.0 * pen.measure.unit).min(room.width());
        pen.point(
            sign,
            room.left_center() + vec2(10.0 * pen.measure.unit, 0.0).min(room.size() / 2.0),
            size,
            pen.theme.bad,
            DETAIL,
        );
    }
}

/// How much of the code is imported.
fn draw_import(pen: &mut Pen<'_>, cell: Rect, worker: &WorkerView, view: &View<'_>) {
    if let Some(share) = import_share(worker, view) {
        let room = cell.shrink(2.0);
        let done = room.with_max_x(room.left() + room.width() * share as f32);
        let colour = pen.theme.waiting.lerp_to_gamma(pen.theme.hollow, 0.45);
        pen.mark(Shape::Box, done, colour, INSIDE + 1);
    }
}

fn import_share(worker: &WorkerView, view: &View<'_>) -> Option<f64> {
    let (from, until) = (worker.since?, worker.until?);
    let progress = crate::snapshot::Progress { from, until };
    (worker.presence == WorkerPresence::Importing).then(|| progress.share(view.clock.now))
}

/// What it does in words, from many to few.
fn told(deed: Deed, worker: &WorkerView, view: &View<'_>) -> Vec<String> {
    let busy = worker.threads.iter().find(|thread| thread.doing != Doing::Nothing);
    let seconds = busy.map_or(0.0, |thread| seconds_since(view, thread.since));
    match deed {
        Deed::Idle => texts::idle(),
        Deed::Computes => texts::computes(seconds),
        Deed::WaitsForMysql => texts::waits_for_mysql(seconds),
        Deed::WaitsForPool => texts::waits_for_pool(seconds),
        Deed::WaitsElsewhere => texts::waits_elsewhere(seconds),
        Deed::WorksForNobody => texts::works_for_nobody(seconds),
        Deed::Imports => texts::imports(import_share(worker, view)),
        Deed::Hangs => texts::hangs(),
        Deed::Leaves => texts::leaves(),
        Deed::Gone => texts::gone(),
    }
}

/// Draws how many of all workers do this.
pub(super) fn draw_sum(pen: &mut Pen<'_>, mut row: Rect, deed: Deed, count: usize, all: usize) {
    let size = 11.0 * pen.measure.unit;
    let sign = cut_left(&mut row, size * 1.2);
    let middle = sign.left_center() + vec2(size / 2.0, 0.0);
    draw_pattern(pen, Rect::from_center_size(middle, vec2(size, size)), deed);
    let texts = texts::so_many(count, all, deed.in_sum());
    pen.write_fitting(&texts, row, Align2::LEFT_CENTER, pen.number());
}

impl Deed {
    /// What many of them do.
    fn in_sum(self) -> &'static str {
        match self {
            Self::Idle => texts::ARE_IDLE,
            Self::Computes => texts::COMPUTE,
            Self::WaitsForMysql => texts::WAIT_FOR_MYSQL,
            Self::WaitsForPool => texts::WAIT_FOR_POOL,
            Self::WaitsElsewhere => texts::WAIT_ELSEWHERE,
            Self::WorksForNobody => texts::WORK_FOR_NOBODY,
            Self::Imports => texts::IMPORT,
            Self::Hangs => texts::HANG,
            Self::Leaves => texts::LEAVE,
            Self::Gone => texts::ARE_GONE,
        }
    }
}
