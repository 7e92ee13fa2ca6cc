//! `lonebox shot` and `lonebox film`: the lab as a picture, or as many, without a display.

mod reel;

use std::path::Path;
use std::time::Duration;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, RgbaImage};

use self::reel::Reel;
use super::arguments::{BottomName, FilmArguments, Look, ShotArguments, SideName, ThemeName};
use super::input::{Refusal, Source};
use super::{Failure, candidate, exit_code, panic_message, sink, terminal};
use crate::units::{SimDuration, SimTime};
use crate::visual::desk::{Bottom, Command, LessonProgress, Side};
use crate::visual::lab::Lab;
use crate::visual::theme::Mode;
use crate::visual::window::{NoPicture, Pictures, Size};

/// How long before a picture things begin to move, so that they are on their way in it.
const RUN_UP: SimDuration = SimDuration::from_millis(1_500);

/// The most pictures of a film.
const PICTURES_MAX: u64 = 3_000;

/// Draws one picture.
pub(super) fn shot(arguments: &ShotArguments) -> Result<u8, Failure> {
    let ShotArguments { file, at, out, look } = arguments;
    if out.extension().is_some_and(|extension| !extension.eq_ignore_ascii_case("png")) {
        return Err(Failure::usage(format!("{} is no name of a PNG: write it with .png", out.display())));
    }
    let lab = match opened(file, look, *at)? {
        Ok(lab) => lab,
        Err(code) => return Ok(code),
    };
    let is_predicting = look.side == Some(SideName::Predict);
    let at = if is_predicting { lab.starts_at() } else { *at };
    let mut pictures = set_up(lab, look)?;
    run_up(&mut pictures, at, 1.0);
    if is_predicting {
        pictures.lab().obey(Command::Pause);
        pictures.lab().catch_up();
    }
    let picture = pictures.take().map_err(no_picture)?.image;
    write(out, &png(&picture)?)?;
    Ok(exit_code::ALL_MET)
}

/// Draws a picture after the other.
pub(super) fn film(arguments: &FilmArguments) -> Result<u8, Failure> {
    let FilmArguments { file, from, to, out, frames, speed, look } = arguments;
    if to <= from {
        return Err(Failure::usage("--to is not after --from".to_owned()));
    }
    let step = SimDuration::from_nanos_f64(speed / f64::from(*frames) * 1e9);
    let count = (*to - *from).as_nanos() / step.as_nanos().max(1) + 1;
    if count > PICTURES_MAX {
        let message = format!(
            "{count} pictures are too many: at most {PICTURES_MAX}; lower --frames, or raise --speed"
        );
        return Err(Failure::usage(message));
    }
    let lab = match opened(file, look, *to)? {
        Ok(lab) => lab,
        Err(code) => return Ok(code),
    };
    let wall = Duration::from_secs(1) / *frames;
    let mut reel = Reel::begin(out, wall)?;
    let mut pictures = set_up(lab, look)?;
    run_up(&mut pictures, *from, *speed);
    for _ in 0..count {
        reel.add(pictures.take().map_err(no_picture)?.image)?;
        pictures.lab().frame(wall, || true);
    }
    reel.finish(out)?;
    Ok(exit_code::ALL_MET)
}

/// The lab on this file, looking as it should, before the first of the deeds; or the exit code, if there is none.
fn opened(file: &Path, look: &Look, last: SimTime) -> Result<Result<Lab, u8>, Failure> {
    let source = match Source::read(file) {
        Ok(source) => source,
        Err(Refusal::Unreadable(why)) => return Err(Failure::usage(why)),
        Err(Refusal::Invalid { source, diagnostics }) => {
            terminal::tell(&candidate::rendered(&source, &diagnostics));
            return Ok(Err(exit_code::INVALID_SCENARIO));
        }
    };
    let mut lab = match Lab::open(&source.file, &source.text) {
        Ok(lab) => lab,
        Err(diagnostics) => {
            terminal::tell(&candidate::rendered(&source, &diagnostics));
            return Ok(Err(exit_code::INVALID_SCENARIO));
        }
    };
    panic_message::now_running(&source.file, lab.playback().plan().run.seed);
    let end = lab.playback().simulation().end();
    if last > end {
        return Err(Failure::usage(format!("the run ends at {end}, before {last}")));
    }
    for command in commands(look) {
        lab.obey(command);
    }
    let mut deeds: Vec<_> = look.deeds.iter().collect();
    deeds.sort_by_key(|(at, _)| *at);
    for (at, deed) in deeds {
        if *at >= end {
            return Err(Failure::usage(format!("the run ends at {end}: nothing is done at {at}")));
        }
        lab.obey(Command::GoTo(*at));
        lab.catch_up();
        lab.act(deed).map_err(Failure::usage)?;
    }
    Ok(Ok(lab))
}

fn commands(look: &Look) -> Vec<Command> {
    let mode = match look.theme {
        ThemeName::Dark => Mode::Dark,
        ThemeName::Light => Mode::Light,
        ThemeName::Projector => Mode::Projector,
    };
    let side = look.side.map(|side| match side {
        SideName::Lesson => (Side::Lesson, LessonProgress::Objective),
        SideName::Predict => (Side::Lesson, LessonProgress::Predict(0)),
        SideName::Run => (Side::Lesson, LessonProgress::Run),
        SideName::Debrief => (Side::Lesson, LessonProgress::Debrief),
        SideName::Deeds => (Side::Deeds, LessonProgress::Objective),
        SideName::Inspector => (Side::Inspector, LessonProgress::Objective),
        SideName::Scenarios => (Side::Scenarios, LessonProgress::Objective),
    });
    let side = side.map(|(side, lesson)| [Command::Lesson(lesson), Command::ShowSide(side)]);
    let bottom = look.bottom.map(|bottom| match bottom {
        BottomName::Charts => Bottom::Charts,
        BottomName::Waterfall => Bottom::Waterfall,
        BottomName::Log => Bottom::Log,
        BottomName::Expectations => Bottom::Expectations,
        BottomName::Tables => Bottom::Tables,
    });
    let shown = [Command::SetMode(mode), Command::Follow(look.follow)].into_iter();
    shown.chain(bottom.map(Command::ShowBottom)).chain(side.into_iter().flatten()).collect()
}

fn set_up(lab: Lab, look: &Look) -> Result<Pictures, Failure> {
    let (width, height) = look.size;
    Pictures::new(lab, Size { width, height }).map_err(no_picture)
}

/// Plays the last moments before `at` frame by frame, so that what moves is on its way.
fn run_up(pictures: &mut Pictures, at: SimTime, speed: f64) {
    let back = SimDuration::from_nanos_f64(RUN_UP.as_nanos() as f64 * speed);
    let from = SimTime::ZERO + at.since(SimTime::ZERO).saturating_sub(back);
    pictures.lab().obey(Command::GoTo(from));
    pictures.lab().catch_up();
    pictures.play_to(at, speed);
}

/// A PNG as small as it gets: it goes into books and over networks.
fn png(picture: &RgbaImage) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Adaptive);
    let opaque = DynamicImage::from(picture.clone()).into_rgb8();
    opaque.write_with_encoder(encoder).map_err(|error| Failure::output(format!("no PNG: {error}")))?;
    Ok(bytes)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    sink::bytes_to_file(path, bytes)
        .map_err(|error| Failure::output(format!("cannot write {}: {error}", path.display())))
}

#[expect(clippy::needless_pass_by_value, reason = "it is mapped over errors")]
fn no_picture(why: NoPicture) -> Failure {
    let message = match why {
        NoPicture::NoDriver => {
            "nothing here can draw: install a Vulkan driver (on Debian, mesa-vulkan-drivers draws in software)"
        }
        NoPicture::Lost => "the Vulkan driver gave no picture back",
    };
    Failure::output(message.to_owned())
}
