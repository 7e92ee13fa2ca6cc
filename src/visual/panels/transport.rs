//! The clock's controls: play, pause, step, how fast, and on to what matters.

use egui::{Align, Align2, Layout, Rect, Response, Sense, Ui, vec2};

use super::Panel;
use super::controls::{Press, choice, plain, tell, write};
use super::icon::Icon;
use crate::units::SimTime;
use crate::visual::desk::{Clock, Command, View};
use crate::visual::texts::{self, Control};
use crate::visual::theme::Theme;

/// The speeds to choose from [simulated seconds a second].
pub const SPEEDS: [f64; 9] = [0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 50.0, 100.0, 1_000.0];

/// How high its buttons are, in points.
const HEIGHT: f32 = 30.0;
/// From this width on each button says what it does.
const WIDE: f32 = 960.0;
/// From this width on there is a button for each speed.
const MIDDLE: f32 = 690.0;
/// The share of the speed asked for below which the one reached is told.
const REACHED_MIN: f64 = 0.95;
/// The size in which it is told.
const REACHED: f32 = 15.0;

/// The transport.
#[derive(Debug, Default)]
pub struct Transport;

impl Panel for Transport {
    fn name(&self) -> &'static str {
        "transport"
    }

    fn ui(&mut self, ui: &mut Ui, view: &View<'_>, theme: &Theme) -> Option<Command> {
        let clock = view.clock;
        let room = Room::of(ui.available_width());
        let (size, layout) = (vec2(ui.available_width(), HEIGHT), Layout::left_to_right(Align::Center));
        ui.allocate_ui_with_layout(size, layout, |ui| {
            ui.spacing_mut().item_spacing.x = 5.0;
            let stepped = steps(ui, clock, room, theme);
            ui.add_space(8.0);
            let speed = speeds(ui, clock, room, theme);
            ui.add_space(8.0);
            let next = button(ui, texts::NEXT_INCIDENT, Icon::Next, room, theme);
            let next = next.clicked().then_some(Command::NextIncident);
            reached(ui, clock, theme);
            stepped.or(speed).or(next)
        })
        .inner
    }
}

/// How much room there is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Room {
    Wide,
    Middle,
    Narrow,
}

impl Room {
    fn of(width: f32) -> Self {
        match width {
            WIDE.. => Self::Wide,
            MIDDLE.. => Self::Middle,
            _ => Self::Narrow,
        }
    }
}

/// A button with a picture, and with words where there is room.
fn button(ui: &mut Ui, control: Control, icon: Icon, room: Room, theme: &Theme) -> Response {
    let label = if room == Room::Wide { control.label } else { "" };
    Press::new(label, theme)
        .name(control.name)
        .hint(control.hint)
        .icon(icon)
        .size(vec2(36.0, HEIGHT))
        .show(ui, theme)
}

fn steps(ui: &mut Ui, clock: Clock, room: Room, theme: &Theme) -> Option<Command> {
    let to_start = button(ui, texts::TO_START, Icon::ToStart, room, theme).clicked();
    let (control, icon, turn) = if clock.is_playing {
        (texts::PAUSE, Icon::Pause, Command::Pause)
    } else {
        (texts::PLAY, Icon::Play, Command::Play)
    };
    let play = Press::new(control.label, theme).name(control.name).hint(control.hint).icon(icon);
    let play = play.fill(theme.blue).letters(15.0).size(vec2(92.0, HEIGHT)).show(ui, theme).clicked();
    let event = button(ui, texts::STEP_EVENT, Icon::Step, room, theme).clicked();
    let second = Press::new(texts::STEP_SECOND.label, theme).name(texts::STEP_SECOND.name);
    let second = second.hint(texts::STEP_SECOND.hint).icon(Icon::Plus).size(vec2(36.0, HEIGHT));
    let second = second.show(ui, theme).clicked();
    [
        (to_start, Command::GoTo(SimTime::ZERO)),
        (play, turn),
        (event, Command::StepEvent),
        (second, Command::StepSecond),
    ]
    .into_iter()
    .find_map(|(is_pressed, command)| is_pressed.then_some(command))
}

fn speeds(ui: &mut Ui, clock: Clock, room: Room, theme: &Theme) -> Option<Command> {
    if room == Room::Narrow {
        return stepper(ui, clock, theme);
    }
    let labels = SPEEDS.map(texts::speed);
    let chosen = SPEEDS.iter().position(|speed| is_same(*speed, clock.speed)).unwrap_or(SPEEDS.len());
    let hint = texts::speed_hint(clock.speed);
    let width = if room == Room::Wide { 470.0 } else { 350.0 };
    let pressed = choice(ui, &labels, &labels, chosen, &hint, vec2(width, HEIGHT), theme);
    pressed.map(|place| Command::Speed(SPEEDS[place]))
}

/// Slower, the speed, faster.
fn stepper(ui: &mut Ui, clock: Clock, theme: &Theme) -> Option<Command> {
    let side = vec2(28.0, HEIGHT);
    let slower =
        Press::new("", theme).name(texts::SLOWER.name).hint(texts::SLOWER.hint).icon(Icon::Minus).size(side);
    let slower = slower.show(ui, theme).clicked();
    let words = texts::speed(clock.speed);
    let (rect, _) = ui.allocate_exact_size(vec2(56.0, HEIGHT), Sense::hover());
    write(ui.painter(), rect.center(), Align2::CENTER_CENTER, &words, plain(15.0, theme.text), rect.width());
    tell(ui, rect, "speed", &words);
    let faster =
        Press::new("", theme).name(texts::FASTER.name).hint(texts::FASTER.hint).icon(Icon::Plus).size(side);
    let faster = faster.show(ui, theme).clicked();
    let below = SPEEDS.into_iter().rev().find(|speed| *speed < clock.speed && !is_same(*speed, clock.speed));
    let above = SPEEDS.into_iter().find(|speed| *speed > clock.speed && !is_same(*speed, clock.speed));
    let asked = if slower {
        below
    } else if faster {
        above
    } else {
        None
    };
    asked.map(Command::Speed)
}

/// The speed that is really reached, where it is not the one asked for.
fn reached(ui: &mut Ui, clock: Clock, theme: &Theme) {
    if !clock.is_playing || clock.reached >= clock.speed * REACHED_MIN {
        return;
    }
    let words = texts::reached(clock.reached);
    let width = plain(REACHED, theme.waiting).width(ui.painter(), &words) + 20.0;
    if ui.available_width() < width {
        return;
    }
    ui.add_space(6.0);
    let (rect, _) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::hover());
    let icon = Rect::from_center_size(rect.left_center() + vec2(7.0, 0.0), vec2(14.0, 14.0));
    Icon::Beware.paint(ui.painter(), icon, theme.waiting);
    let place = rect.left_center() + vec2(18.0, 0.0);
    write(ui.painter(), place, Align2::LEFT_CENTER, &words, plain(REACHED, theme.waiting), width);
    tell(ui, rect, "reached", &words).on_hover_text(texts::REACHED_HINT);
}

fn is_same(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-6
}
