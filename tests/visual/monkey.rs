//! Somebody who presses everything.

use std::time::Duration;

use egui::{Context, Event, Key, Modifiers, PointerButton, Pos2, RawInput, Rect, vec2};
use lonebox::scenario;
use lonebox::simulation::Simulation;
use lonebox::visual::desk::Command;
use lonebox::visual::lab::Lab;
use lonebox::visual::screen::Screen;

const SITE: &str = r#"{
  "schema_version": 1,
  "title": "a small site",
  "run": {"duration": "30s", "seed": 5},
  "visitors": {"arrivals": {"poisson": {"rate": "8/s"}}, "patience": "3s"},
  "expect": [{"metric": {"name": "pages.success", "gte": "1%", "window": "all"}}]
}"#;

/// Inputs in all, and how many of them come in a frame.
const INPUTS: usize = 10_000;
const IN_A_FRAME: usize = 10;

/// Xorshift64*, so that the same is pressed every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % bound
    }
}

fn input(dice: &mut Dice, at: &mut Pos2, events: &mut Vec<Event>) {
    let modifiers = [Modifiers::NONE, Modifiers::SHIFT, Modifiers::CTRL][dice.below(3)];
    match dice.below(4) {
        0 => {
            let key = Key::ALL[dice.below(Key::ALL.len())];
            for pressed in [true, false] {
                events.push(Event::Key { key, physical_key: None, pressed, repeat: false, modifiers });
            }
        }
        1 => {
            *at = Pos2::new(dice.below(1_280) as f32, dice.below(720) as f32);
            events.push(Event::PointerMoved(*at));
        }
        2 => events.push(Event::Text(["x", "7", "/", " "][dice.below(4)].to_owned())),
        _ => {
            for pressed in [true, false] {
                let button = PointerButton::Primary;
                events.push(Event::PointerButton { pos: *at, button, pressed, modifiers: Modifiers::NONE });
            }
        }
    }
}

/// Files are neither opened nor written by a monkey.
fn is_allowed(command: &Command) -> bool {
    !matches!(command, Command::Save(_) | Command::Open(_))
}

#[test]
fn ten_thousand_random_inputs_do_no_harm_and_the_session_replays() {
    let (mut lab, mut screen) = (Lab::open("monkey", SITE).expect("valid"), Screen::default());
    let (context, mut dice) = (Context::default(), Dice(0x9E37_79B9_7F4A_7C15));
    let mut at = Pos2::ZERO;
    for frame in 0..INPUTS / IN_A_FRAME {
        let mut events = Vec::new();
        for _ in 0..IN_A_FRAME {
            input(&mut dice, &mut at, &mut events);
        }
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, vec2(1_280.0, 720.0)));
        let raw = RawInput { screen_rect, events, time: Some(frame as f64 / 60.0), ..RawInput::default() };
        lab.frame(Duration::from_millis(16), || false);
        let mut asked = Vec::new();
        let mut drawn = context.run_ui(raw, |ui| asked = screen.draw(ui.ctx(), &lab.view(), &lab.theme()));
        drawn.textures_delta.clear(); // Nobody looks.
        asked.into_iter().filter(is_allowed).for_each(|command| lab.obey(command));
    }
    lab.obey(Command::GoTo(lab.playback().simulation().end()));
    lab.catch_up();
    let plan = scenario::read(&lab.playback().text()).expect("a session is a scenario").plan;
    assert!(!plan.settings.timeline.is_empty(), "a monkey does something");
    let mut headless = Simulation::new(plan);
    headless.run();
    assert_eq!(lab.playback().simulation().report().fingerprints, headless.report().fingerprints);
}
