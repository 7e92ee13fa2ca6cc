//! Settings that can be turned while the site runs: a slider and the exact value, done once it is let go.

use egui::{Align2, DragValue, Sense, Slider, Ui, WidgetInfo, vec2};

use super::settings;
use crate::visual::desk::{Command, Knob, View};
use crate::visual::panels::controls::{Script, Weight, plain, remark, write};
use crate::visual::texts;
use crate::visual::theme::Theme;

/// From this ratio of most to least on, a slider's steps grow with the value.
const LOGARITHMIC_FROM: f64 = 100.0;
/// The room for the exact value, in points.
const EXACT: f32 = 92.0;

/// The knobs of the part that is looked at.
#[derive(Debug, Default)]
pub(in crate::visual::panels) struct Knobs {
    /// The knob that is being turned, and how far it is.
    turning: Option<(String, f64)>,
}

impl Knobs {
    /// Draws them: what is to be done, once one is let go.
    pub(super) fn show(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command> {
        let knobs = view.scenario.knobs.iter().filter(|knob| knob.part == view.desk.part);
        let mut asked = None;
        let mut count = 0;
        for knob in knobs {
            count += 1;
            asked = self.knob(ui, knob, theme).or(asked);
        }
        if count == 0 {
            remark(ui, texts::NO_KNOBS, theme);
        }
        asked
    }

    /// Draws one.
    pub(in crate::visual::panels) fn knob(
        &mut self,
        ui: &mut Ui,
        knob: &Knob,
        theme: &Theme,
    ) -> Option<Command> {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 17.0), Sense::hover());
        let place = rect.left_center();
        write(
            ui.painter(),
            place,
            Align2::LEFT_CENTER,
            settings::short(&knob.path, knob.part),
            mono(theme),
            rect.width(),
        );
        response.on_hover_text(format!("{}\n{}", knob.meaning, knob.path));
        let mut value = match &self.turning {
            Some((path, value)) if *path == knob.path => *value,
            _ => knob.value,
        };
        let before = value;
        let is_held = ui.push_id(&knob.path, |ui| ui.horizontal(|ui| turn(ui, knob, &mut value)).inner).inner;
        if is_held || differs(value, before) {
            self.turning = Some((knob.path.clone(), value));
        }
        let is_turned = self.turning.as_ref().is_some_and(|(path, _)| *path == knob.path);
        if is_held || !is_turned {
            return None;
        }
        self.turning = None;
        let written = written(knob, value);
        (written != self::written(knob, knob.value))
            .then(|| Command::Act(format!("{{\"configure\": {{\"{}\": {written}}}}}", knob.path)))
    }
}

fn mono(theme: &Theme) -> Script {
    Script { weight: Weight::Mono, ..plain(12.0, theme.text) }
}

/// The slider and the exact value; whether somebody still has a hand on one of them.
fn turn(ui: &mut Ui, knob: &Knob, value: &mut f64) -> bool {
    let (least, most) = knob.range;
    let decimals = if knob.is_text { 3 } else { 0 };
    ui.spacing_mut().slider_width = (ui.available_width() - EXACT - 8.0).max(60.0);
    let floor = if least > 0.0 { least } else { most / 1_000.0 };
    let slider = Slider::new(value, least..=most)
        .show_value(false)
        .logarithmic(most / floor >= LOGARITHMIC_FROM)
        .smallest_positive(floor)
        .max_decimals(decimals);
    let slider = ui.add(slider);
    slider.widget_info(|| WidgetInfo::slider(true, *value, &knob.path));
    let slider = slider.on_hover_text(format!("{}\n{}", knob.meaning, texts::KNOB_HINT));
    let suffix = if knob.unit.is_empty() { String::new() } else { format!(" {}", knob.unit) };
    let exact = DragValue::new(value)
        .range(least..=most)
        .max_decimals(decimals)
        .speed((most - least) / 400.0)
        .custom_formatter(|value, _| rounded(value).to_string())
        .suffix(suffix)
        .update_while_editing(false);
    let exact = ui.add_sized(vec2(EXACT, 22.0), exact).on_hover_text(texts::KNOB_HINT);
    let name = format!("{} exactly", knob.path);
    exact.widget_info(|| WidgetInfo { label: Some(name.clone()), ..WidgetInfo::drag_value(true, *value) });
    slider.is_pointer_button_down_on() || exact.is_pointer_button_down_on()
}

/// So much as a file writes it: plain numbers whole, all others to the thousandth.
fn written(knob: &Knob, value: f64) -> String {
    let value = value.clamp(knob.range.0, knob.range.1);
    if knob.is_text { format!("\"{}{}\"", rounded(value), knob.unit) } else { format!("{}", value.round()) }
}

fn rounded(value: f64) -> f64 {
    (value * 1_000.0).round() / 1_000.0
}

fn differs(one: f64, other: f64) -> bool {
    (one - other).abs() > 1e-9
}
