//! `lonebox compare A B`: two scenarios under common random numbers.

use std::ops::ControlFlow;

use super::arguments::{CompareArguments, StudyFormat};
use super::output::study::compare::{self, Pairs};
use super::progress::{Progress, Steps};
use super::subject::{Ran, Subject, write};
use super::{Failure, exit_code, panic_message};
use crate::simulation::Simulation;
use crate::study::compare::{Comparison, PAIRS_USUAL};
use crate::study::parallel;
use crate::study::replications::{Replication, plan_of};

/// Runs both scenarios with the same seeds and prints by how much they differ.
pub(super) fn compare(arguments: &CompareArguments) -> Result<u8, Failure> {
    let CompareArguments { first, second, chance, repeated, output } = arguments;
    if [first, second].iter().all(|file| file.as_os_str() == "-") {
        return Err(Failure::usage("- stands for standard input and can be given only once".to_owned()));
    }
    let mut settings = chance.settings();
    let first = match Subject::read(first, &settings) {
        Ok(subject) => subject,
        Err(ended) => return ended,
    };
    settings.seed = Some(first.plan.run.seed);
    let second = match Subject::read(second, &settings) {
        Ok(subject) => subject,
        Err(ended) => return ended,
    };
    let subjects = [first, second];
    let pairs = repeated.replications.unwrap_or(PAIRS_USUAL);
    let runs = run(&subjects, pairs, repeated.jobs())
        .map_err(|what| Failure { message: what, exit_code: exit_code::INTERNAL })?;
    let plans = [&subjects[0].plan, &subjects[1].plan];
    let comparison = Comparison::of(plans, [&runs[0], &runs[1]]);
    let pairs = Pairs { subjects: &subjects, runs: &runs, comparison: &comparison };
    write(output, |paper| match output.format {
        StudyFormat::Human => compare::human(&pairs, paper),
        StudyFormat::Json => compare::json(&pairs),
        StudyFormat::Csv => compare::csv(&pairs),
    })?;
    let all =
        subjects.iter().zip(&runs).flat_map(|(subject, runs)| runs.iter().map(move |run| (subject, run)));
    let code = all.map(|(subject, run)| {
        let what = subject.source.file.as_str();
        Ran { what, seed: run.seed, halt: run.halt, breaches: &run.breaches }.exit_code()
    });
    Ok(code.max().unwrap_or_default())
}

/// The runs of both, each in order of the pairs.
fn run(subjects: &[Subject; 2], pairs: u32, jobs: usize) -> Result<[Vec<Replication>; 2], String> {
    let count = 2 * pairs as usize;
    let mut steps = Steps::new("compare", count, Progress::Shown);
    let one = |place: usize| {
        let subject = &subjects[place % 2];
        let number = u32::try_from(place / 2).unwrap_or(u32::MAX - 1) + 1;
        let plan = plan_of(&subject.plan, number);
        panic_message::guarded(&subject.source.file, plan.run.seed, || {
            let mut simulation = Simulation::new(plan.clone());
            simulation.run();
            Replication::of(number, &plan, &simulation.report())
        })
    };
    let mut runs = [Ok(Vec::new()), Ok(Vec::new())];
    let mut place = 0;
    parallel::each(count, jobs, one, |run| {
        steps.one_more();
        let side: &mut Result<Vec<Replication>, String> = &mut runs[place % 2];
        place += 1;
        match (side.as_mut(), run) {
            (Ok(side), Ok(run)) => side.push(run),
            (Ok(_), Err(what)) => *side = Err(what),
            (Err(_), _) => {}
        }
        ControlFlow::Continue(())
    });
    steps.finish();
    let [first, second] = runs;
    Ok([first?, second?])
}
