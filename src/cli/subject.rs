//! The scenario that a study is about, and where what it finds is written.

use std::path::Path;

use super::arguments::{Settings, StudyOutput};
use super::candidate::rendered;
use super::input::{Accepted, Refusal, Source};
use super::output::Paper;
use super::sink::Sink;
use super::{Failure, exit_code, no_directories, terminal};
use crate::scenario::Plan;
use crate::simulation::{Account, Halt};

/// A scenario that was read.
pub(super) struct Subject {
    /// Its name and text.
    pub(super) source: Source,
    /// Its plan.
    pub(super) plan: Plan,
}

impl Subject {
    /// Reads it and tells what is wrong or odd; the error is how the command ends.
    pub(super) fn read(path: &Path, settings: &Settings) -> Result<Self, Result<u8, Failure>> {
        no_directories(&[path.to_owned()]).map_err(Err)?;
        let source = Source::read(path).map_err(refused)?;
        let Accepted { plan, warnings } = source.plan(settings).map_err(refused)?;
        terminal::tell(&rendered(&source, &warnings));
        Ok(Self { source, plan })
    }

    /// What it is called: its title, or without one its file.
    pub(super) fn title(&self) -> &str {
        let title = &self.plan.identity.title;
        if title.is_empty() { &self.source.file } else { title }
    }
}

/// How the command ends without a scenario.
fn refused(refusal: Refusal) -> Result<u8, Failure> {
    match refusal {
        Refusal::Unreadable(why) => Err(Failure::usage(why)),
        Refusal::Invalid { source, diagnostics } => {
            terminal::tell(&rendered(&source, &diagnostics));
            Ok(exit_code::INVALID_SCENARIO)
        }
    }
}

/// Writes a result where it belongs, on the paper that goes with that.
pub(super) fn write(output: &StudyOutput, text: impl FnOnce(Paper) -> String) -> Result<(), Failure> {
    let mut sink = Sink::open(output.out.as_deref()).map_err(Failure::output)?;
    let paper = if matches!(sink, Sink::Stdout) { terminal::paper() } else { Paper::PLAIN };
    sink.write(&text(paper)).and_then(|()| sink.finish()).map_err(Failure::output)
}

/// A run of a study as far as the exit code goes: which, by what seed, and how it ended.
pub(super) struct Ran<'a> {
    /// Which, in words.
    pub(super) what: &'a str,
    /// The seed it was run with.
    pub(super) seed: u64,
    /// Why it ended.
    pub(super) halt: Halt,
    /// Accounts that do not balance.
    pub(super) breaches: &'a [Account],
}

impl Ran<'_> {
    /// The exit code that goes with it; what is wrong is told.
    pub(super) fn exit_code(&self) -> u8 {
        let Self { what, seed, halt, breaches } = self;
        for account in *breaches {
            terminal::tell(&format!(
                "{what}, seed {seed}: bug: the books do not balance: {}: {} against {}\nplease report it\n",
                account.name, account.left, account.right
            ));
        }
        match () {
            () if !breaches.is_empty() => exit_code::INTERNAL,
            () if *halt != Halt::Reached => {
                terminal::tell(&format!(
                    "{what}, seed {seed}: stopped at a limit; --events-max raises that of events\n"
                ));
                exit_code::LIMIT_REACHED
            }
            () => exit_code::ALL_MET,
        }
    }
}
