//! What is set, under the products' own names, and who says so.

use egui::{Align2, FontId, Rect, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2};

use crate::visual::desk::{Part, View};
use crate::visual::panels::controls::{Script, Weight, line, plain, remark, write};
use crate::visual::texts;
use crate::visual::theme::{SMALL, Theme};

/// The room for where a value comes from, in points.
const ORIGIN: f32 = 48.0;
/// The height of a line.
const LINE: f32 = 17.0;
/// How far a value that needs several lines is indented.
const INDENT: f32 = 14.0;
/// The size of its letters.
const LETTERS: f32 = 12.0;

/// Draws the settings of the part that is looked at.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, theme: &Theme) {
    let part = view.desk.part;
    let settings = view.scenario.settings.iter().filter(|(path, _, _)| belongs(path, part));
    let mut count = 0;
    for (path, value, origin) in settings {
        row(ui, short(path, part), path, value, origin, theme);
        count += 1;
    }
    if count == 0 {
        remark(ui, texts::NO_SETTINGS, theme);
    }
}

/// Where the settings of a part begin.
const fn prefix(part: Part) -> &'static str {
    match part {
        Part::Visitors => "visitors.",
        Part::Dns => "domain.",
        Part::Network | Part::Machine => "server.machine.",
        Part::Nginx => "server.nginx.",
        Part::Gunicorn => "server.gunicorn.",
        Part::Application => "application.",
        Part::Mysql => "server.mysql.",
    }
}

/// Whether the setting is the part's. The wire has no block of its own: its settings are the visitors' and the machine's.
fn belongs(path: &str, part: Part) -> bool {
    const WIRE: [&str; 7] =
        ["round_trip", "bandwidth", "loss", "uplink", "somaxconn", "tcp_max_syn_backlog", "tcp_syncookies"];
    let directive = path.rsplit('.').next().unwrap_or(path);
    if directive == "note" {
        return false;
    }
    match part {
        Part::Network => {
            (path.starts_with("visitors.") || path.starts_with(prefix(part))) && WIRE.contains(&directive)
        }
        _ => path.starts_with(prefix(part)),
    }
}

/// The path without what the part's name says already.
pub(super) fn short(path: &str, part: Part) -> &str {
    path.strip_prefix(prefix(part)).unwrap_or(path)
}

/// A setting: its name, its value and who says so; on two lines where one is too short.
fn row(ui: &mut Ui, name: &str, path: &str, value: &str, origin: &str, theme: &Theme) {
    let value = if value.is_empty() { texts::NOT_SET } else { value };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
    let words = format!("{path} = {value}, {origin}");
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &words));
    let painter = ui.painter();
    let script = |colour| Script { weight: Weight::Mono, ..plain(LETTERS, colour) };
    let name = line(painter, name, script(theme.faint), rect.width());
    let name_width = name.size().x;
    painter.galley(rect.left_center() - vec2(0.0, name.size().y / 2.0), name, theme.faint);
    let room = Rect::from_min_max(rect.min, pos2(rect.right() - ORIGIN, rect.bottom()));
    let galley = line(painter, value, script(theme.text), f32::INFINITY);
    if name_width + galley.size().x + 10.0 <= room.width() {
        painter.galley(
            room.right_center() - vec2(galley.size().x, galley.size().y / 2.0),
            galley,
            theme.text,
        );
        write(painter, rect.right_center(), Align2::RIGHT_CENTER, origin, plain(SMALL, theme.faint), ORIGIN);
        return;
    }
    let font = FontId::monospace(LETTERS);
    let wrapped = ui.painter().layout(value.to_owned(), font, theme.text, room.width() - INDENT);
    let (rect, _) =
        ui.allocate_exact_size(vec2(ui.available_width(), wrapped.size().y + 2.0), Sense::hover());
    let origin_at = rect.right_top() + vec2(0.0, LETTERS / 2.0 + 1.0);
    write(ui.painter(), origin_at, Align2::RIGHT_CENTER, origin, plain(SMALL, theme.faint), ORIGIN);
    let is_short = wrapped.rows.len() == 1;
    let left = if is_short { room.right() - wrapped.size().x } else { rect.left() + INDENT };
    ui.painter().galley(pos2(left, rect.top()), wrapped, theme.text);
}
