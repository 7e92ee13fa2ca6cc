//! What the keys do: one table, from which they are explained and by which they are obeyed.

use egui::{Key, Modifiers};

use crate::units::SimTime;
use crate::visual::desk::{Bottom, Command, Shown, Side, View};
use crate::visual::panels::SPEEDS;
use crate::visual::texts::{bottom, instruments as texts};
use crate::visual::theme::{Mode, Motion};
use crate::vocabulary::ActionName;

/// A key, or a key with others held, and what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortcut {
    /// The key itself.
    pub key: Key,
    /// What is held meanwhile.
    pub held: Modifiers,
    /// As it is written on the keyboard: `Ctrl+S`.
    pub written: &'static str,
    /// What sort of thing it does.
    pub group: Group,
    /// What it does, in words.
    pub label: &'static str,
    does: Does,
}

/// What sort of thing a key does, in the order in which they are explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// It drives the clock.
    Time,
    /// It does something to the site.
    Site,
    /// It chooses what is shown.
    Show,
    /// It changes how things look, or is about files and help.
    Lab,
}

impl Group {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Time, Self::Site, Self::Show, Self::Lab];
}

/// What a key does; what is asked for by that may depend on what is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    PlayOrPause,
    Ask(Asked),
    Faster,
    Slower,
    Act(ActionName),
    Bottom(Bottom),
    Side(Side),
    NextMode,
    OtherMotion,
    Larger,
    Smaller,
    Help,
    PutAway,
    Save,
}

/// What is asked for whatever is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    StepEvent,
    StepSecond,
    BackSecond,
    ToStart,
    Restart,
    NextIncident,
}

/// The sizes of text, from the smallest to the largest, and the step between them.
const SCALES: (f32, f32, f32) = (0.8, 2.0, 0.1);

const fn key(key: Key, written: &'static str, group: Group, label: &'static str, does: Does) -> Shortcut {
    Shortcut { key, held: Modifiers::NONE, written, group, label, does }
}

const fn held(held: Modifiers, shortcut: Shortcut) -> Shortcut {
    Shortcut { held, ..shortcut }
}

/// Every key that does something.
#[rustfmt::skip]
pub const ALL: &[Shortcut] = &[
    key(Key::Space, "Space", Group::Time, texts::KEY_PLAY, Does::PlayOrPause),
    key(Key::ArrowRight, "Right", Group::Time, texts::KEY_SECOND, Does::Ask(Asked::StepSecond)),
    key(Key::ArrowLeft, "Left", Group::Time, texts::KEY_BACK, Does::Ask(Asked::BackSecond)),
    held(Modifiers::SHIFT,
        key(Key::ArrowRight, "Shift+Right", Group::Time, texts::KEY_EVENT, Does::Ask(Asked::StepEvent))),
    key(Key::ArrowUp, "Up", Group::Time, texts::KEY_FASTER, Does::Faster),
    key(Key::ArrowDown, "Down", Group::Time, texts::KEY_SLOWER, Does::Slower),
    key(Key::N, "N", Group::Time, texts::KEY_NEXT, Does::Ask(Asked::NextIncident)),
    key(Key::End, "End", Group::Time, texts::KEY_NEXT, Does::Ask(Asked::NextIncident)),
    key(Key::Home, "Home", Group::Time, texts::KEY_TO_START, Does::Ask(Asked::ToStart)),
    held(Modifiers::SHIFT,
        key(Key::Home, "Shift+Home", Group::Time, texts::KEY_RESTART, Does::Ask(Asked::Restart))),
    key(Key::P, "P", Group::Site, texts::KEY_PLUG, Does::Act(ActionName::PowerLoss)),
    key(Key::R, "R", Group::Site, texts::KEY_NGINX, Does::Act(ActionName::NginxRestart)),
    key(Key::D, "D", Group::Site, texts::KEY_DEPLOY, Does::Act(ActionName::GunicornRestart)),
    key(Key::V, "V", Group::Site, texts::KEY_VISITORS, Does::Act(ActionName::Spike)),
    key(Key::Num1, "1", Group::Show, bottom(Bottom::Charts), Does::Bottom(Bottom::Charts)),
    key(Key::Num2, "2", Group::Show, bottom(Bottom::Waterfall), Does::Bottom(Bottom::Waterfall)),
    key(Key::Num3, "3", Group::Show, bottom(Bottom::Log), Does::Bottom(Bottom::Log)),
    key(Key::Num4, "4", Group::Show, bottom(Bottom::Expectations), Does::Bottom(Bottom::Expectations)),
    key(Key::Num5, "5", Group::Show, bottom(Bottom::Tables), Does::Bottom(Bottom::Tables)),
    key(Key::F2, "F2", Group::Show, texts::LESSON, Does::Side(Side::Lesson)),
    key(Key::F3, "F3", Group::Show, texts::DEEDS, Does::Side(Side::Deeds)),
    key(Key::F4, "F4", Group::Show, texts::INSPECTOR, Does::Side(Side::Inspector)),
    key(Key::F5, "F5", Group::Show, texts::SCENARIOS, Does::Side(Side::Scenarios)),
    key(Key::T, "T", Group::Lab, texts::KEY_THEME, Does::NextMode),
    key(Key::M, "M", Group::Lab, texts::KEY_MOTION, Does::OtherMotion),
    key(Key::Plus, "+", Group::Lab, texts::KEY_LARGER, Does::Larger),
    key(Key::Minus, "-", Group::Lab, texts::KEY_SMALLER, Does::Smaller),
    held(Modifiers::COMMAND, key(Key::S, "Ctrl+S", Group::Lab, texts::KEY_SAVE, Does::Save)),
    held(Modifiers::COMMAND, key(Key::O, "Ctrl+O", Group::Lab, texts::KEY_OPEN, Does::Side(Side::Scenarios))),
    key(Key::Questionmark, "?", Group::Lab, texts::KEY_HELP, Does::Help),
    key(Key::F1, "F1", Group::Lab, texts::KEY_HELP, Does::Help),
    key(Key::Escape, "Esc", Group::Lab, texts::KEY_CLOSE, Does::PutAway),
    // The same on keyboards whose keys are elsewhere.
    held(Modifiers::SHIFT, key(Key::Questionmark, "?", Group::Lab, texts::KEY_HELP, Does::Help)),
    held(Modifiers::SHIFT, key(Key::Slash, "?", Group::Lab, texts::KEY_HELP, Does::Help)),
    held(Modifiers::SHIFT, key(Key::Plus, "+", Group::Lab, texts::KEY_LARGER, Does::Larger)),
    key(Key::Equals, "+", Group::Lab, texts::KEY_LARGER, Does::Larger),
];

/// What is asked for by `key` while `held` is held; nothing where that means nothing now.
pub fn command(key: Key, held: Modifiers, view: &View<'_>) -> Option<Command> {
    let meant = |shortcut: &&Shortcut| {
        let same = |one: bool, other: bool| one == other;
        let (wanted, is_command) = (shortcut.held, held.command || held.ctrl);
        shortcut.key == key
            && same(wanted.shift, held.shift)
            && same(wanted.alt, held.alt)
            && same(wanted.command, is_command)
    };
    ALL.iter().find(meant)?.command(view)
}

impl Shortcut {
    /// What is asked for by it now; nothing where it means nothing now.
    pub fn command(&self, view: &View<'_>) -> Option<Command> {
        match self.does {
            Does::PlayOrPause if view.clock.is_playing => Some(Command::Pause),
            Does::PlayOrPause => Some(Command::Play),
            Does::Ask(asked) => Some(asked.command(view)),
            Does::Faster => {
                let faster = SPEEDS.iter().find(|speed| **speed > view.clock.speed * 1.001);
                faster.map(|speed| Command::Speed(*speed))
            }
            Does::Slower => {
                let slower = SPEEDS.iter().rev().find(|speed| **speed < view.clock.speed * 0.999);
                slower.map(|speed| Command::Speed(*speed))
            }
            Does::Act(name) => {
                let offer = view.scenario.deeds.iter().find(|offer| offer.name == name);
                offer.map(|offer| Command::Act(offer.deed.clone()))
            }
            Does::Bottom(tab) => Some(Command::ShowBottom(tab)),
            Does::Side(tab) => Some(Command::ShowSide(tab)),
            Does::Save => Some(Command::Save(texts::session_file(&view.scenario.file).into())),
            Does::NextMode
            | Does::OtherMotion
            | Does::Larger
            | Does::Smaller
            | Does::Help
            | Does::PutAway => self.does.looks(view),
        }
    }
}

impl Does {
    /// What is only about the looks of the lab.
    fn looks(self, view: &View<'_>) -> Option<Command> {
        let desk = view.desk;
        match self {
            Self::NextMode => Some(Command::SetMode(match desk.mode {
                Mode::Dark => Mode::Light,
                Mode::Light => Mode::Projector,
                Mode::Projector => Mode::Dark,
            })),
            Self::OtherMotion => Some(Command::SetMotion(match desk.motion {
                Motion::Full => Motion::Reduced,
                Motion::Reduced => Motion::Full,
            })),
            Self::Larger => Some(scaled(desk.text_scale, SCALES.2)),
            Self::Smaller => Some(scaled(desk.text_scale, -SCALES.2)),
            Self::Help | Self::PutAway if desk.is_help_open => Some(Command::ShowHelp(Shown::No)),
            Self::Help => Some(Command::ShowHelp(Shown::Yes)),
            Self::PutAway if desk.broken.is_some() => Some(Command::DismissBroken),
            Self::PutAway => desk.followed.map(|_| Command::Follow(None)),
            _ => None,
        }
    }
}

impl Asked {
    fn command(self, view: &View<'_>) -> Command {
        match self {
            Self::StepEvent => Command::StepEvent,
            Self::StepSecond => Command::StepSecond,
            Self::BackSecond => {
                let now = view.clock.now.as_nanos();
                Command::GoTo(SimTime::from_nanos(now.saturating_sub(1_000_000_000)))
            }
            Self::ToStart => Command::GoTo(SimTime::ZERO),
            Self::Restart => Command::Restart,
            Self::NextIncident => Command::NextIncident,
        }
    }
}

fn scaled(scale: f32, step: f32) -> Command {
    let scale = if scale > 0.0 { scale } else { 1.0 };
    let tenths = ((scale + step) * 10.0).round() / 10.0;
    Command::SetTextScale(tenths.clamp(SCALES.0, SCALES.1))
}
