//! Many runs at once, and what they give in order.
//!
//! How many work at once changes nothing in what is handed out: each piece of work knows its own number alone.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// How many pieces of work can go on at once here.
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Does `count` pieces of work, each by its place from 0, at most `jobs` at once, and gives what each comes to to `take`, in
/// order, until that has had enough.
pub fn each<T: Send>(
    count: usize,
    jobs: usize,
    work: impl Fn(usize) -> T + Sync,
    mut take: impl FnMut(T) -> ControlFlow<()>,
) {
    if jobs.min(count) <= 1 {
        let _ = (0..count).map(work).try_for_each(take);
        return;
    }
    let (next, enough) = (AtomicUsize::new(0), AtomicBool::new(false));
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for _ in 0..jobs.min(count) {
            let (sender, next, enough, work) = (sender.clone(), &next, &enough, &work);
            scope.spawn(move || {
                while let Some(place) = claim(count, next, enough) {
                    // Whoever has had enough does not listen any more.
                    let _ = sender.send((place, work(place)));
                }
            });
        }
        drop(sender);
        in_order(&receiver, &mut take);
        enough.store(true, Ordering::Relaxed);
    });
}

/// What `count` pieces of work come to, at most `jobs` at once, in order.
pub fn all<T: Send>(count: usize, jobs: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let mut done = Vec::with_capacity(count);
    each(count, jobs, work, |one| {
        done.push(one);
        ControlFlow::Continue(())
    });
    done
}

/// The next piece of work that nobody works on.
fn claim(count: usize, next: &AtomicUsize, enough: &AtomicBool) -> Option<usize> {
    if enough.load(Ordering::Relaxed) {
        return None;
    }
    Some(next.fetch_add(1, Ordering::Relaxed)).filter(|place| *place < count)
}

/// Gives what comes to `take` by its place, until it has had enough.
fn in_order<T>(done: &mpsc::Receiver<(usize, T)>, take: &mut impl FnMut(T) -> ControlFlow<()>) {
    let (mut early, mut due) = (BTreeMap::new(), 0);
    for (place, one) in done {
        early.insert(place, one);
        while let Some(one) = early.remove(&due) {
            due += 1;
            if take(one).is_break() {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_out_is_the_same_with_any_number_of_threads() {
        for jobs in [0, 1, 2, 7, 100] {
            assert_eq!(all(20, jobs, |place| place * place), (0..20).map(|n| n * n).collect::<Vec<_>>());
        }
        assert_eq!(all(0, 4, |place| place), [0; 0]);
    }

    #[test]
    fn who_has_had_enough_is_given_no_more() {
        for jobs in [1, 3] {
            let mut taken = Vec::new();
            each(
                1_000,
                jobs,
                |place| place,
                |place| {
                    taken.push(place);
                    if place == 4 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                },
            );
            assert_eq!(taken, [0, 1, 2, 3, 4]);
        }
    }
}
