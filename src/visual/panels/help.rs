//! The keys, over everything else.

use egui::{Align, Align2, FontFamily, FontId, Layout, Rect, Sense, Ui, vec2};

use super::Panel;
use super::controls::heading;
use super::elements::{BODY, HEADING, LARGE, bold_words, card, dense, words};
use crate::visual::desk::{Command, Shown, View};
use crate::visual::keys::{self, Group, Shortcut};
use crate::visual::texts::instruments as texts;
use crate::visual::theme::Theme;

/// The width of a group [points].
const COLUMN: f32 = 228.0;

/// Which groups stand below each other, where there is room for four columns.
const FOUR: &[&[Group]] = &[&[Group::Time], &[Group::Site], &[Group::Show], &[Group::Lab]];
/// And where there is room for three.
const THREE: &[&[Group]] = &[&[Group::Time, Group::Site], &[Group::Show], &[Group::Lab]];

/// The list of all keys.
#[derive(Clone, Debug, Default)]
pub struct Help;

impl Panel for Help {
    fn name(&self) -> &'static str {
        "help"
    }

    fn ui(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command> {
        if !view.desk.is_help_open {
            return None;
        }
        let room = ui.ctx().content_rect().size() - vec2(24.0, 24.0);
        let columns = if room.x > COLUMN * 4.0 + 100.0 { FOUR } else { THREE };
        let frame = egui::Frame::new()
            .fill(theme.surface)
            .stroke(egui::Stroke::new(2.0, theme.sky))
            .corner_radius(8)
            .inner_margin(12);
        let area = egui::Area::new("keys".into()).order(egui::Order::Foreground).fade_in(false);
        let shown = area.anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0)).show(ui.ctx(), |ui| {
            dense(ui, theme);
            frame.show(ui, |ui| Self::window(ui, columns, room.y - 40.0, theme)).inner
        });
        shown.inner
    }
}

impl Help {
    fn window(ui: &mut Ui, columns: &[&[Group]], height: f32, theme: &Theme) -> Option<Command> {
        let width = columns.len() as f32 * (COLUMN + 22.0) - 8.0;
        let mut asked = None;
        ui.allocate_ui_with_layout(vec2(width, 26.0), Layout::left_to_right(Align::Center), |ui| {
            ui.set_width(width);
            ui.label(bold_words(texts::KEYS, HEADING, theme.text));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.button(texts::CLOSE).on_hover_text(texts::CLOSE_TOLD).clicked() {
                    asked = Some(Command::ShowHelp(Shown::No));
                }
            });
        });
        let area = egui::ScrollArea::vertical().id_salt("keys").max_height(height - 40.0).max_width(width);
        let area = area.min_scrolled_height(height - 40.0);
        area.show(ui, |ui| {
            ui.horizontal_top(|ui| {
                for column in columns {
                    ui.vertical(|ui| {
                        for group in *column {
                            Self::group(ui, *group, theme);
                        }
                    });
                }
            });
        });
        asked
    }

    fn group(ui: &mut Ui, group: Group, theme: &Theme) {
        let title = match group {
            Group::Time => texts::KEYS_TIME,
            Group::Site => texts::KEYS_SITE,
            Group::Show => texts::KEYS_SHOW,
            Group::Lab => texts::KEYS_LAB,
        };
        card(theme).show(ui, |ui| {
            ui.set_width(COLUMN);
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.spacing_mut().interact_size.y = 20.0;
            heading(ui, title, LARGE, theme);
            for (keys, label) in told(group) {
                ui.horizontal(|ui| {
                    caps(ui, &keys, 86.0, theme);
                    ui.add(egui::Label::new(words(label, BODY, theme.text)).truncate());
                });
            }
        });
    }
}

/// What a group's keys do, each with all keys that do it.
fn told(group: Group) -> Vec<(Vec<&'static str>, &'static str)> {
    let mut told: Vec<(Vec<&'static str>, &'static str)> = Vec::new();
    for Shortcut { written, label, .. } in keys::ALL.iter().filter(|shortcut| shortcut.group == group) {
        match told.iter_mut().find(|(_, known)| known == label) {
            Some((keys, _)) if keys.contains(written) => {}
            Some((keys, _)) => keys.push(written),
            None => told.push((vec![written], label)),
        }
    }
    told
}

/// Keys as they look on a keyboard, side by side in `width`.
fn caps(ui: &mut Ui, keys: &[&str], width: f32, theme: &Theme) {
    let (rect, response) = ui.allocate_exact_size(vec2(width, 20.0), Sense::hover());
    let name = keys.join(", ");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Label, true, &name));
    let mut left = rect.left();
    for key in keys {
        let font = FontId::new(BODY, FontFamily::Proportional);
        let galley = ui.painter().layout_no_wrap((*key).to_owned(), font, theme.text);
        let wide = (galley.size().x + 14.0).max(24.0);
        let cap = Rect::from_min_size(egui::pos2(left, rect.top()), vec2(wide, rect.height()));
        ui.painter().rect(
            cap,
            4.0,
            theme.hollow,
            egui::Stroke::new(1.0, theme.line),
            egui::StrokeKind::Inside,
        );
        ui.painter().galley(cap.center() - galley.size() / 2.0, galley, theme.text);
        left += wide + 4.0;
    }
}
