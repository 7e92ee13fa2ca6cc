//! Every control is found by its name, and asks for what it says.

use egui::Key;
use egui_kittest::kittest::Queryable as _;
use lonebox::units::SimTime;
use lonebox::visual::desk::{Command, Part, Side};
use lonebox::visual::offers::{lasts, parameters, usual_choices};
use lonebox::visual::panels::{Deeds, Inspector, Panel, Quick, SPEEDS, Timeline, Transport};
use lonebox::visual::theme::Mode;
use lonebox::vocabulary::ActionName;

use super::bench::Bench;
use super::moment::Moment;

fn bench(panel: impl Panel + 'static, moment: &Moment, size: (f32, f32)) -> Bench<'_> {
    Bench::new(Box::new(panel), moment, size, Mode::Dark)
}

#[test]
fn the_transport_drives_the_clock() {
    let mut moment = Moment::at(30);
    let size = (1_260.0, 32.0);
    let asked = |moment: &Moment, label: &str| bench(Transport, moment, size).click(label);
    assert_eq!(asked(&moment, "back to the start"), Some(Command::GoTo(SimTime::ZERO)));
    assert_eq!(asked(&moment, "Pause"), Some(Command::Pause));
    assert_eq!(asked(&moment, "step one event"), Some(Command::StepEvent));
    assert_eq!(asked(&moment, "step one second"), Some(Command::StepSecond));
    assert_eq!(asked(&moment, "next incident"), Some(Command::NextIncident));
    for speed in [&SPEEDS[..2], &SPEEDS[3..]].concat() {
        assert_eq!(asked(&moment, &format!("{speed}x")), Some(Command::Speed(speed)));
    }
    assert_eq!(asked(&moment, "1x"), None, "it is chosen already");
    moment.clock.is_playing = false;
    assert_eq!(asked(&moment, "Play"), Some(Command::Play));
}

#[test]
fn where_there_is_little_room_speeds_are_stepped_through() {
    let mut moment = Moment::at(30);
    let asked = |moment: &Moment, label: &str| bench(Transport, moment, (480.0, 32.0)).click(label);
    assert_eq!(asked(&moment, "slower"), Some(Command::Speed(0.5)));
    assert_eq!(asked(&moment, "faster"), Some(Command::Speed(2.0)));
    moment.clock.speed = 1_000.0;
    assert_eq!(asked(&moment, "faster"), None);
}

#[test]
fn a_speed_that_is_not_reached_is_told() {
    let mut moment = Moment::at(30);
    moment.clock.speed = 1_000.0;
    moment.clock.reached = 437.2;
    let bench = bench(Transport, &moment, (1_260.0, 32.0));
    bench.harness.get_by_label("reaches 437x");
}

#[test]
fn whoever_clicks_or_drags_on_the_line_goes_there() {
    let moment = Moment::at(60);
    let mut bench = bench(Timeline::default(), &moment, (1_260.0, 70.0));
    let line = bench.harness.get_by_label("timeline").rect();
    let track = (line.left() + 62.0, line.right() - 8.0);
    let x = |seconds: f32| track.0 + (track.1 - track.0) * seconds / 180.0;
    let place = |seconds: f32| egui::pos2(x(seconds), line.center().y);
    bench.harness.hover_at(place(30.0));
    bench.harness.run_steps(1);
    bench.harness.drag_at(place(30.0));
    bench.harness.run_steps(3);
    assert_eq!(bench.asked(), [Command::GoTo(SimTime::from_secs(30))], "once, however long it is held");
    bench.harness.hover_at(place(120.0));
    bench.harness.run_steps(2);
    assert_eq!(bench.asked(), [Command::GoTo(SimTime::from_secs(120))]);
    bench.harness.drop_at(place(120.0));
    bench.harness.run_steps(2);
    assert_eq!(bench.asked(), []);
}

#[test]
fn the_line_is_moved_along_by_keys() {
    let moment = Moment::at(60);
    let mut bench = bench(Timeline::default(), &moment, (1_260.0, 70.0));
    assert_eq!(bench.harness.get_by_label("timeline").value().as_deref(), Some("1:00"));
    bench.harness.get_by_label("timeline").focus();
    bench.harness.run_steps(2);
    let keys = [(Key::ArrowLeft, 59), (Key::ArrowRight, 61), (Key::Home, 0), (Key::End, 180)];
    for (key, second) in keys {
        bench.harness.key_press(key);
        bench.harness.run_steps(2);
        assert_eq!(bench.asked(), [Command::GoTo(SimTime::from_secs(second))], "{key:?}");
    }
}

#[test]
fn the_large_buttons_do_what_is_offered_and_lead_to_the_others() {
    let moment = Moment::at(30);
    let deed = |name| {
        let offer = moment.scenario.deeds.iter().find(|offer| offer.name == name);
        Some(Command::Act(offer.expect("it is offered").deed.clone()))
    };
    let asked = |label: &str| bench(Quick, &moment, (134.0, 300.0)).click(label);
    assert_eq!(asked("Pull the plug"), deed(ActionName::PowerLoss));
    assert_eq!(asked("Restart nginx"), deed(ActionName::NginxRestart));
    assert_eq!(asked("Deploy"), deed(ActionName::GunicornRestart));
    assert_eq!(asked("More visitors"), deed(ActionName::Spike));
    assert_eq!(asked("More…"), Some(Command::ShowSide(Side::Deeds)));
}

#[test]
fn what_is_not_offered_cannot_be_pressed() {
    let mut moment = Moment::at(30);
    moment.scenario.deeds.clear();
    assert_eq!(bench(Quick, &moment, (134.0, 300.0)).click("Pull the plug"), None);
    let deeds = bench(Deeds::default(), &moment, (284.0, 460.0));
    assert!(deeds.buttons().is_empty());
}

#[test]
fn every_deed_has_its_button() {
    let moment = Moment::at(30);
    for offer in &moment.scenario.deeds {
        let asked = bench(Deeds::default(), &moment, (284.0, 460.0)).click(&offer.label);
        let Some(Command::Act(deed)) = asked else {
            panic!("{}: {asked:?}", offer.label);
        };
        assert!(deed.starts_with(&format!("{{\"{}\": {{", offer.name)), "{deed}");
        assert_eq!(
            deed.contains("\"for\": \"10s\""),
            lasts(offer.name, &usual_choices(offer.name)),
            "{deed}"
        );
    }
}

#[test]
fn every_choice_about_a_deed_is_written_into_it() {
    let moment = Moment::at(30);
    for offer in &moment.scenario.deeds {
        for parameter in parameters(offer.name).iter().filter(|parameter| parameter.choices.len() > 1) {
            for choice in parameter.choices {
                let mut bench = bench(Deeds::default(), &moment, (284.0, 460.0));
                let name = format!("{}: {} {}", offer.label, parameter.name, choice.shown);
                assert_eq!(bench.click(&name), None, "choosing does nothing yet");
                let asked = bench.click(&offer.label);
                let written = format!("\"{}\": {}", parameter.name, choice.written);
                let is_written = matches!(&asked, Some(Command::Act(deed)) if deed.contains(&written));
                assert!(is_written, "{name}: {asked:?}");
            }
        }
    }
}

#[test]
fn how_long_deeds_last_is_chosen_for_all_of_them() {
    let moment = Moment::at(30);
    let lastings = [
        ("5 s", ", \"for\": \"5s\""),
        ("30 s", "30s"),
        ("2 min", "120s"),
        ("until repaired", "{\"power_loss\": {}}"),
    ];
    for (label, written) in lastings {
        let mut bench = bench(Deeds::default(), &moment, (284.0, 460.0));
        assert_eq!(bench.click(label), None);
        let asked = bench.click("Pull the plug");
        let written = written.trim_start_matches(", ");
        assert!(matches!(&asked, Some(Command::Act(deed)) if deed.contains(written)), "{label}: {asked:?}");
    }
}

#[test]
fn each_part_of_the_site_can_be_looked_at() {
    let moment = Moment::at(30);
    for part in Part::ALL.into_iter().filter(|part| *part != moment.desk.part) {
        let asked = bench(Inspector::default(), &moment, (284.0, 460.0)).click(part.title());
        assert_eq!(asked, Some(Command::Inspect(part)));
    }
}

/// By keyboard, so that each press is one turn.
#[test]
fn a_knob_is_turned_once_and_under_its_real_name() {
    for knob in Moment::at(30).scenario.knobs {
        let moment = Moment::at(30).looking_at(knob.part);
        let mut bench = bench(Inspector::default(), &moment, (284.0, 460.0));
        bench.harness.get_by_label(&knob.path).focus();
        bench.harness.run_steps(2);
        bench.asked();
        let is_at_its_most = knob.value >= knob.range.1;
        for _ in 0..30 {
            bench.harness.key_press(if is_at_its_most { Key::ArrowLeft } else { Key::ArrowRight });
        }
        bench.harness.run_steps(2);
        let asked = bench.asked();
        let begin = format!("{{\"configure\": {{\"{}\": ", knob.path);
        let is_right = |command: &Command| matches!(command, Command::Act(deed) if deed.starts_with(&begin));
        assert!(!asked.is_empty() && asked.iter().all(is_right), "{}: {asked:?}", knob.path);
    }
}

#[test]
fn a_knob_that_is_dragged_is_turned_when_it_is_let_go() {
    let moment = Moment::at(30).looking_at(Part::Gunicorn);
    let mut bench = bench(Inspector::default(), &moment, (284.0, 460.0));
    let slider = bench.harness.get_by_label("server.gunicorn.workers").rect();
    bench.harness.hover_at(slider.left_center());
    bench.harness.run_steps(1);
    bench.harness.drag_at(slider.left_center());
    bench.harness.run_steps(2);
    for step in 1..10u8 {
        bench.harness.hover_at(slider.left_center() + egui::vec2(f32::from(step) * 9.0, 0.0));
        bench.harness.run_steps(1);
    }
    assert_eq!(bench.asked(), [], "nothing is done while it is held");
    bench.harness.drop_at(slider.left_center() + egui::vec2(81.0, 0.0));
    bench.harness.run_steps(3);
    let asked = bench.asked();
    let is_right = matches!(&asked[..], [Command::Act(deed)] if deed.starts_with(r#"{"configure": {"server.gunicorn.workers": "#));
    assert!(is_right, "{asked:?}");
}

#[test]
fn a_machine_without_power_tells_nothing_of_what_is_in_it() {
    for part in [Part::Nginx, Part::Gunicorn, Part::Application, Part::Mysql] {
        let moment = Moment::at(50).looking_at(part);
        let bench = bench(Inspector::default(), &moment, (284.0, 460.0));
        let words: Vec<String> = bench.written().into_iter().map(|written| written.text).collect();
        let told = ["state", "connections", "sessions", "workers busy", "computing"];
        assert!(words.iter().all(|word| !told.contains(&word.as_str())), "{part:?}: {words:?}");
        assert!(words.iter().any(|word| word.contains("no power")), "{part:?}: {words:?}");
    }
}
