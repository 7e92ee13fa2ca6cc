//! The first things that anybody wants to do, as large buttons; the others are a click away.

use egui::{Ui, vec2};

use super::Panel;
use super::controls::{Press, State, heading};
use super::icon::Icon;
use crate::snapshot::Power;
use crate::visual::desk::{Command, Side, View};
use crate::visual::offers;
use crate::visual::texts;
use crate::visual::theme::{TITLE, Theme};
use crate::vocabulary::ActionName;

/// What the large buttons do, the first found first.
const FIRST: [ActionName; 4] =
    [ActionName::PowerLoss, ActionName::NginxRestart, ActionName::GunicornRestart, ActionName::Spike];
/// The least and the greatest height of a button, in points.
const HEIGHTS: (f32, f32) = (30.0, 52.0);
/// The gap between two.
const GAP: f32 = 7.0;

/// The large buttons.
#[derive(Debug, Default)]
pub struct Quick;

impl Panel for Quick {
    fn name(&self) -> &'static str {
        "quick"
    }

    fn ui(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command> {
        ui.spacing_mut().item_spacing.y = GAP;
        heading(ui, texts::DO_SOMETHING, TITLE, theme);
        let count = FIRST.len() as f32 + 1.0;
        let height =
            ((ui.available_height() - GAP * (count - 1.0)) / count).floor().clamp(HEIGHTS.0, HEIGHTS.1);
        let size = vec2(ui.available_width(), height);
        let mut asked = None;
        for name in FIRST {
            let pressed = match (name, view.site.host.power) {
                (ActionName::PowerLoss, Power::Off) => plug_back(ui, size, theme),
                _ => deed(ui, name, size, view, theme),
            };
            asked = asked.or(pressed);
        }
        let more =
            Press::new(texts::MORE, theme).hint(texts::MORE_HINT).icon(Icon::More).letters(14.0).size(size);
        let more = more.show(ui, theme).clicked().then_some(Command::ShowSide(Side::Deeds));
        asked.or(more)
    }
}

/// Where the plug is out already it can be put back.
fn plug_back(ui: &mut Ui, size: egui::Vec2, theme: &Theme) -> Option<Command> {
    let press = Press::new(texts::PLUG_BACK, theme).hint(texts::REPAIR_HINT).letters(14.0);
    let press = press.icon(Icon::deed(ActionName::PowerLoss)).fill(theme.good).size(size);
    press.show(ui, theme).clicked().then(|| Command::Act(offers::repair(ActionName::PowerLoss)))
}

fn deed(ui: &mut Ui, name: ActionName, size: egui::Vec2, view: &View<'_>, theme: &Theme) -> Option<Command> {
    let offer = view.scenario.deeds.iter().find(|offer| offer.name == name);
    let label = if name == ActionName::GunicornRestart { texts::DEPLOY } else { texts::label(name) };
    let (state, hint) =
        offer.map_or((State::Off, texts::NOT_OFFERED), |offer| (State::Ready, offer.meaning.as_str()));
    let fill = theme.kind(name.kind());
    let press = Press::new(label, theme).hint(hint).icon(Icon::deed(name)).fill(fill).letters(14.0);
    let is_pressed = press.state(state).size(size).show(ui, theme).clicked();
    offer.filter(|_| is_pressed).map(|offer| Command::Act(offer.deed.clone()))
}
