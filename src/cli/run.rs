//! `lonebox run FILE...`: simulate, print the report.

use super::arguments::{Format, RunArguments};
use super::case::{Case, Talk, WithoutExpectations, highest_code};
use super::output::{json, text};
use super::sink::Sink;
use super::{Failure, at_most_one_stdin, no_directories, terminal};
use crate::cli::output::Paper;

/// Runs every file and prints its report; each as soon as there is one, where people read it.
pub(super) fn run(arguments: &RunArguments) -> Result<u8, Failure> {
    at_most_one_stdin(&arguments.files)?;
    no_directories(&arguments.files)?;
    let output = &arguments.output;
    let talk = if output.quiet { Talk::Quiet } else { Talk::Normal };
    let mut sink = Sink::open(output.out.as_deref()).map_err(Failure::output)?;
    let paper = if matches!(sink, Sink::Stdout) { terminal::paper() } else { Paper::PLAIN };
    let mut cases = Vec::new();
    for file in &arguments.files {
        let case = Case::of(file, &arguments.settings, WithoutExpectations::Play, talk);
        if output.format == Format::Human {
            let text = if output.quiet { text::complaints(&case, paper) } else { text::report(&case, paper) };
            sink.write(&text).map_err(Failure::output)?;
        }
        cases.push(case);
    }
    if output.format == Format::Json {
        sink.write(&json::results(&cases)).map_err(Failure::output)?;
    }
    sink.finish().map_err(Failure::output)?;
    Ok(highest_code(&cases))
}
