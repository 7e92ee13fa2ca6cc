//! What is true of every instrument.

use lonebox::visual::desk::Part;
use lonebox::visual::panels::all;
use lonebox::visual::theme::Mode;

use super::bench::Bench;
use super::moment::Moment;

/// Where each instrument stands at 1280 x 720, and in a projector's 800 x 450: its room in points.
fn rooms(name: &str) -> [(f32, f32); 2] {
    match name {
        "banner" => [(1_260.0, 46.0), (780.0, 46.0)],
        "transport" => [(1_260.0, 32.0), (780.0, 32.0)],
        "timeline" => [(1_260.0, 70.0), (780.0, 56.0)],
        "side tabs" => [(284.0, 40.0), (284.0, 40.0)],
        "bottom tabs" => [(812.0, 40.0), (770.0, 40.0)],
        "quick" => [(134.0, 300.0), (134.0, 220.0)],
        _ => [(284.0, 460.0), (270.0, 190.0)],
    }
}

/// Instruments that are looked at in rooms of their own, in `instruments`.
const ELSEWHERE: [&str; 8] =
    ["charts", "tables", "waterfall", "log", "expectations", "scenarios", "help", "broken file"];

/// Moments that look different: nobody has come yet, all is well, no power, booting, a crowd.
const MOMENTS: [u64; 5] = [0, 15, 50, 60, 115];

fn look_at_everything(mut check: impl FnMut(&Bench<'_>, &str)) {
    for moment in MOMENTS {
        for part in Part::ALL {
            let mut seen = Moment::at(moment).looking_at(part);
            "no power: nobody answers, visitors wait".clone_into(&mut seen.why);
            for (place, name) in all().iter().map(|panel| panel.name()).enumerate() {
                if ELSEWHERE.contains(&name) || (part != Part::Machine && name != "inspector") {
                    continue;
                }
                for (room, mode) in rooms(name).into_iter().zip([Mode::Dark, Mode::Projector]) {
                    let panel = all().remove(place);
                    let bench = Bench::new(panel, &seen, room, mode);
                    check(&bench, &format!("{name} at {moment} s in {room:?}, {}", part.title()));
                }
            }
        }
    }
}

#[test]
fn everything_written_is_seen_whole_and_nothing_asks_for_anything_by_itself() {
    look_at_everything(|bench, about| {
        bench.check_whole(about);
        assert!(bench.harness.state().1.is_empty(), "{about}: {:?}", bench.harness.state().1);
    });
}

#[test]
fn every_button_has_a_name_of_its_own() {
    look_at_everything(|bench, about| {
        let mut names = bench.buttons();
        names.sort();
        assert!(names.iter().all(|name| !name.is_empty()), "{about}: {names:?}");
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count, "{about}: {names:?}");
    });
}
