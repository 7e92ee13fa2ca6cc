//! How bands are drawn: each with its picture and words, and where there are too many at once, several as one.

use std::ops::RangeInclusive;

use egui::{Align2, Color32, CornerRadius, Painter, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2};

use super::lanes::{self, Extent, Group, Place};
use super::scale::Scale;
use crate::snapshot::Standing;
use crate::visual::desk::{Band, BandKind, By, View};
use crate::visual::panels::controls::{plain, write};
use crate::visual::panels::icon::Icon;
use crate::visual::texts;
use crate::visual::theme::{SMALL, Theme};

/// The side of a band's picture.
const ICON: f32 = 11.0;
/// What a label takes beside its words: the picture, and the room round both.
const ROUND: f32 = ICON + 14.0;
/// How wide a band's beginning is.
const EDGE: f32 = 3.0;

/// A band and where it begins and ends on the screen.
pub(super) type Spanned<'a> = (&'a Band, RangeInclusive<f32>);

/// What is shown of one or several bands.
#[derive(Debug)]
pub(super) struct Shown<'a> {
    /// Where.
    pub(super) area: Rect,
    /// Where its words are.
    pub(super) words: Option<Rect>,
    /// The bands.
    pub(super) bands: Vec<&'a Band>,
}

/// Incidents, and all other bands.
pub(super) fn sorted<'a>(scale: &Scale, view: &View<'a>) -> (Vec<Spanned<'a>>, Vec<Spanned<'a>>) {
    let so_far = scale.x(view.clock.played.max(view.clock.now));
    let span = |band: &'a Band| {
        let from = scale.x(band.from);
        let until = match band.until {
            Some(until) => scale.x(until),
            None if band.is_lasting => so_far,
            None => from,
        };
        (band, from..=until.max(from + EDGE))
    };
    view.bands.iter().map(span).partition(|(band, _)| matches!(band.kind, BandKind::Incident(_)))
}

/// Where bands begin and end.
pub(super) fn spans(bands: &[Spanned<'_>]) -> Vec<RangeInclusive<f32>> {
    bands.iter().map(|(_, span)| span.clone()).collect()
}

/// Draws bands on lines: of those that are drawn as one, the latest that has begun at `now` is named and the others are
/// counted.
pub(super) fn draw<'a>(
    painter: &Painter,
    bands: &[Spanned<'a>],
    groups: &[Group],
    rows: &[Rect],
    now: f32,
    theme: &Theme,
) -> Vec<Shown<'a>> {
    let Some(ends) = rows.first().map(|row| (row.left(), row.right())) else { return Vec::new() };
    let figures: Vec<Figure<'_>> =
        groups.iter().map(|group| Figure::new(painter, group, bands, now)).collect();
    let extents: Vec<Extent> = figures.iter().map(|figure| figure.extent).collect();
    let places = lanes::places(&extents, rows.len() as u16, ends);
    let shown = figures.into_iter().zip(places).map(|(figure, place)| {
        let row = rows[usize::from(place.lane)];
        let row = row.shrink2(vec2(0.0, (row.height() * 0.09).min(1.5)));
        let (area, words) = figure.draw(painter, row, place, theme);
        Shown { area, words, bands: figure.bands.iter().map(|(band, _)| *band).collect() }
    });
    shown.collect()
}

/// One band, or several as one.
struct Figure<'a> {
    /// The one that is named.
    named: &'a Band,
    /// What it says, and where there is less room.
    says: [String; 2],
    extent: Extent,
    bands: Vec<Spanned<'a>>,
}

impl<'a> Figure<'a> {
    fn new(painter: &Painter, Group(numbers): &Group, bands: &[Spanned<'a>], now: f32) -> Self {
        let bands: Vec<Spanned<'a>> = numbers.iter().map(|number| bands[*number].clone()).collect();
        let (named, span) = bands.iter().rfind(|(_, span)| *span.start() <= now).unwrap_or(&bands[0]);
        let others = bands.len() - 1;
        let says = [&named.label.usual, &named.label.brief].map(|words| texts::with_others(words, others));
        let wide = |words: &String| ROUND + plain(SMALL, Color32::WHITE).width(painter, words);
        let (from, until) = lanes::whole(&spans(&bands)).into_inner();
        let extent =
            Extent { from, until, inside: *span.start(), label: wide(&says[0]), brief: wide(&says[1]) };
        Self { named, says, extent, bands }
    }

    /// Draws it: all that it takes, and where its words are.
    fn draw(&self, painter: &Painter, row: Rect, place: Place, theme: &Theme) -> (Rect, Option<Rect>) {
        let Extent { from, until, .. } = self.extent;
        let area = Rect::from_x_y_ranges(from..=until, row.y_range());
        let fill = self.ground(painter, area, theme);
        let Some(label) = place.label else {
            return (area, None);
        };
        let is_inside = label.from >= from && label.from + label.wide <= until;
        let ink = if is_inside { theme.ink_on(fill) } else { theme.text };
        let is_plain = !is_inside || self.bands.len() > 1;
        let middle = pos2(label.from + 6.0 + ICON / 2.0, row.center().y);
        let icon = Rect::from_center_size(middle, Vec2::splat(ICON));
        let kind = self.named.kind;
        Icon::band(kind).paint(painter, icon, if is_plain { theme.band(kind) } else { ink });
        let says = &self.says[usize::from(label.wide < self.extent.label)];
        let words = pos2(icon.right() + 4.0, row.center().y);
        let written = write(painter, words, Align2::LEFT_CENTER, says, plain(SMALL, ink), label.wide);
        if matches!(kind, BandKind::Action { by: By::Hand, .. }) {
            by_hand(painter, written, ink);
        }
        let whole = area.union(Rect::from_x_y_ranges(label.from..=label.from + label.wide, row.y_range()));
        (whole, Some(icon.union(written)))
    }

    /// The band without its words, and what it is filled with. Several have the beginning of each.
    fn ground(&self, painter: &Painter, area: Rect, theme: &Theme) -> Color32 {
        let colour = theme.band(self.named.kind);
        let is_one = self.bands.len() == 1;
        let (fill, line) = match self.named.kind {
            _ if !is_one => (theme.raised, theme.faint),
            BandKind::Incident(standing) if standing != Standing::DownUnnoticed => (colour, colour),
            _ => (theme.surface.lerp_to_gamma(colour, 0.38), colour),
        };
        let corner = CornerRadius::same(2);
        painter.rect(area, corner, fill, Stroke::new(1.0, line), StrokeKind::Inside);
        for (band, span) in &self.bands {
            let edge = *span.start()..=(span.start() + EDGE).min(area.right());
            painter.rect_filled(Rect::from_x_y_ranges(edge, area.y_range()), corner, theme.band(band.kind));
        }
        fill
    }
}

/// A broken line under the label: somebody did it here.
fn by_hand(painter: &Painter, label: Rect, ink: Color32) {
    let ends = [label.left_bottom() - vec2(0.0, 1.0), label.right_bottom() - vec2(0.0, 1.0)];
    painter.extend(Shape::dashed_line(&ends, Stroke::new(1.2, ink), 3.0, 2.0));
}
