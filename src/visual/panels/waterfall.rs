//! The journey of one page, from DNS to its last byte.

mod bars;

use egui::{Align, Label, Layout, ScrollArea, TextEdit, Ui, vec2};

use super::Panel;
use super::elements::{BODY, HEADING, LARGE, SMALL, Sign, bold_words, card, dense, words};
use crate::snapshot::{PageJourney, RequestJourney};
use crate::visual::desk::{Command, View};
use crate::visual::texts::instruments as texts;
use crate::visual::theme::Theme;
use crate::vocabulary::{FailureKind, Outcome};

/// The width of the field for a visit's number and its button.
const ASK: f32 = 266.0;

/// The waterfall.
#[derive(Clone, Debug, Default)]
pub struct Waterfall {
    /// What is written into the field for a visit's number.
    written: String,
}

impl Panel for Waterfall {
    fn name(&self) -> &'static str {
        "waterfall"
    }

    fn ui(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command> {
        dense(ui, theme);
        match view.journey {
            Some(journey) => self.journey(ui, journey, theme),
            None => self.none(ui, view, theme),
        }
    }
}

impl Waterfall {
    /// How to get a journey.
    fn none(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command> {
        let followed = view.desk.followed;
        let heading = followed.map_or_else(|| texts::WATERFALL_EMPTY.to_owned(), texts::under_way);
        let body = if followed.is_some() { texts::UNDER_WAY_TOLD } else { texts::WATERFALL_COMING };
        ui.add_space(((ui.available_height() - 90.0) / 2.0).clamp(2.0, 60.0));
        ui.vertical_centered(|ui| {
            ui.label(words(heading, HEADING, theme.text));
            ui.label(words(body, BODY, theme.faint));
        });
        ui.add_space(4.0);
        let side = ((ui.available_width() - 330.0) / 2.0).max(0.0);
        ui.horizontal(|ui| {
            ui.add_space(side);
            let let_go = followed.is_some().then(|| let_go(ui)).flatten();
            let_go.or(self.ask(ui))
        })
        .inner
    }

    /// A field for a visit's number.
    fn ask(&mut self, ui: &mut Ui) -> Option<Command> {
        let edit = TextEdit::singleline(&mut self.written).hint_text(texts::VISIT).desired_width(110.0);
        let edit = ui.add(edit).on_hover_text(texts::VISIT);
        let written = self.written.clone();
        edit.widget_info(|| {
            let mut info = egui::WidgetInfo::labeled(egui::WidgetType::TextEdit, true, texts::VISIT);
            info.current_text_value = Some(written.clone());
            info
        });
        let number = self.written.trim().parse().ok().filter(|number: &u64| *number > 0);
        let entered = edit.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let button = egui::Button::new(texts::FOLLOW);
        let pressed = ui.add_enabled(number.is_some(), button).on_hover_text(texts::FOLLOW_TOLD).clicked();
        number.filter(|_| pressed || entered).map(|number| Command::Follow(Some(number)))
    }

    fn journey(&mut self, ui: &mut Ui, journey: &PageJourney, theme: &Theme) -> Option<Command> {
        let asked = ui.horizontal(|ui| {
            head(ui, journey, theme);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let let_go = let_go(ui);
                let_go.or(ui
                    .with_layout(Layout::left_to_right(Align::Center), |ui| {
                        ui.add_space((ui.available_width() - ASK).max(0.0));
                        self.ask(ui)
                    })
                    .inner)
            })
            .inner
        });
        let told = if ui.available_height() > 200.0 { bars::Told::Times } else { bars::Told::Names };
        ScrollArea::vertical().id_salt("waterfall").auto_shrink(false).show(ui, |ui| {
            if let Some(failure) = journey.outcome.failure() {
                let text = failure.text();
                ui.label(words(format!("{}: {}", text.visitor_sees, text.cause), BODY, theme.bad));
            }
            bars::legend(ui, journey, told, theme);
            ui.spacing_mut().item_spacing.y = 2.0;
            let mut requests: Vec<&RequestJourney> = journey.requests.iter().collect();
            requests.sort_by_key(|request| (request.begun, request.ended));
            for request in requests {
                bars::row(ui, journey, request, theme);
            }
            bars::axis(ui, journey, theme);
            if let Some(failure) = journey.outcome.failure() {
                ui.add_space(4.0);
                why(ui, failure, theme);
            }
        });
        asked.inner
    }
}

fn let_go(ui: &mut Ui) -> Option<Command> {
    let button = ui.button(texts::FOLLOW_NOBODY).on_hover_text(texts::FOLLOW_NOBODY_TOLD);
    button.clicked().then_some(Command::Follow(None))
}

/// The page, how it ended and how long it took.
fn head(ui: &mut Ui, journey: &PageJourney, theme: &Theme) {
    let total = journey.ended.since(journey.begun);
    let (sign, word) = match journey.outcome {
        Outcome::Good => (Sign::Tick, texts::CAME_WHOLE),
        Outcome::Failed(_) => (Sign::Cross, texts::HAS_FAILED),
    };
    sign.show(ui, 18.0, theme);
    ui.label(bold_words(texts::page_of(&journey.page, journey.visit), LARGE, theme.text));
    ui.label(bold_words(format!("{word}, {}", rounded(total.as_secs_f64())), LARGE, sign.colour(theme)));
    ui.label(words(journey.begun.to_string(), SMALL, theme.faint));
}

/// A span to the millisecond.
fn rounded(seconds: f64) -> String {
    match seconds {
        _ if seconds >= 10.0 => format!("{seconds:.1} s"),
        _ if seconds >= 1.0 => format!("{seconds:.2} s"),
        _ => super::elements::short_span(seconds),
    }
}

/// A failure from every chair: what the visitor sees, why, what the log says, what to do.
fn why(ui: &mut Ui, failure: FailureKind, theme: &Theme) {
    let text = failure.text();
    let log = text
        .log
        .map_or_else(|| text.why_no_log.to_owned(), |line| format!("{} ({})", line.shown(), line.file));
    let rows = [
        (texts::VISITOR_SEES, text.visitor_sees.to_owned()),
        (texts::WHY, text.cause.to_owned()),
        (texts::LOG_SAYS, log),
        (texts::WHAT_TO_DO, text.remedy.to_owned()),
    ];
    card(theme).show(ui, |ui| {
        ui.set_width(ui.available_width());
        for (name, told) in rows {
            ui.horizontal_top(|ui| {
                let name = Label::new(words(name, BODY, theme.faint));
                ui.add_sized(vec2(112.0, 18.0), name);
                ui.add(Label::new(words(told, BODY, theme.text)).wrap());
            });
        }
    });
}
