//! The run as a line: what was played, what happened and what was done. Whoever clicks or drags goes there.

mod scale;
mod lanes;
mod bands;
mod draw;

use egui::{EventFilter, Key, Response, Sense, Ui, WidgetInfo, accesskit, vec2};

use super::Panel;
use super::told;
use crate::units::{SimDuration, SimTime};
use crate::visual::desk::{Command, View};
use crate::visual::texts;
use crate::visual::theme::Theme;

use bands::Shown;
use scale::Scale;

/// The least and the greatest height, in points.
const HEIGHTS: (f32, f32) = (52.0, 90.0);
/// How far an arrow key goes.
const STEP: SimDuration = SimDuration::from_secs(1);
/// How far it goes with Shift.
const STRIDE: SimDuration = SimDuration::from_secs(10);

/// The timeline.
#[derive(Debug, Default)]
pub struct Timeline {
    /// Where somebody who holds the line down has asked to go.
    asked: Option<SimTime>,
}

impl Panel for Timeline {
    fn name(&self) -> &'static str {
        "timeline"
    }

    fn ui(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command> {
        let height = ui.available_height().clamp(HEIGHTS.0, HEIGHTS.1);
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click_and_drag());
        let scale = Scale::new(rect, view.clock.end);
        let shown = draw::all(ui.painter(), &scale, view, theme, response.has_focus());
        describe(ui, &response, view);
        let by_keys = by_keys(ui, &response, view);
        let by_pointer = self.by_pointer(&response, &scale);
        explain(response, &scale, &shown);
        by_pointer.or(by_keys).map(Command::GoTo)
    }
}

impl Timeline {
    /// Where the pointer asks to go; each place once while it is held down.
    fn by_pointer(&mut self, response: &Response, scale: &Scale) -> Option<SimTime> {
        let is_held = response.is_pointer_button_down_on();
        let place = response.interact_pointer_pos().filter(|_| is_held || response.clicked());
        let moment = place.map(|place| scale.moment(place.x));
        let asked = moment.filter(|moment| self.asked != Some(*moment));
        self.asked = moment.filter(|_| is_held);
        asked
    }
}

/// Where the arrow keys ask to go, or somebody's screen reader.
fn by_keys(ui: &Ui, response: &Response, view: &View<'_>) -> Option<SimTime> {
    let steps = |key: accesskit::Action| {
        ui.input(|input| input.num_accesskit_action_requests(response.id, key)) as u64
    };
    let (mut back, mut on) =
        (STEP * steps(accesskit::Action::Decrement), STEP * steps(accesskit::Action::Increment));
    let now = view.clock.now;
    if response.has_focus() {
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let (step, [left, right], [home, end]) = ui.input(|input| {
            let step = if input.modifiers.shift { STRIDE } else { STEP };
            let presses = [Key::ArrowLeft, Key::ArrowRight].map(|key| input.num_presses(key) as u64);
            (step, presses, [Key::Home, Key::End].map(|key| input.key_pressed(key)))
        });
        back += step * left;
        on += step * right;
        if home {
            return Some(SimTime::ZERO);
        }
        if end {
            return Some(view.clock.end);
        }
    }
    let asked = (SimTime::ZERO + now.since(SimTime::ZERO).saturating_sub(back)) + on;
    (asked != now).then_some(asked.min(view.clock.end))
}

/// Tells a screen reader what it is and where it stands.
fn describe(ui: &Ui, response: &Response, view: &View<'_>) {
    let seconds = view.clock.now.as_secs_f64();
    response.widget_info(|| WidgetInfo::slider(true, seconds, texts::TIMELINE));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(view.clock.end.as_secs_f64());
        node.set_numeric_value_step(STEP.as_secs_f64());
        node.set_value(told::moment(view.clock.now));
        node.add_action(accesskit::Action::Increment);
        node.add_action(accesskit::Action::Decrement);
    });
}

/// The moment and the bands under the pointer.
fn explain(response: Response, scale: &Scale, shown: &[Shown<'_>]) {
    let Some(pointer) = response.hover_pos() else {
        return;
    };
    let over = shown.iter().filter(|shown| shown.area.contains(pointer)).flat_map(|shown| &shown.bands);
    response.on_hover_ui_at_pointer(|ui| {
        ui.strong(told::moment(scale.moment(pointer.x)));
        for band in over {
            let until = band.until.map_or_else(String::new, |until| format!(" – {}", told::moment(until)));
            let kind = texts::band_kind(band.kind);
            ui.label(format!("{} ({kind}), {}{until}", band.label.whole, told::moment(band.from)));
        }
        ui.weak(texts::LINE_HINT);
    });
}
