//! What the instruments are put together from: cards, words, signs.

use egui::{Color32, Frame, Margin, Rect, Response, RichText, Sense, Stroke, Ui, pos2, vec2};

use crate::visual::theme::Theme;
use crate::visual::theme::fonts::BOLD;

/// Beside the matter: the smallest text there is [points].
pub(super) const SMALL: f32 = 11.5;
/// Text to be read \[points\].
pub(super) const BODY: f32 = 13.0;
/// What matters \[points\].
pub(super) const LARGE: f32 = 15.0;
/// A heading \[points\].
pub(super) const HEADING: f32 = 17.0;

/// Draws everything from here on close together: there is little room.
pub(super) fn dense(ui: &mut Ui, theme: &Theme) {
    // What is chosen is written on the colour of a choice.
    ui.visuals_mut().selection.stroke.color = theme.on_colour;
    let spacing = ui.spacing_mut();
    spacing.item_spacing = vec2(8.0, 4.0);
    spacing.button_padding = vec2(8.0, 3.0);
    spacing.interact_size.y = 22.0;
}

/// Words of this size and colour.
pub(super) fn words(text: impl Into<String>, size: f32, colour: Color32) -> RichText {
    RichText::new(text).size(size).color(colour)
}

/// The same in bold letters.
pub(super) fn bold_words(text: impl Into<String>, size: f32, colour: Color32) -> RichText {
    words(text, size, colour).family(egui::FontFamily::Name(BOLD.into()))
}

/// A box in a panel.
pub(super) fn card(theme: &Theme) -> Frame {
    Frame::new()
        .fill(theme.raised)
        .stroke(Stroke::new(1.0, theme.line.gamma_multiply(0.6)))
        .corner_radius(5)
        .inner_margin(Margin::symmetric(7, 4))
}

/// What stands where nothing is yet: what will come there.
pub(super) fn empty(ui: &mut Ui, theme: &Theme, heading: &str, body: &str) {
    let top = ((ui.available_height() - 60.0) / 2.0).clamp(2.0, 80.0);
    ui.vertical_centered(|ui| {
        ui.add_space(top);
        ui.label(words(heading, HEADING, theme.text));
        ui.label(words(body, BODY, theme.faint));
    });
}

/// Words in a column of this width, in as many lines as they need.
pub(super) fn column(ui: &mut Ui, width: f32, text: RichText) -> Response {
    ui.allocate_ui_with_layout(vec2(width.max(1.0), 0.0), egui::Layout::top_down(egui::Align::Min), |ui| {
        ui.set_width(width.max(1.0));
        ui.add(egui::Label::new(text).wrap())
    })
    .inner
}

/// A sign that says by its shape what its colour says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// A tick: well.
    Tick,
    /// A cross: not well.
    Cross,
    /// A ring with a gap: not decided yet.
    Open,
}

impl Sign {
    /// Draws it in a square of this width.
    pub(super) fn show(self, ui: &mut Ui, width: f32, theme: &Theme) {
        let (rect, _) = ui.allocate_exact_size(vec2(width, width), Sense::hover());
        self.paint(ui, rect.shrink(width * 0.12), theme);
    }

    fn paint(self, ui: &Ui, rect: Rect, theme: &Theme) {
        let at = |x: f32, y: f32| pos2(rect.left() + rect.width() * x, rect.top() + rect.height() * y);
        let pen = |colour| Stroke::new(rect.width() * 0.2, colour);
        let painter = ui.painter();
        match self {
            Self::Tick => {
                painter.line(vec![at(0.05, 0.55), at(0.38, 0.88), at(0.95, 0.15)], pen(theme.good));
            }
            Self::Cross => {
                painter.line_segment([at(0.1, 0.1), at(0.9, 0.9)], pen(theme.bad));
                painter.line_segment([at(0.9, 0.1), at(0.1, 0.9)], pen(theme.bad));
            }
            Self::Open => {
                let thin = Stroke::new(rect.width() * 0.14, theme.waiting);
                painter.circle_stroke(rect.center(), rect.width() * 0.45, thin);
                painter.line(vec![at(0.5, 0.22), at(0.5, 0.55), at(0.72, 0.55)], thin);
            }
        }
    }

    /// Its colour.
    pub(super) fn colour(self, theme: &Theme) -> Color32 {
        match self {
            Self::Tick => theme.good,
            Self::Cross => theme.bad,
            Self::Open => theme.waiting,
        }
    }
}

/// How often something fits, and other counts that were measured: at least none.
#[expect(clippy::cast_sign_loss, reason = "what is below zero counts as nothing")]
pub(super) fn whole(number: impl Into<f64>) -> usize {
    number.into().max(0.0) as usize
}

/// Distances between two marks that people can count in, but for powers of ten.
const STEPS: [f64; 4] = [1.0, 2.0, 5.0, 10.0];

/// The least distance between two marks that people can count in and that is not below `wanted`.
pub(super) fn step(wanted: f64) -> f64 {
    let decade = libm::pow(10.0, libm::log10(wanted).floor());
    STEPS.map(|step| step * decade).into_iter().find(|step| *step >= wanted * 0.999).unwrap_or(decade)
}

/// A span in three digits at most: `84 ms`, `1.2 s`, `5 min`.
pub(super) fn short_span(seconds: f64) -> String {
    match seconds {
        _ if seconds >= 90.0 => format!("{:.0} min", seconds / 60.0),
        _ if seconds >= 9.95 => format!("{seconds:.0} s"),
        _ if seconds >= 0.9995 => format!("{seconds:.1} s"),
        _ if seconds >= 0.009_95 => format!("{:.0} ms", seconds * 1e3),
        _ if seconds >= 0.000_1 => format!("{:.1} ms", seconds * 1e3),
        _ if seconds > 0.0 => format!("{:.0} \u{b5}s", seconds * 1e6),
        _ => "0".to_owned(),
    }
}

/// A moment as short as it can be told: `1:15`, `1:00:05`.
pub(super) fn short_moment(seconds: f64) -> String {
    let seconds = whole(seconds);
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// A rate in three digits at most: `39.2`, `412`.
pub(super) fn short_number(number: f64) -> String {
    match number {
        _ if number >= 99.95 => format!("{number:.0}"),
        _ if number.fract().abs() < 0.05 => format!("{number:.0}"),
        _ => format!("{number:.1}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_one_that_people_can_count_in() {
        assert_eq!([0.013, 1.0, 3.0, 70.0].map(|value| step(value).to_string()), ["0.02", "1", "5", "100"]);
        assert_eq!([-3.0, 0.9, 7.0].map(whole), [0, 0, 7]);
    }

    #[test]
    fn figures_are_told_in_three_digits() {
        assert_eq!(
            [0.000_05, 0.084, 1.24, 12.4, 300.0].map(short_span),
            ["50 \u{b5}s", "84 ms", "1.2 s", "12 s", "5 min"]
        );
        assert_eq!([0.0, 75.9, 3_605.0].map(short_moment), ["0:00", "1:15", "1:00:05"]);
        assert_eq!([0.0, 39.24, 412.3].map(short_number), ["0", "39.2", "412"]);
    }
}
