use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::scenario;
use crate::visual::desk::{Band, BandKind, By};
use crate::vocabulary::Word as _;

const SITE: &str = r#"{
  "schema_version": 1,
  "title": "a small site",
  "run": {"duration": "12s", "seed": 3},
  "visitors": {"arrivals": {"poisson": {"rate": "8/s"}}, "patience": "3s"},
  "timeline": [{"at": "4s", "nginx_reload": {}}],
  "expect": [{"metric": {"name": "pages.success", "gte": "1%", "window": "all"}}]
}"#;

const DEEDS: [&str; 6] = [
    r#"{"power_loss": {"for": "1s"}}"#,
    r#"{"nginx_restart": {}}"#,
    r#"{"gunicorn_kill": {"for": "500ms"}}"#,
    r#"{"mysql_kill": {}}"#,
    r#"{"spike": {"factor": 3, "for": "2s"}}"#,
    r#"{"record_removed": {"for": "1s"}}"#,
];

/// Something that somebody does.
#[derive(Clone, Debug)]
enum Move {
    Play,
    Pause,
    Speed(f64),
    Frame { millis: u64, slices: u32 },
    StepEvent,
    StepSecond,
    GoTo(u64),
    NextIncident,
    Act(usize),
    CatchUp,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        2 => Just(Move::Play),
        1 => Just(Move::Pause),
        1 => (-1.0..3.0f64).prop_map(|power| Move::Speed(libm::pow(10.0, power))),
        6 => (1..200u64, 1..20u32).prop_map(|(millis, slices)| Move::Frame { millis, slices }),
        2 => Just(Move::StepEvent),
        1 => Just(Move::StepSecond),
        2 => (0..12_000u64).prop_map(Move::GoTo),
        1 => Just(Move::NextIncident),
        2 => (0..DEEDS.len()).prop_map(Move::Act),
        1 => Just(Move::CatchUp),
    ];
    proptest::collection::vec(one, 1..40)
}

fn make(playback: &mut Playback, one: &Move) {
    match one {
        Move::Play => playback.set_pace(Pace::Playing),
        Move::Pause => playback.set_pace(Pace::Paused),
        Move::Speed(speed) => playback.set_speed(*speed),
        Move::Frame { millis, slices } => {
            let mut left = *slices;
            playback.advance(Duration::from_millis(*millis), || {
                left -= 1;
                left > 0
            });
        }
        Move::StepEvent => playback.step_event(),
        Move::StepSecond => playback.step_second(),
        Move::GoTo(millis) => playback.go_to(SimTime::from_nanos(millis * 1_000_000)),
        Move::NextIncident => playback.go_to_next_incident(),
        Move::Act(deed) => {
            let is_too_late = playback.simulation().now() + INSTANT >= playback.simulation().end();
            let done = playback.act(DEEDS[*deed]);
            assert_eq!(done.is_err(), is_too_late, "{done:?} at {}", playback.simulation().now());
        }
        Move::CatchUp => playback.catch_up(),
    }
}

fn to_the_end(playback: &mut Playback) {
    playback.go_to(playback.simulation().end());
    playback.catch_up();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_session_is_a_file_that_takes_the_same_course(moves in moves()) {
        let mut playback = Playback::open(SITE).expect("valid");
        for one in &moves {
            make(&mut playback, one);
        }
        to_the_end(&mut playback);
        let plan = scenario::read(&playback.text()).expect("a session is a scenario").plan;
        let mut headless = Simulation::new(plan);
        headless.run();
        let (seen, run) = (playback.simulation().report(), headless.report());
        prop_assert_eq!(&seen.fingerprints, &run.fingerprints, "{}", playback.text());
        prop_assert_eq!(seen.events, run.events);
        prop_assert_eq!(seen.outages, run.outages);
    }
}

#[test]
fn going_back_and_doing_something_else_forgets_what_would_have_come() {
    let mut playback = Playback::open(SITE).expect("valid");
    playback.go_to(SimTime::from_secs(6));
    playback.catch_up();
    playback.act(DEEDS[0]).expect("in time");
    playback.go_to(SimTime::from_secs(2));
    playback.catch_up();
    assert_eq!(playback.recording().actions().count(), 1, "nothing has been done yet");
    playback.act(DEEDS[1]).expect("in time");
    let kept: Vec<&str> =
        playback.recording().actions().map(|action| action.deed.name().spelling()).collect();
    assert_eq!(kept, ["nginx_restart"]);
    assert_eq!(playback.played(), SimTime::from_nanos(2_000_000_001));
}

#[test]
fn going_back_without_doing_anything_keeps_what_was_done() {
    let mut playback = Playback::open(SITE).expect("valid");
    playback.go_to(SimTime::from_secs(5));
    playback.catch_up();
    playback.act(DEEDS[0]).expect("in time");
    to_the_end(&mut playback);
    let first = playback.simulation().report().fingerprints;
    playback.go_to(SimTime::from_secs(1));
    playback.catch_up();
    to_the_end(&mut playback);
    assert_eq!(playback.simulation().report().fingerprints, first);
}

#[test]
fn a_frame_that_has_no_time_left_owes_nothing() {
    let mut playback = Playback::open(SITE).expect("valid");
    playback.set_speed(1_000.0);
    playback.set_pace(Pace::Playing);
    playback.advance(Duration::from_secs(1), || false);
    assert!(playback.simulation().now() < playback.simulation().end());
    assert!(!playback.is_under_way(), "the next frame begins where this one ended");
}

#[test]
fn a_step_asked_for_on_the_way_holds_nobody_up_and_comes_once_it_is_there() {
    let goal = SimTime::from_secs(6);
    let mut there = Playback::open(SITE).expect("valid");
    there.go_to(goal);
    there.catch_up();
    there.step_event();
    let mut playback = Playback::open(SITE).expect("valid");
    playback.go_to(goal);
    playback.step_event();
    assert_eq!(playback.simulation().now(), SimTime::ZERO, "nothing is run but in frames");
    let mut frames = 0;
    while playback.is_under_way() {
        playback.advance(Duration::from_millis(16), || false);
        frames += 1;
    }
    assert!(frames > 10, "{frames}");
    let told = |playback: &Playback| (playback.simulation().now(), playback.simulation().events());
    assert_eq!(told(&playback), told(&there));
}

#[test]
fn what_breaks_by_chance_and_what_lasts_stands_on_the_timeline() {
    let chance = r#""random_failures": [{"mtbf": {"uniform": {"low": "3s", "high": "3.1s"}}, "mttr": {"uniform": {"low": "1s", "high": "1.1s"}}, "nginx_hang": {}}], "timeline""#;
    let mut playback = Playback::open(&SITE.replace("\"timeline\"", chance)).expect("valid");
    playback.go_to(SimTime::from_secs(5));
    playback.catch_up();
    playback.act(r#"{"record_removed": {}}"#).expect("in time");
    playback.go_to(SimTime::from_secs(8));
    playback.catch_up();
    let whole = |at: SimTime| at.as_nanos() / 1_000_000_000;
    let told = bands::of(&playback, &playback.simulation().snapshot());
    let told = told.iter().filter_map(|band| match band.kind {
        BandKind::Action { by, .. } => Some((by, whole(band.from), band.until.map(whole), band.is_lasting)),
        BandKind::Incident(_) => None,
    });
    let expected = [
        (By::Chance, 3, Some(4), false),
        (By::File, 4, None, false),
        (By::Hand, 5, None, true),
        (By::Chance, 7, None, true),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

#[test]
fn a_band_says_which_setting_was_turned_and_what_was_mended() {
    let mut playback = Playback::open(SITE).expect("valid");
    let deeds = [
        r#"{"configure": {"server.gunicorn.workers": 8}}"#,
        r#"{"configure": {"server.nginx.proxy_read_timeout": "1500ms"}}"#,
        r#"{"configure": {"visitors.arrivals.poisson.rate": "2/s"}}"#,
        r#"{"record_removed": {}}"#,
        r#"{"repair": {"action": "record_removed"}}"#,
        r#"{"name": "room for more", "configure": {"server.mysql.max_connections": 300}}"#,
    ];
    for deed in deeds {
        playback.act(deed).expect("valid");
    }
    playback.go_to(SimTime::from_secs(3));
    playback.catch_up();
    let bands = bands::of(&playback, &playback.simulation().snapshot());
    let by_hand = bands.iter().filter(|band| matches!(band.kind, BandKind::Action { by: By::Hand, .. }));
    let told = by_hand.map(|Band { label, .. }| [&*label.usual, &*label.brief, &*label.whole]);
    let expected = [
        ["workers = 8", "workers", "server.gunicorn.workers = 8"],
        ["proxy_read_timeout = 1.5 s", "proxy_read_timeout", "server.nginx.proxy_read_timeout = 1.5 s"],
        ["arrivals.poisson.rate = 2 /s", "arrivals.poisson.rate", "visitors.arrivals.poisson.rate = 2 /s"],
        ["Remove A record"; 3],
        ["Mend: Remove A record", "Mend", "Mend: Remove A record"],
        ["room for more", "room for more", "room for more: server.mysql.max_connections = 300"],
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

#[test]
fn a_mistake_does_nothing() {
    let mut playback = Playback::open(SITE).expect("valid");
    let before = playback.text();
    let mistakes = playback.act(r#"{"power_losss": {}}"#).expect_err("no such action");
    assert!(!mistakes.is_empty());
    assert_eq!((playback.text(), playback.simulation().now()), (before, SimTime::ZERO));
}

#[test]
fn how_the_site_stands_is_noted_whatever_frames_there_are() {
    let noted = |millis: u64| {
        let mut playback = Playback::open(SITE).expect("valid");
        playback.go_to(SimTime::from_secs(3));
        playback.catch_up();
        playback.act(DEEDS[0]).expect("in time");
        playback.set_pace(Pace::Playing);
        while !playback.is_over() {
            playback.advance(Duration::from_millis(millis), || true);
        }
        playback.notes().to_vec()
    };
    assert_eq!(noted(7), noted(333));
    assert!(noted(7).iter().any(|note| note.standing == crate::snapshot::Standing::DownUnnoticed));
}
