//! What the lesson's panel says.

/// A scenario without a lesson.
pub const NO_CLASS: &str = "no lesson comes with this scenario";
/// The parts of a lesson.
pub const STEPS: [&str; 4] = ["About", "Predict", "Run", "Compare"];
/// Before what everybody should be able to say.
pub const OBJECTIVE: &str = "Afterwards you can";
/// Before what it is about.
pub const BACKGROUND: &str = "What it is about";
/// The button to the first question.
pub const PREDICT_FIRST: &str = "Predict first";
/// The button to the next question.
pub const NEXT_QUESTION: &str = "Next question";
/// The button that lets it run.
pub const RUN_IT: &str = "Run it";
/// While it runs.
pub const RUN: &str = "Watch what happens, and do it yourself:";
/// The button to the debrief.
pub const COMPARE: &str = "Compare";
/// The button to the beginning.
pub const ONCE_MORE: &str = "Once more";
/// What a click on an answer is.
pub const RAISE_A_HAND: &str = "Count a hand for this answer";
/// Below the answers.
pub const ONE_CLICK_A_HAND: &str = "One click counts one hand. What is right is told afterwards.";
/// What a class draws on.
pub const SHEET: &str = "what you expect over the time of the run";
/// Below it.
pub const DRAW_HERE: &str = "Draw from left to right: the run's time; upwards: more.";
/// Below a drawing and what came.
pub const BARS_AND_LINE: &str = "bars: what you drew; line: what came";

/// The parts of the course, and how long it takes.
pub fn course(sections: &[String], minutes: u32) -> String {
    format!("{} · {minutes} minutes", sections.join(", "))
}

/// Which question it is.
pub fn question(number: usize, of: usize) -> String {
    format!("Question {number} of {of}")
}

/// How many hands were raised.
pub fn hands(count: u32) -> String {
    if count == 1 { "1 hand".to_owned() } else { format!("{count} hands") }
}

/// How many predictions came true.
pub fn so_many_right(right: u32, of: u32) -> String {
    format!("{right} of {of} predictions right")
}

/// What is right.
pub fn it_is(answer: &str) -> String {
    format!("✔ {answer}")
}

/// What most said that is not.
pub fn class_said(answer: &str) -> String {
    format!("✖ the class said: {answer}")
}
