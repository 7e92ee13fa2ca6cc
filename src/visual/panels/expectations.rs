//! What should happen, held against the run so far.

use egui::{Align, Layout, ScrollArea, Ui, vec2};

use super::Panel;
use super::elements::{BODY, HEADING, LARGE, SMALL, Sign, bold_words, column, dense, empty, words};
use crate::expectation::Met;
use crate::scenario::Level;
use crate::visual::desk::{Command, LiveVerdict, View};
use crate::visual::texts::instruments as texts;
use crate::visual::theme::Theme;

/// A measured value of at most so many letters is written large.
const SHORT: usize = 20;

/// The expectations.
#[derive(Clone, Debug, Default)]
pub struct Expectations;

/// Widths of the columns [points].
struct Columns {
    state: f32,
    claim: f32,
    measured: f32,
    bound: f32,
    margin: f32,
}

impl Columns {
    fn of(width: f32) -> Self {
        let state = 118.0;
        let rest = width - state - 4.0 * 8.0 - 14.0;
        let share = |part: f32| (rest * part).max(40.0);
        Self { state, claim: share(0.28), measured: share(0.27), bound: share(0.29), margin: share(0.16) }
    }
}

impl Panel for Expectations {
    fn name(&self) -> &'static str {
        "expectations"
    }

    fn ui(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command> {
        dense(ui, theme);
        if view.verdicts.is_empty() {
            empty(ui, theme, texts::NO_EXPECTATIONS, texts::NO_EXPECTATIONS_TOLD);
            return None;
        }
        let columns = Columns::of(ui.available_width());
        head(ui, view.verdicts, &columns, theme);
        ScrollArea::vertical().id_salt("expectations").auto_shrink(false).show(ui, |ui| {
            for verdict in view.verdicts {
                row(ui, verdict, &columns, theme);
            }
        });
        None
    }
}

/// How an expectation stands.
fn sign(verdict: &LiveVerdict) -> Sign {
    match (verdict.is_settled, verdict.verdict.met) {
        (false, _) => Sign::Open,
        (true, Met::Yes) => Sign::Tick,
        (true, Met::No) => Sign::Cross,
    }
}

/// The sum over all, and what is in the columns.
fn head(ui: &mut Ui, verdicts: &[LiveVerdict], columns: &Columns, theme: &Theme) {
    let count = |wanted: Sign| verdicts.iter().filter(|verdict| sign(verdict) == wanted).count();
    let (met, open, unmet) = (count(Sign::Tick), count(Sign::Open), count(Sign::Cross));
    let worst = match () {
        () if unmet > 0 => Sign::Cross,
        () if open > 0 => Sign::Open,
        () => Sign::Tick,
    };
    ui.horizontal(|ui| {
        worst.show(ui, 18.0, theme);
        ui.label(bold_words(texts::verdicts(met, open, unmet), HEADING, theme.text));
    });
    if ui.available_width() < 560.0 || ui.available_height() < 90.0 {
        return;
    }
    ui.horizontal_top(|ui| {
        let faint = |text: &str| words(text, SMALL, theme.faint);
        column(ui, columns.state, faint(""));
        column(ui, columns.claim, faint(texts::CLAIM));
        column(ui, columns.measured, faint(texts::MEASURED));
        column(ui, columns.bound, faint(texts::BOUND));
        column(ui, columns.margin, faint(texts::MARGIN));
    });
}

fn row(ui: &mut Ui, live: &LiveVerdict, columns: &Columns, theme: &Theme) {
    let (sign, verdict) = (sign(live), &live.verdict);
    let is_narrow = ui.available_width() < 560.0;
    let mut told = vec![format!("{}: {}, {}", verdict.claim, verdict.measured, verdict.bound)];
    told.push(verdict.rests_on.clone());
    told.extend(verdict.broken.iter().cloned());
    told.extend(verdict.note.clone());
    let drawn = ui.horizontal_top(|ui| {
        state(ui, live, sign, columns.state, theme);
        if is_narrow {
            let width = ui.available_width();
            ui.allocate_ui_with_layout(vec2(width, 34.0), Layout::top_down(Align::Min), |ui| {
                column(ui, width, words(&verdict.claim, BODY, theme.text));
                let told = format!("{} ({} {})", verdict.measured, texts::BOUND, verdict.bound);
                column(ui, width, words(told, BODY, theme.faint));
            });
            return;
        }
        let size = if verdict.measured.len() > SHORT { BODY } else { LARGE };
        column(ui, columns.claim, words(&verdict.claim, BODY, theme.text));
        column(ui, columns.measured, bold_words(&verdict.measured, size, theme.text));
        column(ui, columns.bound, words(&verdict.bound, BODY, theme.text));
        let margin = verdict.margin.clone().unwrap_or_else(|| "\u{2013}".to_owned());
        column(ui, columns.margin, words(margin, BODY, theme.faint));
    });
    drawn.response.on_hover_text(told.join("\n"));
    if sign == Sign::Cross {
        for broken in &verdict.broken {
            ui.horizontal(|ui| {
                ui.add_space(columns.state + 8.0);
                ui.label(words(broken, SMALL, theme.bad));
            });
        }
    }
}

/// The sign and the word.
fn state(ui: &mut Ui, live: &LiveVerdict, sign: Sign, width: f32, theme: &Theme) {
    ui.allocate_ui_with_layout(vec2(width, 20.0), Layout::left_to_right(Align::Center), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.x = 6.0;
        sign.show(ui, 16.0, theme);
        let word = texts::verdict(live.verdict.met, live.is_settled);
        ui.label(bold_words(word, LARGE, sign.colour(theme)));
        if live.verdict.level == Level::Advisory {
            ui.label(words(texts::ADVISORY, SMALL, theme.faint));
        }
    });
}
