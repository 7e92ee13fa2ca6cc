//! A frame of the lab with two thousand requests in flight: what the engine takes, and what all else takes but Bevy.
//!
//! `cargo bench --no-default-features --features cli,panels --bench lab_frame`
//!
//! Beside it stands the same window with nothing in it: what egui itself takes.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

mod crowd;

use std::time::{Duration, Instant};

use egui::{Context, RawInput, Rect, pos2};
use lonebox::visual::desk::{Bottom, Command, Side};
use lonebox::visual::lab::ENGINE_TIME;
use lonebox::visual::screen::Screen;

/// Simulated seconds a second.
const SPEEDS: [f64; 4] = [0.0, 1.0, 10.0, 1_000.0];
/// Frames for each speed.
const FRAMES: u32 = 400;
/// Sixty frames a second.
const FRAME: Duration = Duration::from_nanos(16_666_667);

fn main() {
    println!(
        "{:>9} {:>26} {:>26} {:>10} {:>12}",
        "speed", "engine [ms]", "the lab [ms]", "in flight", "reached"
    );
    println!("{:>9} {:>26} {:>26}", "", "mean    99 %   worst", "mean    99 %   worst");
    let mut nothing = Spent::default();
    let context = Context::default();
    for frame in 0..FRAMES {
        nothing.lab.push(timed(|| drop(picture(&context, frame, |_| {}))));
    }
    println!("{:>9} {:>26} {:>26}", "empty", "", summary(&nothing.lab));
    for speed in SPEEDS {
        measure(speed);
    }
}

/// Wall-clock times of frames.
#[derive(Default)]
struct Spent {
    engine: Vec<Duration>,
    lab: Vec<Duration>,
}

fn measure(speed: f64) {
    let mut lab = crowd::crowded();
    let (mut screen, context, mut spent) = (Screen::default(), Context::default(), Spent::default());
    lab.obey(Command::ShowSide(Side::Inspector));
    lab.obey(if speed > 0.0 { Command::Play } else { Command::Pause });
    lab.obey(Command::Speed(speed));
    let tabs = [Bottom::Charts, Bottom::Tables, Bottom::Log, Bottom::Expectations];
    for frame in 0..FRAMES {
        lab.obey(Command::ShowBottom(tabs[(frame / 20 % 4) as usize]));
        let mut engine = Duration::ZERO;
        let whole = timed(|| {
            engine = timed(|| {
                let begun = now();
                lab.advance(FRAME, || begun.elapsed() < ENGINE_TIME);
            });
            lab.look(|| false);
            let theme = lab.theme();
            drop(picture(&context, frame, |context| drop(screen.draw(context, &lab.view(), &theme))));
        });
        // Letters are made in the first frames.
        if frame >= 20 {
            spent.engine.push(engine);
            spent.lab.push(whole.saturating_sub(engine));
        }
        crowd::keep_going(&mut lab);
    }
    let view = lab.view();
    let in_flight = crowd::in_flight(&lab);
    let reached = format!("{:.0}x", view.clock.reached);
    let asked = format!("{speed}x");
    println!(
        "{asked:>9} {:>26} {:>26} {in_flight:>10} {reached:>12}",
        summary(&spent.engine),
        summary(&spent.lab)
    );
}

/// A picture of 1920 x 1080 points, as far as triangles.
fn picture(context: &Context, frame: u32, draw: impl FnOnce(&Context)) -> Vec<egui::ClippedPrimitive> {
    let screen = Rect::from_min_max(pos2(0.0, 0.0), pos2(1_920.0, 1_080.0));
    let time = Some(f64::from(frame) / 60.0);
    context.begin_pass(RawInput { screen_rect: Some(screen), time, ..RawInput::default() });
    draw(context);
    let output = context.end_pass();
    context.tessellate(output.shapes, output.pixels_per_point)
}

#[expect(clippy::disallowed_methods, reason = "a bench measures the wall clock; the run knows nothing of it")]
fn now() -> Instant {
    Instant::now()
}

fn timed(work: impl FnOnce()) -> Duration {
    let begun = now();
    work();
    begun.elapsed()
}

/// Mean, 99th percentile and worst [ms].
fn summary(times: &[Duration]) -> String {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let mean = sorted.iter().sum::<Duration>().as_secs_f64() / sorted.len() as f64;
    let [most, worst] = [sorted.len() * 99 / 100, sorted.len() - 1].map(|place| sorted[place].as_secs_f64());
    format!("{:.2}   {:.2}   {:.2}", mean * 1e3, most * 1e3, worst * 1e3)
}
