//! Everything that can be done to the site, by what it is done to, each with what can be chosen about it.

use std::collections::{BTreeMap, BTreeSet};

use egui::{Align, Layout, ScrollArea, Sense, Ui, vec2};

use super::Panel;
use super::controls::{Press, choice, heading, plain, remark, tell, write};
use super::icon::Icon;
use crate::units::SimDuration;
use crate::visual::desk::{Command, Offer, View};
use crate::visual::offers::{self, Group, Parameter};
use crate::visual::texts;
use crate::visual::theme::{SMALL, TITLE, Theme};
use crate::vocabulary::ActionName;

/// How long deeds can last; the last is without end.
const LASTINGS: [Option<SimDuration>; 5] = [
    Some(SimDuration::from_secs(5)),
    Some(SimDuration::from_secs(10)),
    Some(SimDuration::from_secs(30)),
    Some(SimDuration::from_secs(120)),
    None,
];
/// The height of a deed's button, in points.
const HEIGHT: f32 = 30.0;
/// The height of a row of choices.
const CHOICE: f32 = 22.0;
/// From this width on the choice without end is named in full.
const WIDE: f32 = 270.0;

/// The deeds, with what is chosen about each.
#[derive(Debug)]
pub struct Deeds {
    /// The place in [`LASTINGS`].
    lasting: usize,
    /// For each action about which something was chosen, the place of each choice.
    chosen: BTreeMap<ActionName, Vec<usize>>,
}

impl Default for Deeds {
    fn default() -> Self {
        Self { lasting: 1, chosen: BTreeMap::new() }
    }
}

impl Panel for Deeds {
    fn name(&self) -> &'static str {
        "deeds"
    }

    fn ui(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command> {
        heading(ui, texts::DEEDS, TITLE, theme);
        if view.scenario.deeds.is_empty() {
            remark(ui, texts::NO_DEEDS, theme);
            return None;
        }
        self.lasting(ui, theme);
        ui.add_space(2.0);
        let area = ScrollArea::vertical().auto_shrink(false);
        area.show(ui, |ui| {
            let repaired = repairs(ui, &view.site.lasting, theme);
            let groups = Group::ALL.into_iter();
            groups.fold(repaired, |asked, group| asked.or(self.group(ui, group, &view.scenario.deeds, theme)))
        })
        .inner
    }
}

/// A button for each action that lasts, which ends it.
fn repairs(ui: &mut Ui, lasting: &[ActionName], theme: &Theme) -> Option<Command> {
    if lasting.is_empty() {
        return None;
    }
    heading(ui, texts::LASTS_NOW, 14.0, theme);
    let mut asked = None;
    let mut told = BTreeSet::new();
    for name in lasting.iter().copied().filter(|name| told.insert(*name)) {
        let label = texts::repair(name);
        let press = Press::new(&label, theme).hint(texts::REPAIR_HINT).icon(Icon::Again).accent(theme.good);
        if press.size(vec2(ui.available_width(), HEIGHT)).show(ui, theme).clicked() {
            asked = Some(Command::Act(offers::repair(name)));
        }
    }
    asked
}

impl Deeds {
    /// How long what is done next lasts.
    fn lasting(&mut self, ui: &mut Ui, theme: &Theme) {
        remark(ui, texts::LASTING, theme);
        let names = LASTINGS.map(|lasting| lasting.map_or_else(|| texts::UNTIL_REPAIRED.to_owned(), told));
        let no_end = if ui.available_width() >= WIDE { texts::UNTIL_REPAIRED } else { texts::NO_END };
        let labels = LASTINGS.map(|lasting| lasting.map_or_else(|| no_end.to_owned(), told));
        let size = vec2(ui.available_width(), CHOICE + 4.0);
        if let Some(place) = choice(ui, &labels, &names, self.lasting, texts::LASTING_HINT, size, theme) {
            self.lasting = place;
        }
    }

    /// The offers of a group, under its name; nothing where there are none.
    fn group(&mut self, ui: &mut Ui, group: Group, deeds: &[Offer], theme: &Theme) -> Option<Command> {
        let mut offers = deeds.iter().filter(|offer| Group::of(offer.name) == group).peekable();
        offers.peek()?;
        ui.add_space(4.0);
        heading(ui, texts::group(group), 14.0, theme);
        let mut asked = None;
        for offer in offers {
            asked = self.offer(ui, offer, theme).or(asked);
        }
        asked
    }

    /// A deed's button, and below it what can be chosen about it.
    fn offer(&mut self, ui: &mut Ui, offer: &Offer, theme: &Theme) -> Option<Command> {
        let name = offer.name;
        let chosen = self.chosen.entry(name).or_insert_with(|| offers::usual_choices(name));
        let lasting = LASTINGS[self.lasting];
        let beside = if offers::lasts(name, chosen) {
            lasting.map_or_else(|| texts::NO_END.to_owned(), told)
        } else {
            String::new()
        };
        let press =
            Press::new(&offer.label, theme).hint(&offer.meaning).beside(&beside).icon(Icon::deed(name));
        let press = press.accent(theme.kind(offer.kind)).size(vec2(ui.available_width(), HEIGHT));
        let is_pressed = press.show(ui, theme).clicked();
        for (place, parameter) in offers::parameters(name).iter().enumerate() {
            if parameter.choices.len() > 1
                && let Some(now) = parameter_row(ui, &offer.label, parameter, chosen[place], theme)
            {
                chosen[place] = now;
            }
        }
        is_pressed.then(|| Command::Act(offers::deed(name, chosen, lasting)))
    }
}

/// A parameter's name and what it can be: what was chosen.
fn parameter_row(
    ui: &mut Ui,
    label: &str,
    parameter: &Parameter,
    chosen: usize,
    theme: &Theme,
) -> Option<usize> {
    let about = format!("{label}: {}", parameter.name);
    let row = vec2(ui.available_width(), CHOICE);
    ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(54.0, CHOICE), Sense::hover());
        let place = rect.left_center() + vec2(6.0, 0.0);
        write(
            ui.painter(),
            place,
            egui::Align2::LEFT_CENTER,
            texts::parameter(parameter.name),
            plain(SMALL, theme.faint),
            rect.width(),
        );
        tell(ui, rect, parameter.name, &about);
        let labels: Vec<String> = parameter.choices.iter().map(|choice| choice.shown.to_owned()).collect();
        let names: Vec<String> = labels.iter().map(|shown| format!("{about} {shown}")).collect();
        let size = vec2(ui.available_width(), CHOICE);
        choice(ui, &labels, &names, chosen, &about, size, theme)
    })
    .inner
}

fn told(lasting: SimDuration) -> String {
    lasting.to_string()
}
