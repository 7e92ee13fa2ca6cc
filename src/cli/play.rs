//! `lonebox play [FILE]`, and `lonebox` alone: a scenario played live in the terminal.

use super::arguments::PlayArguments;
use super::candidate::{Candidate, Talk};
use super::case::{Case, Ending, Played, WithoutExpectations};
use super::input::Source;
use super::output::text;
use super::progress::Progress;
use super::sink::Sink;
use super::work::Manner;
use super::{Failure, at_most_one_stdin, live, no_directories, panic_message, terminal};
#[cfg(feature = "visual")]
use crate::scenario;
use crate::scenario::shipped;

/// Plays the scenario, live if somebody watches, and prints its report: once, however often it is to be run.
pub(super) fn play(arguments: &PlayArguments) -> Result<u8, Failure> {
    let PlayArguments { file, settings, speed, terminal: _ } = arguments;
    at_most_one_stdin(file.as_slice(), settings)?;
    no_directories(file.as_slice())?;
    let path = file.clone().unwrap_or_default();
    let source = file.as_ref().map_or_else(|| Ok(first_lesson()), |file| Source::read(file));
    #[cfg(feature = "visual")]
    if let Some(code) = source.as_ref().ok().and_then(|source| in_the_window(arguments, source)) {
        return Ok(code);
    }
    let settings = &settings.repeated(Some(1));
    let candidate = Candidate::of_source(source, &path, settings, Talk::Normal);
    let case = play_candidate(&candidate, speed.unwrap_or(1.0));
    terminal::tell(&case.told);
    let mut sink = Sink::Stdout;
    sink.write(&text::report(&case, terminal::paper())).map_err(Failure::output)?;
    Ok(case.exit_code())
}

/// Opens the lab, if it can show what is wanted and there is a display; else nothing, and it is played here.
#[cfg(feature = "visual")]
fn in_the_window(arguments: &PlayArguments, source: &Source) -> Option<u8> {
    use crate::visual::desk::Command;
    use crate::visual::lab::Lab;
    use crate::visual::window::{self, NoWindow};

    let PlayArguments { settings, speed, terminal: is_for_terminal, .. } = arguments;
    if *is_for_terminal {
        return None;
    }
    if !settings.is_seed_alone() {
        terminal::tell("the lab takes no --trace, --events-max or --journey: playing in the terminal\n");
        return None;
    }
    let seeded = settings.seed.map(|seed| scenario::with_seed(&source.text, seed));
    let mut lab = Lab::open(&source.file, seeded.as_ref().unwrap_or(&source.text)).ok()?;
    panic_message::now_running(&source.file, lab.playback().plan().run.seed);
    if let Some(speed) = speed {
        lab.obey(Command::Speed(*speed));
    }
    lab.obey(Command::Play);
    match window::open(lab) {
        Ok(()) => Some(super::exit_code::ALL_MET),
        Err(why) => {
            let why = match why {
                NoWindow::NoDisplay => "no display to open the lab on",
                NoWindow::NoDriver => "no Vulkan driver to draw the lab with",
            };
            terminal::tell(&format!("{why}: playing in the terminal\n"));
            None
        }
    }
}

/// What is played when nothing is named.
fn first_lesson() -> Source {
    let shipped::Shipped { name, text } = shipped::FIRST;
    Source { file: format!("scenarios/{name}.json"), text: text.to_owned() }
}

fn play_candidate(candidate: &Candidate, speed: f64) -> Case {
    match &candidate.reading {
        Ok(accepted) if terminal::is_watched() => {
            terminal::tell(&candidate.told);
            panic_message::now_running(&candidate.file, accepted.plan.run.seed);
            let report = live::play(accepted.plan.clone(), speed, terminal::theme());
            let played = Played::new(accepted.plan.clone(), report);
            let told = played.complaints(&candidate.file);
            Case { told, ..Case::new(candidate.file.clone(), Ending::Played(Box::new(played))) }
        }
        _ => {
            let manner = Manner { without: WithoutExpectations::Play, progress: Progress::Shown, jobs: 1 };
            Case::of(candidate, manner)
        }
    }
}
