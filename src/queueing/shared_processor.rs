//! A processor that serves all its jobs at once, each at the same pace.
//!
//! With c cores and n jobs every job runs at min(1, c / n): alone or with enough cores at full pace, beyond that all
//! share alike. A job's demand is the time it would take alone on one core.
//!
//! # How it is done
//!
//! Virtual time is what each job present has been served since the beginning. A job that starts at virtual time v with
//! demand d is complete when virtual time reaches v + d, whatever comes and goes meanwhile; so the jobs lie in a heap
//! by that point, and each operation takes O(log n).
//!
//! # Resolution and rounding
//!
//! Virtual time is fixed-point: 2^-40 ns in a `u128`. Between two changes it is exact; at each change it is rounded
//! down by less than one step. So a job is never complete before its demand is served. It is complete at the first
//! whole nanosecond after that, and later by 1 ns only where roundings add up: those of a million changes during one
//! stay, with ten thousand jobs a core, come to 0.01 ns.
//!
//! # Life cycle
//!
//! After every change the owner asks [`SharedProcessor::next_completion`], moves its appointment there, and at that time
//! calls [`SharedProcessor::finish`] until it gives nothing more.
//!
//! # Limits
//!
//! At most 16,000 cores ([`Cores::MAX`]). A job that would be complete only after the clock's last point is never
//! complete; so a demand of [`SimDuration::MAX`] stands for a program in an endless loop.
//!
//! # Traps
//!
//! - Without capacity nothing is served, and the jobs keep what they have left. A job with nothing left is complete even
//!   then.
//! - A complete job that is not fetched goes on taking its share.

use serde::{Deserialize, Serialize};

use super::Cores;
use crate::engine::{HeapKey, IndexedHeap, Level};
use crate::units::{SimDuration, SimTime};

/// A job in a [`SharedProcessor`]; it finds nothing once the job has left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JobKey(HeapKey);

impl JobKey {
    /// A key that never finds anything.
    pub const NONE: Self = Self(HeapKey::NONE);
}

/// Binary digits of virtual time after the point.
const FRACTION_BITS: u32 = 40;
/// What a job takes at full pace, in thousandths of a core.
const FULL_PACE: u64 = 1_000;

/// Where a job stands: the virtual time at which it is complete, then the order of starting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Place {
    complete: u128,
    order: u64,
}

/// Cores that are shared alike by the jobs present, each a `T` to its owner.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SharedProcessor<T> {
    cores: Cores,
    jobs: IndexedHeap<Place, T>,
    started: u64,
    /// When pace or jobs last changed.
    changed: SimTime,
    /// Virtual time then [2^-40 ns].
    served: u128,
    /// Capacity used until then [1/1000 core x ns].
    used: u128,
    load: Level,
}

impl<T: Copy> SharedProcessor<T> {
    /// A processor of `cores` without jobs.
    pub fn new(cores: Cores) -> Self {
        Self {
            cores,
            jobs: IndexedHeap::new(),
            started: 0,
            changed: SimTime::ZERO,
            served: 0,
            used: 0,
            load: Level::default(),
        }
    }

    /// Starts a job that needs `demand` on a core of its own.
    pub fn start(&mut self, now: SimTime, demand: SimDuration, job: T) -> JobKey {
        self.settle(now);
        let place = Place {
            complete: self.served + (u128::from(demand.as_nanos()) << FRACTION_BITS),
            order: self.started,
        };
        self.started += 1;
        self.load.add(now, 1);
        JobKey(self.jobs.push(place, job))
    }

    /// Takes a job out, with what it still needed, to the nearest nanosecond.
    pub fn abort(&mut self, now: SimTime, key: JobKey) -> Option<(T, SimDuration)> {
        self.jobs.get(key.0)?;
        self.settle(now);
        let (place, job) = self.jobs.remove(key.0)?;
        self.load.subtract(now, 1);
        let half = 1 << (FRACTION_BITS - 1);
        let left = (place.complete.saturating_sub(self.served) + half) >> FRACTION_BITS;
        Some((job, SimDuration::from_nanos(left as u64)))
    }

    /// The first whole nanosecond at which a job is complete if nothing changes; none without jobs or capacity.
    pub fn next_completion(&self) -> Option<SimTime> {
        let place = self.jobs.first_order()?;
        let left = place.complete.saturating_sub(self.served);
        let span = if left == 0 { 0 } else { self.span_to_serve(left)? };
        let nanos = self.changed.as_nanos().checked_add(span)?;
        Some(SimTime::from_nanos(nanos))
    }

    /// The job that will be complete first.
    pub fn first(&self) -> Option<T> {
        self.jobs.peek().map(|(_, job)| *job)
    }

    /// Takes out a job that is complete, the first by virtual time and then by start; none if there is no such job.
    pub fn finish(&mut self, now: SimTime) -> Option<T> {
        let place = self.jobs.first_order()?;
        if place.complete > self.served_at(now) {
            return None;
        }
        self.settle(now);
        assert!(place.complete <= self.served, "a finished job had all it needed");
        self.load.subtract(now, 1);
        self.jobs.pop().map(|(_, job)| job)
    }

    /// How many jobs there are.
    pub const fn jobs(&self) -> u32 {
        self.jobs.len()
    }

    /// The capacity.
    pub const fn cores(&self) -> Cores {
        self.cores
    }

    /// Changes the capacity; what the jobs have left stays.
    pub fn set_cores(&mut self, now: SimTime, cores: Cores) {
        self.settle(now);
        self.cores = cores;
    }

    /// Drops all jobs, finished or not.
    pub fn clear(&mut self, now: SimTime) {
        self.settle(now);
        self.jobs.clear();
        self.load.set(now, 0);
    }

    /// The capacity used up to `now` [1/1000 core x ns], exact: the integral of min(capacity, one core a job).
    pub fn busy_integral(&self, now: SimTime) -> u128 {
        let pace = self.wanted().min(u64::from(self.cores.as_thousandths()));
        self.used + u128::from(pace) * u128::from(self.elapsed(now))
    }

    /// How many jobs there were over time.
    pub const fn load(&self) -> &Level {
        &self.load
    }

    /// Carries virtual time and the capacity used on to `now`; before any change of pace.
    fn settle(&mut self, now: SimTime) {
        if now == self.changed {
            return;
        }
        let served = self.served_at(now);
        assert!(self.served <= served, "virtual time never goes back");
        self.used = self.busy_integral(now);
        self.served = served;
        self.changed = now;
    }

    /// Virtual time at `now` [2^-40 ns], rounded down.
    fn served_at(&self, now: SimTime) -> u128 {
        let span = u128::from(self.elapsed(now));
        let (wanted, cores) = (self.wanted(), u64::from(self.cores.as_thousandths()));
        if wanted <= cores {
            return self.served + (span << FRACTION_BITS);
        }
        // Below 2^64 x 2^24 x 2^40, as cores are at most 2^24 thousandths.
        self.served + ((span * u128::from(cores)) << FRACTION_BITS) / u128::from(wanted)
    }

    /// The least span [ns] in which virtual time passes by `left` [2^-40 ns]; none if it is beyond the clock.
    fn span_to_serve(&self, left: u128) -> Option<u64> {
        let (wanted, cores) = (self.wanted(), u64::from(self.cores.as_thousandths()));
        if wanted <= cores {
            return u64::try_from(left.div_ceil(1 << FRACTION_BITS)).ok();
        }
        // A product beyond 2^128 over less than 2^64 a nanosecond is a span beyond the clock.
        let product = left.checked_mul(u128::from(wanted))?;
        let a_nanosecond = u128::from(cores) << FRACTION_BITS;
        (cores > 0).then(|| u64::try_from(product.div_ceil(a_nanosecond)).ok())?
    }

    /// What the jobs present would use if there was enough [1/1000 core].
    const fn wanted(&self) -> u64 {
        self.jobs.len() as u64 * FULL_PACE
    }

    /// Nanoseconds since the last change.
    fn elapsed(&self, now: SimTime) -> u64 {
        assert!(self.changed <= now, "a processor is asked in order of time");
        now.since(self.changed).as_nanos()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(nanos: u64) -> SimTime {
        SimTime::from_nanos(nanos)
    }

    const fn need(nanos: u64) -> SimDuration {
        SimDuration::from_nanos(nanos)
    }

    #[test]
    fn three_on_one_core_take_three_times_as_long_to_the_nanosecond() {
        let mut cpu = SharedProcessor::new(Cores::whole(1));
        (0..3).for_each(|job| {
            cpu.start(at(0), need(10_000_000), job);
        });
        assert_eq!(cpu.next_completion(), Some(at(30_000_000)));
        assert_eq!(cpu.finish(at(29_999_999)), None);
        assert_eq!([(); 4].map(|()| cpu.finish(at(30_000_000))), [Some(0), Some(1), Some(2), None]);
        assert_eq!(cpu.busy_integral(at(40_000_000)), 30_000_000 * 1_000);
        assert_eq!(cpu.load().integral(at(40_000_000)), 3 * 30_000_000);
    }

    #[test]
    fn a_job_never_runs_on_more_than_one_core() {
        let mut cpu = SharedProcessor::new(Cores::whole(4));
        cpu.start(at(0), need(100), 'a');
        cpu.start(at(40), need(10), 'b');
        assert_eq!((cpu.next_completion(), cpu.finish(at(50))), (Some(at(50)), Some('b')));
        assert_eq!((cpu.next_completion(), cpu.busy_integral(at(100))), (Some(at(100)), 110_000));
    }

    #[test]
    fn without_capacity_the_work_is_kept() {
        let mut cpu = SharedProcessor::new(Cores::whole(1));
        let key = cpu.start(at(0), need(100), 'a');
        cpu.set_cores(at(30), Cores::ZERO);
        assert_eq!((cpu.next_completion(), cpu.finish(at(1_000))), (None, None));
        cpu.set_cores(at(1_000), Cores::thousandths(500));
        assert_eq!(cpu.next_completion(), Some(at(1_140)));
        assert_eq!(cpu.abort(at(1_100), key), Some(('a', need(20))));
        assert_eq!((cpu.abort(at(1_100), key), cpu.jobs()), (None, 0));
    }

    #[test]
    fn no_demand_is_complete_at_once_even_without_capacity() {
        let mut cpu = SharedProcessor::new(Cores::ZERO);
        cpu.start(at(5), need(1), 'a');
        cpu.start(at(7), SimDuration::ZERO, 'b');
        assert_eq!((cpu.next_completion(), cpu.finish(at(7))), (Some(at(7)), Some('b')));
        cpu.clear(at(9));
        assert_eq!((cpu.jobs(), cpu.load().value(), cpu.next_completion()), (0, 0, None));
    }

    #[test]
    fn an_endless_job_is_never_complete_and_breaks_nothing() {
        let mut cpu = SharedProcessor::new(Cores::thousandths(1));
        (0..1_000).for_each(|job| {
            cpu.start(at(1), SimDuration::MAX, job);
        });
        assert_eq!(cpu.next_completion(), None);
        cpu.set_cores(SimTime::MAX, Cores::MAX);
        assert_eq!((cpu.next_completion(), cpu.jobs()), (None, 1_000));
    }
}
