//! Simulates candidates, several at once if that is wanted, and hands out the cases in the candidates' order.

use std::ops::ControlFlow;

use super::candidate::Candidate;
use super::case::{Case, WithoutExpectations};
use super::progress::Progress;
use crate::study::parallel;

/// How candidates are worked on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    /// What is done with a scenario that expects nothing.
    pub(super) without: WithoutExpectations,
    /// Whether it is shown how far a run is, if one runs at a time.
    pub(super) progress: Progress,
    /// How many run at once at most; at least one.
    pub(super) jobs: usize,
}

/// Simulates every candidate and gives each case to `take`, in order, until that has had enough. One file alone has all
/// the threads for its replications.
pub(super) fn each(candidates: &[Candidate], manner: Manner, take: impl FnMut(Case) -> ControlFlow<()>) {
    let at_once = manner.jobs.min(candidates.len());
    let manner = if at_once > 1 { Manner { progress: Progress::Hidden, jobs: 1, ..manner } } else { manner };
    parallel::each(candidates.len(), at_once, |place| Case::of(&candidates[place], manner), take);
}
