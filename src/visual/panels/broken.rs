//! A file that could not be opened: what is wrong with it, where, and what to write instead.

use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Align2, FontFamily, FontId, Label, Layout, ScrollArea, Stroke, Ui, vec2};

use super::Panel;
use super::elements::{BODY, HEADING, LARGE, SMALL, Sign, bold_words, card, dense, whole, words};
use crate::scenario::{Diagnostic, Severity};
use crate::visual::desk::{Broken, Command, View};
use crate::visual::texts::instruments as texts;
use crate::visual::theme::Theme;

/// The most mistakes that are shown: with these corrected the file can be opened again, or tells the next ones.
const SHOWN_MAX: usize = 20;
/// The widest it is [points].
const WIDTH_MAX: f32 = 780.0;

/// The message about a file that could not be opened.
#[derive(Clone, Debug, Default)]
pub struct BrokenFile;

impl Panel for BrokenFile {
    fn name(&self) -> &'static str {
        "broken file"
    }

    fn ui(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command> {
        let broken = view.desk.broken.as_ref()?;
        let room = ui.ctx().content_rect().size() - vec2(32.0, 32.0);
        let width = WIDTH_MAX.min(room.x) - 28.0;
        let frame = egui::Frame::new()
            .fill(theme.surface)
            .stroke(Stroke::new(2.0, theme.bad))
            .corner_radius(8)
            .inner_margin(12);
        let area = egui::Area::new("broken file".into()).order(egui::Order::Foreground).fade_in(false);
        let shown = area.anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0)).show(ui.ctx(), |ui| {
            dense(ui, theme);
            frame.show(ui, |ui| {
                ui.set_width(width);
                let asked = head(ui, broken, theme);
                let height = (room.y * 0.8 - 90.0).max(90.0);
                let area =
                    ScrollArea::vertical().id_salt("mistakes").max_height(height).min_scrolled_height(height);
                area.auto_shrink([false, true]).show(ui, |ui| mistakes(ui, broken, theme));
                asked
            })
        });
        shown.inner.inner
    }
}

fn head(ui: &mut Ui, broken: &Broken, theme: &Theme) -> Option<Command> {
    let mut asked = None;
    ui.horizontal(|ui| {
        Sign::Cross.show(ui, 20.0, theme);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.button(texts::PUT_AWAY).on_hover_text(texts::PUT_AWAY_TOLD).clicked() {
                asked = Some(Command::DismissBroken);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let errors = broken.diagnostics.len();
                let told = texts::broken(&broken.file, errors);
                ui.add(Label::new(bold_words(told, HEADING, theme.text)).truncate());
            });
        });
    });
    ui.horizontal(|ui| {
        Sign::Tick.show(ui, 16.0, theme);
        ui.label(words(texts::SITE_GOES_ON, LARGE, theme.good));
    });
    ui.add_space(4.0);
    asked
}

fn mistakes(ui: &mut Ui, broken: &Broken, theme: &Theme) {
    for diagnostic in broken.diagnostics.iter().take(SHOWN_MAX) {
        card(theme).show(ui, |ui| {
            ui.set_width(ui.available_width());
            mistake(ui, diagnostic, &broken.text, theme);
        });
    }
    let rest = broken.diagnostics.len().saturating_sub(SHOWN_MAX);
    if rest > 0 {
        ui.label(words(texts::more_mistakes(rest), BODY, theme.faint));
    }
}

fn mistake(ui: &mut Ui, diagnostic: &Diagnostic, text: &str, theme: &Theme) {
    let colour = if diagnostic.severity == Severity::Error { theme.bad } else { theme.waiting };
    ui.horizontal_wrapped(|ui| {
        ui.label(bold_words(&diagnostic.message, LARGE, theme.text));
        if !diagnostic.path.is_empty() {
            ui.label(words(&diagnostic.path, 12.0, theme.faint).family(FontFamily::Monospace));
        }
        ui.label(words(texts::line_and_column(diagnostic.line, diagnostic.column), BODY, theme.faint));
    });
    source(ui, diagnostic, text, colour, theme);
    if !diagnostic.remedy.is_empty() {
        ui.horizontal_wrapped(|ui| {
            ui.label(bold_words(texts::REMEDY, BODY, theme.good));
            ui.label(words(&diagnostic.remedy, BODY, theme.text));
        });
    }
}

/// The line of the file, what is meant in it marked, and the caret below.
fn source(ui: &mut Ui, diagnostic: &Diagnostic, text: &str, colour: egui::Color32, theme: &Theme) {
    let font = FontId::new(13.0, FontFamily::Monospace);
    let letter = ui.painter().layout_no_wrap("0".to_owned(), font.clone(), theme.text).size().x;
    let room = whole((ui.available_width() - 24.0) / letter);
    let number = format!("{:>4} ", diagnostic.line);
    let Some((line, before, width)) = diagnostic.marked(text, room.saturating_sub(number.len()).max(20))
    else {
        return;
    };
    let plain = |ink| TextFormat::simple(font.clone(), ink);
    let mut job = LayoutJob::default();
    job.wrap.max_width = f32::INFINITY;
    job.append(&number, 0.0, TextFormat::simple(FontId::new(SMALL, FontFamily::Monospace), theme.faint));
    let letters = |from: usize, to: usize| line.chars().skip(from).take(to - from).collect::<String>();
    let end = line.chars().count();
    let (before, after) = (before.min(end), (before + width).min(end));
    job.append(&letters(0, before), 0.0, plain(theme.text));
    let meant = TextFormat { background: colour.gamma_multiply(0.35), ..plain(theme.text) };
    job.append(&letters(before, after.max(before)), 0.0, meant);
    job.append(&letters(after.max(before), end), 0.0, plain(theme.text));
    job.append("\n", 0.0, plain(theme.text));
    job.append(
        &" ".repeat(number.len()),
        0.0,
        TextFormat::simple(FontId::new(SMALL, FontFamily::Monospace), theme.faint),
    );
    job.append(&" ".repeat(before), 0.0, plain(theme.text));
    job.append(&"^".repeat(width), 0.0, plain(colour));
    let frame = egui::Frame::new().fill(theme.hollow).corner_radius(4).inner_margin(4);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.add(Label::new(job).extend());
    });
}
