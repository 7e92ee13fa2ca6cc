//! The figures of the charts as tables, the last step first, to be read, heard and copied.

use egui::{Align, Align2, FontId, Layout, ScrollArea, Sense, Ui, pos2, vec2};

use super::Panel;
use super::charts::figures::{Groups, Timed};
use super::charts::theory::Comparison;
use super::controls::heading;
use super::elements::{BODY, SMALL, card, dense, empty, short_moment, short_number, short_span, words};
use crate::visual::desk::{Command, View};
use crate::visual::texts::instruments as texts;
use crate::visual::theme::Theme;

/// The most rows of a table.
const ROWS_MAX: usize = 1_200;
/// The height of a row [points].
const ROW: f32 = 17.0;
/// The width of a column of figures.
const COLUMN: f32 = 66.0;
/// Around a table, with its scroll bar.
const MARGIN: f32 = 28.0;
/// Between two tables.
const GAP: f32 = 6.0;
/// The width of a column of words.
const WORDS: f32 = 220.0;

/// The width of what chooses.
const CHOICE: f32 = 96.0;

/// The tables.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// The first table that is shown, where there is no room for all.
    first: usize,
}

/// A table: its columns with their widths, and its rows, which are written when they are wanted.
struct Table<'a> {
    title: &'static str,
    columns: Vec<(&'static str, f32)>,
    count: usize,
    row: Box<dyn Fn(usize) -> Vec<String> + 'a>,
}

impl Panel for Tables {
    fn name(&self) -> &'static str {
        "tables"
    }

    fn ui(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command> {
        dense(ui, theme);
        if view.series.marks().is_empty() {
            empty(ui, theme, texts::TABLES_EMPTY, texts::TABLES_COMING);
            return None;
        }
        let [pages, latency, utilisation] = Timed::ALL.map(|chart| timed(chart, view));
        let tables = [pages, latency, outcomes(view), utilisation, theory(view)];
        self.first %= tables.len();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            let fit = fit(&tables, self.first, ui.available_width());
            if fit < tables.len() {
                self.choose(ui, fit, tables.len(), theme);
            }
            for place in 0..fit {
                tables[(self.first + place) % tables.len()].show(ui, theme);
            }
        });
        None
    }
}

impl Tables {
    fn choose(&mut self, ui: &mut Ui, fit: usize, tables: usize, theme: &Theme) {
        let size = vec2(CHOICE, ui.available_height());
        ui.allocate_ui_with_layout(size, Layout::top_down_justified(Align::Min), |ui| {
            ui.spacing_mut().button_padding = vec2(6.0, 1.0);
            let more = ui.button(words(texts::OTHER_TABLES, 12.5, theme.text));
            if more.on_hover_text(texts::OTHER_TABLES_TOLD).clicked() {
                self.first = (self.first + fit) % tables;
            }
        });
    }
}

/// How many tables from `first` on fit into `width`, at least one; with what chooses, unless all do.
fn fit(tables: &[Table<'_>], first: usize, width: f32) -> usize {
    let wide = |place: usize| tables[(first + place) % tables.len()].width() + MARGIN + GAP;
    let fits = |count: usize, width: f32| (0..count).map(wide).sum::<f32>() <= width + GAP;
    if fits(tables.len(), width) {
        return tables.len();
    }
    (1..tables.len()).rev().find(|count| fits(*count, width - CHOICE - GAP)).unwrap_or(1)
}

fn timed<'a>(chart: Timed, view: &View<'a>) -> Table<'a> {
    let groups = Groups::of(view.series, 0.0, ROWS_MAX);
    let traces = chart.traces(view.series, groups);
    let columns = std::iter::once((texts::TIME, 58.0)).chain(traces.iter().map(|trace| (trace.name, COLUMN)));
    let (columns, count) = (columns.collect(), groups.count());
    let row = move |place: usize| {
        let group = count - 1 - place;
        let values = traces.iter().map(|trace| chart.value(trace.values.get(group).copied().flatten()));
        std::iter::once(short_moment(groups.end(group))).chain(values).collect()
    };
    Table { title: chart.title(), columns, count, row: Box::new(row) }
}

fn outcomes<'a>(view: &View<'a>) -> Table<'a> {
    let (good, failed) = view.site.pages;
    let all = (good + failed).max(1) as f64;
    let causes = view.causes;
    let row = move |place: usize| {
        let failed = place.checked_sub(1).map(|place| &causes[place]);
        let (cause, pages) = failed.map_or((texts::GOOD, good), |(cause, pages)| (cause, *pages));
        vec![cause.to_owned(), pages.to_string(), format!("{:.2} %", pages as f64 / all * 100.0)]
    };
    let columns = vec![(texts::CAUSE, WORDS), (texts::PAGE_COUNT, COLUMN), (texts::SHARE, COLUMN)];
    Table { title: texts::OUTCOMES, columns, count: causes.len() + 1, row: Box::new(row) }
}

fn theory<'a>(view: &View<'a>) -> Table<'a> {
    let found = Comparison::of(view.series, view.set_up);
    let count = found.points.len();
    let row = move |place: usize| {
        let point = &found.points[count - 1 - place];
        let theory = match found.theory(point.arrivals) {
            _ if !point.is_present => texts::SET_UP_OTHERWISE.to_owned(),
            Some(time) => short_span(time),
            None => texts::NO_STEADY_STATE.to_owned(),
        };
        vec![short_moment(point.at), short_number(point.arrivals), short_span(point.time), theory]
    };
    let columns = [texts::ARRIVALS, texts::SIMULATED, texts::BY_THEORY].map(|name| (name, COLUMN));
    let columns = std::iter::once((texts::TIME, 58.0)).chain(columns).collect();
    Table { title: texts::THEORY, columns, count, row: Box::new(row) }
}

impl Table<'_> {
    fn width(&self) -> f32 {
        self.columns.iter().map(|(_, width)| width).sum()
    }

    fn show(&self, ui: &mut Ui, theme: &Theme) {
        let size = vec2(self.width() + MARGIN, ui.available_height());
        ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
            card(theme).show(ui, |ui| {
                ui.set_min_size(ui.available_size());
                ui.spacing_mut().item_spacing = vec2(6.0, 1.0);
                self.head(ui, theme);
                self.body(ui, theme);
            });
        });
    }

    fn head(&self, ui: &mut Ui, theme: &Theme) {
        ui.horizontal(|ui| {
            ui.spacing_mut().interact_size.y = 18.0;
            ui.spacing_mut().button_padding = vec2(6.0, 0.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let button = ui.button(words(texts::COPY, SMALL, theme.text)).on_hover_text(texts::COPY_TOLD);
                let name = texts::copy(self.title);
                button.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, &name));
                if button.clicked() {
                    ui.copy_text(self.text());
                }
                heading(ui, self.title, BODY, theme);
            });
        });
        let heads: Vec<String> = self.columns.iter().map(|(name, _)| (*name).to_owned()).collect();
        self.write(ui, &heads, theme.faint);
        ui.painter().hline(ui.min_rect().x_range(), ui.cursor().top(), egui::Stroke::new(1.0, theme.line));
        ui.add_space(1.0);
    }

    fn body(&self, ui: &mut Ui, theme: &Theme) {
        let area = ScrollArea::vertical().id_salt(self.title).auto_shrink(false);
        area.show_rows(ui, ROW, self.count, |ui, shown| {
            for place in shown {
                self.write(ui, &(self.row)(place), theme.text);
            }
        });
    }

    /// Words to the left, figures to the right.
    fn write(&self, ui: &mut Ui, cells: &[String], colour: egui::Color32) {
        let (rect, response) = ui.allocate_exact_size(vec2(self.width(), ROW), Sense::hover());
        let told = cells.join(" ");
        response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Label, true, &told));
        let font = FontId::proportional(12.0);
        let mut left = rect.left();
        for (place, (cell, (_, width))) in cells.iter().zip(&self.columns).enumerate() {
            let right = left + width;
            if place == 0 {
                let mut job = egui::text::LayoutJob::simple_singleline(cell.clone(), font.clone(), colour);
                job.wrap = egui::text::TextWrapping::truncate_at_width(width - 6.0);
                let galley = ui.painter().layout_job(job);
                let top = rect.center().y - galley.size().y / 2.0;
                ui.painter().galley(pos2(left, top), galley, colour);
            } else {
                let at = pos2(right, rect.center().y);
                ui.painter().text(at, Align2::RIGHT_CENTER, cell, font.clone(), colour);
            }
            left = right;
        }
    }

    /// With tabs between the columns, as spreadsheets take it.
    fn text(&self) -> String {
        let heads: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        let rows = (0..self.count).map(|place| (self.row)(place).join("\t"));
        std::iter::once(heads.join("\t")).chain(rows).map(|line| line + "\n").collect()
    }
}
