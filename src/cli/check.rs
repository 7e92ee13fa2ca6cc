//! `lonebox check PATH...`: run every scenario under the paths, verdicts only, for CI.

use std::ops::ControlFlow;

use super::arguments::CheckArguments;
use super::candidate::{Talk, read_all, selected};
use super::case::WithoutExpectations;
use super::find::scenario_files;
use super::outlet::{Counted, Outlets, Style};
use super::progress::Progress;
use super::work::{self, Manner};
use super::{Failure, at_most_one_stdin, costs, exit_code, terminal};

/// Checks every file that is selected; each gets its verdict lines as soon as they are known, and a last line counts them.
pub(super) fn check(arguments: &CheckArguments) -> Result<u8, Failure> {
    let CheckArguments { paths, settings, repeated, output, selection, fail_fast, plan } = arguments;
    let settings = &settings.repeated(repeated.replications);
    at_most_one_stdin(paths, settings)?;
    let files = scenario_files(paths).map_err(Failure::usage)?;
    let talk = if output.quiet { Talk::Quiet } else { Talk::Normal };
    let candidates = selected(read_all(&files, settings, talk), selection)?;
    if *plan {
        return costs::tell(&candidates, output);
    }
    let style = if output.quiet { Style::Complaints(Counted::Yes) } else { Style::Verdicts };
    let progress = if output.quiet { Progress::Hidden } else { Progress::Shown };
    let manner = Manner { without: WithoutExpectations::Refuse, progress, jobs: repeated.jobs() };
    let (mut outlets, mut taken) = (Outlets::open(output, style)?, 0);
    work::each(&candidates, manner, |case| {
        let failed = case.exit_code() != exit_code::ALL_MET;
        outlets.take(case);
        taken += 1;
        if failed && *fail_fast { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let code = outlets.finish();
    if taken < candidates.len() {
        let left = candidates.len() - taken;
        terminal::tell(&format!("--fail-fast: {left} of {} files were left out\n", candidates.len()));
    }
    Ok(code)
}
