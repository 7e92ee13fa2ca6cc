//! Known answers and fits of every law, and their moments.

use super::*;

const MS: SimDuration = SimDuration::from_millis(1);

fn empirical() -> Distribution {
    Distribution::Empirical((1..=20).map(SimDuration::from_millis).collect())
}

#[track_caller]
fn check_known(distribution: &Distribution, known: [u64; 3]) {
    let mut stream = Stream::named(7, "known answers");
    let drawn = [(); 3].map(|()| distribution.sample(&mut stream).as_nanos());
    assert_eq!(drawn, known);
}

#[test]
fn every_kind_gives_its_known_answers() {
    check_known(&Distribution::Constant(MS), [1_000_000; 3]);
    check_known(&Distribution::Uniform { low: MS, high: MS * 3 }, [1_285_848, 2_644_983, 2_157_442]);
    check_known(&Distribution::Exponential { mean: MS }, [280_651, 2_842_804, 1_072_042]);
    check_known(&Distribution::LogNormal { median: MS, sigma: 0.8 }, [1_301_677, 1_278_225, 1_444_114]);
    check_known(&Distribution::Pareto { scale: MS, shape: 1.5 }, [3_658_168, 1_139_145, 1_439_971]);
    check_known(&Distribution::Erlang { stages: 3, mean: MS }, [1_398_499, 1_109_471, 1_533_840]);
    check_known(&empirical(), [3_000_000, 17_000_000, 12_000_000]);
}

const BINS: usize = 20;
const DRAWS: u32 = 100_000;
/// Chi-square with 19 degrees of freedom exceeds this with a probability of 0.001.
const CRITICAL: f64 = 43.820;

/// Draws, puts each through the law's own distribution function, and wants the shares of [0, 1) equally filled.
#[track_caller]
fn check_chi_square(distribution: &Distribution, cumulative: impl Fn(f64) -> f64) {
    assert_eq!(distribution.check(), Ok(()));
    let mut stream = Stream::named(2_024, "chi-square");
    let mut counts = [0_u32; BINS];
    for _ in 0..DRAWS {
        let share = cumulative(distribution.sample(&mut stream).as_millis_f64());
        let bin = SimDuration::from_nanos_f64(libm::floor(share * BINS as f64)).as_nanos();
        counts[(bin as usize).min(BINS - 1)] += 1;
    }
    let expected = f64::from(DRAWS) / BINS as f64;
    let statistic: f64 = counts
        .map(|count| (f64::from(count) - expected) * (f64::from(count) - expected) / expected)
        .iter()
        .sum();
    assert!(statistic < CRITICAL, "{distribution:?}: {statistic} in {counts:?}");
}

#[test]
fn a_uniform_fills_its_bins_evenly() {
    check_chi_square(&Distribution::Uniform { low: MS, high: MS * 3 }, |x| (x - 1.0) / 2.0);
}

#[test]
fn an_exponential_fills_its_bins_evenly() {
    check_chi_square(&Distribution::Exponential { mean: MS }, |x| -libm::expm1(-x));
}

#[test]
fn a_log_normal_fills_its_bins_evenly() {
    let normal = |z: f64| libm::erfc(-z / std::f64::consts::SQRT_2) / 2.0;
    check_chi_square(&Distribution::LogNormal { median: MS, sigma: 0.8 }, |x| normal(libm::log(x) / 0.8));
}

#[test]
fn a_pareto_fills_its_bins_evenly() {
    check_chi_square(&Distribution::Pareto { scale: MS, shape: 1.5 }, |x| 1.0 - libm::pow(x, -1.5));
}

#[test]
fn an_erlang_fills_its_bins_evenly() {
    check_chi_square(&Distribution::Erlang { stages: 3, mean: MS }, |x| {
        let y = 3.0 * x;
        1.0 - libm::exp(-y) * (1.0 + y + y * y / 2.0)
    });
}

#[test]
fn an_empirical_fills_its_bins_evenly() {
    check_chi_square(&empirical(), |x| (x - 0.5) / 20.0);
}

#[test]
fn moments_are_those_of_the_law() {
    let check = |distribution: Distribution, mean: u64, variation: f64| {
        assert_eq!(distribution.mean(), Some(SimDuration::from_nanos(mean)));
        let found = distribution.squared_variation().expect("a finite variance");
        assert!((found - variation).abs() < 1e-12, "{distribution:?}: {found}");
    };
    check(Distribution::Constant(MS), 1_000_000, 0.0);
    check(Distribution::Uniform { low: MS, high: MS * 3 }, 2_000_000, 1.0 / 12.0);
    check(Distribution::Exponential { mean: MS }, 1_000_000, 1.0);
    check(Distribution::LogNormal { median: MS, sigma: 1.0 }, 1_648_721, std::f64::consts::E - 1.0);
    check(Distribution::Pareto { scale: MS, shape: 3.0 }, 1_500_000, 1.0 / 3.0);
    check(Distribution::Erlang { stages: 4, mean: MS }, 1_000_000, 0.25);
    check(Distribution::Empirical([MS, MS * 3].into()), 2_000_000, 0.25);
    check(Distribution::Uniform { low: SimDuration::ZERO, high: SimDuration::ZERO }, 0, 0.0);
}

#[test]
fn a_heavy_tail_has_no_moments() {
    let tail = |shape| Distribution::Pareto { scale: MS, shape };
    assert_eq!((tail(1.0).mean(), tail(2.0).squared_variation()), (None, None));
    assert!(tail(2.0).mean().is_some());
}

#[test]
fn senseless_parameters_are_refused() {
    let senseless = [
        Distribution::Uniform { low: MS, high: SimDuration::ZERO },
        Distribution::LogNormal { median: MS, sigma: f64::NAN },
        Distribution::LogNormal { median: MS, sigma: -0.1 },
        Distribution::Pareto { scale: MS, shape: 0.0 },
        Distribution::Pareto { scale: MS, shape: f64::INFINITY },
        Distribution::Pareto { scale: SimDuration::ZERO, shape: 1.0 },
        Distribution::Erlang { stages: 0, mean: MS },
        Distribution::Erlang { stages: 1_001, mean: MS },
        Distribution::Empirical([].into()),
    ];
    assert!(senseless.iter().all(|distribution| distribution.check().is_err()));
}
