//! The run so far as charts: what visitors got, how long it took, why it failed, what was busy, and what theory says.

pub(super) mod figures;
pub(super) mod theory;
mod plot;
mod legend;
mod causes;
mod compared;

use egui::{Layout, Rect, Sense, Ui, UiBuilder, Vec2, pos2, vec2};
use egui_plot::{MarkerShape, PlotUi, Span};

use super::Panel;
use super::elements::{card, dense, empty, whole, words};
use crate::snapshot::Standing;
use crate::units::SimTime;
use crate::visual::desk::{Band, BandKind, Command, View};
use crate::visual::texts::instruments as texts;
use crate::visual::theme::Theme;
use figures::{Groups, Stretch, Timed, Trace, told_until};
use legend::Entry;
use plot::{Frame, Look, Scale};

/// The least width of a chart [points].
const CHART_MIN: f32 = 262.0;
/// The width of what chooses.
const CHOICE: f32 = 96.0;
/// The height of a title.
const TITLE: f32 = 17.0;
/// The least height of a line of a legend.
const ENTRY: f32 = 13.0;
/// A point of a line is so wide at least: more could not be seen.
const POINT: f32 = 2.5;

/// A chart, in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Chart {
    Timed(Timed),
    Outcomes,
    Theory,
}

const ALL: [Chart; 5] = [
    Chart::Timed(Timed::Pages),
    Chart::Timed(Timed::Latency),
    Chart::Timed(Timed::Utilisation),
    Chart::Outcomes,
    Chart::Theory,
];

/// The charts.
#[derive(Clone, Debug, Default)]
pub struct Charts {
    stretch: Stretch,
    /// The first chart that is shown, where there is no room for all.
    first: usize,
}

impl Panel for Charts {
    fn name(&self) -> &'static str {
        "charts"
    }

    fn ui(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command> {
        dense(ui, theme);
        if view.series.marks().is_empty() {
            empty(ui, theme, texts::CHARTS_EMPTY, texts::CHARTS_COMING);
            return None;
        }
        let room = ui.available_size() - vec2(CHOICE + 8.0, 0.0);
        let fit = whole(room.x / CHART_MIN).clamp(1, ALL.len());
        self.first = self.first.min(ALL.len() - 1);
        ui.horizontal_top(|ui| {
            self.choose(ui, fit, room.y, theme);
            ui.spacing_mut().item_spacing.x = 6.0;
            let width = (room.x - 6.0 * (fit as f32 - 1.0)) / fit as f32;
            for place in 0..fit {
                let chart = ALL[(self.first + place) % ALL.len()];
                let size = vec2(width, room.y);
                ui.allocate_ui_with_layout(size, Layout::top_down(egui::Align::Min), |ui| {
                    self.chart(ui, chart, view, theme);
                });
            }
        });
        None
    }
}

impl Charts {
    fn choose(&mut self, ui: &mut Ui, fit: usize, height: f32, theme: &Theme) {
        ui.allocate_ui_with_layout(
            vec2(CHOICE, height),
            Layout::top_down_justified(egui::Align::Min),
            |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                ui.spacing_mut().interact_size.y = 19.0;
                ui.spacing_mut().button_padding = vec2(6.0, 1.0);
                for stretch in Stretch::ALL {
                    let label = egui::RichText::new(stretch.title()).size(12.5);
                    ui.selectable_value(&mut self.stretch, stretch, label).on_hover_text(texts::STRETCH_TOLD);
                }
                if fit < ALL.len() {
                    let more = ui
                        .button(words(texts::OTHER_CHARTS, 12.5, theme.text))
                        .on_hover_text(texts::OTHER_CHARTS_TOLD);
                    if more.clicked() {
                        self.first = (self.first + fit) % ALL.len();
                    }
                }
            },
        );
    }

    fn chart(&self, ui: &mut Ui, chart: Chart, view: &View<'_>, theme: &Theme) {
        card(theme).show(ui, |ui| {
            ui.set_min_size(ui.available_size());
            ui.spacing_mut().item_spacing = vec2(6.0, 1.0);
            match chart {
                Chart::Timed(timed) => self.timed(ui, timed, view, theme),
                Chart::Outcomes => causes::show(ui, view, theme),
                Chart::Theory => compared::show(ui, view, theme),
            }
        });
    }

    fn timed(&self, ui: &mut Ui, chart: Timed, view: &View<'_>, theme: &Theme) {
        let until = told_until(view.series);
        let from = self.stretch.from(until);
        let groups = Groups::of(view.series, from, whole(ui.available_width() / 2.0 / POINT));
        let traces = chart.traces(view.series, groups);
        let looks = looks(chart, theme);
        let entries: Vec<Entry<'_>> = traces
            .iter()
            .zip(&looks)
            .map(|(trace, look)| {
                let last = trace.values.last().copied().flatten();
                Entry { look: *look, is_line: true, name: trace.name, value: chart.value(last) }
            })
            .collect();
        beside(ui, chart.title(), "", &entries, theme, |ui, size| {
            let frame = Frame {
                id: chart.title(),
                x: Scale::time(from, until, plot::time_marks(size.x)),
                y: scale(chart, &traces, size.y),
                x_told: plot::time_told,
                y_told: told(chart),
            };
            let lines = |plot: &mut PlotUi<'_>| {
                shade(plot, view.bands, until, theme);
                for (trace, look) in traces.iter().zip(&looks) {
                    let value = |value: f64| {
                        if chart == Timed::Latency { libm::log10(value.max(1e-6)) } else { value }
                    };
                    let at = |group: usize| groups.end(group);
                    let points: Vec<(f64, Option<f64>)> =
                        trace.values.iter().enumerate().map(|(group, y)| (at(group), y.map(value))).collect();
                    plot::line(plot, trace.name, *look, &points);
                }
            };
            frame.show(ui, size, theme, lines);
        });
    }
}

/// A chart at the left, its legend at the right, its title above.
fn beside(
    ui: &mut Ui,
    title: &str,
    axes: &str,
    entries: &[Entry<'_>],
    theme: &Theme,
    draw: impl FnOnce(&mut Ui, Vec2),
) {
    let (all, response) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
    let told: Vec<(String, String)> =
        entries.iter().map(|entry| (entry.name.to_owned(), entry.value.clone())).collect();
    let name = texts::chart_told(title, &told);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Image, true, &name));
    let widths = legend::widths(ui, entries);
    let place = Places::of(all, &widths);
    plot::title(ui, place.title, title, axes, theme);
    ui.scope_builder(UiBuilder::new().max_rect(place.chart), |ui| draw(ui, place.chart.size()));
    for (entry, rect) in entries.iter().zip(&place.legend) {
        legend::show(ui, *rect, entry, theme);
    }
}

/// Where what belongs to a chart stands.
struct Places {
    title: Rect,
    chart: Rect,
    legend: Vec<Rect>,
}

impl Places {
    /// The legend in a line under the title if there is room for that, otherwise at the right.
    fn of(all: Rect, widths: &[f32]) -> Self {
        let title = all.with_max_y(all.top() + TITLE);
        let below = all.with_min_y(title.bottom());
        // The last mark of the time axis stands out at the right.
        let chart = |rect: Rect, out: f32| rect.with_max_x(rect.right() - out);
        let gap = (all.width() - widths.iter().sum::<f32>()) / (widths.len() as f32 - 1.0);
        if widths.len() <= 3 && gap >= 2.0 {
            let mut left = below.left();
            let legend = widths.iter().map(|width| {
                let rect = Rect::from_min_size(pos2(left, below.top()), vec2(*width, ENTRY + 2.0));
                left = rect.right() + gap.min(16.0);
                rect
            });
            let legend = legend.collect();
            return Self { title, chart: chart(below.with_min_y(below.top() + ENTRY + 3.0), 14.0), legend };
        }
        let widest = widths.iter().copied().fold(0.0, f32::max).min(all.width() * 0.5);
        let split = all.right() - widest;
        let is_over_both = below.height() >= ENTRY * widths.len() as f32;
        let beside = if is_over_both { below } else { all }.with_min_x(split);
        let height = (beside.height() / widths.len().max(4) as f32).clamp(ENTRY, 19.0);
        let top = beside.center().y - height * widths.len() as f32 / 2.0;
        let row = |place: usize| pos2(split, top + height * place as f32);
        let legend = (0..widths.len()).map(|place| Rect::from_min_size(row(place), vec2(widest, height)));
        let title = if is_over_both { title } else { title.with_max_x(split) };
        Self { title, chart: chart(below.with_max_x(split), 20.0), legend: legend.collect() }
    }
}

/// A shaded stretch bears its word from this width on.
const WORD: f64 = 62.0;

/// Incidents as shaded stretches, with their word where there is room for it.
fn shade(plot: &mut PlotUi<'_>, bands: &[Band], until: f64, theme: &Theme) {
    let second = |moment: SimTime| moment.as_secs_f64();
    for band in bands {
        let BandKind::Incident(standing) = band.kind else { continue };
        let (word, colour) = match standing {
            Standing::Degraded => (texts::SHADED_DEGRADED, theme.waiting),
            Standing::Down | Standing::DownUnnoticed => (texts::SHADED_DOWN, theme.bad),
            Standing::Up | Standing::Unseen => continue,
        };
        let (from, to) = (second(band.from), band.until.map_or(until, second));
        if from < until && to > from {
            let room = (to.min(until) - from) * plot.transform().dpos_dvalue_x();
            let word = if room > WORD { word } else { "" };
            let span = Span::new(word, from..=to.min(until)).fill(theme.hollow.lerp_to_gamma(colour, 0.35));
            plot.span(span.border_color(theme.hollow.lerp_to_gamma(colour, 0.8)).border_width(1.0));
        }
    }
}

/// How the lines of a chart look: told apart by their colours, by their dashes and by their marks.
fn looks(chart: Timed, theme: &Theme) -> Vec<Look> {
    match chart {
        Timed::Pages => vec![
            Look::solid(theme.good, MarkerShape::Circle),
            Look::dashed(theme.bad, MarkerShape::Cross),
            Look::dotted(theme.faint, MarkerShape::Plus),
        ],
        Timed::Latency => vec![
            Look::solid(theme.sky, MarkerShape::Circle),
            Look::dashed(theme.waiting, MarkerShape::Diamond),
            Look::dotted(theme.data, MarkerShape::Up),
        ],
        Timed::Utilisation => vec![
            Look::dashed(theme.sky, MarkerShape::Circle),
            Look::solid(theme.waiting, MarkerShape::Square),
            Look::dashed(theme.data, MarkerShape::Diamond),
            Look::solid(theme.good, MarkerShape::Up),
            Look::dotted(theme.count, MarkerShape::Down),
            Look::dotted(theme.faint, MarkerShape::Cross),
        ],
    }
}

fn scale(chart: Timed, traces: &[Trace], height: f32) -> Scale {
    let values = || traces.iter().flat_map(|trace| trace.values.iter().flatten().copied());
    let most = values().max_by(f64::total_cmp).unwrap_or_default();
    match chart {
        Timed::Pages => Scale::up_to(most.max(1.0), if height > 90.0 { 4.0 } else { 2.0 }),
        Timed::Utilisation => Scale { ends: (0.0, 1.0), step: 0.5 },
        Timed::Latency => {
            let least = values().min_by(f64::total_cmp).unwrap_or(0.01);
            let most = if most > 0.0 { most } else { 1.0 };
            Scale::decades(libm::log10(least.max(1e-6)), libm::log10(most))
        }
    }
}

/// How a value on the chart's y axis is told.
fn told(chart: Timed) -> fn(f64) -> String {
    match chart {
        Timed::Pages => super::elements::short_number,
        Timed::Latency => plot::decade_told,
        Timed::Utilisation => |value| format!("{:.0} %", value * 100.0),
    }
}
