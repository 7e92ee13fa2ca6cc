//! A scenario played live in the terminal: the site, ten times a second.
//!
//! Each picture is written in one go over the one before, and between two pictures the cursor stands visible on the line
//! below them: whoever presses Ctrl-C finds the terminal as it was, without anybody having to clean up.
//!
//! How fast pictures come changes nothing in the run: it is only cut at other moments.

mod frame;
mod view;
mod head;
mod machine;
mod timeline;

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::time::Duration;

use view::Watch;

use super::clock::{Stopwatch, pause};
use super::output::Theme;
use super::terminal;
use crate::scenario::Plan;
use crate::simulation::{Halt, Report, Simulation};
use crate::units::{SimDuration, SimTime};

/// How long a picture stands.
const STANDS: Duration = Duration::from_millis(100);

/// Nanoseconds in a second.
const SECOND: u64 = 1_000_000_000;

/// Plays `plan` at `speed` simulated seconds a second and gives its report. If the picture can no longer be written,
/// the rest is run unseen.
pub(super) fn play(plan: Plan, speed: f64, theme: Theme) -> Report {
    let mut simulation = Simulation::new(plan);
    let mut screen = Screen::new(theme);
    let mut watch = Watch::new();
    let stopwatch = Stopwatch::start();
    loop {
        let shown = SimTime::ZERO + simulated(stopwatch.elapsed(), speed);
        let until = if screen.is_broken { simulation.end() } else { shown.min(simulation.end()) };
        let halt = run_noting(&mut simulation, &mut watch, until);
        if !screen.is_broken {
            watch.look(simulation.snapshot(), simulation.chronicle());
            screen.show(&watch, simulation.plan());
        }
        if halt != Halt::Reached || until >= simulation.end() {
            screen.leave();
            return simulation.report();
        }
        pause(STANDS);
    }
}

/// Runs on to `until`, with a note at every whole second on the way.
fn run_noting(simulation: &mut Simulation, watch: &mut Watch, until: SimTime) -> Halt {
    loop {
        let now = simulation.now();
        let whole = SimTime::from_secs(now.as_nanos() / SECOND + 1);
        let halt = simulation.run_until(whole.min(until).max(now));
        if simulation.now() == whole {
            watch.note(&simulation.snapshot());
        }
        if halt != Halt::Reached || simulation.now() >= until {
            return halt;
        }
    }
}

fn simulated(elapsed: Duration, speed: f64) -> SimDuration {
    SimDuration::from_nanos_f64(elapsed.as_secs_f64() * speed * 1e9)
}

/// The part of the terminal that is drawn over and over.
struct Screen {
    theme: Theme,
    /// Lines of the picture that stands there.
    lines: usize,
    pictures: u64,
    size: terminal::Size,
    is_broken: bool,
}

/// Pictures between two looks at the terminal's size.
const SIZE_HOLDS: u64 = 10;

impl Screen {
    fn new(theme: Theme) -> Self {
        Self { theme, lines: 0, pictures: 0, size: terminal::size(), is_broken: false }
    }

    fn show(&mut self, watch: &Watch, plan: &Plan) {
        self.pictures += 1;
        if self.pictures.is_multiple_of(SIZE_HOLDS) {
            self.size = terminal::size();
        }
        let Some(view) = watch.view(plan) else { return };
        let picture = frame::frame(&view, self.size, self.theme);
        self.write(&over(self.lines, &picture));
        self.lines = picture.lines().count();
    }

    /// The picture stays where it is, and what comes next stands below it.
    fn leave(&mut self) {
        if self.lines > 0 {
            self.write("\n");
        }
    }

    fn write(&mut self, text: &str) {
        let mut out = io::stdout().lock();
        self.is_broken |= out.write_all(text.as_bytes()).and_then(|()| out.flush()).is_err();
    }
}

/// What draws `picture` over one of `lines` lines: the cursor is hidden meanwhile, and lines that are too long for the
/// terminal are cut by it.
fn over(lines: usize, picture: &str) -> String {
    let mut text = String::from("\u{1b}[?2026h\u{1b}[?25l\u{1b}[?7l");
    if lines > 0 {
        let _ = write!(text, "\u{1b}[{lines}A");
    }
    for line in picture.lines() {
        // Erased first: after a line that fills its row the cursor still stands on the last character.
        text += "\r\u{1b}[K";
        text += line;
        text += "\n";
    }
    text + "\u{1b}[J\u{1b}[?7h\u{1b}[?25h\u{1b}[?2026l"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_drawn_over_the_one_before_and_leaves_the_cursor_visible() {
        let text = over(2, "one\ntwo\n");
        assert!(text.contains("\u{1b}[2A\r\u{1b}[Kone\n\r\u{1b}[Ktwo\n"), "{text:?}");
        assert!(text.ends_with("\u{1b}[?25h\u{1b}[?2026l"), "{text:?}");
        assert!(!over(0, "one\n").contains('A'), "the first picture goes where the cursor is");
    }

    #[test]
    fn simulated_time_follows_the_clock_at_the_speed_asked_for() {
        assert_eq!(simulated(Duration::from_millis(1_500), 2.0), SimDuration::from_secs(3));
    }
}
