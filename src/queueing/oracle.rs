//! Processor sharing the slow and obvious way, exact, to hold [`SharedProcessor`] against.
//!
//! It keeps what each job has left and takes the served part off every job at every event, in a unit of time that all
//! shares of up to [`JOBS_MAX`] jobs divide: nothing is ever rounded.

use proptest::prelude::*;

use super::{Cores, JobKey, SharedProcessor};
use crate::units::{SimDuration, SimTime};

/// Jobs at once for which the oracle is exact.
const JOBS_MAX: usize = 16;
/// Units in a nanosecond: thousandths of the least common multiple of 1 to 16.
const UNITS: i128 = 720_720 * 1_000;

/// What is left of each job [unit], by name, in the order of starting.
struct Oracle {
    now: SimTime,
    cores: i128,
    jobs: Vec<(u32, i128)>,
}

impl Oracle {
    /// What each job gets in a nanosecond [unit].
    fn pace(&self) -> i128 {
        UNITS.min(self.cores * (UNITS / 1_000) / self.jobs.len().max(1) as i128)
    }

    fn advance(&mut self, now: SimTime) {
        let served = self.pace() * i128::from((now - self.now).as_nanos());
        self.jobs.iter_mut().for_each(|(_, left)| *left -= served);
        self.now = now;
    }

    fn least_left(&self) -> Option<i128> {
        self.jobs.iter().map(|(_, left)| *left).min()
    }

    fn next_completion(&self) -> Option<SimTime> {
        let left = self.least_left()?;
        match self.pace() {
            _ if left <= 0 => Some(self.now),
            0 => None,
            pace => {
                Some(self.now + SimDuration::from_nanos(((left + pace - 1) / pace).cast_unsigned() as u64))
            }
        }
    }

    fn remove(&mut self, name: u32) -> i128 {
        let place = self.jobs.iter().position(|(other, _)| *other == name);
        self.jobs.remove(place.expect("both hold the same jobs")).1
    }
}

/// Both, driven by the same events, and the keys of the jobs present.
struct Pair {
    fast: SharedProcessor<u32>,
    slow: Oracle,
    keys: Vec<(u32, JobKey)>,
    names: u32,
    used: i128,
}

impl Pair {
    fn new() -> Self {
        let (now, cores, jobs) = (SimTime::ZERO, 1_000, Vec::new());
        Self {
            fast: SharedProcessor::new(Cores::whole(1)),
            slow: Oracle { now, cores, jobs },
            keys: Vec::new(),
            names: 0,
            used: 0,
        }
    }

    fn advance(&mut self, now: SimTime) {
        let jobs = self.slow.jobs.len() as i128;
        self.used += self.slow.cores.min(jobs * 1_000) * i128::from((now - self.slow.now).as_nanos());
        self.slow.advance(now);
    }

    /// Completions up to `until`: never before the oracle's, at most 2 ns after, in its order.
    fn run_to(&mut self, until: SimTime) -> Result<(), TestCaseError> {
        loop {
            let (fast, slow) = (self.fast.next_completion(), self.slow.next_completion());
            prop_assert_eq!(fast.is_some(), slow.is_some());
            let (Some(time), Some(exact)) = (fast, slow) else {
                break;
            };
            prop_assert!(
                exact <= time.max(self.slow.now) && time.since(exact).as_nanos() <= 2,
                "{time:?} {exact:?}"
            );
            if time > until {
                break;
            }
            self.complete(time.max(self.slow.now))?;
        }
        self.advance(until);
        Ok(())
    }

    fn complete(&mut self, now: SimTime) -> Result<(), TestCaseError> {
        if now > self.fast.next_completion().unwrap_or(now) {
            return Err(TestCaseError::fail("a completion was missed"));
        }
        self.advance(now);
        let name = self.fast.finish(now).expect("complete at the time that was named");
        let least = self.slow.least_left().expect("both hold the same jobs");
        let left = self.slow.remove(name);
        prop_assert!(left <= 0, "job {name} was finished {left} units early");
        prop_assert!(left - least < UNITS / 1_000, "job {name} was finished out of order");
        self.keys.retain(|(other, _)| *other != name);
        Ok(())
    }

    fn start(&mut self, demand: u64) {
        if self.keys.len() < JOBS_MAX {
            let key = self.fast.start(self.slow.now, SimDuration::from_nanos(demand), self.names);
            self.slow.jobs.push((self.names, i128::from(demand) * UNITS));
            self.keys.push((self.names, key));
            self.names += 1;
        }
    }

    fn abort(&mut self, which: usize) -> Result<(), TestCaseError> {
        if self.keys.is_empty() {
            return Ok(());
        }
        let (name, key) = self.keys.remove(which % self.keys.len());
        let (found, left) = self.fast.abort(self.slow.now, key).expect("the job is present");
        let exact = self.slow.remove(name).max(0);
        let difference = i128::from(left.as_nanos()) * UNITS - exact;
        prop_assert!(found == name && difference.abs() <= UNITS / 2 + UNITS / 1_000);
        Ok(())
    }

    fn set_cores(&mut self, thousandths: u32) {
        self.fast.set_cores(self.slow.now, Cores::thousandths(thousandths));
        self.slow.cores = i128::from(thousandths);
    }
}

proptest! {
    #[test]
    fn processor_sharing_agrees_with_the_slow_and_obvious_way(
        steps in prop::collection::vec((0..8_u8, 0..400_u64, 0..3_000_u64), 1..120)
    ) {
        let mut pair = Pair::new();
        for (what, gap, amount) in steps {
            pair.run_to(pair.slow.now + SimDuration::from_nanos(gap))?;
            match what {
                0..=3 => pair.start(amount),
                4 => pair.start(100),
                5 => pair.abort(amount as usize)?,
                6 => pair.set_cores(0),
                _ => pair.set_cores(amount as u32),
            }
            let now = pair.slow.now;
            prop_assert_eq!(pair.fast.jobs() as usize, pair.slow.jobs.len());
            prop_assert_eq!(pair.fast.busy_integral(now), pair.used.cast_unsigned());
            prop_assert_eq!(pair.fast.load().value() as usize, pair.keys.len());
        }
        pair.set_cores(1_500);
        pair.run_to(pair.slow.now + SimDuration::from_secs(1))?;
        prop_assert!(pair.keys.is_empty(), "everything is served in the end");
    }
}
