//! The whole lab without a window: what is done is seen in the next frame, and what was saved stays saved.

use std::time::Duration;

use egui::{Context, Event, Key, Modifiers, Pos2, RawInput, Rect, Shape, Vec2, vec2};
use lonebox::scenario::shipped;
use lonebox::snapshot::Standing;
use lonebox::units::SimTime;
use lonebox::visual::desk::{Bottom, Command, LessonProgress, Side};
use lonebox::visual::lab::Lab;
use lonebox::visual::playback::Pace;
use lonebox::visual::screen::Screen;

/// A frame at sixty a second.
const FRAME: Duration = Duration::from_millis(16);
/// What can be shown at the side.
const SIDES: [Side; 4] = [Side::Lesson, Side::Deeds, Side::Inspector, Side::Scenarios];
/// What can be shown at the bottom.
const BOTTOMS: [Bottom; 5] =
    [Bottom::Charts, Bottom::Waterfall, Bottom::Log, Bottom::Expectations, Bottom::Tables];

/// A lab with everything that its pictures need.
struct Room {
    lab: Lab,
    screen: Screen,
    context: Context,
    size: Vec2,
    /// What was written in the last frame.
    written: Vec<String>,
}

impl Room {
    fn with(lesson: &str) -> Self {
        let lesson = shipped::called(lesson).expect("shipped");
        let lab = Lab::open(lesson.name, lesson.text).expect("valid");
        let mut room = Self {
            lab,
            screen: Screen::default(),
            context: Context::default(),
            size: vec2(1_280.0, 720.0),
            written: Vec::new(),
        };
        room.lab.obey(Command::Play);
        for _ in 0..5 {
            room.frame();
        }
        room
    }

    /// One frame; what is written on the stage in it.
    fn frame(&mut self) -> Vec<String> {
        self.draw(Vec::new());
        self.screen.drawing().words.iter().map(|words| words.text.clone()).collect()
    }

    /// A frame in which this happens: what is asked for, without doing it.
    fn draw(&mut self, events: Vec<Event>) -> Vec<Command> {
        self.lab.frame(FRAME, || true);
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, self.size));
        let raw = RawInput { screen_rect, events, ..RawInput::default() };
        let (lab, screen, mut asked) = (&self.lab, &mut self.screen, Vec::new());
        let mut drawn =
            self.context.run_ui(raw, |ui| asked = screen.draw(ui.ctx(), &lab.view(), &lab.theme()));
        drawn.textures_delta.clear(); // Nobody looks.
        self.written.clear();
        drawn.shapes.iter().for_each(|clipped| read(&clipped.shape, &mut self.written));
        let twice = self.written.iter().find(|written| written.contains("use of widget ID"));
        assert_eq!(twice, None, "two things that can be clicked are told apart by nothing");
        asked
    }

    fn press(&mut self, key: Key) -> Vec<Command> {
        let event =
            Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
        self.draw(vec![event])
    }

    /// Whether this is written somewhere after some frames.
    fn tells(&mut self, text: &str) -> bool {
        (0..3).for_each(|_| drop(self.frame()));
        self.written.iter().any(|written| written.contains(text))
    }
}

fn read(shape: &Shape, written: &mut Vec<String>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| read(shape, written)),
        Shape::Text(text) => written.push(text.galley.text().to_owned()),
        _ => {}
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

#[test]
fn the_lab_is_drawn_in_rooms_of_any_size() {
    let sizes = [
        (1_920.0, 1_080.0),
        (1_280.0, 720.0),
        (1_024.0, 768.0),
        (800.0, 600.0),
        (640.0, 480.0),
        (320.0, 200.0),
    ];
    let mut room = Room::with("10-the-plug");
    for (width, height) in sizes {
        for zoom in [0.75, 1.0, 1.6, 3.2] {
            for (side, bottom) in SIDES.into_iter().zip(BOTTOMS.into_iter().cycle()) {
                room.size = vec2(width / zoom, height / zoom);
                room.lab.obey(Command::ShowSide(side));
                room.lab.obey(Command::ShowBottom(bottom));
                room.frame();
                room.lab.obey(Command::HideSide);
                room.lab.obey(Command::HideBottom);
                room.frame();
            }
        }
    }
}

#[test]
fn on_a_small_screen_every_panel_can_be_brought_and_put_away() {
    let mut room = Room::with("10-the-plug");
    room.size = vec2(800.0, 450.0);
    assert!(!room.tells("Pages a second") && !room.tells("Afterwards you can"));
    room.lab.obey(Command::ShowBottom(Bottom::Charts));
    assert!(room.tells("Pages a second"));
    room.lab.obey(Command::HideBottom);
    room.lab.obey(Command::ShowSide(Side::Lesson));
    assert!(room.tells("Afterwards you can"));
    room.lab.obey(Command::HideSide);
    assert!(!room.tells("Afterwards you can"));
}

#[test]
fn what_the_class_has_said_stays_said_when_it_runs_once_more() {
    let mut room = Room::with("10-the-plug");
    let end = room.lab.playback().simulation().end();
    room.lab.obey(Command::Lesson(LessonProgress::Predict(0)));
    room.lab.obey(Command::Vote(0, 2));
    room.lab.obey(Command::GoTo(end));
    room.lab.catch_up();
    room.lab.obey(Command::Lesson(LessonProgress::Run));
    assert_eq!(room.lab.view().desk.lesson, LessonProgress::Run);
    assert_eq!(room.lab.view().desk.hands, [vec![0, 0, 1]]);
}

#[test]
fn a_class_predicts_before_anything_has_happened() {
    let mut room = Room::with("10-the-plug");
    room.lab.obey(Command::GoTo(SimTime::from_secs(30)));
    room.lab.catch_up();
    room.lab.obey(Command::Lesson(LessonProgress::Predict(0)));
    room.lab.catch_up();
    assert_eq!(room.lab.playback().simulation().now(), SimTime::from_secs(12));
    assert_eq!(room.lab.playback().pace(), Pace::Paused);
}

#[test]
fn the_next_incident_is_also_one_that_nobody_has_seen_yet() {
    let mut room = Room::with("10-the-plug");
    room.lab.obey(Command::Pause);
    room.lab.obey(Command::GoTo(SimTime::ZERO));
    room.lab.catch_up();
    let mut stops = Vec::new();
    while !room.lab.playback().is_over() {
        room.lab.obey(Command::NextIncident);
        room.lab.catch_up();
        stops.push((room.lab.playback().simulation().now().as_nanos() / 1_000_000, room.lab.view().standing));
    }
    let down = stops.iter().find(|(_, standing)| *standing == Standing::Down).expect("the site is down");
    assert!((15_000..25_000).contains(&down.0), "{stops:?}");
    assert!(stops.iter().any(|(at, standing)| *at > 25_000 && *standing == Standing::Up), "{stops:?}");
    assert!(stops.iter().any(|(at, _)| *at == 15_000), "the action itself: {stops:?}");
}

#[test]
fn what_happened_in_one_moment_is_told_once() {
    let mut room = Room::with("11-one-process-at-a-time");
    room.lab.obey(Command::Pause);
    room.lab.obey(Command::GoTo(SimTime::from_secs(21)));
    room.lab.catch_up();
    while room
        .lab
        .view()
        .close_up
        .ended
        .last()
        .is_none_or(|page| page.at != room.lab.view().clock.now || page.outcome.failure().is_none())
    {
        room.lab.obey(Command::StepEvent);
        room.lab.look(|| true);
    }
    let badges =
        |written: Vec<String>| written.into_iter().filter(|text| text.starts_with("500")).collect::<Vec<_>>();
    let once = badges(room.frame());
    let again = badges(room.frame());
    assert_eq!(once, again);
}

#[test]
fn keys_work_while_a_button_has_the_focus() {
    let mut room = Room::with("09-normal-day");
    room.press(Key::Tab);
    room.frame();
    assert!(room.context.memory(egui::Memory::focused).is_some(), "something has the focus");
    let asked = room.press(Key::P);
    assert!(matches!(asked.as_slice(), [Command::Act(deed)] if deed.contains("power_loss")), "{asked:?}");
}
