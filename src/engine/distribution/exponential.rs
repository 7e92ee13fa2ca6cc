//! Exponential draws of mean one, by the ziggurat of Marsaglia and Tsang (2000).
//!
//! The area under exp(-x) is covered by 256 layers of equal area, one upon the other: rectangles, and below them one
//! that goes on to the right without end.
//!
//! ```text
//!  1 |##++                a layer, by eight bits of a word; a place in it from the left, by 53 others:
//!    |###+++              #  left of where the layer above ends, so below the curve for certain: taken
//!    |#####++++           +  else in the corner, which the curve cuts: taken if below the curve, by a second word
//!    |########+++++++        if above it: all over again
//!    |##############++++
//!    |##################~~~~~~~~~     ~  the tail, by the logarithm of a second word
//!    +---------------------------
//!    0                 x
//! ```
//!
//! Of a hundred draws 98.9 take one word and a multiplication. The others need a logarithm or exponentials, as do the
//! ends of the layers: these are `libm`'s, which gives the same bits on every platform.

use std::sync::LazyLock;

use crate::engine::Stream;

/// How many layers there are.
const LAYERS: usize = 256;
/// Where the tail begins. Only from here do layers of equal area end just at the top of the curve, at 1.
const TAIL: f64 = 7.697_117_470_131_05;

/// Where each layer ends on the right, the lowest first, and above them all the top of the curve, without width.
///
/// The lowest is given the width that its area would have as a rectangle.
static ENDS: LazyLock<[f64; LAYERS + 1]> = LazyLock::new(|| {
    let area = (TAIL + 1.0) * curve(TAIL);
    let mut ends = [0.0; LAYERS + 1];
    ends[0] = TAIL + 1.0;
    ends[1] = TAIL;
    for layer in 2..LAYERS {
        let below: f64 = ends[layer - 1];
        ends[layer] = -libm::log(curve(below) + area / below);
    }
    ends
});

/// An exponential draw of mean one.
#[inline]
pub(super) fn draw(stream: &mut Stream) -> f64 {
    let ends = &*ENDS;
    loop {
        let (share, layer) = stream.unit_and_byte();
        let layer = usize::from(layer);
        let x = share * ends[layer];
        if x < ends[layer + 1] {
            return x;
        }
        if let Some(x) = settle(stream, layer, x) {
            return x;
        }
    }
}

/// What becomes of `x`, which lies in `layer` but not below the layer above; none if it is refused.
#[cold]
fn settle(stream: &mut Stream, layer: usize, x: f64) -> Option<f64> {
    if layer == 0 {
        // What is left beyond any point is exponential again.
        return Some(TAIL - libm::log(stream.unit_open()));
    }
    let (floor, ceiling) = (curve(ENDS[layer]), curve(ENDS[layer + 1]));
    let height = floor + stream.unit() * (ceiling - floor);
    (height < curve(x)).then_some(x)
}

fn curve(x: f64) -> f64 {
    libm::exp(-x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::SimDuration;

    #[test]
    fn the_layers_have_equal_areas_and_end_at_the_top() {
        let lowest = TAIL * curve(TAIL) + curve(TAIL);
        for layer in 1..LAYERS {
            let height = curve(ENDS[layer + 1]) - curve(ENDS[layer]);
            let area = ENDS[layer] * height;
            assert!((area - lowest).abs() < 1e-15, "layer {layer}: {area}, not {lowest}");
        }
        assert!(ENDS.is_sorted_by(|lower, upper| lower > upper));
    }

    #[test]
    fn a_hundred_thousand_draws_are_those_of_another_program() {
        // Computed from the description alone by a program in another language.
        let mut stream = Stream::named(2_024, "ziggurat");
        let digest = (0..100_000).fold(0_u64, |digest, _| {
            let millionths = SimDuration::from_nanos_f64(draw(&mut stream) * 1e6).as_nanos();
            digest.wrapping_mul(31).wrapping_add(millionths)
        });
        assert_eq!((digest, stream.next_u64()), (0xa216_8279_c6bf_cc43, 0x7513_77fd_a290_e5a9));
    }

    const DRAWS: u32 = 10_000_000;

    #[track_caller]
    fn check_chi_square(counts: &[u32], expected: impl Fn(usize) -> f64, critical: f64) {
        let squares = counts.iter().enumerate().map(|(bin, count)| {
            let distance = f64::from(*count) - expected(bin);
            distance * distance / expected(bin)
        });
        let statistic: f64 = squares.sum();
        assert!(statistic < critical, "{statistic} in {counts:?}");
    }

    #[test]
    fn between_the_ends_of_the_layers_and_beyond_all_of_them_lie_their_shares() {
        let mut stream = Stream::named(2_024, "layers");
        let mut counts = [0_u32; LAYERS];
        for _ in 0..DRAWS {
            let x = draw(&mut stream);
            counts[ENDS[1..].partition_point(|end| *end > x)] += 1;
        }
        let right = |bin| if bin == 0 { f64::INFINITY } else { ENDS[bin] };
        let share = |bin| curve(ENDS[bin + 1]) - curve(right(bin));
        // With 255 degrees of freedom this is exceeded with a probability of 0.001.
        check_chi_square(&counts, |bin| share(bin) * f64::from(DRAWS), 330.5);
    }

    #[test]
    fn the_tail_fills_its_bins_evenly() {
        let mut stream = Stream::named(2_024, "tail");
        let mut counts = [0_u32; 20];
        let draws = (0..DRAWS).map(|_| draw(&mut stream));
        for beyond in draws.filter(|x| *x >= TAIL).map(|x| x - TAIL) {
            let bin = (0..19).take_while(|bin| curve(beyond) < 1.0 - f64::from(bin + 1) / 20.0);
            counts[bin.count()] += 1;
        }
        let all: u32 = counts.iter().sum();
        assert!((4_270..4_810).contains(&all), "{all} of {DRAWS} where 4541 are expected");
        // With 19 degrees of freedom this is exceeded with a probability of 0.001.
        check_chi_square(&counts, |_| f64::from(all) / 20.0, 43.820);
    }
}
