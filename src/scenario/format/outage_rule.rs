//! What counts as an outage: `"outage_rule": {"over": "5s", "pages_min": 3, "share": "50%"}`.

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::plan::OutageRule;
use crate::scenario::read::Read;
use crate::units::{Probability, SimDuration};

/// The shortest stretch that says anything.
const OVER_MIN: SimDuration = SimDuration::from_millis(100);
/// The longest stretch.
const OVER_MAX: SimDuration = SimDuration::from_secs(3_600);

/// Reads the block.
pub(super) fn read(file: &mut Block<'_>) -> OutageRule {
    let mut rule = OutageRule::default();
    file.about(
        "What counts as an outage: over a stretch and at least so many pages, at least so large a share \
            fails.",
    );
    file.open("outage_rule", |block| {
        block.about("The stretch that is looked at.");
        block.read_within("over", OVER_MIN..=OVER_MAX, &mut rule.over);
        block.about("The fewest pages that say anything.");
        block.read_within("pages_min", 1..=1_000_000, &mut rule.pages_min);
        block.about(
            "The share of failed pages from which the site counts as out, in whole percent above zero.",
        );
        block.read_as("share", whole_percent, &mut rule.percent);
    });
    rule
}

/// A share in whole percent, which integers can be compared with exactly.
fn whole_percent(field: &Field<'_>) -> Option<u32> {
    let percent = Probability::read(field)?.get() * 100.0;
    let whole = (1..=100).find(|whole| (percent - f64::from(*whole)).abs() < 1e-9);
    if whole.is_none() {
        field.error(code::OUT_OF_RANGE, "not a whole percentage above zero", "write \"1%\" to \"100%\"");
    }
    whole
}
