//! What was measured agrees with a law: `{"theory": {"law": "m/m/c", "figure": "wait", "within": "10%"}}`.

use serde_json::json;

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::names::one_of;
use crate::scenario::plan::{Bound, Claim, TheoryClaim};
use crate::scenario::premise;
use crate::scenario::read::Read;
use crate::topology::settings::Settings;
use crate::units::Probability;
use crate::vocabulary::{Prediction, TheoryLaw};

/// Reads the claim; what the law presumes of the scenario must be so.
pub(super) fn read(block: &mut Block<'_>, settings: &Settings) -> Option<Claim> {
    block.about("Which law; what it presumes of the scenario must be so.");
    block.depending_on("law", |block, law: Option<TheoryLaw>| {
        if let Some(law) = law.filter(|_| !block.field().is_described()) {
            presumed(block.field(), law, settings);
        }
        block.about("Which of its predictions.");
        let figure = block.required("figure").and_then(|field| figure(&field, law));
        block.about("How far from the prediction what was measured may lie, as a share of it.");
        let within = block.required("within").and_then(|field| within(&field));
        let bound = Bound::Around { value: 0.0, tolerance: within? };
        Some(Claim::Theory(TheoryClaim { law: law?, figure: figure?, bound }))
    })
}

fn presumed(field: &Field<'_>, law: TheoryLaw, settings: &Settings) {
    for premise in premise::of_law(law, settings).into_iter().filter(|premise| !premise.holds) {
        let message = format!("{law} presumes that {}: {}", premise.what, premise.why);
        field.error(code::PRECONDITION, message, "change the site, or ask a law that holds for it");
    }
}

fn figure(field: &Field<'_>, law: Option<TheoryLaw>) -> Option<Prediction> {
    let Some(law) = law else { return Prediction::read(field) };
    let words = Prediction::spellings_of(law);
    field.takes(|| json!({"enum": words}));
    let figure = Prediction::read(field)?;
    let known = law.predictions().contains(&figure);
    if !known {
        let message = format!("{law} does not predict \"{figure}\"");
        field.error(code::UNKNOWN_NAME, message, format!("write {}", one_of(&words)));
    }
    known.then_some(figure)
}

fn within(field: &Field<'_>) -> Option<f64> {
    let share = Probability::read(field)?.get();
    if share == 0.0 {
        field.error(code::OUT_OF_RANGE, "no run meets a law to the last digit", "write a share above 0");
    }
    Some(share)
}
