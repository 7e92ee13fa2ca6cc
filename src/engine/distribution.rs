//! How long something takes, as a law of chance over spans.
//!
//! A draw is made in `f64` and rounded to nanoseconds once. Exponentials, alone or as stages of an Erlang, come from a
//! ziggurat, log-normals from Box and Muller's formula, the others from inversion. Logarithms and the like are `libm`'s,
//! which gives the same bits on every platform.
//!
//! How many words a draw takes from its stream never depends on a span, nor on sigma or shape; so streams stay in step
//! when one of these changes. It is none for a constant, mostly one for an exponential, those of as many exponentials
//! as stages for an Erlang, those of an exponential and one more for a log-normal, one for the others.
//!
//! # Limits
//!
//! What would be longer than [`SimDuration::MAX`] is cut to it; a Pareto with a small shape may get there. Spans beyond
//! 2^53 ns (104 days) are drawn to 53 bits.
//!
//! # Traps
//!
//! [`Distribution::sample`] trusts its parameters. Ask [`Distribution::check`] once, where they come in.

use serde::{Deserialize, Serialize};

use super::Stream;
use crate::units::SimDuration;

mod exponential;

/// A law of chance over spans of time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Distribution {
    /// Always the same.
    Constant(SimDuration),
    /// Anything from `low` to `high`, equally likely.
    Uniform {
        /// The shortest.
        low: SimDuration,
        /// The longest; not below `low`.
        high: SimDuration,
    },
    /// Without memory: what is left never depends on what has passed.
    Exponential {
        /// The mean.
        mean: SimDuration,
    },
    /// The logarithm is normal: a body with a long right tail, as most service times have.
    LogNormal {
        /// Half of all are below it.
        median: SimDuration,
        /// Standard deviation of the natural logarithm \[1\], from 0 to 10.
        sigma: f64,
    },
    /// A power law: a few are very long.
    Pareto {
        /// The shortest; above zero.
        scale: SimDuration,
        /// The exponent of the tail \[1\], above zero; no finite mean up to 1, no finite variance up to 2.
        shape: f64,
    },
    /// The sum of equal exponential stages: the more stages, the more regular.
    Erlang {
        /// How many stages, from 1 to [`Distribution::STAGES_MAX`].
        stages: u32,
        /// The mean of the sum.
        mean: SimDuration,
    },
    /// One of the listed spans, each equally likely; at least one.
    Empirical(Box<[SimDuration]>),
}

impl Distribution {
    /// The most stages an Erlang may have: each costs a draw.
    pub const STAGES_MAX: u32 = 1_000;

    /// Draws a span.
    #[inline]
    pub fn sample(&self, stream: &mut Stream) -> SimDuration {
        match self {
            Self::Constant(span) => *span,
            Self::Exponential { mean } => {
                SimDuration::from_nanos_f64(nanos(*mean) * exponential::draw(stream))
            }
            _ => self.sample_rarer(stream),
        }
    }

    /// The kinds that are not worth their room at every caller.
    #[inline(never)]
    fn sample_rarer(&self, stream: &mut Stream) -> SimDuration {
        let nanos = match self {
            Self::Constant(span) => return *span,
            Self::Empirical(spans) => return spans[stream.below(spans.len() as u32) as usize],
            Self::Uniform { low, high } => nanos(*low) + stream.unit() * (nanos(*high) - nanos(*low)),
            Self::Exponential { mean } => nanos(*mean) * exponential::draw(stream),
            Self::LogNormal { median, sigma } => nanos(*median) * libm::exp(sigma * unit_normal(stream)),
            Self::Pareto { scale, shape } => nanos(*scale) * libm::pow(stream.unit_open(), -1.0 / shape),
            Self::Erlang { stages, mean } => {
                let sum: f64 = (0..*stages).map(|_| exponential::draw(stream)).sum();
                nanos(*mean) * sum / f64::from(*stages)
            }
        };
        SimDuration::from_nanos_f64(nanos)
    }

    /// The mean, to the nearest nanosecond; none where it is infinite.
    pub fn mean(&self) -> Option<SimDuration> {
        let nanos = match self {
            Self::Constant(span) => return Some(*span),
            Self::Exponential { mean } | Self::Erlang { mean, .. } => return Some(*mean),
            Self::Uniform { low, high } => f64::midpoint(nanos(*low), nanos(*high)),
            Self::LogNormal { median, sigma } => nanos(*median) * libm::exp(sigma * sigma / 2.0),
            Self::Pareto { shape, .. } if *shape <= 1.0 => return None,
            Self::Pareto { scale, shape } => nanos(*scale) * shape / (shape - 1.0),
            Self::Empirical(spans) => mean_of(spans.iter().map(|span| nanos(*span))),
        };
        Some(SimDuration::from_nanos_f64(nanos))
    }

    /// The squared coefficient of variation, variance / mean^2 \[1\]; none where it is infinite.
    ///
    /// 0 is perfectly regular, 1 is exponential. Where every draw is zero it is taken as 0.
    pub fn squared_variation(&self) -> Option<f64> {
        match self {
            Self::Constant(_) => Some(0.0),
            Self::Exponential { .. } => Some(1.0),
            Self::Erlang { stages, .. } => Some(1.0 / f64::from(*stages)),
            Self::LogNormal { sigma, .. } => Some(libm::expm1(sigma * sigma)),
            Self::Pareto { shape, .. } => (*shape > 2.0).then(|| 1.0 / (shape * (shape - 2.0))),
            Self::Uniform { low, high } => {
                let width = nanos(*high) - nanos(*low);
                Some(relative(width * width / 12.0, f64::midpoint(nanos(*low), nanos(*high))))
            }
            Self::Empirical(spans) => {
                let mean = mean_of(spans.iter().map(|span| nanos(*span)));
                let squares = spans.iter().map(|span| (nanos(*span) - mean) * (nanos(*span) - mean));
                Some(relative(mean_of(squares), mean))
            }
        }
    }

    /// Whether the parameters make sense; if not, what would.
    ///
    /// # Errors
    ///
    /// A lowercase fragment that says what is required.
    pub fn check(&self) -> Result<(), &'static str> {
        let (holds, required) = match self {
            Self::Constant(_) | Self::Exponential { .. } => return Ok(()),
            Self::Uniform { low, high } => (low <= high, "low must not be above high"),
            Self::LogNormal { sigma, .. } => ((0.0..=10.0).contains(sigma), "sigma must be from 0 to 10"),
            Self::Pareto { scale, .. } if scale.is_zero() => (false, "scale must be above zero"),
            Self::Pareto { shape, .. } => {
                (*shape > 0.0 && shape.is_finite(), "shape must be above zero and finite")
            }
            Self::Erlang { stages, .. } => {
                ((1..=Self::STAGES_MAX).contains(stages), "stages must be from 1 to 1000")
            }
            Self::Empirical(spans) => {
                (u32::try_from(spans.len()).is_ok_and(|count| count > 0), "at least one span must be listed")
            }
        };
        if holds { Ok(()) } else { Err(required) }
    }
}

/// An exponential draw of mean one \[1\].
pub fn unit_exponential(stream: &mut Stream) -> f64 {
    exponential::draw(stream)
}

fn nanos(span: SimDuration) -> f64 {
    span.as_nanos() as f64
}

/// A normal draw of mean zero and variance one; Box and Muller's second one is let go, to keep no state.
#[inline]
fn unit_normal(stream: &mut Stream) -> f64 {
    let radius = libm::sqrt(2.0 * exponential::draw(stream));
    radius * libm::cos(std::f64::consts::TAU * stream.unit())
}

fn mean_of(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len() as f64;
    values.sum::<f64>() / count
}

fn relative(variance: f64, mean: f64) -> f64 {
    if mean > 0.0 { variance / (mean * mean) } else { 0.0 }
}

#[cfg(test)]
mod tests;
