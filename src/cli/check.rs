//! `lonebox check PATH...`: run every scenario under the paths, verdicts only, for CI.

use super::arguments::{CheckArguments, Format};
use super::case::{Case, Talk, WithoutExpectations, highest_code};
use super::find::scenario_files;
use super::output::{Paper, json, text};
use super::sink::Sink;
use super::{Failure, at_most_one_stdin, terminal};

/// Checks every file; each gets its verdict lines as soon as they are known, and a last line counts them.
pub(super) fn check(arguments: &CheckArguments) -> Result<u8, Failure> {
    at_most_one_stdin(&arguments.paths)?;
    let output = &arguments.output;
    let files = scenario_files(&arguments.paths).map_err(Failure::usage)?;
    let talk = if output.quiet { Talk::Quiet } else { Talk::Normal };
    let mut sink = Sink::open(output.out.as_deref()).map_err(Failure::output)?;
    let paper = if matches!(sink, Sink::Stdout) { terminal::paper() } else { Paper::PLAIN };
    let mut cases = Vec::new();
    for file in &files {
        let case = Case::of(file, &arguments.settings, WithoutExpectations::Refuse, talk);
        if output.format == Format::Human {
            let text =
                if output.quiet { text::complaints(&case, paper) } else { text::verdicts(&case, paper) };
            sink.write(&text).map_err(Failure::output)?;
        }
        cases.push(case);
    }
    let rest = match output.format {
        Format::Human => text::count(&cases, paper),
        Format::Json => json::results(&cases),
    };
    sink.write(&rest).map_err(Failure::output)?;
    sink.finish().map_err(Failure::output)?;
    Ok(highest_code(&cases))
}
