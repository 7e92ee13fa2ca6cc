//! What the panels at the side and at the bottom show: a row of tabs each.

use egui::{Ui, vec2};

use super::Panel;
use super::controls::{Press, State};
use crate::visual::desk::{Bottom, Command, Side, View};
use crate::visual::texts;
use crate::visual::theme::Theme;

/// How high a tab is, in points.
const HEIGHT: f32 = 28.0;
/// How wide one at the bottom is.
const WIDTH: f32 = 112.0;
/// The gap between two.
const GAP: f32 = 4.0;
/// How large its letters are.
const LETTERS: f32 = 13.0;

/// The tabs at the side.
#[derive(Debug, Default)]
pub struct SideTabs;

/// The tabs at the bottom.
#[derive(Debug, Default)]
pub struct BottomTabs;

/// What can be shown at the side.
const SIDES: [Side; 4] = [Side::Lesson, Side::Deeds, Side::Inspector, Side::Scenarios];
/// What can be shown at the bottom.
const BOTTOMS: [Bottom; 5] =
    [Bottom::Charts, Bottom::Waterfall, Bottom::Log, Bottom::Expectations, Bottom::Tables];

impl Panel for SideTabs {
    fn name(&self) -> &'static str {
        "side tabs"
    }

    fn ui(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command> {
        let shown = SIDES.iter().position(|side| *side == view.desk.side);
        let width = ((ui.available_width() - GAP * 3.0) / 4.0).max(40.0);
        let chosen = row(ui, &SIDES.map(texts::side), shown, width, theme);
        chosen.map(|place| Command::ShowSide(SIDES[place]))
    }
}

impl Panel for BottomTabs {
    fn name(&self) -> &'static str {
        "bottom tabs"
    }

    fn ui(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command> {
        let shown = BOTTOMS.iter().position(|bottom| *bottom == view.desk.bottom);
        let width = WIDTH.min((ui.available_width() - GAP * 4.0) / 5.0);
        let chosen = row(ui, &BOTTOMS.map(texts::bottom), shown, width, theme);
        chosen.map(|place| Command::ShowBottom(BOTTOMS[place]))
    }
}

/// The tab that was pressed.
fn row(ui: &mut Ui, names: &[&str], shown: Option<usize>, width: f32, theme: &Theme) -> Option<usize> {
    let mut chosen = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for (place, name) in names.iter().enumerate() {
            let state = if shown == Some(place) { State::Chosen } else { State::NotChosen };
            let press = Press::new(name, theme).size(vec2(width, HEIGHT)).letters(LETTERS).state(state);
            if press.show(ui, theme).clicked() {
                chosen = Some(place);
            }
        }
    });
    ui.add_space(3.0);
    chosen
}
