//! What is drawn is in its place: nothing over anything else, nothing outside, nothing told of what nobody can know.

use std::cell::RefCell;

use egui::{Rect, pos2, vec2};

use super::drawing::{Shape, Spot, Weight, Words};
use super::layout::Layout;
use super::measure::width;
use super::{Drawing, Stage};
use crate::snapshot::{EndedView, RequestView};
use crate::units::SimTime;
use crate::visual::desk::Part;
use crate::visual::sample::Sample;
use crate::visual::theme::{Mode, Motion, Theme};
use crate::vocabulary::{FailureKind, Outcome, RequestClass, Stage as At, Word};

/// Rooms from the least to the largest, one of them wide and one of them not at the window's corner.
const ROOMS: [Rect; 5] = [
    Rect { min: pos2(0.0, 0.0), max: pos2(640.0, 300.0) },
    Rect { min: pos2(150.0, 52.0), max: pos2(970.0, 522.0) },
    Rect { min: pos2(120.0, 40.0), max: pos2(776.0, 416.0) },
    Rect { min: pos2(0.0, 0.0), max: pos2(1_500.0, 800.0) },
    Rect { min: pos2(0.0, 0.0), max: pos2(1_400.0, 420.0) },
];

fn drawn(sample: &Sample, room: Rect, theme: &Theme) -> Drawing {
    let mut drawing = Drawing::default();
    Stage::default().draw(&sample.view(), theme, room, &mut drawing);
    drawing
}

/// Where words are, without the space round their letters.
fn covered(words: &Words) -> Rect {
    let wide = width(&words.text, words.size, words.weight).min(words.width_max);
    words.anchor.anchor_size(words.at, vec2(wide, words.size))
}

/// Does `claim` for every sample in every room.
fn in_every_room(claim: impl Fn(&str, &Sample, Rect, &Drawing)) {
    for (name, sample) in Sample::all() {
        for room in ROOMS {
            let told = format!("{name} in {} x {}", room.width(), room.height());
            claim(&told, &sample, room, &drawn(&sample, room, &Theme::default()));
        }
    }
}

#[test]
fn no_words_are_over_other_words() {
    in_every_room(|name, _, _, drawing| {
        for (place, one) in drawing.words.iter().enumerate() {
            for other in &drawing.words[place + 1..] {
                let (here, there) = (covered(one).shrink(0.5), covered(other).shrink(0.5));
                assert!(!here.intersects(there), "{name}: {:?} over {:?}", one.text, other.text);
            }
        }
    });
}

#[test]
fn nothing_leaves_the_room() {
    in_every_room(|name, _, room, drawing| {
        for words in &drawing.words {
            assert!(room.expand(0.1).contains_rect(covered(words)), "{name}: {words:?}");
        }
        for mark in &drawing.marks {
            assert!(room.expand(0.1).contains_rect(mark.rect), "{name}: {mark:?}");
        }
        for (spot, what) in &drawing.spots {
            assert!(room.expand(3.0).contains_rect(*spot), "{name}: {what:?} at {spot:?}");
        }
    });
}

#[test]
fn no_words_are_cut_and_none_are_small() {
    let cut = RefCell::new(Vec::new());
    in_every_room(|name, _, _, drawing| {
        for words in &drawing.words {
            assert!(words.size >= 12.0, "{name}: {words:?}");
            let wide = width(&words.text, words.size, words.weight);
            if !words.text.starts_with('/') && wide > words.width_max + 0.5 {
                cut.borrow_mut().push(format!("{name}: {:?} {wide} > {}", words.text, words.width_max));
            }
        }
    });
    assert!(cut.borrow().is_empty(), "cut:\n{}", cut.borrow().join("\n"));
}

#[test]
fn boxes_contain_what_is_in_them() {
    for room in ROOMS {
        let layout = Layout::of(room);
        let parts = [layout.nginx, layout.backlog, layout.gunicorn, layout.files, layout.mysql];
        let inside = parts.into_iter().chain(layout.gauges).chain([layout.head, layout.road]);
        for rect in inside {
            assert!(rect.is_positive() && layout.machine.contains_rect(rect), "{room:?}: {rect:?}");
        }
        for (place, one) in parts.iter().enumerate() {
            assert!(parts[place + 1..].iter().all(|other| !one.shrink(0.1).intersects(*other)), "{room:?}");
        }
        let used = layout.visitors.union(layout.dns[3]).union(layout.machine);
        assert!(used.area() > 0.9 * room.area(), "{room:?} is used");
    }
}

#[test]
fn the_words_of_a_part_are_in_its_box() {
    for room in ROOMS {
        let (layout, drawing) = (Layout::of(room), drawn(&Sample::saturated(), room, &Theme::default()));
        for words in &drawing.words {
            let at = covered(words);
            for part in Part::ALL.map(|part| layout.part(part)) {
                let is_apart = !part.intersects(at) || part.contains_rect(at.shrink(1.0));
                let is_badge = at.intersects(layout.wire) || at.intersects(layout.road);
                assert!(is_apart || is_badge, "{words:?} at {part:?}");
            }
        }
    }
}

#[test]
fn a_machine_without_power_tells_no_number() {
    let sample = Sample::plug_out();
    for room in ROOMS {
        let (layout, drawing) = (Layout::of(room), drawn(&sample, room, &Theme::default()));
        let inside: Vec<&Words> =
            drawing.words.iter().filter(|words| layout.machine.contains(covered(words).center())).collect();
        for words in inside.iter().filter(|words| !words.text.contains("one server")) {
            assert!(!words.text.contains(|letter: char| letter.is_ascii_digit()), "{words:?}");
            assert!(!["up", "down", "idle"].contains(&words.text.as_str()), "{words:?}");
        }
        assert!(inside.iter().any(|words| words.text == "NO POWER"));
        let dots = drawing.spots.iter().filter(|(_, spot)| matches!(spot, Spot::Visit(_)));
        assert!(
            dots.into_iter().all(|(at, _)| !layout.machine.contains(at.center())),
            "nobody is in the dark"
        );
    }
}

#[test]
fn as_many_dead_programs_are_shown_as_there_are() {
    in_every_room(|name, sample, _, drawing| {
        let site = &sample.site;
        let states = [site.web_server.state, site.app_server.state, site.database.state];
        let dead = match site.host.power {
            crate::snapshot::Power::Off => 0,
            _ => states.into_iter().filter(|state| *state == crate::snapshot::ProcessState::Down).count(),
        };
        let told = drawing.words.iter().filter(|words| words.text == "down").count();
        assert_eq!(told, dead, "{name}");
    });
}

#[test]
fn what_is_dead_has_a_broken_outline() {
    let dashes = |sample: &Sample| {
        let drawing = drawn(sample, ROOMS[1], &Theme::default());
        drawing.marks.iter().filter(|mark| mark.shape == Shape::Dashes).count()
    };
    assert_eq!(dashes(&Sample::normal()), 0);
    assert_eq!(dashes(&Sample::gunicorn_down()), 1);
    assert_eq!(dashes(&Sample::dns_gone()), 1, "the zone's own server");
    assert_eq!(dashes(&Sample::plug_out()), 5, "the machine, three programs and the files");
    assert_eq!(dashes(&Sample::recovering()), 2, "one worker is gone, one leaves");
}

#[test]
fn every_worker_is_told() {
    let drawing = drawn(&Sample::saturated(), ROOMS[1], &Theme::default());
    let waiting = drawing.words.iter().filter(|words| words.text.starts_with("waits for MySQL")).count();
    assert_eq!(waiting, 5);
    let drawing = drawn(&Sample::many_workers(64), ROOMS[1], &Theme::default());
    assert!(
        drawing
            .words
            .iter()
            .any(|words| words.text == "32 wait for MySQL" || words.text == "32 of 64 wait for MySQL")
    );
}

#[test]
fn what_hangs_is_stolen_or_has_moved_is_seen() {
    for room in &ROOMS[1..4] {
        let drawing = drawn(&Sample::troubled(), *room, &Theme::default());
        let told = |told: &str| drawing.words.iter().filter(|words| words.text.contains(told)).count();
        assert_eq!((told("hangs"), told("60 %"), told("203.0.113.9: ")), (2, 1, 1), "{room:?}");
    }
}

#[test]
fn a_picture_says_what_it_leaves_out() {
    let drawing = drawn(&Sample::crowded(), ROOMS[1], &Theme::default());
    let told: Vec<&str> = drawing.words.iter().map(|words| words.text.as_str()).collect();
    let told = told.join(" ");
    for text in ["1 dot = 5 requests", "speed 1000x asked, 640x reached", "visit 17:"] {
        assert!(told.contains(text), "{text:?} is not in {told:?}");
    }
}

#[test]
fn the_plug_can_be_pulled_and_put_back() {
    for sample in [Sample::normal(), Sample::plug_out()] {
        let drawing = drawn(&sample, ROOMS[1], &Theme::default());
        let plugs: Vec<_> = drawing.spots.iter().filter(|(_, spot)| *spot == Spot::Plug).collect();
        assert_eq!(plugs.len(), 1);
        let hit = drawing.spots.iter().rev().find(|(at, _)| at.contains(plugs[0].0.center()));
        assert_eq!(hit.map(|(_, spot)| *spot), Some(Spot::Plug));
    }
}

#[test]
fn every_part_can_be_clicked() {
    let drawing = drawn(&Sample::idle(), ROOMS[1], &Theme::default());
    for part in Part::ALL {
        assert!(drawing.spots.iter().any(|(_, spot)| *spot == Spot::Part(part)), "{part:?}");
    }
}

#[test]
fn every_failure_has_a_short_badge_on_the_road() {
    for kind in FailureKind::ALL {
        let mut sample = Sample::idle();
        sample.clock.now = SimTime::from_secs(10);
        sample.close_up.ended = vec![ended(1, 9_900, Outcome::Failed(*kind))];
        for room in ROOMS {
            let (layout, drawing) = (Layout::of(room), drawn(&sample, room, &Theme::default()));
            let badge = crate::visual::texts::stage::badge(*kind);
            let words = drawing.words.iter().find(|words| words.text == badge);
            let at = covered(words.unwrap_or_else(|| panic!("{badge:?} in {room:?}"))).center();
            assert!(layout.wire.union(layout.road).contains(at) || layout.name_road.contains(at), "{kind:?}");
        }
    }
}

#[test]
fn many_failures_of_one_moment_are_one_badge() {
    let mut sample = Sample::idle();
    sample.clock.now = SimTime::from_secs(10);
    let page = |place| ended(place, 9_900, Outcome::Failed(FailureKind::UpstreamRefused));
    sample.close_up.ended = (0..12).map(page).collect();
    let drawing = drawn(&sample, ROOMS[1], &Theme::default());
    let badges: Vec<_> = drawing.words.iter().filter(|words| words.text.starts_with("502")).collect();
    assert_eq!(badges.len(), 1);
    assert_eq!(badges[0].text, "502 × 12");
}

#[test]
fn a_badge_flies_to_the_visitors_and_is_gone() {
    let mut sample = Sample::idle();
    let mut stage = Stage::default();
    let mut flown = Vec::new();
    sample.clock.now = SimTime::from_secs(10);
    let mut picture = |sample: &Sample| {
        let mut drawing = Drawing::default();
        stage.draw(&sample.view(), &Theme::default(), ROOMS[1], &mut drawing);
        drawing.words.iter().find(|words| words.text == "502").map(|words| words.at.x)
    };
    assert_eq!(picture(&sample), None);
    sample.close_up.ended = vec![ended(1, 10_005, Outcome::Failed(FailureKind::UpstreamRefused))];
    for tenth in 0..14 {
        sample.clock.now = SimTime::from_nanos(10_010_000_000 + tenth * 100_000_000);
        sample.clock.wall = 100.0 + tenth as f64 * 0.1;
        flown.push(picture(&sample));
    }
    let seen: Vec<f32> = flown.iter().flatten().copied().collect();
    assert_eq!(seen.len(), 12, "{flown:?}");
    assert!(seen.windows(2).all(|pair| pair[1] < pair[0]), "{seen:?}");
    assert!(flown[12..].iter().all(Option::is_none));
}

fn ended(visit: u64, millis: u64, outcome: Outcome) -> EndedView {
    EndedView {
        visit,
        at: SimTime::from_nanos(millis * 1_000_000),
        took: crate::units::SimDuration::from_secs(1),
        outcome,
        action: None,
        limit: None,
    }
}

fn request(stage: At) -> RequestView {
    RequestView {
        visit: 1,
        number: 1,
        route: 0,
        class: RequestClass::Dynamic,
        stage,
        since: SimTime::ZERO,
        begun: SimTime::ZERO,
        tried: 0,
        answer: None,
    }
}

/// Where the only dot is.
fn dot(drawing: &Drawing) -> Option<egui::Pos2> {
    drawing.spots.iter().find(|(_, spot)| *spot == Spot::Visit(1)).map(|(at, _)| at.center())
}

#[test]
fn a_dot_glides_along_the_road_and_is_there_in_time() {
    let mut sample = Sample::idle();
    let (mut stage, layout) = (Stage::default(), Layout::of(ROOMS[1]));
    let mut picture = |sample: &Sample| {
        let mut drawing = Drawing::default();
        stage.draw(&sample.view(), &Theme::default(), ROOMS[1], &mut drawing);
        dot(&drawing)
    };
    picture(&sample);
    sample.close_up.requests = vec![request(At::WebServer)];
    let home = picture(&sample).expect("a dot");
    assert!(layout.visitors.contains(home), "it sets out from its visitor");
    sample.clock.wall += 0.15;
    let under_way = picture(&sample).expect("a dot");
    assert!(under_way.x > home.x && layout.wire.union(layout.road).contains(under_way), "{under_way:?}");
    sample.clock.wall += 0.25;
    let there = picture(&sample).expect("a dot");
    assert!(layout.nginx.contains(there), "{there:?}");
    sample.clock.wall += 5.0;
    assert_eq!(picture(&sample), Some(there));
    sample.close_up.requests.clear();
    assert_eq!(picture(&sample), None, "nobody can be followed who has gone");
}

#[test]
fn with_reduced_motion_a_dot_is_there_at_once() {
    let mut sample = Sample::idle();
    let (mut stage, layout) = (Stage::default(), Layout::of(ROOMS[1]));
    let theme = Theme::new(Mode::Dark, Motion::Reduced, 1.0);
    for (at, room) in
        [(At::WebServer, layout.nginx), (At::AcceptQueue, layout.backlog), (At::Database, layout.mysql)]
    {
        sample.close_up.requests = vec![request(at)];
        let mut drawing = Drawing::default();
        stage.draw(&sample.view(), &theme, ROOMS[1], &mut drawing);
        assert!(dot(&drawing).is_some_and(|dot| room.contains(dot)), "{at:?}");
    }
}

#[test]
fn a_jump_back_forgets_what_was_on_its_way() {
    let mut sample = Sample::gunicorn_down();
    let mut stage = Stage::default();
    let mut drawing = Drawing::default();
    stage.draw(&sample.view(), &Theme::default(), ROOMS[1], &mut drawing);
    let idle = Sample::idle();
    sample.close_up = idle.close_up;
    sample.clock.now = SimTime::from_nanos(1);
    drawing.clear();
    stage.draw(&sample.view(), &Theme::default(), ROOMS[1], &mut drawing);
    assert!(drawing.words.iter().all(|words| !words.text.starts_with("502")));
    assert_eq!(dot(&drawing), None);
}

#[test]
fn letters_of_all_weights_and_colours_are_the_themes() {
    for mode in [Mode::Dark, Mode::Light, Mode::Projector] {
        let theme = Theme::new(mode, Motion::Full, 1.0);
        let drawing = drawn(&Sample::saturated(), ROOMS[1], &theme);
        assert!(drawing.words.iter().any(|words| words.colour == theme.text && words.weight == Weight::Bold));
        assert!(drawing.marks.iter().any(|mark| mark.colour == theme.surface));
    }
}

#[test]
fn a_room_of_any_size_is_drawn() {
    for (_, sample) in Sample::all() {
        for size in
            [vec2(0.0, 0.0), vec2(40.0, 30.0), vec2(300.0, 200.0), vec2(5_000.0, 90.0), vec2(90.0, 3_000.0)]
        {
            drawn(&sample, Rect::from_min_size(pos2(10.0, 10.0), size), &Theme::default());
        }
    }
}
