//! Marks and words, put into a drawing.

use egui::{Align2, Color32, Pos2, Rect, Vec2};

use super::drawing::{Drawing, Mark, Shape, Spot, Weight, Words};
use super::measure::{Measure, width};
use crate::visual::theme::Theme;

/// Roads and links.
pub(super) const ROAD: i16 = 0;
/// The machine, and what stands on the floor.
pub(super) const GROUND: i16 = 10;
/// Boxes in it.
pub(super) const BOX: i16 = 20;
/// What is in a box.
pub(super) const INSIDE: i16 = 30;
/// What is on that.
pub(super) const DETAIL: i16 = 40;
/// Requests.
pub(super) const DOT: i16 = 50;
/// Badges.
pub(super) const BADGE: i16 = 60;

/// How something is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ink {
    /// How high its letters are.
    pub(super) size: f32,
    /// Its colour.
    pub(super) colour: Color32,
    /// How bold it is.
    pub(super) weight: Weight,
}

/// What draws.
pub(super) struct Pen<'a> {
    drawing: &'a mut Drawing,
    /// What everything looks like.
    pub(super) theme: &'a Theme,
    /// How large everything is.
    pub(super) measure: Measure,
}

impl<'a> Pen<'a> {
    /// Draws into `drawing`.
    pub(super) fn new(drawing: &'a mut Drawing, theme: &'a Theme, measure: Measure) -> Self {
        Self { drawing, theme, measure }
    }

    /// Puts a mark.
    pub(super) fn mark(&mut self, shape: Shape, rect: Rect, colour: Color32, height: i16) {
        if rect.is_positive() {
            self.drawing.marks.push(Mark { shape, rect, colour, height });
        }
    }

    /// Puts a small mark round `middle`.
    pub(super) fn point(&mut self, shape: Shape, middle: Pos2, size: f32, colour: Color32, height: i16) {
        self.mark(shape, Rect::from_center_size(middle, Vec2::splat(size)), colour, height);
    }

    /// Writes `text` into `room`, at the side or corner that `anchor` names.
    pub(super) fn write(&mut self, text: impl Into<String>, room: Rect, anchor: Align2, ink: Ink) {
        let (text, at) = (text.into(), anchor.pos_in_rect(&room));
        if text.is_empty() || room.width() < ink.size * 0.3 {
            return;
        }
        let Ink { size, colour, weight } = ink;
        let width_max = room.width();
        self.drawing.words.push(Words { text, at, anchor, size, colour, width_max, weight });
    }

    /// Writes the first of `texts` that fits into `room`, or the last of them.
    pub(super) fn write_fitting(&mut self, texts: &[String], room: Rect, anchor: Align2, ink: Ink) {
        let fits = texts.iter().find(|text| ink.width(text) <= room.width());
        if let Some(text) = fits.or(texts.last()) {
            self.write(text.clone(), room, anchor, ink);
        }
    }

    /// Makes `rect` something to click.
    pub(super) fn spot(&mut self, rect: Rect, spot: Spot) {
        self.drawing.spots.push((rect, spot));
    }

    /// The name of something.
    pub(super) fn title(&self) -> Ink {
        Ink { size: self.measure.title, colour: self.theme.text, weight: Weight::Bold }
    }

    /// A state or number.
    pub(super) fn number(&self) -> Ink {
        Ink { size: self.measure.number, colour: self.theme.text, weight: Weight::Normal }
    }

    /// What is beside it.
    pub(super) fn small(&self) -> Ink {
        Ink { size: self.measure.small, colour: self.theme.faint, weight: Weight::Normal }
    }

    /// What has no light: the colour of everything in a machine without power.
    pub(super) fn dark(&self) -> Color32 {
        self.theme.faint.lerp_to_gamma(self.theme.hollow, 0.45)
    }

    /// A bar of which `share` is filled.
    pub(super) fn bar(&mut self, rect: Rect, share: f64, colour: Color32) {
        self.mark(Shape::Box, rect, self.theme.hollow, INSIDE);
        self.fill(rect, share, colour);
    }

    /// Fills `share` of a bar.
    pub(super) fn fill(&mut self, rect: Rect, share: f64, colour: Color32) {
        let filled = rect.width() * (share.clamp(0.0, 1.0) as f32);
        if filled >= 1.0 {
            let filled = rect.with_max_x(rect.left() + filled.max(rect.height().min(rect.width())));
            self.mark(Shape::Box, filled, colour, DETAIL);
        }
    }
}

impl Ink {
    /// How wide `text` is, written so.
    pub(super) fn width(self, text: &str) -> f32 {
        width(text, self.size, self.weight)
    }

    /// The same in another colour.
    pub(super) fn in_colour(self, colour: Color32) -> Self {
        Self { colour, ..self }
    }

    /// The same in bold letters.
    pub(super) fn bold(self) -> Self {
        Self { weight: Weight::Bold, ..self }
    }
}
