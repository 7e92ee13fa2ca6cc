//! Of which runs an expectation must be true: `"runs": "all"`, `"runs": "mean"` or `"runs": {"share": {"gte": "95%"}}`.

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::plan::{Claim, Runs};
use crate::vocabulary::Quantity;

use crate::scenario::format::bound;

/// Every way to say it.
const WAYS: &str = "add \"runs\": \"all\", \"runs\": \"mean\" for the mean with its confidence interval, or \"runs\": \
    {\"share\": {\"gte\": \"95%\"}}";

/// Reads it, with the place of what was read; it must be there if there are several runs.
pub(super) fn read<'a>(block: &mut Block<'a>, replications: u32) -> Option<(Runs, Field<'a>)> {
    block.about(
        "Of which runs it must be true, where there are several: of `all`, of their `mean` with the whole of its \
            confidence interval, or of a share of them. Needed if run.replications is above 1.",
    );
    let found = block.optional("runs");
    if found.is_none() && replications > 1 {
        let message = format!("it does not say of which of the {replications} runs it must be true");
        block.field().error(code::MISSING_FIELD, message, WAYS);
    }
    let field = found?;
    let word = |field: &Field<'a>| {
        let is_mean = field.pick("choice of runs", &[("all", false), ("mean", true)])?;
        Some(if is_mean { Runs::Mean } else { Runs::All })
    };
    let runs = field.object_or(|field| field.open(share)?, word);
    Some((runs?, field))
}

fn share(block: &mut Block<'_>) -> Option<Runs> {
    block.about("The share of the runs of which it is true.");
    let field = block.required("share")?;
    field.open(|block| bound::read(block, Some(Quantity::Share)))?.map(Runs::Share)
}

/// A mean is of values: what happens or does not has none.
pub(super) fn has_a_mean(runs: Option<&(Runs, Field<'_>)>, claim: Option<&Claim>) {
    let (Some((Runs::Mean, field)), Some(claim)) = (runs, claim) else { return };
    let has_value = |claim: &Claim| {
        matches!(
            claim,
            Claim::Metric { .. } | Claim::Outcome { .. } | Claim::Availability { .. } | Claim::Theory(_)
        )
    };
    if !has_value(claim) {
        let remedy = "write \"all\", or {\"share\": {\"gte\": \"95%\"}}: only a metric, an outcome, an availability and \
            a law's figure have one value";
        field.error(code::WRONG_FORM, "what happens or does not has no mean", remedy);
    }
}
