//! The seeds of the runs that one scenario is run in.

use crate::engine::Stream;

/// What lies below a seed's 53 bits: any reader of JSON keeps such a number exactly.
const BITS_LEFT_OUT: u32 = 11;

/// The seed of a replication of a scenario with `seed`, by its number from 1: the first has the scenario's own, so that it
/// is the run that the scenario is without replications; each further one is drawn from a stream of its own, so that a
/// seed never depends on how many replications there are.
pub fn seed_of(seed: u64, replication: u32) -> u64 {
    match replication {
        0 | 1 => seed,
        number => Stream::named(seed, &format!("replication {number}")).next_u64() >> BITS_LEFT_OUT,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_replication_has_a_seed_of_its_own_and_the_first_that_of_the_scenario() {
        let seeds: BTreeSet<u64> = (1..=10_000).map(|number| seed_of(7, number)).collect();
        assert_eq!((seeds.len(), seed_of(7, 1)), (10_000, 7));
        assert!(seeds.iter().all(|seed| *seed < 1 << 53));
        assert_ne!(seed_of(7, 2), seed_of(8, 2));
    }
}
