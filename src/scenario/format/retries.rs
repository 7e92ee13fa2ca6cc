//! What becomes of a request that failed:
//! `"retries": {"attempts_max": 4, "back_off": "1s", "factor": 2, "jitter": "full", "on": ["upstream-refused"]}`.

use serde_json::json;

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::read::Read;
use crate::topology::settings::client::{Jitter, Retries};
use crate::units::SimDuration;
use crate::vocabulary::FailureKind;

/// The fewest and the most attempts of a request.
const ATTEMPTS: std::ops::RangeInclusive<u32> = 2..=100;
/// The longest back-off.
const BACK_OFF_MAX: SimDuration = SimDuration::from_secs(3_600);

impl Read for Retries {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.open(retries)?
    }
}

fn retries(block: &mut Block<'_>) -> Option<Retries> {
    block.about("Attempts of a request at most, the first included.");
    let attempts_max = block.need_within("attempts_max", ATTEMPTS);
    let mut retries = Retries::up_to(attempts_max.unwrap_or(*ATTEMPTS.start()));
    block.about("How long to wait before the second attempt.");
    block.read_within("back_off", SimDuration::ZERO..=BACK_OFF_MAX, &mut retries.back_off);
    block.about("What each further wait is longer by.");
    block.read_within("factor", 1.0..=100.0, &mut retries.factor);
    block.about("The longest wait.");
    block.read_within("back_off_max", SimDuration::ZERO..=BACK_OFF_MAX, &mut retries.back_off_max);
    if retries.back_off > retries.back_off_max {
        let message = format!("\"back_off\" is longer than \"back_off_max\", {}", retries.back_off_max);
        block.field().warn(code::UNUSED, message, "lengthen \"back_off_max\", or shorten \"back_off\"");
    }
    let jitters = [("none", Jitter::None), ("full", Jitter::Full)];
    block.about("Whether the wait is drawn, from nothing to the whole.");
    block.read_as("jitter", |field| field.pick("jitter", &jitters), &mut retries.jitter);
    block.about("The failures after which it is tried again. Default any.");
    block.read_as("on", |field| failures(field).map(Some), &mut retries.on);
    attempts_max.map(|_| retries)
}

fn failures(field: &Field<'_>) -> Option<Vec<FailureKind>> {
    field.takes(|| json!({"minItems": 1}));
    let failures: Vec<FailureKind> = Vec::read(field)?;
    if failures.is_empty() {
        field.error(
            code::EMPTY,
            "nothing is ever tried again",
            "name a failure, or leave \"on\" out for all",
        );
    }
    Some(failures)
}
