//! A film while it is taken: each picture is written as it comes, beside the place where the whole will appear.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::Duration;

use image::codecs::gif::{GifEncoder, Repeat};
use image::{Delay, Frame, RgbaImage};
use tempfile::{NamedTempFile, TempDir};

use crate::cli::{Failure, sink};

/// A film that is not whole yet; dropped, it leaves nothing behind.
pub(super) enum Reel {
    /// One file that moves.
    Gif {
        /// Where it is until it is whole.
        file: NamedTempFile,
        /// What writes it.
        encoder: Box<GifEncoder<BufWriter<File>>>,
        /// How long each picture is seen.
        each: Duration,
    },
    /// Numbered files in a directory.
    Numbered {
        /// Where they are until they are all there.
        directory: TempDir,
        /// How many there are.
        count: u32,
    },
}

impl Reel {
    /// Begins a film that will be at `out`: a GIF if it is called so, else a directory.
    ///
    /// # Errors
    ///
    /// It cannot be written there, or there is such a directory already.
    pub(super) fn begin(out: &Path, each: Duration) -> Result<Self, Failure> {
        let beside = sink::directory_of(out);
        if out.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gif")) {
            let file = sink::new_file_in(beside).map_err(|error| not_written(out, &error))?;
            let writer = BufWriter::new(file.reopen().map_err(|error| not_written(out, &error))?);
            let mut encoder = Box::new(GifEncoder::new_with_speed(writer, 10));
            encoder.set_repeat(Repeat::Infinite).map_err(|error| not_written(out, &error))?;
            return Ok(Self::Gif { file, encoder, each });
        }
        if out.exists() {
            return Err(Failure::output(format!("{} is there already", out.display())));
        }
        let directory = sink::new_directory_in(beside).map_err(|error| not_written(out, &error))?;
        Ok(Self::Numbered { directory, count: 0 })
    }

    /// One more picture.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub(super) fn add(&mut self, picture: RgbaImage) -> Result<(), Failure> {
        match self {
            Self::Gif { file, encoder, each } => {
                let frame = Frame::from_parts(picture, 0, 0, Delay::from_saturating_duration(*each));
                encoder.encode_frame(frame).map_err(|error| not_written(file.path(), &error))
            }
            Self::Numbered { directory, count } => {
                *count += 1;
                let path = directory.path().join(format!("{count:04}.png"));
                fs::write(&path, super::png(&picture)?).map_err(|error| not_written(&path, &error))
            }
        }
    }

    /// The whole film appears at `out`.
    ///
    /// # Errors
    ///
    /// It cannot be written there.
    pub(super) fn finish(self, out: &Path) -> Result<(), Failure> {
        match self {
            Self::Gif { file, encoder, .. } => {
                drop(encoder);
                file.as_file().flush().map_err(|error| not_written(out, &error))?;
                file.persist(out).map(drop).map_err(|error| not_written(out, &error.error))
            }
            Self::Numbered { directory, .. } => {
                fs::rename(directory.path(), out).map_err(|error| not_written(out, &error))?;
                let _moved = directory.keep();
                Ok(())
            }
        }
    }
}

fn not_written(out: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::output(format!("cannot write {}: {error}", out.display()))
}
