//! What everybody who draws may see, and what everybody who is clicked may ask for.

mod band;

use std::path::PathBuf;

use crate::expectation::Verdict;
use crate::metrics::{Entry, Logs, Series};
use crate::scenario::{Class, Diagnostic};
use crate::snapshot::{CloseUp, PageJourney, Site, Standing};
use crate::units::{SimDuration, SimTime};
use crate::visual::theme::{Mode, Motion};
use crate::vocabulary::{ActionKind, ActionName};

pub use band::{Band, BandKind, By, Label};

/// Everything that a picture of the lab is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// What is played.
    pub scenario: &'a Scenario,
    /// The clock and how it is driven.
    pub clock: Clock,
    /// The site now.
    pub site: &'a Site,
    /// The site seen closely.
    pub close_up: &'a CloseUp,
    /// How the site stands, from the visitor's chair.
    pub standing: Standing,
    /// Since when.
    pub since: SimTime,
    /// Why, in words; empty while it is up.
    pub why: &'a str,
    /// Good pages over pages that ended, so far; nothing before the first.
    pub availability: Option<f64>,
    /// What stands on the timeline, by beginning.
    pub bands: &'a [Band],
    /// The run so far, at equal steps.
    pub series: &'a Series,
    /// gunicorn as it is set up now.
    pub set_up: SetUp,
    /// What happened to the site so far.
    pub chronicle: &'a [Entry],
    /// The programs' logs.
    pub logs: &'a Logs,
    /// What should happen, held against the run so far, in the file's order.
    pub verdicts: &'a [LiveVerdict],
    /// Failed pages by how they failed and who is to blame, in words, the most frequent first.
    pub causes: &'a [(String, u64)],
    /// What is said after the lesson, with this run's figures.
    pub debrief: &'a str,
    /// The journey of the page that is followed or was asked for.
    pub journey: Option<&'a PageJourney>,
    /// What is on the desk: what is chosen, shown and set.
    pub desk: &'a Desk,
}

/// gunicorn as it is set up, for whoever asks theory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SetUp {
    /// The threads of all its workers.
    pub threads: u32,
    /// Since when it and what it stands on are set up so.
    pub since: SimTime,
}

/// The scenario that is played.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    /// Where it came from: a file's name.
    pub file: String,
    /// Its title.
    pub title: String,
    /// What should be learnt from it.
    pub lesson: String,
    /// What is expected to happen, in words.
    pub hypothesis: String,
    /// Routes, in the application's order: what they are called.
    pub routes: Vec<String>,
    /// What can be done to the site.
    pub deeds: Vec<Offer>,
    /// The settings that can be turned while it runs.
    pub knobs: Vec<Knob>,
    /// All effective settings, for the inspector: path, value as a file writes it, where it comes from.
    pub settings: Vec<(String, String, String)>,
    /// The name of the site.
    pub name: String,
    /// The A record's TTL.
    pub ttl: SimDuration,
    /// Whether it is served over HTTPS.
    pub is_secure: bool,
    /// What a teacher does with it in front of a class.
    pub class: Option<Class>,
}

/// Something that can be done to the site.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// Its name in the vocabulary.
    pub name: ActionName,
    /// What sort of deed it is.
    pub kind: ActionKind,
    /// What the button says.
    pub label: String,
    /// What it does, in a sentence.
    pub meaning: String,
    /// The action as a file writes it, without its time: `{"power_loss": {"for": "10s"}}`.
    pub deed: String,
}

/// A setting that can be turned while the site runs, under its real name.
#[derive(Clone, Debug, PartialEq)]
pub struct Knob {
    /// Its path in a file: `server.nginx.proxy_read_timeout`.
    pub path: String,
    /// The part of the site that it belongs to.
    pub part: Part,
    /// What is in effect now, as a number in `unit`.
    pub value: f64,
    /// The least and the most.
    pub range: (f64, f64),
    /// The unit that the number is followed by in a file: `s`, `MiB`, nothing for a plain number.
    pub unit: String,
    /// Whether the file writes it in quotes.
    pub is_text: bool,
    /// What it means.
    pub meaning: String,
}

/// The clock, and how it is driven.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Clock {
    /// Now.
    pub now: SimTime,
    /// The end of the run.
    pub end: SimTime,
    /// How far the run has been played, before somebody went back.
    pub played: SimTime,
    /// Whether it runs.
    pub is_playing: bool,
    /// Simulated seconds a second, as asked for.
    pub speed: f64,
    /// Simulated seconds a second, as reached.
    pub reached: f64,
    /// Wall-clock seconds since the lab was opened: for things that blink and glide, nothing else.
    pub wall: f64,
}

/// An expectation while the run goes on.
#[derive(Clone, Debug, PartialEq)]
pub struct LiveVerdict {
    /// What was claimed and what was measured so far.
    pub verdict: Verdict,
    /// Whether that can still change.
    pub is_settled: bool,
}

/// A part of the site that can be looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The visitors.
    Visitors,
    /// The chain that resolves the name.
    Dns,
    /// The wire.
    Network,
    /// The machine.
    #[default]
    Machine,
    /// nginx.
    Nginx,
    /// gunicorn.
    Gunicorn,
    /// The application files.
    Application,
    /// MySQL.
    Mysql,
}

impl Part {
    /// All of them, in the order in which a request meets them.
    pub const ALL: [Self; 8] = [
        Self::Visitors,
        Self::Dns,
        Self::Network,
        Self::Machine,
        Self::Nginx,
        Self::Gunicorn,
        Self::Application,
        Self::Mysql,
    ];
}

/// What the panel at the side shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// The lesson.
    #[default]
    Lesson,
    /// Everything that can be done to the site.
    Deeds,
    /// A part of the site.
    Inspector,
    /// The scenarios there are, and files.
    Scenarios,
}

/// What the panel at the bottom shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bottom {
    /// Charts.
    #[default]
    Charts,
    /// The waterfall of a page.
    Waterfall,
    /// What happened, and the logs.
    Log,
    /// What should happen.
    Expectations,
    /// The charts as tables.
    Tables,
}

/// What is on the desk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Desk {
    /// What the panel at the side shows.
    pub side: Side,
    /// Whether it stands beside a stage that is narrow; beside a wide one it always does.
    pub is_side_open: bool,
    /// What the panel at the bottom shows.
    pub bottom: Bottom,
    /// Whether it stands over a stage that is low; below a high one it always does.
    pub is_bottom_open: bool,
    /// The part of the site that is looked at.
    pub part: Part,
    /// The visit that is followed.
    pub followed: Option<u64>,
    /// Light or dark.
    pub mode: Mode,
    /// Whether things move.
    pub motion: Motion,
    /// How large text is; 0 stands for 1.
    pub text_scale: f32,
    /// Whether the keys are explained.
    pub is_help_open: bool,
    /// How far the lesson is.
    pub lesson: LessonProgress,
    /// What the class said: for each question, how many hands for each answer.
    pub hands: Vec<Vec<u32>>,
    /// What the class drew: for each question, a value for each of [`STROKES`] equal parts of the run.
    pub drawn: Vec<Vec<f32>>,
    /// A file that could not be opened: its name, its text and what is wrong with it.
    pub broken: Option<Broken>,
    /// The last thing that the lab has to tell: "saved as ...".
    pub notice: Option<String>,
}

/// Into how many parts the run is cut for what a class draws.
pub const STROKES: usize = 24;

/// How far a lesson is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LessonProgress {
    /// What it is about.
    #[default]
    Objective,
    /// The class votes; the question's number.
    Predict(usize),
    /// It runs.
    Run,
    /// What came of it, beside what was predicted.
    Debrief,
}

/// A file that could not be opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    /// Its name.
    pub file: String,
    /// Its text.
    pub text: String,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// What somebody asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Let it run.
    Play,
    /// Hold it.
    Pause,
    /// One event on.
    StepEvent,
    /// One simulated second on.
    StepSecond,
    /// Simulated seconds a second, 0.1 to 1,000.
    Speed(f64),
    /// Back or on to this moment.
    GoTo(SimTime),
    /// On to the next incident or action, or to the end.
    NextIncident,
    /// Do this to the site now, written as in a file but without its time.
    Act(String),
    /// Play this scenario from its beginning.
    Open(Opening),
    /// Play the same from its beginning, with nothing done by hand.
    Restart,
    /// Write what was played as a scenario file.
    Save(PathBuf),
    /// Show this at the side.
    ShowSide(Side),
    /// Leave the room at the side to the stage, where that is narrow.
    HideSide,
    /// Puts the panel at the bottom away, where it hides the stage.
    HideBottom,
    /// Show this at the bottom.
    ShowBottom(Bottom),
    /// Look at this part of the site.
    Inspect(Part),
    /// Follow this visit, or nobody.
    Follow(Option<u64>),
    /// Light or dark.
    SetMode(Mode),
    /// Whether things move.
    SetMotion(Motion),
    /// How large text is.
    SetTextScale(f32),
    /// Explain the keys, or no longer.
    ShowHelp(Shown),
    /// Go to this part of the lesson.
    Lesson(LessonProgress),
    /// A hand for this: the question's and the answer's number.
    Vote(usize, usize),
    /// The class draws: the question's number, the part of the run and the value there.
    Draw(usize, usize, f32),
    /// Forget what the class has said.
    ForgetVotes,
    /// Put the message about a broken file away.
    DismissBroken,
    /// Leave the lab.
    Quit,
}

/// Whether something is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// It is.
    Yes,
    /// It is not.
    No,
}

/// Where a scenario comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// It came with the lab, under this name.
    Shipped(&'static str),
    /// A file on the disk.
    File(PathBuf),
    /// Its name and its text, as dropped onto the window.
    Text(String, String),
}
