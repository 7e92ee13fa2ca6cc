//! Simulates candidates, several at once if that is wanted, and hands out the cases in the candidates' order.
//!
//! How many work at once changes nothing in what is handed out: each run knows its own scenario alone.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use super::candidate::Candidate;
use super::case::{Case, WithoutExpectations};
use super::progress::Progress;

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

/// Simulates every candidate and gives each case to `take`, in order, until that has had enough.
pub(super) fn each(candidates: &[Candidate], manner: Manner, mut take: impl FnMut(Case) -> ControlFlow<()>) {
    let Manner { without, progress, jobs } = manner;
    if jobs.min(candidates.len()) <= 1 {
        let mut cases = candidates.iter().map(|candidate| Case::of(candidate, without, progress));
        let _ = cases.try_for_each(take);
        return;
    }
    let (next, enough) = (AtomicUsize::new(0), AtomicBool::new(false));
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for _ in 0..jobs.min(candidates.len()) {
            let (sender, next, enough) = (sender.clone(), &next, &enough);
            scope.spawn(move || {
                while let Some((place, candidate)) = claim(candidates, next, enough) {
                    // Whoever has had enough does not listen any more.
                    let _ = sender.send((place, Case::of(candidate, without, Progress::Hidden)));
                }
            });
        }
        drop(sender);
        in_order(&receiver, &mut take);
        enough.store(true, Ordering::Relaxed);
    });
}

/// The next candidate that nobody works on.
fn claim<'a>(
    candidates: &'a [Candidate],
    next: &AtomicUsize,
    enough: &AtomicBool,
) -> Option<(usize, &'a Candidate)> {
    if enough.load(Ordering::Relaxed) {
        return None;
    }
    let place = next.fetch_add(1, Ordering::Relaxed);
    Some((place, candidates.get(place)?))
}

/// Gives the cases to `take` by their places, until it has had enough.
fn in_order(cases: &mpsc::Receiver<(usize, Case)>, take: &mut impl FnMut(Case) -> ControlFlow<()>) {
    let (mut early, mut due) = (BTreeMap::new(), 0);
    for (place, case) in cases {
        early.insert(place, case);
        while let Some(case) = early.remove(&due) {
            due += 1;
            if take(case).is_break() {
                return;
            }
        }
    }
}
