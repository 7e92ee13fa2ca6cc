//! What the lines of a chart are called, how they look, and their last values.

use egui::{Color32, FontId, Pos2, Rect, Sense, Shape, Stroke, Ui, Vec2, pos2, vec2};
use egui_plot::{LineStyle, MarkerShape};

use super::plot::Look;
use crate::visual::theme::Theme;

/// What stands beside a line's sample.
pub(super) struct Entry<'a> {
    /// How it looks.
    pub(super) look: Look,
    /// Whether it is a line, or marks alone.
    pub(super) is_line: bool,
    /// What it is called.
    pub(super) name: &'a str,
    /// Its last value.
    pub(super) value: String,
}

/// How high the letters of a legend are.
const LETTERS: f32 = 11.0;
/// How wide a line's sample is.
const SAMPLE: f32 = 14.0;
/// Room for a value: it does not move what is beside it.
const VALUE: f32 = 22.0;

/// How wide each of these lines of a legend is.
pub(super) fn widths(ui: &Ui, entries: &[Entry<'_>]) -> Vec<f32> {
    let wide = |text: &str| {
        let galley =
            ui.painter().layout_no_wrap(text.to_owned(), FontId::proportional(LETTERS), Color32::WHITE);
        galley.size().x
    };
    let entry = |entry: &Entry<'_>| SAMPLE + 9.0 + wide(entry.name) + wide(&entry.value).max(VALUE);
    entries.iter().map(|one| entry(one).ceil()).collect()
}

/// A line of the legend.
pub(super) fn show(ui: &mut Ui, rect: Rect, entry: &Entry<'_>, theme: &Theme) {
    let name = format!("{} {}", entry.name, entry.value);
    let response = ui.interact(rect, ui.id().with(entry.name), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Label, true, &name));
    let painter = ui.painter_at(rect.expand(1.0));
    let (left, right) = (pos2(rect.left(), rect.center().y), pos2(rect.left() + SAMPLE, rect.center().y));
    if entry.is_line {
        sample(&painter, left, right, entry.look);
    }
    mark(&painter, left.lerp(right, 0.5), entry.look);
    let font = FontId::proportional(LETTERS);
    let value =
        painter.text(rect.right_center(), egui::Align2::RIGHT_CENTER, &entry.value, font.clone(), theme.text);
    let room = value.left() - right.x - 5.0;
    let mut job = egui::text::LayoutJob::simple_singleline(entry.name.to_owned(), font, theme.faint);
    job.wrap = egui::text::TextWrapping::truncate_at_width(room.max(8.0));
    let galley = painter.layout_job(job);
    let place = pos2(right.x + 4.0, rect.center().y - galley.size().y / 2.0);
    painter.galley(place, galley, theme.faint);
}

fn sample(painter: &egui::Painter, left: Pos2, right: Pos2, look: Look) {
    let stroke = Stroke::new(1.8, look.colour);
    match look.style {
        LineStyle::Solid => {
            painter.line_segment([left, right], stroke);
        }
        LineStyle::Dashed { .. } => painter.extend(Shape::dashed_line(&[left, right], stroke, 5.0, 3.0)),
        LineStyle::Dotted { .. } => painter.extend(Shape::dotted_line(&[left, right], look.colour, 4.0, 1.1)),
    }
}

/// A mark of the legend, as the plot draws it.
fn mark(painter: &egui::Painter, at: Pos2, look: Look) {
    let (colour, radius) = (look.colour, 3.4);
    let around = |corners: &[(f32, f32)]| {
        let corners = corners.iter().map(|(x, y)| at + vec2(*x, *y) * radius).collect();
        painter.add(Shape::convex_polygon(corners, colour, Stroke::NONE));
    };
    let crossed = |ends: [(f32, f32); 4]| {
        let end = |place: usize| at + vec2(ends[place].0, ends[place].1) * radius;
        for pair in [[0, 1], [2, 3]] {
            painter.line_segment([end(pair[0]), end(pair[1])], Stroke::new(1.6, colour));
        }
    };
    match look.marker {
        MarkerShape::Circle => {
            painter.circle_filled(at, radius * 0.9, colour);
        }
        MarkerShape::Diamond => around(&[(0.0, -1.1), (1.1, 0.0), (0.0, 1.1), (-1.1, 0.0)]),
        MarkerShape::Square => {
            painter.rect_filled(Rect::from_center_size(at, Vec2::splat(radius * 1.6)), 0.0, colour);
        }
        MarkerShape::Up => around(&[(0.0, -1.1), (1.0, 0.7), (-1.0, 0.7)]),
        MarkerShape::Down => around(&[(0.0, 1.1), (-1.0, -0.7), (1.0, -0.7)]),
        MarkerShape::Left => around(&[(-1.1, 0.0), (0.7, -1.0), (0.7, 1.0)]),
        MarkerShape::Right => around(&[(1.1, 0.0), (-0.7, 1.0), (-0.7, -1.0)]),
        MarkerShape::Plus => crossed([(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0)]),
        MarkerShape::Cross | MarkerShape::Asterisk => {
            crossed([(-0.8, -0.8), (0.8, 0.8), (-0.8, 0.8), (0.8, -0.8)]);
        }
    }
}
