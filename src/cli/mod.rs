//! The `lonebox` command.
//!
//! ```text
//!   arguments --> find, input --> case (simulate, judge) --> output/{text, json} --> sink
//!                                   \--> live (a picture of the site, ten times a second)
//! ```
//!
//! # What it stands for
//!
//! Standard output carries results and nothing else; what is wrong, odd or under way goes to standard error. How the
//! command ends is a promise to scripts: see [`exit_code`]. The same files, seed and version give the same bytes.
//!
//! # Traps
//!
//! - The wall clock is known to `clock` alone, and only the progress bar and the live picture ask it.
//! - Nothing prints with `println!`: it panics when the reader of a pipe goes away.

pub mod exit_code;
mod arguments;
mod run;
mod check;
mod play;
mod find;
mod input;
mod case;
mod progress;
mod sink;
mod live;
mod output;
mod terminal;
mod clock;
mod panic_message;
#[cfg(test)]
mod sample;

use clap::Parser as _;

use arguments::{Arguments, Command, PlayArguments};

/// Reads the command line, does what it says and gives the [exit code](exit_code).
pub fn main() -> u8 {
    panic_message::install();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Also the way of `--help` and `--version`, whose code is 0.
            let _ = error.print();
            return u8::try_from(error.exit_code()).unwrap_or(exit_code::USAGE);
        }
    };
    let done = match arguments.command {
        Some(Command::Run(arguments)) => run::run(&arguments),
        Some(Command::Check(arguments)) => check::check(&arguments),
        Some(Command::Play(arguments)) => play::play(&arguments),
        None => play::play(&PlayArguments::default()),
    };
    done.unwrap_or_else(|failure| {
        terminal::tell(&format!("error: {}\n", failure.message));
        failure.exit_code
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

/// Standard input can be read once only.
fn at_most_one_stdin(files: &[std::path::PathBuf]) -> Result<(), Failure> {
    let asked = files.iter().filter(|file| *file == std::path::Path::new("-")).count();
    if asked > 1 {
        return Err(Failure::usage("- stands for standard input and can be given only once".to_owned()));
    }
    Ok(())
}
