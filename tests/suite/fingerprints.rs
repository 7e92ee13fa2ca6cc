//! Same scenario, same seed: same bytes. However a run is cut into strides, wherever it is checkpointed, and as it was
//! when its course was last accepted.

use std::collections::BTreeMap;

use lonebox::scenario::Plan;
use lonebox::simulation::{Halt, Report, Simulation};
use lonebox::units::{SimDuration, SimTime};

use crate::site;

/// For each scenario and room: times, kinds, draws and outcomes.
type Accepted = BTreeMap<String, BTreeMap<String, [String; 4]>>;

fn digests(report: &Report) -> BTreeMap<String, [String; 4]> {
    let rooms = report.fingerprints.iter().map(|room| {
        let ingredients = [room.times, room.kinds, room.draws, room.outcomes];
        (room.room.to_string(), ingredients.map(|ingredient| format!("{ingredient:016x}")))
    });
    rooms.collect()
}

fn cut_into(mut simulation: Simulation, stride: SimDuration) -> Report {
    let mut until = simulation.now();
    while until < simulation.end() {
        until += stride;
        simulation.run_until(until);
    }
    site::balanced(simulation.report())
}

#[test]
fn a_run_leaves_the_same_fingerprints_twice_and_in_strides_of_any_length() {
    for name in site::shipped_names() {
        let once = site::run(site::shipped(&name));
        assert_eq!(once, site::run(site::shipped(&name)), "{name}: twice");
        for millis in [333, 7_001] {
            let cut = cut_into(Simulation::new(site::shipped(&name)), SimDuration::from_millis(millis));
            assert_eq!(once, cut, "{name}: in strides of {millis} ms");
        }
    }
}

#[test]
fn a_run_that_a_limit_stops_stops_at_the_same_moment_in_strides_of_any_length() {
    for (events_max, in_flight_max) in [(1_000, 2_000), (1_001, 2_000), (20_000, 2_000), (u64::MAX, 12)] {
        let limited = || {
            let mut plan = site::shipped("09-normal-day");
            (plan.run.events_max, plan.run.in_flight_max) = (events_max, in_flight_max);
            plan
        };
        let once = cut_into(Simulation::new(limited()), SimDuration::from_secs(86_400));
        assert_ne!(once.halt, Halt::Reached, "{events_max} events, {in_flight_max} in flight");
        for micros in [101, 7_001] {
            let cut = cut_into(Simulation::new(limited()), SimDuration::from_micros(micros));
            assert_eq!(
                once, cut,
                "{events_max} events, {in_flight_max} in flight, in strides of {micros} us"
            );
        }
        let mut stepped = Simulation::new(limited());
        while stepped.step() {}
        assert_eq!(once, stepped.report(), "{events_max} events, {in_flight_max} in flight, event by event");
    }
}

#[test]
fn a_checkpoint_anywhere_goes_on_to_the_same_end() {
    for name in site::shipped_names() {
        let whole = site::run(site::shipped(&name));
        let mut simulation = Simulation::new(site::shipped(&name));
        for part in 1..8 {
            let until = SimTime::from_nanos(simulation.end().as_nanos() / 8 * part);
            simulation.run_until(until);
            let clone = simulation.clone();
            assert_eq!(whole, cut_into(clone, SimDuration::from_secs(60)), "{name}: cloned at {until}");
            let written = serde_json::to_string(&simulation).expect("a simulation is plain data");
            simulation = serde_json::from_str(&written).expect("what was written can be read");
        }
        simulation.run();
        assert_eq!(whole, simulation.report(), "{name}: written down and read back seven times");
    }
}

#[test]
fn another_seed_takes_another_course() {
    let with_seed = |seed| {
        let mut plan = site::shipped("09-normal-day");
        plan.run.seed = seed;
        digests(&site::run(plan))
    };
    let (one, two) = (with_seed(1), with_seed(2));
    for (room, ingredients) in &one {
        let draws = ingredients[2] != "0000000000000000";
        assert!(!draws || ingredients[2] != two[room][2], "{room} draws the same with another seed");
    }
    assert_ne!(one["visitor"][0], two["visitor"][0]);
}

#[test]
fn a_fault_does_not_reshuffle_the_arrivals() {
    let begun = |plan: Plan| {
        let report = site::run(plan);
        let visitors = digests(&report)["visitor"][2].clone();
        (report.windows[0].figures().pages().begun(), visitors)
    };
    let with = site::shipped("10-the-plug");
    let mut without = with.clone();
    without.settings.timeline.clear();
    assert_eq!(begun(with), begun(without));
}

/// The file that holds the accepted course of every shipped scenario.
const ACCEPTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fingerprints.json");

/// `LONEBOX_ACCEPT=1 cargo test fingerprints` accepts the present course; say why in the commit and in the changelog.
#[test]
fn every_shipped_scenario_takes_the_course_that_was_accepted() {
    let course = |name: &String| (name.clone(), digests(&site::run(site::shipped(name))));
    let now: Accepted = site::shipped_names().iter().map(course).collect();
    #[expect(clippy::disallowed_methods, reason = "accepting is asked for from outside the run")]
    let accept = std::env::var("LONEBOX_ACCEPT").is_ok();
    if accept {
        let text = serde_json::to_string_pretty(&now).expect("plain data");
        std::fs::write(ACCEPTED, text + "\n").expect("the file can be written");
    }
    let text = std::fs::read_to_string(ACCEPTED).expect("there is an accepted course");
    let accepted: Accepted = serde_json::from_str(&text).expect("it was written by this test");
    for (name, rooms) in &now {
        assert_eq!(Some(rooms), accepted.get(name), "{name} takes another course than was accepted");
    }
    assert_eq!(now.len(), accepted.len(), "accepted scenarios that are no longer shipped");
}
