//! Draws five moments of the lab without a window and looks whether each shows what it must: `pictures DIRECTORY`.
//!
//! This needs a Vulkan driver, one in software will do, and so it is no test: `.ci/run` runs it and keeps the pictures.

use std::path::PathBuf;
use std::process::ExitCode;

use lonebox::units::{SimDuration, SimTime};
use lonebox::visual::desk::Command;
use lonebox::visual::lab::Lab;
use lonebox::visual::theme::{Mode, Motion, Theme};
use lonebox::visual::window::{NoPicture, Picture, Pictures, Size};

/// How wide and high the pictures are.
const SIZE: Size = Size { width: 1_280, height: 720 };

/// The least share of texels that are not the most frequent colour: less is as good as blank.
const DRAWN_MIN: f64 = 0.15;

/// A moment of a scenario and what its picture must show.
struct Moment {
    name: &'static str,
    scenario: &'static str,
    at: SimTime,
    /// What the banner says.
    banner: &'static str,
    /// The banner's colour.
    colour: fn(&Theme) -> [u8; 3],
    /// How many programs are shown as down.
    down: usize,
    /// What must be written on the stage.
    written: &'static [&'static str],
}

fn main() -> ExitCode {
    let Some(directory) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: pictures DIRECTORY");
        return ExitCode::from(2);
    };
    if let Err(error) = std::fs::create_dir_all(&directory) {
        eprintln!("{}: {error}", directory.display());
        return ExitCode::from(5);
    }
    let mut wrong = Vec::new();
    for moment in moments() {
        match drawn(&moment) {
            Ok(picture) => {
                let path = directory.join(format!("{}.png", moment.name));
                if let Err(error) = picture.image.save(&path) {
                    wrong.push(format!("{}: {error}", path.display()));
                }
                wrong.extend(
                    missing(&moment, &picture).into_iter().map(|what| format!("{}: {what}", moment.name)),
                );
            }
            Err(why) => wrong.push(format!("{}: {why:?}", moment.name)),
        }
    }
    wrong.iter().for_each(|what| eprintln!("{what}"));
    println!("{} pictures, {} not as they must be", moments().len(), wrong.len());
    if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn moments() -> Vec<Moment> {
    let good: fn(&Theme) -> [u8; 3] = |theme| rgb(theme.good);
    let bad: fn(&Theme) -> [u8; 3] = |theme| rgb(theme.bad);
    vec![
        Moment {
            name: "normal",
            scenario: include_str!("../../scenarios/09-normal-day.json"),
            at: SimTime::from_secs(20),
            banner: "UP",
            colour: good,
            down: 0,
            written: &["Visitors", "nginx", "gunicorn", "MySQL", "resolver"],
        },
        Moment {
            name: "plug-pulled",
            scenario: include_str!("../../scenarios/10-the-plug.json"),
            at: SimTime::from_secs(17),
            banner: "DOWN",
            colour: bad,
            down: 0,
            written: &["NO POWER", "put the plug back"],
        },
        Moment {
            name: "mysql-down",
            scenario: include_str!("../../scenarios/11-one-process-at-a-time.json"),
            at: SimTime::from_secs(25),
            banner: "DOWN",
            colour: bad,
            down: 1,
            written: &["down"],
        },
        Moment {
            name: "everything-down",
            scenario: include_str!("../../scenarios/10-the-plug.json"),
            at: SimTime::from_secs(30),
            banner: "DOWN",
            colour: bad,
            down: 3,
            written: &["down"],
        },
        Moment {
            name: "saturated",
            scenario: include_str!("../../scenarios/15-overload-outlives-its-cause.json"),
            at: SimTime::from_secs(100),
            banner: "DOWN",
            colour: bad,
            down: 0,
            written: &["4 of 4 workers busy"],
        },
    ]
}

/// The moment's picture, in which everything has been moving for a second.
fn drawn(moment: &Moment) -> Result<Picture, NoPicture> {
    let mut lab = Lab::open(moment.name, moment.scenario).expect("shipped scenarios are valid");
    lab.obey(Command::GoTo(before(moment.at)));
    lab.catch_up();
    let mut pictures = Pictures::new(lab, SIZE)?;
    pictures.play_to(moment.at, 1.0);
    pictures.take()
}

fn before(at: SimTime) -> SimTime {
    SimTime::ZERO + at.since(SimTime::ZERO).saturating_sub(SimDuration::from_secs(1))
}

/// What the picture does not show although it must.
fn missing(moment: &Moment, picture: &Picture) -> Vec<String> {
    let mut missing = Vec::new();
    let words = |wanted: &str| picture.words.iter().any(|words| words.contains(wanted));
    if !words(moment.banner) {
        missing.push(format!("the banner does not say {:?}", moment.banner));
    }
    missing.extend(
        moment
            .written
            .iter()
            .filter(|wanted| !words(wanted))
            .map(|wanted| format!("{wanted:?} is not written")),
    );
    let down = picture.words.iter().filter(|words| words.as_str() == "down").count();
    if down != moment.down {
        missing.push(format!("{down} programs are shown as down instead of {}", moment.down));
    }
    let theme = Theme::new(Mode::Dark, Motion::Full, 1.0);
    let banner = (moment.colour)(&theme);
    let in_banner = (250..800).filter(|x| near(picture.image.get_pixel(*x, 8).0, banner)).count();
    if in_banner < 400 {
        missing.push(format!("the banner has its colour in {in_banner} of 550 places"));
    }
    let drawn = drawn_share(picture);
    if drawn < DRAWN_MIN {
        missing.push(format!("only {:.1} % of it is drawn on", drawn * 100.0));
    }
    missing
}

/// The share of the picture that has not its most frequent colour.
fn drawn_share(picture: &Picture) -> f64 {
    let mut colours: Vec<[u8; 4]> = picture.image.pixels().map(|pixel| pixel.0).collect();
    colours.sort_unstable();
    let most = colours.chunk_by(|a, b| a == b).map(<[_]>::len).max().unwrap_or_default();
    1.0 - most as f64 / colours.len() as f64
}

fn near(pixel: [u8; 4], colour: [u8; 3]) -> bool {
    pixel.iter().zip(colour).all(|(seen, wanted)| seen.abs_diff(wanted) < 12)
}

fn rgb(colour: egui::Color32) -> [u8; 3] {
    [colour.r(), colour.g(), colour.b()]
}
