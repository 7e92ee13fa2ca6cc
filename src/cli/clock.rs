//! The wall clock: for whoever watches, never for what runs.

use std::time::{Duration, Instant};

/// A stopwatch that was started when it was made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts.
    #[expect(clippy::disallowed_methods, reason = "whoever watches does so by the wall clock")]
    pub(super) fn start() -> Self {
        Self(Instant::now())
    }

    /// How long ago it was started.
    pub(super) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// Waits.
#[expect(clippy::disallowed_methods, reason = "a picture has to be looked at before the next one comes")]
pub(super) fn pause(span: Duration) {
    std::thread::sleep(span);
}
