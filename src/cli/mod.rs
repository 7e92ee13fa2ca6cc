//! The `lonebox` command.
//!
//! ```text
//!   arguments --> find, input --> candidate --> work --> case (simulate, judge) --> outlet --> output/* --> sink
//!                                      \--> live (a picture of the site, ten times a second)
//! ```
//!
//! # What it stands for
//!
//! Standard output carries results and nothing else; what is wrong, odd or under way goes to standard error. How the
//! command ends is a promise to scripts: see [`exit_code`]. The same files, seed and version give the same bytes.
//!
//! # Traps
//!
//! - The wall clock is known to `clock` alone, and only the progress bar, the live picture and JUnit's `time` ask it.
//! - Nothing prints with `println!`: it panics when the reader of a pipe goes away.

pub mod exit_code;
mod arguments;
mod run;
mod check;
mod play;
#[cfg(feature = "visual")]
mod picture;
mod subject;
mod spof;
mod compare;
mod theory;
mod explain;
mod show;
mod new;
mod schema;
mod manual;
mod find;
mod input;
mod candidate;
mod costs;
mod work;
mod case;
mod journey;
mod outlet;
mod progress;
mod sink;
mod live;
mod output;
mod terminal;
mod clock;
mod panic_message;
#[cfg(test)]
mod sample;

use std::ffi::OsString;
use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;

use clap::Parser as _;

use arguments::{Arguments, Command, PlayArguments, Settings};

/// Reads the command line, does what it says and gives the [exit code](exit_code).
pub fn main() -> u8 {
    panic_message::install();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return refused(&error),
    };
    let done = match arguments.command {
        Some(Command::Run(arguments)) => run::run(&arguments),
        Some(Command::Check(arguments)) => check::check(&arguments),
        Some(Command::Play(arguments)) => play::play(&arguments),
        #[cfg(feature = "visual")]
        Some(Command::Shot(arguments)) => picture::shot(&arguments),
        #[cfg(feature = "visual")]
        Some(Command::Film(arguments)) => picture::film(&arguments),
        #[cfg(not(feature = "visual"))]
        Some(Command::Shot(_)) => Err(Failure::usage(
            "this build has no lab to draw: build it with its default features, cargo build --release"
                .to_owned(),
        )),
        Some(Command::Spof(arguments)) => spof::spof(&arguments),
        Some(Command::Compare(arguments)) => compare::compare(&arguments),
        Some(Command::Theory(arguments)) => theory::theory(&arguments),
        Some(Command::Explain(arguments)) => explain::explain(&arguments),
        Some(Command::Show(arguments)) => show::show(&arguments),
        Some(Command::New(arguments)) => new::new(&arguments),
        Some(Command::Schema(arguments)) => schema::print(&arguments),
        Some(Command::Completions(arguments)) => manual::completions(&arguments),
        Some(Command::Man(arguments)) => manual::man(&arguments),
        None => play::play(&PlayArguments::default()),
    };
    done.unwrap_or_else(|failure| {
        terminal::tell(&format!("error: {}\n", failure.message));
        failure.exit_code
    })
}

/// Says what is wrong with the command line; also the way of `--help` and `--version`, whose code is 0.
fn refused(error: &clap::Error) -> u8 {
    let unknown = error.kind() == clap::error::ErrorKind::InvalidSubcommand;
    if let Some(meant) = std::env::args_os().nth(1).filter(|_| unknown).and_then(meant) {
        terminal::tell(&format!("error: {meant}\n"));
        return exit_code::USAGE;
    }
    let code = u8::try_from(error.exit_code()).unwrap_or(exit_code::USAGE);
    match error.print().and_then(|()| std::io::stdout().flush()) {
        Err(lost) if code == exit_code::ALL_MET && lost.kind() != ErrorKind::BrokenPipe => {
            terminal::tell(&format!("error: cannot write the result: {lost}\n"));
            exit_code::OUTPUT_FAILED
        }
        _ => code,
    }
}

/// What somebody meant who named a file where a command belongs.
fn meant(first: OsString) -> Option<String> {
    let first = PathBuf::from(first);
    let shown = first.display();
    match () {
        () if first.is_dir() => Some(format!("{shown} is no command; did you mean `lonebox check {shown}`?")),
        () if first.is_file() || first.extension().is_some_and(|extension| extension == "json") => {
            Some(format!("{shown} is no command; did you mean `lonebox run {shown}`?"))
        }
        () => None,
    }
}

/// Only `check` searches directories.
fn no_directories(files: &[PathBuf]) -> Result<(), Failure> {
    files.iter().find(|file| file.is_dir()).map_or(Ok(()), |directory| {
        let shown = directory.display();
        Err(Failure::usage(format!("{shown} is a directory: use `lonebox check {shown}`, or name the files")))
    })
}

/// Why a command could not do its work.
#[derive(Debug)]
struct Failure {
    message: String,
    exit_code: u8,
}

impl Failure {
    /// The command line makes no sense.
    fn usage(message: String) -> Self {
        Self { message, exit_code: exit_code::USAGE }
    }

    /// The result could not be written.
    fn output(message: String) -> Self {
        Self { message, exit_code: exit_code::OUTPUT_FAILED }
    }
}

/// Prints a document that is not a result, and says how the command ends.
fn print(text: &str) -> Result<u8, Failure> {
    let mut sink = sink::Sink::Stdout;
    sink.write(text).map_err(Failure::output)?;
    Ok(exit_code::ALL_MET)
}

/// Standard input can be read once only.
fn at_most_one_stdin(files: &[PathBuf], settings: &Settings) -> Result<(), Failure> {
    let asked = files.iter().chain(&settings.trace).filter(|file| *file == std::path::Path::new("-")).count();
    if asked > 1 {
        return Err(Failure::usage("- stands for standard input and can be given only once".to_owned()));
    }
    Ok(())
}
