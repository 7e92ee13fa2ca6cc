//! The visitors: a field of small figures, each coloured by how its last page ended.

use std::collections::VecDeque;

use egui::{Align2, Color32, Pos2, Rect, vec2};

use super::drawing::{Shape, Spot};
use super::layout::{Layout, cut_bottom, cut_left, cut_top};
use super::life::seconds_since;
use super::measure::{Depth, Measure, fitting};
use super::pen::{DETAIL, GROUND, INSIDE, Pen};
use crate::snapshot::EndedView;
use crate::visual::desk::{Part, View};
use crate::visual::texts::stage as texts;
use crate::vocabulary::Outcome;

/// The most pages that are remembered: more than there are figures in any room.
const REMEMBERED_MAX: usize = 2_048;

/// How long a page's end is shown in full colour, and when nothing changes any more [simulated seconds].
const FADES: (f64, f64) = (5.0, 25.0);

/// How their last pages ended.
#[derive(Debug, Default)]
pub(super) struct Visitors {
    ended: VecDeque<EndedView>,
}

/// Where the figures stand.
#[derive(Clone, Copy)]
struct Field {
    room: Rect,
    columns: u64,
    rows: u64,
}

/// What is known of a figure.
#[derive(Clone, Copy, Default)]
struct Figure {
    last: Option<EndedView>,
    is_under_way: bool,
}

impl Visitors {
    /// Takes in the pages that have ended since the last picture.
    pub(super) fn remember(&mut self, news: &[EndedView]) {
        self.ended.extend(&news[news.len().saturating_sub(REMEMBERED_MAX)..]);
        let over = self.ended.len().saturating_sub(REMEMBERED_MAX);
        self.ended.drain(..over);
    }

    /// Draws the field, and what it counts.
    pub(super) fn draw(&self, pen: &mut Pen<'_>, layout: &Layout, view: &View<'_>) {
        pen.mark(Shape::Box, layout.visitors, pen.theme.surface, GROUND);
        pen.spot(layout.visitors, Spot::Part(Part::Visitors));
        let (head, field, counts) = rows(layout);
        pen.write(Part::Visitors.title(), head, Align2::CENTER_CENTER, pen.title());
        self.draw_figures(pen, Field::of(field, layout.measure), view);
        if let Some(visit) = view.desk.followed {
            let size = 17.0 * layout.measure.unit;
            pen.point(Shape::Ring, home(layout, visit), size, pen.theme.sky, DETAIL);
        }
        draw_counts(pen, counts, view);
    }

    fn draw_figures(&self, pen: &mut Pen<'_>, field: Field, view: &View<'_>) {
        let mut figures = vec![Figure::default(); (field.columns * field.rows) as usize];
        for page in &self.ended {
            figures[field.place(page.visit)].last = Some(*page);
        }
        for request in &view.close_up.requests {
            figures[field.place(request.visit)].is_under_way = true;
        }
        for (place, figure) in figures.iter().enumerate() {
            draw_figure(pen, field.spot(place), figure, view);
        }
    }
}

/// Where the figure of a visit stands.
pub(super) fn home(layout: &Layout, visit: u64) -> Pos2 {
    let field = Field::of(rows(layout).1, layout.measure);
    head(field.spot(field.place(visit)), layout.measure)
}

/// The title, the field, and what is counted below it.
fn rows(layout: &Layout) -> (Rect, Rect, Rect) {
    let measure = layout.measure;
    let mut room = layout.visitors.shrink(measure.gap);
    let head = cut_top(&mut room, measure.title_row());
    let noted = match measure.depth {
        Depth::Full => 2.0,
        Depth::Short => 1.0,
    };
    let counts = cut_bottom(&mut room, 3.0 * measure.row() + noted * measure.small_row());
    (head, room.shrink2(vec2(0.0, measure.gap)), counts)
}

impl Field {
    fn of(room: Rect, measure: Measure) -> Self {
        let pitch = vec2(17.0, 20.0) * measure.unit;
        let count = |length: f32, pitch: f32| u64::from(fitting(length, pitch)).max(1);
        Self { room, columns: count(room.width(), pitch.x), rows: count(room.height(), pitch.y) }
    }

    /// Which figure a visit is: neighbours in time stand far apart.
    fn place(self, visit: u64) -> usize {
        let scattered = visit.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        (scattered % (self.columns * self.rows)) as usize
    }

    fn spot(self, place: usize) -> Rect {
        let step = vec2(self.room.width() / self.columns as f32, self.room.height() / self.rows as f32);
        let (column, row) = (place as u64 % self.columns, place as u64 / self.columns);
        Rect::from_min_size(self.room.min + vec2(column as f32, row as f32) * step, step)
    }
}

/// Where the head of the figure is that stands at `spot`.
fn head(spot: Rect, measure: Measure) -> Pos2 {
    spot.center() - vec2(0.0, 3.5 * measure.unit)
}

/// Head and shoulders. The head says it again: a cross for a page that failed, a ring for one that is under way.
fn draw_figure(pen: &mut Pen<'_>, spot: Rect, figure: &Figure, view: &View<'_>) {
    let unit = pen.measure.unit;
    let colour = colour(pen, figure, view);
    let head = head(spot, pen.measure);
    let body = Rect::from_center_size(spot.center() + vec2(0.0, 4.5 * unit), vec2(11.0, 6.0) * unit);
    let failed = figure.last.is_some_and(|page| page.outcome != Outcome::Good);
    pen.mark(Shape::Box, body, colour, INSIDE);
    match (figure.is_under_way, failed) {
        (true, _) => pen.point(Shape::Ring, head, 9.0 * unit, pen.theme.text, DETAIL),
        (false, true) => pen.point(Shape::Cross, head, 8.0 * unit, colour, INSIDE),
        (false, false) => pen.point(Shape::Disc, head, 7.0 * unit, colour, INSIDE),
    }
}

fn colour(pen: &Pen<'_>, figure: &Figure, view: &View<'_>) -> Color32 {
    let nobody = pen.theme.hollow.lerp_to_gamma(pen.theme.line, 0.45);
    let Some(page) = figure.last else { return nobody };
    let (whole, gone) = FADES;
    let faded = ((seconds_since(view, page.at) - whole) / (gone - whole)).clamp(0.0, 1.0) as f32;
    match page.outcome {
        Outcome::Good => pen.theme.good.lerp_to_gamma(nobody, faded * 0.75),
        Outcome::Failed(_) => pen.theme.bad.lerp_to_gamma(nobody, faded * 0.6),
    }
}

/// How many pages come and fail, which explains the colours.
fn draw_counts(pen: &mut Pen<'_>, mut room: Rect, view: &View<'_>) {
    let (site, theme) = (view.site, *pen.theme);
    if site.pages == (0, 0) && site.visits == 0 {
        return pen.write_fitting(&texts::nobody_yet(), room, Align2::CENTER_CENTER, pen.small());
    }
    let counts = [
        (Shape::Ring, theme.text, texts::under_way(site.visits)),
        (Shape::Disc, theme.good, texts::good_per_second(site.good_per_second)),
        (Shape::Cross, theme.bad, texts::failed_per_second(site.failed_per_second)),
    ];
    for (shape, colour, text) in counts {
        let mut row = cut_top(&mut room, pen.measure.row());
        let sign = cut_left(&mut row, 18.0 * pen.measure.unit);
        pen.point(shape, sign.center(), 9.0 * pen.measure.unit, colour, INSIDE);
        pen.write_fitting(&text, row, Align2::LEFT_CENTER, pen.number());
    }
    cut_left(&mut room, 18.0 * pen.measure.unit);
    let row = cut_top(&mut room, pen.measure.small_row());
    pen.write_fitting(&texts::mean_of_five_seconds(), row, Align2::LEFT_CENTER, pen.small());
    if let Some(latency) = site.page_latency.filter(|_| room.height() > pen.measure.small) {
        let texts = texts::page_takes(latency.as_secs_f64());
        pen.write_fitting(&texts, room, Align2::LEFT_CENTER, pen.small());
    }
}
