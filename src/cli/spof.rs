//! `lonebox spof FILE`: take each component away in turn, by running it.

use super::arguments::{SpofArguments, StudyFormat};
use super::output::study::spof;
use super::progress::{Progress, Steps};
use super::subject::{Ran, Subject, write};
use super::{Failure, exit_code, panic_message};
use crate::study::parallel;
use crate::study::spof::{LASTING_USUAL, Loss, Study};

/// Runs the site without each component and prints what was lost.
pub(super) fn spof(arguments: &SpofArguments) -> Result<u8, Failure> {
    let SpofArguments { file, at, lasting, chance, at_once, output } = arguments;
    let subject = match Subject::read(file, &chance.settings()) {
        Ok(subject) => subject,
        Err(ended) => return ended,
    };
    let lasting = lasting.unwrap_or(LASTING_USUAL);
    let study = Study::new(&subject.source.text, &subject.plan, *at, lasting);
    if study.at <= crate::units::SimTime::ZERO + subject.plan.run.warm_up {
        return Err(Failure::usage(format!(
            "--at {}: nothing is counted before the warm-up of {} is over: come later",
            study.at, subject.plan.run.warm_up
        )));
    }
    let losses = match run(&subject, &study, at_once.jobs()) {
        Ok(losses) => losses,
        Err(what) => return Err(Failure { message: what, exit_code: exit_code::INTERNAL }),
    };
    write(output, |paper| match output.format {
        StudyFormat::Human => spof::human(&subject, &study, &losses, paper),
        StudyFormat::Json => spof::json(&subject, &study, &losses),
        StudyFormat::Csv => spof::csv(&losses),
    })?;
    let code = losses.iter().map(|loss| {
        let what = loss.component.map_or("the undisturbed site", spof::called);
        Ran { what, seed: loss.seed, halt: loss.halt, breaches: &loss.breaches }.exit_code()
    });
    Ok(code.max().unwrap_or_default())
}

/// Every turn, the undisturbed site first.
fn run(subject: &Subject, study: &Study, jobs: usize) -> Result<Vec<Loss>, String> {
    let turns = study.turns();
    let mut steps = Steps::new(&subject.source.file, turns.len(), Progress::Shown);
    let mut losses = Vec::new();
    let one = |place: usize| {
        panic_message::guarded(&subject.source.file, subject.plan.run.seed, || study.without(turns[place]))
    };
    parallel::each(turns.len(), jobs, one, |loss| {
        steps.one_more();
        losses.push(loss.and_then(|loss| loss.map_err(|mistakes| mistakes[0].to_string())));
        std::ops::ControlFlow::Continue(())
    });
    steps.finish();
    losses.into_iter().collect()
}
