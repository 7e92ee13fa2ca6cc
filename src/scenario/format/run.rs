//! How the scenario is run: `"run": {"seed": 1, "duration": "60s", "warm_up": "5s", "journeys": 20}`.

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::plan::Run;
use crate::scenario::read::{Read, within};
use crate::units::SimDuration;

/// The shortest run.
const DURATION_MIN: SimDuration = SimDuration::from_millis(1);
/// The longest run: 31 days.
const DURATION_MAX: SimDuration = SimDuration::from_secs(31 * 86_400);
/// The most times that a scenario is run.
pub(crate) const REPLICATIONS_MAX: u32 = 10_000;
/// The most journeys that are kept.
const JOURNEYS_MAX: u32 = 1_000;

/// Events after which a run is stopped unless the file says otherwise: some two hours of forty visits a second, and some
/// seconds of computing.
const EVENTS_MAX_USUAL: u64 = 20_000_000;
/// What a file may raise that to.
const EVENTS_MAX_MAX: u64 = 100_000_000_000;
/// Requests in flight at which a run is stopped unless the file says otherwise: some 200 MiB of memory.
const IN_FLIGHT_MAX_USUAL: u32 = 250_000;
/// What a file may raise that to.
const IN_FLIGHT_MAX_MAX: u32 = 10_000_000;

/// Reads the block; `replications`, if given, holds instead of what the file says. A run whose duration cannot be read is
/// taken as endless, so that nothing lies beyond its end.
pub(super) fn read(file: &mut Block<'_>, replications: Option<u32>) -> Run {
    let mut run = Run {
        seed: 1,
        duration: SimDuration::MAX,
        warm_up: SimDuration::ZERO,
        replications: 1,
        journeys: 0,
        journey: None,
        events_max: EVENTS_MAX_USUAL,
        in_flight_max: IN_FLIGHT_MAX_USUAL,
    };
    let remedy = || "add \"run\": {\"duration\": \"60s\"}".to_owned();
    file.about("How the scenario is run.");
    if let Some(field) = file.required_or("run", remedy) {
        field.open(|block| read_into(block, &mut run));
    }
    run.replications = replications.unwrap_or(run.replications);
    run
}

fn read_into(block: &mut Block<'_>, run: &mut Run) {
    block.about("What all random streams grow from.");
    block.read("seed", &mut run.seed);
    block.about("How long the run is.");
    if let Some(duration) = block.required("duration") {
        run.duration = within(&duration, &(DURATION_MIN..=DURATION_MAX)).unwrap_or(SimDuration::MAX);
    }
    block.about(
        "How much of the beginning is left out of the window `all`; less than the duration. Default none.",
    );
    if let Some(field) = block.optional("warm_up") {
        run.warm_up = SimDuration::read(&field).unwrap_or_default();
        if run.warm_up >= run.duration {
            let message = format!("a warm-up of {} leaves nothing of the run", run.warm_up);
            field.error(
                code::OUT_OF_RANGE,
                message,
                format!("write less than the duration, {}", run.duration),
            );
        }
    }
    block.about("How often it is run, each time with a seed of its own that grows from this one's.");
    block.read_within("replications", 1..=REPLICATIONS_MAX, &mut run.replications);
    block.about("How many pages have their journey kept, from the first on.");
    block.read_within("journeys", 0..=JOURNEYS_MAX, &mut run.journeys);
    block.about("Events after which the run is stopped as too large, without a verdict.");
    block.read_within("events_max", 1..=EVENTS_MAX_MAX, &mut run.events_max);
    block.about("Requests in flight at which the run is stopped as too large, without a verdict.");
    block.read_within("in_flight_max", 1..=IN_FLIGHT_MAX_MAX, &mut run.in_flight_max);
}
