//! What `shot` and `film` are told.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::speed;
use crate::units::SimTime;

/// What `shot` is told.
#[derive(Debug, Args)]
pub(in crate::cli) struct ShotArguments {
    /// A scenario file; `-` is standard input.
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    /// The moment, such as 75s.
    #[arg(long, value_name = "TIME")]
    pub(in crate::cli) at: SimTime,
    /// The PNG file, written whole or not at all.
    #[arg(long, short, value_name = "PATH")]
    pub(in crate::cli) out: PathBuf,
    #[command(flatten)]
    pub(in crate::cli) look: Look,
}

/// What `film` is told.
#[derive(Debug, Args)]
pub(in crate::cli) struct FilmArguments {
    /// A scenario file; `-` is standard input.
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    /// The first moment, such as 60s.
    #[arg(long, value_name = "TIME")]
    pub(in crate::cli) from: SimTime,
    /// The last one.
    #[arg(long, value_name = "TIME")]
    pub(in crate::cli) to: SimTime,
    /// A GIF file (its name ends in .gif), or a directory for PNG files; appears whole or not at all.
    #[arg(long, short, value_name = "PATH")]
    pub(in crate::cli) out: PathBuf,
    /// Pictures a second, from 1 to 50.
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=50))]
    pub(in crate::cli) frames: u32,
    /// Simulated seconds a second, from 0.1 to 1000.
    #[arg(long, value_name = "N", value_parser = speed, default_value = "1")]
    pub(in crate::cli) speed: f64,
    #[command(flatten)]
    pub(in crate::cli) look: Look,
}

/// How the lab looks in a picture.
#[derive(Debug, Args)]
pub(in crate::cli) struct Look {
    /// How wide and high, in pixels: 320x200 to 3840x2160.
    #[arg(long, value_name = "WxH", value_parser = size, default_value = "1280x720")]
    pub(in crate::cli) size: (u32, u32),
    /// The colours.
    #[arg(long, value_enum, default_value = "dark")]
    pub(in crate::cli) theme: ThemeName,
    /// What is shown at the side.
    #[arg(long, value_enum)]
    pub(in crate::cli) side: Option<SideName>,
    /// What is shown at the bottom.
    #[arg(long, value_enum)]
    pub(in crate::cli) bottom: Option<BottomName>,
    /// The visit that is followed, from 1.
    #[arg(long, value_name = "VISIT", value_parser = clap::value_parser!(u64).range(1..))]
    pub(in crate::cli) follow: Option<u64>,
    /// What is done to the site, and when: `40s={"nginx_restart": {}}`; may be given several times.
    #[arg(long = "do", value_name = "TIME=ACTION", value_parser = deed)]
    pub(in crate::cli) deeds: Vec<(SimTime, String)>,
}

/// The colours of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ThemeName {
    /// Bright on dark.
    Dark,
    /// Dark on bright.
    Light,
    /// 1.6 times as large, in high contrast.
    Projector,
}

/// What a picture shows at the side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SideName {
    /// The lesson.
    Lesson,
    /// The lesson, while the class predicts: `shot` draws the moment at which the class comes in, whatever --at says.
    Predict,
    /// The lesson, while it runs.
    Run,
    /// The lesson's debrief.
    Debrief,
    /// What can be done to the site.
    Deeds,
    /// A part of the site.
    Inspector,
    /// The scenarios there are.
    Scenarios,
}

/// What a picture shows at the bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum BottomName {
    /// Charts.
    Charts,
    /// The waterfall of the visit that is followed.
    Waterfall,
    /// What happened, and the logs.
    Log,
    /// What should happen.
    Expectations,
    /// The charts' figures.
    Tables,
}

fn size(text: &str) -> Result<(u32, u32), String> {
    let sides =
        text.split_once('x').and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    match sides {
        Some((width @ 320..=3_840, height @ 200..=2_160)) => Ok((width, height)),
        _ => Err("write WIDTHxHEIGHT, from 320x200 to 3840x2160".to_owned()),
    }
}

fn deed(text: &str) -> Result<(SimTime, String), String> {
    let parts = text.split_once('=').and_then(|(at, deed)| Some((at.parse().ok()?, deed.to_owned())));
    parts.ok_or_else(|| "write TIME=ACTION, such as 40s={\"nginx_restart\": {}}".to_owned())
}
