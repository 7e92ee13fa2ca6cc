//! The class predicts. What is right is not shown here.

use egui::{Rect, Sense, Ui, pos2, vec2};

use super::{READ, large, read};
use crate::scenario::{Answer, Class};
use crate::visual::desk::{Command, LessonProgress, STROKES, View};
use crate::visual::panels::controls::{Press, State};
use crate::visual::panels::elements::words;
use crate::visual::panels::icon::Icon;
use crate::visual::texts;
use crate::visual::theme::Theme;

/// How high an answer's button is, in points.
const ANSWER: f32 = 38.0;
/// How high the sheet is on which a class draws.
const SHEET: f32 = 120.0;

/// Draws question `number`.
pub(super) fn show(
    ui: &mut Ui,
    class: &Class,
    number: usize,
    view: &View<'_>,
    theme: &Theme,
) -> Option<Command> {
    let question = class.questions.get(number)?;
    ui.label(words(texts::question(number + 1, class.questions.len()), READ, theme.faint));
    read(ui, &question.ask, theme);
    ui.add_space(4.0);
    let asked = match &question.answer {
        Answer::Choose { choices, .. } => choose(ui, choices, number, view, theme),
        Answer::Draw(_) => draw(ui, number, view, theme),
    };
    ui.add_space(6.0);
    let is_last = number + 1 == class.questions.len();
    let label = if is_last { texts::RUN_IT } else { texts::NEXT_QUESTION };
    let next = if is_last { LessonProgress::Run } else { LessonProgress::Predict(number + 1) };
    let on = large(ui, label, Icon::Next, theme).then_some(Command::Lesson(next));
    asked.or(on)
}

fn choose(ui: &mut Ui, choices: &[String], number: usize, view: &View<'_>, theme: &Theme) -> Option<Command> {
    let hands = view.desk.hands.get(number);
    let mut asked = None;
    for (place, choice) in choices.iter().enumerate() {
        let count = hands.and_then(|hands| hands.get(place)).copied().unwrap_or_default();
        let told = if count == 0 { String::new() } else { texts::hands(count) };
        let state = if count == 0 { State::NotChosen } else { State::Ready };
        let size = vec2(ui.available_width(), ANSWER);
        let press = Press::new(choice, theme).hint(texts::RAISE_A_HAND).beside(&told).size(size).state(state);
        if press.show(ui, theme).clicked() {
            asked = Some(Command::Vote(number, place));
        }
    }
    ui.label(words(texts::ONE_CLICK_A_HAND, 12.0, theme.faint));
    asked
}

/// A sheet over the time of the run, from bottom to top: nothing to everything.
fn draw(ui: &mut Ui, number: usize, view: &View<'_>, theme: &Theme) -> Option<Command> {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), SHEET), Sense::click_and_drag());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Other, true, texts::SHEET));
    sheet(ui, rect, view.desk.drawn.get(number).map_or(&[][..], Vec::as_slice), theme);
    ui.label(words(texts::DRAW_HERE, 12.0, theme.faint));
    let place = response.interact_pointer_pos()?;
    let part = ((place.x - rect.left()) / rect.width() * STROKES as f32).clamp(0.0, STROKES as f32 - 1.0);
    let value = ((rect.bottom() - place.y) / rect.height()).clamp(0.0, 1.0);
    Some(Command::Draw(number, part as usize, value))
}

/// What was drawn, as bars.
pub(super) fn sheet(ui: &Ui, rect: Rect, drawn: &[f32], theme: &Theme) {
    let painter = ui.painter();
    painter.rect_filled(rect, 4.0, theme.hollow);
    let width = rect.width() / STROKES as f32;
    for (part, value) in drawn.iter().enumerate() {
        let left = rect.left() + width * part as f32;
        let top = rect.bottom() - rect.height() * value;
        let bar = Rect::from_min_max(pos2(left + 1.0, top), pos2(left + width - 1.0, rect.bottom()));
        painter.rect_filled(bar, 1.0, theme.sky);
    }
}
