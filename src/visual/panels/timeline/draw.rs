//! How the line is drawn: the track, the ticks, the lines of the bands, the head.

use egui::{Align2, CornerRadius, Painter, Rangef, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use super::bands::{self, Shown};
use super::lanes;
use super::scale::Scale;
use crate::units::SimTime;
use crate::visual::desk::View;
use crate::visual::panels::controls::{plain, write};
use crate::visual::panels::elements::whole;
use crate::visual::panels::told;
use crate::visual::texts;
use crate::visual::theme::{SMALL, Theme};

/// How high the names of the ticks are, in points.
const TICKS: f32 = 16.0;
/// How high a line is at least.
const LANE_MIN: f32 = 17.0;
/// The same of the line of incidents, where others need the room.
const INCIDENTS_MIN: f32 = 15.0;
/// The same of a line of actions, where many overlap: its words can still be read.
const FULL_MIN: f32 = 13.0;
/// The most lines, with that of incidents.
const LANES_MAX: u16 = 5;

/// Draws everything: what is shown of the bands.
pub(super) fn all<'a>(
    painter: &Painter,
    scale: &Scale,
    view: &View<'a>,
    theme: &Theme,
    has_focus: bool,
) -> Vec<Shown<'a>> {
    let (incidents, done) = bands::sorted(scale, view);
    let spans = bands::spans(&done);
    let lanes = Lanes::new(scale, lanes::needed(&spans));
    track(painter, scale, &lanes, view, theme);
    ticks(painter, scale, &lanes, theme);
    let (first, now) = (lanes.rect(0), scale.x(view.clock.now));
    // Of incidents the colour must be seen: each stands alone.
    let mut shown = bands::draw(painter, &incidents, &lanes::alone(incidents.len()), &[first], now, theme);
    let others: Vec<Rect> = (1..=lanes.others).map(|lane| lanes.rect(lane)).collect();
    let groups = lanes::gathered(&spans, lanes.others);
    shown.extend(bands::draw(painter, &done, &groups, &others, now, theme));
    head(painter, scale, &lanes, view.clock.now, &shown, theme);
    if has_focus {
        painter.rect_stroke(
            scale.whole,
            CornerRadius::same(4),
            Stroke::new(2.0, theme.sky),
            StrokeKind::Inside,
        );
    }
    shown
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
    /// Lines of which so many are needed for what is done; fewer where there is no room for so many that can be read.
    fn new(scale: &Scale, needed: u16) -> Self {
        let mut area = scale.track;
        area.min.y += 2.0;
        area.max.y -= TICKS;
        let fits = |count: &u16| area.height() / f32::from(*count) >= LANE_MIN;
        let count = (2..=LANES_MAX).rev().find(fits).unwrap_or(2);
        let most = whole((area.height() - INCIDENTS_MIN) / FULL_MIN).clamp(1, usize::from(LANES_MAX)) as u16;
        match needed.min(most) {
            needed if needed < count => {
                // One to spare, for labels that have no room beside each other.
                let count = count.min(needed + 2);
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

/// Now: a line that lets be read what it crosses.
fn head(painter: &Painter, scale: &Scale, lanes: &Lanes, now: SimTime, shown: &[Shown<'_>], theme: &Theme) {
    let x = scale.x(now);
    let (top, bottom) = (scale.whole.top(), lanes.area.bottom() + 3.0);
    let words = shown.iter().filter_map(|shown| shown.words).filter(|words| words.x_range().contains(x));
    let mut crossed: Vec<Rangef> = words.map(|words| words.y_range()).collect();
    crossed.sort_by(|one, other| one.min.total_cmp(&other.min));
    let ends = crossed.iter().map(|words| words.min).chain([bottom]);
    let begins = [top].into_iter().chain(crossed.iter().map(|words| words.max));
    for (begin, end) in begins.zip(ends).filter(|(begin, end)| begin < end) {
        painter.vline(x, begin..=end, Stroke::new(4.0, theme.surface));
        painter.vline(x, begin..=end, Stroke::new(2.0, theme.text));
    }
    if crossed.first().is_some_and(|words| words.min < lanes.rect(0).bottom()) {
        return;
    }
    let corners = [pos2(x - 6.0, top), pos2(x + 6.0, top), pos2(x, top + 8.0)];
    painter.add(Shape::convex_polygon(corners.to_vec(), theme.text, Stroke::new(1.0, theme.surface)));
}
