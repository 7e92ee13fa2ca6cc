//! Where everything is.

use egui::{Rect, pos2};

use super::measure::{Depth, Measure};
use crate::visual::desk::Part;

/// Where everything is, in the window's points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    /// How large everything is.
    pub(super) measure: Measure,
    /// The visitors.
    pub(super) visitors: Rect,
    /// The road from the visitors to the resolver.
    pub(super) name_road: Rect,
    /// The wire's name and length, between the two roads.
    pub(super) wire_label: Rect,
    /// The wire: the road from the visitors to the machine.
    pub(super) wire: Rect,
    /// Below the wire: what dots mean.
    pub(super) legend: Rect,
    /// The chain: resolver, root, .com, the zone's own server.
    pub(super) dns: [Rect; 4],
    /// The machine.
    pub(super) machine: Rect,
    /// Its name, state and plug.
    pub(super) head: Rect,
    /// Cores, memory, disk, uplink.
    pub(super) gauges: [Rect; 4],
    /// The road in the machine, past everything that runs there.
    pub(super) road: Rect,
    /// nginx.
    pub(super) nginx: Rect,
    /// gunicorn's accept queue.
    pub(super) backlog: Rect,
    /// gunicorn.
    pub(super) gunicorn: Rect,
    /// The application files.
    pub(super) files: Rect,
    /// MySQL.
    pub(super) mysql: Rect,
}

/// How wide nginx, the accept queue, gunicorn and MySQL are, of all that there is.
const PROGRAMS: [f32; 4] = [0.22, 0.145, 0.37, 0.265];

/// How wide cores, memory, disk and uplink are, of all that there is.
const GAUGES: [f32; 4] = [0.25, 0.265, 0.265, 0.22];

impl Layout {
    /// Everything in `room`.
    pub(super) fn of(room: Rect) -> Self {
        let measure = Measure::of(room);
        let mut right = room.shrink(measure.gap);
        let visitors = cut_left(&mut right, (room.width() * 0.16).max(106.0));
        let way = cut_left(&mut right, (room.width() * 0.142).max(108.0));
        let chain = cut_top(&mut right, dns_height(measure));
        cut_top(&mut right, measure.gap);
        let (machine, inside) = (right, right.shrink2(egui::vec2(measure.gap * 1.25, measure.gap * 0.75)));
        let road_height = measure.by_depth(24.0, 21.0);
        let (head, gauges, road, programs) = machine_rows(inside, road_height, measure);
        let [nginx, backlog, gunicorn, mysql] = columns(programs, PROGRAMS, measure.gap);
        let (gunicorn, files) = above_and_below(gunicorn, measure);
        let name_road = Rect::from_x_y_ranges(way.x_range(), chain.y_range());
        let name_road = Rect::from_center_size(name_road.center(), egui::vec2(way.width(), road_height));
        let wire = Rect::from_x_y_ranges(way.left()..=machine.left(), road.y_range());
        let wire_label = Rect::from_x_y_ranges(way.x_range(), name_road.bottom()..=wire.top());
        let legend = way.with_min_y(wire.bottom());
        Self {
            measure,
            visitors,
            name_road,
            wire_label: wire_label.shrink2(egui::vec2(measure.gap, 0.0)),
            wire,
            legend: legend.shrink2(egui::vec2(measure.gap * 1.5, measure.gap)),
            dns: columns(chain, [0.25; 4], measure.gap * 2.0),
            machine,
            head,
            gauges: columns(gauges, GAUGES, measure.gap * 1.75),
            road,
            nginx,
            backlog,
            gunicorn,
            files,
            mysql,
        }
    }

    /// Where a part of the site is.
    pub(super) fn part(&self, part: Part) -> Rect {
        match part {
            Part::Visitors => self.visitors,
            Part::Dns => self.dns[0].union(self.dns[3]),
            Part::Network => self.wire,
            Part::Machine => self.machine,
            Part::Nginx => self.nginx,
            Part::Gunicorn => self.gunicorn,
            Part::Application => self.files,
            Part::Mysql => self.mysql,
        }
    }
}

fn dns_height(measure: Measure) -> f32 {
    let rows = match measure.depth {
        Depth::Full => 2.0 * measure.row() + 7.0 * measure.unit,
        Depth::Short => measure.row(),
    };
    measure.title_row() + rows + measure.gap * 1.5
}

/// The machine's head, its gauges, its road, and what hangs from that.
fn machine_rows(mut inside: Rect, road_height: f32, measure: Measure) -> (Rect, Rect, Rect, Rect) {
    let head = cut_top(&mut inside, measure.by_depth(28.0, 24.0));
    cut_top(&mut inside, measure.gap * 0.5);
    let gauge = match measure.depth {
        Depth::Full => measure.row() + measure.small_row() + 11.0 * measure.unit,
        Depth::Short => measure.row() + 8.0 * measure.unit,
    };
    let gauges = cut_top(&mut inside, gauge);
    cut_top(&mut inside, measure.gap * 0.75);
    let road = cut_top(&mut inside, road_height);
    cut_top(&mut inside, measure.gap * 0.75);
    (head, gauges, road, inside)
}

/// gunicorn, and the application files below it.
fn above_and_below(mut column: Rect, measure: Measure) -> (Rect, Rect) {
    let files = match measure.depth {
        Depth::Full => (column.height() * 0.3).max(measure.title_row() + 2.0 * measure.row()),
        Depth::Short => measure.title_row() + measure.gap,
    };
    let files = cut_bottom(&mut column, files);
    cut_bottom(&mut column, measure.gap);
    (column, files)
}

/// `room` cut into columns with `gap` between them.
pub(super) fn columns<const COUNT: usize>(room: Rect, shares: [f32; COUNT], gap: f32) -> [Rect; COUNT] {
    let wide = room.width() - gap * (COUNT as f32 - 1.0);
    let mut left = room.left();
    shares.map(|share| {
        let column = Rect::from_min_max(pos2(left, room.top()), pos2(left + wide * share, room.bottom()));
        left = column.right() + gap;
        column
    })
}

/// Takes the uppermost `height` off `room`.
pub(super) fn cut_top(room: &mut Rect, height: f32) -> Rect {
    let edge = (room.top() + height).min(room.bottom());
    let cut = room.with_max_y(edge);
    *room = room.with_min_y(edge);
    cut
}

/// Takes the lowest `height` off `room`.
pub(super) fn cut_bottom(room: &mut Rect, height: f32) -> Rect {
    let edge = (room.bottom() - height).max(room.top());
    let cut = room.with_min_y(edge);
    *room = room.with_max_y(edge);
    cut
}

/// Takes the leftmost `width` off `room`.
pub(super) fn cut_left(room: &mut Rect, width: f32) -> Rect {
    let edge = (room.left() + width).min(room.right());
    let cut = room.with_max_x(edge);
    *room = room.with_min_x(edge);
    cut
}

/// Takes the rightmost `width` off `room`.
pub(super) fn cut_right(room: &mut Rect, width: f32) -> Rect {
    let edge = (room.right() - width).max(room.left());
    let cut = room.with_min_x(edge);
    *room = room.with_max_x(edge);
    cut
}
