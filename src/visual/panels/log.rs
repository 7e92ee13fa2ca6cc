//! What happened to the site, beside what the programs wrote into their logs.

use egui::{Align, FontFamily, Label, Layout, RichText, ScrollArea, Ui, vec2};

use super::Panel;
use super::controls::heading;
use super::elements::{BODY, SMALL, bold_words, card, dense, words};
use crate::metrics::Entry;
use crate::units::SimTime;
use crate::visual::desk::{Command, View};
use crate::visual::texts::instruments as texts;
use crate::visual::theme::Theme;
use crate::vocabulary::{Layer, Log as File, Word};

/// The height of a line [points].
const ROW: f32 = 18.0;

/// What happened, and the logs.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// Whose lines are shown.
    filter: Filter,
}

/// Whose lines are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Filter {
    /// Every program's, but not the many lines of nginx's access log.
    #[default]
    All,
    /// Those of one log.
    One(File),
    /// nginx's access log.
    Access,
}

/// A line that can be shown.
struct Line {
    at: SimTime,
    whose: &'static str,
    text: String,
}

impl Panel for Log {
    fn name(&self) -> &'static str {
        "log"
    }

    fn ui(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command> {
        dense(ui, theme);
        let room = ui.available_size();
        let left = vec2((room.x * 0.38).clamp(240.0, 460.0).min(room.x * 0.5), room.y);
        let mut asked = None;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.allocate_ui_with_layout(left, Layout::top_down(Align::Min), |ui| {
                asked = side(ui, theme, |ui| happened(ui, view.chronicle, theme));
            });
            let right = ui.available_size();
            ui.allocate_ui_with_layout(right, Layout::top_down(Align::Min), |ui| {
                let logged = side(ui, theme, |ui| self.logs(ui, view, theme));
                asked = asked.take().or(logged);
            });
        });
        asked
    }
}

fn side<R>(ui: &mut Ui, theme: &Theme, draw: impl FnOnce(&mut Ui) -> R) -> R {
    let drawn = card(theme).show(ui, |ui| {
        ui.set_min_size(ui.available_size());
        ui.spacing_mut().item_spacing = vec2(6.0, 1.0);
        draw(ui)
    });
    drawn.inner
}

fn happened(ui: &mut Ui, chronicle: &[Entry], theme: &Theme) -> Option<Command> {
    heading(ui, texts::HAPPENED, BODY, theme);
    if chronicle.is_empty() {
        ui.label(words(texts::NOTHING_HAPPENED, SMALL, theme.faint));
        return None;
    }
    let mut asked = None;
    let area = ScrollArea::vertical().id_salt("happened").auto_shrink(false).stick_to_bottom(true);
    area.show_rows(ui, ROW, chronicle.len(), |ui, shown| {
        for entry in &chronicle[shown] {
            ui.horizontal(|ui| {
                ui.set_height(ROW);
                asked = asked.take().or(time(ui, entry.at, entry.what.text(), theme));
                let text = RichText::new(entry.what.text()).size(BODY).color(ink(entry.what.layer(), theme));
                ui.add(Label::new(text).truncate());
            });
        }
    });
    asked
}

impl Log {
    fn logs(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command> {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(3.0, 2.0);
            ui.spacing_mut().button_padding = vec2(5.0, 0.0);
            ui.spacing_mut().interact_size.y = 18.0;
            ui.label(bold_words(texts::LOGS, BODY, theme.text));
            self.choose(ui, Filter::All, texts::ALL_LOGS);
            for file in File::ALL {
                self.choose(ui, Filter::One(*file), texts::log(*file));
            }
            self.choose(ui, Filter::Access, texts::ACCESS_LOG);
        });
        let lines = self.lines(view);
        if lines.is_empty() {
            ui.label(words(texts::NOTHING_WRITTEN, SMALL, theme.faint));
            return None;
        }
        let mut asked = None;
        let area = ScrollArea::vertical().id_salt("logs").auto_shrink(false).stick_to_bottom(true);
        area.show_rows(ui, ROW, lines.len(), |ui, shown| {
            for line in &lines[shown] {
                ui.horizontal(|ui| {
                    ui.set_height(ROW);
                    asked = asked.take().or(time(ui, line.at, &line.text, theme));
                    self.line(ui, line, theme);
                });
            }
        });
        asked
    }

    fn choose(&mut self, ui: &mut Ui, filter: Filter, name: &str) {
        let text = RichText::new(name).size(SMALL);
        ui.selectable_value(&mut self.filter, filter, text).on_hover_text(texts::WHOSE_LOG);
    }

    fn line(&self, ui: &mut Ui, line: &Line, theme: &Theme) {
        if self.filter == Filter::All {
            ui.add(Label::new(words(line.whose, SMALL, theme.faint)).extend());
        }
        let text = RichText::new(&line.text).size(12.0).family(FontFamily::Monospace).color(theme.text);
        ui.add(Label::new(text).truncate());
    }

    /// The lines that are shown, the oldest first.
    fn lines(&self, view: &View<'_>) -> Vec<Line> {
        let of = |file: File| {
            view.logs.tail(file).map(move |line| Line {
                at: line.at,
                whose: texts::log(file),
                text: line.message.written(line.number),
            })
        };
        match self.filter {
            Filter::All => {
                let mut lines: Vec<Line> = File::ALL.iter().flat_map(|file| of(*file)).collect();
                lines.sort_by_key(|line| line.at);
                lines
            }
            Filter::One(file) => of(file).collect(),
            Filter::Access => {
                let path =
                    |route: u16| view.scenario.routes.get(usize::from(route)).map_or("/", String::as_str);
                let line = |line: &crate::metrics::AccessLine| Line {
                    at: line.at,
                    whose: texts::ACCESS_LOG,
                    text: line.combined("GET", path(line.route)),
                };
                view.logs.access.tail().map(line).collect()
            }
        }
    }
}

/// A moment, which leads there.
fn time(ui: &mut Ui, at: SimTime, what: &str, theme: &Theme) -> Option<Command> {
    let shown = at.to_string();
    let text =
        RichText::new(&shown[..shown.len() - 2]).size(12.0).family(FontFamily::Monospace).color(theme.sky);
    let link = ui.link(text).on_hover_text(texts::GO_THERE);
    let name = texts::go_to(&shown, what);
    link.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Link, true, &name));
    link.clicked().then_some(Command::GoTo(at))
}

/// What happened to the machine itself stands out.
fn ink(layer: Layer, theme: &Theme) -> egui::Color32 {
    match layer {
        Layer::Host => theme.waiting,
        _ => theme.text,
    }
}
