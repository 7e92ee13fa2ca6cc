//! The visitor's truth, over the whole width: whether the site is up, since when and why.

use egui::{Align2, Color32, CornerRadius, Painter, Rect, Sense, Ui, Vec2, pos2, vec2};

use super::Panel;
use super::controls::{Script, bold, line, plain, tell, write};
use super::icon::Icon;
use super::told;
use crate::visual::desk::{Command, View};
use crate::visual::texts;
use crate::visual::theme::{CORNER, SMALL, Theme};

/// How high it is, in points.
const HEIGHT: f32 = 46.0;
/// From this width on there is room for everything in full size.
const WIDE: f32 = 1_000.0;
/// The least letters of what must be read from the last row.
const SIGN_MIN: f32 = 15.0;

/// The banner.
#[derive(Debug, Default)]
pub struct Banner;

/// How large things are in it.
#[derive(Clone, Copy)]
struct Sizes {
    name: f32,
    number: f32,
    clock: f32,
    gap: f32,
    is_wide: bool,
}

impl Panel for Banner {
    fn name(&self) -> &'static str {
        "banner"
    }

    fn ui(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command> {
        let width = ui.available_width();
        let sizes = if width >= WIDE {
            Sizes { name: 20.0, number: 19.0, clock: 30.0, gap: 20.0, is_wide: true }
        } else {
            Sizes { name: 16.0, number: 16.0, clock: 23.0, gap: 12.0, is_wide: false }
        };
        let (rect, _) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::hover());
        let left = name(ui, rect, view, sizes, theme);
        let right = figures(ui, rect, view, sizes, theme);
        sign(ui, Rect::from_min_max(pos2(left, rect.top()), pos2(right, rect.bottom())), view, theme);
        None
    }
}

/// The name of the site and its scenario; where they end.
fn name(ui: &Ui, rect: Rect, view: &View<'_>, sizes: Sizes, theme: &Theme) -> f32 {
    let painter = ui.painter();
    let name = &view.scenario.name;
    let width = bold(sizes.name, theme.text).width(painter, name).max(90.0).min(rect.width() * 0.22);
    let place = pos2(rect.left() + 2.0, rect.top() + 2.0);
    write(painter, place, Align2::LEFT_TOP, name, bold(sizes.name, theme.text), width + 2.0);
    let below = pos2(place.x, rect.bottom() - 3.0);
    write(painter, below, Align2::LEFT_BOTTOM, &view.scenario.title, plain(12.0, theme.faint), width + 2.0);
    let area = Rect::from_min_max(rect.min, pos2(rect.left() + width + 4.0, rect.bottom()));
    let words = format!("{name}: {}", view.scenario.title);
    tell(ui, area, "site", &words).on_hover_text(words);
    area.right() + sizes.gap
}

/// Availability, pages and clock at the right end; where they begin.
fn figures(ui: &Ui, rect: Rect, view: &View<'_>, sizes: Sizes, theme: &Theme) -> f32 {
    let clock = told::clock_tenths(view.clock.now);
    let script = bold(sizes.clock, theme.text);
    let width = script.width(ui.painter(), &clock.replace(|digit: char| digit.is_ascii_digit(), "0"));
    let area = Rect::from_min_max(pos2(rect.right() - width, rect.top()), rect.max);
    write(ui.painter(), area.right_center(), Align2::RIGHT_CENTER, &clock, script, width + 4.0);
    tell(ui, area, "clock", &format!("{} {clock}", texts::CLOCK)).on_hover_text(texts::CLOCK);
    let (good, failed) = view.site.pages;
    let pages = format!("{} / {}", told::count(good), told::count(failed));
    let available = view.availability.map_or_else(|| texts::NO_NUMBER.to_owned(), told::share);
    let (over_pages, over_available) = if sizes.is_wide {
        (texts::PAGES, texts::AVAILABLE)
    } else {
        (texts::PAGES_SHORT, texts::AVAILABLE_SHORT)
    };
    let right = figure(ui, area.left() - sizes.gap, rect, (over_pages, &pages, theme.text), sizes, theme);
    let colour = match view.availability {
        Some(share) if share < 0.99 => theme.bad,
        Some(share) if share < 0.999 => theme.waiting,
        _ => theme.text,
    };
    figure(ui, right, rect, (over_available, &available, colour), sizes, theme)
}

/// A number below its name, so that both end at `right`; where the next may end.
fn figure(
    ui: &Ui,
    right: f32,
    rect: Rect,
    (about, number, colour): (&'static str, &str, Color32),
    sizes: Sizes,
    theme: &Theme,
) -> f32 {
    let painter = ui.painter();
    let (script, small) = (bold(sizes.number, colour), plain(SMALL, theme.faint));
    let width = small.width(painter, about).max(script.width(painter, number) + 1.0);
    let area = Rect::from_min_max(pos2(right - width, rect.top()), pos2(right, rect.bottom()));
    write(painter, area.left_top() + vec2(0.0, 3.0), Align2::LEFT_TOP, about, small, width);
    let below = area.left_bottom() - vec2(0.0, 2.0);
    write(painter, below, Align2::LEFT_BOTTOM, number, script, width);
    tell(ui, area, about, &format!("{about}: {number}"));
    area.left() - sizes.gap
}

/// The sign: a shape, a word, since when, and why.
fn sign(ui: &Ui, rect: Rect, view: &View<'_>, theme: &Theme) {
    let fill = theme.standing(view.standing);
    let ink = theme.ink_on(fill);
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::same(CORNER + 1), fill);
    let picture = rect.height() - 20.0;
    let middle = pos2(rect.left() + 12.0 + picture / 2.0, rect.center().y);
    Icon::standing(view.standing).paint(painter, Rect::from_center_size(middle, Vec2::splat(picture)), ink);
    let words = Rect::from_min_max(
        pos2(middle.x + picture / 2.0 + 12.0, rect.top() + 2.0),
        rect.right_bottom() - vec2(10.0, 4.0),
    );
    let (word, addition) = texts::sign(view.standing);
    let lasting = texts::for_so_long(&told::stopwatch(view.clock.now.since(view.since)));
    let why = if view.why.is_empty() { texts::sign_without_why(view.standing) } else { view.why };
    let whole = if addition.is_empty() { word.to_owned() } else { format!("{word}, {addition}") };
    let fits = bold(SIGN_MIN, ink).width(painter, &format!("{whole}  {lasting}")) + 8.0 <= words.width();
    let first = if fits { &whole } else { word };
    let why = if fits || addition.is_empty() {
        why.to_owned()
    } else {
        format!("{}: {why}", addition.to_lowercase())
    };
    head(painter, words, first, &lasting, ink);
    let below = words.left_bottom();
    let size = fitting(painter, &why, plain(14.0, ink), [14.0, 13.0, 12.0], words.width());
    write(painter, below, Align2::LEFT_BOTTOM, &why, plain(size, ink), words.width());
    let all = format!("{whole} {lasting}: {why}");
    tell(ui, rect, "standing", &all).on_hover_text(all);
}

/// The word and how long, as large as there is room for.
fn head(painter: &Painter, room: Rect, word: &str, lasting: &str, ink: Color32) {
    let both = format!("{word}  {lasting}");
    let size = fitting(painter, &both, bold(21.0, ink), [21.0, 19.0, 17.0, SIGN_MIN], room.width() - 8.0);
    let written = write(painter, room.left_top(), Align2::LEFT_TOP, word, bold(size, ink), room.width());
    let beside = pos2(written.right() + 10.0, written.bottom());
    let galley = line(painter, lasting, plain(size - 2.0, ink), room.right() - beside.x + 1.0);
    painter.galley(pos2(beside.x, beside.y - galley.size().y - 1.0), galley, ink);
}

/// The first of these sizes at which `words` fit; the last if none does.
fn fitting<const N: usize>(
    painter: &Painter,
    words: &str,
    script: Script,
    sizes: [f32; N],
    width: f32,
) -> f32 {
    let last = sizes[N - 1];
    sizes
        .into_iter()
        .find(|size| Script { size: *size, ..script }.width(painter, words) <= width)
        .unwrap_or(last)
}
