//! The last lines that a part has written into its logs, in its own words.

use egui::{Frame, Margin, RichText, ScrollArea, Ui};

use super::{SECTION, is_dark};
use crate::snapshot::Power;
use crate::visual::desk::{Part, View};
use crate::visual::panels::controls::{heading, remark};
use crate::visual::panels::told;
use crate::visual::texts;
use crate::visual::theme::Theme;
use crate::vocabulary::{Log, Word};

/// The most lines shown.
const LINES_MAX: usize = 40;
/// The share of the panel that logs take, and the least, in points.
const SHARE: f32 = 0.3;
const HEIGHT_MIN: f32 = 84.0;
/// What the title and one sentence take.
const SENTENCE: f32 = 60.0;
/// What the title and the frame take.
const FRAME: f32 = 44.0;

/// The logs of a part.
const fn logs(part: Part) -> &'static [Log] {
    match part {
        Part::Visitors | Part::Dns | Part::Network => &[],
        Part::Machine => &[Log::Kernel, Log::Systemd],
        Part::Nginx => &[Log::NginxError],
        Part::Gunicorn => &[Log::Gunicorn],
        Part::Application => &[Log::Application],
        Part::Mysql => &[Log::Mysql, Log::MysqlSlow],
    }
}

/// Whether the logs can be read: they are on the machine.
fn is_readable(view: &View<'_>) -> bool {
    !is_dark(view) && view.site.host.power != Power::Off
}

/// How high the section is.
pub(super) fn height(ui: &Ui, view: &View<'_>) -> f32 {
    let is_empty = logs(view.desk.part).iter().all(|log| view.logs.tail(*log).next().is_none());
    if is_empty || !is_readable(view) { SENTENCE } else { (ui.available_height() * SHARE).max(HEIGHT_MIN) }
}

/// Draws the lines in so much height, the last one in view.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, height: f32, theme: &Theme) {
    let part = view.desk.part;
    heading(ui, texts::LOG, SECTION, theme);
    let mut lines: Vec<_> = logs(part).iter().flat_map(|log| view.logs.tail(*log)).collect();
    lines.sort_by_key(|line| line.at);
    let why = match (logs(part).is_empty(), is_readable(view), lines.is_empty()) {
        (true, _, _) => Some(texts::NO_LOG),
        (_, false, _) => Some(texts::DARK_LOG),
        (_, _, true) => Some(texts::EMPTY_LOG),
        _ => None,
    };
    if let Some(why) = why {
        remark(ui, why, theme);
        return;
    }
    Frame::new().fill(theme.hollow).inner_margin(Margin::same(6)).corner_radius(4).show(ui, |ui| {
        let room = (height - FRAME).max(30.0);
        ScrollArea::vertical()
            .id_salt("log")
            .max_height(room)
            .auto_shrink([false, true])
            .stick_to_bottom(true)
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 3.0;
                for line in lines.iter().rev().take(LINES_MAX).rev() {
                    let words = format!("{}  {}", told::moment(line.at), line.message.written(line.number));
                    let colour = if is_grave(&words) { theme.waiting } else { theme.text };
                    let text = RichText::new(words).monospace().size(11.5).color(colour);
                    let whose = line.message.log().spelling();
                    ui.add(egui::Label::new(text).wrap()).on_hover_text(whose);
                }
            });
    });
}

/// Whether the line's own severity says that something is wrong.
fn is_grave(line: &str) -> bool {
    ["[error]", "[crit]", "[alert]", "[emerg]", "[ERROR]", "[CRITICAL]"]
        .iter()
        .any(|word| line.contains(word))
}
