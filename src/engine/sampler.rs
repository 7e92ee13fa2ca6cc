//! A law with a stream of its own, some draws ahead.
//!
//! An exponential draw is a chain of some 35 ns in which each operation waits for the one before. Eight of them side by
//! side cost about as much as three one by one; so they are drawn eight at a time. The spans are exactly those that
//! [`Distribution::sample`] gives, one after the other, from the same stream.
//!
//! # Traps
//!
//! The stream is up to [`Sampler::AHEAD`] draws further than the spans given out; nobody else should draw from it.

use serde::{Deserialize, Serialize};

use super::{Distribution, Stream};
use crate::units::SimDuration;

/// Draws spans of one law from a stream of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sampler {
    distribution: Distribution,
    stream: Stream,
    /// Spans drawn, to be given out from `given` on.
    drawn: [SimDuration; Self::AHEAD as usize],
    given: u32,
}

impl Sampler {
    /// How many spans are drawn at a time.
    pub const AHEAD: u32 = 8;

    /// Draws from `distribution`, which must pass [`Distribution::check`], with `stream`.
    pub fn new(distribution: Distribution, stream: Stream) -> Self {
        assert_eq!(distribution.check(), Ok(()), "a law is checked before it is used");
        Self {
            distribution,
            stream,
            drawn: [SimDuration::ZERO; Self::AHEAD as usize],
            given: Self::AHEAD,
        }
    }

    /// The next span.
    #[inline]
    pub fn draw(&mut self) -> SimDuration {
        if self.given == Self::AHEAD {
            self.draw_ahead();
        }
        let span = self.drawn[self.given as usize];
        self.given += 1;
        span
    }

    #[inline(never)]
    fn draw_ahead(&mut self) {
        assert_eq!(self.given, Self::AHEAD, "no span that was drawn is lost");
        self.distribution.fill(&mut self.stream, &mut self.drawn);
        self.given = 0;
    }

    /// The law.
    pub const fn distribution(&self) -> &Distribution {
        &self.distribution
    }

    /// The stream, some draws ahead.
    pub const fn stream(&self) -> &Stream {
        &self.stream
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawing_ahead_changes_no_span() {
        let mean = SimDuration::from_millis(1);
        let law = Distribution::Exponential { mean };
        let mut plain = Stream::named(3, "sampler");
        let mut sampler = Sampler::new(law.clone(), plain.clone());
        assert!((0..100).all(|_| sampler.draw() == law.sample(&mut plain)));
    }
}
