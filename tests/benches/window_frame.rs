//! A frame of the whole window, Bevy with it, with two thousand requests in flight, drawn to an image.
//!
//! `cargo bench --bench window_frame`
//!
//! On a machine without a GPU a driver in software draws, on threads of its own (`llvmpipe`). What they take a GPU would do; all
//! else, on whatever thread, is what a frame takes on any machine, and less than a sixtieth of a second of it is enough for
//! sixty frames a second. The times of threads come from Linux's `/proc`; elsewhere there is only the clock.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

mod crowd;

use std::time::{Duration, Instant};

use lonebox::visual::desk::{Command, Side};
use lonebox::visual::window::{Pictures, Size};

/// Simulated seconds a second.
const SPEEDS: [f64; 4] = [0.0, 1.0, 10.0, 1_000.0];
/// Frames for each speed.
const FRAMES: u32 = 300;
/// Sixty frames a second.
const FRAME: Duration = Duration::from_nanos(16_666_667);
/// How large the picture is.
const SIZE: Size = Size { width: 1_920, height: 1_080 };

fn main() {
    println!(
        "{:>9} {:>12} {:>16} {:>22} {:>10}",
        "speed", "clock [ms]", "driver [CPU ms]", "all else [CPU ms]", "in flight"
    );
    for speed in SPEEDS {
        let mut lab = crowd::crowded();
        lab.obey(Command::ShowSide(Side::Inspector));
        lab.obey(if speed > 0.0 { Command::Play } else { Command::Pause });
        lab.obey(Command::Speed(speed));
        let mut pictures = match Pictures::new(lab, SIZE) {
            Ok(pictures) => pictures,
            Err(why) => return println!("nothing here can draw: {why:?}"),
        };
        (0..20).for_each(|_| pictures.frame(FRAME)); // Letters are made in the first frames.
        let (begun, before) = (now(), Threads::now());
        for _ in 0..FRAMES {
            pictures.frame(FRAME);
            crowd::keep_going(&mut pictures.lab());
        }
        let (clock, after) = (begun.elapsed(), Threads::now());
        let each = |spent: Duration| spent.as_secs_f64() * 1e3 / f64::from(FRAMES);
        println!(
            "{:>9} {:>12.2} {:>16.2} {:>22.2} {:>10}",
            format!("{speed}x"),
            each(clock),
            each(after.driver.saturating_sub(before.driver)),
            each(after.others.saturating_sub(before.others)),
            crowd::in_flight(&pictures.lab())
        );
    }
}

/// CPU time of this program's threads so far.
#[derive(Default)]
struct Threads {
    /// Of those of a driver in software.
    driver: Duration,
    /// Of all others.
    others: Duration,
}

impl Threads {
    fn now() -> Self {
        let mut threads = Self::default();
        for task in std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten() {
            let (Ok(name), Ok(spent)) = (
                std::fs::read_to_string(task.path().join("comm")),
                std::fs::read_to_string(task.path().join("schedstat")),
            ) else {
                continue; // It has ended meanwhile.
            };
            let nanos = spent.split(' ').next().and_then(|nanos| nanos.parse().ok()).unwrap_or(0);
            let sum = if name.starts_with("llvmpipe") { &mut threads.driver } else { &mut threads.others };
            *sum += Duration::from_nanos(nanos);
        }
        threads
    }
}

#[expect(clippy::disallowed_methods, reason = "a bench measures the wall clock; the run knows nothing of it")]
fn now() -> Instant {
    Instant::now()
}
