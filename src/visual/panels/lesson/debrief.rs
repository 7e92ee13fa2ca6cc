//! What came of it, beside what was predicted.

use egui::{Sense, Shape, Stroke, Ui, pos2, vec2};

use super::predict::sheet;
use super::{READ, large, read};
use crate::metrics::Series;
use crate::scenario::{Answer, Class, Question};
use crate::visual::desk::{Command, LessonProgress, View};
use crate::visual::panels::elements::{bold_words, words};
use crate::visual::panels::icon::Icon;
use crate::visual::texts;
use crate::visual::theme::Theme;
use crate::vocabulary::Curve;

/// How high a drawing is beside what came, in points.
const SHEET: f32 = 80.0;

/// Draws the debrief.
pub(super) fn show(ui: &mut Ui, class: &Class, view: &View<'_>, theme: &Theme) -> Option<Command> {
    read(ui, view.debrief, theme);
    ui.add_space(6.0);
    let chosen =
        class.questions.iter().enumerate().filter_map(|(number, question)| {
            Some(is_right(question, majority(view.desk.hands.get(number)?)?))
        });
    let (right, said) =
        chosen.fold((0, 0), |(right, said), is_right| (right + u32::from(is_right), said + 1));
    if said > 0 {
        ui.label(bold_words(texts::so_many_right(right, said), READ + 1.0, theme.text));
        ui.add_space(4.0);
    }
    for (number, question) in class.questions.iter().enumerate() {
        one(ui, number, question, view, theme);
    }
    large(ui, texts::ONCE_MORE, Icon::Again, theme).then_some(Command::Lesson(LessonProgress::Objective))
}

fn one(ui: &mut Ui, number: usize, question: &Question, view: &View<'_>, theme: &Theme) {
    ui.label(words(&question.ask, 13.5, theme.faint));
    match &question.answer {
        Answer::Choose { choices, right } => {
            ui.label(words(texts::it_is(&choices[*right]), READ, theme.good));
            let said = view.desk.hands.get(number).and_then(|hands| majority(hands.as_slice()));
            let said = said.filter(|said| said != right).and_then(|said| choices.get(said));
            if let Some(said) = said {
                ui.label(words(texts::class_said(said), 13.5, theme.bad));
            }
        }
        Answer::Draw(curve) => compare(ui, number, *curve, view, theme),
    }
    if !question.because.is_empty() {
        ui.label(words(&question.because, 13.5, theme.text));
    }
    ui.add_space(8.0);
}

/// What was drawn, and what came as a line over it; both in parts of their own most.
fn compare(ui: &mut Ui, number: usize, curve: Curve, view: &View<'_>, theme: &Theme) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), SHEET), Sense::hover());
    sheet(ui, rect, view.desk.drawn.get(number).map_or(&[][..], Vec::as_slice), theme);
    let came = came(view.series, curve);
    let most = came.iter().map(|(_, value)| *value).fold(0.0, f64::max);
    let end = view.clock.end.as_secs_f64();
    let place = |(at, value): &(f64, f64)| {
        let x = rect.left() + rect.width() * (at / end) as f32;
        pos2(x, rect.bottom() - rect.height() * 0.95 * (value / most.max(1e-9)) as f32)
    };
    let line: Vec<egui::Pos2> = came.iter().map(place).collect();
    ui.painter().add(Shape::line(line, Stroke::new(2.0, theme.waiting)));
    ui.label(words(texts::BARS_AND_LINE, 12.0, theme.faint));
}

fn came(series: &Series, curve: Curve) -> Vec<(f64, f64)> {
    match curve {
        Curve::PagesGood => series.good().map(|(at, value)| (at.as_secs_f64(), value)).collect(),
        Curve::PagesFailed => series.failed().map(|(at, value)| (at.as_secs_f64(), value)).collect(),
    }
}

/// What most hands were raised for; nothing without any.
fn majority(hands: &[u32]) -> Option<usize> {
    let most = hands.iter().max().filter(|most| **most > 0)?;
    hands.iter().position(|count| count == most)
}

fn is_right(question: &Question, said: usize) -> bool {
    matches!(&question.answer, Answer::Choose { right, .. } if *right == said)
}
