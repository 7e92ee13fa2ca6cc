//! How the line is drawn: the track, the bands in their lines, the ticks, the head.

use egui::{Align2, Color32, CornerRadius, Painter, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2};

use super::lanes::{self, Extent, Place};
use super::scale::Scale;
use crate::snapshot::Standing;
use crate::units::SimTime;
use crate::visual::desk::{Band, BandKind, By, View};
use crate::visual::panels::controls::{plain, write};
use crate::visual::panels::elements::whole;
use crate::visual::panels::icon::Icon;
use crate::visual::panels::told;
use crate::visual::texts;
use crate::visual::theme::{SMALL, Theme};

/// How high the names of the ticks are, in points.
const TICKS: f32 = 16.0;
/// How high a line is at least.
const LANE_MIN: f32 = 17.0;
/// The same of the line of incidents, where others need the room.
const INCIDENTS_MIN: f32 = 15.0;
/// How high a line is at least where many actions overlap.
const THIN_MIN: f32 = 5.0;
/// How high a line is at least whose labels can be read.
const LABELLED_MIN: f32 = 12.0;
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
    let so_far = view.clock.played.max(view.clock.now);
    let extents: Vec<Extent> = view.bands.iter().map(|band| extent(painter, scale, band, so_far)).collect();
    let done = view.bands.iter().zip(&extents).filter(|(band, _)| !is_incident(band));
    let done: Vec<Extent> = done.map(|(_, extent)| *extent).collect();
    let lanes = Lanes::new(scale, lanes::needed(&done));
    track(painter, scale, &lanes, view, theme);
    ticks(painter, scale, &lanes, theme);
    let bands = bands(painter, &lanes, view, (extents, done), theme);
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
    /// How high the first is.
    first: f32,
    /// How many others there are.
    others: u16,
}

impl Lanes {
    /// Lines of which so many are needed for what is done; where there is little room they are thin.
    fn new(scale: &Scale, needed: u16) -> Self {
        let mut area = scale.track;
        area.min.y += 2.0;
        area.max.y -= TICKS;
        let fits = |count: &u16| area.height() / f32::from(*count) >= LANE_MIN;
        let count = (2..=LANES_MAX).rev().find(fits).unwrap_or(2);
        let thin = whole((area.height() - INCIDENTS_MIN) / THIN_MIN).clamp(1, usize::from(LANES_MAX)) as u16;
        match needed.min(thin) {
            needed if needed < count => {
                Self { area, first: area.height() / f32::from(count), others: count - 1 }
            }
            needed => Self { area, first: INCIDENTS_MIN.min(area.height() / 2.0), others: needed },
        }
    }

    fn rect(&self, lane: u16) -> Rect {
        let (area, high) = (self.area, self.high());
        let Some(other) = lane.checked_sub(1) else { return area.with_max_y(area.top() + self.first) };
        let top = area.top() + self.first + high * f32::from(other);
        area.with_min_y(top).with_max_y(top + high)
    }

    /// How high one of the others is.
    fn high(&self) -> f32 {
        (self.area.height() - self.first) / f32::from(self.others)
    }

    /// The lines of what is done.
    fn actions(&self) -> Rect {
        self.area.with_min_y(self.area.top() + self.first)
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
        // On the longer side of the head.
        let (actions, now) = (lanes.actions(), scale.x(view.clock.now));
        let is_early = now < actions.center().x;
        let side = if is_early { actions.with_min_x(now) } else { actions.with_max_x(now) };
        let (place, room) = (side.center(), side.width() - 20.0);
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

/// All bands, and those of what is done; where each is.
fn bands(
    painter: &Painter,
    lanes: &Lanes,
    view: &View<'_>,
    (all, mut done): (Vec<Extent>, Vec<Extent>),
    theme: &Theme,
) -> Vec<Rect> {
    let ends = (lanes.area.left(), lanes.area.right());
    if lanes.high() < LABELLED_MIN {
        for extent in &mut done {
            (extent.label, extent.brief) = (f32::INFINITY, f32::INFINITY);
        }
    }
    let incidents = view.bands.iter().zip(&all).filter(|(band, _)| is_incident(band));
    let incidents: Vec<Extent> = incidents.map(|(_, extent)| *extent).collect();
    let mut incidents = lanes::places(&incidents, 1, ends).into_iter();
    let mut done = lanes::places(&done, lanes.others, ends).into_iter();
    let mut areas = Vec::with_capacity(view.bands.len());
    for (band, extent) in view.bands.iter().zip(all) {
        let (next, above) = if is_incident(band) { (incidents.next(), 0) } else { (done.next(), 1) };
        let Some(place) = next else { continue };
        let lane = lanes.rect(place.lane + above);
        let lane = lane.shrink2(vec2(0.0, (lane.height() * 0.09).min(1.5)));
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
        None if band.is_lasting => scale.x(so_far.max(band.from)),
        None => from,
    };
    let wide = |words: &str| ICON + 14.0 + plain(SMALL, Color32::WHITE).width(painter, words);
    let (label, brief) = (wide(&band.label.usual), wide(&band.label.brief));
    Extent { from, until: until.max(from + 3.0), label, brief }
}

/// A band with its picture and label; all that they take.
fn one(painter: &Painter, lane: Rect, band: &Band, place: Place, extent: Extent, theme: &Theme) -> Rect {
    let area = Rect::from_min_max(pos2(extent.from, lane.top()), pos2(extent.until, lane.bottom()));
    let colour = theme.band(band.kind);
    let corner = CornerRadius::same(2);
    let is_by_hand = matches!(band.kind, BandKind::Action { by: By::Hand, .. });
    let is_solid = matches!(band.kind, BandKind::Incident(standing) if standing != Standing::DownUnnoticed);
    let fill = if is_solid { colour } else { theme.surface.lerp_to_gamma(colour, 0.38) };
    painter.rect(area, corner, fill, Stroke::new(1.0, colour), StrokeKind::Inside);
    let edge = Rect::from_min_size(area.min, vec2(3.0_f32.min(area.width()), area.height()));
    painter.rect_filled(edge, corner, colour);
    let Some(label) = place.label else {
        return area;
    };
    let is_inside = label.from >= extent.from && extent.until - extent.from >= label.wide;
    let ink = if is_inside { theme.ink_on(fill) } else { theme.text };
    let icon =
        Rect::from_center_size(pos2(label.from + 6.0 + ICON / 2.0, lane.center().y), Vec2::splat(ICON));
    Icon::band(band.kind).paint(painter, icon, if is_inside { ink } else { colour });
    let words = pos2(icon.right() + 4.0, lane.center().y);
    let said = if label.wide < extent.label { &band.label.brief } else { &band.label.usual };
    let written = write(painter, words, Align2::LEFT_CENTER, said, plain(SMALL, ink), label.wide);
    if is_by_hand {
        by_hand(painter, written, ink);
    }
    area.union(Rect::from_x_y_ranges(label.from..=label.from + label.wide, lane.y_range()))
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
