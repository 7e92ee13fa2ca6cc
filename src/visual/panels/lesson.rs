//! The lesson: what it is about, what the class predicts, what it may do, and what came of it.

mod predict;
mod debrief;

use egui::{ScrollArea, Ui, vec2};

use super::Panel;
use super::controls::{Press, State, heading, remark};
use super::elements::words;
use super::icon::Icon;
use super::inspector::knobs::Knobs;
use crate::scenario::{Class, Control};
use crate::visual::desk::{Command, LessonProgress, View};
use crate::visual::texts;
use crate::visual::theme::{TITLE, Theme};

/// How large what is to be read aloud is, in points.
const READ: f32 = 14.5;
/// How high the large buttons are.
const BUTTON: f32 = 40.0;
/// How high a step's button is.
const STEP: f32 = 26.0;

/// The lesson's panel.
#[derive(Debug, Default)]
pub struct Lesson {
    knobs: Knobs,
}

impl Panel for Lesson {
    fn name(&self) -> &'static str {
        "lesson"
    }

    fn ui(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command> {
        heading(ui, &view.scenario.title, TITLE, theme);
        let Some(class) = &view.scenario.class else {
            remark(ui, texts::NO_CLASS, theme);
            read(ui, &view.scenario.lesson, theme);
            read(ui, &view.scenario.hypothesis, theme);
            return None;
        };
        remark(ui, &texts::course(&class.sections, class.minutes), theme);
        let asked = steps(ui, class, view.desk.lesson, theme);
        ui.add_space(6.0);
        let body = ScrollArea::vertical().auto_shrink(false).show(ui, |ui| match view.desk.lesson {
            LessonProgress::Objective => objective(ui, class, view, theme),
            LessonProgress::Predict(number) => predict::show(ui, class, number, view, theme),
            LessonProgress::Run => self.run(ui, class, view, theme),
            LessonProgress::Debrief => debrief::show(ui, class, view, theme),
        });
        asked.or(body.inner)
    }
}

impl Lesson {
    fn run(&mut self, ui: &mut Ui, class: &Class, view: &View<'_>, theme: &Theme) -> Option<Command> {
        read(ui, texts::RUN, theme);
        ui.add_space(4.0);
        let mut asked = None;
        for control in &class.controls {
            asked = self.control(ui, control, view, theme).or(asked);
        }
        ui.add_space(8.0);
        let compare = large(ui, texts::COMPARE, Icon::Next, theme);
        asked.or(compare.then_some(Command::Lesson(LessonProgress::Debrief)))
    }

    fn control(&mut self, ui: &mut Ui, control: &Control, view: &View<'_>, theme: &Theme) -> Option<Command> {
        match control {
            Control::Act { label, deed } => {
                let label = label.as_deref().unwrap_or(deed);
                let size = vec2(ui.available_width(), BUTTON - 6.0);
                let press = Press::new(label, theme).hint(deed).icon(Icon::Spanner).size(size);
                press.show(ui, theme).clicked().then(|| Command::Act(deed.clone()))
            }
            Control::Knob { path, .. } => {
                let knob = view.scenario.knobs.iter().find(|knob| knob.path == *path)?;
                self.knobs.knob(ui, knob, theme)
            }
        }
    }
}

/// What it is about.
fn objective(ui: &mut Ui, class: &Class, view: &View<'_>, theme: &Theme) -> Option<Command> {
    ui.label(words(texts::OBJECTIVE, READ, theme.faint));
    read(ui, &class.objective, theme);
    ui.add_space(6.0);
    let next = if class.questions.is_empty() { LessonProgress::Run } else { LessonProgress::Predict(0) };
    let label = if class.questions.is_empty() { texts::RUN_IT } else { texts::PREDICT_FIRST };
    let asked = large(ui, label, Icon::Next, theme).then_some(Command::Lesson(next));
    ui.add_space(8.0);
    ui.label(words(texts::BACKGROUND, READ, theme.faint));
    read(ui, &view.scenario.lesson, theme);
    asked
}

/// Where in the lesson the class is, and the way to every other part.
fn steps(ui: &mut Ui, class: &Class, at: LessonProgress, theme: &Theme) -> Option<Command> {
    let parts =
        [LessonProgress::Objective, LessonProgress::Predict(0), LessonProgress::Run, LessonProgress::Debrief];
    let mut asked = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 3.0;
        let width = (ui.available_width() - 9.0) / 4.0;
        for (part, label) in parts.into_iter().zip(texts::STEPS) {
            let is_here = std::mem::discriminant(&part) == std::mem::discriminant(&at);
            let is_nothing = matches!(part, LessonProgress::Predict(_)) && class.questions.is_empty();
            let state = match (is_here, is_nothing) {
                (true, _) => State::Chosen,
                (false, true) => State::Off,
                (false, false) => State::NotChosen,
            };
            let press = Press::new(label, theme).size(vec2(width, STEP)).letters(12.5).state(state);
            if press.show(ui, theme).clicked() {
                asked = Some(Command::Lesson(part));
            }
        }
    });
    asked
}

/// Something to be read aloud.
fn read(ui: &mut Ui, text: &str, theme: &Theme) {
    ui.label(words(text, READ, theme.text));
}

/// A button that goes on; whether it was pressed.
fn large(ui: &mut Ui, label: &str, icon: Icon, theme: &Theme) -> bool {
    let size = vec2(ui.available_width(), BUTTON);
    Press::new(label, theme).icon(icon).fill(theme.blue).size(size).show(ui, theme).clicked()
}
