//! What a teacher does with the scenario in front of a class: `"class": {"minutes": 10, "predict": [..], ..}`.

use crate::scenario::block::Block;
use crate::scenario::class::{Answer, Class, Control, Question};
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::names::{quoted, remedy_for_word};
use crate::scenario::read::{Read, within};
use crate::topology::settings::Settings;
use crate::units::SimTime;
use crate::vocabulary::{Curve, Figure, Knob, Word, nearest_spelling_candidates};

use super::{at_most, moment_before, timeline};

/// The longest lesson [min].
const MINUTES_MAX: u32 = 180;
/// The most controls: more are no lesson but an inspector.
const CONTROLS_MAX: usize = 6;
/// The most questions.
const QUESTIONS_MAX: usize = 6;
/// The most answers to choose from: as many as there is room for.
const CHOICES_MAX: usize = 5;

/// Reads the block, if it is there.
pub(super) fn read(file: &mut Block<'_>, end: SimTime, site: &Settings) -> Option<Class> {
    file.about("What a teacher does with this scenario in front of a class; the lab shows it.");
    file.optional("class")?.open(|block| class(block, end, site))
}

fn class(block: &mut Block<'_>, end: SimTime, site: &Settings) -> Class {
    let mut class = Class::default();
    block.about("The parts of the course that this lesson is about, such as \"domain name\".");
    block.read("sections", &mut class.sections);
    block.about("How long it takes in front of a class, in minutes.");
    block.read_within("minutes", 1..=MINUTES_MAX, &mut class.minutes);
    block.about("What everybody should be able to say afterwards.");
    if let Some(text) = block.required("objective").and_then(|field| field.filled_text().map(str::to_owned)) {
        class.objective = text;
    }
    block.about("From which moment on the class sees the site: it has been running till then.");
    if let Some(at) =
        block.optional("start_at").and_then(|field| moment_before(&field, SimTime::read(&field)?, end))
    {
        class.start_at = at;
    }
    block.about("What the class may do to the site: three to five things.");
    if let Some(field) = block.optional("controls") {
        class.controls = list(&field, CONTROLS_MAX, |block| control(block, site));
    }
    block.about("What the class says before it is shown.");
    if let Some(field) = block.optional("predict") {
        class.questions = list(&field, QUESTIONS_MAX, question);
    }
    block.about("What is said afterwards; figures of the run stand in braces, such as {availability}.");
    if let Some(text) = block.optional("debrief").and_then(|field| debrief(&field)) {
        class.debrief = text;
    }
    class
}

fn list<T>(field: &Field<'_>, most: usize, one: impl Fn(&mut Block<'_>) -> Option<T>) -> Vec<T> {
    let entries = field.items().filter(|entries| at_most(most, field, entries.len())).unwrap_or_default();
    entries.iter().filter_map(|entry| entry.open(|block| one(block)).flatten()).collect()
}

fn control(block: &mut Block<'_>, site: &Settings) -> Option<Control> {
    block.about("What the button says; without it, what the action or the setting is called.");
    let label = block.optional("label").and_then(|field| field.filled_text().map(str::to_owned));
    block.one_of(
        "control",
        &[
            ("act", "Something that is done to the site, as the timeline writes it, without its time."),
            ("knob", "A setting that can be turned while the site runs, by its path."),
        ],
        |name, field| {
            if name == "act" {
                field.open(|block| timeline::deed(block, site)).flatten()?;
                return Some(Control::Act { label: label.clone(), deed: field.written().to_owned() });
            }
            let knob = Knob::read(field)?;
            if let Some(why) = site.why_not(knob).filter(|_| !field.is_described()) {
                field.error(
                    code::NOTHING_TO_TURN,
                    why,
                    "name another setting, or change what the file says of it",
                );
                return None;
            }
            let path = knob.spelling().to_owned();
            Some(Control::Knob { label: label.clone(), path })
        },
    )
}

fn question(block: &mut Block<'_>) -> Option<Question> {
    block.about("What the class is asked.");
    let ask = block.required("ask").and_then(|field| field.filled_text().map(str::to_owned));
    block.about("What is said once everybody has answered.");
    let mut because = String::new();
    block.read("because", &mut because);
    block.about("The number of the answer that is right, from 1.");
    let right = block.optional("answer");
    let number = right.as_ref().and_then(|field| within(field, &(1..=CHOICES_MAX as u32)));
    let answer = block.one_of(
        "way to answer",
        &[
            ("choices", "What is given to choose from, two to five answers."),
            ("draw", "What the class draws over the time of the run."),
        ],
        |name, field| match name {
            "choices" => choose(field, right.as_ref(), number),
            _ => Curve::read(field).map(Answer::Draw),
        },
    );
    Some(Question { ask: ask?, answer: answer?, because })
}

fn choose(field: &Field<'_>, right: Option<&Field<'_>>, number: Option<u32>) -> Option<Answer> {
    let choices = Vec::<String>::read(field)?;
    at_most(CHOICES_MAX, field, choices.len());
    if choices.len() < 2 {
        field.error(code::OUT_OF_RANGE, "there is nothing to choose from", "give two to five answers");
    }
    let Some(right) = right else {
        field.error(
            code::MISSING_FIELD,
            "\"answer\" is missing",
            "add \"answer\", the number of the right one",
        );
        return None;
    };
    let place = number? as usize - 1;
    if place >= choices.len() {
        let remedy = format!("write a number from 1 to {}", choices.len());
        right.error(code::OUT_OF_RANGE, "there is no such answer", remedy);
    }
    Some(Answer::Choose { choices, right: place })
}

/// A text whose figures are all known.
fn debrief(field: &Field<'_>) -> Option<String> {
    let text = field.filled_text()?;
    for piece in text.split('{').skip(1) {
        let name = piece.split_once('}').map_or(piece, |(name, _)| name);
        if Figure::from_spelling(name).is_none() {
            let names = nearest_spelling_candidates::<Figure>();
            let message = format!("no figure is called {}", quoted(name));
            field.error(code::UNKNOWN_NAME, message, remedy_for_word(name, &names));
        }
    }
    Some(text.to_owned())
}
