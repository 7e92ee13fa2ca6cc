//! The lab without its window: a scenario on the table, whoever looks at it, and what is on the desk.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::scenario::{Diagnostic, shipped};
use crate::units::SimTime;
use crate::visual::desk::{Broken, Command, Desk, LessonProgress, Opening, STROKES, Shown, Side, View};
use crate::visual::playback::{Observer, Pace, Playback};
use crate::visual::texts;
use crate::visual::theme::Theme;

/// A scenario that is played, and everything around it.
#[derive(Clone, Debug)]
pub struct Lab {
    playback: Playback,
    observer: Observer,
    desk: Desk,
    /// Wall-clock time since the lab was opened.
    wall: Duration,
    /// The name of the file that is played.
    file: String,
    /// Whether somebody wants to leave.
    is_left: bool,
    /// As what this session was to be saved last, and as what it was.
    saved: Option<(PathBuf, PathBuf)>,
}

/// How long the engine may begin new slices in a frame: with the last slice, and a checkpoint after it, that is 8 ms at most.
pub const ENGINE_TIME: Duration = Duration::from_millis(5);

/// How many names are tried for a session.
const NAMES_MAX: u32 = 1_000;

impl Lab {
    /// The lab with the scenario of `text`, called `file`, on the table.
    ///
    /// # Errors
    ///
    /// Every mistake in the file.
    pub fn open(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let playback = Playback::open(text)?;
        let observer = Observer::new(file, &playback);
        let (desk, wall) = (Desk::default(), Duration::ZERO);
        let mut lab =
            Self { playback, observer, desk, wall, file: file.to_owned(), is_left: false, saved: None };
        lab.begin_the_lesson();
        Ok(lab)
    }

    /// What is played.
    pub fn playback(&self) -> &Playback {
        &self.playback
    }

    /// What everybody who draws may see.
    pub fn view(&self) -> View<'_> {
        self.observer.view(&self.playback, &self.desk)
    }

    /// What everything looks like.
    pub fn theme(&self) -> Theme {
        let scale = if self.desk.text_scale > 0.0 { self.desk.text_scale } else { 1.0 };
        Theme::new(self.desk.mode, self.desk.motion, scale)
    }

    /// Whether somebody wants to leave.
    pub fn is_left(&self) -> bool {
        self.is_left
    }

    /// One frame: lets `wall` pass and looks, as long as `has_time` says so.
    pub fn frame(&mut self, wall: Duration, mut has_time: impl FnMut() -> bool) {
        self.advance(wall, &mut has_time);
        self.look(has_time);
    }

    /// The first half of a frame: the engine lets `wall` pass, as long as `has_time` says so.
    pub fn advance(&mut self, wall: Duration, has_time: impl FnMut() -> bool) {
        self.wall += wall;
        self.playback.advance(wall, has_time);
    }

    /// The second half of a frame: looks; what takes long as long as `has_time` says so.
    pub fn look(&mut self, has_time: impl FnMut() -> bool) {
        self.observer.look(&self.playback, &self.desk, self.wall.as_secs_f64(), has_time);
    }

    /// Goes to where it was told to go, however long that takes, and looks.
    pub fn catch_up(&mut self) {
        self.playback.catch_up();
        self.look_now();
    }

    fn look_now(&mut self) {
        self.observer.look_closely_next();
        self.look(|| true);
    }

    /// Does what somebody asked for.
    pub fn obey(&mut self, command: Command) {
        self.desk.notice = None;
        match command {
            Command::Play if self.playback.is_over() => self.restart(Pace::Playing),
            Command::Play => self.playback.set_pace(Pace::Playing),
            Command::Pause => self.playback.set_pace(Pace::Paused),
            Command::StepEvent => self.playback.step_event(),
            Command::StepSecond => self.playback.step_second(),
            Command::Speed(speed) => self.playback.set_speed(speed),
            Command::GoTo(moment) => self.playback.go_to(moment),
            Command::NextIncident => self.playback.go_to_next_incident(),
            Command::Act(deed) => {
                if let Err(why) = self.act(&deed) {
                    self.desk.notice = Some(why);
                }
            }
            Command::Open(opening) => self.open_other(&opening),
            Command::Restart => self.restart(self.playback.pace()),
            Command::Save(path) => self.save(&path),
            Command::Quit => self.is_left = true,
            show => self.show(&show),
        }
    }

    /// What only changes what is shown.
    fn show(&mut self, command: &Command) {
        let desk = &mut self.desk;
        match *command {
            Command::ShowSide(side) => (desk.side, desk.is_side_open) = (side, true),
            Command::HideSide => desk.is_side_open = false,
            Command::ShowBottom(bottom) => (desk.bottom, desk.is_bottom_open) = (bottom, true),
            Command::HideBottom => desk.is_bottom_open = false,
            Command::Inspect(part) => {
                (desk.part, desk.side, desk.is_side_open) = (part, Side::Inspector, true);
            }
            Command::Follow(visit) => desk.followed = visit,
            Command::SetMode(mode) => desk.mode = mode,
            Command::SetMotion(motion) => desk.motion = motion,
            Command::SetTextScale(scale) => desk.text_scale = scale.clamp(0.75, 2.0),
            Command::ShowHelp(shown) => desk.is_help_open = shown == Shown::Yes,
            Command::Lesson(progress) => self.go_on_with_the_lesson(progress),
            Command::DismissBroken => desk.broken = None,
            Command::Vote(question, answer) => {
                let hands = entry(entry(&mut desk.hands, question), answer);
                *hands += 1;
            }
            Command::Draw(question, part, value) => {
                let strokes = entry(&mut desk.drawn, question);
                strokes.resize(STROKES, 0.0);
                strokes[part.min(STROKES - 1)] = value.max(0.0);
            }
            Command::ForgetVotes => (desk.hands, desk.drawn) = (Vec::new(), Vec::new()),
            _ => {}
        }
    }

    /// Does `deed` to the site, written as in a file but without its time.
    ///
    /// # Errors
    ///
    /// Why it was not done, in words.
    pub fn act(&mut self, deed: &str) -> Result<(), String> {
        self.playback.act(deed).map_err(|mistakes| texts::not_done(&mistakes))?;
        self.look_now();
        Ok(())
    }

    /// From the beginning, with nothing done by hand. What the class has said stays said.
    fn restart(&mut self, pace: Pace) {
        let text = self.playback.recording().opened().to_owned();
        let speed = self.playback.speed().0;
        let Desk { followed, lesson, hands, drawn, .. } = self.desk.clone();
        self.put_on_the_table(&self.file.clone(), &text);
        self.desk = Desk { followed, lesson, hands, drawn, ..self.desk.clone() };
        self.playback.set_speed(speed);
        self.playback.set_pace(pace);
    }

    /// Watching begins with time running; while the class thinks, it stands still, before anything has happened.
    fn go_on_with_the_lesson(&mut self, progress: LessonProgress) {
        let before = std::mem::replace(&mut self.desk.lesson, progress);
        match progress {
            LessonProgress::Run => self.obey(Command::Play),
            LessonProgress::Predict(_) => {
                self.playback.set_pace(Pace::Paused);
                if !matches!(before, LessonProgress::Predict(_)) {
                    self.playback.go_to(self.starts_at());
                }
            }
            LessonProgress::Debrief => self.playback.go_to(self.playback.simulation().end()),
            LessonProgress::Objective => {}
        }
    }

    /// To where the class comes in: the site has been running till then.
    fn begin_the_lesson(&mut self) {
        self.playback.go_to(self.starts_at());
        self.look_now();
    }

    /// The moment at which the class comes in.
    pub fn starts_at(&self) -> SimTime {
        self.playback.plan().class.as_ref().map_or(SimTime::ZERO, |class| class.start_at)
    }

    fn open_other(&mut self, opening: &Opening) {
        match opening {
            Opening::Shipped(name) => {
                if let Some(lesson) = shipped::called(name) {
                    self.put_on_the_table(lesson.name, lesson.text);
                }
            }
            Opening::Text(file, text) => self.put_on_the_table(file, text),
            Opening::File(path) => match read(path) {
                Ok(text) => self.put_on_the_table(&path.display().to_string(), &text),
                Err(why) => self.desk.notice = Some(why),
            },
        }
    }

    /// Plays another scenario. If there are mistakes in it they are told, and what is played goes on.
    fn put_on_the_table(&mut self, file: &str, text: &str) {
        match Playback::open(text) {
            Ok(playback) => {
                self.observer = Observer::new(file, &playback);
                self.playback = playback;
                file.clone_into(&mut self.file);
                self.desk.broken = None;
                (self.desk.followed, self.saved) = (None, None);
                self.desk.lesson = LessonProgress::default();
                (self.desk.hands, self.desk.drawn) = (Vec::new(), Vec::new());
                self.begin_the_lesson();
            }
            Err(diagnostics) => {
                self.desk.broken = Some(Broken { file: file.to_owned(), text: text.to_owned(), diagnostics });
            }
        }
    }

    /// Saves the session. What somebody else wrote stays: it gets a name of its own beside that.
    fn save(&mut self, path: &Path) {
        let known = self.saved.take().filter(|(asked, _)| asked == path);
        let (asked, written) = known.unwrap_or_else(|| (path.to_owned(), free_name(path)));
        self.desk.notice = Some(match write_whole(&written, &self.playback.text()) {
            Ok(()) => texts::saved(&written),
            Err(error) => texts::not_saved(&written, &error),
        });
        self.saved = Some((asked, written));
    }
}

/// The entry at `place`, which is made if it is not there.
fn entry<T: Default + Clone>(list: &mut Vec<T>, place: usize) -> &mut T {
    if list.len() <= place {
        list.resize(place + 1, T::default());
    }
    &mut list[place]
}

/// The largest file that is read [byte]; the reader of scenarios says what is too large.
const SIZE_MAX: u64 = 2 << 20;

fn read(path: &Path) -> Result<String, String> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(SIZE_MAX).read_to_end(&mut bytes));
    read.map_err(|error| texts::not_read(path, &error))?;
    let text = crate::scenario::decode(&bytes).map_err(|diagnostic| diagnostic.to_string())?;
    Ok(text.to_owned())
}

/// `path`, or the first of `path-2`, `path-3`, ... that is not there yet.
fn free_name(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let others = (2..NAMES_MAX).map(|number| path.with_file_name(format!("{stem}-{number}.json")));
    let mut names = std::iter::once(path.to_owned()).chain(others);
    names.find(|name| !name.exists()).unwrap_or_else(|| path.to_owned())
}

/// Writes beside the file and puts that in its place: a file appears whole or not at all.
fn write_whole(path: &Path, text: &str) -> std::io::Result<()> {
    let beside = path.with_extension("json.partly");
    std::fs::write(&beside, text)?;
    std::fs::rename(&beside, path).inspect_err(|_| drop(std::fs::remove_file(&beside)))
}
