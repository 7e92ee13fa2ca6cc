//! What breaks by chance: `"random_failures": [{"mtbf": "1h", "mttr": "5min", "mysql_kill": {}}]`.

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::names::Names;
use crate::scenario::read::Read;
use crate::topology::settings::{Distribution, RandomFailure, Settings};
use crate::units::SimDuration;

use super::{at_most, timeline};

/// The most entries.
const ENTRIES_MAX: usize = 100;
/// The most failures that a run may be expected to have, of all entries together.
const FAILURES_MAX: f64 = 10_000.0;

/// Reads the list; `duration` is the run's.
pub(super) fn read(
    file: &mut Block<'_>,
    duration: SimDuration,
    site: &Settings,
    failures: &mut Vec<RandomFailure>,
) {
    file.about("What breaks by chance, is repaired and breaks again, for the whole run.");
    let Some(field) = file.optional("random_failures") else {
        return;
    };
    let mut names = Names::new("random failure");
    let entries = field.items().filter(|entries| at_most(ENTRIES_MAX, &field, entries.len()));
    for entry in entries.unwrap_or_default() {
        entry.about("Something that breaks by chance.");
        let place = failures.len() as u16;
        let failure = entry.open(|block| failure(block, site, place, &mut names)).flatten();
        failures.extend(failure.filter(|failure| can_be_repaired(&entry, failure)));
    }
    let expected = expected(failures, duration);
    if expected > FAILURES_MAX {
        let message = format!("{expected:.0} failures are to be expected in a run of {duration}");
        let remedy = format!("write a longer \"mtbf\", or a shorter run: at most {FAILURES_MAX} are read");
        field.error(code::TOO_MANY, message, remedy);
    }
}

fn failure(block: &mut Block<'_>, site: &Settings, place: u16, names: &mut Names) -> Option<RandomFailure> {
    block.about("What reports call it. Its random stream is named after it.");
    let name = block.optional("name").and_then(|field| timeline::own_name(&field, names, place));
    block.about("Mean time between failures: from a repair to the next failure. A span alone is an exponential law's mean.");
    let mtbf = block.required("mtbf").and_then(|field| law(&field));
    block.about(
        "Mean time to repair: from a failure to its repair. A span alone is an exponential law's mean.",
    );
    let mttr = block.required("mttr").and_then(|field| law(&field));
    let mut note = None;
    block.read("note", &mut note);
    let deed = timeline::deed(block, site);
    Some(RandomFailure { name, mtbf: mtbf?, mttr: mttr?, deed: deed?, note })
}

/// A law with a mean; a span alone is that of an exponential one.
fn law(field: &Field<'_>) -> Option<Distribution> {
    let law = match Distribution::read(field)? {
        Distribution::Constant(mean) => Distribution::Exponential { mean },
        law => law,
    };
    if law.mean().is_none_or(SimDuration::is_zero) {
        field.error(code::OUT_OF_RANGE, "this law has no mean above zero", "write a span such as \"1h\"");
        return None;
    }
    Some(law)
}

/// What cannot be repaired has no time to repair; and how long it lasts is `mttr`'s to say.
fn can_be_repaired(entry: &Field<'_>, failure: &RandomFailure) -> bool {
    let name = failure.deed.name();
    if !failure.deed.leaves_something() {
        let message = format!("{name} as it stands here is not ended by anybody, so nothing is repaired");
        entry.error(code::WRONG_FORM, message, "put it into the timeline, or choose an action that lasts");
        return false;
    }
    if failure.deed.lasting().is_some() {
        let message = format!("\"mttr\" says how long {name} lasts");
        entry.error(code::WRONG_FORM, message, "take \"for\" out");
        return false;
    }
    true
}

/// How many failures are to be expected in all.
fn expected(failures: &[RandomFailure], duration: SimDuration) -> f64 {
    let seconds = |law: &Distribution| law.mean().map_or(f64::INFINITY, SimDuration::as_secs_f64);
    let often =
        |failure: &RandomFailure| duration.as_secs_f64() / (seconds(&failure.mtbf) + seconds(&failure.mttr));
    failures.iter().map(often).sum()
}
