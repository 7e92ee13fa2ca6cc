//! A part of the site, closely: how it is doing, what can be turned, what is set, what it has written.

mod figures;
pub(super) mod knobs;
mod settings;
mod log;

use egui::{ScrollArea, Ui, vec2};

use super::Panel;
use super::controls::{Press, State, heading, remark};
use crate::snapshot::Power;
use crate::visual::desk::{Command, Part, View};
use crate::visual::texts;
use crate::visual::theme::{TITLE, Theme};

/// The height of a part's tab, in points.
const TAB: f32 = 24.0;
/// The gap between two.
const GAP: f32 = 3.0;
/// Below this height the log is scrolled with all the rest.
const LOW: f32 = 300.0;
/// The size of a section's title.
const SECTION: f32 = 14.0;

/// The inspector.
#[derive(Debug, Default)]
pub struct Inspector {
    knobs: knobs::Knobs,
}

impl Panel for Inspector {
    fn name(&self) -> &'static str {
        "inspector"
    }

    fn ui(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command> {
        let asked = tabs(ui, view.desk.part, theme);
        ui.add_space(3.0);
        heading(ui, view.desk.part.title(), TITLE, theme);
        let is_low = ui.available_height() < LOW;
        let below = if is_low { 0.0 } else { log::height(ui, view) };
        let area = ScrollArea::vertical().id_salt(view.desk.part.title()).auto_shrink(false);
        let area = area.max_height((ui.available_height() - below).max(60.0));
        let turned = area.show(ui, |ui| {
            let turned = self.sections(ui, view, theme);
            if is_low {
                ui.add_space(6.0);
                log::show(ui, view, LOW * 0.5, theme);
            }
            turned
        });
        if !is_low {
            log::show(ui, view, below, theme);
        }
        asked.or(turned.inner)
    }
}

impl Inspector {
    fn sections(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command> {
        if is_dark(view) {
            remark(ui, texts::DARK, theme);
            ui.add_space(4.0);
        } else {
            figures::show(ui, view, theme);
            ui.add_space(6.0);
        }
        heading(ui, texts::KNOBS, SECTION, theme);
        let turned = self.knobs.show(ui, view, theme);
        ui.add_space(6.0);
        heading(ui, texts::SETTINGS, SECTION, theme);
        settings::show(ui, view, theme);
        turned
    }
}

/// Whether the part is in a machine that has no power: then there is nothing to be seen of it.
fn is_dark(view: &View<'_>) -> bool {
    let is_inside = matches!(view.desk.part, Part::Nginx | Part::Gunicorn | Part::Application | Part::Mysql);
    is_inside && view.site.host.power == Power::Off
}

/// The parts to choose from, in rows of equal height.
fn tabs(ui: &mut Ui, part: Part, theme: &Theme) -> Option<Command> {
    let press = |one: Part| {
        let state = if one == part { State::Chosen } else { State::NotChosen };
        Press::new(one.title(), theme).letters(12.0).state(state)
    };
    let mut rows: Vec<(Vec<Part>, f32)> = vec![(Vec::new(), 0.0)];
    for one in Part::ALL {
        let width = press(one).width(ui.painter()) + GAP;
        let (row, taken) = rows.last_mut().expect("there is a row");
        if *taken + width > ui.available_width() + GAP && !row.is_empty() {
            rows.push((vec![one], width));
        } else {
            row.push(one);
            *taken += width;
        }
    }
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = vec2(GAP, GAP);
        let mut asked = None;
        for (row, taken) in rows {
            let spare = (ui.available_width() + GAP - taken) / row.len() as f32;
            ui.horizontal(|ui| {
                for one in row {
                    let width = (press(one).width(ui.painter()) + spare).floor();
                    if press(one).size(vec2(width, TAB)).show(ui, theme).clicked() && one != part {
                        asked = Some(Command::Inspect(one));
                    }
                }
            });
        }
        asked
    })
    .inner
}
