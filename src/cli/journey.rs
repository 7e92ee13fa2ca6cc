//! The one page whose journey is asked for: finding it, and saying so where there is none.

use crate::scenario::{OneJourney, Plan};
use crate::simulation::{Report, Simulation};

/// The plan by which the journey of the first page that failed so is kept, if that is asked for and one did: which visit it
/// was is known once it has run.
pub(super) fn with_the_visit(plan: &Plan, simulation: &Simulation) -> Option<Plan> {
    let Some(OneJourney::Failed(failure)) = plan.run.journey else { return None };
    let visit = simulation.first_failed(failure)?;
    let mut again = plan.clone();
    again.run.journey = Some(OneJourney::Visit(visit));
    Some(again)
}

/// Why there is no journey of the page that was asked for; nothing if there is one, or if none was.
pub(super) fn missing(plan: &Plan, report: &Report) -> Option<String> {
    let pages = report.pages_begun;
    let why = match plan.run.journey? {
        OneJourney::Visit(number) if (1..=pages).contains(&number) => {
            let is_kept = report.journeys.iter().any(|page| page.visit == number);
            (!is_kept).then(|| format!("page {number} has not ended when the run does"))
        }
        OneJourney::Visit(number) => Some(format!("there is no page {number}")),
        OneJourney::From(from) => {
            let is_kept = report.journeys.iter().any(|page| page.begun >= from);
            (!is_kept).then(|| format!("no page is begun from {from} on that ends before the run does"))
        }
        OneJourney::Failed(failure) if report.blames.iter().any(|blame| blame.failure == failure) => {
            Some(format!("a page that failed as {failure} is found by running again, as `lonebox run` does"))
        }
        OneJourney::Failed(failure) => Some(format!("no page failed as {failure}")),
    };
    let exist = match pages {
        0 => "the run has no pages".to_owned(),
        pages => format!("the run has pages 1 to {pages}"),
    };
    why.map(|why| format!("--journey: {why}; {exist}"))
}
