//! `lonebox run FILE...`: simulate, print the report.

use std::ops::ControlFlow;

use super::arguments::RunArguments;
use super::candidate::{Talk, read_all};
use super::case::WithoutExpectations;
use super::outlet::{Counted, Outlets, Style};
use super::progress::Progress;
use super::work::{self, Manner};
use super::{Failure, at_most_one_stdin, costs, no_directories};

/// Runs every file and prints its report; each as soon as there is one, where people read it.
pub(super) fn run(arguments: &RunArguments) -> Result<u8, Failure> {
    let RunArguments { files, settings, repeated, output, plan } = arguments;
    let settings = &settings.repeated(repeated.replications);
    at_most_one_stdin(files, settings)?;
    no_directories(files)?;
    let talk = if output.quiet { Talk::Quiet } else { Talk::Normal };
    if *plan {
        return costs::tell(&read_all(files, settings, talk), output);
    }
    let style = if output.quiet { Style::Complaints(Counted::No) } else { Style::Report };
    let progress = if output.quiet { Progress::Hidden } else { Progress::Shown };
    let manner = Manner { without: WithoutExpectations::Play, progress, jobs: repeated.jobs() };
    let mut outlets = Outlets::open(output, style)?;
    let mut take = |case| {
        outlets.take(case);
        ControlFlow::Continue(())
    };
    for candidate in read_all(files, settings, talk) {
        work::each(&[candidate], manner, &mut take);
    }
    Ok(outlets.finish())
}
