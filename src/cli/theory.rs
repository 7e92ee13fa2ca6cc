//! `lonebox theory FILE`: what queueing theory says, beside what was simulated, and where its preconditions fail.

use super::arguments::{StudyFormat, TheoryArguments};
use super::output::study::theory;
use super::progress::{Progress, Steps};
use super::subject::{Ran, Subject, write};
use super::{Failure, exit_code, panic_message};
use crate::expectation::against_theory::{Confrontation, Measured};
use crate::simulation::{Account, Halt, Simulation};
use crate::study::parallel;
use crate::study::replications::plan_of;

/// How often the scenario is run, unless it is said.
const RUNS_USUAL: u32 = 10;

/// A run, as far as it is needed.
struct Run {
    measured: Measured,
    seed: u64,
    halt: Halt,
    breaches: Vec<Account>,
}

/// Runs the scenario and prints theory beside it.
pub(super) fn theory(arguments: &TheoryArguments) -> Result<u8, Failure> {
    let TheoryArguments { file, chance, repeated, output } = arguments;
    let subject = match Subject::read(file, &chance.settings()) {
        Ok(subject) => subject,
        Err(ended) => return ended,
    };
    let count = repeated.replications.unwrap_or(RUNS_USUAL);
    let runs = run(&subject, count, repeated.jobs())
        .map_err(|what| Failure { message: what, exit_code: exit_code::INTERNAL })?;
    let measured: Vec<Measured> = runs.iter().map(|run| run.measured.clone()).collect();
    let found = Confrontation::of(&subject.plan, &measured);
    write(output, |paper| match output.format {
        StudyFormat::Human => theory::human(&subject, &found, count, paper),
        StudyFormat::Json => theory::json(&subject, &found, count),
        StudyFormat::Csv => theory::csv(&found),
    })?;
    let what = subject.source.file.as_str();
    let code = runs
        .iter()
        .map(|run| Ran { what, seed: run.seed, halt: run.halt, breaches: &run.breaches }.exit_code());
    Ok(code.max().unwrap_or_default())
}

fn run(subject: &Subject, count: u32, jobs: usize) -> Result<Vec<Run>, String> {
    let file = &subject.source.file;
    let mut steps = Steps::new(file, count as usize, Progress::Shown);
    let one = |place: usize| {
        let plan = plan_of(&subject.plan, u32::try_from(place).unwrap_or(u32::MAX - 1) + 1);
        panic_message::guarded(file, plan.run.seed, || {
            let mut simulation = Simulation::new(plan.clone());
            let halt = simulation.run();
            let report = simulation.report();
            let breaches = report.books.breaches().cloned().collect();
            Run { measured: Measured::of(&report), seed: plan.run.seed, halt, breaches }
        })
    };
    let mut runs = Vec::new();
    parallel::each(count as usize, jobs, one, |run| {
        steps.one_more();
        runs.push(run);
        std::ops::ControlFlow::Continue(())
    });
    steps.finish();
    runs.into_iter().collect()
}
