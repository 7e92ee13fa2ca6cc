//! What the panels are put together from: words, buttons, rows of choices, gauges. One style of each.

use std::sync::Arc;

use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Align, Align2, Color32, CornerRadius, FontFamily, FontId, Galley, Layout, Painter, Pos2, Rect, Response,
    Sense, Stroke, StrokeKind, TextFormat, Ui, Vec2, WidgetInfo, WidgetType, pos2, vec2,
};

use super::icon::Icon;
use crate::visual::theme::fonts::BOLD as BOLD_LETTERS;
use crate::visual::theme::{BODY, CORNER, SMALL, Theme};

/// How something is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Script {
    /// How high the letters are, in points.
    pub(super) size: f32,
    /// Their colour.
    pub(super) colour: Color32,
    /// How thick they are.
    pub(super) weight: Weight,
}

/// How thick letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// As the font has them.
    Normal,
    /// Thick ones, from a font of their own.
    Bold,
    /// All of one width.
    Mono,
}

/// Usual letters.
pub(super) const fn plain(size: f32, colour: Color32) -> Script {
    Script { size, colour, weight: Weight::Normal }
}

/// Thick ones.
pub(super) const fn bold(size: f32, colour: Color32) -> Script {
    Script { size, colour, weight: Weight::Bold }
}

/// Words on one line, cut with an ellipsis if they are wider than `width_max`.
pub(super) fn line(painter: &Painter, words: &str, script: Script, width_max: f32) -> Arc<Galley> {
    let family = match script.weight {
        Weight::Normal => FontFamily::Proportional,
        Weight::Bold => FontFamily::Name(BOLD_LETTERS.into()),
        Weight::Mono => FontFamily::Monospace,
    };
    let font = FontId::new(script.size, family);
    let mut job = LayoutJob::single_section(words.to_owned(), TextFormat::simple(font, script.colour));
    job.wrap = TextWrapping::truncate_at_width(width_max.max(0.0));
    painter.layout_job(job)
}

/// Writes `words` so that their `anchor` is at `place`; cut with an ellipsis if they are wider than `width_max`.
pub(super) fn write(
    painter: &Painter,
    place: Pos2,
    anchor: Align2,
    words: &str,
    script: Script,
    width_max: f32,
) -> Rect {
    let galley = line(painter, words, script, width_max);
    let rect = anchor.anchor_size(place, galley.size());
    painter.galley(rect.min, galley, script.colour);
    rect
}

impl Script {
    /// How wide `words` are, written so.
    pub(super) fn width(self, painter: &Painter, words: &str) -> f32 {
        line(painter, words, self, f32::INFINITY).size().x.ceil() + 1.0
    }
}

/// Tells a screen reader what was painted in `rect`.
pub(super) fn tell(ui: &Ui, rect: Rect, about: &'static str, words: &str) -> Response {
    let response = ui.interact(rect, ui.id().with(about), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, words));
    response
}

/// A title in a panel.
pub(super) fn heading(ui: &mut Ui, words: &str, size: f32, theme: &Theme) {
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), (size * 1.35).ceil()), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, words));
    write(ui.painter(), rect.left_center(), Align2::LEFT_CENTER, words, bold(size, theme.text), rect.width());
}

/// A sentence beside the matter.
pub(super) fn remark(ui: &mut Ui, words: &str, theme: &Theme) {
    ui.label(egui::RichText::new(words).size(SMALL + 0.5).color(theme.faint));
}

/// A button.
#[derive(Clone, Debug)]
pub(super) struct Press<'a> {
    label: &'a str,
    name: &'a str,
    hint: &'a str,
    beside: &'a str,
    icon: Option<Icon>,
    fill: Color32,
    accent: Option<Color32>,
    size: Vec2,
    letters: f32,
    state: State,
}

/// How a button stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It can be pressed.
    Ready,
    /// It is one of several, and the one that is chosen.
    Chosen,
    /// It is one of several, and another is chosen.
    NotChosen,
    /// It cannot be pressed.
    Off,
}

impl<'a> Press<'a> {
    /// A button that says `label`.
    pub(super) fn new(label: &'a str, theme: &Theme) -> Self {
        Self {
            label,
            name: label,
            hint: "",
            beside: "",
            icon: None,
            fill: theme.raised,
            accent: None,
            size: vec2(0.0, 28.0),
            letters: BODY,
            state: State::Ready,
        }
    }

    /// What a screen reader calls it, where that is more than it says.
    pub(super) fn name(self, name: &'a str) -> Self {
        Self { name, ..self }
    }

    /// What it does, for who points at it.
    pub(super) fn hint(self, hint: &'a str) -> Self {
        Self { hint, ..self }
    }

    /// What stands at its right end.
    pub(super) fn beside(self, beside: &'a str) -> Self {
        Self { beside, ..self }
    }

    /// Its picture.
    pub(super) fn icon(self, icon: Icon) -> Self {
        Self { icon: Some(icon), ..self }
    }

    /// Its colour.
    pub(super) fn fill(self, fill: Color32) -> Self {
        Self { fill, ..self }
    }

    /// The colour of its picture and its left edge.
    pub(super) fn accent(self, accent: Color32) -> Self {
        Self { accent: Some(accent), ..self }
    }

    /// How large it is at least; 0 is as large as it must be.
    pub(super) fn size(self, size: Vec2) -> Self {
        Self { size, ..self }
    }

    /// How high its letters are.
    pub(super) fn letters(self, letters: f32) -> Self {
        Self { letters, ..self }
    }

    /// How it stands.
    pub(super) fn state(self, state: State) -> Self {
        Self { state, ..self }
    }

    /// How wide it is.
    pub(super) fn width(&self, painter: &Painter) -> f32 {
        let icon = if self.icon.is_some() { self.icon_size() } else { 0.0 };
        let words =
            if self.label.is_empty() { 0.0 } else { self.script(Color32::WHITE).width(painter, self.label) };
        let gap = if icon > 0.0 && words > 0.0 { 7.0 } else { 0.0 };
        (icon + gap + words + 2.0 * self.padding()).max(self.size.x)
    }

    /// How its words are written.
    fn script(&self, ink: Color32) -> Script {
        let weight = if self.letters > BODY { bold } else { plain };
        weight(self.letters, ink)
    }

    fn padding(&self) -> f32 {
        if self.letters < BODY { 6.0 } else { 9.0 }
    }

    fn icon_size(&self) -> f32 {
        (self.letters * 1.1).round()
    }

    /// Draws it.
    pub(super) fn show(self, ui: &mut Ui, theme: &Theme) -> Response {
        let size = vec2(self.width(ui.painter()), self.size.y);
        let sense = if self.state == State::Off { Sense::hover() } else { Sense::click() };
        let (rect, response) = ui.allocate_exact_size(size, sense);
        response.widget_info(|| match self.state {
            State::Chosen | State::NotChosen => {
                WidgetInfo::selected(WidgetType::Button, true, self.state == State::Chosen, self.name)
            }
            State::Ready | State::Off => {
                WidgetInfo::labeled(WidgetType::Button, self.state == State::Ready, self.name)
            }
        });
        self.paint(ui.painter(), rect, &response, theme);
        if self.hint.is_empty() { response } else { response.on_hover_text(self.hint) }
    }

    fn paint(&self, painter: &Painter, rect: Rect, response: &Response, theme: &Theme) {
        let ground = match self.state {
            State::Ready => self.fill,
            State::Chosen => theme.blue,
            State::NotChosen => theme.hollow,
            State::Off => theme.surface,
        };
        let is_pointed_at = response.hovered() && self.state != State::Off;
        let fill = if is_pointed_at { theme.pointed_at(ground) } else { ground };
        let is_pressed = response.is_pointer_button_down_on() && self.state != State::Off;
        let rect = if is_pressed { rect.translate(vec2(0.0, 1.0)) } else { rect };
        let edge = if response.has_focus() {
            Stroke::new(2.5, theme.text)
        } else if ground == theme.raised || ground == theme.hollow || ground == theme.surface {
            Stroke::new(1.0, theme.line)
        } else {
            Stroke::NONE
        };
        painter.rect(rect, CornerRadius::same(CORNER), fill, edge, StrokeKind::Inside);
        if let Some(accent) = self.accent {
            let corner = CornerRadius { nw: CORNER, sw: CORNER, ne: 0, se: 0 };
            painter.rect_filled(rect.with_max_x(rect.left() + 4.0), corner, accent);
        }
        let ink = match self.state {
            State::Off => theme.faint,
            State::NotChosen => theme.text,
            State::Ready if ground == theme.raised => theme.text,
            State::Ready | State::Chosen => theme.ink_on(ground),
        };
        self.fill_in(painter, rect, ink);
    }

    /// The icon, the words, and what stands at the right end.
    fn fill_in(&self, painter: &Painter, rect: Rect, ink: Color32) {
        let inner = rect.shrink2(vec2(self.padding(), 0.0));
        let beside = if self.beside.is_empty() {
            0.0
        } else {
            let script = plain(SMALL, ink);
            write(painter, inner.right_center(), Align2::RIGHT_CENTER, self.beside, script, inner.width())
                .width()
                + 6.0
        };
        let script = self.script(ink);
        let Some(icon) = self.icon else {
            let (place, anchor) = if self.beside.is_empty() {
                (inner.center(), Align2::CENTER_CENTER)
            } else {
                (inner.left_center(), Align2::LEFT_CENTER)
            };
            write(painter, place, anchor, self.label, script, inner.width() - beside + 1.0);
            return;
        };
        let side = self.icon_size();
        if self.label.is_empty() {
            icon.paint(painter, Rect::from_center_size(rect.center(), Vec2::splat(side)), ink);
            return;
        }
        let place =
            Rect::from_center_size(pos2(inner.left() + side / 2.0, rect.center().y), Vec2::splat(side));
        icon.paint(painter, place, self.accent.unwrap_or(ink));
        let left = pos2(place.right() + 7.0, rect.center().y);
        let room = inner.right() - left.x - beside + 1.0;
        write(painter, left, Align2::LEFT_CENTER, self.label, script, room);
    }
}

/// Several buttons of which one is chosen, side by side over the whole width: which was pressed.
pub(super) fn choice(
    ui: &mut Ui,
    labels: &[String],
    names: &[String],
    chosen: usize,
    hint: &str,
    size: Vec2,
    theme: &Theme,
) -> Option<usize> {
    let gap = 3.0;
    let letters = 12.0;
    let press = |place: usize| {
        let state = if place == chosen { State::Chosen } else { State::NotChosen };
        Press::new(&labels[place], theme).name(&names[place]).hint(hint).letters(letters).state(state)
    };
    let natural: Vec<f32> = (0..labels.len()).map(|place| press(place).width(ui.painter())).collect();
    let gaps = gap * (labels.len().saturating_sub(1)) as f32;
    let spare = (size.x - gaps - natural.iter().sum::<f32>()) / labels.len().max(1) as f32;
    let layout = Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(size, layout, |ui| {
        ui.spacing_mut().item_spacing.x = gap;
        let mut pressed = None;
        for (place, natural) in natural.iter().enumerate() {
            let wide = vec2((natural + spare).floor().max(20.0), size.y);
            if press(place).size(wide).show(ui, theme).clicked() && place != chosen {
                pressed = Some(place);
            }
        }
        pressed
    })
    .inner
}

/// A bar that is filled to `share`; what is beyond its end is shown as full.
pub(super) fn gauge(painter: &Painter, rect: Rect, share: f32, colour: Color32, theme: &Theme) {
    let corner = CornerRadius::from(rect.height() / 2.0);
    painter.rect_filled(rect, corner, theme.hollow);
    let width = rect.width() * share.clamp(0.0, 1.0);
    if width > 0.5 {
        let filled = Rect::from_min_size(rect.min, vec2(width.max(rect.height()), rect.height()));
        painter.rect_filled(filled, corner, colour);
    }
}
