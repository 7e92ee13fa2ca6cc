//! The whole lab without a window: what is done is seen in the next frame, and what was saved stays saved.

use std::time::Duration;

use egui::{Context, Pos2, RawInput, Rect, vec2};
use lonebox::scenario::shipped;
use lonebox::visual::desk::Command;
use lonebox::visual::lab::Lab;
use lonebox::visual::screen::Screen;

/// A frame at sixty a second.
const FRAME: Duration = Duration::from_millis(16);

/// A lab with everything that its pictures need.
struct Room {
    lab: Lab,
    screen: Screen,
    context: Context,
}

impl Room {
    fn with(lesson: &str) -> Self {
        let lesson = shipped::called(lesson).expect("shipped");
        let lab = Lab::open(lesson.name, lesson.text).expect("valid");
        let mut room = Self { lab, screen: Screen::default(), context: Context::default() };
        room.lab.obey(Command::Play);
        for _ in 0..5 {
            room.frame();
        }
        room
    }

    /// One frame; what is written on the stage in it.
    fn frame(&mut self) -> Vec<String> {
        self.lab.frame(FRAME, || true);
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, vec2(1_280.0, 720.0)));
        let raw = RawInput { screen_rect, ..RawInput::default() };
        let (lab, screen) = (&self.lab, &mut self.screen);
        let mut drawn = self.context.run_ui(raw, |ui| drop(screen.draw(ui.ctx(), &lab.view(), &lab.theme())));
        drawn.textures_delta.clear(); // Nobody looks.
        self.screen.drawing().words.iter().map(|words| words.text.clone()).collect()
    }
}

#[test]
fn a_pulled_plug_is_seen_in_the_next_frame() {
    let mut room = Room::with("00-what-a-server-is");
    assert!(!room.frame().contains(&"NO POWER".to_owned()));
    room.lab.obey(Command::Act(r#"{"power_loss": {"for": "10s"}}"#.to_owned()));
    assert!(room.frame().contains(&"NO POWER".to_owned()));
}

#[test]
fn a_knob_that_is_turned_is_in_effect_within_a_tenth_of_a_second() {
    let mut room = Room::with("09-normal-day");
    let knobs = room.lab.playback().simulation().knobs();
    assert!(knobs.len() >= 15, "{}", knobs.len());
    for before in knobs {
        let to = if before.value > before.least { before.least } else { before.most };
        let deed = before.deed(to);
        room.lab.act(&deed).unwrap_or_else(|why| panic!("{deed}: {why}"));
        for _ in 0..100 / FRAME.as_millis() {
            room.frame();
        }
        let now = room.lab.playback().simulation().knobs();
        let after = now.into_iter().find(|one| one.knob == before.knob).expect("the same knobs");
        assert!((after.value - before.value).abs() > 1e-9, "{deed} has no effect");
    }
}

#[test]
fn a_session_is_saved_beside_what_somebody_else_wrote() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("session.json");
    std::fs::write(&path, "mine").expect("written");
    let mut room = Room::with("09-normal-day");
    room.lab.obey(Command::Save(path.clone()));
    room.lab.obey(Command::Act(r#"{"nginx_reload": {}}"#.to_owned()));
    room.lab.obey(Command::Save(path.clone()));
    assert_eq!(std::fs::read_to_string(&path).expect("read"), "mine");
    let saved = std::fs::read_to_string(folder.path().join("session-2.json")).expect("read");
    assert!(saved.contains("nginx_reload") && lonebox::scenario::read(&saved).is_ok());
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 2);
}
