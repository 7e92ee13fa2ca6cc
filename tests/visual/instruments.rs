//! The instruments: charts, tables, waterfall, log, expectations, scenarios, the keys and a broken file.

use egui::{Key, Modifiers};
use lonebox::expectation::Met;
use lonebox::scenario::{self, shipped};
use lonebox::units::SimTime;
use lonebox::visual::desk::{Bottom, Broken, Command, Opening, Shown, Side};
use lonebox::visual::keys;
use lonebox::visual::panels::{
    BrokenFile, Charts, Expectations, Help, Log, Panel, Scenarios, Tables, Waterfall,
};
use lonebox::visual::theme::Mode;
use lonebox::vocabulary::ActionName;

use super::bench::Bench;
use super::moment::Moment;

/// Where a tab at the bottom stands: at 1280 x 720, for a projector, and in a high window.
const BOTTOM: [(f32, f32); 4] = [(1_260.0, 92.0), (1_260.0, 150.0), (780.0, 92.0), (1_890.0, 240.0)];
/// Where a tab at the side stands.
const SIDE: [(f32, f32); 3] = [(284.0, 460.0), (270.0, 190.0), (420.0, 800.0)];
/// All of the window.
const WINDOW: [(f32, f32); 3] = [(1_280.0, 720.0), (800.0, 450.0), (1_920.0, 1_080.0)];

type Make = fn() -> Box<dyn Panel>;

fn instruments() -> [(Make, &'static [(f32, f32)]); 8] {
    [
        (|| Box::new(Charts::default()), &BOTTOM),
        (|| Box::new(Tables::default()), &BOTTOM),
        (|| Box::new(Waterfall::default()), &BOTTOM),
        (|| Box::new(Log::default()), &BOTTOM),
        (|| Box::new(Expectations), &BOTTOM),
        (|| Box::new(Scenarios::default()), &SIDE),
        (|| Box::new(Help), &WINDOW),
        (|| Box::new(BrokenFile), &WINDOW),
    ]
}

/// Nothing has happened yet; the plug is out; the run is over and full of failures.
fn moments() -> [Moment; 3] {
    let broken = |mut moment: Moment| {
        moment.desk.is_help_open = true;
        moment.desk.broken = Some(broken_file());
        moment
    };
    [Moment::of("10-the-plug", 0), Moment::of("10-the-plug", 27), Moment::of("14-saturation", 600)]
        .map(broken)
}

/// A file with three mistakes in it.
fn broken_file() -> Broken {
    let text = shipped::called("10-the-plug").expect("shipped").text.replace("\"workers\"", "\"workrs\"");
    let text = text.replace("\"60s\"", "\"60\"").replace("\"cores\": 2", "\"cores\": 2000000");
    let diagnostics = scenario::read(&text).expect_err("three mistakes");
    assert_eq!(diagnostics.len(), 3, "{diagnostics:#?}");
    Broken { file: "my-lesson.json".to_owned(), text, diagnostics }
}

#[test]
fn every_instrument_is_readable_in_every_room_at_every_moment() {
    for moment in &moments() {
        for (make, rooms) in instruments() {
            for (room, mode) in rooms.iter().zip([Mode::Dark, Mode::Light, Mode::Projector, Mode::Dark]) {
                let mut bench = Bench::new(make(), moment, *room, mode);
                let about = format!("{} at {} in {room:?}", make().name(), moment.clock.now);
                bench.check(&about);
                assert_eq!(bench.asked(), [], "{about}: it asks for something by itself");
            }
        }
    }
}

#[test]
fn a_chart_tells_its_last_figures_and_the_others_are_a_click_away() {
    let moment = Moment::of("10-the-plug", 45);
    let mut wide = Bench::new(Box::new(Charts::default()), &moment, (1_900.0, 150.0), Mode::Dark);
    for title in ["Pages a second", "Latency of good pages", "How busy it is", "Theory and run"] {
        assert!(wide.has_containing(&format!("{title}: ")), "{title}");
    }
    assert_eq!(wide.click("Last 1 min"), None);
    let mut narrow = Bench::new(Box::new(Charts::default()), &moment, (780.0, 100.0), Mode::Dark);
    assert!(!narrow.has_containing("Theory and run: "));
    narrow.click("Other charts");
    narrow.click("Other charts");
    assert!(narrow.has_containing("Theory and run: "));
}

#[test]
fn a_table_has_the_last_step_first_and_can_be_copied() {
    let moment = Moment::of("10-the-plug", 45);
    let mut bench = Bench::new(Box::new(Tables::default()), &moment, (1_260.0, 200.0), Mode::Dark);
    let copied = bench.copied_by("Copy table: Pages a second");
    let lines: Vec<&str> = copied.lines().collect();
    assert_eq!((lines[0], lines.len()), ("time\tgood\tfailed\tbegun", 46));
    assert!(lines[1].starts_with("0:45\t") && lines[45].starts_with("0:01\t"), "{copied}");
    assert!(bench.copied_by("Copy table: Outcomes by cause").contains("good\t"));
    bench.click("Other tables");
    assert!(
        bench.copied_by("Copy table: Theory and run").starts_with("time\trequests/s\tsimulated\tM/M/c\n")
    );
}

#[test]
fn a_waterfall_is_asked_for_by_a_visits_number_and_let_go() {
    let mut moment = Moment::of("10-the-plug", 10);
    moment.journey = None;
    let mut bench = Bench::new(Box::new(Waterfall::default()), &moment, BOTTOM[0], Mode::Dark);
    bench.write("Visit number", "12");
    assert_eq!(bench.click("Show its waterfall"), Some(Command::Follow(Some(12))));
    drop(bench);
    moment.desk.followed = Some(12);
    let mut bench = Bench::new(Box::new(Waterfall::default()), &moment, BOTTOM[0], Mode::Dark);
    assert!(bench.has_containing("Visit 12 is followed"));
    assert_eq!(bench.click("Follow nobody"), Some(Command::Follow(None)));
}

#[test]
fn a_waterfall_names_the_stages_and_says_why_a_page_failed() {
    let good = Moment::of("10-the-plug", 10);
    let bench = Bench::new(Box::new(Waterfall::default()), &good, (1_260.0, 240.0), Mode::Dark);
    for stage in ["DNS", "connect", "TLS", "nginx", "application", "MySQL", "answer travels"] {
        assert!(bench.has_containing(stage), "{stage}");
    }
    let failed = Moment::of_a_failure("10-the-plug", 60);
    let outcome = failed.journey.as_ref().expect("failed").outcome;
    let text = outcome.failure().expect("failed").text();
    let bench = Bench::new(Box::new(Waterfall::default()), &failed, (1_260.0, 400.0), Mode::Dark);
    assert!(bench.has_containing(text.visitor_sees) && bench.has_containing(text.remedy));
}

#[test]
fn a_line_of_the_log_leads_to_its_moment() {
    let moment = Moment::of("10-the-plug", 60);
    let entry = moment.chronicle.last().copied().expect("the plug was pulled");
    let mut bench = Bench::new(Box::new(Log::default()), &moment, BOTTOM[1], Mode::Dark);
    assert_eq!(bench.click(&format!("{} {}", entry.at, entry.what.text())), Some(Command::GoTo(entry.at)));
    bench.click("access.log");
    assert!(bench.has_containing("HTTP/1.1"));
    bench.click("MySQL");
    assert!(!bench.has_containing("HTTP/1.1"));
}

#[test]
fn expectations_are_counted_by_how_they_stand() {
    let mut moment = Moment::of("10-the-plug", 60);
    let count = moment.verdicts.len();
    assert!(moment.verdicts.iter().all(|live| live.verdict.met == Met::Yes));
    let told = |moment: &Moment, wanted: &str| {
        Bench::new(Box::new(Expectations), moment, BOTTOM[1], Mode::Dark).has_containing(wanted)
    };
    assert!(told(&moment, &format!("{count} met, 0 open, 0 unmet")));
    moment.verdicts[0].is_settled = false;
    moment.verdicts[1].verdict.met = Met::No;
    assert!(told(&moment, &format!("{} met, 1 open, 1 unmet", count - 2)));
}

#[test]
fn a_lesson_is_opened_a_session_saved_and_the_scenario_restarted() {
    let moment = Moment::of("10-the-plug", 5);
    let mut bench = Bench::new(Box::new(Scenarios::default()), &moment, SIDE[2], Mode::Dark);
    for lesson in shipped::ALL {
        let title = scenario::read(lesson.text).expect("valid").plan.identity.title;
        let number = lesson.name.split_once('-').expect("numbered").0;
        assert_eq!(
            bench.click(&format!("{number} {title}")),
            Some(Command::Open(Opening::Shipped(lesson.name)))
        );
    }
    assert_eq!(bench.click("Restart this scenario"), Some(Command::Restart));
    assert_eq!(bench.click("Save"), Some(Command::Save("10-the-plug-session.json".into())));
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/");
    bench.write("Path of a scenario file", &format!("{folder}13"));
    bench.click("13-a-deploy.json");
    assert_eq!(
        bench.click("Open"),
        Some(Command::Open(Opening::File(format!("{folder}13-a-deploy.json").into())))
    );
}

#[test]
fn what_stands_beside_the_file_that_is_played_is_offered() {
    let mut moment = Moment::of("10-the-plug", 5);
    let bench = |moment: &Moment| {
        Bench::new(Box::new(Scenarios::default()), moment, SIDE[2], Mode::Dark)
            .has_containing("slow-disk.json")
    };
    assert!(!bench(&moment), "a shipped lesson stands beside no file");
    let name = "slow-disk.json";
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join(name), "{}").expect("written");
    moment.scenario.file = folder.path().join("mine.json").display().to_string();
    assert!(bench(&moment));
}

#[test]
fn every_key_is_explained_and_the_overlay_closes() {
    let mut moment = Moment::of("10-the-plug", 0);
    moment.desk.is_help_open = true;
    let mut bench = Bench::new(Box::new(Help), &moment, WINDOW[0], Mode::Dark);
    for shortcut in keys::ALL {
        assert!(bench.has_containing(shortcut.written), "{}", shortcut.written);
        assert!(bench.has_containing(shortcut.label), "{}", shortcut.label);
    }
    assert_eq!(bench.click("Close"), Some(Command::ShowHelp(Shown::No)));
}

#[test]
fn a_broken_file_is_told_with_its_lines_and_put_away() {
    let mut moment = Moment::of("10-the-plug", 5);
    moment.desk.broken = Some(broken_file());
    let mut bench = Bench::new(Box::new(BrokenFile), &moment, WINDOW[0], Mode::Dark);
    assert!(bench.has_containing("my-lesson.json cannot be opened: 3 mistakes"));
    for diagnostic in broken_file().diagnostics {
        assert!(bench.has_containing(&diagnostic.message) && bench.has_containing(&diagnostic.remedy));
        assert!(bench.has_containing(&format!("line {}, column", diagnostic.line)));
    }
    assert!(bench.has_containing("\"workrs\"") && bench.has_containing("^^^"));
    assert_eq!(bench.click("Put away"), Some(Command::DismissBroken));
}

#[test]
fn a_key_asks_for_what_the_table_says() {
    let mut moment = Moment::of("10-the-plug", 5);
    let ask = |moment: &Moment, key, held| keys::command(key, held, &moment.view());
    let plain = |moment: &Moment, key| ask(moment, key, Modifiers::NONE);
    assert_eq!(plain(&moment, Key::Space), Some(Command::Play));
    assert_eq!(plain(&moment, Key::ArrowRight), Some(Command::StepSecond));
    assert_eq!(ask(&moment, Key::ArrowRight, Modifiers::SHIFT), Some(Command::StepEvent));
    assert_eq!(plain(&moment, Key::ArrowLeft), Some(Command::GoTo(SimTime::from_secs(4))));
    assert_eq!(plain(&moment, Key::ArrowUp), Some(Command::Speed(2.0)));
    assert_eq!(plain(&moment, Key::ArrowDown), Some(Command::Speed(0.5)));
    assert_eq!(plain(&moment, Key::Num5), Some(Command::ShowBottom(Bottom::Tables)));
    assert_eq!(plain(&moment, Key::F5), Some(Command::ShowSide(Side::Scenarios)));
    let save = Command::Save("10-the-plug-session.json".into());
    assert_eq!(ask(&moment, Key::S, Modifiers::COMMAND), Some(save));
    assert_eq!(ask(&moment, Key::P, Modifiers::COMMAND), None, "the plug is pulled by P alone");
    let plug =
        moment.scenario.deeds.iter().find(|offer| offer.name == ActionName::PowerLoss).expect("offered");
    assert_eq!(plain(&moment, Key::P), Some(Command::Act(plug.deed.clone())));
    assert_eq!(plain(&moment, Key::Escape), None, "there is nothing to close");
    moment.clock.is_playing = true;
    moment.desk.followed = Some(7);
    assert_eq!(plain(&moment, Key::Space), Some(Command::Pause));
    assert_eq!(plain(&moment, Key::Escape), Some(Command::Follow(None)));
    moment.desk.is_help_open = true;
    assert_eq!(plain(&moment, Key::Escape), Some(Command::ShowHelp(Shown::No)));
}

#[test]
fn no_two_keys_of_the_table_are_the_same() {
    for (place, one) in keys::ALL.iter().enumerate() {
        let same = keys::ALL[place + 1..].iter().find(|other| (one.key, one.held) == (other.key, other.held));
        assert!(same.is_none(), "{one:?} and {same:?}");
    }
}
