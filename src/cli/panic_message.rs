//! What is said when lonebox itself fails: which version, on what, and how to see it again.

use std::panic::PanicHookInfo;
use std::sync::{Mutex, PoisonError};

use super::exit_code;
use super::terminal::tell;

/// What is being run, for the message.
#[derive(Clone, Debug, PartialEq, Eq)]
struct AtWork {
    file: String,
    seed: u64,
}

static AT_WORK: Mutex<Option<AtWork>> = Mutex::new(None);

/// From now on a panic says how to reproduce it and ends the process.
pub(super) fn install() {
    std::panic::set_hook(Box::new(|panic| {
        tell(&message(&what(panic), at_work().as_ref()));
        std::process::exit(i32::from(exit_code::INTERNAL));
    }));
}

/// This file is run from now on.
pub(super) fn now_running(file: &str, seed: u64) {
    *AT_WORK.lock().unwrap_or_else(PoisonError::into_inner) = Some(AtWork { file: file.to_owned(), seed });
}

fn at_work() -> Option<AtWork> {
    AT_WORK.lock().unwrap_or_else(PoisonError::into_inner).clone()
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
    fn the_message_says_how_to_reproduce_it() {
        let at_work = AtWork { file: "a.json".to_owned(), seed: 7 };
        let message = message("a page ends once (src/metrics/outage.rs:85)", Some(&at_work));
        assert!(message.contains(env!("CARGO_PKG_VERSION")), "{message}");
        assert!(message.contains("lonebox run a.json --seed 7"), "{message}");
    }
}
