//! `lonebox play [FILE]`, and `lonebox` alone: a scenario played live in the terminal.

use super::arguments::PlayArguments;
use super::case::{Case, Ending, Played, Talk, WithoutExpectations, accepted};
use super::input::Source;
use super::output::text;
use super::sink::Sink;
use super::{Failure, live, no_directories, panic_message, terminal};

/// What is played when nothing is named: the plug of a small website is pulled.
const FIRST_LESSON: &str = include_str!("../../scenarios/10-the-plug.json");
/// What that file is called in messages.
const FIRST_LESSON_NAME: &str = "scenarios/10-the-plug.json";

/// Plays the scenario, live if somebody watches, and prints its report.
pub(super) fn play(arguments: &PlayArguments) -> Result<u8, Failure> {
    no_directories(arguments.file.as_slice())?;
    let source = match &arguments.file {
        None => Ok(Source { file: FIRST_LESSON_NAME.to_owned(), text: FIRST_LESSON.to_owned() }),
        Some(file) => Case::source(file),
    };
    let case = source.map_or_else(|case| case, |source| play_source(&source, arguments));
    let mut sink = Sink::Stdout;
    sink.write(&text::report(&case, terminal::paper())).map_err(Failure::output)?;
    Ok(case.status().exit_code())
}

fn play_source(source: &Source, arguments: &PlayArguments) -> Case {
    if !terminal::is_watched() {
        return Case::of_source(source, &arguments.settings, WithoutExpectations::Play, Talk::Normal);
    }
    let ending = accepted(source, &arguments.settings, Talk::Normal).map_or_else(
        |ending| ending,
        |plan| {
            panic_message::now_running(&source.file, plan.run.seed);
            let report = live::play(plan.clone(), arguments.speed.unwrap_or(1.0), terminal::theme());
            let played = Played::new(plan, report);
            played.tell_breaches(&source.file);
            Ending::Played(Box::new(played))
        },
    );
    Case { file: source.file.clone(), ending }
}
