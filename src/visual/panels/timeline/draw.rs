//! How the line is drawn: the track, the bands in their lines, the ticks, the head.

use egui::{Align2, Color32, CornerRadius, Painter, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2};

use super::lanes::{self, Extent, Place};
use super::scale::Scale;
use crate::snapshot::Standing;
use crate::units::SimTime;
use crate::visual::desk::{Band, BandKind, View};
use crate::visual::panels::controls::{plain, write};
use crate::visual::panels::icon::Icon;
use crate::visual::panels::told;
use crate::visual::texts;
use crate::visual::theme::{SMALL, Theme};

/// How high the names of the ticks are, in points.
const TICKS: f32 = 16.0;
/// How high a line is at least.
const LANE_MIN: f32 = 17.0;
/// The most lines, with that of incidents.
const LANES_MAX: u16 = 5;
/// The side of a band's picture.
const ICON: f32 = 11.0;

/// Draws everything; where each band is.
pub(super) fn all(
    painter: &Painter,
    scale: &Scale,
    view: &View<'_>,
    theme: &Theme,
    has_focus: bool,
) -> Vec<Rect> {
    let lanes = Lanes::new(scale);
    track(painter, scale, &lanes, view, theme);
    ticks(painter, scale, &lanes, theme);
    let bands = bands(painter, scale, &lanes, view, theme);
    head(painter, scale, &lanes, view.clock.now, theme);
    if has_focus {
        painter.rect_stroke(
            scale.whole,
            CornerRadius::same(4),
            Stroke::new(2.0, theme.sky),
            StrokeKind::Inside,
        );
    }
    bands
}

/// The lines: the first for incidents, the others for what is done.
struct Lanes {
    area: Rect,
    count: u16,
}

impl Lanes {
    fn new(scale: &Scale) -> Self {
        let mut area = scale.track;
        area.min.y += 2.0;
        area.max.y -= TICKS;
        let fits = |count: &u16| area.height() / f32::from(*count) >= LANE_MIN;
        Self { area, count: (2..=LANES_MAX).rev().find(fits).unwrap_or(2) }
    }

    fn rect(&self, lane: u16) -> Rect {
        let height = self.area.height() / f32::from(self.count);
        let top = self.area.top() + height * f32::from(lane);
        Rect::from_min_max(pos2(self.area.left(), top), pos2(self.area.right(), top + height))
    }

    /// The lines of what is done.
    fn actions(&self) -> Rect {
        Rect::from_min_max(self.rect(1).min, self.rect(self.count - 1).max)
    }
}

/// The ground: what is still to come, what was played, and what is past.
fn track(painter: &Painter, scale: &Scale, lanes: &Lanes, view: &View<'_>, theme: &Theme) {
    let corner = CornerRadius::same(3);
    for area in [lanes.rect(0), lanes.actions()].map(|area| area.shrink2(vec2(0.0, 1.0))) {
        painter.rect_filled(area, corner, theme.hollow);
        let until = |moment: SimTime| Rect::from_min_max(area.min, pos2(scale.x(moment), area.bottom()));
        painter.rect_filled(until(view.clock.played), corner, theme.raised);
        painter.rect_filled(until(view.clock.now), corner, theme.sky.gamma_multiply(0.26));
    }
    let names = [(lanes.rect(0), texts::LINE_INCIDENTS), (lanes.actions(), texts::LINE_ACTIONS)];
    for (area, name) in names {
        let place = pos2(scale.whole.left() + 2.0, area.center().y);
        write(painter, place, Align2::LEFT_CENTER, name, plain(SMALL, theme.faint), 60.0);
    }
    if view.bands.is_empty() {
        let place = lanes.actions().center();
        let room = lanes.area.width() - 10.0;
        write(painter, place, Align2::CENTER_CENTER, texts::LINE_EMPTY, plain(12.0, theme.faint), room);
    }
}

fn ticks(painter: &Painter, scale: &Scale, lanes: &Lanes, theme: &Theme) {
    for moment in scale.ticks() {
        let (x, top) = (scale.x(moment), lanes.area.bottom());
        painter.vline(x, top..=top + 3.0, Stroke::new(1.0, theme.line));
        let words = told::moment(moment);
        let half = plain(SMALL, theme.faint).width(painter, &words) / 2.0;
        let middle = x.min(scale.whole.right() - half).max(scale.whole.left() + half);
        let place = pos2(middle, scale.whole.bottom());
        write(painter, place, Align2::CENTER_BOTTOM, &words, plain(SMALL, theme.faint), 80.0);
    }
}

/// All bands; where each is.
fn bands(painter: &Painter, scale: &Scale, lanes: &Lanes, view: &View<'_>, theme: &Theme) -> Vec<Rect> {
    let extent = |band: &Band| extent(painter, scale, band, view.clock.played.max(view.clock.now));
    let ends = (lanes.area.left(), lanes.area.right());
    let (mut incidents, mut actions) = (Vec::new(), Vec::new());
    for band in view.bands {
        if is_incident(band) { incidents.push(extent(band)) } else { actions.push(extent(band)) }
    }
    let mut first = lanes::places(&incidents, 1, ends).into_iter().zip(incidents);
    let mut others = lanes::places(&actions, lanes.count - 1, ends).into_iter().zip(actions);
    let mut areas = Vec::with_capacity(view.bands.len());
    for band in view.bands {
        let (next, above) = if is_incident(band) { (first.next(), 0) } else { (others.next(), 1) };
        let Some((place, extent)) = next else {
            continue;
        };
        let lane = lanes.rect(place.lane + above).shrink2(vec2(0.0, 1.5));
        areas.push(one(painter, lane, band, place, extent, theme));
    }
    areas
}

fn is_incident(band: &Band) -> bool {
    matches!(band.kind, BandKind::Incident(_))
}

/// Where a band begins and ends, and how much its picture and label take.
fn extent(painter: &Painter, scale: &Scale, band: &Band, so_far: SimTime) -> Extent {
    let from = scale.x(band.from);
    let until = match band.until {
        Some(until) => scale.x(until),
        None if is_incident(band) => scale.x(so_far.max(band.from)),
        None => from,
    };
    let label = ICON + 14.0 + plain(SMALL, Color32::WHITE).width(painter, &band.label);
    Extent { from, until: until.max(from + 3.0), label }
}

/// A band with its picture and label; all that they take.
fn one(painter: &Painter, lane: Rect, band: &Band, place: Place, extent: Extent, theme: &Theme) -> Rect {
    let area = Rect::from_min_max(pos2(extent.from, lane.top()), pos2(extent.until, lane.bottom()));
    let colour = theme.band(band.kind);
    let corner = CornerRadius::same(2);
    let is_by_hand = matches!(band.kind, BandKind::Action { is_by_hand: true, .. });
    let is_solid = matches!(band.kind, BandKind::Incident(standing) if standing != Standing::DownUnnoticed);
    let fill = if is_solid { colour } else { theme.surface.lerp_to_gamma(colour, 0.38) };
    painter.rect(area, corner, fill, Stroke::new(1.0, colour), StrokeKind::Inside);
    let edge = Rect::from_min_size(area.min, vec2(3.0_f32.min(area.width()), area.height()));
    painter.rect_filled(edge, corner, colour);
    let Some(label) = place.label else {
        return area;
    };
    let is_inside = label >= extent.from && extent.until - extent.from >= extent.label;
    let ink = if is_inside { theme.ink_on(fill) } else { theme.text };
    let icon = Rect::from_center_size(pos2(label + 6.0 + ICON / 2.0, lane.center().y), Vec2::splat(ICON));
    Icon::band(band.kind).paint(painter, icon, if is_inside { ink } else { colour });
    let words = pos2(icon.right() + 4.0, lane.center().y);
    let written = write(painter, words, Align2::LEFT_CENTER, &band.label, plain(SMALL, ink), extent.label);
    if is_by_hand {
        by_hand(painter, written, ink);
    }
    area.union(Rect::from_min_max(pos2(label, lane.top()), pos2(label + extent.label, lane.bottom())))
}

/// A broken line under the label: somebody did it here.
fn by_hand(painter: &Painter, label: Rect, ink: Color32) {
    let ends = [label.left_bottom() - vec2(0.0, 1.0), label.right_bottom() - vec2(0.0, 1.0)];
    painter.extend(Shape::dashed_line(&ends, Stroke::new(1.2, ink), 3.0, 2.0));
}

/// Now.
fn head(painter: &Painter, scale: &Scale, lanes: &Lanes, now: SimTime, theme: &Theme) {
    let x = scale.x(now);
    let (top, bottom) = (scale.whole.top(), lanes.area.bottom() + 3.0);
    painter.vline(x, top..=bottom, Stroke::new(4.0, theme.surface));
    painter.vline(x, top..=bottom, Stroke::new(2.0, theme.text));
    let corners = [pos2(x - 6.0, top), pos2(x + 6.0, top), pos2(x, top + 8.0)];
    painter.add(Shape::convex_polygon(corners.to_vec(), theme.text, Stroke::new(1.0, theme.surface)));
}
