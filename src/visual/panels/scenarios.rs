//! The lessons that came with the lab, and files: to open one, to save what was played.

mod paths;

use std::path::Path;

use egui::{Align, Align2, FontId, Layout, Rect, ScrollArea, Sense, TextEdit, Ui, pos2, vec2};

use super::Panel;
use super::controls::heading;
use super::elements::{BODY, LARGE, SMALL, bold_words, dense, words};
use crate::scenario::{self, shipped};
use crate::visual::desk::{Command, Opening, View};
use crate::visual::texts::instruments as texts;
use crate::visual::theme::Theme;
use paths::Paths;

/// The height of a lesson's row [points].
const ROW: f32 = 25.0;

/// The scenarios there are, and files.
#[derive(Clone, Debug, Default)]
pub struct Scenarios {
    /// The lessons, read once.
    cards: Vec<Card>,
    /// What is written into the field for opening.
    opened: String,
    paths: Paths,
    /// What is written into the field for saving, and for which scenario it was suggested.
    saved: String,
    suggested_for: String,
}

/// What is told of a lesson.
#[derive(Clone, Debug)]
struct Card {
    name: &'static str,
    number: &'static str,
    title: String,
    lesson: String,
    takes: String,
}

impl Card {
    fn of(lesson: &shipped::Shipped) -> Self {
        let plan = scenario::read(lesson.text).map(|reading| reading.plan).ok();
        let number = lesson.name.split_once('-').map_or("", |(number, _)| number);
        let takes = plan.as_ref().map_or_else(String::new, |plan| {
            let run = plan.run.duration.as_nanos().div_ceil(60_000_000_000);
            texts::minutes(plan.class.as_ref().map_or(run, |class| class.minutes.into()))
        });
        let identity = plan.map(|plan| plan.identity).unwrap_or_default();
        let title = if identity.title.is_empty() { lesson.name.to_owned() } else { identity.title };
        Self { name: lesson.name, number, title, lesson: identity.lesson.unwrap_or_default(), takes }
    }
}

impl Panel for Scenarios {
    fn name(&self) -> &'static str {
        "scenarios"
    }

    fn ui(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command> {
        dense(ui, theme);
        if self.cards.is_empty() {
            self.cards = shipped::ALL.iter().map(Card::of).collect();
        }
        let mut asked = None;
        ScrollArea::vertical().id_salt("scenarios").auto_shrink(false).show(ui, |ui| {
            let files = self.files(ui, view, theme);
            let lessons = self.lessons(ui, view, theme);
            asked = files.or(lessons);
        });
        asked
    }
}

impl Scenarios {
    fn lessons(&self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command> {
        ui.add_space(4.0);
        heading(ui, texts::LESSONS, LARGE, theme);
        ui.spacing_mut().item_spacing.y = 2.0;
        let mut asked = None;
        for card in &self.cards {
            let played = file_name(&view.scenario.file);
            let is_played = played == card.name;
            if row(ui, card, is_played, theme).clicked() {
                asked = Some(Command::Open(Opening::Shipped(card.name)));
            }
        }
        asked
    }

    fn files(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command> {
        let restart = egui::Button::new(words(texts::RESTART, BODY, theme.text))
            .min_size(vec2(ui.available_width(), 26.0));
        let restart = ui.add(restart).on_hover_text(texts::RESTART_TOLD).clicked();
        let mut asked = restart.then_some(Command::Restart);
        if self.suggested_for != view.scenario.file {
            self.suggested_for.clone_from(&view.scenario.file);
            self.saved = texts::session_file(&view.scenario.file);
        }
        let is_full = !self.saved.trim().is_empty();
        if field(ui, &mut self.saved, (texts::PATH_TO_SAVE, texts::SAVE, texts::SAVE_TOLD), is_full) {
            asked = asked.or(Some(Command::Save(self.saved.trim().into())));
        }
        if let Some(notice) = &view.desk.notice {
            ui.label(words(notice, BODY, theme.count));
        }
        let is_full = !self.opened.trim().is_empty();
        if field(ui, &mut self.opened, (texts::PATH_TO_OPEN, texts::OPEN, texts::OPEN_TOLD), is_full) {
            asked = asked.or(Some(Command::Open(Opening::File(self.opened.trim().into()))));
        }
        self.complete(ui, view, theme);
        ui.add_space(4.0);
        asked
    }

    /// The files and folders that what is written so far can be completed to; before anything is, those beside the file that
    /// is played.
    fn complete(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) {
        let is_begun = !self.opened.trim().is_empty();
        match folder(&view.scenario.file) {
            _ if is_begun => self.paths.look(&self.opened),
            Some(folder) => self.paths.look(folder),
            None => return,
        }
        let mut chosen = None;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(4.0, 3.0);
            ui.spacing_mut().button_padding = vec2(5.0, 1.0);
            ui.spacing_mut().interact_size.y = 19.0;
            for path in self.paths.found() {
                let name = &path[path.trim_end_matches('/').rfind('/').map_or(0, |slash| slash + 1)..];
                if ui.button(words(name, SMALL, theme.text)).on_hover_text(path).clicked() {
                    chosen = Some(path.clone());
                }
            }
        });
        if self.paths.found().is_empty() && !is_begun {
            ui.label(words(texts::NO_FILES, SMALL, theme.faint));
        }
        if let Some(path) = chosen {
            self.opened = path;
        }
    }
}

/// A field for a path and the button beside it: whether it was pressed, or Enter was.
fn field(ui: &mut Ui, path: &mut String, (name, button, told): (&str, &str, &str), is_full: bool) -> bool {
    ui.horizontal(|ui| {
        let width = (ui.available_width() - 70.0).max(60.0);
        let edit = TextEdit::singleline(path).hint_text(name).desired_width(width - 8.0);
        let edit = ui.add(edit).on_hover_text(name);
        let written = path.clone();
        edit.widget_info(|| {
            let mut info = egui::WidgetInfo::labeled(egui::WidgetType::TextEdit, true, name);
            info.current_text_value = Some(written.clone());
            info
        });
        let entered = edit.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let button = egui::Button::new(button).min_size(vec2(56.0, 22.0));
        let pressed = ui.add_enabled(is_full, button).on_hover_text(told).clicked();
        is_full && (pressed || entered)
    })
    .inner
}

/// The folder of a file, with the slash at its end; nothing where what is played came from no file.
fn folder(path: &str) -> Option<&str> {
    let is_file = Path::new(path).extension().is_some_and(|kind| kind.eq_ignore_ascii_case("json"));
    is_file.then(|| path.rfind('/').map_or("", |slash| &path[..=slash]))
}

/// The name of a file without its folder and without `.json`.
fn file_name(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.strip_suffix(".json").unwrap_or(name)
}

/// A lesson: its number, its title, how long it takes; the one that is played is marked.
fn row(ui: &mut Ui, card: &Card, is_played: bool, theme: &Theme) -> egui::Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let name = format!("{} {}", card.number, card.title);
    response.widget_info(|| egui::WidgetInfo::selected(egui::WidgetType::Button, true, is_played, &name));
    let painter = ui.painter_at(rect.expand(1.0));
    let fill = if response.hovered() { theme.raised } else { theme.surface };
    painter.rect_filled(rect, 4.0, if is_played { theme.raised } else { fill });
    if is_played {
        painter.rect_filled(Rect::from_min_size(rect.min, vec2(4.0, rect.height())), 2.0, theme.sky);
    }
    if response.has_focus() {
        painter.rect_stroke(rect, 4.0, egui::Stroke::new(2.0, theme.sky), egui::StrokeKind::Inside);
    }
    let font = FontId::proportional(14.0);
    let at = |x: f32| pos2(x, rect.center().y);
    painter.text(at(rect.left() + 10.0), Align2::LEFT_CENTER, card.number, font.clone(), theme.faint);
    let beside = if is_played { texts::PLAYED_NOW } else { &card.takes };
    let small = FontId::proportional(SMALL);
    let ink = if is_played { theme.sky } else { theme.faint };
    let end = painter.text(at(rect.right() - 6.0), Align2::RIGHT_CENTER, beside, small, ink);
    let mut job = egui::text::LayoutJob::simple_singleline(card.title.clone(), font, theme.text);
    job.wrap = egui::text::TextWrapping::truncate_at_width((end.left() - rect.left() - 44.0).max(20.0));
    let galley = painter.layout_job(job);
    painter.galley(pos2(rect.left() + 36.0, rect.center().y - galley.size().y / 2.0), galley, theme.text);
    response.on_hover_ui(|ui| {
        ui.set_max_width(300.0);
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            ui.label(bold_words(&card.title, LARGE, theme.text));
            ui.label(words(&card.lesson, BODY, theme.text));
        });
    })
}
