//! What is said when lonebox itself fails: which version, on what, and how to see it again.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};

use super::exit_code;
use super::terminal::tell;

/// What is being run, for the message.
#[derive(Clone, Debug, PartialEq, Eq)]
struct AtWork {
    file: String,
    seed: u64,
}

thread_local! {
    static AT_WORK: RefCell<Option<AtWork>> = const { RefCell::new(None) };
    /// Whether a bug on this thread ends the run alone.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// From now on a panic says how to reproduce it and, unless its run is guarded, ends the process.
pub(super) fn install() {
    std::panic::set_hook(Box::new(|panic| {
        tell(&message(&what(panic), at_work().as_ref()));
        if !GUARDED.get() {
            std::process::exit(i32::from(exit_code::INTERNAL));
        }
    }));
}

/// This file is run from now on, on this thread.
pub(super) fn now_running(file: &str, seed: u64) {
    AT_WORK.set(Some(AtWork { file: file.to_owned(), seed }));
}

/// What `run` gives for this file; a panic in it ends it alone, and is what went wrong in words.
pub(super) fn guarded<T>(file: &str, seed: u64, run: impl FnOnce() -> T) -> Result<T, String> {
    now_running(file, seed);
    let before = GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(run));
    GUARDED.set(before);
    result.map_err(|payload| {
        let said = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
        said.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".to_owned())
    })
}

fn at_work() -> Option<AtWork> {
    AT_WORK.with_borrow(Clone::clone)
}

fn what(panic: &PanicHookInfo<'_>) -> String {
    let said = panic.payload_as_str().unwrap_or("no message");
    match panic.location() {
        Some(place) => format!("{said} ({}:{})", place.file(), place.line()),
        None => said.to_owned(),
    }
}

fn message(what: &str, at_work: Option<&AtWork>) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let where_it_was = match at_work {
        Some(AtWork { file, seed }) => {
            format!("while it ran {file} with seed {seed}\nto see it again: lonebox run {file} --seed {seed}")
        }
        None => "before any scenario was run".to_owned(),
    };
    let please = "please report it, with this message and the scenario file";
    format!("\nlonebox {version} has a bug: {what}\n{where_it_was}\n{please}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bug_in_a_guarded_run_is_told_and_ends_that_run_alone() {
        assert_eq!(guarded("a.json", 7, || 3), Ok(3));
        let broken: Result<(), String> = guarded("a.json", 7, || panic!("a page ends {}", "twice"));
        assert_eq!(broken, Err("a page ends twice".to_owned()));
    }

    #[test]
    fn the_message_says_how_to_reproduce_it() {
        let at_work = AtWork { file: "a.json".to_owned(), seed: 7 };
        let message = message("a page ends once (src/metrics/outage.rs:85)", Some(&at_work));
        assert!(message.contains(env!("CARGO_PKG_VERSION")), "{message}");
        assert!(message.contains("lonebox run a.json --seed 7"), "{message}");
    }
}
