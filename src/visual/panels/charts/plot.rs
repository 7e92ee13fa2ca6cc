//! How a chart is drawn: its axes, its lines, what is beside it.

use egui::{Color32, FontId, Rect, Sense, Ui, Vec2, pos2};
use egui_plot::{
    AxisHints, GridInput, GridMark, Line, LineStyle, MarkerShape, Plot, PlotPoints, PlotUi, Points,
};

use crate::visual::panels::controls::{bold, plain, write};
use crate::visual::panels::elements::{short_moment, step};
use crate::visual::theme::Theme;

/// How a line looks: its colour, and its dashes or its marks as well.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Look {
    /// Its colour.
    pub(super) colour: Color32,
    /// Its dashes.
    pub(super) style: LineStyle,
    /// What stands on it here and there.
    pub(super) marker: MarkerShape,
    /// How thick it is [points].
    pub(super) width: f32,
}

impl Look {
    /// A line without gaps.
    pub(super) const fn solid(colour: Color32, marker: MarkerShape) -> Self {
        Self { colour, style: LineStyle::Solid, marker, width: 1.9 }
    }

    /// A line of dashes.
    pub(super) const fn dashed(colour: Color32, marker: MarkerShape) -> Self {
        Self { colour, style: LineStyle::Dashed { length: 7.0 }, marker, width: 1.9 }
    }

    /// A line of dots.
    pub(super) const fn dotted(colour: Color32, marker: MarkerShape) -> Self {
        Self { colour, style: LineStyle::Dotted { spacing: 5.0 }, marker, width: 1.1 }
    }
}

/// How high a chart's title is.
const TITLE: f32 = 13.5;

/// An axis: from where to where, and what stands at it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    /// Its ends.
    pub(super) ends: (f64, f64),
    /// The distance between two marks.
    pub(super) step: f64,
}

/// Distances between the marks of a time axis [s].
const TIME_STEPS: [f64; 14] =
    [1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1_800.0, 3_600.0, 7_200.0, 21_600.0];

impl Scale {
    /// From nothing to at least `most`, with at most `marks` marks; its end moves in large steps only.
    pub(super) fn up_to(most: f64, marks: f64) -> Self {
        let most = if most > 0.0 { most } else { 1.0 };
        let step = step(most / marks);
        Self { ends: (0.0, (most / step).ceil() * step), step }
    }

    /// Time from `from` to `to` [s], with at most `marks` marks; from the run's beginning on its end moves from mark to mark.
    pub(super) fn time(from: f64, to: f64, marks: f64) -> Self {
        let rough = ((to - from) / marks).max(1.0);
        let step = TIME_STEPS.into_iter().find(|step| *step >= rough * 0.999).unwrap_or(86_400.0);
        let end = if from > 0.0 { to } else { (to / step).ceil().max(1.0) * step };
        Self { ends: (from, end), step }
    }

    /// Powers of ten around the values between `least` and `most`, which are logarithms; its ends move by half a power.
    pub(super) fn decades(least: f64, most: f64) -> Self {
        let (from, to) = ((least * 2.0).floor() / 2.0, (most * 2.0).ceil() / 2.0);
        Self { ends: (from, to.max(from + 2.0)), step: 1.0 }
    }

    /// The same with room for a word above the uppermost mark, in a chart of this height [points].
    fn with_headroom(self, height: f32) -> Self {
        let (from, to) = self.ends;
        Self { ends: (from, to + (to - from) * 7.0 / f64::from(height.max(40.0))), ..self }
    }

    /// Where marks stand.
    fn marks(self) -> Vec<GridMark> {
        let first = (self.ends.0 / self.step).ceil() as i64;
        let last = (self.ends.1 / self.step + 1e-9).floor() as i64;
        let mark = |place: i64| GridMark { value: place as f64 * self.step, step_size: self.step };
        (first..=last).map(mark).collect()
    }
}

/// A chart without its lines.
pub(super) struct Frame<'a> {
    /// Tells it from others.
    pub(super) id: &'a str,
    /// Its x axis.
    pub(super) x: Scale,
    /// Its y axis.
    pub(super) y: Scale,
    /// How a value on the x axis is told.
    pub(super) x_told: fn(f64) -> String,
    /// How a value on the y axis is told.
    pub(super) y_told: fn(f64) -> String,
}

impl Frame<'_> {
    /// Draws it in `size`, and `lines` in it.
    pub(super) fn show(&self, ui: &mut Ui, size: Vec2, theme: &Theme, lines: impl FnOnce(&mut PlotUi<'_>)) {
        let (x, y) = (self.x, self.y.with_headroom(size.y - 13.0));
        let (x_told, y_told) = (self.x_told, self.y_told);
        let axis = |hints: AxisHints<'static>, told: fn(f64) -> String, after: f64| {
            // At the left end the two axes would write over each other.
            let words = move |value: f64| if value > after { told(value) } else { String::new() };
            hints
                .formatter(move |mark, _| words(mark.value))
                .tick_label_color(theme.faint)
                .tick_label_font(FontId::proportional(11.0))
        };
        let x_axis =
            axis(AxisHints::new_x(), x_told, x.ends.0).label_spacing(20.0..=24.0).min_thickness(13.0);
        let y_axis =
            axis(AxisHints::new_y(), y_told, f64::NEG_INFINITY).label_spacing(9.0..=11.0).min_thickness(30.0);
        let told = move |position: &egui_plot::HoverPosition<'_>| match position {
            egui_plot::HoverPosition::NearDataPoint { plot_name, position, .. } if !plot_name.is_empty() => {
                Some(format!("{plot_name} {}\n{}", y_told(position.y), x_told(position.x)))
            }
            _ => None,
        };
        Plot::new(self.id)
            .width(size.x)
            .height(size.y)
            .allow_drag(false)
            .allow_zoom(false)
            .allow_scroll(false)
            .allow_boxed_zoom(false)
            .allow_double_click_reset(false)
            .allow_axis_zoom_drag(false)
            .show_crosshair(false)
            .set_margin_fraction(Vec2::ZERO)
            .grid_color(theme.line)
            .grid_spacing(8.0..=60.0)
            .x_grid_spacer(move |_: GridInput| x.marks())
            .y_grid_spacer(move |_: GridInput| y.marks())
            .custom_x_axes(vec![x_axis])
            .custom_y_axes(vec![y_axis])
            .label_formatter(told)
            .show(ui, |plot| {
                plot.set_plot_bounds_x(x.ends.0..=x.ends.1);
                plot.set_plot_bounds_y(y.ends.0..=y.ends.1);
                lines(plot);
            });
    }
}

/// A time as an axis tells it.
pub(super) fn time_told(seconds: f64) -> String {
    short_moment(seconds)
}

/// A logarithm of seconds as an axis tells it: `100 ms`, `10 s`.
pub(super) fn decade_told(logarithm: f64) -> String {
    let seconds = libm::pow(10.0, logarithm);
    match seconds {
        _ if seconds >= 0.999 => format!("{seconds:.0} s"),
        _ if seconds >= 0.000_999 => format!("{:.0} ms", seconds * 1e3),
        _ => format!("{:.0} \u{b5}s", seconds * 1e6),
    }
}

/// So many marks fit onto a time axis of this width [points].
pub(super) fn time_marks(width: f32) -> f64 {
    f64::from(((width - 36.0) / 46.0).floor().max(1.0))
}

/// A line through `points`, broken where there is nothing, with marks here and there.
pub(super) fn line(plot: &mut PlotUi<'_>, name: &str, look: Look, points: &[(f64, Option<f64>)]) {
    let mut piece: Vec<[f64; 2]> = Vec::new();
    for (x, y) in points.iter().copied().chain([(0.0, None)]) {
        match y {
            Some(y) => piece.push([x, y]),
            None if piece.is_empty() => {}
            None => draw(plot, name, look, std::mem::take(&mut piece)),
        }
    }
}

/// So many marks stand on a line from one side of the chart to the other.
const MARKS: usize = 7;

fn draw(plot: &mut PlotUi<'_>, name: &str, look: Look, points: Vec<[f64; 2]>) {
    let last = points.len() - 1;
    let bounds = plot.plot_bounds();
    let (from, width) = (bounds.min()[0], bounds.width().max(1e-9));
    let slot = |x: f64| ((x - from) / width * MARKS as f64).floor() as i64;
    let is_marked = |place: &usize| {
        *place == last || (*place > 0 && slot(points[*place][0]) != slot(points[place - 1][0]))
    };
    let marked: Vec<[f64; 2]> = (0..points.len()).filter(is_marked).map(|place| points[place]).collect();
    plot.line(
        Line::new(name, PlotPoints::from(points)).color(look.colour).width(look.width).style(look.style),
    );
    marks(plot, "", look, marked, 3.0);
}

/// Marks alone.
pub(super) fn marks(plot: &mut PlotUi<'_>, name: &str, look: Look, points: Vec<[f64; 2]>, radius: f32) {
    let marks = Points::new(name, PlotPoints::from(points)).color(look.colour).shape(look.marker);
    plot.points(marks.radius(radius).filled(true).allow_hover(!name.is_empty()));
}

/// A chart's title, and what is on its axes.
pub(super) fn title(ui: &mut Ui, rect: Rect, text: &str, beside: &str, theme: &Theme) {
    let response = ui.interact(rect, ui.id().with(text), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Label, true, text));
    let script = bold(TITLE, theme.text);
    let written =
        write(ui.painter(), rect.left_center(), egui::Align2::LEFT_CENTER, text, script, rect.width());
    let left = pos2(written.right() + 7.0, rect.center().y + 0.5);
    let faint = plain(11.0, theme.faint);
    write(ui.painter(), left, egui::Align2::LEFT_CENTER, beside, faint, (rect.right() - left.x).max(0.0));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_ends_at_a_mark_that_people_can_count_in() {
        let scale = Scale::up_to(43.0, 3.0);
        assert_eq!((scale.ends.1, scale.step), (60.0, 20.0));
        assert!((Scale::up_to(0.0, 3.0).ends.1 - 1.0).abs() < 1e-9);
        let time = Scale::time(0.0, 71.0, 4.0);
        assert_eq!((time.ends, time.step, time.marks().len()), ((0.0, 80.0), 20.0, 5));
        assert_eq!(Scale::time(40.0, 100.0, 4.0).ends, (40.0, 100.0));
        assert_eq!(Scale::decades(-1.3, 0.9).ends, (-1.5, 1.0));
    }
}
