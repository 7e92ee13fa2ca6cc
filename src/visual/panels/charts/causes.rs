//! How pages ended: the good ones, and the failed ones by how they failed and who is to blame.

use egui::{Align2, Color32, FontId, Rect, Sense, Ui, pos2, vec2};

use super::plot;
use crate::visual::desk::View;
use crate::visual::panels::elements::{SMALL, whole};
use crate::visual::texts::instruments as texts;
use crate::visual::theme::Theme;

/// The height of a row [points].
const ROW: f32 = 15.0;

/// Draws them as bars, the longest first.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, theme: &Theme) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 17.0), Sense::hover());
    plot::title(ui, rect, texts::OUTCOMES, texts::PAGE_COUNT, theme);
    let (good, failed) = view.site.pages;
    let all = (good + failed).max(1);
    row(ui, texts::GOOD, good, all, theme.good, theme);
    if view.causes.is_empty() {
        ui.label(egui::RichText::new(texts::NO_FAILURE).size(SMALL).color(theme.faint));
        return;
    }
    let rows = whole(ui.available_height() / (ROW + 1.0)).max(1);
    let shown = if view.causes.len() > rows { rows - 1 } else { rows };
    for (cause, pages) in view.causes.iter().take(shown) {
        row(ui, cause, *pages, all, theme.bad, theme);
    }
    let others: u64 = view.causes.iter().skip(shown).map(|(_, pages)| pages).sum();
    if others > 0 {
        let told = texts::more_causes(view.causes.len() - shown, others);
        let all: Vec<String> = view.causes.iter().map(|(cause, pages)| format!("{pages}  {cause}")).collect();
        let others = ui.label(egui::RichText::new(told).size(SMALL).color(theme.faint));
        others.on_hover_text(all.join("\n"));
    }
}

/// A cause over a bar as long as its share of all pages, and its count.
fn row(ui: &mut Ui, cause: &str, pages: u64, all: u64, colour: Color32, theme: &Theme) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let told = format!("{cause}: {pages}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Label, true, &told));
    response.on_hover_text(told.as_str());
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 2.0, theme.hollow);
    let share = pages as f32 / all as f32;
    let bar = Rect::from_min_size(rect.min, vec2((rect.width() * share).max(3.0), rect.height()));
    painter.rect_filled(bar, 2.0, colour.gamma_multiply(0.45));
    painter.rect_filled(Rect::from_min_size(rect.min, vec2(3.0, rect.height())), 1.0, colour);
    let font = FontId::proportional(SMALL);
    let right = rect.right_center() - vec2(4.0, 0.0);
    let count = painter.text(right, Align2::RIGHT_CENTER, pages.to_string(), font.clone(), theme.text);
    let mut job = egui::text::LayoutJob::simple_singleline(cause.to_owned(), font, theme.text);
    job.wrap = egui::text::TextWrapping::truncate_at_width((count.left() - rect.left() - 14.0).max(10.0));
    let galley = painter.layout_job(job);
    let place = pos2(rect.left() + 8.0, rect.center().y - galley.size().y / 2.0);
    painter.galley(place, galley, theme.text);
}
